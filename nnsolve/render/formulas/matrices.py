"""Matrices, written out or without their middle, and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...formula.arrays import Array, Numbers, Shape
from ...formula.expr import Expr, Num
from .binding import ATOM, PRODUCT, Bound, P, PutIn

if TYPE_CHECKING:
    from ..notation import Notation

# Of a matrix with more entries the middle is left out also where a page is written in full.
MOST_WRITTEN = 10_000
SHORT = 12


def array(notation: Notation[P], node: Array, numbers: PutIn, leading: bool) -> Bound[P]:
    return notation.grid(notation.cells(_shortened(notation, node.rows, notation.longest), numbers)), ATOM


def large(notation: Notation[P], node: Numbers, numbers: PutIn, leading: bool) -> Bound[P]:
    """A matrix of many numbers, which take from the budget of a page that is written in full."""
    rows: Any = node.rows  # which read like those of an array
    longest = notation.longest or _affordable(notation, len(rows) * len(rows[0]))
    return notation.grid(notation.cells(_shortened(notation, rows, longest), None)), ATOM


def _affordable(notation: Notation[P], size: int) -> int | None:
    """How many rows and columns are written of a matrix of so many entries on a full page; None for all of them."""
    if size > min(MOST_WRITTEN, notation.budget):
        return SHORT
    notation.budget -= size
    return None


def _shortened(notation: Notation[P], rows: Sequence[list[Expr]], longest: int | None) -> Sequence[list[Expr]]:
    """A matrix; of one with more rows or columns than ``longest`` the middle is left out."""
    dots = Num("…", 0)
    if longest is not None and len(rows) > longest:
        rows, notation.elided = [*rows[:3], [dots] * len(rows[0]), rows[-1]], True
    if longest is not None and len(rows[0]) > longest:
        rows, notation.elided = [[*row[:3], dots, row[-1]] for row in rows], True
    return rows


def shape(notation: Notation[P], node: Shape, numbers: PutIn, leading: bool) -> Bound[P]:
    sizes = [notation.part(size, numbers, PRODUCT) for size in node.sizes]
    return notation.joined(sizes, "times"), PRODUCT


def side_by_side(rows: list[list[P]], most: int | None) -> list[list[list[P]]]:
    """A matrix in parts of at most so many columns."""
    columns = len(rows[0])
    step = most or columns
    parts = []
    for first in range(0, columns, step):
        parts.append([row[first : first + step] for row in rows])
    return parts
