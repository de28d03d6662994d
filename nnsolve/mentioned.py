"""Of very many names those that a text may speak of: what the author of a problem has named stands in the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .formula.marks import Names
from .names import Name, Role
from .resolver import LONGEST
from .spelling import key_of, keys_of

# Of more names those alone are told apart that the texts speak of.
MOST_LISTED = 500


def mentioned(names: Collection[Name], texts: Iterable[str], printed: Names) -> list[Name]:
    """The names that the texts may speak of, which are few: what every spelling of a name holds stands in a text."""
    spelt: dict[str, Name] = {name: name for name in names}
    found = [spelt[text] for text in texts if text in spelt]
    keys = [key_of(text[:LONGEST]).lower() for text in texts if text not in spelt]
    if not keys:
        return found
    return found + [name for name in names if _stands_in_one(name, keys, printed)]


def _stands_in_one(name: Name, keys: list[str], printed: Names) -> bool:
    return any(_stands(name, key, printed) for key in keys)


def _stands(name: Name, key: str, printed: Names) -> bool:
    """Whether all own words of a name stand in the key of a text, or its print does."""
    if all(_holds(key, word, printed) for word in _words(name)):
        return True
    if name.role in _OWN and name not in printed.exact and not printed.stems:  # it is printed as it is spelt
        return False
    return any(way.lower() in key for way in keys_of(printed.mark(name)))


def _holds(key: str, word: str, printed: Names) -> bool:
    """Whether the key of a text holds a word, or what is printed for it."""
    return _key(word) in key or _key(printed.places.get(word, word)) in key


_OWN = (Role.INPUT, Role.PARAMETER)


def _words(name: Name) -> Iterator[str]:
    """What the author of a problem has named: the neuron of a net input, the parameters and neurons of a gradient."""
    parts = [part for part in (name.of, name.by) if type(part) is Name]
    for part in parts:
        yield from _words(part)
    if name.by and type(name.by) is not Name:
        yield name.by
    elif name.role in _OWN:
        yield name.of


def _key(word: str) -> str:
    return word.lower() if word.isalnum() and word.isascii() else key_of(word).lower()


def fitting(names: Collection[Name], texts: Collection[str], printed: Names) -> list[Name]:
    """All of few names; of many those that the texts may speak of."""
    return list(names) if len(names) <= MOST_LISTED else mentioned(names, texts, printed)
