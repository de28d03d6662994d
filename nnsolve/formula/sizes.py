"""Sizes instead of numbers: what a formula of arrays gives, before anything is computed.

A number system like any other: a formula evaluated in it over the sizes of its names gives the size of its value, ()
for a number and (rows, columns) for a matrix.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING, NoReturn

from ..names import Name, Role
from .expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, nodes
from .numbers import System, quietly

if TYPE_CHECKING:
    from .functions import Function
    from .numbers import Numeric


class Size:
    """Rows and columns; none of a number. Operators give the size of their result, broadcast as NumPy broadcasts."""

    __slots__ = ("sides",)

    def __init__(self, sides: Iterable[int] = ()):
        self.sides = tuple(sides)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and self.sides == other.sides

    def __hash__(self) -> int:
        return hash(self.sides)

    def __bool__(self) -> bool:
        return bool(self.sides)

    def __iter__(self) -> Iterator[int]:
        return iter(self.sides)

    def __mul__(self, other: Size) -> Size:
        return joined(self, other)

    def __neg__(self) -> Size:
        return self

    def __getitem__(self, entry: tuple[int | slice, int | slice]) -> Size:
        rows, columns = self.sides or (0, 0)
        if isinstance(entry[0], slice) or isinstance(entry[1], slice):
            return Size((_left(rows, entry[0]), _left(columns, entry[1])))
        if entry[0] >= rows or entry[1] >= columns:
            raise ValueError(f"{told(self.sides)} has no entry in row {entry[0] + 1}, column {entry[1] + 1}")
        return NUMBER

    @property
    def T(self) -> Size:  # noqa: N802  NumPy's name
        """Of the matrix with rows and columns exchanged."""
        rows, columns = self.matrix()
        return Size((columns, rows))

    def matrix(self) -> tuple[int, ...]:
        """Rows and columns; raises ValueError for a number."""
        if not self.sides:
            raise ValueError("a matrix belongs here, and a number stands in its place")
        return self.sides


def _left(side: int, place: int | slice) -> int:
    """How many rows or columns are left at a place."""
    return len(range(side)[place]) if isinstance(place, slice) else 1


NUMBER = Size()
# Formulas of nothing else are of numbers where their names are.
_OF_NUMBERS = (Add, Div, Mul, Neg, Num, Pow, Sub)


class Known(dict["Name", Size]):
    """Sizes by name; a name without one is told."""

    def __init__(self, sizes: Mapping[Name, Iterable[int]]):
        super().__init__({name: Size(size) for name, size in sizes.items()})
        for name, size in self.items():
            count = len(size.sides)
            if count not in (0, 2):
                raise ValueError(f"{name} has {count} sizes; a matrix has rows and columns, a vector is a matrix")

    def __missing__(self, name: Name) -> NoReturn:
        raise ValueError(f"the size of {name} is not known")


def joined(*sizes: Size) -> Size:
    """The size of what is computed entry by entry from arrays of these sizes; raises ValueError where they differ."""
    found, *others = list(filter(None, sizes)) or [NUMBER]
    for size in others:
        if any(a != b and 1 not in (a, b) for a, b in zip(found, size, strict=True)):
            raise ValueError(f"{told(found)} and {told(size)} do not fit each other")
        found = Size(map(max, found, size))
    return found


def told(size: Iterable[int]) -> str:
    """Rows and columns as they are read: 3 × 2; a number."""
    return " × ".join(map(str, size)) or "a number"


class SizeSystem(System[Size]):
    """Sizes as a number system."""

    def number(self, literal: Num) -> Size:
        return NUMBER

    def array(self, rows: list[list[Size]]) -> Size:
        for size in itertools.chain(*rows):
            if size:
                raise ValueError(f"a matrix is written out of numbers, and {told(size)} stands among them")
        return Size((len(rows), len(rows[0])))

    def take(self, value: Numeric) -> Size:
        return Size(getattr(value, "shape", ()))

    def total(self, terms: Sequence[Size]) -> Size:
        return joined(*terms)

    def minus(self, a: Size, b: Size) -> Size:
        return joined(a, b)

    def divide(self, a: Size, b: Size) -> Size:
        return joined(a, b)

    def power(self, a: Size, b: Size) -> Size:
        return joined(a, b)

    def matrix_product(self, a: Size, b: Size) -> Size:
        if not a or not b or a.sides[1] != b.sides[0]:
            raise ValueError(f"{told(a)} times {told(b)}: the columns of the one are not the rows of the other")
        return Size((a.sides[0], b.sides[1]))

    def sum_of(self, array: Size) -> Size:
        array.matrix()
        return NUMBER

    def call(self, function: Function, args: Sequence[Size]) -> Size:
        """Of a function of whole arrays the size that it tells, or gives when it is tried."""
        if not function.whole:
            return joined(*args)
        try:
            if function.shape:
                return Size(function.shape(*[arg.sides for arg in args]))
            with quietly():
                return Size(getattr(function.value(*map(_some, args)), "shape", ()))
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            sizes = ", ".join(map(told, args))
            raise ValueError(f"{function.name} has no value of these sizes: {sizes}") from error


def _some(size: Size) -> Numeric:
    """Numbers of a size, no two of them equal."""
    if not size:
        return 1.0
    import numpy

    return numpy.arange(1.0, prod(size) + 1).reshape(size.sides)


SIZES = SizeSystem()


@cache
def _part(number: int) -> Symbol:
    """What stands in the place of a part whose size is known."""
    return Symbol(Name(Role.SIZE, "part", str(number)))


def _by_parts(node: Expr, sizes: Sequence[Size]) -> Size:
    """The size of the value of a formula whose parts have these sizes."""
    parts = tuple(map(_part, range(len(sizes))))
    names = [part.name for part in parts]
    return node.rebuilt(parts).evaluate(dict(zip(names, sizes, strict=True)), SIZES)


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
            sizes = [known[part] for part in parts]
            known[node] = _by_parts(node, sizes) if parts else node.evaluate(names, SIZES)
    return known[formula]


def sizes_of(steps: list[tuple[Name, Expr]], given: Mapping[Name, tuple[int, ...]], target: Name) -> Known:
    """Rows and columns of all names; raises ValueError where those of a formula do not fit."""
    sizes = known_sizes(steps, given)
    if prod(sizes[target]) != 1:
        raise ValueError(f"{target} is no number but {told(sizes[target])}, so it has no gradient")
    return sizes


def known_sizes(steps: Iterable[tuple[Name, Expr]], given: Mapping[Name, tuple[int, ...]]) -> Known:
    """Rows and columns of what is given and of all steps; raises ValueError where those of a formula do not fit."""
    sizes = Known(given)
    for name, formula in steps:
        if name in sizes:
            continue
        try:
            sizes[name] = formula.evaluate(sizes, SIZES)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return sizes


def of_arrays(formula: Expr, sizes: Mapping[Name, Size]) -> bool:
    """Whether there are arrays, or entries of them, in a formula."""
    return any(_is_array(node, sizes) for node in nodes(formula))


def _is_array(node: Expr, sizes: Mapping[Name, Size]) -> bool:
    """Whether a node by itself is of arrays."""
    if type(node) is Call:
        return node.function.whole
    if type(node) is Symbol:
        return bool(sizes[node.name])
    return type(node) not in _OF_NUMBERS
