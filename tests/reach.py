"""What a test reaches: the frameworks and programs it compares with, read from its own code.

So no test is marked by hand: :mod:`.conftest` chooses the quick ones by it, and counts what ran against what.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import pytest

# What pages and numbers are compared with besides hand arithmetic, SymPy and NumPy, by the word that stands in a test.
ORACLES = {
    "torch": "PyTorch",
    "sklearn": "scikit-learn",
    "keras": "Keras",
    "selenium": "a browser",
    "BROWSER": "a browser",
    "pdflatex": "LaTeX",
    "lualatex": "LaTeX",
}
FOLDER = str(Path(__file__).parent)
# Calls that are told by a string what to load or to start.
BY_STRING = {"importorskip", "run"}


def oracles_of(test: pytest.Function) -> set[str]:
    """What a test compares with: named in its code, in that of its fixtures, or in what these call in the tests."""
    found = set(_reached(test.function))
    for definitions in test._fixtureinfo.name2fixturedefs.values():
        for definition in definitions:
            found |= _reached(definition.func)
    return found


@cache
def _reached(function: object) -> frozenset[str]:
    """The oracles that a function or a class of the tests names, itself or in what it calls."""
    found: set[str] = set()
    seen: set[object] = set()
    left = [function]
    while left:
        part = left.pop()
        if part in seen:
            continue
        seen.add(part)
        for plain in _functions(part):
            words = set(_words(plain.__code__))
            found |= {ORACLES[word] for word in words & ORACLES.keys()}
            named = [plain.__globals__.get(word) for word in words]
            left += [value for value in named if isinstance(value, FunctionType | type)]
    return frozenset(found)


def _functions(part: object) -> list[FunctionType]:
    """A function of the tests without its wrappers, or the functions of a class of theirs."""
    if isinstance(part, type):
        parts = [value for value in vars(part).values() if isinstance(value, FunctionType)]
    else:
        inner = getattr(part, "hypothesis", None)
        parts = [inner.inner_test if inner else getattr(part, "__wrapped__", part)]
    return [each for each in parts if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(FOLDER)]


def _words(code: CodeType) -> Iterator[str]:
    """The names of a piece of code and, where it loads or starts something, its strings; of a dotted one the head."""
    strings = BY_STRING & set(code.co_names)
    left = [*code.co_names, *code.co_consts]
    while left:
        part = left.pop()
        if isinstance(part, CodeType):
            yield from _words(part)
        elif isinstance(part, tuple) and strings:
            left += part
        elif isinstance(part, str) and (strings or part in code.co_names):
            yield part.partition(".")[0]
