"""The spelling of exam papers: numbered units in layers, and tables of weights whose names say the edges."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import counted, listing
from ...formula.marks import UNIT
from ...names import Name, Role
from ...reading.yamlfile import Node
from .model import Unit
from .reader import MOST_LAYERS, Reader


class Flat(Reader):
    """``network:`` as numbered units in layers, ``weights:`` and ``biases:`` as tables whose names say the edges."""

    def read(self):
        self.network.flat = True
        layers = self._layers(self.places["network"])
        if layers is None:
            return
        self.layer_of = {label: k for k, layer in enumerate(layers) for label in layer}
        if len(self.layer_of) != sum(map(len, layers)):
            self.faults.add(self.places["network"], "a unit stands twice in network:", "")
            return
        self.read_inputs(layers[0], "x")
        inputs = list(self.network.inputs)
        if len(inputs) != len(layers[0]):
            if not self.faults.found:
                text = f"{counted(len(inputs), 'inputs')} for {len(layers[0])} input units ({listing(layers[0])})"
                self.faults.add(self.places.get("inputs"), text, "")
            return
        self.symbol = dict(zip(layers[0], inputs, strict=True))
        self.units: dict[str, Unit] = {}
        for index, layer in enumerate(layers[1:]):
            self.network.layers.append([Unit(label, index, place) for place, label in enumerate(layer)])
            for unit in self.network.layers[-1]:
                self.units[unit.name] = unit
                self.symbol[unit.name] = unit.out
        self._edges()
        self.activate(self.network.units, self.places.get("activation"), self.problem.beginning)

    def _layers(self, node: Node) -> list[list[str]] | None:
        """The names of the units, layer by layer."""
        layers = [self.labels(layer) for layer in node.items or ()]
        if len(layers) < 2 or not all(layers):
            self.faults.add(node, "expected layers of numbered units, such as [[1, 2, 3], [4, 5], [6]]", "")
            return None
        if len(layers) > MOST_LAYERS:
            self.faults.add(node, f"at most {MOST_LAYERS} layers are written out", "")
            return None
        return layers

    def _edges(self):
        """The weights and biases, those of a unit in the order in which they are written."""
        edges = self.table("weights", self.edge)
        self.table("biases", self.unit_bias)
        for unit in self.network.units:
            unit.edges.sort(key=lambda edge: edges.index(edge[0]) if len(edges) < 2000 else 0)
            if not unit.edges and not unit.bias:
                self.faults.add(self.places.get("weights"), f"no weight leads to unit {unit.name}", "")

    def labels(self, layer: Node) -> list[str]:
        items = [layer] if layer.text is not None else layer.items or []
        found: list[str] = []
        for item in items:
            if item.text is None or not UNIT.fullmatch(item.text):
                self.faults.add(item, "a unit is named by digits or letters")
                return []
            found.append(item.text)
        return found

    def table(self, key: str, enter: Callable[[str, Node, Node], None]) -> list[str]:
        node = self.places.get(key)
        if node is None:
            return []
        if node.entries is None:
            self.faults.add(node, f"expected a table of {key}, such as {{{key[0]}14: 0.2}}", "")
            return []
        for name, value in node.entries.items():
            enter(name, node.keys[name], value)
        return list(node.entries)

    def edge(self, name: str, where: Node, value: Node):
        """A weight by its name: w14 goes from unit 1 to unit 4, w1_10 from 1 to 10, w07 from the constant 1 to 7."""
        ends = self.ends(name)
        if len(ends) != 1:
            trouble = (
                "could mean several edges; write it as w1_10" if ends else "names no edge between two units of network:"
            )
            self.faults.add(where, f"this weight {trouble} (w14 goes from unit 1 to unit 4)", name)
            return
        source, target = ends[0]
        before, weight = len(self.network.parameters), Name(Role.PARAMETER, name)
        self.parameter(weight, where, _placed(value, where), "bias" if source == "0" else "weight")
        if len(self.network.parameters) == before:
            return
        unit = self.units[target]
        twin = next((other for other, symbol in unit.edges if symbol == self.symbol.get(source)), None)
        if twin:
            self.faults.add(where, f"units {source} and {target} are already joined by {twin}", name)
        elif source != "0":
            unit.edges.append((weight, self.symbol[source]))
        elif unit.bias:
            self.faults.add(where, f"unit {target} already has the bias {unit.bias}", name)
        else:
            unit.bias = weight

    def ends(self, name: str) -> list[tuple[str, str]]:
        digits = name[1:].removeprefix("_")
        if "_" in digits or "," in digits:
            splits = [tuple(digits.replace(",", "_").split("_", 1))]
        else:
            splits = [(digits[:k], digits[k:]) for k in range(1, len(digits))]
        return [
            (source, target)
            for source, target in splits
            if target in self.units
            and (
                (source == "0" and source not in self.layer_of) or self.layer_of.get(source, 99) < self.layer_of[target]
            )
        ]

    def unit_bias(self, name: str, where: Node, value: Node):
        """A bias by its unit: θ4, b4, or 4."""
        label = name if name in self.units else name[1:].removeprefix("_")
        if label not in self.units:
            units = listing(self.units)
            self.faults.add(where, f"a bias is named after its unit, such as θ4 or b4; there are units {units}", name)
            return
        if self.units[label].bias:
            self.faults.add(where, f"unit {label} already has the bias {self.units[label].bias}", name)
            return
        bias = Name(Role.PARAMETER, f"b{name}" if name == label and not name[0].isalpha() else name)
        self.parameter(bias, where, _placed(value, where), "bias")
        self.units[label].bias = bias


def _placed(value: Node, where: Node) -> Node:
    """A value whose faults are noted at it, or at its key where nothing was written."""
    return where if value.empty else value
