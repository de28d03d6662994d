"""Exact arithmetic: numbers as fractions, so that a sum that equals a threshold is seen to equal it.

Imported only where a problem computes exactly; see :class:`.rounding.Rounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from .expr import Add, Div, Expr, Mul, Neg, Num, Pow, Sub
from .numbers import DOUBLES, Sums, is_array

if TYPE_CHECKING:
    import numpy as np

    from .functions import Function

_LONGEST_DECIMAL = 15
_GREATEST_POWER = 64
_MOST_BITS = 4000


class Fractions(Sums["float | Fraction | np.ndarray"]):
    """Rational arithmetic without any rounding; what has no exact value (a root, a logarithm) is a double."""

    @staticmethod
    def take(value: float | Fraction | np.ndarray):
        """A number from outside in this system."""
        return value if is_array(value) else to_fraction(value)

    def number(self, literal: Num):
        try:
            return to_fraction(literal)
        except ValueError:  # π and e, which no fraction is
            return literal.value

    @staticmethod
    def array(rows: list[list[object]]):
        import numpy

        return numpy.array(rows, dtype=object)

    def divide(self, a: float | Fraction | np.ndarray, b: float | Fraction | np.ndarray):
        if not is_array(b) and b == 0:
            raise ZeroDivisionError("division by zero")
        return a / b if isinstance(a, float) or is_array(a) else Fraction(a) / b

    def power(self, a: float | Fraction, b: float | Fraction):
        if a == 0 and b < 0:
            raise ZeroDivisionError("division by zero")
        if isinstance(a, float) or Fraction(b).denominator != 1 or not -_GREATEST_POWER <= b <= _GREATEST_POWER:
            return DOUBLES.power(float(a), float(b))
        return Fraction(a) ** int(b)

    def call(self, function: Function, args: Sequence):
        if not function.exact:
            return function.value(*map(float, args))
        value = function.value(*args)
        return value if isinstance(value, float) else to_fraction(value)


FRACTIONS = Fractions()


def to_fraction(value: Num | float | Decimal | Fraction) -> Fraction:
    """A literal, integer, decimal or double as a fraction; a literal by its digits."""
    if isinstance(value, Num):
        return Fraction(1, 2) if value.text == "½" else Fraction(value.text)
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def fraction_text(value: float | Decimal | Fraction) -> str:
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


def exact_text(formula: Expr) -> str:
    """A decimal or fraction on one row: a literal as its author wrote it, 1/3 for a quotient."""
    return formula.text if isinstance(formula, Num) else fraction_text(exact_value(formula))


def exact_value(formula: Expr) -> Fraction:
    """The fraction that a formula of decimals, +, −, ×, ÷ and whole powers is; raises ValueError for any other."""
    if isinstance(formula, Num):
        digits = formula.text.lower().partition("e")
        if abs(int(digits[2] or 0)) > _MOST_BITS // 4 or len(digits[0]) > _MOST_BITS // 4:
            raise ValueError("it has too many digits")
        try:
            return to_fraction(formula)
        except ValueError:
            raise ValueError("it is not a fraction") from None
    if not isinstance(formula, (Add, Sub, Mul, Div, Neg, Pow)):
        raise ValueError("it is not a fraction")
    parts = [exact_value(part) for part in formula.parts()]
    size = max(max(part.numerator.bit_length(), part.denominator.bit_length()) for part in parts)
    if isinstance(formula, Pow):
        if parts[1].denominator != 1:
            raise ValueError("it is not a fraction")
        size = size * abs(parts[1].numerator)
    elif len(parts) > 1:
        size = size * len(parts)
    if size > _MOST_BITS:
        raise ValueError("it has too many digits")
    value = formula.rebuilt(tuple(Num("", part) for part in parts)).evaluate({}, _Values())
    return Fraction(value)


class _Values(Fractions):
    """Fractions whose literals hold their value themselves."""

    def number(self, literal: Num):
        return literal.value
