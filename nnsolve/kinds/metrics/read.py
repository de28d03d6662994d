"""The predictions of a problem: labels, scores with a threshold, or the table itself, checked for sense."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...errors import here
from ...reading.literals import exact_constant
from ...reading.schema import Whole
from ...reading.yamlfile import Faults, Node, complete
from .counts import FOUR, MOST_CLASSES, MOST_COUNT, RESERVED, Counts, sorted_classes
from .roc import MOST_THRESHOLDS, levels

if TYPE_CHECKING:
    from ...formula.expr import Expr
    from . import Problem


MOST_SAMPLES = 10_000
LONGEST_CLASS = 20


class Spellings:
    """Class names as they were written first: 1, 1.0 and 1e0 are one number, and so one class."""

    def __init__(self):
        self.first: dict[float, str] = {}

    def of(self, names: list[str]) -> list[str]:
        """The names, each as the first that is the same number was written."""
        return [self._one(name) for name in names]

    def _one(self, name: str) -> str:
        try:
            number = float(name.replace("−", "-"))
        except ValueError:
            return name
        return self.first.setdefault(number, name) if math.isfinite(number) else name


def check_names(place: Node, names: list[str], faults: Faults) -> list[str]:
    """Class names without blanks around them; notes those that cannot be names."""
    cleaned = []
    for index, name in enumerate(names):
        text = name.strip()
        if not text:
            faults.add(place.at(index), "expected a class: a word or a number", "")
        elif len(text) > LONGEST_CLASS or not text.isprintable():
            faults.add(place.at(index), f"expected a class of at most {LONGEST_CLASS} characters")
        elif text in RESERVED:
            faults.add(place.at(index), "this name stands for an average here; choose another one")
        cleaned.append(text)
    return cleaned


def check_classes(place: Node, found: list[str], listed: list[str] | None, faults: Faults) -> list[str]:
    """The classes in their order; notes too few, too many, and values that are none of those listed."""
    if listed is None:
        classes = sorted_classes(found)
        if len(classes) < 2:
            text = "expected at least two classes; here is one only: list them all, such as classes: [yes, no]"
            faults.add(place, text, "")
        if len(classes) > MOST_CLASSES:
            faults.add(place, f"expected at most {MOST_CLASSES} classes; here are {len(classes)}", "")
        return classes
    for index, name in enumerate(found):
        if name not in listed:
            faults.add(place.at(index), f"this is none of the classes {', '.join(listed)}")
            break
    return listed


def check_listed(problem: Problem, faults: Faults) -> list[str] | None:
    """The classes that the problem lists itself."""
    if problem.classes is None:
        return None
    place = problem.places["classes"]
    names = problem.spellings.of(check_names(place, problem.classes, faults))
    if len(set(names)) < len(names):
        faults.add(place, "every class can be listed once only", "")
    if not 2 <= len(names) <= MOST_CLASSES:
        faults.add(place, f"expected 2 to {MOST_CLASSES} classes; {here(len(names))}", "")
    return names


def check_positive(problem: Problem, classes: list[str], needed: bool, faults: Faults) -> str:
    """The positive class: the one named, 1 of 0 and 1 or of −1 and 1, or '' where there is none."""
    if problem.has("positive"):
        place, (name,) = problem.places["positive"], problem.spellings.of([problem.positive.strip()])
        if name not in classes:
            faults.add(place, f"expected one of the classes {', '.join(classes)}")
        elif len(classes) > 2:
            text = "one positive class needs two classes; of several each is taken as positive in turn: leave it out"
            faults.add(place, text)
        return name
    if len(classes) == 2 and set(classes) in ({"0", "1"}, {"-1", "1"}, {"−1", "1"}):
        return "1"
    if needed and "positive" not in problem.places:
        faults.add(problem.beginning, f"the key positive: is missing; one of the classes {', '.join(classes)}", "")
    return ""


def read_table(problem: Problem, faults: Faults) -> Counts | None:
    """The cells of ``table:``, either {TP: …, FN: …, FP: …, TN: …} or rows of counts with their classes."""
    node = problem.places["table"]
    if node.entries is not None:
        return _read_four(problem, node, faults)
    return _read_rows(problem, node, faults)


def _read_rows(problem: Problem, node: Node, faults: Faults) -> Counts | None:
    """The cells of rows of counts."""
    before = len(faults.found)
    for key, example in (("rows", "actual"), ("classes", "[yes, no]")):
        if key not in problem.places:
            text = f"the key {key}: is missing; a table of rows needs it, such as {key}: {example}"
            faults.add(problem.beginning, text, "")
    classes = check_listed(problem, faults)
    if node.items is None:
        return faults.add(node, "expected rows of counts, such as [[4, 1], [2, 18]], or {TP: 4, FN: 1, FP: 2, TN: 18}")
    rows = complete([_row(row, classes, faults) for row in node.items])
    if classes and len(node.items) != len(classes):
        faults.add(node, f"expected {len(classes)} rows, one for each class; {here(len(node.items))}", "")
    if len(faults.found) > before or classes is None or rows is None:
        return None
    positive = check_positive(problem, classes, False, faults)
    cells = _cells(classes, rows, problem.rows == "predicted")
    return _full(node, Counts(classes, cells, positive, False), faults)


def _cells(classes: list[str], rows: list[list[int]], of_predicted: bool) -> dict[tuple[str, str], int]:
    """The counts by actual and predicted class; the rows are the actual ones unless they are ``of_predicted``."""
    cells: dict[tuple[str, str], int] = {}
    for first, row in zip(classes, rows, strict=True):
        for second, count in zip(classes, row, strict=True):
            cells[(second, first) if of_predicted else (first, second)] = count
    return cells


def _row(node: Node, classes: list[str] | None, faults: Faults) -> list[int] | None:
    if node.items is None:
        return faults.add(node, "expected a row of counts, such as [4, 1]")
    if classes and len(node.items) != len(classes):
        return faults.add(node, f"expected {len(classes)} counts, one for each class; {here(len(node.items))}", "")
    return complete([Whole(0, MOST_COUNT).read(count, faults) for count in node.items])


def _read_four(problem: Problem, node: Node, faults: Faults) -> Counts | None:
    before = len(faults.found)
    for key in ("rows", "positive"):
        if key in problem.places:
            faults.add(problem.places[key], f"{key}: says nothing new where TP, FN, FP and TN are named", "")
    faults.unknown(node, FOUR, "expected TP, FN, FP and TN")
    faults.missing(node, FOUR, "a table of two classes has four counts")
    classes = check_listed(problem, faults) or ["positive", "negative"]
    if len(classes) != 2:
        faults.add(problem.places["classes"], "expected two classes, the positive one first", "")
    if len(faults.found) > before:
        return None
    read = complete([Whole(0, MOST_COUNT).read(node.mapped[key], faults) for key in FOUR])
    if read is None:
        return None
    yes, no = classes
    tp, fn, fp, tn = read
    cells = {(yes, yes): tp, (yes, no): fn, (no, yes): fp, (no, no): tn}
    return _full(node, Counts(classes, cells, yes, False), faults)


def _full(node: Node, counts: Counts, faults: Faults) -> Counts | None:
    if not counts.total:
        return faults.add(node, "expected at least one sample; all counts are 0", "")
    return counts


def read_samples(problem: Problem, faults: Faults) -> None:
    """Reads ``actual:`` with ``predicted:`` or ``scores:``; sets the problem's counts and its levels of the curve."""
    before = len(faults.found)
    if not _check_keys(problem, faults) or problem.actual is None:
        return
    actual = check_names(problem.places["actual"], problem.actual, faults)
    if not actual:
        faults.add(problem.places["actual"], "expected at least one sample", "")
        return
    _check_lengths(problem, len(actual), faults)
    predicted: list[str] = []
    if problem.predicted is not None:
        predicted = check_names(problem.places["predicted"], problem.predicted, faults)
    listed = check_listed(problem, faults)
    if len(faults.found) > before:
        return
    problem.right, problem.said = problem.spellings.of(actual), problem.spellings.of(predicted)
    classes = _classes(problem, listed, faults)
    positive = _positive(problem, classes, faults)
    if len(faults.found) == before:
        _count(problem, classes, positive, faults)


def _positive(problem: Problem, classes: list[str], faults: Faults) -> str:
    """The positive class, without which there is no curve; '' where there is none."""
    scored = problem.has("scores")
    positive = check_positive(problem, classes, scored, faults) if len(classes) >= 2 else ""
    if scored and len(classes) > 2:
        faults.add(problem.places["scores"], f"scores are for two classes; here are {len(classes)}", "")
    return positive


def _count(problem: Problem, classes: list[str], positive: str, faults: Faults) -> None:
    """Sets the table of the samples, where there are predictions, and what belongs to the curve."""
    if positive:
        negative = next(name for name in classes if name != positive)
        problem.pair = positive, negative
    if problem.scores is not None:
        _scored(problem, problem.scores, faults)
    if problem.said:
        problem.counts = Counts.of(problem.right, problem.said, classes, positive)


def _check_keys(problem: Problem, faults: Faults) -> bool:
    """Whether the samples can be read: notes keys that are missing, and those that do not go with samples."""
    places = problem.places
    if "actual" not in places:
        faults.add(problem.beginning, "write actual: with predicted: or scores:, or the table:", "")
        return False
    if "predicted" not in places and "scores" not in places:
        faults.add(problem.beginning, "predicted: is missing (or scores:, for a ROC curve)", "")
        return False
    return problem.has("actual")


def _check_lengths(problem: Problem, count: int, faults: Faults) -> None:
    """Notes lists that do not have a value for each sample."""
    for key in ("predicted", "scores"):
        if problem.has(key) and len(getattr(problem, key)) != count:
            text = f"expected {count} values, one for each of actual:; {here(len(getattr(problem, key)))}"
            faults.add(problem.places[key], text, "")


def _classes(problem: Problem, listed: list[str] | None, faults: Faults) -> list[str]:
    """The classes: those listed, to which every value must belong, or those that occur."""
    place = problem.places["actual"]
    if listed is None:
        return check_classes(place, problem.right + problem.said, None, faults)
    classes = check_classes(place, problem.right, listed, faults)
    if problem.said:
        check_classes(problem.places["predicted"], problem.said, listed, faults)
    return classes


def _scored(problem: Problem, scores: list[Expr], faults: Faults) -> None:
    """Predictions by the threshold, and the levels of the ROC curve where both classes occur."""
    positive, negative = problem.pair
    if problem.threshold is not None:
        least = exact_constant(problem.threshold)
        problem.said = [positive if exact_constant(score) >= least else negative for score in scores]
    elif problem.said:
        _check_agreement(problem, scores, positive, faults)
    place = problem.places["scores"]
    if len(set(problem.right)) == 2:
        problem.levels = levels(problem.right, scores, positive)
        if len(problem.levels) > MOST_THRESHOLDS:
            text = f"expected at most {MOST_THRESHOLDS} different scores; here are {len(problem.levels)}"
            faults.add(place, text, "")
    elif not problem.said:
        faults.add(place, "a ROC curve needs samples of both classes; write threshold: for a confusion table", "")


def _check_agreement(problem: Problem, scores: list[Expr], positive: str, faults: Faults) -> None:
    """Notes a prediction that no threshold on the scores can give beside the others."""
    exact = dict(enumerate(map(exact_constant, scores)))
    found = [index for index, name in enumerate(problem.said) if name == positive]
    others = exact.keys() - set(found)
    if not found or not others:
        return
    low, high = min(found, key=exact.__getitem__), max(sorted(others), key=exact.__getitem__)
    if exact[low] <= exact[high]:
        text = (
            f"sample {low + 1} is predicted {positive} and sample {high + 1} is not, though its score is as high or "
            "higher: no threshold gives both; leave out predicted: or scores:"
        )
        faults.add(problem.places["predicted"].at(low), text)
