"""The numbers that a problem gives: by name, each of which has one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import TypeVar

from .errors import ClashError, quote
from .formula.expr import Expr
from .names import Name

Number = TypeVar("Number")


class Given(MutableMapping[Name, Expr]):
    """The numbers that a problem gives, by name. A name has one meaning: another number under it is a ClashError."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Mapping[Name, Expr] | None = None):
        self._numbers: dict[Name, Expr] = dict(numbers or {})

    def __getitem__(self, name: Name) -> Expr:
        return self._numbers[name]

    def __iter__(self) -> Iterator[Name]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __setitem__(self, name: Name, number: Expr) -> None:
        if self._numbers.setdefault(name, number) is not number:
            raise clash(name)

    def __delitem__(self, name: Name) -> None:
        del self._numbers[name]

    def __or__(self, numbers: Mapping[Name, Expr]) -> Given:
        both = Given(self)
        both.update(numbers)
        return both

    def __ror__(self, numbers: Mapping[Name, Expr]) -> Given:
        return Given(numbers) | self

    def __ior__(self, numbers: Mapping[Name, Expr]) -> Given:
        self.update(numbers)
        return self


def gathered(parts: Iterable[Mapping[Name, Number]]) -> dict[Name, Number]:
    """The given numbers of all parts of a page; raises ClashError where two parts mean two things by one name."""
    found: dict[Name, Number] = {}
    for part in parts:
        for name, number in part.items():
            if found.setdefault(name, number) is not number:
                raise clash(name)
    return found


def clash(name: str) -> ClashError:
    """The error of a name for two things."""
    return ClashError(f"{quote(name)} would stand for two things of this problem; give one of them another name")
