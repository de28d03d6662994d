"""Which loss and which output activation fit which kind of problem, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from ..errors import NnsolveError, listing, nearest, quote
from ..formula.activations import ACTIVATIONS, Activation, listed
from ..formula.losses import LOSSES, Loss, proper
from .known import activation_file, of_activation, of_loss


class AdviceError(NnsolveError):
    """Advice was asked for a task that is not in the table."""


class Advice:
    """A row of the table: what is to be predicted, the output layer, the loss, the reason, and a problem to begin with.

    ``activation`` and ``loss`` are what a problem file writes; ``snippet`` is such a file.
    """

    __slots__ = ("activation", "loss", "output", "reason", "snippet", "task", "units")

    def __init__(self, task: str, output: str, units: str, activation: str, loss: str, reason: str, snippet: str):
        self.task, self.output, self.units = task, output, units
        self.activation, self.loss, self.reason, self.snippet = activation, loss, reason, snippet


def _loss_file(targets: str, predictions: str, loss: str, *more: str) -> str:
    """A problem of kind loss with these values."""
    return "\n".join(["kind: loss", f"targets: {targets}", f"predictions: {predictions}", f"loss: {loss}", *more])


# The first four rows are the ones of every introduction (Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2;
# Bishop, Pattern Recognition and Machine Learning, sections 4.1.7 and 5.2).
TABLE = (
    Advice(
        "perceptron",
        "one of two classes, no probability",
        "one",
        "bipolar step",
        "hinge",
        "The step gives the class itself and has no slope, so the loss is taken of the score before it: hinge (or "
        "perceptron) loss is 0 where the score is on the right side and grows with the distance on the wrong one.",
        _loss_file("[1, -1, 1]", "[0.8, 0.3, 2.1]", "hinge"),
    ),
    Advice(
        "binary",
        "one of two classes, with a probability (logistic regression)",
        "one",
        "sigmoid",
        "binary cross-entropy",
        "Sigmoid gives a probability p between 0 and 1, and binary cross-entropy is its negative log-likelihood. "
        "Together their derivative by the net input is p − y, which does not vanish where the sigmoid saturates; with "
        "squared error it would.",
        _loss_file("[1, 0, 1]", "[0.9, 0.2, 0.6]", "binary cross-entropy"),
    ),
    Advice(
        "multi-class",
        "one of several classes (softmax regression)",
        "one a class",
        "softmax",
        "categorical cross-entropy",
        "The classes exclude each other, so the outputs must be probabilities that sum to 1: softmax. Categorical "
        "cross-entropy is the negative logarithm of the probability of the right class; the derivative by a net input "
        "is p − y.",
        _loss_file("[[1, 0, 0], [0, 1, 0]]", "[[0.7, 0.2, 0.1], [0.3, 0.6, 0.1]]", "categorical cross-entropy"),
    ),
    Advice(
        "regression",
        "any number (linear regression)",
        "one a number",
        "identity",
        "mean squared error",
        "A number without bounds needs an output without bounds: the identity. Squared error is the negative "
        "log-likelihood of normally distributed errors, and its derivative by the output is proportional to the error.",
        _loss_file("[3, -0.5, 2]", "[2.5, 0, 2.2]", "mean squared error"),
    ),
    Advice(
        "multi-label",
        "several labels that may hold at once",
        "one a label",
        "sigmoid",
        "binary cross-entropy",
        "The labels do not exclude each other, so each output is a question of its own, with a probability of its "
        "own: a sigmoid a label (not softmax, whose outputs compete), and the binary cross-entropies of all labels "
        "are added or averaged.",
        _loss_file(
            "[[1, 0, 1], [0, 0, 1]]",
            "[[0.8, 0.3, 0.6], [0.1, 0.2, 0.9]]",
            "binary cross-entropy",
            "over_outputs: mean",
        ),
    ),
    Advice(
        "multi-class with labels",
        "one of several classes, targets given as numbers",
        "one a class",
        "softmax",
        "sparse categorical cross-entropy",
        "The same loss as categorical cross-entropy; the target is the number of the right class instead of a row of "
        "0 and 1, which saves the one-hot coding where there are many classes.",
        _loss_file(
            "[0, 1]", "[[0.7, 0.2, 0.1], [0.3, 0.6, 0.1]]", "sparse categorical cross-entropy", "labels_from: 0"
        ),
    ),
    Advice(
        "robust regression",
        "any number, with outliers in the data",
        "one a number",
        "identity",
        "huber(1)",
        "Squared error lets a few outliers rule. Huber loss is quadratic for small errors and grows linearly beyond "
        "δ; mean absolute error is linear everywhere, but has a corner at 0.",
        _loss_file("[3, -0.5, 2, 40]", "[2.5, 0, 2.2, 4]", "huber(1)"),
    ),
    Advice(
        "bounded regression",
        "a number between two bounds",
        "one a number",
        "sigmoid",
        "mean squared error",
        "Sigmoid holds outputs between 0 and 1 (tanh between −1 and 1); bring the targets to that range first. For "
        "shares and probabilities binary cross-entropy fits too and learns faster where the unit saturates.",
        _loss_file("[0.2, 0.9, 0.5]", "[0.3, 0.8, 0.5]", "mean squared error"),
    ),
    Advice(
        "positive regression",
        "a number greater than 0, over several orders of size",
        "one a number",
        "softplus",
        "mean squared logarithmic error",
        "Softplus is positive everywhere. The logarithmic error compares ratios rather than differences, so that 10 "
        "for 20 is about as wrong as 100 for 200. ReLU as output would be dead below 0.",
        _loss_file("[3, 50, 700]", "[2.5, 60, 650]", "mean squared logarithmic error"),
    ),
    Advice(
        "count",
        "how often something happens: 0, 1, 2, …",
        "one a count",
        "softplus",
        "poisson",
        "Counts follow a Poisson distribution in the simplest case; its negative log-likelihood is ŷ − y·ln ŷ. The "
        "output must be positive: softplus, or the exponential function, with which the derivative is ŷ − y.",
        _loss_file("[2, 0, 5]", "[1.8, 0.3, 4.2]", "poisson"),
    ),
    Advice(
        "imbalanced binary",
        "one of two classes, one of them rare",
        "one",
        "sigmoid",
        "focal(2, 0.25)",
        "Where nearly all samples are easy, their many small terms outweigh the few hard ones. Focal loss multiplies "
        "each term by (1 − p)^γ, which takes weight from what is already right.",
        _loss_file("[1, 0, 0, 0]", "[0.3, 0.1, 0.2, 0.1]", "focal(2, 0.25)"),
    ),
    Advice(
        "margin classification",
        "one of several classes by scores, as a support vector machine",
        "one a class",
        "identity",
        "weston-watkins hinge",
        "Scores need not be probabilities: the right class is to be ahead of every other by the margin 1, and what is "
        "further ahead adds nothing.",
        _loss_file("[0, 1]", "[[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]]", "weston-watkins hinge", "labels_from: 0"),
    ),
    Advice(
        "distribution",
        "a whole distribution, such as soft labels of another network",
        "one a class",
        "softmax",
        "kl divergence",
        "The divergence is 0 where both distributions are equal. It differs from categorical cross-entropy by the "
        "entropy of the targets alone, so both have the same derivative.",
        _loss_file("[[0.6, 0.3, 0.1]]", "[[0.5, 0.3, 0.2]]", "kl divergence"),
    ),
)

# Other words for the tasks.
SPELLINGS = {
    "binary classification": "binary",
    "logistic regression": "binary",
    "logistic": "binary",
    "multi-class classification": "multi-class",
    "multiclass": "multi-class",
    "softmax regression": "multi-class",
    "softmax": "multi-class",
    "linear regression": "regression",
    "multi-label classification": "multi-label",
    "multilabel": "multi-label",
    "labels": "multi-class with labels",
    "sparse": "multi-class with labels",
    "outliers": "robust regression",
    "robust": "robust regression",
    "bounded": "bounded regression",
    "positive": "positive regression",
    "counts": "count",
    "poisson regression": "count",
    "imbalanced": "imbalanced binary",
    "rare class": "imbalanced binary",
    "svm": "margin classification",
    "soft labels": "distribution",
    "knowledge distillation": "distribution",
}


def find(task: str) -> Advice | Activation | Loss:
    """The row of a task, the activation or the loss of this name; raises AdviceError with the nearest name else."""
    plain = _plain(task)
    rows, others = {row.task: row for row in TABLE}, LOSSES.spellings | ACTIVATIONS.spellings | SPELLINGS
    names = {_plain(name): name for name in subjects()}
    if plain not in names:
        hint = nearest(task, tuple(names.values())) or f" There are: {listing(rows, 40)}."
        raise AdviceError(f"there is no advice for {quote(task)}.{hint}")
    name = others.get(names[plain], names[plain])
    if name in rows:
        return rows[name]
    return ACTIVATIONS[name] if name in ACTIVATIONS else LOSSES[name]


def subjects() -> list[str]:
    """What there is advice for: tasks, activations and losses under all their names; a name of two means the first."""
    tasks = [*(row.task for row in TABLE), *SPELLINGS]
    return list(dict.fromkeys([*tasks, *listed(), *ACTIVATIONS.spellings, *LOSSES, *LOSSES.spellings]))


def _plain(word: str) -> str:
    return " ".join(word.lower().replace("-", " ").replace("_", " ").split())


def advice(task: str | None = None, width: int = 80) -> str:
    """The table of all tasks, or what fits one task, why, and a problem file of it; at most ``width`` columns.

    The name of an activation or a loss tells what is known of it. Raises AdviceError for a task that is not known.
    """
    if task is None:
        return _table(width)
    found = find(task)
    if isinstance(found, Advice):
        layer = [("Output units", found.units), ("Output activation", found.activation), ("Loss", found.loss)]
        return _one(found.task, [("Task", found.output), *layer], found.reason, found.snippet, width)
    if isinstance(found, Activation):
        fits = [row.task for row in TABLE if row.activation == found.name]
        return _one(
            found.name, [*of_activation(found), *_for("As output for", fits)], "", activation_file(found), width
        )
    rows = [row for row in TABLE if row.loss.partition("(")[0] == found.name]
    facts = [*of_loss(found), *_for("For", [row.task for row in rows])]
    return _one(proper(found.name), facts, "", rows[0].snippet if rows else _any_file(found), width)


def _for(heading: str, tasks: Sequence[str]) -> list[tuple[str, str]]:
    """The tasks that something is for, under a heading."""
    return [(heading, ", ".join(tasks))] if tasks else []


# Targets and predictions of problems about losses that no task names, by what a loss takes.
_SAMPLES = {
    "sign": ("[1, -1]", "[0.5, 2]"),
    "class": ("[0, 1]", "[[0.75, 0.25], [0.5, 0.5]]"),
    "probability": ("[1, 0]", "[0.75, 0.5]"),
    "0 or 1": ("[1, 0]", "[0.75, 0.5]"),
}


def _any_file(entry: Loss) -> str:
    """A problem of a loss that no task names."""
    inside = entry.example.partition("(")[2].partition(")")[0] or next(iter(entry.ways), "")
    name = f"{entry.name}({inside})" if inside else entry.name
    more = ["labels_from: 0"] if entry.targets == "class" else []
    return _loss_file(*_SAMPLES.get(entry.targets, ("[3, 0.5]", "[2.5, 1]")), name, *more)


def _table(width: int) -> str:
    """Task, output activation and loss of every row; what a task is stands below it."""
    heads = ("task", "output", "loss")
    cells = [(row.task, row.activation, row.loss) for row in TABLE]
    wide = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    if 2 + sum(wide) + 6 > width:  # the loss is wrapped below its head
        wide[2] = width - 8 - wide[0] - wide[1]
    lines = ["   ".join(head.ljust(size) for head, size in zip(heads, wide, strict=True)).rstrip()]
    for row, cell in zip(TABLE, cells, strict=True):
        loss = textwrap.wrap(cell[2], max(wide[2], 12))
        lines.append(f"{cell[0]:<{wide[0]}}   {cell[1]:<{wide[1]}}   {loss[0]}")
        lines += [" " * (wide[0] + wide[1] + 6) + rest for rest in loss[1:]]
        lines += textwrap.wrap(row.output, width - 2, initial_indent="  ", subsequent_indent="  ")
    lines += ["", *textwrap.wrap("nnsolve advise TASK says why, and gives a problem file to begin with.", width)]
    return "\n".join(lines) + "\n"


def _one(title: str, facts: Iterable[tuple[str, str]], reason: str, snippet: str, width: int) -> str:
    """A heading, facts, why, and a problem file."""
    lines = [title, ""]
    for name, text in facts:
        lines += textwrap.wrap(f"{name:<19}{text}", width, subsequent_indent=" " * 19)
    if reason:
        lines += ["", *textwrap.wrap(reason, width)]
    lines += ["", "A problem file:", "", *(f"  {line}" for line in snippet.splitlines())]
    return "\n".join(lines) + "\n"
