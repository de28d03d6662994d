"""Decisions at a border that doubles miss: 0.1 + 0.7 − 0.8 is 0, whatever floating point makes of it."""

from __future__ import annotations

import math

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


# ---- sums that cancel ----

THREE = {"a": 0.1, "b": 0.2, "c": 0.3}


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ({"L": "a + b - c"}, {"L": 0}),
        ({"L": "3*(a + b - c)"}, {"L": 0}),
        ({"L": "a*b - 0.02"}, {"L": 0}),
        ({"d": "a + b - c", "L": "d^2 + a"}, {"d": 0, "L": 0.1, "dL/dd": 0}),
        ({"L": "sqrt(a)*sqrt(a) - a"}, {"L": 0}),
        ({"L": "1/(1 + exp(-40*a*10)) - 1"}, {"L": -4.248354255291589e-18}),  # −e⁻⁴⁰/(1 + e⁻⁴⁰)
        ({"L": "1 + a*1e-20 - 1"}, {"L": 1e-21}),
        ({"L": "asin(a + b + c + 0.4)"}, {"L": 1.5707963267948966}),
    ],
)
def test_sums_that_cancel(nodes, expected):
    """What is left of a sum is what is left on paper (by hand), not the rounding of its terms."""
    steps = []
    for name, text in nodes.items():
        steps.append(Step(name, parse(text, (*THREE, *nodes))))
    if "dL/dd" in expected:
        steps.append(Step("dL/dd", parse("2*d", ("d",))))
    found = evaluate(steps, given={name: parse(str(number)) for name, number in THREE.items()})
    assert {name: float(found[name]) for name in expected} == pytest.approx(expected, rel=1e-14, abs=0)


@pytest.mark.parametrize("node", ["1/(a + b - c)", "a/(10*a - 1)", "(a + b - c)^-1"])
def test_divisions_by_what_is_zero_on_paper(trouble, node):
    """A divisor that is 0 on paper has no quotient, though doubles have 1.8e16."""
    assert "divides by zero" in str(trouble(document("graph", values=THREE, nodes={"L": node})))


@pytest.mark.parametrize("node", ["ln(a + b - c)", "ln(c - b - a)"])
def test_logarithms_of_what_is_zero_on_paper(trouble, node):
    """A logarithm of 0 is refused on either side of the rounding."""
    assert "ln needs a positive number" in str(trouble(document("graph", values=THREE, nodes={"L": node})))


def test_a_column_standardised(solved):
    """The middle one of 0.1, 0.2, 0.3 is their mean: its z-score is 0."""
    keys = {"data": {"x": [0.1, 0.2, 0.3]}, "method": "standardize", "variance": "population"}
    assert solved(document("normalize", **keys)).values["z_x[2]"] == 0


def test_equal_numbers_do_not_vary(trouble):
    """Three times 0.1 has the standard deviation 0, by which nothing is divided."""
    keys = {"data": {"x": [0.1, 0.1, 0.1]}, "method": "standardize", "variance": "population"}
    assert "x" in str(trouble(document("normalize", **keys)))


def test_a_perfect_fit(solved):
    """Points on y = 2x + 0.1 leave no residual."""
    values = solved(document("regression", data={"x": [0.1, 0.2, 0.3], "y": [0.3, 0.5, 0.7]})).values
    assert [values[f"residual_{k}"] for k in (1, 2, 3)] == [0, 0, 0]
    assert values["RMSE"] == values["SS_res"] == 0


def test_sums_of_softmax_gradients():
    """p − y over all classes adds up to 0; sixty digits cannot prove it, and the step is told."""
    p = [parse(f"exp({x})/(exp(0.3) + exp(0.1) + exp(1.2))") for x in (0.3, 0.1, 1.2)]
    steps = [Step(f"p{k}", formula) for k, formula in enumerate(p)]
    steps.append(Step("s", parse("p0 + p1 + p2 - 1", ("p0", "p1", "p2"))))
    unsure: list = []
    assert evaluate(steps, unsure=unsure)["s"] == 0
    assert unsure == ["s"]


def test_what_sixty_digits_cannot_tell_stands_on_the_page(solved):
    """exp(ln 0.1) − 0.1 is taken for 0, and a sentence says so once; a difference of decimals needs none."""
    page = nnsolve.render(solved(document("graph", values=THREE, nodes={"L": "exp(ln(a)) - a"})), "text")
    told = "In L and ∂L/∂a a difference is too small to be told from 0; it is taken for 0"
    assert " ".join(page.split()).count(told) == 1
    page = nnsolve.render(solved(document("graph", values=THREE, nodes={"L": "a + b - c"})), "text")
    assert "too small to be told" not in page


# ---- loops ----

PARABOLA = {"start": {"x": 0.3}, "learning_rate": 0.5, "iterations": 3}


@pytest.mark.parametrize(
    ("function", "start", "rate", "stop", "count"),
    [
        ("2*(x + 1.4)^2", 0.47, 0.05, {"change": 0.23936}, 3),  # 0.05·4·(1.87·0.8²)
        ("(x - 1)^2", 0, 0.1, {"value": 0.2304}, 2),  # 0.64 − 0.4096
        ("(x - 1.6)^2", 1.48, 0.25, {"gradient": 0.12}, 1),  # 2·0.06
        ("0.5*(x - 0.54)^2", -1.1, 0.5, {"gradient": 0.82}, 1),  # 1.64/2
    ],
)
def test_limits_that_are_met_exactly(solved, function, start, rate, stop, count):
    """A criterion whose limit is met exactly stops there (by hand)."""
    keys = {"function": function, "start": {"x": start}, "learning_rate": rate, "iterations": 6, "stop": stop}
    solution = solved(document("gradient-descent", **keys))
    assert len(solution.table.rows) == count + 1
    (limit,) = stop.values()
    assert str(limit) in " ".join(nnsolve.render(solution, "text").split())


def test_a_gradient_that_is_the_limit_converged(solved):
    """x = 0.5·0.1ᵏ of x²: the gradient 10⁻⁶ after six iterations counts as zero, which is not larger than 10⁻⁶."""
    keys = {"function": "x^2", "start": {"x": 0.5}, "learning_rate": 0.45, "iterations": 8}
    page = nnsolve.render(solved(document("gradient-descent", **keys)), "text")
    assert "from iteration 6 on" in " ".join(page.split())


@pytest.mark.parametrize("start", [0.3, 2.1])
def test_a_minimum_that_is_reached(solved, start):
    """With the rate ½ the first step leads to the minimum 1.6, where value and slope are 0: also in the table."""
    keys = PARABOLA | {"function": "(x - 1.6)^2", "start": {"x": start}}
    solution = solved(document("gradient-descent", **keys))
    assert [float(number) for number in solution.table.rows[2][2:]] == [0, 0]
    assert solution.values["f@3"] == solution.values["df@3/dx@3"] == 0


def test_an_edge_that_is_reached_in_the_table(solved):
    """|x + 0.1| from −1.2 by steps of 0.1 is at its edge after eleven, where SymPy's slope is 0."""
    keys = {"function": "abs(x + 0.1)", "start": {"x": -1.2}, "learning_rate": 0.1, "iterations": 11}
    values = solved(document("gradient-descent", **keys)).values
    assert (values["f@11"], values["df@11/dx@11"]) == (0, 0)


def test_momentum_that_cancels(solved):
    """0.9·0.3 − 0.27 = 0, as a step and in the table."""
    keys = {"optimizer": {"momentum": {"momentum": 0.9}}, "preset": "paper", "learning_rate": 0.1}
    solution = solved(document("optimizer", gradients=[{"x": 0.3}, {"x": -0.27}], start={"x": 1}, iterations=2, **keys))
    assert solution.values["v@2"] == 0
    assert not [cell for row in solution.table.rows for cell in row if isinstance(cell, float) and 0 < abs(cell) < 1e-9]


def test_classes_at_equal_scores(solved):
    """One iteration of logistic regression from 0 with the rate 0.1: b0 = 1/40 and b1 = −1/80, so the score of 2 is 0.

    Errors −½, −½, −½, ½ at x = −1.6, 2, −0.1, 1.3 give ∂L/∂b1 = (0.8 − 1 + 0.05 + 0.65)/4 = 0.125.
    """
    keys = {"data": {"x": [-1.6, 2, -0.1, 1.3], "y": [1, 1, 1, 0]}, "loss": "mean", "learning_rate": 0.1}
    values = solved(document("regression", model="logistic", iterations=1, **keys)).values
    assert values["accuracy"] == 3 / 4


def test_errors_of_epochs_that_are_zero(solved):
    """Where every output is its target on paper the average error is 0."""
    layers = [
        {"activation": "leaky relu(0.1)", "weights": [[-0.2, -0.8, 0.8]], "bias": [-0.62]},
        {"activation": "identity", "weights": [[1], [2]], "bias": [0.07, 0.3]},
    ]
    sample = {"inputs": [0.4, -0.6, -0.6], "targets": [0, 0.16]}
    keys = {"loss": "mean squared error", "learning_rate": 0.1, "epochs": 1, "batch": "all", "reduction": "sum"}
    solution = solved(document("backprop", samples=[sample, sample], layers=layers, **keys))
    assert solution.values["average_E"] == 0


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (
            "backprop",
            {
                "inputs": [-0.4],
                "layers": [{"activation": "relu", "weights": [[0]], "bias": [-1.4]}],
                "targets": [0],
                "loss": "squared error",
                "learning_rate": 0.5,
            },
        ),
        (
            "regression",
            {
                "data": {"x": [1.3, -1.3, 1, 0.1], "y": [1, 1, 1, 1]},
                "method": "gradient descent",
                "loss": "sum",
                "learning_rate": 0.1,
                "iterations": 3,
                "start": {"b0": 1, "b1": 0},
            },
        ),
        ("graph", {"values": {"x": 0, "y": -2}, "nodes": {"L": "x*y"}}),
        ("regression", {"data": {"x": [0, 1, 2], "y": [-0.3, 1, 2]}}),
    ],
)
def test_zero_has_no_sign(solved, kind, keys):
    """0 times a negative number is 0, in values and in JSON."""
    solution = solved(document(kind, **keys))
    assert "-0.0" not in {str(value) for value in solution.values.values()}
    assert not [line for line in nnsolve.render(solution, "json").splitlines() if line.rstrip(",").endswith(" -0.0")]


# ---- what decimals would print as 0 ----


def test_small_numbers_keep_figures(solved):
    """0.001·0.002·0.03 = 6·10⁻⁸ with four decimals is no 0.0000, and the page says so once."""
    keys = {"values": {"a": 0.001, "b": 0.002}, "nodes": {"v": "a*b*0.03", "L": "v + 1"}}
    page = nnsolve.render(solved(document("graph", rounding={"decimals": 4}, **keys)), "text")
    assert "v = a·b·0.03 = 0.001 × 0.002 × 0.03 = 6×10⁻⁸" in page
    assert " ".join(page.split()).count("printed in significant figures") == 1


def test_carried_zeros_are_not_divided_by(solved, trouble):
    """Where 6·10⁻⁸ is carried as 0.0000 it is 0 from there on, and has no quotient."""
    keys = {"values": {"a": 0.001, "b": 0.002}, "rounding": {"decimals": 4, "carry": True}}
    page = nnsolve.render(solved(document("graph", nodes={"v": "a*b*0.03", "L": "v + 1"}, **keys)), "text")
    assert "Rounded to 0 at 4 decimals, and 0 from there on: v" in " ".join(page.split())
    assert "divides by zero" in str(trouble(document("graph", nodes={"v": "a*b*0.03", "L": "1/v"}, **keys)))


@pytest.mark.parametrize("loss", ["binary cross-entropy", "mean binary cross-entropy"])
def test_binary_cross_entropy_over_a_column(solved, loss):
    """In matrices too: σ(0) = ½ against the targets 0 and 1 gives ln 2 for each."""
    layer = {"activation": "sigmoid", "weights": [[0.1, -0.1], [0.3, -0.3]]}
    keys = {"inputs": [1, 1], "layers": [layer], "targets": [0, 1], "loss": loss, "style": "matrix"}
    error = solved(document("backprop", **keys)).values["E"]
    assert float(error) == pytest.approx(math.log(2) * (1 if loss.startswith("mean") else 2), rel=1e-12)


def test_equal_net_inputs_have_equal_shares(solved):
    """Softmax of equal net inputs is ½ and ½ exactly, so that what cancels behind it is 0 and nothing is in doubt."""
    layers = [
        {"activation": "identity", "weights": [[1]]},
        {"activation": "softmax", "weights": [[0.3], [0.3]]},
    ]
    keys = {"inputs": [1], "layers": layers, "targets": [1, 0], "loss": "categorical cross-entropy"}
    solution = solved(document("backprop", **keys))
    assert (solution.values["out_o1"], solution.values["dE/dout_h1"]) == (0.5, 0)
    assert not solution.unsure
