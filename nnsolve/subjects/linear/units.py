"""Linear units over the same inputs, read from a problem: one, or a row of weights for each of several."""

from __future__ import annotations

from typing import Protocol

from ...errors import counted
from ...formula.expr import Expr
from ...names import Name, Role
from ...reading.yamlfile import Faults, Node, complete
from .dense import Unit
from .neuron import BIAS, THRESHOLD, Neuron, read_weights
from .points import MOST_INPUTS, exact_number

MOST_UNITS = 50


class OutputKeys(Protocol):
    """What a problem says of its outputs besides their weights."""

    places: dict[str, Node]
    bias: list[Expr] | None
    threshold: Expr | None
    distance: bool


def read_single(problem: OutputKeys, node: Node, count: int, faults: Faults) -> list[Unit] | None:
    """One unit from a list or mapping of weights, with a bias or a threshold; faults are noted at their places."""
    if count > MOST_INPUTS:
        return faults.add(node, f"at most {MOST_INPUTS} weights are read; here are {count}", "")
    weights = read_weights(node, count, faults)
    if weights is None:
        return None
    if problem.bias is not None and len(problem.bias) != 1:
        return faults.add(problem.places["bias"], f"{len(problem.bias)} biases for one output", "")
    if problem.threshold is not None:
        return [Unit(Neuron(weights, THRESHOLD, problem.threshold))]
    return [Unit(Neuron(weights, BIAS, problem.bias[0]) if problem.bias else Neuron(weights))]


def read_several(problem: OutputKeys, rows: list[Node], faults: Faults) -> list[Unit] | None:
    """A unit for each row of weights; faults are noted at their places."""
    places, count = problem.places, len(rows)
    if count > MOST_UNITS:
        return faults.add(places["weights"], f"at most {MOST_UNITS} outputs are read; here are {count}", "")
    _check_several(problem, faults)
    if problem.bias is not None and len(problem.bias) != count:
        text = f"{counted(len(problem.bias), 'biases')} for {counted(count, 'outputs')}"
        return faults.add(places["bias"], text, "")
    width = len(rows[0].items or ())
    weights = complete([_row(row, i, width, count, faults) for i, row in enumerate(rows, 1)])
    if weights is None:
        return None
    if problem.bias is None:
        return [Unit(Neuron(each), i) for i, each in enumerate(weights, 1)]
    pairs = zip(weights, problem.bias, strict=True)
    return [Unit(Neuron(each, BIAS, bias), i) for i, (each, bias) in enumerate(pairs, 1)]


def _check_several(problem: OutputKeys, faults: Faults) -> None:
    """Notes keys that are for one output."""
    places = problem.places
    if "threshold" in places:
        faults.add(places["threshold"], "threshold: is for one output; write bias: with one number an output", "")
    if "distance" in places and problem.distance:
        faults.add(places["distance"], "distance: is for one output", "")


def _row(row: Node, output: int, width: int, outputs: int, faults: Faults) -> dict[Name, Expr] | None:
    """The weights of one output of several; as many as the first has."""
    if not row.items or len(row.items) != width:
        return faults.add(row, "expected a row with one weight for each input")
    if width > MOST_INPUTS:
        return faults.add(row, f"at most {MOST_INPUTS} weights are read; here are {width}", "")
    apart = "," if max(outputs, width) > 9 else ""
    weights: dict[Name, Expr] = {}
    for j, item in enumerate(row.items, 1):
        number = exact_number(item, faults)
        if number is not None:
            weights[Name(Role.PARAMETER, "w", indices=f"{j}{apart}{output}")] = number
    return weights if len(weights) == width else None
