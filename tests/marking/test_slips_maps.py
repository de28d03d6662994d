"""One slip put into the sizes and parameters of a random CNN by arithmetic of its own: is it found and named?

Run with ``-s`` for the table by kind of slip.
"""

from __future__ import annotations

import random

import nnsolve
from tests.marking.injected import RUNS, Count, Solved, Student

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
