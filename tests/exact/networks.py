"""A network by hand: the forward pass, the error terms from the last layer to the first, a step of learning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .arithmetic import add, dot, mean, minus, softmax, times
from .case import Draw, Number, Value, few_decimals
from .pieces import BINARY, CATEGORICAL, HINGE, IDENTITY, LOSSES, MARGIN, SIGMOID, USUAL, ZERO, Activation, Loss


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
