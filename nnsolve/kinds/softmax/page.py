"""What an exam would print, and the sentences under a page: the shift, overflow, temperature, conventions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...reading.problem import rounding_note
from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem


# e to a greater power is larger than any double; larger than any 32-bit number; to a lesser one it counts as 0.
LARGEST, LARGEST_SINGLE, LEAST = 709.78, 88.72, -745.13


_OF = {"mean": "softmax_of_mean", "sum": "softmax_of_sum"}


def notes(problem: Problem, shifted: bool, losses: bool) -> Iterator[Says]:
    """The reason of the shift with these numbers, the temperature, the bases, and the digits."""
    yield Says("softmax_why") if shifted else Says("softmax_plain")
    yield from _sizes(problem, shifted)
    if problem.rows[0].scaled:
        yield Says("softmax_hot" if problem.rows[0].temperature > 1 else "softmax_cold")
    if losses:
        yield Says("softmax_natural")
    yield rounding_note(problem.precision)


def _sizes(problem: Problem, shifted: bool) -> Iterator[Says]:
    """What exponentials of these logits would be too large, or count as 0."""
    top = max(max(row.sizes) for row in problem.rows)
    gap = min(min(row.sizes) - max(row.sizes) for row in problem.rows)
    if top > LARGEST:
        yield Says("softmax_overflow", text=_text(top), power=_power_of_ten(top))
    elif top > LARGEST_SINGLE:
        yield Says("softmax_overflow_single", text=_text(top), power=_power_of_ten(top))
    if shifted and gap < LEAST:
        yield Says("softmax_underflow", text=_text(gap), power=_power_of_ten(-gap))


def _text(number: float) -> str:
    return f"{number:g}".replace("-", "−")


def _power_of_ten(exponent: float) -> int:
    """The n of 10ⁿ in front of e^exponent."""
    return math.floor(exponent / math.log(10))


def softmax_statement(problem: Problem) -> list[Says | Table]:
    """The logits, the temperature, the target, and what is to be found."""
    several = len(problem.rows) > 1
    said: list[Says | Table] = [Says("softmax_statement_rows" if several else "softmax_statement_row")]
    if problem.rows[0].scaled:
        said.append(Says("softmax_statement_temperature", text=problem.temperature))
    if problem.form == "plain":
        said.append(Says("softmax_statement_plain"))
    said += _targets(problem)
    if several and problem.reduction != "none":
        said.append(Says("softmax_statement_reduction", text=Says(_OF[problem.reduction])))
    if not problem.asked:
        said += map(Says, _wanted(problem))
    return said


def _targets(problem: Problem) -> Iterator[Says]:
    """The right class of every row that has one."""
    key = "softmax_statement_class" if len(problem.rows) == 1 else "softmax_statement_class_row"
    for k, row in enumerate(problem.rows, 1):
        if row.target and row.target.index is not None:
            yield Says(key, text=row.classes[row.target.index], n=k)


def _wanted(problem: Problem) -> Iterator[str]:
    yield "softmax_statement_find"
    if problem.log:
        yield "softmax_statement_find_log"
    if problem.rows[0].target:
        yield "softmax_statement_find_loss_gradient" if problem.gradient else "softmax_statement_find_loss"
    if problem.jacobian:
        yield "softmax_statement_find_jacobian"
