# ruff: noqa: E501 (one fault a line)
"""Bad input: every fault is told with its line, column, offending text, what was expected and the nearest right word."""

from __future__ import annotations

import re

import pytest
import yaml

import nnsolve
from nnsolve.errors import nearest
from nnsolve.reading import yamlfile
from nnsolve.reading.yamlfile import DEEPEST, LARGEST_FILE, MOST_DOCUMENTS

from .support import bounded, check_fault

GOOD = """\
kind: backprop
title: A good one
inputs: {i1: 0.05, i2: 0.10}
layers:
  - activation: sigmoid
    weights:
      h1: {w1: 0.15, w2: 0.20}
      h2: {w3: 0.25, w4: 0.30}
    bias: {b1: 0.35}
  - activation: sigmoid
    weights:
      o1: {w5: 0.40, w6: 0.45}
      o2: {w7: 0.50, w8: 0.55}
    bias: {b2: 0.60}
targets: {o1: 0.01, o2: 0.99}
loss: half squared error
learning_rate: 0.5
"""

FLAT = """\
kind: backprop
network: [[1, 2, 3], [4, 5], [6]]
inputs: {1: 1, 2: 0, 3: 1}
weights: {w14: 0.2, w15: -0.3, w24: 0.4, w25: 0.1, w34: -0.5, w35: 0.2, w46: -0.3, w56: -0.2}
biases: {θ4: -0.4, θ5: 0.2, θ6: 0.1}
activation: sigmoid
targets: {6: 1}
loss: squared error
learning_rate: 0.9
"""

SOFTMAX = GOOD.replace(
    "  - activation: sigmoid\n    weights:\n      o1", "  - activation: softmax\n    weights:\n      o1"
)

# One change to a good file: what is written instead of what, line and column of the fault, parts of the message.
FAULTS = [
    # words of the file
    (GOOD, "title:", "titel:", 2, 1, "‘titel’: this key is not known. Did you mean ‘title’?"),
    (GOOD, "title:", "zzz:", 2, 1, "‘zzz’: this key is not known. Known keys: kind, title"),
    (GOOD, "kind: backprop", "kind: backprob", 1, 7, "Did you mean ‘backprop’?"),
    (GOOD, "kind: backprop", "kind: [backprop]", 1, 7, "expected a kind of problem"),
    (GOOD, "kind: backprop\n", "", 1, 1, "the key kind: is missing; one of: "),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}\n", "", 1, 1, "the key inputs: is missing"),
    (GOOD, "learning_rate: 0.5", "title: twice", 17, 1, "this key stands twice; it was first written in line 2"),
    (GOOD, "w2: 0.20", "w1: 0.20", 7, 22, "‘w1’: this key stands twice; it was first written in line 7"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activaton: sigmoid\n    weights:\n      h1", 5, 5, "Did you mean ‘activation’?"),
    (GOOD, "loss: half squared error\n", "", 1, 1, "the key loss: is missing"),
    (GOOD, "loss: half squared error", "loss: ~", 1, 1, "the key loss: is missing"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets:", 1, 1, "the key targets: is missing"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}\n", "", 1, 1, "the key targets: is missing"),
    (GOOD, "learning_rate", "update: sideways\nlearning_rate", 17, 9, "‘sideways’: expected one of: simultaneous, sequential."),
    (GOOD, "learning_rate", "update: sequentiel\nlearning_rate", 17, 9, "Did you mean ‘sequential’?"),
    (GOOD, "learning_rate", "asked: []\nlearning_rate", 17, 8, "the list is empty; write what belongs there, or leave the key out"),
    (GOOD, "learning_rate", "asked: ''\nlearning_rate", 17, 8, "the list is empty"),
    (GOOD, "learning_rate", "again: maybe\nlearning_rate", 17, 8, "‘maybe’: expected true or false"),
    (GOOD, "learning_rate", "rounding: {decimals: 99}\nlearning_rate", 17, 22, "‘99’: expected a whole number from 0 to 15"),
    (GOOD, "learning_rate", "rounding: {decimals: 2.5}\nlearning_rate", 17, 22, "‘2.5’: expected a whole number"),
    (GOOD, "learning_rate", "rounding: {figures: 0}\nlearning_rate", 17, 21, "from 1 to 15"),
    (GOOD, "learning_rate", "rounding: {decimals: 2, figures: 3}\nlearning_rate", 17, 34, "figures: cannot stand beside decimals:"),
    (GOOD, "learning_rate", "rounding: 4\nlearning_rate", 17, 11, "expected a mapping"),
    (GOOD, "learning_rate", "freeze: [b9]\nlearning_rate", 17, 9, "‘b9’: no such weight or bias."),
    (GOOD, "learning_rate", "notation: y/z\nlearning_rate", 17, 11, "‘y/z’: expected one of net/out, in/out, z/a"),
    # numbers
    (GOOD, "w2: 0.20", "w2: abc", 7, 26, "‘abc’: expected a number such as 0.25, 1/3, sqrt(2) or 1e-3"),
    (GOOD, "w2: 0.20", "w2: nan", 7, 26, "‘nan’: expected a finite number"),
    (GOOD, "w2: 0.20", "w2: .NaN", 7, 26, "expected a finite number"),
    (GOOD, "w2: 0.20", "w2: -.inf", 7, 26, "‘-.inf’: expected a finite number"),
    (GOOD, "w2: 0.20", "w2: inf", 7, 26, "expected a finite number"),
    (GOOD, "w2: 0.20", "w2: Infinity", 7, 26, "expected a finite number"),
    (GOOD, "w2: 0.20", "w2: 1e999", 7, 26, "‘1e999’ is larger than any double"),
    (GOOD, "w2: 0.20", "w2: 1/0", 7, 26, "‘1/0’: this number has no finite value"),
    (GOOD, "w2: 0.20", "w2: 9**9**9**9", 7, 26, "this number has no finite value"),
    (GOOD, "w2: 0.20", "w2: sqrt(-1)", 7, 26, "a square root needs a number from 0 up"),
    (GOOD, "w2: 0.20", "w2: 0.2.0", 7, 26, "‘0.2.0’: expected a number"),
    (GOOD, "w2: 0.20", "w2: '0,2'", 7, 26, "write a decimal point, not a comma: 0.2"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: [0,05, 0,10]", 3, 10, "‘0,05’: write a decimal point, not a comma: 0.05"),
    (GOOD, "w2: 0.20", "w2: [1, 2]", 7, 26, "expected a number, not a list"),
    (GOOD, "w2: 0.20", "w2: {a: 1}", 7, 26, "expected a number, not a mapping"),
    (GOOD, "w2: 0.20", "w2: ''", 7, 26, "expected a number"),
    (GOOD, "w2: 0.20", "w2: __import__('os').system('true')", 7, 26, "‘__import__’ is not a known function"),
    (GOOD, "w2: 0.20", "w2: true", 7, 26, "‘true’: expected a number"),
    (GOOD, "w2: 0.20", "w2: 2024-01-01T00:00", 7, 26, "expected a number"),
    (GOOD, "learning_rate: 0.5", "learning_rate: fast", 17, 16, "‘fast’: expected a number"),
    (GOOD, "learning_rate: 0.5", "learning_rate: {a: 1}", 17, 16, "expected a number, not a mapping"),
    # inputs and layers
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: none", 3, 9, "expected a mapping such as {i1: 0.5, i2: 1} or a list of numbers"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: {}", 3, 9, "a network needs at least one input"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: {i1: 0.05, w1: 0.10}", 7, 12, "‘w1’: this name is used twice: it already names an input"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: {net_a: 0.05, i2: 0.10}", 3, 10, "‘net_a’: this name is kept for results"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: {i1: 0.05, 'i 2': 0.10}", 3, 20, "is named by a letter"),
    (GOOD, "w3: 0.25", "w1: 0.25", 8, 12, "‘w1’: this name is used twice: it already names a weight"),
    (GOOD, "bias: {b2: 0.60}", "bias: {w1: 0.60}", 14, 12, "‘w1’: this name is used twice: it already names a weight"),
    (GOOD, "bias: {b2: 0.60}", "bias: {b1: 0.60}", 14, 12, "‘b1’: this name is used twice: it already names a bias"),
    (GOOD, "bias: {b2: 0.60}", "bias: {E: 0.60}", 14, 12, "‘E’: this name is kept for results"),
    (GOOD, "bias: {b2: 0.60}", "bias: {b2: 1, b3: 2, b4: 3}", 14, 11, "3 biases for 2 neurons; write one for the whole layer or one a neuron"),
    (GOOD, "      o1: {w5", "      h1: {w5", 12, 7, "‘h1’: this name is used twice: it already names a neuron"),
    (GOOD, "h2: {w3: 0.25, w4: 0.30}", "h2: {w3: 0.25}", 8, 11, "neuron h2 has 1 weight for 2 inputs; write one each (none where there is no edge)"),
    (GOOD, "o2: {w7: 0.50, w8: 0.55}", "o2: {w7: 0.50, w8: 0.55, w9: 1}", 13, 11, "neuron o2 has 3 weights for 2 neurons of the layer before"),
    (GOOD, "h2: {w3: 0.25, w4: 0.30}", "h2: 0.25", 8, 11, "‘0.25’: expected the neuron's weights"),
    (GOOD, "h2: {w3: 0.25, w4: 0.30}", "'h 2': {w3: 0.25, w4: 0.30}", 8, 7, "‘h 2’: a neuron is named by letters, digits and _"),
    (GOOD, "layers:", "layer:", 4, 1, "‘layer’: this key is not known. Did you mean ‘layers’?"),
    (GOOD, "learning_rate", "network: [[1], [2]]\nlearning_rate", 5, 3, "write the network either as layers: or as network: with weights:"),
    # activations
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: sigmod\n    weights:\n      h1", 5, 17, "‘sigmod’: no such activation; known: identity,"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: sigmod\n    weights:\n      h1", 5, 17, "Did you mean ‘sigmoid’?"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: leaky relu\n    weights:\n      h1", 5, 17, "write leaky relu(α), for example leaky relu(0.01)"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: leaky relu(z)\n    weights:\n      h1", 5, 17, "expected a number in the brackets"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: leaky relu(1/0)\n    weights:\n      h1", 5, 17, "expected a number in the brackets"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: sigmoid(2)\n    weights:\n      h1", 5, 17, "sigmoid takes no numbers"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: prelu(0.25)\n    weights:\n      h1", 5, 17, "PReLU learns its slope: name it"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: x.real\n    weights:\n      h1", 5, 17, "‘.’ was not expected here"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: eval(x)\n    weights:\n      h1", 5, 17, "‘eval’ is not a known function"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: x + y\n    weights:\n      h1", 5, 17, "‘y’ is not known here; known: x."),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: {h1: tanh, h3: tanh, h2: tanh}\n    weights:\n      h1", 5, 28, "‘h3’: no such neuron here; there are h1, h2"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: {h1: tanh}\n    weights:\n      h1", 5, 17, "neuron h2 has no activation"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: [tanh]\n    weights:\n      h1", 5, 17, "expected an activation"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: {h1: softmax, h2: tanh}\n    weights:\n      h1", 5, 22, "softmax over one unit is always 1"),
    (GOOD, "activation: sigmoid\n    weights:\n      h1", "activation: step\n    weights:\n      h1", 5, 17, "step has no gradient"),
    # losses and targets
    (GOOD, "half squared error", "half squared eror", 16, 7, "‘half squared eror’: no such loss;"),
    (GOOD, "half squared error", "half squared eror", 16, 7, "Did you mean ‘half squared error’?"),
    (GOOD, "half squared error", "mse", 16, 7, "books mean several formulas by this; write mean squared error"),
    (GOOD, "half squared error", "cross-entropy", 16, 7, "write binary cross-entropy, categorical cross-entropy"),
    (GOOD, "half squared error", "huber", 16, 7, "write huber(δ), for example huber(1)"),
    (GOOD, "half squared error", "huber(-1)", 16, 7, "must be greater than 0"),
    (GOOD, "half squared error", "huber(1/0)", 16, 7, "expected a number in the brackets"),
    (GOOD, "half squared error", "huber(a)", 16, 7, "expected a number in the brackets"),
    (GOOD, "half squared error", "(t - q)^2", 16, 7, "‘q’ is not known here; known: t, o."),
    (GOOD, "half squared error", "hinge", 15, 10, "the target of o1 must be −1 or 1 for hinge; it is 0.01"),
    (GOOD, "o2: 0.99}\nloss: half squared error", "o2: 1.5}\nloss: binary cross-entropy", 15, 10, "the target of o2 must be from 0 to 1"),
    (GOOD.replace("sigmoid", "relu"), "half squared error", "binary cross-entropy", 16, 7, "this loss needs outputs between 0 and 1, and relu does not give them (output o1)"),
    (GOOD.replace("sigmoid", "tanh"), "half squared error", "binary cross-entropy", 16, 7, "use sigmoid or softmax there"),
    (GOOD.replace("sigmoid", "identity"), "half squared error", "categorical cross-entropy", 16, 7, "this loss needs outputs between 0 and 1"),
    (FLAT, "squared error", "categorical cross-entropy", 8, 7, "there is one output; use binary cross-entropy"),
    (FLAT, "activation: sigmoid", "activation: softmax", 6, 13, "softmax over one unit is always 1; use sigmoid for one output"),
    (SOFTMAX, "targets: {o1: 0.01, o2: 0.99}\nloss: half squared error", "targets: {class: o9}\nloss: sparse categorical cross-entropy", 15, 18, "expected the right class as {class: o1}; outputs: o1, o2"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets: {o1: 0.01, o3: 0.99}", 15, 21, "‘o3’: no such output neuron; there are o1, o2."),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets: {o1: 0.01}", 15, 10, "no target for o2"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets: [1, 2, 3]", 15, 10, "3 targets for 2 outputs (o1, o2)"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets: 0.5", 15, 10, "expected a target for each output"),
    (GOOD, "targets: {o1: 0.01, o2: 0.99}", "targets: {o1: 0.01, o2: high}", 15, 25, "‘high’: expected a number"),
    # the flat table
    (FLAT, "w56: -0.2", "w57: -0.2", 4, 84, "‘w57’: this weight names no edge between"),
    (FLAT, "w56: -0.2", "w65: -0.2", 4, 84, "‘w65’: this weight names no edge"),
    (FLAT, "w56: -0.2", "w46: -0.2", 4, 84, "‘w46’: this key stands twice"),
    (FLAT, "w56: -0.2", "w_46: -0.2", 4, 84, "‘w_46’: units 4 and 6 are already joined by w46"),
    (FLAT, "θ6: 0.1", "θ9: 0.1", 5, 29, "‘θ9’: a bias is named after its unit, such as θ4 or b4; there are units 4, 5, 6"),
    (FLAT, "θ6: 0.1", "b4: 0.1", 5, 29, "unit 4 already has the bias θ4"),
    (FLAT, "θ6: 0.1}", "θ6: 0.1, w06: 1}", 5, 38, "‘w06’"),
    (FLAT, "w56: -0.2", "w06: -0.2", 5, 29, "unit 6 already has the bias w06"),
    (FLAT, "network: [[1, 2, 3], [4, 5], [6]]", "network: [[1, 2, 3], [4, 5], [5]]", 2, 10, "a unit stands twice in network:"),
    (FLAT, "network: [[1, 2, 3], [4, 5], [6]]", "network: [[1, 2, 3]]", 2, 10, "expected layers of numbered units"),
    (FLAT, "network: [[1, 2, 3], [4, 5], [6]]", "network: 3-2-1", 2, 10, "expected layers of numbered units"),
    (FLAT, "inputs: {1: 1, 2: 0, 3: 1}", "inputs: [1, 0]", 3, 9, "expected 3 numbers, one an input unit; there are 2"),
    (FLAT, "inputs: {1: 1, 2: 0, 3: 1}", "inputs: {1: 1, 2: 0}", 3, 9, "2 inputs for 3 input units (1, 2, 3)"),
    (FLAT, "weights: {", "weights: 5\nnote: {", 4, 10, "expected a table of weights, such as {w14: 0.2}"),
    (FLAT, "activation: sigmoid\n", "", 1, 1, "the key activation: is missing"),
    # the form of the file
    (GOOD, "title: A good one", "title: 'A good one", 2, 8, "not valid YAML"),
    (GOOD, "inputs: {i1: 0.05, i2: 0.10}", "inputs: {i1: 0.05, i2: 0.10", 4, 7, "not valid YAML"),
    (GOOD, "title: A good one", "title: A: good one", 2, 9, "put a text that holds ‘: ’ in quotation marks"),
    (GOOD, "  - activation: sigmoid\n    weights:\n      h1", "\t- activation: sigmoid\n    weights:\n      h1", 5, 1, "tabs cannot indent, use spaces"),
    (GOOD, "title: A good one", "title: &a A good one\nnote: *a", 3, 7, "‘*a’: anchors and aliases are not read; write the value out"),
    (GOOD, "title: A good one", "title: !!python/object/apply:os.system [\"true\"]", 2, 8, "tags are not read; write the plain value"),
    (GOOD, "title: A good one", "title: !!python/name:os.system ''", 2, 8, "‘tag:yaml.org,2002:python/name:os.system’: tags are not read"),
    (GOOD, "title: A good one", "title: !!binary aGk=", 2, 8, "tags are not read"),
    (GOOD, "title: A good one", "title: !secret x", 2, 8, "‘!secret’: tags are not read"),
    (GOOD, "title: A good one", "title: &a [*a]", 2, 12, "anchors and aliases are not read"),
    (GOOD, "title: A good one", "title: [A, good, one]", 2, 8, "expected a text, not a list"),
    (GOOD, "title: A good one", "title: " + "x" * 5000, 2, 8, "a text may have at most 4000 characters"),
    (GOOD, "title: A good one", "? [a, b]\n: c", 2, 3, "a key must be a word or a number, not a list"),
    (GOOD, "title: A good one", "<<: {title: x}", 2, 1, "‘<<’: this key is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "old", "new", "line", "column", "words"), FAULTS)
def test_fault(good, old, new, line, column, words):
    """One fault in a good file is told at its line and column, with what was expected and the nearest right word."""
    assert good.count(old) >= 1
    text = good.replace(old, new, 1)
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text, "exam.yaml")
    faults = [fault for fault in str(caught.value).splitlines() if words in fault]
    assert faults, str(caught.value)
    place = f"exam.yaml:{line}:{column}: " if line else "exam.yaml: "
    assert any(fault.startswith(place) for fault in faults), str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", [GOOD, FLAT, SOFTMAX.replace("half squared error", "categorical cross-entropy")])
def test_good_files_are_good(text):
    """The files that the faults are put into solve as they stand."""
    (problem,) = nnsolve.loads(text)
    assert nnsolve.solve(problem).answers


def test_several_faults_are_told_together():
    """Faults that do not depend on each other are told in one go, in the order of their lines."""
    text = GOOD.replace("title:", "titel:").replace("w2: 0.20", "w2: abc").replace("0.5\n", "fast\nupdate: never\n")
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text, "exam.yaml")
    assert [fault.line for fault in caught.value.faults] == [2, 7, 17, 18]
    assert (caught.value.line, caught.value.column) == (2, 1)
    assert len(str(caught.value).splitlines()) == 4


def test_faults_of_several_problems_are_told_together():
    """Every document of a file is read, and the lines count through the file."""
    bad = GOOD.replace("title:", "titel:")
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(f"{bad}---\n{GOOD}---\n{bad}")
    assert [fault.line for fault in caught.value.faults] == [2, 38]


def test_endless_faults_are_cut():
    """A file with a thousand faults does not print a thousand lines."""
    text = GOOD + "".join(f"key{k}: 1\n" for k in range(1000))
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    assert len(caught.value.faults) <= 50


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("[w9]", "‘w9’ is not a result of this problem. Results: w1, w2"),
        ("[new_w5]", "there is no learning_rate:. Add one, or ask for the gradient dE/dw5"),
        ("[dE/dw99]", "is not a result of this problem"),
        ("[net_x]", "is not a result of this problem"),
        ("['']", "is not a result of this problem"),
        ("[dnet_h1/dw5]", "net_h1 has no w5 in its formula"),
        ("[again_E]", "learning_rate"),
    ],
)
def test_asking_for_what_is_not_there(trouble, asked, words):
    """A result that does not exist, or cannot without a learning rate, is told at the place of asked:."""
    text = GOOD.replace("learning_rate: 0.5\n", f"asked: {asked}\n")
    error = trouble(text)
    assert words in str(error)
    assert str(error).startswith("problem.yaml:17:8: ")


def test_words_are_compared_with_words_of_their_length():
    """A misspelt word is named the one that is meant; a text that is far longer than all of them is not gone through."""
    assert nearest("backprob" + "p" * 9, ["backprop"]) == " Did you mean ‘backprop’?"
    with bounded(100):
        assert nearest("backprop" * 100_000, ["backprop", "forward"]) == ""
        assert nearest("backprop", []) == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty; a problem begins with kind:"),
        (b"\n  \n# nothing\n", "the file is empty"),
        (b"---\n---\n", "the file is empty"),
        (b"hello", "a problem is a mapping that begins with kind: …, not ‘hello’"),
        (b"[1, 2]", "a problem is a mapping that begins with kind: …, not a list"),
        (b"kind: backprop\n\xff\xfe\x00", ":2:1: this is not a text file in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "this is not a text file"),
        (b"kind: x\0y", "this is not a text file"),
        (b"kind: \x07", "not"),
        ("kind: backprop".encode("utf-16"), "the file is in UTF-16; save it as UTF-8"),
        ("kind: backprop".encode("utf-16-be"), "this is not a text file"),
        (b"kind: backprop\nnote: |\n  " + b"x" * LARGEST_FILE, "the file is larger than 8 MiB"),
    ],
)
def test_files_that_are_no_problem(tmp_path, data, words):
    """Empty, binary, foreign and oversized files are refused in one sentence that names the file."""
    path = tmp_path / "exam.yaml"
    path.write_bytes(data)
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.load(str(path))
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_of_100_megabytes(tmp_path):
    """A huge file is refused at once, without being read whole."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    with bounded(100_000), pytest.raises(nnsolve.ProblemError, match="larger than 8 MiB"):
        nnsolve.load(str(path))


def test_no_file(tmp_path):
    """A folder, a missing file and a misspelt library name are told apart."""
    for name, words in [
        (str(tmp_path), "this is a folder"),
        (str(tmp_path / "missing.yaml"), "there is no such file"),
        ("two-two-too", "Did you mean ‘two-two-two’?"),
        ("bad\0name.yaml", "null"),
    ]:
        with pytest.raises(nnsolve.ProblemError, match=words):
            nnsolve.load(name)


def test_endless_devices_are_bounded():
    """A device that never ends is read up to the limit and refused."""
    with pytest.raises(nnsolve.ProblemError, match=r"larger than 8 MiB|no such file"):
        nnsolve.load("/dev/zero")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "anchors and aliases are not read"),
        ("&a [*a]", "anchors and aliases are not read"),
        ("[" * 100_000, f"nested more than {DEEPEST} deep"),
        ("{a: " * 100_000, f"nested more than {DEEPEST} deep"),
        ("- " * 100_000, f"nested more than {DEEPEST} deep"),
        ("kind: " + "[" * 50 + "]" * 50, f"nested more than {DEEPEST} deep"),
        ("[" + "1," * 700_000 + "]", "more than 300 000 values"),
        ("---\na: 1\n" * (MOST_DOCUMENTS + 10), f"at most {MOST_DOCUMENTS} problems"),
        ("? " * 50_000, "nested more than"),
        (GOOD.replace("0.15", "9" * 10**6), "larger than any double"),
        (GOOD.replace("0.15", "0." + "3" * 10**6), "a number may have at most 2000 characters"),
        (GOOD.replace("0.15", "(" * 10**5), "a formula may have at most 2000 characters"),
        (GOOD.replace("0.15", "1+" * 10**5 + "1"), "a formula may have at most 2000 characters"),
        (GOOD.replace("w1:", "w" * 10**5 + ":"), "not valid YAML"),
        (GOOD.replace("w1:", "w" * 500 + ":"), "a weight is named by a letter"),
        (GOOD.replace("h1:", "h" * 500 + ":"), "a neuron is named by letters"),
        ("kind: " + "x" * 10**6, "expected a kind of problem"),
    ],
)
def test_bombs(text, words):
    """Aliases, depth, length and number of values are bounded; each ends at once in one message of sane length."""
    with bounded(), pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    assert words in str(caught.value), str(caught.value)[:300]
    assert len(str(caught.value)) < 40_000
    assert max(map(len, str(caught.value).splitlines())) < 1500


class Shallow(yaml.SafeLoader):
    """A parser with a bound of its own and words of its own for it, as parsers may have in any release."""

    def fetch_flow_collection_start(self, token):
        if self.flow_level == 100:
            raise yaml.scanner.ScannerError(None, None, "this is as far down as I go", self.get_mark())
        super().fetch_flow_collection_start(token)


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader, Shallow])
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[" * 2000, 1, 25),
        ("[" * 2000 + "]" * 2000, 1, 25),
        ("{a: " * 2000, 1, 97),
        ("- " * 2000, 1, 49),
        ("? " * 2000, 1, 49),
        ("[\n" * 2000, 25, 1),
        ("kind: backprop\ninputs: " + "[" * 2000, 2, 32),
        ("größe: [🙂, " + "[" * 2000, 1, 34),
        ("[" * 60 + "@", 1, 25),
        ("a: 1\na: 2\nb: " + "[" * 2000, 3, 27),
    ],
)
def test_depth_is_bounded_whatever_the_parser_bounds(monkeypatch, parser, text, line, column):
    """The first bracket that is too deep is named in the same words, though a parser may refuse sooner or not at all."""
    monkeypatch.setattr(yamlfile, "_Loader", parser)
    with bounded(), pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    check_fault(caught.value, line, column, f"lists and mappings are nested more than {DEEPEST} deep")
    assert len(caught.value.faults) == 1


def test_what_is_not_yaml_is_not_too_deep():
    """A text that no parser reads is told to be that, however many brackets stand in its words."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads("kind: '" + "[" * 2000 + "\n")
    check_fault(caught.value, 1, 7, "not valid YAML")


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "---\n" + text + "...\n",
        lambda text: "%YAML 1.1\n---\n" + text,
        lambda text: text.replace("0.15", "'0.15'").replace("0.20", '"0.20"'),
        lambda text: text.replace("0.15", "3/20").replace("0.20", "2e-1").replace("0.25", "1/2^2"),
        lambda text: text.replace("title: A good one", "title: Größe 漢字 🙂"),
        lambda text: text.replace("half squared error", "Half_Squared-Error"),
        lambda text: text.replace("activation: sigmoid", "activation: SIGMOID"),
        lambda text: text.replace("0.5\n", "−0.5\n").replace("learning_rate: −", "learning_rate: "),
        lambda text: text + "freeze: b1, b2\n",
        lambda text: text + "rounding:\nasked:\n",
    ],
)
def test_other_ways_to_write_the_same(tmp_path, spelling):
    """Line ends, a byte order mark, quotation marks, fractions and spellings do not change the numbers."""
    path = tmp_path / "exam.yaml"
    path.write_bytes(spelling(GOOD).encode())
    (problem,) = nnsolve.load(str(path))
    assert nnsolve.solve(problem).values["E"] == pytest.approx(0.298371109, abs=5e-10)


def test_numbers_keep_their_digits():
    """A given number stays as its author wrote it."""
    (problem,) = nnsolve.loads(GOOD)
    texts = {name: number.text for name, number in problem.given().items()}
    assert (texts["w2"], texts["i2"], texts["η"]) == ("0.20", "0.10", "0.5")


def test_every_fault_quotes_little():
    """No message repeats a long text of the file in full, and none holds control characters."""
    text = GOOD.replace("w2: 0.20", 'w2: "\\e[31m' + "y" * 300 + '"')
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    assert len(str(caught.value)) < 400
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", str(caught.value))
