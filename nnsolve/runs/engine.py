"""What runs a lesson in numbers: its steps made into functions once, and run sample by sample or batch by batch.

In doubles they are compiled; with rounding carried every step is rounded; to sixty digits what is 0 on paper is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import EvaluationError
from ..evaluation import evaluate
from ..formula.compiled import compiled, compiled_loop
from ..formula.deciding import NEAR
from ..formula.expr import Expr, Num, Symbol, replaced
from ..formula.numbers import DOUBLES
from ..formula.rounding import Rounding
from ..names import Name
from ..steps import Step
from .lesson import Lesson, Pace

if TYPE_CHECKING:
    from typing import TypeAlias

    from ..formula.numbers import NumberSystem, Value

    # What goes from update to update, and the numbers of a row of the table.
    Kept: TypeAlias = Sequence[Value]
    Row: TypeAlias = list[Value]
    # Numbers from numbers, both in their order.
    Computation: TypeAlias = Callable[..., Sequence[Value]]

Formulas = Sequence[tuple[Name, Expr]]


class Engine:
    """All visits and updates of a lesson; ``precise`` with sixty digits."""

    def __init__(self, lesson: Lesson, precise: bool = False):
        self.lesson, self.precise, self.carried = lesson, precise, lesson.rounding.carry
        self.data = [self._numbers(lesson.fed(sample)) for sample in range(lesson.count)]
        self.start: Kept = self._numbers(lesson.start)
        self._kept = list(lesson.update(True).renewed)
        self._wholes: dict[int, Computation] = {}

    def _numbers(self, formulas: Sequence[Expr]) -> list[Value]:
        """The numbers of formulas without names."""
        system: NumberSystem = DOUBLES
        if self.precise:
            from ..formula.precise import PRECISELY

            system = PRECISELY
        return [formula.evaluate({}, system) for formula in formulas]

    @cached_property
    def near(self) -> float:
        """How near a border rounding may bring a number."""
        largest = 1.0
        for row in (self.start, *self.data):
            largest = max([largest, *(abs(float(number)) for number in row)])
        return NEAR * largest * largest  # beyond the doubles every number is near

    def stretch(self, kept: Kept, first: int, last: int) -> tuple[list[Row], Kept]:
        """The rows of some epochs (their number, the mean error, the parameters), and what is kept behind them."""
        lesson = self.lesson
        if lesson.batch_size == 1 and lesson.visit and not self.carried and not self.precise:
            return self._alone.stretch(kept, first, last)
        return self.in_batches(kept, first, last)

    @cached_property
    def _alone(self) -> _Alone:
        """The compiled loop of a lesson with an update after every sample."""
        return _Alone(self, self._own_visit)

    @property
    def _own_visit(self) -> Pace:
        """The steps of a sample of a lesson whose samples have steps of their own."""
        assert self.lesson.visit is not None, "the samples of this lesson feed each other"
        return self.lesson.visit

    @property
    def steps_an_epoch(self) -> int:
        """About how many steps an epoch has."""
        lesson = self.lesson
        if lesson.visit is not None:
            return lesson.count * (len(lesson.visit.steps) + len(lesson.learned))
        return len(lesson.whole(lesson.batch_size).steps) * len(lesson.batches(1))

    # Batches

    def in_batches(self, kept: Kept, first: int, last: int) -> tuple[list[Row], Kept]:
        """As :meth:`stretch`, update by update."""
        lesson = self.lesson
        rows: list[Row] = []
        for epoch in range(first, last + 1):
            total: Value = 0  # of doubles, or of decimals where the rounding is carried
            for number, visits in enumerate(self.batches(epoch), 1):
                kept, error = self._updated(kept, epoch, number, visits)
                total += error
            rows.append([epoch, total / lesson.count, *kept[: len(lesson.learned)]])
        return rows, kept

    def before(self, kept: Kept, epoch: int, number: int) -> Kept:
        """What is kept before an update (from 1) of an epoch, from what is kept before the epoch."""
        for place, visits in enumerate(self.batches(epoch), 1):
            if place == number:
                break
            kept, _ = self._updated(kept, epoch, place, visits)
        return kept

    def batches(self, epoch: int) -> Iterator[dict[int, int]]:
        """The batches of an epoch: the numbers of its visits (from 1, through all epochs), each with its sample."""
        visit = (epoch - 1) * self.lesson.count
        for batch in self.lesson.batches(epoch):
            yield {visit + place: sample for place, sample in enumerate(batch, 1)}
            visit += len(batch)

    def _updated(self, kept: Kept, epoch: int, number: int, visits: dict[int, int]) -> tuple[Kept, Value]:
        """What is kept behind a batch, and the sum of its errors."""
        error, gradients = self._batch(kept, epoch, visits)
        update = self._updates[0 if (epoch, number) == (1, 1) else 1]
        try:
            return update(*kept, *gradients), error
        except (ArithmeticError, ValueError) as trouble:
            raise EvaluationError(f"epoch {epoch}: an update has no value: {trouble}") from None

    def _batch(self, kept: Kept, epoch: int, visits: dict[int, int]) -> tuple[Value, Kept]:
        """The sum of the errors of a batch, and its gradients."""
        if self.lesson.visit is None:
            return self._whole(kept, epoch, visits)
        total: Value = 0
        sums: list[Value] = []
        for visit, sample in visits.items():
            error, *gradients = self._visit(kept, epoch, visit, sample)
            total += error
            sums = [before + each for before, each in zip(sums, gradients, strict=True)] if sums else gradients
        if self.lesson.averaged and len(visits) > 1:
            sums = [value / len(visits) for value in sums]
        return total, list(map(self.lesson.rounding.round, sums)) if self.carried else sums

    def _visit(self, kept: Kept, epoch: int, visit: int, sample: int) -> Sequence[Value]:
        """The error of a visit, and its gradients."""
        try:
            return self._sample(*kept, *self.row(sample, visit))
        except (ArithmeticError, ValueError) as error:
            raise EvaluationError(f"epoch {epoch}, sample {sample + 1}: no value: {error}") from None

    def _whole(self, kept: Kept, epoch: int, visits: dict[int, int]) -> tuple[Value, Kept]:
        """A batch whose samples feed each other."""
        size = len(visits)
        numbers: list[Value] = []
        for visit, sample in visits.items():
            numbers += self.row(sample, visit)
        if size not in self._wholes:
            self._wholes[size] = self._paced(self.lesson.whole(size))
        try:
            error, *gradients = self._wholes[size](*kept, *numbers)
        except (ArithmeticError, ValueError) as trouble:
            samples = ", ".join(str(sample + 1) for sample in visits.values())
            text = f"epoch {epoch}, batch of the samples {samples}: {self.lesson.trouble(trouble)}"
            raise EvaluationError(text) from None
        return error * size if self.lesson.averaged else error, gradients

    def row(self, sample: int, visit: int) -> list[Value]:
        """The numbers of a visit: those of its sample, then its own."""
        return [*self.data[sample], *self.lesson.masks(visit)]

    # Functions

    @cached_property
    def _sample(self) -> Computation:
        """The error and the gradients of one sample from what is kept and its numbers."""
        return self._paced(self._own_visit)

    def _paced(self, pace: Pace) -> Computation:
        return self._ready(pace.steps, [*self._kept, *pace.fed], [pace.error, *pace.gradients])

    @cached_property
    def _updates(self) -> list[Computation]:
        """The first update, and the others: new parameters from old ones and gradients."""
        found = []
        for update in map(self.lesson.update, (True, False)):
            inputs = [*update.renewed, *self.lesson.gathered]
            found.append(self._ready(update.steps, inputs, list(update.renewed.values())))
        return found

    def _ready(self, steps: Sequence[Step], inputs: list[Name], outputs: list[Name]) -> Computation:
        formulas = self.fixed(steps)
        if self.carried:
            return _carried(formulas, inputs, outputs, self.lesson.rounding)
        if self.precise:
            return _precise(formulas, inputs, outputs)
        return compiled(formulas, inputs, outputs, self.near)

    def fixed(self, steps: Sequence[Step]) -> list[tuple[Name, Expr]]:
        """Steps with the numbers put in that never change."""
        numbers = self.lesson.constants
        fixed = numbers if self.precise else {name: _literal(value) for name, value in numbers.items()}
        return [(step.name, replaced(step.formula, fixed)) for step in steps]


class _Alone:
    """An update after every sample, all in one compiled loop."""

    def __init__(self, engine: Engine, visit: Pace):
        self.engine, self.lesson, self.pace = engine, engine.lesson, visit

    def stretch(self, kept: Kept, first: int, last: int) -> tuple[list[Row], Kept]:
        """As :meth:`Engine.stretch`."""
        out: list[Row] = []
        if self.lesson.differs and first == 1:
            kept = self._first_epoch(kept, out)
            first = 2
        if self.lesson.ordered and not self.lesson.drawn:
            return out, self._run(kept, first, last, out)
        for epoch in range(first, last + 1):
            kept = self._run(kept, epoch, epoch, out)
        return out, kept

    @cached_property
    def _loop(self) -> Computation:
        """The loop of all updates, but for the first where that is written otherwise."""
        return self._looping(False)

    def _looping(self, first: bool) -> Computation:
        lesson, pace, update = self.lesson, self.pace, self.lesson.update(first)
        gradients = [(used, Symbol(own)) for used, own in zip(lesson.gathered, pace.gradients, strict=True)]
        steps = [*self.engine.fixed(pace.steps), *gradients, *self.engine.fixed(update.steps)]
        return compiled_loop(steps, update.renewed, pace.fed, pace.error, lesson.learned, self.engine.near)

    def _rows(self, epoch: int) -> tuple[list[int], list[list[Value]]]:
        """The samples of an epoch in the order of visiting, and their numbers."""
        order: list[int] = []
        rows = []
        for visits in self.engine.batches(epoch):
            order += visits.values()
            rows += [self.engine.row(sample, visit) for visit, sample in visits.items()]
        return order, rows

    def _first_epoch(self, kept: Kept, out: list[Row]) -> Kept:
        """The epoch whose first update is written otherwise."""
        _, rows = self._rows(1)
        try:
            kept = self._looping(True)(kept, rows[:1], 1, 1, out)
        except (ArithmeticError, ValueError) as error:
            raise EvaluationError(f"epoch 1: no value: {error}") from None
        if len(rows) > 1:
            _, mean, *_ = out.pop()
            rest: list[Row] = []
            kept = self._run(kept, 1, 1, rest, skip=1)
            rest[0][1] = (mean + rest[0][1] * (len(rows) - 1)) / len(rows)
            out += rest
        return kept

    def _run(self, kept: Kept, first: int, last: int, out: list[Row], skip: int = 0) -> Kept:
        """Epochs ``first`` to ``last``; an error is told with its epoch and sample."""
        if first > last:
            return kept
        order, rows = self._rows(first)
        done = len(out)
        try:
            return self._loop(kept, rows[skip:], first, last, out)
        except (ArithmeticError, ValueError):
            epoch = first + len(out) - done
            kept = self._loop(kept, rows[skip:], first, epoch - 1, [])
            self._find(kept, epoch, order[skip:], rows[skip:])
            raise

    def _find(self, kept: Kept, epoch: int, order: list[int], rows: list[list[Value]]) -> None:
        """Raises EvaluationError with the sample of an epoch that has no value."""
        for sample, row in zip(order, rows, strict=True):
            try:
                kept = self._loop(kept, [row], 1, 1, [])
            except (ArithmeticError, ValueError) as error:
                raise EvaluationError(f"epoch {epoch}, sample {sample + 1}: no value: {error}") from None


def _literal(formula: Expr) -> Num:
    value = float(formula.evaluate({}, DOUBLES))
    return Num(repr(value), value)


def _precise(steps: Formulas, inputs: list[Name], outputs: list[Name]) -> Computation:
    """The same function to sixty digits."""
    from ..formula.precise import PRECISELY

    def run(*numbers: Value) -> Sequence[Value]:
        values = dict(zip(inputs, map(PRECISELY.take, numbers), strict=True))
        for name, formula in steps:
            values[name] = formula.evaluate(values, PRECISELY)
        return tuple(values[name] for name in outputs)

    return run


def _carried(steps: Formulas, inputs: list[Name], outputs: list[Name], rounding: Rounding) -> Computation:
    """The same function with every step rounded, as a person who computes with the printed digits."""
    listed = [Step(name, formula) for name, formula in steps]

    def run(*numbers: Value) -> Sequence[Value]:
        values = evaluate(listed, rounding, dict(zip(inputs, numbers, strict=True)))
        return tuple(values[name] for name in outputs)

    return run
