"""Small pieces of HTML: escaped text, sentences with names set as mathematics, ids that are used once."""

from __future__ import annotations

import re
from html import escape

from ...page.sentences import told
from ...solution import Says
from ..mathml_notation import MathmlNotation
from .formulas import cut

_NO_ID = re.compile(r"[^\w.\-]+")


def sentence(says: Says | None, notation: MathmlNotation) -> str:
    """A sentence, its names and formulas set as mathematics."""
    return told(says, escape, lambda name: cut(notation.name(name)))


def plain(says: Says) -> str:
    """A sentence as text without mathematics, escaped."""
    return escape(told(says, str, str))


class Ids:
    """Ids of one page, each given once."""

    def __init__(self):
        self.taken: set[str] = set()

    def of(self, wanted: str) -> str:
        """``wanted`` as an id, with a number behind it where it is taken."""
        stem = _NO_ID.sub("-", wanted)
        found, again = stem, 1
        while found in self.taken:
            again += 1
            found = f"{stem}.{again}"
        self.taken.add(found)
        return found
