"""The check under every solution: it finds wrong gradients and does not cry over right ones."""

from __future__ import annotations

import pytest

from nnsolve.differences import check_gradients
from nnsolve.formula.parse import parse
from nnsolve.solution import Step, evaluate


def verdict(formula: str, gradient: str, **given: float):
    """What the check says of one gradient by x of a formula in the given names."""
    forward = [Step("E", parse(formula, tuple(given)))]
    backward = [Step("dE/dx", parse(gradient, (*given, "E")))]
    return check_gradients(forward, given, "E", {"x": "dE/dx"}, evaluate(forward + backward, given=given)).key


@pytest.mark.parametrize(
    ("formula", "gradient", "given", "expected"),
    [
        ("x^2", "2*x", {"x": 3}, "page_checked"),
        ("x^2", "2*x + 0.001", {"x": 3}, "page_differs"),
        ("x^2", "-2*x", {"x": 3}, "page_differs"),
        ("x^2", "x", {"x": 3}, "page_differs"),
        ("sin(10*x)", "10*cos(10*x)", {"x": 0.7}, "page_checked"),
        ("sin(10*x)", "cos(10*x)", {"x": 0.7}, "page_differs"),
        ("exp(x)", "E", {"x": 20}, "page_checked"),
        ("1000 + x^2/10^6", "2*x/10^6", {"x": 0.5}, "page_checked"),
        ("x - x + 2", "0", {"x": 0.1}, "page_checked"),
        ("x*0 + 0.3", "10^-17", {"x": 0.1}, "page_checked"),
        ("abs(x)", "1", {"x": 0}, "page_checked_kink"),
        ("abs(x)", "0", {"x": 0}, "page_checked_kink"),
        ("abs(x - 0.7)", "0", {"x": 0.7}, "page_checked_kink"),
        ("max(x, 0)", "1", {"x": 0}, "page_checked_kink"),
        ("max(x, 0)", "0.5", {"x": 0}, "page_checked_kink"),
        ("10^4*x^4 + x^6", "0", {"x": 0}, "page_checked"),
        ("max(x, 0)", "1", {"x": 0.0005}, "page_checked"),
        ("max(x, 0)", "1", {"x": 0.0000028}, "page_checked"),
        ("max(x, 0)", "1", {"x": 0.000000014}, "page_checked_kink"),
        ("max(x, 0)", "0", {"x": -0.000000014}, "page_checked_kink"),
        ("max(x, 0)", "0", {"x": 0.5}, "page_differs"),
        ("max(x, 0) + 3*x", "3.001", {"x": -0.0000028}, "page_differs"),
        ("max(x, 0)^2", "0", {"x": 0}, "page_checked"),
        ("max(x, 0)^2", "0.001", {"x": 0}, "page_differs"),
        ("max(x - 0.001, 0) - max(-x - 0.001, 0)", "0", {"x": 0}, "page_checked"),
        ("x + max(x, 0)/10^5", "1", {"x": 0}, "page_checked_kink"),
        ("(x + y - 0.3)^2", "2*(x + y - 0.3)", {"x": 0.1, "y": 0.2}, "page_checked"),
        ("(x + y - 0.3)^2", "0", {"x": 0.1, "y": 0.2}, "page_checked"),
        ("10^6*(x + y - 0.3)^2", "2*10^6*(x + y - 0.3)", {"x": 0.1, "y": 0.2}, "page_checked"),
        ("(1000*x + 1000*y - 300)^2", "2000*(1000*x + 1000*y - 300)", {"x": 0.1, "y": 0.2}, "page_checked"),
        ("(x + y - 0.3)^2", "10^-9", {"x": 0.1, "y": 0.2}, "page_differs"),
        ("(x*70000 - y)^2", "0", {"x": 1, "y": 70000}, "page_checked"),
        ("cos(1000*x)", "-1001*sin(1000*x)", {"x": 0.7}, "page_differs"),
        ("10^308*x", "1", {"x": 0.5}, "page_checked_kink"),
        ("sqrt(x)", "1/(2*E)", {"x": 0.0001}, "page_checked_kink"),
        ("ln(x)", "1/x", {"x": 0.5}, "page_checked"),
        ("x^2*y", "2*x*y", {"x": 3, "y": 0}, "page_checked"),
    ],
)
def test_verdict(formula, gradient, given, expected):
    """Right gradients pass, wrong ones differ, kinks are named as such."""
    assert verdict(formula, gradient, **given) == expected


@pytest.mark.parametrize("claimed", ["0", "0.0005*y", "-0.001*y", "0.00100001*y"])
def test_a_wrong_gradient_among_larger_ones(claimed):
    """A gradient that is a thousandth of the others is looked at as closely as they are."""
    given = {"x": 2.0, "y": 3.0}
    forward = [Step("E", parse("0.001*x*y + y^2", ("x", "y")))]
    right = [Step("dE/dx", parse("0.001*y", ("y",))), Step("dE/dy", parse("2*y + 0.001*x", ("x", "y")))]
    wrong = [Step("dE/dx", parse(claimed, ("y",))), right[1]]
    names = {"x": "dE/dx", "y": "dE/dy"}
    said = [
        check_gradients(forward, given, "E", names, evaluate(forward + back, given=given)) for back in (right, wrong)
    ]
    assert said[0].key == "page_checked"
    assert (said[1].key, said[1].args["names"]) == ("page_differs", ["x"])


PAGES = [
    """
kind: backprop
inputs: [1, 1]
layers: [{activation: identity, weights: [[0.1, 0.2]]}]
targets: [0.3]
loss: half squared error
learning_rate: 0.1
""",
    """
kind: gradient-descent
function: "f(x, y) = (x + y - 0.3)^2"
start: {x: 0.1, y: 0.2}
learning_rate: 0.1
iterations: 1
""",
    """
kind: optimizer
optimizer: adam
preset: paper
function: "f(x, y) = (x + y - 0.3)^2"
start: {x: 0.1, y: 0.2}
learning_rate: 0.1
iterations: 1
""",
    """
kind: regression
data: {x: [0.1, 0.2, 0.3], y: [0.3, 0.5, 0.7]}
method: gradient descent
loss: mean
learning_rate: 0.1
iterations: 2
start: {b0: 0.1, b1: 2}
""",
    """
kind: backprop
inputs: [1]
layers:
- {activation: leaky relu(0.1), weights: [[1]], bias: [-1]}
- {activation: identity, weights: [[0.5]]}
targets: [0]
loss: half squared error
learning_rate: 0.1
""",
    """
kind: loss
targets: [1]
predictions: [1]
loss: squared hinge
gradient: true
""",
    """
kind: backprop
inputs: [1]
layers:
- {activation: relu, weights: [[1]], bias: [-0.9999972]}
- {activation: identity, weights: [[0.5]]}
targets: [1]
loss: half squared error
learning_rate: 0.1
""",
]


@pytest.mark.parametrize("problem", PAGES)
def test_right_lines_are_not_disowned(solved, problem):
    """At a perfect fit, where the slope has a kink, and close to a kink, the page says that its gradients are right."""
    assert solved(problem).check.key == "page_checked"


def test_a_failed_difference_does_not_spoil_the_next():
    """Where a difference leaves the domain, the numbers are put back before the next name is checked."""
    given = {"x": 0.0001, "y": 2.0}
    forward = [
        Step("u", parse("y^2", ("y",))),
        Step("v", parse("sqrt(x)", ("x",))),
        Step("E", parse("u + v*0", ("u", "v"))),
    ]
    backward = [Step("dE/dx", parse("0")), Step("dE/dy", parse("2*y", ("y",)))]
    values = evaluate(forward + backward, given=given)
    said = check_gradients(forward, given, "E", {"x": "dE/dx", "y": "dE/dy"}, values)
    assert said.key in ("page_checked", "page_checked_kink")


def test_nothing_to_check():
    """Without gradients nothing is said."""
    assert check_gradients([], {}, "E", {}, {}) is None
