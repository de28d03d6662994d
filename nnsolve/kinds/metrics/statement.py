"""What an exam would print of a problem about predictions, and the table of the samples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formula.expr import Num
from ...reading.schema import constant
from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem
    from .counts import Counts


SHOWN = 24


def samples_table(problem: Problem, worked: bool = True) -> Table | None:
    """The samples one by one; ``worked`` adds what follows from the scores and where each sample counts."""
    if not problem.right:
        return None
    counts = problem.counts if worked else None
    said = problem.said if worked or not problem.scores else problem.predicted
    columns: dict[str, list] = {
        "metrics_sample": list(range(1, len(problem.right) + 1)),
        "metrics_actual": [Says("metrics_text", text=actual) for actual in problem.right],
    }
    if problem.scores:
        columns["metrics_score"] = problem.scores
    if said:
        columns["metrics_predicted"] = [Says("metrics_text", text=text) for text in said]
    if counts:
        columns["metrics_counts_as"] = list(map(partial(_counts_as, counts), problem.right, said))
    return Table(list(columns), list(map(list, zip(*columns.values(), strict=True))), longest=SHOWN)


def _counts_as(counts: Counts, actual: str, said: str) -> Says:
    """Where a sample counts: as TP, FP, FN or TN, or with several classes as right or wrong."""
    if counts.positive:
        return Says("metrics_text", text=counts.kind(actual, said))
    return Says("metrics_is_right" if said == actual else "metrics_is_wrong")


def statement(problem: Problem) -> list[Says | Table]:
    """The data, the conventions and what is to be found."""
    said = _data(problem)
    counts = problem.counts
    positive = problem.pair[0] if problem.pair else counts.positive if counts else ""
    if problem.has("threshold"):
        number = problem.threshold
        text = number.text if isinstance(number, Num) else f"{constant(number):g}"
        said.append(Says("statement_metrics_threshold", yes=positive, text=text.replace("-", "−")))
    if positive and problem.right:
        said.append(Says("statement_metrics_positive", text=positive))
    if counts:
        said.append(Says("statement_metrics_zero", text=problem.zero_division))
    if problem.beta is not None:
        said.append(Says("statement_metrics_beta"))
    if problem.asked:
        return said
    if counts:
        said.append(Says("statement_find_metrics_two" if counts.positive else "statement_find_metrics_several"))
    if problem.levels:
        said.append(Says("statement_find_metrics_roc"))
    return said


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
