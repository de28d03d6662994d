"""Number systems: how one and the same formula is computed in doubles, in exact decimals, or over arrays.

A system turns a literal into its number, and says what division, powers and function calls mean.
"""

from __future__ import annotations

import decimal
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from numbers import Rational
from operator import add, sub
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeAlias, TypeVar

from .expr import Num

if TYPE_CHECKING:
    import numpy as np
    from typing_extensions import TypeIs

    from .exact import Fractions
    from .functions import Function
    from .sizes import SizeSystem

    System: TypeAlias = "Doubles | Decimals | Fractions | SizeSystem"
    # The value of a step: a number of any system, an array of them, a list of sizes, a text.
    Value: TypeAlias = float | Decimal | Fraction | list | str | np.ndarray

# What a system computes with.
Entry = TypeVar("Entry")

# Sums and products of decimals of a page stay exact in 60 digits; exponents are bounded so that nothing runs away.
_CONTEXT = decimal.Context(prec=60, Emax=9999, Emin=-9999, rounding=decimal.ROUND_HALF_EVEN)

# Decimals are raised to greater powers as doubles are.
_GREATEST_POWER = 64
_LARGEST = int(sys.float_info.max)
# A double knows 15 digits; the rest is noise, which cutting digits off would show: 3.9999999999999996 is 4.
_DOUBLE = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN)


# What is left of a sum below this part of its terms is the end of their sixty digits.
_NOISE = Decimal("1e-50")


def _but_noise(total: Decimal | int | np.ndarray, terms: Sequence):
    """A sum of decimals without what the end of their digits leaves."""
    if isinstance(total, Decimal) and total and abs(total) < _NOISE * max(map(abs, terms)):
        return Decimal(0)
    return total


class Numeric(Protocol):
    """What functions are computed with: a double, a whole number, a decimal, a fraction, or an array of them."""

    def __add__(self, other: Self | int, /) -> Numeric: ...
    def __sub__(self, other: Self | int, /) -> Numeric: ...
    def __rsub__(self, other: int, /) -> Numeric: ...
    def __mul__(self, other: Self | int, /) -> Numeric: ...
    def __rmul__(self, other: int, /) -> Numeric: ...
    def __truediv__(self, other: Self | int, /) -> Numeric: ...
    def __neg__(self) -> Numeric: ...
    def __abs__(self) -> Numeric: ...
    def __lt__(self, other: Self | int, /) -> bool: ...
    def __le__(self, other: Self | int, /) -> bool: ...
    def __gt__(self, other: Self | int, /) -> bool: ...


class Sums(Generic[Entry]):
    """Sums and products of matrices as every system computes them: from the first term to the last."""

    def total(self, terms: Sequence):
        """The sum of one or more numbers or arrays."""
        return reduce(add, terms)

    def minus(self, a: Entry, b: Entry):
        """A difference."""
        return sub(a, b)

    def matrix_product(self, a: np.ndarray, b: np.ndarray):
        """A product of matrices."""
        return a @ b

    def sum_of(self, array: np.ndarray):
        """The sum of all entries of an array."""
        return array.sum()


class Doubles(Sums["float | np.ndarray"]):
    """IEEE double precision, as every framework computes."""

    @staticmethod
    def take(value: float | np.ndarray):
        """A number from outside in this system."""
        return value

    def number(self, literal: Num):
        return literal.value

    @staticmethod
    def array(rows: list[list[object]]):
        import numpy

        return numpy.array(rows, dtype=float)

    def divide(self, a: float | np.ndarray, b: float | np.ndarray):
        return a / b

    def power(self, a: float | np.ndarray, b: float | np.ndarray):
        array = is_array(a) or is_array(b)
        result = a**b if array else float(a) ** float(b)  # floats: whole powers could grow without bound
        if isinstance(result, complex):
            raise ValueError("a negative number has no real power with a broken exponent")
        return result

    def call(self, function: Function, args: Sequence):
        if function.whole or not any(map(is_array, args)):
            return function.value(*args)
        return entrywise(function.value, args).astype(float)


class Decimals(Sums["Decimal | int | np.ndarray"]):
    """Decimal arithmetic: +, −, × exact, ÷ to 60 digits, functions as exact as a double (16 digits).

    This is the arithmetic of a person who computes with the digits on the page. What quotients leave of a sum in their
    sixtieth digit is 0: 1/3 + 2/3 − 1.
    """

    def total(self, terms: Sequence):
        """The sum of one or more numbers or arrays."""
        return _but_noise(super().total(terms), terms)

    def minus(self, a: Decimal | int | np.ndarray, b: Decimal | int | np.ndarray):
        """A difference."""
        return _but_noise(super().minus(a, b), (a, b))

    @staticmethod
    def take(value: Num | float | Decimal | Rational | str | np.ndarray):
        """A number from outside in this system."""
        return entrywise(to_decimal, [value]) if is_array(value) else to_decimal(value)

    def number(self, literal: Num):
        return to_decimal(literal)

    @staticmethod
    def array(rows: list[list[object]]):
        import numpy

        return numpy.array(rows, dtype=object)

    def divide(self, a: Decimal | int | np.ndarray, b: Decimal | int | np.ndarray):
        return (Decimal(a) if isinstance(a, int) else a) / b  # 1/2 of whole numbers would be a double

    def power(self, a: Decimal | int | np.ndarray, b: Decimal | int | np.ndarray):
        if is_array(a) or is_array(b):
            return entrywise(self.power, [a, b])
        if b == int(b) and -_GREATEST_POWER <= b <= _GREATEST_POWER:
            return (Decimal(a) if isinstance(a, int) else a) ** int(b)
        return _DOUBLE.plus(to_decimal(DOUBLES.power(float(a), float(b))))

    def call(self, function: Function, args: Sequence):
        if function.whole and function.exact:
            return function.value(*args)
        if function.whole:
            return entrywise(to_decimal, [function.value(*map(in_doubles, args))])
        if any(is_array(arg) for arg in args):
            return entrywise(lambda *xs: self.call(function, xs), args)
        if function.exact:
            return function.value(*args)
        return _DOUBLE.plus(to_decimal(function.value(*[float(arg) for arg in args])))


DOUBLES = Doubles()
DECIMALS = Decimals()


def exactly():
    """A context in which decimals are computed with 60 digits: ``with exactly(): …``."""
    return decimal.localcontext(_CONTEXT)


@contextmanager
def quietly():
    """Without NumPy's warnings: what overflows is found by :func:`finite` and explained."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def to_decimal(value: Num | float | Decimal | Rational | str) -> Decimal:
    """A literal, a double, an integer or a decimal as a Decimal: a double by its shortest digits."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Num):
        try:
            return Decimal(value.text)
        except decimal.InvalidOperation:  # ½, or a number the program made from something else than digits
            value = value.value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Rational):  # a fraction
        return Decimal(int(value.numerator)) / Decimal(int(value.denominator))
    return Decimal(repr(float(value)))


def is_array(value: object) -> TypeIs[np.ndarray]:
    """Whether ``value`` is an array (NumPy is never imported to find out)."""
    return hasattr(value, "ndim") and value.ndim > 0


def in_doubles(value: Decimal | int | np.ndarray):
    """A number, or every entry of an array, as a double."""
    return value.astype(float) if is_array(value) else float(value)


def unsigned(value: Value):
    """``value`` with 0 in place of −0."""
    if isinstance(value, float):
        return value or 0.0
    return value + 0.0 if is_array(value) and value.dtype.kind == "f" else value


def from_zero(x: Numeric, *parameters: Numeric):
    """How far a number is from 0."""
    return abs(x)


def entrywise(function: Callable[..., object], args: Sequence[object]):
    """``function`` applied to arrays of one shape, entry by entry."""
    import numpy

    return numpy.frompyfunc(function, len(args), 1)(*args)


def least(numbers: Sequence[float | np.ndarray]):
    """The least of several numbers; of arrays among them, entry by entry."""
    if not any(map(is_array, numbers)):
        return min(numbers)
    import numpy

    return numpy.min(numpy.broadcast_arrays(*numbers), axis=0)


def finite(value: Value | None) -> bool:
    """Whether a number, or every entry of an array or list, is finite and within the range of doubles."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() <= 308
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if is_array(value):
        if value.dtype.kind in "fiu":
            import numpy

            return bool(numpy.isfinite(value).all())
        return all(finite(entry) for entry in value.ravel().tolist())
    if isinstance(value, list):
        return all(finite(entry) for entry in value)
    return not isinstance(value, Rational) or (value <= _LARGEST and not value < -_LARGEST)
