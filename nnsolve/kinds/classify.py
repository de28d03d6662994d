"""On which side of a border points lie: w·x + b in any dimension, one output or several."""

from __future__ import annotations

from ..errors import counted
from ..formula.arrays import Array
from ..formula.exact import exact_value
from ..formula.expr import Call, Div, Symbol
from ..formula.marks import Mark
from ..names import At, Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Flag, ListOf, Raw
from ..reading.yamlfile import Faults
from ..solution import Block, Ref, Says, Step, Table, evaluate
from ..subjects.linear.dense import NET_ALL, POINT, MatrixForm, Unit, border_section, plain, sum_step
from ..subjects.linear.digits import ExactDigits, exact_note
from ..subjects.linear.outputs import BORDERS, LARGEST, Output
from ..subjects.linear.points import Exact, Point, Rows, read_points
from ..subjects.linear.spread import DISTANCE, LENGTH, length_step
from ..subjects.linear.statement import classify_statement
from ..subjects.linear.units import MOST_UNITS, read_several, read_single
from ..working import Working

TOPIC = "Linear units"

MOST_WRITTEN = 60
CLASSES = ("letters", "binary", "bipolar", "sum", "largest")
LARGEST_UNIT = Name(Role.RESULT, "class")
_WEIGHTS = Raw({"type": ["array", "object"]})


class Problem(ExactDigits, CommonProblem):
    """Weights, a bias or threshold, and the points that are to be classified."""

    numbers_in = ("points", "weights")

    weights = Field(_WEIGHTS, "the weights, one an input; for several outputs a row of weights each", example="[2, -3]")
    bias = Field(ListOf(Exact(), MOST_UNITS), "the bias that is added, one an output", default=None, example="1.5")
    threshold = Field(Exact(), "a threshold θ instead, that is subtracted: w·x − θ", default=None)
    points = Field(
        Rows(),
        "the points, each a row of inputs; the right class (P or N, 1 or 0) may stand last",
        example="[[1, 2], [3, 1]]",
    )
    outputs = Field(
        Choice(*CLASSES),
        "letters (P or N), binary (1 or 0), bipolar (1 or −1), sum (only z), or largest (which of several is)",
        default="letters",
        option=True,
    )
    on_border = Field(
        Choice(*BORDERS),
        "the class of a sum that is exactly 0: positive (z ≥ 0) or negative (z > 0)",
        default="positive",
    )
    matrix = Field(Flag(), "with several outputs: all sums at once as z = Wᵀx + w₀ as well", default=True, option=True)
    distance = Field(Flag(), "the distance of each point from the border too", default=False, option=True)

    units: list[Unit]  # once they were read
    data: list[Point] = []

    def check(self, faults: Faults):
        """Reads weights and points, whose lengths depend on each other."""
        if "weights" not in self.places:
            return
        node = self.places["weights"]
        rows = list(node.entries.values()) if node.entries is not None else node.items
        if not rows:
            text = "expected the weights, such as [2, -3], or a row of them for each output"
            faults.add(node, text)
            return
        if "bias" in self.places and "threshold" in self.places:
            text = "threshold: cannot stand beside bias:; they are forms of the same number"
            faults.add(self.places["threshold"], text, "")
        several = rows[0].items is not None
        if self.outputs == "largest" and not (several and len(rows) > 1):
            faults.add(self.places["outputs"], "one sum has no largest; write a row of weights for each output")
        units = read_several(self, rows, faults) if several else read_single(self, node, len(rows), faults)
        if units is not None and self.has("points") and self._fits(units, several, faults):
            self._read(units, several, faults)

    def _read(self, units: list[Unit], several: bool, faults: Faults):
        """Takes the units, and reads the points for them."""
        self._check_uses(units, several, faults)
        kind = "bipolar" if self.outputs == "bipolar" else "binary"
        self.units = units
        self.data = read_points(self.points, kind, faults, len(units[0].weights)) or []

    def _fits(self, units: list[Unit], several: bool, faults: Faults) -> bool:
        """Whether the points have as many values as there are weights, and a page can hold them."""
        size = len(units[0].weights)
        length = len(self.points[0].items)
        if length != size and not (length == size + 1 and not several):
            text = f"{counted(length, 'values')} for {counted(size, 'inputs')}, one a weight"
            faults.add(self.points[0], text, "")
            return False
        if len(self.points) * size * len(units) > 20_000:
            faults.add(self.places["points"], "these are more sums than a page can hold", "")
            return False
        return True

    def _check_uses(self, units: list[Unit], several: bool, faults: Faults):
        """Notes keys that have nothing to say of these weights or outputs."""
        if self.distance and not any(exact_value(number) for number in units[0].neuron.weights.values()):
            faults.add(self.places["distance"], "all weights are 0, so there is no border to be distant from", "")
        if not several:
            self.idle(faults, ["matrix"], "is for several outputs, and here is one")
        if self.outputs in ("sum", "largest"):
            text = "is the class of a sum of 0, and these outputs ask for no class of a single sum"
            self.idle(faults, ["on_border"], text)


def solve(problem: Problem) -> Working:
    """The equation of the border, the weighted sum and the class of every point, and a table of them."""
    return _Solver(problem).solution()


class _Solver:
    def __init__(self, problem: Problem):
        self.problem, self.units, self.page = problem, problem.units, Working(problem)
        self.several = len(self.units) > 1
        self.output = Output("bipolar" if problem.outputs == "bipolar" else "binary", problem.on_border)
        self.matrix = MatrixForm(self.units) if self.several and problem.matrix else None

    def solution(self) -> Working:
        """The page."""
        problem, page = self.problem, self.page
        page.subtitle = self.subtitle()
        page.statement = classify_statement(problem, self._class, self.convention())
        page.stems = {"net": "z", "out": "y"}
        for unit in self.units:
            page.row(unit.given)
            page.marks |= {name: Mark("w", name.index) for name in unit.weights if name.index}
        if self.matrix:
            for name, formula in self.matrix.given().items():
                page.row({name: formula})
            page.marks |= MatrixForm.marks()
        points = [self.point(number, point) for number, point in enumerate(problem.data, 1)]
        if not (self.only_sums and self.several):
            page.add([border_section(self.units)])
        if problem.distance:
            page.section(Says("linear_distances"), Block(None, [length_step(self.units[0].weights)]))
            page.marks[LENGTH] = Mark("‖w‖")
        page.section(Says("classify_points"), *points)
        page.answers = [step.name for step in page.steps if step.name != LENGTH]
        values = evaluate(page.steps, problem.precision, page.given)
        self.explain(points, values)
        page.table(self.table(values))
        if problem.outputs != "sum":
            page.note(self.convention())
        page.note(exact_note(problem.precision, problem.distance))
        return page

    @property
    def only_sums(self) -> bool:
        """Whether no sum is turned into a class of its own."""
        return self.problem.outputs in ("sum", "largest")

    def subtitle(self) -> str:
        """How many inputs and outputs."""
        count = len(self.units[0].weights)
        inputs = f"{count} input" + ("s" if count > 1 else "")
        return f"{inputs}, {len(self.units)} outputs" if self.several else inputs

    def point(self, number: int, point: Point) -> Block:
        """The sums and outputs of one point."""
        page, at, steps = self.page, At((number,)), []
        for name, value in zip(self.units[0].neuron.inputs, point.inputs, strict=True):
            page.given[name.moved(at)] = value
        for unit in self.units:
            steps.append(sum_step(unit, at, not self.several))
            if self.problem.outputs in ("binary", "bipolar"):
                steps.append(Step(unit.out.moved(at), self.output.of(unit.net.moved(at))))
        if self.problem.outputs == "largest":
            sums = [Symbol(unit.net.moved(at)) for unit in self.units]
            steps.append(Step(LARGEST_UNIT.moved(at), Call(LARGEST, *sums), Says("classify_largest")))
        if self.matrix:
            page.given[POINT.moved(at)] = Array([[plain(value)] for value in point.inputs])
            page.marks[POINT.moved(at)] = Mark("x")
            page.marks[NET_ALL.moved(at)] = Mark(page.names.stems["net"])
            steps.append(self.matrix.step(at, Says("linear_at_once")))
        if self.problem.distance:
            distance = DISTANCE.moved(at)
            page.marks[distance] = Mark("d")
            steps.append(Step(distance, Div(Symbol(self.units[0].net.moved(at)), Symbol(LENGTH))))
        return Block(Says("classify_point", point=point.text), steps)

    def table(self, values: dict) -> Table:
        """A row a point: its sums and classes; the reasons of the steps are completed from the values."""
        points = list(enumerate(self.problem.data, 1))
        rows = [self._row(number, point, values) for number, point in points]
        columns: list = ["linear_point"]
        for unit in self.units:
            columns.append(Says("name", name=unit.net))
            if not self.only_sums:
                out = Says("name", name=unit.out)
                columns.append("classify_class" if self.problem.outputs == "letters" else out)
        if self.problem.outputs == "largest":
            columns.append("classify_class")
        told = [(number, point) for number, point in points if point.positive is not None]
        if told:
            columns.append("linear_target")
        note = self._against(told, values) if told and not self.only_sums else None
        return Table(columns, rows, note, title=Says("table_sums" if self.only_sums else "table_points"))

    def _row(self, number: int, point: Point, values: dict) -> list:
        """A point: its sums and classes, and the class that it has."""
        at = At((number,))
        row: list[str | Ref] = [point.text]
        for unit in self.units:
            net = unit.net.moved(at)
            row.append(Ref(net))
            if not self.only_sums:
                row.append(self.label(values[net]))
        if self.problem.outputs == "largest":
            row.append(Ref(LARGEST_UNIT.moved(at)))
        if point.positive is not None:
            row.append(self._class(point.positive))
        return row

    def _against(self, told: list[tuple[int, Point]], values: dict) -> Says:
        """Which points get another class than they have."""
        wrong = []
        for number, point in told:
            if self._positive(values[self.units[0].net.moved(At((number,)))]) != point.positive:
                wrong.append(point.text)
        shown = ", ".join(wrong[:6]) + (", …" if wrong[6:] else "")
        return Says("classify_some_wrong" if wrong else "classify_all_right", points=shown)

    def explain(self, blocks: list[Block], values: dict[Name, object]):
        """Says at every sum, or at the output made of it, where it lies and what follows."""
        if self.only_sums:
            return
        letters = self.problem.outputs == "letters"
        sums = {unit.net if letters else unit.out: unit.net for unit in self.units}
        for step in [step for block in blocks for step in block.steps]:
            if step.name.bare in sums:
                net = sums[step.name.bare].moved(step.name.at)
                region = self.output.region(self.output.function.value(values[net]), net)
                step.reason = Says("classify_so", region=region, letter=self.label(values[net])) if letters else region

    def _positive(self, net: float) -> bool:
        return self.output.function.value(net) == 1

    def label(self, net: float) -> str:
        """The class of a sum as the table shows it."""
        return self._class(self._positive(net))

    def _class(self, positive: bool) -> str:
        if self.problem.outputs in ("letters", "sum"):
            return "P" if positive else "N"
        return self.output.target(positive).replace("-", "−")

    def convention(self) -> Says:
        """The rule, with the class of the border itself."""
        if self.problem.outputs == "largest":
            return Says("classify_largest_wins")
        if self.problem.outputs != "letters":
            return self.output.note()
        return Says(f"classify_{self.problem.on_border}", name=self.units[0].net)
