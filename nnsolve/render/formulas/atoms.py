"""Names, numbers and empty places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry, Line, Numbers
from ...formula.expr import Blank, Num, Symbol
from .binding import ATOM, PRODUCT, QUOTIENT, SIGNED, Bound, P, PutIn

if TYPE_CHECKING:
    from ..notation import Notation


def num(notation: Notation[P], node: Num, numbers: PutIn, leading: bool) -> Bound[P]:
    piece = notation.number(node.text)
    if node.text.startswith("-"):
        return (piece, SIGNED) if leading else (notation.bracket(piece), ATOM)
    if "/" in node.text:  # an exact fraction such as 1/3
        return piece, QUOTIENT
    if "e" in node.text and len(node.text) > 1:  # a power of ten; e alone is a letter
        return piece, PRODUCT
    return piece, ATOM


def blank(notation: Notation[P], node: Blank, numbers: PutIn, leading: bool) -> Bound[P]:
    return notation.blank(), ATOM


def symbol(notation: Notation[P], node: Symbol, numbers: PutIn, leading: bool) -> Bound[P]:
    if numbers is not None:
        piece, binds = notation.walk(numbers[node.name], None, leading)
        return notation.traced(piece, node.name, True), binds
    if node.name in notation.labels:
        return notation.traced(notation.labels[node.name], node.name, False), ATOM
    return notation.name(node.name), ATOM


def entry(notation: Notation[P], node: Entry, numbers: PutIn, leading: bool) -> Bound[P]:
    """An entry of a matrix, whose numbers are those of the matrix."""
    if numbers is None:
        return notation.name(node.name), ATOM
    matrix = numbers[node.array]
    assert isinstance(matrix, Array | Numbers)  # as every number of a matrix's name is
    piece, binds = notation.walk(matrix.rows[node.row][node.column], None, leading)
    return notation.traced(piece, node.array, True), binds


def line(notation: Notation[P], node: Line, numbers: PutIn, leading: bool) -> Bound[P]:
    """A row or a column of a matrix under a name of its own."""
    if numbers is None:
        return notation.name(node.name), ATOM
    matrix = numbers[node.array]
    assert isinstance(matrix, Array | Numbers)  # as every number of a matrix's name is
    piece, binds = notation.walk(Array(node.of(matrix.rows)), None, leading)
    return notation.traced(piece, node.array, True), binds
