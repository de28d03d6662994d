"""Names that must be unique: of inputs, weights, biases, and of targets where a problem has no numbers."""

from __future__ import annotations

from ...formula.functions import CONSTANTS
from ...formula.marks import NAME
from ...reading.yamlfile import Faults, Node

OWN_STEMS = ("net", "out", "new", "change", "delta", "chain", "again", "E", "t")
OWN_NAMES = ("E", "η", "learning_rate")


def claim(taken: dict[str, str], name: str, what: str, node: Node, faults: Faults) -> bool:
    """Reserves a name in ``taken``; notes a fault where it is taken, badly formed or the program's own."""
    stems = [stem for stem in OWN_STEMS if (what, stem) != ("target", "t")]
    if not NAME.fullmatch(name):
        faults.add(
            node, f"{'an' if what == 'input' else 'a'} {what} is named by a letter and then letters, digits or _", name
        )
    elif name in OWN_NAMES or ("_" in name and name.partition("_")[0] in stems):
        faults.add(node, f"this name is kept for results; choose another for the {what}", name)
    elif name in taken:
        article = "an" if taken[name] == "input" else "a"
        faults.add(node, f"this name is used twice: it already names {article} {taken[name]}", name)
    else:
        if name in CONSTANTS:
            number = f"{CONSTANTS[name].value:.4f}"
            text = f"{name} is the number {number}… in every formula; choose another name for the {what}"
            faults.add(node, text, name)
        taken[name] = what
        return True
    return False
