"""Sub-gradient descent of a linear classifier: the steps of a visit and of an update, and the loop over epochs."""

from __future__ import annotations

from ...formula.derive import Backward
from ...formula.expr import Div, Expr, Mul, Num, Sub, Symbol, total_of
from ...formula.numbers import exactly
from ...formula.partials import partials
from ...formula.rounding import Rounding
from ...names import NOW, At, Name, Role, d, gradient, new
from ...runs.body import Body
from ...runs.order import Order
from ...runs.visits import Fed, Pass, Run, Visit
from ...solution import Says, Step
from .losses import ERROR, LOSS, PENALTY, F, Loss, Penalty, Y
from .neuron import Neuron
from .points import Point

RATE, STRENGTH, WEIGHT = Name(Role.RATE, "η"), Name(Role.OPTION, "λ"), Name(Role.OPTION, "C")
SLOPE = d(LOSS, F)


_SLOPES = {"L1": "sgd_slope_L1", "L2": "sgd_slope_L2", "half L2": "sgd_slope_half_L2"}


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
            if self.weight or self._is_penalised(name):
                steps += self._whole(name, used, current[name], at)
                used = d(ERROR, name, at)
            move = Mul((Symbol(RATE), Symbol(used)))
            steps.append(Step(new(name, at), Sub(Symbol(current[name]), move)))
        return steps

    def _is_penalised(self, name: Name) -> bool:
        """Whether a parameter is a weight that the penalty counts."""
        return self.penalty is not None and name in self.penalised

    def _whole(self, name: Name, used: Name, current: Name, at: At) -> list[Step]:
        """The slope of E = C·L + λ·R, after that of R."""
        total: Expr = Mul((Symbol(WEIGHT), Symbol(used))) if self.weight else Symbol(used)
        if self.penalty is None or name not in self.penalised:
            return [Step(d(ERROR, name, at), total)]
        part = d(PENALTY, name, at)
        formula = partials(self.penalty.term(current), Symbol(PENALTY))[current]
        whole = total + Mul((Symbol(STRENGTH), Symbol(part)))
        return [Step(part, formula, Says(_SLOPES[self.penalty.norm])), Step(d(ERROR, name, at), whole)]

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
    """All visits of all epochs, and ``losses``, the average loss of each epoch."""

    def __init__(
        self,
        neuron: Neuron,
        look: list[Step],
        update: Update,
        points: list[Point],
        given: dict[Name, Expr],
        rounding: Rounding,
        order: Order,
    ):
        self.neuron, self.look, self.update, self.points = neuron, look, update, points
        self.order, self.rounding = order, rounding
        self.fed = [self._fed(point) for point in points]
        self.bodies: dict[tuple[int, int], Body] = {}
        self.losses: list = []
        self.run = Run(given, neuron.parameters, self._passes, rounding)

    def _fed(self, point: Point) -> Fed:
        """The inputs of a point and its label."""
        inputs = dict(zip(self.neuron.inputs, point.inputs, strict=True))
        return Fed(inputs | {Y: Num("1" if point.positive else "-1")})

    def _passes(self, epoch: int) -> list[Pass]:
        """The visits of an epoch, batch by batch."""
        passes: list[Pass] = []
        for batch in self.order.batches(epoch):
            for number, index in enumerate(batch, 1):
                at = At((epoch, len(passes) + 1))
                passes.append(Pass(at, self._body(number, len(batch)), index, self.fed[index]))
        return passes

    def _body(self, number: int, size: int) -> Body:
        """A visit that is one of a batch: its slopes go on to the last, which the update follows."""
        if (number, size) not in self.bodies:
            self.bodies[number, size] = self._kept(number) if number < size else self._updated(size)
        return self.bodies[number, size]

    def _kept(self, number: int) -> Body:
        """A visit whose slopes are kept under its number."""
        carried = {_slope_of(name, number): slope(name) for name in self.neuron.parameters}
        return Body(self.look, carried)

    def _updated(self, size: int) -> Body:
        """The last visit of a batch and the update."""
        names = self.neuron.parameters
        slopes: dict[Name, list[Name]] = {}
        for name in names:
            earlier = [_slope_of(name, number) for number in range(1, size)]
            slopes[name] = [*earlier, slope(name)]
        moves = self.update.steps(slopes, {name: name for name in names})
        return Body([*self.look, *moves], {name: new(name) for name in names})

    def learn(self, epochs: int):
        """Makes the visits and updates."""
        count, system = Num(str(len(self.points))), self.rounding.system

        def ends(number: int, visits: list[Visit]) -> bool:
            with exactly():
                total = sum(visit.values[LOSS] for visit in visits)
                mean = Div(Symbol(LOSS), count).evaluate({LOSS: total}, system)
            self.losses.append(self.rounding.round(mean) if self.rounding.carry else mean)
            return False

        self.run.go(epochs, ends)


def _slope_of(name: Name, number: int) -> Name:
    """The slope at the point with this number of a batch, until the update takes it."""
    return slope(name).moved(At((number,)))
