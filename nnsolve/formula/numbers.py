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
from numbers import Rational
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from .expr import Num

if TYPE_CHECKING:
    import numpy as np
    from typing_extensions import TypeIs

    from .functions import Function

# Sums and products of decimals of a page stay exact in 60 digits; exponents are bounded so that nothing runs away.
_CONTEXT = decimal.Context(prec=60, Emax=9999, Emin=-9999, rounding=decimal.ROUND_HALF_EVEN)

# Decimals are raised to greater powers as doubles are.
_GREATEST_POWER = 64
_LARGEST = int(sys.float_info.max)
# A double knows 15 digits; the rest is noise, which cutting digits off would show: 3.9999999999999996 is 4.
_DOUBLE = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN)


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


class Doubles:
    """IEEE double precision, as every framework computes."""

    @staticmethod
    def take(value: float | np.ndarray):
        """A number from outside in this system."""
        return value

    @staticmethod
    def number(literal: Num):
        return literal.value

    @staticmethod
    def array(rows: list[list[object]]):
        import numpy

        return numpy.array(rows, dtype=float)

    @staticmethod
    def divide(a: float | np.ndarray, b: float | np.ndarray):
        return a / b

    @staticmethod
    def power(a: float | np.ndarray, b: float | np.ndarray):
        result = a**b if is_array(a) else float(a) ** float(b)  # floats: whole powers could grow without bound
        if isinstance(result, complex):
            raise ValueError("a negative number has no real power with a broken exponent")
        return result

    @staticmethod
    def call(function: Function, args: Sequence):
        if function.whole:
            return function.value(*args)
        if any(is_array(arg) for arg in args):
            return entrywise(function.value, args).astype(float)
        return function.value(*args)


class Decimals:
    """Decimal arithmetic: +, −, × exact, ÷ to 60 digits, functions as exact as a double (16 digits).

    This is the arithmetic of a person who computes with the digits on the page.
    """

    @staticmethod
    def take(value: Num | float | Decimal | Rational | str | np.ndarray):
        """A number from outside in this system."""
        return value if is_array(value) else to_decimal(value)

    @staticmethod
    def number(literal: Num):
        return to_decimal(literal)

    @staticmethod
    def array(rows: list[list[object]]):
        import numpy

        return numpy.array(rows, dtype=object)

    @staticmethod
    def divide(a: Decimal | int | np.ndarray, b: Decimal | int | np.ndarray):
        return (Decimal(a) if isinstance(a, int) else a) / b  # 1/2 of whole numbers would be a double

    @staticmethod
    def power(a: Decimal | int | np.ndarray, b: Decimal | int):
        if b == int(b) and -_GREATEST_POWER <= b <= _GREATEST_POWER:
            return (Decimal(a) if isinstance(a, int) else a) ** int(b)
        return _DOUBLE.plus(to_decimal(Doubles.power(float(a), float(b))))

    @staticmethod
    def call(function: Function, args: Sequence):
        if function.whole and function.exact:
            return function.value(*args)
        if function.whole:
            return entrywise(to_decimal, [function.value(*map(in_doubles, args))])
        if any(is_array(arg) for arg in args):
            return entrywise(lambda *xs: Decimals.call(function, xs), args)
        if function.exact:
            return function.value(*args)
        return _DOUBLE.plus(to_decimal(function.value(*[float(arg) for arg in args])))


# The rounding of sums of products, relative to the square of the largest number, with much room.
NEAR = 1e-9


class Undecided(Exception):
    """A function decides so near its border that doubles cannot tell the side."""


class Deciding(Doubles):
    """Doubles computed from ``given`` ones; raises Undecided where a function cannot decide by them."""

    def __init__(self, given: dict):
        self.given, self.reach = given, 0.0

    def call(self, function: Function, args: Sequence):
        """The value of a function whose border is far enough."""
        if function.border is not None:
            gap = function.border(*args)
            reach = self.reach or self._reach()
            if bool((gap < reach).any()) if is_array(gap) else gap < reach:
                raise Undecided
        return Doubles.call(function, args)

    def tiny(self, value: object) -> bool:
        """Whether a number, not 0, may be mere rounding."""
        return isinstance(value, float) and 0 < abs(value) < self.reach

    def _reach(self) -> float:
        """Within how much of a border a number may stand there by mere rounding."""
        numbers = list(self.given.values())
        try:
            largest = max(1.0, max(numbers), -min(numbers))
        except (TypeError, ValueError):  # there are arrays among them, or none are given
            largest = max([1.0, *map(_size, numbers)])
        self.reach = NEAR * largest * largest  # numbers are multiplied before they are added
        return self.reach


def _size(value: float | list | str | np.ndarray) -> float:
    """The size of a number, or of the largest entry of an array."""
    if is_array(value):
        return float(abs(value).max()) if value.size else 0.0
    return 0.0 if isinstance(value, (list, str)) else abs(value)


if TYPE_CHECKING:
    from .exact import Fractions

    System: TypeAlias = Doubles | Decimals | Fractions

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


def finite(value: float | Decimal | Rational | list | str | np.ndarray | None) -> bool:
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
