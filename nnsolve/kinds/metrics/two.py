"""The measures of two classes, one of them positive."""

from __future__ import annotations

from collections.abc import Mapping

from ...formula.expr import TWO, Div, Expr, Symbol, whole
from ...formula.marks import Mark
from ...formula.numbers import Numeric
from ...names import Name
from ...solution import Says
from ...working import Working
from .counts import FN, FP, NEGATIVE, POSITIVE, SAID_NEGATIVE, SAID_POSITIVE, TN, TP, Counts, N
from .measures import ACCURACY, BALANCED, ERROR_RATE, KAPPA, MCC, Measures, kappa, matthews, measure, overall

_COUNTS = {"TP": "metrics_TP", "FN": "metrics_FN", "FP": "metrics_FP", "TN": "metrics_TN"}


def two_classes(page: Working, counts: Counts, beta: Expr | None, zero: str) -> None:
    """From TP, FN, FP and TN to accuracy, precision, recall, F1 and their kin."""
    yes, no = counts.positive, counts.negative
    four = counts.four()
    page.section(Says("metrics_section_table"), whole=True)
    page.block(table=counts.table())
    page.section(Says("metrics_section"))
    _four(page, counts)
    tp, fn, fp, tn = map(Symbol, four)
    page.block()
    page.step(N, tp + fn + fp + tn, Says("metrics_n"))
    overall(page, tp + tn)
    measures = Measures(page, four, "", yes, beta, zero)
    page.block()
    shares = measures.shares()
    page.block()
    scores = measures.scores()
    page.section(Says("metrics_section_further"))
    page.block()
    balanced = Div(Symbol(measure("recall")) + Symbol(measure("specificity")), TWO)
    page.step(BALANCED, balanced, Says("metrics_balanced"))
    page.block(intro=Says("metrics_sums"))
    page.step(POSITIVE, tp + fn, Says("metrics_are", text=yes))
    page.step(NEGATIVE, fp + tn, Says("metrics_are", text=no))
    page.step(SAID_POSITIVE, tp + fp, Says("metrics_said", text=yes))
    page.step(SAID_NEGATIVE, fn + tn, Says("metrics_said", text=no))
    page.block(intro=Says("metrics_matthews_intro"))
    matthews(page, four)
    page.block(intro=Says("metrics_kappa_intro"))
    kappa(page, [POSITIVE, NEGATIVE], [SAID_POSITIVE, SAID_NEGATIVE], counts.trivial)
    page.answers += [ACCURACY, ERROR_RATE, *shares, *scores, BALANCED, MCC, KAPPA]
    page.marks |= {SAID_POSITIVE: Mark("P", "predicted"), SAID_NEGATIVE: Mark("N", "predicted")}
    page.note(Says("metrics_note_positive", text=yes))
    if measures.undefined:
        page.note(Says("metrics_note_zero", value=zero))


def _four(page: Working, counts: Counts) -> None:
    """TP, FN, FP and TN: given, or counted from the samples."""
    four = counts.four()
    if not counts.counted:
        page.row({key: whole(four[key]) for key in (TP, FN)})
        page.row({key: whole(four[key]) for key in (FP, TN)})
        return
    yes, no = counts.positive, counts.negative
    told = {TP: (yes, yes), FN: (yes, no), FP: (no, yes), TN: (no, no)}
    page.block()
    for key, (actual, predicted) in told.items():
        page.step(key, whole(four[key]), Says(_COUNTS[key], actual=actual, predicted=predicted))


def recomputed(counts: Counts, values: Mapping[Name, Numeric]) -> bool:
    """Whether accuracy and F1 come out the same from the counts alone, by other formulas."""
    four = counts.four()
    right = float(values[ACCURACY]) * counts.total
    if abs(right - (four[TP] + four[TN])) > 1e-9 * counts.total:
        return False
    under = 2 * four[TP] + four[FP] + four[FN]
    if not under:
        return True
    return abs(float(values[measure("F1")]) - 2 * four[TP] / under) < 1e-9
