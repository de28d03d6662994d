"""Activations and their derivatives as curves, with the points of the problem on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.expr import Symbol
from ...formula.numbers import DOUBLES, finite
from ...names import Name, Role
from ...solution import Says, evaluate
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel

if TYPE_CHECKING:
    from ...formula.expr import Expr

FINE = 241
LEAST = 4.0  # how far the curves reach on both sides at least
MOST = 50.0


def panels(subject: Subject) -> list[Panel]:
    """One panel for each activation; softmax is no curve."""
    problem = subject.problem
    if problem.curves is None:
        return []
    far = min(max([LEAST, *(abs(x) * 1.15 for x in problem.points)]), MOST)
    given = evaluate([], given=subject.solution.given)
    return [_panel(curve, problem, far, given) for curve in problem.curves.curves]


def _panel(curve, problem, far: float, given: dict) -> Panel:
    xs = [-far + 2 * far * k / (FINE - 1) for k in range(FINE)]
    values, slopes = zip(*(_at(curve, x, given) for x in xs), strict=True)
    points = [x for x in problem.points if abs(x) <= far]
    lines = [
        _line(curve.mark("x"), xs, values),
        _line(curve.mark("x", "′"), xs, slopes, "dashed"),
        _line(spoken(Says("plot_points"), str), points, [_at(curve, x, given)[0] for x in points], "dots"),
    ]
    lines = [line for line in lines if line.xs]
    said = spoken(Says("plot_activation", what=curve.written, name=f"{-far:g}".replace("-", "−"), end=f"{far:g}"), str)
    return Panel(curve.written, "x", "", lines, said)


def _line(label: str, xs: Sequence[float], ys: Sequence[float | None], style: str = "") -> Line:
    """A line through those points that have a value."""
    known = [(x, y) for x, y in zip(xs, ys, strict=True) if y is not None]
    return Line(label, [x for x, _ in known], [y for _, y in known], style)


def _at(curve, x: float, given: dict) -> tuple[float | None, float | None]:
    """Value and slope at x by the formulas of the page; None where there is none."""
    at, out = Symbol(Name(Role.INPUT, "x")), Symbol(curve.here)
    values = given | {at.name: x}
    found = _number(curve.value(at, x)[0], values)
    slope = None if found is None else _number(curve.slope(at, out, x)[0], values | {out.name: found})
    return found, slope


def _number(formula: Expr, values: dict) -> float | None:
    try:
        value = float(formula.evaluate(values, DOUBLES))
    except (ArithmeticError, ValueError):
        return None
    return value if finite(value) else None
