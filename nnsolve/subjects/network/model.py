"""A feed-forward network as data: units, edges, parameters and where each was written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ...errors import quote
from ...formula.activations import ACTIVATIONS
from ...formula.expr import Expr, Num
from ...names import Name, Role

if TYPE_CHECKING:
    from ...formula.functions import Function
    from ...reading.activation import Choice
    from ...reading.yamlfile import Node
    from .batch_norm import BatchNorm
    from .dropout import Dropout
    from .samples import Sample


ERROR = Name(Role.LOSS, "E")
COST = Name(Role.LOSS, "C")  # the error with a regularisation
RATE = Name(Role.RATE, "η")
BEFORE = "before"  # what holds a number that a later update begins with


class Unit:
    """A neuron: its edges (weight name, source symbol), its bias and its activation function with parameters.

    ``normed``: 'before' or 'after' the activation where the batch is normalised there, else ''. ``written`` is the node
    of the file that names the activation. Its names: ``net``, the net input (pre-activation), and ``delta``, ∂E/∂net;
    ``out``, the activation; ``normal``, what batch normalisation makes of the net input or the activation; ``mask`` and
    ``dropped_out`` of a dropout; ``term``, its part of the loss.
    """

    __slots__ = (
        "activation",
        "args",
        "bias",
        "delta",
        "dropped",
        "dropped_out",
        "edges",
        "function",
        "layer",
        "learned",
        "mask",
        "name",
        "net",
        "normal",
        "normed",
        "out",
        "place",
        "term",
        "written",
    )

    def __init__(self, name: str, layer: int, place: int):
        self.name, self.layer, self.place = name, layer, place
        self.net, self.out = Name(Role.NET, "net", name), Name(Role.OUT, "out", name)
        self.delta, self.term = Name(Role.ERROR_TERM, self.net), Name(Role.TERM, "E", name)
        self.normal, self.dropped_out = Name(Role.OUT, "norm", name), Name(Role.OUT, "drop", name)
        self.mask = Name(Role.MASK, "m", name)
        self.edges: list[tuple[Name, Name]] = []
        self.bias: Name | None = None
        self.activation = ""
        self.function: Function = ACTIVATIONS["identity"].function  # until it is activated
        self.args: tuple[Expr, ...] = ()
        self.learned: Name | None = None
        self.dropped = False
        self.normed = ""
        self.written: Node | None = None

    def activate(self, choice: Choice):
        """Gives the neuron an activation that was read."""
        self.activation, self.function, self.args, self.learned = (
            choice.name,
            choice.function or self.function,
            choice.args,
            choice.learned,
        )

    @property
    def signal(self) -> Name:
        """Name of what the activation function is applied to."""
        return self.normal if self.normed == "before" else self.net

    @property
    def kept(self) -> Name:
        """Name of what leaves the neuron before any dropout."""
        return self.normal if self.normed == "after" else self.out

    @property
    def passes(self) -> Name:
        """Name of what the next layer receives: what leaves the neuron, or what dropout leaves of it."""
        return self.dropped_out if self.dropped else self.kept


class Network:
    """Layers of units over named inputs.

    ``inputs``: symbol → number. ``parameters``: name → number, weights and biases in the order of layers and units.
    ``biases`` and ``learned`` say which parameters are biases or belong to an activation. ``sources``: for every layer
    the symbols of the layer before it, in order. ``flat`` tells networks given as numbered units.
    ``dropouts``, ``norms``: the dropout behind a layer and its batch normalisation, by the layer's number from 0.
    ``taken``: every name → what it names. ``samples``: those of a problem of several; the inputs are of the first.
    """

    def __init__(self):
        self.inputs: dict[Name, Expr] = {}
        self.layers: list[list[Unit]] = []
        self.parameters: dict[Name, Expr] = {}
        self.biases: dict[Name, None] = {}
        self.learned: dict[Name, None] = {}
        self.shared: dict[Name, int] = {}
        self.flat = False
        self.dropouts: dict[int, Dropout] = {}
        self.norms: dict[int, BatchNorm] = {}
        self.taken: dict[str, str] = {}
        self.samples: list[Sample] = []

    def visit(self, samples: list[Sample]) -> None:
        """Takes several samples; the first one stands for the inputs wherever one sample is meant."""
        self.samples = samples
        if samples:
            self.inputs = samples[0].inputs

    @property
    def units(self) -> list[Unit]:
        """All units, layer by layer."""
        return [unit for layer in self.layers for unit in layer]

    @property
    def outputs(self) -> list[Unit]:
        """The units of the last layer."""
        return self.layers[-1]

    @cached_property
    def known(self) -> dict[str, Name]:
        """The inputs and parameters by their spelling, once all are read."""
        return {name: name for name in (*self.inputs, *self.parameters)}

    def sources(self, layer: int) -> list[Name]:
        """The symbols that the units of ``layer`` (from 0) receive when fully connected."""
        return list(self.inputs) if layer == 0 else [unit.passes for unit in self.layers[layer - 1]]

    @property
    def not_in_matrices(self) -> str:
        """Why the network cannot be written in matrices; '' where it can."""
        if self.dropouts:
            return "dropout is written neuron by neuron"
        for index, layer in enumerate(self.layers):
            before = set(self.sources(index))
            for unit in layer:
                if any(source not in before for _, source in unit.edges):
                    return f"neuron {unit.name} has an edge that skips a layer"
                if unit.learned:
                    return f"{quote(unit.activation)} learns a slope a layer"
        return ""

    def parameters_of(self, layer: int) -> list[Name]:
        """The parameters of one layer: weights first, then biases and those of activations, then γ and β."""
        units = self.layers[layer]
        weights = [name for unit in units for name, _ in unit.edges]
        others = [name for unit in units for name in (unit.bias, unit.learned) if name]
        norms = self.norms[layer].parameters if layer in self.norms else []
        return list(dict.fromkeys([*weights, *others, *norms]))

    def masks(self, visit: int) -> dict[Name, Num]:
        """The masks of all dropouts at a visit (from 1)."""
        found: dict[Name, Num] = {}
        for dropout in self.dropouts.values():
            found |= dropout.masks(visit)
        return found

    @property
    def drawn(self) -> bool:
        """Whether masks are drawn anew for every visit."""
        return any(dropout.seed is not None for dropout in self.dropouts.values())
