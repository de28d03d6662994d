"""Linear regression in closed form or by gradient descent; logistic and softmax regression by gradient descent."""

from __future__ import annotations

from ...errors import here
from ...formula.rounding import Rounding
from ...names import Name
from ...reading.problem import CommonProblem, RoundingRecord, rounding_note
from ...reading.schema import (
    Choice,
    Field,
    Flag,
    ListOf,
    MapOf,
    Number,
    Raw,
    Schema,
    Text,
    Whole,
    With,
    constant,
    together,
    together_where,
)
from ...reading.yamlfile import Faults, Node, complete_values
from ...working import Working
from .called import coefficient
from .closed import closed_form
from .descent import MOST_ITERATIONS, MOST_WORK
from .fitted import fitted
from .models import MODELS
from .normal import LARGEST_INVERSE
from .statement import statement
from .table import MOST_ROWS, Data, dependence, read_data

TOPIC = "Data and metrics"
PLOTS = ("fit", "course")
COURSE = ("regression_state", "regression_loss", "plot_iteration", "plot_whole_loss")

MOST_POINTS = 200
_COLUMNS: Schema = {"type": "object", "additionalProperties": {"type": "array", "maxItems": MOST_ROWS}}

DESCENT = With("method: gradient descent or model: logistic, softmax")


class Problem(CommonProblem):
    """A table of data and what is fitted to it."""

    numbers_in = ("data",)

    data = Field(Raw(_COLUMNS), "the columns of the table", example="{x: [1, 2, 3, 4, 5], y: [2, 4, 5, 4, 5]}")
    target = Field(Text(), "the column to be explained; y, or the last one, unless told", default="")
    model = Field(
        Choice(*MODELS), "linear, logistic (target 0 or 1) or softmax (target a class)", default="linear", option=True
    )
    method = Field(
        Choice("closed form", "gradient descent"),
        "closed form (linear only), or gradient descent",
        default=None,
        option=True,
    )
    by = Field(
        Choice("sums", "elimination", "inverse"),
        "the closed form by the table of sums (one variable), or the normal equations by elimination or by the inverse",
        default=None,
        option=True,
        excludes=DESCENT,
    )
    intercept = Field(Flag(), "whether there is a constant b₀", default=True)
    exact = Field(
        Flag(),
        "compute with fractions, and print them unless rounding: says otherwise",
        default=False,
        option=True,
        excludes=DESCENT,
    )
    rmse = Field(
        Choice("n", "n - p"),
        "the divisor of RMSE: n, or n less the number of coefficients",
        default="n",
        needs=With("model: linear", "the model that has one"),
    )
    predict = Field(Raw(_COLUMNS), "new points to be predicted, as columns: {x: [6]}", default=None)
    loss = Field(
        Choice("mean", "half mean", "sum", "half sum"),
        "for gradient descent, what stands before the sum over the rows: 1/n, 1/2n, nothing or ½",
        default=None,
        option=True,
        needs=DESCENT,
    )
    learning_rate = Field(
        Number(above=0), "for gradient descent, the learning rate η", default=None, option=True, needs=DESCENT
    )
    iterations = Field(
        Whole(1, MOST_ITERATIONS),
        "for gradient descent, the number of iterations",
        default=None,
        option=True,
        needs=DESCENT,
    )
    start = Field(
        MapOf(Number()),
        "the first coefficients, such as {m: 0, c: 0}; zeros unless told",
        default=None,
        needs=DESCENT,
    )
    shown = Field(Whole(0, 10), "iterations that are written in full", default=2, option=True, needs=DESCENT)

    @together("data")
    def table(self, faults: Faults) -> Data | None:
        """The columns, with the target apart."""
        return read_data(self.data, self.target, self.model == "softmax", faults)

    @together_where("predict", of=["table", "predict"])
    def points(self, faults: Faults) -> Data | None:
        """The new points, in the columns of the table."""
        return _new_points(self.places["predict"], self.table, faults)

    @property
    def descends(self) -> bool:
        """Whether the coefficients are found by gradient descent."""
        return self.method == "gradient descent" or (self.method is None and self.model != "linear")

    def check(self, faults: Faults) -> None:
        """Which keys the method needs, and whether the data suit the model."""
        if "method" in self.places and self.method is None:
            return
        self._check_model(faults)
        if self.descends:
            self._check_descent(faults)
        if self.has("table") and not faults.found:
            self._check_table(self.table, faults)

    def _check_table(self, table: Data, faults: Faults) -> None:
        """Notes data that do not suit the model."""
        if self.model == "logistic":
            _check_targets(self.places["data"], table, faults)
        if not self.descends:
            self._check_closed(table, faults)

    def _check_model(self, faults: Faults) -> None:
        """Notes a method that only a linear model has."""
        if self.model != "linear" and self.method == "closed form":
            faults.add(self.places["method"], f"{self.model} regression has no closed form; use gradient descent")

    def _check_descent(self, faults: Faults) -> None:
        """Notes what gradient descent needs, and a start or a number of iterations that do not suit the data."""
        for key, example in (("loss", "mean"), ("learning_rate", "0.01"), ("iterations", "100")):
            if key not in self.places:
                text = f"the key {key}: is missing; gradient descent needs it, such as {key}: {example}"
                faults.add(self.beginning, text, "")
        if self.has("loss") and self.loss not in MODELS[self.model].losses:
            known = ", ".join(MODELS[self.model].losses)
            faults.add(self.places["loss"], f"the cross-entropy has no square to halve; expected one of: {known}")
        if not self.has("table"):
            return
        self._check_work(faults)
        if self.has("start"):
            names = self.start_names()
            shown = ", ".join(dict.fromkeys(names.values()))
            faults.unknown(self.places["start"], names, f"there is no such coefficient; there are {shown}")

    def _check_work(self, faults: Faults) -> None:
        """Notes more iterations than are computed with so much data."""
        outputs = len(self.table.classes()) if self.model == "softmax" else 1
        iterations = self.iterations or 0
        work = self.table.count * (len(self.table.names) + 2) * outputs * iterations
        if work > MOST_WORK:
            fewer = max(1, MOST_WORK * iterations // work)
            faults.add(self.places["iterations"], f"too many for this much data; at most {fewer} are computed here")

    def start_names(self) -> dict[str, Name]:
        """How the coefficients may be called → their names."""
        model = MODELS[self.model](self.table, self.intercept, self.loss or "mean", {})
        names = {name: name for name in model.coefficients}
        return {word: name for word, name in SYNONYMS.items() if name in names and len(self.table.names) == 1} | names

    def _check_closed(self, table: Data, faults: Faults) -> None:
        """Notes a way that is not for these data, and data that do not determine the coefficients."""
        if self.exact and self.rounding:
            self.rounding.idle(
                faults, ["carry", "truncate"], "has no meaning beside exact: true, where nothing is lost"
            )
        many = len(table.names) > 1
        if self.by == "sums" and many:
            faults.add(self.places["by"], "the table of sums is for one variable; use elimination or inverse")
        size = len(table.names) + self.intercept
        if self.by == "inverse" and size > LARGEST_INVERSE:
            text = f"the inverse is written out for up to {LARGEST_INVERSE} coefficients; here are {size}"
            faults.add(self.places["by"], f"{text}: use elimination")
        if table.count < size:
            text = f"{size} coefficients need at least {size} rows; {here(table.count)}"
            faults.add(self.places["data"], text, "")
        else:
            _check_determined(self.places["data"], table, self.intercept, faults)


def _check_determined(place: Node, table: Data, intercept: bool, faults: Faults) -> None:
    """Notes columns that depend on each other."""
    relation = dependence(table, intercept)
    if relation:
        text = f"the coefficients are not determined: {relation} in every row, so "
        what = "the divisor of b1 is 0" if len(table.names) == 1 else "XᵀX has no inverse"
        faults.add(place, f"{text}{what} and many fits are equally good; leave a column out", "")


def _check_targets(data: Node, table: Data, faults: Faults) -> None:
    """Notes targets of a logistic regression that are neither 0 nor 1."""
    for node, number in zip(data.mapped[table.target].listed, table.y, strict=True):
        if constant(number) not in (0, 1):
            faults.add(node, "a logistic regression needs targets of 0 or 1")


def _new_points(node: Node, table: Data, faults: Faults) -> Data | None:
    """The points that are to be predicted: columns with the names of the data."""
    if node.entries is None:
        return faults.add(node, "expected columns, such as {x: [6, 7]}", "")
    names = table.names
    if set(node.entries) != set(names):
        return faults.add(node, f"expected the columns {', '.join(names)}", "")
    column = ListOf(Number(), MOST_POINTS)
    lists = complete_values({name: column.read(node.mapped[name], faults) for name in names})
    if lists is None:
        return None
    counts = {len(numbers) for numbers in lists.values()}
    if len(counts) > 1 or counts == {0}:
        return faults.add(node, "every column needs the same number of values, at least one", "")
    return Data(lists, table.target, [None] * counts.pop())


_SLOPE, _INTERCEPT = coefficient(1), coefficient(0)
SYNONYMS = {"m": _SLOPE, "slope": _SLOPE, "w": _SLOPE, "c": _INTERCEPT, "b": _INTERCEPT, "intercept": _INTERCEPT}


def solve(problem: Problem) -> Working:
    """The coefficients by the method asked for, how well they fit, and what they predict."""
    page = Working(problem)
    if problem.exact:  # fractions, unless the problem says how many digits it wants
        written = problem.rounding or RoundingRecord()
        page.rounding = Rounding(written.decimals, written.figures, exact=True)
    write = fitted if problem.descends else closed_form
    write(problem, page)
    # Slope, m and w mean something only where there is one.
    page.synonyms = SYNONYMS if len(problem.table.names) == 1 else {"intercept": _INTERCEPT}
    if not problem.exact:
        page.note(rounding_note(page.rounding))
    page.statement = statement(problem)
    return page
