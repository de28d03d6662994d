"""Decisions at a border that doubles miss: 0.1 + 0.7 − 0.8 is 0, whatever floating point makes of it."""

from __future__ import annotations

import numpy
import pytest

import nnsolve
from nnsolve.formula.parse import parse
from nnsolve.solution import Step, evaluate

from .support import document

# x = (1, 1), w = (0.1, 0.7), b = −0.8: the net input is exactly 0, and −1.1e-16 or 1.1e-16 in doubles.
ZERO = {"weights": [[0.1, 0.7]], "bias": [-0.8]}
# The activation, its value at 0 and its slope there (left out where it has none).
AT_ZERO = [
    ("step", 1, None),
    ("bipolar step", 1, None),
    ("relu", 0, 0),
    ("leaky relu(0.1)", 0, 0.1),
    ("elu(2)", 0, 2),
    ("abs(x)", 0, 0),
]
SIGNS = [1, -1]  # of weights and bias together: doubles miss 0 on either side


def network(activation: str, factor: float = 1, **keys) -> dict:
    """A unit with the net input 0 and a linear one behind it; ``factor`` turns the weights round."""
    unit = {"activation": activation, "weights": [[factor * 0.1, factor * 0.7]], "bias": [factor * -0.8]}
    return {"layers": [unit, {"activation": "identity", "weights": [[2]], "bias": [1]}]} | keys


@pytest.mark.parametrize("factor", SIGNS)
@pytest.mark.parametrize("style", ["scalar", "matrix"])
@pytest.mark.parametrize(("activation", "out", "slope"), AT_ZERO)
def test_a_net_input_of_zero(solved, activation, out, slope, style, factor):
    """The unit gives what it gives at 0, and its weights get the slope at 0 times −2 · 2 (E = ½(3 − 1)²)."""
    kind = "forward" if slope is None else "backprop"
    more = {} if slope is None else {"targets": [3], "loss": "half squared error"}
    solution = solved(document(kind, inputs=[1, 1], style=style, **network(activation, factor, **more)))
    values = solution.values
    net, found = ("net_h1", "out_h1") if style == "scalar" else ("z^1", "a^1")
    assert float(numpy.ravel(values[net])[0]) == 0
    assert float(numpy.ravel(values[found])[0]) == out
    if slope is not None:
        gradient = values["dE/dw1"] if style == "scalar" else values["dE/dW^1"]
        error = 3 - (2 * out + 1)
        assert float(numpy.ravel(gradient)[0]) == pytest.approx(-error * 2 * slope, abs=1e-15)
    assert "e-1" not in nnsolve.render(solution, "text").replace("relative\ndifference", "").split("Checked")[0]


@pytest.mark.parametrize(
    ("weights", "bias", "out", "slope"),
    [([[0.1, 0.7]], [1.7], 1, 0), ([[-0.1, -0.7]], [-1.7], 0, 0), ([[0.1, 0.7]], [1.6999], 0.99998, 0.2)],
)
def test_the_ends_of_a_hard_sigmoid(solved, weights, bias, out, slope):
    """At 0.2·z + 0.5 = 1 and = 0 the slope is that of the flat piece."""
    layer = {"activation": "hard sigmoid(0.2)", "weights": weights, "bias": bias}
    values = solved(document("backprop", inputs=[1, 1], layers=[layer], targets=[3], loss="half squared error")).values
    assert float(values["out_o1"]) == pytest.approx(out, abs=1e-15)
    assert float(values["dout_o1/dnet_o1"]) == slope


@pytest.mark.parametrize(
    ("loss", "target", "error", "slope"),
    [
        ("mean absolute error", 0.8, 0, 0),  # |0.8 − 0.8|
        ("huber(0.7)", 1.5, 0.245, -0.7),  # |1.5 − 0.8| = δ: ½·0.7²
        ("hinge", 1, 0, 0),  # 1 − 1·(0.8 + 0.2)
    ],
)
def test_losses_at_their_border(solved, loss, target, error, slope):
    """An output of 0.1 + 0.7 (and 0.2 for the hinge loss) lies exactly on the border of the loss."""
    layer = {"activation": "identity", "weights": [[0.1, 0.7]], "bias": [0.2 if loss == "hinge" else 0]}
    values = solved(document("backprop", inputs=[1, 1], layers=[layer], targets=[target], loss=loss)).values
    assert float(values["E"]) == pytest.approx(error, rel=1e-15)
    assert float(values["dE/dout_o1"]) == slope


@pytest.mark.parametrize(
    ("values", "nodes", "expected"),
    [
        ({"x": 0.3, "y": 0.1}, {"d": "x - y - 0.2", "L": "abs(d)"}, {"d": 0, "L": 0, "dL/dd": 0}),
        ({"x": 0.3, "y": 0.1}, {"L": "sign(x - y - 0.2)"}, {"L": 0}),
        ({"x": 0.3, "y": 0.1}, {"L": "floor((x - y)*10)"}, {"L": 2}),
        ({"x": 0.7, "y": 0.1}, {"L": "ceil((x + y)*10)"}, {"L": 8}),
        ({"x": 0.1, "y": 0.7}, {"L": "max(0, x + y - 0.8)"}, {"L": 0, "dL/dx": 0}),
        ({"x": 0.1, "y": 0.2}, {"L": "max(x + y, 0.3)"}, {"L": 0.3, "dL/dx": 1}),  # of equals the first counts
        ({"x": 0.1, "y": 0.2}, {"L": "max(0.3, x + y)"}, {"L": 0.3, "dL/dx": 0}),
        ({"x": 0.1, "y": 0.2}, {"L": "min(0.3, x + y)"}, {"L": 0.3, "dL/dx": 0}),
        ({"x": 3, "y": 1}, {"s": "x*(1/3) - y", "L": "abs(s)"}, {"s": 0, "dL/ds": 0}),
        ({"x": 1e-30, "y": 0}, {"L": "max(0, x + y)"}, {"L": 1e-30, "dL/dx": 1}),  # small is not 0
    ],
)
def test_graphs(solved, values, nodes, expected):
    """Functions in pieces decide by what their arguments are on paper."""
    found = solved(document("graph", values=values, nodes=nodes)).values
    assert {name: float(found[name]) for name in expected} == pytest.approx(expected, rel=1e-15, abs=0)


def test_a_truth_table(solved):
    """A threshold gate whose sum is exactly its threshold fires."""
    samples = [{"inputs": [1, 1], "targets": [1]}, {"inputs": [0, 1], "targets": [0]}]
    solution = solved(document("forward", samples=samples, layers=[{"activation": "step"} | ZERO]))
    assert (solution.values["1.out_o1"], solution.values["2.out_o1"]) == (1, 0)
    assert "Every output equals its target" in nnsolve.render(solution, "text")


@pytest.mark.parametrize("batch", [1, "all"])
@pytest.mark.parametrize("factor", SIGNS)
def test_epochs(solved, batch, factor):
    """A ReLU whose net input is exactly 0 learns nothing; 0.1·(0.1 and 0.7 and −0.8) move only in doubles.

    The unit behind it learns b alone, and by hand b′ = b − η(2·0 + b − 3) for every sample.
    """
    samples = [{"inputs": [1, 1], "targets": [3]}, {"inputs": [2, 2], "targets": [3]}]
    keys = network("relu", factor, learning_rate=0.1, epochs=3, batch=batch)
    keys["layers"][0]["bias"] = [0]
    keys["layers"][0]["weights"] = [[factor * 0.3, factor * -0.1, factor * -0.1, factor * -0.1]]
    for sample in samples:
        sample["inputs"] = sample["inputs"] * 2
    found = solved(document("backprop", samples=samples, loss="half squared error", **keys)).values
    assert [found[f"new_w{k}"] for k in range(1, 5)] == [factor * w for w in (0.3, -0.1, -0.1, -0.1)]
    b = 1.0
    for _ in range(6 if batch == 1 else 3):
        b -= 0.1 * (b - 3)
    assert found["new_b2"] == pytest.approx(b, rel=1e-14)


def test_a_number_that_becomes_zero_while_it_learns(solved):
    """w = 0.3 loses 0.1 at every update and is 0 at the fourth visit, where ReLU′ is 0: it stays there."""
    samples = [{"inputs": [1], "targets": [-1]}]
    layers = [{"activation": "relu", "weights": [[0.3]], "bias": [0]}]
    text = document(
        "backprop",
        samples=samples,
        layers=layers,
        loss="absolute error",
        learning_rate=0.1,
        epochs=5,
        freeze=["b1"],
        batch=1,
    )
    assert solved(text).values["new_w1"] == 0


def test_long_trainings_go_on_in_doubles(solved):
    """Where the first sample lies on the border only at the start, all other epochs are computed in doubles."""
    samples = [{"inputs": [1, 1], "targets": [3]}, {"inputs": [1, 2], "targets": [1]}]
    keys = network("relu", 1, learning_rate=0.01, epochs=20_000, batch=1)
    found = solved(document("backprop", samples=samples, loss="half squared error", **keys)).values
    w1, w2, b1, w3, b2 = 0.1, 0.7, -0.8, 2.0, 1.0
    first = True
    for _ in range(20_000):
        for x1, x2, t in ((1, 1, 3), (1, 2, 1)):
            net = 0.0 if first else w1 * x1 + w2 * x2 + b1
            first = False
            out = max(net, 0)
            delta = w3 * out + b2 - t
            slope = delta * w3 * (net > 0)
            w3, b2 = w3 - 0.01 * delta * out, b2 - 0.01 * delta
            w1, w2, b1 = w1 - 0.01 * slope * x1, w2 - 0.01 * slope * x2, b1 - 0.01 * slope
    assert [found[f"new_{name}"] for name in ("w1", "w2", "b1", "w3", "b2")] == pytest.approx(
        [w1, w2, b1, w3, b2], rel=1e-6
    )


def convolved(image, kernel, *layers, **keys) -> str:
    """A convolution of one kernel, then other layers, from the gradient 1 back."""
    conv = {"conv": {"kernel": kernel, "bias": 0} | keys}
    return document("convolution", input=image, layers=[conv, *layers], gradient=[[1]], operation="cross-correlation")


def test_maps_at_zero(solved):
    """A place of a map that is exactly 0 passes nothing back through ReLU, and is printed as 0."""
    solution = solved(convolved([[0.1, 0.7], [-0.8, 0]], [[1, 1], [1, 0]], "relu"))
    assert solution.values["conv1[0,0]"] == solution.values["conv1"][0, 0] == 0
    assert not solution.values["dE/dK1"].any()


@pytest.mark.parametrize(
    ("image", "gradient"), [([0.3, 0, 0, 0.1, 0.2], [0.3, 0]), ([0.1, 0.2, 0, 0.3, 0], [0.1, 0.2])]
)
def test_the_first_of_equal_numbers_takes_the_gradient(solved, image, gradient):
    """In a window of 0.3 and 0.1 + 0.2, which are equal, the gradient goes to the first."""
    text = convolved([image], [[1, 1]], {"max-pool": {"size": [1, 2]}}, stride=[1, 3])
    assert solved(text).values["dE/dK1"].tolist() == [gradient]


@pytest.mark.parametrize("size", [1, 1e3, 1e6])
def test_large_numbers(solved, size):
    """The border is found at any size: s·0.1 + s·0.7 − s·0.8 is 0."""
    layer = {"activation": "step", "weights": [[0.1, 0.7, 0.8]], "bias": [0]}
    values = solved(document("forward", inputs=[size, size, -size], layers=[layer])).values
    assert (values["net_o1"], values["out_o1"]) == (0, 1)


def test_what_follows_is_computed_anew():
    """A step that used the number before its decision was made is corrected too."""
    steps = [
        Step("d", parse("x + y - 0.3", ("x", "y"))),
        Step("m", parse("d*5", ("d",))),
        Step("s", parse("sign(d)", ("d",))),
    ]
    assert evaluate(steps, given={"x": 0.1, "y": 0.2}) == {"x": 0.1, "y": 0.2, "d": 0, "m": 0, "s": 0}


def test_a_division_by_zero_behind_a_decision_is_told(trouble):
    """Where the exact way has no value the message says so."""
    text = document("graph", values={"x": 0.1, "y": 0.2}, nodes={"d": "x + y - 0.3", "q": "max(0, d)", "L": "1/q"})
    assert "divides by zero" in str(trouble(text))
