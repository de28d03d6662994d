"""Sums, products, quotients and powers, and the signs between their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.arrays import Hadamard, MatMul, Total, Transpose
from ...formula.expr import Add, Binary, Div, Expr, Mul, Neg, Num, Pow, Relation, Sub, Symbol
from ...formula.marks import Mark
from .binding import ATOM, POWER, PRODUCT, QUOTIENT, SIGNED, SUM, Bound, P, PutIn

if TYPE_CHECKING:
    from ..notation import Notation


class Operator:
    """A sign between two operands: how firmly each of these must bind, and how firmly the whole does."""

    __slots__ = ("left", "right", "sign", "whole")

    def __init__(self, sign: str, left: int, right: int, whole: int):
        self.sign, self.left, self.right, self.whole = sign, left, right, whole


_OPERATORS = {
    Sub: Operator("minus", SUM, SIGNED, SUM),
    Hadamard: Operator("entrywise", QUOTIENT, PRODUCT, PRODUCT),
    MatMul: Operator("apart", QUOTIENT, PRODUCT, PRODUCT),
    Div: Operator("slash", QUOTIENT, POWER, QUOTIENT),
}


def binary(notation: Notation[P], node: Binary, numbers: PutIn, leading: bool) -> Bound[P]:
    """Two operands with the sign of the node between them."""
    return infix(notation, _OPERATORS[type(node)], (node.left, node.right), numbers, leading)


def infix(
    notation: Notation[P], operator: Operator, operands: Sequence[Expr], numbers: PutIn, leading: bool
) -> Bound[P]:
    """Two operands with a sign between them."""
    left = notation.part(operands[0], numbers, operator.left, leading)
    right = notation.part(operands[1], numbers, operator.right)
    return notation.join([left, notation.sign(operator.sign), right]), operator.whole


def relation(notation: Notation[P], node: Relation, numbers: PutIn, leading: bool) -> Bound[P]:
    left, right = notation.write(node.left, numbers), notation.write(node.right, numbers)
    return notation.join([left, notation.sign(node.sign), right]), SUM


def add(notation: Notation[P], node: Add, numbers: PutIn, leading: bool) -> Bound[P]:
    """A sum; of one that is too long to be written out the first two terms and the last."""
    first, *others = node.terms
    side_by_side = isinstance(first, Add) and isinstance(others[0], Add)  # such sums stand in brackets
    pieces = [notation.part(first, numbers, SIGNED if side_by_side else SUM, leading)]
    for term in _shown(notation, others):
        pieces.append(notation.sign("dots") if term is None else notation.part(term, numbers, SIGNED))
    return notation.joined(pieces, "plus"), SUM


def _shown(notation: Notation[P], others: list[Expr]) -> list[Expr | None]:
    """The terms of a sum behind the first that are written; None stands for those left out."""
    if notation.longest is None or len(others) < notation.longest:
        return [*others]
    notation.elided = True
    return [others[0], None, others[-1]]


def neg(notation: Notation[P], node: Neg, numbers: PutIn, leading: bool) -> Bound[P]:
    piece = notation.join([notation.sign("less"), notation.part(node.inner, numbers, QUOTIENT)])
    return (piece, SIGNED) if leading else (notation.bracket(piece), ATOM)


def mul(notation: Notation[P], node: Mul, numbers: PutIn, leading: bool) -> Bound[P]:
    times = notation.sign(_times(notation, node, numbers))
    first, *others = node.factors
    pieces = [notation.part(first, numbers, SIGNED if leading else QUOTIENT, leading)]
    for factor in others:
        if len(pieces) > 1 or not _is_coefficient(notation, first, factor, numbers):
            pieces.append(times)
        pieces.append(notation.part(factor, numbers, PRODUCT))
    return notation.join(pieces), PRODUCT


def _is_coefficient(notation: Notation[P], number: Expr, factor: Expr, numbers: PutIn) -> bool:
    """Whether a number stands before a factor without a sign: before a letter, 2P, or a bracket, ½(t − o)²."""
    if not isinstance(number, Num) or "/" in number.text:
        return False
    return _opens(factor) or (numbers is None and _is_letter(notation, factor))


def _opens(node: Expr) -> bool:
    """Whether a factor begins with a bracket."""
    base = node.left if isinstance(node, Pow) else node
    return isinstance(base, Add | Sub)


def _is_letter(notation: Notation[P], factor: Expr) -> bool:
    """Whether a factor is printed as one letter."""
    if not isinstance(factor, Symbol):
        return False
    mark = notation.mark_of(factor.name)
    return isinstance(mark, Mark) and len(mark.base) == 1


def _times(notation: Notation[P], node: Mul, numbers: PutIn) -> str:
    """Which sign stands between factors: × between numbers and between derivatives, · between names."""
    if numbers is not None:
        return "dot" if notation.compact or notation.dotted else "times"
    derivatives = all(map(notation.is_derivative, node.factors))
    return "times" if derivatives else "dot"


def total(notation: Notation[P], node: Total, numbers: PutIn, leading: bool) -> Bound[P]:
    """The sum of all entries."""
    inner = notation.bracket(notation.write(node.inner, numbers))
    return notation.join([notation.sign("sum"), inner]), PRODUCT


def div(notation: Notation[P], node: Div, numbers: PutIn, leading: bool) -> Bound[P]:
    if not notation.stacked:
        return binary(notation, node, numbers, leading)
    return notation.fraction(notation.write(node.left, numbers), notation.write(node.right, numbers)), POWER


def transpose(notation: Notation[P], node: Transpose, numbers: PutIn, leading: bool) -> Bound[P]:
    return notation.transposed(base_of(notation, node.inner, numbers)), ATOM


def pow(notation: Notation[P], node: Pow, numbers: PutIn, leading: bool) -> Bound[P]:
    return power(notation, base_of(notation, node.left, numbers), node.right, numbers)


def base_of(notation: Notation[P], node: Expr, numbers: PutIn) -> P:
    """What a power is of; a derivative in brackets, as it would belong to what is above its line alone."""
    base = notation.part(node, numbers, ATOM)
    return notation.bracket(base) if numbers is None and notation.is_derivative(node) else base


def power(notation: Notation[P], base: P, exponent: Expr, numbers: PutIn) -> Bound[P]:
    """A piece to the power of a formula."""
    piece, binds = notation.walk(exponent, numbers, True)
    simple = binds == ATOM or _is_signed_number(exponent, numbers)
    return notation.raised(base, piece, simple), POWER


def _is_signed_number(node: Expr, numbers: PutIn) -> bool:
    """Whether an exponent is a plain number, perhaps with one minus: e^−0.3775."""
    if isinstance(node, Neg):
        inner = _put_in(node.inner, numbers)
        return isinstance(inner, Num) and not inner.text.startswith("-") and "e" not in inner.text
    number = _put_in(node, numbers)
    return isinstance(number, Num) and "e" not in number.text and "/" not in number.text


def _put_in(node: Expr, numbers: PutIn) -> Expr:
    """What is printed in the place of a node."""
    return numbers[node.name] if numbers is not None and isinstance(node, Symbol) else node
