"""How many digits an answer needs, and what a value is at those digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..formula.rounding import Rounding
from ..reading.problem import digits
from ..solution import Says
from .answers import Answer
from .verdicts import COARSE, RIGHT, Line
from .written import EXACT, Written

if TYPE_CHECKING:
    from ..formula.numbers import Value
    from ..reading.problem import CommonProblem

# Where a problem asks for nothing else, an answer needs so many significant figures, or so many decimals with a figure.
FIGURES, DECIMALS = 3, 4
# A value whose digits end before the twelfth figure has all of its digits where these are written.
ALL_FIGURES, ALL_DIGITS = 12, 1e-11


class Needed:
    """The digits that answers to one problem need.

    ``told`` is what the problem says in ``digits:``, ``own`` what it rounds its own page to, ``asked`` the first of
    them that there is; each may be None.
    """

    __slots__ = ("asked", "own", "told")

    def __init__(self, problem: CommonProblem):
        self.told: Rounding | None = problem.digits.rounding() if problem.digits else None
        self.own: Rounding | None = problem.precision if problem.rounding else None
        self.asked = self.told or self.own

    def enough(self, number: Written, right: float, carried: float) -> bool:
        """Whether a number that agrees with ``right``, or with the page's own ``carried``, has the digits it needs."""
        if number.exact or _all_digits(number.value, right) or _same_number(number.value, carried):
            return True
        if self.told:
            return _holds(number, self.told)
        if self.own and _holds(number, self.own):
            return True
        decimals_do = number.decimals >= DECIMALS and number.value != 0
        return decimals_do or number.figures >= FIGURES

    def agrees(self, number: Written, value: float, slack: float = 0.0, noise: float = 0.0) -> bool:
        """Whether a number stands for a value: a 0 only where the value is 0 at the digits needed."""
        if number.value == 0:
            return self.is_zero(value, noise)
        if self._is_whole(value):
            number = number.rounded()
        return number.agrees(value, slack)

    def is_zero(self, value: float, noise: float = 0.0) -> bool:
        """Whether a value is 0 at the digits needed; ``noise`` is what doubles may have added to a 0."""
        if abs(value) <= noise:
            return True
        return self.asked is not None and self.asked.vanishes(value)

    def differ(self, one: float, other: float) -> bool:
        """Whether two values differ at the digits that the second needs."""
        place = self._place(other)
        return round(one / place) != round(other / place)

    def line(self, answer: Answer, right: Value, carried: Value) -> Line:
        """Right; or right, but to fewer digits than the answer needs."""
        short = []
        for number, value, own in answer.value.entries(right, carried):
            if not self.enough(number, value, own):
                short.append(number)
        if short:
            return Line(answer, COARSE, [self.says(short)])
        return Line(answer, RIGHT)

    def says(self, short: list[Written]) -> Says:
        """What is said of numbers that are too short."""
        figures = min(number.figures for number in short)
        rounding = self.asked
        if rounding and (self.told or not figures):
            return Says("mark_precision", **digits(rounding))
        if not figures:
            return Says("mark_rounds_to_zero")
        return Says("mark_figures", n=figures)

    def _is_whole(self, value: float) -> bool:
        """Whether a value has no digits behind the point at the digits that the problem itself asks for or prints."""
        return any(_place(value, rounding) >= 1 for rounding in (self.told, self.own) if rounding)

    def _place(self, value: float) -> float:
        """The place of the last digit that an answer needs."""
        if self.told:
            return _place(value, self.told)
        places = [_place(value, Rounding(figures=FIGURES))]
        if self.own:
            places.append(_place(value, self.own))
        if round(abs(value), DECIMALS):
            places.append(10.0**-DECIMALS)
        return max(places)


def _holds(number: Written, rounding: Rounding) -> bool:
    if rounding.decimals is not None:
        return number.decimals >= rounding.decimals
    return number.figures >= _figures(rounding)


def _place(value: float, rounding: Rounding) -> float:
    if rounding.decimals is not None:
        return 10.0**-rounding.decimals
    size = math.floor(math.log10(abs(value))) if value else 0
    return 10.0 ** (size - _figures(rounding) + 1)


def _figures(rounding: Rounding) -> int:
    """The significant figures of a rounding that counts no decimals."""
    return rounding.figures or FIGURES


def _all_digits(number: float, value: float) -> bool:
    """Whether ``number`` is the value read at twelve figures, of which the last ones are 0: 0.1, −1.5."""
    return abs(number - float(f"{value:.{ALL_FIGURES}g}")) <= ALL_DIGITS * abs(value) / 10


def _same_number(number: float, value: float) -> bool:
    return abs(number - value) <= EXACT * 1e-3 * abs(value)
