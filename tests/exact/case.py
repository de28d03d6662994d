"""A problem with its values by hand, and what draws its numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from mpmath import mpf

Number = int | Fraction | mpf
Value = Number | str | Sequence["Value"]


class Case(NamedTuple):
    """A problem and what it comes to on paper."""

    problem: dict
    # Values that must be there, by their names; and others that need not be written.
    expected: dict[str, Value]
    where_written: dict[str, Value] = {}
    # Sentences that the page holds, and sentences that it must not hold.
    says: Sequence[str] = ()
    denies: Sequence[str] = ()
    # How far each decision is from its border: 0 where it is met exactly.
    decided: Sequence[Number] = ()
    # A part of the message, where the problem has no solution.
    refused: str = ""

    @property
    def at_border(self) -> int:
        """How many decisions fall exactly on their border."""
        return sum(1 for distance in self.decided if distance == 0)


class Draw(random.Random):
    """Numbers of few decimals, as an exam has them."""

    def tenths(self, most: int = 20) -> Fraction:
        """A number of one decimal, −2 to 2 unless told; 0 now and then."""
        return Fraction(self.randint(-most, most), 10)

    def hundredths(self, most: int = 200) -> Fraction:
        """A number of two decimals."""
        return Fraction(self.randint(-most, most), 100)

    def decimal(self) -> Fraction:
        """A number of one or two decimals."""
        return self.tenths() if self.chance(0.6) else self.hundredths()

    def positive(self, most: int = 20) -> Fraction:
        """A number of one decimal above 0."""
        return Fraction(self.randint(1, most), 10)

    def row(self, count: int) -> list[Fraction]:
        """So many numbers of one decimal."""
        return [self.tenths() for _ in range(count)]

    def chance(self, share: float) -> bool:
        """Yes in so many of all draws."""
        return self.random() < share


Generator = Callable[[Draw], Case]


def few_decimals(number: Number) -> bool:
    """Whether a number can stand in a problem of an exam."""
    return isinstance(number, int | Fraction) and 1000 % number.denominator == 0


def plain(tree: object) -> object:
    """The same tree with every fraction as the number a person would write."""
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [plain(part) for part in tree]
    if isinstance(tree, Fraction):
        return int(tree) if tree.denominator == 1 else float(tree)
    return tree


def problem(kind: str, **keys: object) -> dict:
    """A problem document; fractions in it are written as decimals."""
    return {"kind": kind} | {name: plain(value) for name, value in keys.items()}
