"""The forward pass with the new values, and keys about updates where nothing is updated."""

from __future__ import annotations

import numpy
import pytest

import nnsolve
from nnsolve.sheets.worksheet import worksheet

from ..support import text_of

MAZUR = text_of("two-two-two").partition("published:")[0]
WITHOUT_RATE = MAZUR.replace("learning_rate: 0.5\n", "").replace("freeze: [b1, b2]\n", "")
ALL = "[w1, w2, w3, w4, w5, w6, w7, w8, b1, b2]"
NO_RATE = "needs learning_rate:, without which nothing is updated"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (WITHOUT_RATE + "again: true\n", 18, f"again: {NO_RATE}"),
        (WITHOUT_RATE + "style: matrix\nagain: true\n", 19, f"again: {NO_RATE}"),
        (WITHOUT_RATE + "update: sequential\n", 18, f"update: {NO_RATE}"),
        (WITHOUT_RATE + "clip: {value: 1}\n", 18, f"clip: {NO_RATE}"),
        (WITHOUT_RATE + "asked: [again_E]\n", 18, "Add one, or ask for E."),
        (
            MAZUR.replace("[b1, b2]", ALL) + "again: true\n",
            20,
            "again: needs a parameter that is updated, and freeze: names all",
        ),
    ],
)
def test_nothing_to_repeat(trouble, text, line, message):
    """A key about updates is refused at its place where there is no learning rate or nothing that learns."""
    error = trouble(text)
    assert error.line == line
    assert message in str(error)


def test_keys_that_change_nothing(solved):
    """Without a learning rate these keys may say what holds anyway."""
    assert solved(WITHOUT_RATE + "again: false\nupdate: simultaneous\n").answers["E"]


def error_after_one_update() -> float:
    """The half squared error after one step of η = 0.5 with fixed biases, by the formulas in matrices."""
    first, second = numpy.array([[0.15, 0.2], [0.25, 0.3]]), numpy.array([[0.4, 0.45], [0.5, 0.55]])
    inputs, targets = numpy.array([0.05, 0.1]), numpy.array([0.01, 0.99])

    def forward():
        hidden = 1 / (1 + numpy.exp(-(first @ inputs + 0.35)))
        return hidden, 1 / (1 + numpy.exp(-(second @ hidden + 0.6)))

    hidden, out = forward()
    above = (out - targets) * out * (1 - out)
    below = (second.T @ above) * hidden * (1 - hidden)
    second -= 0.5 * numpy.outer(above, hidden)
    first -= 0.5 * numpy.outer(below, inputs)
    return float(((targets - forward()[1]) ** 2).sum() / 2)


@pytest.mark.parametrize("style", ["scalar", "matrix"])
@pytest.mark.parametrize("asked", ["", "again_E", "w5"])
def test_the_error_falls(solved, style, asked):
    """After one update the network has the error that the same arithmetic in NumPy gives, in either style."""
    solution = solved(MAZUR + f"again: true\nstyle: {style}\nasked: {asked}\n")
    assert solution.values["again_E"] == pytest.approx(error_after_one_update(), rel=1e-12)
    assert ("again_E" in solution.answers) == (asked != "w5")
    for format in ("text", "json", "markdown"):
        assert nnsolve.render(solution, format)


def test_a_step_that_a_later_round_is_given_is_blank(solved):
    """Of rounds of which some are shown, what the first writes is blank on the sheet although the last is given it."""
    keys = "model: softmax\nloss: mean\nlearning_rate: 0.5\niterations: 2\nshown: 1\n"
    solution = solved(f"kind: regression\n{keys}data: {{x: [1, 2, 3], y: [a, b, c]}}\n")
    for format in ("text", "latex", "json"):
        assert nnsolve.render(worksheet(solution, steps=True), format)
