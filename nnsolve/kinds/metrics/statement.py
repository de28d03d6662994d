"""What an exam would print of a problem about predictions, and the table of the samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...reading.literals import written
from ...solution import Column, Says, Table

if TYPE_CHECKING:
    from . import Problem
    from .counts import Counts


SHOWN = 24


def samples_table(problem: Problem, worked: bool = True) -> Table | None:
    """The samples one by one; ``worked`` adds what follows from the scores and where each sample counts."""
    data = problem.data
    if not data.right:
        return None
    said = data.said if worked or not problem.scores else problem.predicted or []
    columns: dict[Says, list] = {
        Column("metrics_sample", "metrics_column_sample"): list(range(1, len(data.right) + 1)),
        Column("metrics_actual", "metrics_column_actual"): _texts(data.right),
    }
    if problem.scores:
        columns[Column("metrics_score", "metrics_column_score")] = problem.scores
    if said:
        columns[Column("metrics_predicted", "metrics_column_predicted")] = _texts(said)
    if worked and data.counts:
        columns[Column("metrics_counts_as", "metrics_column_counts_as")] = list(
            map(partial(_counts_as, data.counts), data.right, said)
        )
    return Table.of(columns, longest=SHOWN)


def _texts(classes: Sequence[str]) -> list[Says]:
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
    counts = problem.data.counts
    positive = _positive(problem)
    if problem.threshold is not None:
        text = written(problem.threshold).replace("-", "−")
        yield Says("metrics_statement_threshold", yes=positive, text=text)
    if positive and problem.data.right:
        yield Says("metrics_statement_positive", text=positive)
    if counts:
        yield Says("metrics_statement_zero", text=problem.zero_division)
    if problem.beta is not None:
        yield Says("metrics_statement_beta")


def _positive(problem: Problem) -> str:
    """The positive class of two, or ''."""
    data = problem.data
    if data.pair:
        return data.pair[0]
    return data.counts.positive if data.counts else ""


def _wanted(problem: Problem) -> Iterator[Says]:
    counts = problem.data.counts
    if counts:
        key = "metrics_statement_find_two" if counts.positive else "metrics_statement_find_several"
        yield Says(key)
    if problem.data.levels:
        yield Says("metrics_statement_find_roc")


def _data(problem: Problem) -> list[Says | Table]:
    counts = problem.data.counts
    samples = samples_table(problem, worked=False)
    if samples:
        n = len(problem.data.right)
        key = "metrics_statement_scores" if problem.scores else "metrics_statement_labels"
        return [Says(key, n=n), samples]
    assert counts is not None, "there are samples or counts"
    if counts.positive:
        return [Says("metrics_statement_four", yes=counts.positive, no=counts.negative)]
    return [Says("metrics_statement_table"), counts.table()]
