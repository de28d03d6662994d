"""Where the nodes of a diagram stand, how its links lead, and how much room the labels between them need."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from . import labels
from .boxes import Box
from .extents import circles, half, height, reach, texts, wide
from .nodes import BEND, Column, Link, Node
from .text import width

PORT = 4.0  # from the widest text of a column to where links may bend
ATTEMPTS = 7
MOST_LABELS = 40  # links of one gap that carry their names
MOST_NUMBERS = 16  # links of one gap that carry their numbers too

Gap = list[Link]  # the links that end in one column


class _Room(NamedTuple):
    """The distance of the nodes of a column, and how many times its usual width each gap is."""

    pitch: float
    stretch: list[float]

    def more(self, tight: list[int]) -> _Room:
        """More room, above all in the gaps whose labels need it."""
        stretch = list(self.stretch)
        for k in tight:
            stretch[k] *= 1.2
        return _Room(self.pitch * 1.12, stretch)


def laid_out(columns: list[Column], links: list[Link]) -> list[Link]:
    """Places nodes, links and labels; the links by the column in which they end."""
    gaps = _gaps(columns, links)
    for gap in gaps:
        _thin(gap)
    room = _Room(_pitch(columns), [1.0] * len(gaps))
    tried: list[tuple[int, _Room]] = []
    for attempt in range(ATTEMPTS):  # more room until labels stand clear
        crossed = _arranged(columns, gaps, room)
        tight = _tight(gaps, crossed)
        if not tight:
            break
        tried.append((sum(crossed) + attempt, room))
        room = room.more(tight)
    else:
        _arranged(columns, gaps, min(tried)[1])
        _leave_out(gaps)
    return list(chain(*gaps))


def _gaps(columns: list[Column], links: list[Link]) -> list[Gap]:
    """The links by the column in which they end."""
    gaps: list[Gap] = [[] for _ in columns]
    gap_of = {}
    for gap, column in zip(gaps, columns, strict=True):
        for node in column.drawn:
            gap_of[id(node)] = gap
    for link in links:
        gap_of[id(link.target)].append(link)
    return gaps


def _thin(gap: Gap):
    """Of many links their names alone are labels, of very many those of highlighted ones."""
    if len(gap) <= MOST_NUMBERS:
        return
    hot = [link for link in gap if link.hot]
    kept = hot if len(hot) <= MOST_NUMBERS else []
    named = len(gap) <= MOST_LABELS
    for link in gap:
        if link.name and link not in kept:
            link.lines = [(link.name, "ink")] if named else []


def _leave_out(gaps: list[Gap]):
    """Leaves out the labels that have no place, of all gaps that have some."""
    for link in chain(*gaps):
        if link.box is None:
            link.lines = []


def _tight(gaps: list[Gap], crossed: list[int]) -> list[int]:
    """The gaps whose labels need more room; of many labels some cross some line."""
    tight = []
    for k, (gap, count) in enumerate(zip(gaps, crossed, strict=True)):
        few = len(gap) <= MOST_NUMBERS  # so few labels can each stand clear of all lines
        if count >= (1 if few else labels.NO_ROOM):
            tight.append(k)
    return tight


def _arranged(columns: list[Column], gaps: list[Gap], room: _Room) -> list[int]:
    """Places nodes and labels; how many lines run through the labels of each gap."""
    _place(columns, gaps, room)
    drawn = [node for node in _nodes(columns) if node.sort != BEND]
    taken = [*circles(drawn), *texts(drawn)]
    crossed = []
    for gap in gaps:
        _route(gap, drawn)
        crossed.append(labels.place(gap, taken))
    return crossed


# Nodes


def _nodes(columns: list[Column]) -> list[Node]:
    return [node for column in columns for node in column.drawn]


def _pitch(columns: list[Column]) -> float:
    """The distance of the nodes of a column: their circles and texts, and some air."""
    nodes = _nodes(columns)
    if not any(node.name for node in nodes):
        return 58
    return max(max(map(height, nodes)) + 22, 84)


def _place(columns: list[Column], gaps: list[Gap], room: _Room):
    """Puts the columns side by side, as far apart as their texts and the labels between them need."""
    x = 0.0
    for k, column in enumerate(columns):
        caption = max(width(column.head, labels.SIZE), width(column.foot, labels.SIZE)) / 2
        if k:
            before = max(caption, *(reach(node, node.left) for node in column.drawn))
            x += before + _wide(gaps[k]) * room.stretch[k]
        _place_column(column, x, room.pitch)
        x += max(caption, *(reach(node, node.right) for node in column.drawn))


def _place_column(column: Column, x: float, pitch: float):
    """Puts the nodes of a column under each other."""
    column.x = x
    side = max(map(half, column.drawn)) + PORT
    for place, node in enumerate(column.nodes):
        if node:
            node.x, node.y = x, column.height_of(place, pitch)
            node.ports = (x - side, x + side)


def _wide(gap: Gap) -> float:
    """How much room the links of a gap and their labels need."""
    labelled = [link for link in gap if link.lines]
    if not labelled:
        return 50 + 8 * min(len(gap), 24)
    widest = max(wide(link.lines, link.hot) for link in labelled)
    return max(70, widest) * (1.5 + 0.12 * min(len(gap), 16))


# Links


def _route(gap: Gap, nodes: list[Node]):
    """Keeps the links of a gap clear of nodes and their texts: where one is not, all go level at that end.

    Between the ports of two columns there is nothing that a line could meet.
    """
    level = (False, False)
    obstacles = _Obstacles(gap, nodes)
    for _ in ("straight", "level at one end", "level at both"):  # a line that is level at one end is steeper elsewhere
        at_end: set[bool] = set()
        for link in gap:
            link.level = level
            at_end |= obstacles.met(link)
        level = (level[0] or False in at_end, level[1] or True in at_end)


class _Obstacles:
    """What the links of a gap could meet: the nodes of the columns that they join, and the texts of these."""

    def __init__(self, gap: Gap, nodes: list[Node]):
        columns: set[float] = set()
        for link in gap:
            columns |= {link.source.x, link.target.x}
        self.nodes = [node for node in nodes if node.x in columns]
        self.texts = [box.grown(labels.AIR) for box in texts(self.nodes)]
        self.circles = circles(self.nodes)

    def met(self, link: Link) -> set[bool]:
        """Of what a link meets, whether it is nearer to its end."""
        pieces, halfway = link.pieces, (link.source.x + link.target.x) / 2
        found = set()
        for box in self._besides(link):
            if any(box.crossed(*piece) for piece in pieces):
                found.add(box.middle[0] > halfway)
        return found

    def _besides(self, link: Link) -> list[Box]:
        """All but the two nodes that a link joins."""
        boxes = list(self.texts)
        for node, circle in zip(self.nodes, self.circles, strict=True):
            if node not in (link.source, link.target):
                boxes.append(circle)
        return boxes
