"""Doubles that know where they cannot tell: near a border of a function, and where a sum cancels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import islice
from operator import add
from typing import TYPE_CHECKING

from .numbers import Doubles, from_zero, is_array

if TYPE_CHECKING:
    import numpy as np

    from ..names import Name
    from .expr import Num
    from .functions import Function
    from .numbers import Entry, Value

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


def short(number: float) -> bool:
    """Whether doubles hold a number, and add it to others like it, without rounding."""
    scaled = number * _SHORT
    return abs(scaled) < _LONGEST_SHORT and float(scaled).is_integer()


class Deciding(Doubles):
    """Doubles that raise Undecided where they cannot tell.

    That is where a sum cancels so far that its rounding is seen, and where a function stands so near a border that
    rounding may have brought it to the other side.
    """

    def __init__(self, values: Mapping[Name, Value] | None = None):
        # ``values`` are the numbers so far. ``exactly``: there were none but short ones, which doubles add without
        # rounding, so that what is left of them is right. ``looked`` counts the values that this is known of.
        self.values, self.exactly, self.looked = values or {}, True, 0

    def total(self, terms: Sequence):
        """The sum of one or more numbers or arrays."""
        total = reduce(add, terms)
        if isinstance(total, float):
            most = _FEW * max(terms)  # of terms of one sign nothing cancels
            if -most < total < most:
                self._look(total, terms)
        elif is_array(total):
            self._look_at_entries(total, terms)
        return total

    def minus(self, a: float | np.ndarray, b: float | np.ndarray):
        """A difference."""
        left = a - b
        if is_array(left):
            self._look_at_entries(left, (a, b))
        elif isinstance(left, float) and abs(left) < LOST * _size(a):
            self._look(left, (a, b))
        return left

    def matrix_product(self, a: np.ndarray, b: np.ndarray):
        """A product of matrices."""
        product = a @ b
        lost = _lost_part(product)
        largest = abs(a).max(initial=0.0) * abs(b).max(initial=0.0)
        if (abs(product) < lost * largest).any():
            self._look_at_products(abs(product) < lost * (abs(a) @ abs(b)), a, b)
        return product

    def sum_of(self, array: np.ndarray):
        """The sum of all entries of an array."""
        total = array.sum()
        if abs(total) < LOST * abs(array).max(initial=0.0) and not self._trusts(_all_short, array):
            raise Undecided
        return total

    def call(self, function: Function, args: Sequence):
        """The value of a function whose border is far enough."""
        border = function.border
        # How far a number is from 0 was looked at where it was added up.
        near = border is not None and border is not from_zero and _near(border(*args), args)
        if near and not self._trusts(_short_factors, *args):
            raise Undecided
        value = super().call(function, args)
        if callable(function.sums):
            for numbers in _entries(args) if any(map(is_array, args)) else [args]:
                self._look_inside(function.sums(*numbers), numbers)
        elif function.sums:
            self._look_at_value(value, function, args)
        self.exactly &= function.exact
        return value

    def number(self, literal: Num):
        """A literal; beside whole numbers there may be long ones."""
        self.exactly &= type(literal.value) is int
        return literal.value

    def divide(self, a: float | np.ndarray, b: float | np.ndarray):
        """A quotient."""
        quotient = a / b
        self.exactly = self.exactly and _all_short(quotient)
        return quotient

    def power(self, a: float | np.ndarray, b: float | np.ndarray):
        """A power."""
        power = super().power(a, b)
        self.exactly = self.exactly and _all_short(power)
        return power

    def _trusts(self, short: Callable[[Entry], bool], *numbers: Entry) -> bool:
        """Whether numbers, and all before them, are so short that nothing was rounded."""
        for value in islice(self.values.values(), self.looked, None):
            self.looked += 1
            self.exactly = self.exactly and (isinstance(value, (list, str, Decimal, Fraction)) or _all_short(value))
        return self.exactly and all(map(short, numbers))

    def _look(self, total: float, terms: Sequence):
        """Raises Undecided where too little is left of terms that doubles may not hold exactly."""
        if abs(total) < LOST * max(map(abs, terms)) and not self._trusts(short, *terms):
            raise Undecided

    def _look_at_entries(self, sums: np.ndarray, terms: Sequence):
        import numpy

        lost = abs(sums) < _lost_part(sums) * reduce(numpy.maximum, map(abs, terms))
        if lost.any() and not self._trusts(_all_short, *[numpy.broadcast_to(term, sums.shape)[lost] for term in terms]):
            raise Undecided

    def _look_at_products(self, lost: np.ndarray, a: np.ndarray, b: np.ndarray):
        import numpy

        if not lost.any():
            return
        rows, columns = lost.nonzero()
        count = max(1, _BLOCK // a.shape[1])
        for first in range(0, len(rows), count):
            at = numpy.s_[first : first + count]
            if not self._trusts(_all_short, a[rows[at]] * b[:, columns[at]].T):
                raise Undecided

    def _look_inside(self, sums: Iterable[tuple], args: Sequence):
        """Raises Undecided where the sums inside a function cancel."""
        for total, size in sums:
            if abs(total) < LOST * size and not self._trusts(_short_factors, *args):
                raise Undecided

    def _look_at_value(self, value: float | np.ndarray, function: Function, args: Sequence[np.ndarray]):
        """Raises Undecided where a value that is a sum of products cancels."""
        lost, largest = _lost_part(value), math.prod(abs(arg).max(initial=0.0) for arg in args)
        if not _anywhere(abs(value) < lost * largest):
            return
        size = super().call(function, [abs(arg) for arg in args])  # the same sums without signs
        if _anywhere(abs(value) < lost * size) and not self._trusts(_short_factors, *args):
            raise Undecided


class Known(float):
    """A double that knows the number it stands for, as the result of many exact steps does."""

    __slots__ = ("exact",)

    exact: Value

    def __new__(cls, value: float, exact: Value):
        number = super().__new__(cls, value)
        number.exact = exact
        return number


def _entries(args: Sequence[float | np.ndarray]) -> list[list[float]]:
    """The numbers that a function of numbers takes of arrays of one shape, entry by entry."""
    import numpy

    columns = [array.ravel().tolist() for array in numpy.broadcast_arrays(*args)]
    return [list(numbers) for numbers in zip(*columns, strict=True)]


def _near(gap: float | np.ndarray, args: Sequence) -> bool:
    """Whether a border is so near that the rounding of the arguments may bring them over it."""
    if not is_array(gap):
        return gap < LOST * max(map(_size, args))
    sizes = [abs(arg) if getattr(arg, "shape", gap.shape) == gap.shape else _size(arg) for arg in args]
    import numpy

    return bool((gap < LOST * reduce(numpy.maximum, sizes)).any())


def _anywhere(condition: bool | np.ndarray) -> bool:
    """Whether a condition holds, or holds for an entry of an array."""
    return bool(condition.any()) if is_array(condition) else condition


def _lost_part(value: float | np.ndarray) -> float:
    return LOST if getattr(value, "size", 1) <= _MANY else _LOST_OF_MANY


def _all_short(array: float | np.ndarray) -> bool:
    """Whether :func:`short` holds for a number, or for all entries of an array."""
    if not is_array(array):
        return short(array)
    scaled = abs(array) * _SHORT
    return bool(((scaled < _LONGEST_SHORT) & (scaled % 1 == 0)).all())


def _short_factors(value: float | np.ndarray) -> bool:
    """Whether doubles hold the products of a number, or of the entries of an array, without rounding."""
    scaled = value * _SHORT_FACTOR
    fits = (scaled > -_LONGEST_FACTOR) & (scaled < _LONGEST_FACTOR) & (scaled % 1 == 0)
    return bool(fits.all()) if is_array(fits) else bool(fits)


def _size(value: float | list | str | np.ndarray) -> float:
    """The size of a number, or of the largest entry of an array."""
    if is_array(value):
        return float(abs(value).max()) if value.size else 0.0
    return 0.0 if isinstance(value, (list, str)) else abs(value)
