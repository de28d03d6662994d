"""Sizes instead of numbers: what a formula of arrays gives, before anything is computed.

A number system like any other: a formula evaluated in it over the sizes of its names gives the size of its value, ()
for a number and (rows, columns) for a matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .expr import Expr
from .numbers import Sums, quietly

if TYPE_CHECKING:
    from ..names import Name
    from .expr import Num
    from .functions import Function


class Size(tuple[int, ...]):
    """Rows and columns; () of a number. Operators give the size of their result, broadcast as NumPy broadcasts."""

    __slots__ = ()

    def __add__(self, other: Size):
        return joined(self, other)

    __sub__ = __mul__ = __truediv__ = __pow__ = __add__

    def __neg__(self):
        return self

    def __matmul__(self, other: Size):
        if not self or not other or self[1] != other[0]:
            raise ValueError(f"{told(self)} times {told(other)}: the columns of the one are not the rows of the other")
        return Size((self[0], other[1]))

    def __getitem__(self, key: int | tuple[int, int]):
        if not isinstance(key, tuple):
            return tuple.__getitem__(self, key)
        if not self or key[0] >= self[0] or key[1] >= self[1]:
            raise ValueError(f"{told(self)} has no entry in row {key[0] + 1}, column {key[1] + 1}")
        return NUMBER

    @property
    def T(self):  # noqa: N802  NumPy's name
        """Of the matrix with rows and columns exchanged."""
        rows, columns = self._matrix()
        return Size((columns, rows))

    def sum(self):
        """Of the sum of all entries."""
        self._matrix()
        return NUMBER

    def _matrix(self) -> Size:
        if not self:
            raise ValueError("a matrix belongs here, and a number stands in its place")
        return self


NUMBER = Size()


class Known(dict["Name", Size]):
    """Sizes by name; a name without one is told."""

    def __init__(self, sizes: Mapping[Name, tuple[int, ...]]):
        super().__init__({name: Size(size) for name, size in sizes.items()})
        for name, size in self.items():
            if len(size) not in (0, 2):
                raise ValueError(f"{name} has {len(size)} sizes; a matrix has rows and columns, a vector is a matrix")

    def __missing__(self, name: Name):
        raise ValueError(f"the size of {name} is not known")


def joined(*sizes: Size) -> Size:
    """The size of what is computed entry by entry from arrays of these sizes; raises ValueError where they differ."""
    found = NUMBER
    for size in sizes:
        if not found or not size:
            found = found or size
            continue
        if any(a != b and 1 not in (a, b) for a, b in zip(found, size, strict=True)):
            raise ValueError(f"{told(found)} and {told(size)} do not fit each other")
        found = Size(map(max, found, size))
    return found


def told(size: tuple[int, ...]) -> str:
    """Rows and columns as they are read: 3 × 2; a number."""
    return " × ".join(map(str, size)) or "a number"


class SizeSystem(Sums[Size]):
    """Sizes as a number system."""

    def number(self, literal: Num):
        return NUMBER

    @staticmethod
    def array(rows: list[list[Size]]):
        for size in (size for row in rows for size in row if size):
            raise ValueError(f"a matrix is written out of numbers, and {told(size)} stands among them")
        return Size((len(rows), len(rows[0])))

    @staticmethod
    def take(value: object):
        return Size(getattr(value, "shape", ()))

    def divide(self, a: Size, b: Size):
        return joined(a, b)

    power = divide

    def call(self, function: Function, args: Sequence[Size]):
        """Of a function of whole arrays the size that it tells, or gives when it is tried."""
        if not function.whole:
            return joined(*args)
        try:
            if function.shape:
                return Size(function.shape(*args))
            with quietly():
                return Size(getattr(function.value(*map(_some, args)), "shape", ()))
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            sizes = ", ".join(map(told, args))
            raise ValueError(f"{function.name} has no value of these sizes: {sizes}") from error


def _some(size: Size):
    """Numbers of a size, no two of them equal."""
    if not size:
        return 1.0
    import numpy

    return numpy.arange(1.0, size[0] * size[1] + 1).reshape(size)


SIZES = SizeSystem()


class _Sized(Expr):
    """What stands in the place of a formula whose size is known."""

    __slots__ = ("size",)

    def __init__(self, size: Size):
        self.size = size

    def evaluate(self, values: object, system: object):
        return self.size


def size_of(formula: Expr, names: Known, known: dict[Expr, Size]) -> Size:
    """The size of the value of a formula; ``known`` keeps it and those of its parts, so that each is found once."""
    stack = [formula]
    while stack:
        node = stack[-1]
        parts = node.parts()
        unknown = [part for part in parts if part not in known]
        if unknown:
            stack.extend(unknown)
            continue
        stack.pop()
        if node not in known:
            alone = node.rebuilt(tuple(_Sized(known[part]) for part in parts)) if parts else node
            known[node] = alone.evaluate(names, SIZES)
    return known[formula]
