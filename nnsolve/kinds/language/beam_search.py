"""Beam search, greedy search and exhaustive search over words with given probabilities, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import NamedTuple

from ...formula.expr import Expr
from ...reading.literals import exact_constant

MOST_SEQUENCES = 5000
Words = tuple[str, ...]
# What may come next: a word and its probability.
Chances = Mapping[str, Expr]


class Missing(Exception):
    """A beginning after which no probabilities are given."""

    def __init__(self, words: Words):
        super().__init__(" ".join(words))
        self.words = words


class Model:
    """The probabilities of the next word: after the ``last`` word, or after ``whole`` beginnings."""

    def __init__(self, start: Chances, last: Mapping[str, Chances] | None, whole: Mapping[Words, Chances] | None):
        self.start, self.last, self.whole = start, last, whole

    def after(self, words: Words) -> Chances:
        """What may come after a beginning. Raises Missing where nothing is given."""
        if not words:
            return self.start
        found = self.whole.get(words) if self.whole is not None else (self.last or {}).get(words[-1])
        if not found:
            raise Missing(words)
        return found


class Candidate(NamedTuple):
    """A beginning: its words, the probability of each, and the place of what it goes on from in the step before."""

    words: Words
    factors: tuple[Expr, ...]
    parent: int

    @property
    def p(self) -> Fraction:
        """Its probability, exactly."""
        return prod((exact_constant(factor) for factor in self.factors), start=Fraction(1))


ROOT = Candidate((), (), -1)


class Level:
    """The candidates of a step in the order in which they are found, and the places of those that stay, best first."""

    def __init__(self, candidates: list[Candidate], width: int):
        self.candidates, self.width = candidates, width

    @cached_property
    def ranked(self) -> list[int]:
        """The places from the most probable on; of equals the first."""
        chances = [each.p for each in self.candidates]
        return sorted(range(len(chances)), key=lambda place: -chances[place])

    @property
    def kept(self) -> list[int]:
        """The places of those that stay."""
        return self.ranked[: self.width]

    @property
    def tied(self) -> bool:
        """Whether one that stays is as probable as one that does not."""
        if len(self.ranked) <= self.width:
            return False
        last, first = self.ranked[self.width - 1 : self.width + 1]
        return self.candidates[last].p == self.candidates[first].p


def extended(model: Model, beginning: Candidate, place: int) -> list[Candidate]:
    """A beginning with each word that may come next."""
    found = []
    for word, p in model.after(beginning.words).items():
        found.append(Candidate((*beginning.words, word), (*beginning.factors, p), place))
    return found


def beam_search(model: Model, width: int, steps: int) -> list[Level]:
    """The steps of a beam search. Raises Missing where a survivor cannot go on."""
    levels = [Level(extended(model, ROOT, 0), width)]
    for _ in range(steps - 1):
        before = levels[-1]
        candidates: list[Candidate] = []
        for place in sorted(before.kept):
            candidates += extended(model, before.candidates[place], place)
        levels.append(Level(candidates, width))
    return levels


def greedy_search(model: Model, steps: int) -> Candidate | None:
    """The best word each time; None where the file does not say what comes next."""
    try:
        last = beam_search(model, 1, steps)[-1]
    except Missing:
        return None
    return last.candidates[last.ranked[0]]


def exhaustive_search(model: Model, steps: int) -> tuple[Candidate, int] | None:
    """The best of all sequences and their number; None where they are too many or not all given."""
    found = [ROOT]
    for _ in range(steps):
        longer: list[Candidate] = []
        for beginning in found:
            try:
                longer += extended(model, beginning, 0)
            except Missing:
                return None
            if len(longer) > MOST_SEQUENCES:
                return None
        found = longer
    return max(found, key=lambda each: each.p), len(found)
