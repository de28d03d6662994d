"""Exact arithmetic: numbers as fractions, so that a sum that equals a threshold is seen to equal it.

Imported only where a problem computes exactly; see :class:`.rounding.Rounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING

from .expr import Add, Div, Expr, Mul, Neg, Num, Pow, Sub
from .numbers import DOUBLES, NumberSystem, is_array

if TYPE_CHECKING:
    from .functions import Function
    from .numbers import Numeric

_LONGEST_DECIMAL = 15
_GREATEST_POWER = 64
_MOST_BITS = 4000


class Fractions(NumberSystem):
    """Rational arithmetic without any rounding; what has no exact value (a root, a logarithm) is a double."""

    def take(self, value: Numeric) -> Numeric:
        return value if is_array(value) else to_fraction(value)

    def number(self, literal: Num) -> Numeric:
        try:
            return to_fraction(literal)
        except ValueError:  # π and e, which no fraction is
            return literal.value

    def divide(self, a: Numeric, b: Numeric) -> Numeric:
        if not is_array(b) and b == 0:
            raise ZeroDivisionError("division by zero")
        return _dividend(a) / b

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        if a == 0 and b < 0:
            raise ZeroDivisionError("division by zero")
        whole = to_fraction(b).denominator == 1 and -_GREATEST_POWER <= b <= _GREATEST_POWER
        if isinstance(a, float) or not whole:
            return DOUBLES.power(float(a), float(b))
        return to_fraction(a) ** int(b)

    def call(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        if not function.exact:
            return function.value(*map(float, args))
        value = function.value(*args)
        return value if isinstance(value, float) else to_fraction(value)


def _dividend(number: Numeric) -> Numeric:
    """A number whose quotients are exact; a double stays one."""
    return number if isinstance(number, float) or is_array(number) else to_fraction(number)


FRACTIONS = Fractions()


def to_fraction(value: Num | Numeric) -> Fraction:
    """A literal, integer, decimal or double as a fraction; a literal by its digits."""
    if isinstance(value, Num):
        return Fraction(1, 2) if value.text == "½" else Fraction(value.text)
    if isinstance(value, (Decimal, Rational)):
        return Fraction(value)
    return Fraction(repr(float(value)))


def fraction_text(number: Numeric) -> str:
    """``0.25`` where a fraction is a short decimal, else ``1/3``."""
    value = to_fraction(number)
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    scaled = value * 10**places
    sign, text = "-" if scaled < 0 else "", str(abs(int(scaled))).rjust(places + 1, "0")
    if not places:
        return sign + text
    return f"{sign}{text[:-places]}.{text[-places:]}"


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction has with this denominator; None where they have no end, or are too many."""
    for places in range(_LONGEST_DECIMAL + 1):
        if 10**places % denominator == 0:
            return places
    return None


def exact_text(formula: Expr) -> str:
    """A decimal or fraction on one row: a literal as its author wrote it, 1/3 for a quotient."""
    return formula.text if isinstance(formula, Num) else fraction_text(exact_value(formula))


def exact_value(formula: Expr) -> Fraction:
    """The fraction that a formula of decimals, +, −, ×, ÷ and whole powers is; raises ValueError for any other."""
    if isinstance(formula, Num):
        return _of_literal(formula)
    if not isinstance(formula, (Add, Sub, Mul, Div, Neg, Pow)):
        raise ValueError(_NO_FRACTION)
    parts = [exact_value(part) for part in formula.parts()]
    if _bits(formula, parts) > _MOST_BITS:
        raise ValueError(_TOO_LONG)
    value = formula.rebuilt(tuple(Num("", part) for part in parts)).evaluate({}, _Values())
    return to_fraction(value)


_NO_FRACTION = "it is not a fraction"
_TOO_LONG = "it has too many digits"


def _of_literal(literal: Num) -> Fraction:
    digits, _, exponent = literal.text.lower().partition("e")
    if max(abs(int(exponent or 0)), len(digits)) > _MOST_BITS // 4:
        raise ValueError(_TOO_LONG)
    try:
        return to_fraction(literal)
    except ValueError:
        raise ValueError(_NO_FRACTION) from None


def _bits(formula: Expr, parts: list[Fraction]) -> int:
    """As many bits as the value of a formula may have, by those of its parts."""
    size = max(max(part.numerator.bit_length(), part.denominator.bit_length()) for part in parts)
    if not isinstance(formula, Pow):
        return size * len(parts)
    exponent = parts[1]
    if exponent.denominator != 1:
        raise ValueError(_NO_FRACTION)
    return size * abs(exponent.numerator)


class _Values(Fractions):
    """Fractions whose literals hold their value themselves."""

    def number(self, literal: Num) -> Numeric:
        return literal.value

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        """A whole power, however great: its bits are counted beforehand."""
        if a == 0 and b < 0:
            raise ZeroDivisionError("division by zero")
        return to_fraction(a) ** int(b)
