"""Networks: net inputs of exactly 0, units at the ends of their pieces, outputs that are right or δ away."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import mpmath

from .arithmetic import HALF, add, divided, dot, exp, log, mean, minus, real, sign, softmax, times
from .case import Case, Draw, Number, Value, problem

# A training whose numbers grow beyond this is none of an exam.
GREATEST = 10**6
TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)


class Activation(NamedTuple):
    """A function with its slope, and the net inputs at which it changes its piece (or is known without a root)."""

    name: str
    value: Callable[[Number], Number]
    slope: Callable[[Number], Number] | None
    ends: Sequence[Fraction]


def sigmoid(z: Number) -> Number:
    """1/(1 + e⁻ᶻ)."""
    return divided(1, add(1, exp(times(-1, z))))


def tanh(z: Number) -> Number:
    """The hyperbolic tangent; 0 at 0."""
    return Fraction(0) if z == 0 else mpmath.tanh(real(z))


def ramp(z: Number) -> Number:
    """The hard sigmoid: z/5 + ½ between 0 and 1."""
    return min(1, max(0, add(times(FIFTH, z), HALF)))


ZERO = (Fraction(0),)
IDENTITY = Activation("identity", lambda z: z, lambda z: 1, ZERO)
# For the hinge loss: outputs of exactly −1 and 1.
MARGIN = Activation("identity", lambda z: z, lambda z: 1, (Fraction(-1), Fraction(1)))
STEP = Activation("step", lambda z: int(z >= 0), None, ZERO)
SIGMOID = Activation("sigmoid", sigmoid, lambda z: times(sigmoid(z), minus(1, sigmoid(z))), ZERO)
HIDDEN = (
    Activation("relu", lambda z: max(z, 0), lambda z: int(z > 0), ZERO),
    Activation("leaky relu(0.1)", lambda z: z if z > 0 else times(TENTH, z), lambda z: 1 if z > 0 else TENTH, ZERO),
    Activation("hard sigmoid(0.2)", ramp, lambda z: FIFTH if 0 < ramp(z) < 1 else 0, (Fraction(-5, 2), Fraction(5, 2))),
    Activation("abs(x)", abs, sign, ZERO),
    Activation("elu(1)", lambda z: z if z > 0 else minus(exp(z), 1), lambda z: 1 if z > 0 else exp(z), ZERO),
    Activation("tanh", tanh, lambda z: minus(1, times(tanh(z), tanh(z))), ZERO),
    SIGMOID,
    IDENTITY,
)
# Most problems are of pieces without exponentials, where every decision can be met exactly.
USUAL = (*HIDDEN[:4], *HIDDEN[:4], *HIDDEN)
DECIDING = (STEP, Activation("bipolar step", lambda z: 1 if z >= 0 else -1, None, ZERO))


class Loss(NamedTuple):
    """The term of one output, its slope by the output, and what the sum of the terms is multiplied by."""

    name: str
    term: Callable[[Number, Number], Number]
    slope: Callable[[Number, Number], Number]
    mean: bool = False
    # How far a target is drawn from the output, where it is drawn to be on a border.
    away: Fraction = Fraction(0)


def huber(delta: Fraction) -> Loss:
    """½d² to δ, δ|d| − ½δ² beyond."""

    def term(t: Number, o: Number) -> Number:
        off = abs(minus(t, o))
        return times(HALF, off, off) if sign(minus(off, delta)) <= 0 else times(delta, minus(off, times(HALF, delta)))

    def slope(t: Number, o: Number) -> Number:
        off = minus(o, t)
        return off if sign(minus(abs(off), delta)) <= 0 else times(delta, sign(off))

    return Loss(f"huber({float(delta)})", term, slope, away=delta)


def squared(t: Number, o: Number) -> Number:
    """(t − o)²."""
    return times(minus(t, o), minus(t, o))


HALF_SQUARED = Loss("half squared error", lambda t, o: times(HALF, squared(t, o)), lambda t, o: minus(o, t))
HINGE = Loss("hinge", lambda t, o: max(0, minus(1, times(t, o))), lambda t, o: -t if times(t, o) < 1 else 0)
LOSSES = (
    HALF_SQUARED,
    Loss("squared error", squared, lambda t, o: times(2, minus(o, t))),
    Loss("mean squared error", squared, lambda t, o: times(2, minus(o, t)), mean=True),
    Loss("absolute error", lambda t, o: abs(minus(t, o)), lambda t, o: sign(minus(o, t))),
    huber(HALF),
    huber(Fraction(7, 10)),
    HINGE,
)


@dataclass
class Layer:
    """A layer in the midst of a calculation: its numbers, and what came out of it last."""

    activation: Activation | None  # None: softmax
    weights: list[list[Fraction]]
    bias: list[Fraction]
    nets: list[Number]
    outs: list[Number]

    def forward(self, inputs: Sequence[Number]) -> list[Number]:
        """Net inputs and outputs."""
        self.nets = [add(dot(row, inputs), b) for row, b in zip(self.weights, self.bias, strict=True)]
        function = self.activation
        self.outs = [function.value(z) for z in self.nets] if function else softmax(self.nets)
        return self.outs

    def written(self) -> dict:
        """The layer of a problem."""
        name = self.activation.name if self.activation else "softmax"
        return {"activation": name, "weights": self.weights, "bias": self.bias}

    def decided(self) -> list[Number]:
        """How far each net input is from the nearest end of a piece."""
        ends = self.activation.ends if self.activation else ZERO
        return [min(abs(minus(z, end)) for end in ends) for z in self.nets]


def drawn_layer(draw: Draw, inputs: Sequence[Number], units: int, activation: Activation | None, first: bool) -> Layer:
    """A layer whose net inputs are often on the border of its activation."""
    weights = [[draw.tenths(9) if first else Fraction(draw.randint(-2, 2)) for _ in inputs] for _ in range(units)]
    bias = [Fraction(0)] * units
    layer = Layer(activation, weights, bias, [], [])
    for k, total in enumerate(layer.forward(inputs) and layer.nets):
        end = draw.choice(activation.ends if activation else ZERO)
        aimed = minus(end, total)
        bias[k] = aimed if draw.chance(0.6) and few_decimals(aimed) else draw.decimal()
    layer.forward(inputs)
    return layer


def few_decimals(number: Number) -> bool:
    """Whether a number can stand in a problem of an exam."""
    return isinstance(number, int | Fraction) and 1000 % number.denominator == 0


def drawn_target(draw: Draw, loss: Loss, out: Number) -> Fraction:
    """A target that an output often equals, or is exactly δ away from."""
    if loss is HINGE:
        return Fraction(draw.choice([-1, 1]))
    if not few_decimals(out) or draw.chance(0.4):
        return draw.decimal()
    return out + draw.choice([-1, 1]) * (loss.away if draw.chance(0.7) else 0)


class Network:
    """Layers, targets and a loss, with the numbers of the forward and the backward pass."""

    def __init__(self, draw: Draw, layers: Sequence[Activation | None], loss: Loss | None, one_output: bool = False):
        self.inputs = [draw.tenths(12) for _ in range(draw.randint(1, 3))]
        self.layers: list[Layer] = []
        signals: list[Number] = self.inputs
        for k, activation in enumerate(layers):
            last = k == len(layers) - 1
            activation = MARGIN if last and loss is HINGE else activation
            units = 1 if one_output and last else draw.randint(1 if activation else 2, 2 if last else 3)
            self.layers.append(drawn_layer(draw, signals, units, activation, k == 0))
            signals = self.layers[-1].outs
        self.loss = loss
        self.targets = [drawn_target(draw, loss, out) for out in signals] if loss else []

    def forward(self, inputs: Sequence[Number]):
        """The forward pass."""
        signals: Sequence[Number] = inputs
        for layer in self.layers:
            signals = layer.forward(signals)

    def error(self, targets: Sequence[Number]) -> Number:
        """The loss of the last forward pass."""
        terms = [self.loss.term(t, o) for t, o in zip(targets, self.layers[-1].outs, strict=True)]
        return mean(terms) if self.loss.mean else add(*terms)

    def out_slopes(self, targets: Sequence[Number]) -> list[Number]:
        """∂E/∂out of each output."""
        outs = self.layers[-1].outs
        share = Fraction(1, len(outs)) if self.loss.mean else 1
        return [times(share, self.loss.slope(t, o)) for t, o in zip(targets, outs, strict=True)]

    def error_terms(self, targets: Sequence[Number]) -> list[list[Number]]:
        """δ of every unit, layer by layer."""
        last = self.layers[-1]
        if last.activation is None or self.loss.name == "binary cross-entropy":
            deltas = [[minus(o, t) for t, o in zip(targets, last.outs, strict=True)]]
        else:
            slopes = self.out_slopes(targets)
            deltas = [[times(s, last.activation.slope(z)) for s, z in zip(slopes, last.nets, strict=True)]]
        for layer, later in zip(self.layers[-2::-1], self.layers[:0:-1], strict=True):
            back = [dot(column, deltas[0]) for column in zip(*later.weights, strict=True)]
            deltas.insert(0, [times(g, layer.activation.slope(z)) for g, z in zip(back, layer.nets, strict=True)])
        return deltas

    def gradients(self, inputs: Sequence[Number], targets: Sequence[Number]) -> list[tuple[list, list]]:
        """∂E/∂W and ∂E/∂b of each layer."""
        signals = [inputs, *(layer.outs for layer in self.layers)]
        return [
            ([[times(delta, x) for x in before] for delta in deltas], deltas)
            for deltas, before in zip(self.error_terms(targets), signals, strict=False)
        ]

    def learn(self, rate: Fraction, gradients: list[tuple[list, list]]):
        """w − η·∂E/∂w for every number that is learned."""
        for layer, (by_weights, by_bias) in zip(self.layers, gradients, strict=True):
            layer.weights = [moved(row, rate, slopes) for row, slopes in zip(layer.weights, by_weights, strict=True)]
            layer.bias = moved(layer.bias, rate, by_bias)

    def learn_in_turn(self, rate: Fraction, inputs: Sequence[Number], targets: Sequence[Number]) -> list[tuple]:
        """The gradients of the last layer, then, with its new weights, those of the layer before, to the first."""
        found: list[tuple] = []
        for k in reversed(range(len(self.layers))):
            by_weights, by_bias = self.gradients(inputs, targets)[k]
            layer = self.layers[k]
            layer.weights = [moved(row, rate, slopes) for row, slopes in zip(layer.weights, by_weights, strict=True)]
            layer.bias = moved(layer.bias, rate, by_bias)
            found.insert(0, (by_weights, by_bias))
        return found

    def units(self) -> list[list[str]]:
        """The names of the units, layer by layer."""
        hidden = len(self.layers) - 1
        prefixes = ["h" if hidden == 1 else f"h{k + 1}_" for k in range(hidden)] + ["o"]
        return [
            [f"{prefix}{k + 1}" for k in range(len(layer.bias))]
            for prefix, layer in zip(prefixes, self.layers, strict=True)
        ]

    def signals(self, sample: str = "") -> dict[str, Value]:
        """Net inputs and outputs by name."""
        found = {}
        for names, layer in zip(self.units(), self.layers, strict=True):
            for name, z, out in zip(names, layer.nets, layer.outs, strict=True):
                found |= {f"{sample}net_{name}": z, f"{sample}out_{name}": out}
        return found

    def named(self, name: str, numbers: Sequence[tuple[list, list]]) -> dict[str, Value]:
        """Numbers of every weight and bias under names such as ``dE/dw3``."""
        weights = [number for by_weights, _ in numbers for row in by_weights for number in row]
        biases = [number for _, by_bias in numbers for number in by_bias]
        found: dict[str, Value] = {name.format(f"w{k}"): number for k, number in enumerate(weights, 1)}
        return found | {name.format(f"b{k}"): number for k, number in enumerate(biases, 1)}

    def parameters(self) -> list[tuple[list, list]]:
        """Weights and biases of each layer as they are now."""
        return [(layer.weights, layer.bias) for layer in self.layers]

    def decided(self) -> list[Number]:
        """Net inputs and errors, less where the function or the loss changes its piece."""
        distances = [distance for layer in self.layers for distance in layer.decided()]
        if self.loss is HINGE:
            return distances + [minus(1, times(t, o)) for t, o in zip(self.targets, self.layers[-1].outs, strict=True)]
        away = self.loss.away if self.loss else 0
        return distances + [
            minus(abs(minus(o, t)), away) for t, o in zip(self.targets, self.layers[-1].outs, strict=False)
        ]

    def written(self) -> list[dict]:
        """The layers of a problem."""
        return [layer.written() for layer in self.layers]


def moved(numbers: Sequence[Number], rate: Fraction, slopes: Sequence[Number]) -> list[Number]:
    """Every number against its slope."""
    return [minus(number, times(rate, slope)) for number, slope in zip(numbers, slopes, strict=True)]


def column(numbers: Sequence[Number]) -> list[list[Number]]:
    """A column of a matrix."""
    return [[number] for number in numbers]


BINARY = Loss(
    "binary cross-entropy",
    lambda t, o: times(-1, log(o if t else minus(1, o))),
    lambda t, o: divided(-1, o) if t else divided(1, minus(1, o)),
)
CATEGORICAL = Loss("categorical cross-entropy", lambda t, o: times(-t, log(o)) if t else Fraction(0), None)


def drawn_network(draw: Draw) -> Network:
    """A network of one to three layers that can learn."""
    hidden = [draw.choice(USUAL) for _ in range(draw.choice([0, 1, 1, 1, 2]))]
    if draw.chance(0.12):
        network = Network(draw, [*hidden, None], None)
        network.loss = CATEGORICAL
        right = draw.randrange(len(network.layers[-1].bias))
        network.targets = [Fraction(int(k == right)) for k in range(len(network.layers[-1].bias))]
        return network
    if draw.chance(0.1):
        network = Network(draw, [*hidden, SIGMOID], None, one_output=True)
        network.loss = BINARY
        network.targets = [Fraction(draw.choice([0, 1]))]
        return network
    return Network(draw, [*hidden, draw.choice([IDENTITY, *USUAL])], draw.choice(LOSSES))


def forward(draw: Draw) -> Case:
    """A forward pass, with functions that decide and without, neuron by neuron or in matrices."""
    hidden = [draw.choice([*USUAL, *DECIDING, *DECIDING]) for _ in range(draw.choice([0, 1, 1, 2]))]
    network = Network(draw, [*hidden, draw.choice([IDENTITY, *USUAL, *DECIDING, *DECIDING])], draw.choice(LOSSES))
    style = draw.choice(["scalar", "matrix"])
    expected: dict[str, Value] = {"E": network.error(network.targets)}
    expected |= network.signals() if style == "scalar" else matrices(network)
    keys = {"style": style, "targets": network.targets, "loss": network.loss.name}
    written = problem("forward", inputs=network.inputs, layers=network.written(), **keys)
    return Case(written, expected, decided=network.decided())


def carried(draw: Draw) -> Case:
    """Every line is computed with the rounded (or cut) numbers of the lines before; 0.125 lies half between two."""
    decimals, cut = draw.randint(1, 2), draw.chance(0.3)
    network = Network(
        draw, [draw.choice(HIDDEN[:2]), draw.choice([IDENTITY, HIDDEN[3]])], HALF_SQUARED, one_output=True
    )
    signals: Sequence[Number] = network.inputs
    decided: list[Number] = []
    for layer in network.layers:
        sums = [add(dot(row, signals), b) for row, b in zip(layer.weights, layer.bias, strict=True)]
        layer.nets = [kept(z, decimals, cut) for z in sums]
        signals = layer.outs = [kept(layer.activation.value(z), decimals, cut) for z in layer.nets]
        decided += [z * 10**decimals * 2 % 2 - 1 for z in sums] + layer.nets
    expected = network.signals() | {"E": kept(network.error(network.targets), decimals, cut)}
    rounding: dict[str, object] = {"decimals": decimals, "carry": True} | ({"truncate": True} if cut else {})
    keys = {"targets": network.targets, "loss": network.loss.name, "rounding": rounding}
    written = problem("forward", inputs=network.inputs, layers=network.written(), **keys)
    return Case(written, expected, decided=decided)


def kept(number: Number, decimals: int, cut: bool) -> Fraction:
    """A number rounded half up, or cut, to so many decimals."""
    size = math.floor(abs(number) * 10**decimals + (0 if cut else HALF))
    return Fraction(sign(number) * size, 10**decimals)


def matrices(network: Network) -> dict[str, Value]:
    """Net inputs and outputs layer by layer."""
    found: dict[str, Value] = {}
    for k, layer in enumerate(network.layers, 1):
        found |= {f"z^{k}": column(layer.nets), f"a^{k}": column(layer.outs)}
    return found


def scalar_backprop(draw: Draw) -> Case:
    """Every gradient and every new number, factor by factor or by error terms."""
    network = drawn_network(draw)
    rate = draw.choice([TENTH, HALF, Fraction(1)])
    expected = network.signals() | {"E": network.error(network.targets)}
    deltas = network.error_terms(network.targets)
    units = zip(network.units(), network.layers, deltas, strict=True)
    where_written: dict[str, Value] = {}
    for names, layer, of_layer in units:
        for name, z, delta in zip(names, layer.nets, of_layer, strict=True):
            where_written[f"delta_{name}"] = delta
            if layer.activation:
                where_written[f"dout_{name}/dnet_{name}"] = layer.activation.slope(z)
    gradients = network.gradients(network.inputs, network.targets)
    in_turn = draw.chance(0.25)  # the gradients of a layer with the new weights of the layers behind it
    keys = {"learning_rate": rate, "method": draw.choice(["chain", "delta"])}
    keys["update"] = "sequential" if in_turn else "simultaneous"
    if draw.chance(0.3):
        keys["again"] = True
    written = problem(
        "backprop",
        inputs=network.inputs,
        layers=network.written(),
        targets=network.targets,
        loss=network.loss.name,
        **keys,
    )
    decided = network.decided()
    if in_turn:
        gradients = network.learn_in_turn(rate, network.inputs, network.targets)
        where_written = {name: value for name, value in where_written.items() if not name.startswith("delta_h")}
    else:
        network.learn(rate, gradients)
    expected |= network.named("dE/d{}", gradients)
    expected |= network.named("new_{}", network.parameters())
    if "again" in keys:
        network.forward(network.inputs)
        where_written |= network.signals("again_") | {"again_E": network.error(network.targets)}
    return Case(written, expected, where_written, decided=decided)


def matrix_backprop(draw: Draw) -> Case:
    """The same in matrices."""
    network = drawn_network(draw)
    rate = draw.choice([TENTH, HALF, Fraction(1)])
    expected = matrices(network) | {"E": network.error(network.targets)}
    gradients = network.gradients(network.inputs, network.targets)
    written = problem(
        "backprop",
        style="matrix",
        inputs=network.inputs,
        layers=network.written(),
        targets=network.targets,
        loss=network.loss.name,
        learning_rate=rate,
        update="simultaneous",
    )
    decided = network.decided()
    network.learn(rate, gradients)
    where_written: dict[str, Value] = {}
    for k, (layer, (by_weights, by_bias)) in enumerate(zip(network.layers, gradients, strict=True), 1):
        expected |= {f"dE/dW^{k}": by_weights, f"dE/db^{k}": column(by_bias)}
        expected |= {f"new_W^{k}": layer.weights, f"new_b^{k}": column(layer.bias)}
        where_written[f"delta^{k}"] = column(by_bias)
    return Case(written, expected, where_written, decided=decided)


def epochs(draw: Draw) -> Case:
    """Two or three samples, updates after each or all of them, one to three epochs."""
    network = Network(draw, [draw.choice(HIDDEN[:4]), draw.choice([IDENTITY, *HIDDEN[:2]])], draw.choice(LOSSES[:6]))
    samples = [(network.inputs, network.targets)]
    for _ in range(draw.randint(1, 2)):
        inputs = draw.choice([network.inputs, draw.row(len(network.inputs))])
        network.forward(inputs)
        samples.append((inputs, [drawn_target(draw, network.loss, out) for out in network.layers[-1].outs]))
    rate, count, size = draw.choice([TENTH, HALF]), draw.randint(1, 3), draw.choice([1, 1, 2, len(samples)])
    reduction = draw.choice(["mean", "sum"])
    written = problem(
        "backprop",
        samples=[{"inputs": inputs, "targets": targets} for inputs, targets in samples],
        layers=network.written(),
        loss=network.loss.name,
        learning_rate=rate,
        epochs=count,
        batch=size,
        update="simultaneous",
        **({"reduction": reduction} if size > 1 else {}),
    )
    expected, where_written, decided = trained(network, samples, rate, count, size, reduction)
    if max(map(abs, expected.values())) > GREATEST:
        return epochs(draw)
    return Case(written, expected, where_written, decided=decided)


def trained(
    network: Network, samples: Sequence[tuple], rate: Fraction, count: int, size: int, reduction: str
) -> tuple[dict, dict, list]:
    """What a training comes to, what its first visits hold, and how far their decisions are from the border."""
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for epoch in range(count):
        errors = []
        for begin in range(0, len(samples), size):
            batch = samples[begin : begin + size]
            gradients = []
            for k, (inputs, targets) in enumerate(batch, begin + 1):
                network.forward(inputs)
                errors.append(network.error(targets))
                gradients.append(network.gradients(inputs, targets))
                decided += network.decided()
                if epoch == 0:
                    where_written |= network.signals(f"{k}.") | {f"{k}.E": errors[-1]}
                    where_written |= network.named(f"{k}.dE/d{{}}", gradients[-1])
            for slopes in gradients:  # all of them were taken at the same numbers
                network.learn(rate / len(batch) if reduction == "mean" else rate, slopes)
    expected = network.named("new_{}", network.parameters()) | {"average_E": mean(errors)}
    return expected, where_written, decided


def stairs(draw: Draw) -> Case:
    """A weight that goes in steps of η until the output is the target, or ReLU's net input 0: there it stays."""
    unit, rate, count = draw.choice([IDENTITY, HIDDEN[0], HIDDEN[3]]), draw.choice([TENTH, FIFTH]), draw.randint(2, 30)
    w, x = draw.tenths(9), Fraction(draw.choice([-1, 1]))
    target = w * x + rate * draw.randint(-6, 6)
    written = problem(
        "backprop",
        samples=[{"inputs": [x], "targets": [target]}],
        layers=[{"activation": unit.name, "weights": [[w]]}],
        loss="absolute error",
        learning_rate=rate,
        batch=1,
        epochs=count,
    )
    decided: list[Number] = []
    for _ in range(count):
        out = unit.value(w * x)
        decided += [w, out - target]
        w -= rate * sign(out - target) * unit.slope(w * x) * x
    expected: dict[str, Value] = {"new_w1": w, "average_E": abs(out - target)}
    return Case(written, expected, decided=decided)


def truth_table(draw: Draw) -> Case:
    """Threshold gates over samples of 0 and 1, their sums exactly at the threshold."""
    weights = [draw.tenths(9) for _ in range(2)]
    theta = draw.choice([weights[0], weights[1], add(*weights), draw.tenths(9)])
    table = [(Fraction(a), Fraction(b)) for a in (0, 1) for b in (0, 1)]
    nets = [minus(dot(weights, row), theta) for row in table]
    layer = {"activation": "step", "weights": [weights], "bias": [-theta]}
    samples = [{"inputs": row, "targets": [int(z >= 0)]} for row, z in zip(table, nets, strict=True)]
    expected: dict[str, Value] = {}
    for k, z in enumerate(nets, 1):
        expected |= {f"{k}.net_o1": z, f"{k}.out_o1": int(z >= 0)}
    says = ["Every output equals its target"]
    return Case(problem("forward", samples=samples, layers=[layer]), expected, says=says, decided=nets)


def clipping(draw: Draw) -> Case:
    """Gradients (3, 4) times a number: clipped at exactly their length, or one of them at its size."""
    size, error = draw.positive(5), draw.choice([-1, 1]) * draw.positive(9)
    inputs = [3 * size, draw.choice([-4, 4]) * size]
    weights = draw.row(2)
    out = dot(weights, inputs)
    slopes = [times(error, x) for x in inputs]
    length = 5 * size * abs(error)
    by_norm, rate = draw.chance(0.6), draw.choice([TENTH, HALF])
    bound = draw.choice([length, length, length / 2, 2 * length] if by_norm else [abs(s) for s in slopes])
    scale = min(Fraction(1), bound / length)
    clipped = [s * scale if by_norm else sign(s) * min(abs(s), bound) for s in slopes]
    expected: dict[str, Value] = {"dE/dw1": slopes[0], "dE/dw2": slopes[1]}
    expected |= {"norm": length, "scale": scale} if by_norm else {}
    for k, (w, g) in enumerate(zip(weights, clipped, strict=True), 1):
        expected |= {f"clipped_w{k}": g, f"new_w{k}": w - rate * g}
    written = problem(
        "backprop",
        inputs=inputs,
        targets=[out - error],
        layers=[{"activation": "identity", "weights": [weights]}],
        loss="half squared error",
        learning_rate=rate,
        clip={"norm" if by_norm else "value": bound},
    )
    return Case(written, expected, decided=[length - bound] if by_norm else [abs(s) - bound for s in slopes])


def penalised(draw: Draw) -> Case:
    """Weight decay that cancels a gradient: one unit whose slopes are exactly −λ·w for one of its weights."""
    rate, decay = draw.choice([TENTH, HALF]), draw.choice([TENTH, FIFTH, HALF])
    weights, inputs = [draw.positive(9), draw.tenths(9)], [draw.choice([-1, 1]) * Fraction(1), draw.tenths(9)]
    error = -decay * weights[0] * inputs[0]  # so that error · x₁ + λ·w₁ = 0
    out = dot(weights, inputs)
    total = [add(times(error, x), times(decay, w)) for x, w in zip(inputs, weights, strict=True)]
    new = moved(weights, rate, total)
    expected: dict[str, Value] = {f"new_w{k}": w for k, w in enumerate(new, 1)}
    written = problem(
        "backprop",
        inputs=inputs,
        targets=[out - error],
        layers=[{"activation": "identity", "weights": [weights]}],
        loss="half squared error",
        learning_rate=rate,
        weight_decay=decay,
    )
    return Case(written, expected, decided=total)


def regularised(draw: Draw) -> Case:
    """λΣ|w| of weights of which one is 0: |w| has the slope 0 there; the loss is 0 or its gradient cancels λ."""
    rate, strength = draw.choice([TENTH, HALF]), draw.choice([TENTH, FIFTH])
    weights, inputs = [draw.positive(9), Fraction(0)], [draw.choice([-1, 1]) * Fraction(1), draw.tenths(9)]
    error = draw.choice([Fraction(0), -strength * inputs[0]])  # so that error · x₁ + λ·sign(w₁) = 0
    out = dot(weights, inputs)
    slopes = [error * x + strength * sign(w) for x, w in zip(inputs, weights, strict=True)]
    expected: dict[str, Value] = {f"dC/dw{k}": slope for k, slope in enumerate(slopes, 1)}
    expected |= {f"new_w{k}": w for k, w in enumerate(moved(weights, rate, slopes), 1)}
    expected |= {"E": HALF * error * error, "R": strength * weights[0]}
    written = problem(
        "backprop",
        inputs=inputs,
        targets=[out - error],
        layers=[{"activation": "identity", "weights": [weights]}],
        loss="half squared error",
        learning_rate=rate,
        regularization={"l1": strength},
    )
    return Case(written, expected, decided=[*weights, *slopes])


def momentum(draw: Draw) -> Case:
    """Two visits of one sample with v = μv + ηg, the second with a gradient of −μ times the first: nothing moves."""
    rate, mu = draw.choice([TENTH, FIFTH, HALF]), draw.choice([HALF, FIFTH])
    name = draw.choice(["momentum", "lion"])
    x, w, first = Fraction(draw.choice([-1, 1])), draw.tenths(9), draw.tenths(9)
    middle = w - rate * (first if name == "momentum" else sign(first)) * x
    second = -mu * first if name == "momentum" else -first * mu  # lion: c = μ·m + (1 − μ)·g with m = (1 − μ)·g₁
    samples = [{"inputs": [x], "targets": [w * x - first]}, {"inputs": [x], "targets": [middle * x - second]}]
    options = {"momentum": mu} if name == "momentum" else {"beta1": mu, "beta2": mu}
    written = problem(
        "backprop",
        samples=samples,
        layers=[{"activation": "identity", "weights": [[w]]}],
        loss="half squared error",
        learning_rate=rate,
        batch=1,
        epochs=1,
        optimizer={name: options},
        preset="paper",
    )
    expected: dict[str, Value] = {"new_w1": middle, "average_E": (first * first + second * second) / 4}
    where_written: dict[str, Value] = {"1.dE/dw1": first * x, "2.dE/dw1": second * x, "1.w1": middle, "2.w1": middle}
    return Case(written, expected, where_written, decided=[first, Fraction(0)])


GENERATORS = {
    "forward": [forward, forward, forward, carried, truth_table],
    "backprop": [
        *[scalar_backprop] * 4,
        *[matrix_backprop] * 3,
        *[epochs] * 3,
        stairs,
        clipping,
        penalised,
        regularised,
        momentum,
    ],
}
