"""What an exam would print of a problem of normalising."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr, Num
from ...reading.schema import constant
from ...solution import Says, Table
from .running import MOMENTUM

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem) -> list[Says | Table]:
    """The data, the rule with its conventions, and what is to be found."""
    said = _rule(problem)
    if problem.asked:
        return said
    said.append(Says(f"statement_find_{_key(problem)}"))
    said += [Says("statement_find_norm_gradients")] if problem.upstream else []
    said += [Says("statement_find_norm_running")] if problem.running else []
    return said


def _key(problem: Problem) -> str:
    return "norm_" + problem.method.replace(" ", "_").replace("-", "_")


def _text(number: Expr) -> str:
    text = number.text if isinstance(number, Num) else f"{constant(number):g}"
    return text.replace("-", "−")


def _rule(problem: Problem) -> list[Says | Table]:
    method = problem.method
    if method == "one-hot":
        labels = ", ".join(problem.labels[:30]) + (", …" if len(problem.labels) > 30 else "")
        return [Says("statement_norm_labels", labels=labels, classes=", ".join(problem.order))]
    data = problem.columns
    if method == "layer norm":
        said: list[Says | Table] = [Says("statement_norm_rows" if data.count > 1 else "statement_norm_row")]
    else:
        said = [Says("statement_norm_columns" if not data.single else "statement_norm_column", text=data.names[0])]
    if problem.known:
        said.append(Says(f"statement_{_key(problem)}_known"))
    elif method == "standardize":
        said.append(Says(f"statement_norm_{problem.variance}"))
    if method == "min-max" and problem.has("range"):
        low, high = map(_text, problem.range)
        said.append(Says("statement_norm_range", low=low, high=high))
    if problem.added:
        said.append(Says("statement_norm_new"))
    if method.endswith("norm"):
        said.append(Says("statement_norm_epsilon"))
    if problem.batch_size:
        said.append(Says("statement_norm_batches", size=problem.batch_size))
    if problem.running:
        plan = problem.running
        momentum = _text(plan.momentum or MOMENTUM[plan.library])
        said.append(Says(f"statement_norm_{plan.library}", momentum=momentum))
    if problem.upstream:
        said.append(Says("statement_norm_upstream"))
    return said
