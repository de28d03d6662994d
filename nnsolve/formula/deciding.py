"""Doubles that know where they cannot tell: near a border of a function, and where a sum cancels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import add
from typing import TYPE_CHECKING, Self

from .numbers import Doubles, from_zero, is_array, of_one_shape

if TYPE_CHECKING:
    import numpy as np

    from ..names import Name
    from .expr import Num
    from .functions import Function
    from .numbers import Numeric

# The rounding of sums of products, relative to the square of the largest number, with much room.
NEAR = 1e-9

# What is left of a sum is in doubt where it is less than this part of its largest term: of sixteen digits six are gone.
LOST = 2.0**-20
# In large arrays some entry always is as small; there nine digits may go.
_LOST_OF_MANY = 2.0**-30
_MANY = 10_000
# Sums are looked at closely where they are below this part of their largest positive term.
_FEW = 0.001
# Multiples of 2⁻²⁰ below 2³³ are added by doubles without rounding.
_SHORT = 2.0**20
_LONGEST_SHORT = 2.0**53
# Products of multiples of 2⁻¹⁰ below 2¹⁶ are such multiples.
_SHORT_FACTOR = 2.0**10
_LONGEST_FACTOR = 2.0**26
_BLOCK = 1_000_000


class Undecided(Exception):
    """Rounding may decide here, or be most of what is left of a sum."""


# The sums that a function takes itself, of numbers, each with the size of its largest term.
Sums = Callable[..., Iterable[tuple["Numeric", "Numeric"]]]


def short(value: Numeric) -> bool:
    """Whether doubles hold a number, or all entries of an array, and add it to others like it, without rounding."""
    return _whole_below(_LONGEST_SHORT, value, _SHORT)


def _short_factors(value: Numeric) -> bool:
    """Whether doubles hold the products of a number, or of the entries of an array, without rounding."""
    return _whole_below(_LONGEST_FACTOR, value, _SHORT_FACTOR)


def _whole_below(longest: float, value: Numeric, times: float) -> bool:
    """Whether so many times a number, or every entry of an array, is whole and below a bound."""
    if is_array(value):
        scaled = abs(value) * times
        return bool(((scaled < longest) & (scaled % 1 == 0)).all())
    number = abs(float(value)) * times
    return number < longest and number.is_integer()


class Deciding(Doubles):
    """Doubles that raise Undecided where they cannot tell.

    That is where a sum cancels so far that its rounding is seen, and where a function stands so near a border that
    rounding may have brought it to the other side.
    """

    def __init__(self, values: Mapping[Name, Numeric] | None = None):
        # ``values`` are the numbers so far. ``exactly``: there were none but short ones, which doubles add without
        # rounding, so that what is left of them is right. ``looked`` counts the values that this is known of.
        self.values, self.exactly, self.looked = values or {}, True, 0

    def total(self, terms: Sequence[Numeric]) -> Numeric:
        """The sum of one or more numbers or arrays."""
        total: Numeric = reduce(add, terms)
        if isinstance(total, float):
            if max(terms) * _FEW > abs(total):  # of terms of one sign nothing cancels
                self._look(total, terms)
        elif is_array(total):
            self._look_at_entries(total, terms)
        return total

    def minus(self, a: Numeric, b: Numeric) -> Numeric:
        """A difference."""
        left = a - b
        if is_array(left):
            self._look_at_entries(left, (a, b))
        elif isinstance(left, float) and _size(a) * LOST > abs(left):
            self._look(left, (a, b))
        return left

    def matrix_product(self, a: Numeric, b: Numeric) -> Numeric:
        """A product of matrices."""
        product = super().matrix_product(a, b)
        if is_array(product) and is_array(a) and is_array(b):
            self._look_at_product(product, a, b)
        return product

    def sum_of(self, array: Numeric) -> Numeric:
        """The sum of all entries of an array."""
        total = super().sum_of(array)
        if is_array(array) and abs(total) < LOST * _largest(array) and not self._trusts(short, array):
            raise Undecided
        return total

    def call(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        """The value of a function whose border is far enough."""
        border = function.border
        # How far a number is from 0 was looked at where it was added up.
        near = border is not None and border is not from_zero and _near(border(*args), args)
        if near and not self._trusts(_short_factors, *args):
            raise Undecided
        value = super().call(function, args)
        if callable(function.sums):
            self._look_at_sums(function.sums, args)
        elif function.sums:
            self._look_at_value(value, function, args)
        self.exactly &= function.exact
        return value

    def number(self, literal: Num) -> Numeric:
        """A literal; beside whole numbers there may be long ones."""
        self.exactly &= type(literal.value) is int
        return literal.value

    def divide(self, a: Numeric, b: Numeric) -> Numeric:
        """A quotient."""
        quotient = a / b
        self.exactly = self.exactly and short(quotient)
        return quotient

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        """A power."""
        power = super().power(a, b)
        self.exactly = self.exactly and short(power)
        return power

    def _trusts(self, holds: Callable[[Numeric], bool], *numbers: Numeric) -> bool:
        """Whether it ``holds`` of numbers, and all before them are so short, that nothing was rounded."""
        from fractions import Fraction  # only where a sum cancels

        for value in islice(self.values.values(), self.looked, None):
            self.looked += 1
            self.exactly = self.exactly and (isinstance(value, (list, str, Decimal, Fraction)) or short(value))
        return self.exactly and all(map(holds, numbers))

    def _look(self, total: float, terms: Sequence[Numeric]) -> None:
        """Raises Undecided where too little is left of terms that doubles may not hold exactly."""
        if max(map(abs, terms)) * LOST > abs(total) and not self._trusts(short, *terms):
            raise Undecided

    def _look_at_entries(self, sums: np.ndarray, terms: Sequence[Numeric]) -> None:
        import numpy

        lost = abs(sums) < _lost_part(sums) * _sizes(terms)
        if not lost.any():
            return
        arrays = [numpy.broadcast_to(numpy.asarray(term), sums.shape) for term in terms]
        if not self._trusts(short, *[array[lost] for array in arrays]):
            raise Undecided

    def _look_at_product(self, product: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
        lost = _lost_part(product)
        if (abs(product) < lost * (_largest(a) * _largest(b))).any():
            self._look_at_products(abs(product) < lost * (abs(a) @ abs(b)), a, b)

    def _look_at_products(self, lost: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
        import numpy

        if not lost.any():
            return
        rows, columns = lost.nonzero()
        count = max(1, _BLOCK // a.shape[1])
        for first in range(0, len(rows), count):
            at = numpy.s_[first : first + count]
            if not self._trusts(short, a[rows[at]] * b[:, columns[at]].T):
                raise Undecided

    def _look_at_sums(self, sums: Sums, args: Sequence[Numeric]) -> None:
        """Raises Undecided where the sums inside a function cancel, of arrays for an entry."""
        if not any(map(is_array, args)):
            self._look_inside(sums, args)
            return
        for numbers in _entries(args):
            self._look_inside(sums, numbers)

    def _look_inside(self, sums: Sums, args: Sequence[Numeric]) -> None:
        for total, size in sums(*args):
            if size * LOST > abs(total) and not self._trusts(_short_factors, *args):
                raise Undecided

    def _look_at_value(self, value: Numeric, function: Function, args: Sequence[Numeric]) -> None:
        """Raises Undecided where a value that is a sum of products cancels."""
        lost, largest = _lost_part(value), math.prod(map(_largest, args))
        if not _anywhere(abs(value) < lost * largest):
            return
        size = super().call(function, [abs(arg) for arg in args])  # the same sums without signs
        if _anywhere(size * lost > abs(value)) and not self._trusts(_short_factors, *args):
            raise Undecided


class Known(float):
    """A double that knows the number it stands for, as the result of many exact steps does."""

    __slots__ = ("exact",)

    exact: Numeric

    def __new__(cls, value: float, exact: Numeric) -> Self:
        number = super().__new__(cls, value)
        number.exact = exact
        return number


def _entries(args: Sequence[Numeric]) -> list[tuple[float, ...]]:
    """The numbers that a function of numbers takes of arrays of one shape, entry by entry."""
    columns = [array.ravel().tolist() for array in of_one_shape(args)]
    return list(zip(*columns, strict=True))


def _near(gap: Numeric, args: Sequence[Numeric]) -> bool:
    """Whether a border is so near that the rounding of the arguments may bring them over it."""
    if not is_array(gap):
        return bool(max(map(_size, args)) * LOST > gap)
    sizes = [abs(arg) if getattr(arg, "shape", gap.shape) == gap.shape else _size(arg) for arg in args]
    return bool((gap < LOST * _sizes(sizes)).any())


def _anywhere(condition: object) -> bool:
    """Whether a condition holds, or holds for an entry of an array."""
    return bool(condition.any()) if is_array(condition) else bool(condition)


def _lost_part(value: Numeric) -> float:
    return LOST if getattr(value, "size", 1) <= _MANY else _LOST_OF_MANY


def _size(value: Numeric) -> Numeric:
    """The size of a number, or of the largest entry of an array."""
    if is_array(value):
        return _largest(value)
    return 0.0 if isinstance(value, list) else abs(value)


def _sizes(terms: Sequence[Numeric]) -> np.ndarray:
    """Entry by entry, the size of the largest of several terms."""
    import numpy

    return reduce(numpy.maximum, [abs(numpy.asarray(term)) for term in terms])


def _largest(array: Numeric) -> float:
    """The size of the largest entry of an array."""
    return float(abs(array).max(initial=0.0)) if is_array(array) else float(abs(array))
