"""Formulas of arrays: matrices written out or given as numbers, their entries and shapes, products and sums of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..names import Name, entry_at
from .expr import Binary, Expr, Num, Unary

if TYPE_CHECKING:
    import numpy as np

    from .expr import V, Values
    from .numbers import System


class MatMul(Binary):
    """A product of matrices."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.matrix_product(self.left.evaluate(values, system), self.right.evaluate(values, system))


class Hadamard(Binary):
    """A product of arrays entry by entry."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return self.left.evaluate(values, system) * self.right.evaluate(values, system)


class Transpose(Unary):
    """A matrix with rows and columns exchanged."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        matrix: Any = self.inner.evaluate(values, system)
        turned: V = matrix.T
        return turned


class Total(Unary):
    """The sum of all entries of an array."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.sum_of(self.inner.evaluate(values, system))


class Array(Expr):
    """A matrix written out: rows of formulas; a column vector has one entry a row. Its value is two-dimensional."""

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[Iterable[Expr]]):
        self.rows = [list(row) for row in rows]

    def parts(self) -> tuple[Expr, ...]:
        return tuple(entry for row in self.rows for entry in row)

    def rebuilt(self, parts: tuple[Expr, ...]) -> Array:
        width = len(self.rows[0])
        return Array([parts[k : k + width] for k in range(0, len(parts), width)])

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        rows = []
        for row in self.rows:
            rows.append([entry.evaluate(values, system) for entry in row])
        return system.array(rows)


# Matrices with more entries are not turned into formulas entry by entry.
LARGE = 256


class Numbers(Expr):
    """A large matrix given as an array of numbers; ``text`` writes an entry, when it is printed.

    ``rows`` reads like the rows of an :class:`Array`.
    """

    __slots__ = ("rows", "text", "value")

    def __init__(self, value: np.ndarray, text: Callable[[float], str]):
        self.value, self.text = value, text
        self.rows = _Rows(value, text)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.take(self.value)


Part = TypeVar("Part")


class _Parts(Generic[Part]):
    """What an array is made of along its first side; formulas are made of what is looked at."""

    __slots__ = ("text", "value")

    def __init__(self, value: np.ndarray, text: Callable[[float], str]):
        self.value, self.text = value, text

    def part(self, index: int) -> Part:
        """The part with this number."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def __len__(self) -> int:
        return len(self.value)

    @overload
    def __getitem__(self, key: int) -> Part: ...

    @overload
    def __getitem__(self, key: slice) -> list[Part]: ...

    def __getitem__(self, key: int | slice) -> Part | list[Part]:
        if isinstance(key, slice):
            return [self.part(k) for k in range(*key.indices(len(self.value)))]
        return self.part(key)


class _Row(_Parts[Expr]):
    """The entries of one row."""

    __slots__ = ()

    def part(self, index: int) -> Expr:
        return Num(self.text(self.value[index]), self.value[index])


class _Rows(_Parts[_Row]):
    """The rows of a matrix."""

    __slots__ = ()

    def part(self, index: int) -> _Row:
        return _Row(self.value[index], self.text)


class Entry(Expr):
    """One number of a matrix, by its row and column from 0: X[0,1]; of a matrix of one ``line`` by its column: x[1].

    ``indices`` are what stands behind the name of the matrix where a kind counts otherwise.
    """

    __slots__ = ("array", "column", "indices", "line", "row")

    array: Name

    def __init__(self, array: Name, row: int, column: int, line: bool = False, indices: str = ""):
        self.array, self.row, self.column, self.line = array, row, column, line
        self.indices = indices or (f"[{column}]" if line else f"[{row},{column}]")

    @property
    def name(self) -> Name:
        """The name by which it is asked for and differentiated."""
        return entry_at(self.array, self.indices)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        matrix: Any = values[self.array]
        entry: V = matrix[self.row, self.column]
        return entry

    def __repr__(self) -> str:
        return self.name


class Line(Expr):
    """A row of a matrix, or a ``column``, under a name of its own, by its number from 0; it stays a matrix of one."""

    __slots__ = ("array", "column", "name", "number")

    array: Name

    def __init__(self, name: Name, array: Name, number: int, column: bool = False):
        self.name, self.array, self.number, self.column = name, array, number, column

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        matrix: Any = values[self.array]
        one = slice(self.number, self.number + 1)
        line: V = matrix[:, one] if self.column else matrix[one, :]
        return line

    def of(self, rows: Any) -> list[list[Expr]]:
        """The same of the rows of a matrix that is written out."""
        if self.column:
            return [[row[self.number]] for row in rows]
        return [list(rows[self.number])]

    def __repr__(self) -> str:
        return self.name


class Shape(Expr):
    """The sizes of a feature map, side by side: 28 × 28 × 6. Its value is a list."""

    __slots__ = ("sizes",)

    def __init__(self, sizes: Iterable[Expr]):
        self.sizes = tuple(sizes)

    def parts(self) -> tuple[Expr, ...]:
        return self.sizes

    def rebuilt(self, parts: tuple[Expr, ...]) -> Shape:
        return Shape(parts)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.beside([size.evaluate(values, system) for size in self.sizes])
