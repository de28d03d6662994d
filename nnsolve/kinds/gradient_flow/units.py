"""The activations along a chain of single units, and how steep each can be."""

from __future__ import annotations

from ...errors import here
from ...formula.activations import ACTIVATIONS
from ...formula.expr import Num
from ...reading.activation import Choice, canonical, named, read_activation
from ...reading.schema import constant
from ...reading.yamlfile import Faults, Node, complete

MOST_LAYERS = 100

# What a chain cannot have, and why.
_NOT_HERE = {"softmax": "softmax mixes the units of a layer", "prelu": "its slope is learned; use leaky relu(0.25)"}


def read_units(node: Node, count: int | None, faults: Faults) -> list[Choice] | None:
    """One activation for all ``count`` layers, or a list with one a layer; faults are noted at their places.

    ``count`` is None where only the list can tell.
    """
    if node.items is None:
        one = _read(node, faults)
        return None if one is None else [one] * (count or 1)
    if count is not None and len(node.items) != count:
        return faults.add(node, f"expected {count} activations, one a layer; {here(len(node.items))}", "")
    if not 1 <= len(node.items) <= MOST_LAYERS:
        return faults.add(node, f"expected 1 to {MOST_LAYERS} activations", "")
    return complete(_read(item, faults) for item in node.items)


def _read(node: Node, faults: Faults) -> Choice | None:
    name = canonical(named(node.text)[0], _NOT_HERE, {}) if node.text else ""
    if name:
        return faults.add(node, f"a chain of single units cannot have this activation: {_NOT_HERE[name]}")
    choice = read_activation(node, faults)
    if choice is not None and not choice.unit.slopes:
        return faults.add(node, "it is flat: its slope is 0 or not defined, so no gradient passes")
    return choice


def steepest(unit: Choice) -> tuple[Num, str] | None:
    """The greatest slope and its sentence, or None where the table does not know it."""
    entry = ACTIVATIONS.get(unit.name)
    bound = entry.bound if entry else None
    if bound is None or not bound.holds(*map(constant, unit.args)):
        return None
    return Num(bound.most), bound.says
