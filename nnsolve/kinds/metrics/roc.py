"""The ROC curve from scores, and the area under it by the trapezium rule.

Thresholds go down from the greatest score; samples with equal scores pass together. Source: Fawcett, An introduction to
ROC analysis, 2006, algorithms 1 and 3.
"""

from __future__ import annotations

from ...formula.exact import exact_value, to_fraction
from ...formula.expr import HALF, TWO, Div, Expr, Mul, Symbol, total_of
from ...formula.marks import Mark
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Section, Step, Table
from .counts import whole
from .part import Part

MOST_THRESHOLDS = 100


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


def roc(found: list[Level], positive: str, negative: str, counted: bool) -> Part:
    """The points of the curve, the trapezia under it, and the share of pairs in the right order.

    ``counted`` says that P and N are steps of an earlier section.
    """
    part = Part()
    total = [sum(level.positive for level in found), sum(level.negative for level in found)]
    steps = []
    if not counted:
        steps = [
            Step("P", whole(total[0]), Says("metrics_are", text=positive)),
            Step("N", whole(total[1]), Says("metrics_are", text=negative)),
        ]
    tp = fp = 0
    start = [Step("TPR_0", whole(0)), Step("FPR_0", whole(0), Says("metrics_roc_start"))]
    above = Says("metrics_roc_above")
    points, counted_rows, rows = [], [[above, 0, 0, 0, 0]], [[above, Ref("TPR_0"), Ref("FPR_0")]]
    for k, level in enumerate(found, 1):
        tp, fp = tp + level.positive, fp + level.negative
        part.given |= {f"TP@{k}": whole(tp), f"FP@{k}": whole(fp)}
        part.marks |= {f"TP@{k}": Mark("TP", str(k)), f"FP@{k}": Mark("FP", str(k))}
        points.append(
            Block(
                Says("metrics_roc_threshold", number=k, text=_text(level.score)),
                [
                    Step(f"TPR_{k}", Div(Symbol(f"TP@{k}"), Symbol("P"))),
                    Step(f"FPR_{k}", Div(Symbol(f"FP@{k}"), Symbol("N"))),
                ],
            )
        )
        counted_rows.append([level.score, level.positive, level.negative, tp, fp])
        rows.append([level.score, Ref(f"TPR_{k}"), Ref(f"FPR_{k}")])
    table = Table(["metrics_threshold", "metrics_tpr", "metrics_fpr"], rows)
    heads: list = ["metrics_threshold", *[Says("metrics_with_score", text=name) for name in (positive, negative)]]
    counts = Table([*heads, "metrics_tp", "metrics_fp"], counted_rows)
    areas = [_area(k) for k, level in enumerate(found, 1) if level.negative]
    part.marks |= {step.name: Mark("A", step.name[5:]) for step in areas}
    area = Step("AUC", total_of([Symbol(step.name) for step in areas]), Says("metrics_auc"))
    part.sections = [
        Section(
            Says("metrics_section_roc"),
            [
                Block(None, [], Says("metrics_roc_intro", text=positive), "", counts),
                Block(None, [*steps, *start], Says("metrics_roc_rates")),
                *points,
            ],
        ),
        Section(Says("metrics_section_points"), [Block(None, [], None, "", table)]),
        Section(Says("metrics_section_auc"), [Block(None, [*areas, area], Says("metrics_trapezium"))]),
        Section(Says("metrics_section_pairs"), [Block(None, _pairs(found, positive), Says("metrics_pairs_intro"))]),
    ]
    part.answers = ["AUC"]
    part.marks["AUC_pairs"] = Mark("AUC")
    return part


def _text(score: Expr) -> str:
    return getattr(score, "text", None) or f"{constant(score):g}"


def _area(k: int) -> Step:
    """A trapezium as wide as FPR grows, between the heights before and after."""
    width = Symbol(f"FPR_{k}") - Symbol(f"FPR_{k - 1}")
    heights = Symbol(f"TPR_{k - 1}") + Symbol(f"TPR_{k}")
    return Step(f"area_{k}", Div(Mul((width, heights)), TWO))


def _pairs(found: list[Level], positive: str) -> list[Step]:
    """Pairs of one positive and one negative sample: in the right order, or equal."""
    right = tied = above = 0
    for level in found:
        right += above * level.negative
        tied += level.positive * level.negative
        above += level.positive
    share = Div(Symbol("right_pairs") + Mul((HALF, Symbol("tied_pairs"))), Symbol("P") * Symbol("N"))
    return [
        Step("right_pairs", whole(right), Says("metrics_pairs_right", text=positive)),
        Step("tied_pairs", whole(tied), Says("metrics_pairs_tied")),
        Step("AUC_pairs", share, Says("metrics_pairs_share")),
    ]
