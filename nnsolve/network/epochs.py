"""Training in numbers: the steps of one sample and of one update, compiled once and run for all epochs."""

from __future__ import annotations

import math

from ..errors import AskedError, EvaluationError
from ..formula.compiled import compiled, compiled_loop
from ..formula.expr import Num, Symbol, replaced
from ..formula.rounding import Rounding
from ..schema import constant
from ..solution import Step, evaluate
from .descent import COUNTER

MOST_VISITS = 3_000_000
MOST_CARRIED = 3_000


class Epochs:
    """All epochs of a :class:`~nnsolve.network.training.Training`.

    What goes from update to update (``kept``) are the learned parameters, then what an optimiser keeps.
    """

    def __init__(self, training):
        self.training, self.problem = training, training.problem
        self.learned, self.target = training.learned, training.target
        self.data = [self._numbers(sample) for sample in self.problem.data]
        first = self.problem.data[0]
        self.names = [*first.inputs, *(training.loss.target_names[unit] for unit in first.targets)]
        self.visits = 0
        backward = [step for section in training.backward for step in section.steps]
        self.sample = self._fixed([*training.steps, *backward])
        self.order = [training.gradients[name] for name in self.learned]
        self.sums = [f"g_{name}" for name in self.learned]

    @staticmethod
    def _numbers(sample) -> list[float]:
        return [constant(value) for value in (*sample.inputs.values(), *sample.targets.values())]

    def _fixed(self, steps: list[Step]) -> list[tuple[str, object]]:
        """Steps with the numbers put in that never change."""
        training = self.training
        numbers = {name: v for name, v in training.network.parameters.items() if name not in self.learned}
        numbers |= training.constants
        if self.problem.learning_rate is not None:
            numbers["η"] = self.problem.learning_rate
        fixed = {name: Num(repr(constant(value)), constant(value)) for name, value in numbers.items()}
        return [(step.name, replaced(step.formula, fixed)) for step in steps]

    def run(self) -> list[list]:
        """Rows of (epoch, average loss, parameters after it)."""
        problem, count = self.problem, len(self.problem.data)
        if problem.epochs * count > MOST_VISITS:
            raise AskedError(f"epochs × samples may be at most {MOST_VISITS:,} visits".replace(",", " "))
        if problem.digits.carry and problem.epochs * count > MOST_CARRIED:
            raise AskedError(f"with rounding carried, epochs × samples may be at most {MOST_CARRIED} visits")
        kept = self.training.descent.start()
        rows = []
        one_epoch = self._alone() if problem.batch_size == 1 and not problem.digits.carry else self._in_batches()
        for epoch in range(1, problem.epochs + 1):
            total, kept = one_epoch(epoch, kept)
            parameters = kept[: len(self.learned)]
            if not all(map(math.isfinite, (total, *parameters))):
                raise EvaluationError(f"epoch {epoch}: a parameter or the loss is too large for a double")
            rows.append([epoch, total / count, *parameters])
        return rows

    def _row(self, sample: int) -> list[float]:
        """The numbers of the next visit."""
        return self.data[sample]

    # One update a sample

    def _alone(self):
        """An epoch with an update after every sample, as one compiled loop."""
        gradients = [(name, Symbol(gradient)) for name, gradient in zip(self.sums, self.order, strict=True)]
        descent = self.training.descent

        def loop(first: bool):
            updates, kept = descent.loop(first)
            return compiled_loop([*self.sample, *gradients, *self._fixed(updates)], kept, self.names, self.target)

        begin, go_on = loop(True), loop(False) if descent.differs else None

        def epoch(number: int, kept):
            order = [sample for batch in self.training.batches(number) for sample in batch]
            rows = [self._row(sample) for sample in order]
            try:
                if go_on is None:
                    return begin(kept, rows)
                if number > 1:
                    return go_on(kept, rows)
                total, now = begin(kept, rows[:1])
                more, now = go_on(now, rows[1:])
                return total + more, now
            except (ArithmeticError, ValueError):
                self._explain(number, order, rows, kept, [begin, go_on or begin])
                raise

        return epoch

    @staticmethod
    def _explain(number: int, order, rows, kept, loops):
        """Raises the error of an epoch again, with the sample at which it happens."""
        for place, (sample, row) in enumerate(zip(order, rows, strict=True)):
            try:
                _, kept = loops[0 if number == 1 and place == 0 else 1](kept, [row])
            except (ArithmeticError, ValueError) as error:
                raise EvaluationError(f"epoch {number}, sample {sample + 1}: no value: {error}") from None

    # Batches

    def _in_batches(self):
        """An epoch with the gradients of a batch behind every update."""
        training, problem = self.training, self.problem
        held = list(training.descent.loop(True)[1])
        visit = self._ready(self.sample, [*held, *self.names], [self.target, *self.order])

        def updating(first: bool):
            updates, kept = training.descent.loop(first)
            return self._ready(self._fixed(updates), [*kept, *self.sums], list(kept.values()))

        begin, go_on = updating(True), updating(False)

        def epoch(number: int, kept):
            total = 0.0
            for place, batch in enumerate(training.batches(number)):
                sums = None
                for sample in batch:
                    try:
                        loss, *gradients = visit(*kept, *self._row(sample))
                    except (ArithmeticError, ValueError) as error:
                        raise EvaluationError(f"epoch {number}, sample {sample + 1}: no value: {error}") from None
                    total += loss
                    sums = gradients if sums is None else [a + b for a, b in zip(sums, gradients, strict=True)]
                if problem.reduction == "mean" and len(batch) > 1:
                    sums = [value / len(batch) for value in sums]
                try:
                    kept = (begin if number == 1 and place == 0 else go_on)(*kept, *sums)
                except (ArithmeticError, ValueError) as error:
                    raise EvaluationError(f"epoch {number}: an update has no value: {error}") from None
            return total, kept

        return epoch

    def _ready(self, steps, inputs: list[str], outputs: list[str]):
        if self.problem.digits.carry:
            return _carried(steps, inputs, outputs, self.problem.digits)
        return compiled(steps, inputs, outputs)


def _carried(steps, inputs, outputs, rounding: Rounding):
    """The same function with every step rounded, as a person who computes with the printed digits."""
    listed = [Step(name, formula) for name, formula in steps]

    def run(*numbers):
        values = evaluate(listed, rounding, dict(zip(inputs, numbers, strict=True)))
        return tuple(values[name] for name in outputs)

    return run


__all__ = ["COUNTER", "Epochs"]
