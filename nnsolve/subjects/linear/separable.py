"""Whether points can be separated, decided exactly: separating parameters, or a contradiction among the inequalities.

Every point asks for s·(a·v + c) > 0 (or ≥ 0), where v are the parameters that may be chosen. By Motzkin's
transposition theorem either such a v exists, or multipliers λ ≥ 0 do, with which the parameters cancel out of the sum
of the inequalities and a false statement is left (Schrijver, Theory of Linear and Integer Programming, 1986,
section 7.8). One exact simplex search finds the one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

MOST_ENTRIES = 20_000
# How much work a search may be, in products of numbers of one machine word: some two seconds.
MOST_WORK = 1_500_000


class Inequality:
    """coefficients·v + constant > 0 where ``strict``, else ≥ 0."""

    __slots__ = ("coefficients", "constant", "strict")

    def __init__(self, coefficients: list[Fraction], constant: Fraction, strict: bool):
        self.coefficients, self.constant, self.strict = coefficients, constant, strict

    @property
    def sign(self) -> str:
        """What stands between its sum and 0."""
        return ">" if self.strict else "≥"

    @property
    def impossible(self) -> bool:
        """Whether it is false whatever v is: a constant alone, on the wrong side."""
        if any(self.coefficients):
            return False
        return self.constant <= 0 if self.strict else self.constant < 0

    def plus(self, other: Inequality, times: int) -> Inequality:
        """What follows from it and a multiple of another; strict where one of them is that counts."""
        pairs = zip(self.coefficients, other.coefficients, strict=True)
        coefficients = [mine + times * theirs for mine, theirs in pairs]
        strict = self.strict or (other.strict and times > 0)
        return Inequality(coefficients, self.constant + times * other.constant, strict)


class Verdict:
    """Either ``point``, values that satisfy all inequalities, or ``multipliers``, one an inequality."""

    __slots__ = ("multipliers", "point")

    def __init__(self, point: list[Fraction] | None, multipliers: list[int] | None):
        self.point, self.multipliers = point, multipliers


def decide(inequalities: list[Inequality]) -> Verdict | None:
    """Values that satisfy the inequalities, or whole multipliers that show there are none; None after too much work.

    Searched are λ ≥ 0 and σ ≥ 0 with Σ λ·coefficients = 0, Σ λ·constant + σ = 0 and Σ over strict λ + σ = 1.
    """
    size = len(inequalities[0].coefficients)
    columns = [
        [*map(Fraction, each.coefficients), Fraction(each.constant), Fraction(each.strict)] for each in inequalities
    ]
    columns.append([Fraction(0)] * size + [Fraction(1), Fraction(1)])
    found = _phase_one(columns, size + 2)
    if found is None:
        return None
    solution, prices = found
    if solution is not None:
        return Verdict(None, _whole(solution[:-1]))
    scale = prices[size]  # below 0, as the column of σ shows
    point = [price / scale for price in prices[:size]]
    return Verdict(point, None)


class _Tableau:
    """Where the revised simplex method stands: the inverse of the basis, and its variables with their values.

    Variables with numbers below 0 are artificial.
    """

    def __init__(self, columns: list[list[Fraction]], rows: int):
        self.columns, self.rows = columns, rows
        self.inverse = [[Fraction(0)] * rows for _ in range(rows)]
        for i in range(rows):
            self.inverse[i][i] = Fraction(1)
        self.values = [Fraction(0)] * (rows - 1) + [Fraction(1)]
        self.basis = list(range(-rows, 0))

    def artificial(self) -> list[int]:
        """The rows whose variable is artificial, and so costs."""
        return [i for i, variable in enumerate(self.basis) if variable < 0]

    def prices(self) -> list[Fraction]:
        """What a unit of every row costs."""
        prices = [Fraction(0)] * self.rows
        for i in self.artificial():
            prices = [price + entry for price, entry in zip(prices, self.inverse[i], strict=True)]
        return prices

    def solution(self) -> list[Fraction]:
        """The values of the variables that are not artificial."""
        solution = [Fraction(0)] * len(self.columns)
        for variable, value in zip(self.basis, self.values, strict=True):
            if variable >= 0:
                solution[variable] = value
        return solution

    def entering(self, prices: list[Fraction]) -> int | None:
        """The first column that makes the whole cheaper."""
        for k, column in enumerate(self.columns):
            if _dot(prices, column) > 0:
                return k
        return None

    def exchange(self, entering: int) -> int:
        """Takes a column into the basis, for the variable that reaches 0 first, and says in which row."""
        direction = [_dot(row, self.columns[entering]) for row in self.inverse]
        ratios = [(self.values[i] / d, self.basis[i], i) for i, d in enumerate(direction) if d > 0]
        step, _, leaving = min(ratios)
        self.inverse[leaving] = [entry / direction[leaving] for entry in self.inverse[leaving]]
        for i, change in enumerate(direction):
            if i != leaving and change:
                self._clear(i, change, self.inverse[leaving])
                self.values[i] -= change * step
        self.values[leaving], self.basis[leaving] = step, entering
        return leaving

    def _clear(self, i: int, change: Fraction, pivot: list[Fraction]):
        """Takes the entering column out of the i-th row."""
        self.inverse[i] = [a - change * b for a, b in zip(self.inverse[i], pivot, strict=True)]

    def work(self, row: int) -> int:
        """How much work an exchange is with numbers as long as those of this row."""
        words = max(value.denominator.bit_length() for value in self.inverse[row]) // 64 + 1
        return (self.rows + len(self.columns)) * self.rows * words


def _phase_one(columns: list[list[Fraction]], rows: int) -> tuple[list[Fraction] | None, list[Fraction]] | None:
    """λ ≥ 0 with Σ λ·column = (0, …, 0, 1), or prices u with u·column ≤ 0 for all and u·(0, …, 0, 1) > 0.

    Given are λ, None where there is none, and the last prices; or None after too much work.
    The revised simplex method with artificial variables; Bland's rule, so that it ends.
    """
    tableau = _Tableau(columns, rows)
    work = 0
    while work < MOST_WORK:
        prices = tableau.prices()
        if not any(tableau.values[i] for i in tableau.artificial()):
            return tableau.solution(), prices
        entering = tableau.entering(prices)
        if entering is None:
            return None, prices
        leaving = tableau.exchange(entering)
        work += tableau.work(leaving)
    return None


def _dot(a: Iterable[Fraction], b: Iterable[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), Fraction(0))


def whole_multiple(values: list[Fraction]) -> list[Fraction]:
    """The same direction in the smallest whole numbers."""
    return [Fraction(value) for value in _whole(values)]


def _whole(values: list[Fraction]) -> list[int]:
    scale = lcm(*[value.denominator for value in values])
    whole = [int(value * scale) for value in values]
    return [value // (gcd(*whole) or 1) for value in whole]
