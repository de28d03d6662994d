"""Every sentence of a page, in one place. ``{name}`` is filled with a printed name, a number or plain text.

One file a field, each with a table ``WORDS`` of its own; :data:`WORDS` holds them all by key.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable

from ..errors import singular
from ..solution import Says

# Small numbers in words, and what is counted in sentences as {n} samples, which is one sample behind 1.
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_COUNTED = (
    "edges|epochs|figures|gradients|inputs|iterations|layers|neurons|numbers|outputs|parameters|passes|places|points"
    "|questions|rings|rows|samples|slopes|steps|students|units|updates|weights"
)


class _Words(dict):
    """The sentences by key. A file is read when a key stands in none of those read before."""

    # Every page has words of the first, most have words of the second.
    often = ("page", "network")

    def __init__(self):
        files = (file[:-3] for file in os.listdir(os.path.dirname(__file__)) if file.endswith(".py"))
        later = sorted(name for name in files if name != "__init__" and name not in self.often)
        self.unread = [*self.often, *later]

    def __missing__(self, key: str) -> str:
        while self.unread:
            file = self.unread.pop(0)
            found = importlib.import_module(f"{__name__}.{file}").WORDS
            self.update(found)
            if dict.__contains__(self, key):
                return dict.__getitem__(self, key)
        raise KeyError(key)

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
    """A sentence with its gaps filled: lists of names by ``name``, texts as they are, small numbers in words."""
    filled = {key: _filling(says.key, key, value, name) for key, value in says.args.items()}
    template = WORDS[says.key]
    for key, value in filled.items():
        if value in ("1", "one"):
            template = re.sub(rf"\{{{key}\}} ({_COUNTED})\b", _one, template)
    return template.format_map(filled)


_IN_WORDS = ("feeds",)


def _filling(sentence: str, gap: str, value: object, name: Callable[..., str]) -> str:
    """What is put into one gap of a sentence."""
    if isinstance(value, Says):
        return spoken(value, name)
    if isinstance(value, (list, tuple)):
        parts = [spoken(part, name) if isinstance(part, Says) else _named(part, name) for part in value]
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    if gap in ("name", "target") and sentence not in ("loss_is", "loss_term"):
        return _named(value, name)
    if gap == "n" and isinstance(value, int) and value < len(_NUMBERS) and sentence in _IN_WORDS:
        return _NUMBERS[value]
    return str(value)


def _one(match: re.Match) -> str:
    return match[0].removesuffix(match[1]) + singular(match[1])


def _named(part: object, name: Callable[..., str]) -> str:
    return part if part == "…" else name(part)
