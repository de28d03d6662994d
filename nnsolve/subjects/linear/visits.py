"""The perceptron at work: every visit of a point by the same steps, epoch after epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import ZERO, Expr, Num, Sub, Symbol
from ...formula.rounding import Rounding
from ...names import At, Name, Role
from ...runs.body import Body, When
from ...runs.order import Order
from ...runs.visits import Fed, Pass, Run, Visit
from ...solution import Step, evaluate
from .neuron import NET, Neuron
from .outputs import DEAD_ZONE, OUT, Output
from .points import Point
from .rules import ERROR, RATE, RULES, TARGET

if TYPE_CHECKING:
    from ...evaluation import Givable
    from ...formula.numbers import Value


class Learner:
    """A unit, its points and its rule; ``learn`` makes the visits. Parameters that are ``fixed`` are not learned.

    Where ``rule`` is empty nothing is.
    """

    def __init__(
        self,
        neuron: Neuron,
        output: Output,
        rule: str,
        points: list[Point],
        numbers: dict[Name, Expr],
        rounding: Rounding,
        fixed: set[Name],
        order: Order,
    ):
        self.neuron, self.output, self.rule, self.points = neuron, output, rule, points
        self.given = neuron.given | numbers
        self.rounding, self.order = rounding, order
        self.look = [
            Step(NET, neuron.net()),
            Step(OUT, output.of(NET)),
            Step(ERROR, Sub(Symbol(TARGET), Symbol(OUT))),
        ]
        self.learned = [name for name in neuron.parameters if name not in fixed]
        self.bodies = {positive: self._body(positive) for positive in (True, False)} if rule else {}
        self.fed = [self._fed(point) for point in points]
        self.run = Run(self.given, neuron.parameters, self._passes, rounding)
        self.converged = False
        self.updates = 0
        self.repeats: tuple[int, int] | None = None

    def _body(self, positive: bool) -> Body:
        """The look at a point of a class, and what a wrong output changes."""
        changes = [step for step in RULES[self.rule].steps(self.neuron, positive) if step.name.of in self.learned]
        renewed = {step.name.of_name: step.name for step in changes if step.name.role is Role.NEW}
        stays = [Step(step.name, _unchanged(step.name)) for step in changes]
        return Body([*self.look, When(Symbol(ERROR), changes, stays)], renewed)

    def _fed(self, point: Point) -> Fed:
        """The inputs and the target of a point."""
        inputs = dict(zip(self.neuron.inputs, point.inputs, strict=True))
        return Fed(inputs | {TARGET: Num(self.output.target(point.is_positive))}) if self.rule else Fed(inputs)

    def _passes(self, epoch: int) -> list[Pass]:
        """The visits of an epoch."""
        return [
            Pass(At((epoch, place)), self.bodies[self.points[index].is_positive], index, self.fed[index])
            for place, index in enumerate(self.order.visits(epoch), 1)
        ]

    def learn(self, epochs: int):
        """Visits the points epoch by epoch until an epoch has no error, or the limit is reached."""
        seen: dict[tuple, int] = {}

        def ends(number: int, visits: list[Visit]) -> bool:
            errors = sum(map(wrong, visits))
            self.updates += errors
            self.converged = not errors
            state = tuple(visits[-1].after.values())
            if self.repeats is None and errors and self.order.seed is None and state in seen:
                self.repeats = (seen[state], number)
            seen.setdefault(state, number)
            return self.converged

        self.run.go(epochs, ends)

    def checked(self) -> list[dict[Name, Value]]:
        """Weighted sum and output of every point under the last parameters."""
        last: dict[Name, Givable] = {**self.given, **self.run.final}
        found = []
        for fed in self.fed:
            values = evaluate(self.look, self.rounding, {**last, **fed.formulas})
            found.append({name: values[name] for name in (NET, OUT, ERROR, TARGET)})
        return found


def wrong(visit: Visit) -> bool:
    """Whether the output of a visit is not its target."""
    return bool(visit.values[ERROR])


def _unchanged(name: Name) -> Expr:
    """What a right output makes of a parameter, or of its change."""
    return Symbol(name.of_name) if name.role is Role.NEW else ZERO


def numbers_of(rate: Expr | None, zone: Expr | None) -> dict[Name, Expr]:
    """The given numbers of a learner besides its parameters."""
    numbers = {RATE: rate, DEAD_ZONE: zone}
    return {name: number for name, number in numbers.items() if number is not None}
