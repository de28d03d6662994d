"""What stands along a path of the chain rule: its edges, and their product as books write it."""

from __future__ import annotations

from typing import TypeAlias

from ..names import Name
from .expr import ONE, Div, Expr, Mul, Neg, Symbol, product_of


class Local:
    """One edge of the graph: how ``upper`` changes with ``lower``, as a formula."""

    __slots__ = ("upper", "lower", "formula")

    def __init__(self, upper: Name, lower: Name, formula: Expr):
        self.upper, self.lower, self.formula = upper, lower, formula


class Received(Local):
    """What ``lower`` receives through ``upper``, a step between arrays: a whole formula, with what comes from above."""

    __slots__ = ()


# What stands in the product along a path: an edge, a gradient that has a name, or a list of further paths.
Factor: TypeAlias = "Local | Symbol | list[Chain]"
# The factors of a path; the target's end comes first.
Chain: TypeAlias = "list[Factor]"


def inlined(factors: list[Expr], closed: bool) -> Expr:
    """A product of formulas as books write an error term: the neuron's own derivative first, one sign in front."""
    factors = factors[::-1] if closed else factors
    minus = sum(isinstance(factor, Neg) for factor in factors) % 2
    bare: list[Expr] = []
    for factor in reversed(factors):
        bare += _factors_of(factor.inner if isinstance(factor, Neg) else factor)
    product = product_of(bare)
    return Neg(product) if minus else product


def _factors_of(factor: Expr) -> tuple[Expr, ...]:
    """The factors of a product; 1 is none."""
    if factor is ONE:
        return ()
    return factor.factors if isinstance(factor, Mul) else (factor,)


def weighted(weight: Expr, formula: Expr) -> Expr:
    """``weight`` × ``formula`` with the textbook's placing of a plain number: over n as a fraction."""
    if weight is ONE:
        return formula
    if type(weight) is Div and weight.left is ONE:
        if type(formula) is Div and formula.left is ONE:  # a mean of means is over the product of both counts
            return Div(ONE, Mul((weight.right, formula.right)))
        return Div(formula, weight.right)
    return Mul((weight, formula))
