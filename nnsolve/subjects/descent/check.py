"""The gradient of a function at the start against central differences."""

from __future__ import annotations

from collections.abc import Mapping

from ...differences import check_gradients
from ...formula.expr import Expr
from ...names import Name
from ...runs.rounds import Round
from ...solution import Says, Step, evaluate
from .function import Objective


def check_slopes(
    objective: Objective, value: Expr, slopes: dict[Name, Expr], given: Mapping[Name, Expr]
) -> Says | None:
    """How well the ``slopes`` by the variables agree with differences of ``value``, all of them at the start.

    ``value`` is the function itself, or its mean over data.
    """
    at = Round(1)
    target = at.old(objective.name)
    gradients, steps = {}, []
    for name, formula in slopes.items():
        gradients[at.old(name)] = at.old(objective.slope_name(name))
        steps.append(Step(gradients[at.old(name)], formula))
    return check_gradients([Step(target, value)], given, target, gradients, evaluate(steps, given=given))
