"""The path of gradient descent and of optimisers: over the curve of one variable, over the contours of two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ...names import At, named
from ...solution import Says, Table
from ...subjects.descent.function import number_at
from ...words import spoken
from ..subject import Subject
from .course import course_of, objective_of, title_of
from .panels import Grid, Panel, line_of, thinned
from .tables import keys_of, known_points, table_of

if TYPE_CHECKING:
    from ...subjects.descent.function import Objective

FINE = 120  # points of a curve
COARSE = 48  # points of a side of a grid


def panels(subject: Subject) -> list[Panel]:
    """The path, where the function is one of one or two variables and the table holds them."""
    objective = objective_of(subject)
    table = table_of(subject.solution, course_of(subject.kind)[0])
    if objective is None or table is None or objective.extra or len(objective.variables) > 2:
        return []
    paths = _paths(subject, table, objective)
    if not paths:
        return []
    bounds = list(map(_bounds, zip(*chain(*(path.points for path in paths)), strict=True)))
    if len(bounds) == 1:
        return [_curve(objective, paths, *bounds)]
    return [_contours(objective, paths, *bounds)]


class _Path(NamedTuple):
    """The title of a run, and the points that it comes to."""

    title: str
    points: list[tuple[float, ...]]


def _paths(subject: Subject, table: Table, objective: Objective) -> list[_Path]:
    """The path of every run."""
    known, paths = keys_of(table), []
    for run in dict.fromkeys(named(key).at.run for key in known[1:]):
        keys = [name.moved(At(run=run)) for name in objective.variables]
        if not set(keys) <= set(known):
            continue
        points = known_points(subject.solution, table, keys)
        if points:
            paths.append(_Path(title_of(subject, run), thinned(points)))
    return paths


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """A little more than what the path takes up."""
    low, high = min(values), max(values)
    room = 0.2 * (high - low) or 1.0
    return low - room, high + room


def _between(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * k / (count - 1) for k in range(count)]


def _curve(objective: Objective, paths: list[_Path], bounds: tuple[float, float]) -> Panel:
    """The function of one variable, and the points of each path on it."""
    (name,) = objective.variables
    lines = [line_of(objective.name, _on_curve(objective, _between(*bounds, FINE)))]
    for path in paths:
        lines.append(line_of(_label(path), _on_curve(objective, chain(*path.points)), "path"))
    title = spoken(Says("plot_on_curve", what=objective.name), str)
    return Panel(title, name, objective.name, lines, f"{title}: {_ends(paths, [name])}.")


def _label(path: _Path) -> str:
    return path.title or spoken(Says("plot_path"), str)


def _on_curve(objective: Objective, places: Iterable[float]) -> list[tuple[float, float]]:
    """The points of a function of one variable at these places, where it has a value."""
    (name,) = objective.variables
    points = []
    for x in places:
        y = number_at(objective.formula, {name: x})
        if y is not None:
            points.append((x, y))
    return points


def _contours(objective: Objective, paths: list[_Path], across: tuple[float, float], up: tuple[float, float]) -> Panel:
    """The contours of a function of two variables, and the paths."""
    first, second = objective.variables
    lines = [line_of(_label(path), path.points, "path") for path in paths]
    title = spoken(Says("plot_on_contours", what=objective.name), str)
    panel = Panel(title, first, second, lines, f"{title}: {_ends(paths, [first, second])}.")
    xs, ys = _between(*across, COARSE), _between(*up, COARSE)
    values = []
    for y in ys:
        values.append([number_at(objective.formula, {first: x, second: y}) for x in xs])
    panel.grid = Grid(xs, ys, values)
    return panel


def _ends(paths: list[_Path], names: list[str]) -> str:
    """Where each path begins and ends, in words."""
    told = []
    for path in paths:
        ends = f"{_place(names, path.points[0])} → {_place(names, path.points[-1])}"
        told.append(f"{path.title}: {ends}" if path.title else ends)
    return "; ".join(told).replace("-", "−")


def _place(names: list[str], point: tuple[float, ...]) -> str:
    """A point in words."""
    return ", ".join(f"{name} = {value:.6g}" for name, value in zip(names, point, strict=True))
