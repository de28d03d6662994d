"""A feed-forward network as data: units, edges, parameters and where each was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.expr import Expr, Symbol

if TYPE_CHECKING:
    from .dropout import Dropout


class Unit:
    """A neuron: its edges (weight name, source symbol), its bias and its activation function with parameters.

    ``written`` is the node of the file that names the activation.
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
        self.written = None

    @property
    def net(self) -> str:
        """Name of the net input (pre-activation)."""
        return f"net_{self.name}"

    @property
    def out(self) -> str:
        """Name of the activation."""
        return f"out_{self.name}"

    @property
    def passes(self) -> str:
        """Name of what the next layer receives: the activation, or what dropout leaves of it."""
        return f"drop_{self.name}" if self.dropped else self.out


class Network:
    """Layers of units over named inputs.

    ``inputs``: symbol → number. ``parameters``: name → number, weights and biases in the order of layers and units.
    ``biases`` and ``learned`` say which parameters are biases or belong to an activation. ``sources``: for every layer
    the symbols of the layer before it, in order. ``flat`` tells networks given as numbered units.
    ``dropouts``: the dropout behind a layer, by the layer's number from 0. ``taken``: every name → what it names.
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
        """The parameters of one layer: weights first, then biases, then those of activations."""
        units = self.layers[layer]
        weights = [name for unit in units for name, _ in unit.edges]
        others = [name for unit in units for name in (unit.bias, unit.learned) if name]
        return list(dict.fromkeys(weights + others))

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
