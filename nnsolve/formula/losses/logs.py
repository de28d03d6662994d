"""Terms with logarithms, to the base e (ln), 2 or 10: cross-entropies, likelihood and divergence.

A term whose weight is 0 counts as 0, also where its logarithm has no value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..expr import ONE, TWO, Expr, Neg, Num, Pow, total_of
from ..functions import FUNCTIONS, Function, ln, logarithm

if TYPE_CHECKING:
    from ..numbers import Numeric

# The logarithms of the table of functions, each with the number by which ln is divided.
UNITS = {"ln": 1.0, "log2": math.log(2), "log10": math.log(10)}
_TEN = Num("10")


def weighted_log(weight: float, x: float, what: str) -> float:
    """weight · ln x, where 0 · ln 0 counts as 0 (its limit)."""
    if weight == 0:
        return 0.0
    if x <= 0:
        raise ValueError(f"{what} is 0 in double precision, so its logarithm has no value")
    return weight * logarithm(x)


def ratio_of(weight: Numeric, x: Numeric) -> Numeric:
    """weight / x, where 0 / 0 counts as 0: the term with weight 0 is not there."""
    if weight == 0:
        return weight
    if x == 0:
        raise ZeroDivisionError("an output that is exactly 0 stands in a denominator")
    return weight / x


# Division that knows that a term with weight 0 is absent; printed as a plain fraction.
over = Function("over", ratio_of, definition=lambda a, b: a / b, exact=True, code="over({args})")


def _binary_slope(a: tuple[Expr, ...], out: Expr) -> Expr:
    t, o = a[0], a[1]
    return over(ONE - t, ONE - o) - over(t, o)


# Binary cross-entropy with ln, as networks learn by it.
binary = Function(
    "binary cross-entropy",
    lambda t, o: -(weighted_log(t, o, "the output") + weighted_log(1 - t, 1 - o, "1 − the output")),
    (None, _binary_slope),
    lambda t, o: Neg(t * ln(o) + (ONE - t) * ln(ONE - o)),
    code="-(weighted({0}, log, {1}) + weighted(1 - {0}, log, 1 - {1}))",
    sums=lambda t, o: [(1 - o, 1)] if o != 1 else [],  # of 1 the logarithm is refused
)


class Logs:
    """One logarithm and what is built with it; ``name`` is ln, log2 or log10."""

    def __init__(self, name: str = "ln"):
        self.name, self.unit = name, UNITS[name]
        self.log = FUNCTIONS[name]
        self.weighted = Function(
            "weighted log",
            self._weighted,
            (None, lambda a, out: self.per_unit(over(a[0], a[1]))),
            lambda weight, x: weight * self.log(x),
            code=f"weighted({{0}}, {self.log.code[:-5]}, {{1}})",
        )
        self.ratio = Function(
            "weighted log of a quotient",
            self._weighted_ratio,
            (None, lambda a, out: Neg(self.per_unit(over(a[0], a[1])))),
            lambda t, o: t * self.log(t / o),
            code=f"weighted({{0}}, {self.log.code[:-5]}, over({{0}}, {{1}}))",
        )

    def _weighted(self, weight: float, x: float) -> float:
        return 0.0 if weight == 0 else weight * logarithm(x) / self.unit

    def _weighted_ratio(self, t: float, o: float) -> float:
        if t == 0:
            return 0.0
        ratio = t / o if o else 0.0
        return self._weighted(t, ratio)

    def per_unit(self, formula: Expr) -> Expr:
        """A derivative of ln as one of this logarithm: over the ln of the base."""
        if self.name == "ln":
            return formula
        return formula / ln(TWO if self.name == "log2" else _TEN)

    def binary(self, t: Expr, o: Expr) -> Expr:
        """−(t·ln o + (1 − t)·ln(1 − o))."""
        if self.name == "ln":
            return binary(t, o)
        return Neg(self.likelihood(t, o))

    def likelihood(self, t: Expr, o: Expr) -> Expr:
        """t·ln o + (1 − t)·ln(1 − o): the logarithm of the probability of what was observed."""
        return self.weighted(t, o) + self.weighted(ONE - t, ONE - o)

    def categorical(self, targets: Sequence[Expr], outputs: Sequence[Expr]) -> Expr:
        """−Σ tⱼ·ln oⱼ over the classes."""
        return Neg(total_of([self.weighted(t, o) for t, o in zip(targets, outputs, strict=True)]))

    def sparse(self, right: Expr) -> Expr:
        """−ln of the output of the right class."""
        return Neg(self.log(right))

    def divergence(self, targets: Sequence[Expr], outputs: Sequence[Expr]) -> Expr:
        """Σ tⱼ·ln(tⱼ/oⱼ) over the classes (Kullback and Leibler, On Information and Sufficiency, 1951)."""
        return total_of([self.ratio(t, o) for t, o in zip(targets, outputs, strict=True)])

    def focal(self, positive: bool, o: Expr, gamma: Expr, alpha: Expr | None = None) -> Expr:
        """−α·(1 − p)^γ·ln p, p being the probability of what was observed (Lin et al., Focal Loss, 2017, eq. 5)."""
        p, rest = (o, ONE - o) if positive else (ONE - o, o)
        product = Pow(rest, gamma) * self.log(p)
        if alpha is None:
            return Neg(product)
        return Neg((alpha if positive else ONE - alpha) * Pow(rest, gamma) * self.log(p))
