"""A decoder as a problem file writes it: layers of weights, a bias and an activation, from z to x̂."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import counted, here
from ...formula.expr import Expr
from ...formula.functions import Function
from ...reading.activation import Choice as ActivationChoice
from ...reading.activation import activation_schema, read_activation
from ...reading.grids import NUMBERS, Grid, Leaf, Sides, read_leaf, read_line
from ...reading.schema import Field, Raw, Record, Schema, Type
from ...reading.yamlfile import Faults, Node

if TYPE_CHECKING:
    from . import Problem

MOST_LAYERS, MOST_UNITS = 3, 12


class Activation(Type[ActivationChoice]):
    """An activation of single units."""

    def read(self, node: Node, faults: Faults) -> ActivationChoice | None:
        found = read_activation(node, faults)
        if found is not None and found.function is None:
            return faults.add(node, "a decoder has activations of single units here, such as sigmoid; softmax is none")
        return found

    def schema(self) -> Schema:
        return activation_schema()


class LayerKeys(Record):
    """A layer of the decoder."""

    weights = Field(Raw(NUMBERS), "the weights, a row an output (vectors: rows: a column an output)")
    bias = Field(Raw(NUMBERS), "one number an output", default=None)
    activation = Field(Activation(), "identity, sigmoid, relu, tanh, …")


class Layer:
    """A layer that was read: ``weights`` has a row an output."""

    __slots__ = ("activation", "bias", "weights")

    def __init__(self, weights: Grid, bias: list[Expr] | None, activation: ActivationChoice):
        self.weights, self.bias, self.activation = weights, bias, activation

    @property
    def inputs(self) -> int:
        """How many numbers it takes."""
        return len(self.weights[0])

    @property
    def outputs(self) -> int:
        """How many it gives."""
        return len(self.weights)

    @property
    def function(self) -> Function:
        """The activation of a unit."""
        return self.activation.unit

    @property
    def plain(self) -> bool:
        """Whether outputs are the net inputs themselves."""
        return self.activation.name == "identity"


def read_decoder(problem: Problem, faults: Faults) -> list[Layer] | None:
    """The layers, each as wide as the one before it is high; faults are noted at their places."""
    keys = problem.decoder or []
    if len(keys) > MOST_LAYERS or not keys:
        text = f"expected 1 to {counted(MOST_LAYERS, 'layers')}; {here(len(keys))}"
        return faults.add(problem.places["decoder"], text, "")
    layers: list[Layer] = []
    before, of = len(problem.means), "of the code"
    for number, each in enumerate(keys, 1):
        layer = _read_layer(each, before, of, problem.vectors == "rows", faults)
        if layer is None:
            return None
        layers.append(layer)
        before, of = layer.outputs, f"of layer {number}"
    return layers


def _read_layer(keys: LayerKeys, before: int, of: str, turned: bool, faults: Faults) -> Layer | None:
    """A layer behind ``before`` numbers; ``turned``: its weights have a column an output."""
    node = keys.places.get("weights")
    leaf = None if node is None else read_leaf(node, faults, MOST_UNITS)
    if node is None or leaf is None or not keys.has("activation"):
        return None
    weights = _read_weights(node, leaf, before, of, turned, faults)
    bias = None if weights is None else _read_bias(keys.places.get("bias"), len(weights), faults)
    return None if weights is None or faults.found else Layer(weights, bias, keys.activation)


def _read_weights(node: Node, leaf: Leaf, before: int, of: str, turned: bool, faults: Faults) -> Grid | None:
    """The weights with a row an output; None where they do not fit ``before`` numbers."""
    if leaf.flat and before == 1:  # one number for each of several outputs
        leaf, turned = Leaf(node, [[number] for number in leaf.line], False), False
    units = leaf.size[1] if turned else leaf.size[0]
    if units > MOST_UNITS:
        return faults.add(node, f"at most {MOST_UNITS} outputs of a layer are computed on a page; {here(units)}", "")
    inputs, outputs = (before, f"the numbers {of}"), (units, "one an output")
    sides = Sides(inputs, outputs) if turned else Sides(outputs, inputs)
    if not sides.fit(node, leaf.grid, "these weights", faults):
        return None
    return [list(column) for column in zip(*leaf.grid, strict=True)] if turned else leaf.grid


def _read_bias(node: Node | None, units: int, faults: Faults) -> list[Expr] | None:
    """One number an output; None where there is no bias, or a fault was noted."""
    return None if node is None else read_line(node, units, "an output", "this bias", faults)
