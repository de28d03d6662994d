"""The measures of several classes: each against the others, then their averages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product, starmap

from ...formula.expr import ONE, TWO, Div, Expr, Mul, Pow, Symbol, dot_of, sum_of, total_of, whole
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...formula.numbers import Numeric
from ...names import Name
from ...solution import Column, Ref, Says, Table, refs
from ...working import Working
from .counts import RIGHT, Counts, N, at, count
from .measures import ACCURACY, BALANCED, BETA, ERROR_RATE, KAPPA, MCC, Measures, kappa, measure, overall

AVERAGED = ("precision", "recall", "F1")
AVERAGES = ("macro", "micro", "weighted")
COVARIANCE, SPREAD_SAID, SPREAD = measure("cov"), measure("var", "predicted"), measure("var", "actual")
_ROOT = FUNCTIONS["sqrt"]


_AVERAGES = {"macro": "metrics_macro_short", "micro": "metrics_micro_short", "weighted": "metrics_weighted_short"}


def several_classes(page: Working, counts: Counts, beta: Expr | None, zero: str) -> None:
    """One block a class, then macro, micro and weighted averages."""
    classes = counts.classes
    page.given |= counts.given()
    page.marks |= counts.marks()
    page.section(Says("metrics_section_table"), whole=True)
    page.block(intro=Says("metrics_cells"), table=counts.table())
    page.section(Says("metrics_section_classes"))
    undefined = [_class(page, counts, name, beta, zero) for name in classes]
    names = _averaged(beta)
    page.section(Says("metrics_section_overall"))
    page.block()
    page.step(N, sum_of(_each("support", classes)), Says("metrics_n"))
    overall(page, total_of([at(c, c) for c in classes]))
    page.section(Says("metrics_section_averages"))
    _macro(page, names, classes)
    _micro(page, classes, beta)
    _weighted(page, names, classes)
    page.section(Says("metrics_section_further"))
    _further(page, counts)
    page.answers += [ACCURACY, ERROR_RATE]
    page.answers += starmap(measure, product((*names, "specificity"), classes))
    page.answers += [measure(name, how) for how in AVERAGES for name in names]
    page.answers += [BALANCED, MCC, KAPPA]
    page.note(Says("metrics_note_turns"))
    if any(undefined):
        page.note(Says("metrics_note_zero", value=zero))


def _averaged(beta: Expr | None) -> tuple[str, ...]:
    """The measures that are averaged; F_β where a β is given."""
    return AVERAGED if beta is None else (*AVERAGED, "Fbeta")


def _each(word: str, classes: list[str]) -> list[Name]:
    """The count of every class."""
    return [count(word, name) for name in classes]


def _measured(word: str, classes: list[str]) -> list[Name]:
    """The measure of every class."""
    return [measure(word, name) for name in classes]


def _marked(page: Working, names: Iterable[Name]) -> None:
    """Prints names with what they are of below."""
    page.marks |= {name: Mark(name.of, name.by) for name in names}


def _class(page: Working, counts: Counts, name: str, beta: Expr | None, zero: str) -> bool:
    """TP, FP, FN, TN of one class against the others, and its measures; says whether one of them was 0/0."""
    others = [other for other in counts.classes if other != name]
    tp, fp, fn, tn, support = (count(word, name) for word in ("TP", "FP", "FN", "TN", "support"))
    page.block(Says("metrics_class", text=name))
    page.step(tp, at(name, name), Says("metrics_diagonal"))
    page.step(fp, total_of([at(other, name) for other in others]), Says("metrics_column", text=name))
    page.step(fn, total_of([at(name, other) for other in others]), Says("metrics_row", text=name))
    page.step(tn, total_of(list(starmap(at, product(others, others)))), Says("metrics_rest"))
    page.step(support, Symbol(tp) + Symbol(fn), Says("metrics_are", text=name))
    measures = Measures(page, counts.against(name), name, name, beta, zero)
    names = [tp, fp, fn, tn, support, *measures.shares(), *measures.scores()]
    _marked(page, names)
    return bool(measures.undefined)


def _macro(page: Working, names: Iterable[str], classes: list[str]) -> None:
    """Means over the classes."""
    page.block(Says("metrics_macro"), Says("metrics_macro_intro"))
    for name in names:
        page.step(measure(name, "macro"), Div(sum_of(_measured(name, classes)), whole(len(classes))))


def _micro(page: Working, classes: list[str], beta: Expr | None) -> None:
    """The measures of the counts of all classes together."""
    page.block(Says("metrics_micro"), Says("metrics_micro_intro"))
    tp, fp, fn = (
        page.step(count(key, "all"), sum_of(_each(key, classes)), Says("metrics_over_classes"))
        for key in ("TP", "FP", "FN")
    )
    page.step(measure("precision", "micro"), Div(tp, tp + fp))
    page.step(measure("recall", "micro"), Div(tp, tp + fn))
    page.step(measure("F1", "micro"), Div(Mul((TWO, tp)), Mul((TWO, tp)) + fp + fn))
    if beta is not None:
        square = Pow(Symbol(BETA), TWO)
        top = Mul((ONE + square, tp))
        page.step(measure("Fbeta", "micro"), Div(top, top + Mul((square, fn)) + fp))


def _weighted(page: Working, names: Iterable[str], classes: list[str]) -> None:
    """Means over the samples: every class counts as often as it has samples."""
    page.block(Says("metrics_weighted"), Says("metrics_weighted_intro"))
    supports = _each("support", classes)
    for name in names:
        page.step(measure(name, "weighted"), Div(dot_of(supports, _measured(name, classes)), Symbol(N)))


def _further(page: Working, counts: Counts) -> None:
    """Balanced accuracy, Cohen's κ and Matthews' coefficient."""
    classes = counts.classes
    held = [name for name in classes if counts.actual(name)]
    key = "metrics_balanced_all" if len(held) == len(classes) else "metrics_balanced_some"
    page.block()
    page.step(BALANCED, Div(sum_of(_measured("recall", held)), whole(len(held))), Says(key))
    supports, said = _each("support", classes), _each("predicted", classes)
    page.block(intro=Says("metrics_kappa_intro"))
    for name in said:
        total = Symbol(count("TP", name.by)) + Symbol(count("FP", name.by))
        page.step(name, total, Says("metrics_said", text=name.by))
    _marked(page, said)
    kappa(page, supports, said, counts.trivial)
    page.block(intro=Says("metrics_mcc_intro"))
    if counts.alike:
        page.step(MCC, whole(0), Says("metrics_zero_mcc"))
    else:
        _correlation(page, supports, said)


def _correlation(page: Working, supports: list[Name], said: list[Name]) -> None:
    """The correlation of actual and predicted classes, each times n².

    Source: Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient, 2004.
    """
    n, square = Symbol(N), Pow(Symbol(N), TWO)
    covariance = page.step(COVARIANCE, Symbol(RIGHT) * n - dot_of(supports, said))
    spread_said = page.step(SPREAD_SAID, square - _squares(said))
    spread = page.step(SPREAD, square - _squares(supports))
    page.step(MCC, Div(covariance, _ROOT(spread_said * spread)), Says("metrics_mcc"))
    _marked(page, (COVARIANCE, SPREAD_SAID, SPREAD))


def _squares(names: list[Name]) -> Expr:
    return total_of([Pow(Symbol(name), TWO) for name in names])


def report(counts: Counts, beta: Expr | None) -> Table:
    """The classes and averages side by side, as reports of libraries show them."""
    names = _averaged(beta)
    rows: list[list] = []
    for c in counts.classes:
        rows.append([Says("metrics_text", text=c), *_row(names, c), Ref(count("support", c))])
    for how in AVERAGES:
        rows.append([Says(_AVERAGES[how]), *_row(names, how), Ref(N)])
    heads = [Says("page_name", name=measure(name)) for name in names]
    return Table(
        [Column("metrics_class", "metrics_column_class"), *heads, Column("metrics_support", "metrics_column_support")],
        rows,
        title=Says("page_table_classes"),
    )


def _row(names: Iterable[str], item: str) -> list[Ref]:
    """The measures of a class or of an average side by side."""
    return refs(measure(name, item) for name in names)


def recomputed(counts: Counts, values: Mapping[Name, Numeric]) -> bool:
    """Whether the micro averages and the weighted recall are the accuracy, as they must be."""
    accuracy = sum(counts.cells[c, c] for c in counts.classes) / counts.total
    micro = [measure(name, "micro") for name in ("precision", "recall", "F1")]
    names = (*micro, measure("recall", "weighted"), ACCURACY)
    return all(abs(float(values[name]) - accuracy) < 1e-9 for name in names)
