"""The same steps round after round: how what a round makes is called, on the page and in the loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from ..called import called
from ..formula.expr import ONE, Expr, Num, Sub, Symbol
from ..names import At, Name, Role, d, new
from ..solution import Block, Ref, Says, Table
from ..spelling import key_of

COUNTER = Name(Role.COUNT, "#")  # the number of the round in the loop; no variable can have this name

_MOST_DIGITS = 7  # of the number of a round
_MOST_NUMBERS = 4  # in the spelling of one value
_LONGEST = 300
_NUMBER = re.compile(r"[0-9]+")
_AT_ROUND = re.compile(rf"@([0-9]{{1,{_MOST_DIGITS}}})$")


def numbered(stem: Name, number: int) -> Name:
    """What a value is called after ``number`` rounds: x@3, adam.v_x@3, df@3/dx@3."""
    if stem.role is Role.PARTIAL:
        top, bottom = numbered(stem.of_name, number), numbered(stem.by_name, number)
        return d(top, bottom, stem.at)
    at = At(run=stem.at.run, time=number)
    if number > 0 and stem.role is Role.PARAMETER:
        return new(stem.bare, at)
    return stem.moved(at)


def number_of(name: Name) -> int | None:
    """After how many rounds a value stands; None of what is of no round."""
    whole = name.of_name if name.role is Role.PARTIAL else name
    time = whole.at.time
    return time if isinstance(time, int) else None


def spoken_of(texts: Iterable[str], last: int) -> list[int]:
    """The rounds up to ``last`` that the texts may speak of, rising: by their numbers, the first ones, the last.

    A number in a text may end that of a variable: x13 is x after 13 rounds, or x1 after 3.
    """
    found = {0, 1, last}
    for text in texts:
        for digits in _NUMBER.findall(key_of(text[:_LONGEST]))[-_MOST_NUMBERS:]:
            lengths = range(1, min(len(digits), _MOST_DIGITS) + 1)
            found.update(int(digits[-length:]) for length in lengths)
    return sorted(number for number in found if number <= last)


def usual_words(lasts: Mapping[Name, Name], firsts: Mapping[Name, Name]) -> dict[str, Name]:
    """What values are called besides: the last ones as books call them, and new those that the first round makes.

    Both stand by their names without a number. What is such a name itself stays the name of its own value.
    """
    words: dict[str, Name] = {}
    for stem, name in lasts.items():
        words |= dict.fromkeys(called(stem), name)
    for stem, name in firsts.items():
        words |= dict.fromkeys((f"new_{stem}", f"{stem}'", f"{stem}_new"), name)
    own = set(map(key_of, lasts))
    for word in list(words):
        if key_of(word) in own:
            del words[word]
    return words


def spelt_once(names: Mapping[Name, Name], number: int) -> dict[str, Name]:
    """How the values after a round were spelt once, by their ``names`` without a number: x_3 for x@3, df/dx_3."""
    return {f"{stem}_{number}": name for stem, name in names.items()}


class Spoken:
    """Values of rounds that are not written out, which may be asked for.

    ``reached(number)`` gives the names of the values after a round by their names without it. ``names`` are those of
    the rounds up to ``last`` that the texts may speak of, ``words`` how they were spelt once, read letter by letter:
    x_1 is not the last x1.
    """

    def __init__(self, texts: Iterable[str], last: int, reached: Callable[[int], dict[Name, Name]]):
        self.last, self._reached = last, reached
        self._rounds: dict[int, dict[Name, Name]] = {}
        self.names: list[Name] = []
        self.words: dict[str, Name] = {}
        for number in spoken_of(texts, last):
            self.names += self.after(number).values()
            self.words |= spelt_once(self.after(number), number)

    def after(self, number: int) -> dict[Name, Name]:
        """The values after a round."""
        if number not in self._rounds:
            self._rounds[number] = self._reached(number)
        return self._rounds[number]

    def named(self, text: str) -> Name | None:
        """The value of any round that is spelt so: x@57; None where there is none."""
        found = _AT_ROUND.search(text[:_LONGEST])
        if found is None or int(found[1]) > self.last:
            return None
        after = self.after(int(found[1])).values()
        return next((name for name in after if name == text), None)


class Round:
    """The names of one round: numbered on the page, where nothing may be named twice, and bare in the loop.

    ``run`` says which of several optimisers it is of.
    """

    __slots__ = ("loop", "number", "run")

    def __init__(self, number: int, run: str = "", loop: bool = False):
        self.number, self.run, self.loop = number, run, loop

    def fixed(self, stem: Name) -> Name:
        """What no round changes, or what is of no single round: adam.α"""
        return stem.moved(At(run=self.run))

    def old(self, stem: Name) -> Name:
        """What the round before has left: x₀ in round 1."""
        if self.loop:
            return stem
        return numbered(self.fixed(stem), self.number - 1)

    def new(self, stem: Name) -> Name:
        """What this round makes: x₁ in round 1."""
        if self.loop:
            return Name(Role.RESULT, f"{stem}′")
        return numbered(self.fixed(stem), self.number)

    @property
    def count(self) -> Expr:
        """The number of this round, from 1."""
        if self.loop:
            return Symbol(COUNTER)
        return Num(str(self.number))

    @property
    def done(self) -> Expr:
        """The number of rounds before this one."""
        if self.loop:
            return Sub(Symbol(COUNTER), ONE)
        return Num(str(self.number - 1))


def jump(names: list[Name], intro: Says | None = None) -> Block:
    """What the rounds that are not written out lead to: the values that the next one begins with."""
    columns = [Says("page_name", name=name) for name in names]
    return Block(None, [], intro or Says("gd_from_table"), table=Table(columns, [[Ref(name) for name in names]]))
