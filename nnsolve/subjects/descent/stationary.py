"""The stationary point near a trace, and what its second derivatives say: a minimum, a maximum or a saddle."""

from __future__ import annotations

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
        size = max(map(abs, self.eigenvalues)) or 1.0
        signs = {0 if abs(value) <= 1e-9 * size else 1 if value > 0 else -1 for value in self.eigenvalues}
        if signs >= {1, -1}:
            return "saddle"
        return {frozenset({1}): "minimum", frozenset({-1}): "maximum"}.get(frozenset(signs), "flat")


def hessian_at(objective: Objective, point: dict[Name, float]) -> list[list[float]] | None:
    """The matrix of second derivatives at a point, or None where it has no value."""
    if objective.hessian is None:
        return None
    entries = complete_values({pair: number_at(formula, point) for pair, formula in objective.hessian.items()})
    if entries is None:
        return None
    names = objective.variables
    return [[entries[(a, b) if (a, b) in entries else (b, a)] for b in names] for a in names]


def stationary_near(objective: Objective, guess: dict[Name, float]) -> Stationary | None:
    """The point of zero gradient that Newton's method finds from ``guess``; None where it finds none near by."""
    point = _newton(objective, guess)
    if point is None:
        return None
    snapped = {name: float(f"{round(value, 12):.12g}") + 0.0 for name, value in point.items()}
    for candidate in (snapped, point):
        slopes = complete(number_at(part, candidate) for part in objective.gradient.values())
        matrix = hessian_at(objective, candidate)
        if matrix is None or slopes is None or objective.at_kink(candidate):
            continue
        if max(map(abs, slopes)) <= 1e-9 * (1 + max(abs(entry) for row in matrix for entry in row)):
            return Stationary(candidate, matrix)
    return None


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
            change = numpy.linalg.solve(numpy.array(matrix), numpy.array(gradient)).tolist()
        except (numpy.linalg.LinAlgError, OverflowError):
            change = [0.0] * len(gradient)
        size = 1 + max(map(abs, point.values()))
        point = {name: value - step for (name, value), step in zip(point.items(), change, strict=True)}
        if not max(map(abs, change)) < 1e150:
            return None
        if max(map(abs, change)) <= 1e-13 * size:
            break
    return point


def star(name: Name) -> Name:
    """The name of a coordinate of the stationary point."""
    return Name(Role.RESULT, name, STAR)


def entry_name(a: Name, b: Name) -> Name:
    """The name of a second derivative."""
    return Name(Role.RESULT, "H", f"{a}{b}")


def stationary_section(objective: Objective, found: Stationary, marks: dict) -> tuple[Section, dict[Name, float]]:
    """The second derivatives at the stationary point as steps, and of one or two variables their eigenvalues."""
    names = objective.variables
    steps: list[Step] = []
    for name in names:
        marks[star(name)] = Mark(f"{name}*")
    printed = objective.printed_hessian(found.point)
    for (a, b), formula in printed.items():
        marks[entry_name(a, b)] = Mark("H", f"{a}{b}")
        key = "gd_second_same" if a == b else "gd_second"
        steps.append(
            Step(entry_name(a, b), objective.at(formula, star), Says(key, f=str(objective.name), first=[a], second=[b]))
        )
    point = said_point(found.point.values())
    blocks = [
        Block(
            None,
            steps,
            Says("gd_star", n=len(names), names=[star(each) for each in names], point=point),
        )
    ]
    if len(names) > 2:
        values = ", ".join(map(said, found.eigenvalues))
        blocks.append(Block(None, [], Says("gd_eigenvalues_many", values=values)))
    if len(names) == 2:
        diagonal = number_at(printed[names[0], names[1]], found.point) == 0.0
        blocks.append(Block(None, _eigenvalues(names[0], names[1], diagonal, marks)))
    return Section(Says("gd_stationary"), blocks), {star(name): value for name, value in found.point.items()}


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
