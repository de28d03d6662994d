"""What books do differently about scores: what divides them, who sees whom, and what hides a score."""

from __future__ import annotations

from ...formula.expr import Expr
from ...reading.literals import constant
from ...reading.schema import Number, Schema, Type
from ...reading.yamlfile import Faults, Node
from .masks import CAUSAL

ROOT, NONE, INFINITE = "sqrt(d_k)", "none", "-inf"
_ROOTS = (ROOT, "sqrt(dk)", "√d_k", "√dk", "sqrt(d)")
_MINUS_INFINITY = (INFINITE, "-infinity", "−∞", "-∞", "-.inf")


class ScaleType(Type[Expr | str]):
    """``sqrt(d_k)``, ``none``, or the number that scores are divided by."""

    choices = (ROOT, NONE)

    def read(self, node: Node, faults: Faults) -> Expr | str | None:
        word = node.word.replace(" ", "")
        if word in _ROOTS:
            return ROOT
        if word == NONE:
            return NONE
        if word.replace(" ", "").startswith("1/sqrt(d"):
            return faults.add(node, "scores are divided by the scale: write sqrt(d_k)")
        found = Number(above=0).read(node, faults)
        if found is not None and constant(found) < 1:
            text = "scores are divided by the scale, and this would make them larger; to multiply by a number, write "
            return faults.add(node, f"{text}1 over it")
        return found

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": [ROOT, NONE]}, {"type": ["number", "string"]}]}


class MaskType(Type[Node]):
    """``causal``, ``none``, or rows that the kind reads itself, because their length depends on other keys."""

    choices = (CAUSAL, NONE)

    def read(self, node: Node, faults: Faults) -> Node:
        return node

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": [CAUSAL, NONE]}, {"type": "array"}]}


class HiddenType(Type[Expr | str]):
    """What stands in place of a score that is not seen: −∞, or a large negative number."""

    choices = (INFINITE, "0")

    def read(self, node: Node, faults: Faults) -> Expr | str | None:
        if node.word.strip() in _MINUS_INFINITY:
            return INFINITE
        return Number().read(node, faults)

    def schema(self) -> Schema:
        return {"type": ["number", "string"]}
