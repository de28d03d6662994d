"""The gradient of a function at the start against central differences."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.expr import Expr
from ...names import Name
from ...solution import Says, Step, evaluate
from .function import Objective


def check_slopes(objective: Objective, value: Expr, slopes: dict[Name, Expr], given: dict[Name, Expr]) -> Says | None:
    """How well ``slopes`` by the variables agree with differences of ``value``, where both are written over ``given``.

    ``value`` is the function itself, or its mean over data.
    """
    gradients = {name: objective.slope_name(name) for name in slopes}
    values = evaluate([Step(gradients[name], formula) for name, formula in slopes.items()], given=given)
    return check_gradients([Step(objective.name, value)], given, objective.name, gradients, values)
