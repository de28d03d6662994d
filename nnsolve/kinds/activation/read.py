"""The activations of a problem file, read into curves."""

from __future__ import annotations

from collections import Counter

from ...errors import quote
from ...formula.expr import Expr
from ...formula.functions import CONSTANTS
from ...names import Name
from ...reading.activation import Choice, canonical, named, read_activation
from ...reading.yamlfile import Faults, Node, complete
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
    slopes, before = _Slopes(faults), len(faults.found)
    singles = [item for item in items if not _is_softmax(item)]
    choices = complete([read_activation(item, faults, slopes.learn) for item in singles])
    if choices is None or len(faults.found) > before:
        return None
    found = Curves()
    found.softmax, found.learned = len(singles) < len(items), slopes.learned
    texts = [" ".join(item.word.split()) for item in singles]
    for choice, text, copy in zip(choices, texts, _copies(choices), strict=True):
        found.curves.append(Curve(choice, text, copy, found.learned))
    _tell_apart(found.curves)
    return found


def _copies(choices: list[Choice]) -> list[int]:
    """For each activation which one of its name it is, from 1; 0 where there is one alone."""
    every, seen = Counter(choice.name for choice in choices), Counter[str]()
    copies = []
    for choice in choices:
        seen[choice.name] += 1
        copies.append(seen[choice.name] if every[choice.name] > 1 else 0)
    return copies


def _tell_apart(curves: list[Curve]) -> None:
    """Numbers curves of several names that would be printed with one label."""
    for alike in _alike(curves):
        for k, curve in enumerate(alike, 1):
            curve.copy += str(k)


def _is_softmax(item: Node) -> bool:
    """Whether an activation is softmax, which takes all points together."""
    return item.text is not None and canonical(named(item.text)[0], ("softmax",), {}) == "softmax"
