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


def _phase_one(columns: list[list[Fraction]], rows: int):
    """λ ≥ 0 with Σ λ·column = (0, …, 0, 1), or prices u with u·column ≤ 0 for all and u·(0, …, 0, 1) > 0; or None.

    The revised simplex method with artificial variables; Bland's rule, so that it ends.
    """
    inverse = [[Fraction(int(i == j)) for j in range(rows)] for i in range(rows)]
    values = [Fraction(0)] * (rows - 1) + [Fraction(1)]
    basis = list(range(-rows, 0))  # artificial variables have numbers below 0
    work = 0
    while work < MOST_WORK:
        costly = [i for i, variable in enumerate(basis) if variable < 0]
        prices = [sum((inverse[i][j] for i in costly), Fraction(0)) for j in range(rows)]
        if not any(values[i] for i in costly):
            solution = [Fraction(0)] * len(columns)
            for variable, value in zip(basis, values, strict=True):
                if variable >= 0:
                    solution[variable] = value
            return solution, None
        entering = next((k for k, column in enumerate(columns) if _dot(prices, column) > 0), None)
        if entering is None:
            return None, prices
        direction = [_dot(row, columns[entering]) for row in inverse]
        ratios = [(values[i] / d, basis[i], i) for i, d in enumerate(direction) if d > 0]
        step, _, leaving = min(ratios)
        for i in range(rows):
            if i != leaving and direction[i]:
                share = direction[i] / direction[leaving]
                inverse[i] = [a - share * b for a, b in zip(inverse[i], inverse[leaving], strict=True)]
                values[i] -= direction[i] * step
        inverse[leaving] = [a / direction[leaving] for a in inverse[leaving]]
        values[leaving], basis[leaving] = step, entering
        words = max(value.denominator.bit_length() for value in inverse[leaving]) // 64 + 1
        work += (rows + len(columns)) * rows * words
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
