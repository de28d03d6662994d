"""The levels of a directed graph without cycles, and an order in each in which few edges cross.

After K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures (1981):
longest paths give the levels, long edges bend at every level they pass, and barycentres give the order.
"""

from __future__ import annotations

from itertools import chain, combinations, pairwise

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
            passed = range(level[lower] + 1, level[upper])
            bends = [(lower, k) for k in passed]
            for k, bend in zip(passed, bends, strict=True):
                levels[k][bend] = None
            chains[upper, lower] = [lower, *bends, upper]
    return list(map(list, levels)), chains


def _level_of(sources: dict[str, list[str]]) -> dict[str, int]:
    """On which level each name stands: above all that it uses, inputs right before what uses them first."""
    level: dict[str, int] = {}
    users: dict[str, list[str]] = {name: [] for name in sources}
    for name, below in sources.items():
        level[name] = 0
        for each in below:
            level[name] = max(level[name], level[each] + 1)
            users[each].append(name)
    for name, below in sources.items():
        if not below and users[name]:
            level[name] = min(map(level.__getitem__, users[name])) - 1
    return level


def ordered(levels: list[list], before: dict) -> list[list]:
    """The levels in the order with the fewest crossings found; ``before``: name → its neighbours one level earlier."""
    after = _turned(levels, before)
    best, fewest = levels, crossings(levels, before)
    for _ in range(ROUNDS // 2):
        levels = _swept(levels, before)
        backward = _swept(levels[::-1], after)[::-1]
        for found in (levels, backward):
            count = crossings(found, before)
            if count < fewest:
                best, fewest = found, count
        levels = backward
    return best


def _turned(levels: list[list], before: dict) -> dict:
    """Name → its neighbours one level later."""
    after: dict = {name: [] for name in chain(*levels)}
    for name, lower in before.items():
        for each in lower:
            after[each].append(name)
    return after


def _swept(levels: list[list], towards: dict) -> list[list]:
    """The levels, each in the order of its barycentres in the one before; ``towards``: name → its neighbours there."""
    found = levels[:1]
    for level in levels[1:]:
        found.append(sorted(level, key=_barycentres(level, found[-1], towards).__getitem__))
    return found


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
        for (a, b), (c, d) in combinations(_ends(first, second, before), 2):
            total += (a - c) * (b - d) < 0
    return total


def _ends(first: list, second: list, before: dict) -> list[tuple[int, int]]:
    """The edges between two levels by the places of their ends."""
    places = {name: place for place, name in enumerate(first)}
    found = []
    for place, name in enumerate(second):
        found += [(places[lower], place) for lower in before.get(name, ()) if lower in places]
    return found
