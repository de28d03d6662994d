"""Images through kernels, pooling, flatten and dense layers, number by number, and back."""

from __future__ import annotations

from ...formula.maps import Pair
from ...names import Name
from ...reading.known import KnownText
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice, Field, Number, Raw, Together, Whole, With, together
from ...reading.yamlfile import Faults
from ...solution import Says
from ...subjects.layers.layers import LayerList
from ...subjects.network.loss import loss_names
from ...working import Working
from .asking import Asking
from .kernel_layer import KernelLayer
from .learning import Beginning, Learning, read_beginning
from .pipeline import Pipeline
from .reading import InputType
from .rows import Activation
from .sheet import Sheet
from .statement import statement
from .table import EXAMPLE, LETTERS, layers

TOPIC = "Convolutional networks"
PICTURE = "blocks"
PLOTS = ("maps",)

_INPUT_EXAMPLE = """
  - 11100                              # or [1, 1, 1, 0, 0]; {R: [...], G: [...], B: [...]}; {size: 28x28x1, seed: 1}
  - 01110
  - 00111
  - 00110
  - 01100"""
_LAYERS_EXAMPLE = """
  - conv: {kernel: [101, 010, 101]}    # also sobel x, blur, ...; kernels: [...], bias, stride, padding, dilation
  - relu
  - max-pool: {size: 2, stride: 1}
  - flatten
  - dense: {weights: [[0.1, -0.2, 0.3, 0.4]], bias: 0.5}"""


class Problem(CommonProblem):
    """An input and a pipeline of layers."""

    numbers_in = ("input",)

    input = Field(
        InputType(),
        "rows of numbers or digits; one matrix a channel; {size: 28x28x1, seed: 1} or {size: 5x5, fill: 1}",
        example=_INPUT_EXAMPLE,
    )
    layers = Field(
        LayerList(layers, EXAMPLE, LETTERS), "the layers in order, each name: {key: value}", example=_LAYERS_EXAMPLE
    )
    operation = Field(
        Choice("cross-correlation", "convolution"),
        "kernels slid as they stand, or turned first",
        default=None,
        example="cross-correlation",
        option=True,
    )
    written = Field(Whole(0, 10_000), "how many positions of each layer are written out", default=4, option=True)

    gradient = Field(
        Raw({}),
        "the gradient of the error by the output: of its size, or one number for all; asks for the backward pass",
        default=None,
    )
    targets = Field(
        Raw({}),
        "one target an output, with loss:; asks for the backward pass",
        default=None,
        needs=With("loss", "such as loss: half squared error"),
        excludes=With("gradient", "the other start of a backward pass"),
    )
    loss = Field(
        KnownText(loss_names),
        "the loss that the targets belong to, such as half squared error",
        default=None,
        needs="targets",
    )
    learning_rate = Field(
        Number(above=0),
        "η, where new kernels, weights and biases are wanted",
        default=None,
        needs=With("targets or gradient", "from which a backward pass begins"),
    )

    @together("input", "layers")
    def pipeline(self, faults: Faults) -> Pipeline | None:
        """The layers as they were walked from the input: what does not fit shows only there."""
        letters = self.notation.exact if self.notation else {}
        carry = bool(self.rounding and self.rounding.carry)
        back = bool({"gradient", "targets"} & set(self.places))
        pipeline = Pipeline(self.input, self.layers, letters, carry, back)
        pipeline.walk(faults)
        return None if faults.found else pipeline

    def _start(self, faults: Faults) -> Beginning | None:
        """What the backward pass starts from: its size is that of the output."""
        return read_beginning(self.places, self.pipeline.layers[-1].after, faults)

    start = Together[Beginning | None](_start, of=["pipeline"], where=["gradient", "targets"])

    def check(self, faults: Faults) -> None:
        """Looks for layers that cannot learn, and for kernels."""
        if not self.has("pipeline"):
            return
        if self.has("start") and self.start is not None:
            self._learnable(faults)
        if not any(isinstance(layer, KernelLayer) for layer in self.pipeline.layers):
            self.idle(faults, ["operation"], "says how kernels are laid on a map, and no layer here has kernels")

    def _learnable(self, faults: Faults) -> None:
        """A backward pass needs activations that have a slope."""
        for layer in self.pipeline.layers:
            if isinstance(layer, Activation) and not layer.learnable:
                text = (
                    f"{layer.activation} has no gradient (its slope is 0 or not defined), so there is no backward pass"
                )
                faults.add(layer.node, f"{text} through it; use sigmoid or tanh", layer.word)


def solve(problem: Problem) -> Working:
    """Every layer: its size, its first positions element by element, and all its maps."""
    sheet = _written(problem, {})
    asking = Asking(sheet)
    asking.tell()
    places = asking.places()
    if places:
        sheet = _written(problem, places)
        Asking(sheet).tell()
    return sheet


def _written(problem: Problem, wanted: dict[Name, list[Pair]]) -> Sheet:
    """The sheet with the places that are wanted, and its backward pass where there is one."""
    pipeline = problem.pipeline
    sheet = pipeline.write(problem, problem.operation == "convolution", problem.written, wanted)
    if problem.start is not None:
        learning = Learning(sheet, problem.start, problem.learning_rate)
        sheet.check(lambda solution: learning.check(pipeline.work), always=True)
    sheet.read_out()
    sheet.answers = [name for layer in pipeline.layers for name in sheet.outputs[layer.id]]
    sheet.note(*_notes(problem), Says("maps_note_places"), rounding_note(problem.precision))
    sheet.statement = statement(problem, pipeline.layers[-1].id)
    return sheet


def _notes(problem: Problem) -> list[Says]:
    """Whether kernels are slid as they stand or turned."""
    stems = {layer.stem for layer in problem.pipeline.layers}
    if "conv" in stems:
        operation = {None: "maps_note_named", "convolution": "maps_note_convolution"}
        return [Says(operation.get(problem.operation, "maps_note_correlation"))]
    if "transposed" in stems and not problem.asked:
        return [Says("maps_note_turned" if problem.operation == "convolution" else "maps_note_turn")]
    return []
