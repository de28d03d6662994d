"""The loss of a problem: read from the file, checked against outputs and targets, and applied to a unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from ...errors import listing, nearest
from ...formula.activations import ACTIVATIONS
from ...formula.expr import ONE, ZERO, Call, Expr, Sub, Symbol
from ...formula.functions import Function
from ...formula.losses import LOSSES, SEVERAL, Loss, in_networks, proper
from ...formula.parse import ParseError, parse
from ...names import Name, Role
from ...reading.activation import canonical, named, user_function
from ...reading.known import either
from ...reading.schema import Schema, Type, bracketed_number, constant
from ...reading.yamlfile import Faults, Node
from ...solution import Says
from .model import Network, Unit


class ReadLoss:
    """A loss with its parameters and the targets it compares with.

    ``targets``: output unit → number; ``label``: the unit of the right class, for sparse targets. ``every``: the
    targets of all samples, where there are several.
    """

    __slots__ = ("name", "entry", "args", "targets", "every", "label", "target_names")

    def __init__(self, entry: Loss, args: tuple[Expr, ...] = ()):
        self.name, self.entry, self.args = entry.name, entry, args
        self.targets: dict[str, Expr] = {}
        self.every: list[dict[str, Expr]] = []
        self.label = ""
        self.target_names: dict[str, Name] = {}

    @property
    def shown(self) -> str:
        """The name with its parameters, as it stands on the page."""
        name = proper(self.name)
        return f"{name}({', '.join(map(repr, self.args))})" if self.args else name

    @property
    def function(self) -> Function:
        """The function of one output."""
        assert self.entry.term is not None, "networks learn by losses with a term"
        return self.entry.term

    def counts(self, unit: Unit) -> bool:
        """Whether this output has a term of its own in the loss."""
        return not self.label or unit.name == self.label

    def term(self, unit: Unit) -> Expr:
        """The loss term of one output."""
        if self.label:
            return Call(self.function, Symbol(unit.out))
        return Call(self.function, Symbol(self.target_names[unit.name]), Symbol(unit.out), *self.args)

    def collapse(self, network: Network) -> dict[Name, Expr]:
        """Short forms of ∂E/∂net where loss and output activation fit each other: out − t."""
        if not self._collapses(network):
            return {}
        return {unit.net: Sub(Symbol(unit.out), self._wanted(unit)) for unit in network.outputs}

    def _collapses(self, network: Network) -> bool:
        """Whether ∂E/∂net is out − t for every output."""
        activation = self.entry.collapses
        if not activation or self.entry.mean != "sum":
            return False
        if any(unit.activation != activation for unit in network.outputs):
            return False
        return not self.entry.distribution or self._sums_to_one()

    def _wanted(self, unit: Unit) -> Expr:
        """The target of an output; of a class 1 or 0."""
        if not self.label:
            return Symbol(self.target_names[unit.name])
        return ONE if unit.name == self.label else ZERO

    def _sums_to_one(self) -> bool:
        if any(isinstance(target, Symbol) for target in self.targets.values()):
            return True  # targets in symbols are a distribution, as the loss wants
        every = self.every or [self.targets]
        return all(abs(sum(map(constant, targets.values())) - 1) < 1e-12 for targets in every)

    def of(
        self, network: Network, targets: dict[str, Expr], every: list[dict[str, Expr]] | None = None, label: str = ""
    ) -> ReadLoss:
        """The loss of these targets of a network."""
        found = ReadLoss(self.entry, self.args)
        found.targets, found.every, found.label = targets, every or [], label
        found._name_targets(network)
        return found

    def _name_targets(self, network: Network) -> None:
        """Gives every target a name: t1 for output o1 or 6 → t6, where that is free and clear."""
        symbols = {target.name for target in self.targets.values() if isinstance(target, Symbol)}
        taken = {*network.inputs, *network.parameters, *symbols}
        tails = Counter(_tail(unit) for unit in network.outputs)
        for unit in network.outputs:
            target = self.targets.get(unit.name)
            if isinstance(target, Symbol):  # a problem in symbols names its targets
                self.target_names[unit.name] = target.name
            else:
                self.target_names[unit.name] = _target_name(unit, tails[_tail(unit)] == 1, taken)


def _tail(unit: Unit) -> str:
    """The number at the end of a neuron's name; the name where it has none."""
    number = re.search(r"\d+$", unit.name)
    return number[0] if number else unit.name


def _target_name(unit: Unit, clear: bool, taken: Container[str]) -> Name:
    """t and the number of an output where that is ``clear`` and free, else t_ and its name."""
    tail = _tail(unit)
    if clear and tail.isdecimal() and f"t{tail}" not in taken:
        return Name(Role.TARGET, f"t{tail}")
    name = Name(Role.TARGET, "t", unit.name)
    while name in taken:
        name = Name(Role.TARGET, "t", f"{name.by}_")
    return name


def loss_names() -> list[str]:
    """The losses of the table."""
    return list(in_networks())


def read_loss(node: Node, faults: Faults) -> ReadLoss | None:
    """The loss written at ``node``: a name of the table, or a formula in t and o."""
    if node.text is None:
        return faults.add(node, "expected a loss, such as half squared error, or a formula in t and o")
    word, numbers = named(node.text)
    table = in_networks()
    name = canonical(word, table, LOSSES.spellings)
    if name in table:
        return _from_table(table[name], numbers, node, faults)
    written = set(re.findall(r"[^\W\d]\w*", node.text))
    if written & {"t", "o"} and set(node.text) & set("+-−*×/^("):
        try:
            formula = parse(node.text, ("t", "o"))
        except ParseError as error:
            return faults.add(node, f"expected a loss or a formula in t and o: {error}")
        function = user_function(formula, ("t", "o"), "loss")
        from ...words import spoken

        name = spoken(Says("network_written_loss", text=node.text.strip()), str)
        return ReadLoss(Loss(name, function))
    plain = word.lower()
    if plain in SEVERAL:
        return faults.add(node, f"books mean several formulas by this; write {SEVERAL[plain]}")
    known = f"known: {listing(table, 40)}, or a formula in t and o.{nearest(plain, tuple(table))}"
    return faults.add(node, f"networks do not learn by {name} here; {known}" if name else f"no such loss; {known}")


def _from_table(entry: Loss, written: str | None, node: Node, faults: Faults) -> ReadLoss | None:
    given = [part.strip() for part in written.split(",")] if written and written.strip() else []
    if len(given) != len(entry.parameters):
        shown = f"{entry.name}({', '.join(entry.parameters)})" if entry.parameters else entry.name
        return faults.add(node, f"write {shown}" + (f", for example {entry.example}" if entry.parameters else ""))
    try:
        args = tuple(bracketed_number(text) for text in given)
    except ParseError as error:
        return faults.add(node, f"expected a number in the brackets: {error}")
    if not entry.fits(*map(constant, args)):
        return faults.add(node, entry.wanted)
    return ReadLoss(entry, args)


def gives_probabilities(activation: str) -> bool:
    """Whether outputs of an activation lie between 0 and 1."""
    entry = ACTIVATIONS.get(activation)
    return activation == "softmax" or (entry is not None and entry.probability)


def check_fit(loss: ReadLoss, network: Network, loss_node: Node, faults: Faults):
    """Notes where loss and output activation do not belong together."""
    if loss.entry.outputs == "probability":
        for unit in network.outputs:
            if unit.activation and not gives_probabilities(unit.activation):
                text = f"this loss needs outputs between 0 and 1, and {unit.activation} does not give them"
                faults.add(loss_node, f"{text} (output {unit.name}); use sigmoid or softmax there")
                break
    if loss.entry.distribution and len(network.outputs) == 1:
        faults.add(loss_node, "this loss compares several classes and there is one output; use binary cross-entropy")


def check_targets(loss: ReadLoss, targets: dict[str, Expr], node: Node, faults: Faults):
    """Notes targets, written at ``node``, with which the loss has no meaning."""
    if loss.entry.targets not in ("probability", "sign"):
        return
    for name, target in targets.items():
        if isinstance(target, Symbol):
            continue
        value = constant(target)
        wrong = value not in (-1, 1) if loss.entry.targets == "sign" else not 0 <= value <= 1
        if wrong:
            wanted = "−1 or 1" if loss.entry.targets == "sign" else "from 0 to 1"
            faults.add(node, f"the target of {name} must be {wanted} for {loss.name}; it is {value:g}", "")


class LossType(Type[ReadLoss]):
    """A loss of the table, or a formula in t and o."""

    def read(self, node: Node, faults: Faults) -> ReadLoss | None:
        return read_loss(node, faults)

    def schema(self) -> Schema:
        return either(loss_names(), {"type": "string"})
