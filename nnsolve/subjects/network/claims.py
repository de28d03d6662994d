"""Names that must be unique: of inputs, weights, biases, and of targets where a problem has no numbers."""

from __future__ import annotations

from ...formula.functions import CONSTANTS
from ...formula.marks import NAME
from ...reading.yamlfile import Faults, Node

OWN_STEMS = ("net", "out", "new", "change", "delta", "chain", "again", "E", "t")
OWN_NAMES = ("E", "η", "learning_rate")


def claim(taken: dict[str, str], name: str, what: str, node: Node, faults: Faults) -> bool:
    """Reserves a name in ``taken``; notes a fault where it is taken, badly formed or the program's own."""
    trouble = _refused(taken, name, what)
    if trouble:
        faults.add(node, trouble, name)
        return False
    if name in CONSTANTS:
        number = f"{CONSTANTS[name].value:.4f}"
        text = f"{name} is the number {number}… in every formula; choose another name for the {what}"
        faults.add(node, text, name)
    taken[name] = what
    return True


def _refused(taken: dict[str, str], name: str, what: str) -> str:
    """Why a name cannot be had; '' where it can."""
    if not NAME.fullmatch(name):
        return f"{_one(what)} is named by a letter and then letters, digits or _"
    if name in OWN_NAMES or _has_own_stem(name, what):
        return f"this name is kept for results; choose another for the {what}"
    if name in taken:
        return f"this name is used twice: it already names {_one(taken[name])}"
    return ""


def _has_own_stem(name: str, what: str) -> bool:
    """Whether a name begins as those of results do; t_ may stand before a target."""
    stem, line, _ = name.partition("_")
    if not line or (what == "target" and stem == "t"):
        return False
    return stem in OWN_STEMS


def _one(what: str) -> str:
    return f"an {what}" if what == "input" else f"a {what}"
