"""A layered network as a diagram: nodes in columns, links between them, and how they are placed and painted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from . import labels
from .boxes import Box, box_of
from .svg import Scene
from .text import Runs, said, width

SIZE = labels.SIZE
LINE = labels.LINE
PORT = 4.0  # from the widest text of a column to where links may bend
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
    and what stands below. ``ports`` are the places left and right of all that its column holds, where links may bend.
    """

    __slots__ = (
        *("above", "below", "biased", "hot", "key", "label", "left", "name", "ports", "right", "sort", "steps"),
        *("x", "y"),
    )

    def __init__(self, key: str, name: Runs, sort: str, label: str = ""):
        self.key, self.name, self.sort, self.label = key, name, sort, label
        self.left: list[tuple[Runs, str]] = []
        self.right: list[tuple[Runs, str]] = []
        self.above: list[tuple[Runs, str]] = []
        self.below: list[tuple[Runs, str]] = []
        self.steps: list[str] = []
        self.hot = self.biased = False
        self.x = self.y = 0.0
        self.ports = (0.0, 0.0)

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
    """An arrow between two nodes with its name and its lines of text; ``hot`` where a highlighted path leads along.

    It has at most two lines of text. ``level`` says of its beginning and of its end whether it goes level there, as
    far as the texts of the column reach. ``crossed`` counts the other lines that run through its label.
    """

    __slots__ = ("box", "crossed", "hot", "level", "lines", "name", "source", "steps", "target")

    def __init__(
        self,
        source: Node,
        target: Node,
        name: Runs,
        lines: list[tuple[Runs, str]],
        steps: Iterable[str],
        hot: bool = False,
    ):
        self.source, self.target, self.name, self.lines, self.hot = source, target, name, lines, hot
        self.steps: list[str] = list(steps)
        self.box: Box | None = None
        self.level, self.crossed = (False, False), 0

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Where the straight part begins and ends, beside which the label stands."""
        source, target = self.source, self.target
        x1, x2 = (node.ports[1 - k] if self.level[k] else node.x for k, node in enumerate((source, target)))
        angle = math.atan2(target.y - source.y, x2 - x1)
        start = (x1, source.y) if self.level[0] else source.rim(angle)
        end = (x2, target.y) if self.level[1] else target.rim(angle + math.pi)
        return *start, *end

    @property
    def points(self) -> list[tuple[float, float]]:
        """The corners of the line, from rim to rim."""
        x1, y1, x2, y2 = self.ends
        start = [self.source.rim(0)] if self.level[0] else []
        end = [self.target.rim(math.pi)] if self.level[1] else []
        return [*start, (x1, y1), (x2, y2), *end]

    @property
    def pieces(self) -> list[tuple[float, float, float, float]]:
        """The straight pieces of the line."""
        return [(*start, *end) for start, end in pairwise(self.points)]


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


T = TypeVar("T")


def elided(items: Sequence[T], most: int = MOST_SHOWN) -> list[T | None]:
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
        tight = _tight(gaps, crossed)
        if not tight:
            break
        pitch, stretch = pitch * 1.12, [room * (1.2 if k in tight else 1) for k, room in enumerate(stretch)]
    else:
        _arranged(columns, gaps, *min(found)[1:])
        for link in chain(*labelled):
            if link.box is None:
                link.lines = []
    return _painted(columns, list(chain(*gaps)), prefix)


def _tight(gaps: list[list[Link]], crossed: list[int]) -> list[int]:
    """The gaps whose labels need more room; of many labels some cross some line."""
    tight = []
    for k, (gap, count) in enumerate(zip(gaps, crossed, strict=True)):
        if count >= (1 if _few(gap) else labels.NO_ROOM):
            tight.append(k)
    return tight


def _arranged(columns: list[Column], gaps: list[list[Link]], pitch: float, stretch: list[float]) -> list[int]:
    """Places nodes and labels; how many lines run through the labels of each gap."""
    _place(columns, gaps, pitch, stretch)
    drawn = [node for column in columns for node in column.drawn if node.sort != BEND]
    for gap in gaps:
        _route(gap, drawn)
    taken = [box for node in drawn for box in (_circle(node), *_texts(node))]
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
    if len(gap) > MOST_NUMBERS:
        hot = [link for link in gap if link.hot]
        kept = hot if len(hot) <= MOST_NUMBERS else []
        for link in gap:
            if link.name and link not in kept:
                link.lines = [(link.name, "ink")] if len(gap) <= MOST_LABELS else []
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
    high = max(2 * RADIUS + (len(n.above) + len(n.below)) * LINE + 14 * n.biased for c in columns for n in c.drawn)
    bare = not any(node.name for column in columns for node in column.drawn)
    return 58 if bare else max(high + 22, 84)


def _place(columns: list[Column], gaps: list[list[Link]], pitch: float, stretch: list[float]):
    x = 0.0
    for k, column in enumerate(columns):
        caption = max(width(runs, SIZE) for runs in (column.head, column.foot)) / 2
        if k:
            before = max(caption, *(_reach(node, -1) for node in column.drawn))
            x += before + _room(gaps[k]) * stretch[k]
        column.x = x
        x += max(caption, *(_reach(node, 1) for node in column.drawn))
        for place, node in enumerate(column.nodes):
            if node:
                node.x, node.y = column.x, (place - (len(column.nodes) - 1) / 2) * pitch
        half = max(map(_half, column.drawn)) + PORT
        for node in column.drawn:
            node.ports = (column.x - half, column.x + half)


def _room(gap: list[Link]) -> float:
    """How much room the links of a gap and their labels need."""
    texts = []
    for link in gap:
        texts += [width(runs, SIZE, link.hot) for runs, _ in link.lines]
    if not texts:
        return 50 + 8 * min(len(gap), 24)
    return max([70, *texts]) * (1.5 + 0.12 * min(len(gap), 16))


def _route(gap: list[Link], nodes: list[Node]):
    """Keeps the links of a gap clear of nodes and their texts: where one is not, all go level at that end.

    Between the ports of two columns there is nothing that a line could meet.
    """
    level = (False, False)
    columns = {node.x for link in gap for node in (link.source, link.target)}
    near = [node for node in nodes if node.x in columns]
    circles = [(node, _circle(node)) for node in near]
    texts = [box.grown(labels.AIR) for box in chain(*map(_texts, near))]
    for _ in ("straight", "level at one end", "level at both"):  # a line that is level at one end is steeper elsewhere
        at_end = set()
        for link in gap:
            link.level = level
            at_end.update(_meets(link, circles, texts))
        level = (level[0] or False in at_end, level[1] or True in at_end)


def _meets(link: Link, circles: list[tuple[Node, Box]], texts: list[Box]) -> list[bool]:
    """For each text or circle of another node that a link would meet, whether this is nearer to its end."""
    boxes = texts + [box for node, box in circles if node not in (link.source, link.target)]
    pieces, halfway = link.pieces, (link.source.x + link.target.x) / 2
    return [box.middle[0] > halfway for box in boxes if any(box.crossed(*piece) for piece in pieces)]


def _half(node: Node) -> float:
    """How far a node and the texts above and below it reach to either side."""
    return max([node.wide, *(width(runs, SIZE) for runs, _ in (*node.above, *node.below))]) / 2


def _reach(node: Node, side: int) -> float:
    """How far a node and the texts above, below and beside it reach to one side."""
    middle = _half(node)
    beside = [width(runs, SIZE) for runs, _ in (node.right if side > 0 else node.left)]
    return max(middle, node.wide / 2 + 30 + max(beside) if beside else 0)


def _circle(node: Node) -> Box:
    """The place of a node without its texts."""
    return Box(node.x - node.wide / 2, node.y - RADIUS, node.x + node.wide / 2, node.y + RADIUS)


def _texts(node: Node) -> list[Box]:
    """The places of the texts above and below a node."""
    found = [(node.above, _above(node)), (node.below, _below(node))]
    return [box_of([runs for runs, _ in lines], node.x, middle, SIZE) for lines, middle in found if lines]


def _above(node: Node) -> float:
    """The height at which the middle of the texts above a node stands."""
    return node.y - RADIUS - 3 - len(node.above) * LINE / 2


def _below(node: Node) -> float:
    """The height at which the middle of the texts below a node stands; an arrow leads from those of a bias."""
    return node.y + RADIUS + 3 + 12 * node.biased + len(node.below) * LINE / 2


def _painted(columns: list[Column], links: list[Link], prefix: str) -> Scene:
    paint = Scene(prefix)
    for link in sorted(links, key=lambda link: link.hot):
        paint.group(link.steps)
        paint.path(link.points, "hot" if link.hot else "line", 2.4 if link.hot else 1.2, link.target.sort != BEND)
        paint.end()
    for link in links:
        if link.lines:
            _label(paint, link)
    for column in columns:
        _column(paint, column)
    _captions(paint, columns)
    return paint


def _label(paint: Scene, link: Link):
    """The label of a link, along it."""
    x, y = link.box.middle
    paint.labels.append(link.box)
    paint.group(link.steps, turned=(link.box.degrees, x, y) if link.box.angle else None)
    _lines(paint, link.lines, x, y, link.hot, noted=False, apart=LINE + 2 * labels.GAP, halo=link.crossed > 0)
    paint.end()


def _column(paint: Scene, column: Column):
    """The nodes of a column, with dots where some are left out."""
    for node in column.drawn:
        if node.sort != BEND:
            paint.group(node.steps, node.label)
            _node(paint, node)
            paint.end()
    for place, node in enumerate(column.nodes):
        if node is None:
            above, below = column.nodes[place - 1], column.nodes[place + 1]
            paint.dots(column.x, (above.y + below.y) / 2)


def _node(paint: Scene, node: Node):
    for texts, side, anchor in ((node.left, -1, "end"), (node.right, 1, "start")):
        if texts:
            rim = node.x + side * node.wide / 2
            start, end = (rim + side * 26, rim + side) if side < 0 else (rim, rim + side * 26)
            paint.line(start, node.y, end, node.y, arrow=True)
            _lines(paint, texts, rim + side * 30, node.y, False, anchor)
    if node.biased:
        rim = node.y + RADIUS
        paint.line(node.x, rim + 14, node.x, rim + 1, arrow=True)
    _lines(paint, node.above, node.x, _above(node), False)
    _lines(paint, node.below, node.x, _below(node), False)
    fill = {"input": "input", "output": "output"}.get(node.sort, "node")
    paint.pill(node.x, node.y, node.wide, 2 * RADIUS, fill, "hot" if node.hot else "line", 2.4 if node.hot else 1.4)
    if node.name:
        paint.text([node.name], node.x, node.y, 16, bold=node.hot)


def _lines(
    paint: Scene,
    lines: list[tuple[Runs, str]],
    x: float,
    y: float,
    hot: bool,
    anchor: str = "middle",
    noted: bool = True,
    apart: float = LINE,
    halo: bool = False,
):
    """Lines of text one under another, each a pair of runs and its colour."""
    for k, (runs, colour) in enumerate(lines):
        own = "hot" if hot and colour == "ink" else colour
        paint.text([runs], x, y + (k - (len(lines) - 1) / 2) * apart, SIZE, own, anchor, hot, noted, halo)


def _captions(paint: Scene, columns: list[Column]):
    """The names of the layers above, their sizes and activations below, clear of all else."""
    top, bottom = paint.extent.top, paint.extent.bottom
    for column in columns:
        for runs, y, size in ((column.head, top - 20, 14), (column.foot, bottom + 20, 13)):
            if runs:
                paint.text([runs], column.x, y, size, "soft")
