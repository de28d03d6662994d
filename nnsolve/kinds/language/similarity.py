"""Cosine similarity and Euclidean distance of two or several vectors, and which is nearest to one of them."""

from __future__ import annotations

from itertools import combinations

from ...errors import counted, here, nearest, quote
from ...formula.arrays import Array, Entry
from ...formula.expr import Expr
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.literals import exact_constant
from ...reading.schema import Choice, Field, ListOf, MapOf, Number, Record, Text
from ...reading.yamlfile import Faults
from ...solution import Says
from ...working import Working
from .pairs import Vectors

FEWEST, MOST_VECTORS, MOST_NUMBERS, LONGEST_NAME = 2, 8, 20, 20
LARGEST = 1e9
_NUMBERS = ListOf(Number(least=-LARGEST, most=LARGEST), MOST_NUMBERS, least=1)


class Similarity(Record):
    """``similarity:`` vectors by name, and what is measured between them."""

    vectors = Field(MapOf(_NUMBERS), "the vectors by name, such as {cat: [1, 2], dog: [2, 1]}")
    measure = Field(
        Choice("cosine", "euclidean", "both"),
        "the cosine of the angle, the Euclidean distance, or both",
        default="cosine",
    )
    nearest_to = Field(Text(), "a vector: only pairs with it are taken, and the nearest one is told", default=None)

    def check(self, faults: Faults) -> None:
        """Several vectors of one length that have a direction, under names that can be asked for."""
        if not self.has("vectors"):
            return
        place = self.places["vectors"]
        if not FEWEST <= len(self.vectors) <= MOST_VECTORS:
            text = f"expected {FEWEST} to {counted(MOST_VECTORS, 'vectors')}; {here(len(self.vectors))}"
            faults.add(place, text, "")
            return
        length = len(next(iter(self.vectors.values())))
        for name, numbers in self.vectors.items():
            if not name.isalnum() or len(name) > LONGEST_NAME:
                text = f"the name of a vector is made of letters and digits, at most {LONGEST_NAME}"
                faults.add(place.keys[name], text, name[:LONGEST_NAME])
            if len(numbers) != length:
                text = f"expected {counted(length, 'numbers')}, as in the first vector; {here(len(numbers))}"
                faults.add(place.mapped[name], text, "")
            elif self.measure != "euclidean" and not any(map(exact_constant, numbers)):
                text = "a vector of zeros has no direction, so it has no cosine; write measure: euclidean"
                faults.add(place.mapped[name], text, "")
        self._check_nearest(faults)

    def _check_nearest(self, faults: Faults) -> None:
        if self.nearest_to is None:
            return
        if self.nearest_to not in self.vectors:
            text = f"there is no vector {quote(self.nearest_to)}.{nearest(self.nearest_to, self.vectors)}"
            faults.add(self.places["nearest_to"], text, "")
        elif len(self.vectors) == FEWEST:
            faults.add(self.places["nearest_to"], "of two vectors the other one is always the nearest", "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs that are measured."""
        if self.nearest_to is None:
            return list(combinations(self.vectors, 2))
        return [(self.nearest_to, name) for name in self.vectors if name != self.nearest_to]


def write_similarity(page: Working, task: Similarity) -> None:
    """Lengths, dot products, cosines, distances, and the table of pairs."""
    numbers: dict[str, dict[int, Expr]] = {}
    for name, vector in task.vectors.items():
        symbol = Name(Role.INPUT, name)
        page.row({symbol: Array([vector])})
        numbers[name] = {}
        for place in range(len(vector)):
            entry = Entry(symbol, 0, place, True, f"[{place + 1}]")
            numbers[name][place] = entry
            page.marks[entry.name] = Mark(name, str(place + 1))
    vectors = Vectors(page, numbers)
    pairs = task.pairs
    if task.measure != "euclidean":
        vectors.write_cosines(pairs)
    if task.measure != "cosine":
        vectors.write_distances(pairs)
    if len(pairs) > 1:
        page.table(vectors.table(pairs))
    if task.nearest_to is not None:
        to = task.nearest_to
        page.note(lambda solution: vectors.nearest(solution, to, pairs), always=False)
    page.statement += _statement(task)


def _statement(task: Similarity) -> list[Says]:
    said = [Says("language_statement_vectors_given"), Says(_FIND[task.measure])]
    if task.nearest_to is not None:
        said.append(Says("language_statement_nearest", name=task.nearest_to))
    return said


_FIND = {
    "cosine": "language_statement_find_cosine",
    "euclidean": "language_statement_find_distances",
    "both": "language_statement_find_both",
}
