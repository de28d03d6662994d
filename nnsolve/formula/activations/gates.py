"""Activations that multiply x by a gate between 0 and 1: SiLU and GELU."""

from __future__ import annotations

import math

from ..expr import HALF, ONE, TWO, Add, Expr, Mul, Neg, Num, Pow
from ..functions import PI, Function, erf, exp, sqrt, tanh
from .entry import NEARLY_CENTRED, OWN_VALUE, SIGMA, Activation, Derivation, Facts, Saturation, X, at
from .sigmoids import sigmoid, sigmoid_value

# Their minima and greatest slopes were found numerically to the digits given; a test holds them.

_TENDS_TO_0 = Saturation("curve_tends_left")


def _silu_derivation() -> Derivation:
    return Derivation(
        [(X / (ONE + exp(Neg(X))), ""), (X * SIGMA, "")],
        [
            (Add((SIGMA, Mul((X, SIGMA, ONE - SIGMA)))), "curve_by_product"),
            (Add((X * SIGMA, SIGMA * (ONE - X * SIGMA))), "curve_by_rearrange"),
            (OWN_VALUE + SIGMA * (ONE - OWN_VALUE), "curve_by_own_value"),
        ],
    )


SILU = Activation(
    "silu",
    Function(
        "silu",
        lambda x: x * sigmoid_value(x),
        (lambda a, out: out + sigmoid(a[0]) * (ONE - out),),
        definition=lambda x: x / (ONE + exp(Neg(x))),
        says="network_is_silu",
        slope_says="network_slope_silu",
    ),
    "SiLU",
    spellings=("swish",),
    torch="torch.nn.SiLU()",
    facts=Facts("−0.278465", "∞", "[)", NEARLY_CENTRED, "1.09984", at("x = 2.39936")),
    saturation=_TENDS_TO_0,
    derivation=_silu_derivation,
)


def _gelu_slope(a: tuple[Expr, ...], out: Expr) -> Expr:
    x = a[0]
    return HALF * (ONE + erf(x / sqrt(TWO))) + x * exp(Neg(Pow(x, TWO) / TWO)) / sqrt(TWO * PI)


def _gelu_derivation() -> Derivation:
    share, density = ONE + erf(X / sqrt(TWO)), exp(Neg(Pow(X, TWO) / TWO))
    return Derivation(
        [(HALF * X * share, "")],
        [
            (HALF * share + Mul((HALF, X, TWO / sqrt(PI), density, ONE / sqrt(TWO))), "curve_by_product_erf"),
            (HALF * share + X * density / sqrt(TWO * PI), ""),
        ],
    )


GELU = Activation(
    "gelu",
    Function(
        "GELU",
        lambda x: x * math.erfc(-x / math.sqrt(2)) / 2,
        (_gelu_slope,),
        definition=lambda x: HALF * x * (ONE + erf(x / sqrt(TWO))),
        says="network_is_gelu",
        slope_says="network_slope_gelu",
    ),
    torch="torch.nn.GELU()",
    facts=Facts("−0.169971", "∞", "[)", NEARLY_CENTRED, "1.12890", at("x = √2")),
    saturation=_TENDS_TO_0,
    derivation=_gelu_derivation,
)

_ROOT_2_BY_PI = sqrt(TWO / PI)
_CUBIC = Num("0.044715")


def _inside_tanh(x: Expr) -> Expr:
    return _ROOT_2_BY_PI * (x + _CUBIC * Pow(x, Num("3")))


def _gelu_tanh(x: Expr) -> Expr:
    return HALF * x * (ONE + tanh(_inside_tanh(x)))


def _gelu_tanh_slope(a: tuple[Expr, ...], out: Expr) -> Expr:
    x, bend = a[0], tanh(_inside_tanh(a[0]))
    inner = _ROOT_2_BY_PI * (ONE + Num("3") * _CUBIC * Pow(x, TWO))
    return HALF * (ONE + bend) + Mul((HALF, x, ONE - Pow(bend, TWO), inner))


GELU_TANH = Activation(
    "gelu tanh",
    Function(
        "GELU",
        # ½(1 + tanh u) is σ(2u), which keeps its digits where tanh u is nearly −1.
        lambda x: x * sigmoid_value(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)),
        (_gelu_tanh_slope,),
        definition=_gelu_tanh,
        says="network_is_gelu_tanh",
        slope_says="network_slope_gelu_tanh",
    ),
    torch="torch.nn.GELU('tanh')",
    facts=Facts("−0.170041", "∞", "[)", NEARLY_CENTRED, "1.12922", at("x = 1.41545")),
    saturation=_TENDS_TO_0,
    derivation=lambda: Derivation(
        [(_gelu_tanh(X), "")], [(_gelu_tanh_slope((X,), OWN_VALUE), "curve_by_product_chain")]
    ),
)
