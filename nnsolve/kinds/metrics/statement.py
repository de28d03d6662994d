"""What an exam would print of a problem about predictions, and the table of the samples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from ...reading.literals import written
from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem
    from .counts import Counts


SHOWN = 24


def samples_table(problem: Problem, worked: bool = True) -> Table | None:
    """The samples one by one; ``worked`` adds what follows from the scores and where each sample counts."""
    if not problem.right:
        return None
    said = problem.said if worked or not problem.scores else problem.predicted or []
    columns: dict[str | Says, list] = {
        "metrics_sample": list(range(1, len(problem.right) + 1)),
        "metrics_actual": _texts(problem.right),
    }
    if problem.scores:
        columns["metrics_score"] = problem.scores
    if said:
        columns["metrics_predicted"] = _texts(said)
    if worked and problem.counts:
        columns["metrics_counts_as"] = list(map(partial(_counts_as, problem.counts), problem.right, said))
    return Table.of(columns, longest=SHOWN)


def _texts(classes: list[str]) -> list[Says]:
    return [Says("metrics_text", text=name) for name in classes]


def _counts_as(counts: Counts, actual: str, said: str) -> Says:
    """Where a sample counts: as TP, FP, FN or TN, or with several classes as right or wrong."""
    if counts.positive:
        return Says("metrics_text", text=counts.kind(actual, said))
    return Says("metrics_is_right" if said == actual else "metrics_is_wrong")


def statement(problem: Problem) -> list[Says | Table]:
    """The data, the conventions and what is to be found."""
    said = [*_data(problem), *_conventions(problem)]
    return said if problem.asked else [*said, *_wanted(problem)]


def _conventions(problem: Problem) -> Iterator[Says]:
    counts = problem.counts
    positive = _positive(problem)
    if problem.threshold is not None:
        text = written(problem.threshold).replace("-", "−")
        yield Says("statement_metrics_threshold", yes=positive, text=text)
    if positive and problem.right:
        yield Says("statement_metrics_positive", text=positive)
    if counts:
        yield Says("statement_metrics_zero", text=problem.zero_division)
    if problem.beta is not None:
        yield Says("statement_metrics_beta")


def _positive(problem: Problem) -> str:
    """The positive class of two, or ''."""
    if problem.pair:
        return problem.pair[0]
    return problem.counts.positive if problem.counts else ""


def _wanted(problem: Problem) -> Iterator[Says]:
    if problem.counts:
        key = "statement_find_metrics_two" if problem.counts.positive else "statement_find_metrics_several"
        yield Says(key)
    if problem.levels:
        yield Says("statement_find_metrics_roc")


def _data(problem: Problem) -> list[Says | Table]:
    counts = problem.counts
    samples = samples_table(problem, worked=False)
    if samples:
        n = len(problem.right)
        key = "statement_metrics_scores" if problem.scores else "statement_metrics_labels"
        return [Says(key if n > 1 else f"{key}_one", n=n), samples]
    assert counts is not None, "there are samples or counts"
    if counts.positive:
        return [Says("statement_metrics_four", yes=counts.positive, no=counts.negative)]
    return [Says("statement_metrics_table"), counts.table()]
