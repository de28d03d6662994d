"""What an exam would print of a problem of normalising."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.expr import Expr
from ...reading.literals import written
from ...solution import Says, Table
from .running import MOMENTUM

if TYPE_CHECKING:
    from . import Problem
    from .read import OneHot

# What is said of each choice.
_FIND = {
    "standardize": "norm_statement_find_standardize",
    "min-max": "norm_statement_find_min_max",
    "one-hot": "norm_statement_find_one_hot",
    "batch norm": "norm_statement_find_batch_norm",
    "layer norm": "norm_statement_find_layer_norm",
}
_KNOWN = {
    "standardize": "norm_statement_standardize_known",
    "min-max": "norm_statement_min_max_known",
    "batch norm": "norm_statement_batch_norm_known",
}
_VARIANCE = {"population": "norm_statement_population", "sample": "norm_statement_sample"}
_LIBRARY = {"pytorch": "norm_statement_pytorch", "keras": "norm_statement_keras"}


def statement(problem: Problem) -> list[Says | Table]:
    """The data, the rule with its conventions, and what is to be found."""
    said: list[Says | Table] = []
    if problem.encoded is not None:
        said.append(_labels(problem.encoded))
    else:
        said += [_data(problem), *_rule(problem), *_layer(problem)]
    if problem.asked:
        return said
    said.append(Says(_FIND[problem.method]))
    if problem.upstream:
        said.append(Says("norm_statement_find_gradients"))
    if problem.running:
        said.append(Says("norm_statement_find_running"))
    return said


def _text(number: Expr) -> str:
    return written(number).replace("-", "−")


def _labels(encoded: OneHot) -> Says:
    labels = encoded.labels
    shown = ", ".join(labels[:30]) + (", …" if len(labels) > 30 else "")
    return Says("norm_statement_labels", labels=shown, classes=", ".join(encoded.classes))


def _data(problem: Problem) -> Says:
    data = problem.columns
    if problem.method == "layer norm":
        return Says("norm_statement_rows" if data.count > 1 else "norm_statement_row")
    return Says("norm_statement_column" if data.single else "norm_statement_columns", text=str(data.names[0]))


def _rule(problem: Problem) -> Iterator[Says]:
    """Known statistics or how they are computed, the range, and rows that are scaled as well."""
    if problem.known:
        yield Says(_KNOWN[problem.method])
    elif problem.variance is not None:
        yield Says(_VARIANCE[problem.variance])
    if problem.method == "min-max" and problem.range:
        low, high = map(_text, problem.range)
        yield Says("norm_statement_range", low=low, high=high)
    if problem.added:
        yield Says("norm_statement_new")


def _layer(problem: Problem) -> Iterator[Says]:
    """What a normalisation layer has besides."""
    if problem.method.endswith("norm"):
        yield Says("norm_statement_epsilon")
    if problem.batch_size:
        yield Says("norm_statement_batches", size=problem.batch_size)
    if problem.running:
        plan = problem.running
        momentum = _text(plan.momentum or MOMENTUM[plan.library])
        yield Says(_LIBRARY[plan.library], momentum=momentum)
    if problem.upstream:
        yield Says("norm_statement_upstream")
