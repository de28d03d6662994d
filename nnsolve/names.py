"""Names as data: what a value is, and its one spelling.

A name is a ``str`` that carries what it says: its role, what it is of and by, where in the runs it stands, which entry
it is. It is equal to its spelling and hashed as it, so that dictionaries of values, JSON and answers know nothing of
this. Whoever needs to know what a name is asks it; nobody parses it.

Spelling: ``2.3.`` in front where something runs (``1.2.net_h1``, ``3.w5`` after epoch 3), ``@t`` behind for time and
iteration (``x@3``, ``df@2/dx@2``, ``dE/dw@2`` for the share of one use), ``^l`` a layer, ``_k`` an item, ``[i,j]`` an
entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, NoReturn


class Role(StrEnum):
    """What part a value plays."""

    # what a problem gives
    INPUT = "input"
    TARGET = "target"
    PARAMETER = "parameter"
    RATE = "rate"
    OPTION = "option"
    STATE = "state"  # what an optimiser remembers
    MASK = "mask"
    # forward
    NET = "net"
    OUT = "out"
    GATE = "gate"
    CELL = "cell"
    TERM = "term"  # of a loss: one output's, one sample's
    LOSS = "loss"
    PENALTY = "penalty"
    # backward
    PARTIAL = "partial"
    DIRECT = "direct"  # along the direct edge alone
    TANGENT = "tangent"  # forward mode
    SHARE = "share"  # what one use of a parameter gives
    ERROR_TERM = "error term"
    CHAIN = "chain"  # a gradient by its whole chain, beside a short form of it
    GRADIENT = "gradient"  # as an update uses it: the mean over a batch, clipped
    # update
    CHANGE = "change"
    NEW = "new"
    AGAIN = "again"  # the forward pass once more, with new parameters
    # the rest
    ENTRY = "entry"
    SIZE = "size"
    SHAPE = "shape"
    COUNT = "count"
    LINE = "line"  # of a derivation, which has no number of its own
    RESULT = "result"


class At(NamedTuple):
    """Where in the runs a value stands; empty in a problem that runs once.

    ``rounds`` counts epoch, visit or update from 1; ``time`` is a time step or an iteration; ``run`` says which of
    several optimisers it is.
    """

    rounds: tuple[int, ...] = ()
    time: int | str | None = None
    run: str = ""

    @property
    def before(self) -> str:
        """What stands in front of a spelling: 2.3. or adam."""
        return f"{self.run}{'.' * bool(self.run)}{''.join(f'{number}.' for number in self.rounds)}"

    @property
    def behind(self) -> str:
        """What stands behind a spelling: @2"""
        return "" if self.time is None else f"@{self.time}"


NOW = At()


class Name(str):
    """What a value is, spelt.

    ``of`` and ``by`` depend on the role. Of a value with a word of its own (net_h1, w5, p_2) ``of`` is the word and
    ``by`` the item; of a derivative they are what is differentiated and by what; of a new value or a change ``of`` is
    the name of the old one; of a size (conv1.width) ``of`` is the layer and ``by`` the size, of a line (tanh.2) the
    derivation and its number. ``indices`` say which layer (``^2``) or entry (``[0,1]``).
    """

    __slots__ = ("role", "of", "by", "at", "indices")

    role: Role
    of: str
    by: str
    at: At
    indices: str

    def __new__(cls, role: Role, of: str, by: str = "", at: At = NOW, indices: str = "") -> Name:
        """The one place that spells."""
        bare = _SPELT.get(role, _word)(of, by, indices, at)
        self = str.__new__(cls, bare if at is NOW else f"{at.before}{bare}{at.behind}")
        self.role, self.of, self.by, self.at, self.indices = role, of, by, at, indices
        return self

    def __reduce__(self) -> tuple[type[Name], tuple[Role, str, str, At, str]]:
        """Copies are spelt anew."""
        return Name, (self.role, self.of, self.by, self.at, self.indices)

    def __add__(self, other: str) -> NoReturn:
        raise TypeError(f"names are not glued: {self!r} and {other!r}")

    def __radd__(self, other: str) -> NoReturn:
        raise TypeError(f"names are not glued: {other!r} and {self!r}")

    def moved(self, at: At) -> Name:
        """The same thing at another place of the runs."""
        return Name(self.role, self.of, self.by, at, self.indices)

    @property
    def of_name(self) -> Name:
        """What a composed name is of, a name as well; a word is read."""
        return named(self.of)

    @property
    def by_name(self) -> Name:
        """What a composed name is by, a name as well; a word is read."""
        return named(self.by)

    @property
    def bare(self) -> Name:
        """The name without its place in the runs."""
        return self if self.at == NOW else self.moved(NOW)


def _word(of: str, by: str, indices: str, at: At) -> str:
    return f"{of}_{by}{indices}" if by else f"{of}{indices}"


def _new(of: str, by: str, indices: str, at: At) -> str:
    """After an epoch, an update or an iteration a parameter keeps its name: 3.w5, x@2."""
    return of if at.rounds or at.time is not None else f"new_{of}"


def _error_term(of: str, by: str, indices: str, at: At) -> str:
    """∂E/∂net is called by its neuron or its layer: delta_h1 for net_h1, delta^2 for z^2."""
    net = named(of)
    return _word("delta", net.by, net.indices, at)


# How names of a role are spelt whose word is not their own.
_SPELT: dict[Role, Callable[[str, str, str, At], str]] = {
    Role.PARTIAL: lambda of, by, indices, at: f"d{of}/d{by}",
    Role.SHARE: lambda of, by, indices, at: f"d{of}/d{by}",
    Role.DIRECT: lambda of, by, indices, at: f"d+{of}/d{by}",
    Role.TANGENT: lambda of, by, indices, at: f"dot_{of}/dot_{by}",
    Role.ERROR_TERM: _error_term,
    Role.CHAIN: lambda of, by, indices, at: f"chain_{of}",
    Role.CHANGE: lambda of, by, indices, at: f"change_{of}",
    Role.NEW: _new,
    Role.AGAIN: lambda of, by, indices, at: f"again_{of}",
    Role.SIZE: lambda of, by, indices, at: f"{of}.{by}{indices}",
    Role.LINE: lambda of, by, indices, at: f"{of}.{by}",
}
DERIVATIVES = (Role.PARTIAL, Role.DIRECT, Role.SHARE)


def d(top: str, bottom: str, at: At = NOW) -> Name:
    """∂top/∂bottom."""
    return Name(Role.PARTIAL, top, bottom, at)


def new(name: str, at: At = NOW) -> Name:
    """The new value of a parameter: new_w5, 1.2.w5, x@3."""
    return Name(Role.NEW, name, at=at)


def change(name: str, at: At = NOW) -> Name:
    """What is added to a parameter."""
    return Name(Role.CHANGE, name, at=at)


def gradient(name: str, at: At = NOW) -> Name:
    """The gradient as an update uses it, where it is not the derivative itself: g_w5."""
    return Name(Role.GRADIENT, "g", name, at)


def size(layer: str, what: str) -> Name:
    """A number about a layer: conv1.width."""
    return Name(Role.SIZE, layer, str(what))


def entry(array: str, *place: int) -> Name:
    """An entry of an array: X[0,1]."""
    return entry_at(array, f"[{','.join(map(str, place))}]")


def entry_at(array: str, indices: str) -> Name:
    """An entry by its indices as they are spelt; of a gradient the derivative by an entry: dE/dK1[0,0]."""
    if isinstance(array, Name) and array.role in DERIVATIVES:
        return Name(array.role, array.of, Name(Role.ENTRY, array.by, indices=indices), array.at)
    return Name(Role.ENTRY, array, indices=indices)


_LONGEST = 200  # names inside names are read one by one; nobody writes longer ones


def derivative(name: Name) -> tuple[Name, Name] | None:
    """What is differentiated and by what, without the visit: dE/dw5 → E, w5; delta_o1 → E, net_o1; None for others."""
    if name.role in DERIVATIVES:
        return name.of_name, name.by_name
    if name.role in (Role.ERROR_TERM, Role.CHAIN):
        return Name(Role.LOSS, "E"), name.of_name
    return None


# Compiled where a spelling is read, which few pages need.
_ROUNDS = r"(?:[1-9][0-9]*\.)+"
_TIME = r"@(\w+)$"
_INDEX = r"(?:\^\d{1,3})?(?:\[[^\]]*\])?$"
# Words that are spelt in front of a name; those with a role in which a name stands, and those in which an item does.
_OF_NAMES = {"new": Role.NEW, "change": Role.CHANGE, "again": Role.AGAIN, "chain": Role.CHAIN}
_WORDS = {"net": Role.NET, "out": Role.OUT, "E": Role.TERM, "t": Role.TARGET, "g": Role.GRADIENT}


def read(text: str) -> Name:
    """The name that a canonical spelling says by itself, without knowing the names of a problem."""
    name = _read(text) if len(text) <= _LONGEST else Name(Role.RESULT, text)
    return name if name == text else Name(Role.RESULT, text)


def named(text: str) -> Name:
    """A name as it is; of a plain text the name that its spelling says."""
    return text if isinstance(text, Name) else read(text)


def _read(text: str) -> Name:
    rounds = re.match(_ROUNDS, text)
    rest = text[rounds.end() :] if rounds else text
    numbers = tuple(int(number) for number in rounds[0].split(".")[:-1]) if rounds else ()
    if rest[:1] == "d" and "/d" in rest:
        return _derivative(rest, At(numbers))
    found = re.search(_TIME, rest)
    at = At(numbers, found[1] if found else None)
    return _read_bare(rest[: found.start()] if found else rest, at)


def _derivative(text: str, at: At) -> Name:
    role = Role.DIRECT if text[1] == "+" else Role.PARTIAL
    top, _, bottom = text[1 + (role is Role.DIRECT) :].partition("/d")
    upper, lower = _read(top), _read(bottom)
    if role is Role.PARTIAL and upper.at == NOW and lower.at.time is not None and not lower.at.rounds:
        return Name(Role.SHARE, upper, lower.moved(NOW), At(at.rounds, lower.at.time))
    return Name(role, upper, lower, at)


def _read_bare(text: str, at: At) -> Name:
    word, _, item = text.partition("_")
    if item and word in _OF_NAMES:
        return Name(_OF_NAMES[word], _read(item), at=at)
    place = re.search(_INDEX, text)
    assert place is not None, "the pattern fits the end of any text"
    stem, indices = text[: place.start()], place[0]
    if indices.endswith("]"):
        return Name(Role.ENTRY, _read(text[: text.rindex("[")]), at=at, indices=text[text.rindex("[") :])
    if item and word == "delta":
        return Name(Role.ERROR_TERM, Name(Role.NET, "net", stem.partition("_")[2], indices=indices), at=at)
    if item and word in _WORDS:
        return Name(_WORDS[word], word, stem.partition("_")[2], at, indices)
    layer, dot, size = stem.partition(".")
    if dot and layer and size:
        return Name(Role.SIZE, layer, size, at, indices)
    return Name(Role.RESULT, stem, at=at, indices=indices)
