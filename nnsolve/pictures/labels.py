"""Where the labels of links stand: beside their own line, clear of nodes, of other lines and of each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .boxes import Box, box_of
from .text import Runs

if TYPE_CHECKING:
    from .nodes import Link

SIZE = 14
# The fractions of the way along a link at which its label may stand, those tried first in front.
FRACTIONS = [k / 40 for k in range(4, 37)]
AIR = 2.0
# Between a label and its own line; the letters themselves keep some more from the edges of their box.
GAP = 3.0
LINE = SIZE * 1.25
ABOVE = 1
SIDES = (ABOVE, -ABOVE)
NO_ROOM = 1000

Choice = tuple[float, Box]  # what speaks against a place, and the place
Straight = tuple[float, float, float, float]  # a straight piece of a line, from a point to another


def place(links: list[Link], taken: list[Box]) -> int:
    """Gives every link with lines the box of its label; how many other lines run through the labels.

    A label of one line stands above its link, or below it where that is freer; of two lines one stands above and one
    below, so that the link between them is drawn whole. Where there is no room for all of them, some have no box and
    the number is larger than :data:`NO_ROOM`. The links with the fewest free places come first, and each takes the
    place that other lines cross least.
    """
    pieces = [(link, link.pieces) for link in links]
    wanted = [(link, _choices(link, pieces, taken)) for link in links if link.lines]
    for _ in range(len(wanted) + 1):
        stuck = _stuck(wanted)
        if stuck is None:
            return sum(link.crossed for link, _ in wanted)
        wanted.insert(0, wanted.pop(stuck))  # what found no room comes first the next time
    placed: list[Box] = []
    for link, choices in wanted:
        _give(link, choices, placed)
    return NO_ROOM + sum(link.box is None for link, _ in wanted)


def _stuck(wanted: list[tuple[Link, list[Choice]]]) -> int | None:
    """Gives the links their boxes one after another; the place of the first that has no free place left, or None."""
    placed: list[Box] = []
    for k, (link, choices) in enumerate(wanted):
        if not _give(link, choices, placed):
            return k
    return None


def _give(link: Link, choices: list[Choice], placed: list[Box]) -> bool:
    """Gives a link the best of its places that is clear of those ``placed``, which it joins; whether there is one."""
    link.crossed, link.box = 0, None
    for against, box in choices:
        if not _meets(box, placed):
            link.crossed, link.box = int(against), box
            placed.append(box)
            return True
    return False


def _choices(link: Link, pieces: list[tuple[Link, list[Straight]]], taken: list[Box]) -> list[Choice]:
    """The places beside a link that are clear of nodes, the best ones first: each behind what speaks against it."""
    near = _near(link, taken)
    others: list[Straight] = []
    for other, own in pieces:
        if other is not link:
            others += own
    found: list[Choice] = []
    for fraction, side, box in _places(link):
        if not _meets(box, near):
            off_centre = abs(fraction - 0.5) * 1.7
            found.append((_crossed(box, others) + off_centre + (0 if side == ABOVE else 0.1), box))
    return sorted(found, key=lambda choice: choice[0])


def _near(link: Link, taken: list[Box]) -> list[Box]:
    """Those of the boxes that a label of a link might meet."""
    x1, _, x2, _ = link.ends
    return [box for box in taken if box.right > x1 - 2 * LINE and box.left < x2 + 2 * LINE]


def _meets(box: Box, others: list[Box]) -> bool:
    """Whether a box meets one of several."""
    return any(box.meets(other, AIR) for other in others)


def _crossed(box: Box, lines: list[Straight]) -> int:
    """How many lines run through a box and the air around it."""
    wide = box.grown(AIR)
    return sum(wide.crossed(*line) for line in lines)


def _places(link: Link) -> Iterator[tuple[float, float, Box]]:
    """The places beside a link where its label fits: the part of the way, the side, and the box."""
    x1, y1, x2, y2 = link.ends
    runs = [runs for runs, _ in link.lines]
    angle, length = math.atan2(y2 - y1, x2 - x1), math.hypot(x2 - x1, y2 - y1)
    if not length:
        return
    half = box_of(runs, 0, 0, SIZE, bold=link.hot).right / length
    sides = SIDES if len(runs) == 1 else SIDES[:1]
    for fraction in FRACTIONS:
        if fraction - half < 0.02 or fraction + half > 1 - 14 / length:
            continue
        x, y = x1 + (x2 - x1) * fraction, y1 + (y2 - y1) * fraction
        for side in sides:
            yield fraction, side, _beside(runs, x, y, angle, side, link.hot)


def _beside(runs: list[Runs], x: float, y: float, angle: float, side: int, bold: bool) -> Box:
    """The box of a label at a point of its line: one line of text on one side of it, two on both."""
    if len(runs) > 1:
        box = box_of(runs, x, y, SIZE, angle=angle, bold=bold)
        return Box(box.left, box.top - GAP, box.right, box.bottom + GAP, box.text, angle)
    away = side * (LINE / 2 + GAP)
    return box_of(runs, x + math.sin(angle) * away, y - math.cos(angle) * away, SIZE, angle=angle, bold=bold)
