"""A perceptron learns visit by visit: the trace, the borders, and a proof where it cannot."""

from __future__ import annotations

from ..errors import counted, listing
from ..formula.expr import Expr, Num
from ..formula.marks import Mark
from ..names import Name, Role, new
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, ListOf, Record, Whole, With, together
from ..reading.yamlfile import Faults
from ..runs.order import Order
from ..runs.unrolled import beyond
from ..solution import Says, Section, steps_of
from ..subjects.linear.digits import ExactDigits, exact_note
from ..subjects.linear.gates import FALSE, GATES, truth_table
from ..subjects.linear.neuron import NET, THRESHOLD, ConstantKeys, Neuron, read_neuron, read_weights, weights_field
from ..subjects.linear.outputs import BORDERS, OUTPUTS, Output
from ..subjects.linear.points import Exact, Point, Rows, read_points
from ..subjects.linear.proof import Question, proof_section
from ..subjects.linear.rules import ERROR, RULES
from ..subjects.linear.spread import DISTANCE, HIGH, LENGTH, LOW, MARGIN, MIDDLE, Thresholds, margin_section
from ..subjects.linear.statement import perceptron_statement
from ..subjects.linear.training import Writer
from ..subjects.linear.visits import Learner, numbers_of
from ..words import spoken
from ..working import Working

TOPIC = "Linear units"
PICTURE = "neuron"
PLOTS = ("border", "course")
COURSE = ("epoch", "perceptron_errors", "plot_epochs", "plot_errors")

MOST_WORK = 100_000
MOST_NUMBERS = 10_000  # of points
REPORTED = (MARGIN, LOW, HIGH, MIDDLE)
EPOCHS, UPDATES = Name(Role.COUNT, "epochs"), Name(Role.COUNT, "updates")
SHOWN = ("margin", "thresholds", "separability")


_SUBTITLES = {
    "add-subtract": "perceptron_subtitle_add",
    "delta": "perceptron_subtitle_delta",
    "target": "perceptron_subtitle_target",
}


class _Keys(CommonProblem):
    """The points, the unit and its rule."""

    numbers_in = ("points", "weights", "gate")

    gate = Field(Choice(*GATES), "a gate by its name, instead of points", default=None, example="AND", option=True)
    inputs = Field(Whole(1, 8), "with gate: the number of inputs; 2 unless told", default=None, needs="gate")
    encoding = Field(
        Choice(*FALSE), "with gate: inputs 0 and 1 (binary) or −1 and 1 (bipolar)", default="binary", needs="gate"
    )
    points = Field(
        Rows(),
        "the points, each a row of inputs and then the target (a number, P or N)",
        default=None,
        excludes=With("gate", "which says them already"),
    )
    outputs = Field(
        Choice(*OUTPUTS), "binary (1 or 0), bipolar (1 or −1) or three-valued (1, 0, −1)", default="binary", option=True
    )
    on_border = Field(
        Choice(*BORDERS),
        "the class of a sum that is exactly 0: positive (z ≥ 0) or negative (z > 0)",
        default="positive",
        excludes=With("outputs: three-valued", "as the borders of the dead zone belong to it"),
    )
    dead_zone = Field(
        Exact(0),
        "with three-valued outputs: the output is 0 from −θ to θ",
        default=None,
        needs="outputs: three-valued",
    )
    weights = weights_field("the weights at the start: a list, or one number for all", "[0.3, -0.1]", needs="rule")


class _Training(Record):
    """How it learns."""

    rule = Field(
        Choice(*RULES),
        "what a wrong output changes: add-subtract (w ± x), delta (η(t − y)x) or target (η·t·x); "
        "leave it out to ask only whether the points can be separated",
        default=None,
        example="delta",
        option=True,
    )
    learning_rate = Field(
        Exact(0),
        "the learning rate η of the delta and the target rule",
        default=None,
        example="0.1",
        needs=With("rule: delta, target", "the rules that have a rate"),
    )
    epochs = Field(
        Whole(1, 100_000),
        "the most epochs; it stops after one without an error",
        default=100,
        option=True,
        needs="rule",
    )
    order = Field(
        ListOf(Whole(1, 1000)),
        "the numbers of the points in the order of visiting, as listed unless told",
        default=None,
        needs="rule",
    )
    shuffle = Field(
        Whole(0, 10**9),
        "visit the points in random order, with this seed",
        default=None,
        needs="rule",
        excludes="order",
    )
    show = Field(ListOf(Choice(*SHOWN)), f"what is wanted besides: {listing(SHOWN)}", default=(), option=True)


class Problem(ExactDigits, _Training, ConstantKeys, _Keys):
    """Points of two classes or a gate, a unit, and a learning rule."""

    @together()
    def data(self, faults: Faults) -> list[Point] | None:
        """The points that are written, or those of the gate."""
        if self.gate is not None:
            return self._of_gate(self.gate, faults)
        return None if self.points is None else read_points(self.points, self.outputs, faults)

    @together("data")
    def unit(self, faults: Faults) -> Neuron | None:
        """The unit at the start: the weights that are written, or zeros, and the constant term."""
        size = len(self.data[0].inputs)
        weights: dict[Name, Expr] | None = {Name(Role.PARAMETER, f"w{k}"): Num("0") for k in range(1, size + 1)}
        if "weights" in self.places:
            weights = read_weights(self.places["weights"], size, faults)
        if weights is None:
            return None
        return read_neuron(self, weights, faults, None if self.rule else Num("0"))

    def check(self, faults: Faults):
        """Looks at what points, unit and rule need of each other, and bounds the work."""
        self._check_together(faults)
        if not self.has("data"):
            return
        size = len(self.data[0].inputs)
        if len(self.data) * size > MOST_NUMBERS:
            faults.add(self.places["points"], f"at most {MOST_NUMBERS} numbers of points are read", "")
        self._check_order(faults)
        self._check_work(faults)
        if "thresholds" in self.show and size > 1:
            text = f"thresholds are for points on a line; these have {size} inputs"
            faults.add(self.places["show"], text, "thresholds")

    @property
    def most_epochs(self) -> int:
        """The most epochs: as written, or as many as are computed where the problem does not say how many."""
        return min(self.epochs, self._computed)

    @property
    def _computed(self) -> int:
        """How many epochs of these points are computed."""
        return max(1, MOST_WORK // (len(self.data) * (len(self.data[0].inputs) + 3)))

    def _check_work(self, faults: Faults) -> None:
        """Notes more epochs than are computed."""
        if self.rule and "epochs" in self.places and self.epochs > self._computed:
            text = f"expected at most {self._computed} epochs of these {len(self.data)} points"
            faults.add(self.places["epochs"], text)

    def _of_gate(self, gate: str, faults: Faults) -> list[Point] | None:
        """The rows of the truth table of a gate."""
        least, most = GATES[gate][1:]
        count = self.inputs or min(most, max(2, least))
        if self.inputs and not least <= self.inputs <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            return faults.add(self.places["inputs"], f"{gate} has {counted(wanted, 'inputs')}")
        rows = truth_table(gate, count, self.encoding)
        return [Point(list(map(Num, texts)), positive) for texts, positive in rows]

    def _check_together(self, faults: Faults):
        """Notes keys that need each other or exclude each other."""
        if "points" not in self.places and "gate" not in self.places:
            faults.add(self.beginning, "nothing to learn from: write points: or gate:, such as gate: AND", "")
        self._check_rule(faults)
        self._check_outputs(faults)

    def _check_rule(self, faults: Faults):
        """Notes what the rule of learning lacks, and what needs one."""
        if not self.rule:
            if "margin" in self.show:
                text = "the margin is that of the border that is learned; write rule: as well, or ask for separability"
                faults.add(self.places["show"], text, "margin")
            return
        if RULES[self.rule].rate and "learning_rate" not in self.places:
            faults.add(self.places["rule"], "this rule needs learning_rate:, such as learning_rate: 0.1")
        if "weights" not in self.places:
            faults.add(self.beginning, "the key weights: is missing (the weights at the start), such as weights: 0", "")

    def _check_outputs(self, faults: Faults):
        """Notes what the output function lacks, and what has no meaning beside it."""
        if self.outputs == "three-valued":
            self._check_dead_zone(faults)
        if self.rule == "target" and self.outputs == "binary":
            text = "the rule target adds η·t·x, which is nothing where t = 0; write outputs: bipolar or three-valued"
            faults.add(self.places["rule"], text)

    def _check_dead_zone(self, faults: Faults) -> None:
        """Notes that three-valued outputs have no dead zone, or that another θ stands beside it."""
        if "dead_zone" not in self.places:
            faults.add(self.places["outputs"], "three-valued outputs need dead_zone:, such as dead_zone: 0.2")
        if "threshold" in self.places:
            text = "threshold: cannot stand beside the dead zone, which is θ too; write bias: with the other sign"
            faults.add(self.places["threshold"], text, "")

    def _check_order(self, faults: Faults):
        if self.order is not None and sorted(self.order) != list(range(1, len(self.data) + 1)):
            text = f"expected the numbers 1 to {len(self.data)} of the points, each once"
            faults.add(self.places["order"], text, ", ".join(map(str, self.order[:20])))

    @property
    def fixed(self) -> set[Name]:
        """The parameters that are not learned."""
        return {THRESHOLD} if self.unit.constant == THRESHOLD and not self.learn_threshold else set()


def solve(problem: Problem) -> Working:
    """The visits in steps and in a table, the borders, the final check, and what can be proved about the points."""
    page, output = Working(problem), Output(problem.outputs, problem.on_border)
    learner = _learner(problem, output)
    writer = Writer(learner, page)
    page.stems = {"net": "z", "out": "y", "error": "e"}
    page.subtitle = _subtitle(problem)
    page.statement = perceptron_statement(problem, output)
    if problem.gate or not problem.rule:
        page.add([writer.points_section()])
    if problem.rule:
        _train(problem, writer)
    more = []
    if not learner.converged or "separability" in problem.show:
        more.append(_separability(problem, output, page))
    if problem.rule:
        page.note(*_conventions(problem, output), *_ended(learner))
    more += _distances(problem, learner, page)
    page.add(more)
    reported = [step.name for step in steps_of(more) if step.name in REPORTED]
    page.answers = [*page.results, *reported]
    page.note(exact_note(problem.precision, LENGTH in page.marks))
    return page


def _learner(problem: Problem, output: Output) -> Learner:
    """The unit with its points and its rule, before it learns."""
    numbers = numbers_of(problem.learning_rate, problem.dead_zone)
    listed = [number - 1 for number in problem.order] if problem.order else None
    order = Order(len(problem.data), listed, problem.shuffle)
    rule = problem.rule or ""
    return Learner(problem.unit, output, rule, problem.data, numbers, problem.precision, problem.fixed, order)


def _subtitle(problem: Problem) -> str:
    """The gate, and the rule."""
    key = _SUBTITLES.get(problem.rule or "")
    rule = spoken(Says(key), str) if key else ""
    return ", ".join(filter(None, [problem.gate, rule]))


def _train(problem: Problem, writer: Writer) -> None:
    """Runs the visits, and writes the first ones, the trace, the epochs and the check."""
    page, learner, start = writer.page, writer.learner, problem.unit.given
    page.row(start)
    page.row({name: number for name, number in learner.given.items() if name not in start})
    learner.learn(problem.most_epochs)
    writer.first()
    final = learner.run.final
    page.results = {new(name): final[name] for name in problem.unit.parameters}
    page.results |= {EPOCHS: learner.run.epochs, UPDATES: learner.updates}
    writer.offer()
    page.beyond = lambda names: beyond(learner.run, names, ERROR)
    page.add([writer.trace()], whole=True)
    page.add([writer.epochs(), writer.check()])


def _conventions(problem: Problem, output: Output) -> list[Says]:
    """What the page took for granted: the output, the rule, the bias, the order."""
    found = [output.note()]
    if problem.unit.constant == THRESHOLD:
        found.append(Says("perceptron_learned" if problem.learn_threshold else "perceptron_fixed", name=THRESHOLD))
    if problem.shuffle is not None:
        found.append(Says("perceptron_shuffled", seed=problem.shuffle))
    return found


def _ended(learner: Learner) -> list[Says]:
    """How learning ended, and whether the parameters came back."""
    epochs = learner.run.epochs
    key = "perceptron_converged" if learner.converged else "perceptron_not_converged"
    found = [Says(key, count=epochs, before=epochs - 1, updates=learner.updates)]
    if learner.repeats:
        first, again = learner.repeats
        found.append(Says("perceptron_repeats", first=first, again=again))
    return found


def _separability(problem: Problem, output: Output, page: Working) -> Section:
    """Whether the points can be separated, where training does not show it, with the note that says so."""
    fixed = problem.fixed if problem.rule else set()
    asked = Question(problem.unit, output, problem.data, fixed)
    if asked.verdict is not None:
        proof = "" if problem.asked else Says("perceptron_proof")
        key = "perceptron_separable" if asked.verdict.point is not None else _not_separable(asked)
        page.note(Says(key, proof=proof))
    return proof_section(asked)


def _distances(problem: Problem, learner: Learner, page: Working) -> list[Section]:
    """Where they are wanted, the numbers between the classes and the margin of the last border."""
    found = []
    if "thresholds" in problem.show:
        found.append(_thresholds(problem, page))
    if problem.rule and "margin" in problem.show:
        found += _margin(problem, learner, page)
    return found


def _thresholds(problem: Problem, page: Working) -> Section:
    """The numbers between the classes of points on a line."""
    page.marks |= {LOW: Mark("x", "low"), HIGH: Mark("x", "high"), MIDDLE: Mark("middle")}
    return Thresholds(problem.data, problem.on_border).section()


def _margin(problem: Problem, learner: Learner, page: Working) -> list[Section]:
    """The distance of the nearest point from the last border; none where points lie on its wrong side."""
    checked = learner.checked()
    wrong = any(each[ERROR] for each in checked)
    if wrong or not any(page.results[new(name)] for name in problem.unit.weights):
        page.note(Says("perceptron_no_margin"))
        return []
    section = margin_section(problem.unit, problem.data, [each[NET] for each in checked])
    for step in section.steps:
        if step.name.of == DISTANCE:
            page.marks[step.name] = Mark("d", step.name.by)
    page.marks[LENGTH] = Mark("‖w‖")
    return [section]


def _not_separable(asked: Question) -> str:
    """The key of the verdict that no border parts the points; ``held`` are parameters that had to stay as they are."""
    return "perceptron_not_separable_fixed" if asked.held else "perceptron_not_separable"
