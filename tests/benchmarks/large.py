"""A 784-128-10 network with one weight asked, against a scalar autograd engine's graph of the same network."""

from __future__ import annotations

import time

import yaml

import nnsolve

from . import engine
from .measure import line, side_by_side, whole
from .networks import problem

TEXT = problem([784, 128, 10], asked="w1")


def _data():
    read = yaml.load(TEXT, Loader=yaml.CSafeLoader)
    return read["inputs"], [(layer["weights"], layer["bias"]) for layer in read["layers"]], read["targets"]


def lines():
    """Yields the report: time of solving and printing, of the engine's graph, and the memory of a whole process."""
    (loaded,) = nnsolve.loads(TEXT)
    inputs, layers, targets = _data()
    found: dict[str, float] = {}

    def ours():
        start = time.perf_counter()
        solution = nnsolve.solve(loaded)
        nnsolve.render(solution, "text")
        found["ours"] = solution.values["dE/dw1"]
        return time.perf_counter() - start

    def theirs():
        start = time.perf_counter()
        found["theirs"] = engine.gradients(inputs, layers, targets)[0].grad
        return time.perf_counter() - start

    a, b = side_by_side(ours, theirs, 3)
    gap = abs(found["ours"] - found["theirs"]) / abs(found["theirs"])
    yield line(f"784-128-10, one weight asked / a scalar engine's graph (values differ by {gap:.0e})", a, b, "under 2")
    _, peak = whole(TEXT)
    what = "784-128-10, one weight asked: most memory of the whole process"
    yield f"{what:<72} {peak:8.0f} MiB   goal under 1024 MiB"
