"""The stationary point near a trace, and what its second derivatives say: a minimum, a maximum or a saddle."""

from __future__ import annotations

from typing import Any

from ...formula.expr import TWO, Add, Div, Pow, Sub, Symbol
from ...formula.functions import sqrt
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.yamlfile import complete, complete_values
from ...solution import Block, Says, Section, Step
from .function import Objective, number_at
from .names import said, said_point

STAR = "*"
EIGENVALUES = tuple(Name(Role.RESULT, f"λ{number}") for number in (1, 2))
_MOST_NEWTON_STEPS = 40


class Stationary:
    """A point where the gradient vanishes: its coordinates, and the eigenvalues of the Hessian there, falling."""

    __slots__ = ("eigenvalues", "matrix", "point", "vectors")

    def __init__(self, point: dict[Name, float], matrix: list[list[float]]):
        import numpy

        self.point, self.matrix = point, matrix
        values, vectors = numpy.linalg.eigh(numpy.array(matrix, dtype=float))
        self.eigenvalues, self.vectors = values[::-1].tolist(), vectors.T[::-1].tolist()

    @property
    def nature(self) -> str:
        """'minimum', 'maximum', 'saddle', or 'flat' where an eigenvalue is 0 and the signs do not decide."""
        none = 1e-9 * max(map(abs, self.eigenvalues))
        largest, least = self.eigenvalues[0], self.eigenvalues[-1]
        if largest > none and least < -none:
            return "saddle"
        if least > none:
            return "minimum"
        return "maximum" if largest < -none else "flat"


def hessian_at(objective: Objective, point: dict[Name, float]) -> list[list[float]] | None:
    """The matrix of second derivatives at a point, or None where it has no value."""
    if objective.hessian is None:
        return None
    entries = complete_values({pair: number_at(formula, point) for pair, formula in objective.hessian.items()})
    if entries is None:
        return None
    rows = []
    for a in objective.variables:
        row = []
        for b in objective.variables:
            pair = (a, b) if (a, b) in entries else (b, a)
            row.append(entries[pair])
        rows.append(row)
    return rows


def stationary_near(objective: Objective, guess: dict[Name, float]) -> Stationary | None:
    """The point of zero gradient that Newton's method finds from ``guess``; None where it finds none near by."""
    point = _newton(objective, guess)
    if point is None:
        return None
    snapped = {name: float(f"{round(value, 12):.12g}") + 0.0 for name, value in point.items()}
    return _stationary_at(objective, snapped) or _stationary_at(objective, point)


def _stationary_at(objective: Objective, point: dict[Name, float]) -> Stationary | None:
    """The point itself, where its gradient is 0 but for rounding."""
    slopes = complete(number_at(part, point) for part in objective.gradient.values())
    matrix = hessian_at(objective, point)
    if matrix is None or slopes is None or objective.at_kink(point):
        return None
    largest = 0.0
    for row in matrix:
        largest = max(largest, *map(abs, row))
    if max(map(abs, slopes)) > 1e-9 * (1 + largest):
        return None
    return Stationary(point, matrix)


def _newton(objective: Objective, guess: dict[Name, float]) -> dict[Name, float] | None:
    """Where Newton's method comes to from ``guess``; None where it leaves all numbers, or what has a value."""
    import numpy

    point = dict(guess)
    for _ in range(_MOST_NEWTON_STEPS):
        gradient = [number_at(part, point) for part in objective.gradient.values()]
        matrix = hessian_at(objective, point)
        if matrix is None or None in gradient:
            return None
        try:
            changes = numpy.linalg.solve(numpy.array(matrix), numpy.array(gradient)).tolist()
        except (numpy.linalg.LinAlgError, OverflowError):
            changes = [0.0] * len(gradient)
        size = 1 + max(map(abs, point.values()))
        for name, change in zip(point, changes, strict=True):
            point[name] -= change
        largest = max(map(abs, changes))
        if not largest < 1e150:
            return None
        if largest <= 1e-13 * size:
            break
    return point


def star(name: Name) -> Name:
    """The name of a coordinate of the stationary point."""
    return Name(Role.RESULT, name, STAR)


def entry_name(a: Name, b: Name) -> Name:
    """The name of a second derivative."""
    return Name(Role.RESULT, "H", f"{a}{b}")


def stationary_section(objective: Objective, found: Stationary, marks: dict) -> tuple[Section, dict[Name, Any]]:
    """The second derivatives at the stationary point as steps, and of one or two variables their eigenvalues."""
    names = objective.variables
    stars = list(map(star, names))
    marks |= {each: Mark(f"{name}*") for name, each in zip(names, stars, strict=True)}
    steps: list[Step] = []
    printed = objective.printed_hessian(found.point)
    for (a, b), formula in printed.items():
        marks[entry_name(a, b)] = Mark("H", f"{a}{b}")
        key = "gd_second_same" if a == b else "gd_second"
        reason = Says(key, f=str(objective.name), first=[a], second=[b])
        steps.append(Step(entry_name(a, b), objective.at(formula, star), reason))
    intro = Says("gd_star", n=len(names), names=stars, point=said_point(found.point.values()))
    blocks = [Block(None, steps, intro)]
    if len(names) > 2:
        values = ", ".join(map(said, found.eigenvalues))
        blocks.append(Block(None, [], Says("gd_eigenvalues_many", values=values)))
    if len(names) == 2:
        diagonal = number_at(printed[names[0], names[1]], found.point) == 0.0
        blocks.append(Block(None, _eigenvalues(names[0], names[1], diagonal, marks)))
    coordinates = dict(zip(stars, found.point.values(), strict=True))
    return Section(Says("gd_stationary"), blocks), coordinates


def _eigenvalues(a: Name, b: Name, diagonal: bool, marks: dict) -> list[Step]:
    """λ = (H_aa + H_bb)/2 ± √(((H_aa − H_bb)/2)² + H_ab²); of a diagonal matrix its entries."""
    first, mixed, second = (Symbol(entry_name(*pair)) for pair in ((a, a), (a, b), (b, b)))
    larger, smaller = EIGENVALUES
    marks |= {larger: Mark("λ", "1"), smaller: Mark("λ", "2")}
    if diagonal:
        reason = Says("gd_diagonal")
        return [Step(larger, first, reason), Step(smaller, second)]
    middle = Div(Add((first, second)), TWO)
    root = sqrt(Add((Pow(Div(Sub(first, second), TWO), TWO), Pow(mixed, TWO))))
    reason = Says("gd_eigenvalues")
    return [Step(larger, Add((middle, root)), reason), Step(smaller, Sub(middle, root))]
