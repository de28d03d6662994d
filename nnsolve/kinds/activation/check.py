"""The check under a page of activations: slopes against central differences."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

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


class _Total:
    """The sum of all values, each a function of points of its own, and the slopes that the page gives for those."""

    def __init__(self, given: Mapping[Name, Expr]):
        self.given = given
        self.numbers = {name: number for name, number in given.items() if name.role is not Role.INPUT}
        self.steps: list[Step] = []
        self.gradients: dict[Name, Name] = {}

    def _own(self, k: int, run: str, slope: Name) -> Name:
        """The k-th point for one value alone, whose slope there stands in ``slope``."""
        own = point(k).moved(At(run=run))
        self.numbers[own] = self.given[point(k)]
        self.gradients[own] = slope
        return own

    def curve(self, curve: Curve, k: int):
        """Adds the value of a curve at its k-th point."""
        own = self._own(k, curve.stem, curve.slope_of(k))
        self.steps.append(Step(curve.of(k).moved(_CHECK), curve.call(Symbol(own))))

    def softmax(self, softmax: Softmax):
        """Adds every output of a softmax."""
        for k, output in enumerate(softmax.values, 1):
            own = []
            for j in range(1, len(softmax.points) + 1):
                own.append(Symbol(self._own(j, output.name, softmax.entry(k, j))))
            self.steps.append(Step(output.name.moved(_CHECK), output.formula.rebuilt(tuple(own))))

    def checked(self, values: dict) -> Says | None:
        """The slopes against central differences of the sum."""
        total = Name(Role.RESULT, "total", at=_CHECK)
        steps = [*self.steps, Step(total, total_of([Symbol(each.name) for each in self.steps]))]
        return check_gradients(steps, self.numbers, total, self.gradients, values)


def checked(
    curves: list[Curve], softmax: Softmax | None, points: list[float], given: Mapping[Name, Expr], values: dict
) -> Says | None:
    """Compares slopes with central differences of the functions themselves, not of the pieces that were written.

    ``values``: those of the page at full precision.
    """
    total = _Total(given)
    every = len(curves) * len(points)
    step = max(1, -(-every // MOST_CHECKED))
    for curve, k in product(curves, range(1, len(points) + 1, step)):
        if abs(points[k - 1]) <= _FAR and abs(values[curve.of(k)]) <= _LARGE:
            total.curve(curve, k)
    if softmax and max(map(abs, points)) <= _FAR:
        total.softmax(softmax)
    if not total.steps:
        return None
    return _told(total.checked(values), every if step > 1 else None)


def _told(found: Says | None, every: int | None) -> Says | None:
    """What the check says of curves; ``every`` counts the slopes where not all were looked at."""
    if found is None or found.key == "page_differs":
        return found
    told = {"n": found.args["n"], "worst": found.args["worst"]}
    if not found.args["n"]:
        return Says("curve_unchecked")
    if found.key == "page_checked_kink":
        return Says("curve_checked_kink", **told)
    return found if every is None else Says("curve_checked_some", all=every, **told)
