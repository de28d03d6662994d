"""Sentences for formats that set names as mathematics and escape what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..solution import Says
from ..words import spoken
from .glyphs import visible


class Named(NamedTuple):
    """A canonical name inside a sentence."""

    name: str


_PLACE = re.compile("\ue000([0-9]+)\ue001")


def pieces(says: Says | None) -> list[str | Named]:
    """A sentence as plain text and the names in it, in order; no control characters are in the text."""
    if says is None:
        return []
    names: list[str] = []

    def place(name: str) -> str:
        names.append(name)
        return f"\ue000{len(names) - 1}\ue001"

    parts = _PLACE.split(spoken(says, place))
    found: list[str | Named] = []
    for k, part in enumerate(parts):
        if k % 2 == 0:
            found.append(visible(part))
        elif int(part) < len(names):  # a user's text may hold what looks like a place
            found.append(Named(names[int(part)]))
    return list(filter(None, found))


def told(says: Says | None, text: Callable[[str], str], name: Callable[[str], str], between: str = "") -> str:
    """A sentence as a format prints it: ``text`` escapes what is plain, ``name`` sets a name."""
    parts = []
    for part in pieces(says):
        parts.append(name(part.name) if isinstance(part, Named) else text(part))
    return between.join(parts)
