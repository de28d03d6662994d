"""Regression by gradient descent: the iterations, what they end in, and how well that fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import eq
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.activations import ACTIVATIONS
from ...formula.expr import Expr, Num, Symbol, whole
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import NOW, Name, Role
from ...solution import Block, Column, Says, Step, Table, Values, evaluate, refs
from ...subjects.linear.outputs import LARGEST
from ...words import spoken
from ...working import Working
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
from .closed import named_coefficients, write_coefficients
from .descent import Descent
from .fit import Fit, equation, linear
from .models import LOSS_SAYS, MODELS, Model, joined
from .table import Data, dependence, new_entry, new_value

if TYPE_CHECKING:
    from ...formula.numbers import Numeric
    from . import Problem


MOST_WRITTEN = 20
_STEP = ACTIVATIONS["step"].function


_DECISIONS = {"logistic": "regression_decision_logistic", "softmax": "regression_decision_softmax"}


def fitted(problem: Problem, page: Working) -> None:
    """A regression by gradient descent."""
    data = problem.table
    loss, rate, iterations = problem.loss, problem.learning_rate, problem.iterations
    assert loss and rate and iterations, "these are needed to descend"
    model = MODELS[problem.model](data, problem.intercept, loss, _letters(problem))
    start: dict[Name, Expr] = {name: Num("0") for name in model.coefficients}
    known = problem.start_names()
    for word, number in (problem.start or {}).items():
        start[known[word]] = number
    descent = Descent(model, start, rate, iterations, problem.shown, page.rounding)
    about = {"target": str(data.target), "text": ", ".join(data.names)}
    page.subtitle = spoken(Says("regression_subtitle_descent", n=iterations, **about), str)
    descent.begin(page)
    page.answers += [*model.coefficients, LOSS]
    ending = _linear_end if problem.model == "linear" else _classes_end
    ending(problem, model, descent, page)


def _letters(problem: Problem) -> dict[Name, str]:
    """How coefficients are printed: m and c of a line, and as the problem wants it."""
    letters: dict[Name, str] = {}
    if problem.model == "linear" and len(problem.table.names) == 1:
        letters = {coefficient(1): "m", coefficient(0): "c"}
    return letters | problem.notation.exact if problem.notation else letters


def _progress(descent: Descent, rounding: Rounding) -> Says:
    """How the loss went, in the digits of the page."""
    first, last = (rounding.text(descent.loss(k)).replace("-", "−") for k in (0, descent.last))
    if descent.diverged:
        return Says("regression_diverged", n=descent.diverged, first=first)
    grew = float(descent.loss(descent.last)) > float(descent.loss(0))
    return Says("regression_grew" if grew else "regression_fell", first=first, last=last, n=descent.last)


def _linear_end(problem: Problem, model: Model, descent: Descent, page: Working) -> None:
    """The fit of the line that was reached, beside the closed form."""
    data = model.data
    fit = Fit(data, named_coefficients(data, problem.intercept), False, problem.rmse)
    loss = model.losses[model.loss][0](Symbol(SS_RES), whole(data.count))
    page.answers += [SS_RES, R2, RMSE]
    fit.write(page, problem.points, Step(LOSS, loss, Says(LOSS_SAYS[model.loss])))
    page.marks[LOSS] = "L"
    page.note(fit.equation, _progress(descent, page.rounding), *descent.notes(), always=False)
    page.note(lambda solution: _closed(problem, fit, page.rounding), *fit.notes(), always=False)


def _closed(problem: Problem, fit: Fit, rounding: Rounding) -> Says | None:
    """What the closed form gives, as the place where the iterations lead."""
    data = problem.table
    if data.count < len(fit.coefficients) or dependence(data, problem.intercept):
        return Says("regression_closed_none")
    beside = Working(problem)
    try:
        write_coefficients(beside, data, problem.intercept, data.way)
        values = evaluate(beside.steps, given=data.given())
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
    targets = data.y if data.words else [str(int(values[name])) for name in data.entries(data.target)]
    right = sum(map(eq, guesses, targets))
    accuracy = Step(ACCURACY, whole(right) / whole(data.count), Says("regression_right", k=right, n=data.count))
    outcome = [*model.blocks(forward), Block(None, [Step(LOSS, model.loss_formula(NOW))])]
    few = data.count * len(model.outputs) <= MOST_WRITTEN
    page.section(Says("regression_probabilities"), *(outcome if few else [Block()]))
    page.answer(accuracy.name, accuracy.formula, accuracy.reason)
    if problem.points is not None:
        _predict_classes(problem.points, model, page)
    if not few:
        page.section(Says("regression_probabilities"), *outcome, shown=False)
    page.table(lambda solution: _class_table(model, values, few, guesses))
    decided = Says(_DECISIONS[problem.model])
    page.note(_progress(descent, page.rounding), *descent.notes(), decided, always=False)


def _decision(model: Model, i: int) -> Step:
    """The class that a row's scores decide for, by its number; it does not stand on the page."""
    scores = [Symbol(score(i, k)) for k in model.outputs]
    return Step(Name(Role.RESULT, "class", str(i)), LARGEST(*scores) if len(scores) > 1 else _STEP(*scores))


def _guess(model: Model, number: Numeric) -> str:
    """The class that a decision is for."""
    return model.outputs[int(number) - 1] if len(model.outputs) > 1 else str(int(number))


def _class_table(model: Model, values: Values, written: bool, guesses: list[str]) -> Table:
    """One row a point: data, probabilities, decision."""
    data = model.data
    columns: dict[Says, Sequence] = {Column("regression_row", "regression_column_row"): data.rows()}
    for name in (*data.names, data.target):
        known = name in data.numbers
        columns[Says("page_name", name=name)] = refs(data.entries(name)) if known else data.y
    for output in model.outputs:
        names = [predicted(i, output) for i in data.rows()]
        head = Says("regression_p", text=f"p {output}".strip())
        columns[head] = refs(names) if written else [values[name] for name in names]
    return Table.of(
        columns | {Column("regression_class", "regression_column_class"): guesses}, title=Says("page_table_points")
    )


def _predict_classes(points: Data, model: Model, page: Working) -> None:
    """Scores and probabilities of new points."""
    page.section(Says("regression_prediction"))
    block = page.block()
    for k in points.rows():
        for name in points.names:
            page.give(new_entry(name, k), points.columns[name][k - 1], Mark(name, f"new{k}"))
        for output in model.outputs:
            page.step(new_score(k, output), _new_score(model, k, output))
            page.marks[new_score(k, output)] = Mark("z", joined(f"new{k}", output))
            page.marks[prediction(k, output)] = Mark("p", joined(f"new{k}", output))
        block.steps += model.probabilities(k)
    page.answers += [step.name for step in block.steps if step.name.role is Role.OUT]


def _new_score(model: Model, k: int, output: str) -> Expr:
    named = {column: model.coefficient(column, output) for column in model.columns}
    return linear(named, partial(new_value, k))
