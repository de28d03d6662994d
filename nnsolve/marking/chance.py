"""How likely it is that some slip gives a number by chance: many slips are tried, and short numbers say little."""

from __future__ import annotations

import math

# Numbers within this factor of the one written count as its neighbours.
BAND = 3.0
# A slip is named where chance would let so few of those that are at least as likely give the number. The likeliest have
# more room, since there are few of them, and so have whole numbers, of which many slips would go unnamed otherwise.
LIMIT, LIMIT_LIKELY, LIMIT_MIRRORED, LIMIT_WHOLE = 0.025, 0.12, 0.06, 0.3
LIKELY = 1.0
# Ranks are sums of costs; those this near are the same.
_NEAR = 1e-9


class Chance:
    """The numbers that slips would have given, and how densely they lie around the one that was written.

    Were ``x`` any number in the band around it, with either sign, one slip would give it to the last digit with a
    chance of ``unit``/``x`` over the width of the band in logarithms. ``whole``: both are whole numbers.
    """

    __slots__ = ("_extra", "_ranks", "unit", "whole", "x")

    def __init__(self, x: float, unit: float, whole: bool):
        self.x, self.unit, self.whole = abs(x), unit, whole
        self._ranks: dict[str, float] = {}
        self._extra: list[tuple[int, float]] = []

    def tried(self, value: float, rank: float):
        """Notes what a slip of a certain rank gives; equal numbers count once, at the likeliest."""
        if self.x <= abs(value) * BAND and abs(value) <= self.x * BAND:
            key = f"{value:.9g}"
            self._ranks[key] = min(rank, self._ranks.get(key, rank))

    def many(self, count: int, rank: float):
        """Notes ``count`` numbers near the right one that are not worked out one by one."""
        self._extra.append((count, rank))

    def allows(self, rank: float, off: float, mirrored: bool) -> bool:
        """Whether a slip of this rank that comes within ``off`` units says more than chance would.

        ``mirrored``: what was written is the right number with the other sign, which stands out by itself.
        """
        if not self.x:  # any product gives 0
            return rank <= LIKELY
        units = max(2 * off, 1.0)
        one = units * self.unit / self.x / (4 * math.log(BAND))
        if mirrored:
            return one <= LIMIT_MIRRORED
        return one * max(self._as_likely(rank), 1) <= self._limit(rank)

    def _as_likely(self, rank: float) -> int:
        """How many numbers slips that are at least as likely would have given."""
        counted = [*self._extra, *((1, each) for each in self._ranks.values())]
        return sum(count for count, each in counted if each <= rank + _NEAR)

    def _limit(self, rank: float) -> float:
        """So much of chance is let through."""
        likely = rank <= LIKELY
        if self.whole and (likely or self.x >= 2):
            return LIMIT_WHOLE
        return LIMIT_LIKELY if likely else LIMIT
