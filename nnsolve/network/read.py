"""The three ways a problem file writes a network, read into one :class:`Network`.

Rows per neuron with names, plain matrices with ``naming:``, and the flat table of exam papers.
"""

from __future__ import annotations

from ..errors import listing, nearest
from ..formula.expr import ONE, Expr
from ..formula.names import NAME, UNIT
from ..schema import read_number
from ..yamlfile import Faults, Node
from .activation import read_activation
from .model import Network, Unit

MOST_LAYERS = 60
NAMINGS = ("running", "ij", "layered")
OWN_STEMS = ("net", "out", "new", "change", "delta", "chain", "again", "E", "t")
OWN_NAMES = ("E", "η", "learning_rate")


def read_network(problem, faults: Faults) -> Network | None:
    """The network of a problem whose fields have been read; None where it has no layers that could be read.

    Faults are noted; the network is for use only if there were none.
    """
    places = problem.places
    flat, layered = "network" in places, "layers" in places
    if flat == layered:
        first = places.get("layers") or places.get("network")
        return faults.add(first or problem.start, "write the network either as layers: or as network: with weights:", "")
    reader = _Flat(problem, faults) if flat else _Layers(problem, faults)
    reader.read()
    return reader.network if reader.network.layers else None


class _Reader:
    """What both spellings share: names that must be unique, numbers, activations."""

    def __init__(self, problem, faults: Faults):
        self.problem, self.faults = problem, faults
        self.places: dict[str, Node] = problem.places
        self.network = Network()
        self.taken: dict[str, str] = {}

    def claim(self, name: str, what: str, node: Node) -> bool:
        """Reserves a name; notes a fault where it is taken, badly formed or the program's own."""
        if not NAME.fullmatch(name):
            self.faults.add(node, f"a {what} is named by a letter and then letters, digits or _", name)
        elif name in OWN_NAMES or ("_" in name and name.partition("_")[0] in OWN_STEMS):
            self.faults.add(node, f"this name is kept for results; choose another for the {what}", name)
        elif name in self.taken:
            self.faults.add(node, f"this name is used twice: it already names a {self.taken[name]}", name)
        else:
            self.taken[name] = what
            return True
        return False

    def parameter(self, name: str, where: Node, value: Node, what: str):
        """Adds a weight or bias with its number; ``where`` its name stands."""
        if self.claim(name, what, where):
            number = read_number(value, self.faults)
            if number is not None:
                self.network.parameters[name] = number
                if what == "bias":
                    self.network.biases[name] = None

    def activate(self, units: list[Unit], node: Node | None, missing: Node):
        """Gives every unit its activation: one for all, or a mapping by unit."""
        if node is None:
            self.faults.add(missing, "the key activation: is missing, such as activation: sigmoid", "")
            return
        by_name = {unit.name: unit for unit in units}
        if node.entries is None:
            given = {unit.name: node for unit in units}
        else:
            given = node.entries
            for name in [name for name in given if name not in by_name]:
                self.faults.add(node.keys[name], f"no such neuron here; there are {listing(by_name)}", name)
            for name in [name for name in by_name if name not in given]:
                self.faults.add(node, f"neuron {name} has no activation", "")
        read: dict[int, object] = {}
        for name, where in given.items():
            if name in by_name:
                if id(where) not in read:
                    read[id(where)] = read_activation(where, self)
                if read[id(where)] is not None:
                    read[id(where)].give(by_name[name])
                    by_name[name].written = where
        self.mix(units, given)

    def mix(self, units: list[Unit], given: dict[str, Node]):
        """Completes softmax units, which need their whole layer."""
        from .activation import softmax_layer

        for layer in {unit.layer for unit in units}:
            mixed = [unit for unit in units if unit.layer == layer and unit.activation == "softmax"]
            if len(mixed) == 1:
                text = "softmax over one unit is always 1; use sigmoid for one output, or softmax over two or more"
                self.faults.add(given[mixed[0].name], text)
            softmax_layer(mixed)

    def read_inputs(self, names: list[str] | None = None, prefix: str = "i"):
        """Reads ``inputs:``: a mapping by name, or a list in order."""
        node = self.places.get("inputs")
        if node is None:
            return
        if node.entries is not None:
            pairs = [(node.keys[key], key, value) for key, value in node.entries.items()]
        elif node.items is not None:
            labels = names or [str(k + 1) for k in range(len(node.items))]
            if len(labels) != len(node.items):
                text = f"expected {len(labels)} numbers, one an input unit; there are {len(node.items)}"
                self.faults.add(node, text, "")
                return
            pairs = [(value, label, value) for label, value in zip(labels, node.items, strict=True)]
        else:
            self.faults.add(node, f"expected a mapping such as {{{prefix}1: 0.5, {prefix}2: 1}} or a list of numbers")
            return
        if not pairs:
            self.faults.add(node, "a network needs at least one input", "")
        for where, label, value in pairs:
            name = f"{prefix}{label}" if label.isdecimal() else label
            if self.claim(name, "input", where):
                self.network.inputs[name] = read_number(value, self.faults) or ONE


class _Layers(_Reader):
    """``layers:``, each with activation, weights and bias; weights as named rows or as a matrix."""

    known = ("activation", "weights", "bias")

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
        self.sizes = [len(self.network.inputs)]
        for index, layer in enumerate(node.items):
            if layer.entries is None:
                self.faults.add(layer, "expected a layer as a mapping with activation: and weights:")
                return
            for key in [key for key in layer.entries if key not in self.known]:
                hint = nearest(key, self.known) or f" Known keys: {listing(self.known)}."
                self.faults.add(layer.keys[key], f"a layer has no such key.{hint}", key)
            if "weights" not in layer.entries:
                self.faults.add(layer, "the key weights: of this layer is missing", "")
                return
            units = self.weights(layer.entries["weights"], index, index == len(node.items) - 1, len(node.items))
            if units is None:
                return
            self.network.layers.append(units)
            self.sizes.append(len(units))
            if "bias" in layer.entries:
                self.bias(layer.entries["bias"], units, index)
            self.activate(units, layer.entries.get("activation", self.places.get("activation")), layer)

    def weights(self, node: Node, index: int, last: bool, count: int) -> list[Unit] | None:
        rows = node.items if node.items is not None else list((node.entries or {}).values())
        if not rows:
            return self.faults.add(node, "expected rows of weights, one a neuron", "" if node.text is None else None)
        units = []
        for place, row in enumerate(rows):
            if node.items is not None:
                name = f"o{place + 1}" if last else f"h{place + 1}" if count == 2 else f"h{index + 1}_{place + 1}"
                where = row
            else:
                name = list(node.entries)[place]
                where = node.keys[name]
            if not UNIT.fullmatch(name):
                return self.faults.add(where, "a neuron is named by letters, digits and _", name)
            if f"neuron {name}" in self.taken:
                return self.faults.add(where, "this name is used twice: it already names a neuron", name)
            self.taken[f"neuron {name}"] = "neuron"
            unit = Unit(name, index, place)
            units.append(unit)
            self.row(row, unit, index)
        return units

    def row(self, row: Node, unit: Unit, index: int):
        """One neuron's weights, in the order of the layer before; ``none`` for an edge that is not there."""
        sources = self.network.sources(index)
        if row.entries is not None:
            entries = [(row.keys[name], name, value) for name, value in row.entries.items()]
        elif row.items is not None:
            entries = [(value, "", value) for value in row.items]
        else:
            self.faults.add(row, "expected the neuron's weights: {w1: 0.15, w2: 0.20} or [0.15, 0.20]")
            return
        if len(entries) != len(sources):
            before = "inputs" if index == 0 else "neurons of the layer before"
            text = f"neuron {unit.name} has {len(entries)} weights for {len(sources)} {before}; write one each"
            self.faults.add(row, f"{text} (none where there is no edge)", "")
            return
        for place, ((where, name, value), source) in enumerate(zip(entries, sources, strict=True)):
            name = name or self.weight_name(index, place, unit)
            if value.empty or value.text == "none":
                continue
            where = where if row.entries is not None else value
            if self.claim(name, "weight", where):
                self.network.parameters[name] = read_number(value, self.faults) or ONE
                unit.edges.append((name, source))

    def weight_name(self, index: int, source: int, unit: Unit) -> str:
        """The name of a weight of a plain matrix."""
        if self.naming == "layered":
            apart = "_" if max(source, unit.place) > 8 else ""
            return f"w{source + 1}{apart}{unit.place + 1}^{index + 1}"
        if self.naming == "ij":
            first = sum(self.sizes[:index]) + source + 1
            second = sum(self.sizes[: index + 1]) + unit.place + 1
            return f"w{first}_{second}" if max(first, second) > 9 else f"w{first}{second}"
        return self.next("w")

    def bias_name(self, index: int, unit: Unit | None) -> str:
        if unit and self.naming == "layered":
            return f"b{unit.place + 1}^{index + 1}"
        if unit and self.naming == "ij":
            return f"b{sum(self.sizes[: index + 1]) + unit.place + 1}"
        return self.next("b")

    def next(self, letter: str) -> str:
        self.counts[letter] += 1
        name = f"{letter}{self.counts[letter]}"
        return name if self.naming == "running" or name not in self.taken else self.next(letter)

    def bias(self, node: Node, units: list[Unit], index: int):
        """A bias shared by the layer, or one a neuron: named, as a list, or a single number."""
        if node.empty or node.text == "none":
            return
        if node.entries is not None:
            entries = [(node.keys[name], name, value) for name, value in node.entries.items()]
        elif node.items is not None:
            entries = [(value, "", value) for value in node.items]
        else:
            entries = [(node, "", node)]
        if len(entries) == 1 and len(units) > 1 and node.items is None:
            where, name, value = entries[0]
            name = name or self.bias_name(index, None)
            self.parameter(name, where, value, "bias")
            self.network.shared[name] = len(units)
            for unit in units:
                unit.bias = name
            return
        if len(entries) != len(units):
            text = f"{len(entries)} biases for {len(units)} neurons; write one for the whole layer or one a neuron"
            self.faults.add(node, text, "")
            return
        for unit, (where, name, value) in zip(units, entries, strict=True):
            if value.empty or value.text == "none":
                continue
            name = name or self.bias_name(index, unit)
            self.parameter(name, where, value, "bias")
            unit.bias = name


class _Flat(_Reader):
    """``network:`` as numbered units in layers, ``weights:`` and ``biases:`` as tables whose names say the edges."""

    def read(self):
        self.network.flat = True
        node = self.places["network"]
        layers = [] if node.items is None else [self.labels(layer) for layer in node.items]
        if len(layers) < 2 or any(not layer for layer in layers):
            self.faults.add(node, "expected layers of numbered units, such as [[1, 2, 3], [4, 5], [6]]", "")
            return
        if len(layers) > MOST_LAYERS:
            self.faults.add(node, f"at most {MOST_LAYERS} layers are written out", "")
            return
        self.layer_of = {label: k for k, layer in enumerate(layers) for label in layer}
        if len(self.layer_of) != sum(map(len, layers)):
            self.faults.add(node, "a unit stands twice in network:", "")
            return
        self.read_inputs(layers[0], "x")
        inputs = list(self.network.inputs)
        if len(inputs) != len(layers[0]):
            if len(self.faults.found) == 0:
                text = f"{len(inputs)} inputs for {len(layers[0])} input units ({listing(layers[0])})"
                self.faults.add(self.places.get("inputs"), text, "")
            return
        self.symbol = dict(zip(layers[0], inputs, strict=True))
        self.units: dict[str, Unit] = {}
        for index, layer in enumerate(layers[1:]):
            self.network.layers.append([Unit(label, index, place) for place, label in enumerate(layer)])
            for unit in self.network.layers[-1]:
                self.units[unit.name] = unit
                self.symbol[unit.name] = unit.out
        edges = self.table("weights", self.edge)
        self.table("biases", self.unit_bias)
        for unit in self.network.units:
            unit.edges.sort(key=lambda edge: edges.index(edge[0]) if len(edges) < 2000 else 0)
            if not unit.edges and not unit.bias:
                self.faults.add(self.places.get("weights"), f"no weight leads to unit {unit.name}", "")
        self.activate(self.network.units, self.places.get("activation"), self.problem.start)

    def labels(self, layer: Node) -> list[str]:
        items = [layer] if layer.text is not None else layer.items or []
        for item in items:
            if item.text is None or not UNIT.fullmatch(item.text):
                self.faults.add(item, "a unit is named by digits or letters")
                return []
        return [item.text for item in items]

    def table(self, key: str, enter) -> list[str]:
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
            trouble = "could mean several edges; write it as w1_10" if ends else "names no edge between two units of network:"
            self.faults.add(where, f"this weight {trouble} (w14 goes from unit 1 to unit 4)", name)
            return
        source, target = ends[0]
        before = len(self.network.parameters)
        self.parameter(name, where, _placed(value, where), "bias" if source == "0" else "weight")
        if len(self.network.parameters) == before:
            return
        unit = self.units[target]
        twin = next((weight for weight, symbol in unit.edges if symbol == self.symbol.get(source)), "")
        if twin:
            self.faults.add(where, f"units {source} and {target} are already joined by {twin}", name)
        elif source != "0":
            unit.edges.append((name, self.symbol[source]))
        elif unit.bias:
            self.faults.add(where, f"unit {target} already has the bias {unit.bias}", name)
        else:
            unit.bias = name

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
            and (source == "0" and source not in self.layer_of or self.layer_of.get(source, 99) < self.layer_of[target])
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
        name = f"b{name}" if name == label and not name[0].isalpha() else name
        self.parameter(name, where, _placed(value, where), "bias")
        self.units[label].bias = name


def _placed(value: Node, where: Node) -> Node:
    """A value whose faults are noted at it, or at its key where nothing was written."""
    return where if value.empty else value


def read_targets(node: Node | None, outputs: list[Unit], faults: Faults) -> dict[str, Expr] | None:
    """Targets by output unit: a mapping, or a list in the order of the outputs."""
    if node is None:
        return None
    names = [unit.name for unit in outputs]
    if node.items is not None:
        if len(node.items) != len(names):
            return faults.add(node, f"{len(node.items)} targets for {len(names)} outputs ({listing(names)})", "")
        pairs = dict(zip(names, node.items, strict=True))
    elif node.entries is not None:
        pairs = node.entries
        for name in [name for name in pairs if name not in names]:
            hint = nearest(name, names)
            faults.add(node.keys[name], f"no such output neuron; there are {listing(names)}.{hint}", name)
        missing = [name for name in names if name not in pairs]
        if missing:
            return faults.add(node, f"no target for {listing(missing)}", "")
    elif len(names) == 1 and node.text is not None:
        pairs = {names[0]: node}
    else:
        return faults.add(node, f"expected a target for each output, such as {{{names[0]}: 1}}")
    values = {name: read_number(pairs[name], faults) for name in names}
    return None if None in values.values() else values
