"""A linear classifier learns by sub-gradients of the perceptron or the hinge loss."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ..differences import check_gradients
from ..formula.exact import exact_value
from ..formula.expr import Expr, Num
from ..formula.marks import Mark
from ..formula.parse import whole_text
from ..formula.rounding import Rounding
from ..names import Name, new
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Nested, Text, Whole, With, together
from ..reading.yamlfile import Faults
from ..runs.order import Order
from ..solution import Says, Step, evaluate, names_of
from ..subjects.linear.descent import Writer, pieces_section
from ..subjects.linear.digits import ExactDigits, exact_note
from ..subjects.linear.losses import AVERAGE, LOSS, LOSSES, PENALTIES, F, Loss, Penalty, Y
from ..subjects.linear.neuron import BIAS, Neuron, read_weights, weights_field
from ..subjects.linear.points import Exact, Point, Rows, read_points
from ..subjects.linear.sgd import RATE, STRENGTH, WEIGHT, Descent, Update, slope, visit_steps
from ..subjects.linear.statement import sgd_statement
from ..words import spoken
from ..working import Working

TOPIC = "Linear units"
PICTURE = "neuron"
PLOTS = ("border", "course")
COURSE = ("epoch", "average_loss", "plot_epochs", "plot_loss")

MOST_WORK = 70_000
# With a squared penalty every update multiplies a weight, and fractions grow; so many visits are computed exactly.
MOST_EXACT = 120
# Differences of a point that is closer to the kink than this, in units of its inputs, would reach across.
CLOSE = 0.01
MOST_TRIED = 200
MEAN = ("average loss", "mean loss")
LEARNS = With("learning_rate", "without which nothing is learned")
OWN = (F, LOSS, AVERAGE, STRENGTH, WEIGHT)


_KINKS = {"zero": "sgd_kink_zero", "slope": "sgd_kink_slope"}


class Problem(ExactDigits, CommonProblem):
    """Points with targets ±1, a loss, and how it learns."""

    numbers_in = ("points", "weights")

    points = Field(
        Rows(), "the points, each a row of inputs and then the target 1 or −1", example="[[1, 2, 1], [2, 0, -1]]"
    )
    weights = weights_field("the weights at the start: a list, or one number for all", "[0.5, -0.5]")
    bias = Field(Exact(), "the bias b at the start; without it f = w·x", default=None, example="0")
    loss = Field(Choice(*LOSSES), "perceptron, max(0, −y·f), or hinge, max(0, 1 − y·f)", example="hinge", option=True)
    at_kink = Field(
        Choice("zero", "slope"),
        "the slope by f at the kink of the loss: zero, as in most books, or −y (slope), as in scikit-learn",
        default="zero",
        option=True,
    )
    learning_rate = Field(
        Exact(0), "the learning rate η; leave it out for the losses alone", default=None, example="0.1", option=True
    )
    batch = Field(
        Text(),
        "1 (an update a point), a number (mini-batches) or all",
        default="",
        example="1",
        option=True,
        needs=LEARNS,
    )
    reduction = Field(Choice("mean", "sum"), "mean or sum of a batch's slopes", default="mean", needs=LEARNS)
    epochs = Field(Whole(1, 100_000), "how often all points are visited", default=1, option=True, needs=LEARNS)
    shuffle = Field(Whole(0, 10**9), "visit the points in random order, with this seed", default=None, needs=LEARNS)
    penalty = Field(
        Nested(Penalty),
        "a penalty λ·R of the weights, such as {norm: half L2, strength: 0.1}",
        default=None,
        needs=LEARNS,
    )
    loss_weight = Field(
        Exact(0), "a number C in front of the loss: E = C·L + λ·R", default=None, starter=False, needs=LEARNS
    )

    @together("points")
    def data(self, faults: Faults) -> list[Point] | None:
        """The points with their targets."""
        return read_points(self.points, "bipolar", faults)

    @together("data", "weights")
    def unit(self, faults: Faults) -> Neuron | None:
        """The unit at the start, with a weight for each input of the points."""
        weights = read_weights(self.places["weights"], len(self.data[0].inputs), faults, OWN)
        if weights is None or ("bias" in self.places and not self.has("bias")):
            return None
        return Neuron(weights, BIAS, self.bias) if self.bias is not None else Neuron(weights)

    def check(self, faults: Faults):
        """Looks for the weights, and bounds the work."""
        if "weights" not in self.places:
            faults.add(self.beginning, "the key weights: is missing (the weights at the start), such as weights: 0", "")
        if not self.has("data"):
            return
        if self.penalty is not None and self.bias is None and "weights" in self.places:
            self.penalty.idle(faults, ["bias"], "counts the bias among the weights, and there is none")
        if self.learning_rate is not None:
            self._check_batch(faults)
        self._check_work(faults)

    def _check_batch(self, faults: Faults):
        """Notes a batch that is no number of the points."""
        count = len(self.data)
        if self.batch != "all" and not 1 <= (whole_text(self.batch) or 0) <= count:
            text = "1 (an update after every point), all (one an epoch), or the size of a mini-batch"
            where = self.places.get("batch") or self.beginning
            faults.add(where, f"write batch: with {text}; there are {count} points", self.batch)

    def _check_work(self, faults: Faults):
        """Notes more visits than are computed."""
        count, size = len(self.data), len(self.data[0].inputs)
        if self.epochs * count * (size + 2) <= MOST_WORK:
            return
        most = MOST_WORK // (count * (size + 2))
        if not most:
            faults.add(self.places["points"], "these are too many numbers to learn from", "")
            return
        place = self.places["epochs" if "epochs" in self.places else "points"]
        faults.add(place, f"expected at most {most} epochs of these {count} points")

    @property
    def batch_size(self) -> int:
        """How many points stand behind one update."""
        return whole_text(self.batch) or len(self.data)

    @property
    def precision(self) -> Rounding:
        """Exact; double precision for long runs with a squared penalty, whose fractions would grow without end."""
        plain = self.rounding.rounding() if self.rounding else Rounding()
        grows = self.penalty is not None and self.penalty.norm != "L1"
        if plain.carry or (grows and self.epochs * len(self.data) > MOST_EXACT):
            return plain
        return Rounding(plain.decimals, plain.figures, False, plain.truncate, exact=True)

    def given(self) -> dict[Name, Expr]:
        """The parameters at the start and the numbers of the update."""
        numbers = {RATE: self.learning_rate, WEIGHT: self.loss_weight}
        if self.penalty:
            numbers[STRENGTH] = self.penalty.strength
        return self.unit.given | {name: number for name, number in numbers.items() if number is not None}


def solve(problem: Problem) -> Working:
    """The pieces of the loss and of its sub-gradients, every visit and update, and the average loss of each epoch."""
    page, unit = Working(problem), problem.unit
    loss = Loss(LOSSES[problem.loss], problem.at_kink)
    writer = Writer(_descent(problem, loss), loss, page)
    page.marks[AVERAGE] = Mark("average L")
    page.subtitle = _subtitle(problem)
    page.statement = sgd_statement(problem, _kink(problem, loss))
    page.row(unit.given)
    page.row({name: number for name, number in problem.given().items() if name not in unit.given})
    page.add([pieces_section(unit, loss, problem.loss)])
    if problem.learning_rate is None:
        page.add([writer.forward()])
    else:
        _train(problem, writer)
        page.check(lambda solution: _checked(problem, loss, writer.descent.look))
    written = names_of(page.steps)
    page.answers = list(page.results) or written
    if AVERAGE in page.results or AVERAGE in written:
        page.synonyms = dict.fromkeys(MEAN, AVERAGE)
    page.note(_kink(problem, loss), *_conventions(problem), exact_note(problem.precision))
    return page


def _descent(problem: Problem, loss: Loss) -> Descent:
    """The visits and updates, before they are made."""
    unit = problem.unit
    look = visit_steps(unit, loss, problem.learning_rate is not None)
    update = Update(unit, problem.penalty, problem.reduction == "mean", problem.loss_weight is not None)
    order = Order(len(problem.data), seed=problem.shuffle, batch=problem.batch_size)
    return Descent(unit, look, update, problem.data, problem.given(), problem.precision, order)


def _subtitle(problem: Problem) -> str:
    """The loss and the penalty."""
    loss, penalty = problem.loss, problem.penalty
    if penalty is None:
        return spoken(Says("sgd_subtitle", loss=loss), str)
    return spoken(Says("sgd_subtitle_penalty", loss=loss, norm=penalty.norm), str)


def _train(problem: Problem, writer: Writer) -> None:
    """Runs all epochs, and writes the first visits and the tables of visits and epochs."""
    page, descent = writer.page, writer.descent
    descent.learn(problem.epochs)
    writer.first()
    page.results = {new(name): value for name, value in descent.run.final.items()}
    page.results[AVERAGE] = descent.losses[-1]
    writer.offer()
    page.add([writer.trace()], whole=True)
    page.add([writer.epochs(problem.precision.text)])


def _conventions(problem: Problem) -> list[Says]:
    """What the page took for granted: the batch, the average loss, the penalty."""
    found = []
    if problem.learning_rate is not None:
        found.append(_batches(len(problem.data), problem.batch_size))
        found.append(Says("sgd_average_plain" if problem.penalty is None else "sgd_average"))
    if problem.penalty:
        found.append(Says(PENALTIES[problem.penalty.norm]))
        if problem.unit.constant:
            found.append(Says("sgd_penalty_bias" if problem.penalty.bias else "sgd_penalty_weights"))
    return found


def _batches(count: int, size: int) -> Says:
    """How many points stand behind one update."""
    key = "sgd_batch" if size == count else "sgd_mini_batch"
    if size == 1:
        key = "sgd_per_sample"
    return Says(key, samples=count, size=size, updates=-(-count // size))


def _kink(problem: Problem, loss: Loss) -> Says:
    """Which slope is taken at the kink of the loss."""
    return Says(_KINKS[problem.at_kink], edge=loss.edge.text)


def _checked(problem: Problem, loss: Loss, look: list[Step]) -> Says | None:
    """The sub-gradients at the first point that is not near the kink against central differences."""
    given, unit, edge = problem.given(), problem.unit, float(loss.edge.value)
    size = 1 + _largest(unit.given.values())
    for point in problem.data[:MOST_TRIED]:
        given |= dict(zip(unit.inputs, point.inputs, strict=True))
        side = 1 if point.positive else -1
        given[Y] = Num(str(side))
        values = evaluate(look, given=given)
        reach = CLOSE * size * max(Fraction(1), _largest(point.inputs))
        if abs(edge - float(values[F]) * side) > reach:
            gradients = {name: slope(name) for name in unit.parameters}
            return check_gradients(look[:2], given, LOSS, gradients, values)
    return Says("sgd_unchecked")


def _largest(numbers: Iterable[Expr]) -> Fraction:
    """The largest size of some numbers."""
    return max(abs(exact_value(number)) for number in numbers)
