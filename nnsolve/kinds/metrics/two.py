"""The measures of two classes, one of them positive."""

from __future__ import annotations

from ...formula.expr import TWO, Div, Expr, Symbol
from ...formula.marks import Mark
from ...solution import Block, Says, Section, Step
from .counts import Counts, whole
from .measures import Measures, kappa, matthews, overall
from .part import Part


def two_classes(counts: Counts, beta: Expr | None, zero: str) -> Part:
    """From TP, FN, FP and TN to accuracy, precision, recall, F1 and their kin."""
    part, four = Part(), counts.four()
    tp, fn, fp, tn = (Symbol(key) for key in four)
    yes, no = counts.positive, counts.negative
    blocks = []
    if counts.counted:
        told = {"TP": (yes, yes), "FN": (yes, no), "FP": (no, yes), "TN": (no, no)}
        steps = [
            Step(key, whole(count), Says(f"metrics_{key}", actual=told[key][0], predicted=told[key][1]))
            for key, count in four.items()
        ]
        blocks.append(Block(None, steps))
    else:
        part.given = {key: whole(count) for key, count in four.items()}
        part.rows = [["TP", "FN"], ["FP", "TN"]]
    measures = Measures(four, "", yes, beta, zero)
    shares, scores = measures.shares(), measures.scores()
    part.undefined = measures.undefined
    blocks.append(Block(None, [Step("n", tp + fn + fp + tn, Says("metrics_n")), *overall(tp + tn)]))
    blocks.append(Block(None, shares))
    blocks.append(Block(None, scores))
    balanced = Div(Symbol("recall") + Symbol("specificity"), TWO)
    sums = [
        Step("P", tp + fn, Says("metrics_are", text=yes)),
        Step("N", fp + tn, Says("metrics_are", text=no)),
        Step("P_predicted", tp + fp, Says("metrics_said", text=yes)),
        Step("N_predicted", fn + tn, Says("metrics_said", text=no)),
    ]
    trivial = counts.total in (four["TP"], four["TN"])
    further = kappa(["P", "N"], ["P_predicted", "N_predicted"], trivial)
    part.sections = [
        Section(Says("metrics_section_table"), [Block(None, [], None, "", counts.table())]),
        Section(Says("metrics_section"), blocks),
        Section(
            Says("metrics_section_further"),
            [
                Block(None, [Step("balanced_accuracy", balanced, Says("metrics_balanced"))]),
                Block(None, sums, Says("metrics_sums")),
                Block(None, [matthews(four)], Says("metrics_matthews_intro")),
                Block(None, further, Says("metrics_kappa_intro")),
            ],
        ),
    ]
    if trivial:
        part.notes.append(Says("metrics_no_kappa"))
    found = ["accuracy", "error_rate", *[step.name for step in (*shares, *scores)], "balanced_accuracy", "MCC"]
    part.answers = [*found, *[step.name for step in further if step.name == "kappa"]]
    part.marks = {"P_predicted": Mark("P", "predicted"), "N_predicted": Mark("N", "predicted")}
    return part


def recomputed(counts: Counts, values: dict) -> bool:
    """Whether accuracy and F1 come out the same from the counts alone, by other formulas."""
    four = counts.four()
    whole_table = 2 * four["TP"] + four["FP"] + four["FN"]
    same = float(values["accuracy"]) * counts.total - (four["TP"] + four["TN"])
    if abs(same) > 1e-9 * counts.total:
        return False
    return not whole_table or abs(float(values["F1"]) - 2 * four["TP"] / whole_table) < 1e-9
