"""Keys of a recurrent network's problem file: of one direction, of a layer, of the output, of what the cell sees."""

from __future__ import annotations

from ...reading.activation import activation_names
from ...reading.grids import NUMBERS
from ...reading.known import KnownText
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, Flag, ListOf, Nested, Raw, Record, Schema, Text, Whole, With
from ...reading.yamlfile import Faults, Node
from .gates import GATES
from .grids import MOST_STEPS
from .schemas import BIAS, NAMED, PEEPHOLES, START, WEIGHTS

MOST_WORDS = 40
GRU = "cell: gru"
FED = With("feed: targets, outputs, words")


class Columns(ListOf[str]):
    """What the columns of a matrix multiply: x, h, perhaps a context, and 1 where the bias is one of them."""

    def __init__(self) -> None:
        super().__init__(Choice("x", "h", "context", "1"), 4)

    def read(self, node: Node, faults: Faults) -> list[str] | None:
        found = super().read(node, faults)
        if found is not None and (len(set(found)) < len(found) or not {"x", "h"} <= set(found)):
            return faults.add(
                node, "expected x and h, context where there is one, and 1 where the bias is a column, each once", ""
            )
        return found

    def schema(self) -> Schema:
        return {"type": "array", "items": {"enum": ["x", "h", "context", 1, "1"]}}


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
        ListOf(Text(), MOST_WORDS),
        "the words that inputs and targets may be; each is 1 in its place",
        default=None,
        needs=With("inputs or feed: targets, outputs, words"),
    )
    symbolic = Field(
        Flag(),
        "formulas only: letters stand in place of numbers, such as inputs: [u1, u2] and weights: {x: w, h: w}",
        default=False,
        option=True,
        excludes=(
            With("factors", "which are numbers"),
            With("clip", "which compares numbers"),
            With("context", "which is a vector of numbers"),
        ),
    )
    context = Field(
        Raw(NUMBERS),
        "a vector that every step sees by weights {x: …, h: …, context: …}, or that start: {h: context} begins with",
        default=None,
    )
    feed = Field(
        Choice("inputs", "targets", "outputs", "words"),
        "what a step sees: inputs:, the target of the step before (teacher forcing), or its output as it is or as the "
        "word with the largest one (free running)",
        default="inputs",
        option=True,
        needs=With("first", "what step 1 sees"),
        excludes=(With("inputs", "which say what every step sees"), With("gates")),
    )
    first = Field(Raw(NUMBERS), "what step 1 sees where later ones are fed: a word or numbers", default=None, needs=FED)
    steps = Field(Whole(1, MOST_STEPS), "how many steps, where no list of targets tells", default=None, needs=FED)
