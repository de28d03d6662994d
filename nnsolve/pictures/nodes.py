"""What a diagram is made of: nodes in columns, and links between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from .boxes import Box
from .text import Runs, width

BEND = "bend"
RADIUS = 25
MOST_SHOWN = 16  # nodes of one column; of more the first, three dots, and the last
FIRST_SHOWN = 4

Lines = list[tuple[Runs, str]]  # texts under each other, and the colour of each


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
        self.left: Lines = []
        self.right: Lines = []
        self.above: Lines = []
        self.below: Lines = []
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
        lines: Lines,
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
        x1 = source.ports[1] if self.level[0] else source.x
        x2 = target.ports[0] if self.level[1] else target.x
        angle = math.atan2(target.y - source.y, x2 - x1)
        start = (x1, source.y) if self.level[0] else source.rim(angle)
        end = (x2, target.y) if self.level[1] else target.rim(angle + math.pi)
        return *start, *end

    @property
    def points(self) -> list[tuple[float, float]]:
        """The corners of the line, from rim to rim."""
        x1, y1, x2, y2 = self.ends
        found = [(x1, y1), (x2, y2)]
        if self.level[0]:
            found.insert(0, self.source.rim(0))
        if self.level[1]:
            found.append(self.target.rim(math.pi))
        return found

    @property
    def pieces(self) -> list[tuple[float, float, float, float]]:
        """The straight pieces of the line."""
        return [(*start, *end) for start, end in pairwise(self.points)]


class Column:
    """One layer: the nodes that are drawn, None for those left out; what stands above and below the column."""

    __slots__ = ("foot", "head", "nodes", "x")

    def __init__(self, nodes: Sequence[Node | None], head: Runs, foot: Runs = ()):
        self.nodes, self.head, self.foot = nodes, head, foot
        self.x = 0.0

    @property
    def drawn(self) -> list[Node]:
        """The nodes that are drawn."""
        return list(filter(None, self.nodes))

    def height_of(self, place: int, pitch: float) -> float:
        """How far below the middle a place of the column is, where neighbours are ``pitch`` apart."""
        return (place - (len(self.nodes) - 1) / 2) * pitch


T = TypeVar("T")


def elided(items: Sequence[T], most: int = MOST_SHOWN) -> list[T | None]:
    """``items``, or the first of them, None for those left out, and the last."""
    if len(items) <= most:
        return list(items)
    return [*items[:FIRST_SHOWN], None, items[-1]]
