"""Single entries of vectors and matrices, counted from 1, written where they are asked for: h@2[1], dE/dW_h[1,2]."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...names import Name, Role, entry_at
from ...resolver import Resolver
from ...solution import Says

if TYPE_CHECKING:
    from .forward import Forward

# An entry as it is spelt, with one number or two.
_PLACE = re.compile(r"(.{1,100})\[ ?(\d{1,3})(?: ?, ?(\d{1,3}))? ?\]")


class Entries:
    """What stands in the vectors and matrices of a page, by the names of these with a place in brackets."""

    def __init__(self, forward: Forward):
        self.forward, self.page = forward, forward.page
        self.formulas: dict[Name, Entry] = {}

    def offer(self) -> None:
        """Offers all entries, where there are any."""
        if not self.forward.form.numbers:
            self.page.offer(self._write, finds=self._find)

    @cached_property
    def _arrays(self) -> Resolver:
        """What stands in front of the brackets."""
        return Resolver(*self.page.named(), self.page.names, self.page.synonyms)

    @cached_property
    def _sizes(self) -> dict[Name, tuple[int, ...]]:
        return self.forward.sizes()

    def _find(self, text: str) -> Name | None:
        """The name of an entry that a text means; None where it means none."""
        place = _PLACE.fullmatch(text.strip())
        array = self._arrays.find(place[1]) if place else None
        if place is None or array is None:
            return None
        array = self._arrays.renewed.get(array, array)
        size = self._sizes.get(array, ())
        index = f"[{place[2]},{place[3]}]" if place[3] else f"[{place[2]}]"
        at = _at(int(place[2]) - 1, int(place[3]) - 1 if place[3] else None, size)
        if at is None:
            return None
        name = _named(array, index)
        self.formulas[name] = Entry(array, *at, indices=index)
        return name

    def _write(self, asked: list[Name]) -> None:
        """The entries that are asked for, each behind its vector or matrix."""
        self.page.section(Says("recurrent_entries"))
        self.page.block()
        for name in asked:
            self.page.step(name, self.formulas[name])


def _at(first: int, second: int | None, size: tuple[int, ...]) -> tuple[int, int] | None:
    """Row and column of an entry; None where there is no such place. A vector has one number."""
    if not size or (second is None and 1 not in size):
        return None
    row, column = (0, first) if size[0] == 1 else (first, 0)
    if second is not None:
        row, column = first, second
    return (row, column) if 0 <= row < size[0] and 0 <= column < size[1] else None


def _named(array: Name, index: str) -> Name:
    """The name of an entry; of a new value and of a change that of the parameter's entry."""
    if array.role in (Role.NEW, Role.CHANGE):
        return Name(array.role, entry_at(array.of, index), at=array.at)
    return entry_at(array, index)
