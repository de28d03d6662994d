"""A chain of layers walked from the input on: every step, every table row, and the faults that only the walk shows."""

from __future__ import annotations

from ...formula.arrays import Shape
from ...formula.expr import ZERO, Mul, sum_of
from ...names import Name, size
from ...reading.yamlfile import Faults
from ...solution import Block, Ref, Says, Section, names_of, steps_of
from ...words import spoken
from .columns import COLUMNS, FLOAT_BYTES, TOTALLED
from .dense import Dense, Flatten
from .layer import Layer
from .layers import Unchanged
from .page import FIELD, JUMP, ImpossibleError, Letters, Page
from .sizes import InputShape

INPUT_SHAPE, INPUT_MEMORY = size("input", "shape"), size("input", "memory")


class Row:
    """One layer's row of the table: what describes it, and the columns' cells by word."""

    __slots__ = ("cells", "describing", "layer")

    def __init__(self, layer: Layer, describing: list, cells: dict[str, Ref | str | int]):
        self.layer, self.describing, self.cells = layer, describing, cells


class Chain:
    """The steps and rows of a chain. ``subtitle`` describes the input, ``synonyms`` are further names of steps.

    ``shapes`` are the shapes by the names of the layers, ``titles`` those by the names that the author gave.
    """

    def __init__(
        self,
        shape: InputShape,
        layers: list[Layer | None],
        columns: list[str],
        strict: bool,
        letters: Letters,
    ):
        self.page = Page(shape, letters)
        self.layers, self.columns, self.strict = layers, columns, strict
        self.subtitle = spoken(Says("cnn_subtitle", shape=str(shape)), str)
        self.input, self.flattened = str(shape), 0
        self.rows: list[Row] = []
        self.synonyms: dict[str, Name] = {}
        self.shapes: dict[str, Name] = {}
        self.titles: dict[str, Name] = {}

    def walk(self, faults: Faults) -> None:
        """Writes all layers; stops at the first that cannot stand where it stands, with a fault at its place."""
        self.begin()
        for layer in self.layers:
            if layer is None:
                return
            try:
                self.add(layer)
            except ImpossibleError as error:
                faults.add(error.node, error.message, error.text)
                return

    def begin(self) -> None:
        """Writes the input's shape, and what the columns start from."""
        sizes = self.page.map.sizes
        self.page.blocks.append(Block(Says("cnn_input")))
        self.page.step(INPUT_SHAPE, "shape", Shape(sizes))
        if "memory" in self.columns:
            self.page.step(INPUT_MEMORY, "bytes", Mul((FLOAT_BYTES, *sizes)), Says("cnn_bytes"))
        if "receptive-field" in self.columns:
            self.page.give(FIELD, "r", 1)
            self.page.give(JUMP, "j", 1)

    def add(self, layer: Layer) -> None:
        """Writes one layer, with a flatten before it where a dense layer needs one."""
        if isinstance(layer, Unchanged):
            self.mention(layer)
            return
        if isinstance(layer, Dense) and self.page.map.sides:
            if self.strict:
                text = f"a dense layer takes a row of numbers and gets a map of {self.page.shown()}"
                raise ImpossibleError(layer.node, f"{text}; write - flatten before it", layer.word)
            flatten = Flatten()
            flatten.node, flatten.inserted = layer.node, True
            self.write(flatten)
        self.write(layer)

    def write(self, layer: Layer) -> None:
        if isinstance(layer, Flatten):  # numbered here, since some are put in
            self.flattened += 1
            layer.ordinal = self.flattened
        layer.write(self.page)
        cells = {word: COLUMNS[word][1](layer, self.page) for word in self.words}
        self.rows.append(Row(layer, layer.cells(), cells))
        self.shapes[layer.id] = layer.own("shape")
        if layer.name:
            self.titles[layer.name] = layer.own("shape")
            for step in self.page.blocks[-1].steps:
                self.synonyms[f"{layer.name}.{step.name.by}"] = step.name

    def mention(self, layer: Unchanged) -> None:
        """An activation or dropout stands in the heading of the layer before it."""
        if self.rows:
            title = self.page.blocks[-1].title
            assert title is not None, "the block of a layer is headed by it"
            title.args["text"] = Says("layer_then", first=title.args["text"], more=layer.describe())
        else:
            self.subtitle += spoken(Says("cnn_subtitle_then", layer=layer.describe()), str)

    def sections(self) -> list[Section]:
        """The layers, then the totals."""
        layers = Section(Says("cnn_layers"), list(self.page.blocks))
        self.page.blocks.append(Block())
        for word in self.words:
            if word in TOTALLED:
                total = TOTALLED[word]
                counts = [name for name in names_of(layers.steps) if name.by == total and self.page.values[name]]
                self.page.step(total, _LETTERS.get(word, word), sum_of(counts) if counts else ZERO)
        return [layers, Section(Says("cnn_total"), [self.page.blocks.pop()])]

    @property
    def names(self) -> list[Name]:
        """The names of all steps."""
        return names_of(steps_of(self.sections()))

    @property
    def words(self) -> list[str]:
        """The words of all columns of counts."""
        return ["parameters", *self.columns]

    def table_rows(self, kept: set[Name]) -> list[list]:
        """The table's rows, as far as their steps are ``kept``."""
        shape = Ref(INPUT_SHAPE) if INPUT_SHAPE in kept else self.input
        memory = {"memory": Ref(INPUT_MEMORY)}
        rows: list[list] = [
            [
                spoken(Says("cnn_input_row"), str),
                "",
                "",
                "",
                "",
                shape,
                *_cells([memory.get(word, "") for word in self.words], kept),
            ]
        ]
        layers = {name.of for name in kept}
        for row in self.rows:
            if row.layer.id in layers:
                counts = [row.cells[word] for word in self.words]
                rows.append([row.layer.title, *row.describing, *_cells([Ref(row.layer.own("shape")), *counts], kept)])
        totals = {word: Ref(name) for word, name in TOTALLED.items()}
        last = _cells([totals.get(word, "") for word in self.words], kept)
        return [*rows, [spoken(Says("cnn_total_row"), str), "", "", "", "", "", *last]] if any(last) else rows


# How the totals are printed, where not by their word.
_LETTERS = {"macs": "MACs", "memory": "bytes"}


def _cells(contents: list, kept: set[Name]) -> list:
    """The cells of a row; empty for steps that are not ``kept``."""
    return ["" if isinstance(cell, Ref) and cell.name not in kept else cell for cell in contents]
