"""How many digits a student shows, and so how far rounding at lines that were left out may have gone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from ..formula.numbers import is_array
from .written import EXACT, Written

# Lines left out count as rounded to no fewer digits than these, and to no more figures than doubles have.
FEWEST, MOST = 3, 15
# Decimals hardly differ where those of all lines lie this near.
ALIKE = 1


class Shown:
    """The fewest ``figures`` a student shows, and the fewest ``decimals`` where they hardly differ (else None)."""

    __slots__ = ("decimals", "figures")

    def __init__(self, numbers: Iterable[Written], known: Collection[float]):
        """From the rounded ones of ``numbers``; those that repeat a ``known`` one say nothing about rounding."""
        rounded = [number for number in numbers if not number.exact and number.value not in known]
        figures = min((number.figures for number in rounded), default=FEWEST)
        decimals = [number.decimals for number in rounded]
        alike = len(decimals) > 1 and max(decimals) - min(decimals) <= ALIKE
        self.figures = min(max(figures, FEWEST), MOST)
        self.decimals = max(min(decimals), FEWEST) if alike else None

    def last_place(self, value) -> float:
        """The place of the last digit that this student would write of a value."""
        if self.decimals is not None:
            return 10.0**-self.decimals
        size = float(abs(value).max()) if is_array(value) else abs(value)
        return 10.0 ** (math.floor(math.log10(size)) - self.figures + 1) if size else 0.0

    def rounds_off(self, value) -> float:
        """How far writing a value down may move it: by its last place, not at all where its digits end before it."""
        place = self.last_place(value)
        if is_array(value) or not place:
            return place
        units = value / place
        if not math.isfinite(units):  # so large a number has no digit at this place
            return 0.0
        return 0.0 if abs(units - round(units)) < EXACT else place
