"""A feed-forward network as data: units, edges, parameters and where each was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr, Symbol

if TYPE_CHECKING:
    from ...reading.activation import Choice
    from .batch_norm import BatchNorm
    from .dropout import Dropout


class Unit:
    """A neuron: its edges (weight name, source symbol), its bias and its activation function with parameters.

    ``normed``: 'before' or 'after' the activation where the batch is normalised there, else ''. ``written`` is the node
    of the file that names the activation.
    """

    __slots__ = (
        "activation",
        "args",
        "bias",
        "dropped",
        "edges",
        "function",
        "layer",
        "learned",
        "name",
        "normed",
        "place",
        "written",
    )

    def __init__(self, name: str, layer: int, place: int):
        self.name, self.layer, self.place = name, layer, place
        self.edges: list[tuple[str, str]] = []
        self.bias = ""
        self.activation = ""
        self.function = None
        self.args: tuple[Expr, ...] = ()
        self.learned = ""
        self.dropped = False
        self.normed = ""
        self.written = None

    def activate(self, choice: Choice):
        """Gives the neuron an activation that was read."""
        self.activation, self.function, self.args, self.learned = (
            choice.name,
            choice.function,
            choice.args,
            choice.learned,
        )

    @property
    def net(self) -> str:
        """Name of the net input (pre-activation)."""
        return f"net_{self.name}"

    @property
    def out(self) -> str:
        """Name of the activation."""
        return f"out_{self.name}"

    @property
    def normal(self) -> str:
        """Name of what batch normalisation makes of the net input or the activation."""
        return f"norm_{self.name}"

    @property
    def signal(self) -> str:
        """Name of what the activation function is applied to."""
        return self.normal if self.normed == "before" else self.net

    @property
    def kept(self) -> str:
        """Name of what leaves the neuron before any dropout."""
        return self.normal if self.normed == "after" else self.out

    @property
    def passes(self) -> str:
        """Name of what the next layer receives: what leaves the neuron, or what dropout leaves of it."""
        return f"drop_{self.name}" if self.dropped else self.kept


class Network:
    """Layers of units over named inputs.

    ``inputs``: symbol → number. ``parameters``: name → number, weights and biases in the order of layers and units.
    ``biases`` and ``learned`` say which parameters are biases or belong to an activation. ``sources``: for every layer
    the symbols of the layer before it, in order. ``flat`` tells networks given as numbered units.
    ``dropouts``, ``norms``: the dropout behind a layer and its batch normalisation, by the layer's number from 0.
    ``taken``: every name → what it names.
    """

    def __init__(self):
        self.inputs: dict[str, Expr] = {}
        self.layers: list[list[Unit]] = []
        self.parameters: dict[str, Expr] = {}
        self.biases: dict[str, None] = {}
        self.learned: dict[str, None] = {}
        self.shared: dict[str, int] = {}
        self.flat = False
        self.dropouts: dict[int, Dropout] = {}
        self.norms: dict[int, BatchNorm] = {}
        self.taken: dict[str, str] = {}

    @property
    def units(self) -> list[Unit]:
        """All units, layer by layer."""
        return [unit for layer in self.layers for unit in layer]

    @property
    def outputs(self) -> list[Unit]:
        """The units of the last layer."""
        return self.layers[-1]

    def sources(self, layer: int) -> list[str]:
        """The symbols that the units of ``layer`` (from 0) receive when fully connected."""
        return list(self.inputs) if layer == 0 else [unit.passes for unit in self.layers[layer - 1]]

    def parameters_of(self, layer: int) -> list[str]:
        """The parameters of one layer: weights first, then biases and those of activations, then γ and β."""
        units = self.layers[layer]
        weights = [name for unit in units for name, _ in unit.edges]
        others = [name for unit in units for name in (unit.bias, unit.learned) if name]
        norms = self.norms[layer].parameters if layer in self.norms else []
        return list(dict.fromkeys([*weights, *others, *norms]))

    def masks(self, visit: int) -> dict[str, Expr]:
        """The masks of all dropouts at a visit (from 1)."""
        found: dict[str, Expr] = {}
        for dropout in self.dropouts.values():
            found |= dropout.masks(visit)
        return found

    @property
    def drawn(self) -> bool:
        """Whether masks are drawn anew for every visit."""
        return any(dropout.seed is not None for dropout in self.dropouts.values())

    def symbols_of(self, names: list[str]) -> list[Symbol]:
        """Symbols for names."""
        return [Symbol(name) for name in names]
