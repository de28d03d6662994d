"""What several keys of a problem say only together: a network of its layers, a table of its columns, points for a unit.

Such a part of the finished problem is declared below the keys. It is read when they are, in the order in which the
parts stand, and before ``check`` looks at what is left. Nothing sets it afterwards, so that a problem is complete as
soon as it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from .schema import Record
    from .yamlfile import Faults

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
# Reads a part of a record: notes faults, and returns None where it noted one or where what it is made of is missing.
Reader = Callable[[Any, "Faults"], "T | None"]


class Together(Generic[T_co]):
    """A part of a record that several keys make, by the function that reads it; as an attribute it is what was read.

    ``of`` are the keys and parts that it is made of: it is read where all of them were. With ``where`` there is such a
    part only if one of these keys is written.
    """

    def __init__(self, read: Reader[T_co], of: Iterable[str], where: Iterable[str] = ()):
        self._read, self._of, self._where = read, tuple(of), tuple(where)
        self.name = ""
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Record]) -> Together[T_co]: ...

    @overload
    def __get__(self, instance: Record, owner: type[Record]) -> T_co: ...

    def __get__(self, instance: Record | None, owner: type[Record]) -> Together[T_co] | T_co:
        if instance is None:
            return self
        raise AttributeError(f"{self.name} was not read: a problem with faults has not all of its parts")

    def take(self, record: Record, faults: Faults) -> None:
        """Reads the part of a record, where it can be read."""
        if self._where and record.places.keys().isdisjoint(self._where):
            vars(record)[self.name] = None
        elif record.has(*self._of):
            read = self._read(record, faults)
            if read is not None:
                vars(record)[self.name] = read


def together(*of: str) -> Callable[[Reader[T]], Together[T]]:
    """Declares the part that a method reads: one made of these keys and parts."""
    return lambda read: Together(read, of)


def together_where(*keys: str, of: Iterable[str] = ()) -> Callable[[Reader[T]], Together[T | None]]:
    """Declares a part that there is where one of ``keys`` is written; elsewhere it is None."""
    return lambda read: Together(read, of, keys)
