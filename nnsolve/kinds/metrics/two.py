"""The measures of two classes, one of them positive."""

from __future__ import annotations

from ...formula.expr import TWO, Div, Expr, Symbol
from ...formula.marks import Mark
from ...names import Name
from ...solution import Block, Says, Section, Step
from ...working import Working
from .counts import FN, FP, NEGATIVE, POSITIVE, SAID_NEGATIVE, SAID_POSITIVE, TN, TP, Counts, N, whole
from .measures import ACCURACY, BALANCED, ERROR_RATE, KAPPA, MCC, Measures, kappa, matthews, measure, overall


def two_classes(page: Working, counts: Counts, beta: Expr | None, zero: str):
    """From TP, FN, FP and TN to accuracy, precision, recall, F1 and their kin."""
    four = counts.four()
    tp, fn, fp, tn = (Symbol(key) for key in four)
    yes, no = counts.positive, counts.negative
    page.add([Section(Says("metrics_section_table"), [Block(table=counts.table())])], whole=True)
    page.section(Says("metrics_section"))
    if counts.counted:
        page.block()
        told = {TP: (yes, yes), FN: (yes, no), FP: (no, yes), TN: (no, no)}
        for key, (actual, predicted) in told.items():
            page.step(key, whole(four[key]), Says(f"metrics_{key}", actual=actual, predicted=predicted))
    else:
        page.row({key: whole(four[key]) for key in (TP, FN)})
        page.row({key: whole(four[key]) for key in (FP, TN)})
    measures = Measures(four, "", yes, beta, zero)
    shares, scores = measures.shares(), measures.scores()
    page.block().steps += [Step(N, tp + fn + fp + tn, Says("metrics_n")), *overall(tp + tn)]
    page.block().steps += shares
    page.block().steps += scores
    balanced = Div(Symbol(measure("recall")) + Symbol(measure("specificity")), TWO)
    sums = [
        Step(POSITIVE, tp + fn, Says("metrics_are", text=yes)),
        Step(NEGATIVE, fp + tn, Says("metrics_are", text=no)),
        Step(SAID_POSITIVE, tp + fp, Says("metrics_said", text=yes)),
        Step(SAID_NEGATIVE, fn + tn, Says("metrics_said", text=no)),
    ]
    further = kappa([POSITIVE, NEGATIVE], [SAID_POSITIVE, SAID_NEGATIVE], counts.trivial)
    page.section(
        Says("metrics_section_further"),
        Block(None, [Step(BALANCED, balanced, Says("metrics_balanced"))]),
        Block(None, sums, Says("metrics_sums")),
        Block(None, [matthews(four)], Says("metrics_matthews_intro")),
        Block(None, further, Says("metrics_kappa_intro")),
    )
    page.answers += [ACCURACY, ERROR_RATE, *[step.name for step in (*shares, *scores)], BALANCED, MCC, KAPPA]
    page.marks |= {SAID_POSITIVE: Mark("P", "predicted"), SAID_NEGATIVE: Mark("N", "predicted")}
    page.note(Says("metrics_note_positive", text=yes))
    if measures.undefined:
        page.note(Says("metrics_note_zero", value=zero))


def recomputed(counts: Counts, values: dict[Name, float]) -> bool:
    """Whether accuracy and F1 come out the same from the counts alone, by other formulas."""
    four = counts.four()
    whole_table = 2 * four[TP] + four[FP] + four[FN]
    same = float(values[ACCURACY]) * counts.total - (four[TP] + four[TN])
    if abs(same) > 1e-9 * counts.total:
        return False
    return not whole_table or abs(float(values[measure("F1")]) - 2 * four[TP] / whole_table) < 1e-9
