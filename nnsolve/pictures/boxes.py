"""The places of labels: boxes, upright or turned along a line, and whether they meet each other or a line."""

from __future__ import annotations

import math

from .text import Runs, widest


class Box:
    """Where a label stands: its edges, its text, and the angle by which it is turned about its centre."""

    __slots__ = ("angle", "bottom", "left", "radius", "right", "text", "top")

    def __init__(self, left: float, top: float, right: float, bottom: float, text: str = "", angle: float = 0.0):
        self.left, self.top, self.right, self.bottom, self.text, self.angle = left, top, right, bottom, text, angle
        self.radius = math.hypot(right - left, bottom - top) / 2

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def degrees(self) -> float:
        """The angle as SVG takes it."""
        return math.degrees(self.angle)

    def grown(self, by: float) -> Box:
        """The box with some air around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by, self.text, self.angle)

    def corners(self) -> list[tuple[float, float]]:
        """The four corners, turned."""
        x, y = self.middle
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        flat = [(self.left - x, self.top - y), (self.right - x, self.top - y)]
        flat += [(self.right - x, self.bottom - y), (self.left - x, self.bottom - y)]
        return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in flat]

    def meets(self, other: Box, apart: float = 0) -> bool:
        """Whether two boxes overlap, or come nearer than ``apart`` (by separating axes where one is turned)."""
        if not self.angle and not other.angle:
            beside = self.left >= other.right + apart or other.left >= self.right + apart
            above = self.top >= other.bottom + apart or other.top >= self.bottom + apart
            return not beside and not above
        (x1, y1), (x2, y2), reach = self.middle, other.middle, self.radius + other.radius + apart
        if (x1 - x2) ** 2 + (y1 - y2) ** 2 >= reach * reach:
            return False
        return not any(self._parted(other, angle, apart) for angle in {*self._axes(), *other._axes()})

    def _axes(self) -> tuple[float, float]:
        """The directions of its sides."""
        return self.angle, self.angle + math.pi / 2

    def _parted(self, other: Box, angle: float, apart: float) -> bool:
        """Whether there is a gap of at least ``apart`` between two boxes as seen along a direction."""
        cos, sin = math.cos(angle), math.sin(angle)
        mine = [x * cos + y * sin for x, y in self.corners()]
        theirs = [x * cos + y * sin for x, y in other.corners()]
        return max(mine) + apart <= min(theirs) or max(theirs) + apart <= min(mine)

    def crossed(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Whether a line passes through the box (Liang and Barsky's clipping, in the box's own axes)."""
        x, y = self.middle
        dx, dy = x2 - x1, y2 - y1
        away = dx * (y - y1) - dy * (x - x1)  # times the line's length
        if away * away >= self.radius * self.radius * (dx * dx + dy * dy):
            return False
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        ax, ay = (x1 - x) * cos + (y1 - y) * sin, (y1 - y) * cos - (x1 - x) * sin
        bx, by = (x2 - x) * cos + (y2 - y) * sin, (y2 - y) * cos - (x2 - x) * sin
        half, tall = (self.right - self.left) / 2, (self.bottom - self.top) / 2
        enters, leaves = _inside(ax, bx - ax, half)
        comes, goes = _inside(ay, by - ay, tall)
        return max(0.0, enters, comes) < min(1.0, leaves, goes)

    def __repr__(self) -> str:
        return f"Box({self.left:.0f}, {self.top:.0f}, {self.right:.0f}, {self.bottom:.0f}, {self.text!r})"


def _inside(start: float, step: float, half: float) -> tuple[float, float]:
    """Which part of the way from ``start`` on, ``step`` long, lies between −half and half; an empty one is turned."""
    near, far = -half - start, half - start
    if abs(step) >= 1e-9:
        first, last = sorted((near / step, far / step))
        return first, last
    inside = near <= 0 <= far
    return (0.0, 1.0) if inside else (1.0, 0.0)


_LEFT_OF = {"start": 0, "middle": 0.5, "end": 1}  # how much of a text is left of where it is anchored


def box_of(
    lines: list[Runs], x: float, y: float, size: float, anchor: str = "middle", angle: float = 0.0, bold: bool = False
) -> Box:
    """The box of lines of text whose middle (or start, or end) is at x and whose centre is at y."""
    wide, high = widest(lines, size, bold), len(lines) * size * 1.25
    left = x - wide * _LEFT_OF[anchor]
    text = " / ".join(map(_letters, lines))
    return Box(left, y - high / 2, left + wide, y + high / 2, text, angle)


def _letters(runs: Runs) -> str:
    return "".join(run.text for run in runs)
