"""What a text means among the names of a problem: one table, three questions.

*Asked*: a bare parameter is its new value. *Answered*: its new value too, unless the number only repeats the given one.
*Given*: the given number itself. A text is a name as it is spelt, a symbol as any format prints it, or what books call
it; a kind only adds synonyms. What may mean several things is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from .errors import AskedError, listing, nearest, quote
from .formula.marks import Mark, Names
from .names import DERIVATIVES, Name, Role
from .spelling import key_of, keys_of

# How sure it is that a text means a name: the kind says so, it is the spelling, it is printed so, it is the last of
# many times, books call it so (the first word of a row the surest), only the case of letters differs.
_BY_KIND, _SPELT, _PRINTED, _LAST, _CALLED, _LOWER = 0, 1, 2, 3, 4, 10_000
_MOST_CHOICES = 8
LONGEST = 300  # no symbol is longer
_NOTHING = " It has no number to ask for; leave asked: out."
_DIGITS = re.compile(r"\d+")

# What books call a neuron's net input, its activation, its error term, and the terms of a loss, each before the unit.
_WORDS = {
    Role.NET: ("net", "in", "z", "a_in", "s", "sum", "u", "I"),
    Role.OUT: ("out", "a", "o", "y", "O", "act", "h", ""),
    Role.ERROR_TERM: ("delta", "err", "Err"),
    Role.TERM: ("E", "L", "error", "loss", "Error", "Loss"),
    Role.TARGET: ("t", "target", "T"),
}
# The words that stand alone where there is one unit, and for the loss of one sample.
_ALONE = {Role.NET: _WORDS[Role.NET], Role.OUT: _WORDS[Role.OUT], Role.TERM: ("loss",)}
_LOSSES = ("loss", "error", "cost", "E", "L", "J", "Etotal", "E_tot", "total error", "total loss")
_COSTS = ("cost", "J", "total cost")
# Roles whose values stand on a page beside the one that is meant by the symbol: a long way to the same number.
_LONG_WAYS = (Role.CHAIN, Role.RESULT)


class Resolver:
    """The names of a problem by every way of writing them.

    ``results`` are the names that may be asked for, ``given`` those of the numbers that the problem gives; ``printed``
    says how pages print them; ``synonyms`` are a kind's own words for its names. ``offered`` gives the name of what is
    written only where it is asked for, by its spelling, where there are too many of those to be listed.
    """

    def __init__(
        self,
        results: Iterable[Name],
        given: Iterable[Name] = (),
        printed: Names | None = None,
        synonyms: Mapping[str, Name] | None = None,
        offered: Callable[[str], Name | None] = lambda text: None,
    ):
        self.results = {name: name for name in results}
        self.known = {name: name for name in given} | self.results
        self.printed, self.synonyms, self.offered = printed or Names(), synonyms or {}, offered
        self._index: dict[str, tuple[int, list[Name]]] | None = None
        self._lower: dict[str, list[Name]] = {}
        self._renewed: dict[str, Name] | None = None

    # The three questions

    def asked(self, text: str) -> Name:
        """The result that an entry of ``asked:`` means. Raises AskedError with the choices, or the nearest names."""
        name = self._one(text.strip(), self.meanings(text))
        found = self.renewed.get(name, name)
        if found in self.results or found not in self.known:
            return found
        raise AskedError(f"{quote(text)} is not a result of this problem: it is given.")

    def answered(self, text: str, repeats: Callable[[Name], bool]) -> list[Name]:
        """What the name of an answer means: the new value of a parameter, unless the answer ``repeats`` the given one.

        Several names where it may mean several, none where it means nothing.
        """
        found = self.meanings(text)
        if len(found) != 1 or found[0] not in self.renewed or repeats(found[0]):
            return found
        return [self.renewed[found[0]]]

    def given(self, text: str) -> Name:
        """The given number that a text means, or the step. Raises AskedError as :meth:`asked`."""
        return self._one(text.strip(), self.meanings(text))

    # What they share

    def meanings(self, text: str) -> list[Name]:
        """The names that a text may mean, all of the surest kind; none where it means nothing."""
        if text in self.known:
            return [self.known[text]]
        offered = self.offered(text)
        if offered is not None:
            return [offered]
        key = key_of(text[:LONGEST])
        found = self.index.get(key)
        return _preferred(found[1] if found else self._lower.get(key.lower(), []))

    def find(self, text: str) -> Name | None:
        """The one name that a text means; None where it means none, or several."""
        found = self.meanings(text)
        return found[0] if len(found) == 1 else None

    def nearest(self, text: str) -> str:
        """A sentence with the nearest name, or those that differ in their number only: w1, …, w8 for w9; or ''."""
        stem = _DIGITS.sub("", key_of(text))
        alike = [name for name in self.known if _DIGITS.sub("", key_of(name)) == stem]
        return f" Known: {listing(alike, 8)}." if stem and alike else nearest(text, list(self.known))

    @property
    def renewed(self) -> dict[str, Name]:
        """The last value of every parameter that is updated."""
        if self._renewed is None:
            self._renewed = {}
            for name in self.results:
                if name.role is not Role.NEW or name.of in self.results:  # what is a result already is the last value
                    continue
                if not _is_final(self._renewed.get(name.of)):
                    self._renewed[name.of] = name
        return self._renewed

    @property
    def index(self) -> dict[str, tuple[int, list[Name]]]:
        """The names by the keys of what they may be called, with how sure that is."""
        if self._index is None:
            self._index = {}
            self._fill()
            for key, (_, names) in self._index.items():
                self._lower.setdefault(key.lower(), []).extend(names)
        return self._index

    def _one(self, text: str, found: list[Name]) -> Name:
        if len(found) == 1:
            return found[0]
        if found:
            raise AskedError(f"{quote(text)} may mean {listing(found, _MOST_CHOICES)} here; write one of these.")
        choices = [*self.renewed, *self.results, *self.synonyms]
        hint = nearest(text, choices) or (f" Results: {listing(choices)}." if choices else _NOTHING)
        raise AskedError(f"{quote(text)} is not a result of this problem.{hint}")

    def _fill(self):
        for text, name in self.synonyms.items():
            self._mean(key_of(text), _BY_KIND, name)
        times: dict[str, list[Name]] = {}
        for name in self.known:
            self._mean(key_of(name), _SPELT, name)
            for key in self._prints(name):
                self._mean(key, _PRINTED, name)
                if name.at.rounds:
                    self._mean(f"{name.at.before}{key}", _PRINTED, name)
            for rank, text in enumerate(self._called(name), _CALLED):
                self._mean(key_of(text), rank, name)
            for text in timeless(name):
                times.setdefault(text, []).append(name)
        for text, names in times.items():
            for name in self._last(names):
                self._mean(key_of(text), _LAST, name)

    def _called(self, name: Name) -> Iterator[str]:
        """What books call a name; an error term is the derivative of the loss by a net input as well."""
        yield from called(name)
        if name.role is Role.ERROR_TERM:
            slope = Name(Role.PARTIAL, Name(Role.LOSS, self.printed.target), name.of, name.at)
            yield slope
            yield from called(slope)

    def _last(self, names: list[Name]) -> list[Name]:
        """What stands for all times of a value: the last, and all of them where none is the last word.

        That is where a later one is on offer, and with a result of no other role, such as the mean of each batch.
        """
        offered = list(filter(None, (self.offered(_later(name)) for name in names)))
        return [*names, *offered] if offered or names[0].role is Role.RESULT else names[-1:]

    def _prints(self, name: Name) -> Iterator[str]:
        yield from keys_of(self.printed.mark(name))
        head = self.printed.heads.get(name)
        if head is not None:
            yield from keys_of(Mark(head) if isinstance(head, str) else head)

    def _mean(self, key: str, rank: int, name: Name):
        before, names = self._index.get(key, (_LOWER, []))
        if rank < before:
            self._index[key] = (rank, [name])
        elif rank == before and names[-1] is not name:
            names.append(name)


def _is_final(name: Name | None) -> bool:
    """Whether a new value is that at the end, and not after one of many rounds."""
    return name is not None and not name.at.rounds and name.at.time is None


def _preferred(names: list[Name]) -> list[Name]:
    """Of names that are printed alike those outside of all rounds, and those that are no long way to another."""
    for wanted in (lambda name: not name.at.rounds, lambda name: name.role not in _LONG_WAYS):
        names = [name for name in names if wanted(name)] or names
    return list(dict.fromkeys(names))


def timeless(name: Name) -> Iterator[str]:
    """What a value of one time or iteration is called where the last one is meant: x for x@9, df/dx for df@9/dx@9."""
    if name.role in DERIVATIVES and name.of.at.time is not None:
        yield Name(name.role, _untimed(name.of), _untimed(name.by))
    elif name.at.time is not None:
        yield _untimed(name)


def _later(name: Name) -> str:
    """The same thing one iteration later: x@4 for x@3; nothing where times are no numbers."""
    if name.role in DERIVATIVES and name.of.at.time is not None:
        return Name(name.role, _later(name.of), _later(name.by), name.at)
    time = name.at.time
    return name.moved(name.at._replace(time=time + 1)) if isinstance(time, int) else ""


def _untimed(name: Name) -> str:
    return (
        name.of if name.role is Role.NEW else Name(name.role, name.of, name.by, name.at._replace(time=None), name.index)
    )


def called(name: Name) -> Iterator[str]:
    """What books call a name, the surest first."""
    at = name.at.before
    if name.role in _WORDS:
        yield from _of_unit(name, at)
    elif name.role in DERIVATIVES:
        yield from _of_derivative(name, at)
    elif name.role is Role.NEW:
        yield from (f"{at}{name.of}{behind}" for behind in ("'", "new", "+", "^+"))
        yield from (f"{at}{word} {name.of}" for word in ("updated", "new"))
    elif name.role is Role.CHANGE:
        yield from (f"{at}delta {name.of}", f"{at}Δ{name.of}", f"{at}change of {name.of}")
    elif name.role is Role.LOSS:
        yield from (f"{at}{word}" for word in (_COSTS if name.of == "C" else _LOSSES))
    elif name.role is Role.SIZE:
        yield f"{name.of} {name.by}"
    elif name.role is Role.COUNT and name.by:  # as counts at a threshold were spelt once
        yield f"{name.of}@{name.by}"
    if name.at.time is not None:  # as iterations were spelt once
        yield f"{_untimed(name)}_{name.at.time}"


def _of_unit(name: Name, at: str) -> Iterator[str]:
    unit = getattr(name.of, "by", "") if name.role is Role.ERROR_TERM else name.by
    if unit:
        yield from (f"{at}{word}_{unit}" for word in _WORDS[name.role])
    elif not name.index:
        yield from (f"{at}{word}" for word in _ALONE.get(name.role, ()) if word)


def _of_derivative(name: Name, at: str) -> Iterator[str]:
    tops, bottoms = [name.of, *called(name.of)], [name.by, *called(name.by)]
    yield from (f"{at}d{top}/d{bottom}" for top in tops for bottom in bottoms)
    if name.of.role is Role.LOSS:
        yield from (f"{at}{word} {name.by}" for word in ("grad", "gradient of", "gradient"))
    if name.of.at.time is not None:  # as iterations were spelt once
        yield f"{Name(name.role, name.of.bare, name.by.bare)}_{name.of.at.time}"
