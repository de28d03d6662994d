"""The same steps round after round: their names on the page and in the loop, and the loop itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..called import called
from ..formula.expr import ONE, Expr, Num, Sub, Symbol
from ..formula.numbers import exactly, quietly
from ..formula.repeated import Repeated
from ..formula.rounding import Rounding
from ..formula.twin import Twin
from ..names import At, Name, Role, d, new
from ..solution import Block, Ref, Says, Section, Step, Table, steps_of
from ..spelling import key_of

if TYPE_CHECKING:
    from ..formula.numbers import System

COUNTER = Name(Role.COUNT, "#")  # the number of the round in the loop; no variable can have this name

# About this many nodes of formulas may be walked through in one loop: some seconds.
BUDGET = 8_000_000
BUDGET_CARRIED = 600_000

_MOST_DIGITS = 7  # of the number of a round
_MOST_NUMBERS = 4  # in the spelling of one value
_LONGEST = 300
_NUMBER = re.compile(r"[0-9]+")


def numbered(stem: Name, number: int) -> Name:
    """What a value is called after ``number`` rounds: x@3, adam.v_x@3, df@3/dx@3."""
    if stem.role is Role.PARTIAL:
        return d(numbered(stem.of_name, number), numbered(stem.by_name, number), stem.at)
    at = At(run=stem.at.run, time=number)
    renewed = number > 0 and stem.role is Role.PARAMETER
    return new(stem.bare, at) if renewed else stem.moved(at)


def number_of(name: Name) -> int | None:
    """After how many rounds a value stands; None of what is of no round."""
    time = (name.of_name if name.role is Role.PARTIAL else name).at.time
    return time if isinstance(time, int) else None


def spoken_of(texts: Iterable[str], last: int) -> list[int]:
    """The rounds up to ``last`` that the texts may speak of, rising: by their numbers, the first ones, the last.

    A number in a text may end that of a variable: x13 is x after 13 rounds, or x1 after 3.
    """
    found = {0, 1, last}
    for text in texts:
        for digits in _NUMBER.findall(key_of(text[:_LONGEST]))[-_MOST_NUMBERS:]:
            found.update(int(digits[-k:]) for k in range(1, min(len(digits), _MOST_DIGITS) + 1))
    return sorted(number for number in found if number <= last)


def usual_words(lasts: Mapping, firsts: Mapping) -> dict[str, Name]:
    """What values are called besides: the last ones as books call them, and new those that the first round makes.

    Both stand by their names without a number. What is such a name itself stays the name of its own value.
    """
    words = {word: name for stem, name in lasts.items() for word in called(stem)}
    for stem, name in firsts.items():
        words |= dict.fromkeys((f"new_{stem}", f"{stem}'", f"{stem}_new"), name)
    own = set(map(key_of, lasts))
    return {word: name for word, name in words.items() if key_of(word) not in own}


def spelt_once(names: Mapping, number: int) -> dict[str, Name]:
    """How the values after a round were spelt once, by their ``names`` without a number: x_3 for x@3, df/dx_3."""
    return {f"{stem}_{number}": name for stem, name in names.items()}


def on_page(words: dict[str, Name], sections: list[Section]) -> dict[str, Name]:
    """The words for what the page writes."""
    written = {step.name for step in steps_of(sections)}
    return {word: name for word, name in words.items() if name in written}


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
        return stem if self.loop else numbered(self.fixed(stem), self.number - 1)

    def new(self, stem: Name) -> Name:
        """What this round makes: x₁ in round 1."""
        return Name(Role.RESULT, f"{stem}′") if self.loop else numbered(self.fixed(stem), self.number)

    @property
    def count(self) -> Expr:
        """The number of this round, from 1."""
        return Symbol(COUNTER) if self.loop else Num(str(self.number))

    @property
    def done(self) -> Expr:
        """The number of rounds before this one."""
        return Sub(Symbol(COUNTER), ONE) if self.loop else Num(str(self.number - 1))


class Trace:
    """What a loop has left: one row of values a point, and the round that could not be computed, or 0."""

    __slots__ = ("broken", "rows", "stopped", "watched")

    def __init__(self, watched: list[Name]):
        self.watched = watched
        self.rows: list[list] = []
        self.broken, self.stopped = 0, False

    @property
    def count(self) -> int:
        """The number of rounds that were computed."""
        return len(self.rows) - 1

    def column(self, name: Name) -> list:
        """All values of one name, the start first."""
        index = self.watched.index(name)
        return [row[index] for row in self.rows]

    def know(self, twin: Twin):
        """Tells the values what they are exactly, where doubles could not tell everything."""
        if twin.wanted:
            twin.caught_up()
            self.rows = [list(twin.known(k, self.at(k)).values()) for k in range(len(self.rows))]

    def at(self, number: int) -> dict:
        """The values after ``number`` rounds, by name."""
        return dict(zip(self.watched, self.rows[number], strict=True))


class _Plan:
    """The steps of some rounds, and the names that they renew: (old, new)."""

    __slots__ = ("renewed", "repeated", "steps")

    def __init__(self, steps: list[Step], rounding: Rounding):
        self.steps = steps  # kept, so that no other list is known by the same id
        self.repeated = Repeated([(step.name, step.formula) for step in steps], rounding)
        self.renewed = [(step.name[:-1], step.name) for step in steps if step.name[-1] == "′"]


# How near a limit is where doubles cannot tell the side.
_AT = 1e-9

# The numbers that a rule compares with 0, from the values now and before (None at the start) and a number system.
Gaps = Callable[[Mapping, Mapping | None, "System"], Sequence]


def before_it(name: Name) -> tuple[str, Name]:
    """By what the exact way knows a value at the point before."""
    return ("before", name)


def trace(
    look: list[Step],
    move: Callable[[int], list[Step]],
    values: dict,
    watched: list[Name],
    count: int,
    rounding: Rounding,
    given: Mapping[Name, Expr | float] | None = None,
    stop: Gaps | None = None,
    border: Gaps | None = None,
) -> Trace:
    """Evaluates the same steps up to ``count`` times.

    ``look``: what is computed at every point, the last included; ``move(t)``: the steps of round ``t`` (from 1), whose
    new names end in ′ and are the old ones of the next round; the same steps are the same list. ``watched``: the names
    in a row; where no number of ``stop`` is above 0 the loop ends. ``border``: numbers by whose signs others will
    decide. ``given``: the formulas of ``values``. A number without a finite value ends the loop as well; ``broken``
    then tells the round.
    """
    found = Trace(watched)
    plans: dict[int, _Plan] = {}
    before = None
    twin = Twin(given or values, rounding)
    remember = [(before_it(name), Symbol(name)) for name in watched] if stop else []
    rules = _Rules(stop, border, twin, rounding)

    def plan(steps: list[Step]) -> _Plan:
        if id(steps) not in plans:
            plans[id(steps)] = _Plan(steps, rounding)
        return plans[id(steps)]

    with exactly(), quietly():
        for number in range(count + 1):
            try:
                if number:
                    values[COUNTER] = number
                    twin.ran([(COUNTER, Num(str(number))), *remember])
                    made = plan(move(number))
                    made.repeated.run(values, twin)
                    before = {name: values.get(name) for name in watched} if stop else None
                    values.update([(old, values[new]) for old, new in made.renewed])
                    twin.ran([(old, Symbol(new)) for old, new in made.renewed])
                plan(look).repeated.run(values, twin)
                stopped = rules.stop(values, before)
            except (ArithmeticError, ValueError):
                found.broken = number
                break
            found.rows.append([values.get(name) for name in watched])
            twin.row()
            if stopped:
                found.stopped = True
                break
        found.know(twin)
    return found


def _nothing(now: Mapping, before: Mapping | None, system: System) -> Sequence:
    """No numbers to compare."""
    return []


class _Rules:
    """What compares values with limits; at a limit the exact values decide."""

    def __init__(self, stop: Gaps | None, border: Gaps | None, twin: Twin, rounding: Rounding):
        self.rule, self.border = stop or _nothing, border or _nothing
        self.twin, self.system = twin, rounding.system

    def stop(self, values: dict, before: dict | None) -> bool:
        """Whether the rule ends the loop. Where a limit is met but for rounding, ``values`` become the exact ones."""
        gaps = self.rule(values, before, self.system)
        decisive = map(float, [*gaps, *self.border(values, before, self.system)])
        exact = self.twin.caught_up() if any(abs(gap) <= _AT for gap in decisive) else None
        if exact is not None:
            from ..formula.precise import PRECISELY

            self.twin.settle(values, every=True)
            past = before and {name: exact.get(before_it(name)) for name in before}
            gaps = self.rule(exact, past, PRECISELY)
        return bool(gaps) and max(gaps) <= 0


def jump(names: list[Name]) -> Block:
    """What the rounds that are not written out lead to: the values that the next one begins with."""
    columns = [Says("name", name=name) for name in names]
    return Block(None, [], Says("gd_from_table"), table=Table(columns, [[Ref(name) for name in names]]))
