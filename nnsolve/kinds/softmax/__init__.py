"""Softmax that cannot overflow: temperature, log-sum-exp, Jacobian, cross-entropy, gradient."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat

from ...formula.expr import ONE
from ...formula.marks import Mark
from ...names import Name
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, Flag, ListOf, Number, Raw, Schema, Text, With, constant, together
from ...reading.yamlfile import Faults
from ...solution import Says, evaluate
from ...working import Working
from .batch import Batch
from .page import notes, softmax_statement
from .read import Logits, Target, read_classes, read_targets
from .row import TEMPERATURE, TOTAL, Row
from .synonyms import synonyms

TOPIC = "Activations and losses"

MOST_JACOBIAN = 8
# Beyond this size the sentences about overflow would hold powers of ten that nobody reads.
LARGEST_LOGIT = 1e12
OF_LOSS = With("target", "the right class, of which there is a loss")
_TARGET: Schema = {"anyOf": [{"type": ["string", "integer"]}, {"type": "array"}]}


class Problem(CommonProblem):
    """One row of logits or several, a temperature, and what is wanted beside the probabilities."""

    numbers_in = ("logits",)

    logits = Field(Logits(), "a list of numbers, or a list of such rows", example="[2.0, 1.0, 0.1]", option=True)
    classes = Field(ListOf(Text()), "the names of the classes; 1, 2, … unless told", default=None)
    temperature = Field(Number(above=0), "T, by which every logit is divided", default=ONE, option=True)
    form = Field(
        Choice("shifted", "plain"),
        "subtract the largest logit before the exponentials, or not",
        default="shifted",
        option=True,
    )
    log = Field(Flag(), "log-sum-exp and the logarithm of every probability as well", default=False, option=True)
    jacobian = Field(Flag(), "the derivative of every probability by every logit", default=False, option=True)
    target = Field(
        Raw(_TARGET),
        "the right class, or a list of probabilities; of several rows a list with one for each",
        default=None,
    )
    gradient = Field(
        Flag(),
        "the gradient of the cross-entropy by every logit (needs target:)",
        default=False,
        option=True,
        needs=OF_LOSS,
    )
    reduction = Field(
        Choice("none", "mean", "sum"),
        "what is made of the losses of several rows",
        default="none",
        option=True,
        needs=OF_LOSS,
    )

    @together("logits")
    def rows(self, faults: Faults) -> list[Row] | None:
        """The rows of logits over their classes, each with its target."""
        classes = self._classes(faults)
        if classes is None or not self._bounded(faults):
            return None
        targets = self._targets(classes, faults)
        return None if targets is None else self._rows(classes, targets)

    def check(self, faults: Faults) -> None:
        """Bounds the derivatives."""
        if self.jacobian and self.has("logits"):
            self._check_jacobian(len(self.logits[0]), faults)

    def _classes(self, faults: Faults) -> list[str] | None:
        """The names of the classes; their numbers where they have none."""
        width = len(self.logits[0])
        if self.classes:
            return read_classes(self.places["classes"], self.classes, width, faults)
        return [str(k + 1) for k in range(width)]

    def _check_jacobian(self, width: int, faults: Faults) -> None:
        """Notes more derivatives than a page holds."""
        derivatives = width * width * len(self.logits)
        if derivatives > MOST_JACOBIAN**2:
            text = f"at most {MOST_JACOBIAN**2} derivatives were expected; here are {derivatives}"
            faults.add(self.places["jacobian"], text, "")

    def _bounded(self, faults: Faults) -> bool:
        """Whether the logits over the temperature are small enough; else that is noted."""
        most = LARGEST_LOGIT * min(constant(self.temperature), 1)
        largest = max(map(abs, map(constant, chain.from_iterable(self.logits))))
        if largest > most:
            text = "logits over the temperature are too large; expected a size of up to 10^12"
            faults.add(self.places["logits"], text, "")
            return False
        return True

    def _targets(self, classes: list[str], faults: Faults) -> Iterable[Target | None] | None:
        """The target of each row; None for each where the problem has none."""
        if self.target is None:
            return repeat(None, len(self.logits))
        return read_targets(self.target, len(self.logits), classes, faults)

    def _rows(self, classes: list[str], targets: Iterable[Target | None]) -> list[Row]:
        """The rows of logits, each with its target."""
        temperature, shifted = constant(self.temperature), self.form == "shifted"
        several = len(self.logits) > 1
        rows = []
        for k, (logits, target) in enumerate(zip(self.logits, targets, strict=True), 1):
            rows.append(Row(logits, classes, str(k) if several else "", temperature, shifted, target))
        return rows


def solve(problem: Problem) -> Working:
    """The softmax of every row, and what else the problem wants of it."""
    rows, page = problem.rows, Working(problem)
    losses = rows[0].target is not None
    for row in rows:
        page.row(row.given)
        page.marks |= row.marks()
    page.marks |= {TOTAL: Mark("L"), TEMPERATURE: Mark("T")}
    if rows[0].scaled:
        page.row({TEMPERATURE: problem.temperature})
    batch = Batch(page, rows, problem.reduction)
    _write(problem, batch)
    page.synonyms = synonyms(batch)
    page.answers = [*(p for row in rows for p in row.all("p")), *_further(problem, batch)]
    page.table(batch.table(losses, problem.gradient))
    page.check(lambda solution: _check(problem, batch), always=True)
    page.note(*notes(problem, rows[0].shifted, losses))
    page.statement = softmax_statement(problem)
    return page


def _write(problem: Problem, batch: Batch) -> None:
    """The sections in their order; of those that the problem does not want a result may be asked."""
    batch.softmax()
    evaluate(batch.forward[0].steps, problem.precision, batch.page.given)  # tells where an exponential is too large
    batch.logarithms(shown=problem.log)
    if batch.rows[0].target is not None:
        batch.losses()
        batch.gradients(shown=problem.gradient)
    width = len(batch.rows[0].classes)
    if width * width * len(batch.rows) <= MOST_JACOBIAN**2:
        batch.jacobians(shown=problem.jacobian)


def _further(problem: Problem, batch: Batch) -> list[Name]:
    """The losses and gradients among the results."""
    found: list[Name] = []
    for row in batch.rows:
        if row.target:
            found.append(row.name("L"))
        if problem.gradient:
            found += row.slopes(batch.loss_of(row))
    return [*found, TOTAL] if batch.total else found


def _check(problem: Problem, batch: Batch) -> Says | None:
    if problem.gradient:
        return batch.checked_gradients()
    return batch.checked_jacobians() if problem.jacobian else batch.checked_shares()
