"""Normalisation: standardise, min-max, one-hot; batch norm forward and backward, layer norm."""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Expr
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import (
    Choice,
    Field,
    ListOf,
    Nested,
    Number,
    Raw,
    Schema,
    Text,
    Whole,
    With,
    together,
    together_where,
)
from ...reading.yamlfile import Faults
from ...solution import Says
from ...working import Working
from .columns import Columns, by_columns, read_columns
from .layer import Layer
from .one_hot import one_hot
from .read import (
    OneHot,
    check_layer,
    check_scaling,
    groups_of,
    read_by_column,
    read_labels,
    read_statistics,
    read_upstream,
)
from .running import Running, write_running
from .scaling import UNIT, write_ranged, write_standardised
from .statement import statement

TOPIC = "Data and metrics"

METHODS = ("standardize", "min-max", "one-hot", "batch norm", "layer norm")
_COLUMNS: Schema = {"anyOf": [{"type": "array"}, {"type": "object", "additionalProperties": {"type": "array"}}]}

NUMBERS = "method: standardize, min-max, batch norm, layer norm"
SCALED = "method: standardize, min-max"
LAYERS = "method: batch norm, layer norm"
BATCHES = "method: batch norm"
ONE_HOT = "method: one-hot"
BY_STATISTICS = With("mode: inference", "which takes the statistics that are given")


# What is taken for γ and β where they are not given.
_MISSING = {
    ("gamma",): "norm_note_gamma",
    ("beta",): "norm_note_beta",
    ("gamma", "beta"): "norm_note_gamma_beta",
}


class Problem(CommonProblem):
    """Columns of data or labels, and how they are normalised."""

    numbers_in = ("data",)

    method = Field(Choice(*METHODS), f"one of: {', '.join(METHODS)}", example="standardize", option=True)
    data = Field(
        Raw(_COLUMNS),
        "the columns, such as {x: [2, 4, 9]}, a list for one; of layer norm the numbers of a sample, or a row each",
        default=None,
        example="{x: [2, 4, 9]}",
        needs=NUMBERS,
    )
    variance = Field(
        Choice("population", "sample"),
        "for standardize: squared deviations divided by m (population) or by m − 1 (sample)",
        default=None,
        example="population",
        option=True,
        needs="method: standardize",
        excludes=With("statistics", "which say the deviation"),
    )
    statistics = Field(
        Raw({"type": "object"}),
        "known statistics instead of the data's own: {mean: 5, deviation: 2}, {min: 0, max: 9} or, for batch norm at "
        "inference, {mean: 5, variance: 4}; of several columns by column",
        default=None,
        needs=With("method: standardize, min-max or mode: inference", "as in training those of the batch are computed"),
    )
    new = Field(Raw(_COLUMNS), "further rows that are scaled by the statistics of data", default=None, needs=SCALED)
    range = Field(
        ListOf(Number(), 2),
        "for min-max: the least and greatest result, [0, 1] unless told",
        default=None,
        needs="method: min-max",
    )
    labels = Field(ListOf(Text(), 200), "for one-hot: the labels", default=None, needs=ONE_HOT)
    classes = Field(
        ListOf(Text(), 50), "for one-hot: the classes in their order; sorted unless told", default=None, needs=ONE_HOT
    )
    epsilon = Field(
        Number(least=0),
        "for batch and layer norm: ε under the root; PyTorch has 1e-5, Keras 1e-3",
        default=None,
        option=True,
        needs=LAYERS,
    )
    gamma = Field(Raw({}), "the scale γ: a number, or one a column; 1 unless told", default=None, needs=LAYERS)
    beta = Field(Raw({}), "the shift β: a number, or one a column; 0 unless told", default=None, needs=LAYERS)
    mode = Field(
        Choice("training", "inference"),
        "batch norm by the statistics of the batch, or by known ones",
        default="training",
        option=True,
        needs=BATCHES,
    )
    batch_size = Field(
        Whole(2, 200),
        "for batch norm: rows in a batch; all of them unless told",
        default=None,
        needs=BATCHES,
        excludes=BY_STATISTICS,
    )
    running = Field(
        Nested(Running),
        "for batch norm: running statistics over the batches",
        default=None,
        needs=BATCHES,
        excludes=BY_STATISTICS,
    )
    upstream = Field(
        Raw(_COLUMNS),
        "∂L/∂y of every entry, written like data: gives the backward pass",
        default=None,
        needs=LAYERS,
    )

    @together_where("labels", of=["labels"])
    def encoded(self, faults: Faults) -> OneHot | None:
        """The labels and their classes."""
        return None if faults.found else read_labels(self, faults)

    @together("method", "data")
    def columns(self, faults: Faults) -> Columns | None:
        """The data of every method but one-hot."""
        if self.method == "layer norm":
            self.places["data"] = by_columns(self.places["data"], faults) or self.places["data"]
        return None if faults.found else read_columns(self.places["data"], faults)

    @together_where("new", of=["columns"])
    def added(self, faults: Faults) -> Columns | None:
        """The further rows."""
        return read_columns(self.places["new"], faults, self.columns, new=True)

    @together_where("upstream", of=["columns"])
    def above(self, faults: Faults) -> Columns | None:
        """The upstream gradient of every entry."""
        return read_upstream(self, faults)

    @together("columns")
    def known(self, faults: Faults) -> dict[str, dict[str, Expr]]:
        """The statistics that are given, by column; empty where they are computed."""
        return read_statistics(self, faults) if "statistics" in self.places else {}

    @together("columns")
    def scale(self, faults: Faults) -> dict[str, Expr] | None:
        """γ of every column."""
        return read_by_column(self, "gamma", ONE, faults)

    @together("columns")
    def shift(self, faults: Faults) -> dict[str, Expr] | None:
        """β of every column."""
        return read_by_column(self, "beta", ZERO, faults)

    def check(self, faults: Faults) -> None:
        """Looks for what the method needs, and whether it suits the data."""
        if self.has("columns"):
            check = check_layer if self.method.endswith("norm") else check_scaling
            check(self, faults)
        elif not faults.found:
            self._check_given(faults)

    def _check_given(self, faults: Faults) -> None:
        """Notes that there is nothing to normalise."""
        key, example = ("labels", "[red, green, red]") if self.method == "one-hot" else ("data", "{x: [2, 4, 9]}")
        if key not in self.places:
            faults.add(self.beginning, f"the key {key}: is missing, such as {key}: {example}", "")


def solve(problem: Problem) -> Working:
    """Every number in full: the statistics, then each entry; for the layers the gradients too."""
    page = Working(problem)
    page.subtitle = problem.method
    page.statement = statement(problem)
    if problem.encoded is not None:
        one_hot(page, problem.encoded.labels, problem.encoded.classes, problem.has("classes"))
    elif problem.method == "standardize":
        write_standardised(page, _tables(problem), problem.known, problem.variance == "sample")
    elif problem.method == "min-max":
        low, high = problem.range or UNIT
        write_ranged(page, _tables(problem), problem.known, (low, high), problem.has("range"))
    else:
        _layer(problem, page)
    if problem.method != "one-hot":
        page.note(rounding_note(problem.precision))
    return page


def _tables(problem: Problem) -> list[Columns]:
    """The data, and the further rows that are scaled like them."""
    return [problem.columns, problem.added] if problem.added else [problem.columns]


def _layer(problem: Problem, page: Working) -> None:
    """A normalisation layer, forward and, from a given gradient, backward."""
    missing = [key for key in ("gamma", "beta") if key not in problem.places]
    if missing:
        page.note(Says(_MISSING[*missing]))
    assert problem.epsilon is not None, "a layer has an ε"
    groups = groups_of(problem)
    layer = Layer(page, problem.columns, groups, {"gamma": problem.scale, "beta": problem.shift}, problem.epsilon)
    layer.forward(problem.known)
    if problem.above is not None:
        layer.backward(problem.above)
        layer.name_closed()
        page.check(lambda solution: layer.check())
    else:
        page.table(layer.table())
    if problem.running:
        write_running(layer, problem.running)
    if problem.upstream:
        page.note(lambda solution: None if solution.asked else layer.check_closed())
