"""Numbers a + b·√r with fractions a, b and r: what decimals and one square root among them give exactly.

Their sums, products and quotients are such numbers again, as long as there is one root only, and whether one is 0 can
be told. Imported only where doubles cannot decide; see :mod:`.precise`.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

_NONE, _ONE = Fraction(0), Fraction(1)


class Surd:
    """The number ``plain`` + ``factor``·√``radicand``; the radicand of a fraction is 1, that of others no square."""

    __slots__ = ("factor", "plain", "radicand")

    def __init__(self, plain: Fraction, factor: Fraction = _NONE, radicand: Fraction = _ONE):
        self.plain, self.factor = plain, factor
        self.radicand = radicand if factor else _ONE

    @property
    def bits(self) -> int:
        """How long the numbers are that it is made of."""
        return sum(_bits(number) for number in (self.plain, self.factor, self.radicand))

    def __repr__(self) -> str:
        return f"{self.plain} + {self.factor}·√{self.radicand}"

    def __neg__(self) -> Surd:
        return Surd(-self.plain, -self.factor, self.radicand)

    def __add__(self, other: Surd) -> Surd | None:
        """The sum; None where it is no such number, as √2 + √3 is none."""
        alike = self._over_same_root(other)
        if alike is None:
            return None
        radicand = self.radicand if self.factor else alike.radicand
        return Surd(self.plain + alike.plain, self.factor + alike.factor, radicand)

    def __sub__(self, other: Surd) -> Surd | None:
        return self + -other

    def __mul__(self, other: Surd) -> Surd | None:
        if not self.plain and not other.plain and self.factor and other.factor:
            return _multiple(self.factor * other.factor, self.radicand * other.radicand)
        alike = self._over_same_root(other)
        if alike is None:
            return None
        radicand = self.radicand if self.factor else alike.radicand
        plain = self.plain * alike.plain + self.factor * alike.factor * radicand
        return Surd(plain, self.plain * alike.factor + self.factor * alike.plain, radicand)

    def __truediv__(self, other: Surd) -> Surd | None:
        size = other.plain**2 - other.factor**2 * other.radicand
        return self * Surd(other.plain / size, -other.factor / size, other.radicand)

    def power(self, exponent: int) -> Surd | None:
        """A whole power, not negative."""
        if not self.factor:
            return Surd(self.plain**exponent)
        found: Surd | None = Surd(_ONE)
        for _ in range(exponent):
            found = found and found * self
        return found

    def _over_same_root(self, other: Surd) -> Surd | None:
        """The other number written with the root of this one, where there is a way."""
        if not self.factor or not other.factor or self.radicand == other.radicand:
            return other
        scale = _root(other.radicand / self.radicand)
        return None if scale is None else Surd(other.plain, other.factor * scale, self.radicand)


def root_of(number: Surd | None) -> Surd | None:
    """The square root of a fraction that is not negative; None of any other number."""
    if number is None or number.factor or number.plain < 0:
        return None
    return _multiple(_ONE, number.plain)


def _multiple(factor: Fraction, radicand: Fraction) -> Surd:
    """A multiple of a root, as a fraction where it is one."""
    root = _root(radicand)
    return Surd(_NONE, factor, radicand) if root is None else Surd(factor * root)


def _root(square: Fraction) -> Fraction | None:
    """The square root of a fraction, where it is one."""
    above, below = isqrt(square.numerator), isqrt(square.denominator)
    if above * above != square.numerator or below * below != square.denominator:
        return None
    return Fraction(above, below)


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()
