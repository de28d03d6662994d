"""A small formula as part of a sentence: names stay names, so that every page prints them its own way."""

from __future__ import annotations

from ..formula.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, symbols
from ..names import derivative
from ..solution import Says

LONGEST = 5

SUM, PRODUCT, ATOM = 1, 2, 3
_BINDS = {Add: SUM, Sub: SUM, Neg: SUM, Mul: PRODUCT, Div: PRODUCT}


def told(formula: Expr):
    """``formula`` for a gap of a sentence: a Says, a list of one name, or text; a long one by its first names."""
    names = list(dict.fromkeys(symbols(formula)))
    if len(names) > LONGEST:
        return Says("formula_with", names=[*names[:2], "…"])
    return _told(formula)


def _told(node: Expr):
    binds = _BINDS.get(type(node), ATOM)
    if isinstance(node, Symbol):
        return [node.name]
    if isinstance(node, Num):
        return node.text.replace("-", "−")
    if isinstance(node, (Add, Mul)):
        parts = [_part(part, binds, k > 0) for k, part in enumerate(node.parts())]
        key = "formula_plus" if isinstance(node, Add) else "formula_times" if _far(node) else "formula_dot"
        whole = parts[0]
        for part in parts[1:]:
            whole = Says(key, a=whole, b=part)
        return whole
    if isinstance(node, Neg):
        return Says("formula_minus_sign", a=_part(node.inner, PRODUCT))
    if isinstance(node, Pow):
        key = "formula_square" if isinstance(node.right, Num) and node.right.text == "2" else "formula_power"
        return Says(key, a=_part(node.left, ATOM), b=_part(node.right, ATOM))
    if isinstance(node, (Sub, Div)):
        key = "formula_minus" if isinstance(node, Sub) else "formula_over"
        return Says(key, a=_part(node.left, binds), b=_part(node.right, binds + 1))
    if isinstance(node, Call) and len(node.args) == 1 and node.function.name:
        name = {"sqrt": "√"}.get(node.function.name, node.function.name)
        return Says("formula_call", name_=name, a=_told(node.args[0]))
    names = list(dict.fromkeys(symbols(node)))
    return Says("formula_with", names=names[:2]) if names else "…"


def _far(node: Mul) -> bool:
    """Whether the sign between factors stands apart: between numbers and derivatives."""
    return any(isinstance(part, Num) or (isinstance(part, Symbol) and derivative(part.name)) for part in node.factors)


def _part(node: Expr, least: int, behind: bool = False):
    binds = _BINDS.get(type(node), ATOM)
    if binds < least or (behind and type(node) is Neg):
        return Says("formula_bracket", a=_told(node))
    return _told(node)
