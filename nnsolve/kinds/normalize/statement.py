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


def statement(problem: Problem) -> list[Says | Table]:
    """The data, the rule with its conventions, and what is to be found."""
    said: list[Says | Table] = []
    if problem.method == "one-hot":
        said.append(_labels(problem))
    else:
        said += [_data(problem), *_rule(problem), *_layer(problem)]
    if problem.asked:
        return said
    said.append(Says(f"statement_find_{_key(problem)}"))
    if problem.upstream:
        said.append(Says("statement_find_norm_gradients"))
    if problem.running:
        said.append(Says("statement_find_norm_running"))
    return said


def _key(problem: Problem) -> str:
    return "norm_" + problem.method.replace(" ", "_").replace("-", "_")


def _text(number: Expr) -> str:
    return written(number).replace("-", "−")


def _labels(problem: Problem) -> Says:
    labels = problem.labels or []
    shown = ", ".join(labels[:30]) + (", …" if len(labels) > 30 else "")
    return Says("statement_norm_labels", labels=shown, classes=", ".join(problem.order))


def _data(problem: Problem) -> Says:
    data = problem.columns
    if problem.method == "layer norm":
        return Says("statement_norm_rows" if data.count > 1 else "statement_norm_row")
    return Says("statement_norm_column" if data.single else "statement_norm_columns", text=data.names[0])


def _rule(problem: Problem) -> Iterator[Says]:
    """Known statistics or how they are computed, the range, and rows that are scaled as well."""
    if problem.known:
        yield Says(f"statement_{_key(problem)}_known")
    elif problem.method == "standardize":
        yield Says(f"statement_norm_{problem.variance}")
    if problem.method == "min-max" and problem.range:
        low, high = map(_text, problem.range)
        yield Says("statement_norm_range", low=low, high=high)
    if problem.added:
        yield Says("statement_norm_new")


def _layer(problem: Problem) -> Iterator[Says]:
    """What a normalisation layer has besides."""
    if problem.method.endswith("norm"):
        yield Says("statement_norm_epsilon")
    if problem.batch_size:
        yield Says("statement_norm_batches", size=problem.batch_size)
    if problem.running:
        plan = problem.running
        momentum = _text(plan.momentum or MOMENTUM[plan.library])
        yield Says(f"statement_norm_{plan.library}", momentum=momentum)
    if problem.upstream:
        yield Says("statement_norm_upstream")
