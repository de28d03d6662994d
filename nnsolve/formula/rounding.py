"""Rounding: one object rounds values, and one and the same object prints them."""

from __future__ import annotations

import decimal
from decimal import Decimal
from numbers import Rational
from typing import TYPE_CHECKING

from .numbers import DECIMALS, DOUBLES, entrywise, is_array, to_decimal

if TYPE_CHECKING:
    from .numbers import Numeric, System

# Numbers with more digits than this before the point keep 15 of them, whatever the decimals.
_LONGEST = 60
_WIDE = decimal.Context(prec=400, Emax=99999, Emin=-99999)
# A double knows 15 digits; what differs beyond them is the machine's noise, not the student's rounding.
_DOUBLE = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN)
# After some operations it knows 14; so many are looked at where no more than 12 are printed.
_COMPUTED = decimal.Context(prec=14, rounding=decimal.ROUND_HALF_EVEN)
_FEW = 12
# Decimals are exact but for quotients, which are cut after 60 digits: 1/3 × 3 is 1, also where digits are cut off.
_QUOTIENT = decimal.Context(prec=50, rounding=decimal.ROUND_HALF_EVEN, Emax=99999, Emin=-99999)


class Rounding:
    """How numbers are rounded, printed and carried on.

    ``decimals`` or ``figures`` (significant) says how many digits are printed, ``truncate`` cuts instead of rounding
    half up, ``carry`` computes each line with the rounded numbers of the lines before. Whole numbers stay whole.
    What ``decimals`` would print as 0 though it is not keeps as many significant figures instead, but where it is
    carried: there it is 0 from then on.
    ``exact`` computes with fractions; without ``decimals`` or ``figures`` they are printed as they are.
    """

    __slots__ = ("carry", "decimals", "exact", "figures", "truncate", "whole")

    def __init__(
        self,
        decimals: int | None = None,
        figures: int | None = None,
        carry: bool = False,
        truncate: bool = False,
        exact: bool = False,
    ):
        self.exact, self.whole = exact, exact and decimals is None and figures is None
        self.decimals = decimals
        self.figures = (figures or 6) if decimals is None else None
        self.carry, self.truncate = carry, truncate

    @property
    def system(self) -> System[Numeric]:
        """The number system in which values are computed."""
        if self.exact:
            from .exact import FRACTIONS

            return FRACTIONS
        return DECIMALS if self.carry else DOUBLES

    @property
    def checks(self) -> System[Numeric]:
        """The number system in which a printed line is recomputed from its digits."""
        return self.system if self.exact else DECIMALS

    def round(self, value: Numeric | list[Numeric]) -> Numeric:
        """``value`` with the digits that are printed, as a Decimal; integers and non-numbers as they are.

        A result that needs fewer digits than allowed is exact and keeps only those (0.3775); one that was rounded
        keeps them all (0.593270), so that a reader sees how far it can be trusted.
        """
        if isinstance(value, (int, str)):
            return value
        if isinstance(value, list):
            return DOUBLES.beside([self.round(entry) for entry in value])
        if is_array(value):
            return entrywise(self.round, [value])
        if self.whole and not isinstance(value, float):
            return value
        exact = to_decimal(value)
        return self._rounded(self._known(exact) if isinstance(value, float) else _QUOTIENT.plus(exact))

    def _known(self, number: Decimal) -> Decimal:
        """The digits of a double that are no noise: what is half a unit but for the last of them is that half."""
        printed = self.figures or number.adjusted() + 1 + (self.decimals or 0)
        return (_COMPUTED if printed <= _FEW else _DOUBLE).plus(number)

    def _rounded(self, exact: Decimal) -> Decimal:
        if not exact:
            return Decimal(0)
        mode = decimal.ROUND_DOWN if self.truncate else decimal.ROUND_HALF_UP
        last = self._last(exact)
        rounded = exact.quantize(Decimal((0, (1,), last)), rounding=mode, context=_WIDE)
        if self.figures and rounded.adjusted() > exact.adjusted():  # 0.9999996 → 1.00000, not 1.000000
            rounded = rounded.quantize(Decimal((0, (1,), last + 1)), context=_WIDE)
        if rounded:
            return _shortest(rounded) if rounded == exact else rounded
        return rounded.copy_abs() if self.carry else self._in_figures(exact)

    def _last(self, exact: Decimal) -> int:
        """The power of ten of the last digit that is printed of a number."""
        if self.decimals is not None and exact.adjusted() < _LONGEST:
            return -self.decimals
        return exact.adjusted() - (self.figures or 15) + 1

    def _in_figures(self, exact: Decimal) -> Decimal:
        """What the decimals would print as 0, with as many significant figures."""
        return Rounding(figures=self.small_figures, truncate=self.truncate)._rounded(_QUOTIENT.plus(exact))

    @property
    def small_figures(self) -> int:
        """The significant figures of what the decimals would print as 0: as many as there are decimals."""
        return max(1, self.decimals or 0)

    def vanishes(self, value: object) -> bool:
        """Whether a number, or an entry of an array, would be printed as 0 by the decimals though it is not 0."""
        if self.decimals is None:
            return False
        if is_array(value):
            return any(map(self.vanishes, value.ravel().tolist()))
        if not isinstance(value, (float, Decimal, Rational)):
            return False
        unit = (1 if self.truncate else Decimal("0.5")) * Decimal(10) ** -self.decimals
        return value != 0 and abs(to_decimal(value)) < unit

    def text(self, value: Numeric | str) -> str:
        """The digits printed for a scalar: ``0.593270``, ``-0.5``, ``1.23457e-9``. The minus is ASCII."""
        if self.whole and not isinstance(value, (str, float)):
            from .exact import fraction_text

            return fraction_text(value)
        rounded = value if isinstance(value, str) else self.round(value)
        if not isinstance(rounded, Decimal):
            return str(rounded)
        if isinstance(value, Decimal) and value == rounded:  # carried on as it was printed
            return digits(value, self.figures)
        small = self.vanishes(value) and not self.carry
        return digits(rounded, self.small_figures if small else self.figures)


FULL = Rounding()


def digits(rounded: Decimal, figures: int | None = None) -> str:
    """A decimal in plain digits, or with a power of ten where it is very large or small."""
    size = rounded.adjusted()
    if rounded and ((size < -7 and figures) or size >= max(figures or 0, 15)):
        mantissa = rounded.scaleb(-size, context=_WIDE)
        if _exponent(rounded) > 0:
            mantissa = _shortest(mantissa)
        return f"{mantissa:f}e{size}"
    if figures and _exponent(rounded) > 0 and size >= figures:
        return f"{rounded.scaleb(-size, context=_WIDE):f}e{size}"
    return f"{rounded:f}"


def _exponent(value: Decimal) -> int:
    """The power of ten of the last digit; 0 for what is no number."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _shortest(value: Decimal) -> Decimal:
    """``value`` without the zeros at its end; whole numbers without a power of ten."""
    value = value.normalize(context=_WIDE)
    whole = _exponent(value) > 0 and value.adjusted() < _LONGEST
    return value.quantize(Decimal(1), context=_WIDE) if whole else value
