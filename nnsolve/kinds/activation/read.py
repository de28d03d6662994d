"""The activations of a problem file, read into curves."""

from __future__ import annotations

from ...errors import quote
from ...formula.expr import Expr
from ...formula.functions import CONSTANTS
from ...names import Name
from ...reading.activation import Choice, canonical, named, read_activation
from ...reading.schema import constant
from ...reading.yamlfile import Faults, Node
from .curve import Curve

MOST_CURVES = 12


class _Network:
    def __init__(self):
        self.parameters: dict[Name, Expr] = {}
        self.learned: dict[Name, None] = {}


class _Reader:
    """What :func:`read_activation` asks of a network; the slopes that PReLU learns are kept."""

    def __init__(self, faults: Faults):
        self.faults, self.network = faults, _Network()
        self.taken = {"x", "y", "S", "λ", "α", "τ", *CONSTANTS}

    def claim(self, name: str, what: str, node: Node) -> bool:
        """Whether a name is free; it is taken from then on."""
        clashes = name in self.taken or (name[:1] in "xyd" and name[1:2].isdigit()) or not name.isidentifier()
        if clashes:
            self.faults.add(node, f"{quote(name)} cannot name a {what} here; write another letter, such as a")
            return False
        self.taken.add(name)
        return True


class Curves:
    """The curves of a problem in order, whether softmax is among them, and the slopes that are learned."""

    def __init__(self):
        self.curves: list[Curve] = []
        self.softmax = False
        self.learned: dict[Name, Expr] = {}


def _alike(curves: list[Curve]) -> list[list[Curve]]:
    """Curves of several names that would be printed with one label: GELU and its form with tanh."""
    by_label: dict[str, list[Curve]] = {}
    for curve in curves:
        by_label.setdefault(curve.label, []).append(curve)
    return [found for found in by_label.values() if len(found) > 1]


def read_curves(node: Node, faults: Faults) -> Curves | None:
    """One activation or a list of them; faults are noted at their places."""
    items = [node] if node.items is None else node.items
    if not 1 <= len(items) <= MOST_CURVES:
        return faults.add(node, f"expected 1 to {MOST_CURVES} activations, such as [sigmoid, tanh, relu]", "")
    found, reader, choices = Curves(), _Reader(faults), []
    before = len(faults.found)
    for item in items:
        if item.text is not None and canonical(named(item.text)[0], ("softmax",), {}) == "softmax":
            found.softmax = True
            continue
        choice = _read(item, reader)
        if choice is not None:
            choices.append((choice, " ".join(item.word.split())))
    if len(faults.found) > before:
        return None
    found.learned = reader.network.parameters
    names = [choice.name for choice, _ in choices]
    for k, (choice, written) in enumerate(choices):
        copy = names[: k + 1].count(choice.name) if names.count(choice.name) > 1 else 0
        found.curves.append(Curve(choice, written, copy, found.learned))
    for curves in _alike(found.curves):
        for k, curve in enumerate(curves, 1):
            curve.copy += str(k)
    return found


def _read(item: Node, reader: _Reader) -> Choice | None:
    """One activation that is no softmax."""
    choice = read_activation(item, reader)
    if choice is not None and choice.name == "hard sigmoid" and constant(choice.args[0]) <= 0:
        return reader.faults.add(item, "the slope of a hard sigmoid must be greater than 0")
    return choice
