"""Every sentence of a page, in one place. ``{name}`` is filled with a printed name, a number or plain text.

One file a field, each with a table ``WORDS`` of its own; :data:`WORDS` holds them all by key. A key begins with the
name of its file.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable

from ..formula.expr import Expr
from ..names import Name
from ..solution import Filling, Says

# Small numbers in words.
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_FILES = {file.removesuffix(".py") for file in os.listdir(os.path.dirname(__file__))}


def _file_of(key: str) -> str:
    """The file of a sentence: the longest name of a file that begins its key."""
    file = key.rpartition("_")[0]
    while file and file not in _FILES:
        file = file.rpartition("_")[0]
    return file


class _Words(dict):
    """The sentences by key. A file is read with the first of its keys."""

    def __missing__(self, key: str) -> str:
        file = _file_of(key)
        if not file:
            raise KeyError(key)
        found = importlib.import_module(f"{__name__}.{file}").WORDS
        self.update(found)
        return found[key]

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None

    def get(self, key, default=None):
        """The sentence, or ``default`` where no file has one."""
        try:
            return self[key]
        except KeyError:
            return default


WORDS = _Words()


def spoken(says: Says, name: Callable[..., str]) -> str:
    """A sentence with its gaps filled: names by ``name``, and what else there is as :class:`_Gap` says."""
    filled = {gap: _Gap(_filling(value, name)) for gap, value in says.args.items()}
    return WORDS[says.key].format_map(filled)


class _Gap(str):
    """What fills a gap of a sentence.

    ``{n:sample|samples}`` is the first where the gap is filled with 1, else the second; # in them is the number.
    ``{n:words}`` is a small number in words.
    """

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        if spec == "words":
            return _NUMBERS[int(self)] if int(self) < len(_NUMBERS) else str(self)
        one, several = spec.split("|")
        return (one if self == "1" else several).replace("#", self)


def _filling(value: Filling, name: Callable[..., str]) -> str:
    """A value by its type: a sentence, a name, a list of these and of formulas, else a number or text as it is."""
    if isinstance(value, Says):
        return spoken(value, name)
    if isinstance(value, Name):
        return name(value)
    if isinstance(value, (list, tuple)):
        *parts, last = [name(part) if isinstance(part, Expr) else _filling(part, name) for part in value]
        return WORDS["page_and"].format(first=", ".join(parts), last=last) if parts else last
    return str(value)
