"""Keys about samples that do not fit: each is told at its line and column, with what was expected."""

# ruff: noqa: E501 (one fault a line)

from __future__ import annotations

import re

import pytest

from .or_gate import GATE, SAMPLES

FAULTS = [
    ("batch: 2\n", "", 1, 1, "write batch: with 1 (an update after every sample), all (one an epoch)"),
    ("batch: 2", "batch: 0", 20, 8, "‘0’: write batch: with 1"),
    ("batch: 2", "batch: 5", 20, 8, "the problem has 4 samples"),
    ("batch: 2", "batch: -1", 20, 8, "‘-1’: write batch:"),
    ("batch: 2", "batch: 1.5", 20, 8, "‘1.5’: write batch:"),
    ("batch: 2", "batch: ²", 20, 8, "‘²’: write batch:"),
    ("batch: 2", "batch: [1]", 20, 8, "expected a text, not a list"),
    ("epochs: 3", "epochs: 0", 21, 9, "‘0’: expected a whole number from 1 to"),
    ("epochs: 3", "epochs: 2.5", 21, 9, "‘2.5’: expected a whole number"),
    ("epochs: 3", "epochs: 1000000", 21, 9, "3 000 000"),
    ("epochs: 3", "epochs: 1000\nrounding: {decimals: 4, carry: true}", 21, 9, "with rounding carried"),
    ("epochs: 3", "reduction: middle", 21, 12, "‘middle’: expected one of: mean, sum."),
    ("epochs: 3", "shuffle: yes", 21, 10, "‘yes’: expected a whole number"),
    ("epochs: 3", "clip: {}", 21, 7, "write either clip: {value: …} or clip: {norm: …}"),
    ("epochs: 3", "clip: {value: 1, norm: 1}", 21, 24, "norm: cannot stand beside value:"),
    ("epochs: 3", "clip: {value: 0}", 21, 15, "‘0’: expected a number greater than 0"),
    ("epochs: 3", "clip: 1", 21, 7, "expected a mapping"),
    ("epochs: 3", "weight_decay: much", 21, 15, "‘much’: expected a number"),
    ("epochs: 3", "targets: {o1: 1}", 21, 10, "targets: cannot stand beside samples:, of which each has its own"),
    ("epochs: 3", "inputs: {x1: 0, x2: 1}", 21, 9, "with samples:, inputs: is the list of their names"),
    ("epochs: 3", "update: sequential", 21, 9, "samples:"),
    ("epochs: 3", "again: true", 21, 8, "samples:"),
    ("epochs: 3", "style: matrix", 21, 8, "samples:"),
    ("epochs: 3", "symbolic: true", 21, 11, "samples:"),
    ("epochs: 3", "asked: [w55]", 21, 8, "‘w55’ is not a result of this problem. Did you mean ‘w5’?"),
    ("epochs: 3", "asked: [net_h1]", 21, 8, "‘net_h1’ may mean 1.net_h1, "),
    ("half squared error", "sparse categorical cross-entropy", 18, 7, "write the targets as 0 and 1"),
    (SAMPLES, "samples: []\n", 3, 10, "expected a list of samples"),
    (SAMPLES, "samples: 5\n", 3, 10, "‘5’: expected a list of samples"),
    (SAMPLES, "samples: [[0, 1]]\n", 3, 11, "expected a sample {inputs: [0, 1], targets: [1]}, not a list"),
    (SAMPLES, "samples: [{inputs: [0, 1]}]\n", 3, 11, "the key targets: of this sample is missing"),
    (SAMPLES, "samples: [{targets: 1}]\n", 3, 11, "the key inputs: of this sample is missing"),
    (SAMPLES, "samples: [{inputs: [0, 1], targets: 1, weight: 3}]\n", 3, 40, "‘weight’: a sample has the keys inputs, targets"),
    ("{x1: 0, x2: 1}", "{x1: 0, x3: 1}", 5, 22, "‘x3’: no such input; there are x1, x2"),
    ("{x1: 0, x2: 1}", "{x1: 0}", 5, 14, "no value for x2"),
    ("{x1: 0, x2: 1}", "[0, 1, 2]", 5, 14, "3 values for 2 inputs (x1, x2)"),
    ("{x1: 0, x2: 1}", "{x1: 0, x2: one}", 5, 26, "‘one’: expected a number"),
    ("{x1: 0, x2: 1}, targets: 1", "{x1: 0, x2: 1}, targets: [1, 0]", 5, 39, "2 targets for 1 output (o1)"),
    ("{x1: 0, x2: 1}, targets: 1", "{x1: 0, x2: 1}, targets: {o2: 1}", 5, 40, "‘o2’: no such output neuron"),
    ("{x1: 0, x2: 1}, targets: 1", "{x1: 0, x2: 1}, targets: {o1: high}", 5, 44, "‘high’: expected a number"),
    ("{x1: 0, x2: 1}, targets: 1", "{x1: 0, x2: 1}, targets: ~", 5, 39, "expected a number"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "column", "message"), FAULTS)
def test_faults(trouble, old, new, line, column, message):
    """Every key that does not fit is told at its place, with what was expected."""
    assert GATE.count(old) >= 1
    found = trouble(GATE.replace(old, new, 1))
    places = [(fault.line, fault.column) for fault in found.faults]
    assert (line, column) in places, str(found)
    assert message in str(found)
    assert all(place > (0, 0) for place in places), str(found)


@pytest.mark.parametrize("key", ["batch: 1", "epochs: 3", "reduction: sum", "shuffle: 1"])
def test_keys_that_need_samples(trouble, key):
    """A key about training on samples is refused where there is one sample only, instead of being passed over."""
    text = re.sub(
        r"batch.*\nepochs.*\n", f"targets: {{o1: 1}}\n{key}\n", GATE.replace(SAMPLES, "inputs: {x1: 0, x2: 1}\n")
    )
    found = trouble(text)
    word = key.partition(":")[0]
    assert found.line == text[: text.index(f"\n{word}:") + 1].count("\n") + 1
    assert f"{word}: needs samples:" in str(found)


@pytest.mark.parametrize("key", ["clip: {value: 0.1}", "weight_decay: 0.1", "epochs: 3"])
def test_keys_that_need_a_learning_rate(trouble, key):
    """A key about updates is refused where nothing is updated."""
    found = trouble(re.sub(r"learning_rate.*\nbatch.*\nepochs.*\n", f"{key}\n", GATE))
    assert found.line == 19
    assert "needs learning_rate:" in str(found)


def test_work_is_bounded(trouble, solved):
    """What would take long is refused at its key, with how much may be wanted."""
    found = trouble(GATE.replace("epochs: 3", "epochs: 700000"))
    assert (found.line, found.column) == (21, 9)
    (most,) = re.findall(r"at most (\d+) epochs", str(found))
    assert solved(GATE.replace("epochs: 3", f"epochs: {int(most) // 100}")).results
    many = "samples:\n" + "  - {inputs: {x1: 0, x2: 1}, targets: 1}\n" * 2000
    found = trouble(GATE.replace(SAMPLES, many).replace("batch: 2", "batch: all"))
    assert "‘all’: an update of 2000 samples writes out 16000 gradients" in str(found)


def test_targets_of_every_sample_are_checked(trouble):
    """A target outside the loss's range is a fault at its own sample, whichever that is."""
    found = trouble(
        GATE.replace("half squared error", "binary cross-entropy").replace(
            "x2: 1}, targets: 1", "x2: 1}, targets: 7", 1
        )
    )
    assert (found.line, found.column) == (5, 39)
    assert "must be from 0 to 1 for binary cross-entropy" in str(found)


def test_numbered_units_have_samples_too(solved):
    """Inputs of samples are written as the inputs of a network of numbered units are: by their numbers."""
    text = """\
kind: backprop
network: [[1, 2], [3]]
samples: [{inputs: {1: 0, 2: 1}, targets: {3: 1}}, {inputs: {1: 1, 2: 1}, targets: {3: 0}}]
weights: {w13: 0.2, w23: 0.4}
activation: identity
loss: half squared error
learning_rate: 0.5
batch: 1
"""
    # o 0.4, g −0.6 by w23: 0.7; o 0.9, g 0.9: 0.2 − 0.45 and 0.7 − 0.45
    values = solved(text).values
    assert (values["new_w13"], values["new_w23"]) == pytest.approx((-0.25, 0.25), rel=1e-12)
    lists = solved(text.replace("{1: 0, 2: 1}", "[0, 1]").replace("{1: 1, 2: 1}", "[1, 1]"))
    assert lists.values["new_w13"] == values["new_w13"]


def test_training_that_runs_away_is_explained(trouble):
    """Numbers beyond every double end in a sentence, not in a traceback."""
    text = (
        GATE.replace("tanh", "identity")
        .replace("activation: sigmoid", "activation: identity")
        .replace("0.5\nbatch", "1e200\nbatch")
    )
    assert "too large for a double" in str(trouble(text))
