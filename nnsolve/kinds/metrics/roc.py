"""The ROC curve from scores, and the area under it by the trapezium rule.

Thresholds go down from the greatest score; samples with equal scores pass together. Source: Fawcett, An introduction to
ROC analysis, 2006, algorithms 1 and 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...formula.expr import HALF, TWO, Div, Expr, Mul, Symbol, sum_of, whole
from ...formula.marks import Mark
from ...names import Name
from ...reading.literals import exact_constant, written
from ...solution import Column, Ref, Says, Table, refs
from ...working import Working
from .counts import NEGATIVE, POSITIVE, count
from .measures import measure

MOST_THRESHOLDS = 100
AUC, AUC_PAIRS = measure("AUC"), measure("AUC", "pairs")
PAIRS, TIED = count("right_pairs"), count("tied_pairs")


class Level:
    """A threshold: the score, and how many positive and negative samples have just this score."""

    __slots__ = ("negative", "positive", "score")

    def __init__(self, score: Expr):
        self.score, self.positive, self.negative = score, 0, 0


def levels(actual: list[str], scores: list[Expr], positive: str) -> list[Level]:
    """The distinct scores from the greatest to the least."""
    found: dict[Fraction, Level] = {}
    for name, score in zip(actual, scores, strict=True):
        level = found.setdefault(exact_constant(score), Level(score))
        if name == positive:
            level.positive += 1
        else:
            level.negative += 1
    return [found[key] for key in sorted(found, reverse=True)]


def roc(page: Working, found: Sequence[Level], positive: str, negative: str, counted: bool) -> None:
    """The points of the curve, the trapezia under it, and the share of pairs in the right order.

    ``counted`` says that P and N are steps of an earlier section.
    """
    page.section(Says("metrics_section_roc"))
    page.block(intro=Says("metrics_roc_intro", text=positive), table=_counted(found, positive, negative))
    page.block(intro=Says("metrics_roc_rates"))
    if not counted:
        total = sum(level.positive for level in found), sum(level.negative for level in found)
        page.step(POSITIVE, whole(total[0]), Says("metrics_are", text=positive))
        page.step(NEGATIVE, whole(total[1]), Says("metrics_are", text=negative))
    page.step(rate("TPR", 0), whole(0))
    page.step(rate("FPR", 0), whole(0), Says("metrics_roc_start"))
    _points(page, found)
    page.section(Says("metrics_section_points"))
    page.block(table=_rates(found))
    page.section(Says("metrics_section_auc"))
    page.block(intro=Says("metrics_trapezium"))
    _area(page, found)
    page.section(Says("metrics_section_pairs"))
    page.block(intro=Says("metrics_pairs_intro"))
    _pairs(page, found, positive)


def rate(word: str, k: int) -> Name:
    """The name of a rate at threshold ``k``; 0 is above all scores."""
    return measure(word, str(k))


def _counted(found: Sequence[Level], positive: str, negative: str) -> Table:
    """How many samples have each score, and how many have it or a greater one."""
    rows: list[list] = [[Says("metrics_roc_above"), 0, 0, 0, 0]]
    for level, (tp, fp) in zip(found, _passed(found), strict=True):
        rows.append([level.score, level.positive, level.negative, tp, fp])
    heads = [Says("metrics_with_score", text=name) for name in (positive, negative)]
    return Table(
        [
            Column("metrics_threshold", "metrics_column_threshold"),
            *heads,
            Column("metrics_tp", "metrics_column_tp"),
            Column("metrics_fp", "metrics_column_fp"),
        ],
        rows,
    )


def _passed(found: Sequence[Level]) -> Iterator[tuple[int, int]]:
    """TP and FP at each threshold."""
    tp = fp = 0
    for level in found:
        tp, fp = tp + level.positive, fp + level.negative
        yield tp, fp


def _points(page: Working, found: Sequence[Level]) -> None:
    """A block a threshold: TPR and FPR from the counts."""
    for k, (level, (tp, fp)) in enumerate(zip(found, _passed(found), strict=True), 1):
        hits = page.give(count("TP", str(k)), whole(tp), Mark("TP", str(k)))
        alarms = page.give(count("FP", str(k)), whole(fp), Mark("FP", str(k)))
        page.block(Says("metrics_roc_threshold", number=k, text=written(level.score)))
        page.step(rate("TPR", k), Div(hits, Symbol(POSITIVE)))
        page.step(rate("FPR", k), Div(alarms, Symbol(NEGATIVE)))


def _rates(found: Sequence[Level]) -> Table:
    """The points of the curve."""
    rows: list[list] = [[Says("metrics_roc_above"), *_point(0)]]
    rows += [[level.score, *_point(k)] for k, level in enumerate(found, 1)]
    return Table(
        [
            Column("metrics_threshold", "metrics_column_threshold"),
            Column("metrics_tpr", "metrics_column_tpr"),
            Column("metrics_fpr", "metrics_column_fpr"),
        ],
        rows,
    )


def _point(k: int) -> list[Ref]:
    return refs([rate("TPR", k), rate("FPR", k)])


def _area(page: Working, found: Sequence[Level]) -> None:
    """AUC as a sum of trapezia, one wherever FPR grows."""
    areas = []
    for k, level in enumerate(found, 1):
        if level.negative:
            area = measure("area", str(k))
            page.marks[area] = Mark("A", str(k))
            page.step(area, _trapezium(k))
            areas.append(area)
    page.answer(AUC, sum_of(areas), Says("metrics_auc"))


def _trapezium(k: int) -> Expr:
    """As wide as FPR grows, between the heights before and after."""
    width = Symbol(rate("FPR", k)) - Symbol(rate("FPR", k - 1))
    heights = Symbol(rate("TPR", k - 1)) + Symbol(rate("TPR", k))
    return Div(Mul((width, heights)), TWO)


def _pairs(page: Working, found: Sequence[Level], positive: str) -> None:
    """Pairs of one positive and one negative sample: in the right order, or equal."""
    right = tied = above = 0
    for level in found:
        right += above * level.negative
        tied += level.positive * level.negative
        above += level.positive
    ordered = page.step(PAIRS, whole(right), Says("metrics_pairs_right", text=positive))
    equal = page.step(TIED, whole(tied), Says("metrics_pairs_tied"))
    share = Div(ordered + Mul((HALF, equal)), Symbol(POSITIVE) * Symbol(NEGATIVE))
    page.step(AUC_PAIRS, share, Says("metrics_pairs_share"))
    page.marks[AUC_PAIRS] = Mark("AUC")
