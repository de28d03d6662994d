"""Networks without numbers: closed forms against SymPy's derivative of the whole loss, and against the notes' lines."""

# ruff: noqa: E501 (one case a line)

from __future__ import annotations

import json
import random
import re
from math import exp

import mpmath
import pytest
import sympy

import nnsolve
from nnsolve.formula.symbolic import to_sympy

CHUNKS, SIZE = 4, 6


def drawn(seed: int) -> str:
    """A network of 1–3 layers in symbols."""
    pick = random.Random(seed)
    loss = pick.choice(["squared error", "half squared error", "mean squared error", "binary cross-entropy"])
    sizes = [pick.randint(1, 2) for _ in range(pick.randint(1, 3))]
    before, lines = pick.randint(1, 2), []
    inputs = [f"x{k + 1}" for k in range(before)]
    for k, size in enumerate(sizes):
        last = k == len(sizes) - 1
        activation = "sigmoid" if last and loss.startswith("binary") else pick.choice(["identity", "sigmoid", "tanh"])
        rows = [
            f"{'o' if last else 'hg'[k]}{j + 1}: [{', '.join(f'w{i + 1}{j + 1}^{k + 1}' for i in range(before))}]"
            for j in range(size)
        ]
        lines += [f"  - activation: {activation}", f"    weights: {{{', '.join(rows)}}}"]
        way = pick.choice(["each", "shared", "absent"])
        if way == "each":
            lines.append(f"    bias: [{', '.join(f'b{j + 1}^{k + 1}' for j in range(size))}]")
        elif way == "shared":
            lines.append(f"    bias: {{b_{k + 1}: b_{k + 1}}}")
        before = size
    targets = ", ".join(f"y{k + 1}" for k in range(before))
    head = ["kind: backprop", "symbolic: true", f"inputs: [{', '.join(inputs)}]", "layers:"]
    return "\n".join(
        [*head, *lines, f"targets: [{targets}]", f"loss: {loss}", f"method: {pick.choice(['chain', 'delta'])}"]
    )


def written(formula):
    """A formula as SymPy has it."""
    return to_sympy(formula)


def definitions(solution) -> list[tuple]:
    """(symbol, formula) of the forward pass and the loss, in order."""
    steps = []
    for step in solution.steps:
        steps.append((sympy.Symbol(step.name, real=True), written(step.formula)))
        if step.name == "E":
            return steps
    raise AssertionError("there is no loss")


def put_in(formula, steps):
    """``formula`` with every definition put in, down to inputs, parameters and targets."""
    for name, definition in reversed(steps):
        formula = formula.xreplace({name: definition})
    return formula


def closed(solution) -> dict:
    """Parameter → closed form of its gradient."""
    return {
        step.name.removeprefix("closed_"): step.formula for step in solution.steps if step.name.startswith("closed_")
    }


def same(one, other, seed) -> bool:
    """Whether two expressions agree at two random points to 30 digits."""
    pick = random.Random(seed)
    names = sorted(one.free_symbols | other.free_symbols, key=str)
    both = sympy.lambdify(names, [one, other], "mpmath", cse=True)
    for _ in range(2):
        with mpmath.workdps(40):
            left, right = both(*[mpmath.mpf(pick.randint(5, 95)) / 100 for _ in names])
            if abs(left - right) > mpmath.mpf("1e-30") * max(1, abs(left)):
                return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_closed_forms_are_derivatives(solved, chunk):
    """Every closed form is SymPy's derivative of the loss in which all definitions are put in."""
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        text = drawn(seed)
        solution = solved(text)
        steps, forms = definitions(solution), closed(solution)
        parameters = re.findall(r"[wb][\d_]+(?:\^\d)?", text[text.index("layers:") : text.index("targets:")])
        assert set(forms) == set(parameters), text
        loss = put_in(sympy.Symbol("E", real=True), steps)
        for name, formula in forms.items():
            derivative = loss.diff(sympy.Symbol(name, real=True))
            assert same(put_in(written(formula), steps), derivative, seed), (seed, name, formula)


@pytest.mark.parametrize("seed", range(0, CHUNKS * SIZE, 3))
def test_factors_are_derivatives(solved, seed):
    """Every other line of the backward pass holds as well: each named derivative is SymPy's."""
    solution = solved(drawn(seed).replace("method: delta", "method: chain"))
    forward = definitions(solution)
    backward = [(sympy.Symbol(step.name, real=True), written(step.formula)) for step in solution.steps[len(forward) :]]
    formulas = dict(forward)
    for name, formula in backward:
        match = re.fullmatch(r"d(\w+)/d(\S+)", str(name))
        if not match or match[1] == "E":
            continue
        upper, lower = (sympy.Symbol(part, real=True) for part in match.groups())
        assert same(put_in(formula, forward), put_in(formulas[upper].diff(lower), forward), seed), name


NOTES = {
    "regression-2-2-1": {
        "w11^2": "−2(y − ŷ)·o₁₁",
        "w21^2": "−2(y − ŷ)·o₁₂",
        "b21": "−2(y − ŷ)",
        "w11^1": "−2(y − ŷ)·w₁₁⁽²⁾·x₁",
        "w21^1": "−2(y − ŷ)·w₁₁⁽²⁾·x₂",
        "b11": "−2(y − ŷ)·w₁₁⁽²⁾",
        "w12^1": "−2(y − ŷ)·w₂₁⁽²⁾·x₁",
        "w22^1": "−2(y − ŷ)·w₂₁⁽²⁾·x₂",
        "b12": "−2(y − ŷ)·w₂₁⁽²⁾",
    },
    "classification-2-2-1": {
        "w11^2": "−(y − ŷ)·o₁₁",
        "w21^2": "−(y − ŷ)·o₁₂",
        "b21": "−(y − ŷ)",
        "w11^1": "−(y − ŷ)·w₁₁⁽²⁾·o₁₁·(1 − o₁₁)·x₁",
        "w21^1": "−(y − ŷ)·w₁₁⁽²⁾·o₁₁·(1 − o₁₁)·x₂",
        "b11": "−(y − ŷ)·w₁₁⁽²⁾·o₁₁·(1 − o₁₁)",
        "w12^1": "−(y − ŷ)·w₂₁⁽²⁾·o₁₂·(1 − o₁₂)·x₁",
        "w22^1": "−(y − ŷ)·w₂₁⁽²⁾·o₁₂·(1 − o₁₂)·x₂",
        "b12": "−(y − ŷ)·w₂₁⁽²⁾·o₁₂·(1 − o₁₂)",
    },
}
PRINTED = {
    "w11^1": "w₁₁⁽¹⁾",
    "w21^1": "w₂₁⁽¹⁾",
    "w12^1": "w₁₂⁽¹⁾",
    "w22^1": "w₂₂⁽¹⁾",
    "w11^2": "w₁₁⁽²⁾",
    "w21^2": "w₂₁⁽²⁾",
}
PRINTED |= {"b11": "b₁₁", "b12": "b₁₂", "b21": "b₂₁"}


@pytest.mark.parametrize(("problem", "name"), [(problem, name) for problem, forms in NOTES.items() for name in forms])
def test_gradients_of_the_notes(problem, name):
    """The nine gradients of each network stand on the page as the notes print them."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load(problem)[0]), width=200)
    rows = [re.split(r" {2,}", row.strip())[0] for row in page.splitlines() if "everything put in" in row]
    assert f"∂L/∂{PRINTED[name]} = {NOTES[problem][name]}" in rows


def test_the_cancellation_of_the_notes():
    """Sigmoid under binary cross-entropy: put in, multiplied out, and ŷ − y is left."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load("classification-2-2-1")[0]), width=200)
    assert "L = −(y·ln(ŷ) + (1 − y)·ln(1 − ŷ))" in page
    assert "∂L/∂z₂₁ = (1 − y)·ŷ − y·(1 − ŷ)" in page
    assert "∂L/∂z₂₁ = ŷ − y" in page
    assert page.count("cancels against") == 1


@pytest.mark.parametrize("problem", NOTES)
def test_numbers_of_the_notes_put_in(problem):
    """With (80, 8) → 3, weights 1 and biases 0 the linear network's closed forms give the gradients of the numbers."""
    solution = nnsolve.solve(nnsolve.load(problem)[0])
    numbers = {"x1": 80, "x2": 8, "y": 3} | {name: 0 if name.startswith("b") else 1 for name in PRINTED}
    if problem.startswith("classification"):
        numbers |= {"x1": sympy.Rational(1, 2), "x2": -1, "y": 1}
    at = {sympy.Symbol(name, real=True): value for name, value in numbers.items()}
    steps = definitions(solution)
    found = {name: put_in(written(formula), steps).subs(at) for name, formula in closed(solution).items()}
    if problem.startswith("regression"):
        assert put_in(sympy.Symbol("E", real=True), steps).subs(at) == 29929
        # −2(3 − 176) = 346, o₁₁ = o₁₂ = 88
        expected = {"w11^2": 346 * 88, "w21^2": 346 * 88, "b21": 346, "w11^1": 346 * 80, "w21^1": 346 * 8, "b11": 346}
        expected |= {"w12^1": 346 * 80, "w22^1": 346 * 8, "b12": 346}
        assert found == expected
    else:
        o = 1 / (1 + exp(0.5))  # z = ½ − 1
        left = 1 - 1 / (1 + exp(-2 * o))
        slope = o * (1 - o)
        expected = {
            "w11^2": -left * o,
            "w21^2": -left * o,
            "b21": -left,
            "w11^1": -left * slope / 2,
            "w21^1": left * slope,
        }
        expected |= {"w12^1": -left * slope / 2, "w22^1": left * slope, "b11": -left * slope, "b12": -left * slope}
        assert {name: float(value) for name, value in found.items()} == pytest.approx(expected, rel=1e-12)


# ---- asked, formats ----


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("w11^1", "closed_w11^1"),
        ("dE/dw11^1", "closed_w11^1"),
        ("∂E/∂w11^1", "closed_w11^1"),
        ("b21", "closed_b21"),
        ("net_21", "net_21"),
        ("E", "E"),
        ("out_11", "out_11"),
        ("dout_11/dnet_11", "dout_11/dnet_11"),
    ],
)
def test_asked(asked, name):
    """A parameter's bare name asks for its gradient in closed form; the page holds what leads there and no other gradient."""
    (problem,) = nnsolve.load("regression-2-2-1", overrides={"asked": asked})
    solution = nnsolve.solve(problem)
    assert solution.answers == {name: None}
    page = nnsolve.render(solution, width=200)
    assert "Answer" in page
    assert "∂L/∂w₂₂⁽¹⁾" not in page
    if name.startswith("closed"):
        printed = PRINTED[name.removeprefix("closed_")]
        assert f"∂L/∂{printed} = {NOTES['regression-2-2-1'][name.removeprefix('closed_')]}" in page


@pytest.mark.parametrize(
    ("asked", "message"), [("w11", "Did you mean ‘w"), ("w11^3", "Did you mean ‘w"), ("zzz", "Results: net_11, out_11")]
)
def test_asked_for_what_is_not_there(asked, message):
    """A name that means nothing is refused with the nearest."""
    (problem,) = nnsolve.load("regression-2-2-1", overrides={"asked": asked})
    with pytest.raises(nnsolve.ProblemError, match="is not a result of this problem") as caught:
        nnsolve.solve(problem)
    assert message in str(caught.value)


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("problem", NOTES)
def test_pages(problem, method):
    """Text fits its width, Markdown closes what it opens."""
    solution = nnsolve.solve(nnsolve.load(problem, overrides={"method": method})[0])
    for width in (60, 80):
        for options in ({}, {"ascii": True}):
            assert max(map(len, nnsolve.render(solution, width=width, **options).splitlines())) <= width
    page = nnsolve.render(solution, "markdown")
    for formula in re.findall(r"^\$\$\n(.*?)\n\$\$$", page, re.DOTALL | re.MULTILINE):
        assert len(re.findall(r"(?<!\\)\{", formula)) == len(re.findall(r"(?<!\\)\}", formula))
        assert formula.count("\\left") == formula.count("\\right")


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("problem", NOTES)
def test_json(problem, method):
    """JSON gives null for every value, and the formulas as text."""
    solution = nnsolve.solve(nnsolve.load(problem, overrides={"method": method})[0])
    document = json.loads(nnsolve.render(solution, "json"))
    steps = {step["name"]: step for section in document["sections"] for step in section["steps"]}
    assert all(step["value"] is None for step in steps.values())
    assert document["answers"] == {f"closed_{name}": None for name in PRINTED}
    for name, form in NOTES[problem].items():
        assert steps[f"closed_{name}"]["formula"] == form
