"""How a rule, a gain and an activation are read."""

from __future__ import annotations

from ...errors import listing, nearest, quote
from ...formula.expr import Expr
from ...reading.activation import Choice, activation_names, read_activation
from ...reading.schema import Number, Schema, Type, constant
from ...reading.yamlfile import Faults, Node
from .rules import GAINS, RULES, SPELLINGS, Rule

LARGEST_DEVIATION = 1e6
PYTORCH = "pytorch"


class RuleType(Type["Rule | Expr"]):
    """A rule of the table by its name, or a standard deviation for all layers."""

    def read(self, node: Node, faults: Faults) -> Rule | Expr | None:
        word = node.word.strip().lower()
        found = RULES.get(SPELLINGS.get(word, word))
        if found is not None:
            return found
        if word[:1].isalpha() and not word.startswith("sqrt"):
            text = f"expected {listing(RULES)}, or a number, the standard deviation of all weights."
            return faults.add(node, text + nearest(word, (*RULES, *SPELLINGS)))
        return Number(above=0, most=LARGEST_DEVIATION).read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": [*RULES, *SPELLINGS]}, Number(above=0, most=LARGEST_DEVIATION).schema()]}


class GainType(Type["Expr | str"]):
    """A number that the standard deviation is multiplied by, or PyTorch's for the activation."""

    def read(self, node: Node, faults: Faults) -> Expr | str | None:
        if node.word.strip().lower() == PYTORCH:
            return PYTORCH
        if node.word[:1].isalpha() and not node.word.startswith("sqrt"):
            return faults.add(node, f"expected a number, or {PYTORCH} for the gain that PyTorch gives the activation")
        return Number(above=0, most=LARGEST_DEVIATION).read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": [PYTORCH]}, Number(above=0, most=LARGEST_DEVIATION).schema()]}


class ActivationType(Type[Choice]):
    """An activation of which something is known here."""

    def read(self, node: Node, faults: Faults) -> Choice | None:
        found = read_activation(node, faults)
        if found is None:
            return None
        if found.name not in GAINS:
            return faults.add(node, f"nothing is known of it here; expected {listing(GAINS)}")
        if found.args and abs(constant(found.args[0])) > LARGEST_DEVIATION:
            return faults.add(node, f"expected a slope up to {LARGEST_DEVIATION:g}, not {quote(node.word)}")
        return found

    def schema(self) -> Schema:
        known = [name for name in activation_names() if name in GAINS]
        return {"anyOf": [{"enum": known}, {"type": "string"}]}
