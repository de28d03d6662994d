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
        ("x^2", "2*x", {"x": 3}, "checked_one"),
        ("x^2", "2*x + 0.001", {"x": 3}, "differs"),
        ("x^2", "-2*x", {"x": 3}, "differs"),
        ("x^2", "x", {"x": 3}, "differs"),
        ("sin(10*x)", "10*cos(10*x)", {"x": 0.7}, "checked_one"),
        ("sin(10*x)", "cos(10*x)", {"x": 0.7}, "differs"),
        ("exp(x)", "E", {"x": 20}, "checked_one"),
        ("1000 + x^2/10^6", "2*x/10^6", {"x": 0.5}, "checked_one"),
        ("x - x + 2", "0", {"x": 0.1}, "checked_one"),
        ("x*0 + 0.3", "10^-17", {"x": 0.1}, "checked_one"),
        ("abs(x)", "1", {"x": 0}, "checked_kink"),
        ("max(x, 0)", "1", {"x": 0}, "checked_kink"),
        ("max(x, 0)", "1", {"x": 0.0005}, "checked_one"),
        ("max(x, 0)", "0", {"x": 0.5}, "differs"),
        ("sqrt(x)", "1/(2*E)", {"x": 0.0001}, "checked_kink"),
        ("ln(x)", "1/x", {"x": 0.5}, "checked_one"),
        ("x^2*y", "2*x*y", {"x": 3, "y": 0}, "checked_one"),
    ],
)
def test_verdict(formula, gradient, given, expected):
    """Right gradients pass, wrong ones differ, kinks are named as such."""
    assert verdict(formula, gradient, **given) == expected


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
    assert said.key in ("checked", "checked_kink")


def test_nothing_to_check():
    """Without gradients nothing is said."""
    assert check_gradients([], {}, "E", {}, {}) is None
