"""The path of gradient descent and of optimisers: over the curve of one variable, over the contours of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...names import At, named
from ...solution import Says
from ...subjects.descent.function import number_at
from ...words import spoken
from ..subject import Subject
from .course import COURSES, objective_of, title_of
from .panels import Grid, Line, Panel, thinned
from .tables import column, keys_of, table_of

if TYPE_CHECKING:
    from ...subjects.descent.function import Objective

FINE = 120  # points of a curve
COARSE = 48  # points of a side of a grid


def panels(subject: Subject) -> list[Panel]:
    """The path, where the function is one of one or two variables and the table holds them."""
    objective, solution = objective_of(subject), subject.solution
    table = table_of(solution, COURSES[subject.kind][0])
    if objective is None or table is None or objective.extra or len(objective.variables) > 2:
        return []
    paths = []
    for run in dict.fromkeys(named(key).at.run for key in keys_of(table)[1:]):
        keys = [name.moved(At(run=run)) for name in objective.variables]
        if all(key in keys_of(table) for key in keys):
            rows = zip(*(column(solution, table, key) for key in keys), strict=True)
            points = [point for point in rows if None not in point]
            paths += [(title_of(subject, run), thinned(points))] if points else []
    if not paths:
        return []
    bounds = [_bounds([point[k] for _, points in paths for point in points]) for k in range(len(objective.variables))]
    return [(_curve if len(bounds) == 1 else _contours)(objective, paths, *bounds)]


def _bounds(values: list[float]) -> tuple[float, float]:
    """A little more than what the path takes up."""
    low, high = min(values), max(values)
    room = 0.2 * (high - low) or 1.0
    return low - room, high + room


def _between(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * k / (count - 1) for k in range(count)]


def _curve(
    objective: Objective, paths: list[tuple[str, list[tuple[float, ...]]]], bounds: tuple[float, float]
) -> Panel:
    """The function of one variable, and the points of each path on it."""
    (name,) = objective.variables
    curve = [(x, number_at(objective.formula, {name: x})) for x in _between(*bounds, FINE)]
    known = [(x, y) for x, y in curve if y is not None]
    lines = [Line(objective.name, [x for x, _ in known], [y for _, y in known])]
    for title, points in paths:
        heights = [(x, number_at(objective.formula, {name: x})) for (x,) in points]
        heights = [(x, y) for x, y in heights if y is not None]
        label = title or spoken(Says("plot_path"), str)
        lines.append(Line(label, [x for x, _ in heights], [y for _, y in heights], "path"))
    title = spoken(Says("plot_on_curve", what=objective.name), str)
    return Panel(title, name, objective.name, lines, f"{title}: {_ends(paths, [name])}.")


def _contours(
    objective: Objective,
    paths: list[tuple[str, list[tuple[float, ...]]]],
    across: tuple[float, float],
    up: tuple[float, float],
) -> Panel:
    """The contours of a function of two variables, and the paths."""
    first, second = objective.variables
    xs, ys = _between(*across, COARSE), _between(*up, COARSE)
    values = [[number_at(objective.formula, {first: x, second: y}) for x in xs] for y in ys]
    lines = []
    for title, points in paths:
        label = title or spoken(Says("plot_path"), str)
        lines.append(Line(label, [x for x, _ in points], [y for _, y in points], "path"))
    title = spoken(Says("plot_on_contours", what=objective.name), str)
    panel = Panel(title, first, second, lines, f"{title}: {_ends(paths, [first, second])}.")
    panel.grid = Grid(xs, ys, values)
    return panel


def _ends(paths: list[tuple[str, list[tuple[float, ...]]]], names: list[str]) -> str:
    """Where each path begins and ends, in words."""
    told = []
    for title, points in paths:
        ends = (zip(names, point, strict=True) for point in (points[0], points[-1]))
        start, end = (", ".join(f"{name} = {value:.6g}" for name, value in pairs) for pairs in ends)
        told.append(f"{title}: {start} → {end}" if title else f"{start} → {end}")
    return "; ".join(told).replace("-", "−")
