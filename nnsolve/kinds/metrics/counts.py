"""The confusion table: how many samples of each class were predicted as each class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...formula.expr import Num, Symbol, whole
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Column, Says, Table

MOST_CLASSES = 12
MOST_COUNT = 10**9
# What stands behind a measure's name for an average is no name of a class.
RESERVED = ("macro", "micro", "weighted", "all", "beta")


def count(word: str, item: str = "") -> Name:
    """The name of a count: n, TP_cat, P_predicted."""
    return Name(Role.COUNT, word, item)


TP, FN, FP, TN = count("TP"), count("FN"), count("FP"), count("TN")
FOUR = (TP, FN, FP, TN)
N, RIGHT = count("n"), count("right")  # all samples, and those that were predicted right
POSITIVE, NEGATIVE = count("P"), count("N")
SAID_POSITIVE, SAID_NEGATIVE = count("P", "predicted"), count("N", "predicted")


class Counts:
    """``cells``: (actual, predicted) → number of samples; ``classes`` in the order of the table.

    ``positive`` is the positive class of two, or '' where each class is taken as positive in turn. ``counted`` says
    that the samples themselves were given, and the cells counted from them.
    """

    def __init__(self, classes: list[str], cells: dict[tuple[str, str], int], positive: str = "", counted: bool = True):
        self.classes, self.positive, self.counted = classes, positive, counted
        self.cells = {(a, p): cells.get((a, p), 0) for a in classes for p in classes}

    @classmethod
    def of(cls, actual: list[str], predicted: list[str], classes: list[str], positive: str) -> Counts:
        """The cells counted from the samples."""
        return cls(classes, Counter(zip(actual, predicted, strict=True)), positive)

    @property
    def negative(self) -> str:
        """The class that is not positive."""
        return next(name for name in self.classes if name != self.positive)

    @property
    def total(self) -> int:
        """The number of samples."""
        return sum(self.cells.values())

    @property
    def trivial(self) -> bool:
        """Whether all samples are of one class and were predicted so: chance alone would agree always."""
        return any(self.cells[name, name] == self.total for name in self.classes)

    @property
    def alike(self) -> bool:
        """Whether all samples are of one class, or were predicted as one."""
        totals = [*map(self.actual, self.classes), *map(self.predicted, self.classes)]
        return self.total in totals

    def actual(self, name: str) -> int:
        """The samples of a class: the support."""
        return sum(self.cells[name, p] for p in self.classes)

    def predicted(self, name: str) -> int:
        """The samples that were predicted as a class."""
        return sum(self.cells[a, name] for a in self.classes)

    def four(self) -> dict[Name, int]:
        """TP, FN, FP, TN of two classes."""
        yes, no = self.positive, self.negative
        return {
            TP: self.cells[yes, yes],
            FN: self.cells[yes, no],
            FP: self.cells[no, yes],
            TN: self.cells[no, no],
        }

    def against(self, name: str) -> dict[Name, int]:
        """TP, FP, FN, TN of one class against all others."""
        right = self.cells[name, name]
        found = {TP: right, FP: self.predicted(name) - right, FN: self.actual(name) - right}
        return found | {TN: self.total - sum(found.values())}

    def given(self) -> dict[Name, Num]:
        """The cells under their names, for formulas over several classes."""
        return {cell(a, p): whole(count) for (a, p), count in self.cells.items()}

    def marks(self) -> dict[Name, Mark]:
        """A cell is printed with both classes below, the actual one first."""
        return {cell(a, p): Mark("n", f"{a},{p}") for a, p in self.cells}

    def ordered(self) -> list[str]:
        """The classes as the table has them: the positive one first, where there is one."""
        return [self.positive, self.negative] if self.positive else self.classes

    def table(self) -> Table:
        """Rows are the actual classes, columns the predicted ones, with the sums of both."""
        order = self.ordered()
        heads = [Says("metrics_predicted_as", text=p) for p in order]
        rows: list[list] = []
        for a in order:
            cells = [self._cell(a, p) for p in order]
            rows.append([Says("metrics_text", text=a), *cells, self.actual(a)])
        rows.append([Says("metrics_text", text="Σ"), *map(self.predicted, order), self.total])
        return Table(
            [Column("metrics_actual", "metrics_column_actual"), *heads, Column("metrics_sum", "metrics_column_sum")],
            rows,
        )

    def _cell(self, actual: str, predicted: str) -> Says | int:
        """A count, of two classes with TP, FP, FN or TN beside it."""
        count = self.cells[actual, predicted]
        if not self.positive:
            return count
        return Says("metrics_cell", count=count, text=self.kind(actual, predicted))

    def kind(self, actual: str, predicted: str) -> str:
        """TP, FN, FP or TN."""
        right = "T" if actual == predicted else "F"
        return right + ("P" if predicted == self.positive else "N")


def cell(actual: str, predicted: str) -> Name:
    """The name of a cell: cat→dog."""
    return count(f"{actual}→{predicted}")


def at(actual: str, predicted: str) -> Symbol:
    """A cell in a formula."""
    return Symbol(cell(actual, predicted))


def sorted_classes(names: Iterable[str]) -> list[str]:
    """Classes in the order of numbers where all are numbers, else of the alphabet."""
    found = list(dict.fromkeys(names))
    try:
        return sorted(found, key=float)
    except ValueError:
        return sorted(found)
