"""The mistakes that people make again and again are told in words that help: other names, commas, digits, plurals."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import counted, meant

from .support import text_of

GOOD = """\
kind: backprop
inputs: {i1: 0.5, i2: 1}
layers: [{activation: sigmoid, weights: {o1: {w1: 0.1, w2: 0.2}}, bias: {b1: 0.5}}]
targets: {o1: 1}
loss: squared error
learning_rate: 0.5
"""
SAMPLES = GOOD.replace("inputs: {i1: 0.5, i2: 1}", "samples: [{inputs: [0, 1], targets: [1]}]").replace(
    "targets: {o1: 1}\n", ""
)


def faults(text: str) -> list[str]:
    """The faults of a text, each with its place."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text, "f")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("eta", "learning_rate"),
        ("alpha", "learning_rate"),
        ("α", "learning_rate"),
        ("lr", "learning_rate"),
        ("learning-rate", "learning_rate"),
        ("t", "targets"),
        ("x", "inputs"),
        ("cost", "loss"),
        ("optimiser", "optimizer"),
        ("batch size", "batch"),
    ],
)
def test_another_word_for_a_key(written, key):
    """What other books call a key leads to it."""
    first, *_ = faults(GOOD.replace("kind: backprop\n", f"kind: backprop\n{written}: 0.5\n"))
    assert first == f"f:2:1: ‘{written}’: this key is not known. Did you mean ‘{key}’?"


def test_of_several_meanings_the_key_that_is_there():
    """The same word leads to the key that the kind of problem has."""
    assert "iterations" in meant("steps", ["iterations"])
    assert "epochs" in meant("iterations", ["epochs", "samples"])
    assert meant("zzz", ["iterations"]) == ""


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("w1: 0.1, w2", "w1: 0,1, w2", ["f:3:51: ‘0,1’: write a decimal point, not a comma: 0.1"]),
        ("b1: 0.5", "b1: -0,5", ["f:3:78: ‘-0,5’: write a decimal point, not a comma: -0.5"]),
        ("{o1: 1}", "{o1: 0,25}", ["f:4:15: ‘0,25’: write a decimal point, not a comma: 0.25"]),
    ],
)
def test_decimal_comma_in_braces(old, new, wanted):
    """{w1: 0,5} is one fault at its place, and nothing follows from it."""
    assert faults(GOOD.replace(old, new)) == wanted


@pytest.mark.parametrize("name", ["e", "pi", "π"])
@pytest.mark.parametrize("written", ["w1", "i1", "b1"])
def test_constants_name_nothing_else(written, name):
    """A weight called e would stand beside the number e on the page."""
    (fault,) = faults(GOOD.replace(f"{written}:", f"{name}:"))
    assert f"‘{name}’: {name} is the number" in fault


def test_inputs_beside_samples():
    """Numbers in inputs: beside samples: are one fault."""
    text = SAMPLES.replace("layers:", "inputs: {i1: 0.5, i2: 1}\nlayers:") + "batch: 1\n"
    assert faults(text) == ["f:3:9: with samples:, inputs: is the list of their names, such as [x1, x2]"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (SAMPLES + "batch: ٢\n", 8),
        (SAMPLES + "batch: 1\nepochs: ٢\n", 9),
        (GOOD.replace("0.5, i2", "٥, i2"), 14),
        (GOOD.replace("0.5, i2", "0.٥, i2"), 14),
        (GOOD + "rounding: {decimals: ²}\n", 22),
    ],
)
def test_digits_of_other_scripts_are_no_numbers(text, column):
    """Only 0 to 9 are digits of a number."""
    (fault,) = faults(text)
    assert int(fault.split(":")[2]) == column


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{w1: 0.1, w2: 0.2}", "[1]", "neuron o1 has 1 weight for 2 inputs"),
        ("{b1: 0.5}", "[1, 2]", "2 biases for 1 neuron;"),
        ("{o1: 1}", "[1, 2]", "2 targets for 1 output ("),
    ],
)
def test_one_is_told_in_the_singular(old, new, words):
    """Messages count as people do."""
    assert any(words in fault for fault in faults(GOOD.replace(old, new)))


def test_counted():
    """1 weight, 2 weights; 1 bias, 0 biases."""
    assert [counted(1, "weights"), counted(2, "weights"), counted(1, "biases"), counted(0, "biases")] == [
        "1 weight",
        "2 weights",
        "1 bias",
        "0 biases",
    ]


def test_two_roles_under_one_letter_are_refused(trouble):
    """A page that prints net input and activation alike would print lines that are not true."""
    error = trouble(text_of("two-two-two") + "notation: {net: E, out: E}\n")
    assert "would both be printed as E" in str(error)
