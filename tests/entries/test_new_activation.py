"""A new activation is one entry: with it alone every kind, format and command knows it."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.pictures import picture
from nnsolve.pictures.plots import panels

from .activations import COMMON, solved_page
from .new import completed, difference, imported, in_table, listed_in_schema, said, schema_of, solved, trouble

# x/√(1 + x²): Carlile and others, Improving Deep Learning by Inverse Square Root Linear Units (2017).
SOURCE = '''
"""The inverse square root unit."""

import math

from nnsolve.formula.activations.entry import (
    CENTRED, OWN_VALUE, Activation, Bound, Derivation, Facts, Saturation, X, at,
)
from nnsolve.formula.expr import ONE, TWO, Num, Pow
from nnsolve.formula.functions import Function, sqrt


def written(x):
    return x / sqrt(ONE + Pow(x, TWO))


def slope(x):
    return ONE / Pow(ONE + Pow(x, TWO), Num("1.5"))


ENTRY = Activation(
    "isru",
    Function(
        "ISRU",
        lambda x: x / math.hypot(1, x),
        (lambda a, out: slope(a[0]),),
        written,
        says="network_is_isru",
        slope_says="network_slope_isru",
    ),
    spellings=("inverse square root unit",),
    facts=Facts("−1", "1", "()", CENTRED, "1", at("x = 0")),
    bound=Bound("1", "flow_steepest_isru"),
    saturation=Saturation("curve_saturates_both", lambda tau: sqrt(Pow(tau, Num("-2") / Num("3")) - ONE), lambda: 1.0),
    derivation=lambda: Derivation([(written(X), "")], [(slope(X), "curve_by_quotient")]),
)
WORDS = {
    "network_is_isru": "x over the hypotenuse",
    "network_slope_isru": "the cube of 1/√(1 + x²)",
    "flow_steepest_isru": "1/√(1 + x²)³ is greatest at 0.",
}
'''


def value(x: float) -> float:
    """The function, by Python."""
    return x / math.sqrt(1 + x * x)


def slope(x: float) -> float:
    """Its derivative, by hand."""
    return (1 + x * x) ** -1.5


@pytest.fixture
def isru(tmp_path):
    """The entry, in its table as long as the test runs."""
    module = imported(tmp_path, "isru", SOURCE)
    with in_table(ACTIVATIONS, module):
        yield module.ENTRY
    assert "isru" not in ACTIVATIONS


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_what_holds_for_every_activation(isru, holds):
    """The common tests take it as any other entry."""
    holds(isru)


@pytest.mark.parametrize("word", ["isru", "ISRU", "inverse square root unit"])
def test_activation(isru, word):
    """Values, slopes, range and the border of saturation, where the slope is the threshold."""
    page = solved(f"kind: activation\nactivation: {word}\nat: [-2, 0.5]\n")
    for k, x in enumerate((-2, 0.5), 1):
        assert page.values[f"isru_{k}"] == pytest.approx(value(x), rel=1e-14)
        assert page.values[f"disru_{k}/dx{k}"] == pytest.approx(slope(x), rel=1e-14)
    assert slope(page.values["isru_edge"]) == pytest.approx(0.01, rel=1e-12)
    text = nnsolve.render(page, "text")
    assert "Range: (−1, 1)." in text
    assert "The greatest slope is 1, at x = 0." in text


NETWORK = """inputs: [0.5, -1]
layers:
  - {activation: isru, weights: [[0.4, -0.3], [0.7, 0.2]], bias: [0.1, 0.2]}
  - {activation: isru, weights: [[0.6, -0.8]]}
"""
LEARNING = f"kind: backprop\n{NETWORK}targets: [0.3]\nloss: half squared error\nlearning_rate: 0.5\n"


def test_forward(isru):
    """A forward pass is the one that Python computes, and says what the function is."""
    page = solved(f"kind: forward\n{NETWORK}")
    first = [value(0.2 + 0.3 + 0.1), value(0.35 - 0.2 + 0.2)]
    assert list(page.answers.values())[-1] == pytest.approx(value(0.6 * first[0] - 0.8 * first[1]), rel=1e-14)
    assert "x over the hypotenuse" in nnsolve.render(page, "text", width=100)


@pytest.mark.parametrize("more", ["", "method: delta\n", "style: matrix\n", "style: matrix\nmethod: delta\n"])
def test_backprop(isru, more):
    """Gradients are central differences of the error, however the page is written."""
    page = solved(LEARNING + more)
    assert page.check.key.startswith("page_checked")
    if "matrix" not in more:
        for k in range(1, 7):
            found = difference(LEARNING + more, f"w{k}", "E")
            assert page.values[f"new_w{k}"] == pytest.approx(page.values[f"w{k}"] - 0.5 * found, abs=1e-9)


def test_epochs(isru):
    """Epochs in the compiled loop end where plain descent with central differences ends; Adam may use it as well."""
    given = [0.4, -0.3, 0.7, 0.2, 0.1, 0.2, 0.6, -0.8]
    samples = "samples:\n  - {inputs: [0.5, -1], targets: [0.3]}\n  - {inputs: [1, 1], targets: [-0.2]}"
    text = f"kind: backprop\n{NETWORK.replace('inputs: [0.5, -1]', samples)}loss: half squared error\n"
    text += "learning_rate: 0.5\nbatch: all\nepochs: 4\n"

    def cost(p):
        total = 0.0
        for (x, y), target in (((0.5, -1), 0.3), ((1, 1), -0.2)):
            hidden = [value(p[0] * x + p[1] * y + p[4]), value(p[2] * x + p[3] * y + p[5])]
            total += (target - value(p[6] * hidden[0] + p[7] * hidden[1])) ** 2 / 4
        return total

    for _ in range(4):
        sides = [[*given[:k], given[k] + h, *given[k + 1 :]] for k in range(8) for h in (1e-5, -1e-5)]
        costs = list(map(cost, sides))
        given = [each - 0.5 * (costs[2 * k] - costs[2 * k + 1]) / 2e-5 for k, each in enumerate(given)]
    names = ("w1", "w2", "w3", "w4", "b1", "b2", "w5", "w6")
    assert [solved(text).answers[f"new_{name}"] for name in names] == pytest.approx(given, abs=1e-8)
    assert solved(text + "optimizer: adam\n").check.key.startswith("page_checked")


def test_gradient_flow(isru):
    """The product of slopes is that of the formula, and the bound says why it is the greatest."""
    page = solved("kind: gradient-flow\nactivation: isru\nweights: [0.8, -0.5]\ninput: 0.5\n")
    first = 0.8 * 0.5
    second = -0.5 * value(first)
    assert page.answers["dout_2/dx"] == pytest.approx(0.8 * slope(first) * -0.5 * slope(second), rel=1e-13)
    bound = solved("kind: gradient-flow\nactivation: isru\nlayers: 10\n")
    assert "1/√(1 + x²)³ is greatest at 0." in nnsolve.render(bound, "text", width=100)


def test_graph(isru):
    """An expression may hold it, and no node may be called so."""
    page = solved("kind: graph\nexpression: y = isru(a * b)\nvalues: {a: 0.5, b: 3}\n")
    assert page.values["y"] == pytest.approx(value(1.5), rel=1e-14)
    assert page.values["dy/da"] == pytest.approx(3 * slope(1.5), rel=1e-13)
    assert "name of a function" in trouble("kind: graph\nnodes: {isru: a * 2}\nvalues: {a: 1}\n")


def test_layers(isru):
    """It stands as a layer of numbers, with its slope backwards, and as a layer of shapes."""
    text = "kind: convolution\ninput: [[1, 2], [3, 0]]\nlayers:\n- conv: {kernel: [[1, -1]]}\n- isru\ngradient: 1\n"
    page = solved(text)
    assert "isru1" in nnsolve.render(page, "text")
    assert page.check.key == "maps_checked"
    for word in ("isru", "activation: isru"):
        shapes = solved(f"kind: cnn-shapes\ninput: 8x8x1\nlayers:\n- conv: {{kernels: 2, size: 3}}\n- {word}\n")
        assert "isru" in nnsolve.render(shapes, "text")


def test_pictures(isru):
    """Its curve is plotted, and a network with it is drawn."""
    (panel,) = panels(solved_page(isru))
    curve = panel.lines[0]
    assert curve.ys[0] == pytest.approx(value(curve.xs[0]), rel=1e-12)
    (problem,) = nnsolve.loads(LEARNING)
    assert picture(problem)


def test_messages_and_commands(isru):
    """It is listed where something else was written, in schemas, helps and advice, and offered by the shell."""
    assert "isru" in trouble("kind: activation\nactivation: isrv\nat: [1]\n")
    assert "isru" in said("activation", "--help")
    for kind in ("activation", "gradient-flow", "forward", "backprop", "convolution", "cnn-shapes"):
        assert listed_in_schema(schema_of(kind), "isru"), kind
    advised = said("advise", "inverse", "square", "root", "unit")
    assert "isru Formula x/√(1 + x²) Outputs (−1, 1). Zero-centred." in advised
    assert "isru" in completed("advise", incomplete="is")
    assert "isru" in completed("activation", "activations", "--activation", incomplete="is")
