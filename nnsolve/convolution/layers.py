"""The layers of a convolutional network. A new layer is one class and one entry in the table at the end."""

from __future__ import annotations

from ..formula.expr import ONE, TWO, ZERO, Mul, Num, Shape, Symbol
from ..formula.functions import floor
from ..schema import Choice, Field, Flag, Text, Whole
from ..solution import Says
from .layer import Layer
from .page import FeatureMap, ImpossibleError, Page
from .sizes import LONGEST_SIDE, Sides
from .window import Window

COUNT = Whole(1, LONGEST_SIDE)


def _of(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


class Conv(Window):
    """A convolution (as frameworks mean it: a cross-correlation)."""

    stem, what = "conv", "convolution"

    kernels = Field(COUNT, "how many kernels, which is how many maps come out")
    dilation = Field(Sides(1), "distance of neighbouring weights of the kernel", default=(1,))
    groups = Field(COUNT, "into how many groups the channels are cut, each with its own kernels", default=1)
    bias = Field(Flag(), "whether each kernel has a bias", default=True)

    def describe(self):
        text = f"{_of(self.kernels, 'kernel')} of {self.kernel}, {super().describe()}"
        return text + (f", {self.groups} groups" if self.groups > 1 else "") + ("" if self.bias else ", no bias")

    def cells(self):
        kernel, _, stride, padding = super().cells()
        return [kernel, self.kernels, stride, padding]

    def write(self, page: Page):
        before = page.map
        self.axes = page.axes
        page.block(self.name or self.id, self.describe())
        self.need_map(page)
        self._divide(page)
        sides = self.slide(page)
        self.K = page.give(f"{self.id}.K", "K", self.kernels)
        self.seen = Symbol(before.channels)
        if self.groups > 1:
            G = page.give(f"{self.id}.G", "G", self.groups)
            share = floor(self.seen / G)
            self.seen = page.step(f"{self.id}.group_channels", "C", share, Says("cnn_group"), "G")
        channels = page.step(f"{self.id}.channels", "C", self.K, Says("cnn_channels"))
        page.shape(self.id, FeatureMap(sides, channels.name, before.fields, before.jumps), self.node)

    def _divide(self, page: Page):
        for what, count in (("channels", page.values[page.map.channels]), ("kernels", self.kernels)):
            if count % self.groups:
                text = f"{count} {what} cannot be cut into {self.groups} equal groups"
                raise ImpossibleError(self.places["groups"], text)

    def weights(self) -> list:
        """The factors of one kernel's number of weights."""
        return [*[side.F for side in self.sides], self.seen]

    def parameters(self, page):
        weights = Mul(self.weights())
        if self.bias:
            return (weights + ONE) * self.K, Says("cnn_bias")
        return Mul((*weights.factors, self.K)), Says("cnn_no_bias")

    def products(self, page):
        return Mul((*self.weights(), *page.map.sizes)), Says("cnn_products")


class DepthwiseConv(Window):
    """A convolution in which each kernel sees one channel only."""

    stem, what = "conv", "convolution"

    multiplier = Field(COUNT, "how many kernels a channel", default=1)
    dilation = Field(Sides(1), "distance of neighbouring weights of the kernel", default=(1,))
    bias = Field(Flag(), "whether each kernel has a bias", default=True)

    def describe(self):
        each = "one kernel" if self.multiplier == 1 else f"{self.multiplier} kernels"
        bias = "" if self.bias else ", no bias"
        return f"depthwise: {each} of {self.kernel} a channel, {super().describe()}{bias}"

    def write(self, page: Page):
        before = page.map
        self.axes = page.axes
        page.block(self.name or self.id, self.describe())
        sides = self.slide(page)
        channels = before.channels
        if self.multiplier > 1:
            M = page.give(f"{self.id}.M", "M", self.multiplier)
            channels = page.step(f"{self.id}.channels", "C", Symbol(channels) * M, Says("cnn_channels")).name
        page.shape(self.id, FeatureMap(sides, channels, before.fields, before.jumps), self.node)

    def cells(self):
        kernel, _, stride, padding = super().cells()
        return [kernel, self.kernels, stride, padding]

    kernels: int | str = ""

    def weights(self) -> list:
        """The factors of one kernel's number of weights."""
        return [side.F for side in self.sides]

    def parameters(self, page):
        self.kernels = page.values[page.map.channels]
        weights, K = self.weights(), Symbol(page.map.channels)
        if self.bias:
            return ((Mul(weights) if len(weights) > 1 else weights[0]) + ONE) * K, Says("cnn_depthwise")
        return Mul((*weights, K)), Says("cnn_depthwise_no_bias")

    def products(self, page):
        return Mul((*self.weights(), *page.map.sizes)), Says("cnn_products_depthwise")


class Pool(Window):
    """Pooling: each window of a channel becomes one number."""

    stem, what, short = "pool", "pooling", "size"
    is_pool = True
    takes = ""

    ceil_mode = Field(Flag(), "round the output's sides up instead of down, as PyTorch does it", default=False)

    def describe(self):
        return f"{self.takes} over {self.kernel}, {super().describe()}"

    def write(self, page: Page):
        before = page.map
        self.axes = page.axes
        page.block(self.name or self.id, self.describe())
        sides = self.slide(page)
        page.shape(self.id, FeatureMap(sides, before.channels, before.fields, before.jumps), self.node, Says("cnn_pool"))

    def parameters(self, page):
        return ZERO, Says("cnn_blank")


class MaxPool(Pool):
    """The greatest number of each window."""

    takes = "maximum"
    dilation = Field(Sides(1), "distance of neighbouring places of the window", default=(1,))


class AvgPool(Pool):
    """The mean of each window."""

    takes = "average"


class GlobalPool(Layer):
    """Pooling over the whole map: a row with one number a channel."""

    stem, what = "pool", "pooling"

    def describe(self):
        return f"{'average' if 'avg' in self.word else 'maximum'} over the whole map of each channel"

    def write(self, page: Page):
        self.need_map(page)
        page.block(self.name or self.id, self.describe())
        page.shape(self.id, FeatureMap((), page.map.channels), self.node, Says("cnn_global"))

    def parameters(self, page):
        return ZERO, Says("cnn_blank_global")

    def sees(self, page):
        return "all"


class Flatten(Layer):
    """The map as one row of numbers. ``inserted`` where the file has none and a dense layer needs it."""

    stem, what = "flatten", "flatten"
    inserted = False

    def describe(self):
        return "put in here, because a dense layer takes a row of numbers" if self.inserted else "the map as one row"

    def write(self, page: Page):
        page.block(self.name or self.id, self.describe())
        row = page.map.channels
        if page.map.sides:
            row = page.step(f"{self.id}.units", "n", Mul(page.map.sizes), Says("cnn_flatten")).name
        page.shape(self.id, FeatureMap((), row), self.node)


class Dense(Layer):
    """A fully connected layer."""

    stem, what, short = "dense", "dense", "units"

    units = Field(COUNT, "how many neurons")
    bias = Field(Flag(), "whether each neuron has a bias", default=True)

    def describe(self):
        return _of(self.units, "neuron") + ", fully connected" + ("" if self.bias else ", no bias")

    def cells(self):
        return ["", self.units, "", ""]

    def write(self, page: Page):
        page.block(self.name or self.id, self.describe())
        self.n = Symbol(page.map.channels)
        self.m = page.give(f"{self.id}.units", "n", self.units, self.id.removeprefix(self.stem))
        page.shape(self.id, FeatureMap((), self.m.name), self.node)

    def parameters(self, page):
        if self.bias:
            return self.n * self.m + self.m, Says("cnn_dense")
        return self.n * self.m, Says("cnn_dense_no_bias")

    def products(self, page):
        return self.n * self.m, Says("cnn_products_dense")

    def sees(self, page):
        return "all"


class Counted(Layer):
    """A layer that keeps the shape and learns a number or two a channel, by a convention that the page names."""

    short = "count"
    formulas: dict = {}

    def describe(self):
        return f"{self.what}, counted as {self.count}"

    def write(self, page: Page):
        page.block(self.name or self.id, self.describe())
        page.shape(self.id, page.map, self.node, Says("cnn_keeps"))

    def parameters(self, page):
        formula, reason = self.formulas[self.count]
        return formula(page.map), Says(reason)


class BatchNorm(Counted):
    """Batch normalisation, with the parameters that are trained (PyTorch's count) or all four (Keras's total)."""

    stem, what = "norm", "batch normalisation"
    formulas = {
        "trainable": (lambda map: TWO * Symbol(map.channels), "cnn_batch_norm_trainable"),
        "all": (lambda map: Num("4") * Symbol(map.channels), "cnn_batch_norm_all"),
    }
    count = Field(Choice(*formulas), "γ and β only, or the moving mean and variance as well", default="trainable")


class LayerNorm(Counted):
    """Layer normalisation with γ and β a channel, or at every place of the map."""

    stem, what = "norm", "layer normalisation"
    formulas = {
        "channels": (lambda map: TWO * Symbol(map.channels), "cnn_layer_norm_channels"),
        "map": (lambda map: Mul((TWO, *map.sizes)), "cnn_layer_norm_map"),
    }
    count = Field(Choice(*formulas), "γ and β a channel, or one pair at every place of the map", default="channels")


class PRelu(Counted):
    """Parametric ReLU, whose slope below 0 is learned."""

    stem, what = "prelu", "parametric ReLU"
    formulas = {
        "one": (lambda map: ONE, "cnn_prelu_one"),
        "channels": (lambda map: Symbol(map.channels), "cnn_prelu_channels"),
    }
    count = Field(Choice(*formulas), "one slope, or one a channel", default="one")


ACTIVATIONS = (
    "relu", "relu6", "leaky-relu", "elu", "selu", "gelu", "silu", "swish", "mish", "sigmoid", "hard-sigmoid", "hard-swish",
    "tanh", "softplus", "softmax", "log-softmax", "step", "identity",
)  # fmt: skip


class Unchanged(Layer):
    """A layer with neither shape nor parameters of its own: an activation, dropout. ``value`` is its rate or the like."""

    short, what = "value", "activation"
    value = Field(Text(), "a rate or slope; it changes neither shape nor count", default="")

    def describe(self):
        return f"{self.word} {self.value}".rstrip()


class Activation(Unchanged):
    """``activation: relu``, the same as ``relu``."""

    value = Field(Choice(*ACTIVATIONS), "the activation function")

    def describe(self):
        return self.value


LAYERS: dict[str, type[Layer]] = {
    "conv": Conv,
    "depthwise-conv": DepthwiseConv,
    "max-pool": MaxPool,
    "avg-pool": AvgPool,
    "global-avg-pool": GlobalPool,
    "global-max-pool": GlobalPool,
    "flatten": Flatten,
    "dense": Dense,
    "batch-norm": BatchNorm,
    "layer-norm": LayerNorm,
    "activation": Activation,
    "prelu": PRelu,
    "dropout": Unchanged,
    "local-response-norm": Unchanged,
} | dict.fromkeys(ACTIVATIONS, Unchanged)

__all__ = ["LAYERS", "Shape", "Unchanged"]
