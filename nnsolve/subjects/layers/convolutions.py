"""Convolutional layers (cross-correlations, as frameworks mean them): whole, grouped and depthwise."""

from __future__ import annotations

from ...formula.expr import ONE, Expr, Symbol, product_of
from ...formula.functions import floor
from ...names import Name
from ...reading.schema import Field, Flag, Whole
from ...solution import Says
from .layer import described
from .page import ImpossibleError, Page
from .sizes import LONGEST_SIDE, Sides
from .window import Window

COUNT = Whole(1, LONGEST_SIDE)


class _Convolution(Window):
    """What the two have in common: weights and a bias a kernel. ``sentences`` name a kernel's parameters."""

    stem, what = "conv", "convolution"
    fill = "warm"
    sentences: tuple[str, str, str] = ("", "", "")

    dilation = Field(Sides(1), "distance of neighbouring weights of the kernel", default=(1,))
    bias = Field(Flag(), "whether each kernel has a bias", default=True)
    seen: tuple[Symbol, ...] = ()  # the channels that one kernel sees
    K: Symbol
    number = 0

    def weights(self) -> list:
        """The factors of one kernel's number of weights."""
        return [side.F for side in self.sides] + list(self.seen)

    def cells(self) -> list:
        kernel, _, stride, padding = super().cells()
        return [kernel, self.number, stride, padding]

    def parameters(self, page: Page) -> tuple[Expr, Says]:
        if self.bias:
            return (product_of(self.weights()) + ONE) * self.K, Says(self.sentences[0])
        return product_of([*self.weights(), self.K]), Says(self.sentences[1])

    def products(self, page: Page) -> tuple[Expr, Says]:
        return product_of([*self.weights(), *page.map.sizes]), Says(self.sentences[2])


class Conv(_Convolution):
    """A convolution: every kernel sees all channels, or those of its group."""

    elsewhere = ("convolution",)
    sentences = ("cnn_bias", "cnn_no_bias", "cnn_products")

    kernels = Field(COUNT, "how many kernels, which is how many maps come out")
    groups = Field(COUNT, "into how many groups the channels are cut, each with its own kernels", default=1)

    def describe(self) -> Says:
        return described(
            Says("layer_kernels", n=self.kernels, size=self.kernel_size),
            super().describe(),
            Says("layer_groups", n=self.groups) if self.groups > 1 else None,
            None if self.bias else Says("cnn_no_bias"),
        )

    def fit(self, page: Page) -> None:
        for what, count in (("channels", page.values[page.map.channels]), ("kernels", self.kernels)):
            if count % self.groups:
                text = f"{count} {what} cannot be cut into {self.groups} equal groups"
                raise ImpossibleError(self.places["groups"], text)

    def maps(self, page: Page) -> Name:
        self.K, self.number = page.give(self.own("K"), "K", self.kernels), self.kernels
        self.seen = (Symbol(page.map.channels),)
        if self.groups > 1:
            share = floor(self.seen[0] / page.give(self.own("G"), "G", self.groups))
            self.seen = (page.step(self.own("group_channels"), "C", share, Says("cnn_group"), "G"),)
        return page.step(self.own("channels"), "C", self.K, Says("cnn_channels")).name


class DepthwiseConv(_Convolution):
    """A convolution in which each kernel sees one channel only."""

    sentences = ("cnn_depthwise", "cnn_depthwise_no_bias", "cnn_products_depthwise")

    multiplier = Field(COUNT, "how many kernels a channel", default=1)

    def describe(self) -> Says:
        each = Says("layer_each_channel", n=self.multiplier, size=self.kernel_size)
        return described(each, super().describe(), None if self.bias else Says("cnn_no_bias"))

    def maps(self, page: Page) -> Name:
        self.K = Symbol(page.map.channels)
        if self.multiplier > 1:
            channels = self.K * page.give(self.own("M"), "M", self.multiplier)
            self.K = page.step(self.own("channels"), "C", channels, Says("cnn_channels"))
        self.number = page.value(self.K)
        return self.K.name
