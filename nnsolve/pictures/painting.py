"""A diagram that is laid out, painted: links below, then their labels, nodes with their texts, and captions."""

from __future__ import annotations

from .boxes import Box
from .extents import AWAY, above, below
from .labels import GAP, LINE, SIZE
from .nodes import BEND, RADIUS, Column, Lines, Link, Node
from .svg import Scene

_FILLS = {"input": "input", "output": "output"}


def painted(columns: list[Column], links: list[Link], prefix: str) -> Scene:
    """The scene of columns and links; ``prefix`` stands before its ids."""
    paint = Scene(prefix)
    for link in sorted(links, key=lambda link: link.hot):
        _link(paint, link)
    for link in links:
        if link.lines and link.box:
            _label(paint, link, link.box)
    for column in columns:
        _column(paint, column)
    _captions(paint, columns)
    return paint


def _link(paint: Scene, link: Link):
    paint.group(link.steps)
    colour, wide = ("hot", 2.4) if link.hot else ("line", 1.2)
    paint.path(link.points, colour, wide, arrow=link.target.sort != BEND)
    paint.end()


def _label(paint: Scene, link: Link, box: Box):
    """The label of a link, along it."""
    x, y = box.middle
    paint.labels.append(box)
    paint.group(link.steps, turned=(box.degrees, x, y) if box.angle else None)
    heights = _heights(len(link.lines), y, LINE + 2 * GAP)
    for (runs, colour), height in zip(link.lines, heights, strict=True):
        own = "hot" if link.hot and colour == "ink" else colour
        paint.text([runs], x, height, SIZE, own, bold=link.hot, noted=False, halo=link.crossed > 0)
    paint.end()


def _column(paint: Scene, column: Column):
    """The nodes of a column, with dots where some are left out."""
    for node in column.drawn:
        if node.sort != BEND:
            paint.group(node.steps, node.label)
            _node(paint, node)
            paint.end()
    nodes = column.nodes
    for before, shown, after in zip(nodes, nodes[1:], nodes[2:], strict=False):
        if shown is None and before and after:
            paint.dots(column.x, (before.y + after.y) / 2)


def _node(paint: Scene, node: Node):
    left, right = node.x - node.wide / 2, node.x + node.wide / 2
    if node.left:
        paint.line(left - 26, node.y, left - 1, node.y, arrow=True)
        _lines(paint, node.left, left - AWAY, node.y, "end")
    if node.right:
        paint.line(right, node.y, right + 26, node.y, arrow=True)
        _lines(paint, node.right, right + AWAY, node.y, "start")
    if node.biased:
        rim = node.y + RADIUS
        paint.line(node.x, rim + 14, node.x, rim + 1, arrow=True)
    _lines(paint, node.above, node.x, above(node))
    _lines(paint, node.below, node.x, below(node))
    edge, thick = ("hot", 2.4) if node.hot else ("line", 1.4)
    paint.pill(node.x, node.y, node.wide, 2 * RADIUS, _FILLS.get(node.sort, "node"), edge, thick)
    if node.name:
        paint.text([node.name], node.x, node.y, 16, bold=node.hot)


def _lines(paint: Scene, lines: Lines, x: float, y: float, anchor: str = "middle"):
    """Lines of text one under another around (x, y)."""
    for (runs, colour), height in zip(lines, _heights(len(lines), y, LINE), strict=True):
        paint.text([runs], x, height, SIZE, colour, anchor)


def _heights(count: int, y: float, apart: float) -> list[float]:
    """The heights of so many lines around y."""
    return [y + (k - (count - 1) / 2) * apart for k in range(count)]


def _captions(paint: Scene, columns: list[Column]):
    """The names of the layers above, their sizes and activations below, clear of all else."""
    top, bottom = paint.extent.top, paint.extent.bottom
    for column in columns:
        if column.head:
            paint.text([column.head], column.x, top - 20, 14, "soft")
        if column.foot:
            paint.text([column.foot], column.x, bottom + 20, 13, "soft")
