"""Training in numbers: the steps of one sample and of one update, compiled once and run for all epochs."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.compiled import compiled, compiled_loop
from ...formula.deciding import NEAR, Undecided
from ...formula.expr import Expr, Num, Symbol, replaced
from ...formula.rounding import Rounding
from ...names import Name, gradient
from ...reading.schema import constant
from ...reading.yamlfile import Faults
from ...solution import Step, evaluate, steps_of
from .model import RATE

if TYPE_CHECKING:
    from .learning import LearningProblem
    from .samples import Sample
    from .training import Training


MOST_VISITS = 3_000_000
MOST_CARRIED = 3_000
MOST_SECONDS = 5
MOST_PRECISE = 250_000  # steps that are computed to sixty digits
MOST_LOOKED_AT = 20_000  # steps that are computed so because a number is small, though nothing decides by it
_NOISE = 1e-7  # below this part of what is near a border a number is small
MOST_GRADIENTS = 10_000  # that are written out
MOST_NORMALISED = 2_000  # where every sample of a batch feeds every other


def check_work(problem: LearningProblem, faults: Faults):
    """Notes a training, read without faults so far, that would take much longer than a few seconds."""
    where = problem.places.get("epochs") or problem.places["samples"]
    count, visits = len(problem.data), problem.epochs * len(problem.data)
    if problem.precision.carry and visits > MOST_CARRIED:
        text = f"with rounding carried, epochs × samples may be at most {MOST_CARRIED} visits; here are {visits}"
        faults.add(where, text)
    elif visits > MOST_VISITS:
        text = f"epochs × samples may be at most {MOST_VISITS:,} visits; here are {visits:,}".replace(",", " ")
        faults.add(where, text)
    elif visits * _seconds(problem) > MOST_SECONDS:
        most = int(MOST_SECONDS / _seconds(problem) / count)
        faults.add(where, f"a network and samples of this size are trained for at most {most} epochs")
    written = problem.batch_size * len(problem.net.parameters)
    most = MOST_NORMALISED if problem.net.norms else MOST_GRADIENTS
    if written > most:
        text = f"an update of {problem.batch_size} samples writes out {written} gradients, and at most {most}"
        faults.add(problem.places.get("batch") or where, f"{text} are written; use a smaller batch:", problem.batch)


def _seconds(problem: LearningProblem) -> float:
    """About how long one visit of a sample takes."""
    size = len(problem.net.parameters)
    if problem.precision.carry:
        return (150 + 20 * size) * 1e-6
    batched = problem.batch_size > 1 or problem.shuffle is not None
    update = 1.0 * size / problem.batch_size if problem.settled else 0
    return (2 + 0.25 * size + (4 if batched else 0) + update) * 1e-6


class Epochs:
    """All epochs of a :class:`~nnsolve.subjects.network.training.Training`.

    What goes from update to update (``kept``) are the learned parameters, then what an optimiser keeps. ``precise``
    computes with sixty digits, so that what is exactly 0 on paper is 0.
    """

    def __init__(self, training: Training, precise: bool = False):
        self.training, self.problem, self.precise = training, training.problem, precise
        self.learned, self.target = training.learned, training.target
        self.data = [self._numbers(sample) for sample in self.problem.data]
        first = self.problem.data[0]
        targets = [training.loss.target_names[unit] for unit in first.targets]
        self.names = [*first.inputs, *targets, *training.network.masks(1)]
        backward = steps_of(training.backward)
        self.sample = self._fixed([*training.steps, *backward])
        self.order = [training.gradients[name] for name in self.learned]
        self.sums = [gradient(name) for name in self.learned]

    def _numbers(self, sample: Sample) -> list:
        return [self._number(value) for value in (*sample.inputs.values(), *sample.targets.values())]

    def _number(self, formula: Expr):
        """The number of a formula without names."""
        if not self.precise:
            return constant(formula)
        from ...formula.precise import PRECISELY

        return formula.evaluate({}, PRECISELY)

    def _fixed(self, steps: list[Step]) -> list[tuple[Name, Expr]]:
        """Steps with the numbers put in that never change."""
        training = self.training
        numbers = {name: v for name, v in training.network.parameters.items() if name not in self.learned}
        numbers |= training.constants | training.descent.numbers()
        if self.problem.learning_rate is not None:
            numbers[RATE] = self.problem.learning_rate
        fixed = numbers if self.precise else {name: _literal(constant(value)) for name, value in numbers.items()}
        return [(step.name, replaced(step.formula, fixed)) for step in steps]

    def run(self) -> list[list]:
        """Rows of (epoch, average loss, parameters after it)."""
        try:
            rows = self._from(self.training.descent.start(), 1)
        except Undecided:
            rows = self._precisely()
        self._must_be_finite(rows)
        return self._without_noise(rows)

    def _without_noise(self, rows: list[list]) -> list[list]:
        """The rows; those to the last that holds mere rounding, such as an error of 1e-33, to sixty digits if few."""
        most = 0 if self.problem.precision.carry else MOST_LOOKED_AT // self._steps_an_epoch
        small = _NOISE * self.near
        last = max((row[0] for row in rows[:most] if any(0 < abs(value) < small for value in row[1:])), default=0)
        if not last:
            return rows
        exact = type(self)(self.training, precise=True)
        found, _ = exact._while_sure(self.training.descent.start(exact._number), last)
        return found + rows[len(found) :]

    @property
    def _steps_an_epoch(self) -> int:
        return len(self.data) * (len(self.sample) + len(self.learned))

    def _from(self, kept: list, begun: int) -> list[list]:
        """The rows of the epochs from ``begun`` on, from what was kept before."""
        problem = self.problem
        if problem.batch_size == 1 and not problem.precision.carry:
            return self._alone(kept, begun)
        return self._in_batches(kept, begun, problem.epochs)[0]

    def _precisely(self) -> list[list]:
        """The rows where doubles cannot tell on which side of a border a number lies: as many epochs as are computed
        to sixty digits, the rest in doubles again.
        """
        exact, last = type(self)(self.training, precise=True), self.problem.epochs
        begun = min(last, max(1, MOST_PRECISE // self._steps_an_epoch))
        start = self.training.descent.start(exact._number)
        rows, kept = exact._while_sure(start, begun)
        begun = len(rows)
        if begun == last:
            return rows
        try:
            return rows + self._from(list(map(float, kept)), begun + 1)
        except Undecided:
            text = "a number lies so near the border of a function (ReLU at 0) that doubles cannot tell the side; "
            raise EvaluationError(f"after epoch {begun} {text}write epochs: {begun} or fewer") from None

    def _while_sure(self, kept: list, last: int) -> tuple[list[list], list]:
        """The rows of the epochs to ``last``, or until too few of the sixty digits are left, and what is kept then."""
        rows: list[list] = []
        with suppress(Undecided):
            for number in range(1, last + 1):
                (row,), kept = self._in_batches(kept, number, number)
                rows.append([number, *map(float, row[1:])])
        return rows, kept

    @cached_property
    def near(self) -> float:
        """How near a border rounding may bring a number."""
        numbers = [*self.training.descent.start(), *(abs(number) for row in self.data for number in row)]
        return NEAR * max(1.0, *map(abs, numbers)) ** 2

    @staticmethod
    def _must_be_finite(rows: list[list]):
        """Raises EvaluationError for the first epoch that ends beyond the doubles; what is not finite stays so."""
        if math.isfinite(sum(row[1] for row in rows)) and all(map(math.isfinite, rows[-1])):
            return
        for row in rows:
            if not all(map(math.isfinite, row)):
                raise EvaluationError(f"epoch {row[0]}: a parameter or the loss is too large for a double")

    # One update a sample

    def _alone(self, kept: list, begun: int) -> list[list]:
        """An update after every sample, all in one compiled loop."""
        training, last = self.training, self.problem.epochs
        gradients = [(name, Symbol(gradient)) for name, gradient in zip(self.sums, self.order, strict=True)]

        def loop(first: bool):
            updates, kept = training.descent.loop(first)
            steps = [*self.sample, *gradients, *self._fixed(updates)]
            return compiled_loop(steps, kept, self.names, self.target, self.learned, self.near)

        run = loop(False)
        out: list[list] = []
        if training.descent.differs and begun == 1:  # some optimisers write their first update otherwise
            kept = self._first_epoch(loop(True), run, kept, out)
            begun = 2
        if self.problem.shuffle is None and not training.network.drawn:
            self._run(run, kept, begun, last, out)
        else:
            for number in range(begun, last + 1):
                kept = self._run(run, kept, number, number, out)
        return out

    def _rows(self, number: int) -> tuple[list[int], list[list[float]]]:
        order = [sample for batch in self.training.batches(number) for sample in batch]
        return order, [self._row(sample, self._visit(number, place)) for place, sample in enumerate(order)]

    def _visit(self, epoch: int, place: int) -> int:
        """The number of a visit, from 1, of which each may have masks of its own."""
        return (epoch - 1) * len(self.data) + place + 1

    def _row(self, sample: int, visit: int) -> list[float]:
        """The numbers of a visit: inputs, targets, masks."""
        return self.data[sample] + [value.value for value in self.training.network.masks(visit).values()]

    def _first_epoch(self, begin: Callable[..., list], run: Callable[..., list], kept: list, out: list) -> list:
        _, rows = self._rows(1)
        try:
            kept = begin(kept, rows[:1], 1, 1, out)
        except (ArithmeticError, ValueError) as error:
            raise EvaluationError(f"epoch 1: no value: {error}") from None
        if len(rows) > 1:
            _, mean, *_ = out.pop()
            rest: list[list] = []
            kept = self._run(run, kept, 1, 1, rest, 1)
            rest[0][1] = (mean + rest[0][1] * (len(rows) - 1)) / len(rows)
            out += rest
        return kept

    def _run(self, run: Callable[..., list], kept: list, first: int, last: int, out: list, skip: int = 0) -> list:
        """Epochs ``first`` to ``last``; an error is told with its epoch and sample."""
        order, rows = self._rows(first)
        order, rows = order[skip:], rows[skip:]
        done = len(out)
        try:
            return run(kept, rows, first, last, out)
        except (ArithmeticError, ValueError):
            number = first + len(out) - done
            kept = run(kept, rows, first, number - 1, [])
            for sample, row in zip(order, rows, strict=True):
                try:
                    kept = run(kept, [row], 1, 1, [])
                except (ArithmeticError, ValueError) as error:
                    raise EvaluationError(f"epoch {number}, sample {sample + 1}: no value: {error}") from None
            raise

    # Batches

    def _in_batches(self, kept: list, begun: int, last: int) -> tuple[list[list], list]:
        """The rows of epochs, and what is kept after them; the gradients of a batch stand behind every update."""
        training = self.training
        updates = [self._updating(first) for first in (True, False)]
        rows = []
        for number in range(begun, last + 1):
            visits = iter(range(self._visit(number, 0), self._visit(number + 1, 0)))
            total = 0  # of doubles, or of decimals where the rounding is carried
            for place, batch in enumerate(training.batches(number)):
                loss, gradients = self._batch(kept, number, {next(visits): sample for sample in batch})
                total += loss
                try:
                    kept = updates[number > 1 or place > 0](*kept, *gradients)
                except (ArithmeticError, ValueError) as error:
                    raise EvaluationError(f"epoch {number}: an update has no value: {error}") from None
            rows.append([number, total / len(self.data), *kept[: len(self.learned)]])
        return rows, kept

    def _batch(self, kept: list, epoch: int, batch: dict[int, int]) -> tuple:
        """The sum of the errors of a batch (visit → sample from 0), and the mean or sum of its gradients."""
        total, problem = 0, self.problem
        sums: list = []
        for visit, sample in batch.items():
            try:
                loss, *gradients = self._run_sample(*kept, *self._row(sample, visit))
            except (ArithmeticError, ValueError) as error:
                raise EvaluationError(f"epoch {epoch}, sample {sample + 1}: no value: {error}") from None
            total += loss
            sums = [a + b for a, b in zip(sums, gradients, strict=True)] if sums else gradients
        if problem.reduction == "mean" and len(batch) > 1:
            sums = [value / len(batch) for value in sums]
        return total, [problem.precision.round(value) for value in sums] if problem.precision.carry else sums

    @cached_property
    def _run_sample(self):
        """The error and the gradients of one sample from what is kept and its numbers."""
        inputs = [*self.training.descent.loop(True)[1], *self.names]
        return self._ready(self.sample, inputs, [self.target, *self.order])

    def _updating(self, first: bool):
        """The new parameters from gradients; the first update of some optimisers is written otherwise."""
        updates, kept = self.training.descent.loop(first)
        return self._ready(self._fixed(updates), [*kept, *self.sums], list(kept.values()))

    def _ready(self, steps: list[tuple[Name, Expr]], inputs: list[Name], outputs: list[Name]) -> Callable[..., tuple]:
        if self.problem.precision.carry:
            return _carried(steps, inputs, outputs, self.problem.precision)
        if self.precise:
            return _precise(steps, inputs, outputs)
        return compiled(steps, inputs, outputs, self.near)


def _literal(value: float) -> Num:
    return Num(repr(value), value)


def _precise(steps: list[tuple[Name, Expr]], inputs: list[Name], outputs: list[Name]) -> Callable[..., tuple]:
    """The same function to sixty digits."""
    from ...formula.precise import PRECISELY

    def run(*numbers):
        values = dict(zip(inputs, map(PRECISELY.take, numbers), strict=True))
        for name, formula in steps:
            values[name] = formula.evaluate(values, PRECISELY)
        return tuple(values[name] for name in outputs)

    return run


def _carried(
    steps: list[tuple[Name, Expr]], inputs: list[Name], outputs: list[Name], rounding: Rounding
) -> Callable[..., tuple]:
    """The same function with every step rounded, as a person who computes with the printed digits."""
    listed = [Step(name, formula) for name, formula in steps]

    def run(*numbers):
        values = evaluate(listed, rounding, dict(zip(inputs, numbers, strict=True)))
        return tuple(values[name] for name in outputs)

    return run
