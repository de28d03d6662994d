"""The layers whose weights are drawn: their sizes, and how many inputs and outputs each weight has beside it."""

from __future__ import annotations

from ...errors import here
from ...formula.expr import Expr, product_of, whole
from ...reading.schema import Field, ListOf, Record, Schema, Type, Whole
from ...reading.yamlfile import Faults, Node, complete

MOST_LAYERS, MOST_NEURONS, LARGEST_KERNEL = 100, 10**6, 100
_EXAMPLE = "[784, 256, 10], or {conv: {size: 3, channels: 64, kernels: 128}} as a layer"


class Layer:
    """A layer: its number from 1, its inputs and outputs as formulas, and how it is called."""

    __slots__ = ("called", "fan_in", "fan_out", "number")

    def __init__(self, number: int, fan_in: Expr, fan_out: Expr, called: str):
        self.number, self.fan_in, self.fan_out, self.called = number, fan_in, fan_out, called


class Conv(Record):
    """``conv:`` the sides of the kernels, the channels they see, and how many there are."""

    size = Field(ListOf(Whole(1, LARGEST_KERNEL), 2, least=1), "the side of a kernel, or [height, width]")
    channels = Field(Whole(1, MOST_NEURONS), "the channels of the input")
    kernels = Field(Whole(1, MOST_NEURONS), "the kernels, one for each channel of the output")

    @property
    def sides(self) -> list[int]:
        """Height and width of a kernel."""
        return self.size * 2 if len(self.size) == 1 else self.size

    def layer(self, number: int) -> Layer:
        """Each output sees k·k numbers of every channel; each input goes into k·k of every kernel."""
        area = list(map(whole, self.sides))
        height, width = self.sides
        called = f"conv {height}×{width}, {self.channels} → {self.kernels}"
        fan_in = product_of([*area, whole(self.channels)])
        return Layer(number, fan_in, product_of([*area, whole(self.kernels)]), called)


class Deep(Record):
    """``layers: {width: 512, depth: 10}``: so many layers of so many neurons, behind as many inputs."""

    width = Field(Whole(1, MOST_NEURONS), "the neurons of every layer")
    depth = Field(Whole(1, MOST_LAYERS), "the number of layers")

    @property
    def layers(self) -> list[Layer]:
        """The layers, all alike."""
        return [dense(number, self.width, self.width) for number in range(1, self.depth + 1)]


def dense(number: int, before: int, size: int) -> Layer:
    """A dense layer."""
    return Layer(number, whole(before), whole(size), f"{before} → {size}")


class Layers(Type[list[Layer]]):
    """Sizes, the inputs first; convolutions among them as mappings; or one width and how often."""

    def read(self, node: Node, faults: Faults) -> list[Layer] | None:
        if node.entries is not None:
            if "conv" in node.entries:
                return self._listed(node, [node], faults)
            deep = Deep.read(node, faults)
            return deep.layers if deep.has("width", "depth") else None
        if node.items is None:
            return faults.add(node, f"expected sizes such as {_EXAMPLE}")
        if len(node.items) > MOST_LAYERS:
            return faults.add(node, f"expected at most {MOST_LAYERS} layers; {here(len(node.items))}", "")
        return self._listed(node, node.items, faults)

    def _listed(self, node: Node, items: list[Node], faults: Faults) -> list[Layer] | None:
        """Layers from a list of sizes and convolutions."""
        read: list[int | Conv] | None = complete([self._item(item, faults) for item in items])
        if read is None:
            return None
        found = _Chain(items, faults)
        for place, item in enumerate(read):
            found.take(place, item)
        found.close()
        if not found.layers and not found.wrong:
            return faults.add(node, f"expected at least two sizes, such as {_EXAMPLE}", "")
        return None if found.wrong else found.layers

    def _item(self, item: Node, faults: Faults) -> int | Conv | None:
        if item.entries is None:
            return Whole(1, MOST_NEURONS).read(item, faults)
        conv = item.mapped.get("conv")
        if conv is None or len(item.entries) > 1:
            text = "expected a size, or {conv: {size: 3, channels: 64, kernels: 128}}"
            return faults.add(item, text, "")
        record = Conv.read(conv, faults)
        return record if record.has("size", "channels", "kernels") else None

    def schema(self) -> Schema:
        conv: Schema = {"type": "object", "properties": {"conv": Conv.schema()}, "required": ["conv"]}
        sizes: Schema = {"type": "array", "items": {"anyOf": [Whole(1, MOST_NEURONS).schema(), conv]}}
        return {"anyOf": [sizes, Deep.schema(), conv]}


class _Chain:
    """Layers one after the other, while they are read; sizes that make no layer are noted."""

    def __init__(self, items: list[Node], faults: Faults):
        self.items, self.faults = items, faults
        self.layers: list[Layer] = []
        self.sizes: list[int] = []  # those that stand side by side
        self.last: Conv | None = None
        self.wrong = False

    def take(self, place: int, item: int | Conv) -> None:
        """One more entry."""
        if isinstance(item, Conv):
            self.close()
            self._take_conv(place, item)
            return
        if self.sizes:
            self.layers.append(dense(len(self.layers) + 1, self.sizes[-1], item))
        self.sizes.append(item)
        self.place, self.last = place, None

    def _take_conv(self, place: int, conv: Conv) -> None:
        if self.last is not None and self.last.kernels != conv.channels:
            node = self.items[place].mapped["conv"].mapped["channels"]
            text = f"the convolution before has {self.last.kernels} kernels, so that this one sees as many channels"
            self._note(node, text)
        self.layers.append(conv.layer(len(self.layers) + 1))
        self.last = conv

    def close(self) -> None:
        """The sizes side by side come to their end; one alone makes no layer."""
        if len(self.sizes) == 1:
            text = "a size alone makes no layer: write the inputs of the dense layer and its neurons side by side"
            self._note(self.items[self.place], text)
        self.sizes = []

    def _note(self, node: Node, text: str) -> None:
        self.wrong = True
        self.faults.add(node, text)
