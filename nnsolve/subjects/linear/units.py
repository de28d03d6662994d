"""Linear units over the same inputs, read from a problem: one, or a row of weights for each of several."""

from __future__ import annotations

from typing import Protocol

from ...errors import counted
from ...formula.expr import Expr
from ...reading.yamlfile import Faults, Node
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
    node, count = problem.places["weights"], len(rows)
    if count > MOST_UNITS:
        return faults.add(node, f"at most {MOST_UNITS} outputs are read; here are {count}", "")
    if "threshold" in problem.places:
        faults.add(
            problem.places["threshold"], "threshold: is for one output; write bias: with one number an output", ""
        )
    if "distance" in problem.places and problem.distance:
        faults.add(problem.places["distance"], "distance: is for one output", "")
    if problem.bias is not None and len(problem.bias) != count:
        return faults.add(
            problem.places["bias"], f"{counted(len(problem.bias), 'biases')} for {counted(count, 'outputs')}", ""
        )
    units = []
    for i, row in enumerate(rows, 1):
        if row.items is None or len(row.items) != len(rows[0].items or ()) or not row.items:
            faults.add(row, "expected a row with one weight for each input", "" if row.text is None else None)
            continue
        if len(row.items) > MOST_INPUTS:
            faults.add(row, f"at most {MOST_INPUTS} weights are read; here are {len(row.items)}", "")
            continue
        apart = "," if max(count, len(row.items)) > 9 else ""
        weights = {f"w{j}{apart}{i}": exact_number(item, faults) for j, item in enumerate(row.items, 1)}
        if None not in weights.values():
            neuron = Neuron(weights, BIAS, problem.bias[i - 1]) if problem.bias else Neuron(weights)
            units.append(Unit(neuron, i))
    return units if len(units) == count else None
