"""The levels of a directed graph without cycles, and an order in each in which few edges cross.

After K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures (1981):
longest paths give the levels, long edges bend at every level they pass, and barycentres give the order.
"""

from __future__ import annotations

from itertools import pairwise

ROUNDS = 12


def bent(sources: dict[str, list[str]]) -> tuple[list[list], dict[tuple[str, str], list]]:
    """The names of each level, and for every edge (upper, lower) the chain of names and bends from lower to upper.

    ``sources``: name → the names its edges come from, sources first. A bend is a tuple (lower, level): edges from one
    node to several later ones share their bends.
    """
    level = _level_of(sources)
    levels: list[dict] = [{} for _ in range(max(level.values()) + 1)]
    for name in sources:
        levels[level[name]][name] = None
    chains: dict[tuple[str, str], list] = {}
    for upper, lowers in sources.items():
        for lower in lowers:
            bends = [(lower, k) for k in range(level[lower] + 1, level[upper])]
            for bend in bends:
                levels[bend[1]][bend] = None
            chains[upper, lower] = [lower, *bends, upper]
    return list(map(list, levels)), chains


def _level_of(sources: dict[str, list[str]]) -> dict[str, int]:
    """On which level each name stands: above all that it uses, inputs right before what uses them first."""
    level: dict[str, int] = {}
    users: dict[str, list[str]] = {name: [] for name in sources}
    for name, below in sources.items():
        level[name] = 1 + max((level[each] for each in below), default=-1)
        for each in below:
            users[each].append(name)
    for name, below in sources.items():
        if not below and users[name]:
            level[name] = min(level[user] for user in users[name]) - 1
    return level


def ordered(levels: list[list], before: dict) -> list[list]:
    """The levels in the order with the fewest crossings found; ``before``: name → its neighbours one level earlier."""
    after: dict = {name: [] for level in levels for name in level}
    for name, lower in before.items():
        for each in lower:
            after[each].append(name)
    best, fewest = levels, crossings(levels, before)
    for turn in range(ROUNDS):
        forward = turn % 2 == 0
        levels = [list(level) for level in levels]
        order = range(1, len(levels)) if forward else range(len(levels) - 2, -1, -1)
        for k in order:
            beside, towards = (levels[k - 1], before) if forward else (levels[k + 1], after)
            levels[k].sort(key=_barycentres(levels[k], beside, towards).__getitem__)
        count = crossings(levels, before)
        if count < fewest:
            best, fewest = levels, count
    return best


def _barycentres(level: list, beside: list, towards: dict) -> dict:
    """The mean place of the neighbours that each name of a level has in the level ``beside``; without any, its own."""
    places = {name: place for place, name in enumerate(beside)}
    mean = {}
    for place, name in enumerate(level):
        near = [places[each] for each in towards.get(name, ()) if each in places]
        mean[name] = sum(near) / len(near) if near else place
    return mean


def crossings(levels: list[list], before: dict) -> int:
    """How many pairs of edges cross between neighbouring levels."""
    total = 0
    for first, second in pairwise(levels):
        place = {name: k for k, name in enumerate(first)}
        ends = [(place[lower], k) for k, name in enumerate(second) for lower in before.get(name, ()) if lower in place]
        total += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[:n])
    return total
