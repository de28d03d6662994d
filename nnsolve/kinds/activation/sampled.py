"""A curve at the points of a problem: the steps of its values and slopes, of its identity and of its saturation."""

from __future__ import annotations

from ...formula.activations import sigmoid
from ...formula.expr import ONE, TWO, Symbol
from ...formula.functions import Function, exp
from ...formula.marks import AnyMark, Applied, Mark, Partial
from ...names import Name, d
from ...solution import Says, Step
from .curve import Curve, low, point
from .facts import saturation
from .lines import Lines

# σ(−x) as it is written; its value never overflows.
mirrored = Function("σ(−x)", lambda x: sigmoid.value(-x), definition=lambda x: ONE / (ONE + exp(x)))


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
        return [step for steps in self.values for step in steps]

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
            formula = curve.function.slope(1, (x, *curve.args), out)
            steps.append(Step(name, formula, Says("curve_by_learned")))
        return steps

    def _sides(self, k: int) -> list[Step]:
        """The sides of the identity at point ``k``; the value itself is the other side of a single one."""
        curve, x = self.curve, Symbol(point(k))
        if curve.name == "sigmoid":
            minus, less = curve.side("minus", k), curve.side("complement", k)
            self.marks |= dict.fromkeys((minus, less), Applied(Mark("σ"), Mark("x", str(k)), True))
            self.heads[less] = ""
            complement = ONE - Symbol(curve.of(k))
            return [Step(minus, mirrored(x), Says("curve_directly")), Step(less, complement, Says("curve_by_identity"))]
        if curve.name == "tanh":
            name = curve.side("by_sigmoid", k)
            self.marks[name] = Mark(f"2σ(2x{low(k)}) − 1")
            return [Step(name, TWO * sigmoid(TWO * x) - ONE)]
        return []
