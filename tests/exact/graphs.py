"""Graphs, activations and chains of layers: pieces at their ends, the first of equal numbers, whole numbers rounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import mpmath

from .arithmetic import HALF, add, divided, exp, log, minus, real, root, sign, times
from .case import Case, Draw, Number, Value, few_decimals, problem
from .descent import number
from .pieces import HIDDEN, Activation, sigmoid

# A function of two numbers in a formula, its value, and its slopes; of equal numbers the first counts.
BINARY: dict[str, tuple[str, Callable, Callable]] = {
    "sum": ("{} + {}", lambda a, b: a + b, lambda a, b: (1, 1)),
    "difference": ("{} - {}", lambda a, b: a - b, lambda a, b: (1, -1)),
    "product": ("{}*{}", lambda a, b: a * b, lambda a, b: (b, a)),
    "max": ("max({}, {})", max, lambda a, b: (int(a >= b), int(a < b))),
    "quotient": ("{}/{}", lambda a, b: a / b, lambda a, b: (1 / b, -a / (b * b))),
    "min": ("min({}, {})", min, lambda a, b: (int(a <= b), int(a > b))),
}
# The same of one number; corners and jumps have the slope 0.
UNARY: dict[str, tuple[str, Callable, Callable]] = {
    "abs": ("abs({})", abs, sign),
    "relu": ("max(0, {})", lambda a: max(Fraction(0), a), lambda a: int(a > 0)),
    "square": ("({})^2", lambda a: a * a, lambda a: 2 * a),
    "sign": ("sign({})", sign, lambda a: 0),
    "floor": ("floor({}*10)", lambda a: math.floor(a * 10), lambda a: 0),
    "ceil": ("ceil({}*10)", lambda a: math.ceil(a * 10), lambda a: 0),
}
# The same again, where they have a value without a root or an exponential: at squares, at 0 and at 1.
ROUND: dict[str, tuple[str, Callable, Callable]] = {
    "root": ("sqrt({})", root, lambda a: 1 / (2 * root(a))),
    "exponential": ("exp({})", exp, lambda a: 1),
    "logarithm": ("ln({})", log, lambda a: 1),
}
INPUTS, NODES = "xyz", "abcdghuv"  # e is a number


class Tape:
    """The nodes of a graph in their order, each with its value and its slopes by what it is made of."""

    def __init__(self, inputs: dict[str, Fraction]):
        self.values: dict[str, Fraction] = dict(inputs)
        self.formulas: dict[str, str] = {}
        self.slopes: dict[str, list[tuple[str, Fraction]]] = {}
        self.decided: list[Number] = []

    def write(self, formula: str, value: Fraction, slopes: list[tuple[str, Fraction]]) -> str:
        """Adds a node and returns its name."""
        name = NODES[len(self.formulas)]
        self.formulas[name] = formula
        self.values[name], self.slopes[name] = value, slopes
        return name

    def derivatives(self, top: str) -> dict[str, Fraction]:
        """The derivative of a node by every other and by the inputs, from the end to the beginning."""
        found = dict.fromkeys(self.values, Fraction(0)) | {top: Fraction(1)}
        for name in reversed(self.formulas):
            for below, slope in self.slopes[name]:
                found[below] += found[name] * slope
        return found


def graph(draw: Draw) -> Case:
    """A graph whose differences are often exactly 0 where their absolute value, sign, max or floor is taken."""
    tape = Tape({name: draw.decimal() for name in INPUTS[: draw.randint(2, 3)]})
    names = list(tape.values)
    last = names[0]
    for other in names[1:]:
        last = _binary(tape, draw.choice(list(BINARY)), last, other)
    for _ in range(draw.randint(1, 3)):
        last = _deciding(tape, draw, last)
    if draw.chance(0.5):
        last = _binary(tape, draw.choice(["sum", "product"]), last, draw.choice(names))
    slopes = tape.derivatives(last)
    expected: dict[str, Value] = {name: tape.values[name] for name in tape.formulas}
    expected |= {f"d{last}/d{name}": slopes[name] for name in names}
    where_written = {f"d{last}/d{name}": slopes[name] for name in tape.formulas}
    inputs = {name: tape.values[name] for name in names}
    written = problem("graph", values=inputs, nodes=tape.formulas, outputs=[last], mode="reverse")
    return Case(written, expected, where_written, decided=tape.decided)


def _binary(tape: Tape, kind: str, a: str, b: str) -> str:
    """A node of two others."""
    if kind == "quotient" and tape.values[b] == 0:
        kind = "sum"
    formula, value, slopes = BINARY[kind]
    one, two = tape.values[a], tape.values[b]
    if kind in ("max", "min"):
        tape.decided.append(one - two)
    by = slopes(one, two)
    return tape.write(formula.format(a, b), Fraction(value(one, two)), [(a, by[0]), (b, by[1])])


def _deciding(tape: Tape, draw: Draw, below: str) -> str:
    """A node that decides, or two: what is below less its own value, and the sign of that."""
    value = tape.values[below]
    if few_decimals(value) and draw.chance(0.4):
        kind = draw.choice(["max", "min"])
        formula, function, slopes = BINARY[kind]
        tape.decided.append(Fraction(0))
        first = draw.chance(0.5)
        places = (below, number(value)) if first else (number(value), below)
        return tape.write(formula.format(*places), value, [(below, slopes(value, value)[0 if first else 1])])
    if few_decimals(value) and value != 0 and draw.chance(0.6):
        less = f"{below} - {number(value)}" if value > 0 else f"{below} + {number(-value)}"
        below, value = tape.write(less, Fraction(0), [(below, Fraction(1))]), Fraction(0)
    known = [kind for kind, exact in (("exponential", value == 0), ("logarithm", value == 1)) if exact]
    known += ["root"] if value > 0 and isinstance(root(value), Fraction) else []
    kind = draw.choice(known if known and draw.chance(0.5) else list(UNARY))
    formula, function, slope = (UNARY | ROUND)[kind]
    if kind in ("floor", "ceil"):
        tape.decided.append(value * 10 - round(value * 10))
    elif kind in UNARY and kind != "square":
        tape.decided.append(value)
    return tape.write(formula.format(below), Fraction(function(value)), [(below, Fraction(slope(value)))])


def softplus(z: Number) -> Number:
    """ln(1 + eᶻ)."""
    return log(add(1, exp(z)))


def silu(z: Number) -> Number:
    """z·σ(z)."""
    return times(z, sigmoid(z))


MORE = (
    Activation("step", lambda z: int(z >= 0), lambda z: 0, (Fraction(0),)),
    Activation("bipolar step", lambda z: 1 if z >= 0 else -1, lambda z: 0, (Fraction(0),)),
    Activation("softplus", softplus, sigmoid, (Fraction(0),)),
    Activation("silu", silu, lambda z: add(sigmoid(z), times(z, sigmoid(z), minus(1, sigmoid(z)))), (Fraction(0),)),
)
CALLED = {"abs(x)": "f"}


def activation(draw: Draw) -> Case:
    """One or two activations at their ends and beside them."""
    functions = draw.sample([*HIDDEN, *MORE], draw.randint(1, 2))
    ends = [end for function in functions for end in function.ends]
    points = [draw.choice(ends) if draw.chance(0.5) else draw.decimal() for _ in range(draw.randint(1, 3))]
    expected: dict[str, Value] = {}
    for function in functions:
        name = CALLED.get(function.name, function.name.partition("(")[0].replace(" ", "_"))
        for k, x in enumerate(points, 1):
            expected |= {f"{name}_{k}": function.value(x), f"d{name}_{k}/dx{k}": function.slope(x)}
    written = problem("activation", activation=[function.name for function in functions], at=points)
    decided = [min(abs(x - end) for end in function.ends) for function in functions for x in points]
    return Case(written, expected, decided=decided)


def chain(draw: Draw) -> Case:
    """A chain of units: a net input of 0 ends the gradient, factors whose product is exactly 1 keep it."""
    if draw.chance(0.3):
        return _given_slopes(draw)
    function = draw.choice([*HIDDEN[:3], *HIDDEN[4:]])
    count = draw.randint(2, 4)
    signal: Number = draw.tenths()
    x = signal
    weights, biases, slopes, decided = [], [], [], []
    expected: dict[str, Value] = {}
    for k in range(1, count + 1):
        size = draw.choice([draw.positive(15), draw.positive(15), Fraction(1), Fraction(4)])
        weights.append(draw.choice([-1, 1]) * size)
        total = times(weights[-1], signal)
        aimed = minus(draw.choice(function.ends), total)
        biases.append(aimed if few_decimals(aimed) and draw.chance(0.4) else draw.tenths())
        z = add(total, biases[-1])
        slopes.append(function.slope(z))
        signal = function.value(z)
        decided.append(min(abs(minus(z, end)) for end in function.ends))
        expected |= {f"net_{k}": z, f"out_{k}": signal, f"dout_{k}/dnet_{k}": slopes[-1]}
    product = times(*(times(w, slope) for w, slope in zip(weights, slopes, strict=True)))
    expected |= {f"dout_{count}/dx": product, "factor": geometric(product, count)}
    written = problem("gradient-flow", activation=function.name, weights=weights, biases=biases, input=x)
    says = ["neither vanishes nor explodes"] if abs(product) == 1 else []
    return Case(written, expected, {"slopes": times(*slopes)}, says=says, decided=[*decided, minus(abs(product), 1)])


def _given_slopes(draw: Draw) -> Case:
    slopes = [draw.choice([-1, 1]) * draw.choice([HALF, Fraction(2), Fraction(1), Fraction(5, 4), Fraction(4, 5)])]
    for _ in range(draw.randint(1, 3)):
        inverse = divided(1, slopes[-1]) if slopes[-1] else Fraction(0)
        slopes.append(inverse if few_decimals(inverse) and draw.chance(0.5) else draw.tenths())
    product = times(*slopes)
    factor = geometric(product, len(slopes))
    says = ["neither vanishes nor explodes"] if abs(product) == 1 else []
    written = problem("gradient-flow", derivatives=slopes)
    return Case(written, {"product": product, "factor": factor}, says=says, decided=[abs(product) - 1])


def geometric(product: Number, count: int) -> Number:
    """The size of one of so many equal factors."""
    if abs(product) in (0, 1):
        return Fraction(int(abs(product)))
    return mpmath.root(real(abs(product)), count)


GENERATORS = {"graph": [graph], "activation": [activation], "gradient-flow": [chain]}
