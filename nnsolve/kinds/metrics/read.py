"""The predictions of a problem: labels, scores with a threshold, or the table itself, checked for sense."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import here
from ...reading.literals import exact_constant
from ...reading.schema import Whole
from ...reading.yamlfile import Faults, Node, complete
from .counts import FOUR, MOST_CLASSES, MOST_COUNT, RESERVED, Counts, sorted_classes
from .roc import MOST_THRESHOLDS, Level, levels

if TYPE_CHECKING:
    from ...formula.expr import Expr
    from . import Problem


MOST_SAMPLES = 10_000
LONGEST_CLASS = 20
# The keys by which samples are counted.
_COUNTED = ("predicted", "positive", "scores", "threshold")


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


class Data:
    """What is measured: counts, and the samples that were counted, where the problem has them one by one.

    Of each sample the ``right`` class and the one that is ``said``. With scores there are a ``pair`` of classes, the
    positive one first, and the ``levels`` of the curve; without a threshold nothing is counted.
    """

    def __init__(
        self,
        counts: Counts | None,
        right: Sequence[str] = (),
        said: Sequence[str] = (),
        pair: Sequence[str] = (),
        levels: Sequence[Level] = (),
    ):
        self.counts, self.right, self.said, self.pair = counts, right, said, pair
        self.levels = list(levels)


def read_data(problem: Problem, faults: Faults) -> Data | None:
    """The samples or the table."""
    if "table" not in problem.places:
        return read_samples(problem, faults)
    counts = read_table(problem, faults)
    return None if counts is None else Data(counts)


def check_listed(problem: Problem, spellings: Spellings, faults: Faults) -> list[str] | None:
    """The classes that the problem lists itself."""
    if problem.classes is None:
        return None
    place = problem.places["classes"]
    names = spellings.of(check_names(place, problem.classes, faults))
    if len(set(names)) < len(names):
        faults.add(place, "every class can be listed once only", "")
    if not 2 <= len(names) <= MOST_CLASSES:
        faults.add(place, f"expected 2 to {MOST_CLASSES} classes; {here(len(names))}", "")
    return names


def check_positive(problem: Problem, classes: list[str], needed: bool, spellings: Spellings, faults: Faults) -> str:
    """The positive class: the one named, 1 of 0 and 1 or of −1 and 1, or '' where there is none."""
    if problem.has("positive"):
        place, (name,) = problem.places["positive"], spellings.of([problem.positive.strip()])
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
    spellings = Spellings()
    classes = check_listed(problem, spellings, faults)
    if node.items is None:
        return faults.add(node, "expected rows of counts, such as [[4, 1], [2, 18]], or {TP: 4, FN: 1, FP: 2, TN: 18}")
    rows = complete([_row(row, classes, faults) for row in node.items])
    if classes and len(node.items) != len(classes):
        faults.add(node, f"expected {len(classes)} rows, one for each class; {here(len(node.items))}", "")
    if len(faults.found) > before or classes is None or rows is None:
        return None
    positive = check_positive(problem, classes, False, spellings, faults)
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
    classes = check_listed(problem, Spellings(), faults) or ["positive", "negative"]
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


def read_samples(problem: Problem, faults: Faults) -> Data | None:
    """The samples of ``actual:`` with ``predicted:`` or ``scores:``, counted, and the levels of the curve."""
    before = len(faults.found)
    if not _check_keys(problem, faults) or problem.actual is None:
        return None
    actual = check_names(problem.places["actual"], problem.actual, faults)
    if not actual:
        return faults.add(problem.places["actual"], "expected at least one sample", "")
    _check_lengths(problem, len(actual), faults)
    predicted: list[str] = []
    if problem.predicted is not None:
        predicted = check_names(problem.places["predicted"], problem.predicted, faults)
    spellings = Spellings()
    listed = check_listed(problem, spellings, faults)
    if len(faults.found) > before:
        return None
    right, said = spellings.of(actual), spellings.of(predicted)
    classes = _classes(problem, right, said, listed, faults)
    positive = _positive(problem, classes, spellings, faults)
    if len(faults.found) > before or not problem.has(*filter(problem.places.__contains__, _COUNTED)):
        return None
    if problem.scores is None:
        return Data(Counts.of(right, said, classes, positive), right, said, _pair(classes, positive))
    return _scored(problem, problem.scores, right, said, _pair(classes, positive), faults)


def _pair(classes: list[str], positive: str) -> Sequence[str]:
    """The positive class and the other one; nothing where no class is positive."""
    return [positive, *(name for name in classes if name != positive)] if positive else ()


def _positive(problem: Problem, classes: list[str], spellings: Spellings, faults: Faults) -> str:
    """The positive class, without which there is no curve; '' where there is none."""
    scored = problem.has("scores")
    positive = check_positive(problem, classes, scored, spellings, faults) if len(classes) >= 2 else ""
    if scored and len(classes) > 2:
        faults.add(problem.places["scores"], f"scores are for two classes; here are {len(classes)}", "")
    return positive


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


def _classes(
    problem: Problem, right: list[str], said: list[str], listed: list[str] | None, faults: Faults
) -> list[str]:
    """The classes: those listed, to which every value must belong, or those that occur."""
    place = problem.places["actual"]
    if listed is None:
        return check_classes(place, right + said, None, faults)
    classes = check_classes(place, right, listed, faults)
    if said:
        check_classes(problem.places["predicted"], said, listed, faults)
    return classes


def _scored(
    problem: Problem, scores: list[Expr], right: list[str], said: list[str], pair: Sequence[str], faults: Faults
) -> Data:
    """Predictions by the threshold, and the levels of the ROC curve where both classes occur."""
    positive, negative = pair
    place = problem.places["scores"]
    curve: list[Level] = []
    if problem.threshold is not None:
        least = exact_constant(problem.threshold)
        said = [positive if exact_constant(score) >= least else negative for score in scores]
    elif said:
        _check_agreement(problem.places["predicted"], scores, said, positive, faults)
    if len(set(right)) == 2:
        curve = levels(right, scores, positive)
    elif not said:
        faults.add(place, "a ROC curve needs samples of both classes; write threshold: for a confusion table", "")
    if len(curve) > MOST_THRESHOLDS:
        text = f"expected at most {MOST_THRESHOLDS} different scores; here are {len(curve)}"
        faults.add(place, text, "")
    counts = Counts.of(right, said, list(pair), positive) if said else None
    return Data(counts, right, said, pair, curve)


def _check_agreement(place: Node, scores: list[Expr], said: list[str], positive: str, faults: Faults) -> None:
    """Notes a prediction that no threshold on the scores can give beside the others."""
    exact = dict(enumerate(map(exact_constant, scores)))
    found = [index for index, name in enumerate(said) if name == positive]
    others = exact.keys() - set(found)
    if not found or not others:
        return
    low, high = min(found, key=exact.__getitem__), max(sorted(others), key=exact.__getitem__)
    if exact[low] <= exact[high]:
        text = (
            f"sample {low + 1} is predicted {positive} and sample {high + 1} is not, though its score is as high or "
            "higher: no threshold gives both; leave out predicted: or scores:"
        )
        faults.add(place.at(low), text)
