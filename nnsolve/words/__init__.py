"""Every sentence of a page, in one place. ``{name}`` is filled with a printed name, a number or plain text.

One file a field, each with a table ``WORDS`` of its own; :data:`WORDS` holds them all by key. Another language is a
folder beside them, named by its code: its ``__init__`` holds what :class:`Grammar` asks for, and a file of the same
name as an English one the same keys in that language. What it leaves out is said in English.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import NamedTuple

from ..errors import singular
from ..solution import Says

ENGLISH = "en"


class _Words(dict):
    """The sentences by key. A file is read when a key stands in none of those read before."""

    # Every page has words of the first, most have words of the second.
    often = ("page", "networks")

    def __init__(self):
        files = (file[:-3] for file in os.listdir(os.path.dirname(__file__)) if file.endswith(".py"))
        later = sorted(name for name in files if name != "__init__" and name not in self.often)
        self.unread = [*self.often, *later]
        self.file: dict[str, str] = {}  # key → the file it was read from

    def __missing__(self, key: str) -> str:
        while self.unread:
            file = self.unread.pop(0)
            found = importlib.import_module(f"{__name__}.{file}").WORDS
            self.update(found)
            self.file |= dict.fromkeys(found, file)
            if dict.__contains__(self, key):
                return dict.__getitem__(self, key)
        raise KeyError(key)

    def __contains__(self, key) -> bool:
        return self.get(key) is not None

    def get(self, key, default=None):
        """The sentence, or ``default`` where no file has one."""
        try:
            return self[key]
        except KeyError:
            return default


WORDS = _Words()


class Grammar(NamedTuple):
    """What a language needs besides its sentences.

    ``numbers`` are the small numbers in words, ``joined`` the word before the last name of a list. ``counted`` matches
    what is counted in sentences as {n} samples, and ``one`` turns it into what stands behind 1.
    """

    numbers: list[str]
    joined: str
    counted: str
    one: Callable[[str], str]


_ENGLISH = Grammar(
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    "and",
    "edges|epochs|figures|gradients|inputs|iterations|layers|neurons|numbers|outputs|parameters|passes|places|points|questions"
    "|rings|rows|samples|slopes|steps|students|units|updates|weights",
    singular,
)


class _Language:
    """The sentences of a language by key; a file is read with the first sentence of its English twin."""

    def __init__(self, code: str):
        self.code, self.words, self.read = code, {}, set()
        own = importlib.import_module(f"{__name__}.{code}")
        self.grammar = Grammar(own.NUMBERS, own.JOINED, "|".join(own.ONE), own.ONE.__getitem__)

    def __getitem__(self, key: str) -> str:
        if key not in self.words:
            english = WORDS[key]
            self._read(WORDS.file[key])
            self.words.setdefault(key, english)
        return self.words[key]

    def _read(self, file: str):
        if file not in self.read and os.path.exists(os.path.join(os.path.dirname(__file__), self.code, f"{file}.py")):
            self.words |= importlib.import_module(f"{__name__}.{self.code}.{file}").WORDS
        self.read.add(file)


@cache
def languages() -> list[str]:
    """The codes of the languages there are: English, and the folders beside its files."""
    with os.scandir(os.path.dirname(__file__)) as entries:
        return [ENGLISH, *sorted(entry.name for entry in entries if entry.is_dir() and entry.name[0] != "_")]


@cache
def _language(code: str) -> _Language:
    return _Language(code)


_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str):
    """Within it sentences are said in ``language``, one of :func:`languages`; each thread has its own."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def language() -> str:
    """The code of the language that is spoken here."""
    return _SPOKEN.get()


def spoken(says, name) -> str:
    """A sentence with its gaps filled: lists of names by ``name``, texts as they are, small numbers in words."""
    code = _SPOKEN.get()
    words, grammar = (WORDS, _ENGLISH) if code == ENGLISH else (_language(code), _language(code).grammar)
    filled = {}
    for key, value in says.args.items():
        if isinstance(value, Says):
            filled[key] = spoken(value, name)
        elif isinstance(value, (list, tuple)):
            parts = [spoken(part, name) if isinstance(part, Says) else _named(part, name) for part in value]
            filled[key] = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {grammar.joined} {parts[-1]}"
        elif key in ("name", "target") and says.key not in ("loss_is", "loss_term"):
            filled[key] = _named(value, name)
        elif key == "n" and isinstance(value, int) and value < len(grammar.numbers) and says.key in _IN_WORDS:
            filled[key] = grammar.numbers[value]
        else:
            filled[key] = str(value)
    template = words[says.key]
    for key, value in filled.items():
        if value in ("1", grammar.numbers[1]):
            template = re.sub(
                rf"\{{{key}\}} ({grammar.counted}){_ENDS}", lambda match: _one(*match.group(0, 1), grammar), template
            )
    return template.format_map(filled)


_IN_WORDS = ("feeds",)
# The end of a word. The vowel signs of Devanagari are part of one, but no letters to re.
_ENDS = r"(?![\w\u0900-\u0963])"


def _one(text: str, things: str, grammar: Grammar) -> str:
    return text.removesuffix(things) + grammar.one(things)


def _named(part, name) -> str:
    return part if part == "…" else name(part)
