"""Least squares in closed form: the sums or the normal equations, the fit, and what the line predicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.exact import FRACTIONS
from ...formula.expr import Symbol
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, entry
from ...solution import Block, Says, Section, Step, evaluate
from . import sums
from .called import MSE, R2, RMSE, SS_RES, SS_TOT, coefficient, prediction
from .fit import Fit, linear
from .normal import Normal
from .page import Page, equation
from .table import Data, exact, new_entry

if TYPE_CHECKING:
    from . import Problem


AGREE = 1e-9


def closed_form(problem: Problem, rounding: Rounding) -> Page:
    """The page of a linear regression in closed form."""
    data, by = problem.table, problem.by or ("sums" if len(problem.table.names) == 1 else "elimination")
    page = Page(f"{data.target} from {', '.join(data.names)}")
    page.given = data.given()
    page.rows = [] if by == "sums" else data.given_rows()  # the table of sums shows the data
    page.marks = data.marks()
    sections, marks = coefficient_sections(data, problem.intercept, by, rounding)
    page.marks |= marks
    coefficients = named_coefficients(data, problem.intercept)
    first = 0 if problem.intercept else 1
    page.marks |= {name: Mark("b", str(k)) for k, name in enumerate(coefficients.values(), first)}
    if not problem.exact:
        trust(sections, data, list(coefficients.values()))
    fit = Fit(data, coefficients, problem.exact, problem.rmse)
    page.sections = [*sections, fit.section(), *prediction_sections(problem, coefficients, page)]
    page.more = fit.more()
    page.marks |= fit.marks
    page.answers = [*coefficients.values(), SS_RES, SS_TOT, R2, MSE, RMSE]
    page.answers += [prediction(k) for k in (problem.points.rows() if problem.points else ())]
    page.table = lambda values, kept: fit.table(values, kept, rounding)
    left = "ŷ" if data.target == "y" else f"predicted {data.target}"

    def notes(values: dict):
        shown = Says("regression_equation", text=equation(left, coefficients, values, rounding))
        return [shown, *fit.notes()]

    page.notes = notes
    page.check = lambda: orthogonal(data, sections, coefficients)
    return page


def coefficient_sections(data: Data, intercept: bool, by: str, rounding: Rounding) -> tuple[list[Section], dict]:
    """The sections that lead to b0, b1, …, and how their names are printed."""
    if by == "sums":
        return sums.sum_sections(data, intercept, rounding), sums.marks(data)
    normal = Normal(data, intercept)
    return normal.sections(by), normal.marks


def named_coefficients(data: Data, intercept: bool) -> dict[str, Name]:
    """Column → coefficient; the ones have an empty name."""
    first = {"": coefficient(0)} if intercept else {}
    return first | {name: coefficient(k) for k, name in enumerate(data.names, 1)}


def prediction_sections(problem: Problem, coefficients: dict[str, Name], page: Page) -> list[Section]:
    """New points put into the equation."""
    points = problem.points
    if points is None:
        return []
    steps = []
    for k in points.rows():
        for name in points.names:
            page.given[new_entry(name, k)] = points.columns[name][k - 1]
            page.marks[new_entry(name, k)] = Mark(name, "new" if points.count == 1 else f"new{k}")
        page.marks[prediction(k)] = Mark("ŷ", "new" if points.count == 1 else f"new{k}")
        steps.append(Step(prediction(k), linear(coefficients, lambda name, k=k: Symbol(new_entry(name, k)))))
    return [Section(Says("regression_prediction"), [Block(None, steps)])]


def trust(sections: list[Section], data: Data, names: list[Name]):
    """Raises EvaluationError where the sums lose so many digits in doubles that the coefficients cannot be trusted."""
    steps = [step for section in sections for step in section.steps]
    values: dict = {name: exact(number) for name, number in data.given().items()}
    try:
        for step in steps:
            values[step.name] = step.formula.evaluate(values, FRACTIONS)
        doubles = evaluate(steps, given=data.given())
        lost = any(
            abs(float(doubles[name]) - float(values[name])) > AGREE * (1e-9 + abs(float(values[name])))
            for name in names
        )
    except EvaluationError:
        lost = True
    except (OverflowError, ZeroDivisionError):  # beside a root, which is no fraction, a tiny divisor is 0
        raise EvaluationError("the coefficients are larger than any double") from None
    if lost and all(values[name] for name in names):
        raise EvaluationError(
            "the sums lose their digits in double precision (a small difference of large numbers); write exact: true "
            "to compute with fractions, or take a constant away from the column"
        )


def orthogonal(data: Data, sections: list[Section], coefficients: dict[str, Name]) -> Says | None:
    """The residuals against every column: what least squares makes 0. Computed row by row, not by the sums above."""
    steps = [step for section in sections for step in section.steps]
    values = evaluate(steps, given=data.given())
    y = [float(values[entry(data.target, i)]) for i in data.rows()]
    columns = {c: [float(values[entry(c, i)]) if c else 1.0 for i in data.rows()] for c in coefficients}
    b = {column: float(values[name]) for column, name in coefficients.items()}
    residuals = [t - sum(b[c] * columns[c][k] for c in columns) for k, t in enumerate(y)]
    worst = 0.0
    for column in columns.values():
        size = sum(abs(x * t) for x, t in zip(column, y, strict=True)) or 1.0
        worst = max(worst, abs(sum(x * e for x, e in zip(column, residuals, strict=True))) / size)
    if not math.isfinite(worst):
        return None
    key = "regression_checked" if "" in coefficients else "regression_checked_origin"
    return Says(key, worst=f"{worst:.0e}") if worst < 1e-6 else Says("regression_differs", worst=f"{worst:.0e}")
