"""The data to be normalised: columns of numbers, and how their entries and what becomes of them are named."""

from __future__ import annotations

import re

from ...errors import counted, here
from ...formula.expr import Expr, Symbol
from ...formula.marks import Mark
from ...names import Name, Role
from ...names import entry as entry_of
from ...reading.schema import read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values, even
from ...working import Working

MOST_COLUMNS = 8
MOST_VALUES = 200
# Every gradient is written out, so there are fewer of them.
MOST_GRADIENTS = 100
_COLUMN = re.compile(r"[^\W\d]\w{0,14}")
HAT = "\u0302"
# What an entry becomes, and its role.
_ROLES = {"z": Role.RESULT, "scaled": Role.RESULT, "hat": Role.RESULT, "y": Role.OUT}


class Columns:
    """Column → numbers, all of one length. Entries are named ``x[1]``; ``new`` are rows beside those fitted."""

    def __init__(self, entries: dict[Name, list[Expr]], new: bool = False):
        self.entries, self.new = entries, new
        self.names = list(entries)
        self.count = len(next(iter(entries.values())))
        self.single = len(self.names) == 1
        self.numbered = all(name[1:].isdecimal() and name[0] == self.names[0][0] for name in self.names)  # x1, x2
        self.one_row = self.count == 1 and self.numbered and not new  # the number of the column says it all: x₂

    def rows(self) -> range:
        """The numbers of the rows, from 1."""
        return range(1, self.count + 1)

    def name(self, column: Name, row: int, stem: str = "") -> Name:
        """``x[2]``, or with a stem what becomes of it: ``z_x[2]``."""
        array = Name(Role.INPUT, "new", column) if self.new else column
        return entry_of(Name(_ROLES[stem], stem, array) if stem else array, row)

    def column(self, column: Name, stem: str = "") -> list[Name]:
        """The names of a column's entries, or with a stem of what becomes of them."""
        return [self.name(column, i, stem) for i in self.rows()]

    def every(self, stem: str = "") -> list[Name]:
        """The names of all entries, column by column, or with a stem of what becomes of them."""
        names: list[Name] = []
        for column in self.names:
            names += self.column(column, stem)
        return names

    def given(self) -> dict[Name, Expr]:
        """Every entry under its name."""
        found: dict[Name, Expr] = {}
        for column, numbers in self.entries.items():
            found |= zip(self.column(column), numbers, strict=True)
        return found

    def given_rows(self) -> list[list[Name]]:
        """The names of the entries, column by column."""
        return list(map(self.column, self.names))

    def marks(self) -> dict[Name, Mark]:
        """Entries are printed with their row below: x₂."""
        return {self.name(c, i): self.entry(c, i) for c in self.names for i in self.rows()}

    def give(self, page: Working) -> None:
        """Puts the numbers on a page, row by row."""
        page.given |= self.given()
        page.rows += self.given_rows()
        page.marks |= self.marks()

    def entry(self, column: str, row: int, accent: str = "", primed: bool = False) -> Mark:
        """The mark of an entry: x₂, and of a column x1 both numbers below: x₁,₂; with an accent x̂₂."""
        if self.one_row:
            return Mark(column[0] + accent, column[1:], "", primed)
        if len(column.rstrip("0123456789")) > 1:
            return Mark(f"{column}_hat" if accent else column, self.sub(row), "", primed)
        below = filter(None, (column[1:], self.sub(row)))
        return Mark(column[0] + accent, ",".join(below), "", primed)

    def sub(self, row: int) -> str:
        """The row as it stands below a letter."""
        return f"new{row}" if self.new else str(row)

    def mark(self, letter: str, column: str) -> Mark:
        """The mark of what belongs to a column."""
        if self.one_row:
            return Mark(letter, column[1:])
        return Mark(letter, "" if self.single else column)

    def result(self, letter: str, column: str, row: int) -> Mark:
        """The mark of what becomes of an entry: z₂, of several columns z with column and row below: z₁,₂ or z_a,2."""
        column = column[1:] if self.numbered else column
        if self.one_row:
            return Mark(letter, column)
        return Mark(letter, self.sub(row) if self.single else f"{column},{self.sub(row)}")

    def named(self, word: str, column: Name, role: Role = Role.RESULT) -> Name:
        """What belongs to a column; with the column's name where there are several."""
        return Name(role, word, "" if self.single else column)


def free(letter: str, other: str, columns: Columns) -> str:
    """``letter``, or ``other`` where a column has this name."""
    return other if letter in columns.names else letter


def hat(column: str) -> str:
    """x̂ of x, x̂1 of x1; of a word, the word with hat behind it."""
    stem = column.rstrip("0123456789")
    return stem + HAT + column[1:] if len(stem) == 1 else f"{column}_hat"


def read_columns(node: Node, faults: Faults, like: Columns | None = None, new: bool = False) -> Columns | None:
    """Columns written as {x: [1, 2], …}, or a list for one column x; with ``like`` they need the same names."""
    lists = _lists(node, like)
    if lists is None:
        return faults.add(node, "expected columns, such as {x: [2, 4, 9]}, or a list for one column")
    if not 1 <= len(lists) <= MOST_COLUMNS:
        return faults.add(node, f"expected 1 to {MOST_COLUMNS} columns; here are {len(lists)}", "")
    if like and set(lists) != set(like.names):
        return faults.add(node, f"expected the columns {', '.join(like.names)}", "")
    entries = _entries(node, lists, faults)
    if entries is None:
        return None
    return Columns({name: entries[name] for name in like.names} if like else entries, new)


def by_columns(node: Node, faults: Faults, like: Columns | None = None) -> Node | None:
    """Rows of samples, or the numbers of one, as the columns x1, x2, … that they are; columns stay what they are.

    With ``like`` the columns have its names.
    """
    if not node.items:
        return node
    single = all(item.items is None for item in node.items)
    rows = [node] if single else node.items
    names = like.names if like else [f"x{k + 1}" for k in range(len(rows[0].items or ()))]
    if not _as_long(rows, len(names), faults):
        return None
    turned: dict[str, Node] = {}
    for k, name in enumerate(names):
        turned[name] = Node(node.line, node.column, items=[row.at(k) for row in rows])
    return Node(node.line, node.column, entries=turned)


def _as_long(rows: list[Node], width: int, faults: Faults) -> bool:
    """Whether all rows have so many numbers; else the first that has not is noted."""
    for row in rows:
        found = len(row.items or ())
        if found != width:
            text = f"expected {counted(width, 'numbers')}, as many as other samples have; {here(found)}"
            faults.add(row, text, "")
            return False
    return True


def _entries(node: Node, lists: dict[str, Node], faults: Faults) -> dict[Name, list[Expr]] | None:
    """The numbers of every column, equally many."""
    before, read = len(faults.found), {}
    for name, column in lists.items():
        if not _COLUMN.fullmatch(name):
            faults.add(node.keys.get(name, node), "expected a letter or a short word, such as x, x1 or hours", name)
        read[Name(Role.INPUT, name)] = _numbers(column, faults)
    entries = complete_values(read)
    if entries is None or len(faults.found) > before or not even(entries, node, faults):
        return None
    if sum(map(len, entries.values())) > MOST_VALUES:
        return faults.add(node, f"expected at most {MOST_VALUES} values in all", "")
    return entries


def _lists(node: Node, like: Columns | None) -> dict[str, Node] | None:
    """The numbers of each column; a list alone is those of the only one."""
    if node.items is None:
        return node.entries
    if like is None:
        return {"x": node}
    return {like.names[0]: node} if like.single else None


def _numbers(node: Node, faults: Faults) -> list[Expr] | None:
    if node.items is None:
        return faults.add(node, "expected a list of numbers, such as [2, 4, 9]")
    if not 1 <= len(node.items) <= MOST_VALUES:
        return faults.add(node, f"expected 1 to {MOST_VALUES} values; here are {len(node.items)}", "")
    return complete(read_number(item, faults) for item in node.items)


def entry(columns: Columns, column: Name, row: int) -> Symbol:
    """An entry in a formula."""
    return Symbol(columns.name(column, row))
