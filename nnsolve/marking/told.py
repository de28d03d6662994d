"""A small formula as part of a sentence: names stay names, so that every page prints them its own way."""

from __future__ import annotations

from collections.abc import Callable

from ..formula.arrays import Entry, Line
from ..formula.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, symbols
from ..names import derivative
from ..solution import Says
from .roles import name_of, number_of

# What fills a gap of a sentence: a Says, a list of one name, or text.
Told = Says | list[str] | str

LONGEST = 5
SUM, PRODUCT, ATOM = 1, 2, 3
_BINDS = {Add: SUM, Sub: SUM, Neg: SUM, Mul: PRODUCT, Div: PRODUCT}


def told(formula: Expr) -> Told:
    """``formula`` for a gap of a sentence; a long one by its first names."""
    names = list(dict.fromkeys(symbols(formula)))
    if len(names) > LONGEST:
        return Says("slip_formula_with", names=[*names[:2], "…"])
    return _told(formula)


def _told(node: Expr) -> Told:
    return _TOLD.get(type(node), _named)(node)


def _named(node: Expr) -> Told:
    """What has no words of its own, by its first names."""
    names = list(dict.fromkeys(symbols(node)))
    return Says("slip_formula_with", names=names[:2]) if names else "…"


def _product(node: Mul) -> Told:
    return _joined(node, "slip_formula_times" if _far(node) else "slip_formula_dot")


def _joined(node: Add | Mul, key: str) -> Told:
    """The parts of a sum or product, joined two by two."""
    binds = _BINDS[type(node)]
    first, *further = node.parts()
    whole = _part(first, binds)
    for part in further:
        whole = Says(key, a=whole, b=_part(part, binds, behind=True))
    return whole


def _power(node: Pow) -> Told:
    key = "slip_formula_square" if number_of(node.right) == 2 else "slip_formula_power"
    return Says(key, a=_part(node.left, ATOM), b=_part(node.right, ATOM))


def _call(node: Call) -> Told:
    if len(node.args) != 1 or not node.function.name:
        return _named(node)
    name = {"sqrt": "√"}.get(node.function.name, node.function.name)
    return Says("slip_formula_call", name_=name, a=_told(node.args[0]))


_TOLD: dict[type[Expr], Callable[..., Told]] = {
    Symbol: lambda node: [node.name],
    Entry: lambda node: [node.name],
    Line: lambda node: [node.name],
    Num: lambda node: node.text.replace("-", "−"),
    Add: lambda node: _joined(node, "slip_formula_plus"),
    Mul: _product,
    Sub: lambda node: Says("slip_formula_minus", a=_part(node.left, SUM), b=_part(node.right, SUM + 1)),
    Div: lambda node: Says("slip_formula_over", a=_part(node.left, PRODUCT), b=_part(node.right, PRODUCT + 1)),
    Neg: lambda node: Says("slip_formula_minus_sign", a=_part(node.inner, PRODUCT)),
    Pow: _power,
    Call: _call,
}


def _far(node: Mul) -> bool:
    """Whether the sign between factors stands apart: between numbers and derivatives."""
    return any(isinstance(part, Num) or derivative(name_of(part)) for part in node.factors)


def _part(node: Expr, least: int, behind: bool = False) -> Told:
    binds = _BINDS.get(type(node), ATOM)
    if binds < least or (behind and type(node) is Neg):
        return Says("slip_formula_bracket", a=_told(node))
    return _told(node)
