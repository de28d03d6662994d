"""Sub-gradient descent of a linear classifier: the steps of a visit and of an update, and the loop over epochs."""

from __future__ import annotations

from ...errors import EvaluationError
from ...formula.derive import Backward
from ...formula.expr import Div, Expr, Mul, Num, Sub, Symbol, total_of
from ...formula.numbers import exactly, finite, quietly
from ...formula.partials import partials
from ...formula.rounding import Rounding
from ...names import NOW, At, Name, Role, d, gradient, new
from ...runs.order import Order
from ...solution import Says, Step, evaluate
from .losses import ERROR, LOSS, PENALTY, F, Loss, Penalty, Y
from .neuron import Neuron
from .points import Point
from .visit import Visit, fed

RATE, STRENGTH, WEIGHT = Name(Role.RATE, "η"), Name(Role.OPTION, "λ"), Name(Role.OPTION, "C")
SLOPE = d(LOSS, F)


def visit_steps(neuron: Neuron, loss: Loss, learns: bool) -> list[Step]:
    """f = w·x + b, the loss, and its derivatives by f and by every parameter."""
    forward = [(F, neuron.net()), (LOSS, loss.formula())]
    steps = [Step(name, formula) for name, formula in forward]
    if learns:
        write = Backward(
            forward,
            LOSS,
            lambda name, formula, role, of: steps.append(Step(name, formula)),
            inline=True,
            closed=True,
            alias={F: SLOPE},
        )
        for name in neuron.parameters:
            write.gradient(name)
    return steps


def slope(name: Name) -> Name:
    """The name of ∂L/∂w in the steps of a visit."""
    return d(LOSS, name)


class Update:
    """From the slopes of a batch to new parameters."""

    def __init__(self, neuron: Neuron, penalty: Penalty | None, mean: bool, weight: bool):
        self.neuron, self.penalty, self.mean, self.weight = neuron, penalty, mean, weight
        self.penalised = list(neuron.parameters) if penalty and penalty.bias else list(neuron.weights)

    def steps(self, slopes: dict[Name, list[Name]], current: dict[Name, Name], at: At = NOW) -> list[Step]:
        """The steps of one update: mean or sum, the penalty's part, and the move against the gradient.

        ``slopes`` are those of every point of the batch and ``current`` what holds each parameter before the update.
        """
        steps: list[Step] = []
        for name in self.neuron.parameters:
            used = self._joined(name, [Symbol(each) for each in slopes[name]], at, steps)
            if self.weight or (self.penalty and name in self.penalised):
                total: Expr = Mul((Symbol(WEIGHT), Symbol(used))) if self.weight else Symbol(used)
                if self.penalty and name in self.penalised:
                    part = d(PENALTY, name, at)
                    formula = partials(self.penalty.term(current[name]), Symbol(PENALTY))[current[name]]
                    steps.append(Step(part, formula, Says(f"sgd_slope_{self.penalty.norm.replace(' ', '_')}")))
                    total = total + Mul((Symbol(STRENGTH), Symbol(part)))
                used = d(ERROR, name, at)
                steps.append(Step(used, total))
            move = Mul((Symbol(RATE), Symbol(used)))
            steps.append(Step(new(name, at), Sub(Symbol(current[name]), move)))
        return steps

    def _joined(self, name: Name, terms: list[Symbol], at: At, steps: list[Step]) -> Name:
        """The slope of the batch; of one point it is the point's own."""
        if len(terms) == 1:
            return terms[0].name
        total = total_of(terms)
        joined = Div(total, Num(str(len(terms)))) if self.mean else total
        key = "sgd_mean" if self.mean else "sgd_sum"
        steps.append(Step(gradient(name, at), joined, Says(key, n=len(terms))))
        return gradient(name, at)


class Descent:
    """All visits of all epochs. ``visits`` in order, ``losses`` the average loss of each epoch."""

    def __init__(
        self, neuron: Neuron, look: list[Step], update: Update, points: list[Point], given: dict, rounding: Rounding
    ):
        self.neuron, self.look, self.update, self.points = neuron, look, update, points
        self.given, self.rounding = given, rounding
        self.visits: list[Visit] = []
        self.losses: list = []

    def rows(self) -> list[dict]:
        """Inputs and target of every point in the number system of the problem."""
        return fed(self.neuron, self.points, Y, lambda point: "1" if point.positive else "-1", self.rounding)

    def run(self, epochs: int, order: Order):
        """Makes the visits and updates."""
        values, rows = evaluate([], self.rounding, self.given), self.rows()
        names = self.neuron.parameters
        local, renewed = {name: slope(name) for name in names}, [new(name) for name in names]
        # The slopes of the points of a batch, by parameter; what stands at k is the slope at its k-th point.
        slopes = {name: [slope(name).moved(At((k,))) for k in range(1, order.batch + 1)] for name in names}
        moves: dict[int, list[Step]] = {}
        with exactly(), quietly():
            for epoch in range(1, epochs + 1):
                place, total = 0, None
                for batch in order.batches(epoch):
                    for number, index in enumerate(batch):
                        place += 1
                        values.update(rows[index])
                        before = {name: values[name] for name in names}
                        made = self._made(self.look, values, epoch, place)
                        self.visits.append(Visit(epoch, place, index, before, made))
                        total = made[LOSS] if total is None else total + made[LOSS]
                        for name in names:
                            values[slopes[name][number]] = made[local[name]]
                    if len(batch) not in moves:
                        first = {name: own[: len(batch)] for name, own in slopes.items()}
                        moves[len(batch)] = self.update.steps(first, {name: name for name in names})
                    moved = self._made(moves[len(batch)], values, epoch, place)
                    after = {name.of: moved.pop(name) for name in renewed}
                    self.visits[-1].values |= moved
                    self.visits[-1].after = after
                    values.update(after)
                mean = Div(Symbol(LOSS), Num(str(len(rows)))).evaluate({LOSS: total}, self.rounding.system)
                self.losses.append(self.rounding.round(mean) if self.rounding.carry else mean)

    def _made(self, steps: list[Step], values: dict, epoch: int, place: int) -> dict:
        rounding, system, made = self.rounding, self.rounding.system, {}
        for step in steps:
            try:
                value = step.formula.evaluate(values, system)
            except (ArithmeticError, ValueError):
                value = float("inf")
            if not finite(value):
                name = step.name.of if step.name.role is Role.NEW else step.name
                text = f"epoch {epoch}, visit {place}: {name} is too large for a double; the learning rate is too large"
                raise EvaluationError(text)
            values[step.name] = made[step.name] = rounding.round(value) if rounding.carry else value
        return made
