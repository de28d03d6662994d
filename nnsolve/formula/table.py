"""A table of entries by name: activations, losses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Entry(Protocol):
    """What a table asks of its entries: a name, and the other names by which books and programs know it."""

    @property
    def name(self) -> str:
        """The name by which problem files call it."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Other names of the very same thing."""


AnEntry = TypeVar("AnEntry", bound=Entry)


class Table(dict[str, AnEntry]):
    """Entries by name, in the order in which messages list them. A new entry is one more argument, or :meth:`add`."""

    def __init__(self, *entries: AnEntry):
        super().__init__()
        self._enter(entries)

    def add(self, entry: AnEntry) -> None:
        """Puts an entry at the end; raises ValueError where its name, or another of its names, is taken."""
        self._enter([entry])

    def _enter(self, entries: Iterable[AnEntry]) -> None:
        known = {*self, *self.spellings}
        for entry in entries:
            names = {entry.name, *entry.spellings}
            taken = names & known
            if taken:
                raise ValueError(f"the table has {', '.join(sorted(taken))} already")
            known |= names
            self[entry.name] = entry

    @property
    def spellings(self) -> dict[str, str]:
        """Every other name with the one that the table has."""
        found: dict[str, str] = {}
        for entry in self.values():
            found.update(dict.fromkeys(entry.spellings, entry.name))
        return found
