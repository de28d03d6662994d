"""The spelling by layers: weights as rows per neuron with names, or as plain matrices with ``naming:``."""

from __future__ import annotations

import re

from ...errors import counted, listing, nearest
from ...formula.expr import ONE
from ...formula.marks import UNIT
from ...names import Name, Role
from ...reading.yamlfile import Node
from .model import Unit
from .reader import MOST_LAYERS, Reader


class Rows(Reader):
    """``layers:``, each with activation, weights and bias; weights as named rows or as a matrix."""

    known = ("activation", "weights", "bias", "batch_norm", "dropout")

    def read(self):
        self.read_inputs()
        node = self.places["layers"]
        if node.items is None or not node.items:
            self.faults.add(node, "expected a list of layers, each with activation: and weights:", "")
            return
        if len(node.items) > MOST_LAYERS:
            self.faults.add(node, f"at most {MOST_LAYERS} layers are written out", "")
            return
        self.naming = self.problem.naming
        self.counts = {"w": 0, "b": 0}
        self.named = False  # whether a weight or bias got its name by naming:
        self.written = {name for layer in node.items for name in self._names_in(layer)}
        self.sizes = [len(self.network.inputs)]
        for index, layer in enumerate(node.items):
            if not self._layer(layer, index, len(node.items)):
                return
        self.unused(node.items)

    def _layer(self, layer: Node, index: int, count: int) -> bool:
        """Reads one of ``count`` layers; False where what follows cannot be read without it."""
        if layer.entries is None:
            self.faults.add(layer, "expected a layer as a mapping with activation: and weights:")
            return False
        for key in layer.entries:
            if key not in self.known:
                hint = nearest(key, self.known) or f" Known keys: {listing(self.known)}."
                self.faults.add(layer.keys[key], f"a layer has no such key.{hint}", key)
        if "weights" not in layer.entries:
            self.faults.add(layer, "the key weights: of this layer is missing", "")
            return False
        last = index == count - 1
        units = self.weights(layer.entries["weights"], index, last, count)
        if units is None:
            return False
        self.network.layers.append(units)
        self.sizes.append(len(units))
        if "bias" in layer.entries:
            self.bias(layer.entries["bias"], units, index)
        self.activate(units, layer.entries.get("activation", self.places.get("activation")), layer)
        if "batch_norm" in layer.entries:
            self.batch_norm(layer, units, index, last)
        if "dropout" in layer.entries:
            self.dropout(layer, units, index, last)
        return True

    def unused(self, layers: list[Node]):
        """Notes keys beside ``layers:`` that nothing in the layers needs."""
        if "activation" in self.places and all("activation" in layer.mapped for layer in layers):
            text = "activation: is for layers without one of their own, and here every layer has its own"
            self.faults.add(self.places["activation"], text, "")
        if self.problem.chosen("naming") and not self.named:
            text = "naming: is for weights and biases without names, and here all have names"
            self.faults.add(self.places["naming"], text, "")

    def dropout(self, layer: Node, units: list[Unit], index: int, last: bool):
        """Reads the dropout behind a hidden layer and reserves the names of its mask."""
        if last:
            text = "the outputs of the network are not dropped; write it at a hidden layer"
            self.faults.add(layer.keys["dropout"], text)
            return
        from .dropout import Dropout

        dropout = Dropout.read(layer.mapped["dropout"], self.faults)
        dropout.give(units, self.faults)
        self.network.dropouts[index] = dropout
        for unit in units:
            for name in (unit.mask, unit.dropped_out):
                if self.taken.setdefault(name, "mask") != "mask":
                    text = f"dropout calls its mask {name}, and a {self.taken[name]} has this name"
                    self.faults.add(layer.keys["dropout"], text)

    def batch_norm(self, layer: Node, units: list[Unit], index: int, last: bool):
        """Reads the batch normalisation of a hidden layer and reserves the names of its steps."""
        where = layer.keys["batch_norm"]
        if last:
            self.faults.add(where, "the outputs of the network are not normalised; write it at a hidden layer")
            return
        if any(unit.activation == "softmax" for unit in units):
            self.faults.add(where, "a softmax layer is not normalised; write it at a layer with another activation")
            return
        from .batch_norm import BatchNorm

        norm = BatchNorm.read(layer.mapped["batch_norm"], self.faults)
        norm.give(units, self)
        norm.written = where
        self.network.norms[index] = norm
        for name in norm.kept_names():
            if self.taken.setdefault(name, "step of batch normalisation") != "step of batch normalisation":
                self.faults.add(where, f"batch_norm writes a step {name}, and a {self.taken[name]} has this name")

    def weights(self, node: Node, index: int, last: bool, count: int) -> list[Unit] | None:
        rows = node.items if node.items is not None else list((node.entries or {}).values())
        if not rows:
            return self.faults.add(node, "expected rows of weights, one a neuron")
        if node.items is None:
            called = [(name, node.keys[name]) for name in node.mapped]
        else:
            called = [(_neuron(place, index, last, count), row) for place, row in enumerate(rows)]
        units = []
        for place, (name, where) in enumerate(called):
            if not UNIT.fullmatch(name):
                return self.faults.add(where, "a neuron is named by letters, digits and _", name)
            if f"neuron {name}" in self.taken:
                return self.faults.add(where, "this name is used twice: it already names a neuron", name)
            self.taken[f"neuron {name}"] = "neuron"
            unit = Unit(name, index, place)
            units.append(unit)
            self.row(rows[place], unit, index)
        return units

    def row(self, row: Node, unit: Unit, index: int):
        """One neuron's weights, in the order of the layer before; ``none`` for an edge that is not there."""
        sources = self.network.sources(index)
        entries = self.entries(row)
        if entries is None:
            self.faults.add(row, "expected the neuron's weights: {w1: 0.15, w2: 0.20} or [0.15, 0.20]")
            return
        if len(entries) != len(sources):
            before = "inputs" if index == 0 else "neurons of the layer before"
            text = f"neuron {unit.name} has {counted(len(entries), 'weights')} for {len(sources)} {before}"
            self.faults.add(row, f"{text}; write one each (none where there is no edge)", "")
            return
        for place, ((where, name, value), source) in enumerate(zip(entries, sources, strict=True)):
            weight = Name(Role.PARAMETER, name or self.weight_name(index, place, unit))
            if value.text == "none" or self.unwritten(where, value, "no edge"):
                continue
            if self._weight(weight, not name, where, value):
                unit.edges.append((weight, source))

    def _weight(self, weight: Name, automatic: bool, where: Node, value: Node) -> bool:
        """Takes in the number of an edge; whether its name, which ``naming:`` may have given, could be had."""
        if automatic and self.occupied(weight, "weight", where):
            return False
        if not self.claim(weight, "weight", where):
            return False
        self.network.parameters[weight] = self.number(weight, value) or ONE
        return True

    def unwritten(self, where: Node, value: Node, absent: str) -> bool:
        """Notes a fault where nothing is written for a number: a forgotten number must not pass for an absent edge."""
        if not value.empty:
            return False
        name, colon, number = where.word.partition(":")
        if colon:
            self.faults.add(where, f"write a space after the colon: {name}: {number.strip()}")
        else:
            text = f"a number is missing here; write it, or none where there is {absent} (decimals have a point)"
            self.faults.add(where, text, where.text if where is not value else "")
        return True

    def weight_name(self, index: int, source: int, unit: Unit) -> str:
        """The name of a weight of a plain matrix."""
        self.named = True
        if self.naming == "layered":
            apart = "_" if max(source, unit.place) > 8 else ""
            return f"w{source + 1}{apart}{unit.place + 1}^{index + 1}"
        if self.naming == "ij":
            first = sum(self.sizes[:index]) + source + 1
            second = sum(self.sizes[: index + 1]) + unit.place + 1
            return f"w{first}_{second}" if max(first, second) > 9 else f"w{first}{second}"
        return self.next("w")

    def bias_name(self, index: int, unit: Unit | None) -> str:
        """The name of a bias that is written without one; of a whole layer where there is no ``unit``."""
        self.named = True
        if unit and self.naming == "layered":
            return f"b{unit.place + 1}^{index + 1}"
        if unit and self.naming == "ij":
            return f"b{sum(self.sizes[: index + 1]) + unit.place + 1}"
        return self.next("b")

    def next(self, letter: str) -> str:
        """The next running name that stands nowhere else."""
        while True:
            self.counts[letter] += 1
            name = f"{letter}{self.counts[letter]}"
            if name not in self.written and name not in self.taken:
                return name

    def occupied(self, name: str, what: str, where: Node) -> bool:
        """Notes a fault where a name that ``naming:`` gives was written for something else."""
        if name not in self.written and name not in self.taken:
            return False
        text = f"naming: {self.naming} calls this {what} {name}, and the problem calls something else so"
        self.faults.add(where, f"{text}; rename that, or name this {what} yourself")
        return True

    def _names_in(self, layer: Node) -> list[str]:
        """The names that a layer writes for weights, biases and slopes, or in place of their numbers."""
        written = layer.entries or {}
        rows = [*_below(written.get("weights")), *filter(None, [written.get("bias")])]
        found: list[str] = []
        for row in rows:
            found += row.entries or ()
            found += [self.free(value) for value in _below(row) or [row]]
        activation = written.get("activation")
        for node in _below(activation) or filter(None, [activation]):
            found += _slopes_in(node.word)
        return found

    def bias(self, node: Node, units: list[Unit], index: int):
        """A bias shared by the layer, or one a neuron: named, as a list, or a single number."""
        if node.text == "none" or self.unwritten(node, node, "no bias"):
            return
        entries = self.entries(node)
        if entries is None:
            entries = [(node, self.free(node), node)]
        if len(entries) == 1 and len(units) > 1 and node.items is None:
            self._one_bias(entries[0], units, index)
        elif len(entries) == len(units):
            self._own_biases(entries, units, index)
        else:
            text = f"{counted(len(entries), 'biases')} for {counted(len(units), 'neurons')}"
            self.faults.add(node, f"{text}; write one for the whole layer or one a neuron", "")

    def _one_bias(self, entry: tuple[Node, str, Node], units: list[Unit], index: int):
        """The bias that a whole layer shares."""
        where, name, value = entry
        bias = self.add_bias(name, index, None, where, value)
        self.network.shared[bias] = len(units)
        for unit in units:
            unit.bias = bias

    def _own_biases(self, entries: list[tuple[Node, str, Node]], units: list[Unit], index: int):
        """One bias a neuron; ``none`` for a neuron without."""
        for unit, (where, name, value) in zip(units, entries, strict=True):
            if value.text != "none" and not self.unwritten(where, value, "no bias"):
                unit.bias = self.add_bias(name, index, unit, where, value)

    def add_bias(self, name: str, index: int, unit: Unit | None, where: Node, value: Node) -> Name:
        """Adds a bias of a neuron, or of a whole layer, under its name or else one that ``naming:`` gives; the name."""
        automatic = not name
        bias = Name(Role.PARAMETER, name or self.bias_name(index, unit))
        if not (automatic and self.occupied(bias, "bias", where)):
            self.parameter(bias, where, value, "bias")
        return bias


def _neuron(place: int, index: int, last: bool, layers: int) -> str:
    """The name of a neuron without one: o1 of the last layer, h1 where one layer is hidden, else h2_1."""
    if last:
        return f"o{place + 1}"
    return f"h{place + 1}" if layers == 2 else f"h{index + 1}_{place + 1}"


def _slopes_in(activation: str) -> list[str]:
    """The names that prelu(a=0.25) gives."""
    return re.findall(r"([^\W\d]\w*)\s*=", activation) if "=" in activation else []


def _below(node: Node | None) -> list[Node]:
    """What a list or mapping holds; nothing of a text."""
    if node is None:
        return []
    return list(node.items or (node.entries or {}).values())
