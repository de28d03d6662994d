"""Number systems: how one and the same formula is computed in doubles, in exact decimals, or over arrays.

A system turns a literal into its number, and says what division, powers and function calls mean.
"""

from __future__ import annotations

import decimal
import math
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from functools import reduce
from numbers import Rational
from operator import add, matmul, sub
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias

from .expr import Num, V

if TYPE_CHECKING:
    import numpy as np
    from typing_extensions import TypeIs

    from .functions import Function

    # A bool; of arrays an array of them.
    Truth: TypeAlias = Any
    # What a step has for its value.
    Value: TypeAlias = "Numeric"

# Sums and products of decimals of a page stay exact in 60 digits; exponents are bounded so that nothing runs away.
_CONTEXT = decimal.Context(prec=60, Emax=9999, Emin=-9999, rounding=decimal.ROUND_HALF_EVEN)

# Decimals are raised to greater powers as doubles are.
_GREATEST_POWER = 64
_LARGEST = int(sys.float_info.max)
# A double knows 15 digits; the rest is noise, which cutting digits off would show: 3.9999999999999996 is 4.
_DOUBLE = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN)


# What is left of a sum below this part of its terms is the end of their sixty digits.
_NOISE = Decimal("1e-50")


def _but_noise(total: Numeric, terms: Sequence[Numeric]) -> Numeric:
    """A sum of decimals without what the end of their digits leaves."""
    if not isinstance(total, Decimal) or not total:
        return total
    most = max(map(abs, terms)) * _NOISE
    return Decimal(0) if most > abs(total) else total


class Numeric(Protocol):
    """What functions are computed with: a double, a whole number, a decimal, a fraction, or an array of them."""

    def __add__(self, other: Self | int, /) -> Numeric: ...
    def __radd__(self, other: int, /) -> Numeric: ...
    def __sub__(self, other: Self | int, /) -> Numeric: ...
    def __rsub__(self, other: int, /) -> Numeric: ...
    def __mul__(self, other: Self | int, /) -> Numeric: ...
    def __rmul__(self, other: int, /) -> Numeric: ...
    def __truediv__(self, other: Self | int, /) -> Numeric: ...
    def __rtruediv__(self, other: int, /) -> Numeric: ...
    def __pow__(self, other: Self | int, /) -> Numeric: ...
    def __neg__(self) -> Numeric: ...
    def __abs__(self) -> Numeric: ...
    def __int__(self) -> int: ...
    def __float__(self) -> float: ...
    def __lt__(self, other: Self | int, /) -> Truth: ...
    def __le__(self, other: Self | int, /) -> Truth: ...
    def __gt__(self, other: Self | int, /) -> Truth: ...
    def __ge__(self, other: Self | int, /) -> Truth: ...


class System(Protocol[V]):
    """How formulas are computed over values of one kind; sums and products run from the first term to the last."""

    def number(self, literal: Num, /) -> V:
        """The number of a literal."""
        ...

    def take(self, value: Numeric, /) -> V:
        """A number from outside in this system."""
        ...

    def array(self, rows: list[list[V]], /) -> V:
        """The matrix with these rows."""
        ...

    def total(self, terms: Sequence[V]) -> V:
        """The sum of one or more numbers or arrays."""
        return reduce(add, terms)

    def minus(self, a: V, b: V) -> V:
        """A difference."""
        difference: V = sub(a, b)
        return difference

    def divide(self, a: V, b: V) -> V:
        """A quotient."""
        ...

    def power(self, a: V, b: V) -> V:
        """A power."""
        ...

    def matrix_product(self, a: V, b: V) -> V:
        """A product of matrices."""
        product: V = matmul(a, b)
        return product

    def sum_of(self, array: V) -> V:
        """The sum of all entries of an array."""
        ...

    def call(self, function: Function, args: Sequence[V]) -> V:
        """The value of a function."""
        ...

    def beside(self, sizes: Sequence[V]) -> V:
        """Sizes side by side, as a shape is printed: a list, with which nothing is computed."""
        row: Any = list(sizes)
        shape: V = row
        return shape


class NumberSystem(System[Numeric]):
    """What the systems of numbers share; ``entry`` is what NumPy holds of a number in an array."""

    entry: type = object

    def array(self, rows: list[list[Numeric]]) -> Numeric:
        """The matrix with these rows."""
        import numpy

        return numpy.array(rows, dtype=self.entry)

    def sum_of(self, array: Numeric) -> Numeric:
        """The sum of all entries of an array."""
        total: Numeric = array.sum() if is_array(array) else array
        return total


class Doubles(NumberSystem):
    """IEEE double precision, as every framework computes."""

    entry = float

    def take(self, value: Numeric) -> Numeric:
        return value

    def number(self, literal: Num) -> Numeric:
        return literal.value

    def divide(self, a: Numeric, b: Numeric) -> Numeric:
        return a / b

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        array = is_array(a) or is_array(b)
        result = a**b if array else float(a) ** float(b)  # floats: whole powers could grow without bound
        if isinstance(result, complex):
            raise ValueError("a negative number has no real power with a broken exponent")
        return result

    def call(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        if function.whole or not any(map(is_array, args)):
            return function.value(*args)
        values: np.ndarray = entrywise(function.value, args).astype(float)
        return values


class Decimals(NumberSystem):
    """Decimal arithmetic: +, −, × exact, ÷ to 60 digits, functions as exact as a double (16 digits).

    This is the arithmetic of a person who computes with the digits on the page. What quotients leave of a sum in their
    sixtieth digit is 0: 1/3 + 2/3 − 1.
    """

    def total(self, terms: Sequence[Numeric]) -> Numeric:
        """The sum of one or more numbers or arrays."""
        return _but_noise(super().total(terms), terms)

    def minus(self, a: Numeric, b: Numeric) -> Numeric:
        """A difference."""
        return _but_noise(super().minus(a, b), (a, b))

    def take(self, value: Numeric) -> Numeric:
        return entrywise(to_decimal, [value]) if is_array(value) else to_decimal(value)

    def number(self, literal: Num) -> Numeric:
        return to_decimal(literal)

    def divide(self, a: Numeric, b: Numeric) -> Numeric:
        return _broken(a) / b

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        if is_array(a) or is_array(b):
            return entrywise(self.power, [a, b])
        exponent = int(b)
        if b == exponent and -_GREATEST_POWER <= exponent <= _GREATEST_POWER:
            return _broken(a) ** exponent
        return _DOUBLE.plus(to_decimal(DOUBLES.power(float(a), float(b))))

    def call(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        if not function.whole and any(map(is_array, args)):
            return entrywise(lambda *xs: self.call(function, xs), args)
        return function.value(*args) if function.exact else self.inexact(function, args)

    def inexact(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        """The value of a function that has none of decimals."""
        if function.whole:
            return entrywise(to_decimal, [function.value(*map(in_doubles, args))])
        return _DOUBLE.plus(to_decimal(function.value(*map(float, args))))


def _broken(number: Numeric) -> Numeric:
    """A number whose quotients and powers are no doubles: of a whole number the decimal."""
    return Decimal(number) if isinstance(number, int) else number


DOUBLES = Doubles()
DECIMALS = Decimals()


def exactly() -> AbstractContextManager[decimal.Context]:
    """A context in which decimals are computed with 60 digits: ``with exactly(): …``."""
    return decimal.localcontext(_CONTEXT)


@contextmanager
def quietly() -> Iterator[None]:
    """Without NumPy's warnings: what overflows is found by :func:`finite` and explained."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def to_decimal(value: Num | Numeric | Rational | str) -> Decimal:
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


def in_doubles(value: Numeric) -> Numeric:
    """A number, or every entry of an array, as a double."""
    return value.astype(float) if is_array(value) else float(value)


def unsigned(value: Numeric) -> Numeric:
    """``value`` with 0 in place of −0."""
    if isinstance(value, float):
        return value or 0.0
    return value + 0.0 if is_array(value) and value.dtype.kind == "f" else value


def from_zero(x: Numeric, *parameters: Numeric) -> Numeric:
    """How far a number is from 0."""
    return abs(x)


def entrywise(function: Callable[..., object], args: Sequence[object]) -> np.ndarray:
    """``function`` applied to arrays of one shape, entry by entry."""
    import numpy

    found: np.ndarray = numpy.frompyfunc(function, len(args), 1)(*args)
    return found


def of_one_shape(numbers: Iterable[Numeric]) -> tuple[np.ndarray, ...]:
    """Numbers and arrays as arrays of one shape."""
    import numpy

    return numpy.broadcast_arrays(*map(numpy.asarray, numbers))


def least(numbers: Sequence[Numeric]) -> Numeric:
    """The least of several numbers; of arrays among them, entry by entry."""
    if not any(map(is_array, numbers)):
        return min(numbers)
    import numpy

    found: np.ndarray = numpy.min(of_one_shape(numbers), axis=0)
    return found


def finite(value: object) -> bool:
    """Whether a number, or every entry of an array or list, is finite and within the range of doubles."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() <= 308
    if isinstance(value, Rational):
        return value <= _LARGEST and not value < -_LARGEST
    if is_array(value):
        return _all_finite(value)
    return not isinstance(value, list) or all(map(finite, value))


def _all_finite(array: np.ndarray) -> bool:
    if array.dtype.kind not in "fiu":
        return all(map(finite, array.ravel().tolist()))
    import numpy

    return bool(numpy.isfinite(array).all())
