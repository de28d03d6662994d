"""The check under a page of activations: slopes against central differences."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.expr import Expr, Symbol, total_of
from ...names import At, Name, Role
from ...solution import Says, Step
from .curve import Curve, point
from .jacobian import Softmax

# Differences of numbers beyond these are lost in the last digits of doubles.
_FAR, _LARGE = 1e3, 1e6
MOST_CHECKED = 120
_CHECK = At(run="check")  # so that no parameter of a user can have the name of a step


def checked(
    curves: list[Curve], softmax: Softmax | None, points: list[float], given: dict[Name, Expr], values: dict
) -> Says | None:
    """Compares slopes with central differences of the functions themselves, not of the pieces that were written.

    Each value is a function of a point of its own, and the target is the sum of all. ``values``: those of the page at
    full precision.
    """
    numbers = {name: number for name, number in given.items() if name.role is not Role.INPUT}
    steps: list[Step] = []
    gradients: dict[Name, Name] = {}
    every = len(curves) * len(points)
    step = max(1, -(-every // MOST_CHECKED))
    for curve in curves:
        for k in range(1, len(points) + 1, step):
            if abs(points[k - 1]) > _FAR or abs(values[curve.of(k)]) > _LARGE:
                continue
            own = point(k).moved(At(run=curve.stem))
            numbers[own] = given[point(k)]
            steps.append(Step(curve.of(k).moved(_CHECK), curve.call(Symbol(own))))
            gradients[own] = curve.slope_of(k)
    if softmax and max(map(abs, points)) <= _FAR:
        for k, output in enumerate(softmax.values, 1):
            own_points = [symbol.name.moved(At(run=output.name)) for symbol in softmax.points]
            steps.append(Step(output.name.moved(_CHECK), output.formula.rebuilt(tuple(map(Symbol, own_points)))))
            for j, own in enumerate(own_points, 1):
                numbers[own] = given[point(j)]
                gradients[own] = softmax.entry(k, j)
    if not steps:
        return None
    total = Name(Role.RESULT, "total", at=_CHECK)
    steps.append(Step(total, total_of([Symbol(each.name) for each in steps])))
    found = check_gradients(steps, numbers, total, gradients, values)
    if found is None or found.key == "differs":
        return found
    told = {"n": found.args["n"], "worst": found.args["worst"]}
    if not found.args["n"]:
        return Says("curve_unchecked")
    if found.key == "checked_kink":
        return Says("curve_checked_kink", **told)
    return Says("curve_checked_some", all=every, **told) if step > 1 else found
