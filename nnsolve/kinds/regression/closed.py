"""Least squares in closed form: the sums or the normal equations, the fit, and what the line predicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.exact import FRACTIONS
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, entry
from ...solution import Says, Section, Step, evaluate
from . import sums
from .called import MSE, R2, RMSE, SS_RES, SS_TOT, coefficient
from .fit import Fit
from .normal import Normal
from .table import Data, exact

if TYPE_CHECKING:
    from ...working import Working
    from . import Problem


AGREE = 1e-9


def closed_form(problem: Problem, page: Working) -> None:
    """A linear regression in closed form."""
    data, by = problem.table, problem.by or problem.table.way
    page.subtitle = f"{data.target} from {', '.join(data.names)}"
    page.given |= data.given()
    if by != "sums":  # the table of sums shows the data
        page.rows += data.given_rows()
    sections, marks = coefficient_sections(data, problem.intercept, by, page.rounding)
    page.add(sections)
    steps = page.steps
    coefficients = named_coefficients(data, problem.intercept)
    first = 0 if problem.intercept else 1
    page.marks |= data.marks() | marks
    page.marks |= {name: Mark("b", str(k)) for k, name in enumerate(coefficients.values(), first)}
    if not problem.exact:
        trust(steps, data, list(coefficients.values()))
    page.answers += [*coefficients.values(), SS_RES, SS_TOT, R2, MSE, RMSE]
    fit = Fit(data, coefficients, problem.exact, problem.rmse)
    fit.write(page, fit.section(), problem.points)
    page.note(fit.equation, *fit.notes(), always=False)
    page.check(lambda solution: orthogonal(data, steps, coefficients))


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


def trust(steps: list[Step], data: Data, names: list[Name]) -> None:
    """Raises EvaluationError where the sums lose so many digits in doubles that the coefficients cannot be trusted."""
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


def orthogonal(data: Data, steps: list[Step], coefficients: dict[str, Name]) -> Says | None:
    """The residuals against every column: what least squares makes 0. Computed row by row, not by the sums above."""
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
