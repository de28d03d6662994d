"""The words around an answer: which leave its name as it is, which change it, and which lines claim something."""

from __future__ import annotations

import re

from ..names import DERIVATIVES, Name, Role
from ..resolver import Resolver
from .roles import is_bias

# What a list or a sentence begins with, before its first name.
LEADING = re.compile(
    r"^\s*(?:[-*•>⇒→∴]+|=>|\(?\d{1,2}[.)](?=\s)|\(?[a-zivx]{1,4}\)|(?:so|hence|thus|therefore|then|and)\b)\s*",
    re.IGNORECASE,
)
# Words that may stand before a name and say nothing of it.
_WORDS = """
    so then hence thus therefore and now the this that we i get gets have has had find finds obtain obtains compute
    computes calculate calculates calculating gives give yields finally next first second also answer answers result
    results value for at in is of by with from here where let unit neuron node total
"""
_PLAIN = frozenset(_WORDS.split())
_BACKWARD = (*DERIVATIVES, Role.ERROR_TERM, Role.CHAIN, Role.GRADIENT)
_LEARNED = (Role.PARAMETER, Role.NEW, Role.CHANGE)
# Words that say which value of a unit or a weight is meant, and what part such values play.
_TELLING = {
    "new updated": (Role.NEW,),
    "gradient derivative slope partial sensitivity": _BACKWARD,
    "change update step delta": (Role.CHANGE, Role.NEW, Role.ERROR_TERM),
    "net weighted": (Role.NET,),
    "input inputs": (Role.NET, Role.INPUT),
    "output activation activated": (Role.OUT,),
    "error loss cost": (Role.LOSS, Role.TERM, *_BACKWARD),
    "weight weights bias": _LEARNED,
}
_MEANS = {word: roles for words, roles in _TELLING.items() for word in words.split()}
# Words that only say something where the name does not say it already: ‘gradient of w5’ is not w5.
_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*[,:]?")
_NUMBER = re.compile(r"(?<![\w.])[-+−]?(?:\d+\.?\d*|\.\d+)(?![\w])")
_ANYTHING = re.compile(r"\w")
# Numbers that count things and claim nothing: layer 2, step 3.
_COUNTED = re.compile(
    r"\b(?:layers?|steps?|epochs?|iterations?|questions?|parts?|sections?|pages?|examples?|samples?|exercises?|problems?"
    r"|tasks?|neurons?|units?|nodes?|visits?|updates?|points?|cases?|rounds?|q)[ .#]*\d{1,3}\b",
    re.IGNORECASE,
)
_MARKS = ".,;:!?()[]‘’“”\"'"


def leaves(lead: list[str], name: Name) -> bool:
    """Whether the words before a name leave its meaning as it is: they say nothing of it, or what it says itself."""
    return all(_leaves(word.strip(",:").lower(), name) for word in lead)


def _leaves(word: str, name: Name) -> bool:
    if word in _PLAIN:
        return True
    if name.role not in _MEANS.get(word, ()):
        return False
    if word != "bias":
        return True
    return is_bias(name if name.role is Role.PARAMETER else name.of_name)


def claims(text: str, known: Resolver) -> bool:
    """Whether a line that was not read holds a number or a name; a heading (Layer 2:, Gradient of w5:) does not."""
    bare = _COUNTED.sub(" ", LEADING.sub("", text))
    if _NUMBER.search(bare):
        return True
    left, _, right = bare.partition("=")
    if _ANYTHING.search(left) and _ANYTHING.search(right):  # the right is empty where there is no sign
        return True
    if bare.rstrip().endswith(":"):
        return False
    return any(_is_name(word.strip(_MARKS), known) for word in bare.split())


def remark(left: str, right: list[str]) -> bool:
    """Whether ‘left: right’ is a heading or a remark without a number: ‘Solution:’, ‘Name: Anna’."""
    if any(map(_NUMBER.search, [left, *right])):
        return False
    return all(map(_WORD.fullmatch, left.split()))


def _is_name(word: str, known: Resolver) -> bool:
    """Whether a word of a sentence is a name of the problem, and no word of the language."""
    if word in ("a", "A", "I", "i"):
        return False
    if word in known.known:
        return True
    return not _WORD.fullmatch(word) and known.find(word) is not None
