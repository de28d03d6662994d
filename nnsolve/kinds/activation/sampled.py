"""A curve at the points of a problem: the steps of its values and slopes, of its identity and of its saturation."""

from __future__ import annotations

from itertools import chain

from ...formula.expr import Symbol
from ...formula.marks import AnyMark, Mark, Partial
from ...names import Name, d
from ...solution import Says, Step
from .curve import Curve, point
from .facts import saturation
from .lines import Lines


class Sampled:
    """``values`` are the steps of value and slope by point, ``sides`` those of both sides of the identity.

    ``border`` tells where the slope is below the threshold, ``lines`` are those of the derivation.
    """

    def __init__(self, curve: Curve, points: list[float], threshold: float, identities: bool):
        self.curve, self.lines = curve, Lines(curve)
        self.marks: dict[Name, AnyMark | str] = {curve.edge: Mark("x", "edge")}
        self.heads: dict[Name, AnyMark | str] = {}
        self.values = [self._value(k, at) for k, at in enumerate(points, 1)]
        self.sides = [self._sides(k) for k in range(1, len(points) + 1) if identities]
        self.border = saturation(curve, threshold)

    @property
    def steps(self) -> list[Step]:
        """Values and slopes at all points."""
        return list(chain.from_iterable(self.values))

    def _value(self, k: int, at: float) -> list[Step]:
        """Value and slope at point ``k``."""
        curve = self.curve
        x, out, slope = Symbol(point(k)), Symbol(curve.of(k)), curve.slope_of(k)
        self.marks[out.name] = mark = curve.applied(Mark("x", str(k)))
        self.marks[slope] = curve.applied(Mark("x", str(k)), True)
        steps = [Step(out.name, *curve.value(x, at)), Step(slope, *curve.slope(x, out, at))]
        if curve.learned:
            name = d(out.name, curve.learned)
            self.marks[name] = Partial(mark, Mark(curve.learned))
            steps.append(Step(name, curve.by_argument(1, x, out), Says("curve_by_learned")))
        return steps

    def _sides(self, k: int) -> list[Step]:
        """The sides of the identity at point ``k``; the value itself is the other side of a single one."""
        curve, x, steps = self.curve, Symbol(point(k)), []
        for side in curve.identity.sides if curve.identity else ():
            name = curve.side(side.word, k)
            self.marks[name] = side.mark(str(k))
            if side.continues:
                self.heads[name] = ""
            formula = side.formula(x, Symbol(curve.of(k)))
            steps.append(Step(name, formula, Says(side.says) if side.says else None))
        return steps
