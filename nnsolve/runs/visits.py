"""Visits of samples, epoch after epoch: passes through the same steps, where what one leaves the next begins with.

Nothing of a long run is kept but what some epochs began with: from there a visit is run again where it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import EvaluationError
from ..evaluation import evaluate
from ..formula.expr import Expr
from ..formula.numbers import exactly, quietly
from ..formula.rounding import Rounding
from ..names import At, Name, Role
from ..steps import Step
from .body import Body

if TYPE_CHECKING:
    from ..formula.numbers import System, Value

# So many visits are kept as they were; of longer runs the beginnings of at most so many epochs.
MOST_KEPT, MOST_BEGUN = 20_000, 256


class Fed:
    """The numbers of one sample, by bare names."""

    __slots__ = ("formulas", "_values")

    def __init__(self, formulas: Mapping[Name, Expr]):
        self.formulas = formulas
        self._values: dict[Name, Value] | None = None

    def values(self, system: System[Value]) -> dict[Name, Value]:
        """The numbers in a number system, always the same one."""
        if self._values is None:
            self._values = {name: formula.evaluate({}, system) for name, formula in self.formulas.items()}
        return self._values


class Pass(NamedTuple):
    """One time through a body: where it stands, and the sample (from 0) whose numbers it is fed."""

    at: At
    body: Body
    sample: int
    fed: Fed


class Visit(NamedTuple):
    """What a pass was like: the steps that it took, what it began with, what they gave by bare names, what it left.

    ``after`` is empty where no update follows the pass.
    """

    of: Pass
    taken: list[Step]
    before: dict[Name, Value]
    values: dict[Name, Value]
    after: dict[Name, Value]

    @property
    def at(self) -> At:
        """Epoch and place, as they stand in front of names."""
        return self.of.at

    @property
    def epoch(self) -> int:
        """The number of its epoch, from 1."""
        return self.of.at.rounds[0]

    @property
    def place(self) -> int:
        """Its place in the epoch, from 1."""
        return self.of.at.rounds[-1]

    @property
    def name(self) -> str:
        """``2.1``: the first visit of the second epoch."""
        return f"{self.epoch}.{self.place}"

    @property
    def sample(self) -> int:
        """The number of its sample, from 0."""
        return self.of.sample


class Run:
    """All epochs: ``passes(number)`` are those of an epoch (from 1), ``kept`` the names that go on to the next pass.

    ``given`` holds what they begin with, and the numbers that never change.
    """

    def __init__(
        self,
        given: Mapping[Name, Expr],
        kept: Sequence[Name],
        passes: Callable[[int], Sequence[Pass]],
        rounding: Rounding,
    ):
        self.given, self.kept, self.passes, self.rounding = given, kept, passes, rounding
        self.epochs = 0  # that were run
        self.most = 0  # that may be run
        self._base = evaluate([], rounding, given)
        self._start = {name: self._base[name] for name in kept}
        self._epochs: dict[int, list[Visit]] = {}
        self._room = MOST_KEPT
        self._begun = {1: self._start}
        self._apart = 1

    def go(self, most: int, ends: Callable[[int, list[Visit]], bool] = lambda number, visits: False) -> None:
        """Runs ``most`` epochs, or as many as come before ``ends(number, visits)``."""
        self.most = most
        for number in range(1, most + 1):
            visits = self._played(number)
            self.epochs = number
            self._keep(number, visits)
            if ends(number, visits):
                return

    def _keep(self, number: int, visits: list[Visit]) -> None:
        """Keeps the visits while there is room, and what the next epoch begins with."""
        if len(visits) <= self._room:
            self._room -= len(visits)
            self._epochs[number] = visits
        if number % self._apart == 0:
            self._begun[number + 1] = self._left(visits)
        if len(self._begun) > MOST_BEGUN:
            self._apart *= 2
            self._begun = {begun: kept for begun, kept in self._begun.items() if begun % self._apart == 1}

    def _left(self, visits: list[Visit]) -> dict[Name, Value]:
        """What an epoch leaves."""
        last = next((visit for visit in reversed(visits) if visit.after), None)
        return last.after if last is not None else visits[0].before

    def epoch(self, number: int) -> list[Visit]:
        """The visits of an epoch that was run, in order."""
        return self._epochs.get(number) or self._played(number)

    def visits(self) -> Iterator[Visit]:
        """All visits in order."""
        for number in range(1, self.epochs + 1):
            yield from self.epoch(number)

    @property
    def final(self) -> dict[Name, Value]:
        """What is left behind the last visit."""
        return self._left(self.epoch(self.epochs)) if self.epochs else self._start

    def visit(self, rounds: tuple[int, ...]) -> Visit | None:
        """The visit with these numbers, or None where there is none."""
        if len(rounds) != 2 or not 1 <= rounds[0] <= self.epochs:
            return None
        visits = self.epoch(rounds[0])
        return visits[rounds[1] - 1] if 1 <= rounds[1] <= len(visits) else None

    # Running

    def _played(self, number: int) -> list[Visit]:
        """An epoch, from the nearest one before it whose beginning is known."""
        near = max(begun for begun in self._begun if begun <= number)
        kept = self._begun[near]
        for between in range(near, number):
            kept = self._left(self._once(between, kept))
        return self._once(number, kept)

    def _once(self, number: int, kept: dict[Name, Value]) -> list[Visit]:
        """The visits of an epoch that begins with what was ``kept``."""
        values, visits = self._base | kept, []
        with exactly(), quietly():
            for each in self.passes(number):
                before = {name: values[name] for name in self.kept}
                values |= each.fed.values(self.rounding.system)
                self._run(each, values)
                taken = each.body.taken(values, self.rounding.system)
                made = {step.name: values[step.name] for step in taken}
                carried = {old: values[new] for old, new in each.body.carried.items()}
                values |= carried
                renews = not carried.keys().isdisjoint(self.kept)
                after = {name: values[name] for name in self.kept} if renews else {}
                visits.append(Visit(each, taken, before, made, after))
        return visits

    def _run(self, each: Pass, values: dict[Name, Value]) -> None:
        """The values of the steps of a pass join ``values``. Raises EvaluationError for one beyond all doubles."""
        body = each.body
        for step in body.steps:
            values.pop(step.name, None)
        try:
            body.ready(self.rounding).run(values)
        except (ArithmeticError, ValueError):
            name = next(step.name for step in body.steps if step.name not in values)
            epoch, place = each.at.rounds
            called = name.of if name.role is Role.NEW else name
            text = f"epoch {epoch}, visit {place}: {called} is too large for a double; the learning rate is too large"
            raise EvaluationError(text) from None
