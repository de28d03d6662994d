"""What books and programs differ on, told under a page of losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...formula.losses import LOSSES, Loss
from ...reading.schema import constant
from ...solution import Says
from .data import pairs
from .terms import Terms

if TYPE_CHECKING:
    from . import Problem


_REDUCTIONS = {"mean": "loss_reduction_mean", "sum": "loss_reduction_sum"}


_LOGARITHMS = {"ln": "loss_ln", "log2": "loss_log2", "log10": "loss_log10"}


def conventions(problem: Problem, every: list[Terms], rigid: list[str]) -> list[Says]:
    """How terms are put together, the logarithm, labels, corners, what is maximised; ``rigid`` have no derivative."""
    found = _reductions(problem, every) if problem.data.count > 1 else []
    if any(terms.loss.entry.logs for terms in every):
        found.append(Says(_LOGARITHMS[problem.logarithm]))
    if problem.data.right:
        found.append(Says("loss_labels", first=problem.labels_from))
    found += map(Says, _of_entries(problem, every))
    return found + [Says("loss_no_slope", text=text) for text in rigid]


def _of_entries(problem: Problem, every: list[Terms]) -> list[str]:
    """The conventions of the losses themselves, in the order of the table, and of what is left out."""
    used = {terms.loss.name for terms in every}
    entries = [entry for name, entry in LOSSES.items() if name in used]
    keys = [*filter(None, (entry.says for entry in entries)), *_corners(problem, entries)]
    if any(_absent(problem, terms) for terms in every):
        keys.append("loss_weight_0")
    return keys


def _reductions(problem: Problem, every: list[Terms]) -> list[Says]:
    """How the terms of the samples are put together where no loss says it by its name."""
    free = [terms.loss for terms in every if not terms.loss.named]
    if not free:
        return []
    key = _REDUCTIONS[free[0].put] if problem.reduction else "loss_reduction_mean_default"
    return [Says(key, text=", ".join(loss.name for loss in free))]


def _corners(problem: Problem, entries: Sequence[Loss]) -> list[str]:
    """The conventions at the corners that a target and its prediction lie at."""
    corners = [entry.corner for entry in entries if entry.corner]
    return sorted({corner.says for corner in corners if _meets(problem, corner.at)})


def _meets(problem: Problem, corner: Callable[[float, float], bool]) -> bool:
    """Whether a target and its prediction lie at a corner."""
    return any(corner(t, o) for t, o in pairs(problem.data.targets, problem.data.predictions))


def _absent(problem: Problem, terms: Terms) -> bool:
    """Whether a logarithm without value is left out because its weight is 0."""
    absent = terms.loss.entry.absent
    if problem.logits or not absent:
        return False
    return any(constant(number) in absent for number, _ in problem.data.predictions.entries())
