"""Layers that end in a row of numbers: flatten, dense and softmax; and activations, which work on maps and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS, listed, softmax_unit
from ...formula.array_functions import softmax_row
from ...formula.arrays import Entry, MatMul, Transpose
from ...formula.expr import Call, Expr, Symbol, total_of
from ...formula.maps import flatten_channels_first, flatten_channels_last
from ...names import Name, Role, entry
from ...reading.activation import Choice as Chosen
from ...reading.activation import read_activation
from ...reading.schema import Choice, Field, Schema, Text, Type, Whole
from ...reading.yamlfile import Faults, Node
from ...solution import Block, Says, Step
from ...subjects.layers import dense
from ...subjects.layers.layer import described
from ...subjects.layers.page import ImpossibleError, Page
from .kernel_layer import FLAT, LEAST, MOST
from .kernel_types import BiasType
from .map_layer import MapLayer, Places
from .reading import MATRIX, Matrix, random_whole, read_matrix, stack

if TYPE_CHECKING:
    from .backward import BackwardPage
    from .sheet import Sheet


MOST_NEURONS = 4096
# Slopes whose pieces are told.
_NOTED = ("network_relu_slope", "network_relu_slope_at")


class Flatten(MapLayer, dense.Flatten):
    """All maps as one row of numbers, row by row; which of the channels comes first is named. A row stays as it is."""

    order = Field(
        Choice("channels first", "channels last"),
        "one map after the other, or place by place",
        default="channels first",
    )
    inserted = False
    gives_back = "maps_unflatten"

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Numbers moved, and passes over a map."""
        return before.places * before.channels, before.channels

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of what comes in."""
        return self.before.shape

    def written(self, sheet: Sheet) -> None:
        """Writes the row."""
        self.sources = sources = list(sheet.maps)
        name = sheet.begin_row(self, len(sources) * self.size[0] * self.size[1])
        function, key = _FLATTENED[self.order]
        intro = Says("maps_flatten" if len(sources) == 1 else key)
        call = Call(function, *map(Symbol, sources))
        sheet.put(Block(None, [Step(name, call, None, "names")], intro))
        steps = [Step(entry(name, at), self._seen(at)) for _, at in sheet.asked_of(name)]
        if steps:
            sheet.put(Block(None, steps))

    def _seen(self, at: int) -> Entry:
        """The number of a map that stands at one place of the row."""
        rows, columns = self.size
        if self.order == "channels last":
            place, channel = divmod(at, len(self.sources))
        else:
            channel, place = divmod(at, rows * columns)
        return Entry(self.sources[channel], *divmod(place, columns), not self.before.sides)


# How a row is made of maps, and the sentence that says so.
_FLATTENED = {
    "channels first": (flatten_channels_first, "maps_flatten_first"),
    "channels last": (flatten_channels_last, "maps_flatten_last"),
}


class MatrixType(Type[Matrix]):
    """A matrix of numbers."""

    def read(self, node: Node, faults: Faults) -> Matrix | None:
        return read_matrix(node, faults)

    def schema(self) -> Schema:
        return MATRIX


class Dense(MapLayer):
    """A fully connected layer with its weights, one row a neuron."""

    stem, what = "dense", "dense"
    fill, plain = "output", True
    role = Role.NET
    letter = "W"  # of its weights

    weights = Field(MatrixType(), "one row a neuron", default=None)
    neurons = Field(Whole(1, MOST_NEURONS), "how many neurons with random weights (with seed)", default=None)
    bias = Field(BiasType(), "one number for all neurons, or one a neuron", default=())
    seed = Field(Whole(0, 10**9), f"where random weights from {LEAST} to {MOST} begin", default=None)

    def check(self, faults: Faults) -> None:
        if ("weights" in self.places) == ("neurons" in self.places):
            faults.add(
                self.beginning, "write weights: with one row a neuron, or neurons: and seed: for random ones", ""
            )
        elif ("neurons" in self.places) != ("seed" in self.places):
            faults.add(self.beginning, "neurons: and seed: belong together; written weights need neither", "")

    @property
    def count(self) -> int:
        """How many neurons."""
        return self.neurons or 0 if self.weights is None else self.weights.size[0]

    def describe(self) -> Says:
        joined = Says("layer_dense") if self.seed is None else Says("layer_dense_random", seed=self.seed)
        return described(Says("layer_neurons", n=self.count), joined, None if self.bias else Says("cnn_no_bias"))

    def write(self, page: Page) -> None:
        from ...subjects.layers.page import FeatureMap

        page.block(self.title, self.describe())
        before = page.values[page.map.channels]
        if self.weights is not None and self.weights.size[1] != before:
            comes = "1 number comes" if before == 1 else f"{before} numbers come"
            text = f"{comes} here, and a row of weights has {self.weights.size[1]}"
            raise ImpossibleError(self.places["weights"], text, "")
        if len(self.bias) not in (0, 1, self.count):
            neurons = "1 neuron" if self.count == 1 else f"{self.count} neurons"
            raise ImpossibleError(self.places["bias"], f"{len(self.bias)} biases for {neurons}", "")
        units = page.give(self.own("units"), "n", self.count, str(self.ordinal))
        page.shape(self.id, FeatureMap((), units.name), self.node)

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Multiplications, and passes, that the layer takes."""
        return before.channels * after.channels, 1

    def written(self, sheet: Sheet) -> None:
        """Writes the weights, the first neurons and the whole row."""
        self.sources = list(sheet.maps)
        (source,), before = self.sources, self.before.channels
        matrix = self.weights
        if matrix is None:
            assert self.seed is not None, "random weights have a seed"
            made = random_whole(self.seed, before * self.count, LEAST, MOST)
            matrix = stack(made, 0, 1, self.count, before)[""]
        weights, bias = Name(Role.PARAMETER, f"W{sheet.number(self)}"), Name(Role.PARAMETER, "b", self.id)
        self.learned = [weights, bias] if self.bias else [weights]
        sheet.give_map(weights, sheet.numbered("W", self, ""), matrix)
        sheet.rows.append([weights])
        if self.bias:
            sheet.give_row(bias, sheet.numbered("b", self, "dense"), (list(self.bias) * self.count)[: self.count])
            sheet.rows.append([bias])
        name = sheet.begin_row(self, self.count)
        first = sheet.positions(name, True, before)
        neurons = [(entry(name, neuron), self._neuron(neuron)) for _, neuron in first]
        sheet.put_alike(Says("maps_neurons"), neurons)
        formula: Expr = MatMul(Symbol(source), Transpose(Symbol(weights)))
        formula = formula + Symbol(bias) if self.bias else formula
        sheet.put(Block(Says("maps_row"), [Step(name, formula, None, "names")]))

    def _neuron(self, neuron: int) -> Expr:
        """The formula of one neuron, number by number."""
        weights, *biases = self.learned
        (source,) = self.sources
        numbers = range(self.before.channels)
        terms: list[Expr] = [Entry(weights, neuron, k) * Entry(source, 0, k, True) for k in numbers]
        terms += [Entry(bias, 0, neuron, True) for bias in biases]
        return total_of(terms)

    def backward(self, page: BackwardPage) -> None:
        """Writes the gradients by weights and biases, then by the row that came in."""
        block = Block(None, [])
        page.write(self.learned, block)
        block.steps[0].reason = Says("maps_dense")
        super().backward(page)


class Activation(MapLayer):
    """An activation, entry by entry: ``- relu``, ``- leaky-relu: 0.01``, ``- activation: tanh``."""

    short = "value"
    value = Field(Text(), "the number of an activation that needs one, or its name behind activation:", default="")

    activation = ""
    choice: Chosen  # once it was written

    def check(self, faults: Faults) -> None:
        self.faults = faults

    def stand(self, word: str, node: Node) -> None:
        """An activation is numbered by its word: relu1, tanh1."""
        super().stand(word, node)
        self.stem = word.replace("-", "_")

    def describe(self) -> Says:
        return Says("layer_softmax" if self.spelled == "softmax" else "layer_entries", text=self.spelled)

    @property
    def spelled(self) -> str:
        """The activation as the table spells it."""
        if self.word == "activation":
            return self.value
        return self.word.replace("-", " ") + (f"({self.value})" if self.value else "")

    @property
    def learnable(self) -> bool:
        """Whether it has a derivative."""
        return self.activation == "softmax" or bool(self.choice.unit.slopes)

    def write(self, page: Page) -> None:
        place = self.places.get("value", self.node)
        faults = Faults("")
        if self.spelled.startswith("prelu"):
            raise ImpossibleError(place, "PReLU learns its slope; write leaky-relu: with the slope", self.spelled)
        chosen = read_activation(Node(place.line, place.column, text=self.spelled), faults)
        if chosen is None:
            raise ImpossibleError(place, faults.found[0].message, self.spelled)
        if chosen.name == "softmax" and page.map.sides:
            raise ImpossibleError(self.node, "softmax needs a row of numbers; write - flatten before it", self.word)
        self.activation, self.choice = chosen.name, chosen
        page.block(self.title, self.describe())
        page.shape(self.id, page.map, self.node, Says("cnn_keeps"))

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Calls of the function, each as costly as some fifty multiplications, and passes over a map."""
        return 50 * before.places * before.channels, before.channels

    def written(self, sheet: Sheet) -> None:
        """Writes the maps or the row, and of a softmax its first outputs."""
        self.sources = sources = list(sheet.maps)
        if self.activation == "softmax":
            self._softmax(sheet, sources[0])
            return
        if self.before.sides:
            names = sheet.begin_maps(self, len(sources), sheet.labels)
        else:
            names = [sheet.begin_row(self, self.before.channels)]
        entries = []
        for name, source in zip(names, sources, strict=True):
            for row, column in sheet.asked_of(name):
                before = Entry(source, row, column, not self.before.sides)
                own = Name(Role.ENTRY, name, indices=before.indices)
                entries.append(Step(own, self._over(before)))
        if entries:
            sheet.put(Block(Says("maps_first"), entries))
        steps = []
        for name, source in zip(names, sources, strict=True):
            steps.append(Step(name, self._over(Symbol(source)), None, "names"))
        steps[0].reason = Says("network_entry_by_entry")
        sheet.put(Block(None, steps, longest=sheet.longest))

    def _over(self, number: Expr) -> Expr:
        """The activation of a number, or of all numbers of a map."""
        return Call(self.choice.unit, number, *self.choice.args)

    def about_gradient(self) -> Says:
        if self.activation == "softmax":
            return Says("maps_softmax")
        source = Symbol(self.sources[0])
        slope = self.choice.unit.slope(0, (source, *self.choice.args), source)
        note = slope.function.note if isinstance(slope, Call) else ""
        return Says("maps_slope_noted", note=Says(note)) if note in _NOTED else Says("maps_slope")

    def _softmax(self, sheet: Sheet, source: Name) -> None:
        count = self.before.channels
        name = sheet.begin_row(self, count)
        nets = [Entry(source, 0, k, True) for k in range(count)]
        outputs = [Symbol(entry(name, k)) for k in range(count)]
        first = sheet.positions(name, first=True)
        if count <= FLAT:
            units = [(entry(name, k), Call(softmax_unit(k, outputs), *nets)) for _, k in first]
            sheet.put_alike(Says("maps_neurons"), units)
        sheet.put(Block(Says("maps_row"), [Step(name, Call(softmax_row, Symbol(source)), None, "names")]))


def plain_activations() -> list[str]:
    """The activations that stand as layers, as their words are written; a slope that is learned does not."""
    return [name.replace(" ", "-") for name in listed() if not ACTIVATIONS[name].learned]
