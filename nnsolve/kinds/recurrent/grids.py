"""Weights and biases of a problem file, perhaps under names of their own: what has one name is one parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr, Symbol
from ...formula.marks import NAME
from ...formula.numbers import DOUBLES
from ...names import Name, Role
from ...reading.grids import MOST_SIDE, Given, Grid, Leaf, Sides, read_leaf
from ...reading.literals import free_name
from ...reading.schema import read_number
from ...reading.yamlfile import Faults, Node

if TYPE_CHECKING:
    from ...formula.numbers import Numeric

MOST_STEPS = 200
# What no parameter may be called: its shares would be spelt as the derivatives of these.
_TAKEN = {"h": "the state", "E": "the error"}


class Shared:
    """The parameters of a problem by their names: what has one name in several places is one parameter there."""

    def __init__(self, faults: Faults):
        self.faults = faults
        self._grids: dict[Name, Grid] = {}

    def given(self, leaf: Leaf, name: Name) -> Given:
        """The numbers under the name that the file gives them, else under this one; noted where it has others."""
        letter = letter_of(leaf.grid)
        if letter is not None and leaf.name:
            text = f"one weight has two letters, {leaf.name} and {letter}; write one of them"
            self.faults.add(leaf.node, text, "")
        called = leaf.name or letter
        own = Name(Role.PARAMETER, called) if called else name
        if own in _TAKEN:
            self.faults.add(leaf.node, f"this is the name of {_TAKEN[own]} here; write another one", own)
        before = self._grids.setdefault(own, leaf.grid)
        if _values_of(before) != _values_of(leaf.grid):
            text = (
                "this name has other numbers already; write another name, or the same numbers where both are one weight"
            )
            self.faults.add(leaf.node, text, str(own))
        return Given(own, leaf.grid)


def _values_of(grid: Grid) -> list[list[Numeric | str]]:
    """The values of given numbers, row by row; letters as they are."""
    found: list[list[Numeric | str]] = []
    for row in grid:
        found.append([number.name if isinstance(number, Symbol) else number.evaluate({}, DOUBLES) for number in row])
    return found


def letter_of(grid: Grid) -> Name | None:
    """The letter that stands in place of a single number; None of numbers."""
    ((first, *others), *rows) = grid
    return first.name if isinstance(first, Symbol) and not others and not rows else None


def read_lettered(node: Node, faults: Faults, most: int = MOST_SIDE) -> Leaf | None:
    """A number, a list, or a list of rows; in place of a number a letter may stand."""
    return read_leaf(node, faults, most, _number_or_letter)


def _number_or_letter(node: Node, faults: Faults) -> Expr | None:
    letter = free_name(node)
    return Symbol(Name(Role.INPUT, letter)) if letter else read_number(node, faults)


def read_named(node: Node, faults: Faults) -> Leaf | None:
    """A number, a list, or a list of rows; perhaps behind a name of its own, {W_hh: …}."""
    if node.entries is None:
        return read_lettered(node, faults)
    if len(node.pairs) != 1:
        return faults.add(node, "expected a number, a list of rows, or one name with them: {W: [[…], […]]}", "")
    ((where, name, value),) = node.pairs
    if not NAME.fullmatch(name):
        return faults.add(where, "expected a name: a letter, then letters and digits", name)
    found = read_lettered(value, faults)
    return found and Leaf(value, found.grid, found.flat, name)


def fits(leaf: Leaf, rows: tuple[int, str], columns: tuple[int, str], faults: Faults, what: str) -> bool:
    """Whether numbers have this many rows and columns, each told with what it counts; a plain list is turned to fit.

    Anything else is noted with the sizes that were expected.
    """
    if leaf.flat and leaf.size == (columns[0], rows[0]) and columns[0] == 1:
        leaf.grid, leaf.flat = [[number] for number in leaf.line], False
    named = f"{leaf.name}, {what}," if leaf.name else what
    return Sides(rows, columns).fit(leaf.node, leaf.grid, named, faults)
