"""What every spelling of a network shares: names that must be unique, numbers, inputs and activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import counted, listing
from ...formula.activations import softmax_unit
from ...formula.expr import ONE, Expr, Symbol
from ...names import Name, Role
from ...reading.activation import Choice, read_activation
from ...reading.schema import free_name, read_number
from ...reading.yamlfile import Faults, Node
from .claims import claim
from .model import Network, Unit
from .samples import first_inputs

if TYPE_CHECKING:
    from .problem import NetworkProblem


MOST_LAYERS = 60


class Reader:
    """What both spellings share: names that must be unique, numbers, activations."""

    def __init__(self, problem: NetworkProblem, faults: Faults):
        self.problem, self.faults = problem, faults
        self.places: dict[str, Node] = problem.places
        self.network = Network()
        self.taken = self.network.taken

    def entries(self, node: Node) -> list[tuple[Node, str, Node]] | None:
        """What a mapping or a list holds, each with its place and its name ('' in a list); None of neither."""
        if node.entries is not None:
            return node.pairs
        if node.items is not None:
            return [(item, self.free(item), item) for item in node.items]
        return None

    def claim(self, name: str, what: str, node: Node) -> bool:
        """Reserves a name; notes a fault where it is taken, badly formed or the program's own."""
        return claim(self.taken, name, what, node, self.faults)

    def learn(self, name: Name, value: Expr, node: Node, what: str = "slope"):
        """Takes a parameter that is neither weight nor bias: the slope of a PReLU, γ or β of a normalisation."""
        if self.claim(name, what, node):
            self.network.parameters[name] = value
            self.network.learned[name] = None

    def free(self, node: Node) -> str:
        """The name at ``node`` where the problem says that it has no numbers, else ''."""
        return free_name(node) if self.problem.symbolic else ""

    def number(self, name: Name, value: Node) -> Expr | None:
        """The number of a name, or in a problem in symbols the name itself, which may stand in the number's place."""
        free = self.free(value)
        if not free:
            return read_number(value, self.faults)
        if free != name:
            self.faults.add(value, f"this would have two names, {name} and {free}; write {name}: {name}, or a number")
        return Symbol(name)

    def parameter(self, name: Name, where: Node, value: Node, what: str):
        """Adds a weight or bias with its number; ``where`` its name stands."""
        if self.claim(name, what, where):
            number = self.number(name, value)
            if number is not None:
                self.network.parameters[name] = number
                if what == "bias":
                    self.network.biases[name] = None

    def activate(self, units: list[Unit], node: Node | None, missing: Node):
        """Gives every unit its activation: one for all, or a mapping by unit."""
        if node is None:
            self.faults.add(missing, "the key activation: is missing, such as activation: sigmoid", "")
            return
        given = dict.fromkeys([unit.name for unit in units], node)
        if node.entries is not None:
            self._match(node, list(given))
            given = node.entries
        by_name = {unit.name: unit for unit in units}
        read: dict[int, Choice | None] = {}  # what all units share is read once
        for name, where in given.items():
            if name not in by_name:
                continue
            if id(where) not in read:
                read[id(where)] = read_activation(where, self.faults, self.learn)
            choice = read[id(where)]
            if choice is not None:
                by_name[name].activate(choice)
                by_name[name].written = where
        self.mix(units, given)

    def _match(self, node: Node, names: list[str]):
        """Notes where a mapping by neuron names others, or leaves some out."""
        self.faults.unknown(node, names, f"no such neuron here; there are {listing(names)}")
        for name in names:
            if name not in node.mapped:
                self.faults.add(node, f"neuron {name} has no activation", "")

    def mix(self, units: list[Unit], given: dict[str, Node]):
        """Completes softmax units, which need their whole layer."""
        for layer in {unit.layer for unit in units}:
            mixed = [unit for unit in units if unit.layer == layer and unit.activation == "softmax"]
            if len(mixed) == 1:
                text = "softmax over one unit is always 1; use sigmoid for one output, or softmax over two or more"
                self.faults.add(given[mixed[0].name], text)
            _softmax_layer(mixed)

    def read_inputs(self, names: list[str] | None = None, prefix: str = "i"):
        """Reads ``inputs:``: a mapping by name, or a list in order; with ``samples:``, the names of the inputs."""
        node = self.places.get("inputs")
        if "samples" in self.places:
            self._name_inputs(node, names, prefix)
            return
        if node is None:
            text = "the key inputs: is missing (the input values by name, or a list)"
            self.faults.add(self.problem.beginning, text, "")
            return
        pairs = self.entries(node)
        if pairs is None:
            self.faults.add(node, f"expected a mapping such as {{{prefix}1: 0.5, {prefix}2: 1}} or a list of numbers")
            return
        if node.items is not None:
            if names and len(names) != len(pairs):
                text = f"expected {counted(len(names), 'numbers')}, one an input unit; there are {len(pairs)}"
                self.faults.add(node, text, "")
                return
            pairs = _numbered(pairs, names)
        if not pairs:
            self.faults.add(node, "a network needs at least one input", "")
        if names:
            pairs = self._by_unit(pairs, names)
        for where, label, value in pairs:
            self._give_input(_input(label, prefix), where, value)

    def _give_input(self, name: Name, where: Node, value: Node):
        """Takes in the number of an input whose name is free."""
        if self.claim(name, "input", where):
            self.network.inputs[name] = self.number(name, value) or ONE

    def _by_unit(self, pairs: list, units: list[str]) -> list:
        """Inputs of numbered units in the order of the units: ``1`` or ``x1`` belongs to unit 1."""
        found = {}
        for where, label, value in pairs:
            unit = next((word for word in (label, label.lstrip("xiIX_")) if word in units), "")
            if not unit:
                text = f"no such input unit; there are {listing(units)} (write 1 or x1 for unit 1)"
                self.faults.add(where, text, label)
            elif unit in found:
                self.faults.add(where, f"unit {unit} has two values", label)
            else:
                found[unit] = (where, label, value)
        return [found[unit] for unit in units if unit in found]

    def _name_inputs(self, node: Node | None, names: list[str] | None, prefix: str):
        """The inputs of a network with samples: named by ``inputs: [x1, x2]``, else counted in the first sample."""
        if node is not None and node.items is None:
            self.faults.add(node, "with samples:, inputs: is the list of their names, such as [x1, x2]", "")
        for where, label in self._labels(node, names):
            name = _input(label, prefix)
            if self.claim(name, "input", where):
                self.network.inputs[name] = ONE

    def _labels(self, node: Node | None, names: list[str] | None) -> list[tuple[Node, str]]:
        """The names of the inputs of a network with samples, each with its place."""
        if node is None or (node.items is None and node.entries is None):
            return self._sample_labels(names)
        if node.items is not None:
            return [(item, item.word) for item in node.items]
        return [(where, name) for where, name, _ in node.pairs]  # so that nothing follows from the fault

    def _sample_labels(self, names: list[str] | None) -> list[tuple[Node, str]]:
        """What the first sample calls its inputs, each with its place; numbers where it does not name them."""
        first = first_inputs(self.places["samples"])
        if first is not None and first.entries is not None:
            ordered = self._by_unit(first.pairs, names) if names else first.pairs
            return [(where, label) for where, label, _ in ordered]
        count = 1 if first is None or first.items is None else len(first.items)
        labels = names or list(map(str, range(1, count + 1)))
        return [(self.places["samples"], label) for label in labels]


def _numbered(pairs: list[tuple[Node, str, Node]], names: list[str] | None) -> list[tuple[Node, str, Node]]:
    """The entries of a list with the names that they are given, else with their own, else counted from 1."""
    found = []
    for k, (where, label, value) in enumerate(pairs):
        found.append((where, names[k] if names else label or str(k + 1), value))
    return found


def _input(label: str, prefix: str) -> Name:
    """The name of an input by what the file calls it: a number stands behind the letter of all."""
    return Name(Role.INPUT, f"{prefix}{label}" if label.isdecimal() else label)


def _softmax_layer(units: list[Unit]):
    """Gives every unit of a softmax layer its function over the net inputs of all of them."""
    outputs = [Symbol(unit.out) for unit in units]
    for index, unit in enumerate(units):
        unit.function = softmax_unit(index, outputs)
        unit.args = tuple(Symbol(other.net) for other in units)
