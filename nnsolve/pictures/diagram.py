"""A layered network as a diagram: nodes in columns, links between them, and how they are placed and painted."""

from __future__ import annotations

import math

from . import labels
from .boxes import Box
from .svg import Scene
from .text import Runs, said, width

SIZE = 14
ATTEMPTS = 7
BEND = "bend"
RADIUS = 25
MOST_SHOWN = 16  # nodes of one column; of more the first, three dots, and the last
FIRST_SHOWN = 4
MOST_LABELS = 40  # links of one gap that carry their names
MOST_NUMBERS = 16  # links of one gap that carry their numbers too


class Node:
    """A circle: its name, lines of text around it, and the steps it stands for.

    ``sort``: input, hidden, output, or bend for a place where a link bends. ``left`` and ``right`` stand beside it,
    ``above`` and ``below`` where their names say; each is a list of (runs, colour). ``biased`` puts an arrow between it
    and what stands below.
    """

    __slots__ = ("above", "below", "biased", "hot", "key", "label", "left", "name", "right", "sort", "steps", "x", "y")

    def __init__(self, key: str, name: Runs, sort: str, label: str = ""):
        self.key, self.name, self.sort, self.label = key, name, sort, label
        self.left: list[tuple[Runs, str]] = []
        self.right: list[tuple[Runs, str]] = []
        self.above: list[tuple[Runs, str]] = []
        self.below: list[tuple[Runs, str]] = []
        self.steps: list[str] = []
        self.hot = self.biased = False
        self.x = self.y = 0.0

    @property
    def wide(self) -> float:
        """The circle's width; a longer name makes a pill of it."""
        return 0 if self.sort == BEND else max(2 * RADIUS, width(self.name, 16, self.hot) + 22)

    def rim(self, angle: float) -> tuple[float, float]:
        """Where a line at an angle leaves the circle, or the round end of the pill."""
        if self.sort == BEND:
            return self.x, self.y
        side = math.copysign(self.wide / 2 - RADIUS, math.cos(angle))
        return self.x + side + (RADIUS + 1) * math.cos(angle), self.y + (RADIUS + 1) * math.sin(angle)


class Link:
    """An arrow between two nodes with its name and its lines of text; ``hot`` where a highlighted path leads along."""

    __slots__ = ("box", "hot", "lines", "name", "source", "steps", "target")

    def __init__(self, source: Node, target: Node, name: Runs, lines: list[tuple[Runs, str]], steps, hot: bool = False):
        self.source, self.target, self.name, self.lines, self.hot = source, target, name, lines, hot
        self.steps: list[str] = list(steps)
        self.box: Box | None = None

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Where the line begins and ends: on the rims of the nodes."""
        angle = math.atan2(self.target.y - self.source.y, self.target.x - self.source.x)
        (x1, y1), (x2, y2) = self.source.rim(angle), self.target.rim(angle + math.pi)
        return x1, y1, x2, y2


class Column:
    """One layer: the nodes that are drawn, None for those left out; what stands above and below the column."""

    __slots__ = ("foot", "head", "nodes", "x")

    def __init__(self, nodes: list[Node | None], head: Runs, foot: Runs = ()):
        self.nodes, self.head, self.foot = nodes, head, foot
        self.x = 0.0

    @property
    def drawn(self) -> list[Node]:
        """The nodes that are drawn."""
        return [node for node in self.nodes if node]


def elided(items, most: int = MOST_SHOWN) -> list:
    """``items``, or the first of them, None for those left out, and the last."""
    return list(items) if len(items) <= most else [*items[:FIRST_SHOWN], None, items[-1]]


def scene(columns: list[Column], links: list[Link], prefix: str = "") -> Scene:
    """Places everything and paints it."""
    gaps = _gaps(columns, links)
    labelled = [gap for gap in gaps if _labelled(gap)]
    pitch, stretch, found = _pitch(columns), [1.0] * len(gaps), []
    for attempt in range(ATTEMPTS):  # more room until labels stand clear
        crossed = _arranged(columns, gaps, pitch, stretch)
        found.append((sum(crossed) + attempt, pitch, stretch))
        # Of many labels some cross some line.
        tight = [k for k, count in enumerate(crossed) if count >= (1 if _few(gaps[k]) else labels.NO_ROOM)]
        if not tight:
            break
        pitch, stretch = pitch * 1.12, [room * (1.2 if k in tight else 1) for k, room in enumerate(stretch)]
    else:
        _arranged(columns, gaps, *min(found)[1:])
        for link in (link for gap in labelled for link in gap if link.box is None):
            link.lines = []
    return _painted(columns, [link for gap in gaps for link in gap], prefix)


def _arranged(columns, gaps, pitch: float, stretch: list[float]) -> list[int]:
    """Places nodes and labels; how many lines run through the labels of each gap."""
    _place(columns, gaps, pitch, stretch)
    taken = _taken(columns)
    return [labels.place(gap, taken) for gap in gaps]


def _few(gap: list[Link]) -> bool:
    """Whether a gap has so few labels that each can stand clear of all lines."""
    return sum(bool(link.lines) for link in gap) <= MOST_NUMBERS >= len(gap)


def told(columns: list[Column], most: int = 40) -> str:
    """What stands at the nodes, in words: ``h1: net_h1 = 0.3775, b1 = 0.35``."""
    parts = []
    for node in (node for column in columns for node in column.drawn):
        lines = [said(runs) for runs, _ in (*node.left, *node.above, *node.below, *node.right)]
        parts += [f"{node.label}: {', '.join(lines)}"] if lines else []
    return "; ".join(parts[:most] + ["…"] * (len(parts) > most))


def _labelled(gap: list[Link]) -> bool:
    """Whether the links of a gap carry labels: of many their names alone, of very many those of highlighted ones."""
    hot = [link for link in gap if link.hot]
    named = [link for link in gap if link.name]
    for link in named if len(gap) > MOST_NUMBERS else ():
        whole = link.hot and len(hot) <= MOST_NUMBERS
        short = [(link.name, "ink")] if len(gap) <= MOST_LABELS else []
        link.lines = link.lines if whole else short
    return any(link.lines for link in gap)


def _gaps(columns: list[Column], links: list[Link]) -> list[list[Link]]:
    """The links by the column in which they end."""
    place = {id(node): k for k, column in enumerate(columns) for node in column.drawn}
    gaps: list[list[Link]] = [[] for _ in columns]
    for link in links:
        gaps[place[id(link.target)]].append(link)
    return gaps


def _pitch(columns: list[Column]) -> float:
    """The distance of the nodes of a column: their circles and texts, and some air."""
    line = SIZE * 1.25
    high = max(2 * RADIUS + (len(n.above) + len(n.below)) * line + 14 * n.biased for c in columns for n in c.drawn)
    bare = not any(node.name for column in columns for node in column.drawn)
    return 58 if bare else max(high + 22, 84)


def _place(columns: list[Column], gaps: list[list[Link]], pitch: float, stretch: list[float]):
    x = 0.0
    for k, column in enumerate(columns):
        caption = max(width(runs, SIZE) for runs in (column.head, column.foot)) / 2
        wide = max(caption, *(_reach(node, -1) for node in column.drawn))
        if k:
            texts = [width(runs, SIZE, link.hot) for link in gaps[k] for runs, _ in link.lines]
            count = len(gaps[k])
            room = max([70, *texts]) * (1.5 + 0.12 * min(count, 16)) if texts else 50 + 8 * min(count, 24)
            x += wide + room * stretch[k]
        column.x = x
        x += max(caption, *(_reach(node, 1) for node in column.drawn))
        for place, node in enumerate(column.nodes):
            if node:
                node.x, node.y = column.x, (place - (len(column.nodes) - 1) / 2) * pitch


def _reach(node: Node, side: int) -> float:
    """How far a node and the texts above, below and beside it reach to one side."""
    middle = max([node.wide, *(width(runs, SIZE) for runs, _ in (*node.above, *node.below))]) / 2
    beside = [width(runs, SIZE) for runs, _ in (node.right if side > 0 else node.left)]
    return max(middle, node.wide / 2 + 30 + max(beside) if beside else 0)


def _taken(columns: list[Column]) -> list[Box]:
    """The places of nodes and of the texts above and below them."""
    boxes, line = [], SIZE * 1.25
    for node in (node for column in columns for node in column.drawn if node.sort != BEND):
        half = max([node.wide, *(width(runs, SIZE) for runs, _ in (*node.above, *node.below))]) / 2
        above, below = len(node.above) * line, len(node.below) * line + 16 * node.biased
        boxes.append(Box(node.x - half, node.y - RADIUS - above, node.x + half, node.y + RADIUS + below))
    return boxes


def _painted(columns: list[Column], links: list[Link], prefix: str) -> Scene:
    paint = Scene(prefix)
    for link in sorted(links, key=lambda link: link.hot):
        paint.group(link.steps)
        paint.line(*link.ends, "hot" if link.hot else "line", 2.4 if link.hot else 1.2, link.target.sort != BEND)
        paint.end()
    for link in (link for link in links if link.lines):
        x, y = link.box.middle
        paint.labels.append(link.box)
        paint.group(link.steps, turned=(link.box.degrees, x, y) if link.box.angle else None)
        paint.pill(x, y, link.box.right - link.box.left, link.box.bottom - link.box.top, "paper", "", corner=3)
        _lines(paint, link.lines, x, y, link.hot, noted=False)
        paint.end()
    for column in columns:
        for node in (node for node in column.drawn if node.sort != BEND):
            paint.group(node.steps, node.label)
            _node(paint, node)
            paint.end()
        for place, node in enumerate(column.nodes):
            if node is None:
                above, below = column.nodes[place - 1], column.nodes[place + 1]
                paint.dots(column.x, (above.y + below.y) / 2)
    _captions(paint, columns)
    return paint


def _node(paint: Scene, node: Node):
    line = SIZE * 1.25
    for texts, side, anchor in ((node.left, -1, "end"), (node.right, 1, "start")):
        if texts:
            rim = node.x + side * node.wide / 2
            start, end = (rim + side * 26, rim + side) if side < 0 else (rim, rim + side * 26)
            paint.line(start, node.y, end, node.y, arrow=True)
            _lines(paint, texts, rim + side * 30, node.y, False, anchor)
    if node.above:
        _backed(paint, node.above, node.x, node.y - RADIUS - 3 - len(node.above) * line / 2)
    if node.below:
        top = node.y + RADIUS + (12 if node.biased else 0)
        if node.biased:
            paint.line(node.x, top + 2, node.x, top - 11, arrow=True)
        _backed(paint, node.below, node.x, top + 3 + len(node.below) * line / 2)
    fill = {"input": "input", "output": "output"}.get(node.sort, "node")
    paint.pill(node.x, node.y, node.wide, 2 * RADIUS, fill, "hot" if node.hot else "line", 2.4 if node.hot else 1.4)
    if node.name:
        paint.text([node.name], node.x, node.y, 16, bold=node.hot)


def _backed(paint: Scene, lines: list[tuple[Runs, str]], x, y):
    """Lines on paper, which covers links that pass behind."""
    wide = max(width(runs, SIZE) for runs, _ in lines)
    paint.pill(x, y, wide, len(lines) * SIZE * 1.25, "paper", "", corner=3)
    _lines(paint, lines, x, y, False)


def _lines(paint: Scene, lines: list[tuple[Runs, str]], x, y, hot: bool, anchor="middle", noted=True):
    """Lines one under another, each in its colour."""
    line = SIZE * 1.25
    for k, (runs, colour) in enumerate(lines):
        own = "hot" if hot and colour == "ink" else colour
        paint.text([runs], x, y + (k - (len(lines) - 1) / 2) * line, SIZE, own, anchor, hot, noted)


def _captions(paint: Scene, columns: list[Column]):
    """The names of the layers above, their sizes and activations below, clear of all else."""
    top, bottom = paint.extent.top, paint.extent.bottom
    for column in columns:
        for runs, y, size in ((column.head, top - 20, 14), (column.foot, bottom + 20, 13)):
            if runs:
                paint.text([runs], column.x, y, size, "soft")
