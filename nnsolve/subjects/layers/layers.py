"""The table of layers, and how a list of them is read. A new layer is a class and an entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...errors import listing, nearest
from ...formula.activations import ACTIVATIONS, listed
from ...reading.schema import Choice, Field, Number, Schema, Type
from ...reading.yamlfile import Faults, Node
from ...solution import Says
from .convolutions import Conv, DepthwiseConv
from .counted import BatchNorm, LayerNorm, PRelu
from .dense import Dense, Flatten
from .layer import Layer
from .pools import AvgPool, GlobalAvgPool, GlobalMaxPool, MaxPool

MOST_LAYERS = 1000
NAME = re.compile(r"[^\W_][\w -]{0,29}")

# Activations that change no shape and need no formula here, besides those of the table of activations.
_BY_NAME = ("relu6", "swish", "mish", "hard-swish", "softmax", "log-softmax")


class Unchanged(Layer):
    """A layer that changes neither shape nor count: an activation, dropout. It has no lines of its own."""

    short = "value"

    def check(self, faults: Faults) -> None:
        """Notes a name, which would stand above lines."""
        self.idle(faults, ["name"], "stands above the lines of a layer, and this one has none; leave it out")


class Numbered(Unchanged):
    """A layer that may have a ``value``, its rate or slope."""

    value = Field(Number(), "a number; it changes neither shape nor count", default=None)

    def describe(self) -> Says:
        value = "" if self.value is None else f" {self.places['value'].shown[:30]}"
        return Says("layer_text", text=self.word + value)


class Dropout(Numbered):
    """Dropout: ``value`` is the share of the numbers that are dropped in training."""

    value = Field(Number(least=0, below=1), "the rate, the share that is dropped in training", default=None)


class LocalResponseNorm(Numbered):
    """Local response normalisation, as AlexNet has it; it learns nothing."""

    elsewhere = ("lrn",)


class Sloped(Numbered):
    """An activation whose ``value`` is its slope or scale below 0."""

    value = Field(Number(least=0), "the slope or scale below 0; it changes neither shape nor count", default=None)


def activations() -> dict[str, type[Layer]]:
    """The activations that stand as layers; one whose slope is learned is a layer of its own."""
    found: dict[str, type[Layer]] = {}
    for name in listed():
        entry = ACTIVATIONS[name]
        if not entry.learned:
            found[name.replace(" ", "-")] = Sloped if entry.parameters else Numbered
    return found | dict.fromkeys(_BY_NAME, Numbered)


class ActivationWord(Type[str]):
    """One of the activations, in the table when it is read."""

    def read(self, node: Node, faults: Faults) -> str | None:
        return Choice(*activations()).read(node, faults)

    def schema(self) -> Schema:
        return Choice(*activations()).schema()


class Activation(Unchanged):
    """``activation: relu``, another spelling of ``relu``."""

    value = Field(ActivationWord(), "the activation function")

    def describe(self) -> Says:
        return Says("layer_text", text=self.value)


LAYERS: dict[str, type[Layer]] = {
    "conv": Conv,
    "depthwise-conv": DepthwiseConv,
    "max-pool": MaxPool,
    "avg-pool": AvgPool,
    "global-max-pool": GlobalMaxPool,
    "global-avg-pool": GlobalAvgPool,
    "flatten": Flatten,
    "dense": Dense,
    "batch-norm": BatchNorm,
    "layer-norm": LayerNorm,
    "prelu": PRelu,
    "activation": Activation,
    "dropout": Dropout,
    "local-response-norm": LocalResponseNorm,
}


def layers() -> dict[str, type[Layer]]:
    """The layers that a file may write: those of the table, and the activations."""
    return LAYERS | activations()


def elsewhere(table: Mapping[str, type[Layer]]) -> dict[str, str]:
    """What other programs call the layers of a table, and those of shapes alone, with the words of the table."""
    found: dict[str, str] = {}
    for word, kind in (LAYERS | dict(table)).items():
        found.update(dict.fromkeys(kind.elsewhere, word))
    return found


class LayerList(Type):
    """A list of layers, each ``word: {key: value}``, ``word: value`` or a bare word. A layer with a fault is None.

    ``table`` gives those that may stand in it, ``example`` is one of them. ``letters`` have a meaning of their own on
    the page, with a number behind them too, so no layer may be called so.
    """

    def __init__(
        self,
        table: Callable[[], Mapping[str, type[Layer]]] = layers,
        example: str = "conv: {kernels: 6, size: 5}",
        letters: str = "",
    ):
        self.table, self.example, self.letters = table, example, letters

    def read(self, node: Node, faults: Faults) -> list[Layer | None] | None:
        if not node.items:
            return faults.add(node, f"expected a list of layers, such as - {self.example}", "")
        if len(node.items) > MOST_LAYERS:
            return faults.add(node, f"at most {MOST_LAYERS} layers are written out, here are {len(node.items)}", "")
        layers: list[Layer | None] = []
        counts: dict[str, int] = {}
        for item in node.items:
            before = len(faults.found)
            layer = self._layer(item, faults)
            if layer is not None:
                counts[layer.stem] = counts.get(layer.stem, 0) + 1
                layer.ordinal = counts[layer.stem]
            sound = len(faults.found) == before < faults.most
            layers.append(layer if sound else None)
        self._names([layer for layer in layers if layer], faults)
        return layers

    def _layer(self, item: Node, faults: Faults) -> Layer | None:
        if item.empty:
            return faults.add(item, f"a layer is missing here, such as {self.example}", "")
        if item.text is not None:
            word, where, value = item.text, item, Node(item.line, item.column, entries={})
        elif item.entries is not None and len(item.entries) == 1:
            ((word, value),) = item.entries.items()
            where = item.keys[word]
        else:
            shown = "; indent its keys below its name" if item.entries else ""
            return faults.add(item, f"expected one layer, such as {self.example}{shown}", "")
        table = self.table()
        kind = table.get(word)
        if kind is None:
            other = elsewhere(table).get(word.lower().replace("_", "-"))
            hint = f" Did you mean ‘{other}’?" if other else nearest(word, list(table))
            return faults.add(where, f"this layer is not known.{hint or ' Layers: ' + listing(table, 14)}", word)
        layer = kind.read(self._mapping(kind, value, where, faults), faults)
        layer.stand(word, where)
        return layer

    def _mapping(self, kind: type[Layer], value: Node, where: Node, faults: Faults) -> Node:
        """The layer's keys; a single value stands for the key that the layer names as its short form."""
        if value.entries is not None:
            return value
        empty = Node(where.line, where.column, entries={})
        if value.empty:
            return empty
        if kind.short and value.text is not None:
            empty.mapped[kind.short] = value
            empty.keys[kind.short] = where
            return empty
        return value

    def _names(self, layers: list[Layer], faults: Faults) -> None:
        """Printed names: readable, and none of them twice."""
        taken = {layer.id for layer in layers}
        for layer in layers:
            if not layer.name:
                continue
            if not NAME.fullmatch(layer.name):
                faults.add(layer.places["name"], "a layer's name has at most 30 letters, digits, blanks, - or _")
            elif layer.name in taken:
                faults.add(layer.places["name"], "another layer has this name")
            elif self.letters and re.fullmatch(rf"[{self.letters}]\d*", layer.name):
                text = f"{', '.join(self.letters)} are letters of the page; choose another name, such as C1"
                faults.add(layer.places["name"], text)
            taken.add(layer.name)

    def schema(self) -> Schema:
        table = self.table()
        named = {word: {"anyOf": [kind.schema(), *self._shortly(kind)]} for word, kind in table.items()}
        one = {"type": "object", "properties": named, "additionalProperties": False, "minProperties": 1}
        layer = {"anyOf": [{"enum": list(table)}, one | {"maxProperties": 1}]}
        return {"type": "array", "items": layer, "minItems": 1, "maxItems": MOST_LAYERS}

    def _shortly(self, kind: type[Layer]) -> list[Schema]:
        return [kind.fields()[kind.short].type.schema()] if kind.short else []
