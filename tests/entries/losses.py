"""What holds for every loss by which networks learn, as functions of its entry."""

from __future__ import annotations

import random

import pytest
import sympy

import nnsolve
from nnsolve.formula.expr import Symbol
from nnsolve.formula.losses import Loss
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.symbolic import to_sympy

TARGET, OUTPUT, DELTA = sympy.symbols("t o d", real=True)


def definition(entry: Loss) -> sympy.Expr:
    """The term of one output as its entry writes it, in t, o and d."""
    assert entry.term.definition, f"{entry.name} needs a definition, in the table or in its test"
    return to_sympy(entry.term.definition(Symbol("t"), Symbol("o"), *[Symbol("d")] * len(entry.parameters)))


def points(entry: Loss) -> list[tuple[float, ...]]:
    """Random targets and outputs of the entry's domains, with a parameter where it has one."""
    draw, found = random.Random(entry.name), []
    for _ in range(12):
        target = draw.choice((-1, 1)) if entry.targets == "sign" else draw.uniform(0.05, 0.95)
        output = draw.uniform(0.05, 0.95) if entry.outputs == "probability" else draw.uniform(-2, 2)
        numbers = (output,) if entry.targets == "class" else (target, output)
        found.append(numbers + (draw.uniform(0.2, 1.2),) * len(entry.parameters))
    return found


def by(entry: Loss) -> int:
    """The place of the output among the arguments."""
    return 0 if entry.targets == "class" else 1


def slope(entry: Loss, numbers: tuple[float, ...]) -> float:
    """∂E/∂o of one term as the table has it."""
    args = tuple(Symbol(f"x{k}") for k in range(len(numbers)))
    formula = entry.term.slope(by(entry), args, Symbol("out"))
    return formula.evaluate({f"x{k}": v for k, v in enumerate(numbers)}, DOUBLES)


def term_and_slope_equal_sympys(entry: Loss, expression: sympy.Expr | None = None) -> None:
    """The term of one output and its slope are those of the definition, differentiated by SymPy."""
    expression = definition(entry) if expression is None else expression
    variables = (OUTPUT,) if entry.targets == "class" else (TARGET, OUTPUT, DELTA)
    for numbers in points(entry):
        at = dict(zip(variables, map(sympy.Rational, map(repr, numbers)), strict=False))
        assert entry.term.value(*numbers) == pytest.approx(float(expression.subs(at).evalf(30)), rel=1e-12, abs=1e-15)
        expected = float(expression.diff(OUTPUT).subs(at).evalf(30))
        assert slope(entry, numbers) == pytest.approx(expected, rel=1e-12, abs=1e-15)


def slope_equals_central_differences(entry: Loss) -> None:
    """The slope agrees with central differences of the term."""
    h = 1e-6
    for numbers in points(entry):
        above = [v + h * (k == by(entry)) for k, v in enumerate(numbers)]
        below = [v - h * (k == by(entry)) for k, v in enumerate(numbers)]
        difference = (entry.term.value(*above) - entry.term.value(*below)) / (2 * h)
        assert slope(entry, numbers) == pytest.approx(difference, rel=1e-6, abs=1e-8)


def own_definition_equals_the_term(entry: Loss) -> None:
    """Where the table writes a term by simpler functions, they give the same value; else it has pieces."""
    if not entry.term.definition:
        assert entry.term.branch
        return
    for numbers in points(entry):
        values = {f"x{k}": v for k, v in enumerate(numbers)}
        formula = entry.term.definition(*map(Symbol, values))
        assert formula.evaluate(values, DOUBLES) == pytest.approx(entry.term.value(*numbers), rel=1e-12)


# Targets and predictions that belong together, by what the loss takes.
_DATA = {
    "any": ("[0.5, -1]", "[0.25, 1]"),
    "probability": ("[1, 0]", "[0.75, 0.5]"),
    "sign": ("[1, -1]", "[0.5, 2]"),
    "class": ("[0, 1]", "[[0.75, 0.25], [0.5, 0.5]]\nlabels_from: 0"),
    "rows": ("[[1, 0], [0.5, 0.5]]", "[[0.75, 0.25], [0.5, 0.5]]"),
}


def page_checks_itself(entry: Loss) -> None:
    """Over data the page finds its gradients equal to central differences."""
    if not entry.stem:
        return
    targets, predictions = _DATA["rows" if entry.distribution else entry.targets]
    name = entry.example.partition(",")[0] or entry.name
    (problem,) = nnsolve.loads(f"kind: loss\ntargets: {targets}\npredictions: {predictions}\nloss: {name}\n")
    solution = nnsolve.solve(problem)
    assert nnsolve.render(solution, "text", width=60)
    assert solution.check.key.startswith(("page_checked", "loss_checked"))
    assert entry.stem in solution.answers


COMMON = (
    term_and_slope_equal_sympys,
    slope_equals_central_differences,
    own_definition_equals_the_term,
    page_checks_itself,
)
