"""A new layer is one class: with it alone chains of shapes or of numbers, pictures and commands know it."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.formula.numbers import is_array
from nnsolve.kinds.convolution import table
from nnsolve.kinds.convolution.table import layers as on_numbers
from nnsolve.subjects.layers import layers
from nnsolve.subjects.layers.layers import layers as on_shapes

from .layers import COMMON
from .new import imported, listed_in_schema, schema_of, solved, spoken, trouble

SOURCE = '''
"""Every place of a map as several (for shapes), and every number of a map times another (for numbers)."""

from nnsolve.formula.expr import Num, Symbol
from nnsolve.formula.expr import ZERO, whole
from nnsolve.kinds.convolution.map_layer import MapLayer
from nnsolve.reading.schema import Field, Number, Whole
from nnsolve.solution import Block, Says, Step
from nnsolve.subjects.layers.layer import Layer
from nnsolve.subjects.layers.page import FeatureMap


class Upsample(Layer):
    """Nearest-neighbour upsampling: every place becomes a square."""

    stem, what, short = "upsample", "upsampling", "factor"
    elsewhere = ("resize",)
    fill = "violet"
    factor = Field(Whole(2, 64), "how many places each side of a place becomes")

    def describe(self):
        return Says("layer_upsample", n=self.factor)

    def write(self, page):
        page.block(self.title, self.describe())
        self.need_map(page)
        sides = {}
        for name in page.map.sides:
            if name not in sides:  # a square has one side
                sides[name] = page.step(self.own(name.by), "H", whole(self.factor) * Symbol(name)).name
        page.shape(self.id, FeatureMap(tuple(sides[name] for name in page.map.sides), page.map.channels), self.node)

    def parameters(self, page):
        return ZERO, Says("cnn_blank")


class Scale(MapLayer):
    """Every number times a given one."""

    stem, what, short = "scale", "scaling", "by"
    by = Field(Number(), "what each number is multiplied by")

    def describe(self):
        return Says("layer_scale", text=self.places["by"].shown)

    def write(self, page):
        page.block(self.title, self.describe())
        page.shape(self.id, page.map, self.node, Says("cnn_keeps"))

    def work(self, before, after):
        return before.places * before.channels, before.channels

    def written(self, sheet):
        self.sources = list(sheet.maps)
        if self.before.sides:
            names = sheet.begin_maps(self, len(self.sources), sheet.labels)
        else:
            names = [sheet.begin_row(self, self.before.channels)]
        steps = [Step(name, self.by * Symbol(source), None, "names") for name, source in zip(names, self.sources)]
        sheet.put(Block(Says("layer_scale", text=self.places["by"].shown), steps, longest=sheet.longest))


SHAPES, NUMBERS = {"upsample": Upsample}, {"scale": Scale}
WORDS = {"layer_upsample": "every place {n} times along each side", "layer_scale": "every number times {text}"}
'''


@pytest.fixture
def new(tmp_path, monkeypatch):
    """Both layers in their tables, as long as the test runs."""
    module = imported(tmp_path, "layers", SOURCE)
    for own, more in ((layers.LAYERS, module.SHAPES), (table.LAYERS, module.NUMBERS)):
        for word, kind in more.items():
            monkeypatch.setitem(own, word, kind)
    with spoken(module):
        yield module


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
@pytest.mark.parametrize("word", ["upsample", "scale"])
def test_what_holds_for_every_layer(new, holds, word):
    """The common tests take them as any other layer."""
    holds(word, (on_shapes() | on_numbers())[word])


def test_shapes(new):
    """A map of 6 × 6 becomes one of 18 × 18, with as many channels and no parameters."""
    page = solved("kind: cnn-shapes\ninput: 8x8x1\nlayers:\n- conv: {kernels: 4, size: 3}\n- upsample: 3\n")
    assert list(page.values["upsample1.shape"]) == [18, 18, 4]
    assert page.answers["parameters"] == 4 * (9 + 1)
    assert "every place 3 times along each side" in nnsolve.render(page, "text")


def test_numbers(new):
    """Every number of a map is doubled, and a gradient through it too."""
    text = "kind: convolution\ninput: [[1, 2], [3, 0]]\nlayers:\n- conv: {kernel: [[1, -1]]}\n- scale: 2\ngradient: 1\n"
    page = solved(text)
    maps = [value.tolist() for value in page.values.values() if is_array(value)]
    assert [[1 - 2], [3 - 0]] in maps
    assert [[2 * (1 - 2)], [2 * (3 - 0)]] in maps
    assert page.check.key == "maps_checked"


def test_messages_and_commands(new):
    """They are told where something else was written, and listed in schemas."""
    text = "kind: cnn-shapes\ninput: 8x8x1\nlayers:\n- {}: 2\n"
    assert "‘upsample’" in trouble(text.format("upsampel"))
    assert "‘upsample’" in trouble(text.format("resize"))
    assert listed_in_schema(schema_of("cnn-shapes"), "upsample")
    assert listed_in_schema(schema_of("convolution"), "scale")
