"""The table of activation functions: value, textbook derivative, and how each is written.

Every entry takes the net input first and then its parameters, if any (the slope of a leaky ReLU, the α of an ELU).
A new activation is one entry here; softmax, which mixes the units of a layer, is built by :func:`softmax_unit`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from .expr import HALF, ONE, TWO, ZERO, Expr, Mul, Neg, Num, Pow
from .functions import PI, Function, erf, exp, from_zero, ln, maximum, minimum, sqrt, tanh

if TYPE_CHECKING:
    from fractions import Fraction

    from .numbers import Numeric


def _sigmoid(x: float):
    # The two forms are equal; each is used where its exponential cannot overflow.
    if x >= 0:
        return 1 / (1 + math.exp(-x)) if x < 745 else 1.0
    power = math.exp(x) if x > -745 else 0.0
    return power / (1 + power)


def _softplus(x: float):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _pieces(name: str, value: Callable, note: str, code: str, border: Callable = from_zero) -> Function:
    """A derivative that is given piece by piece, printed as ReLU′(x)."""
    return Function(name, value, exact=True, note=note, code=code, border=border)


def _from_hard_ends(x: Numeric, slope: Numeric):
    """How far a net input is from the ends of the ramp of a hard sigmoid, where 2·slope·x is −1 or 1."""
    return abs(abs(2 * slope * x) - 1)


def _by_sign(above: Callable[..., Expr], below: Callable[..., Expr]):
    """The piece of a function that is one formula above 0 and another below."""
    return lambda x, *parameters: above if x > 0 else below


_leaky_branch = _by_sign(lambda x, alpha: x, lambda x, alpha: alpha * x)

# Klambauer et al., Self-Normalizing Neural Networks (2017): the fixed point of mean 0, variance 1.
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772

sigmoid = Function(
    "sigmoid",
    _sigmoid,
    (lambda a, out: out * (ONE - out),),
    definition=lambda x: ONE / (ONE + exp(Neg(x))),
    note="sigmoid",
    code="sigmoid({0})",
)

_relu_slope = _pieces("ReLU′", lambda x, at0=0: 1 if x > 0 else 0 if x < 0 else at0, "relu_slope", "relu_slope({args})")
_relu_slope_at = _pieces("ReLU′", _relu_slope.value, "relu_slope_at", "relu_slope({args})")
_leaky_slope = _pieces("leaky ReLU′", lambda x, alpha: 1 if x > 0 else alpha, "leaky_slope", "leaky_slope({args})")
_prelu_slope = _pieces("PReLU′", _leaky_slope.value, "leaky_slope", "leaky_slope({args})")
_elu_slope = Function(
    "ELU′",
    lambda x, alpha: 1 if x > 0 else alpha * math.exp(x),
    note="elu_slope",
    border=from_zero,
    code="leaky_slope({0}, {1} * exp({0}))",
)
_selu_slope = Function(
    "SELU′", lambda x: SELU_SCALE * (1 if x > 0 else SELU_ALPHA * math.exp(x)), note="selu_slope", border=from_zero
)
_hard_slope = _pieces("hard σ′", lambda x, a: a if -1 < 2 * a * x < 1 else 0, "hard_sigmoid_slope", "", _from_hard_ends)

silu = Function(
    "silu",
    lambda x: x * _sigmoid(x),
    (lambda a, out: out + sigmoid(a[0]) * (ONE - out),),
    definition=lambda x: x / (ONE + exp(Neg(x))),
    note="silu",
)

_ROOT_2_BY_PI = sqrt(TWO / PI)
_CUBIC = Num("0.044715")


def _gelu_argument(x: Expr) -> Expr:
    return _ROOT_2_BY_PI * (x + _CUBIC * Pow(x, Num("3")))


def _gelu_tanh_slope(a: tuple[Expr, ...], out: Expr) -> Expr:
    x, bend = a[0], tanh(_gelu_argument(a[0]))
    inner = _ROOT_2_BY_PI * (ONE + Num("3") * _CUBIC * Pow(x, TWO))
    return HALF * (ONE + bend) + Mul((HALF, x, ONE - Pow(bend, TWO), inner))


class Activation:
    """An entry of the table: its function, the parameters it needs and whether it can learn.

    ``parameters`` names the numbers that stand in brackets behind the name, ``defaults`` gives those that may be left
    out (no default where books differ). ``learned`` marks a parameter that is trained (PReLU).
    """

    __slots__ = ("function", "parameters", "defaults", "learned", "flat")

    def __init__(
        self,
        function: Function,
        parameters: tuple[str, ...] = (),
        defaults: tuple[float, ...] = (),
        learned: bool = False,
        flat: bool = False,
    ):
        self.function, self.parameters, self.defaults = function, parameters, defaults
        self.learned, self.flat = learned, flat


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        Function("identity", lambda x: x, (lambda a, out: ONE,), lambda x: x, True, "identity", code="{0}")
    ),
    "step": Activation(
        Function(
            "step", lambda x: 1 if x >= 0 else 0, exact=True, note="step", border=from_zero, code="step({0}, 0, True)"
        ),
        flat=True,
    ),
    "bipolar step": Activation(
        Function(
            "step",
            lambda x: 1 if x >= 0 else -1,
            exact=True,
            note="bipolar_step",
            border=from_zero,
            code="step({0}, -1, True)",
        ),
        flat=True,
    ),
    "sigmoid": Activation(sigmoid),
    "tanh": Activation(
        Function(
            "tanh",
            math.tanh,
            (lambda a, out: ONE - Pow(out, TWO),),
            definition=lambda x: (exp(x) - exp(Neg(x))) / (exp(x) + exp(Neg(x))),
            note="tanh",
            code="tanh({0})",
        )
    ),
    "relu": Activation(
        Function(
            "ReLU",
            lambda x: max(x, 0),
            (lambda a, out: _relu_slope(a[0]),),
            lambda x: maximum(ZERO, x),
            True,
            code="maximum(0, {0})",
            border=from_zero,
        )
    ),
    "relu at 0": Activation(
        Function(
            "ReLU",
            lambda x, at0: max(x, 0),
            (lambda a, out: _relu_slope_at(*a),),
            lambda x, at0: maximum(ZERO, x),
            True,
            border=from_zero,
        ),
        ("derivative at 0",),
    ),
    "leaky relu": Activation(
        Function(
            "leaky ReLU",
            lambda x, alpha: x if x > 0 else alpha * x,
            (lambda a, out: _leaky_slope(*a),),
            exact=True,
            note="leaky_relu",
            border=from_zero,
            branch=_leaky_branch,
        ),
        ("α",),
    ),
    "prelu": Activation(
        Function(
            "PReLU",
            lambda x, alpha: x if x > 0 else alpha * x,
            (lambda a, out: _prelu_slope(*a), lambda a, out: minimum(a[0], ZERO)),
            exact=True,
            note="prelu",
            border=from_zero,
            branch=_leaky_branch,
        ),
        ("α",),
        learned=True,
    ),
    "elu": Activation(
        Function(
            "ELU",
            lambda x, alpha: x if x > 0 else alpha * math.expm1(x),
            (lambda a, out: _elu_slope(*a),),
            note="elu",
            border=from_zero,
            branch=_by_sign(lambda x, alpha: x, lambda x, alpha: alpha * (exp(x) - ONE)),
        ),
        ("α",),
    ),
    "selu": Activation(
        Function(
            "SELU",
            lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * math.expm1(x)),
            (lambda a, out: _selu_slope(a[0]),),
            note="selu",
            border=from_zero,
            branch=_by_sign(
                lambda x: Num(repr(SELU_SCALE)) * x,
                lambda x: Num(repr(SELU_SCALE)) * Num(repr(SELU_ALPHA)) * (exp(x) - ONE),
            ),
        )
    ),
    "softplus": Activation(
        Function(
            "softplus",
            _softplus,
            (lambda a, out: sigmoid(a[0]),),
            definition=lambda x: ln(ONE + exp(x)),
            note="softplus",
            code="softplus({0})",
        )
    ),
    "gelu": Activation(
        Function(
            "GELU",
            lambda x: x * math.erfc(-x / math.sqrt(2)) / 2,
            (
                lambda a, out: (
                    HALF * (ONE + erf(a[0] / sqrt(TWO))) + a[0] * exp(Neg(Pow(a[0], TWO) / TWO)) / sqrt(TWO * PI)
                ),
            ),
            definition=lambda x: HALF * x * (ONE + erf(x / sqrt(TWO))),
            note="gelu",
        )
    ),
    "gelu tanh": Activation(
        Function(
            "GELU",
            # ½(1 + tanh u) is σ(2u), which keeps its digits where tanh u is nearly −1.
            lambda x: x * _sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)),
            (_gelu_tanh_slope,),
            definition=lambda x: HALF * x * (ONE + tanh(_gelu_argument(x))),
            note="gelu_tanh",
        )
    ),
    "silu": Activation(silu),
    "hard sigmoid": Activation(
        Function(
            "hard σ",
            lambda x, a: max(x - x, min(1, a * x + _half(x))),
            (lambda a, out: _hard_slope(*a),),
            definition=lambda x, a: maximum(ZERO, minimum(ONE, a * x + HALF)),
            exact=True,
            border=_from_hard_ends,
        ),
        ("slope",),
    ),
}

# Other names by which books and frameworks know an activation.
SPELLINGS = {
    "linear": "identity",
    "none": "identity",
    "logistic": "sigmoid",
    "binary step": "step",
    "threshold": "step",
    "heaviside": "step",
    "sign": "bipolar step",
    "swish": "silu",
    "leakyrelu": "leaky relu",
    "parametric relu": "prelu",
    "hardsigmoid": "hard sigmoid",
}


def _half(x: float | Decimal | Fraction):
    """½ in the number system of ``x``."""
    return type(x)("0.5") if not isinstance(x, (int, float)) else 0.5


def softmax_unit(index: int, outputs: Sequence[Expr]) -> Function:
    """The softmax of unit ``index`` of a layer whose outputs are the symbols ``outputs``.

    Its arguments are the net inputs of the whole layer. Value: e^(z − max)/Σ e^(z − max), which never overflows.
    Jacobian: ∂p_i/∂z_j = p_i(δ_ij − p_j) (Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2.3).
    """

    def value(*nets: float):
        top = max(nets)
        powers = [math.exp(net - top) for net in nets]
        return powers[index] / math.fsum(powers)

    def slope(j: int):
        if j == index:
            return lambda a, out: out * (ONE - out)
        return lambda a, out: Neg(out * outputs[j])

    def definition(*nets: Expr):
        powers = [exp(net) for net in nets]
        total = powers[0]
        for power in powers[1:]:
            total = total + power
        return powers[index] / total

    return Function(
        "softmax",
        value,
        tuple(slope(j) for j in range(len(outputs))),
        definition,
        note="softmax",
        code=f"softmax({{args}})[{index}]",
    )
