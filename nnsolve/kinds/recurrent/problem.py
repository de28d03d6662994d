"""The problem file of a recurrent network, read into one finished model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.activation import activation_names
from ...reading.grids import NUMBERS
from ...reading.known import KnownText
from ...reading.problem import CommonProblem
from ...reading.schema import (
    Choice,
    Field,
    Flag,
    Later,
    ListOf,
    Nested,
    Number,
    Raw,
    Record,
    Schema,
    Text,
    Whole,
    With,
    together,
)
from ...reading.yamlfile import Faults, Node
from .grids import MOST_STEPS
from .schemas import BIAS, GATE_VALUES, NAMED, PEEPHOLES, START, TARGETS, WEIGHTS
from .written import GATES

if TYPE_CHECKING:
    from .net import Net

MOST_LAYERS = 8
GRU = "cell: gru"


class Columns(ListOf[str]):
    """What the columns of a matrix multiply: x, h, and 1 where the bias is one of them."""

    def __init__(self) -> None:
        super().__init__(Choice("x", "h", "1"), 3)

    def read(self, node: Node, faults: Faults) -> list[str] | None:
        found = super().read(node, faults)
        if found is not None and (len(set(found)) < len(found) or not {"x", "h"} <= set(found)):
            return faults.add(node, "expected x and h, and 1 where the bias is a column, each once", "")
        return found

    def schema(self) -> Schema:
        return {"type": "array", "items": {"enum": ["x", "h", 1, "1"]}}


class DirectionKeys(Record):
    """What one direction of a layer has."""

    weights = Field(
        Raw(WEIGHTS),
        "the weights of the input and of the state before, {x: …, h: …}; of an LSTM or GRU for each gate",
        default=None,
        example="{x: 0.5, h: 0.8}",
    )
    columns = Field(
        Columns(),
        "what the columns of one matrix a gate multiply, in order: [x, h], [h, x, 1]",
        default=None,
        needs=With("weights"),
    )
    bias = Field(Raw(BIAS), "one number a unit; of an LSTM or GRU for each gate", default=None, example="0.2")
    recurrent_bias = Field(Raw(BIAS), "a second bias, added to what the weights make of the state before", default=None)
    peepholes = Field(Raw(PEEPHOLES), "the weights of the cell in the gates of an LSTM: {f: …}", default=None)
    start = Field(
        Raw(START),
        "what the state begins with: {h: 0}, of an LSTM {h: 0, c: 0}, where the output goes back {y: 0}; 0 unless told",
        default=None,
    )


class LayerKeys(DirectionKeys):
    """What a layer has: its forward direction, and perhaps a backward one."""

    backward = Field(
        Nested(DirectionKeys), "a second direction that reads the inputs from the last to the first", default=None
    )
    join = Field(
        Choice("concatenate", "add"),
        "how the states of both directions are put together",
        default="concatenate",
        needs=With("backward", "the second direction"),
    )


class OutputKeys(Record):
    """``output:`` what is made of the state in every step."""

    weights = Field(Raw(NAMED), "the weights of the state; the state itself unless told", default=None)
    bias = Field(Raw(NAMED), "one number an output", default=None)
    activation = Field(
        Choice("identity", "sigmoid", "softmax", "tanh", "relu"), "what is done with it", default="identity"
    )


class SequenceKeys(CommonProblem):
    """The cell, and what it sees."""

    cell = Field(Choice(*GATES), "rnn (simple), lstm or gru", example="rnn")
    activation = Field(
        KnownText(activation_names),
        "what a simple cell does with its net input: a name, or a formula in x",
        default="tanh",
        example="tanh",
        needs=With("cell: rnn"),
    )
    inputs = Field(
        Raw(NUMBERS),
        "one number a step; of several inputs one row a step; or words",
        default=None,
        example="[0.5, 0.7]",
    )
    words = Field(
        ListOf(Text(), 40),
        "the words that inputs and targets may be; each is 1 in its place",
        default=None,
        needs=With("inputs"),
    )


class Problem(LayerKeys, SequenceKeys):
    """Inputs, a cell with its weights, and what is wanted of its states."""

    numbers_in = ("inputs", "weights", "gates")

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
