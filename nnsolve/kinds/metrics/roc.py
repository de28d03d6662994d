"""The ROC curve from scores, and the area under it by the trapezium rule.

Thresholds go down from the greatest score; samples with equal scores pass together. Source: Fawcett, An introduction to
ROC analysis, 2006, algorithms 1 and 3.
"""

from __future__ import annotations

from ...formula.exact import exact_value, to_fraction
from ...formula.expr import HALF, TWO, Div, Expr, Mul, Symbol, total_of
from ...formula.marks import Mark
from ...names import Name
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Step, Table
from ...working import Working
from .counts import NEGATIVE, POSITIVE, count, whole
from .measures import measure

MOST_THRESHOLDS = 100
AUC, AUC_PAIRS = measure("AUC"), measure("AUC", "pairs")
PAIRS, TIED = count("right_pairs"), count("tied_pairs")


class Level:
    """A threshold: the score, and how many positive and negative samples have just this score."""

    __slots__ = ("negative", "positive", "score")

    def __init__(self, score: Expr):
        self.score, self.positive, self.negative = score, 0, 0


def exact_score(score: Expr):
    """A score as a fraction, so that 0.4 and 0.40 are equal."""
    try:
        return exact_value(score)
    except (ValueError, ArithmeticError):
        return to_fraction(constant(score))


def levels(actual: list[str], scores: list[Expr], positive: str) -> list[Level]:
    """The distinct scores from the greatest to the least."""
    found: dict = {}
    for name, score in zip(actual, scores, strict=True):
        level = found.setdefault(exact_score(score), Level(score))
        if name == positive:
            level.positive += 1
        else:
            level.negative += 1
    return [found[key] for key in sorted(found, reverse=True)]


def roc(page: Working, found: list[Level], positive: str, negative: str, counted: bool):
    """The points of the curve, the trapezia under it, and the share of pairs in the right order.

    ``counted`` says that P and N are steps of an earlier section.
    """
    total = [sum(level.positive for level in found), sum(level.negative for level in found)]
    steps = []
    if not counted:
        steps = [
            Step(POSITIVE, whole(total[0]), Says("metrics_are", text=positive)),
            Step(NEGATIVE, whole(total[1]), Says("metrics_are", text=negative)),
        ]
    tp = fp = 0
    start = [Step(rate("TPR", 0), whole(0)), Step(rate("FPR", 0), whole(0), Says("metrics_roc_start"))]
    above = Says("metrics_roc_above")
    points, counted_rows, rows = [], [[above, 0, 0, 0, 0]], [[above, *[Ref(step.name) for step in start]]]
    for k, level in enumerate(found, 1):
        tp, fp = tp + level.positive, fp + level.negative
        hits, alarms = count("TP", str(k)), count("FP", str(k))
        page.given |= {hits: whole(tp), alarms: whole(fp)}
        page.marks |= {name: Mark(name.of, name.by) for name in (hits, alarms)}
        rates = [
            Step(rate("TPR", k), Div(Symbol(hits), Symbol(POSITIVE))),
            Step(rate("FPR", k), Div(Symbol(alarms), Symbol(NEGATIVE))),
        ]
        points.append(Block(Says("metrics_roc_threshold", number=k, text=_text(level.score)), rates))
        counted_rows.append([level.score, level.positive, level.negative, tp, fp])
        rows.append([level.score, *[Ref(step.name) for step in rates]])
    table = Table(["metrics_threshold", "metrics_tpr", "metrics_fpr"], rows)
    heads: list = ["metrics_threshold", *[Says("metrics_with_score", text=name) for name in (positive, negative)]]
    counts = Table([*heads, "metrics_tp", "metrics_fp"], counted_rows)
    areas = [_area(k) for k, level in enumerate(found, 1) if level.negative]
    page.marks |= {step.name: Mark("A", step.name.by) for step in areas}
    area = Step(AUC, total_of([Symbol(step.name) for step in areas]), Says("metrics_auc"))
    page.section(
        Says("metrics_section_roc"),
        Block(None, [], Says("metrics_roc_intro", text=positive), None, counts),
        Block(None, [*steps, *start], Says("metrics_roc_rates")),
        *points,
    )
    page.section(Says("metrics_section_points"), Block(None, [], None, None, table))
    page.section(Says("metrics_section_auc"), Block(None, [*areas, area], Says("metrics_trapezium")))
    page.section(Says("metrics_section_pairs"), Block(None, _pairs(found, positive), Says("metrics_pairs_intro")))
    page.answers.append(AUC)
    page.marks[AUC_PAIRS] = Mark("AUC")


def rate(word: str, k: int) -> Name:
    """The name of a rate at threshold ``k``; 0 is above all scores."""
    return measure(word, str(k))


def _text(score: Expr) -> str:
    return getattr(score, "text", None) or f"{constant(score):g}"


def _area(k: int) -> Step:
    """A trapezium as wide as FPR grows, between the heights before and after."""
    width = Symbol(rate("FPR", k)) - Symbol(rate("FPR", k - 1))
    heights = Symbol(rate("TPR", k - 1)) + Symbol(rate("TPR", k))
    return Step(measure("area", str(k)), Div(Mul((width, heights)), TWO))


def _pairs(found: list[Level], positive: str) -> list[Step]:
    """Pairs of one positive and one negative sample: in the right order, or equal."""
    right = tied = above = 0
    for level in found:
        right += above * level.negative
        tied += level.positive * level.negative
        above += level.positive
    share = Div(Symbol(PAIRS) + Mul((HALF, Symbol(TIED))), Symbol(POSITIVE) * Symbol(NEGATIVE))
    return [
        Step(PAIRS, whole(right), Says("metrics_pairs_right", text=positive)),
        Step(TIED, whole(tied), Says("metrics_pairs_tied")),
        Step(AUC_PAIRS, share, Says("metrics_pairs_share")),
    ]
