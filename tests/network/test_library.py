"""The networks of the library: one computed by plain matrices, and all that learn lower their error."""

from __future__ import annotations

from math import exp

import pytest

import nnsolve

from ..support import library_of


def test_forward_through_plain_matrices():
    """The 4-3-2-1 network's outputs are those of the products of its matrices."""

    def layer(rows, biases, inputs):
        nets = [sum(w * x for w, x in zip(row, inputs, strict=True)) + b for row, b in zip(rows, biases, strict=True)]
        return [1 / (1 + exp(-net)) for net in nets]

    first = layer(
        [[0.10, 0.02, -0.03, 0.01], [-0.20, 0.01, 0.02, -0.01], [0.05, -0.02, 0.01, 0.01]],
        [0.1, -0.2, 0.3],
        [7.2, 72, 69, 81],
    )
    second = layer([[0.3, -0.5, 0.8], [-0.6, 0.4, 0.2]], [0.2, -0.1], first)
    (third,) = layer([[1.2, -0.7]], [0.05], second)
    values = nnsolve.solve(nnsolve.load("forward-4-3-2-1")[0]).values
    assert [values[f"out_h1_{k}"] for k in (1, 2, 3)] == pytest.approx(first, rel=1e-14)
    assert [values[f"out_h2_{k}"] for k in (1, 2)] == pytest.approx(second, rel=1e-14)
    assert values["out_o1"] == pytest.approx(third, rel=1e-14)
    # worked by hand: 0.72 + 1.44 − 2.07 + 0.81 + 0.1, −1.44 + 0.72 + 1.38 − 0.81 − 0.2, 0.36 − 1.44 + 0.69 + 0.81 + 0.3
    assert [values[f"net_h1_{k}"] for k in (1, 2, 3)] == pytest.approx([1.0, -0.35, 0.72], rel=1e-13)


def test_weights_that_learned_together_lower_the_error():
    """One small step along the new values lowers the error of every published network that learns."""
    for name in library_of("backprop"):
        (problem,) = nnsolve.load(name)
        if problem.symbolic or problem.data:
            continue
        (problem,) = nnsolve.load(name, overrides={"asked": "", "learning_rate": "1e-7", "again": "true"})
        values = nnsolve.solve(problem).values
        assert values[f"again_{problem.target}"] < values[problem.target], name
