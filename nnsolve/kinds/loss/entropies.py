"""Terms with logarithms, to the base e (ln), 2 or 10: cross-entropies, likelihood and divergence.

A term whose weight is 0 counts as 0, also where its logarithm has no value.
"""

from __future__ import annotations

import math

from ...formula.expr import ONE, TWO, Expr, Neg, Num, Pow, total_of
from ...formula.functions import FUNCTIONS, Function, ln, logarithm
from ...formula.losses import LOSSES, over

# The logarithms of the table of functions, each with the number by which ln is divided.
UNITS = {"ln": 1.0, "log2": math.log(2), "log10": math.log(10)}
_TEN = Num("10")


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
            lambda t, o: 0.0 if t == 0 else self._weighted(t, t / o if o else 0),
            (None, lambda a, out: Neg(self.per_unit(over(a[0], a[1])))),
            lambda t, o: t * self.log(t / o),
            code=f"weighted({{0}}, {self.log.code[:-5]}, over({{0}}, {{1}}))",
        )

    def _weighted(self, weight: float, x: float) -> float:
        return 0.0 if weight == 0 else weight * logarithm(x) / self.unit

    def per_unit(self, formula: Expr) -> Expr:
        """A derivative of ln as one of this logarithm: over the ln of the base."""
        return formula if self.name == "ln" else formula / ln(TWO if self.name == "log2" else _TEN)

    def binary(self, t: Expr, o: Expr) -> Expr:
        """−(t·ln o + (1 − t)·ln(1 − o))."""
        if self.name == "ln":
            return LOSSES["binary cross-entropy"].term(t, o)
        return Neg(self.likelihood(t, o))

    def likelihood(self, t: Expr, o: Expr) -> Expr:
        """t·ln o + (1 − t)·ln(1 − o): the logarithm of the probability of what was observed."""
        return self.weighted(t, o) + self.weighted(ONE - t, ONE - o)

    def categorical(self, targets: list[Expr], outputs: list[Expr]) -> Expr:
        """−Σ tⱼ·ln oⱼ over the classes."""
        return Neg(total_of([self.weighted(t, o) for t, o in zip(targets, outputs, strict=True)]))

    def sparse(self, right: Expr) -> Expr:
        """−ln of the output of the right class."""
        return Neg(self.log(right))

    def divergence(self, targets: list[Expr], outputs: list[Expr]) -> Expr:
        """Σ tⱼ·ln(tⱼ/oⱼ) over the classes (Kullback and Leibler, On Information and Sufficiency, 1951)."""
        return total_of([self.ratio(t, o) for t, o in zip(targets, outputs, strict=True)])

    def focal(self, positive: bool, o: Expr, gamma: Expr, alpha: Expr | None = None) -> Expr:
        """−α·(1 − p)^γ·ln p, p being the probability of what was observed (Lin et al., Focal Loss, 2017, eq. 5)."""
        p, rest = (o, ONE - o) if positive else (ONE - o, o)
        product = Pow(rest, gamma) * self.log(p)
        if alpha is None:
            return Neg(product)
        return Neg((alpha if positive else ONE - alpha) * Pow(rest, gamma) * self.log(p))
