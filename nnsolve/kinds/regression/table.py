"""The data of a regression: columns of numbers, one of them the target, and how their entries are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import repeat
from typing import TYPE_CHECKING, Any

from ...errors import EvaluationError, here
from ...formula.exact import FRACTIONS, fraction_text, to_fraction
from ...formula.expr import Expr, Symbol
from ...formula.marks import Mark
from ...formula.numbers import exactly, finite
from ...formula.rounding import Rounding
from ...names import Name, Role, entry
from ...reading.schema import constant, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values, even
from ...solution import valued

if TYPE_CHECKING:
    from ...formula.numbers import Numeric

MOST_ROWS = 1000
MOST_COLUMNS = 10
MOST_CLASSES = 10
_COLUMN = re.compile(r"[^\W\d]\w{0,19}")


class Data:
    """``columns``: name → numbers, without the target; ``target`` its name; ``y`` its numbers, or words for classes."""

    def __init__(self, columns: dict[Name, list[Expr]], target: Name, y: list):
        self.columns, self.target, self.y = columns, target, y
        self.count = len(y)
        self.words = bool(y) and isinstance(y[0], str)

    @property
    def names(self) -> list[Name]:
        """The variables the target is explained by."""
        return list(self.columns)

    def entries(self, name: Name) -> list[Name]:
        """The names of a column's entries, ``x[1]``, ``x[2]``, …"""
        return [entry(name, i) for i in self.rows()]

    @property
    def numbers(self) -> dict[Name, list[Expr]]:
        """The columns of numbers; classes are none and stay out."""
        return self.columns if self.words else self.columns | {self.target: self.y}

    def given(self) -> dict[Name, Expr]:
        """Every number under the name of its entry."""
        found: dict[Name, Expr] = {}
        for name, numbers in self.numbers.items():
            found |= zip(self.entries(name), numbers, strict=True)
        return found

    def given_rows(self) -> list[list[Name]]:
        """The entries, column by column."""
        return list(map(self.entries, self.numbers))

    def marks(self) -> dict[Name, Mark]:
        """Entries are printed with their row below: x₁."""
        found: dict[Name, Mark] = {}
        for name in (*self.columns, self.target):
            found |= {entry(name, i): Mark(name, str(i)) for i in self.rows()}
        return found

    def x(self, name: str, i: int) -> Symbol:
        """The entry of a column in row ``i`` from 1."""
        return Symbol(entry(name, i))

    def t(self, i: int) -> Symbol:
        """The target of row ``i`` from 1."""
        return Symbol(entry(self.target, i))

    def rows(self) -> range:
        """The numbers of the rows, from 1."""
        return range(1, self.count + 1)

    @property
    def way(self) -> str:
        """The way to the closed form, where none is chosen."""
        return "sums" if len(self.names) == 1 else "elimination"

    def classes(self) -> list[str]:
        """The classes of a target of words, in the order in which they come."""
        return list(dict.fromkeys(self.y))


def read_data(node: Node, target: str, words: bool, faults: Faults) -> Data | None:
    """The data written at ``node``, a mapping of columns; with ``words`` the target holds classes."""
    if node.entries is None:
        return faults.add(node, "expected columns, such as {x: [1, 2, 3], y: [2, 4, 5]}", "")
    if not 2 <= len(node.entries) <= MOST_COLUMNS + 1:
        text = f"expected 2 to {MOST_COLUMNS + 1} columns, the target among them; {here(len(node.entries))}"
        return faults.add(node, text, "")
    target = target or ("y" if "y" in node.entries else list(node.entries)[-1])
    if target not in node.entries:
        return faults.add(node, f"there is no column {target} to be explained; see target:", "")
    columns = _columns(node, target if words else "", faults)
    if columns is None:
        return None
    y = columns.pop(Name(Role.INPUT, target))
    return Data(columns, Name(Role.TARGET, target), y)


def _columns(node: Node, classes: str, faults: Faults) -> dict[Name, list] | None:
    """The values of every column; that of the ``classes`` holds words."""
    before = len(faults.found)
    read: dict[Name, list | None] = {}
    for where, name, column in node.pairs:
        if not _COLUMN.fullmatch(name):
            faults.add(where, "expected a letter or a word, such as x, x1 or hours")
        read[Name(Role.INPUT, name)] = _words(column, faults) if name == classes else _numbers(column, faults)
    even({name: column for name, column in read.items() if column is not None}, node, faults)
    return complete_values(read) if len(faults.found) == before else None


def new_entry(name: str, k: int) -> Name:
    """The entry of a column in the new point ``k``: new x[1]."""
    return entry(Name(Role.INPUT, f"new {name}"), k)


def new_value(k: int, name: str) -> Symbol:
    """The entry in formulas."""
    return Symbol(new_entry(name, k))


def _numbers(node: Node, faults: Faults) -> list[Expr] | None:
    """A column of numbers."""
    items = _items(node, faults)
    return None if items is None else complete([read_number(item, faults) for item in items])


def _words(node: Node, faults: Faults) -> list[str] | None:
    """A column of classes."""
    values = []
    for item in _items(node, faults) or ():
        text = item.word
        if not text.strip() or len(text) > 20 or not text.isprintable():
            return faults.add(item, "expected a class: a short word or a number", None if text else "")
        values.append(text.strip())
    if values and not 2 <= len(set(values)) <= MOST_CLASSES:
        return faults.add(node, f"expected 2 to {MOST_CLASSES} classes; {here(len(set(values)))}", "")
    return values or None


def _items(node: Node, faults: Faults) -> list[Node] | None:
    if node.items is None:
        return faults.add(node, "expected a list of values, such as [1, 2, 3]")
    if not 1 <= len(node.items) <= MOST_ROWS:
        return faults.add(node, f"expected 1 to {MOST_ROWS} values; here are {len(node.items)}", "")
    return node.items


def exact(number: Expr) -> Numeric:
    """A number of the data as a fraction; a root, which has none, as its double."""
    try:
        return number.evaluate({}, FRACTIONS)
    except (ValueError, AttributeError):
        return to_fraction(constant(number))


class _Reduced:
    """A column less its shares of those before it: the numbers that are left, and what they are ``made`` of."""

    def __init__(self, numbers: list[Numeric], made: list[Numeric]):
        self.numbers, self.made = numbers, made
        self.pivot = next((i for i, number in enumerate(numbers) if number), None)

    def less(self, other: _Reduced) -> _Reduced:
        """What is left where the pivot of another column is cleared."""
        assert other.pivot is not None, "what is nothing clears nothing"
        share = self.numbers[other.pivot] / other.numbers[other.pivot]
        if not share:
            return self
        numbers = [a - share * b for a, b in zip(self.numbers, other.numbers, strict=True)]
        made = [a - share * b for a, b in zip(self.made, other.made, strict=True)]
        return _Reduced(numbers, made)


def dependence(data: Data, intercept: bool) -> str:
    """A relation among the columns that leaves the coefficients undetermined, such as ``x2 = 2·x1``; '' if none.

    Found by elimination in exact arithmetic, so that 0.3 = 0.1 + 0.2 is seen.
    """
    columns: dict[Name, list[Numeric]] = {name: list(map(exact, numbers)) for name, numbers in data.columns.items()}
    if intercept:
        columns = {_ONES: list(repeat(Fraction(1), data.count)), **columns}
    names = list(columns)
    basis: list[_Reduced] = []
    for k, numbers in enumerate(columns.values()):
        column = _Reduced(numbers, [Fraction(j == k) for j in range(len(names))])
        for before in basis:
            column = column.less(before)
        if column.pivot is None:
            return f"{names[k]} = {_relation(names[:k], column.made)}"
        basis.append(column)
    return ""


_ONES = Name(Role.INPUT, "1")  # what the constant multiplies


def _relation(names: list[Name], made: list[Numeric]) -> str:
    """Shares of columns as a sum: 2·x1 − 3."""
    terms = []
    for name, share in zip(names, made, strict=False):
        if share:  # the sum is on the other side of the equals sign
            terms.append((share > 0, _share(name, abs(share))))
    return added(terms) or "0"


def _share(name: Name, size: Numeric) -> str:
    text = fraction_text(size)
    if name == _ONES:
        return text
    return str(name) if text == "1" else f"{text}·{name}"


def added(terms: Iterable[tuple[bool, str]]) -> str:
    """Terms as a sum, each with whether it is subtracted: 2 − 3·x."""
    text = ""
    for negative, term in terms:
        if text:
            text += " − " if negative else " + "
        elif negative:
            text = "−"
        text += term
    return text


def computed(formula: Expr, values: Mapping[Name, Any], rounding: Rounding) -> Any:
    """The value of a formula beside the steps, as a step would have it: a cell of a long table."""
    try:
        with exactly():
            value = valued(formula, values, rounding.system)
            if finite(value):
                return rounding.round(value) if rounding.carry else value
    except (ArithmeticError, ValueError):
        pass
    raise EvaluationError("a number of the table is too large for a double")


def summed(columns: list[str]) -> str:
    """Σxy, but Σ(hours·score) where words would run into each other."""
    if len(columns) == 1 or all(len(name) == 1 for name in columns):
        return "Σ" + "".join(columns)
    return f"Σ({'·'.join(columns)})"
