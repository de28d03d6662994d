"""What a text means among the names of a problem: one table, three questions.

*Asked*: a bare parameter is its new value. *Answered*: its new value too, unless the number only repeats the given one.
*Given*: the given number itself. A text is a name as it is spelt, a symbol as any format prints it, or what books call
it; a kind only adds synonyms. What may mean several things is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from .called import anywhere, called, formerly, later, timeless
from .errors import AskedError, closest, listing, nearest, quote
from .formula.marks import AnyMark, Mark, Names, written
from .names import Name, Role, derivative
from .spelling import key_of, keys_of

# How sure it is that a text means a name: it is printed so, it is the spelling but for signs, the kind says so, it is
# the last of many times, books call it so (the first word of a row the surest); least sure is it where only the case
# differs. What is spelt letter by letter, or a kind's word so, is surer than all of these.
_PRINTED, _SPELT, _BY_KIND, _LAST, _CALLED = range(5)
_MOST_CHOICES = 8
LONGEST = 300  # no symbol is longer
_NOTHING = " It has no number to ask for; leave asked: out."
_DIGITS = re.compile(r"\d+")
# Roles whose values stand on a page beside the one that is meant by the symbol: a long way to the same number.
_LONG_WAYS = (Role.CHAIN, Role.RESULT)


def _spelt_with_rounds(name: Name, key: str) -> bool:
    """Whether a name of some round is spelt as a key is: who writes 1. in front spells."""
    return bool(name.at.rounds) and key_of(name) == key


def _spelt_so(name: Name, key: str) -> bool:
    return key_of(name).lower() == key.lower()


def _outside_of_time(name: Name, key: str) -> bool:
    return not name.at.rounds and name.at.time is None


def _outside_of_rounds(name: Name, key: str) -> bool:
    return not name.at.rounds


def _no_long_way(name: Name, key: str) -> bool:
    return name.role not in _LONG_WAYS


# Which of names that are written differently is preferred, by where they stand in the runs.
_BY_PLACE = (_outside_of_time, _outside_of_rounds)

# The names of each key, the surest alone, with how sure that is.
_Index = dict[str, tuple[int, list[Name]]]


class Resolver:
    """The names of a problem by every way of writing them.

    ``results`` are the names that may be asked for, ``given`` those of the numbers that the problem gives; ``printed``
    says how pages print them; ``synonyms`` are a kind's own words for its names (those that this problem does not have
    count for nothing). ``offered`` gives the name of what is written only where it is asked for, by its spelling, where
    there are too many of those to be listed.
    """

    def __init__(
        self,
        results: Iterable[Name],
        given: Iterable[Name] = (),
        printed: Names | None = None,
        synonyms: Mapping[str, Name] | None = None,
        offered: Callable[[str], Name | None] = lambda text: None,
    ):
        self.results: dict[str, Name] = {name: name for name in results}
        self.known: dict[str, Name] = {name: name for name in given} | self.results
        self.printed, self.offered = printed or Names(), offered
        self.synonyms = {text: name for text, name in (synonyms or {}).items() if self._is_there(name)}
        self._index: _Index | None = None
        self._by_kind: dict[str, Name] = {}
        self._joined: _Index = {}  # by keys without the commas between two numbers
        self._lower: dict[str, list[Name]] = {}
        self._own_letters: set[str] = set()
        self._renewed: dict[str, Name] | None = None
        self._everywhere: dict[Name, list[Name]] | None = None
        self._inner: Resolver | None = None
        self._derivatives: dict[tuple[str, str, str], list[Name]] = {}

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
        if text in self.synonyms:
            return [self.synonyms[text]]
        key = key_of(text[:LONGEST])
        return self._preferred(key, self._by_key(key))

    def find(self, text: str) -> Name | None:
        """The one name that a text means; None where it means none, or several."""
        found = self.meanings(text)
        return found[0] if len(found) == 1 else None

    def nearest(self, text: str) -> str:
        """A sentence with the nearest name, or those that differ in their number only: w1, …, w8 for w9; or ''."""
        stem = _DIGITS.sub("", key_of(text[:LONGEST]))
        alike = [name for name in self.known if _DIGITS.sub("", key_of(name)) == stem]
        return f" Known: {listing(alike, 8)}." if stem and alike else nearest(text, list(self.known))

    @property
    def renewed(self) -> dict[str, Name]:
        """The last value of every parameter that is updated."""
        if self._renewed is None:
            self._renewed = {}
            for name in self.results.values():
                if name.role is not Role.NEW or name.of in self.results:  # what is a result already is the last value
                    continue
                if not _is_final(self._renewed.get(name.of)):
                    self._renewed[name.of] = name
        return self._renewed

    def elsewhere(self, name: Name) -> list[Name]:
        """The same thing at all places of the runs: 1.w1, 2.w1 and new_w1 for one of them."""
        if self._everywhere is None:
            self._everywhere = {}
            for each in self.results.values():
                self._everywhere.setdefault(anywhere(each), []).append(each)
        return self._everywhere.get(anywhere(name), [])

    @property
    def index(self) -> _Index:
        """The names by the keys of what they may be called, with how sure that is."""
        if self._index is None:
            self._index = {}
            self._fill()
            self._own_letters = {_letters(key_of(name)) for name in self.known}
            for key, (_, names) in (*self._index.items(), *self._joined.items()):
                self._lower.setdefault(_lowered(key), []).extend(names)
        return self._index

    @property
    def inner(self) -> Resolver:
        """What the derivatives are of and by, by every way of writing it."""
        if self._inner is None:
            parts: list[Name] = []
            for name in self.known.values():
                both = self._differentiated(name)
                parts += both
                if both:
                    self._derivatives.setdefault((name.at.before, *both), []).append(name)
            self._inner = Resolver(parts, (), self.printed, self.synonyms)
        return self._inner

    def _differentiated(self, name: Name) -> tuple[Name, Name] | tuple[()]:
        """What a name is the derivative of, and by what; an error term is that of what the page differentiates."""
        if name.role in (Role.ERROR_TERM, Role.CHAIN):
            return Name(Role.LOSS, self.printed.target), name.of_name
        return derivative(name) or ()

    def _by_key(self, key: str) -> list[Name]:
        """The names of a key; o12 may be o1_2, and o1_2 may be o12, but o1_11 is never o11_1."""
        if key in self.index:
            return self.index[key][1]
        found = self.index.get(_joined(key)) if "," in key else self._joined.get(key)
        if found:
            return found[1]
        return self._derivatives_called(key) or self._in_other_case(key)

    def _in_other_case(self, key: str) -> list[Name]:
        """The names of a key but for capital letters; none where the letters as they are say something: W3, beside W2
        and w3, is a matrix that is not there."""
        return [] if _letters(key) in self._own_letters else self._lower.get(_lowered(key), [])

    def _preferred(self, key: str, names: list[Name]) -> list[Name]:
        """Of several names those that the text fits best.

        That is one spelt so with its rounds; of those written alike the one spelt so; the one that the kind means; of
        those written differently those outside of all rounds; and those that are no long way to another.
        """
        if len(names) < 2:
            return names
        alike = len({written(self.printed.mark(name)) for name in names}) == 1
        by_spelling, by_place = ((_spelt_so,), ()) if alike else ((), _BY_PLACE)
        for wanted in (_spelt_with_rounds, *by_spelling, self._meant_by_kind, *by_place, _no_long_way):
            names = [name for name in names if wanted(name, key)] or names
        return list(dict.fromkeys(names))

    def _meant_by_kind(self, name: Name, key: str) -> bool:
        return name == self._by_kind.get(key)

    def _derivatives_called(self, key: str) -> list[Name]:
        """The derivatives that ∂top/∂bottom means, where its parts are called by other words than its own."""
        match = _DERIVATIVE.fullmatch(key)
        if match is None or not self.inner.known:  # without derivatives there is nothing to take apart
            return []
        parts, found = match["parts"].split("/d"), []
        for at in range(1, len(parts)):
            tops = self.inner.meanings("/d".join(parts[:at]))
            bottoms = self.inner.meanings("/d".join(parts[at:]))
            for both in ((match["rounds"], top, bottom) for top in tops for bottom in bottoms):
                found += self._derivatives.get(both, [])
        return found

    def _one(self, text: str, found: list[Name]) -> Name:
        if len(found) == 1:
            return found[0]
        if found:
            raise AskedError(f"{quote(text)} may mean {listing(found, _MOST_CHOICES)} here; write one of these.")
        raise AskedError(f"{quote(text)} is not a result of this problem.{self._hint(text)}")

    def _hint(self, text: str) -> str:
        own = [word for word in self.synonyms if type(word) is Name]  # such as a weight that stands for its gradient
        near = closest(text, [*self.renewed, *own, *self.results])
        if near:
            return f" Did you mean {quote(near)}?"
        near = closest(text, list(self.synonyms))
        if near:
            return f" Did you mean {quote(self.synonyms[near])}?"
        choices = [*self.renewed, *self.results]
        return f" Results: {listing(choices)}." if choices else _NOTHING

    def _is_there(self, name: str) -> bool:
        return name in self.known or self.offered(name) is not None

    def _fill(self) -> None:
        self._by_kind = {key_of(text): name for text, name in self.synonyms.items()}
        for key, name in self._by_kind.items():
            self._mean(key, _BY_KIND, name)
        rounds = {name.at.rounds for name in self.known.values() if name.at.rounds}
        for name in self.known.values():
            self._mean(key_of(name), _SPELT, name)
            self._print(name)
            self._call(name)
            if name.at.rounds and len(rounds) == 1:
                self._without_rounds(name)
        self._fill_times()

    def _call(self, name: Name) -> None:
        """Notes what books call a name, and how it was spelt once."""
        for text in formerly(name):
            self._mean(key_of(text), _CALLED, name)
        for rank, text in enumerate(called(name), _CALLED):
            self._mean(key_of(text), rank, name)

    def _fill_times(self) -> None:
        """Notes what the values of many times are called where no time is said."""
        times: dict[Name, list[Name]] = {}
        for name in self.known.values():
            for untimed in timeless(name):
                times.setdefault(untimed, []).append(name)
        for untimed, names in times.items():
            if untimed in self.known:
                continue
            for key in dict.fromkeys((key_of(untimed), *keys_of(self.printed.mark(untimed)))):
                rank = self._surety(key, names)
                for name in self._last(names):
                    self._mean(key, rank, name)

    def _without_rounds(self, name: Name) -> None:
        """Notes what a value of the only visit is called where the visit is not said."""
        bare = name.bare
        for rank, text in enumerate((bare, *called(bare)), _LAST):
            self._mean(key_of(text), rank, name)

    def _surety(self, key: str, names: list[Name]) -> int:
        """How sure it is that the last of ``names`` is meant: as sure as another value's symbol, x₁ of x@1 and x1."""
        rank, others = self.index.get(key, (_CALLED, []))
        return _PRINTED if rank == _PRINTED and not {*others} & {*names} else _LAST

    def _last(self, names: list[Name]) -> list[Name]:
        """What stands for all times of a value: the last of each run, and all of them where none is the last word.

        That is where a later one is on offer, and with a result of no other role, such as the mean of each batch.
        """
        offered = list(filter(None, (self.offered(later(name)) for name in names)))
        if offered or names[0].role is Role.RESULT:
            return [*names, *offered]
        return list({name.at.run: name for name in names}.values())

    def _print(self, name: Name) -> None:
        """Notes how a name is printed, in formulas and in front of its line."""
        head = self.printed.heads.get(name)
        goes_on = head == ""  # with the line before, which has the symbol in front
        for key in (*keys_of(self.printed.mark(name)), *_keys_of_head(head)):
            self._mean(key, _LAST if goes_on else _PRINTED, name)
            if name.at.rounds:
                self._mean(f"{name.at.before}{key}", _PRINTED, name)

    def _mean(self, key: str, rank: int, name: Name) -> None:
        _put(self.index, key, rank, name)
        if "," in key:
            _put(self._joined, _joined(key), rank, name)


_DERIVATIVE = re.compile(r"(?P<rounds>(?:\d+\.)*)d(?P<parts>.+/d.+)")


def _keys_of_head(head: AnyMark | str | None) -> Iterator[str]:
    if head:
        yield from keys_of(Mark(head) if isinstance(head, str) else head)


def _put(index: _Index, key: str, rank: int, name: Name) -> None:
    """Adds a name to those of a key, of which the surest stay."""
    before, names = index.get(key, (rank, []))
    if rank < before or not names:
        index[key] = (rank, [name])
    elif rank == before and names[-1] is not name:
        names.append(name)


def _joined(key: str) -> str:
    return key.replace(",", "")


_NO_LETTER = re.compile(r"[^A-Za-z]+")


def _letters(key: str) -> str:
    return _NO_LETTER.sub("", key)


def _lowered(key: str) -> str:
    """A key without capital letters but for a D in front: Δw is not dw, which is the gradient to some."""
    return f"D{key[1:].lower()}" if key.startswith("D") else key.lower()


def _is_final(name: Name | None) -> bool:
    """Whether a new value is that at the end, and not after one of many rounds."""
    return name is not None and not name.at.rounds and name.at.time is None
