"""The context of a decoder in the unrolled picture: what every step sees of it, and what the state begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..subjects.recurrent import CONTEXT

if TYPE_CHECKING:
    from ..subjects.recurrent import Direction
    from .text import Runs
    from .unrolled import Drawing

# How far a context stands from its state: to the left of it, and below.
_LEFT, _BELOW, _RADIUS, _HIGH = 30, 44, 12, 36


def paint_context(drawing: Drawing) -> None:
    """A small circle beside every state that sees the context, and one in front of the first that begins with it."""
    for number, row in enumerate(drawing.rows):
        direction = row.direction
        if direction is None:
            continue
        columns = [column for column, time in enumerate(drawing.times) if time is not None]
        if _sees(direction):
            for column in columns:
                _beside(drawing, drawing.place(number, column), _weight(drawing, direction, "context"))
        if "h" in direction.from_context:
            first = columns[-1] if row.back else columns[0]
            _before(drawing, drawing.place(number, first), row.back, _weight(drawing, direction, "h"))


def _sees(direction: Direction) -> bool:
    """Whether a gate weighs the context, by weights of its own or as columns of one matrix."""
    return "context" in direction.columns or any(gate.context is not None for gate in direction.gates.values())


def _weight(drawing: Drawing, direction: Direction, source: str) -> Runs | None:
    """The name of the weights of a source; None where there are several gates."""
    if len(direction.gates) > 1:
        return None
    (gate,) = direction.gates.values()
    given = gate.context if source == "context" else gate.h
    return drawing.numbers.name(given.name) if given is not None else None


def _circle(drawing: Drawing, x: float, y: float) -> None:
    drawing.scene.pill(x, y, 2 * _RADIUS, 2 * _RADIUS, "input", "line", 1.4)
    drawing.scene.text([drawing.numbers.name(CONTEXT)], x, y, 13)


def _beside(drawing: Drawing, place: tuple[float, float], weight: Runs | None) -> None:
    """The context at one step, with an arrow into its state."""
    x, y = place[0] - drawing.wide / 2 - _LEFT, place[1] + _BELOW
    _circle(drawing, x, y)
    end = place[0] - drawing.wide / 4, place[1] + _HIGH / 2 + 2
    drawing.scene.line(x + _RADIUS + 2, y, *end, arrow=True)
    if weight:
        drawing.scene.text([weight], (x + _RADIUS + end[0]) / 2, y + 8, 13, "soft", halo=True)


def _before(drawing: Drawing, place: tuple[float, float], back: bool, weight: Runs | None) -> None:
    """The context in front of the first state, which it begins."""
    side = 1 if back else -1
    x, y = place[0] + side * (drawing.wide / 2 + 2 * _LEFT), place[1]
    _circle(drawing, x, y)
    start, end = x - side * (_RADIUS + 2), place[0] + side * (drawing.wide / 2 + 2)
    drawing.scene.line(start, y, end, y, arrow=True)
    if weight:
        drawing.scene.text([weight], (start + end) / 2, y - 11, 13, "soft", halo=True)
