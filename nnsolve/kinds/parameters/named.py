"""How the counts of a page are named: in front of their lines, in sums, and by other words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...formula.marks import Mark
from ...names import Name, Role

if TYPE_CHECKING:
    from ...working import Working


def headed(page: Working, name: Name, head: Mark, mark: Mark) -> None:
    """Prints ``head`` in front of the line of a count, and ``mark`` where it is used."""
    page.heads[name] = head
    page.marks[name] = mark


def other_words(totals: Iterable[str]) -> dict[str, Name]:
    """Other names of totals that a problem may ask for."""
    return {f"total {what}": Name(Role.COUNT, what) for what in totals} | {"total": Name(Role.COUNT, "parameters")}
