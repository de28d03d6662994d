"""Long traces run through compiled steps, and nobody can tell from the numbers."""

from __future__ import annotations

import importlib
import math

import pytest

import nnsolve
from nnsolve.formula import repeated
from nnsolve.formula.expr import Num, Symbol
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.repeated import Repeated
from nnsolve.formula.rounding import FULL, Rounding
from tests.support import library_of

read_text = importlib.import_module("nnsolve.reading.load").read_text

DESCENT = "kind: gradient-descent\nfunction: {function}\nstart: {start}\nlearning_rate: {rate}\niterations: 60\n"
TRACES = {
    "a saddle": DESCENT.format(function="x^2 - y^2", start="{x: 1, y: 0.001}", rate="0.1"),
    "waves": DESCENT.format(function="sin(x*y) + exp(-x^2) + abs(y)", start="{x: 0.3, y: -0.7}", rate="0.05"),
    "a power that is no whole number": DESCENT.format(function="x^1.5 + 1/x", start="{x: 2}", rate="0.01"),
    "listed rates": DESCENT.format(function="x^4", start="{x: 1}", rate="[0.1, 0.05, 0.02]"),
    "a schedule": DESCENT.format(
        function="x^4", start="{x: 1}", rate="{schedule: step decay, start: 0.1, factor: 0.5, every: 7}"
    ),
    "growing without bound": DESCENT.format(function="x^4", start="{x: 1.2}", rate="0.6"),
    "one optimiser": "kind: optimizer\noptimizer: adam\npreset: paper\nfunction: x^2 + 10*y^2\n"
    "start: {x: 1, y: 1}\nlearning_rate: 0.1\niterations: 60\n",
    "several optimisers": "kind: optimizer\noptimizer: [gd, adam, lion]\npreset: paper\n"
    "function: x^2 + 10*y^2\nstart: {x: 1, y: 1}\nlearning_rate: 0.1\niterations: 60\n",
}
LIBRARY = library_of("regression")


def page(monkeypatch, text: str, pays: int) -> str:
    monkeypatch.setattr(repeated, "PAYS", pays)
    return "".join(nnsolve.render(nnsolve.solve(problem), "json") for problem in nnsolve.loads(text))


@pytest.mark.parametrize("text", TRACES.values(), ids=TRACES)
def test_compiled_traces_are_the_evaluated_ones(text, monkeypatch):
    """Every number of a long trace is the same to the last bit, also where it ends because numbers grow too large."""
    assert page(monkeypatch, text, 2) == page(monkeypatch, text, 10**9)


@pytest.mark.parametrize("name", LIBRARY)
def test_compiled_regressions_are_the_evaluated_ones(name, monkeypatch):
    """Regressions of the library, most with traces, give the same pages either way."""
    text = read_text(name)[0]
    assert page(monkeypatch, text, 1) == page(monkeypatch, text, 10**9)


def test_carried_rounding_is_never_compiled():
    """Where every line is rounded, every step stays a step; a bare name is not rounded."""
    steps = [("a", Symbol("x") * Num("3")), ("b", Symbol("x"))]
    each = Repeated(steps, Rounding(decimals=2, carry=True))
    for _ in range(repeated.PAYS + 2):
        values = {"x": FULL.round(0.12345)}
        each.run(values)
    assert each.function is None
    assert [str(values[name]) for name in "ab"] == ["0.37", "0.12345"]


@pytest.mark.parametrize("runs", [1, repeated.PAYS + 1])
@pytest.mark.parametrize(
    ("formula", "x"),
    [(Num("1") / Symbol("x"), 0.0), (FUNCTIONS["exp"](Symbol("x")), 1000.0), (Symbol("x") * Num("10"), 1e308)],
    ids=["division by zero", "overflow of a function", "infinity"],
)
def test_no_value_is_an_error_either_way(formula, x, runs):
    """A step without a finite value ends the run, compiled or not."""
    each = Repeated([("a", formula)], FULL)
    for _ in range(runs - 1):
        each.run({"x": 1.0})
    with pytest.raises((ArithmeticError, ValueError)):
        each.run({"x": x})


def test_what_is_nested_too_deep_is_evaluated():
    """A formula that Python's compiler refuses is evaluated as it stands."""
    formula = Symbol("x")
    for _ in range(150):
        formula = Num("1") / (Num("1") + formula)
    each = Repeated([("a", formula)], FULL)
    for _ in range(repeated.PAYS + 1):
        values = {"x": 1.0}
        each.run(values)
    assert math.isclose(values["a"], (math.sqrt(5) - 1) / 2)
    assert each.function is None
