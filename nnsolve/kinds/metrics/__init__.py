"""Confusion tables: accuracy, precision, recall, F1, averages over classes; ROC curves and AUC."""

from __future__ import annotations

from ...formula.exact import to_fraction
from ...formula.expr import Num
from ...formula.marks import AnyMark, Applied, Mark
from ...formula.numbers import Numeric
from ...formula.rounding import Rounding
from ...names import Name, Role
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice, Field, ListOf, Number, Raw, Schema, Text, With, together
from ...reading.yamlfile import Faults
from ...solution import Column, Ref, Says, Solution, Table, evaluate, names_of
from ...working import Working
from . import several, two
from .measures import BALANCED, BETA, CHANCE, ERROR_RATE, KAPPA, measure
from .read import MOST_SAMPLES, Data, read_data
from .roc import AUC, AUC_PAIRS, PAIRS, TIED, roc
from .several import AVERAGES, report, several_classes
from .statement import samples_table, statement
from .two import two_classes

TOPIC = "Data and metrics"
PLOTS = ("roc",)

_TABLE: Schema = {"anyOf": [{"type": "array", "items": {"type": "array"}}, {"type": "object"}]}
AGREE = 1e-9
COUNTED = With("table", "in which the samples are counted already")
THRESHOLD = Name(Role.OPTION, "threshold")


class Problem(CommonProblem):
    """Predictions against what is right: labels, scores, or a confusion table."""

    actual = Field(
        ListOf(Text(), MOST_SAMPLES),
        "the right class of each sample",
        default=None,
        example="[spam, spam, spam, ham, ham, ham]",
        excludes=COUNTED,
    )
    predicted = Field(
        ListOf(Text(), MOST_SAMPLES),
        "the predicted class of each sample",
        default=None,
        example="[spam, ham, spam, ham, spam, ham]",
        excludes=COUNTED,
    )
    positive = Field(
        Text(), "the positive class of two; 1 of 0 and 1 unless told", default="", example="spam", option=True
    )
    scores = Field(
        ListOf(Number(), MOST_SAMPLES),
        "instead of predicted: a probability or score of the positive class for each sample; gives the ROC curve",
        default=None,
        excludes=COUNTED,
    )
    threshold = Field(
        Number(),
        "with scores: the positive class is predicted where score ≥ threshold",
        default=None,
        option=True,
        needs="scores",
        excludes=(COUNTED, With("predicted", "which it would make of the scores")),
    )
    table = Field(
        Raw(_TABLE),
        "instead of samples: {TP: 4, FN: 1, FP: 2, TN: 18}, or rows of counts with rows: and classes:",
        default=None,
    )
    rows = Field(
        Choice("actual", "predicted"),
        "what the rows of the table are; the columns are the other",
        default="",
        needs="table",
    )
    classes = Field(ListOf(Text(), 100), "the classes in their order; sorted unless told", default=None)
    beta = Field(Number(above=0), "F_β as well as F1: β > 1 weighs recall more", default=None, option=True)
    zero_division = Field(Choice("0", "1"), "what counts for 0/0, as in scikit-learn: 0 or 1", default="0", option=True)

    @together()
    def data(self, faults: Faults) -> Data | None:
        """The samples or the table."""
        return read_data(self, faults)


SYNONYMS = {
    "precision": ("PPV", "P_precision"),
    "recall": ("sensitivity", "TPR", "hit_rate"),
    "specificity": ("TNR",),
    "accuracy": ("acc", "p_o"),
    "error_rate": ("error", "misclassification_rate"),
    "F1": ("F1-score", "F1_score"),
    "MCC": ("matthews",),
    "kappa": ("cohen_kappa",),
    "AUC": ("roc_auc", "AUC-ROC"),
}


def solve(problem: Problem) -> Working:
    """The table, the measures with the numbers put in, and the ROC curve where there are scores."""
    page, data, counts = Working(problem), problem.data, problem.data.counts
    samples = samples_table(problem)
    if samples:
        page.section(Says("metrics_section_samples"), whole=True)
        page.block(table=samples)
    if counts:
        write = two_classes if counts.positive else several_classes
        write(page, counts, problem.beta, problem.zero_division)
    if data.levels:
        positive, negative = data.pair
        roc(page, data.levels, positive, negative, bool(counts))
    if problem.threshold is not None:
        page.row({THRESHOLD: problem.threshold})
    if problem.beta is not None:
        page.row({BETA: problem.beta})
    page.marks |= _marks(problem)
    page.synonyms = _synonyms(names_of(page.steps), problem)
    page.table(lambda solution: _summary(problem, solution))
    page.check(lambda solution: _check(problem, solution))
    _write_notes(problem, page)
    page.statement = statement(problem)
    return page


def _synonyms(names: list[Name], problem: Problem) -> dict[str, Name]:
    """Other names of counts and measures, with the class or average that they are of."""
    words = SYNONYMS | {"Fbeta": (f"F{_beta(problem)}",)}
    known = set(names)
    found: dict[str, Name] = {}
    for name in names:
        for word in (name.of, *words.get(name.of, ())):
            found |= {text: name for text in _written(word, name.by) if text not in known}
    return found


def _written(word: str, item: str) -> list[str]:
    """How books write a measure of a class or an average: recall_cat, recall(cat), F1^(macro), macro F1."""
    if not item:
        return [word]
    forms = [measure(word, item), f"{word}({item})", f"{word}^({item})"]
    return [*forms, f"{item} {word}"] if item in AVERAGES else forms


def _beta(problem: Problem) -> str:
    """β as it stands below F: its number, or the letter where it is a formula."""
    return problem.beta.text if isinstance(problem.beta, Num) else "β"


def _marks(problem: Problem) -> dict[Name, AnyMark | str]:
    """How the measures are printed."""
    marks: dict[Name, AnyMark | str] = {BETA: "β", KAPPA: "κ", CHANCE: Mark("p_e"), ERROR_RATE: Mark("error rate")}
    marks |= {BALANCED: Mark("balanced accuracy"), PAIRS: Mark("right"), TIED: Mark("tied")}
    counts = problem.data.counts
    classes = counts.classes if counts else []
    for stem, sub in (("F1", "1"), ("Fbeta", _beta(problem))):
        marks[measure(stem)] = Mark("F", sub)
        for item in (*AVERAGES, *classes):
            marks[measure(stem, item)] = Applied(Mark("F", sub), Mark(item))
    return marks


def _summary(problem: Problem, solution: Solution) -> Table:
    """Every measure as an exact fraction and in the digits of the page; of several classes the report of them all."""
    counts = problem.data.counts
    if counts and not counts.positive:
        return report(counts, problem.beta)
    exact = evaluate(solution.steps, Rounding(exact=True), solution.given)
    rows = []
    for name in solution.reported:
        rows.append([Says("page_name", name=name), _fraction(exact[name]), Ref(name)])
    return Table(
        [
            Column("metrics_measure", "metrics_column_measure"),
            Column("metrics_fraction", "metrics_column_fraction"),
            Column("metrics_value", "metrics_column_value"),
        ],
        rows,
        title=Says("page_table_measures"),
    )


def _fraction(value: Numeric) -> str:
    """A value as a fraction; '' where it is irrational."""
    return "" if isinstance(value, float) else str(to_fraction(value)).replace("-", "−")


def _write_notes(problem: Problem, page: Working) -> None:
    """The conventions, and what has no value."""
    counts = problem.data.counts
    if problem.has("threshold"):
        page.note(Says("metrics_note_threshold"))
    if counts and counts.trivial:
        page.note(Says("metrics_no_kappa"), always=False)
    if problem.scores and not problem.data.levels:
        page.note(Says("metrics_note_no_roc"), always=False)
    page.note(rounding_note(problem.precision))


def _check(problem: Problem, solution: Solution) -> Says:
    """The same results by another way, at full precision."""
    values = evaluate(solution.steps, given=solution.given)
    counts = problem.data.counts
    same: dict[str, bool] = {}
    if counts and counts.positive:
        same["metrics_checked_two"] = two.recomputed(counts, values)
    elif counts:
        same["metrics_checked_several"] = several.recomputed(counts, values)
    if problem.data.levels:
        same["metrics_checked_auc"] = abs(values[AUC] - values[AUC_PAIRS]) < AGREE
    if not all(same.values()):
        return Says("metrics_differs")
    first, *second = map(Says, same)
    if second:
        return Says("metrics_checked_both", first=first, second=second[0])
    return Says("metrics_checked_one", first=first)
