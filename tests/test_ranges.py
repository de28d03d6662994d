"""Numbers outside of what a key can mean: each is refused where it stands, with what is expected."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.reading.literals import Range

NETWORK = """kind: backprop
inputs: [0.5]
layers: [{activation: identity, weights: [[0.2]], bias: [0.1]}, {activation: identity, weights: [[1]]}]
targets: [1]
loss: half squared error
learning_rate: 0.5
"""
SAMPLES = NETWORK.replace("inputs: [0.5]", "samples: [{inputs: [0.5], targets: [1]}]").replace(
    "targets: [1]\nloss", "loss"
)
SHAPES = "kind: cnn-shapes\ninput: 8x8x1\nlayers: [{{{}}}]\n"
REGRESSION = """kind: regression
data: {x: [1, 2, 3], y: [2, 3, 5]}
method: gradient descent
loss: mean
iterations: 2
learning_rate: 0.1
"""
SCHEDULE = "kind: training\nschedule: {{name: {}}}\n"
ABOVE_0 = "expected a number greater than 0"
FROM_0 = "expected a number from 0 up"
SHARE = "expected a number from 0 to 1"

# The problem, what is replaced in it by what, and the line and the message of the fault.
FAULTS = [
    *[(NETWORK, "rate: 0.5", f"rate: {bad}", 6, ABOVE_0) for bad in ("-0.5", "0", "-1/3")],
    *[(NETWORK, "rate: 0.5", f"rate: {bad}", 6, "expected a finite number") for bad in ("nan", "inf", "-.inf")],
    (NETWORK, "rate: 0.5", "rate: 1e-400", 6, ABOVE_0),
    (NETWORK, "rate: 0.5", "rate: 1e400", 6, "larger than any double"),
    (NETWORK, "rate: 0.5", "rate: 0.5\nweight_decay: -1", 7, FROM_0),
    *[
        (NETWORK, "rate: 0.5", f"rate: 0.5\nregularization: {{{key}: {bad}, half: true}}", 7, ABOVE_0)
        for key in ("l1", "l2")
        for bad in ("-0.1", "0")
    ],
    *[
        (NETWORK, "rate: 0.5", f"rate: 0.5\nclip: {{{key}: {bad}}}", 7, ABOVE_0)
        for key in ("value", "norm")
        for bad in ("-1", "0")
    ],
    *[
        (NETWORK, "identity", f"leaky relu({bad})", 3, f"{ABOVE_0} in the brackets of leaky relu")
        for bad in ("-5", "0")
    ],
    *[(NETWORK, "identity", f"elu({bad})", 3, f"{ABOVE_0} in the brackets of elu") for bad in ("-1", "0")],
    *[
        (NETWORK, "identity", f"hard sigmoid({bad})", 3, f"{ABOVE_0} in the brackets of hard sigmoid")
        for bad in ("0", "-0.2")
    ],
    *[(NETWORK, "half squared error", f"huber({bad})", 5, "must be greater than 0") for bad in ("0", "-1")],
    *[
        (
            NETWORK,
            "bias: [0.1]",
            f"bias: [0.1], dropout: {{keep: {bad}, mask: [1], inverted: true}}",
            3,
            "expected a number above 0 to 1",
        )
        for bad in ("2", "0", "-0.5")
    ],
    (SAMPLES, "rate: 0.5", "rate: 0.5\nbatch: 0", 6, "write batch:"),
    (SAMPLES, "rate: 0.5", "rate: 0.5\nbatch: 1\nepochs: 0", 7, "expected a whole number from 1"),
    *[
        (SAMPLES, "rate: 0.5", f"rate: 0.5\nbatch: 1\npreset: pytorch\noptimizer: {{adam: {{{key}: {bad}}}}}", 8, words)
        for key, bad, words in (
            ("beta1", "1", "below 1"),
            ("beta2", "1.5", "below 1"),
            ("beta1", "-0.1", "from 0 up"),
            ("epsilon", "-1", "from 0 up"),
            ("weight_decay", "-1", "from 0 up"),
        )
    ],
    *[
        (SHAPES.format(f"dropout: {bad}"), "", "", 3, "expected a number from 0 and below 1")
        for bad in ("2", "1", "-0.5")
    ],
    (SHAPES.format("leaky-relu: -5"), "", "", 3, FROM_0),
    *[
        (SHAPES.format(f"{pool}: {{size: {size}, stride: {stride}}}"), "", "", 3, "expected")
        for pool in ("max-pool", "avg-pool")
        for size, stride in ((0, 1), (2, 0), (-1, 1), (2, -1))
    ],
    *[
        (
            SHAPES.format(f"conv: {{kernels: {count}, size: 3, stride: {stride}, dilation: {apart}}}"),
            "",
            "",
            3,
            "expected",
        )
        for count, stride, apart in ((0, 1, 1), (1, 0, 1), (1, 1, 0))
    ],
    *[(REGRESSION, "rate: 0.1", f"rate: {bad}", 6, ABOVE_0) for bad in ("0", "-1")],
    ("kind: softmax\nlogits: [1, 2]\ntemperature: 0\n", "", "", 3, ABOVE_0),
    (
        "kind: gradient-flow\nactivation: sigmoid\nlayers: 2\nupdate: {weight: 1, learning_rate: -1}\n",
        "",
        "",
        4,
        ABOVE_0,
    ),
    ("kind: metrics\ntable: {TP: 1, FN: 1, FP: 1, TN: -1}\n", "", "", 2, "expected a whole number from 0"),
    *[
        (SCHEDULE.format(numbers), "", "", 2, words)
        for numbers, words in (
            ("step, rate: -1, gamma: 0.5, every: 2, epochs: 3", ABOVE_0),
            ("step, rate: 1, gamma: -0.5, every: 2, epochs: 3", ABOVE_0),
            ("step, rate: 1, gamma: 0.5, every: 0, epochs: 3", ABOVE_0),
            ("inverse-time, rate: 1, decay: -1, epochs: 3", FROM_0),
            ("cosine, rate: 1, end: -1, total: 10, epochs: 3", FROM_0),
            ("polynomial, rate: 1, end: 0, total: 10, power: -1, epochs: 3", ABOVE_0),
        )
    ],
    ("kind: training\ndropout: {units: 3, keep: 1.5}\n", "", "", 2, SHARE),
    *[
        (NETWORK, "rate: 0.5", f"rate: 0.5\nasked: [w1]\nmarks: {bad}", 8, "expected a number from 0.001 to 1000")
        for bad in ("1e-5", "-1", "0", "1e9", "{w1: 1e-5}")
    ],
    (NETWORK, "rate: 0.5", "rate: 0.5\nprecision_penalty: -1", 7, FROM_0),
    (
        "kind: paper\nquestions: [{problem: two-two-two, marks: 1e-5}]\n",
        "",
        "",
        2,
        "expected a number from 0.001 to 1000",
    ),
]


@pytest.mark.parametrize(("text", "old", "new", "line", "message"), FAULTS)
def test_out_of_range(trouble, text, old, new, line, message):
    """The fault stands in the line of the number and says what is expected."""
    assert old in text
    error = trouble(text.replace(old, new))
    assert (error.line, message in str(error)) == (line, True), str(error)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rate: 0.5", "rate: 1e-300"),
        ("rate: 0.5", "rate: 2"),
        ("identity", "leaky relu(2)"),
        ("identity", "elu(0.5)"),
        ("rate: 0.5", "rate: 0.5\nweight_decay: 0"),
        ("rate: 0.5", "rate: 0.5\nasked: [w1]\nmarks: 0.001"),
        ("bias: [0.1]", "bias: [0.1], dropout: {keep: 1, mask: [1], inverted: true}"),
    ],
)
def test_at_the_ends_of_the_range(solved, old, new):
    """What the words of a range take in is solved."""
    assert nnsolve.render(solved(NETWORK.replace(old, new)), "text")


@pytest.mark.parametrize(
    ("bounds", "inside", "outside", "words"),
    [
        ({"above": 0}, [1e-300, 5], [0, -1], "a number greater than 0"),
        ({"least": 0}, [0, 5], [-1e-300], "a number from 0 up"),
        ({"least": 0, "most": 1}, [0, 1], [-0.1, 1.1], "a number from 0 to 1"),
        ({"least": 0, "below": 1}, [0, 0.999], [1, -1], "a number from 0 and below 1"),
        ({"above": 0, "most": 1}, [0.1, 1], [0, 2], "a number above 0 to 1"),
    ],
)
def test_ranges(bounds, inside, outside, words):
    """A range takes in what its words say."""
    bound = Range(**bounds)
    assert all(number in bound for number in inside)
    assert not any(number in bound for number in outside)
    assert bound.words == words


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "one"])
@pytest.mark.parametrize("command", ["check", "grade", "conventions", "draw", "plot"])
def test_options(command, text, tmp_path):
    """A tolerance or scale that is no size is refused by its option."""
    answers = tmp_path / "answers.txt"
    answers.write_text("w5 = 0.36", "utf-8")
    option = ["--scale", text] if command in ("draw", "plot") else ["--tolerance", text]
    files = [] if command in ("draw", "plot") else [str(answers if command != "grade" else tmp_path)]
    found = CliRunner().invoke(main, [command, "two-two-two", *files, *option])
    assert found.exit_code == 2
    assert f"Invalid value for '{option[0]}'" in found.output
