"""Training on several samples: per sample, in mini-batches or all at once, over epochs.

The forward and backward pass of one sample is written once, as for a single problem. Every visit of a sample is a copy
of those steps under the visit's number (``2.net_h1``), every update a new name of the parameter (``1.w5``). What is
not written out runs through the same steps, compiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...formula.expr import Div, Expr, Num, Symbol, total_of
from ...formula.marks import Mark, Partial, lettered
from ...names import At, Name, Role, gradient, new
from ...runs.order import Order
from ...solution import Block, Column, Says, Section, Step, Table, evaluate, steps_of
from ...working import Working
from .backward import Writer
from .copies import copied, sample_mark, sample_title
from .descent import Descent
from .epochs import Epochs
from .forward import forward_section, loss_section
from .memoisation import MARKS, memoisation_section
from .model import RATE
from .page import opened
from .penalty import with_penalty
from .update import REDUCED, clip_marks, clipped, over

if TYPE_CHECKING:
    from .learning import LearningProblem


# The first epoch is written out in full for up to so many samples; of more, the first update is.
MOST_WRITTEN = 12


_NOTES = {
    "per_sample": "training_note_per_sample",
    "batch": "training_note_batch",
    "mini_batch": "training_note_mini_batch",
}


class Training:
    """The training of a network on samples; ``problem`` is a backprop problem with samples."""

    def __init__(self, problem: LearningProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.forward = [forward_section(self.network), with_penalty(loss_section(self.network, self.loss), problem)]
        self.target = problem.target
        self.steps = steps_of(self.forward)
        self.learned = [name for name in self.network.parameters if name not in problem.freeze]
        self.backward, self.gradients = self._backward()
        self.descent = Descent(problem, self.learned)
        self.current: dict[Name, Name] = {name: name for name in (*self.learned, *self.descent.states)}
        self.constants = dict(problem.regularization.numbers) if problem.regularization else {}
        for norm in self.network.norms.values():
            self.constants |= norm.given()
        self.visited: dict[Name, int] = {}  # the steps and numbers of visits, and whose sample they are
        self.page = opened(problem)
        self.page.error_terms = problem.method == "delta"
        self.names = self.page.names  # what is of no visit
        self.average = Name(Role.LOSS, "average", self.target)
        self._give()

    def _give(self):
        """The parameters, and the numbers of the updates."""
        page, network, numbers = self.page, self.network, self.descent.numbers()
        rate = {RATE: self.problem.learning_rate} if self.learns else {}
        page.given |= network.parameters | rate | self.constants | numbers | self.descent.states
        page.rows = [network.parameters_of(k) for k in range(len(network.layers))]
        page.rows += [[*rate, *numbers], [*self.constants], [*self.descent.states]]

    @property
    def learns(self) -> bool:
        """Whether anything is updated by a learning rate."""
        return self.problem.learning_rate is not None

    def _backward(self) -> tuple[list[Section], dict[Name, Name]]:
        """The gradients of one sample, section by section."""
        writer = Writer(self.network, self.steps, self.loss, self.problem.method, self.target)
        gradients = {}
        for layer in reversed(range(len(self.network.layers))):
            for name in self.network.parameters_of(layer):
                if name in self.learned:
                    writer.section(Says("page_backward", name=name))
                    gradients[name] = writer.backward.gradient(name)
        self.chain = writer.backward
        return writer.sections, gradients

    # What is written out

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch (from 1), in the order of visiting."""
        problem = self.problem
        return Order(len(problem.data), seed=problem.shuffle, batch=problem.batch_size).batches(epoch)

    def write(self):
        """The first epoch in steps, or its first update where there are many samples."""
        batches = self.batches(1)
        written = batches if len(self.problem.data) <= MOST_WRITTEN else batches[:1]
        visit = 0
        for number, batch in enumerate(written, 1):
            visits = {}
            for sample in batch:
                visit += 1
                visits[At((visit,))] = sample + 1
                self._visit(visit, sample)
            if self.learns and self.learned:
                self._update(number, visits)
        if self.problem.memoisation:
            self.page.add([memoisation_section(self.chain, self.learned, len(self.problem.data))])
            self.page.marks |= MARKS

    def _visit(self, visit: int, sample: int):
        """Forward and backward pass of one sample under the parameters and masks of the moment."""
        data, at, masks = self.problem.data[sample], At((visit,)), self.network.masks(visit)
        targets = {self.loss.target_names[unit]: value for unit, value in data.targets.items()}
        numbers = data.inputs | masks | targets
        own = {name: name.moved(at) for name in numbers}
        self.page.given |= {own[name]: value for name, value in numbers.items()}
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in (self.current | own).items()}
        brief = visit > 1 and not self.problem.asked  # what is asked may be of a later sample alone
        sections = copied([*self.forward, *self.backward], at, exchange, sample_title(sample + 1), brief)
        self.page.add(sections)
        row = [own[name] for name in (*data.inputs, *targets, *masks)]
        self.page.rows.append(row)
        steps = [step.name for step in steps_of(sections)]
        self.visited |= dict.fromkeys([*row, *steps], sample + 1)

    def _update(self, number: int, visits: dict[At, int]):
        """The mean (or sum) of the gradients of a batch (visit → sample), and the new parameters."""
        page, steps, used = self.page, [], {}
        for name, slope in self.gradients.items():
            terms = [Symbol(slope.moved(visit)) for visit in visits]
            if len(terms) == 1:
                used[name] = terms[0].name
                continue
            for sample, term in zip(visits.values(), terms, strict=True):
                page.heads[term.name] = self.names.mark(slope)
                page.marks[term.name] = Partial(Mark(self.target, "", str(sample)), self.names.mark(name))
            used[name] = gradient(name, At((number,)))
            page.marks[used[name]] = Partial(over(self.target, self.problem.reduction), self.names.mark(name))
            steps.append(Step(used[name], self._joined(terms), Says(REDUCED[self.problem.reduction], n=len(terms))))
        self._renew(number, used, steps)

    def _renew(self, number: int, used: dict[Name, Name], steps: list[Step]):
        """The new parameters from the gradients ``used`` (parameter → step), behind the ``steps`` that make these."""
        page = self.page
        more, used = clipped(used, self.problem.clip, At((number,)))
        page.marks |= clip_marks(used, self.names, At((number,))) if more else {}
        parts = self.descent.written(number, self.current, used, self.names)
        if self.descent.settings is None:
            parts = [[step for part in parts for step in part]]
        made = [part for part in (steps, more) if part]
        page.section(Says("training_update_number", n=number), *(Block(None, part) for part in (*made, *parts)))
        for name in used:
            mark = lettered(self.names.mark(name))
            page.heads[self.current[name]] = Mark(mark.base, mark.sub, mark.sup, True)

    def _joined(self, terms: Sequence[Expr]) -> Expr:
        total = total_of(terms)
        return Div(total, Num(str(len(terms)))) if self.problem.reduction == "mean" else total

    # The whole

    def solution(self) -> Working:
        """The first epoch in steps, all epochs in a table."""
        page, problem = self.page, self.problem
        self.write()
        rows = self.epochs().run() if self.learns else []
        if rows:
            page.results = dict(zip((self.average, *map(new, self.learned)), rows[-1][1:], strict=True))
        page.marks |= self.descent.marks | {self.average: Mark(f"average {self.target}")}
        page.synonyms = self.synonyms()
        page.answers = self.answered()
        if problem.asked:
            self._print_samples()
        page.keeps = lambda asked: self._kept(asked, rows)
        self._tell()
        page.check(lambda solution: self._check(), always=True)
        return page

    def _print_samples(self):
        """What is asked for may be called with the number of its sample; where that is so, all is printed with it."""
        page, heads = self.page, self.page.heads
        numbered = {
            name: sample_mark(self.names, name.bare, sample, self.network.parameters)
            for name, sample in self.visited.items()
        }
        page.heads = numbered | heads

        def write(asked: list[Name]):
            page.heads = heads
            if self.visited.keys() & {*asked}:
                page.marks |= numbered
                page.heads = {name: mark for name, mark in heads.items() if name not in numbered}

        page.write = write

    def _kept(self, asked: list[Name], rows: list[list]) -> list[Section]:
        """What leads to what is asked for, all where that is of all epochs alone; then the table of these."""
        sections = self.page.left([self._written(name) for name in asked]) or self.page.sections
        return [*sections, Section(Says("training_epochs"), [Block(table=self._table(rows))])] if rows else sections

    def _written(self, name: Name) -> Name:
        """What the page writes of a result: a value after all epochs is the last one that it writes."""
        return self.current[name.of_name] if name.role is Role.NEW and name in self.page.results else name

    def epochs(self) -> Epochs:
        """All epochs in numbers."""
        return Epochs(self)

    def answered(self) -> list[Name]:
        """What is reported where nothing is asked."""
        return list(self.page.results)

    def synonyms(self) -> dict[str, Name]:
        """Further words for results."""
        return {}

    def _table(self, rows: list[list]) -> Table:
        shown = len(self.learned) <= 12
        columns = [
            Column("epoch", "page_column_epoch"),
            Column("average_loss", "page_column_average_loss"),
            *([Says("page_name", name=name) for name in self.learned] if shown else []),
        ]
        return Table(columns, [row if shown else row[:2] for row in rows], longest=20)

    def _tell(self):
        """Writes what is said of the updates and of conventions."""
        page, problem, count = self.page, self.problem, len(self.batches(1))
        size = {1: "per_sample", len(problem.data): "batch"}.get(problem.batch_size, "mini_batch")
        page.note(Says(_NOTES[size], samples=len(problem.data), size=problem.batch_size, updates=count))
        page.note(Says("training_note_average_loss", target=self.target))
        if problem.regularization and len(problem.data) > 1:
            page.note(Says("training_note_penalty_samples"))
        if problem.shuffle is not None:
            page.note(Says("training_note_shuffled", seed=problem.shuffle))
        page.note(*self.descent.says(), *problem.conventions())

    def _check(self) -> Says | None:
        """The gradients of the first sample against central differences."""
        backward = steps_of(self.backward)
        given = self.problem.given()
        values = evaluate(self.steps + backward, given=given)
        return check_gradients(self.steps, given, self.target, self.gradients, values)
