"""The measures of two classes, one of them positive."""

from __future__ import annotations

from ...formula.expr import TWO, Div, Expr, Symbol
from ...formula.marks import Mark
from ...names import Name
from ...solution import Block, Says, Section, Step
from .counts import FN, FP, NEGATIVE, POSITIVE, SAID_NEGATIVE, SAID_POSITIVE, TN, TP, Counts, N, whole
from .measures import ACCURACY, BALANCED, ERROR_RATE, KAPPA, MCC, Measures, kappa, matthews, measure, overall
from .part import Part


def two_classes(counts: Counts, beta: Expr | None, zero: str) -> Part:
    """From TP, FN, FP and TN to accuracy, precision, recall, F1 and their kin."""
    part, four = Part(), counts.four()
    tp, fn, fp, tn = (Symbol(key) for key in four)
    yes, no = counts.positive, counts.negative
    blocks = []
    if counts.counted:
        told = {TP: (yes, yes), FN: (yes, no), FP: (no, yes), TN: (no, no)}
        steps = [
            Step(key, whole(count), Says(f"metrics_{key}", actual=told[key][0], predicted=told[key][1]))
            for key, count in four.items()
        ]
        blocks.append(Block(None, steps))
    else:
        part.given = {key: whole(count) for key, count in four.items()}
        part.rows = [[TP, FN], [FP, TN]]
    measures = Measures(four, "", yes, beta, zero)
    shares, scores = measures.shares(), measures.scores()
    part.undefined = measures.undefined
    blocks.append(Block(None, [Step(N, tp + fn + fp + tn, Says("metrics_n")), *overall(tp + tn)]))
    blocks.append(Block(None, shares))
    blocks.append(Block(None, scores))
    balanced = Div(Symbol(measure("recall")) + Symbol(measure("specificity")), TWO)
    sums = [
        Step(POSITIVE, tp + fn, Says("metrics_are", text=yes)),
        Step(NEGATIVE, fp + tn, Says("metrics_are", text=no)),
        Step(SAID_POSITIVE, tp + fp, Says("metrics_said", text=yes)),
        Step(SAID_NEGATIVE, fn + tn, Says("metrics_said", text=no)),
    ]
    trivial = counts.total in (four[TP], four[TN])
    further = kappa([POSITIVE, NEGATIVE], [SAID_POSITIVE, SAID_NEGATIVE], trivial)
    part.sections = [
        Section(Says("metrics_section_table"), [Block(None, [], None, None, counts.table())]),
        Section(Says("metrics_section"), blocks),
        Section(
            Says("metrics_section_further"),
            [
                Block(None, [Step(BALANCED, balanced, Says("metrics_balanced"))]),
                Block(None, sums, Says("metrics_sums")),
                Block(None, [matthews(four)], Says("metrics_matthews_intro")),
                Block(None, further, Says("metrics_kappa_intro")),
            ],
        ),
    ]
    if trivial:
        part.notes.append(Says("metrics_no_kappa"))
    found = [ACCURACY, ERROR_RATE, *[step.name for step in (*shares, *scores)], BALANCED, MCC]
    part.answers = [*found, *[step.name for step in further if step.name == KAPPA]]
    part.marks = {name: Mark(name.of, name.by) for name in (SAID_POSITIVE, SAID_NEGATIVE)}
    return part


def recomputed(counts: Counts, values: dict[Name, float]) -> bool:
    """Whether accuracy and F1 come out the same from the counts alone, by other formulas."""
    four = counts.four()
    whole_table = 2 * four[TP] + four[FP] + four[FN]
    same = float(values[ACCURACY]) * counts.total - (four[TP] + four[TN])
    if abs(same) > 1e-9 * counts.total:
        return False
    return not whole_table or abs(float(values[measure("F1")]) - 2 * four[TP] / whole_table) < 1e-9
