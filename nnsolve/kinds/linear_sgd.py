"""A linear classifier learns by sub-gradients of the perceptron or the hinge loss."""

from __future__ import annotations

from fractions import Fraction

from ..differences import check_gradients
from ..formula.exact import exact_value
from ..formula.expr import Expr, Num
from ..formula.marks import Mark
from ..formula.parse import whole_text
from ..formula.rounding import Rounding
from ..names import Name, new
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Nested, Text, Whole, With
from ..reading.yamlfile import Faults
from ..runs.order import Order
from ..runs.unrolled import unfolded
from ..solution import Says, Section, evaluate
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

    data: list[Point] = []
    unit: Neuron  # once it was read

    def check(self, faults: Faults):
        """Reads points and weights, whose lengths depend on each other, and bounds the work."""
        if "weights" not in self.places:
            faults.add(self.beginning, "the key weights: is missing (the weights at the start), such as weights: 0", "")
        if not self.has("points"):
            return
        self.data = read_points(self.points, "bipolar", faults) or []
        if not self.data:
            return
        self._read_unit(faults)
        if self.learning_rate is not None:
            self._check_batch(faults)
        self._check_work(faults)

    def _read_unit(self, faults: Faults):
        """The weights and the bias of the unit."""
        if "weights" not in self.places:
            return
        weights = read_weights(self.places["weights"], len(self.data[0].inputs), faults, OWN)
        if self.penalty is not None and self.bias is None:
            self.penalty.idle(faults, ["bias"], "counts the bias among the weights, and there is none")
        if weights is not None and not ("bias" in self.places and not self.has("bias")):
            self.unit = Neuron(weights, BIAS, self.bias) if self.bias is not None else Neuron(weights)

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
    return _Solver(problem).solution()


class _Solver:
    def __init__(self, problem: Problem):
        self.problem, self.unit, self.page = problem, problem.unit, Working(problem)
        self.learns = problem.learning_rate is not None
        self.loss = Loss(LOSSES[problem.loss], problem.at_kink)
        self.look = visit_steps(self.unit, self.loss, self.learns)
        update = Update(self.unit, problem.penalty, problem.reduction == "mean", problem.loss_weight is not None)
        order = Order(len(problem.data), seed=problem.shuffle, batch=problem.batch_size)
        self.descent = Descent(self.unit, self.look, update, problem.data, problem.given(), problem.precision, order)
        self.page.marks[AVERAGE] = Mark("average L")
        self.writer = Writer(self.descent, self.loss, self.page)

    def solution(self) -> Working:
        """The page."""
        problem, page, writer = self.problem, self.page, self.writer
        page.subtitle = self.subtitle()
        page.statement = sgd_statement(problem, self.kink())
        page.row(self.unit.given)
        page.row({name: number for name, number in problem.given().items() if name not in self.unit.given})
        pieces = pieces_section(self.unit, self.loss, problem.loss)
        after: list[Section] = []
        if self.learns:
            after = self.train()
            page.check(lambda solution: self.check())
        before = [pieces] if self.learns else [pieces, writer.forward()]

        def write(asked: list[Name]):
            writer.show(asked)
            page.sections = [*before, *writer.sections, *after]

        page.sections, page.whole = [*before, *writer.sections, *after], after[:1]
        page.answers = list(page.results) or [step.name for step in page.steps]
        known = [*page.results, *(step.name for step in page.steps)]
        page.synonyms = dict.fromkeys(MEAN, AVERAGE) if AVERAGE in known else {}
        page.offered, page.write = writer.offers.find, write
        page.held = lambda name: writer.unrolled.held.get(name, name)
        if self.learns:
            page.unfold = lambda names: unfolded(self.descent.run, names)
        page.note(*self.notes())
        return page

    def subtitle(self) -> str:
        """The loss and the penalty."""
        loss, penalty = self.problem.loss, self.problem.penalty
        if penalty is None:
            return spoken(Says("sgd_subtitle", loss=loss), str)
        return spoken(Says("sgd_subtitle_penalty", loss=loss, norm=penalty.norm), str)

    def train(self) -> list[Section]:
        """Runs all epochs; the sections are the tables of visits and epochs."""
        problem, descent, writer = self.problem, self.descent, self.writer
        descent.learn(problem.epochs)
        writer.first()
        self.page.results = {new(name): value for name, value in descent.run.final.items()}
        self.page.results[AVERAGE] = descent.losses[-1]
        return [writer.trace(), writer.epochs(problem.precision.text)]

    def notes(self) -> list[Says]:
        """The conventions: the kink, the batch, the penalty, the average loss, the digits."""
        problem = self.problem
        found = [self.kink()]
        if self.learns:
            count, size = len(problem.data), problem.batch_size
            key = "sgd_batch" if size == count else "sgd_mini_batch"
            key = "sgd_per_sample" if size == 1 else key
            found.append(Says(key, samples=count, size=size, updates=-(-count // size)))
            found.append(Says("sgd_average_plain" if problem.penalty is None else "sgd_average"))
        if problem.penalty:
            found.append(Says(PENALTIES[problem.penalty.norm]))
            if problem.unit.constant:
                found.append(Says("sgd_penalty_bias" if problem.penalty.bias else "sgd_penalty_weights"))
        return [*found, exact_note(problem.precision)]

    def kink(self) -> Says:
        """Which slope is taken at the kink of the loss."""
        return Says(_KINKS[self.problem.at_kink], edge=self.loss.edge.text)

    def check(self) -> Says | None:
        """The sub-gradients at the first point that is not near the kink against central differences."""
        given = self.problem.given()
        size = 1 + max(abs(exact_value(number)) for number in self.unit.given.values())
        for point in self.problem.data[:MOST_TRIED]:
            given |= dict(zip(self.unit.inputs, point.inputs, strict=True))
            given[Y] = Num("1" if point.positive else "-1")
            values = evaluate(self.look, given=given)
            largest = max(abs(exact_value(number)) for number in point.inputs)
            reach = CLOSE * size * max(Fraction(1), largest)
            if abs(float(self.loss.edge.value) - float(values[F]) * (1 if point.positive else -1)) > reach:
                gradients = {name: slope(name) for name in self.unit.parameters}
                return check_gradients(self.look[:2], given, LOSS, gradients, values)
        return Says("sgd_unchecked")
