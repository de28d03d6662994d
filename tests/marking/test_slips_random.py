"""One slip put into a random network or CNN by arithmetic of its own: is it found where it was made, and named?

Run with ``-s`` for the table by kind of slip. The student writes six figures on every line; in the second half only
activations, the error, gradients and new weights are written, so that slips lie some steps before the answer.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict

import nnsolve
from nnsolve.formula.expr import symbols
from nnsolve.marking.slips import Surroundings, search
from nnsolve.marking.written import read_number
from nnsolve.solution import Statement

RUNS = 25


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

# Slips of the pen: entry → what becomes of the text, None where it cannot be made.


def _inner(text, r):
    """A place of the text whose digit and the next count, not among the last two."""
    begin = next((k for k, digit in enumerate(text) if digit in "123456789"), len(text))
    return [k for k in range(begin, len(text) - 2) if text[k].isdigit() and text[k + 1].isdigit()]


def _at(text, r, change):
    places = _inner(text, r) if "e" not in text else []
    return change(r.choice(places)) if places else None


PEN = {
    "digit_dropped": lambda t, r: _at(t, r, lambda k: t[:k] + t[k + 1 :]),
    "digit_doubled": lambda t, r: _at(t, r, lambda k: t[: k + 1] + t[k:]),
    "digits_exchanged": lambda t, r: _at(t, r, lambda k: t[:k] + t[k + 1] + t[k] + t[k + 2 :]),
    "digit_misread": lambda t, r: _at(t, r, lambda k: t[:k] + r.choice("0123456789") + t[k + 1 :]),
    "minus_dropped": lambda t, r: t[1:] if t.startswith("-") else None,
    "point_slipped": lambda t, r: f"{float(t) * r.choice([0.1, 10, 100]):.6g}",
}


class Student:
    """The numbers of a student: six figures on every line, the lines after a slip following from it."""

    def __init__(self, given, lines, slip="", name="", wrong=None, pen=None):
        self.values, self.texts = dict(given), {}
        for each, compute in lines.items():
            number = (wrong if each == name else compute)(self.values)
            text = str(number) if isinstance(number, int) else f"{number:.6g}"
            if each == name and pen:
                text = pen(text) or text
            self.values[each], self.texts[each] = int(text) if text.isdigit() else float(text), text


class Solved:
    """The solution that the search walks along."""

    def __init__(self, text):
        self.solution = nnsolve.solve(nnsolve.loads(text)[0])
        self.steps = {step.name: step for step in self.solution.steps if type(step) is not Statement}
        formulas = {name: step.formula for name, step in self.steps.items()}
        self.around = Surroundings({}, [*self.solution.given, *self.steps], formulas, self.solution.names)

    def look(self, values, texts, name, answered):
        """The slips found for one line of a student, when the lines ``answered`` were written before."""
        wanted, gap = {name}, []
        for step in reversed(list(self.steps.values())):
            if step.name in wanted and (step.name == name or step.name not in answered):
                gap.append(step)
                wanted.update(symbols(step.formula))
        own = {**self.solution.values, **{k: v for k, v in values.items() if k in answered or k in self.solution.given}}
        number = read_number(texts[name])
        slack = 3 * number.unit if len(gap) > 1 else number.unit
        whole = isinstance(self.solution.values[name], int)
        agrees = (lambda v: v == number.value) if whole else (lambda v: number.agrees(v, slack))
        return search(gap[::-1], number.value, agrees, self.around.of(own), texts[name])


class Count:
    """How many slips of a kind were put in, found in their step, named first, and named at all."""

    def __init__(self):
        self.rows = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, kind, slip, places, found):
        row = self.rows[kind]
        row[0] += 1
        row[1] += any(each.step in places for each in found)
        row[2] += bool(found) and found[0].slip == slip
        row[3] += slip in [each.slip for each in found]

    def show(self, title):
        print(f"\n{title:<44}{'made':>6}{'found':>8}{'first':>8}{'named':>8}")
        for kind, row in sorted(self.rows.items()):
            print(f"{kind:<44}{row[0]:>6}" + "".join(f"{part / row[0]:>8.1%}" for part in row[1:]))
        total = [sum(column) for column in zip(*self.rows.values(), strict=True)]
        print(f"{'all':<44}{total[0]:>6}" + "".join(f"{part / total[0]:>8.1%}" for part in total[1:]))
        return total


def written_seldom(name):
    """Whether a student who writes little writes this line."""
    return name.startswith(("out_", "new_", "E", "dE/dw"))


def test_slips_in_random_networks():
    """Of single slips in random networks at least 97 % are found in their step and 90 % are named."""
    every, seldom = Count(), Count()
    for seed in range(RUNS):
        network = Network(seed)
        solved, lines = Solved(network.text), network.lines()
        honest = Student(network.given, lines)
        for inject in NETWORK:
            slip, name, wrong = inject(network)
            student = Student(network.given, lines, slip, name, wrong)
            if read_number(student.texts[name]).agrees(float(honest.texts[name]), 0):
                continue
            kind = f"{slip}: {inject.__name__}"
            aliases = (
                {name, *(each for each in symbols(solved.steps[name].formula))} if name in solved.steps else {name}
            )
            if name in solved.steps:
                every.add(kind, slip, aliases, solved.look(student.values, student.texts, name, {*lines} - {name}))
            seen = [each for each in lines if written_seldom(each)]
            after = next((each for each in seen if student.texts[each] != honest.texts[each]), None)
            unlike = (
                after
                and abs(student.values[after] - honest.values[after]) > 50 * read_number(student.texts[after]).unit
            )
            if after in solved.steps and unlike and after != name:
                seldom.add(kind, slip, aliases, solved.look(student.values, student.texts, after, set(seen) - {after}))
        for slip, pen in PEN.items():
            name = network.random.choice([each for each in lines if each in solved.steps])
            student = Student(network.given, lines, slip, name, lines[name], lambda t, p=pen, n=network: p(t, n.random))
            off = abs(student.values[name] - honest.values[name])
            if off > 20 * read_number(honest.texts[name]).unit:
                every.add(slip, slip, {name}, solved.look(student.values, student.texts, name, {*lines} - {name}))
    total = every.show("every line written")
    assert total[1] >= 0.97 * total[0] and total[3] >= 0.90 * total[0]
    total = seldom.show("lines left out before the answer")
    assert total[1] >= 0.80 * total[0] and total[3] >= 0.80 * total[0]


# Sizes and parameters of a CNN: convolution, pool, convolution, two dense layers.


class Maps:
    """A random CNN as text and as lines; whole numbers throughout."""

    def __init__(self, seed):
        self.random = r = random.Random(1000 + seed)
        self.side, self.depth = r.randint(24, 60), r.choice([1, 3, 4])
        self.conv = [self._conv(), self._conv()]
        self.pool, self.dense = r.choice([2, 3]), [r.randint(12, 90), r.randint(3, 12)]
        rows = [f"input: {self.side}x{self.side}x{self.depth}", "layers:"]
        for k, (kernels, size, stride, padding) in enumerate(self.conv):
            rows.append(f"  - conv: {{kernels: {kernels}, size: {size}, stride: {stride}, padding: {padding}}}")
            rows += [f"  - max-pool: {{size: {self.pool}, stride: {self.pool}}}"] * (k == 0)
        rows += [f"  - dense: {units}" for units in self.dense]
        self.text = "\n".join(["kind: cnn-shapes", *rows])
        self.before = {"conv1": ("input", self.depth), "conv2": ("pool1", self.conv[0][0])}

    def _conv(self):
        r = self.random
        return r.randint(2, 32), r.choice([2, 3, 5]), r.choice([1, 1, 2]), r.choice([0, 1, 2])

    def lines(self):
        """Name → computation from the numbers before, in order."""
        lines = {"input.width": lambda v: self.side}
        for k, (kernels, size, stride, padding) in enumerate(self.conv):
            name = f"conv{k + 1}"
            source, depth = self.before[name]
            lines[f"{name}.width"] = lambda v, s=source, f=size, t=stride, p=padding: (
                (v[f"{s}.width"] - f + 2 * p) // t + 1
            )
            lines[f"{name}.parameters"] = lambda v, f=size, d=depth, c=kernels: (f * f * d + 1) * c
            if k == 0:
                lines["pool1.width"] = lambda v: (v["conv1.width"] - self.pool) // self.pool + 1
        lines["flatten1.units"] = lambda v: v["conv2.width"] ** 2 * self.conv[1][0]
        first, second = self.dense
        lines["dense1.parameters"] = lambda v: v["flatten1.units"] * first + first
        lines["dense2.parameters"] = lambda v: first * second + second
        counted = ["conv1", "conv2", "dense1", "dense2"]
        lines["parameters"] = lambda v: sum(v[f"{each}.parameters"] for each in counted)
        return lines


def _drawn(m):
    k = m.random.randrange(2)
    name = f"conv{k + 1}"
    return name, *m.conv[k], *m.before[name]


def one(m):
    name, _, f, s, p, source, _ = _drawn(m)
    return "one_left_out", f"{name}.width", lambda v: (v[f"{source}.width"] - f + 2 * p) // s


def padding(m):
    name, _, f, s, _, source, _ = _drawn(m)
    return "padding_left_out", f"{name}.width", lambda v: (v[f"{source}.width"] - f) // s + 1


def padding_once(m):
    name, _, f, s, p, source, _ = _drawn(m)
    return "two_left_out", f"{name}.width", lambda v: (v[f"{source}.width"] - f + p) // s + 1


def rounded_up(m):
    name, _, f, s, p, source, _ = _drawn(m)
    return "ceil_for_floor", f"{name}.width", lambda v: -((f - v[f"{source}.width"] - 2 * p) // s) + 1


def stride(m):
    name, _, f, _, p, source, _ = _drawn(m)
    return "divisor_left_out", f"{name}.width", lambda v: v[f"{source}.width"] - f + 2 * p + 1


def no_biases(m):
    name, c, f, _, _, _, d = _drawn(m)
    return "biases_left_out", f"{name}.parameters", lambda v: f * f * d * c


def no_channels(m):
    name, c, f, _, _, _, _ = _drawn(m)
    return "channels_left_out", f"{name}.parameters", lambda v: (f * f + 1) * c


def side_once(m):
    name, c, f, _, _, _, d = _drawn(m)
    return "factor_left_out", f"{name}.parameters", lambda v: (f * d + 1) * c


def no_kernels(m):
    name, _, f, _, _, _, d = _drawn(m)
    return "factor_left_out", f"{name}.parameters", lambda v: f * f * d + 1


def bias_once(m):
    name, c, f, _, _, _, d = _drawn(m)
    return "bracket_dropped", f"{name}.parameters", lambda v: f * f * d + c


def no_dense_biases(m):
    return "biases_left_out", "dense1.parameters", lambda v: v["flatten1.units"] * m.dense[0]


def flat_without_channels(m):
    return "factor_left_out", "flatten1.units", lambda v: v["conv2.width"] ** 2


def layer_forgotten(m):
    gone = m.random.choice(["conv1", "conv2", "dense1", "dense2"])
    rest = [each for each in ("conv1", "conv2", "dense1", "dense2") if each != gone]
    return "term_left_out", "parameters", lambda v: sum(v[f"{each}.parameters"] for each in rest)


MAPS = [one, padding, padding_once, rounded_up, stride, no_biases, no_channels, side_once, no_kernels, bias_once]
MAPS += [no_dense_biases, flat_without_channels, layer_forgotten]


def test_slips_in_random_cnns():
    """Of single slips in sizes and counts at least 97 % are found in their step and 90 % are named."""
    every, seldom = Count(), Count()
    for seed in range(RUNS):
        maps = Maps(seed)
        try:
            solved = Solved(maps.text)
        except nnsolve.NnsolveError:  # a window larger than the map
            continue
        lines = {name: line for name, line in maps.lines().items() if name in solved.around.names}
        honest = Student({}, lines)
        assert all(honest.values[name] == solved.solution.values[name] for name in lines)
        for inject in MAPS:
            slip, name, wrong = inject(maps)
            student = Student({}, lines, slip, name, wrong)
            if student.values[name] == honest.values[name]:
                continue
            kind = f"{slip}: {inject.__name__}"
            every.add(kind, slip, {name}, solved.look(student.values, student.texts, name, {*lines} - {name}))
            after = "flatten1.units"
            if name.endswith("width") and student.values[after] != honest.values[after]:
                seldom.add(kind, slip, {name}, solved.look(student.values, student.texts, after, set()))
    total = every.show("every line written")
    assert total[1] >= 0.97 * total[0] and total[3] >= 0.90 * total[0]
    seldom.show("only the flattened map written")
