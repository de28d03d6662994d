"""Lines in a terminal: dots of Braille, two across and four down in every letter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, cycle, pairwise

from ...page.glyphs import plain_ascii
from .panels import POINTS, Line, Panel

# The dots of a Braille letter by column and row (Unicode Standard, Braille Patterns).
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
HEIGHT = 14
# Marks of several lines, so that they can be told apart, and where a terminal knows only ASCII.
MARKS, PLAIN = "●○×+◆□▲", "*o+x#%@"


class _Canvas:
    """The letters that lines are drawn on: dots of Braille, or of ``marked`` ones one mark in a letter."""

    def __init__(self, panel: Panel, wide: int, marked: bool):
        self.left, self.right, self.low, self.high = _frame(panel)
        self.wide, self.marked = wide, marked
        self.across, self.down = (1, 1) if marked else (2, 4)
        self.cells: list[list] = [[" " if marked else 0] * wide for _ in range(HEIGHT)]

    def draw(self, line: Line, mark: str):
        """Draws the points of a line and, unless it is of points alone, the way from each to the next."""
        points = list(zip(line.xs, line.ys, strict=True))
        for x, y in points:
            self._dot(x, y, mark)
        if line.style in POINTS:
            return
        for start, end in pairwise(points):
            self._stroke(start, end, mark)

    def rows(self) -> list[str]:
        """What is drawn, row by row."""
        if self.marked:
            return list(map("".join, self.cells))
        return ["".join(map(_braille, row)) for row in self.cells]

    def _stroke(self, start: tuple[float, float], end: tuple[float, float], mark: str):
        (x1, y1), (x2, y2) = start, end
        columns = abs(x2 - x1) / (self.right - self.left) * self.wide * self.across
        rows = abs(y2 - y1) / (self.high - self.low) * HEIGHT * self.down
        steps = max(columns, rows)
        for j in range(1, min(int(steps) + 1, 2 * self.wide * self.across)):
            self._dot(x1 + (x2 - x1) * j / (steps + 1), y1 + (y2 - y1) * j / (steps + 1), mark)

    def _dot(self, x: float, y: float, mark: str):
        column = round((x - self.left) / (self.right - self.left) * (self.wide * self.across - 1))
        row = round((self.high - y) / (self.high - self.low) * (HEIGHT * self.down - 1))
        if self.marked:
            self.cells[row][column] = mark
        else:
            self.cells[row // 4][column // 2] |= DOTS[column % 2][row % 4]


def _frame(panel: Panel) -> tuple[float, float, float, float]:
    """The least and the greatest x, the least and the greatest y; never the same."""
    left, right = _range(line.xs for line in panel.lines)
    low, high = _range(line.ys for line in panel.lines)
    return left, right, low, high


def _range(lists: Iterable[list[float]]) -> tuple[float, float]:
    """The least and the greatest of all numbers in some lists; never the same."""
    numbers = list(chain(*lists))
    least, greatest = min(numbers), max(numbers)
    return least, greatest if greatest > least else least + 1


def _braille(dots: int) -> str:
    return chr(0x2800 + dots) if dots else " "


def _told(value: float, ascii_only: bool) -> str:
    """A number at an axis."""
    return f"{value:.4g}" if ascii_only else f"{value:.4g}".replace("-", "−")


def chart(panel: Panel, columns: int = 80, ascii_only: bool = False) -> str:
    """A panel of lines as text, at most ``columns`` wide."""
    left, right, low, high = _frame(panel)
    labels = [_told(value, ascii_only) for value in (high, (low + high) / 2, low)]
    margin = max(map(len, labels))
    wide = max(columns - margin - 3, 10)
    marked = list(zip(panel.lines, cycle(PLAIN if ascii_only else MARKS), strict=False))
    canvas = _Canvas(panel, wide, ascii_only or len(panel.lines) > 1)
    last_first = marked[::-1]
    for line, mark in sorted(last_first, key=_is_points):  # points last: a line hides none of them
        canvas.draw(line, mark)
    bar, corner, flat = ("|", "+", "-") if ascii_only else ("│", "└", "─")
    at = {0: labels[0], HEIGHT // 2: labels[1], HEIGHT - 1: labels[2]}
    rows = [panel.title]
    for k, drawn in enumerate(canvas.rows()):
        rows.append(f"{at.get(k, ''):>{margin}} {bar}{drawn}".rstrip())
    start, end = _told(left, ascii_only), _told(right, ascii_only)
    axis = f"{start}{panel.x:^{max(wide - len(start) - len(end), 1)}}{end}"
    rows += [f"{'':>{margin}} {corner}{flat * wide}", f"{'':>{margin}}  {axis}"]
    if len(marked) > 1:
        rows.append("   ".join(f"{mark} {line.label}" for line, mark in marked))
    page = "\n".join(rows) + "\n"
    return plain_ascii(page) if ascii_only else page


def _is_points(marked: tuple[Line, str]) -> bool:
    return marked[0].style in POINTS


def charted(panels: list[Panel]) -> list[Panel]:
    """The panels that a terminal shows: the course of a training, or else every panel of lines."""
    shown = [panel for panel in panels if panel.charted]
    courses = [panel for panel in shown if panel.whole]
    return courses or shown
