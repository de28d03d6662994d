"""Recurrent networks in letters: tied weights against SymPy, activations and losses, workings, what is refused."""

from __future__ import annotations

import pytest
import sympy

import nnsolve
from nnsolve.formula.symbolic import to_sympy
from nnsolve.names import Name
from nnsolve.render.text import statement
from nnsolve.solution import Solution, Statement, steps_of

from ..support import Texts, page

TEXTS = Texts("recurrent")
faults, solved = TEXTS.faults, TEXTS.solved

TIED = "cell: rnn\nactivation: identity\nsymbolic: true\ninputs: [u1, u2, u3]\nweights: {x: w, h: w}\n"


def closed(solution: Solution) -> dict[Name, sympy.Expr]:
    """The closed forms of a page, by what they are of."""
    steps = [step for section in solution.sections for block in section.blocks for step in block.steps]
    return {str(step.name.by): to_sympy(step.formula) for step in steps if isinstance(step, Statement)}


def letters(text: str) -> list[sympy.Symbol]:
    """Real symbols."""
    return [sympy.Symbol(name, real=True) for name in text.split()]


def put_together(solution: Solution, name: str) -> sympy.Expr:
    """The formula of a step with all steps before it put in."""
    known: dict[str, sympy.Expr] = {}
    for step in steps_of(solution.sections):
        if not isinstance(step, Statement):
            formula = to_sympy(step.formula)
            known[str(step.name)] = formula.subs(
                {symbol: known.get(symbol.name, symbol) for symbol in formula.free_symbols}
            )
    return known[name]


def test_one_weight_three_steps():
    """y = w·u₃ + w²·u₂ + w³·u₁; its derivative, that of every copy of w, and their sum."""
    w, u1, u2, u3 = letters("w u1 u2 u3")
    solution = solved(TIED)
    y = sum(u * w**power for u, power in ((u3, 1), (u2, 2), (u1, 3)))
    found = closed(solution)
    assert sympy.expand(found["h@3"] - y) == 0
    assert sympy.expand(found["dh@3/dw"] - (u3 + 2 * w * u2 + 3 * w**2 * u1)) == 0
    copies = letters("w1 w2 w3")
    apart = copies[2] * (u3 + copies[1] * (u2 + copies[0] * u1))
    for time, copy in enumerate(copies, 1):
        wanted = apart.diff(copy).subs(dict.fromkeys(copies, w))
        assert sympy.expand(put_together(solution, f"dh@3/dw@{time}") - wanted) == 0
    assert sympy.expand(put_together(solution, "dh@3/dw") - y.diff(w)) == 0


@pytest.mark.parametrize("activation", ["identity", "tanh", "sigmoid"])
@pytest.mark.parametrize("start", ["", "start: {h: a}\n"])
def test_two_weights_a_bias_and_an_output(activation, start):
    """Every derivative of the last output, for every activation, against SymPy's of the whole."""
    u1, u2, w, v, b, c, a = letters("u1 u2 w v b c a")
    text = f"cell: rnn\nactivation: {activation}\nsymbolic: true\ninputs: [u1, u2]\nweights: {{x: v, h: w}}\nbias: b\n"
    solution = solved(f"{text}{start}output: {{weights: c}}")
    f = {"identity": lambda x: x, "tanh": sympy.tanh, "sigmoid": lambda x: 1 / (1 + sympy.exp(-x))}[activation]
    h = f(v * u1 + w * (a if start else 0) + b)
    y = c * f(v * u2 + w * h + b)
    point = {letter: sympy.Rational(k, 7) for k, letter in enumerate((u1, u2, w, v, b, c, a), 1)}
    for letter in (w, v, b, c):
        own = put_together(solution, f"dyhat@2/d{letter}")
        own = own.replace(lambda e: type(e).__name__ == "sigmoid", lambda e: 1 / (1 + sympy.exp(-e.args[0])))
        assert abs(sympy.N((own - y.diff(letter)).subs(point), 30)) < 1e-20, letter


def test_a_loss_in_letters():
    """E = ½(y − h₂)²: the gradient by the tied weight against SymPy."""
    w, u1, u2, t = letters("w u1 u2 t")
    solution = solved(
        "cell: rnn\nactivation: identity\nsymbolic: true\ninputs: [u1, u2]\nweights: {x: w, h: w}\n"
        "targets: {2: t}\nloss: half squared error\ngradients: true"
    )
    wanted = ((t - w * (u2 + w * u1)) ** 2 / 2).diff(w)
    assert sympy.expand(put_together(solution, "dE/dw") - wanted) == 0


def test_the_page_has_formulas_alone():
    """No number is made up: formulas, the closed forms, and that both ways agree."""
    text = page(solved(TIED))
    assert "h₂ = w·u₂ + w·h₁" in text
    assert "Checked: the closed forms against the chain rule" in text
    assert "figures" not in text
    for name in ("html", "markdown", "latex", "json", "typst"):
        assert nnsolve.render(solved(TIED), name)


def test_the_statement_names_the_letters():
    """An exam sheet says what stands in place of numbers, as no row of given numbers does."""
    said = " ".join(statement(solved(TIED), 76).split())
    assert "Step by step it sees u1, u2, u3. The input is multiplied by w. The state before is multiplied by w." in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TIED.replace("symbolic: true\n", ""), "with symbolic: true letters stand in place of numbers"),
        (TIED.replace("[u1, u2, u3]", "[w, u2, u3]"), "this letter is that of a weight"),
        (TIED.replace("x: w", "x: {v: w}"), "one weight has two letters, v and w"),
        (TIED.replace("[u1, u2, u3]", "[[u1, u2]]").replace("x: w", "x: [[a, b]]"), "one unit and input"),
        (TIED.replace("cell: rnn\nactivation: identity", "cell: lstm"), ""),
        (TIED.replace("[u1, u2, u3]", str([f"u{k}" for k in range(13)]).replace("'", "")), "at most 12 steps"),
        (f"{TIED}factors: true", "cannot stand beside"),
        (f"{TIED}context: c", "cannot stand beside"),
        (TIED.replace("identity", "step"), "step has no slope"),
        ("cell: rnn\ninputs: [0.5, l]\nweights: {x: 1}", "<text>:3:15"),
    ],
)
def test_wrong_files(text, told):
    """Letters where numbers belong, and what a page in letters does not have."""
    assert told in faults(text)


def test_who_asks_for_a_derivative_gets_it_over_the_letters():
    """∂y/∂w = u₃ + 2w·u₂ + 3w²·u₁ stands in the answer, beside the sum of the shares."""
    w, u1, u2, u3 = letters("w u1 u2 u3")
    solution = solved(f"{TIED}asked: [dh@3/dw]\n")
    found = {step.name: to_sympy(step.formula) for step in steps_of(solution.sections) if step.name in solution.asked}
    assert len(found) == 2
    assert sympy.expand(list(found.values())[1] - (u3 + 2 * w * u2 + 3 * w**2 * u1)) == 0
