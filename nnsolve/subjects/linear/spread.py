"""How far a border is from the points: the margin, and of points on a line the thresholds between the classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from ...formula.exact import exact_value, fraction_text
from ...formula.expr import TWO, Add, Div, Expr, Mul, Pow, Sub, Symbol, total_of
from ...formula.functions import Function, absolute, maximum, minimum, sqrt
from ...names import Name, Role, new
from ...solution import Block, Says, Section, Step
from .neuron import BIAS, THRESHOLD, ZERO_WEIGHT, Neuron
from .points import Point

MOST_WRITTEN = 12
LENGTH, DISTANCE, MARGIN = (Name(Role.RESULT, word) for word in ("length", "distance", "margin"))
LOW, HIGH, MIDDLE = (Name(Role.RESULT, word) for word in ("low", "high", "middle"))


def length_step(weights: Iterable[Name]) -> Step:
    """‖w‖ = √(w₁² + … + wₙ²); the constant term does not count."""
    return Step(LENGTH, sqrt(total_of([Pow(Symbol(name), TWO) for name in weights])), Says("linear_length"))


def margin_section(neuron: Neuron, points: list[Point], sums: list) -> Section:
    """The distance of the nearest point from the border; ``sums`` are the weighted sums of the points at the end."""
    weights = {name: new(name) for name in neuron.parameters}
    steps = [length_step([weights[name] for name in neuron.weights])]
    order = sorted(range(len(points)), key=lambda k: abs(sums[k]))
    distances = []
    for k in sorted(order[:MOST_WRITTEN]):
        net, distance = Name(Role.NET, "net", str(k + 1)), Name(Role.RESULT, "distance", str(k + 1))
        steps.append(Step(net, _sum(neuron, points[k], weights), Says("linear_at", point=points[k].text)))
        steps.append(Step(distance, Div(absolute(Symbol(net)), Symbol(LENGTH))))
        distances.append(Symbol(distance))
    least: Expr = minimum(*distances) if len(distances) > 1 else distances[0]
    steps.append(Step(MARGIN, least, Says("linear_margin")))
    return Section(Says("linear_margin_title"), [Block(None, steps)])


def _sum(neuron: Neuron, point: Point, weights: dict[Name, Name]) -> Expr:
    """The weighted sum of a point with its own numbers, under the parameters named by ``weights``."""
    terms: list[Expr] = []
    for weight, x in zip(neuron.weights, point.inputs, strict=True):
        terms.append(Mul((Symbol(weights[weight]), x)))
    if neuron.constant == ZERO_WEIGHT:
        terms.insert(0, Mul((Symbol(weights[ZERO_WEIGHT]), neuron.x0)))
    if neuron.constant == BIAS:
        terms.append(Symbol(weights[BIAS]))
    total = total_of(terms)
    return Sub(total, Symbol(weights[THRESHOLD])) if neuron.constant == THRESHOLD else total


# How a positive point lies to a threshold, by whether its class lies above and by the class of the border.
_SIGNS = {(True, "positive"): "≥", (True, "negative"): ">", (False, "positive"): "≤", (False, "negative"): "<"}


class Thresholds:
    """The numbers between the classes of points on a line; ``low`` and ``high`` are the classes' nearest points.

    ``rising`` says that the positive class lies above; ``gap`` is False where no number separates the classes.
    """

    def __init__(self, points: list[Point], border: str):
        self.sides: dict[bool, list[Expr]] = {True: [], False: []}
        self.border = border
        for point in points:
            if point.positive is not None:
                self.sides[point.positive].append(point.inputs[0])
        self.rising = self._below(False)
        self.gap = self.rising or self._below(True)

    def _below(self, side: bool) -> bool:
        """Whether all points of a class lie below those of the other."""
        below, above = self.sides[side], self.sides[not side]
        if not below or not above:
            return False
        return max(map(exact_value, below)) < min(map(exact_value, above))

    def section(self) -> Section:
        """The nearest points of both classes and the middle between them."""
        if not self.gap:
            return Section(Says("linear_thresholds"), [Block(None, [], Says("linear_no_threshold"))])
        below, above = self.sides[not self.rising], self.sides[self.rising]
        names = ("N", "P") if self.rising else ("P", "N")
        steps = [
            Step(LOW, _of(maximum, below), Says("linear_largest", side=names[0])),
            Step(HIGH, _of(minimum, above), Says("linear_smallest", side=names[1])),
            Step(MIDDLE, Div(Add((Symbol(LOW), Symbol(HIGH))), TWO), Says("linear_middle")),
        ]
        # The border itself belongs to the class that lies on it.
        closed_above = self.rising == (self.border == "positive")
        low, high = (_shown(max, below), _shown(min, above))
        sense = Says("linear_rising" if self.rising else "linear_falling", sign=self._sign())
        says = Says("linear_between_high" if closed_above else "linear_between_low", low=low, high=high, sense=sense)
        return Section(Says("linear_thresholds"), [Block(None, steps), Block(None, [], says)])

    def _sign(self) -> str:
        return _SIGNS[self.rising, self.border]


def _of(function: Function, numbers: list[Expr]) -> Expr:
    return function(*numbers) if len(numbers) > 1 else numbers[0]


def _shown(choose: Callable[[Iterable[Fraction]], Fraction], numbers: list[Expr]) -> str:
    return fraction_text(choose(map(exact_value, numbers))).replace("-", "−")
