"""Clipping by norm and by value: by hand, direction and length, slips, wrong files, pages."""

from __future__ import annotations

import math
import random

import numpy
import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts, check_fault, check_pages, page

TEXTS = Texts("initialization")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values
TWO = "clip: {gradients: {W: [3, 4], b: [6, 8]}, norm: 1, over: all}"
SHORT = "clip: {gradients: [0.3, 0.4], norm: 1}"


def line_of(text: str, answer: str):
    (problem,) = nnsolve.loads(f"kind: initialization\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line


def test_two_tensors_together():
    """(3, 4) twice with norm 1: the square of the length is 50, and each number 0.4243 and 0.5657."""
    found = values("clip: {gradients: {W: [3, 4], b: [3, 4]}, norm: 1, over: all}")
    assert found["norm"] ** 2 == pytest.approx(50)
    assert found["clipped_W"].ravel().tolist() == pytest.approx([0.4242640687119285, 0.565685424949238])
    assert found["after"] == pytest.approx(1)


def test_two_tensors_each():
    """Each is made as long as the bound by itself."""
    found = values("clip: {gradients: {W: [3, 4], b: [0.3, 0.4]}, norm: 1, over: each}")
    assert found["clipped_W"].ravel().tolist() == pytest.approx([0.6, 0.8])
    assert found["clipped_b"].ravel().tolist() == pytest.approx([0.3, 0.4])
    assert [found["norm_W"], found["scale_W"], found["after_W"]] == pytest.approx([5, 0.2, 1])


def test_by_value():
    """Each number is cut by itself."""
    found = values("clip: {gradients: [[3, -4], [0.2, 0.5]], value: 0.5}")
    assert found["clipped_g"].tolist() == [[0.5, -0.5], [0.2, 0.5]]


def test_short_gradients_stay():
    """What is within the bound is not made longer."""
    found = values(SHORT)
    assert found["scale"] == 1
    assert found["clipped_g"].ravel().tolist() == [0.3, 0.4]


def test_epsilon():
    """PyTorch: θ/(‖g‖ + 1e-6)."""
    found = values("clip: {gradients: [3, 4], norm: 1, epsilon: 1e-6}")
    assert found["scale"] == pytest.approx(1 / 5.000001, rel=1e-15)


@pytest.mark.parametrize("seed", range(10))
def test_length_and_direction(seed):
    """By norm no length is above the bound, and clipped gradients point where the gradients do."""
    draw = random.Random(seed)
    tensors = {name: [[draw.uniform(-3, 3) for _ in range(3)] for _ in range(2)] for name in "UV"}
    found = values(f"clip: {{gradients: {tensors}, norm: {draw.uniform(0.1, 12)}, over: all}}")
    before = numpy.concatenate([numpy.ravel(tensors[name]) for name in "UV"])
    after = numpy.concatenate([found[f"clipped_{name}"].ravel() for name in "UV"])
    cosine = before @ after / numpy.linalg.norm(before) / numpy.linalg.norm(after)
    assert cosine == pytest.approx(1)
    assert numpy.linalg.norm(after) == pytest.approx(found["after"])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (TWO, "W' = [0.268, 0.358]"),
        (TWO, "norm = 11.18"),
        (TWO, "||W|| = 5"),
        (TWO, "clipped_b[2] = 0.7155"),
        (SHORT, "g' = (0.3, 0.4)"),
        (SHORT, "s = 1"),
    ],
)
def test_right_answers(text, answer):
    """Lengths, factors, clipped vectors and their numbers."""
    assert line_of(text, answer).verdict == "right"


def test_wrong_vector():
    """A vector that is neither right nor a slip."""
    assert line_of(TWO, "W' = [0.5, 0.4]").verdict == "wrong"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("gradients: [3, 4]", "what is the bound?"),
        ("norm: 1", "the key gradients: is missing"),
        ("gradients: [3, 4], norm: 1, value: 1", "cannot stand beside"),
        ("gradients: {W: [3], b: [4]}, norm: 1", "the norm of what? Write over: all"),
        ("gradients: [3, 4], norm: 1, over: all", "there is one tensor"),
        ("gradients: {W: [3], b: [4]}, value: 1, over: all", "over: needs norm:"),
        ("gradients: [3, 4], value: 1, epsilon: 1e-6", "epsilon: needs norm:"),
        ("gradients: [3, 4], norm: 0", "expected a number greater than 0"),
        ("gradients: [3, x], norm: 1", "expected a number such as"),
        ("gradients: [[3, 4], [5]], norm: 1", "row 2 has 1 number"),
        ("gradients: {norm: [3]}, norm: 1", "expected a name such as W or b1"),
        ("gradients: {}, norm: 1", "expected 1 to 8 tensors"),
        (f"gradients: {[1] * 41}, norm: 1", "expected at most 40 numbers"),
        ("gradients: [], norm: 1", "the list is empty"),
    ],
)
def test_faults(keys, message):
    """Every wrong file is told why."""
    assert message in faults(f"clip: {{{keys}}}")


def test_place_of_a_fault():
    """The fault stands at the norm."""
    with pytest.raises(nnsolve.ProblemError) as error:
        nnsolve.loads("kind: initialization\nclip:\n  gradients: {W: [3], b: [4]}\n  norm: 1")
    check_fault(error.value, 4, 9, "the norm of what?")


def test_too_long():
    """A square that no double holds ends in an explained error."""
    with pytest.raises(nnsolve.NnsolveError):
        assert solved("clip: {gradients: [1e200, 1], norm: 1}").values


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace("all", "each"),
        "clip: {gradients: [0, 0], norm: 1, epsilon: 1e-6}",
        "clip: {gradients: [[3, -4, 5], [1, 2, 3]], value: 1/3}",
    ],
)
def test_pages(text, width):
    """Every format is written."""
    check_pages(solved(text), width)


def test_conventions_are_told():
    """Whose length counts is told with the programs that count so."""
    assert "PyTorch's clip_grad_norm_" in page(solved(TWO))
    assert "Keras' clipnorm" in page(solved(TWO.replace("all", "each")))


def test_epsilon_in_a_network():
    """Networks are clipped as PyTorch does, too."""
    (problem,) = nnsolve.loads(
        "kind: backprop\ninputs: {x: 3}\nlayers: [{activation: identity, weights: {y: {w1: 2}}}]\ntargets: {y: 1}\n"
        "loss: half squared error\nlearning_rate: 0.1\nclip: {norm: 1, epsilon: 1e-6}"
    )
    found = nnsolve.solve(problem).values
    assert found["norm"] == 15
    assert found["clipped_w1"] == pytest.approx(15 / 15.000001, rel=1e-12)
    assert math.isclose(found["new_w1"], 2 - 0.1 * 15 / 15.000001, rel_tol=1e-14)
