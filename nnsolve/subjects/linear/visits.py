"""The perceptron at work: every visit of a point by the same steps, epoch after epoch."""

from __future__ import annotations

from ...formula.expr import Expr, Sub, Symbol
from ...formula.numbers import exactly
from ...formula.rounding import Rounding
from ...names import Name, Role
from ...runs.order import Order
from ...solution import Step, evaluate
from .neuron import NET, Neuron
from .outputs import DEAD_ZONE, OUT, Output
from .points import Point
from .rules import ERROR, RATE, RULES, TARGET
from .visit import Visit, fed


class Learner:
    """A unit, its points and its rule; ``run`` makes the visits."""

    def __init__(
        self, neuron: Neuron, output: Output, rule: str, points: list[Point], numbers: dict, rounding: Rounding
    ):
        self.neuron, self.output, self.rule, self.points = neuron, output, rule, points
        self.given = neuron.given | numbers
        self.rounding = rounding
        self.look = [
            Step(NET, neuron.net()),
            Step(OUT, output.of(NET)),
            Step(ERROR, Sub(Symbol(TARGET), Symbol(OUT))),
        ]
        self.change = {positive: RULES[rule].steps(neuron, positive) for positive in (True, False)} if rule else {}
        self.visits: list[Visit] = []
        self.converged = False
        self.repeats: tuple[int, int] | None = None

    def rows(self) -> list[dict]:
        """The inputs and the target of every point, in the number system of the problem."""
        return fed(self.neuron, self.points, TARGET, lambda point: self.output.target(point.is_positive), self.rounding)

    def start(self) -> dict:
        """The numbers that stay and the parameters before the first visit."""
        return evaluate([], self.rounding, self.given)

    def run(self, epochs: int, order: Order, fixed: set[Name]):
        """Visits the points epoch by epoch until an epoch has no error, or the limit is reached."""
        values, rows = self.start(), self.rows()
        change = {
            positive: [step for step in steps if step.name.of not in fixed] for positive, steps in self.change.items()
        }
        seen: dict[tuple, int] = {}
        with exactly():
            for epoch in range(1, epochs + 1):
                errors = 0
                for place, index in enumerate(order.visits(epoch), 1):
                    errors += self._visit(values, rows[index], change, epoch, place, index)
                if not errors:
                    self.converged = True
                    return
                state = tuple(values[name] for name in self.neuron.parameters)
                if self.repeats is None and order.seed is None and state in seen:
                    self.repeats = (seen[state], epoch)
                seen.setdefault(state, epoch)

    def _visit(self, values: dict, row: dict, change: dict, epoch: int, place: int, index: int) -> bool:
        before = {name: values[name] for name in self.neuron.parameters}
        values.update(row)
        made = self._made(self.look, values)
        visit = Visit(epoch, place, index, before, made)
        visit.wrong = values[OUT] != values[TARGET]
        if visit.wrong:
            changed = self._made(change[self.points[index].positive], values)
            values.update({name.of: value for name, value in changed.items() if name.role is Role.NEW})
            made |= changed
        visit.after = {name: values[name] for name in self.neuron.parameters}
        self.visits.append(visit)
        return visit.wrong

    def _made(self, steps: list[Step], values: dict) -> dict:
        """The values of steps, which join ``values``."""
        rounding, system, made = self.rounding, self.rounding.system, {}
        for step in steps:
            value = step.formula.evaluate(values, system)
            values[step.name] = made[step.name] = rounding.round(value) if rounding.carry else value
        return made

    def final(self) -> dict:
        """The parameters after the last visit, by name."""
        if self.visits:
            return self.visits[-1].leaves
        start = self.start()
        return {name: start[name] for name in self.neuron.parameters}

    def checked(self) -> list[dict]:
        """Weighted sum and output of every point under the last parameters."""
        values = self.start() | self.final()
        with exactly():
            found = []
            for row in self.rows():
                values.update(row)
                found.append(self._made(self.look, values) | {TARGET: values[TARGET]})
            return found


def numbers_of(rate: Expr | None, zone: Expr | None) -> dict[Name, Expr]:
    """The given numbers of a learner besides its parameters."""
    return ({RATE: rate} if rate is not None else {}) | ({DEAD_ZONE: zone} if zone is not None else {})
