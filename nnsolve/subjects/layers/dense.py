"""Layers over a row of numbers: flatten makes the row, dense layers work on it."""

from __future__ import annotations

from ...formula.expr import Expr, Mul, Symbol
from ...reading.schema import Field, Flag
from ...solution import Says
from .convolutions import COUNT
from .layer import Layer, described
from .page import FeatureMap, Page


class Flatten(Layer):
    """The map as one row of numbers. ``inserted`` where the file has none and a dense layer needs it."""

    stem, what = "flatten", "flatten"
    elsewhere = ("reshape", "view")
    plain = True
    inserted = False

    def describe(self) -> Says:
        return Says("layer_flatten_inserted" if self.inserted else "layer_flatten")

    def write(self, page: Page) -> None:
        page.block(self.title, self.describe())
        row = page.map.channels
        if page.map.sides:
            row = page.step(self.own("units"), "n", Mul(page.map.sizes)).name
        page.shape(self.id, FeatureMap((), row), self.node)


class Dense(Layer):
    """A fully connected layer."""

    stem, what, short = "dense", "dense", "units"
    elsewhere = ("linear", "fc", "fully-connected")
    fill, plain = "output", True

    units = Field(COUNT, "how many neurons")
    bias = Field(Flag(), "whether each neuron has a bias", default=True)

    def describe(self) -> Says:
        neurons = Says("layer_neurons", n=self.units)
        return described(neurons, Says("layer_dense"), None if self.bias else Says("cnn_no_bias"))

    def cells(self) -> list:
        return ["", self.units, "", ""]

    def write(self, page: Page) -> None:
        page.block(self.title, self.describe())
        self.n = Symbol(page.map.channels)
        self.m = page.give(self.own("units"), "n", self.units, str(self.ordinal))
        page.shape(self.id, FeatureMap((), self.m.name), self.node)

    def parameters(self, page: Page) -> tuple[Expr, Says]:
        if self.bias:
            return self.n * self.m + self.m, Says("cnn_dense")
        return self.n * self.m, Says("cnn_dense_no_bias")

    def products(self, page: Page) -> tuple[Expr, Says]:
        return self.n * self.m, Says("cnn_products_dense")

    def sees(self, page: Page) -> str:
        return "all"
