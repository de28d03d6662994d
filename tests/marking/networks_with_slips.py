"""Random networks of one hidden layer as text and as lines of computation, and the slips that are put into them."""

from __future__ import annotations

import math
import random


def sigma(z):
    return 1 / (1 + math.exp(-z))


class Network:
    """A random network of one hidden layer, as text and as lines: name → how a student computes it from the others."""

    def __init__(self, seed):
        self.random = r = random.Random(seed)
        sizes = [r.randint(2, 3), r.randint(2, 3), r.randint(2, 3)]
        self.inputs, self.hidden, self.outputs = (
            [f"{letter}{k + 1}" for k in range(size)] for letter, size in zip("iho", sizes, strict=True)
        )
        self.given, self.weight, self.bias = {}, {}, {}
        for name in self.inputs:
            self.given[name] = round(r.uniform(-1.5, 1.5), 2) or 0.5
        layers = []
        for units, before in ((self.hidden, self.inputs), (self.outputs, self.hidden)):
            rows = []
            for unit in units:
                for source in before:
                    name = self.weight[unit, source] = f"w{len(self.weight) + 1}"
                    self.given[name] = round(r.uniform(-1, 1), 2) or 0.1
                self.bias[unit] = f"b{len(self.bias) + 1}"
                self.given[self.bias[unit]] = round(r.uniform(-0.9, 0.9), 2) or 0.3
                pairs = (f"{self.weight[unit, s]}: {self.given[self.weight[unit, s]]}" for s in before)
                rows.append(f"      {unit}: {{{', '.join(pairs)}}}")
            biases = ", ".join(f"{self.bias[unit]}: {self.given[self.bias[unit]]}" for unit in units)
            layers.append("\n".join(["  - activation: sigmoid", "    weights:", *rows, f"    bias: {{{biases}}}"]))
        self.targets = {unit: round(r.uniform(0.05, 0.95), 2) for unit in self.outputs}
        self.given |= {f"t{unit[1:]}": target for unit, target in self.targets.items()}
        self.rate = r.choice([0.1, 0.25, 0.5, 0.9])
        inputs = ", ".join(f"{name}: {self.given[name]}" for name in self.inputs)
        targets = ", ".join(f"{unit}: {target}" for unit, target in self.targets.items())
        self.text = "\n".join(
            [
                "kind: backprop",
                f"inputs: {{{inputs}}}",
                "layers:",
                *layers,
                f"targets: {{{targets}}}",
                "loss: half squared error",
                f"learning_rate: {self.rate}",
            ]
        )

    def edges(self, unit):
        """(weight, name of the number it takes) of a unit."""
        if unit in self.hidden:
            return [(self.weight[unit, source], source) for source in self.inputs]
        return [(self.weight[unit, source], f"out_{source}") for source in self.hidden]

    def lines(self):
        """Name → computation from the numbers before, in order."""
        lines, rate = {}, self.rate
        for unit in [*self.hidden, *self.outputs]:
            edges, bias = self.edges(unit), self.bias[unit]
            lines[f"net_{unit}"] = lambda v, e=edges, b=bias: sum(v[w] * v[x] for w, x in e) + v[b]
            lines[f"out_{unit}"] = lambda v, u=unit: sigma(v[f"net_{u}"])
        for o in self.outputs:
            lines[f"E_{o}"] = lambda v, o=o: (v[f"t{o[1:]}"] - v[f"out_{o}"]) ** 2 / 2
        lines["E"] = lambda v: sum(v[f"E_{o}"] for o in self.outputs)
        for o in self.outputs:
            lines[f"dE/dout_{o}"] = lambda v, o=o: v[f"out_{o}"] - v[f"t{o[1:]}"]
            lines[f"dout_{o}/dnet_{o}"] = lambda v, o=o: v[f"out_{o}"] * (1 - v[f"out_{o}"])
            lines[f"delta_{o}"] = lambda v, o=o: v[f"dE/dout_{o}"] * v[f"dout_{o}/dnet_{o}"]
            for w, x in self.edges(o):
                lines[f"dE/d{w}"] = lambda v, o=o, x=x: v[f"dE/dout_{o}"] * v[f"dout_{o}/dnet_{o}"] * v[x]
                lines[f"new_{w}"] = lambda v, w=w: v[w] - rate * v[f"dE/d{w}"]
        for h in self.hidden:
            paths = [(f"delta_{o}", self.weight[o, h]) for o in self.outputs]
            lines[f"dE/dout_{h}"] = lambda v, p=paths: sum(v[d] * v[w] for d, w in p)
            lines[f"dout_{h}/dnet_{h}"] = lambda v, h=h: v[f"out_{h}"] * (1 - v[f"out_{h}"])
            for w, x in self.edges(h):
                lines[f"dE/d{w}"] = lambda v, h=h, x=x: v[f"dE/dout_{h}"] * v[f"dout_{h}/dnet_{h}"] * v[x]
                lines[f"new_{w}"] = lambda v, w=w: v[w] - rate * v[f"dE/d{w}"]
        return lines


# Injectors of the network: each draws a place and gives (entry, name of the line, its wrong computation).


def _unit(n):
    unit = n.random.choice([*n.hidden, *n.outputs])
    return unit, n.edges(unit), n.bias[unit]


def bias(n):
    unit, edges, _ = _unit(n)
    return "bias_left_out", f"net_{unit}", lambda v: sum(v[w] * v[x] for w, x in edges)


def term(n):
    unit, edges, b = _unit(n)
    gone = n.random.randrange(len(edges))
    return (
        "term_left_out",
        f"net_{unit}",
        lambda v: sum(v[w] * v[x] for k, (w, x) in enumerate(edges) if k != gone) + v[b],
    )


def sign_of_term(n):
    unit, edges, b = _unit(n)
    turned = n.random.randrange(len(edges))
    return (
        "term_sign",
        f"net_{unit}",
        lambda v: sum(v[w] * v[x] * (-1 if k == turned else 1) for k, (w, x) in enumerate(edges)) + v[b],
    )


def plus(n):
    unit, edges, b = _unit(n)
    at = n.random.randrange(len(edges))
    return (
        "plus_for_times",
        f"net_{unit}",
        lambda v: sum(v[w] + v[x] if k == at else v[w] * v[x] for k, (w, x) in enumerate(edges)) + v[b],
    )


def exchanged(n):
    unit, edges, b = _unit(n)
    (w, x), (u, y), *rest = edges
    return (
        "inputs_exchanged",
        f"net_{unit}",
        lambda v: v[w] * v[y] + v[u] * v[x] + sum(v[p] * v[q] for p, q in rest) + v[b],
    )


def other_weight(n):
    unit, edges, b = _unit(n)
    (w, x), *rest = edges
    wrong = n.random.choice([name for name in n.weight.values() if name != w])
    return "other_symbol", f"net_{unit}", lambda v: v[wrong] * v[x] + sum(v[p] * v[q] for p, q in rest) + v[b]


def net_input(n):
    unit = n.random.choice(n.outputs)
    (w, x), *rest = n.edges(unit)
    return (
        "net_for_out",
        f"net_{unit}",
        lambda v: v[w] * v[x.replace("out", "net")] + sum(v[p] * v[q] for p, q in rest) + v[n.bias[unit]],
    )


def no_activation(n):
    unit, *_ = _unit(n)
    return "activation_left_out", f"out_{unit}", lambda v: v[f"net_{unit}"]


def exponent(n):
    unit, *_ = _unit(n)
    return "exponent_sign", f"out_{unit}", lambda v: 1 / (1 + math.exp(v[f"net_{unit}"]))


def half(n):
    o = n.random.choice(n.outputs)
    return "half_left_out", f"E_{o}", lambda v: (v[f"t{o[1:]}"] - v[f"out_{o}"]) ** 2


def square(n):
    o = n.random.choice(n.outputs)
    return "square_left_out", f"E_{o}", lambda v: (v[f"t{o[1:]}"] - v[f"out_{o}"]) / 2


def one_error(n):
    gone = n.random.choice(n.outputs)
    return "term_left_out", "E", lambda v: sum(v[f"E_{o}"] for o in n.outputs if o != gone)


def swapped(n):
    o = n.random.choice(n.outputs)
    return "difference_swapped", f"dE/dout_{o}", lambda v: v[f"t{o[1:]}"] - v[f"out_{o}"]


def other_target(n):
    o, other = n.random.sample(n.outputs, 2)
    return "other_symbol", f"dE/dout_{o}", lambda v: v[f"out_{o}"] - v[f"t{other[1:]}"]


def minus(n):
    unit, *_ = _unit(n)
    return "minus_for_times", f"dout_{unit}/dnet_{unit}", lambda v: v[f"out_{unit}"] - (1 - v[f"out_{unit}"])


def slope_of_net(n):
    unit, *_ = _unit(n)
    return "net_for_out", f"dout_{unit}/dnet_{unit}", lambda v: v[f"net_{unit}"] * (1 - v[f"net_{unit}"])


def _gradient(n):
    unit, edges, _ = _unit(n)
    w, x = n.random.choice(edges)
    return unit, w, x, edges


def no_slope(n):
    unit, w, x, _ = _gradient(n)
    return "slope_left_out", f"dE/d{w}", lambda v: v[f"dE/dout_{unit}"] * v[x]


def no_input(n):
    unit, w, *_ = _gradient(n)
    return "factor_left_out", f"dE/d{w}", lambda v: v[f"dE/dout_{unit}"] * v[f"dout_{unit}/dnet_{unit}"]


def other_input(n):
    unit, w, x, edges = _gradient(n)
    wrong = n.random.choice([y for _, y in edges if y != x])
    return "other_symbol", f"dE/d{w}", lambda v: v[f"dE/dout_{unit}"] * v[f"dout_{unit}/dnet_{unit}"] * v[wrong]


def path(n):
    h, gone = n.random.choice(n.hidden), n.random.choice(n.outputs)
    return (
        "path_left_out",
        f"dE/dout_{h}",
        lambda v: sum(v[f"delta_{o}"] * v[n.weight[o, h]] for o in n.outputs if o != gone),
    )


def updated(n):
    h, o = n.random.choice(n.hidden), n.random.choice(n.outputs)
    return (
        "new_for_old",
        f"dE/dout_{h}",
        lambda v: sum(v[f"delta_{k}"] * v[("new_" if k == o else "") + n.weight[k, h]] for k in n.outputs),
    )


def up(n):
    _, w, _, _ = _gradient(n)
    return "step_up", f"new_{w}", lambda v: v[w] + n.rate * v[f"dE/d{w}"]


def no_rate(n):
    _, w, _, _ = _gradient(n)
    return "rate_left_out", f"new_{w}", lambda v: v[w] - v[f"dE/d{w}"]


def rate_twice(n):
    _, w, _, _ = _gradient(n)
    return "rate_twice", f"new_{w}", lambda v: v[w] - n.rate**2 * v[f"dE/d{w}"]


NETWORK = [bias, term, sign_of_term, plus, exchanged, other_weight, net_input, no_activation, exponent, half, square]
NETWORK += [one_error, swapped, other_target, minus, slope_of_net, no_slope, no_input, other_input, path, updated, up]
NETWORK += [no_rate, rate_twice]
