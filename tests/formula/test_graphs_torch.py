"""The chain rule over whole graphs of numbers and arrays, against PyTorch.

``python -m tests.formula.test_graphs_torch 1000`` draws a thousand graphs and counts.
"""

from __future__ import annotations

import random
import sys

import numpy
import pytest

from nnsolve.formula.derive import Backward
from nnsolve.formula.expr import ZERO, symbols
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.partials import partials
from nnsolve.names import Name, Role

from .drawn_graphs import Graph, Smooth, drawn

Options = dict[str, object]


def _some_steps(graph: Graph, seed: int) -> list[Name]:
    names = [name for name, _ in graph.steps[:-1]]
    return random.Random(seed).sample(names, random.Random(seed).randint(0, len(names)))


def _aliases(graph: Graph, seed: int) -> Options:
    return {"alias": {name: Name(Role.ERROR_TERM, Name(Role.NET, "net", name)) for name in _some_steps(graph, seed)}}


def _stations(graph: Graph, seed: int) -> Options:
    return {"stations": _some_steps(graph, seed)}


def _shares(graph: Graph, seed: int) -> Options:
    return {"shares": graph.parameters}


def _all(graph: Graph, seed: int) -> Options:
    named = {**_aliases(graph, seed), **_stations(graph, seed + 1), **_shares(graph, seed)}
    return {**named, "inline": seed % 2 == 0}


# How the gradients may be written: the options of Backward for a graph.
MODES = {
    "plain": lambda graph, seed: {},
    "inline": lambda graph, seed: {"inline": True},
    "closed": lambda graph, seed: {"inline": True, "closed": True},
    "stations": _stations,
    "shares": _shares,
    "aliases": _aliases,
    "all": _all,
}


def run(steps: list, given: dict) -> dict:
    """The values of (name, formula) steps; each uses what stands before it."""
    values = dict(given)
    for name, formula in steps:
        assert set(symbols(formula)) <= values.keys(), name
        assert name not in values, name
        values[name] = formula.evaluate(values, DOUBLES)
    return values


def far(found: float | numpy.ndarray, expected: numpy.ndarray) -> float:
    """How far a value is from PyTorch's, relative to the largest entry; sizes must be the same.

    Of entries below a thousandth the rounding of what cancelled may be all there is, so that counts in full.
    """
    assert numpy.shape(found) == expected.shape
    return abs(found - expected).max() / max(abs(expected).max(), 1e-3)


def check(seed: int, modes: list[str] | None = None):
    """The forward values and every gradient of a drawn graph are PyTorch's."""
    graph = drawn(seed)
    values = run(graph.steps, graph.given)
    for name, _ in graph.steps:
        assert far(values[name], graph.torch.values[name].detach().numpy()) < 1e-9, name
    expected = graph.gradients()
    for mode in modes or MODES:
        written: list = []
        write = lambda name, formula, role, of, to=written: to.append((name, formula))  # noqa: E731
        options = MODES[mode](graph, seed)
        backward = Backward(graph.steps, Name(Role.LOSS, "L"), write, sizes=graph.sizes, **options)
        names = {name: backward.gradient(name) for name in expected}
        found = run(graph.steps + written, graph.given)
        for name, gradient in names.items():
            assert far(found[gradient], expected[name]) < 1e-9, (seed, mode, name)


@pytest.mark.parametrize("seed", range(120))
def test_gradients_are_pytorchs(seed):
    """Forward values and all gradients of a drawn graph equal PyTorch's to 1e-9, however they are written."""
    check(seed)


def test_second_derivatives():
    """The rules applied twice give PyTorch's second derivatives of 200 drawn formulas of numbers."""
    nonzero = 0
    for seed in range(200):
        graph = drawn(seed, Smooth)
        first = partials(graph.tree, graph.tree)
        expected = graph.second()
        scale = max(1.0, *map(abs, expected.values()))
        for (name, other), value in expected.items():
            slope = first.get(name, ZERO)
            twice = partials(slope, slope).get(other, ZERO).evaluate(graph.given, DOUBLES)
            assert abs(twice - value) < 1e-9 * scale, (seed, name, other)
            nonzero += bool(value)
    assert nonzero > 500


def main(count: int):
    """Draws ``count`` graphs; prints how many are right and the first that are not."""
    wrong = {}
    for seed in range(count):
        try:
            check(seed)
        except Exception as error:  # whatever it is, it is counted
            wrong[seed] = repr(error)
    print(f"{count - len(wrong)} of {count} graphs right")
    for seed, error in list(wrong.items())[:20]:
        print(seed, error[:300])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
