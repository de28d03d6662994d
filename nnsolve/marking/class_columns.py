"""The header of a class's table: which columns are the student's name, which are results, which are neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, product
from operator import contains, eq

from ..errors import listing, quote

# What the student's column is called, by preference; words of such a header; two columns that are a name together.
STUDENT = ("student", "name", "id", "roll", "matriculation")
_WORDS = ("student", "name", "matriculation", "roll", "email", "e-mail", "id")
_FIRST, _LAST = ("first name", "given name", "forename", "vorname"), ("surname", "last name", "family name", "nachname")
# What a form writes down besides.
_BESIDE = re.compile(
    r"timestamp|e-?mail|date|time|score|group|section|course|comment|remark|id\b|language", re.IGNORECASE
)
MOST_NAMED, LONGEST = 8, 24


class Columns:
    """The columns of a table by their places: ``names``, and of ``results`` those that are each.

    ``strange`` are neither, nor what a form writes down beside them. ``heads`` is the row of headers; ``result_of``
    says which result of the exam a column is, '' where it is none.
    """

    def __init__(self, heads: Sequence[str], result_of: Callable[[str], str]):
        self.heads = [head.strip().removeprefix("\ufeff") for head in heads]
        self._lower = list(map(str.lower, self.heads))
        found = dict(enumerate(map(result_of, self.heads)))
        self.names = self._of_names([k for k, result in found.items() if not result])
        self.results: dict[str, list[int]] = {}
        for k in sorted(found.keys() - self.names):
            self.results.setdefault(found[k], []).append(k)
        self.strange = [k for k in self.results.pop("", []) if not _BESIDE.search(self.heads[k])]

    def _of_names(self, free: Sequence[int]) -> Sequence[int]:
        """The columns that are the student's name together: by their headers, else the first that is no result."""
        every = range(len(self.heads))
        both = [*self._first(_FIRST, every, eq), *self._first(_LAST, every, eq)]
        if len(both) == 2:
            return both
        return self._first(STUDENT, every, eq) or self._first(_WORDS, free, contains) or free[:1]

    def _first(self, words: Sequence[str], places: Sequence[int], fits: Callable[[str, str], bool]) -> list[int]:
        """The first of some columns whose header fits a word, by the first word that one fits; [] where none does."""
        found = (k for word, k in product(words, places) if fits(self._lower[k], word))
        return list(islice(found, 1))

    def shown(self, places: Sequence[int]) -> str:
        """Some headers as a message quotes them."""
        heads = [self.heads[k] or "(without a name)" for k in places]
        return listing([quote(head, LONGEST) for head in heads], MOST_NAMED)

    @property
    def twice(self) -> list[list[int]]:
        """The columns that are one result."""
        return [places for places in self.results.values() if len(places) > 1]

    def name(self, row: Sequence[str]) -> str:
        """The student's name in a row."""
        parts = [row[k].strip() for k in self.names if k < len(row)]
        return " ".join(parts).strip()

    def answers(self, row: Sequence[str]) -> Mapping[str, str]:
        """What a row answers, by header; of several columns of one result the first that is filled in."""
        counts: list[int] = []
        for places in self.results.values():
            there = [k for k in places if k < len(row)]
            filled = [k for k in there if row[k].strip()]
            counts += (filled or there)[:1]
        return {self.heads[k]: row[k] for k in sorted(counts)}
