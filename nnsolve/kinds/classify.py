"""On which side of a border points lie: w·x + b in any dimension, one output or several."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import counted
from ..formula.arrays import Array
from ..formula.exact import exact_value
from ..formula.expr import Call, Div, Symbol
from ..formula.marks import Mark
from ..formula.numbers import Numeric
from ..names import At, Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Flag, ListOf, Raw, With, together
from ..reading.yamlfile import Faults
from ..solution import Column, Ref, Says, Step, Table, evaluate, names_of
from ..subjects.linear.dense import NET_ALL, POINT, MatrixForm, Unit, border_section, plain, sum_step
from ..subjects.linear.digits import ExactDigits, exact_note
from ..subjects.linear.neuron import SAME_NUMBER
from ..subjects.linear.outputs import BORDERS, LARGEST, Output
from ..subjects.linear.points import Exact, Point, Rows, read_points
from ..subjects.linear.spread import DISTANCE, LENGTH, length_step
from ..subjects.linear.statement import classify_statement
from ..subjects.linear.units import MOST_UNITS, read_several, read_single
from ..words import spoken
from ..working import Working

TOPIC = "Linear units"

MOST_WRITTEN = 60
CLASSES = ("letters", "binary", "bipolar", "sum", "largest")
LARGEST_UNIT = Name(Role.RESULT, "class")
_WEIGHTS = Raw({"type": ["array", "object"]})


# What a point on the border counts as.
_ON_BORDER = {"positive": "classify_positive", "negative": "classify_negative"}


class Problem(ExactDigits, CommonProblem):
    """Weights, a bias or threshold, and the points that are to be classified."""

    numbers_in = ("points", "weights")

    weights = Field(_WEIGHTS, "the weights, one an input; for several outputs a row of weights each", example="[2, -3]")
    bias = Field(ListOf(Exact(), MOST_UNITS), "the bias that is added, one an output", default=None, example="1.5")
    threshold = Field(
        Exact(),
        "a threshold θ instead, that is subtracted: w·x − θ",
        default=None,
        excludes=With("bias", SAME_NUMBER),
    )
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
        excludes=With("outputs: sum, largest", "which ask for no class of a single sum"),
    )
    matrix = Field(Flag(), "with several outputs: all sums at once as z = Wᵀx + w₀ as well", default=True, option=True)
    distance = Field(Flag(), "the distance of each point from the border too", default=False, option=True)

    @together("weights")
    def units(self, faults: Faults) -> list[Unit] | None:
        """The unit of each output."""
        node = self.places["weights"]
        rows = list(node.entries.values()) if node.entries is not None else node.items
        if not rows:
            return faults.add(node, "expected the weights, such as [2, -3], or a row of them for each output")
        several = rows[0].items is not None
        outputs = len(rows) if several else 1
        if self.outputs == "largest" and outputs == 1:
            faults.add(self.places["outputs"], "one sum has no largest; write a row of weights for each output")
        return read_several(self, rows, faults) if several else read_single(self, node, len(rows), faults)

    @together("units", "points")
    def data(self, faults: Faults) -> list[Point] | None:
        """The points, each with as many inputs as there are weights."""
        if not self._fits(self.units, self._several, faults):
            return None
        kind = "bipolar" if self.outputs == "bipolar" else "binary"
        return read_points(self.points, kind, faults, len(self.units[0].weights))

    def check(self, faults: Faults) -> None:
        """Looks for keys that have nothing to say here."""
        if self.has("units"):
            self._check_uses(self.units, self._several, faults)

    @property
    def _several(self) -> bool:
        """Whether the weights are written in rows, one an output."""
        return self.units[0].number > 0

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

    def _check_uses(self, units: list[Unit], several: bool, faults: Faults) -> None:
        """Notes keys that have nothing to say of these weights or outputs."""
        if self.distance and not any(exact_value(number) for number in units[0].neuron.weights.values()):
            faults.add(self.places["distance"], "all weights are 0, so there is no border to be distant from", "")
        if not several:
            self.idle(faults, ["matrix"], "is for several outputs, and here is one")


def solve(problem: Problem) -> Working:
    """The equation of the border, the weighted sum and the class of every point, and a table of them."""
    return _Solver(problem).written()


class _Solver:
    """Writes the page of a problem. ``points`` are its points with the place where their names stand."""

    def __init__(self, problem: Problem):
        self.problem, self.units, self.page = problem, problem.units, Working(problem)
        self.several = len(self.units) > 1
        self.points = [(At((number,)), point) for number, point in enumerate(problem.data, 1)]
        self.output = Output("bipolar" if problem.outputs == "bipolar" else "binary", problem.on_border)
        self.matrix = MatrixForm(self.units) if self.several and problem.matrix else None

    def written(self) -> Working:
        """The page."""
        problem, page = self.problem, self.page
        page.subtitle = self._subtitle()
        page.statement = classify_statement(problem, self._class, self._convention())
        page.stems = {"net": "z", "out": "y"}
        self._give()
        if not (self.only_sums and self.several):
            page.add([border_section(self.units)])
        if problem.distance:
            page.section(Says("linear_distances"))
            page.block(steps=[length_step(self.units[0].weights)])
            page.marks[LENGTH] = Mark("‖w‖")
        page.section(Says("classify_points"))
        for at, point in self.points:
            self._write_point(at, point)
        page.answers = [name for name in names_of(page.steps) if name != LENGTH]
        values = evaluate(page.steps, problem.precision, page.given)
        if not self.only_sums:
            self._explain(values)
        page.table(self._table(values))
        if problem.outputs != "sum":
            page.note(self._convention())
        page.note(exact_note(problem.precision, problem.distance))
        return page

    def _give(self) -> None:
        """The weights, of several units as a matrix too."""
        page = self.page
        for unit in self.units:
            page.row(unit.given)
            page.marks |= {name: Mark("w", name.indices) for name in unit.weights if name.indices}
        if self.matrix:
            for name, formula in self.matrix.given().items():
                page.row({name: formula})
            page.marks |= MatrixForm.marks()

    @property
    def only_sums(self) -> bool:
        """Whether no sum is turned into a class of its own."""
        return self.problem.outputs in ("sum", "largest")

    def _subtitle(self) -> str:
        """How many inputs and outputs."""
        key = "classify_subtitle_several" if self.several else "classify_subtitle"
        return spoken(Says(key, n=len(self.units[0].weights), outputs=len(self.units)), str)

    def _write_point(self, at: At, point: Point) -> None:
        """The sums and outputs of one point."""
        page, outputs = self.page, self.problem.outputs
        for name, value in zip(self.units[0].neuron.inputs, point.inputs, strict=True):
            page.given[name.moved(at)] = value
        block = page.block(Says("classify_point", point=point.text))
        for unit in self.units:
            block.steps.append(sum_step(unit, at, not self.several))
            if outputs in ("binary", "bipolar"):
                page.step(unit.out.moved(at), self.output.of(unit.net.moved(at)))
        if outputs == "largest":
            sums = [Symbol(unit.net.moved(at)) for unit in self.units]
            page.step(LARGEST_UNIT.moved(at), Call(LARGEST, *sums), Says("classify_largest"))
        if self.matrix:
            block.steps.append(self._at_once(self.matrix, at, point))
        if self.problem.distance:
            distance = page.step(DISTANCE.moved(at), Div(Symbol(self.units[0].net.moved(at)), Symbol(LENGTH)))
            page.marks[distance.name] = Mark("d")

    def _at_once(self, matrix: MatrixForm, at: At, point: Point) -> Step:
        """All sums of one point by the matrix of weights; its inputs are given as a column."""
        page = self.page
        page.give(POINT.moved(at), Array([plain(value)] for value in point.inputs), Mark("x"))
        page.marks[NET_ALL.moved(at)] = Mark(page.names.stems["net"])
        return matrix.step(at, Says("linear_at_once"))

    def _explain(self, values: Mapping[Name, Numeric]) -> None:
        """Says at every sum, or at the output made of it, where it lies and what follows."""
        letters = self.problem.outputs == "letters"
        steps = {step.name: step for step in self.page.steps}
        for at, _ in self.points:
            for unit in self.units:
                net = unit.net.moved(at)
                region = self.output.region(self.output.function.value(values[net]), net)
                if letters:
                    steps[net].reason = Says("classify_so", region=region, letter=self._label(values[net]))
                else:
                    steps[unit.out.moved(at)].reason = region

    def _table(self, values: Mapping[Name, Numeric]) -> Table:
        """A row a point: its sums and classes, and the class that it has."""
        rows = [self._row(at, point, values) for at, point in self.points]
        columns = self._columns()
        note = None
        if any(point.positive is not None for _, point in self.points):
            columns.append(Column("linear_target", "linear_column_target"))
            note = None if self.only_sums else self._against(values)
        return Table(columns, rows, note, title=Says("page_table_sums" if self.only_sums else "page_table_points"))

    def _columns(self) -> list:
        """The heads of the sums and classes."""
        columns: list = [Column("linear_point", "linear_column_point")]
        for unit in self.units:
            columns.append(Says("page_name", name=unit.net))
            if self.problem.outputs == "letters":
                columns.append(Column("classify_class", "classify_column_class"))
            elif not self.only_sums:
                columns.append(Says("page_name", name=unit.out))
        if self.problem.outputs == "largest":
            columns.append(Column("classify_class", "classify_column_class"))
        return columns

    def _row(self, at: At, point: Point, values: Mapping[Name, Numeric]) -> list:
        row: list[str | Ref] = [point.text]
        for unit in self.units:
            net = unit.net.moved(at)
            row.append(Ref(net))
            if not self.only_sums:
                row.append(self._label(values[net]))
        if self.problem.outputs == "largest":
            row.append(Ref(LARGEST_UNIT.moved(at)))
        if point.positive is not None:
            row.append(self._class(point.positive))
        return row

    def _against(self, values: Mapping[Name, Numeric]) -> Says:
        """Which points get another class than they have."""
        wrong = []
        for at, point in self.points:
            found = self._positive(values[self.units[0].net.moved(at)])
            if point.positive not in (None, found):
                wrong.append(point.text)
        shown = ", ".join(wrong[:6]) + (", …" if wrong[6:] else "")
        return Says("classify_some_wrong" if wrong else "classify_all_right", points=shown)

    def _positive(self, net: Numeric) -> bool:
        return self.output.function.value(net) == 1

    def _label(self, net: Numeric) -> str:
        """The class of a sum as the table shows it."""
        return self._class(self._positive(net))

    def _class(self, positive: bool) -> str:
        if self.problem.outputs in ("letters", "sum"):
            return "P" if positive else "N"
        return self.output.shown(positive)

    def _convention(self) -> Says:
        """The rule, with the class of the border itself."""
        if self.problem.outputs == "largest":
            return Says("classify_largest_wins")
        if self.problem.outputs != "letters":
            return self.output.note()
        return Says(_ON_BORDER[self.problem.on_border], name=self.units[0].net)
