"""What a problem with batch normalisation may not hold: each fault with its line, column and a sentence."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError

GOOD = """kind: backprop
layers:
  - activation: sigmoid
    weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}}
    batch_norm: {gamma: [1, 1], beta: [0, 0], epsilon: 1e-5}
  - activation: identity
    weights: {o1: {w5: 0.6, w6: -0.2}}
samples:
  - {inputs: [0.5, -1.0], targets: [1]}
  - {inputs: [0.3, 0.8], targets: [0]}
  - {inputs: [0.4, 0.7], targets: [0.5]}
loss: half squared error
learning_rate: 0.5
batch: all
"""
ONE = GOOD[: GOOD.index("samples:")] + "inputs: [0.5, 1]\ntargets: [1]\nloss: half squared error\n"

# What is replaced by what; line and column of the fault, and a part of its sentence.
BAD = [
    (", epsilon: 1e-5", "", 5, 17, "the key epsilon: is missing (ε, which is added to the variance"),
    ("1e-5", "-1", 5, 56, "expected a number from 0 up"),
    ("1e-5", "small", 5, 56, "number"),
    ("gamma: [1, 1]", "gamma: [1]", 5, 25, "1 number for 2 neurons"),
    ("gamma: [1, 1]", "gamma: {h1: 1}", 5, 25, "no number for h2"),
    ("gamma: [1, 1]", "gamma: {h1: 1, h2: 1, h3: 1}", 5, 40, "no such neuron here"),
    ("gamma: [1, 1]", "gamma: [1, one]", 5, 29, "number"),
    ("gamma: [1, 1]", "gama: [1, 1]", 5, 18, "gamma"),
    ("epsilon: 1e-5", "epsilon: 1e-5, place: behind", 5, 69, "before activation"),
    ("batch_norm:", "batchnorm:", 5, 5, "batch_norm"),
    ("batch: all", "batch: 1", 14, 8, "every batch would have 1"),
    ("batch: all", "batch: 2", 14, 8, "of 3 samples in batches of 2 the last has 1"),
    ("w1: 0.2", "norm_h1: 0.2", 5, 5, "batch_norm writes a step norm_h1"),
    ("w1: 0.2", "γ_h1: 0.2", 5, 26, "already names a weight"),
    ("activation: sigmoid", "activation: softmax", 5, 5, "a softmax layer is not normalised"),
    (GOOD[GOOD.index("  - {inputs: [0.3") : GOOD.index("loss")], "", 5, 5, "two or more"),
    ("batch: all", "batch: all\nmemoisation: true", 15, 14, "joins those of a batch"),
    ("batch: all", "batch: all\nstyle: matrix", 15, 8, "style: cannot stand beside samples:"),
    ("batch: all", "batch: all\nfreeze: [gamma_h3]", 15, 9, "γ_h2"),
    ("-0.2}}\n", "-0.2}}\n    batch_norm: {epsilon: 1e-5}\n", 8, 5, "outputs of the network are not normalised"),
]


def faults(text: str) -> list:
    """The faults of a problem file."""
    with pytest.raises(ProblemError) as caught:
        nnsolve.loads(text)
    return caught.value.faults


@pytest.mark.parametrize(("old", "new", "line", "column", "words"), BAD)
def test_located_faults(old, new, line, column, words):
    """One thing is wrong, and it is told where it stands."""
    assert old in GOOD
    assert nnsolve.loads(GOOD)
    found = faults(GOOD.replace(old, new, 1))
    assert [(fault.line, fault.column) for fault in found if words in str(fault)] == [(line, column)], found


def test_one_sample_has_no_variance():
    """A network with one sample cannot be normalised over a batch."""
    (fault,) = faults(ONE)
    assert (fault.line, fault.column) == (5, 5)
    assert "it needs samples: with two or more" in str(fault)


def test_letters_of_the_optimiser():
    """A neuron called 1 has a β₁ of its own, as Adam has; one of them needs another name."""
    text = GOOD.replace("h1:", "1:") + "optimizer: adam\n"
    assert any("the optimiser writes β1 for a number of its own" in str(fault) for fault in faults(text))


def test_symbols_have_no_batch():
    """A problem in symbols has no numbers to be normalised."""
    text = ONE.replace("0.2", "w1").replace("[1]", "[t]") + "symbolic: true\n"
    assert any("cannot be combined with symbolic: true" in str(fault) for fault in faults(text))


def test_equal_values_without_epsilon():
    """A batch whose values are all alike has variance 0; with ε = 0 this is told, not divided by."""
    text = GOOD.replace("1e-5", "0").replace("[0.3, 0.8]", "[0.5, -1.0]").replace("[0.4, 0.7]", "[0.5, -1.0]")
    (problem,) = nnsolve.loads(text)
    with pytest.raises(ProblemError, match="with epsilon: 0 the values that are normalised must not all be equal"):
        nnsolve.solve(problem)


def test_large_batches_are_bounded():
    """What would be written out for thousands of samples is refused before the work begins."""
    many = "".join(f"  - {{inputs: [0.{k}, 1], targets: [0]}}\n" for k in range(1000, 1400))
    found = faults(GOOD.replace("loss:", many + "loss:"))
    assert any("gradients, and at most 2000" in str(fault) for fault in found)
