"""Least squares in closed form: the sums or the normal equations, the fit, and what the line predicts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import mul
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.exact import FRACTIONS
from ...formula.marks import Mark
from ...names import Name
from ...solution import Says, Step, evaluate
from ...words import spoken
from .called import MSE, R2, RMSE, SS_RES, SS_TOT, coefficient
from .fit import Fit
from .normal import Normal
from .sums import write_sums
from .table import Data, exact

if TYPE_CHECKING:
    from ...formula.numbers import Numeric
    from ...working import Working
    from . import Problem


AGREE = 1e-9


def closed_form(problem: Problem, page: Working) -> None:
    """A linear regression in closed form."""
    data, by = problem.table, problem.by or problem.table.way
    page.subtitle = spoken(Says("regression_subtitle", target=str(data.target), text=", ".join(data.names)), str)
    page.given |= data.given()
    if by != "sums":  # the table of sums shows the data
        page.rows += data.given_rows()
    page.marks |= data.marks()
    write_coefficients(page, data, problem.intercept, by)
    steps = page.steps
    coefficients = named_coefficients(data, problem.intercept)
    first = 0 if problem.intercept else 1
    page.marks |= {name: Mark("b", str(k)) for k, name in enumerate(coefficients.values(), first)}
    if not problem.exact:
        trust(steps, data, list(coefficients.values()))
    page.answers += [*coefficients.values(), SS_RES, SS_TOT, R2, MSE, RMSE]
    fit = Fit(data, coefficients, problem.exact, problem.rmse)
    fit.write(page, problem.points)
    page.note(fit.equation, *fit.notes(), always=False)
    page.check(lambda solution: orthogonal(data, steps, coefficients))


def write_coefficients(page: Working, data: Data, intercept: bool, by: str) -> None:
    """The sections that lead to b0, b1, …"""
    if by == "sums":
        write_sums(page, data, intercept)
    else:
        Normal(page, data, intercept).write(by)


def named_coefficients(data: Data, intercept: bool) -> dict[str, Name]:
    """Column → coefficient; the ones have an empty name."""
    first = {"": coefficient(0)} if intercept else {}
    return first | {name: coefficient(k) for k, name in enumerate(data.names, 1)}


def trust(steps: list[Step], data: Data, names: list[Name]) -> None:
    """Raises EvaluationError where the sums lose so many digits in doubles that the coefficients cannot be trusted."""
    values: dict[Name, Numeric] = {name: exact(number) for name, number in data.given().items()}
    try:
        for step in steps:
            values[step.name] = step.formula.evaluate(values, FRACTIONS)
        doubles = evaluate(steps, given=data.given())
        lost = any(_far(doubles[name], values[name]) for name in names)
    except EvaluationError:
        lost = True
    except (OverflowError, ZeroDivisionError):  # beside a root, which is no fraction, a tiny divisor is 0
        raise EvaluationError("the coefficients are larger than any double") from None
    if lost and all(values[name] for name in names):
        raise EvaluationError(
            "the sums lose their digits in double precision (a small difference of large numbers); write exact: true "
            "to compute with fractions, or take a constant away from the column"
        )


def _far(double: Numeric, true: Numeric) -> bool:
    """Whether a double has lost its digits."""
    return abs(float(double) - float(true)) > AGREE * (1e-9 + abs(float(true)))


def orthogonal(data: Data, steps: list[Step], coefficients: dict[str, Name]) -> Says | None:
    """The residuals against every column: what least squares makes 0. Computed row by row, not by the sums above."""
    values = evaluate(steps, given=data.given())
    targets = _numbers(data, data.target, values)
    columns = {"": [1.0] * data.count} | {name: _numbers(data, name, values) for name in data.names}
    shares = {column: float(values[name]) for column, name in coefficients.items()}
    residuals = []
    for k, target in enumerate(targets):
        guess = sum(share * columns[column][k] for column, share in shares.items())
        residuals.append(target - guess)
    worst = 0.0
    for column in coefficients:
        size = sum(map(abs, map(mul, columns[column], targets))) or 1.0
        worst = max(worst, abs(sum(map(mul, columns[column], residuals))) / size)
    if not math.isfinite(worst):
        return None
    key = "regression_checked" if "" in coefficients else "regression_checked_origin"
    return Says(key if worst < 1e-6 else "regression_differs", worst=f"{worst:.0e}")


def _numbers(data: Data, name: Name, values: Mapping[Name, Numeric]) -> list[float]:
    """A column as doubles."""
    return [float(values[each]) for each in data.entries(name)]
