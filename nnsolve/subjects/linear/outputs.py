"""What a unit gives for its weighted sum: the step functions, each with its side of the border."""

from __future__ import annotations

from ...formula.expr import Call, Expr, Symbol
from ...formula.functions import Function, lead
from ...formula.numbers import Numeric, from_zero
from ...names import Name, Role
from ...solution import Says
from .neuron import NET

OUTPUTS = ("binary", "bipolar", "three-valued")
BORDERS = ("positive", "negative")
DEAD_ZONE = Name(Role.OPTION, "θ")
OUT = Name(Role.OUT, "out")

# The number of the largest sum, the first of equal ones.
LARGEST = Function(
    "argmax",
    lambda *sums: 1 + max(range(len(sums)), key=sums.__getitem__),
    exact=True,
    code="largest({args})",
    border=lead,
)

_LOW = {"binary": 0, "bipolar": -1}
# The target of the negative class.
_NEGATIVE = {"binary": "0", "bipolar": "-1", "three-valued": "-1"}
# The inequality between the sum and 0 that each class asks for, by the class of a sum on the border.
_SIGNS = {"positive": {True: "≥", False: "<"}, "negative": {True: ">", False: "≤"}}
# Where a sum lies, by the class of a sum on the border and whether the output is 1.
_SIDES = {
    ("positive", True): "linear_at_least",
    ("positive", False): "linear_below",
    ("negative", True): "linear_above",
    ("negative", False): "linear_at_most",
}
# Where a sum lies to a dead zone, by the output.
_REGIONS = {1: "linear_over", 0: "linear_within", -1: "linear_under"}


# The sentence that defines an output, by the class of a sum on the border.
_DEFINED = {"positive": "linear_positive", "negative": "linear_negative"}


def _step(low: int, positive: bool) -> Function:
    if positive:
        value, code = (lambda z: 1 if z >= 0 else low), f"step({{0}}, {low}, True)"
    else:
        value, code = (lambda z: 1 if z > 0 else low), f"step({{0}}, {low}, False)"
    return Function("step", value, exact=True, code=code, border=from_zero)


def _three_valued(z: Numeric, zone: Numeric) -> int:
    """1 above the dead zone, −1 below it, 0 within."""
    if z > zone:
        return 1
    return -1 if z < -zone else 0


# The third function is Fausett's (Fundamentals of Neural Networks, 1994, section 2.3.2): 0 within ±θ.
_FUNCTIONS = {(output, border): _step(low, border == "positive") for output, low in _LOW.items() for border in BORDERS}
_FUNCTIONS |= {
    ("three-valued", border): Function(
        "f",
        _three_valued,
        exact=True,
        code="three_valued({args})",
        border=lambda z, zone: abs(abs(z) - zone),
    )
    for border in BORDERS
}


class Output:
    """The output function of a unit: ``kind`` of its values, and the class of a sum that lies on the border."""

    __slots__ = ("border", "function", "kind")

    def __init__(self, kind: str, border: str):
        self.kind, self.border = kind, border
        self.function = _FUNCTIONS[kind, border]

    def of(self, net: Name) -> Expr:
        """The output as a formula over the name of the weighted sum."""
        return Call(self.function, Symbol(net), *([Symbol(DEAD_ZONE)] if self.kind == "three-valued" else []))

    def target(self, positive: bool) -> str:
        """The number that a point of a class should get."""
        return "1" if positive else _NEGATIVE[self.kind]

    def shown(self, positive: bool) -> str:
        """The same as a page prints it in a sentence."""
        return self.target(positive).replace("-", "−")

    def region(self, value: Numeric, net: Name) -> Says:
        """In which region the sum lies that gave the output ``value``."""
        if self.kind == "three-valued":
            return Says(_REGIONS[int(value)], name=net, target=DEAD_ZONE)
        return Says(_SIDES[self.border, int(value) == 1], name=net)

    def note(self) -> Says:
        """The sentence that defines the output."""
        if self.kind == "three-valued":
            return Says("linear_three_valued", name=NET, target=DEAD_ZONE, out=[OUT])
        return Says(_DEFINED[self.border], name=NET, out=[OUT], low=self.shown(False))

    def signs(self) -> dict[bool, str]:
        """The inequality between the sum and 0 that each class asks for, without a dead zone."""
        return _SIGNS[self.border]
