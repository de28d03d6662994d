"""Activations that are one formula above 0 and another below: ReLU and its kin, ELU, SELU."""

from __future__ import annotations

import math
from collections.abc import Callable

from ...names import Name, Role
from ..expr import ONE, ZERO, Expr, Num, Symbol
from ..functions import Function, exp, ln, maximum, minimum
from ..numbers import DOUBLES, from_zero
from .entry import (
    NEARLY_CENTRED,
    NOT_CENTRED,
    Activation,
    Bound,
    Corner,
    Facts,
    Saturation,
    Sentence,
    constantly,
    halves,
    same,
)

# Klambauer et al., Self-Normalizing Neural Networks (2017): the fixed point of mean 0, variance 1.
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
# Their names on a page.
SCALE, ALPHA = Symbol(Name(Role.OPTION, "λ")), Symbol(Name(Role.OPTION, "α"))


def _slope(name: str, value: Callable[..., float], note: str, code: str) -> Function:
    """A derivative that is given piece by piece, printed as ReLU′(x)."""
    return Function(name, value, exact=True, note=note, code=code, border=from_zero)


def _by_sign(above: Callable[..., Expr], below: Callable[..., Expr]) -> Callable[..., Callable[..., Expr]]:
    """The piece of a function that is one formula above 0 and another below."""
    return lambda x, *parameters: above if x > 0 else below


def _relu_slope_value(x: float, at_0: float = 0) -> float:
    if x > 0:
        return 1
    return 0 if x < 0 else at_0


_relu_slope = _slope("ReLU′", _relu_slope_value, "network_relu_slope", "relu_slope({args})")
_relu_slope_at = _slope("ReLU′", _relu_slope_value, "network_relu_slope_at", "relu_slope({args})")
_RELU_FACTS = Facts("0", "∞", "[)", NOT_CENTRED, "1", Sentence("curve_at_every", "x > 0"))

RELU = Activation(
    "relu",
    Function(
        "ReLU",
        lambda x: max(x, 0),
        (lambda a, out: _relu_slope(a[0]),),
        lambda x: maximum(ZERO, x),
        True,
        code="maximum(0, {0})",
        border=from_zero,
    ),
    torch="torch.nn.ReLU()",
    facts=_RELU_FACTS,
    bound=Bound("1", "flow_steepest_relu"),
    pieces=halves(same, constantly(ZERO)),
    corner=Corner("curve_kink_zero"),
    saturation=Saturation("curve_flat_left"),
)
# What a file writes as relu(1) or relu(0.5): the number is the slope that is taken at 0.
RELU_AT_0 = Activation(
    "relu at 0",
    Function(
        "ReLU",
        lambda x, at0: max(x, 0),
        (lambda a, out: _relu_slope_at(*a),),
        lambda x, at0: maximum(ZERO, x),
        True,
        border=from_zero,
    ),
    hidden=True,
    parameters=("derivative at 0",),
    facts=_RELU_FACTS,
    pieces=halves(same, constantly(ZERO)),
    corner=Corner("curve_kink_told", "at", lambda at_0: repr(at_0).replace("-", "−"), lambda at_0: at_0),
    saturation=Saturation("curve_flat_left"),
)


def _leaky(x: float, alpha: float) -> float:
    return x if x > 0 else alpha * x


def _scaled(x: Expr, alpha: Expr) -> Expr:
    return alpha * x


def _leaky_slope_value(x: float, alpha: float) -> float:
    return 1 if x > 0 else alpha


def _leaky_facts(alpha: Expr) -> Facts | None:
    """The range, where the slope below 0 is greater than 0."""
    rises = alpha.evaluate({}, DOUBLES) > 0
    return Facts("−∞", "∞", "()", NEARLY_CENTRED) if rises else None


def _leaky_saturates(threshold: float, alpha: float) -> str:
    return "curve_leaky_flat" if abs(alpha) < threshold else "curve_never"


_leaky_slope = _slope("leaky ReLU′", _leaky_slope_value, "network_leaky_slope", "leaky_slope({args})")
_prelu_slope = _slope("PReLU′", _leaky_slope_value, "network_leaky_slope", "leaky_slope({args})")
_BELOW = Corner("curve_kink_below")

LEAKY_RELU = Activation(
    "leaky relu",
    Function(
        "leaky ReLU",
        _leaky,
        (lambda a, out: _leaky_slope(*a),),
        exact=True,
        says="network_is_leaky_relu",
        border=from_zero,
        branch=_by_sign(same, _scaled),
    ),
    "LReLU",
    spellings=("leakyrelu",),
    torch="torch.nn.LeakyReLU({0})",
    parameters=("α",),
    example="0.01",
    positive=True,
    facts=_leaky_facts,
    bound=Bound("1", "flow_steepest_leaky_relu", lambda alpha: 0 <= alpha <= 1),
    pieces=halves(same, _scaled),
    corner=_BELOW,
    saturation=Saturation(_leaky_saturates),
)
PRELU = Activation(
    "prelu",
    Function(
        "PReLU",
        _leaky,
        (lambda a, out: _prelu_slope(*a), lambda a, out: minimum(a[0], ZERO)),
        exact=True,
        says="network_is_prelu",
        border=from_zero,
        branch=_by_sign(same, _scaled),
    ),
    spellings=("parametric relu",),
    torch="torch.nn.PReLU(init={0})",
    parameters=("α",),
    example="a=0.25",
    learned=True,
    facts=_leaky_facts,
    pieces=halves(same, _scaled),
    corner=_BELOW,
    saturation=Saturation(_leaky_saturates),
)


def _elu(x: Expr, alpha: Expr) -> Expr:
    """ELU from 0 down."""
    return alpha * (exp(x) - ONE)


_elu_slope = Function(
    "ELU′",
    lambda x, alpha: 1 if x > 0 else alpha * math.exp(x),
    note="network_elu_slope",
    border=from_zero,
    code="leaky_slope({0}, {1} * exp({0}))",
)


def _elu_facts(alpha: Expr) -> Facts | None:
    rises = alpha.evaluate({}, DOUBLES) > 0
    least = repr(alpha).replace("-", "−")
    return Facts(f"−{least}", "∞", "()", NEARLY_CENTRED) if rises else None


ELU = Activation(
    "elu",
    Function(
        "ELU",
        lambda x, alpha: x if x > 0 else alpha * math.expm1(x),
        (lambda a, out: _elu_slope(*a),),
        says="network_is_elu",
        border=from_zero,
        branch=_by_sign(same, _elu),
    ),
    torch="torch.nn.ELU({0})",
    parameters=("α",),
    example="1",
    positive=True,
    facts=_elu_facts,
    pieces=halves(same, _elu),
    corner=_BELOW,
    saturation=Saturation("curve_saturates_left", lambda tau, alpha: ln(tau / alpha), lambda alpha: alpha),
)


def _selu(x: Expr, scale: Expr, alpha: Expr) -> Expr:
    """SELU from 0 down."""
    return scale * alpha * (exp(x) - ONE)


_SCALE, _ALPHA = Num(repr(SELU_SCALE)), Num(repr(SELU_ALPHA))
_selu_slope = Function(
    "SELU′",
    lambda x: SELU_SCALE * (1 if x > 0 else SELU_ALPHA * math.exp(x)),
    note="network_selu_slope",
    border=from_zero,
)

SELU = Activation(
    "selu",
    Function(
        "SELU",
        lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * math.expm1(x)),
        (lambda a, out: _selu_slope(a[0]),),
        says="network_is_selu",
        border=from_zero,
        branch=_by_sign(lambda x: _SCALE * x, lambda x: _selu(x, _SCALE, _ALPHA)),
    ),
    torch="torch.nn.SELU()",
    facts=Facts("−1.75810", "∞", "()", NEARLY_CENTRED, "1.75810", Sentence("curve_at_left", "x = 0")),
    pieces=halves(lambda x: SCALE * x, lambda x: _selu(x, SCALE, ALPHA)),
    corner=_BELOW,
    given={SCALE.name: _SCALE, ALPHA.name: _ALPHA},
    saturation=Saturation(
        "curve_saturates_left", lambda tau: ln(tau / (SCALE * ALPHA)), lambda: SELU_SCALE * SELU_ALPHA
    ),
)
