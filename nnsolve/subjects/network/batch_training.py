"""Training with normalised layers: a batch is one graph, since mean and variance join its samples."""

from __future__ import annotations

from ...differences import check_gradients
from ...errors import EvaluationError
from ...names import Name, d, gradient
from ...reading.schema import constant
from ...solution import Says, Section, evaluate, steps_of
from .batch_backward import BatchWriter
from .batch_graph import BatchGraph
from .epochs import Epochs
from .model import ERROR
from .training import MOST_WRITTEN, Training


class BatchTraining(Training):
    """The training of a network whose layers are normalised over the batch."""

    def _backward(self) -> tuple[list[Section], dict[Name, Name]]:
        """Gradients are of a batch, and written with it."""
        return [], {name: gradient(name) for name in self.learned}

    def batch_passes(self, number: int, visits: dict[int, int]) -> tuple[BatchGraph, BatchWriter]:
        """Forward and backward pass of a batch (visit → sample, both from 1) under the parameters of the moment."""
        current = {name: self.current[name] for name in self.learned}
        graph = BatchGraph(self.problem, number, visits, current, self.names, self.problem)
        return graph, BatchWriter(graph, self.learned, self.problem)

    def write(self):
        """The first epoch in steps, or its first update where there are many samples."""
        batches, visit = self.batches(1), 0
        for number, batch in enumerate(batches if len(self.problem.data) <= MOST_WRITTEN else batches[:1], 1):
            visits = {visit + place: sample + 1 for place, sample in enumerate(batch, 1)}
            visit += len(batch)
            graph, writer = self.batch_passes(number, visits)
            if number == 1:
                self.first = graph, writer
            self.page.given |= graph.given
            self.page.rows += graph.rows
            self.page.marks |= graph.marks | writer.marks
            self.page.add(graph.sections + writer.sections)
            if self.learns and self.learned:
                self._renew(number, dict(writer.gradients), [])

    def epochs(self) -> Epochs:
        """All epochs in numbers."""
        return BatchEpochs(self)

    def answered(self) -> list[Name]:
        """The gradients, where nothing is updated."""
        graph, writer = self.first
        return super().answered() or [graph.target, *writer.gradients.values()]

    def synonyms(self) -> dict[str, Name]:
        """``dE/dw1`` is the gradient of the first batch, ``mean_h1`` what it shares."""
        graph, writer = self.first
        words: dict[str, Name] = {}
        for norm in self.network.norms.values():
            words |= norm.shared_names(graph.batch)
        for name, slope in writer.gradients.items():
            words |= {d(ERROR, name): slope, d(self.target, name): slope}
        return words

    def _check(self) -> Says | None:
        """The gradients of the first batch against central differences."""
        graph, writer = self.first
        backward = steps_of(writer.sections)
        given = {name: value for name, value in self.page.given.items() if name not in self.descent.states}
        values = evaluate(graph.steps + backward, given=given)
        return check_gradients(graph.steps, given, graph.target, writer.gradients, values)


class BatchEpochs(Epochs):
    """All epochs of a :class:`BatchTraining`: the graph of a batch of each size, compiled once and run many times."""

    training: BatchTraining

    def __init__(self, training: BatchTraining, precise: bool = False):
        super().__init__(training, precise)
        self.passes: dict[int, object] = {}

    def _pass(self, size: int):
        """A function of what is kept and of the numbers of ``size`` samples: the batch's error, then the gradients."""
        if size not in self.passes:
            training, visits = self.training, {k: k for k in range(1, size + 1)}
            current, training.current = training.current, {name: name for name in training.current}
            graph, writer = training.batch_passes(1, visits)
            training.current = current
            steps = [*graph.steps, *steps_of(writer.sections)]
            inputs = [*training.descent.loop(True)[1], *(name for row in graph.rows for name in row)]
            outputs = [graph.target, *writer.gradients.values()]
            self.passes[size] = self._ready(self._fixed(steps), inputs, outputs)
        return self.passes[size]

    def _batch(self, kept: list, epoch: int, batch: dict[int, int]) -> tuple:
        """The sum of the errors of a batch (visit → sample from 0), and the gradients."""
        numbers = [number for visit, sample in batch.items() for number in self._row(sample, visit)]
        try:
            error, *gradients = self._pass(len(batch))(*kept, *numbers)
        except (ArithmeticError, ValueError) as trouble:
            samples = ", ".join(str(sample + 1) for sample in batch.values())
            raise EvaluationError(f"epoch {epoch}, batch of the samples {samples}: {self._told(trouble)}") from None
        return error * len(batch) if self.problem.reduction == "mean" else error, gradients

    def _told(self, trouble: Exception) -> str:
        """What went wrong; a variance of 0 is named where no ε keeps it from being divided by."""
        bare = any(constant(norm.epsilon) == 0 for norm in self.training.network.norms.values())
        if bare and isinstance(trouble, ArithmeticError):
            return "it divides by zero; with epsilon: 0 the values that are normalised must not all be equal"
        return f"no value: {trouble}"
