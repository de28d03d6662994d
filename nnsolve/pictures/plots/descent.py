"""The path of gradient descent and of optimisers: over the curve of one variable, over the contours of two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...names import At, named
from ...solution import Says, Table
from ...subjects.descent.function import number_at
from ...words import spoken
from ..subject import Subject
from .course import COURSES, objective_of, title_of
from .panels import Grid, Line, Panel, line_of, thinned
from .tables import keys_of, known_points, table_of

if TYPE_CHECKING:
    from ...subjects.descent.function import Objective

FINE = 120  # points of a curve
COARSE = 48  # points of a side of a grid


def panels(subject: Subject) -> list[Panel]:
    """The path, where the function is one of one or two variables and the table holds them."""
    objective = objective_of(subject)
    table = table_of(subject.solution, COURSES[subject.kind][0])
    if objective is None or table is None or objective.extra or len(objective.variables) > 2:
        return []
    paths = _paths(subject, table, objective)
    if not paths:
        return []
    bounds = []
    for k in range(len(objective.variables)):
        bounds.append(_bounds([point[k] for _, points in paths for point in points]))
    return [(_curve if len(bounds) == 1 else _contours)(objective, paths, *bounds)]


def _paths(subject: Subject, table: Table, objective: Objective) -> list[tuple[str, list[tuple[float, ...]]]]:
    """The title of every run, and the points that it comes to."""
    paths = []
    for run in dict.fromkeys(named(key).at.run for key in keys_of(table)[1:]):
        keys = [name.moved(At(run=run)) for name in objective.variables]
        points = known_points(subject.solution, table, keys) if set(keys) <= set(keys_of(table)) else []
        if points:
            paths.append((title_of(subject, run), thinned(points)))
    return paths


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
    lines = [line_of(objective.name, _on_curve(objective, _between(*bounds, FINE)))]
    for title, points in paths:
        label = title or spoken(Says("plot_path"), str)
        lines.append(line_of(label, _on_curve(objective, [x for (x,) in points]), "path"))
    title = spoken(Says("plot_on_curve", what=objective.name), str)
    return Panel(title, name, objective.name, lines, f"{title}: {_ends(paths, [name])}.")


def _on_curve(objective: Objective, places: Iterable[float]) -> list[tuple[float, float]]:
    """The points of a function of one variable at these places, where it has a value."""
    (name,) = objective.variables
    points = []
    for x in places:
        y = number_at(objective.formula, {name: x})
        if y is not None:
            points.append((x, y))
    return points


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
