"""Matrices of a problem of attention, and whether they have the sizes that belong in their place."""

from __future__ import annotations

from ...errors import counted, here
from ...formula.expr import Expr
from ...reading.schema import Schema, read_number
from ...reading.yamlfile import Faults, Node, complete, listed
from .model import Form, Grid

MOST_SIDE = 64
EMPTY = "the list is empty; write the numbers that belong there"
NUMBERS: Schema = {"type": ["number", "string", "array"]}


class Sides:
    """What a matrix should have: so many rows and columns, each told with what it counts."""

    __slots__ = ("columns", "of_columns", "of_rows", "rows")

    def __init__(self, rows: int, of_rows: str, columns: int, of_columns: str):
        self.rows, self.of_rows, self.columns, self.of_columns = rows, of_rows, columns, of_columns

    @classmethod
    def of(cls, form: Form, tokens: tuple[int, str], features: tuple[int, str]) -> Sides:
        """The sides of a matrix of tokens, or of the weights behind them."""
        first, second = form.pair(tokens, features)
        return cls(*first, *second)

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


def read_grid(node: Node, form: Form, faults: Faults) -> Grid | None:
    """A list of rows; a plain list is one token."""
    items = _items(node, faults)
    if not items:
        return faults.add(node, EMPTY, "")
    if len(items) > MOST_SIDE:
        return faults.add(node, f"at most {MOST_SIDE} were expected; {here(len(items))}", "")
    if all(item.items is None for item in items):
        line = complete(read_number(item, faults) for item in items)
        return None if line is None else form.vector(line).rows
    rows = complete(_row(item, faults) for item in items)
    return rows if rows is not None and _even(rows, items, faults) else None


def read_line(node: Node, faults: Faults) -> list[Expr] | None:
    """The numbers of a vector, written as a list, a row or a column."""
    grid = read_grid(node, Form(True), faults)
    if grid is None:
        return None
    if 1 not in (len(grid), len(grid[0])):
        return faults.add(node, "expected one list of numbers", "")
    return [number for row in grid for number in row]


def _items(node: Node, faults: Faults) -> list[Node]:
    """What is written in a list; a single value stands for a list of one."""
    if node.items is not None:
        return node.items
    return listed(node, faults) if "," in node.word else [node]


def _row(node: Node, faults: Faults) -> list[Expr] | None:
    """The numbers of a row."""
    items = _items(node, faults)
    if not items:
        return faults.add(node, EMPTY, "")
    if len(items) > MOST_SIDE:
        return faults.add(node, f"at most {MOST_SIDE} numbers were expected in a row; {here(len(items))}", "")
    return complete(read_number(item, faults) for item in items)


def _even(rows: Grid, items: list[Node], faults: Faults) -> bool:
    """Whether rows are equally long; else the first that is not is noted."""
    for number, (row, item) in enumerate(zip(rows, items, strict=True), 1):
        if len(row) != len(rows[0]):
            text = f"row {number} has {counted(len(row), 'numbers')}, the first one {len(rows[0])}"
            faults.add(item, text, "")
            return False
    return True
