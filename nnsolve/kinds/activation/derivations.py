"""The derivative of each activation line by line, as it is written in lecture notes.

A line is a formula of ``x``, of ``f(x)`` for the function itself and ``sigma(x)`` for the sigmoid, with the key of a
reason. The first lines, up to ``VALUE`` of them, are the function; all others are its derivative. A test proves each
with SymPy; the page compares all of them at its points.
"""

from __future__ import annotations

from ...formula.activations import ACTIVATIONS
from ...formula.expr import HALF, ONE, TWO, Add, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol
from ...formula.functions import PI, erf, exp, ln, sqrt
from .curve import X, at_x

F = Symbol(at_x("f"))
SIGMA, MINUS_SIGMA = Symbol(at_x("sigma")), Symbol(at_x("sigma", "-x"))

_UP, _DOWN = exp(X), exp(Neg(X))
_ONE_DOWN = ONE + _DOWN
_SUM, _GAP = _UP + _DOWN, _UP - _DOWN
_PHI = ONE + erf(X / sqrt(TWO))


class Derivation:
    """The lines of one function: ``value`` those of f(x), ``slope`` those of f′(x)."""

    __slots__ = ("slope", "value")

    def __init__(self, value: list[tuple[Expr, str]], slope: list[tuple[Expr, str]]):
        self.value, self.slope = value, slope


def _table_slope(name: str) -> Expr:
    slope = ACTIVATIONS[name].function.slope(0, (X,), F)
    assert slope is not None
    return slope


DERIVATIONS: dict[str, Derivation] = {
    "identity": Derivation([(X, "")], [(ONE, "power")]),
    "sigmoid": Derivation(
        [(ONE / _ONE_DOWN, ""), (Pow(_ONE_DOWN, Num("-1")), "")],
        [
            (Mul((Num("-1"), Pow(_ONE_DOWN, Num("-2")), Neg(_DOWN))), "chain"),
            (_DOWN / Pow(_ONE_DOWN, TWO), ""),
            (Div(Sub(_ONE_DOWN, ONE), Pow(_ONE_DOWN, TWO)), "add_one"),
            (_ONE_DOWN / Pow(_ONE_DOWN, TWO) - ONE / Pow(_ONE_DOWN, TWO), "two_fractions"),
            (ONE / _ONE_DOWN - ONE / Pow(_ONE_DOWN, TWO), "cancel"),
            (Mul((ONE / _ONE_DOWN, ONE - ONE / _ONE_DOWN)), "factor"),
            (F * (ONE - F), "own_value"),
        ],
    ),
    "tanh": Derivation(
        [(_GAP / _SUM, "")],
        [
            (Div(Mul((_SUM, _SUM)) - Mul((_GAP, _GAP)), Pow(_SUM, TWO)), "quotient"),
            (Div(Pow(_SUM, TWO) - Pow(_GAP, TWO), Pow(_SUM, TWO)), ""),
            (ONE - Pow(_GAP, TWO) / Pow(_SUM, TWO), "two_fractions"),
            (ONE - Pow(F, TWO), "own_value"),
        ],
    ),
    "softplus": Derivation(
        [(ln(ONE + _UP), "")],
        [
            (Mul((ONE / (ONE + _UP), _UP)), "chain"),
            (_UP / (ONE + _UP), ""),
            (ONE / (_DOWN + ONE), "divide_up"),
            (SIGMA, "is_sigma"),
        ],
    ),
    "silu": Derivation(
        [(X / _ONE_DOWN, ""), (X * SIGMA, "")],
        [
            (Add((SIGMA, Mul((X, SIGMA, ONE - SIGMA)))), "product"),
            (Add((X * SIGMA, SIGMA * (ONE - X * SIGMA))), "rearrange"),
            (F + SIGMA * (ONE - F), "own_value"),
        ],
    ),
    "gelu": Derivation(
        [(HALF * X * _PHI, "")],
        [
            (
                HALF * _PHI + Mul((HALF, X, TWO / sqrt(PI), exp(Neg(Pow(X, TWO) / TWO)), ONE / sqrt(TWO))),
                "product_erf",
            ),
            (HALF * _PHI + X * exp(Neg(Pow(X, TWO) / TWO)) / sqrt(TWO * PI), ""),
        ],
    ),
    "gelu tanh": Derivation(
        [(ACTIVATIONS["gelu tanh"].function.definition(X), "")],
        [(_table_slope("gelu tanh"), "product_chain")],
    ),
}

# The two sides of identities, with the lines between them: tanh(x) = 2σ(2x) − 1 and σ(−x) = 1 − σ(x).
_DOWN_TWICE = exp(Neg(TWO * X))
IDENTITIES: dict[str, tuple[str, list[tuple[Expr, str]]]] = {
    "sigmoid": (
        "1 − σ(x)",
        [
            (ONE - ONE / _ONE_DOWN, ""),
            (_DOWN / _ONE_DOWN, "common"),
            (ONE / (_UP + ONE), "times_up"),
            (MINUS_SIGMA, "definition"),
        ],
    ),
    "tanh": (
        "2σ(2x) − 1",
        [
            (TWO / (ONE + _DOWN_TWICE) - ONE, ""),
            ((ONE - _DOWN_TWICE) / (ONE + _DOWN_TWICE), "common"),
            (_GAP / _SUM, "times_up"),
            (F, "definition"),
        ],
    ),
}
