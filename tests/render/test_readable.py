"""Pages in the words and marks of paper: indicators, subscripts, classes in brackets, proper names, messages."""

from __future__ import annotations

import pytest

import nnsolve

from ..support import text_of

GRAPH = "kind: graph\nexpression: y = {}\nvalues: {{a: 0, b: 2, c: 2}}\n"
METRICS = "kind: metrics\nactual: {}\npredicted: {}\n"
COLUMNS = "kind: normalize\nmethod: batch norm\nepsilon: 1e-5\ndata: {}\n"
LOSS = "kind: loss\nloss: {}\ntargets: [1]\npredictions: [0.5]\n"
TITLED = "kind: loss\ntitle: {}\nloss: mean squared error\ntargets: [1]\npredictions: [0.5]\n"


@pytest.mark.parametrize(
    ("problem", "format", "words"),
    [
        (GRAPH.format("max(b, c)"), "text", "∂y/∂b = I(b ≥ c) = I(2 ≥ 2) = 1"),
        (GRAPH.format("max(b, c)"), "text", "∂y/∂c = I(c > b) = I(2 > 2) = 0"),
        (GRAPH.format("min(a, b, c)"), "text", "I(b < a, b ≤ c)"),
        (GRAPH.format("min(a, b, c)"), "text", "= I(0 ≤ min(2, 2)) = 1"),
        (GRAPH.format("min(a, b, c)"), "text", "∂y/∂b = I(b < a, b ≤ c) = I(2 < 0, 2 ≤ 2) = 0"),
        (GRAPH.format("min(a, b, c)"), "text", "∂y/∂c = I(c < min(a, b)) = I(2 < min(0, 2)) = 0"),
        (GRAPH.format("max(a, b, c)"), "text", "∂y/∂b = I(b > a, b ≥ c) = I(2 > 0, 2 ≥ 2) = 1"),
        (GRAPH.format("max(b, c)"), "text", "I is 1 where this holds, else 0"),
        (GRAPH.format("abs(a) * b"), "text", "a: the expression has a kink"),
        (GRAPH.format("max(b, c)"), "text", "b and c: the expression has a kink"),
        (GRAPH.format("a*b") + "symbolic: true\n", "text", "symbolic: true leaves the values of the problem out"),
        (METRICS.format("[1, 0, 1.0, 2]", "[1.0, 0, 1, 1]"), "text", "F₁(0) + F₁(1) + F₁(2)"),
        (METRICS.format("[spam, ham]", "[spam, spam]"), "markdown", "| --- | ---: |"),
        (COLUMNS.format("{x1: [1, 2], x2: [3, 5]}"), "text", "x₂,₁ = 3"),
        (COLUMNS.format("{x1: [1, 2], x2: [3, 5]}"), "text", "y₁,₂ = γ_x₁·x̂₁,₂ + β_x₁"),
        (LOSS.format("huber(1)"), "text", "━━ Huber(1) ━"),
        (LOSS.format("poisson"), "text", "━━ Poisson ━"),
        ("kind: softmax\nlogits: [1000, 0]\n", "text", "e^(0 − 1000) ≈ 0"),
        ("kind: softmax\nlogits: [1000, 0]\n", "text", "e^(1000 − 1000) = 1"),
        ("kind: activation\nactivation: sigmoid\nat: [1]\n", "markdown", r"\sigma(x_{1}) &= "),
        ("kind: activation\nactivation: sigmoid\nat: [1]\n", "latex", r"\sigma(-x_{1}) &="),
        ("kind: activation\nactivation: gelu\nat: [1]\n", "text", "the density φ of the normal distribution"),
    ],
)
def test_page(solved, problem, format, words):
    """What stands on the page."""
    page = nnsolve.render(solved(problem), format)
    assert words in (" ".join(page.split()) if format == "text" else page), page


@pytest.mark.parametrize(
    ("problem", "place", "message"),
    [
        (GRAPH.format("ln(a) * b"), ":3:9: ", "has no value: ln needs a positive number and was given 0 (with a = 0)"),
        (GRAPH.format("1,5 * a"), ":2:18: ", "write a decimal point, not a comma: 1.5"),
        (
            "kind: gradient-descent\nfunction: 1/x\nstart: 0\nlearning_rate: 1\niterations: 2",
            ":3:8: ",
            "f₀ has no value",
        ),
        ("kind: gradient-flow\nactivation: sigmoid\nweights: [1e200, 1e200]\nnet: [0, 0]", ":4:6: ", "∂out₂/∂x has no"),
        (
            "kind: training\nschedule: {name: exponential, rate: 0.1, gamma: 1e5, at: [200]}",
            ":2:11: ",
            "η(200) has no value",
        ),
        (
            METRICS.format("[a, b, a]", "[a, b, b]") + "scores: [0.2, 0.3, 0.1]\npositive: a\n",
            ":3:13: ",
            "no threshold gives both",
        ),
        (
            METRICS.format("[1, 0]", "[1, 0]") + "classes: [0, 1, 1.0]\n",
            ":4:10: ",
            "every class can be listed once",
        ),
    ],
)
def test_message(trouble, problem, place, message):
    """Messages name numbers as the page prints them, and say where they stand."""
    said = str(trouble(problem))
    assert place in said, said
    assert message in said, said


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("A loss", ["A loss" + "mean squared error".rjust(74)]),
        ("The Mean Squared Error of one number", ["The Mean Squared Error of one number"]),
        ("x" * 70, ["x" * 70, "mean squared error".rjust(80)]),
        ("word " * 20, [("word " * 16).strip(), "word " * 3 + "word" + "mean squared error".rjust(61)]),
    ],
)
def test_heading(solved, title, rows):
    """A subtitle stands at the right, behind the title or below it; one that the title says already is dropped."""
    page = nnsolve.render(solved(TITLED.format(title)), "text", width=80).splitlines()
    assert page[: len(rows)] == rows
    assert set(page[len(rows)]) == {"─"}


def test_answers_name_their_optimiser(solved):
    """Of several optimisers the results have the same letters."""
    solution = solved(text_of("optimisers") + "\nasked: [adam.x, momentum.x]\n")
    page = nnsolve.render(solution, "text")
    assert "Answer   x₁₀(Adam) = " in page
    assert "x₁₀(Momentum) = " in page


def test_epsilon_is_given(solved):
    """ε of batch normalisation stands among the given numbers and by its name under the root."""
    text = text_of("batch-norm-hidden")
    for kind in ("backprop", "forward"):
        lines = [line for line in text.splitlines() if kind == "backprop" or line[:4] not in ("lear", "batc", "epoc")]
        page = nnsolve.render(solved("\n".join(lines).replace("kind: backprop", f"kind: {kind}")), "text")
        assert " ε = 1×10⁻⁵" in page, kind
        assert "√(σ²_h₁ + ε)" in page, kind
