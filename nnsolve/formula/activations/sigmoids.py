"""Activations that level off on one side or both: sigmoid, tanh, softplus, hard sigmoid."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from ..expr import HALF, ONE, TWO, ZERO, Div, Expr, Mul, Neg, Num, Pow, Sub
from ..functions import Function, exp, ln, maximum, minimum, sqrt
from ..marks import Applied, Mark, written
from ..numbers import DOUBLES
from .entry import (
    CENTRED,
    MINUS_SIGMA,
    NOT_CENTRED,
    OWN_VALUE,
    SIGMA,
    Activation,
    Bound,
    Corner,
    Derivation,
    Facts,
    Identity,
    Piece,
    Saturation,
    Side,
    X,
    at,
    constantly,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from ..numbers import Numeric


def sigmoid_value(x: float) -> float:
    """σ(x). The two forms are equal; each is used where its exponential cannot overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x)) if x < 745 else 1.0
    power = math.exp(x) if x > -745 else 0.0
    return power / (1 + power)


sigmoid = Function(
    "sigmoid",
    sigmoid_value,
    (lambda a, out: out * (ONE - out),),
    definition=lambda x: ONE / (ONE + exp(Neg(x))),
    says="network_is_sigmoid",
    slope_says="network_slope_sigmoid",
    code="sigmoid({0})",
)
# σ(−x) as it is written; its value never overflows.
mirrored = Function("σ(−x)", lambda x: sigmoid_value(-x), definition=lambda x: ONE / (ONE + exp(x)))


def _sigmoid_derivation() -> Derivation:
    down = exp(Neg(X))
    below = ONE + down
    return Derivation(
        [(ONE / below, ""), (Pow(below, Num("-1")), "")],
        [
            (Mul((Num("-1"), Pow(below, Num("-2")), Neg(down))), "curve_by_chain"),
            (down / Pow(below, TWO), ""),
            (Div(Sub(below, ONE), Pow(below, TWO)), "curve_by_add_one"),
            (below / Pow(below, TWO) - ONE / Pow(below, TWO), "curve_by_two_fractions"),
            (ONE / below - ONE / Pow(below, TWO), "curve_by_cancel"),
            (Mul((ONE / below, ONE - ONE / below)), "curve_by_factor"),
            (OWN_VALUE * (ONE - OWN_VALUE), "curve_by_own_value"),
        ],
    )


def _at_minus(number: str) -> Applied:
    """How σ(−x) is printed at a point."""
    return Applied(Mark("σ"), Mark("x", number), True)


def _sigmoid_identity() -> Identity:
    """σ(−x) = 1 − σ(x)."""
    down = exp(Neg(X))
    lines = [
        (ONE - ONE / (ONE + down), ""),
        (down / (ONE + down), "curve_by_common"),
        (ONE / (exp(X) + ONE), "curve_by_times_up"),
        (MINUS_SIGMA, "curve_by_definition"),
    ]
    sides = (
        Side("minus", lambda x, value: mirrored(x), _at_minus, "curve_directly"),
        Side("complement", lambda x, value: ONE - value, _at_minus, "curve_by_identity", continues=True),
    )
    return Identity("curve_identity_sigmoid", "1 − σ(x)", lines, sides)


def _sigmoid_edge(tau: Expr) -> Expr:
    """x > 0 where σ(1 − σ) = τ."""
    root = sqrt(ONE - Num("4") * tau)
    return ln((ONE + root) / (ONE - root))


SIGMOID = Activation(
    "sigmoid",
    sigmoid,
    "σ",
    spellings=("logistic",),
    torch="torch.nn.Sigmoid()",
    facts=Facts("0", "1", "()", NOT_CENTRED, "0.25", at("x = 0")),
    bound=Bound("0.25", "flow_steepest_sigmoid"),
    saturation=Saturation("curve_saturates_both", _sigmoid_edge, lambda: 0.25),
    derivation=_sigmoid_derivation,
    identity=_sigmoid_identity,
)


def _tanh_derivation() -> Derivation:
    total, gap = exp(X) + exp(Neg(X)), exp(X) - exp(Neg(X))
    return Derivation(
        [(gap / total, "")],
        [
            (Div(Mul((total, total)) - Mul((gap, gap)), Pow(total, TWO)), "curve_by_quotient"),
            (Div(Pow(total, TWO) - Pow(gap, TWO), Pow(total, TWO)), ""),
            (ONE - Pow(gap, TWO) / Pow(total, TWO), "curve_by_two_fractions"),
            (ONE - Pow(OWN_VALUE, TWO), "curve_by_own_value"),
        ],
    )


def _tanh_identity() -> Identity:
    """tanh(x) = 2σ(2x) − 1."""
    down = exp(Neg(TWO * X))
    lines = [
        (TWO / (ONE + down) - ONE, ""),
        ((ONE - down) / (ONE + down), "curve_by_common"),
        ((exp(X) - exp(Neg(X))) / (exp(X) + exp(Neg(X))), "curve_by_times_up"),
        (OWN_VALUE, "curve_by_definition"),
    ]
    side = Side(
        "by_sigmoid",
        lambda x, value: TWO * sigmoid(TWO * x) - ONE,
        lambda number: Mark(f"2σ(2{written(Mark('x', number))}) − 1"),
    )
    return Identity("curve_identity_tanh", "2σ(2x) − 1", lines, (side,))


def _tanh_edge(tau: Expr) -> Expr:
    """x > 0 where 1 − tanh² = τ."""
    root = sqrt(ONE - tau)
    return HALF * ln((ONE + root) / (ONE - root))


TANH = Activation(
    "tanh",
    Function(
        "tanh",
        math.tanh,
        (lambda a, out: ONE - Pow(out, TWO),),
        definition=lambda x: (exp(x) - exp(Neg(x))) / (exp(x) + exp(Neg(x))),
        says="network_is_tanh",
        slope_says="network_slope_tanh",
        code="tanh({0})",
    ),
    torch="torch.nn.Tanh()",
    facts=Facts("−1", "1", "()", CENTRED, "1", at("x = 0")),
    bound=Bound("1", "flow_steepest_tanh"),
    saturation=Saturation("curve_saturates_both", _tanh_edge, lambda: 1.0),
    derivation=_tanh_derivation,
    identity=_tanh_identity,
)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _softplus_derivation() -> Derivation:
    up = exp(X)
    return Derivation(
        [(ln(ONE + up), "")],
        [
            (Mul((ONE / (ONE + up), up)), "curve_by_chain"),
            (up / (ONE + up), ""),
            (ONE / (exp(Neg(X)) + ONE), "curve_by_divide_up"),
            (SIGMA, "curve_by_is_sigma"),
        ],
    )


SOFTPLUS = Activation(
    "softplus",
    Function(
        "softplus",
        _softplus,
        (lambda a, out: sigmoid(a[0]),),
        definition=lambda x: ln(ONE + exp(x)),
        says="network_is_softplus",
        slope_says="network_slope_softplus",
        code="softplus({0})",
    ),
    torch="torch.nn.Softplus()",
    facts=Facts("0", "∞", "()", NOT_CENTRED, "1"),
    bound=Bound("1", "flow_steepest_softplus"),
    saturation=Saturation("curve_saturates_left", lambda tau: ln(tau / (ONE - tau)), lambda: 1.0),
    derivation=_softplus_derivation,
)


def _half(x: float | Decimal | Fraction) -> float | Decimal | Fraction:
    """½ in the number system of ``x``."""
    return 0.5 if isinstance(x, (int, float)) else type(x)("0.5")


def _from_ends(x: Numeric, slope: Numeric) -> Numeric:
    """How far a net input is from the ends of the ramp of a hard sigmoid, where 2·slope·x is −1 or 1."""
    return abs(abs(2 * slope * x) - 1)


_hard_slope = Function(
    "hard σ′",
    lambda x, a: a if -1 < 2 * a * x < 1 else 0,
    exact=True,
    note="network_hard_sigmoid_slope",
    border=_from_ends,
)


def _end_of_ramp(slope: Expr) -> str:
    """Where the ramp ends on the right, as a number."""
    return repr(Num(f"{1 / (2 * float(slope.evaluate({}, DOUBLES))):g}")).replace("-", "−")


HARD_SIGMOID = Activation(
    "hard sigmoid",
    Function(
        "hard σ",
        lambda x, a: max(x - x, min(1, a * x + _half(x))),
        (lambda a, out: _hard_slope(*a),),
        definition=lambda x, a: maximum(ZERO, minimum(ONE, a * x + HALF)),
        exact=True,
        border=_from_ends,
    ),
    spellings=("hardsigmoid",),
    parameters=("slope",),
    example="1/6 or 0.2",
    positive=True,
    facts=Facts("0", "1", "[]", NOT_CENTRED),
    pieces=[
        Piece("curve_left", constantly(ZERO), high=lambda a: -1 / (2 * a)),
        Piece("curve_right", constantly(ONE), low=lambda a: 1 / (2 * a), closed=True),
        Piece("curve_between", lambda x, a: a * x + HALF, low=lambda a: -1 / (2 * a), high=lambda a: 1 / (2 * a)),
    ],
    corner=Corner("curve_kinks", "edge", _end_of_ramp),
    saturation=Saturation("curve_flat_outside"),
)
