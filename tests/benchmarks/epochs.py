"""Ten thousand epochs of two-two-two, against a loop written by hand for it and a scalar autograd engine."""

from __future__ import annotations

import math
import time

import nnsolve
from nnsolve.runs.epochs import Epochs
from nnsolve.subjects.network.training import Training

from . import engine
from .measure import side_by_side

EPOCHS = 10_000
START = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55]
TEXT = f"""
kind: backprop
layers:
  - {{activation: sigmoid, weights: {{h1: {{w1: 0.15, w2: 0.20}}, h2: {{w3: 0.25, w4: 0.30}}}}, bias: {{b1: 0.35}}}}
  - {{activation: sigmoid, weights: {{o1: {{w5: 0.40, w6: 0.45}}, o2: {{w7: 0.50, w8: 0.55}}}}, bias: {{b2: 0.60}}}}
samples: [{{inputs: [0.05, 0.10], targets: [0.01, 0.99]}}]
loss: half squared error
learning_rate: 0.5
freeze: [b1, b2]
batch: 1
epochs: {EPOCHS}
"""


def by_hand(epochs: int) -> list[list[float]]:
    """The training of this one network as a person would program it; a row of loss and weights an epoch."""
    w1, w2, w3, w4, w5, w6, w7, w8 = START
    i1, i2, t1, t2, b1, b2, rate = 0.05, 0.10, 0.01, 0.99, 0.35, 0.60, 0.5
    exp = math.exp
    rows = []
    for epoch in range(1, epochs + 1):
        h1 = 1 / (1 + exp(-(w1 * i1 + w2 * i2 + b1)))
        h2 = 1 / (1 + exp(-(w3 * i1 + w4 * i2 + b1)))
        o1 = 1 / (1 + exp(-(w5 * h1 + w6 * h2 + b2)))
        o2 = 1 / (1 + exp(-(w7 * h1 + w8 * h2 + b2)))
        error = (t1 - o1) ** 2 / 2 + (t2 - o2) ** 2 / 2
        d1 = -(t1 - o1) * o1 * (1 - o1)
        d2 = -(t2 - o2) * o2 * (1 - o2)
        e1 = (d1 * w5 + d2 * w7) * h1 * (1 - h1)
        e2 = (d1 * w6 + d2 * w8) * h2 * (1 - h2)
        w5 -= rate * d1 * h1
        w6 -= rate * d1 * h2
        w7 -= rate * d2 * h1
        w8 -= rate * d2 * h2
        w1 -= rate * e1 * i1
        w2 -= rate * e1 * i2
        w3 -= rate * e2 * i1
        w4 -= rate * e2 * i2
        rows.append([epoch, error, w1, w2, w3, w4, w5, w6, w7, w8])
    return rows


def by_engine(epochs: int) -> list[float]:
    """The same with the graph of the engine built and run backwards in every epoch; returns the weights."""
    w = list(START)
    for _ in range(epochs):
        layers = [([w[0:2], w[2:4]], [0.35, 0.35]), ([w[4:6], w[6:8]], [0.60, 0.60])]
        w = [value.data - 0.5 * value.grad for value in engine.gradients([0.05, 0.10], layers, [0.01, 0.99])]
    return w


def lines():
    """Yields the report: the epochs alone (the first is written out as well when a problem is solved)."""
    (problem,) = nnsolve.loads(TEXT)
    found: dict[str, list] = {}

    def timed(name, run):
        def measure():
            start = time.perf_counter()
            found[name] = run()
            return time.perf_counter() - start

        return measure

    def ours():
        return Epochs(Training(problem).lesson()).run()[-1][2:]

    pairs = [
        ("a loop written by hand", lambda: by_hand(EPOCHS)[-1][2:], "at most 2"),
        ("a scalar autograd engine", lambda: by_engine(EPOCHS), "at most 0.1"),
    ]
    for what, theirs, goal in pairs:
        a, b = side_by_side(timed("ours", ours), timed("theirs", theirs), 5 if "hand" in what else 2)
        gap = max(abs(x - y) / abs(y) for x, y in zip(found["ours"], found["theirs"], strict=True))
        what = f"{EPOCHS} epochs of two-two-two / {what} (weights differ by {gap:.0e})"
        yield f"{what:<72} {a * 1e3:8.1f} ms / {b * 1e3:8.1f} ms = {a / b:5.3g}   goal {goal}"
