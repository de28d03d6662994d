"""The measures of several classes: each against the others, then their averages."""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Div, Expr, Mul, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...solution import Block, Ref, Says, Section, Step, Table
from .counts import Counts, at, whole
from .measures import Measures, kappa, overall
from .part import Part

AVERAGED = ("precision", "recall", "F1", "Fbeta")
_ROOT = FUNCTIONS["sqrt"]


def several_classes(counts: Counts, beta: Expr | None, zero: str) -> Part:
    """One block a class, then macro, micro and weighted averages."""
    part, classes = Part(), counts.classes
    part.given, part.marks = dict(counts.given()), dict(counts.marks())
    blocks = [_class(counts, name, beta, zero, part) for name in classes]
    names = [name for name in AVERAGED if beta is not None or name != "Fbeta"]
    first = [Step("n", total_of([Symbol(f"support_{c}") for c in classes]), Says("metrics_n"))]
    first += overall(total_of([at(c, c) for c in classes]))
    part.sections = [
        Section(Says("metrics_section_table"), [Block(None, [], Says("metrics_cells"), "", counts.table())]),
        Section(Says("metrics_section_classes"), blocks),
        Section(Says("metrics_section_overall"), [Block(None, first)]),
        Section(Says("metrics_section_averages"), _averages(classes, names, beta, counts)),
        Section(Says("metrics_section_further"), _further(counts, part)),
    ]
    part.answers = ["accuracy", "error_rate"]
    part.answers += [f"{name}_{c}" for name in (*names, "specificity") for c in classes]
    part.answers += [f"{name}_{how}" for how in ("macro", "micro", "weighted") for name in names]
    part.answers += [name for name in ("balanced_accuracy", "MCC", "kappa") if _has(part.sections, name)]
    return part


def _has(sections: list[Section], name: str) -> bool:
    return any(step.name == name for section in sections for step in section.steps)


def _class(counts: Counts, name: str, beta: Expr | None, zero: str, part: Part) -> Block:
    """TP, FP, FN, TN of one class against the others, and its measures."""
    others = [other for other in counts.classes if other != name]
    four = {
        "TP": counts.cells[name, name],
        "FP": sum(counts.cells[other, name] for other in others),
        "FN": sum(counts.cells[name, other] for other in others),
    }
    four["TN"] = counts.total - sum(four.values())
    rest = [at(a, p) for a in others for p in others]
    steps = [
        Step(f"TP_{name}", at(name, name), Says("metrics_diagonal")),
        Step(f"FP_{name}", total_of([at(other, name) for other in others]), Says("metrics_column", text=name)),
        Step(f"FN_{name}", total_of([at(name, other) for other in others]), Says("metrics_row", text=name)),
        Step(f"TN_{name}", total_of(rest), Says("metrics_rest")),
        Step(f"support_{name}", Symbol(f"TP_{name}") + Symbol(f"FN_{name}"), Says("metrics_are", text=name)),
    ]
    measures = Measures(four, f"_{name}", name, beta, zero)
    steps += measures.shares() + measures.scores()
    part.undefined += measures.undefined
    keys = ("TP", "FP", "FN", "TN", "support", "precision", "recall", "specificity", "F1")
    part.marks |= {f"{key}_{name}": Mark(key, name) for key in keys}
    return Block(Says("metrics_class", text=name), steps)


def _averages(classes: list[str], names: list[str], beta: Expr | None, counts: Counts) -> list[Block]:
    n, size = Symbol("n"), whole(len(classes))
    macro = [Step(f"{m}_macro", Div(total_of([Symbol(f"{m}_{c}") for c in classes]), size)) for m in names]
    sums = [
        Step(f"{key}_all", total_of([Symbol(f"{key}_{c}") for c in classes]), Says("metrics_over_classes"))
        for key in ("TP", "FP", "FN")
    ]
    tp, fp, fn = (Symbol(f"{key}_all") for key in ("TP", "FP", "FN"))
    micro = [
        Step("precision_micro", Div(tp, tp + fp)),
        Step("recall_micro", Div(tp, tp + fn)),
        Step("F1_micro", Div(Mul((TWO, tp)), Mul((TWO, tp)) + fp + fn)),
    ]
    if beta is not None:
        square = Pow(Symbol("beta"), TWO)
        top = Mul((ONE + square, tp))
        micro.append(Step("Fbeta_micro", Div(top, top + Mul((square, fn)) + fp)))
    weighted = [
        Step(f"{m}_weighted", Div(total_of([Symbol(f"support_{c}") * Symbol(f"{m}_{c}") for c in classes]), n))
        for m in names
    ]
    return [
        Block(Says("metrics_macro"), macro, Says("metrics_macro_intro")),
        Block(Says("metrics_micro"), [*sums, *micro], Says("metrics_micro_intro")),
        Block(Says("metrics_weighted"), weighted, Says("metrics_weighted_intro")),
    ]


def _further(counts: Counts, part: Part) -> list[Block]:
    """Balanced accuracy, Matthews' coefficient and Cohen's κ.

    Source of the coefficient for several classes: Gorodkin, Comparing two K-category assignments by a K-category
    correlation coefficient, 2004.
    """
    classes = counts.classes
    held = [c for c in classes if counts.actual(c)]
    balanced = Div(total_of([Symbol(f"recall_{c}") for c in held]), whole(len(held)))
    key = "metrics_balanced_all" if len(held) == len(classes) else "metrics_balanced_some"
    steps = [Step("balanced_accuracy", balanced, Says(key))]
    supports = [f"support_{c}" for c in classes]
    said = [f"predicted_{c}" for c in classes]
    sums = [
        Step(f"predicted_{c}", Symbol(f"TP_{c}") + Symbol(f"FP_{c}"), Says("metrics_said", text=c)) for c in classes
    ]
    part.marks |= {f"predicted_{c}": Mark("predicted", c) for c in classes}
    trivial = any(counts.cells[c, c] == counts.total for c in classes)
    alone = any(max(map(get, classes)) == counts.total for get in (counts.actual, counts.predicted))
    if alone:
        mcc = [Step("MCC", whole(0), Says("metrics_zero_mcc"))]
    else:
        mcc = _correlation(supports, said)
        part.marks |= {
            "cov": Mark("cov"),
            "var_predicted": Mark("var", "predicted"),
            "var_actual": Mark("var", "actual"),
        }
    if trivial:
        part.notes.append(Says("metrics_no_kappa"))
    return [
        Block(None, steps),
        Block(None, [*sums, *kappa(supports, said, trivial)], Says("metrics_kappa_intro")),
        Block(None, mcc, Says("metrics_mcc_intro")),
    ]


def _correlation(supports: list[str], said: list[str]) -> list[Step]:
    """The correlation of actual and predicted classes, each times n²."""
    n, square = Symbol("n"), Pow(Symbol("n"), TWO)
    products = total_of([Symbol(a) * Symbol(p) for a, p in zip(supports, said, strict=True)])
    spread = [square - total_of([Pow(Symbol(name), TWO) for name in names]) for names in (said, supports)]
    return [
        Step("cov", Symbol("right") * n - products),
        Step("var_predicted", spread[0]),
        Step("var_actual", spread[1]),
        Step("MCC", Div(Symbol("cov"), _ROOT(Symbol("var_predicted") * Symbol("var_actual"))), Says("metrics_mcc")),
    ]


def report(counts: Counts, beta: Expr | None) -> Table:
    """The classes and averages side by side, as reports of libraries show them."""
    names = [name for name in AVERAGED if beta is not None or name != "Fbeta"]
    rows: list[list] = []
    for c in counts.classes:
        rows.append([Says("metrics_text", text=c), *[Ref(f"{m}_{c}") for m in names], Ref(f"support_{c}")])
    for how in ("macro", "micro", "weighted"):
        rows.append([Says(f"metrics_{how}_short"), *[Ref(f"{m}_{how}") for m in names], Ref("n")])
    columns = ["metrics_class", *[Says("name", name=m) for m in names], "metrics_support"]
    return Table(columns, rows, title=Says("table_classes"))


def recomputed(counts: Counts, values: dict) -> bool:
    """Whether the micro averages and the weighted recall are the accuracy, as they must be."""
    accuracy = sum(counts.cells[c, c] for c in counts.classes) / counts.total
    names = ("precision_micro", "recall_micro", "F1_micro", "recall_weighted", "accuracy")
    return all(abs(float(values[name]) - accuracy) < 1e-9 for name in names)
