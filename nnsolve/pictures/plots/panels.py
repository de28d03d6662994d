"""What a plot shows, as plain data: no library of figures is needed to gather it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line through points; ``style`` is '' or 'dashed' for a line, 'dots' or 'rings' for points, 'path' for both."""

    label: str
    xs: list[float]
    ys: list[float]
    style: str = ""


def line_of(label: str, points: Iterable[Sequence[float]], style: str = "") -> Line:
    """A line through points given as pairs."""
    xs: list[float] = []
    ys: list[float] = []
    for x, y in points:
        xs.append(x)
        ys.append(y)
    return Line(label, xs, ys, style)


class Grid(NamedTuple):
    """A function over a rectangle, for contours: rows of values from the lowest y up."""

    xs: list[float]
    ys: list[float]
    values: list[list[float | None]]


class Map(NamedTuple):
    """A matrix shown as squares with its numbers, ``texts``, as the page prints them."""

    label: str
    values: list[list[float]]
    texts: list[list[str]]


class Panel:
    """One pair of axes: lines over perhaps a grid, or maps side by side; ``said`` is the panel in words.

    ``whole``: whether x counts things, so that only whole numbers stand on its axis. ``square``: equal scales.
    """

    __slots__ = ("grid", "lines", "maps", "said", "square", "title", "whole", "x", "y")

    def __init__(
        self,
        title: str,
        x: str = "",
        y: str = "",
        lines: Iterable[Line] = (),
        said: str = "",
        whole: bool = False,
        square: bool = False,
    ):
        self.title, self.x, self.y, self.said = title, x, y, said
        self.lines: list[Line] = list(lines)
        self.grid: Grid | None = None
        self.maps: list[Map] = []
        self.whole, self.square = whole, square

    @property
    def charted(self) -> bool:
        """Whether a terminal can show it: lines alone."""
        return bool(self.lines) and self.grid is None and not self.maps


POINTS = ("dots", "rings")  # the styles of points without a line
MOST_POINTS = 2000


def thinned(points: list) -> list:
    """At most :data:`MOST_POINTS` of many points, evenly chosen, with the first and the last."""
    if len(points) <= MOST_POINTS:
        return points
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(k * step)] for k in range(MOST_POINTS)]
