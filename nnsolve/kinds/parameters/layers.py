"""One layer of a multilayer perceptron and how many numbers it learns."""

from __future__ import annotations

import re

from ...formula.expr import ONE, TWO, Expr, Mul, Num, Symbol
from ...names import Name, Role, size
from ...reading.schema import ListOf, Type, Whole
from ...reading.yamlfile import Faults, Node

_DASH = re.compile(r"\s*[-–→×x]\s*")
_DASHES = re.compile(rf"\d+(?:{_DASH.pattern}\d+)+")

MOST_LAYERS = 200
MOST_NEURONS = 10**6

# How many biases a layer has, over its number of neurons, and the sentence that says so; None where it has none.
BIASES: dict[str, tuple] = {
    "neuron": (lambda size: size, "parameters_bias_neuron"),
    "layer": (lambda size: ONE, "parameters_bias_layer"),
    "none": (None, "parameters_bias_none"),
}

# What a layer may learn besides: its letter, its count over the number of neurons, and the sentence. Batch
# normalisation: γ and β (PyTorch counts these), and the moving mean and variance (part of Keras's total).
# Parametric ReLU: one slope (PyTorch's default) or one a neuron (Keras's for a dense layer).
EXTRAS: dict[str, tuple] = {
    "batch_norm_trainable": ("norm", lambda size: TWO * size, "parameters_norm_trainable"),
    "batch_norm_all": ("norm", lambda size: Num("4") * size, "parameters_norm_all"),
    "prelu_one": ("prelu", lambda size: ONE, "parameters_prelu_one"),
    "prelu_neuron": ("prelu", lambda size: size, "parameters_prelu_neuron"),
}


def neurons(layer: int) -> Name:
    """The number of neurons of a layer; the inputs are layer 0."""
    return Name(Role.COUNT, f"n{layer}")


def edges(layer: int) -> Name:
    """The number of edges into a layer."""
    return Name(Role.COUNT, "edges", str(layer))


class Sizes(ListOf):
    """Numbers of neurons as a list, or as books write them: 4-3-2-1."""

    def read(self, node: Node, faults: Faults) -> list[int] | None:
        if node.text and _DASHES.fullmatch(node.text.strip()):
            node = Node(node.line, node.column, text=",".join(_DASH.split(node.text)))
        return super().read(node, faults)


class EdgeCount(Type):
    """A number of edges, or ``full``."""

    whole = Whole(0, MOST_NEURONS**2)

    def read(self, node: Node, faults: Faults) -> int | str | None:
        if node.text == "full":
            return "full"
        if not node.word.isdecimal():
            return faults.add(node, "expected a number of edges, or full")
        return self.whole.read(node, faults)

    def schema(self) -> dict:
        return {"anyOf": [{"const": "full"}, self.whole.schema()]}


class Layer:
    """A layer: its number from 1, the neurons before it and in it, its biases, and what else it learns.

    ``edges`` counts those into the layer where it is partly connected; None where every neuron has all.
    """

    __slots__ = ("before", "bias", "edges", "extras", "number", "size")

    def __init__(self, number: int, before: int, size: int, bias: str, edges: int | None, extras: list[str]):
        self.number, self.before, self.size = number, before, size
        self.bias, self.edges, self.extras = bias, edges, extras

    @property
    def name(self) -> str:
        """The layer's name in results: ``layer1``."""
        return f"layer{self.number}"

    def own(self, what: str) -> Name:
        """The name of one of the layer's counts: layer1.weights."""
        return size(self.name, what)

    def counts(self) -> dict[str, tuple[Expr, str]]:
        """What the layer learns, its weights first: name → (count, sentence)."""
        count = Symbol(neurons(self.number))
        found = {"weights": self._weights()}
        formula, reason = BIASES[self.bias]
        if formula:
            found["biases"] = (formula(count), reason)
        for key in self.extras:
            name, formula, reason = EXTRAS[key]
            found[name] = (formula(count), reason)
        return found

    def _weights(self) -> tuple[Expr, str]:
        """One weight an edge."""
        if self.edges is not None:
            return Symbol(edges(self.number)), "parameters_given_edges"
        return Mul((Symbol(neurons(self.number - 1)), Symbol(neurons(self.number)))), "parameters_edge"
