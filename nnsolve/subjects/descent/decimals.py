"""Derivatives in the decimals of the formula they come from: 0.2x, not x/5, where the function is written 0.1x²."""

from __future__ import annotations

from fractions import Fraction

from ...formula.exact import fraction_text
from ...formula.expr import Div, Expr, Mul, Num, nodes


def has_decimals(formula: Expr) -> bool:
    """Whether a number of the formula is written with a point."""
    return any(isinstance(node, Num) and "." in node.text for node in nodes(formula))


def in_decimals(formula: Expr) -> Expr:
    """The formula with quotients by whole numbers as decimal factors, where their decimals end."""
    parts = tuple(map(in_decimals, formula.parts()))
    if parts:
        formula = formula.rebuilt(parts)
    if isinstance(formula, Div) and _whole(formula.right):
        return _as_product(formula)
    return formula


def _as_product(quotient: Div) -> Expr:
    """A quotient by a whole number as a product with a decimal; as it is where the decimal does not end."""
    factors: tuple[Expr, ...] = (quotient.left,)
    if isinstance(quotient.left, Mul):
        factors = tuple(quotient.left.factors)
    number = _whole(factors[0])
    if number:
        factors = factors[1:]
    text = fraction_text(Fraction(number or 1, _whole(quotient.right)))
    if "/" in text:
        return quotient
    decimal = Num(text)
    return Mul((decimal, *factors)) if factors else decimal


def _whole(formula: Expr) -> int:
    """The whole number that a formula is, 0 where it is none."""
    if isinstance(formula, Num) and formula.text.isdigit():
        return int(formula.text)
    return 0
