"""What an exam would print of a problem about linear units: the unit, its points, how it learns, what to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ...formula.exact import exact_text
from ...formula.expr import Expr
from ...names import Name
from ...solution import Column, Says, Table, named
from .dense import Unit
from .gates import FALSE
from .losses import LOSS, PENALTIES, F, Penalty, Y
from .neuron import BIAS, NET, THRESHOLD, ZERO_INPUT, ZERO_WEIGHT, Neuron
from .outputs import DEAD_ZONE, OUT, Output
from .points import Point
from .rules import ERROR, RATE, TARGET
from .sgd import WEIGHT

_GATES = {"learns": "linear_statement_gate_learns", "parts": "linear_statement_gate_parts"}
# Whether a batch holds all points, and how their slopes are put together.
_BATCHES = {
    (True, "mean"): "linear_statement_whole_mean",
    (True, "sum"): "linear_statement_whole_sum",
    (False, "mean"): "linear_statement_mini_mean",
    (False, "sum"): "linear_statement_mini_sum",
}


_POINTS = {"learns": "linear_statement_points_learns", "parts": "linear_statement_points_parts"}


_SHOWN = {
    "separability": "linear_statement_find_separability",
    "thresholds": "linear_statement_find_thresholds",
    "margin": "linear_statement_find_margin",
}


_RULES = {
    "add-subtract": "linear_statement_rule_add_subtract",
    "delta": "linear_statement_rule_delta",
    "target": "linear_statement_rule_target",
}


_CLASSIFY = {
    "classes": "linear_statement_classify_classes",
    "told": "linear_statement_classify_told",
    "sums": "linear_statement_classify_sums",
}


_LOSSES = {"perceptron": "linear_statement_perceptron_loss", "hinge": "linear_statement_hinge_loss"}


class _OfPoints(Protocol):
    """A problem of points."""

    @property
    def data(self) -> list[Point]:
        """The points."""


class _OfUnit(_OfPoints, Protocol):
    """A problem of points and a unit that learns them."""

    @property
    def unit(self) -> Neuron:
        """The unit at the start."""


class Learning(_OfUnit, Protocol):
    """A perceptron's problem."""

    rule: str | None
    gate: str | None
    encoding: str
    learn_threshold: bool
    order: list[int] | None
    shuffle: int | None
    show: Sequence[str]
    asked: list[str] | None

    @property
    def most_epochs(self) -> int:
        """The most epochs."""


class Classified(_OfPoints, Protocol):
    """A problem of points on the sides of borders."""

    outputs: str
    matrix: bool
    distance: bool
    asked: list[str] | None

    @property
    def units(self) -> list[Unit]:
        """The unit of each output."""


class SubGradient(_OfUnit, Protocol):
    """A problem of sub-gradient descent."""

    loss: str
    loss_weight: Expr | None
    learning_rate: Expr | None
    penalty: Penalty | None
    reduction: str
    shuffle: int | None
    epochs: int
    asked: list[str] | None

    @property
    def batch_size(self) -> int:
        """How many points stand behind one update."""


def points_table(
    points: list[Point], inputs: list[Name], label: Callable[[bool], str] | None = None, target: Name | str = ""
) -> Table:
    """The points, and the class that ``label`` gives each where that is said."""
    columns = named(inputs)
    rows: list[list] = [list(point.inputs) for point in points]
    if label is not None and any(point.positive is not None for point in points):
        columns.append(Says("page_name", name=target) if target else Column("linear_target", "linear_column_target"))
        for row, point in zip(rows, points, strict=True):
            if point.positive is not None:
                row.append(label(point.positive))
    return Table(columns, rows, longest=40)


def sum_says(neuron: Neuron, net: Name, constant: Name | None = None) -> Says:
    """What the weighted sum is made of, with its constant term in the form of the problem."""
    if neuron.constant == ZERO_WEIGHT:
        x0 = exact_text(neuron.x0).replace("-", "−")
        return Says("linear_statement_sum_w0", name=net, names=[ZERO_WEIGHT], inputs=[ZERO_INPUT], x0=x0)
    if neuron.constant is None:
        return Says("linear_statement_sum", name=net)
    key = "linear_statement_sum_plus" if neuron.constant == BIAS else "linear_statement_sum_minus"
    return Says(key, name=net, names=[constant or neuron.constant])


def output_says(output: Output) -> Says:
    """The rule of the output."""
    if output.kind == "three-valued":
        return Says("linear_statement_three_valued", name=NET, target=DEAD_ZONE, out=[OUT])
    return output.note()


def perceptron_statement(problem: Learning, output: Output) -> list[Says | Table]:
    """A gate or points, the unit, the rule, the order, and what is wanted."""
    unit, rule = problem.unit, problem.rule
    said: list[Says | Table] = [_task(problem)]
    said.append(points_table(problem.data, unit.inputs, output.shown, TARGET))
    said += [sum_says(unit, NET), output_says(output)]
    if rule:
        said += _rule_says(problem, rule)
    if problem.asked:
        return said
    said.append(Says("linear_statement_find_perceptron" if rule else "linear_statement_find_separable"))
    return said + [Says(_SHOWN[name]) for name in problem.show if rule or name != "separability"]


def _task(problem: Learning) -> Says:
    """The gate or the points, and whether they are learned or only parted."""
    task = "learns" if problem.rule else "parts"
    if not problem.gate:
        return Says(_POINTS[task])
    bits = [FALSE[problem.encoding].replace("-", "−"), "1"]
    return Says(_GATES[task], count=len(problem.unit.weights), text=problem.gate, bits=bits)


def _rule_says(problem: Learning, rule: str) -> list[Says]:
    """The rule, what of the constant is learned, the order of the points, and how long."""
    said = [Says(_RULES[rule], names=[RATE], error=[ERROR], target=TARGET, out=[OUT])]
    constant = problem.unit.constant
    if constant == BIAS:
        said.append(Says("linear_statement_bias", names=[BIAS]))
    elif constant == THRESHOLD:
        said.append(Says("perceptron_learned" if problem.learn_threshold else "perceptron_fixed", name=THRESHOLD))
    if problem.order:
        said.append(Says("linear_statement_order", text=", ".join(map(str, problem.order))))
    elif problem.shuffle is not None:
        said.append(Says("linear_statement_shuffled", seed=problem.shuffle))
    said.append(Says("linear_statement_until", count=problem.most_epochs))
    return said


def classify_statement(problem: Classified, label: Callable[[bool], str], rule: Says) -> list[Says | Table]:
    """The points, the sums, and the class that follows."""
    units, sums = problem.units, problem.outputs == "sum"
    names = units[0].neuron.inputs
    said: list[Says | Table] = [
        Says(_CLASSIFY[_asks_for(problem)]),
        points_table(problem.data, names, None if sums else label),
    ]
    if len(units) > 1:
        said.append(Says("linear_statement_units", count=len(units), inputs=len(names)))
        said.append(Says("linear_statement_sums_plus" if units[0].constant else "linear_statement_sums"))
    else:
        said.append(sum_says(units[0].neuron, units[0].net, units[0].constant))
    if not sums:
        said.append(rule)
    return said if problem.asked else said + _classify_find(problem)


def _asks_for(problem: Classified) -> str:
    """Whether the sums of the points are wanted, or their classes, which may be told to compare with."""
    if problem.outputs == "sum":
        return "sums"
    told = any(point.positive is not None for point in problem.data)
    return "told" if told else "classes"


def _classify_find(problem: Classified) -> list[Says | Table]:
    """What is to be found of points that are classified."""
    several = len(problem.units) > 1
    said: list[Says | Table] = []
    if several and problem.matrix:
        said.append(Says("linear_statement_find_matrix"))
    if not several or problem.outputs not in ("sum", "largest"):
        said.append(Says("linear_statement_find_border", count=len(problem.units)))
    if problem.distance:
        said.append(Says("linear_statement_find_distance"))
    return said


def sgd_statement(problem: SubGradient, kink: Says) -> list[Says | Table]:
    """The points, the loss with its penalty, the batches, and what is wanted."""
    unit, learns = problem.unit, problem.learning_rate is not None
    said: list[Says | Table] = [Says("linear_statement_sgd_learns" if learns else "linear_statement_sgd_points")]
    said.append(points_table(problem.data, unit.inputs, lambda side: "1" if side else "−1", Y))
    said += [sum_says(unit, F), Says(_LOSSES[problem.loss], name=LOSS)]
    if learns:
        said += [kink, *_learning(problem)]
    if not problem.asked:
        said.append(Says("linear_statement_find_sgd" if learns else "linear_statement_find_losses"))
    return said


def _learning(problem: SubGradient) -> list[Says]:
    """The penalty, the size of a batch, and the number of epochs."""
    said, size = [], problem.batch_size
    if problem.loss_weight is not None:
        said.append(Says("linear_statement_sgd_weight", name=WEIGHT))
    if problem.penalty:
        said.append(Says(PENALTIES[problem.penalty.norm]))
        said.append(Says("sgd_penalty_bias" if problem.penalty.bias else "sgd_penalty_weights"))
    said.append(Says("linear_statement_sgd_rate", name=RATE))
    if size == 1:
        said.append(Says("linear_statement_each_point"))
    else:
        said.append(Says(_BATCHES[size == len(problem.data), problem.reduction], count=size))
    if problem.shuffle is not None:
        said.append(Says("linear_statement_shuffled", seed=problem.shuffle))
    return [*said, Says("linear_statement_epochs_of", count=problem.epochs)]
