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
    parts = tuple(in_decimals(part) for part in formula.parts())
    formula = formula.rebuilt(parts) if parts else formula
    if not isinstance(formula, Div) or not _whole(formula.right):
        return formula
    above = formula.left
    factors = above.factors if isinstance(above, Mul) else (above,)
    number = _whole(factors[0]) or 1
    rest = factors[1:] if _whole(factors[0]) else factors
    text = fraction_text(Fraction(number, _whole(formula.right)))
    if "/" in text:
        return formula
    return Mul((Num(text), *rest)) if rest else Num(text)


def _whole(formula: Expr) -> int:
    """The whole number that a formula is, 0 where it is none."""
    return int(formula.text) if isinstance(formula, Num) and formula.text.isdigit() else 0
