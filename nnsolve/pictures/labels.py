"""Where the labels of links stand: along their own line, clear of nodes and of each other."""

from __future__ import annotations

import math

from .boxes import Box, box_of

SIZE = 14
# The fractions of the way along a link at which its label may stand, those tried first in front.
FRACTIONS = [k / 40 for k in range(4, 37)]
AIR = 2.0


NO_ROOM = 1000


def place(links, taken: list[Box]) -> int:
    """Gives every link with lines the box of its label; how many other lines run through the labels.

    Where there is no room for all of them, some have no box and the number is larger than :data:`NO_ROOM`.

    The links with the fewest free places come first, and each takes the place that other lines cross least.
    """
    wanted = [link for link in links if link.lines]
    lines = {id(link): link.ends for link in links}
    choices = {id(link): _choices(link, lines, taken) for link in wanted}
    for _ in range(len(wanted) + 1):
        placed: list[Box] = []
        stuck, crossed = None, 0
        for link in wanted:
            choice = next((c for c in choices[id(link)] if not any(c[1].meets(b, AIR) for b in placed)), None)
            if choice is None:
                stuck = link
                break
            link.box = choice[1]
            crossed += int(choice[0])
            placed.append(link.box)
        if stuck is None:
            return crossed
        wanted.remove(stuck)  # what found no room comes first the next time
        wanted.insert(0, stuck)
    placed = []
    for link in wanted:
        free = [box for _, box in choices[id(link)] if not any(box.meets(b, AIR) for b in placed)]
        link.box = free[0] if free else None
        placed += free[:1]
    return NO_ROOM + sum(link.box is None for link in wanted)


def _choices(link, lines: dict, taken: list[Box]) -> list[tuple[float, Box]]:
    """The places on a link that are clear of nodes, the best ones first."""
    x1, y1, x2, y2 = link.ends
    runs = [runs for runs, _ in link.lines]
    angle, length = math.atan2(y2 - y1, x2 - x1), math.hypot(x2 - x1, y2 - y1)
    half = box_of(runs, 0, 0, SIZE, bold=link.hot).right / length if length else 1
    found = []
    for fraction in FRACTIONS:
        if fraction - half < 0.02 or fraction + half > 1 - 14 / length:
            continue
        box = box_of(runs, x1 + (x2 - x1) * fraction, y1 + (y2 - y1) * fraction, SIZE, angle=angle, bold=link.hot)
        if any(box.meets(other, AIR) for other in taken):
            continue
        wide = box.grown(AIR)
        crossed = sum(wide.crossed(*ends) for other, ends in lines.items() if other != id(link))
        found.append((crossed + abs(fraction - 0.5) * 1.9, box))
    return sorted(found, key=lambda choice: choice[0])
