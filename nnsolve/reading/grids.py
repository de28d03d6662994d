"""Numbers, vectors and matrices of a problem file, and whether they have the sides that belong in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..errors import counted, here
from ..formula.expr import Expr
from ..names import Name
from .schema import Schema, read_number
from .yamlfile import Faults, Node, complete, listed

Grid = list[list[Expr]]
Entry = Callable[[Node, Faults], Expr | None]
MOST_SIDE = 64
NUMBERS: Schema = {"type": ["number", "string", "array"]}
_EMPTY = "the list is empty; write the numbers that belong there"


class Given(NamedTuple):
    """Given numbers under their name: a matrix, weights or a bias."""

    name: Name
    grid: Grid


class Leaf:
    """Numbers as they are written: as rows, and whether they are one plain list; perhaps with a name of their own."""

    __slots__ = ("flat", "grid", "name", "node")

    def __init__(self, node: Node, grid: Grid, flat: bool, name: str = ""):
        self.node, self.grid, self.flat, self.name = node, grid, flat, name

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.grid), len(self.grid[0])

    @property
    def line(self) -> list[Expr]:
        """All numbers one after the other: those of a vector, written as a list, a row or a column."""
        return [number for row in self.grid for number in row]


class Sides:
    """What a matrix should have: so many rows and columns, each told with what it counts."""

    __slots__ = ("columns", "of_columns", "of_rows", "rows")

    def __init__(self, rows: tuple[int, str], columns: tuple[int, str]):
        self.rows, self.of_rows = rows
        self.columns, self.of_columns = columns

    def fit(self, node: Node, grid: Grid, what: str, faults: Faults) -> bool:
        """Whether a matrix has these sides; else it is noted which side of which matrix has not."""
        found = len(grid), len(grid[0])
        wanted = self.rows, self.columns
        if found == wanted:
            return True
        odd = []
        if found[0] != self.rows:
            odd.append(f"{counted(self.rows, 'rows')} ({self.of_rows})")
        if found[1] != self.columns:
            odd.append(f"{counted(self.columns, 'columns')} ({self.of_columns})")
        turned = "; its transpose would fit" if found == wanted[::-1] else ""
        faults.add(node, f"{what} must have {' and '.join(odd)}; here are {found[0]} × {found[1]}{turned}", "")
        return False


def read_leaf(node: Node, faults: Faults, most: int = MOST_SIDE, entry: Entry = read_number) -> Leaf | None:
    """A number, a list, or a list of rows that are equally long.

    ``most`` is how many numbers a plain list may have, and how many rows there may be; a row has at most
    :data:`MOST_SIDE` numbers. ``entry`` reads one of them.
    """
    items = _items(node, faults)
    if not items:
        return faults.add(node, _EMPTY, "")
    if all(item.items is None for item in items):
        row = _row(node, items, faults, entry, most)
        return None if row is None else Leaf(node, [row], node not in items)
    if len(items) > most:
        return faults.add(node, f"at most {most} rows were expected here; {here(len(items))}", "")
    rows = complete(_row(item, _items(item, faults), faults, entry) for item in items)
    return Leaf(node, rows, False) if rows is not None and _even(rows, items, faults) else None


def fit_line(leaf: Leaf, count: int, of: str, what: str, faults: Faults) -> bool:
    """Whether a vector, written as a list, a row or a column, has so many numbers, one ``of`` what is told."""
    if len(leaf.line) == count and 1 in leaf.size:
        return True
    found = str(len(leaf.line)) if 1 in leaf.size else f"{leaf.size[0]} × {leaf.size[1]}"
    faults.add(leaf.node, f"{what} must have {counted(count, 'numbers')}, one {of}; here: {found}", "")
    return False


def read_line(node: Node, count: int, of: str, what: str, faults: Faults) -> list[Expr] | None:
    """The numbers of a vector of which there must be so many."""
    leaf = read_leaf(node, faults)
    return leaf.line if leaf is not None and fit_line(leaf, count, of, what, faults) else None


def _items(node: Node, faults: Faults) -> list[Node]:
    """What is written in a list; a single value stands for a list of one."""
    if node.items is not None:
        return node.items
    return listed(node, faults) if "," in node.word else [node]


def _row(node: Node, items: list[Node], faults: Faults, entry: Entry, most: int = MOST_SIDE) -> list[Expr] | None:
    """The numbers of a list, of which there are some and not too many."""
    if not items:
        return faults.add(node, _EMPTY, "")
    if len(items) > most:
        return faults.add(node, f"at most {most} numbers were expected here; {here(len(items))}", "")
    return complete(entry(item, faults) for item in items)


def _even(rows: Grid, items: list[Node], faults: Faults) -> bool:
    """Whether rows are equally long; else the first that is not is noted."""
    for number, (row, item) in enumerate(zip(rows, items, strict=True), 1):
        if len(row) != len(rows[0]):
            text = f"row {number} has {counted(len(row), 'numbers')}, the first one {len(rows[0])}"
            faults.add(item, text, "")
            return False
    return True
