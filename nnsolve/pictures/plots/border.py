"""Points of two classes in the plane, with the border of a linear unit at the start and after each epoch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...names import Name
from ...reading.schema import constant
from ...solution import Says
from ...subjects.linear.neuron import BIAS, THRESHOLD
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel, line_of
from .tables import keys_of, numbers_at, table_of

if TYPE_CHECKING:
    from ...solution import Solution
    from ...subjects.linear.neuron import Neuron

MOST_BORDERS = 6  # the first ones and the last

Frame = tuple[float, float, float, float]  # from left to right, from low to high
_SIGNS = {BIAS: 1, THRESHOLD: -1}


class _Point(NamedTuple):
    """A sample, and whether it is of the positive class."""

    x: float
    y: float
    positive: bool


class _Border(NamedTuple):
    """The parameters after an epoch; after epoch 0 those of the start."""

    epoch: int
    numbers: dict[Name, float]


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the points lie in a plane."""
    problem, solution = subject.problem, subject.solution
    unit, data = problem.unit, problem.data
    if unit is None or not data or len(unit.weights) != 2:
        return []
    points = []
    for sample in data:
        x, y = map(constant, sample.inputs)
        points.append(_Point(x, y, sample.positive))
    lines = [*_classes(points), *_lines(unit, solution, _frame(points))]
    title = spoken(Says("plot_border"), str)
    said = spoken(Says("plot_border_said", n=len(data), text=", ".join(line.label for line in lines)), str)
    return [Panel(title, unit.inputs[0], unit.inputs[1], lines, said, square=True)]


def _classes(points: list[_Point]) -> list[Line]:
    """The points of each class, those of the positive one filled."""
    found = []
    for positive, key, style in ((True, "plot_positive", "dots"), (False, "plot_negative", "rings")):
        own = [(point.x, point.y) for point in points if point.positive is positive]
        if own:
            found.append(line_of(spoken(Says(key), str), own, style))
    return found


def _frame(points: list[_Point]) -> Frame:
    """What the points take up, and some room around them."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    room = 0.25 * max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    return min(xs) - room, max(xs) + room, min(ys) - room, max(ys) + room


def _lines(unit: Neuron, solution: Solution, frame: Frame) -> list[Line]:
    """The borders within the frame, the last of them drawn through."""
    shown = _different(_borders(unit, solution))
    if len(shown) > MOST_BORDERS:
        shown[MOST_BORDERS - 1 :] = [shown[-1]]
    found = []
    for border in shown:
        ends = _across(unit, border.numbers, frame)
        if ends is None:
            continue
        label = spoken(Says("plot_epoch" if border.epoch else "plot_start", n=border.epoch), str)
        found.append(line_of(label, ends, "" if border is shown[-1] else "dashed"))
    return found


def _different(borders: Iterable[_Border]) -> list[_Border]:
    """The borders without those of epochs that change nothing."""
    found: list[_Border] = []
    for border in borders:
        if not found or border.numbers != found[-1].numbers:
            found.append(border)
    return found


def _borders(unit: Neuron, solution: Solution) -> Iterator[_Border]:
    """The parameters at the start and after each epoch, as far as the table of epochs holds them."""
    given = {name: constant(value) for name, value in unit.given.items()}
    yield _Border(0, given)
    table = table_of(solution, "epoch")
    if table is None:
        return
    keys = keys_of(table)
    places = {name: keys.index(name) for name in unit.parameters if name in keys}
    for row in table.rows:
        numbers = numbers_at(solution, row, places.values())
        if numbers is not None:
            yield _Border(row[0], given | dict(zip(places, numbers, strict=True)))


def _across(unit: Neuron, numbers: dict, frame: Frame) -> list[tuple[float, float]] | None:
    """Where the border w₁x₁ + w₂x₂ + c = 0 meets the frame; None where it passes beside it."""
    a, b = map(numbers.__getitem__, unit.weights)
    c = _constant(unit, numbers)
    left, right, low, high = frame
    met = set()
    if b:
        met |= {(left, -(a * left + c) / b), (right, -(a * right + c) / b)}
    if a:
        met |= {(-(b * low + c) / a, low), (-(b * high + c) / a, high)}
    inside = sorted(point for point in met if _is_inside(point, frame))
    return [inside[0], inside[-1]] if len(inside) > 1 else None


def _constant(unit: Neuron, numbers: dict) -> float:
    """What is added to the weighted inputs."""
    if not unit.constant:
        return 0.0
    return _SIGNS.get(unit.constant, constant(unit.x0)) * numbers[unit.constant]


def _is_inside(point: tuple[float, float], frame: Frame) -> bool:
    """Whether a point lies in the frame, or as near to it as doubles can tell."""
    left, right, low, high = frame
    slack = 1e-9 * max(1.0, *map(abs, frame))
    return left - slack <= point[0] <= right + slack and low - slack <= point[1] <= high + slack
