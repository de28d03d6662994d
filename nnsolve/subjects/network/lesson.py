"""A training as what an engine runs: the steps of a sample or of a batch, those of an update, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ...formula.expr import ONE, Expr
from ...names import Name, gradient
from ...runs.lesson import Pace, Update
from ...solution import steps_of
from .model import RATE

if TYPE_CHECKING:
    from ...formula.numbers import Value
    from .training import Training


class NetworkLesson:
    """A :class:`.training.Training` sample by sample, as a :class:`nnsolve.runs.lesson.Lesson`."""

    def __init__(self, training: Training):
        self.training, self.problem = training, training.problem
        self.network, self.descent, self.learned = training.network, training.descent, training.learned
        self.epochs, self.count = self.problem.epochs, len(self.problem.data)
        self.batch_size, self.averaged = self.problem.batch_size, self.problem.reduction == "mean"
        self.rounding, self.batches = self.problem.precision, training.batches
        self.gathered = [gradient(name) for name in self.learned]
        self.differs, self.drawn = self.descent.differs, self.network.drawn
        self.ordered = self.problem.shuffle is None

    @cached_property
    def constants(self) -> dict[Name, Expr]:
        """What no update changes: parameters that are frozen, options, the learning rate."""
        learned = set(self.learned)
        numbers = {name: number for name, number in self.network.parameters.items() if name not in learned}
        numbers |= self.training.constants | self.descent.numbers()
        if self.problem.learning_rate is not None:
            numbers[RATE] = self.problem.learning_rate
        return numbers

    @cached_property
    def start(self) -> list[Expr]:
        """Parameters, what the optimiser keeps, and the number of the update."""
        counter = [ONE] if self.descent.settings is not None else []
        return [*(self.network.parameters[name] for name in self.learned), *self.descent.states.values(), *counter]

    @cached_property
    def visit(self) -> Pace | None:
        """Forward and backward pass of a sample."""
        training, first = self.training, self.problem.data[0]
        targets = [training.loss.target_names[unit] for unit in first.targets]
        fed = [*first.inputs, *targets, *self.network.masks(1)]
        steps = [*training.steps, *steps_of(training.backward)]
        return Pace(steps, fed, training.target, [training.gradients[name] for name in self.learned])

    def whole(self, size: int) -> Pace:
        """No sample feeds another."""
        raise AssertionError("the samples of this training are visited one by one")

    def fed(self, sample: int) -> list[Expr]:
        """Inputs and targets."""
        data = self.problem.data[sample]
        return [*data.inputs.values(), *data.targets.values()]

    def masks(self, visit: int) -> Sequence[Value]:
        """What dropout lets through."""
        return [mask.value for mask in self.network.masks(visit).values()]

    def update(self, first: bool) -> Update:
        """As the optimiser writes it."""
        return Update(*self.descent.loop(first))

    def trouble(self, error: Exception) -> str:
        """What went wrong in a batch."""
        return f"no value: {error}"
