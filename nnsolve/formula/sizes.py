"""Sizes instead of numbers: what a formula of arrays gives, before anything is computed.

A number system like any other: a formula evaluated in it over the sizes of its names gives the size of its value, ()
for a number and (rows, columns) for a matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .expr import Num
    from .functions import Function


class Size(tuple):
    """Rows and columns; () of a number. Operators give the size of their result, broadcast as NumPy broadcasts."""

    __slots__ = ()

    def __add__(self, other: Size):
        return joined(self, other)

    __sub__ = __mul__ = __truediv__ = __pow__ = __add__

    def __neg__(self):
        return self

    def __matmul__(self, other: Size):
        if self[1] != other[0]:
            raise ValueError(f"{_told(self)} times {_told(other)}: columns and rows differ")
        return Size((self[0], other[1]))

    def __getitem__(self, key: int | tuple[int, int]):
        return NUMBER if isinstance(key, tuple) else tuple.__getitem__(self, key)

    @property
    def T(self):  # noqa: N802  NumPy's name
        """Of the matrix with rows and columns exchanged."""
        return Size(self[::-1]) if self else self

    def sum(self):
        """Of the sum of all entries."""
        return NUMBER


NUMBER = Size()


def joined(*sizes: Size) -> Size:
    """The size of what is computed entry by entry from arrays of these sizes; raises ValueError where they differ."""
    found = NUMBER
    for size in sizes:
        if not found or not size:
            found = found or size
            continue
        if any(a != b and 1 not in (a, b) for a, b in zip(found, size, strict=True)):
            raise ValueError(f"{_told(found)} and {_told(size)} do not fit each other")
        found = Size(map(max, found, size))
    return found


def _told(size: tuple[int, ...]) -> str:
    return " × ".join(map(str, size)) or "a number"


class _Sizes:
    """Sizes as a number system."""

    @staticmethod
    def number(literal: Num):
        return NUMBER

    @staticmethod
    def array(rows: list[list[object]]):
        return Size((len(rows), len(rows[0])))

    @staticmethod
    def take(value: object):
        return Size(getattr(value, "shape", ()))

    @staticmethod
    def divide(a: Size, b: Size):
        return joined(a, b)

    power = divide

    @staticmethod
    def call(function: Function, args: Sequence[Size]):
        """Of a function of whole arrays the size that it tells, or gives when it is tried."""
        if not function.whole:
            return joined(*args)
        if function.shape:
            return Size(function.shape(*args))
        return Size(getattr(function.value(*map(_some, args)), "shape", ()))


def _some(size: Size):
    """Numbers of a size, no two of them equal."""
    if not size:
        return 1.0
    import numpy

    return numpy.arange(1.0, size[0] * size[1] + 1).reshape(size)


SIZES = _Sizes()
