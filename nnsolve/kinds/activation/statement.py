"""The sentences in which an exam would ask for activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr
from ...solution import Says
from .curve import Curve

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem, curves: list[Curve], softmax: bool, threshold: Expr) -> list[Says]:
    """What an exam would print."""
    shown = [f"{c.written} = {c.text}" if c.name == "f" else c.written for c in curves]
    shown += ["softmax"] * softmax
    text = shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]
    found = [Says("statement_activation" if len(shown) == 1 else "statement_activations", text=text)]
    if curves:
        find = "derive" if problem.wants("derivation") else "compute"
        found.append(Says(f"statement_activation_{find}"))
        found.append(Says("statement_activation_saturated", text=repr(threshold)))
    if softmax:
        found.append(Says("statement_activation_softmax"))
    return found
