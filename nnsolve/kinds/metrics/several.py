"""The measures of several classes: each against the others, then their averages."""

from __future__ import annotations

from itertools import product, starmap

from ...formula.expr import ONE, TWO, Div, Expr, Mul, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name
from ...solution import Block, Ref, Says, Section, Step, Table
from ...working import Working
from .counts import FN, FP, RIGHT, TN, TP, Counts, N, at, count, whole
from .measures import ACCURACY, BALANCED, BETA, ERROR_RATE, KAPPA, MCC, Measures, kappa, measure, overall

AVERAGED = ("precision", "recall", "F1", "Fbeta")
AVERAGES = ("macro", "micro", "weighted")
COVARIANCE, SPREAD_SAID, SPREAD = measure("cov"), measure("var", "predicted"), measure("var", "actual")
_ROOT = FUNCTIONS["sqrt"]


def several_classes(page: Working, counts: Counts, beta: Expr | None, zero: str):
    """One block a class, then macro, micro and weighted averages."""
    classes = counts.classes
    page.given |= counts.given()
    page.marks |= counts.marks()
    table = Block(intro=Says("metrics_cells"), table=counts.table())
    page.add([Section(Says("metrics_section_table"), [table])], whole=True)
    page.section(Says("metrics_section_classes"))
    undefined = [_class(page, counts, name, beta, zero) for name in classes]
    names = [name for name in AVERAGED if beta is not None or name != "Fbeta"]
    first = [Step(N, total_of([Symbol(count("support", c)) for c in classes]), Says("metrics_n"))]
    first += overall(total_of([at(c, c) for c in classes]))
    page.section(Says("metrics_section_overall"), Block(None, first))
    page.section(Says("metrics_section_averages"), *_averages(classes, names, beta, counts))
    page.section(Says("metrics_section_further"), *_further(page, counts))
    page.answers += [ACCURACY, ERROR_RATE]
    page.answers += starmap(measure, product((*names, "specificity"), classes))
    page.answers += [measure(name, how) for how in AVERAGES for name in names]
    page.answers += [BALANCED, MCC, KAPPA]
    page.note(Says("metrics_note_turns"))
    if any(undefined):
        page.note(Says("metrics_note_zero", value=zero))


def _class(page: Working, counts: Counts, name: str, beta: Expr | None, zero: str) -> bool:
    """TP, FP, FN, TN of one class against the others, and its measures; says whether one of them was 0/0."""
    others = [other for other in counts.classes if other != name]
    four = {
        TP: counts.cells[name, name],
        FP: sum(counts.cells[other, name] for other in others),
        FN: sum(counts.cells[name, other] for other in others),
    }
    four[TN] = counts.total - sum(four.values())
    rest = [at(a, p) for a in others for p in others]
    tp, fp, fn, tn, support = (count(word, name) for word in ("TP", "FP", "FN", "TN", "support"))
    steps = [
        Step(tp, at(name, name), Says("metrics_diagonal")),
        Step(fp, total_of([at(other, name) for other in others]), Says("metrics_column", text=name)),
        Step(fn, total_of([at(name, other) for other in others]), Says("metrics_row", text=name)),
        Step(tn, total_of(rest), Says("metrics_rest")),
        Step(support, Symbol(tp) + Symbol(fn), Says("metrics_are", text=name)),
    ]
    measures = Measures(four, name, name, beta, zero)
    steps += measures.shares() + measures.scores()
    page.marks |= {step.name: Mark(step.name.of, name) for step in steps}
    page.block(Says("metrics_class", text=name)).steps += steps
    return bool(measures.undefined)


def _averages(classes: list[str], names: list[str], beta: Expr | None, counts: Counts) -> list[Block]:
    n, size = Symbol(N), whole(len(classes))
    each = {name: [Symbol(measure(name, c)) for c in classes] for name in names}
    macro = [Step(measure(name, "macro"), Div(total_of(shares), size)) for name, shares in each.items()]
    sums = [
        Step(count(key, "all"), total_of([Symbol(count(key, c)) for c in classes]), Says("metrics_over_classes"))
        for key in ("TP", "FP", "FN")
    ]
    tp, fp, fn = (Symbol(step.name) for step in sums)
    micro = [
        Step(measure("precision", "micro"), Div(tp, tp + fp)),
        Step(measure("recall", "micro"), Div(tp, tp + fn)),
        Step(measure("F1", "micro"), Div(Mul((TWO, tp)), Mul((TWO, tp)) + fp + fn)),
    ]
    if beta is not None:
        square = Pow(Symbol(BETA), TWO)
        top = Mul((ONE + square, tp))
        micro.append(Step(measure("Fbeta", "micro"), Div(top, top + Mul((square, fn)) + fp)))
    supports = [Symbol(count("support", c)) for c in classes]
    weighted = []
    for name, shares in each.items():
        products = [support * share for support, share in zip(supports, shares, strict=True)]
        weighted.append(Step(measure(name, "weighted"), Div(total_of(products), n)))
    return [
        Block(Says("metrics_macro"), macro, Says("metrics_macro_intro")),
        Block(Says("metrics_micro"), [*sums, *micro], Says("metrics_micro_intro")),
        Block(Says("metrics_weighted"), weighted, Says("metrics_weighted_intro")),
    ]


def _further(page: Working, counts: Counts) -> list[Block]:
    """Balanced accuracy, Matthews' coefficient and Cohen's κ.

    Source of the coefficient for several classes: Gorodkin, Comparing two K-category assignments by a K-category
    correlation coefficient, 2004.
    """
    classes = counts.classes
    held = [c for c in classes if counts.actual(c)]
    balanced = Div(total_of([Symbol(measure("recall", c)) for c in held]), whole(len(held)))
    key = "metrics_balanced_all" if len(held) == len(classes) else "metrics_balanced_some"
    steps = [Step(BALANCED, balanced, Says(key))]
    supports = [count("support", c) for c in classes]
    said = [count("predicted", c) for c in classes]
    sums = [
        Step(name, Symbol(count("TP", c)) + Symbol(count("FP", c)), Says("metrics_said", text=c))
        for name, c in zip(said, classes, strict=True)
    ]
    page.marks |= {name: Mark(name.of, name.by) for name in said}
    alone = any(max(map(get, classes)) == counts.total for get in (counts.actual, counts.predicted))
    if alone:
        mcc = [Step(MCC, whole(0), Says("metrics_zero_mcc"))]
    else:
        mcc = _correlation(supports, said)
        page.marks |= {name: Mark(name.of, name.by) for name in (COVARIANCE, SPREAD_SAID, SPREAD)}
    return [
        Block(None, steps),
        Block(None, [*sums, *kappa(supports, said, counts.trivial)], Says("metrics_kappa_intro")),
        Block(None, mcc, Says("metrics_mcc_intro")),
    ]


def _correlation(supports: list[Name], said: list[Name]) -> list[Step]:
    """The correlation of actual and predicted classes, each times n²."""
    n, square = Symbol(N), Pow(Symbol(N), TWO)
    products = total_of([Symbol(a) * Symbol(p) for a, p in zip(supports, said, strict=True)])
    spread = [square - total_of([Pow(Symbol(name), TWO) for name in names]) for names in (said, supports)]
    return [
        Step(COVARIANCE, Symbol(RIGHT) * n - products),
        Step(SPREAD_SAID, spread[0]),
        Step(SPREAD, spread[1]),
        Step(MCC, Div(Symbol(COVARIANCE), _ROOT(Symbol(SPREAD_SAID) * Symbol(SPREAD))), Says("metrics_mcc")),
    ]


def report(counts: Counts, beta: Expr | None) -> Table:
    """The classes and averages side by side, as reports of libraries show them."""
    names = [name for name in AVERAGED if beta is not None or name != "Fbeta"]
    rows: list[list] = []
    for c in counts.classes:
        shares = [Ref(measure(name, c)) for name in names]
        rows.append([Says("metrics_text", text=c), *shares, Ref(count("support", c))])
    for how in AVERAGES:
        rows.append([Says(f"metrics_{how}_short"), *[Ref(measure(name, how)) for name in names], Ref(N)])
    columns = ["metrics_class", *[Says("name", name=measure(name)) for name in names], "metrics_support"]
    return Table(columns, rows, title=Says("table_classes"))


def recomputed(counts: Counts, values: dict[Name, float]) -> bool:
    """Whether the micro averages and the weighted recall are the accuracy, as they must be."""
    accuracy = sum(counts.cells[c, c] for c in counts.classes) / counts.total
    micro = [measure(name, "micro") for name in ("precision", "recall", "F1")]
    names = (*micro, measure("recall", "weighted"), ACCURACY)
    return all(abs(float(values[name]) - accuracy) < 1e-9 for name in names)
