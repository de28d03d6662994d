"""What an exam would print, and the sentences under a page: the shift, overflow, temperature, conventions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...reading.problem import rounding_note
from ...reading.schema import constant
from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem


# e to a greater power is larger than any double; larger than any 32-bit number; to a lesser one it counts as 0.
LARGEST, LARGEST_SINGLE, LEAST = 709.78, 88.72, -745.13


def notes(problem: Problem, shifted: bool, losses: bool) -> list[Says]:
    """The reason of the shift with these numbers, the temperature, the bases, and the digits."""
    tops, gaps = [], []
    for row in problem.rows:
        logits = [constant(logit) / row.temperature for logit in row.logits]
        tops.append(max(logits))
        gaps.append(min(logits) - max(logits))
    top, gap = max(tops), min(gaps)
    found = [Says("softmax_why")] if shifted else [Says("softmax_plain")]
    if top > LARGEST:
        found.append(Says("softmax_overflow", text=f"{top:g}".replace("-", "−"), power=math.floor(top / math.log(10))))
    elif top > LARGEST_SINGLE:
        found.append(Says("softmax_overflow_single", text=f"{top:g}", power=math.floor(top / math.log(10))))
    if shifted and gap < LEAST:
        power = math.floor(-gap / math.log(10))
        found.append(Says("softmax_underflow", text=f"{gap:g}".replace("-", "−"), power=power))
    if problem.rows[0].scaled:
        found.append(Says("softmax_hot" if problem.rows[0].temperature > 1 else "softmax_cold"))
    if losses:
        found.append(Says("softmax_natural"))
    return [*found, rounding_note(problem.precision)]


def softmax_statement(problem: Problem) -> list[Says | Table]:
    """The logits, the temperature, the target, and what is to be found."""
    said: list[Says | Table] = [Says("statement_softmax_row" if len(problem.rows) == 1 else "statement_softmax_rows")]
    if problem.rows[0].scaled:
        said.append(Says("statement_softmax_temperature", text=problem.temperature))
    if problem.form == "plain":
        said.append(Says("statement_softmax_plain"))
    for k, row in enumerate(problem.rows, 1):
        if row.target and row.target.index is not None:
            key = "statement_softmax_class" if len(problem.rows) == 1 else "statement_softmax_class_row"
            said.append(Says(key, text=row.classes[row.target.index], n=k))
    if len(problem.rows) > 1 and problem.rows[0].target and problem.reduction != "none":
        said.append(Says("statement_softmax_reduction", text=Says(f"softmax_of_{problem.reduction}")))
    if not problem.asked:
        said += [Says(f"statement_find_softmax{key}") for key in _wanted(problem)]
    return said


def _wanted(problem: Problem) -> list[str]:
    wanted = [""]
    wanted += ["_log"] if problem.log else []
    if problem.rows[0].target:
        wanted.append("_loss_gradient" if problem.gradient else "_loss")
    return wanted + (["_jacobian"] if problem.jacobian else [])
