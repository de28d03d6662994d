"""What an exam would print of a problem about the flow of a gradient: the chain or its derivatives, what to find."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ...solution import Says
from .chain import counted
from .pieces import RATE, WEIGHT
from .units import steepest

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem) -> list[Says]:
    """The layers, what is given of them, and what is to be found where nothing is asked."""
    said = _layers(problem)
    if problem.update:
        key = "flow_statement_product" if problem.update.gradient is None else "flow_statement_gradient"
        said.append(Says(key, names=[WEIGHT], target=RATE))
    return said if problem.asked else [*said, *_wanted(problem)]


def _layers(problem: Problem) -> list[Says]:
    """The chain, the derivatives that are given instead, or only the number of layers."""
    layers = counted(problem.depth)
    if problem.weights:
        key = "flow_statement_chain" if _one(problem) else "flow_statement_mixed"
        chain = Says(key, layers=layers, text=_activations(problem))
        return [chain, Says(_given(problem))]
    if problem.derivatives:
        return [Says("flow_statement_derivatives", layers=layers)]
    if problem.units:
        key = "flow_statement_layers" if _one(problem) else "flow_statement_layers_mixed"
        return [Says(key, layers=layers, text=_activations(problem))]
    return []


def _given(problem: Problem) -> str:
    """The key of what is given of a chain besides its weights."""
    if problem.net is not None:
        return "flow_statement_net"
    return "flow_statement_input" if problem.biases is None else "flow_statement_biased"


def _written(problem: Problem) -> list[str]:
    """The activation of every layer as the problem writes it."""
    node = problem.places["activation"]
    return [item.shown for item in node.items] if node.items is not None else [node.shown] * problem.depth


def _one(problem: Problem) -> bool:
    """Whether all layers have the same activation."""
    return len(set(_written(problem))) == 1


def _activations(problem: Problem) -> str:
    """The activations in the order of the layers; what repeats is named once, with its count."""
    groups = [(name, len(list(group))) for name, group in groupby(_written(problem))]
    if len(groups) == 1:
        return groups[0][0]
    return ", ".join(name if count == 1 else f"{count} × {name}" for name, count in groups)


def _wanted(problem: Problem) -> Iterator[Says]:
    if problem.product:
        yield Says("flow_statement_find_flow")
    if problem.units and None not in map(steepest, problem.units):
        yield Says("flow_statement_find_bound", layers=counted(problem.depth))
    if problem.update:
        yield Says("flow_statement_find_new_weight")
