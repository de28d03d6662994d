"""Passes as steps of a page: every name with the place of its pass, what is carried by the step that made it last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ..formula.expr import ONE, TWO, ZERO, Add, Chosen, Div, Expr, Pow, Symbol, replaced
from ..names import Name, Role, new
from ..solution import Unfolded
from ..steps import Step
from .visits import Pass, Run, Visit

# A run is unfolded as far as it has so many steps.
MOST_UNFOLDED = 5_000
# What is not computed.
_NO_VALUE = Div(ONE, ZERO)


class Unrolled:
    """``current`` is what holds each of the ``kept`` names, and what else goes on, now.

    ``held`` gives for the new name of what a visit leaves as it was the name that holds its value.
    """

    def __init__(self, kept: Sequence[Name]):
        self.kept = kept
        self.current = {name: name for name in kept}
        self.held: dict[Name, Name] = {}

    def given(self, each: Pass) -> dict[Name, Expr]:
        """The numbers that a pass is fed."""
        return {name.moved(each.at): number for name, number in each.fed.formulas.items()}

    def steps(self, visit: Visit) -> list[Step]:
        """The steps that a visit took; what they make is current from here on."""
        return self.written(visit.of, visit.taken)

    def written(self, each: Pass, taken: Sequence[Step]) -> list[Step]:
        """Those ``taken`` of the steps of a pass."""
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        exchange |= {name: Symbol(name.moved(each.at)) for name in each.fed.formulas}
        made = []
        for step in taken:
            own = step.name.moved(each.at)
            exchange[step.name] = Symbol(own)
            made.append(Step(own, replaced(step.formula, exchange), step.reason, step.shows))
        carried = {old: now.moved(each.at) for old, now in each.body.carried.items() if now in exchange}
        self.current |= carried
        stays = [name for name in self.kept if name not in carried]
        self.held |= {new(name, each.at): self.current[name] for name in stays}
        return made


def unfolded(run: Run, names: Collection[Name]) -> Unfolded | None:
    """The visits of a run up to the last that ``names`` speak of, with branches as formulas that choose.

    New values without numbers stand behind the last visit of all. None where these are too many steps.
    """
    ends = any(map(_is_at_the_end, names))
    last = (run.epochs + 1,) if ends else max((name.at.rounds for name in names), default=())
    unrolled, steps, given = Unrolled(run.kept), [], dict(run.given)
    for visit in run.visits():
        if visit.at.rounds > last:
            break
        given |= unrolled.given(visit.of)
        steps += unrolled.written(visit.of, visit.of.body.steps)
        if len(steps) > MOST_UNFOLDED:
            return None
    if ends:
        steps += [Step(new(name), Symbol(now)) for name, now in unrolled.current.items() if name in run.kept]
    return Unfolded(steps, given)


def beyond(run: Run, names: Collection[Name], error: Name) -> Unfolded | None:
    """The visits behind the last one of a run, up to the last epoch that ``names`` speak of: None where there are none.

    A run that ends early ends with an epoch without an ``error``. Whoever has one there by other numbers goes on, so
    that the end is elsewhere too; who has none has no values there.
    """
    last = _last_epoch(names, run.most)
    if last <= run.epochs:
        return None
    unrolled = Unrolled(run.kept)
    for visit in run.visits():
        unrolled.written(visit.of, visit.of.body.steps)
    ends, tests = [dict(unrolled.current)], list[Expr]()
    found = Unfolded([], {})
    for number in range(run.epochs + 1, last + 1):
        tests.append(Add([Pow(Symbol(error.moved(each.at)), TWO) for each in run.passes(number - 1)]))
        found = _with_epoch(found, run.passes(number), unrolled, tests[-1])
        ends.append(dict(unrolled.current))
        if len(found.steps) > MOST_UNFOLDED:
            return None
    return Unfolded([*found.steps, *[Step(new(name), _end(name, ends, tests)) for name in run.kept]], found.given)


def _last_epoch(names: Collection[Name], most: int) -> int:
    """The last epoch of ``most`` that names of visits speak of, or 0."""
    epochs = [name.at.rounds[0] for name in names if len(name.at.rounds) == 2]
    return max([epoch for epoch in epochs if epoch <= most], default=0)


def _with_epoch(before: Unfolded, passes: Sequence[Pass], unrolled: Unrolled, test: Expr) -> Unfolded:
    """An epoch behind others, made where the value of ``test`` is not 0."""
    steps, given = [*before.steps], dict(before.given)
    for each in passes:
        given |= unrolled.given(each)
        for step in unrolled.written(each, each.body.steps):
            steps.append(Step(step.name, Chosen(test, step.formula, _NO_VALUE)))
    return Unfolded(steps, given)


def _end(name: Name, ends: Sequence[Mapping[Name, Name]], tests: Sequence[Expr]) -> Expr:
    """What is left of a name in the end: what ``ends`` says behind the last epoch whose test says that it is made."""
    left: Expr = Symbol(ends[-1][name])
    for end, test in zip(ends[-2::-1], reversed(tests), strict=True):
        left = Chosen(test, left, Symbol(end[name]))
    return left


def _is_at_the_end(name: Name) -> bool:
    """Whether a name is what all visits leave."""
    return name.role is Role.NEW and not name.at.rounds


def iterated(
    lines: Callable[[int], Sequence[Step]], last: int, given: Mapping[Name, Expr]
) -> Callable[[Collection[Name]], Unfolded]:
    """What unfolds a loop of ``last`` iterations, each of which writes its ``lines``; number 0 is the start.

    Every page has the last one, so that all are unfolded, or the first ones where these are too many steps.
    """
    begun = dict(given)

    def unfold(names: Collection[Name]) -> Unfolded:
        steps: list[Step] = []
        for number in range(last + 1):
            written = lines(number)
            if len(steps) + len(written) > MOST_UNFOLDED:
                break
            steps += written
        return Unfolded(steps, begun)

    return unfold
