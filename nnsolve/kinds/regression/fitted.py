"""Regression by gradient descent: the iterations, what they end in, and how well that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.activations import ACTIVATIONS
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import NOW, Name, Role, entry
from ...solution import Block, Ref, Says, Section, Step, Table, evaluate, steps_of
from ...subjects.linear.outputs import LARGEST
from .called import (
    ACCURACY,
    LOSS,
    R2,
    RMSE,
    SS_RES,
    coefficient,
    new_score,
    predicted,
    prediction,
    score,
)
from .closed import coefficient_sections, named_coefficients
from .descent import Descent
from .fit import Fit, equation, linear
from .models import MODELS, Model, joined
from .table import Data, dependence, literal, new_entry

if TYPE_CHECKING:
    from ...working import Working
    from . import Problem


MOST_WRITTEN = 20
_STEP = ACTIVATIONS["step"].function


def fitted(problem: Problem, page: Working) -> None:
    """A regression by gradient descent."""
    data = problem.table
    letters = {coefficient(1): "m", coefficient(0): "c"} if problem.model == "linear" and len(data.names) == 1 else {}
    if problem.notation:
        letters |= problem.notation.exact
    model = MODELS[problem.model](data, problem.intercept, problem.loss, letters)
    known = problem.start_names()
    start: dict[Name, Expr] = {name: Num("0") for name in model.coefficients}
    start |= {known[word]: number for word, number in (problem.start or {}).items()}
    descent = Descent(model, start, problem.learning_rate, problem.iterations, problem.shown, page.rounding)
    count = f"{problem.iterations} iteration{'s' if problem.iterations > 1 else ''}"
    page.subtitle = f"{data.target} from {', '.join(data.names)}, {count}"
    descent.begin(page)
    page.answers += [*model.coefficients, LOSS]
    ending = _linear_end if problem.model == "linear" else _classes_end
    ending(problem, model, descent, page)


def _progress(descent: Descent, rounding: Rounding) -> Says:
    """How the loss went, in the digits of the page."""
    first, last = (rounding.text(descent.history[k][LOSS]).replace("-", "−") for k in (0, -1))
    if descent.diverged:
        return Says("regression_diverged", n=descent.diverged, first=first)
    grew = descent.history[-1][LOSS] > descent.history[0][LOSS]
    return Says("regression_grew" if grew else "regression_fell", first=first, last=last, n=descent.last)


def _linear_end(problem: Problem, model: Model, descent: Descent, page: Working) -> None:
    """The fit of the line that was reached, beside the closed form."""
    data = model.data
    fit = Fit(data, named_coefficients(data, problem.intercept), False, problem.rmse)
    section = fit.section()
    loss = model.losses[problem.loss][0](Symbol(SS_RES), literal(data.count))
    at = next(k for k, step in enumerate(section.blocks[-1].steps) if step.name == SS_RES)
    section.blocks[-1].steps.insert(at + 1, Step(LOSS, loss, Says(f"regression_loss_{problem.loss.replace(' ', '_')}")))
    page.answers += [SS_RES, R2, RMSE]
    fit.write(page, section, problem.points)
    page.marks[LOSS] = "L"
    page.note(fit.equation, _progress(descent, page.rounding), always=False)
    page.note(lambda solution: _closed(problem, fit, page.rounding), *fit.notes(), always=False)


def _closed(problem: Problem, fit: Fit, rounding: Rounding) -> Says | None:
    """What the closed form gives, as the place where the iterations lead."""
    data = problem.table
    if data.count < len(fit.coefficients) or dependence(data, problem.intercept):
        return Says("regression_closed_none")
    sections, _ = coefficient_sections(data, problem.intercept, data.way, Rounding())
    try:
        values = evaluate(steps_of(sections), given=data.given())
    except EvaluationError:
        return None
    plain = Rounding(rounding.decimals, rounding.figures)
    return Says("regression_closed", text=equation(fit.left, fit.coefficients, values, plain))


def _classes_end(problem: Problem, model: Model, descent: Descent, page: Working) -> None:
    """The probabilities that the last coefficients give, the decisions, and the accuracy."""
    data = model.data
    forward = model.outcome()
    model.print_names(NOW)
    page.marks |= {name: mark for name, mark in model.marks.items() if name.at == NOW}
    decisions = [_decision(model, i) for i in data.rows()]
    values = evaluate([*page.steps, *forward, *decisions], page.rounding, page.given)
    guesses = [_guess(model, values[step.name]) for step in decisions]
    right = sum(guess == _target(data.y[i], values, data, i + 1) for i, guess in enumerate(guesses))
    outcome = [*model.blocks(forward), Block(None, [Step(LOSS, model.loss_formula(NOW))])]
    accuracy = Step(ACCURACY, literal(right) / literal(data.count), Says("regression_right", k=right, n=data.count))
    further = []
    if data.count * len(model.outputs) > MOST_WRITTEN:
        further, outcome = [Section(Says("regression_probabilities"), outcome)], [Block()]
    outcome[-1].steps.append(accuracy)
    page.section(Says("regression_probabilities"), *outcome)
    if problem.points is not None:
        _predict_classes(problem.points, model, page)
    page.answers.append(ACCURACY)
    page.add(further, shown=False)
    page.table(lambda solution: _class_table(model, values, not further, guesses))
    page.note(_progress(descent, page.rounding), Says(f"regression_decision_{problem.model}"), always=False)


def _decision(model: Model, i: int) -> Step:
    """The class that a row's scores decide for, by its number; it does not stand on the page."""
    scores = [Symbol(score(i, k)) for k in model.outputs]
    return Step(Name(Role.RESULT, "class", str(i)), LARGEST(*scores) if len(scores) > 1 else _STEP(*scores))


def _guess(model: Model, number: int) -> str:
    """The class that a decision is for."""
    return model.outputs[int(number) - 1] if len(model.outputs) > 1 else str(int(number))


def _target(y: Expr | str, values: dict, data: Data, i: int) -> str:
    """The class a row belongs to."""
    return y if isinstance(y, str) else str(int(values[entry(data.target, i)]))


def _class_table(model: Model, values: dict, written: bool, guesses: list[str]) -> Table:
    """One row a point: data, probabilities, decision."""
    data, rows = model.data, []
    for i in data.rows():
        row: list = [i, *[Ref(entry(name, i)) for name in data.names]]
        row.append(data.y[i - 1] if isinstance(data.y[i - 1], str) else Ref(entry(data.target, i)))
        names = [predicted(i, k) for k in model.outputs]
        row += [Ref(name) if written else values[name] for name in names]
        rows.append([*row, guesses[i - 1]])
    heads = [Says("name", name=name) for name in (*data.names, data.target)]
    probabilities = [Says("regression_p", text=f"p {k}".strip()) for k in model.outputs]
    columns = ["regression_row", *heads, *probabilities, "regression_class"]
    return Table(columns, rows, title=Says("table_points"))


def _predict_classes(points: Data, model: Model, page: Working) -> None:
    """Scores and probabilities of new points."""
    steps = page.section(Says("regression_prediction"), Block()).blocks[0].steps
    for k in points.rows():
        for name in points.names:
            page.give(new_entry(name, k), points.columns[name][k - 1], Mark(name, f"new{k}"))
        for output in model.outputs:
            steps.append(Step(new_score(k, output), _new_score(model, k, output)))
            page.marks[new_score(k, output)] = Mark("z", joined(f"new{k}", output))
            page.marks[prediction(k, output)] = Mark("p", joined(f"new{k}", output))
        steps += model.probabilities(k)
    page.answers += [step.name for step in steps if step.name.role is Role.OUT]


def _new_score(model: Model, k: int, output: str):
    named = {c: model.coefficient(c, output) for c in model.columns}
    return linear(named, lambda name: Symbol(new_entry(name, k)))
