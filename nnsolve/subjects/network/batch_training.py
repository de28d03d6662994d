"""Training with normalised layers: a batch is one graph, since mean and variance join its samples."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...names import Name, d, gradient
from ...reading.schema import constant
from ...runs.lesson import Pace
from ...solution import Says, Section, evaluate, names_of, steps_of
from .batch_backward import BatchWriter
from .batch_graph import BatchGraph
from .lesson import NetworkLesson
from .model import ERROR
from .training import Training

if TYPE_CHECKING:
    from .learning import LearningProblem


class BatchTraining(Training):
    """The training of a network whose layers are normalised over the batch."""

    def __init__(self, problem: LearningProblem):
        super().__init__(problem)
        self.passes: list[tuple[BatchGraph, BatchWriter]] = []  # those that are written

    @property
    def first(self) -> tuple[BatchGraph, BatchWriter]:
        """The passes of the first batch."""
        return self.passes[0]

    @cached_property
    def of_visit(self) -> list[Name]:
        """What every visit gives: what the last sample of the first batch has."""
        graph, writer = self.first
        *_, last = graph.samples
        return [name.bare for name in self._names(graph, writer) if name.at == last]

    def _backward(self) -> tuple[list[Section], dict[Name, Name]]:
        """Gradients are of a batch, and written with it."""
        return [], {name: gradient(name) for name in self.learned}

    def batch_passes(self, epoch: int, number: int, samples: list[int]) -> tuple[BatchGraph, BatchWriter]:
        """Forward and backward pass of a batch of an epoch, both from 1, under the parameters of the moment."""
        current = {name: self.current[name] for name in self.learned}
        begin = (number - 1) * self.problem.batch_size + 1
        visits = {self.visit_at(epoch, place): sample + 1 for place, sample in enumerate(samples, begin)}
        batch = self.update_at(self.counted(epoch, number))
        graph = BatchGraph(self.problem, batch, visits, current, self.names, self.problem, epoch)
        return graph, BatchWriter(graph, self.learned, self.problem)

    def update(self, epoch: int, number: int) -> list[Section]:
        """The graph of a batch, its gradients, and the update."""
        graph, writer = self.batch_passes(epoch, number, self.batches(epoch)[number - 1])
        self.passes.append((graph, writer))
        self.page.given |= graph.given
        self.page.rows += graph.rows
        self.page.marks |= graph.marks | writer.marks
        sections = graph.sections + writer.sections
        if self.learns and self.learned:
            sections.append(self._renew(epoch, number, dict(writer.gradients), []))
        if len(self.passes) == 1:
            shared = [name.bare for name in self._names(graph, writer) if name.at == graph.batch]
            self.of_update += [name for name in shared if name not in self.of_visit]
        self.numbered.update(name for name in self._names(graph, writer) if name.bare in self.of_visit)
        return sections

    @staticmethod
    def _names(graph: BatchGraph, writer: BatchWriter) -> list[Name]:
        """The steps of a batch: those of its samples, and what they share."""
        return names_of([*graph.steps, *steps_of(writer.sections)])

    def lesson(self) -> BatchLesson:
        """What all epochs run through."""
        return BatchLesson(self)

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


class BatchLesson(NetworkLesson):
    """The training of a network whose samples feed each other: a batch of each size is one graph."""

    training: BatchTraining

    def __init__(self, training: BatchTraining):
        super().__init__(training)
        self._wholes: dict[int, Pace] = {}

    @cached_property
    def visit(self) -> Pace | None:
        """No sample has steps of its own."""
        return None

    def whole(self, size: int) -> Pace:
        """The graph of a batch of some size with its gradients."""
        if size not in self._wholes:
            self._wholes[size] = self._whole(size)
        return self._wholes[size]

    def _whole(self, size: int) -> Pace:
        training = self.training
        current, training.current = training.current, {name: name for name in training.current}
        graph, writer = training.batch_passes(1, 1, list(range(size)))
        training.current = current
        fed = list(chain.from_iterable(graph.rows))
        return Pace([*graph.steps, *steps_of(writer.sections)], fed, graph.target, list(writer.gradients.values()))

    def trouble(self, error: Exception) -> str:
        """What went wrong; a variance of 0 is named where no ε keeps it from being divided by."""
        bare = any(constant(norm.epsilon) == 0 for norm in self.network.norms.values())
        if bare and isinstance(error, ArithmeticError):
            return "it divides by zero; with epsilon: 0 the values that are normalised must not all be equal"
        return super().trouble(error)
