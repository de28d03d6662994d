"""The sentences in which an exam would ask for losses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...solution import Says
from .terms import Data

if TYPE_CHECKING:
    from . import Problem


_PUT = {"mean": "loss_statement_mean", "sum": "loss_statement_sum"}


def statement(problem: Problem, derived: bool) -> list[Says]:
    """What is compared, by which losses, and what is to be found."""
    data = problem.data
    one = data.count == 1
    found = [Says("loss_statement_one_sample" if one else "loss_statement_samples", count=data.count)]
    found += _about_data(problem, data)
    found.append(Says("loss_statement_find", text=[loss.shown for loss in problem.losses]))
    if not one:
        found += _put_together(problem)
    if derived:
        by = Says("loss_statement_logit" if data.logits else "loss_statement_prediction")
        found.append(Says("loss_statement_derive", text=by))
    return found


def _put_together(problem: Problem) -> list[Says]:
    """How terms are put together by losses that do not say it by their names."""
    free = [loss.put for loss in problem.losses if not loss.named]
    return [Says(_PUT[put]) for put in free[:1]]


def _about_data(problem: Problem, data: Data) -> Iterator[Says]:
    """What is told of rows, labels and logits."""
    if data.width > 1:
        yield Says("loss_statement_rows", count=data.width)
    if data.right:
        yield Says("loss_statement_labels", first=problem.labels_from)
    if data.logits:
        yield Says("loss_statement_logits", text=problem.losses[0].entry.logits)
