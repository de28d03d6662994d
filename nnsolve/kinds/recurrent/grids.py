"""Numbers, vectors and matrices of a problem file, and whether they have the sizes that belong in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import quote
from ...formula.expr import Expr
from ...formula.marks import NAME
from ...formula.numbers import DOUBLES
from ...names import Name, Role
from ...reading.schema import Schema, read_number
from ...reading.yamlfile import Faults, Node, complete, listed
from ...subjects.recurrent import Given, Grid

if TYPE_CHECKING:
    from ...formula.numbers import Numeric

MOST_SIDE = 64
MOST_STEPS = 200
# What no parameter may be called: its shares would be spelt as the derivatives of these.
_TAKEN = {"h": "the state", "E": "the error"}
NUMBERS: Schema = {"type": ["number", "string", "array"]}


class Leaf:
    """What stands where weights or a bias do: its numbers as rows, whether they are one plain list, perhaps a name."""

    __slots__ = ("flat", "grid", "name", "node")

    def __init__(self, node: Node, grid: Grid, flat: bool, name: str = ""):
        self.node, self.grid, self.flat, self.name = node, grid, flat, name

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns as they are written."""
        return len(self.grid), len(self.grid[0])

    def given(self, name: Name) -> Given:
        """The numbers under the name that the file gives them, else under this one."""
        own = Name(Role.PARAMETER, self.name) if self.name else name
        return Given(own, self.grid)


class Shared:
    """The parameters of a problem by their names: what has one name in several places is one parameter there."""

    def __init__(self, faults: Faults):
        self.faults = faults
        self._grids: dict[Name, Grid] = {}

    def given(self, leaf: Leaf, name: Name) -> Given:
        """The numbers under their name; noted where the name has others already."""
        found = leaf.given(name)
        if found.name in _TAKEN:
            self.faults.add(leaf.node, f"this is the name of {_TAKEN[found.name]} here; write another one", found.name)
        before = self._grids.setdefault(found.name, found.grid)
        if _numbers_of(before) != _numbers_of(found.grid):
            text = (
                "this name has other numbers already; write another name, or the same numbers where both are one weight"
            )
            self.faults.add(leaf.node, text, str(found.name))
        return found


def _numbers_of(grid: Grid) -> list[list[Numeric]]:
    """The values of given numbers, row by row."""
    found: list[list[Numeric]] = []
    for row in grid:
        found.append([number.evaluate({}, DOUBLES) for number in row])
    return found


def read_leaf(node: Node, faults: Faults, most: int = MOST_SIDE) -> Leaf | None:
    """A number, a list, or a list of rows; perhaps behind a name of its own, {W_hh: …}.

    ``most`` is how many numbers a plain list may have, and how many rows there may be.
    """
    if node.entries is None:
        return _numbers(node, faults, most)
    if len(node.pairs) != 1:
        return faults.add(node, "expected a number, a list of rows, or one name with them: {W: [[…], […]]}", "")
    ((where, name, value),) = node.pairs
    if not NAME.fullmatch(name):
        return faults.add(where, "expected a name: a letter, then letters and digits", name)
    found = _numbers(value, faults, most)
    return found and Leaf(value, found.grid, found.flat, name)


def _numbers(node: Node, faults: Faults, most: int) -> Leaf | None:
    items = listed(node, faults) if "," in (node.text or "") else node.items
    if items is None:
        number = read_number(node, faults)
        return None if number is None else Leaf(node, [[number]], False)
    if not items or [] in [item.items for item in items]:
        return faults.add(node, "the list is empty; write the numbers that belong there", "")
    if any(item.items for item in items):
        return _rows(node, items, faults, most)
    row = read_row(items, faults, most)
    return Leaf(node, [row], True) if row else None


def _rows(node: Node, items: list[Node], faults: Faults, most: int) -> Leaf | None:
    """A list of rows, all of one length."""
    if len(items) > most:
        return faults.add(items[0], f"at most {most} rows were expected here; there are {len(items)}", "")
    rows = complete(read_row(item.items or [item], faults) for item in items)
    if rows is None:
        return None
    for item, row in zip(items, rows, strict=True):
        if len(row) != len(rows[0]):
            text = f"row {rows.index(row) + 1} has {counted(len(row))}, the first one {len(rows[0])}"
            return faults.add(item, text, "")
    return Leaf(node, rows, False)


def read_row(items: list[Node], faults: Faults, most: int = MOST_SIDE) -> list[Expr] | None:
    """A list of numbers, of which there are not too many."""
    if len(items) > most:
        return faults.add(items[0], f"at most {most} numbers were expected here; there are {len(items)}", "")
    return complete(read_number(item, faults) for item in items)


def counted(count: int) -> str:
    """How many numbers there are."""
    return "1 number" if count == 1 else f"{count} numbers"


def fits(leaf: Leaf, rows: tuple[int, str], columns: tuple[int, str], faults: Faults, what: str) -> bool:
    """Whether numbers have this many rows and columns, each told with what it counts; a plain list is turned to fit.

    Anything else is noted with the sizes that were expected.
    """
    wanted = rows[0], columns[0]
    if leaf.flat and len(leaf.grid[0]) == rows[0] and columns[0] == 1:
        leaf.grid, leaf.flat = [[number] for number in leaf.grid[0]], False
    if leaf.size == wanted:
        return True
    turned = "; its transpose would fit" if leaf.size == wanted[::-1] else ""
    expected = f"{rows[0]} × {columns[0]} ({rows[1]} × {columns[1]})"
    here = "1 number" if leaf.size == (1, 1) else f"{leaf.size[0]} × {leaf.size[1]}"
    faults.add(leaf.node, f"{what}: expected {expected}; here {here}{turned}", quote(leaf.name) if leaf.name else "")
    return False
