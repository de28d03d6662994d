"""Points of two classes in the plane, with the border of a linear unit at the start and after each epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.schema import constant
from ...solution import Says
from ...subjects.linear.neuron import BIAS, THRESHOLD
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel
from .tables import column, keys_of, table_of

if TYPE_CHECKING:
    from ...solution import Solution
    from ...subjects.linear.neuron import Neuron

MOST_BORDERS = 6  # the first ones and the last

Frame = tuple[float, float, float, float]  # from left to right, from low to high


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the points lie in a plane."""
    problem, solution = subject.problem, subject.solution
    unit, data = problem.unit, problem.data
    if unit is None or not data or len(unit.weights) != 2:
        return []
    points = [(*map(constant, point.inputs), point.positive) for point in data]
    lines = [*_classes(points), *_lines(unit, solution, _frame(points))]
    title = spoken(Says("plot_border"), str)
    said = spoken(Says("plot_border_said", n=len(data), text=", ".join(line.label for line in lines)), str)
    return [Panel(title, unit.inputs[0], unit.inputs[1], lines, said, square=True)]


def _classes(points: list[tuple[float, float, bool]]) -> list[Line]:
    """The points of each class, those of the positive one filled."""
    found = []
    for positive, key, style in ((True, "plot_positive", "dots"), (False, "plot_negative", "rings")):
        own = [(x, y) for x, y, said in points if said is positive]
        if own:
            label = spoken(Says(key), str)
            found.append(Line(label, [x for x, _ in own], [y for _, y in own], style))
    return found


def _frame(points: list[tuple[float, float, bool]]) -> Frame:
    """What the points take up, and some room around them."""
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    room = 0.25 * max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    return min(xs) - room, max(xs) + room, min(ys) - room, max(ys) + room


def _lines(unit: Neuron, solution: Solution, frame: Frame) -> list[Line]:
    """The borders within the frame, the last of them drawn through."""
    borders = list(_borders(unit, solution))
    # An epoch that changes nothing has the border of the one before.
    borders = [each for k, each in enumerate(borders) if k == 0 or each[1] != borders[k - 1][1]]
    shown = borders if len(borders) <= MOST_BORDERS else [*borders[: MOST_BORDERS - 1], borders[-1]]
    found = []
    for epoch, numbers in shown:
        ends = _across(unit, numbers, frame)
        if ends is None:
            continue
        label = spoken(Says("plot_epoch" if epoch else "plot_start", n=epoch), str)
        style = "" if (epoch, numbers) == shown[-1] else "dashed"
        found.append(Line(label, [ends[0][0], ends[1][0]], [ends[0][1], ends[1][1]], style))
    return found


def _borders(unit: Neuron, solution: Solution):
    """The parameters at the start and after each epoch, as far as the table of epochs holds them."""
    given = {name: constant(value) for name, value in unit.given.items()}
    yield 0, given
    table = table_of(solution, "epoch")
    if table is None:
        return
    known = {name: column(solution, table, name) for name in unit.parameters if name in keys_of(table)}
    for k, row in enumerate(table.rows):
        numbers = {name: values[k] for name, values in known.items()}
        if None not in numbers.values():
            yield row[0], given | numbers


def _across(unit: Neuron, numbers: dict, frame: Frame) -> list[tuple[float, float]] | None:
    """Where the border w₁x₁ + w₂x₂ + c = 0 meets the frame; None where it passes beside it."""
    a, b = (numbers[name] for name in unit.weights)
    sign = {BIAS: 1, THRESHOLD: -1}.get(unit.constant, constant(unit.x0))
    c = sign * numbers[unit.constant] if unit.constant else 0.0
    left, right, low, high = frame
    found = []
    if b:
        found += [(x, -(a * x + c) / b) for x in (left, right)]
    if a:
        found += [(-(b * y + c) / a, y) for y in (low, high)]
    slack = 1e-9 * max(1.0, *map(abs, frame))
    inside = [(x, y) for x, y in found if left - slack <= x <= right + slack and low - slack <= y <= high + slack]
    inside = sorted(set(inside))
    return [inside[0], inside[-1]] if len(inside) > 1 else None
