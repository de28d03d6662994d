"""Pooling layers: each window, or the whole map, of a channel becomes one number."""

from __future__ import annotations

from ...formula.expr import ZERO, Expr
from ...reading.schema import Field, Flag
from ...solution import Says
from .layer import Layer, described
from .page import FeatureMap, Page
from .sizes import Sides
from .window import Window

_TAKEN_MAP = {"maximum": "layer_maximum_map", "average": "layer_average_map"}


_TAKEN = {"maximum": "layer_maximum", "average": "layer_average"}


class _Pool(Window):
    """What both have in common; ``takes`` says what becomes of a window."""

    stem, what, short = "pool", "pooling", "size"
    fill = "violet"
    is_pool = True
    takes = ""

    ceil_mode = Field(Flag(), "round the output's sides up instead of down, as PyTorch does it", default=False)

    def describe(self) -> Says:
        return described(Says(_TAKEN[self.takes], size=self.kernel_size), super().describe())

    def parameters(self, page: Page) -> tuple[Expr, Says]:
        return ZERO, Says("cnn_blank")


class MaxPool(_Pool):
    """The greatest number of each window."""

    elsewhere = ("pool", "pooling")
    takes = "maximum"
    dilation = Field(Sides(1), "distance of neighbouring places of the window", default=(1,))


class AvgPool(_Pool):
    """The mean of each window."""

    elsewhere = ("mean-pool", "average-pool")
    takes = "average"


class _GlobalPool(Layer):
    """A row with one number a channel, made from its whole map."""

    stem, what = "pool", "pooling"
    fill = "violet"
    takes = ""

    def describe(self) -> Says:
        return Says(_TAKEN_MAP[self.takes])

    def write(self, page: Page) -> None:
        page.block(self.title, self.describe())
        self.need_map(page)
        page.shape(self.id, FeatureMap((), page.map.channels), self.node, Says("cnn_global"))

    def parameters(self, page: Page) -> tuple[Expr, Says]:
        return ZERO, Says("cnn_blank")

    def sees(self, page: Page) -> str:
        return "all"


class GlobalMaxPool(_GlobalPool):
    """The greatest number of each channel."""

    takes = "maximum"


class GlobalAvgPool(_GlobalPool):
    """The mean of each channel."""

    elsewhere = ("gap",)
    takes = "average"
