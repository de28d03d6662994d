"""Gradient descent: the points against plain loops by hand, the verdicts, bad input, and work that stays bounded."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.render.text import render

from ..support import bounded, check_ends, check_fault

PLAIN = """
kind: gradient-descent
function: {function}
start: {start}
learning_rate: {rate}
iterations: {iterations}
"""


def text(function="x^2", start="{x: 2}", rate="0.1", iterations="5", more=""):
    """A problem file."""
    return PLAIN.format(function=function, start=start, rate=rate, iterations=iterations) + more


def outcome(solution) -> list[str]:
    """The keys of the sentences that say how the steps end."""
    return [note.key for note in solution.notes]


# Function, its gradient as Python, start, rate, iterations.
LOOPS = [
    ("x^2 - y^2", lambda x, y: (2 * x, -2 * y), (2, 3), 0.1, 100),
    (
        "(1-x)^2 + 100*(y-x^2)^2",
        lambda x, y: (2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)),
        (-1, 1),
        1e-3,
        500,
    ),
    ("exp(x) - x + cosh(y)", lambda x, y: (math.exp(x) - 1, math.sinh(y)), (0.7, -1.5), 0.2, 60),
    ("ln(1 + x^2) + sqrt(1 + y^2)", lambda x, y: (2 * x / (1 + x * x), y / math.sqrt(1 + y * y)), (3, -2), 0.5, 80),
    ("tanh(x)^2 + y^4/4", lambda x, y: (2 * math.tanh(x) * (1 - math.tanh(x) ** 2), y**3), (0.4, 0.5), 0.3, 40),
    ("3*abs(x) + y^2", lambda x, y: (3 * ((x > 0) - (x < 0)), 2 * y), (1.05, 1), 0.1, 30),
]


@pytest.mark.parametrize(("function", "slopes", "start", "rate", "count"), LOOPS, ids=[row[0] for row in LOOPS])
def test_points_are_those_of_a_plain_loop(solved, function, slopes, start, rate, count):
    """Each iteration subtracts the rate times the gradient, written by hand here."""
    x, y = start
    solution = solved(text(function, f"{{x: {x}, y: {y}}}", rate, count))
    rows = [row[:3] for row in solution.table.rows]
    for index, row in enumerate(rows):
        assert row == pytest.approx([index, x, y], rel=1e-9, abs=1e-11)
        dx, dy = slopes(x, y)
        x, y = x - rate * dx, y - rate * dy
    assert len(rows) == count + 1
    assert solution.answers[f"x@{count}"] == rows[-1][1]


def test_the_saddle_of_the_notes(solved):
    """x shrinks by 0.8 and y grows by 1.2 in every iteration; after a hundred y is 3·1.2¹⁰⁰."""
    solution = nnsolve.solve(nnsolve.load("saddle")[0])
    assert solution.values["x@100"] == pytest.approx(2 * 0.8**100, rel=1e-12)
    assert solution.values["y@100"] == pytest.approx(3 * 1.2**100, rel=1e-12)
    assert "gd_saddle" in outcome(solution)
    assert [solution.values[name] for name in ("H_xx", "H_xy", "H_yy", "λ1", "λ2")] == [2, 0, -2, 2, -2]
    page = render(solution)
    assert "∂f/∂x = 2x" in page
    assert "∂f/∂y = −2y" in page
    assert "x₁     = x₀ − α·∂f/∂x₀ = 2 − 0.1 × 4 = 1.6" in page
    assert "248453923.5660" in page


VERDICTS = [
    (text("x^2", rate="0.1", iterations="200"), "gd_converged gd_at_minimum"),
    (text("x^2", rate="1", iterations="20"), "gd_swings gd_rate_edge"),
    (text("x^2", rate="1.1", iterations="20"), "gd_swings_out gd_rate_out"),
    (text("x^2", rate="0.9", iterations="20"), "gd_swings_in gd_rate_in"),
    (text("x^2", rate="0.1", iterations="20"), "gd_going"),
    (text("x^2", rate="3", iterations="2000"), "gd_broken_swing gd_rate_out"),
    (text("x^3", start="-1", rate="0.1", iterations="100"), "gd_broken"),
    (text("-x^2", rate="0.1", iterations="30"), "gd_grows"),
    (text("x^2", start="0"), "gd_converged_at_once gd_at_minimum"),
    (text("-x^2", start="0"), "gd_converged_at_once gd_at_maximum"),
    (text("x^4", start="0"), "gd_converged_at_once gd_at_flat"),
    (text("x^2 - y^2", "{x: 2, y: 0}", iterations="200"), "gd_converged gd_at_saddle"),
    (text("x*y", "{x: 1, y: -0.9}", iterations="60"), "gd_saddle"),
    (text("x^4/4 - x^2/2 + y^2", "{x: 0.1, y: 1}", iterations="300"), "gd_converged gd_at_minimum"),
    (text("x^4/4 - x^2/2", "0.5", rate="1.9", iterations="400"), "gd_wanders"),
    (text("ln(x)", "1", rate="0.1", iterations="100"), "gd_broken"),
    (text("abs(x)", "0.35", rate="0.5", iterations="40"), "gd_swings"),
]


@pytest.mark.parametrize(
    ("problem", "expected"), VERDICTS, ids=[problem.replace("\n", " ")[24:] for problem, _ in VERDICTS]
)
def test_the_verdict(solved, problem, expected):
    """The page says whether the steps converge, swing, diverge or leave a saddle, with the reason."""
    found = [key for key in outcome(solved(problem)) if key.startswith("gd_")]
    assert " ".join(found) == expected


def test_eigenvalues_are_those_of_numpy(solved):
    """Of two variables the eigenvalues are steps, and they are those of the matrix of second derivatives."""
    numpy = pytest.importorskip("numpy")
    values = solved(text("3*x^2 + 2*x*y - y^2 + x", "{x: 1, y: 1}")).values
    expected = sorted(numpy.linalg.eigvalsh([[6, 2], [2, -2]]), reverse=True)
    assert [values["λ1"], values["λ2"]] == pytest.approx(expected, rel=1e-13)
    assert [values["x_*"], values["y_*"]] == pytest.approx([-0.125, -0.125])  # 6x + 2y + 1 = 0 and 2x − 2y = 0


RATES = [
    ("0.3", lambda k: 0.3),
    ("[0.5, 0.25, 0.1]", lambda k: [0.5, 0.25, 0.1][min(k, 2)]),
    ("{schedule: constant, start: 0.2}", lambda k: 0.2),
    ("{schedule: step decay, start: 0.4, factor: 0.5, every: 3}", lambda k: 0.4 * 0.5 ** (k // 3)),
    ("{schedule: exponential, start: 0.4, factor: 0.9}", lambda k: 0.4 * 0.9**k),
    ("{schedule: exponential decay, start: 0.4, decay: 0.2}", lambda k: 0.4 * math.exp(-0.2 * k)),
    ("{schedule: inverse time, start: 0.4, decay: 0.5}", lambda k: 0.4 / (1 + 0.5 * k)),
]


@pytest.mark.parametrize(("written", "rate"), RATES, ids=[written for written, _ in RATES])
def test_schedules(solved, written, rate):
    """The rate of each step is that of its schedule, the start's in the first."""
    solution = solved(text("(x - 3)^2", "0", written, "10", "asked: [x_1, x_5, x_10]"))
    x, points = 0.0, []
    for k in range(10):
        x -= rate(k) * 2 * (x - 3)
        points.append(x)
    assert list(solution.answers.values()) == pytest.approx([points[0], points[4], points[9]], rel=1e-13)


STOPS = ["{gradient: 0.01}", "{change: 0.01}", "{value: 0.01}"]


@pytest.mark.parametrize("written", STOPS)
def test_stopping(solved, written):
    """x is 2·0.8ᵏ, and the steps end at the first point where the criterion holds."""
    solution = solved(text(iterations="100", more=f"stop: {written}"))
    xs = [2 * 0.8**k for k in range(101)]
    first = {
        "{gradient: 0.01}": next(k for k in range(101) if abs(2 * xs[k]) <= 0.01),
        "{change: 0.01}": next(k for k in range(1, 101) if abs(xs[k] - xs[k - 1]) <= 0.01),
        "{value: 0.01}": next(k for k in range(1, 101) if abs(xs[k] ** 2 - xs[k - 1] ** 2) <= 0.01),
    }[written]
    assert len(solution.table.rows) == first + 1
    assert "gd_stopped" in outcome(solution)


ASKED = [
    ("x@2", "x@2"), ("x_2", "x@2"), ("x2", "x@2"), ("x", "x@5"), ("x₂", "x@2"), ("x'", "x@1"), ("new_x", "x@1"),
    ("f", "f@5"), ("f_0", "f@0"), ("∂f/∂x_3", "df@3/dx@3"), ("df/dx_3", "df@3/dx@3"), ("df@3/dx@3", "df@3/dx@3"),
    ("df/dx", "df@5/dx@5"), ("x_4", "x@4"), ("x_0", "x@0"), ("x_new", "x@1"), ("x^{new}", "x@1"), ("$x_{3}$", "x@3"),
    ("x_(3)", "x@3"), ("x^{(3)}", "x@3"), (r"\\frac{\\partial f}{\\partial x_{3}}", "df@3/dx@3"),
    ("df/dx@3", "df@3/dx@3"), ("gradient of x", "df@5/dx@5"), ("loss", "f@5"), ("H_xx", "H_xx"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked_names(solved, written, name):
    """Canonical names and the usual synonyms name one result; iterations far from the start may be asked for."""
    assert list(solved(text(more=f'asked: ["{written}"]')).answers) == [name]


OWN_NUMBERS = [
    ("x1", "x1@14"), ("x1_3", "x1@3"), ("x1@3", "x1@3"), ("x13", "x@13"), ("x_13", "x@13"), ("x_1", "x@1"),
    ("df/dx1_0", "df@0/dx1@0"), ("df@0/dx1@0", "df@0/dx1@0"), ("df/dx1", "df@14/dx1@14"), ("df/dx_10", "df@10/dx@10"),
    ("x₁₃", "x@13"), ("x₁⁽³⁾", "x1@3"), ("x_{13}", "x@13"), ("df/dx1_3", "df@3/dx1@3"), ("x1'", "x1@1"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), OWN_NUMBERS)
def test_asked_names_beside_a_variable_with_a_number(solved, written, name):
    """x₁ after three iterations is not x after thirteen."""
    problem = text("x1^2 + x^2", "{x1: 1, x: 2}", iterations="14", more=f'asked: ["{written}"]')
    assert list(solved(problem).answers) == [name]


OWN_WORDS = [
    ("{new_x: 1, x: 2}", "new_x", "new_x@5"), ("{new_x: 1, x: 2}", "x'", "x@1"), ("{newx: 1, x: 2}", "new_x", "newx@5"),
    ("{E: 1, L: 2}", "E", "E@5"), ("{E: 1, L: 2}", "loss", "f@5"), ("{dE: 1, delta: 2}", "dE_3", "dE@3"),
    ("{dE: 1, delta: 2}", "δ₃", "delta@3"), ("{h_1: 1, h: 2}", "h_1", "h_1@5"), ("{h_1: 1, h: 2}", "h@1", "h@1"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "written", "name"), OWN_WORDS)
def test_variables_that_are_called_as_other_things_are(solved, start, written, name):
    """A variable is called by its own name, whatever books call so, and printed symbols are those of the page."""
    function = " + ".join(f"{variable}^2" for variable in re.findall(r"(\w+):", start))
    assert list(solved(text(function, start, more=f'asked: ["{written}"]')).answers) == [name]


RATE_ASKED = [("α", "α@5"), ("α_3", "α@3"), ("α₃", "α@3"), ("alpha3", "α@3")]


@pytest.mark.parametrize(("written", "name"), RATE_ASKED)
def test_a_rate_that_changes_is_asked_for(solved, written, name):
    """The rate of an iteration is a result where the iterations have different ones."""
    assert list(solved(text(rate="[0.3, 0.2]", more=f'asked: ["{written}"]')).answers) == [name]


@pytest.mark.parametrize("written", ["x_200000", "x₂₀₀₀₀₀", "x@200000", "x_{200000}"])
def test_any_iteration_of_many_may_be_asked_for(solved, written):
    """An iteration far from the start and the end is named in every way as well."""
    assert list(solved(text(iterations="300000", more=f'asked: ["{written}"]')).answers) == ["x@200000"]


def test_a_kink_is_named_as_it_is_printed(solved):
    """The check names the variable at the start by its symbol."""
    solution = solved(text("sqrt(x) + y^2", "{x: 0.0001, y: 1}", rate="1e-6"))
    assert solution.check.key == "page_checked_kink"
    assert "x₀: the error has a kink" in render(solution)


def test_an_iteration_far_away_is_written_out(solved):
    """What is asked for is written in full, from the numbers of the iteration before."""
    solution = solved(text(iterations="50", more="asked: [x_40]"))
    assert solution.answers["x@40"] == pytest.approx(2 * 0.8**40, rel=1e-12)
    assert [step.name for section in solution.sections for step in section.steps] == ["df@39/dx@39", "x@40"]


def test_rounding_is_carried_through_all_iterations(solved):
    """With carried rounding every iteration computes with the rounded numbers of the one before."""
    solution = solved(text("x^2", "{x: 1}", "0.15", "30", "rounding: {decimals: 3, carry: true}"))
    x = Decimal(1)
    for row in solution.table.rows:
        assert row[1] == x
        slope = (2 * x).quantize(Decimal("0.001"), "ROUND_HALF_UP")
        x = (x - Decimal("0.15") * slope).quantize(Decimal("0.001"), "ROUND_HALF_UP")


def test_ten_thousand_iterations_are_quick(solved):
    """A small function of two variables takes ten thousand iterations with few calls each."""
    with bounded():
        solution = solved(text("(1-x)^2 + 100*(y-x^2)^2", "{x: -1, y: 1}", "0.001", "10000"))
    assert len(solution.table.rows) == 10_001
    page = render(solution)
    assert len(page.splitlines()) < 150


BAD = [
    (text("x^2 +"), 3, 16, "ends where a number"),
    (text("x^2 + z"), 3, 17, "‘z’ is not known here"),
    (text("sinn(x)"), 3, 11, "Did you mean ‘sin’?"),
    (text("__import__('os')"), 3, 11, "not a known function"),
    (text("x^2", "2, 3"), 4, 8, "expected a number"),
    (text("x^2", "[2]"), 4, 8, "a number for each variable"),
    (text("x^2 + y", "2"), 3, 11, "{x: …, y: …}"),
    (text("x^2", "{x: abc}"), 4, 12, "not a number"),
    (text("x^2", "{α: 1}"), 3, 11, "give the variable another letter"),
    (text("x(f) = f^2", "{f: 1, x: 2}"), 3, 11, "give the variable another letter"),
    # what the page would print as the constant e of e^x, or as the logarithm
    (text("e^2 + exp(-e)", "{e: 1}"), 3, 11, "‘e’ is a constant in this function or its gradient"),
    (text("e = exp(x)", "{x: 1}"), 3, 11, "‘e’ is a constant in this function or its gradient"),
    (text("π^2 + pi", "{π: 1}"), 3, 11, "‘π’ is a constant"),
    (text("log^2", "{log: 1}"), 3, 11, "‘log’ names a function"),
    (text("x^2", "{'1x': 1}"), 4, 9, "the name of a variable"),
    (text(rate="-0.1"), 5, 16, "greater than 0"),
    (text(rate="0"), 5, 16, "greater than 0"),
    (text(rate="nan"), 5, 16, "finite"),
    (text(rate="[]"), 5, 16, "1 to 1000 rates"),
    (text(rate="[0.1, x]"), 5, 22, "not a number"),
    (text(rate="{schedule: cosine, start: 1}"), 5, 27, "one of constant, step decay"),
    (text(rate="{start: 0.1}"), 5, 16, "expected schedule: with one of"),
    (text(rate="{schedule: exponential, start: 0.1}"), 5, 27, "needs factor as well"),
    (text(rate="{schedule: exponential, start: 0.1, factr: 1}"), 5, 52, "Did you mean ‘factor’?"),
    (text(iterations="0"), 6, 13, "from 1 to"),
    (text(iterations="1e9"), 6, 13, "from 1 to"),
    (text("sin(x)^2 + cos(x)^3", iterations="1000000"), 6, 13, "iterations of this function were expected"),
    (text(more="stop: {}"), 7, 7, "needs one of gradient"),
    (text(more="stop: {gradient: 0}"), 7, 18, "greater than 0"),
    (text(more="stop: {gradient: 1, change: 1}"), 7, 29, "change: cannot stand beside gradient:"),
    (text(more="frist: 2"), 7, 1, "Did you mean ‘first’?"),
    ("kind: gradient-descent\nfunction: x^2\n", 1, 1, "start: is missing"),
]


@pytest.mark.parametrize(("problem", "line", "column", "message"), BAD, ids=[row[3] + str(row[1:3]) for row in BAD])
def test_bad_input(trouble, problem, line, column, message):
    """Every mistake is named at its place."""
    check_fault(trouble(problem), line, column, message)


LATER = [
    (text("1/x", "0"), "f₀ has no value: it divides by zero"),
    (text("ln(x)", "-1"), "ln needs a positive number"),
    (text("exp(x)", "1e4"), "larger than any double"),
    (text(more="asked: [z_1]"), "‘z_1’ is not a result"),
    (text(more="asked: [x_6]"), "‘x_6’ is not a result"),
    (text(more="asked: [x@05]"), "is not a result"),
    (text("x1^2 + x^2", "{x1: 1, x: 2}", more="asked: [x₁]"), "‘x₁’ may mean x@1, x1@5 here"),
    (text(more="asked: [α]"), "it is given"),
    (text(more="asked: [x+]"), "may mean x@1"),
    (text(more="asked: ['']"), "is not a result"),
    (text(more='asked: ["\\e[31m"]'), "is not a result"),
    (text(more=f"asked: [{'x1' * 150}]"), "is not a result"),
    (text(more="asked: [df@2/dx@3]"), "is not a result"),
    (text(more="asked: [xx]"), "Did you mean"),
]


@pytest.mark.parametrize(("problem", "message"), LATER, ids=[row[1] for row in LATER])
def test_what_cannot_be_solved(trouble, problem, message):
    """A start without a value, and results that there are not, end in a sentence."""
    assert message in str(trouble(problem))


PARTS = [
    "x",
    "y",
    "2",
    "0.5",
    "1e300",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "^",
    "exp(",
    "ln(",
    "sqrt(",
    "abs(",
    ",",
    "max(",
    "sign(",
]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join),
    st.sampled_from(["{x: 1, y: 2}", "{x: 0, y: 0}", "{x: -1e200, y: 1e-300}", "3", "{y: 1}", "[]", "~"]),
    st.sampled_from(["0.1", "1e300", "1e-300", "[1, 2]", "0", "{schedule: exponential, start: 1, factor: 1e9}", "~"]),
    st.sampled_from(["1", "30", "600", "-1", "1.5"]),
)
def test_any_function_ends_in_a_page_or_a_sentence(function, start, rate, count):
    """Whatever stands in the fields ends in a page without inf and nan, or in an explained error."""
    check_ends(text(f'"{function}"', start, rate, count))
