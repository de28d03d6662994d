"""Softmax under a cross-entropy: the chain shortens to p − t only where the targets sum to 1; else it is p·Σt − t."""

from __future__ import annotations

import math

import numpy
import pytest

NETS = {"a": 0.2, "b": -0.4, "c": 0.7}
LAYER = "layers: [{activation: softmax, weights: {a: {w1: 0.2}, b: {w2: -0.4}, c: {w3: 0.7}}}]\n"
NETWORK = "kind: backprop\ninputs: {x: 1}\n" + LAYER + "targets: [0.5, 0.25, %s]\nlearning_rate: 0.1\n"
SAMPLES = (
    "kind: backprop\ninputs: [x]\n"
    + LAYER
    + "samples: [{inputs: [1], targets: [0.5, 0.25, 0.25]}, {inputs: [1], targets: [0.5, 0.25, %s]}]\n"
    + "batch: all\nlearning_rate: 0.1\n"
)
MAPS = (
    "kind: convolution\ninput: [[1]]\ntargets: [0.5, 0.25, %s]\nlearning_rate: 0.1\n"
    "layers: [flatten, dense: {weights: [[0.2], [-0.4], [0.7]]}, softmax]\n"
)
LOGITS = "kind: loss\npredictions_are: logits\npredictions: [[0.2, -0.4, 0.7]]\ntargets: [[0.5, 0.25, %s]]\n"


def received(last: float) -> list[float]:
    """By hand what the net inputs receive: −Σ t_i·∂ln p_i/∂z_j = p_j·Σt − t_j for the targets 0.5, 0.25, ``last``."""
    powers = [math.exp(net) for net in NETS.values()]
    targets = [0.5, 0.25, last]
    return [power / sum(powers) * sum(targets) - target for power, target in zip(powers, targets, strict=True)]


@pytest.mark.parametrize("loss", ["categorical cross-entropy", "kl divergence"])
@pytest.mark.parametrize(
    ("problem", "last", "names"),
    [
        (NETWORK, 0.25, ["dE/dw1", "dE/dw2", "dE/dw3"]),
        (NETWORK, 0.5, ["dE/dw1", "dE/dw2", "dE/dw3"]),
        (NETWORK, 0.1, ["dE/dw1", "dE/dw2", "dE/dw3"]),
        (NETWORK + "method: delta\n", 0.5, ["dE/dw1", "dE/dw2", "dE/dw3"]),
        (NETWORK + "style: matrix\n", 0.25, ["dE/dW^1"]),
        (NETWORK + "style: matrix\n", 0.5, ["dE/dW^1"]),
        (SAMPLES, 0.5, ["2.dE/dw1", "2.dE/dw2", "2.dE/dw3"]),
        (MAPS, 0.25, ["dE/ddense1"]),
        (MAPS, 0.5, ["dE/ddense1"]),
        (MAPS, 0.1, ["dE/ddense1"]),
    ],
)
def test_gradients_of_a_softmax_layer(solved, problem, last, names, loss):
    """Targets that sum to 1.25, or to 0.85, leave the factor Σt at the outputs; every way of writing has it."""
    values = solved(problem % last + f"loss: {loss}\n").values
    found = numpy.concatenate([numpy.ravel(values[name]) for name in names])
    assert found == pytest.approx(received(last), abs=1e-12)


@pytest.mark.parametrize("last", [0.25, 0.26, 0.24])
def test_gradients_of_logits(solved, last):
    """Targets that their author rounded, to a sum of 1.01, keep the factor Σt of the whole chain."""
    values = solved(LOGITS % last + "loss: cce\ngradient: true\n").values
    assert [values[f"dCCE/dz1_{k}"] for k in (1, 2, 3)] == pytest.approx(received(last), abs=1e-12)


@pytest.mark.parametrize("last", ["0.25", "0.2500009"])
def test_a_rounded_target_is_taken(solved, last):
    """A target of probabilities adds up to 1 but for a millionth, which its author rounded away."""
    assert solved(f"kind: softmax\nlogits: [0.2, -0.4, 0.7]\ntarget: [0.5, 0.25, {last}]\n").values


@pytest.mark.parametrize(("last", "total"), [("0.2", "0.95"), ("0.2499", "0.9999"), ("0.25002", "1.00002")])
def test_another_target_is_refused(trouble, last, total):
    """More or less than 1 in a target of probabilities is said with its sum."""
    message = str(trouble(f"kind: softmax\nlogits: [0.2, -0.4, 0.7]\ntarget: [0.5, 0.25, {last}]\n"))
    assert f"add up to 1; these add up to {total}" in message
