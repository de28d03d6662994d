"""The data of a regression: columns of numbers, one of them the target, and how their entries are named."""

from __future__ import annotations

import re
from fractions import Fraction

from ...errors import EvaluationError, here
from ...formula.exact import FRACTIONS, to_fraction
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark
from ...formula.numbers import exactly, finite
from ...formula.rounding import Rounding
from ...names import Name, Role, entry
from ...reading.schema import constant, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values
from ...solution import valued

MOST_ROWS = 1000
MOST_COLUMNS = 10
MOST_CLASSES = 10
_COLUMN = re.compile(r"[^\W\d]\w{0,19}")


class Data:
    """``columns``: name → numbers, without the target; ``target`` its name; ``y`` its numbers, or words for classes."""

    def __init__(self, columns: dict[Name, list[Expr]], target: Name, y: list):
        self.columns, self.target, self.y = columns, target, y
        self.count = len(y)

    @property
    def names(self) -> list[Name]:
        """The variables the target is explained by."""
        return list(self.columns)

    def given(self) -> dict[Name, Expr]:
        """Every entry under its name, ``x[1]``; classes are no numbers and stay out."""
        columns = self.columns | ({} if self.y and isinstance(self.y[0], str) else {self.target: self.y})
        return {entry(name, i): number for name, numbers in columns.items() for i, number in enumerate(numbers, 1)}

    def given_rows(self) -> list[list[Name]]:
        """The entries, column by column."""
        given = list(self.given())
        return [given[k : k + self.count] for k in range(0, len(given), self.count)]

    def marks(self) -> dict[Name, Mark]:
        """Entries are printed with their row below: x₁."""
        names = (*self.columns, self.target)
        return {entry(name, i): Mark(name, str(i)) for name in names for i in self.rows()}

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
    before = len(faults.found)
    read: dict[Name, list | None] = {}
    for where, name, column in node.pairs:
        if not _COLUMN.fullmatch(name):
            faults.add(where, "expected a letter or a word, such as x, x1 or hours")
        read[Name(Role.INPUT, name)] = _column(column, words and name == target, faults)
    _check_lengths(read, node, faults)
    columns = complete_values(read)
    if columns is None or len(faults.found) > before:
        return None
    y = columns.pop(Name(Role.INPUT, target))
    return Data(columns, Name(Role.TARGET, target), y)


def _check_lengths(read: dict[Name, list | None], node: Node, faults: Faults) -> None:
    """Notes where the columns that could be read are not equally long."""
    lengths = {name: len(numbers) for name, numbers in read.items() if numbers is not None}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        faults.add(node, f"every column needs the same number of values; {shown}", "")


def new_entry(name: str, k: int) -> Name:
    """The entry of a column in the new point ``k``: new x[1]."""
    return entry(Name(Role.INPUT, f"new {name}"), k)


def _column(node: Node, words: bool, faults: Faults) -> list | None:
    if node.items is None:
        return faults.add(node, "expected a list of values, such as [1, 2, 3]")
    if not 1 <= len(node.items) <= MOST_ROWS:
        return faults.add(node, f"expected 1 to {MOST_ROWS} values; here are {len(node.items)}", "")
    if not words:
        return complete(read_number(item, faults) for item in node.items)
    values = []
    for item in node.items:
        text = item.word
        if not text.strip() or len(text) > 20 or not text.isprintable():
            return faults.add(item, "expected a class: a short word or a number", None if text else "")
        values.append(text.strip())
    if not 2 <= len(set(values)) <= MOST_CLASSES:
        return faults.add(node, f"expected 2 to {MOST_CLASSES} classes; {here(len(set(values)))}", "")
    return values


def exact(number: Expr):
    """A number of the data as a fraction; a root, which has none, by its double."""
    try:
        return number.evaluate({}, FRACTIONS)
    except (ValueError, AttributeError):
        return to_fraction(constant(number))


def dependence(data: Data, intercept: bool) -> str:
    """A relation among the columns that leaves the coefficients undetermined, such as ``x2 = 2·x1``; '' if none.

    Found by elimination in exact arithmetic, so that 0.3 = 0.1 + 0.2 is seen.
    """
    names = (["1"] if intercept else []) + data.names
    vectors = [[exact(number) for number in data.columns[name]] if name != "1" else [1] * data.count for name in names]
    basis: list[tuple[list, int, list]] = []  # (reduced column, its pivot row, what it is made of)
    for k, vector in enumerate(vectors):
        made = [int(j == k) for j in range(len(names))]
        vector = list(vector)
        for reduced, at, parts in basis:
            if vector[at]:
                share = vector[at] / reduced[at] if reduced[at] != 1 else vector[at]
                vector = [a - share * b for a, b in zip(vector, reduced, strict=True)]
                made = [a - share * b for a, b in zip(made, parts, strict=True)]
        pivot = next((i for i, value in enumerate(vector) if value), None)
        if pivot is None:
            return _relation(names, made, k)
        basis.append(([Fraction(value) for value in vector], pivot, made))
    return ""


def _relation(names: list[str], made: list, k: int) -> str:
    from ...formula.exact import fraction_text

    terms = [(name, -share) for name, share in zip(names[:k], made[:k], strict=True) if share]
    text = ""
    for name, share in terms:
        sign = (" − " if share < 0 else " + ") if text else ("−" if share < 0 else "")
        size = fraction_text(abs(share))
        text += f"{sign}{size if name == '1' else name if size == '1' else f'{size}·{name}'}"
    return f"{names[k]} = {text or '0'}"


def computed(formula: Expr, values: dict, rounding: Rounding):
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


def literal(value: int) -> Num:
    """A whole number of the page."""
    return Num(str(value), value)
