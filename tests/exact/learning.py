"""Networks: net inputs of exactly 0, units at the ends of their pieces, outputs that are right or δ away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import HALF, add, dot, mean, minus, sign, times
from .case import Case, Draw, Number, Value, problem
from .networks import Network, column, drawn_network, drawn_target, moved
from .pieces import DECIDING, FIFTH, HALF_SQUARED, HIDDEN, IDENTITY, LOSSES, TENTH, USUAL

# A training whose numbers grow beyond this is none of an exam.
GREATEST = 10**6


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
