"""Activations and their derivatives as curves, with the points of the problem on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ...formula.expr import Symbol
from ...formula.numbers import DOUBLES, finite
from ...names import Name, Role
from ...solution import Says, evaluate
from ...words import spoken
from ..subject import Subject
from .panels import Panel, line_of

if TYPE_CHECKING:
    from ...formula.expr import Expr

FINE = 241
LEAST = 4.0  # how far the curves reach on both sides at least
MOST = 50.0


Point = tuple[float, float]


class Curve(Protocol):
    """An activation as its problem shows it: what it is called, and the formulas of its value and its slope."""

    written: str
    here: Name

    def mark(self, of: str, prime: str = "") -> str: ...
    def value(self, at: Symbol, x: float, /) -> Sequence[Expr]: ...
    def slope(self, at: Symbol, out: Symbol, x: float, /) -> Sequence[Expr]: ...


def panels(subject: Subject) -> list[Panel]:
    """One panel for each activation; softmax is no curve."""
    problem = subject.problem
    farthest = max(map(abs, problem.points), default=0.0)
    far = min(max(LEAST, farthest * 1.15), MOST)
    given = evaluate([], given=subject.solution.given)
    return [_panel(curve, problem.points, far, given) for curve in problem.curves.curves]


def _panel(curve: Curve, points: Sequence[float], far: float, given: dict) -> Panel:
    xs = [-far + 2 * far * k / (FINE - 1) for k in range(FINE)]
    values, slopes = _values(curve, xs, given)
    shown = [x for x in points if abs(x) <= far]
    lines = [
        line_of(curve.mark("x"), values),
        line_of(curve.mark("x", "′"), slopes, "dashed"),
        line_of(spoken(Says("plot_points"), str), _values(curve, shown, given)[0], "dots"),
    ]
    lines = [line for line in lines if line.xs]
    said = spoken(Says("plot_activation", what=curve.written, name=f"{-far:g}".replace("-", "−"), end=f"{far:g}"), str)
    return Panel(curve.written, "x", "", lines, said)


def _values(curve: Curve, xs: Sequence[float], given: dict) -> tuple[list[Point], list[Point]]:
    """The points of a curve and those of its slope, where they have a value by the formulas of the page."""
    values, slopes = [], []
    for x in xs:
        at, out = Symbol(Name(Role.INPUT, "x")), Symbol(curve.here)
        known = given | {at.name: x}
        value = _number(curve.value(at, x)[0], known)
        if value is None:
            continue
        values.append((x, value))
        slope = _number(curve.slope(at, out, x)[0], known | {out.name: value})
        if slope is not None:
            slopes.append((x, slope))
    return values, slopes


def _number(formula: Expr, values: dict) -> float | None:
    try:
        value = float(formula.evaluate(values, DOUBLES))
    except (ArithmeticError, ValueError):
        return None
    return value if finite(value) else None
