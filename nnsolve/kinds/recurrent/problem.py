"""The problem file of a recurrent network, read into one finished model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.schema import (
    Choice,
    Field,
    Flag,
    Later,
    ListOf,
    Nested,
    Number,
    Raw,
    Whole,
    With,
    together,
)
from ...reading.yamlfile import Faults
from .grids import MOST_STEPS
from .keys import GRU, LayerKeys, OutputKeys, SequenceKeys
from .schemas import GATE_VALUES, TARGETS

if TYPE_CHECKING:
    from .net import Net

MOST_LAYERS = 8


class Problem(LayerKeys, SequenceKeys):
    """Inputs, a cell with its weights, and what is wanted of its states."""

    numbers_in = ("inputs", "first", "weights", "gates")

    layers = Field(
        ListOf(Nested(LayerKeys), MOST_LAYERS),
        "layers one above the other, each with its own weights:",
        default=None,
        excludes=With("weights", "which are those of the only layer"),
    )
    vectors = Field(
        Choice("columns", "rows"),
        "whether weights stand before columns (W·x) or behind rows (x·W)",
        default="columns",
        option=True,
    )
    gates = Field(Raw(GATE_VALUES), "gates whose values are given, not computed: {f: 0.5}", default=None)
    z_weighs = Field(
        Choice("new", "old"),
        "what z weighs: h = (1 − z)·old + z·new, or z·old + (1 − z)·new",
        default=None,
        option=True,
        needs=With(GRU),
    )
    reset = Field(
        Choice("before", "after"),
        "whether r times the state stands before or behind the product with the weights",
        default="before",
        option=True,
        needs=With(GRU),
    )
    feedback = Field(
        Choice("state", "output"),
        "what a simple cell sees of the step before: its state (Elman), or the output (Jordan)",
        default="state",
        option=True,
        needs=(With("cell: rnn"), With("output")),
        excludes=(With("layers"), With("backward")),
    )
    first_input = Field(
        Whole(0, 1),
        "the number of the first input: step 1 sees x₁, or x₀",
        default=1,
        option=True,
        needs=With("inputs"),
    )
    output = Field(Nested(OutputKeys), "what is made of the state in every step", default=None)
    targets = Field(
        Raw(TARGETS),
        "the wanted outputs: a list with one a step, or {3: 1} for single steps",
        default=None,
        needs=With("loss"),
    )
    loss = Field(
        Later("nnsolve.subjects.network.loss", "LossType"),
        "the loss of one step",
        default=None,
        needs=With("targets"),
    )
    loss_over = Field(
        Choice("sum", "mean"),
        "what is made of the losses of several steps",
        default="sum",
        option=True,
        needs=With("loss"),
    )
    gradients = Field(
        Flag(),
        "the gradients by all parameters, back through time",
        default=False,
        option=True,
        needs=With("loss"),
        excludes=With("learning_rate", "which needs them already"),
    )
    learning_rate = Field(
        Number(above=0),
        "the learning rate η, with which the parameters are updated",
        default=None,
        option=True,
        needs=With("loss"),
    )
    clip = Field(
        Later("nnsolve.subjects.network.update", "Clip"),
        "a bound for the gradients: {norm: 1} or {value: 0.5}",
        default=None,
        needs=With("learning_rate"),
    )
    truncate = Field(
        Whole(1, MOST_STEPS),
        "how many steps the gradients of a single loss go back; all unless told",
        default=None,
        needs=With("loss"),
    )
    segments = Field(
        Whole(1, MOST_STEPS),
        "no gradient passes between parts of so many steps: truncated back propagation through time",
        default=None,
        option=True,
        needs=With("loss"),
        excludes=With("truncate"),
    )
    factors = Field(
        Flag(),
        "what is left of a gradient on its way back: the product of ∂h/∂h over the steps",
        default=False,
        option=True,
    )

    @together("cell")
    def net(self, faults: Faults) -> Net | None:
        """The whole network, of all keys."""
        from .net import Reading

        return None if faults.found else Reading(self, faults).net()

    of_layers = ("columns", "bias", "recurrent_bias", "peepholes", "start", "backward", "join")

    @property
    def differs(self) -> bool:
        """Whether it makes a difference where the reset gate stands: with several units, or a second bias."""
        (first, *_) = self.net.layers[0].directions
        return first.units > 1 or first.gates["h"].second is not None

    def check(self, faults: Faults) -> None:
        """Puts everything together."""
        if self.layers is not None:
            self.idle(faults, self.of_layers, "is a key of each of the layers: here")
        if self.cell == "gru" and self.has("cell") and self.z_weighs is None:
            text = "books differ on what z weighs; write z_weighs: new for h = (1 − z)·old + z·new, or z_weighs: old"
            faults.add(self.beginning, f"{text} for z·old + (1 − z)·new (PyTorch, Keras)", "")
        if self.has("net") and not faults.found:
            from .fits import check_fits

            check_fits(self, self.net, faults)
