"""What is asked of one sample among several is printed with its number; further samples are written briefly."""

from __future__ import annotations

import pytest

import nnsolve

NETWORK = """
layers:
  - {activation: sigmoid, weights: {h1: {w1: 0.2}}}
  - {activation: sigmoid, weights: {o1: {w2: -0.4}}}
samples:
  - {inputs: [0.5], targets: [1]}
  - {inputs: [0.3], targets: [0]}
loss: half squared error
"""
TRAINED = "kind: backprop\nlearning_rate: 0.5\nbatch: all\n" + NETWORK


def page(text: str) -> str:
    """The page of a problem in one row."""
    (problem,) = nnsolve.loads(text)
    return " ".join(nnsolve.render(nnsolve.solve(problem), "text").split())


@pytest.mark.parametrize("head", ["kind: forward\n" + NETWORK, TRAINED])
def test_answers_name_their_sample(head):
    """Two answers of the same name can be told apart, in the Asked line and at the end."""
    shown = page(head + "asked: [1.out_o1, 2.out_o1]\n")
    assert "Asked out_o₁⁽¹⁾ out_o₁⁽²⁾" in shown
    assert "Answer out_o₁⁽¹⁾ = 0." in shown
    assert " out_o₁⁽²⁾ = 0." in shown.partition("Answer")[2]


def test_gradients_name_their_sample():
    """∂E⁽²⁾/∂w₁ is that of the second sample; the weight belongs to none."""
    assert "∂E⁽²⁾/∂w₁ = " in page(TRAINED + "asked: [2.dE/dw1]\n").partition("Answer")[2]


def test_reasons_stand_once():
    """The reasons of the first sample hold for the others; where a later sample alone is asked for, it has them."""
    assert page(TRAINED).count("σ′ = σ·(1 − σ)") == 2
    assert page(TRAINED).count("w₁ reaches the error through") == 1
    assert page(TRAINED + "asked: [2.dE/dw1]\n").count("σ′ = σ·(1 − σ)") == 2
