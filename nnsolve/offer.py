"""What a page offers: a place on it that is written once it is known which of its results are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from .names import Name


def finds_none(text: str) -> Name | None:
    """All that is made is listed."""
    return None


class Offer:
    """A part of a page, at its ``place`` among the sections, of which no step is written yet.

    It ``makes`` these names, which are listed only where something is asked for; of those that are too many for a list
    ``finds`` gives one by its spelling. ``write`` is called with the names that are wanted of it, where there are any;
    with none where nothing at all is asked for and it is ``shown`` on the whole page. Where it is None the kind writes
    what is asked for in the midst of what stands there.
    """

    def __init__(
        self,
        place: int,
        makes: Iterable[Name],
        write: Callable[[list[Name]], None] | None,
        finds: Callable[[str], Name | None],
        shown: bool,
    ):
        self.place, self.write, self.shown = place, write, shown
        self._makes, self._finds = makes, finds
        self._found: set[Name] = set()

    @cached_property
    def names(self) -> list[Name]:
        """The names that are listed."""
        return list(self._makes)

    def find(self, text: str) -> Name | None:
        """A name that it makes, by its spelling."""
        found = self._finds(text)
        if found is not None:
            self._found.add(found)
        return found

    def complete(self, asked: list[Name]) -> None:
        """Writes what is wanted of it."""
        if self.write is None:
            return
        wanted = self._wanted(asked)
        if wanted or (self.shown and not asked):
            self.write(wanted)

    def _wanted(self, asked: Iterable[Name]) -> list[Name]:
        """Those of the names asked for that it makes."""
        return [name for name in asked if name in self._found or name in self.names or self.find(name) == name]
