"""Confusion tables and ROC curves: measures against scikit-learn and by hand, conventions, bad input."""

from __future__ import annotations

import math
import random
import warnings
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.marking.key import Key

from ..support import check_ends, check_fault, keyed

HEAD = "kind: metrics\n"
FOUR = "table: {TP: 4, FN: 1, FP: 2, TN: 18}\n"
THREE = "actual: [0, 1, 2, 2, 2]\npredicted: [0, 0, 2, 2, 1]\n"

VALUES = [
    # keys, name, value by hand
    (FOUR, "accuracy", 22 / 25),
    (FOUR, "error_rate", 3 / 25),
    (FOUR, "precision", 4 / 6),
    (FOUR, "recall", 4 / 5),
    (FOUR, "specificity", 18 / 20),
    (FOUR, "F1", 8 / 11),
    (FOUR + "beta: 2", "Fbeta", 5 * 4 / (5 * 4 + 4 * 1 + 2)),
    (FOUR + "beta: 0.5", "Fbeta", 1.25 * 4 / (1.25 * 4 + 0.25 * 1 + 2)),
    (FOUR, "balanced_accuracy", 0.85),
    (FOUR, "MCC", 70 / math.sqrt(6 * 5 * 20 * 19)),
    (FOUR, "p_e", (5 * 6 + 20 * 19) / 625),
    ("table: [[4, 1], [2, 18]]\nrows: actual\nclasses: [yes!, no!]\npositive: yes!", "precision", 4 / 6),
    ("table: [[4, 2], [1, 18]]\nrows: predicted\nclasses: [yes!, no!]\npositive: yes!", "precision", 4 / 6),
    ("table: [[4, 1], [2, 18]]\nrows: actual\nclasses: [a, b]", "F1_a", 8 / 11),
    ("actual: [1, 0, 1]\npredicted: [1, 1, 0]", "precision", 1 / 2),
    ("actual: [1, 0, 1]\nscores: [0.5, 0.49, 0.2]\nthreshold: 0.5", "recall", 1 / 2),
    ("actual: [1, 0, 1]\nscores: [0.50, 0.5, 1/2]", "AUC", 1 / 2),
    ("actual: [1, 0, 1, 0]\nscores: [3, 2, 1, 0]", "AUC", 3 / 4),
    (THREE, "F1_macro", (2 / 3 + 0 + 4 / 5) / 3),
    (THREE, "recall_weighted", 3 / 5),
    (THREE, "kappa", (0.6 - 9 / 25) / (1 - 9 / 25)),
    (THREE + "classes: [0, 1, 2, 3]", "precision_macro", 1.5 / 4),
]


@pytest.mark.parametrize(("keys", "name", "value"), VALUES)
def test_values(solved, keys, name, value):
    """Every measure is that of a hand."""
    assert float(solved(HEAD + keys + "\n").values[name]) == pytest.approx(value, rel=1e-12, abs=1e-12)


UNDEFINED = [
    # counts, zero_division, name, value of scikit-learn 1.7
    ("{TP: 0, FN: 3, FP: 0, TN: 2}", "0", "precision", 0),
    ("{TP: 0, FN: 3, FP: 0, TN: 2}", "1", "precision", 1),
    ("{TP: 0, FN: 3, FP: 0, TN: 2}", "1", "F1", 0),
    ("{TP: 0, FN: 0, FP: 3, TN: 2}", "1", "recall", 1),
    ("{TP: 0, FN: 0, FP: 0, TN: 2}", "1", "F1", 1),
    ("{TP: 0, FN: 0, FP: 0, TN: 2}", "0", "F1", 0),
    ("{TP: 0, FN: 2, FP: 2, TN: 2}", "0", "F1", 0),
    ("{TP: 2, FN: 2, FP: 0, TN: 0}", "0", "specificity", 0),
    ("{TP: 2, FN: 2, FP: 0, TN: 0}", "0", "MCC", 0),
]


@pytest.mark.parametrize(("counts", "zero", "name", "value"), UNDEFINED)
def test_zero_by_zero(solved, counts, zero, name, value):
    """0/0 counts as the problem says, and the page says so."""
    solution = solved(f"{HEAD}table: {counts}\nzero_division: {zero}\n")
    assert solution.values[name] == value
    page = nnsolve.render(solution, "text", width=80)
    assert "0/0" in page or name == "F1"


def test_kappa_without_a_value(solved):
    """Where all samples stand in one cell κ is 0/0; this is said and no number printed."""
    solution = solved(HEAD + "table: {TP: 5, FN: 0, FP: 0, TN: 0}\n")
    assert "kappa" not in solution.values
    assert "has no value" in " ".join(nnsolve.render(solution, "text", width=80).split())


def written(names: list) -> str:
    """A list as a problem file writes it."""
    return f"[{', '.join(map(str, names))}]"


@pytest.mark.parametrize("zero", [0, 1])
@pytest.mark.parametrize("classes", [2, 3, 6])
@pytest.mark.parametrize("seed", range(6))
def test_sklearn_several(solved, classes, seed, zero):
    """Every class and every average agree with scikit-learn over random predictions."""
    metrics = pytest.importorskip("sklearn.metrics")
    draw = random.Random(100 * classes + seed)
    names = ["ant", "bee", "cat", "dog", "eel", "fox"][:classes]
    n = draw.choice([3, 8, 40])
    actual, said = [[draw.choice(names) for _ in range(n)] for _ in range(2)]
    keys = f"actual: {written(actual)}\npredicted: {written(said)}\nclasses: {written(names)}\nbeta: 0.5\n"
    values = solved(f"{HEAD}{keys}zero_division: {zero}\n").values
    given_ = {"labels": names, "zero_division": zero}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for beta, stem in ((1, "F1"), (0.5, "Fbeta")):
            each = metrics.precision_recall_fscore_support(actual, said, beta=beta, **given_)
            for k, name in enumerate(names):
                found = [values[f"{m}_{name}"] for m in ("precision", "recall", stem, "support")]
                assert found == pytest.approx([column[k] for column in each])
            for how in ("macro", "micro", "weighted"):
                mean = metrics.precision_recall_fscore_support(actual, said, beta=beta, average=how, **given_)
                assert [values[f"{m}_{how}"] for m in ("precision", "recall", stem)] == pytest.approx(mean[:3])
        assert values["accuracy"] == pytest.approx(metrics.accuracy_score(actual, said))
        assert values["balanced_accuracy"] == pytest.approx(metrics.balanced_accuracy_score(actual, said))
        assert values["MCC"] == pytest.approx(metrics.matthews_corrcoef(actual, said))
        if "kappa" in values:
            assert values["kappa"] == pytest.approx(metrics.cohen_kappa_score(actual, said))


@pytest.mark.parametrize("zero", [0, 1])
@pytest.mark.parametrize("seed", range(12))
def test_sklearn_two(solved, seed, zero):
    """Two classes, one of them positive: all measures agree with scikit-learn."""
    metrics = pytest.importorskip("sklearn.metrics")
    draw = random.Random(seed)
    n = draw.choice([2, 5, 30])
    actual, said = [[draw.choice(["no!", "yes!"]) for _ in range(n)] for _ in range(2)]
    keys = f"actual: {written(actual)}\npredicted: {written(said)}\nclasses: [no!, yes!]\npositive: yes!\nbeta: 3\n"
    values = solved(f"{HEAD}{keys}zero_division: {zero}\n").values
    given_ = {"pos_label": "yes!", "zero_division": zero}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert values["precision"] == pytest.approx(metrics.precision_score(actual, said, **given_))
        assert values["recall"] == pytest.approx(metrics.recall_score(actual, said, **given_))
        assert values["F1"] == pytest.approx(metrics.f1_score(actual, said, **given_))
        assert values["Fbeta"] == pytest.approx(metrics.fbeta_score(actual, said, beta=3, **given_))
        specificity = metrics.recall_score(actual, said, pos_label="no!", zero_division=zero)
        assert values["specificity"] == pytest.approx(specificity)
        assert values["MCC"] == pytest.approx(metrics.matthews_corrcoef(actual, said))
        if "kappa" in values:
            assert values["kappa"] == pytest.approx(metrics.cohen_kappa_score(actual, said))


@pytest.mark.parametrize("seed", range(10))
def test_sklearn_roc(solved, seed):
    """The points of the curve and its area agree with scikit-learn, with ties among the scores."""
    metrics = pytest.importorskip("sklearn.metrics")
    draw = random.Random(seed)
    n = draw.choice([4, 12, 60])
    actual = [0, 1, *[draw.randrange(2) for _ in range(n)]]
    scores = [draw.randrange(-9, 10) / 10 for _ in actual]
    solution = solved(f"{HEAD}actual: {written(actual)}\nscores: {written(scores)}\nthreshold: 0.1\n")
    values = solution.values
    fpr, tpr, _ = metrics.roc_curve(actual, scores, drop_intermediate=False)
    assert [values[f"FPR_{k}"] for k in range(len(fpr))] == pytest.approx(fpr.tolist())
    assert [values[f"TPR_{k}"] for k in range(len(tpr))] == pytest.approx(tpr.tolist())
    assert values["AUC"] == pytest.approx(metrics.roc_auc_score(actual, scores))
    said = [int(score >= 0.1) for score in scores]
    assert values["accuracy"] == pytest.approx(metrics.accuracy_score(actual, said))
    assert solution.check.key == "metrics_checked_both"


PROSE = [
    (FOUR, "4/5"),
    (FOUR, "The positive class is positive."),
    (FOUR + "classes: [ill, well]", "of those predicted as ill, how many are"),
    (FOUR + "beta: 2", "F₂"),
    (THREE, "each is taken as positive in turn"),
    (THREE, "so all of these are the accuracy"),
    (
        "actual: [1, 0]\nscores: [0.5, 0.2]\nthreshold: 0.5",
        "A score that equals the threshold",
    ),
    ("actual: [1, 1]\nclasses: [0, 1]\nscores: [0.5, 0.2]\nthreshold: 0.5", "there is no ROC curve"),
]


@pytest.mark.parametrize(("keys", "words"), PROSE)
@pytest.mark.parametrize("width", [60, 80, 110])
def test_what_the_page_says(solved, keys, words, width):
    """Conventions are named, and no line is wider than the page."""
    page = nnsolve.render(solved(HEAD + keys + "\n"), "text", width=width)
    assert words in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= width


ASKED = [
    (FOUR, "sensitivity", "recall"),
    (FOUR, "acc", "accuracy"),
    (FOUR, "F1-score", "F1"),
    (FOUR + "beta: 2\n", "F2", "Fbeta"),
    (THREE, "sensitivity_2", "recall_2"),
    (THREE, "f1_macro", "F1_macro"),
    ("actual: [1, 0]\nscores: [2, 1]\n", "auc", "AUC"),
    ("actual: [1, 0]\nscores: [2, 1]\n", "A₂", "area_2"),
    ("actual: [1, 0]\nscores: [2, 1]\n", r"\mathrm{TPR}_{1}", "TPR_1"),
    ("actual: [1, 0]\nscores: [2, 1]\n", "right", "right_pairs"),
    ("actual: [1, 0]\nscores: [2, 1]\nthreshold: 1.5\n", "right", "right"),
    (FOUR, "error rate", "error_rate"),
    (FOUR, r"\mathrm{error\ rate}", "error_rate"),
    (FOUR, "F₁", "F1"),
    (FOUR, "$F_1$", "F1"),
    (FOUR, "κ", "kappa"),
    (FOUR, "Recall", "recall"),
    (FOUR + "beta: 2\n", "F_β", "Fbeta"),
    (FOUR + "beta: 2\n", "F₂", "Fbeta"),
    (FOUR + "beta: 1\n", "F₁", "F1"),
    (THREE, "F₁(macro)", "F1_macro"),
    (THREE, "F₁⁽macro⁾", "F1_macro"),
    (THREE, "F_1^{(macro)}", "F1_macro"),
    (THREE, r"F_{1}(\mathrm{macro})", "F1_macro"),
    (THREE, 'F_(1)("macro")', "F1_macro"),
    (THREE, "macro F1", "F1_macro"),
    (THREE, "recall (2)", "recall_2"),
]


@pytest.mark.parametrize(("keys", "word", "name"), ASKED)
def test_asked(solved, keys, word, name):
    """Usual names are understood, in answers too, and only what leads there is printed."""
    solution, whole = solved(f"{HEAD}{keys}asked:\n- '{word}'\n"), solved(HEAD + keys)
    assert list(solution.answers) == [name]
    assert len(solution.steps) < len(whole.steps)
    assert whole.resolver.find(word) == name


def test_old_spelling_of_counts_at_a_threshold():
    """An answer may call TP at the first threshold TP@1, as it was once spelt."""
    problem = nnsolve.load("metrics-roc")[0]
    assert [Key(problem).known.find(text) for text in ("TP@1", "FP@2", "TP_1")] == ["TP_1", "FP_2", "TP_1"]


NOT_ASKED = [
    (FOUR, "TP", "‘TP’ is not a result of this problem: it is given."),
    (FOUR + "beta: 2\n", "β", "it is given"),
    (FOUR, "", "‘’ is not a result of this problem. Results: n, right, accuracy"),
    ("actual: [F1, f1, dE]\npredicted: [F1, f1, dE]\n", "f1(f1)", "is not a result of this problem"),
    ("actual: [F1, f1, dE]\npredicted: [F1, f1, dE]\n", "dE", "is not a result"),
]


@pytest.mark.parametrize(("keys", "word", "message"), NOT_ASKED)
def test_not_asked(trouble, keys, word, message):
    """What is given, means several things or nothing is refused."""
    assert message in str(trouble(f"{HEAD}{keys}asked:\n- '{word}'\n"))


def test_nearest_name(trouble):
    """A misspelt measure finds its nearest."""
    assert "Did you mean ‘precision’" in str(trouble(f"{HEAD}{FOUR}asked: [precison]\n"))


def test_carried_rounding(solved):
    """With two decimals carried F1 follows from the printed precision and recall."""
    values = solved(f"{HEAD}{FOUR}rounding: {{decimals: 2, carry: true}}\n").values
    assert values["precision"] == Decimal("0.67")
    assert values["F1"] == Decimal("0.73")


BAD = [
    ("title: x", 1, 1, "write actual: with predicted:"),
    ("actual: [a, b]", 1, 1, "predicted: is missing"),
    ("actual: [a, b]\npredicted: [a]", 3, 12, "expected 2 values, one for each of actual:; here is 1"),
    ("actual: [a, a]\npredicted: [a, a]", 2, 9, "at least two classes"),
    ("actual: []\npredicted: []", 2, 9, "at least one sample"),
    ("actual: [a, '']\npredicted: [a, a]", 2, 13, "expected a class"),
    ("actual: [a, macro]\npredicted: [a, a]", 2, 13, "stands for an average"),
    ("actual: [a, b]\npredicted: [a, c]\nclasses: [a, b]", 3, 16, "none of the classes a, b"),
    ("actual: [a, b]\npredicted: [a, b]\npositive: c", 4, 11, "one of the classes a, b"),
    ("actual: [a, b, c]\npredicted: [a, b, a]\npositive: c", 4, 11, "needs two classes"),
    ("actual: [a, b]\npredicted: [a, b]\nthreshold: 1", 4, 12, "threshold: cannot stand beside predicted:"),
    ("actual: [a, b]\nscores: [1, 2]", 1, 1, "positive: is missing"),
    ("actual: [a, b, c]\nscores: [1, 2, 3]\npositive: a", 4, 11, "needs two classes"),
    ("actual: [1, 0]\nscores: [x, 2]", 3, 10, "expected a number"),
    ("actual: [1, 0]\nscores: [1, 2]\npositive: [1]", 4, 11, "expected a text, not a list"),
    ("actual: [1, 1]\nclasses: [0, 1]\nscores: [1, 2]", 4, 9, "samples of both classes"),
    ("actual: [1, 0]\npredicted: [1, 0]\nrows: actual", 4, 7, "rows: needs table:"),
    ("table: {TP: 1, FN: 2, FP: 3}", 2, 8, "TN is missing"),
    ("table: {TP: 1, FN: 2, FP: 3, TX: 4}", 2, 30, "expected TP, FN, FP and TN"),
    ("table: {TP: 1, FN: -2, FP: 3, TN: 4}", 2, 20, "expected a whole number"),
    ("table: {TP: 0, FN: 0, FP: 0, TN: 0}", 2, 8, "at least one sample"),
    ("table: {TP: 99999999999, FN: 0, FP: 0, TN: 0}", 2, 13, "to 1000000000"),
    ("table: [[1, 2], [3, 4]]", 1, 1, "rows: is missing"),
    ("table: [[1, 2], [3]]\nrows: actual\nclasses: [a, b]", 2, 17, "expected 2 counts"),
    ("table: [[1, 2]]\nrows: actual\nclasses: [a, b]", 2, 8, "expected 2 rows"),
    ("table: 5\nrows: actual\nclasses: [a, b]", 2, 8, "expected rows of counts"),
    ("table: [[1, 2], [3, 4]]\nrows: actual\nclasses: [a, a]", 4, 10, "once only"),
    ("table: [[1, 2], [3, 4]]\nrows: actual\nclasses: [a, b]\nactual: [a]", 5, 9, "actual: cannot stand beside table:"),
    (FOUR + "beta: 0", 3, 7, "greater than 0"),
    (FOUR + "zero_division: 2", 3, 16, "expected one of: 0, 1"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


_CELLS = st.sampled_from(["0", "1", "-1", "a", "b", "é", "1e308", "0.5", "", "macro", "1/3", "TP"])
_LISTS = st.lists(_CELLS, max_size=5).map(written)
_TABLES = st.sampled_from(
    [FOUR[7:].strip(), "[[1, 0], [0, 0]]", "[[0, 2], [3, 0]]", "[[1]]", "{TP: 0, FN: 0, FP: 0, TN: 7}"]
)
_BASES = st.sampled_from([FOUR, THREE, "actual: [1, 0, 1, 0]\nscores: [3, 2, 1, 0]\nthreshold: 2\n", ""])
_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "actual": _LISTS,
        "predicted": _LISTS,
        "scores": _LISTS,
        "table": _TABLES,
        "threshold": _CELLS,
        "positive": _CELLS,
        "classes": _LISTS,
        "rows": st.sampled_from(["actual", "predicted", "x"]),
        "beta": _CELLS,
        "zero_division": _CELLS,
        "asked": st.sampled_from(["[F1]", "[AUC, accuracy]", "[x]"]),
        "rounding": st.sampled_from(["{decimals: 0, carry: true}", "{figures: 2, carry: true}"]),
    },
)


@settings(max_examples=400, deadline=None)
@given(_BASES, _KEYS, st.sets(st.integers(0, 11), min_size=0, max_size=11))
def test_any_keys(base, keys, dropped):
    """Whatever stands in the file, there is a solution or an explained error."""
    written = dict(line.split(": ", 1) for line in base.splitlines())
    written |= {key: value for k, (key, value) in enumerate(keys.items()) if k not in dropped}
    assert all(solution.values for solution in check_ends(HEAD + keyed(written)))
