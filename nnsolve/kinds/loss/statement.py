"""The sentences in which an exam would ask for losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Says
from .terms import Data

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem, data: Data, derived: bool) -> list[Says]:
    """What is compared, by which losses, and what is to be found."""
    names = [loss.shown for loss in problem.losses]
    text = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    one = data.count == 1
    found = [Says("statement_loss_one_sample" if one else "statement_loss_samples", count=data.count)]
    if data.width > 1:
        found.append(Says("statement_loss_rows", count=data.width))
    if data.right:
        found.append(Says("statement_loss_labels", first=problem.labels_from))
    if data.logits:
        found.append(Says("statement_loss_logits", text=problem.losses[0].entry.logits))
    found.append(Says("statement_loss_find", text=text))
    free = [loss for loss in problem.losses if not loss.named]
    if not one and free:
        put = free[0].put
        found.append(Says(f"statement_loss_{put}"))
    if derived:
        by = Says("statement_loss_logit" if data.logits else "statement_loss_prediction")
        found.append(Says("statement_loss_derive", text=by))
    return found
