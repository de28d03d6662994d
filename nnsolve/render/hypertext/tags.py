"""Small pieces of HTML: escaped text, sentences with names set as mathematics, ids that are used once."""

from __future__ import annotations

import re
from html import escape

from ...page.sentences import pieces
from ...solution import Says

_NO_ID = re.compile(r"[^\w.\-]+")


def math(xml: str, attributes: str = "") -> str:
    """A formula in a line of text."""
    return f"<math{attributes}>{xml}</math>"


def sentence(says: Says | None, name) -> str:
    """A sentence; ``name`` gives the MathML of a canonical name."""
    return "".join(escape(part) if isinstance(part, str) else math(name(part.name).xml) for part in pieces(says))


def plain(says: Says) -> str:
    """A sentence without names, escaped."""
    return sentence(says, lambda name: (_ for _ in ()).throw(AssertionError(name)))


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
