"""Jordan networks, whose output goes back: plain loops, cuts, what is refused, and workings."""

from __future__ import annotations

import math

import numpy
import pytest

from ..support import Texts

TEXTS = Texts("recurrent")
faults, values = TEXTS.faults, TEXTS.values

JORDAN = (
    "cell: rnn\nfeedback: output\ninputs: [0.5, -1, 0.25]\nstart: {y: 0.2}\nweights: {x: 0.6, h: -0.4}\nbias: 0.1\n"
    "output: {weights: 1.5, bias: -0.2, activation: sigmoid}\n"
)
LOSS = "targets: [1, 0, 1]\nloss: half squared error\n"


def outputs(wh: float = -0.4, held: dict[int, float] | None = None) -> list[float]:
    """The outputs of the network above by a plain loop; ``held`` are numbers that go back in place of outputs."""
    found, y = [], 0.2
    for t, x in enumerate((0.5, -1, 0.25), 1):
        h = math.tanh(0.6 * x + wh * y + 0.1)
        y = 1 / (1 + math.exp(-(1.5 * h - 0.2)))
        found.append(y)
        y = (held or {}).get(t, y)
    return found


def error(wh: float, held: dict[int, float] | None = None) -> float:
    """Half the squared errors of all steps."""
    return sum((t - y) ** 2 / 2 for t, y in zip((1, 0, 1), outputs(wh, held), strict=True))


def slope(held: dict[int, float] | None = None) -> float:
    """The gradient of the error by w_h, by central differences."""
    return (error(-0.4 + 1e-6, held) - error(-0.4 - 1e-6, held)) / 2e-6


def test_outputs_go_back():
    """ŷ₀ is given, ŷ₁ is what step 2 sees, ŷ₂ what step 3 sees."""
    found = values(JORDAN)
    assert [found[f"yhat@{t}"] for t in (0, 1, 2, 3)] == pytest.approx([0.2, *outputs()], rel=1e-13)


def test_the_gradient_goes_back_through_outputs():
    """dE/dw_h against differences of the plain loop: every output receives from its loss and from the next step."""
    assert values(f"{JORDAN}{LOSS}gradients: true")["dE/dw_h"] == pytest.approx(slope(), rel=1e-8)


def test_cuts_hold_outputs():
    """Parts of two steps: behind ŷ₂ nothing goes back, so that it counts as a number in step 3."""
    found = values(f"{JORDAN}{LOSS}gradients: true\nsegments: 2")
    assert found["dE/dw_h"] == pytest.approx(slope({2: outputs()[1]}), rel=1e-8)


def test_sizes_follow_the_outputs():
    """Two units and three outputs: W_h is 2 × 3. Rows say the same transposed."""
    x, h, y = [[0.1, 0.2], [0.3, -0.4]], [[0.5, 0.1, -0.2], [0.3, 0.2, 0.4]], [[1, 0.5], [-0.5, 0.25], [0.75, 1]]
    head = "cell: rnn\nfeedback: output\ninputs: [[1, 2], [0.5, -1]]\nstart: {y: [0.1, 0.2, 0.3]}\n"
    columns = values(f"{head}weights: {{x: {x}, h: {h}}}\noutput: {{weights: {y}}}")
    state, out = None, numpy.array([0.1, 0.2, 0.3])
    for see in ([1, 2], [0.5, -1]):
        state = numpy.tanh(numpy.array(x) @ see + numpy.array(h) @ out)
        out = numpy.array(y) @ state
    assert columns["h@2"].ravel() == pytest.approx(state)
    assert columns["yhat@2"].ravel() == pytest.approx(out)
    turned = [numpy.array(each).T.tolist() for each in (x, h, y)]
    rows = values(f"{head}vectors: rows\nweights: {{x: {turned[0]}, h: {turned[1]}}}\noutput: {{weights: {turned[2]}}}")
    assert rows["yhat@2"].ravel() == pytest.approx(out)


@pytest.mark.parametrize(
    ("x", "h", "y", "state"),
    [
        # one unit, two outputs: W_h is a row; two units, one output: it is a column
        (0.5, [1, -1], [2, 3], [math.tanh(0.5 + 0.1 - 0.2)]),
        ([0.5, 0.25], [1, -1], [2, 3], [math.tanh(0.5 + 0.1), math.tanh(0.25 - 0.1)]),
    ],
)
def test_a_plain_list_of_weights_is_a_row_or_a_column(x, h, y, state):
    """A list as W_h fits by the numbers of units and outputs that the other weights tell."""
    start = [0.1, 0.2] if len(state) == 1 else 0.1
    text = f"cell: rnn\nfeedback: output\ninputs: [1]\nstart: {{y: {start}}}\nweights: {{x: {x}, h: {h}}}\n"
    found = values(f"{text}output: {{weights: {y if len(state) == 2 else [[each] for each in y]}}}")
    assert numpy.ravel(found["h@1"]) == pytest.approx(state)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{JORDAN}factors: true", "factors"),
        (JORDAN.replace("{y: 0.2}", "{h: 0.2}"), "expected y"),
        (JORDAN.replace("output: {", "#"), "needs output:"),
        (JORDAN.replace("feedback: output\n", ""), "expected h"),
        (JORDAN.replace("0.2}", "[0.2, 0.1]}", 1), "the start of y must have 1 number, one an output; here: 2"),
        ("cell: gru\nz_weighs: new\nfeedback: output\ninputs: [1]\noutput: {weights: 1}\nweights: {}", "cell: rnn"),
    ],
)
def test_wrong_files(text, told):
    """What does not go with an output that goes back is refused with its place."""
    assert told in faults(text)
