"""The sentences in which an exam would ask for activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr
from ...solution import Says
from .curve import Curve

if TYPE_CHECKING:
    from . import Problem


_FIND = {
    "derive": "curve_statement_derive",
    "compute": "curve_statement_compute",
    "saturated": "curve_statement_saturated",
    "softmax": "curve_statement_softmax",
}


def statement(problem: Problem, curves: list[Curve], softmax: bool, threshold: Expr) -> list[Says]:
    """What an exam would print."""
    shown = [f"{c.written} = {c.text}" if c.name == "f" else c.written for c in curves]
    shown += ["softmax"] * softmax
    found = [Says("curve_statement" if len(shown) == 1 else "curve_statements", text=shown)]
    if curves:
        find = "derive" if problem.wants("derivation") else "compute"
        found.append(Says(_FIND[find]))
        found.append(Says("curve_statement_saturated", text=repr(threshold)))
    if softmax:
        found.append(Says("curve_statement_softmax"))
    return found
