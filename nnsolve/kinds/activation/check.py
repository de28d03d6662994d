"""The check under a page of activations: slopes against central differences."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.expr import Expr, Symbol, total_of
from ...solution import Says, Step
from .curve import Curve
from .jacobian import Softmax

# Differences of numbers beyond these are lost in the last digits of doubles.
_FAR, _LARGE = 1e3, 1e6
MOST_CHECKED = 120


def checked(
    curves: list[Curve], softmax: Softmax | None, points: list[float], given: dict[str, Expr], values: dict
) -> Says | None:
    """Compares slopes with central differences of the functions themselves, not of the pieces that were written.

    Each value is a function of a point of its own, and the target is the sum of all. ``values``: those of the page at
    full precision.
    """
    numbers = {name: number for name, number in given.items() if name not in _points(points)}
    steps: list[Step] = []
    gradients: dict[str, str] = {}
    every = len(curves) * len(points)
    step = max(1, -(-every // MOST_CHECKED))
    for curve in curves:
        for k in range(1, len(points) + 1, step):
            if abs(points[k - 1]) > _FAR or abs(values[curve.of(k)]) > _LARGE:
                continue
            own = f"{curve.stem}.x{k}"
            numbers[own] = given[f"x{k}"]
            steps.append(Step(f"{curve.stem}.{k}", curve.call(Symbol(own))))
            gradients[own] = curve.slope_of(k)
    if softmax and max(map(abs, points)) <= _FAR:
        for k, output in enumerate(softmax.values, 1):
            own_points = {name: Symbol(f"y{k}.{name}") for name in _points(points)}
            numbers |= {symbol.name: given[name] for name, symbol in own_points.items()}
            steps.append(Step(f"y.{k}", output.formula.rebuilt(tuple(own_points.values()))))
            gradients |= {own_points[f"x{j}"].name: softmax.entry(k, j) for j in range(1, softmax.count + 1)}
    if not steps:
        return None
    steps.append(Step("total", total_of([Symbol(each.name) for each in steps])))
    found = check_gradients(steps, numbers, "total", gradients, values)
    if found is None or found.key == "differs":
        return found
    told = {"n": found.args["n"], "worst": found.args["worst"]}
    if not found.args["n"]:
        return Says("curve_unchecked")
    if found.key == "checked_kink":
        return Says("curve_checked_kink", **told)
    return Says("curve_checked_some", all=every, **told) if step > 1 else found


def _points(points: list[float]) -> list[str]:
    """The names of the points."""
    return [f"x{k}" for k in range(1, len(points) + 1)]
