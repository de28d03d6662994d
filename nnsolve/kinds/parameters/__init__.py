"""Trainable parameters of perceptrons, recurrent layers and Transformers, counted part by part."""

from __future__ import annotations

from ...errors import here
from ...formula.expr import Symbol
from ...formula.rounding import Rounding
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, ListOf, Nested, Whole, With, together_where
from ...reading.yamlfile import Faults
from ...solution import Says
from ...words import spoken
from ...working import Working
from .cells import CELLS, Recurrent
from .layers import BIASES, MOST_LAYERS, MOST_NEURONS, EdgeCount, Layer, Sizes
from .page import checked, notes, synonyms, table, write
from .recurrent import write as write_recurrent
from .sizes import Transformer
from .statement import statement, statement_of_recurrent, statement_of_transformer
from .transfer import Transfer, write_trained
from .transfer import statement as statement_of_transfer
from .transfer import write as write_transfer
from .transformer import write as write_transformer

TOPIC = "Networks by hand"
PICTURE = "sizes"


# What may be counted, one in a problem.
COUNTED = ("layers", "recurrent", "transformer", "transfer")


class Problem(CommonProblem):
    """The sizes of the layers, and what they learn besides their weights; or the sizes of another model."""

    layers = Field(
        Sizes(Whole(1, MOST_NEURONS), MOST_LAYERS),
        "neurons of each layer, the inputs first",
        default=None,
        example="[4, 3, 2, 1]",
    )
    recurrent = Field(
        Nested(Recurrent),
        "in place of layers, recurrent ones: {cell: lstm, inputs: 128, units: 256, biases: 1}",
        default=None,
        excludes=With("layers", "which are those of a perceptron"),
    )
    transformer = Field(
        Nested(Transformer),
        "in place of layers, a Transformer: {d_model: 512, heads: 8, d_ff: 2048, layers: 6}",
        default=None,
        excludes=(With("layers", "which are those of a perceptron"), With("recurrent", "which is another model")),
    )
    transfer = Field(
        Nested(Transfer),
        "in place of layers, a pretrained network with a new head: {backbone: 23508032, features: 2048, classes: 10}",
        default=None,
        excludes=With("layers or recurrent or transformer", "which is another model"),
    )
    freeze = Field(
        ListOf(Whole(1, MOST_LAYERS)),
        "layers that are counted and not trained, such as [1, 2]",
        default=(),
        needs="layers",
    )
    bias = Field(
        ListOf(Choice(*BIASES)),
        "neuron (one bias a neuron), layer (one that the layer shares) or none; or a list, one word a layer",
        default=["neuron"],
        option=True,
        needs="layers",
    )
    edges = Field(
        ListOf(EdgeCount()),
        "for a partly connected network, the number of edges into each layer, or full; such as [full, 5, full]",
        default=None,
        needs="layers",
    )
    batch_norm = Field(
        ListOf(Whole(1, MOST_LAYERS)), "layers with batch normalisation, such as [1, 2]", default=(), needs="layers"
    )
    batch_norm_count = Field(
        Choice("trainable", "all"),
        "γ and β only, or the moving mean and variance as well, as Keras's total does",
        default="trainable",
        needs="batch_norm",
    )
    prelu = Field(
        ListOf(Whole(1, MOST_LAYERS)), "layers with a parametric ReLU, such as [1]", default=(), needs="layers"
    )
    prelu_count = Field(Choice("one", "neuron"), "one slope a layer, or one a neuron", default="one", needs="prelu")

    @together_where("layers", of=("layers",))
    def net(self, faults: Faults) -> list[Layer] | None:
        """The layers behind the inputs."""
        sizes = self.layers or []
        count = len(sizes) - 1
        if count < 1:
            text = "expected at least two numbers: the inputs and one layer, as in [3, 1]"
            return faults.add(self.places["layers"], text, "")
        self._check_counts(count, faults)
        return None if faults.found else self._layers(sizes)

    def check(self, faults: Faults) -> None:
        """One thing to count, and no edges that the layers cannot have."""
        if self.places.keys().isdisjoint(COUNTED):
            others = " or ".join(f"{key}:" for key in COUNTED[1:])
            text = f"the key layers: is missing ({type(self).layers.doc}); or write {others} for another model"
            faults.add(self.beginning, text, "")
        if self.has("net") and self.net:
            self._check_edges(faults)

    def _layers(self, sizes: list[int]) -> list[Layer]:
        """The layers behind the first size, with what each learns."""
        count = len(sizes) - 1
        biases = self.bias * count if len(self.bias) == 1 else self.bias
        edges = [None if edge == "full" else edge for edge in self.edges or ["full"] * count]
        numbers = range(1, count + 1)
        extras = map(self._extras, numbers)
        return list(map(Layer, numbers, sizes, sizes[1:], biases, edges, extras))

    def _check_edges(self, faults: Faults) -> None:
        """Notes layers that cannot have so many edges."""
        for layer in self.net or ():
            most = layer.before * layer.size
            if layer.edges is not None and layer.edges > most:
                text = f"layer {layer.number} has at most {layer.before} × {layer.size} = {most} edges"
                faults.add(self.places["edges"], text, str(layer.edges))

    def _check_counts(self, count: int, faults: Faults) -> None:
        """Notes lists that do not have one word a layer, and layers that there are not."""
        for key, values, lengths in (("bias", self.bias, {1, count}), ("edges", self.edges, {count})):
            if values is not None and len(values) not in lengths:
                text = f"expected {count} values, one for each layer behind the inputs; {here(len(values))}"
                faults.add(self.places[key], text, "")
        for key, layers in (("batch_norm", self.batch_norm), ("prelu", self.prelu), ("freeze", self.freeze)):
            for layer in layers:
                if layer > count:
                    faults.add(self.places[key], f"there is no layer {layer}; the last is {count}", str(layer))

    def _extras(self, layer: int) -> list[str]:
        """What the layer learns besides weights and biases, as keys of the table of extras."""
        extras = []
        if layer in self.batch_norm:
            extras.append(f"batch_norm_{self.batch_norm_count}")
        if layer in self.prelu:
            extras.append(f"prelu_{self.prelu_count}")
        return extras


def solve(problem: Problem) -> Working:
    """Every count with formula and numbers, the totals, and the table."""
    page = Working(problem)
    page.layout = "compact"
    page.rounding = Rounding(page.rounding.decimals, page.rounding.figures)  # counts are whole and never rounded
    page.named_whole = True  # a count that is asked for keeps its whole name
    if problem.recurrent:
        _recurrent(page, problem.recurrent)
    elif problem.transformer:
        _transformer(page, problem.transformer)
    elif problem.transfer:
        write_transfer(page, problem.transfer)
        page.statement += statement_of_transfer(problem.transfer, problem.asked)
    else:
        _layers(page, problem)
    return page


def _layers(page: Working, problem: Problem) -> None:
    """Weights, biases and parameters of each layer, their totals, and the table."""
    assert problem.net is not None and problem.layers is not None, "what else may be counted is not there"
    layers = problem.net
    page.subtitle = " – ".join(map(str, problem.layers)) if len(problem.layers) <= 12 else ""
    write(page, layers)
    page.synonyms = synonyms(layers)
    if problem.freeze:
        trained = [Symbol(layer.own("parameters")) for layer in layers if layer.number not in problem.freeze]
        frozen = [Symbol(layer.own("parameters")) for layer in layers if layer.number in problem.freeze]
        write_trained(page, trained, frozen)
    page.table(lambda solution: table(layers, solution), always=True)
    page.check(lambda solution: checked(layers, solution))
    page.note(*notes(layers))
    page.statement += statement(problem)


def _recurrent(page: Working, plan: Recurrent) -> None:
    """The counts of recurrent layers."""
    page.subtitle = f"{spoken(Says(CELLS[plan.cell].called), str)}, {plan.inputs} → {plan.units}"
    write_recurrent(page, plan)
    page.statement += statement_of_recurrent(plan, page.problem.asked)


def _transformer(page: Working, plan: Transformer) -> None:
    """The counts of a Transformer."""
    page.subtitle = spoken(Says("parameters_transformer", n=plan.layers + plan.decoder_layers, d=plan.d_model), str)
    write_transformer(page, plan)
    page.statement += statement_of_transformer(plan, page.problem.asked)
