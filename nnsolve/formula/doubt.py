"""Decimals of 60 digits that know how far they can be trusted.

Sums, products, quotients and square roots of exact numbers are exact: what has no end as a decimal is kept as a
fraction or a multiple of a root beside its sixty digits, as long as that is not too long. What is not exact (an
exponential) has a ``doubt``: the relative size below which a difference of such numbers is taken for none.
"""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from .deciding import Undecided
from .functions import FUNCTIONS
from .numbers import is_array, to_decimal
from .surds import Surd

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from .numbers import Numeric

DIGITS = 60
ROUNDED = Decimal("1e-45")  # the doubt of what was rounded to 60 digits, with room for long sums
DOUBLE = Decimal("1e-13")  # that of what is known as a double only
SURE = Decimal(0)
_LEAST = Decimal("1e-20")  # numbers that are known worse than so are no better than doubles
_MOST_BITS = 4000  # of a fraction; of one that is longer only the digits are kept

CONTEXT = decimal.Context(
    prec=DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=decimal.ROUND_HALF_EVEN, traps=[]
)


def _with_number(compute: Callable[[Numeric, Numeric], Precise]) -> Callable[[Precise, Decimal | int], Precise]:
    """An operator of two numbers; with an array it is NotImplemented: NumPy takes the entries one by one."""
    return lambda own, other: NotImplemented if is_array(other) else compute(own, other)


def _comparing(comparison: Callable[..., bool]) -> Callable[[Precise, object], bool]:
    """A comparison with another number."""
    return lambda own, other: _compared(comparison, own, other) if _comparable(other) else NotImplemented


class Precise(Decimal):
    """A decimal of 60 digits that knows whether it is exact.

    ``doubt`` is 0 where the digits are the number itself. ``surd`` is the number that they stand for, where it is known
    and the digits have no end. ``unsure`` counts, for all numbers, the differences that were taken for 0 since they are
    below the doubt.
    """

    __slots__ = ("doubt", "surd")

    doubt: Decimal
    surd: Surd | None
    unsure = 0

    def __new__(cls, value: Decimal | int | str, doubt: Decimal = SURE, surd: Surd | None = None) -> Self:
        number = super().__new__(cls, value)
        number.doubt, number.surd = doubt, surd
        return number

    __add__ = _with_number(lambda a, b: _sum(_ADD, a, b))
    __radd__ = _with_number(lambda a, b: _sum(_ADD, b, a))
    __sub__ = _with_number(lambda a, b: _sum(_SUBTRACT, a, b))
    __rsub__ = _with_number(lambda a, b: _sum(_SUBTRACT, b, a))
    __mul__ = _with_number(lambda a, b: computed(_MULTIPLY, a, b))
    __rmul__ = _with_number(lambda a, b: computed(_MULTIPLY, b, a))
    __truediv__ = _with_number(lambda a, b: quotient(a, b))
    __rtruediv__ = _with_number(lambda a, b: quotient(b, a))

    def __pow__(self, exponent: Decimal | int, modulo: Decimal | int | None = None) -> Precise:
        if is_array(exponent) or modulo is not None:
            return NotImplemented
        return computed(POWER, self, exponent)

    def __neg__(self) -> Precise:
        digits = self.copy_negate() if self else self
        return Precise(digits, self.doubt, None if self.surd is None else -self.surd)

    def __pos__(self) -> Precise:
        return self

    def __abs__(self) -> Precise:
        return -self if self.is_signed() else self

    __eq__ = _comparing(operator.eq)
    __ne__ = _comparing(operator.ne)
    __lt__ = _comparing(operator.lt)
    __le__ = _comparing(operator.le)
    __gt__ = _comparing(operator.gt)
    __ge__ = _comparing(operator.ge)

    __hash__ = Decimal.__hash__

    def __floor__(self) -> int:
        near = round(Decimal(self))
        return near if self == near else math.floor(Decimal(self))

    def __ceil__(self) -> int:
        near = round(Decimal(self))
        return near if self == near else math.ceil(Decimal(self))

    def exp(self, context: decimal.Context | None = None) -> Decimal:
        """e to this power; NumPy calls it for every entry of an array."""
        from .precise import transcendental  # which computes with this class

        return decimal_of(transcendental(FUNCTIONS["exp"], [self]))


Operation = tuple[Callable[[Decimal, Decimal], Decimal], Callable[[Surd, Surd], "Surd | None"]]

# Every operation on digits, and on what they stand for.
_ADD: Operation = (CONTEXT.add, operator.add)
_SUBTRACT: Operation = (CONTEXT.subtract, operator.sub)
_MULTIPLY: Operation = (CONTEXT.multiply, operator.mul)
_DIVIDE: Operation = (CONTEXT.divide, operator.truediv)
POWER: Operation = (CONTEXT.power, lambda base, exponent: base.power(int(exponent.plain)))


def doubt_of(a: object, b: object = SURE) -> Decimal:
    """The doubt of a number, or of the more doubtful of two."""
    first, second = getattr(a, "doubt", SURE), getattr(b, "doubt", SURE)
    return first if first > second else second


def computed(operation: Operation, a: Numeric, b: Numeric) -> Precise:
    """The result of an operation; in doubt where an operand is, or where it had to be rounded."""
    a, b = decimal_of(a), decimal_of(b)
    CONTEXT.clear_flags()
    value = operation[0](a, b)
    doubt, rounded = doubt_of(a, b), CONTEXT.flags[decimal.Inexact]
    if not value.is_finite():
        raise OverflowError("a number in it is too large")
    if not rounded and not doubt:
        return Precise(value)
    surd = _of_surds(operation, a, b)
    if surd is not None:
        return from_surd(surd)
    return Precise(value, max(doubt, ROUNDED) if rounded else doubt)


def _of_surds(operation: Operation, a: Decimal, b: Decimal) -> Surd | None:
    """The result of an operation on what digits stand for; None where that is not known, or is too long."""
    if _endlessly(a) or _endlessly(b):
        return None
    left, right = surd_of(a), surd_of(b)
    if left is None or right is None:
        return None
    bits = left.bits * abs(int(b)) if operation is POWER else left.bits + right.bits
    return operation[1](left, right) if bits <= _MOST_BITS else None


def _endlessly(number: Decimal) -> bool:
    """Whether digits stand for a number that is not known exactly."""
    return isinstance(number, Precise) and bool(number.doubt) and number.surd is None


def surd_of(number: Decimal) -> Surd | None:
    """What a decimal is exactly, where that is known and not too long."""
    if isinstance(number, Precise) and number.doubt:
        return number.surd
    return Surd(Fraction(number)) if abs(number.adjusted()) < _MOST_BITS // 8 else None


def from_surd(surd: Surd) -> Precise:
    """The digits of a number, and the number itself where they have no end."""
    if not surd.factor:
        CONTEXT.clear_flags()
        value = _of_fraction(surd.plain, CONTEXT)
        return Precise(value, ROUNDED, surd) if CONTEXT.flags[decimal.Inexact] else Precise(value)
    digits = decimal.Context(prec=DIGITS + surd.bits, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    root = digits.multiply(_of_fraction(surd.factor, digits), digits.sqrt(_of_fraction(surd.radicand, digits)))
    return Precise(CONTEXT.plus(digits.add(_of_fraction(surd.plain, digits), root)), ROUNDED, surd)


def _of_fraction(fraction: Fraction, context: decimal.Context) -> Decimal:
    return context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def _sum(operation: Operation, a: Numeric, b: Numeric) -> Precise:
    """A sum or difference; what is left of numbers in doubt below their doubt is 0."""
    a, b = decimal_of(a), decimal_of(b)
    result = computed(operation, a, b)
    if not result.doubt or result.surd is not None:
        return result
    size, within = result.copy_abs(), _within(a) + _within(b)
    if within > _LEAST * max(a.copy_abs(), b.copy_abs()):
        raise Undecided
    if size > within:
        return Precise(result, max(ROUNDED, CONTEXT.divide(within, size)))
    if a or b:
        Precise.unsure += 1
    return Precise(0, result.doubt)


def _within(number: Decimal) -> Decimal:
    """How far a number may be from the one that is meant."""
    return CONTEXT.multiply(max(doubt_of(number), ROUNDED), number.copy_abs())


def _comparable(other: object) -> TypeIs[float | Decimal | Fraction]:
    """Whether a number can be compared with it as a whole."""
    return isinstance(other, (int, float, Decimal, Fraction))


def _compared(comparison: Callable[..., bool], a: Precise, b: float | Decimal | Fraction) -> bool:
    """A comparison in which numbers that differ by less than their doubt are equal."""
    if _endless(b) or not doubt_of(a, b):
        return comparison(Decimal(a), Decimal(b) if isinstance(b, Decimal) else b)
    return comparison(Decimal(_sum(_SUBTRACT, a, b)), 0)


def _endless(number: object) -> bool:
    """Whether a number is infinite or none."""
    if isinstance(number, Decimal):
        return not number.is_finite()
    return isinstance(number, float) and not math.isfinite(number)


def quotient(a: Numeric, b: Numeric) -> Precise:
    if b == 0:
        raise ZeroDivisionError("division by zero")
    return computed(_DIVIDE, a, b)


def decimal_of(number: Numeric) -> Decimal:
    if isinstance(number, Decimal):
        return number
    if isinstance(number, Fraction):
        return from_surd(Surd(number))
    return to_decimal(number.item() if hasattr(number, "item") else number)
