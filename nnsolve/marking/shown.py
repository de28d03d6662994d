"""How many digits a student shows, and so how far rounding at lines that were left out may have gone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ..formula.numbers import is_array
from .written import EXACT, Written

if TYPE_CHECKING:
    import numpy as np

# Lines left out count as rounded to no fewer digits than these, and to no more figures than doubles have.
FEWEST, MOST = 3, 15
# Decimals hardly differ where those of all lines lie this near.
ALIKE = 1


class Shown:
    """The fewest ``figures`` a student shows, and the fewest ``decimals`` where they hardly differ (else None)."""

    __slots__ = ("decimals", "figures")

    def __init__(self, numbers: Iterable[Written], known: Collection[float]):
        """From the rounded ones of ``numbers``; those that repeat a ``known`` one say nothing about rounding."""
        figures, decimals = [], []
        for number in numbers:
            if not number.exact and number.value not in known:
                figures.append(number.figures)
                decimals.append(number.decimals)
        fewest = min(figures, default=FEWEST)
        self.figures = min(max(fewest, FEWEST), MOST)
        self.decimals = _fewest_alike(decimals)

    def last_place(self, value: float | np.ndarray) -> float:
        """The place of the last digit that this student would write of a value."""
        if self.decimals is not None:
            return 10.0**-self.decimals
        size = float(abs(value).max()) if is_array(value) else abs(value)
        if not size:
            return 0.0
        return 10.0 ** (math.floor(math.log10(size)) - self.figures + 1)

    def rounds_off(self, value: float | np.ndarray) -> float:
        """How far writing a value down may move it: by its last place, not at all where its digits end before it."""
        place = self.last_place(value)
        if not place:
            return place
        entries = map(float, value.flat) if is_array(value) else [value]
        return 0.0 if all(_ends_before(entry, place) for entry in entries) else place


def _ends_before(number: float, place: float) -> bool:
    """Whether the digits of a number end before a place; so large a number has no digit there."""
    units = number / place
    return not math.isfinite(units) or abs(units - round(units)) < EXACT


def _fewest_alike(decimals: list[int]) -> int | None:
    """The fewest decimals of several numbers; None where they differ."""
    if len(decimals) < 2 or max(decimals) - min(decimals) > ALIKE:
        return None
    return max(min(decimals), FEWEST)
