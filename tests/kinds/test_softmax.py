"""Softmax: published examples, torch as oracle, the shift, logarithms, Jacobian, cross-entropy, bad input."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsolve.render.text import render

from ..support import bounded, check_ends, check_fault


def text(logits="[2.0, 1.0, 0.1]", more=""):
    """A problem file."""
    return f"kind: softmax\nlogits: {logits}\n{more}"


def shares(logits, temperature=1.0) -> list[float]:
    """The probabilities by one quotient each, without a largest logit."""
    return [1 / math.fsum(math.exp((other - z) / temperature) for other in logits) for z in logits]


def of(solution, stem: str, count: int) -> list[float]:
    """The values of one stem for every class."""
    return [float(solution.values[f"{stem}_{k}"]) for k in range(1, count + 1)]


# ---- values ----


BY_HAND = [
    ("[0, 0]", [0.5, 0.5]),
    ("[0, 0, 0, 0]", [0.25] * 4),
    ("[0, 'ln(3)']", [0.25, 0.75]),
    ("['ln(1)', 'ln(2)', 'ln(7)']", [0.1, 0.2, 0.7]),
    ("[5, 5, 5]", [1 / 3] * 3),
    ("[1e6, 1e6]", [0.5, 0.5]),
    ("[-1e6, -1e6, 0]", [0, 0, 1]),
]


@pytest.mark.parametrize(("logits", "expected"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_values_by_hand(solved, logits, expected):
    """Logits whose softmax is known without a table."""
    solution = solved(text(logits))
    assert of(solution, "p", len(expected)) == pytest.approx(expected, rel=1e-14, abs=1e-300)
    assert solution.values["sum"] == pytest.approx(1, rel=1e-15)


def test_steps_of_a_row(solved):
    """The largest logit, the exponentials below it, their sum, the shares: each as a hand computes it."""
    solution = solved(text("[1, 3, 2]"))
    assert solution.values["m"] == 3
    assert of(solution, "e", 3) == pytest.approx([math.exp(-2), 1, math.exp(-1)], rel=1e-15)
    assert solution.values["S"] == pytest.approx(1 + math.exp(-1) + math.exp(-2), rel=1e-15)
    page = " ".join(render(solution).split())
    assert "m = max(z₁, z₂, z₃)" in page
    assert "e₁ = e^(z₁ − m) = e^(1 − 3) = 0.135335" in page
    assert solution.check.key == "softmax_checked"
    assert float(solution.check.args["worst"]) < 1e-15


@pytest.mark.parametrize("temperature", ["0.25", "0.5", "2", "10", "1/3"])
def test_temperature(solved, temperature):
    """Every logit is divided by T; above 1 the shares come closer, below 1 the largest gains."""
    from fractions import Fraction

    solution = solved(text(more=f"temperature: {temperature}"))
    value = float(Fraction(temperature))
    assert of(solution, "p", 3) == pytest.approx(shares([2.0, 1.0, 0.1], value), rel=1e-13)
    assert (max(of(solution, "p", 3)) < max(shares([2.0, 1.0, 0.1]))) == (value > 1)
    assert any(note.key == ("softmax_hot" if value > 1 else "softmax_cold") for note in solution.notes)


def test_the_plain_form(solved, trouble):
    """Without the shift the same probabilities, until an exponential is too large."""
    plain, shifted = solved(text(more="form: plain")), solved(text())
    assert of(plain, "p", 3) == pytest.approx(of(shifted, "p", 3), rel=1e-14)
    assert "m" not in plain.values
    assert "larger than any double" in str(trouble(text("[1000, 1]", "form: plain")))
    assert "divides by zero" in str(trouble(text("[-1000, -1001]", "form: plain")))


NOTES = [
    ("[1, 2]", {"softmax_why"}),
    ("[1000, 1002]", {"softmax_why", "softmax_overflow"}),
    ("[100, 102]", {"softmax_why", "softmax_overflow_single"}),
    ("[0, -800]", {"softmax_why", "softmax_underflow"}),
]


@pytest.mark.parametrize(("logits", "keys"), NOTES)
def test_why_the_shift(solved, logits, keys):
    """What would happen without the shift is told with the numbers of the problem."""
    found = {note.key for note in solved(text(logits)).notes} - {"page_note_full"}
    assert found == keys


def test_overflow_in_figures(solved):
    """e^1002 is 10^435.16…; the page says about 10^435, and prints no nan of its own."""
    page = " ".join(render(solved(text("[1000, 1001, 1002]"))).split())
    assert "e^1002 would be about 10^435" in page


def test_logarithms_of_what_is_too_small(solved):
    """ln p is −900 where p itself is 0 in doubles, and the cross-entropy is 900, not infinite."""
    solution = solved(text("[0, -900]", "log: true\ntarget: 2\ngradient: true"))
    assert solution.values["p_2"] == 0
    assert solution.values["logp_2"] == -900
    assert solution.values["L"] == 900
    assert of(solution, "dL/dz", 2) == [1, -1]


# ---- torch ----


def random_rows(count: int, seed: int):
    """Rows of logits with a target and a temperature."""
    source = random.Random(seed)
    for _ in range(count):
        width, height = source.randint(2, 6), source.randint(1, 4)
        rows = [[round(source.gauss(0, 5), 3) for _ in range(width)] for _ in range(height)]
        yield rows, [source.randint(1, width) for _ in rows], source.choice(["1", "0.5", "3"])


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize(("rows", "targets", "temperature"), list(random_rows(12, 4)))
def test_torch_agrees(solved, rows, targets, temperature, reduction):
    """softmax, log_softmax, cross_entropy and its gradient of torch in double precision."""
    torch = pytest.importorskip("torch")
    z = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    scaled = z / float(temperature)
    loss = torch.nn.functional.cross_entropy(scaled, torch.tensor(targets) - 1, reduction=reduction)
    loss.sum().backward()
    more = f"temperature: {temperature}\ntarget: {targets}\ngradient: true\nlog: true\nreduction: {reduction}"
    solution = solved(text(str(rows), more))
    several, values = len(rows) > 1, solution.values
    total = several and reduction != "none"
    for r in range(len(rows)):
        at = f"_{r + 1}" if several else ""
        width = len(rows[r])
        assert of(solution, f"p{at}", width) == pytest.approx(torch.softmax(scaled, 1)[r].tolist(), rel=1e-11)
        logs = torch.log_softmax(scaled, 1)[r].tolist()
        assert of(solution, f"logp{at}", width) == pytest.approx(logs, rel=1e-11, abs=1e-13)
        lse = torch.logsumexp(scaled, 1)[r].item()
        assert values[f"lse{at}"] == pytest.approx(lse, rel=1e-12)
        slopes = of(solution, f"d{'L' if total else 'L' + at}/dz{at}", width)
        assert slopes == pytest.approx(z.grad[r].tolist(), rel=1e-9, abs=1e-13)
        if not total:
            each = loss if loss.ndim == 0 else loss[r]
            assert values[f"L{at}"] == pytest.approx(each.item(), rel=1e-10, abs=1e-13)
    if total:
        assert values["L"] == pytest.approx(loss.item(), rel=1e-11)
    assert solution.check.key == "page_checked"


def test_a_target_of_several_classes(solved):
    """Probabilities as target: −Σ y ln p, and the gradient is p − y again."""
    torch = pytest.importorskip("torch")
    target = [0.2, 0.5, 0.3]
    z = torch.tensor([2.0, 1.0, 0.1], dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(target, dtype=torch.float64))
    loss.backward()
    solution = solved(text(more=f"target: {target}\ngradient: true"))
    assert solution.values["L"] == pytest.approx(loss.item(), rel=1e-13)
    assert of(solution, "dL/dz", 3) == pytest.approx(z.grad.tolist(), rel=1e-12)
    assert solution.given["y_2"].text == "0.5"


@pytest.mark.parametrize("temperature", ["1", "2"])
def test_jacobian(solved, temperature):
    """torch's Jacobian of softmax; rows and columns add up to 0."""
    torch = pytest.importorskip("torch")
    logits = [0.5, -0.5, 1.0, 2.5]
    expected = torch.autograd.functional.jacobian(
        lambda z: torch.softmax(z / float(temperature), 0), torch.tensor(logits, dtype=torch.float64)
    ).tolist()
    solution = solved(text(str(logits), f"jacobian: true\ntemperature: {temperature}"))
    found = [[float(solution.values[f"dp_{i}/dz_{j}"]) for j in range(1, 5)] for i in range(1, 5)]
    for row, theirs in zip(found, expected, strict=True):
        assert row == pytest.approx(theirs, rel=1e-12)
        assert sum(row) == pytest.approx(0, abs=1e-15)
    assert [sum(column) for column in zip(*found, strict=True)] == pytest.approx([0] * 4, abs=1e-15)
    assert solution.check.args["n"] == 16


# ---- rounding, names, what is asked for ----


def test_carried_rounding(solved):
    """With carried rounding each line uses the rounded numbers before it: 1/1.52 is 0.66, 0.37/1.52 is 0.24."""
    solution = solved(text(more="rounding: {decimals: 2, carry: true}"))
    assert [solution.values[name] for name in ("e_2", "e_3", "S", "p_1", "p_2", "p_3", "sum")] == [
        Decimal(each) for each in ("0.37", "0.15", "1.52", "0.66", "0.24", "0.10", "1.00")
    ]


ASKED = [
    ("p_dog", "p_dog"), ("dog", "p_dog"), ("softmax_dog", "p_dog"), ("logp_dog", "logp_dog"), ("lse", "lse"),
    ("logsumexp", "lse"), ("log_softmax_cat", "logp_cat"), ("L", "L"), ("loss", "L"), ("cross_entropy", "L"),
    ("∂L/∂z_cat", "dL/dz_cat"), ("dz_cat", "dL/dz_cat"), ("dp_cat/dz_dog", "dp_cat/dz_dog"), ("S", "S"), ("max", "m"),
    ("Σ p", "sum"), ("ln p_dog", "logp_dog"), ("log-sum-exp", "lse"), ("cross-entropy", "L"), ("E", "L"),
    ("gradient of z_cat", "dL/dz_cat"), ("∂E/∂z_cat", "dL/dz_cat"), ("a_dog", "p_dog"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked_names(solved, written, name):
    """Results may be asked for by their names and synonyms, also those that the page would not print otherwise."""
    solution = solved(text(more=f'classes: [cat, dog, bird]\ntarget: dog\nasked: ["{written}"]'))
    assert list(solution.answers) == [name]
    assert solution.table is None


ROWS = "[[2, 1], [0, 3]]", "classes: [max, E]\ntarget: [max, E]\nreduction: mean\n"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("loss", "L"), ("Loss_2", "L_2"), ("L⁽²⁾", "L_2"), ("E_2", "p_2_E"), ("max_1", "p_1_max"), ("lse_2", "lse_2"),
        (r"$p_{\mathrm{max}}^{(2)}$", "p_2_max"), ("dL/dz2E", "dL/dz_2_E"), ("Σ p⁽¹⁾", "sum_1"),
    ],
)  # fmt: skip
def test_asked_names_of_rows(solved, written, name):
    """The row stands in the name; a class is called by its own name, even where a loss is called so elsewhere."""
    logits, more = ROWS
    assert list(solved(text(logits, f"{more}asked: ['{written}']")).answers) == [name]


def test_one_derivative_of_the_jacobian(solved):
    """Where one derivative is asked for, the matrix of all of them, most of which are not computed, is not printed."""
    some = render(solved(text(more="jacobian: true\nasked: [dp_1/dz_2]")), width=80)
    every = render(solved(text(more="jacobian: true")), width=80)
    assert "∂p₁/∂z₂" in some
    assert ("∂/∂z₃" in some, "∂/∂z₃" in every) == (False, True)


TARGETS = ["dog", "2", "[dog]", "[2]", "[0, 1, 0]", "[[0, 1, 0]]"]


@pytest.mark.parametrize("written", TARGETS)
def test_ways_of_writing_a_target(solved, written):
    """The name of a class, its number from 1, or one 1 among zeros."""
    solution = solved(text(more=f"classes: [cat, dog, bird]\ntarget: {written}"))
    assert solution.values["L"] == pytest.approx(-math.log(shares([2.0, 1.0, 0.1])[1]), rel=1e-14)


def test_names_of_rows(solved):
    """Of several rows a name holds the row: p_2_1; the page prints it above."""
    page = render(solved(text("[[1, 2], [3, 5]]", "target: [1, 2]\nreduction: mean")))
    assert "p₁⁽²⁾" in page
    assert "mean over the rows" in page


BAD = [
    ("kind: softmax\n", 1, 1, "logits: is missing"),
    (text("[]"), 2, 9, "expected a list of logits"),
    (text("hot"), 2, 9, "expected a list of logits"),
    (text("[[1, 2], 3]"), 2, 9, "expected a list of logits"),
    (text("[1]"), 2, 9, "2 to 50 logits"),
    (text(str(list(range(51)))), 2, 9, "2 to 50 logits"),
    (text("[[1, 2], [1, 2, 3]]"), 2, 18, "row 2 has 3 logits, the first one 2"),
    (text("[[1, 2], [1]]"), 2, 18, "row 2 has 1 logit,"),
    (text(str([[0] * 10] * 31)), 2, 9, "at most 300 logits"),
    (text("[1, x]"), 2, 13, "not a number"),
    (text("[1, inf]"), 2, 13, "finite"),
    (text(more="temperature: 0"), 3, 14, "greater than 0"),
    (text(more="temperature: -1"), 3, 14, "greater than 0"),
    (text(more="target: 4"), 3, 9, "number from 1 to 3"),
    (text(more="target: 0"), 3, 9, "number from 1 to 3"),
    (text(more="classes: [cat, dog, bird]\ntarget: dgo"), 4, 9, "Did you mean ‘dog’?"),
    (text(more="classes: [cat, dog]"), 3, 10, "3 classes were expected"),
    (text(more="classes: [cat, dog, cat]"), 3, 10, "stands twice"),
    (text(more="classes: [cat, dog, 3d]"), 3, 10, "expected names of classes"),
    (text(more="target: [0.5, 0.6, 0]"), 3, 9, "add up to 1"),
    (text(more="target: [1.5, -0.5, 0]"), 3, 15, "not negative"),
    (text(more="target: [[0.5, 0.5]]"), 3, 10, "3 probabilities were expected"),
    (text(more="target: {a: 1}"), 3, 9, "expected a class"),
    (text("[[1, 2], [3, 4]]", "target: 1"), 3, 9, "2 targets were expected"),
    (text(more="gradient: true"), 3, 11, "gradient: needs target:, the right class"),
    (text("[1,2,3,4,5,6,7,8,9]", "jacobian: true"), 3, 11, "at most 64 derivatives"),
    (text(more="form: stable"), 3, 7, "expected one of: shifted, plain"),
    (text("[1e308, -1e308]"), 2, 9, "are too large"),
    (text(more="classes: [cat]"), 3, 10, "here is 1"),
    (text(more="temprature: 2"), 3, 1, "Did you mean ‘temperature’?"),
]


@pytest.mark.parametrize(("problem", "line", "column", "message"), BAD, ids=[row[3] + str(row[1:3]) for row in BAD])
def test_bad_input(trouble, problem, line, column, message):
    """Every mistake is named at its place."""
    check_fault(trouble(problem), line, column, message)


LATER = [
    (text(more="temperature: 1e-320"), "too large"),
    (text(more="asked: [p_4]"), "‘p_4’ is not a result"),
    (text(more="asked: [L]"), "‘L’ is not a result"),
    (text(more="asked: [logit_1]"), "‘logit_1’ is not a result of this problem: it is given."),
    (text(more="temperature: 2\nasked: [net_1]"), "may mean z_1, u_1 here"),
]


@pytest.mark.parametrize(("problem", "message"), LATER, ids=[row[1] for row in LATER])
def test_what_cannot_be_solved(trouble, problem, message):
    """Quotients that are too large, and results that there are not, end in a sentence."""
    assert message in str(trouble(problem))


@pytest.mark.slow
def test_the_largest_problem_is_quick(solved):
    """Three hundred logits with gradients and logarithms are a bounded number of calls."""
    rows = [[round(math.sin(7 * r + k) * 4, 3) for k in range(50)] for r in range(6)]
    with bounded(10_000_000):
        solution = solved(text(str(rows), "target: [1, 2, 3, 4, 5, 6]\ngradient: true\nlog: true"))
        assert "nan" not in render(solution).split()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["0", "1", "-2.5", "1e300", "-1e308", "1e-300", "800", "~", "x", "[1]", "1/3"]), max_size=4
    ).map(lambda row: f"[{', '.join(row)}]"),
    st.sampled_from(["1", "2", "1e-300", "1e300", "0", "~", "[1]"]),
    st.sampled_from(
        ["", "target: 1", "target: [1, 0]", "target: [0.5, 0.5]", "target: x", "target: [[1]]", "target: []"]
    ),
    st.sampled_from(["", "gradient: true", "log: true", "jacobian: true", "form: plain", "reduction: mean"]),
    st.booleans(),
)
def test_any_logits_end_in_a_page_or_a_sentence(row, temperature, target, more, twice):
    """Whatever stands in the fields ends in a page without inf and nan, or in an explained error."""
    logits = f"[{row}, {row}]" if twice else row
    check_ends(text(logits, f"temperature: {temperature}\n{target}\n{more}"))
