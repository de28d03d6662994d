"""What an exam would print of a regression: the table of data, the method, what is to be predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...names import Name
from ...solution import Says, Table
from .table import Data

if TYPE_CHECKING:
    from . import Problem


# What is to be done by descent, by model.
_DESCENDING = {
    "linear": "statement_linear_descent",
    "logistic": "statement_logistic",
    "softmax": "statement_softmax",
}


def statement(problem: Problem) -> list[Says | Table]:
    """The data and how the fit is to be found."""
    data = problem.table
    said: list[Says | Table] = [Says("statement_table"), _table(data, [*data.columns, data.target])]
    if problem.descends:
        key = _DESCENDING[problem.model]
        about = {"loss": problem.loss, "n": problem.iterations, "rate": problem.learning_rate}
        said.append(Says(key, name=data.target, **about))
    else:
        said.append(Says("statement_linear", name=data.target))
    if problem.points:
        said += [Says("statement_predict", name=data.target), _table(problem.points, list(problem.points.columns))]
    return said


def _table(data: Data, names: list[Name]) -> Table:
    columns = data.columns | {data.target: data.y}
    return Table.of({Says("page_name", name=name): columns[name] for name in names}, longest=24)
