"""Lines in a terminal: dots of Braille, two across and four down in every letter."""

from __future__ import annotations

from itertools import pairwise

from ...page.glyphs import plain_ascii
from .panels import POINTS, Panel

# The dots of a Braille letter by column and row (Unicode Standard, Braille Patterns).
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
HEIGHT = 14
# Marks of several lines, so that they can be told apart, and where a terminal knows only ASCII.
MARKS, PLAIN = "●○×+◆□▲", "*o+x#%@"


def chart(panel: Panel, columns: int = 80, ascii_only: bool = False) -> str:
    """A panel of lines as text, at most ``columns`` wide."""
    xs = [x for line in panel.lines for x in line.xs]
    ys = [y for line in panel.lines for y in line.ys]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    right, high = right if right > left else left + 1, high if high > low else low + 1
    labels = [f"{value:.4g}".replace("-", "-" if ascii_only else "−") for value in (high, (low + high) / 2, low)]
    margin = max(map(len, labels))
    wide = max(columns - margin - 3, 10)
    marked = ascii_only or len(panel.lines) > 1
    marks = PLAIN if ascii_only else MARKS
    cells: list[list] = [[" " if marked else 0] * wide for _ in range(HEIGHT)]
    across, down = (1, 1) if marked else (2, 4)

    def dot(x: float, y: float, mark: str):
        column = round((x - left) / (right - left) * (wide * across - 1))
        row = round((high - y) / (high - low) * (HEIGHT * down - 1))
        if marked:
            cells[row][column] = mark
        else:
            cells[row // 4][column // 2] |= DOTS[column % 2][row % 4]

    order = reversed(list(enumerate(panel.lines)))
    for k, line in sorted(order, key=lambda each: each[1].style in POINTS):  # points last: a line hides none of them
        mark = marks[k % len(marks)]
        points = list(zip(line.xs, line.ys, strict=True))
        for x, y in points:
            dot(x, y, mark)
        if line.style not in POINTS:
            for (x1, y1), (x2, y2) in pairwise(points):
                steps = max(abs(x2 - x1) / (right - left) * wide * across, abs(y2 - y1) / (high - low) * HEIGHT * down)
                for j in range(1, min(int(steps) + 1, 2 * wide * across)):
                    dot(x1 + (x2 - x1) * j / (steps + 1), y1 + (y2 - y1) * j / (steps + 1), mark)
    bar, corner, flat = ("|", "+", "-") if ascii_only else ("│", "└", "─")
    at = {0: labels[0], HEIGHT // 2: labels[1], HEIGHT - 1: labels[2]}
    rows = []
    for k, row in enumerate(cells):
        drawn = "".join(row) if marked else "".join(chr(0x2800 + cell) if cell else " " for cell in row)
        rows.append(f"{at.get(k, ''):>{margin}} {bar}{drawn}".rstrip())
    ends = [f"{value:.4g}".replace("-", "-" if ascii_only else "−") for value in (left, right)]
    axis = f"{ends[0]}{panel.x:^{max(wide - len(ends[0]) - len(ends[1]), 1)}}{ends[1]}"
    legend = [f"{marks[k % len(marks)]} {line.label}" for k, line in enumerate(panel.lines)]
    rows += [f"{'':>{margin}} {corner}{flat * wide}", f"{'':>{margin}}  {axis}"]
    page = "\n".join([panel.title, *rows, *(["   ".join(legend)] if len(legend) > 1 else [])]) + "\n"
    return plain_ascii(page) if ascii_only else page


def charted(panels: list[Panel]) -> list[Panel]:
    """The panels that a terminal shows: the course of a training, or else every panel of lines."""
    lines = [panel for panel in panels if panel.charted]
    return [panel for panel in lines if panel.whole] or lines
