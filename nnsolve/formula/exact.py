"""Exact arithmetic: numbers as fractions, so that a sum that equals a threshold is seen to equal it.

Imported only where a problem computes exactly; see :class:`.rounding.Rounding`.
"""

from __future__ import annotations

from fractions import Fraction

from .expr import Num

_LONGEST_DECIMAL = 15


class Fractions:
    """Rational arithmetic without any rounding; functions must be exact ones (max, abs, step, sign, …)."""

    @staticmethod
    def take(value):
        """A number from outside in this system."""
        return to_fraction(value)

    @staticmethod
    def number(literal):
        return to_fraction(literal)

    @staticmethod
    def array(rows):
        import numpy

        return numpy.array(rows, dtype=object)

    @staticmethod
    def divide(a, b):
        return Fraction(a) / b

    @staticmethod
    def power(a, b):
        if Fraction(b).denominator != 1 or abs(b) > 64:
            raise ValueError("only small whole powers are computed exactly")
        return Fraction(a) ** int(b)

    @staticmethod
    def call(function, args):
        if not function.exact:
            raise ValueError(f"{function.name} has no exact value")
        return to_fraction(function.value(*args))


FRACTIONS = Fractions()


def to_fraction(value) -> Fraction:
    """A literal, integer, decimal or double as a fraction; a literal by its digits."""
    if isinstance(value, Num):
        return Fraction(1, 2) if value.text == "½" else Fraction(value.text)
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def fraction_text(value) -> str:
    """``0.25`` where a fraction is a short decimal, else ``1/3``."""
    value = Fraction(value)
    rest, places = value.denominator, 0
    while rest % 10 in (0, 2, 4, 5, 6, 8) and rest > 1 and places < _LONGEST_DECIMAL:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = next(k for k in range(places + 1) if (value * 10**k).denominator == 1)
    scaled = value * 10**digits
    sign, text = "-" if scaled < 0 else "", str(abs(int(scaled))).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
