"""The lines of code that compare a result with the one that the page prints, as nearly as its digits tell."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...formula.arrays import LARGE
from ...formula.numbers import is_array
from .writer import CodeWriter

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np

    from ...formula.rounding import Rounding


class Comparison:
    """Compares with results that are rounded as the page rounds them."""

    def __init__(self, rounding: Rounding, writer: CodeWriter):
        self.rounding, self.writer = rounding, writer

    def printed(self, value: float | Decimal | Fraction | list | np.ndarray) -> Any:
        # What is carried on was rounded before, but for what only names another number: that is the number itself.
        rounding = self.rounding
        rounded = value if rounding.carry else rounding.round(value)
        return rounded.astype(float) if is_array(rounded) else rounded

    def line(self, name: str, value: float | Decimal | Fraction | list | np.ndarray) -> str:
        """The line that fails where the result is not the one that the page prints."""
        if isinstance(value, int | list):
            return f"assert {name} == {self.writer.value(value)}"
        if not is_array(value):
            return f"assert abs({name} - {self.writer.number(float(self.printed(value)))}) <= {self.within(value)}"
        if value.size > LARGE:
            total = float(value.sum())
            near = f"abs({name}.sum() - {total!r}) <= {self._of_sum(value)}"
            return f"assert {name}.shape == {tuple(value.shape)} and {near}"
        largest = abs(value).max() if value.size else 0
        printed = self.writer.value(self.printed(value))
        return f"assert np.allclose({name}, {printed}, rtol=0, atol={self.within(largest)})"

    def passes(self, found: float | list | np.ndarray | None, value: float | Decimal | Fraction | np.ndarray) -> bool:
        """Whether what doubles give, and is not exactly the value of the page, passes that line."""
        if found is None or isinstance(found, list) or isinstance(value, int):
            return False
        if not is_array(value):
            return abs(float(found) - float(self.printed(value))) <= float(self.within(value))
        if value.size > LARGE and not self.rounding.carry:  # all digits of the sum are compared
            return False
        near = float(self.within(abs(value).max()))
        return bool((abs(found - self.printed(value)) <= near).all())

    def _of_sum(self, value: np.ndarray) -> str:
        """How near the sum of a large array must be; every entry that is carried on was rounded."""
        noise = 1e-9 * max(float(abs(value).sum()), 1e-300)
        rounded = value.size * float(self.within(abs(value).max())) if self.rounding.carry else 0
        return f"{noise + rounded:.2g}"

    def within(self, value: float | Decimal | Fraction) -> str:
        """How near a result must be: half a unit of the last printed digit, a whole one where digits are cut off."""
        rounding, size = self.rounding, abs(float(value))
        noise = max(1e-11 * size, 1e-12)
        if rounding.whole and not isinstance(value, float):  # a root among fractions has digits
            return f"{noise:.2g}"
        share = 1.01 if rounding.truncate else 0.51
        return f"{max(share * self._unit(value), noise):.2g}"

    def _unit(self, value: float | Decimal | Fraction) -> float:
        """One unit of the last printed digit."""
        rounding, size = self.rounding, abs(float(value))
        # Asked of what is printed: 0.49999999999999994 is less than half a unit, and yet printed as 1.
        if rounding.decimals is not None and not rounding.vanishes(self.printed(value)):
            return 10.0**-rounding.decimals
        if not size:
            return 0.0
        figures = rounding.figures or rounding.small_figures
        return 10.0 ** (math.floor(math.log10(size)) - figures + 1)
