"""Networks without numbers: time, memory and what is written for each weight, against a smaller network."""

from __future__ import annotations

import itertools
import re

import nnsolve
from nnsolve.formula.expr import size

from .measure import whole
from .networks import problem

NETWORKS = {"12 × 4": [12] * 5, "60 × 2": [60] * 3}
SMALL = [4, 4, 4]


def symbolic(sizes: list[int]) -> str:
    """A network whose inputs and targets are names."""
    text = problem(sizes).replace("kind: backprop", "kind: backprop\nsymbolic: true")
    text = re.sub(r"inputs: .*", f"inputs: [{', '.join(f'x{k + 1}' for k in range(sizes[0]))}]", text)
    text = re.sub(r"targets: .*", f"targets: [{', '.join(f'y{k + 1}' for k in range(sizes[-1]))}]", text)
    return text.replace("learning_rate: 0.5\n", "")


def _written(text: str) -> int:
    """Numbers, names and signs of all formulas."""
    return sum(size(step.formula) for step in nnsolve.solve(nnsolve.loads(text)[0]).steps)


def _weights(sizes: list[int]) -> int:
    return sum((before + 1) * here for before, here in itertools.pairwise(sizes))


def lines():
    """Yields for each network the time and memory of a whole process, and what is written a weight."""
    first = _written(symbolic(SMALL)) / _weights(SMALL)
    for name, sizes in NETWORKS.items():
        text = symbolic(sizes)
        seconds, peak = whole(text)
        what = f"{name} in symbols, every gradient ({_weights(sizes)} weights)"
        yield f"{what:<72} {seconds:8.2f} s  {peak:8.0f} MiB   goal under 3 s and 300 MiB"
        each = _written(text) / _weights(sizes)
        what = f"{name} in symbols, numbers, names and signs per weight"
        yield f"{what:<72} {each:8.1f}    / {first:8.1f}    = {each / first:5.2f}   goal about 1 (linear)"
