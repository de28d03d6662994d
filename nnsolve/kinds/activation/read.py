"""The activations of a problem file, read into curves."""

from __future__ import annotations

from ...errors import quote
from ...formula.expr import Expr
from ...formula.functions import CONSTANTS
from ...names import Name
from ...reading.activation import Choice, canonical, named, read_activation
from ...reading.yamlfile import Faults, Node
from .curve import Curve

MOST_CURVES = 12


class _Slopes:
    """The slopes that PReLU learns, by names that mean nothing else on the page."""

    taken = {"x", "y", "S", "λ", "α", "τ", *CONSTANTS}

    def __init__(self, faults: Faults):
        self.faults = faults
        self.learned: dict[Name, Expr] = {}

    def learn(self, name: Name, value: Expr, node: Node):
        """Takes a slope, or notes that its name is taken."""
        numbered = name[:1] in "xyd" and name[1:2].isdigit()
        if name in self.taken or name in self.learned or numbered or not name.isidentifier():
            self.faults.add(node, f"{quote(name)} cannot name a slope here; write another letter, such as a")
        else:
            self.learned[name] = value


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
    found, slopes, choices = Curves(), _Slopes(faults), []
    before = len(faults.found)
    for item in items:
        if item.text is not None and canonical(named(item.text)[0], ("softmax",), {}) == "softmax":
            found.softmax = True
            continue
        choice = _read(item, slopes)
        if choice is not None:
            choices.append((choice, " ".join(item.word.split())))
    if len(faults.found) > before:
        return None
    found.learned = slopes.learned
    names = [choice.name for choice, _ in choices]
    for k, (choice, written) in enumerate(choices):
        copy = names[: k + 1].count(choice.name) if names.count(choice.name) > 1 else 0
        found.curves.append(Curve(choice, written, copy, found.learned))
    for curves in _alike(found.curves):
        for k, curve in enumerate(curves, 1):
            curve.copy += str(k)
    return found


def _read(item: Node, slopes: _Slopes) -> Choice | None:
    """One activation that is no softmax."""
    return read_activation(item, slopes.faults, slopes.learn)
