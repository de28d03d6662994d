"""Training on several samples: per sample, in mini-batches or all at once, over epochs.

The forward and backward pass of one sample is written once, as for a single problem. Every visit of a sample is a copy
of those steps under the visit's number (``2.net_h1``), every update a new name of the parameter (``1.w5``). What is
not written out runs through the same steps, compiled.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...formula.expr import Div, Expr, Num, Symbol, total_of
from ...formula.marks import Mark, Partial
from ...names import At, Name, Role, gradient, new
from ...solution import Block, Given, Says, Section, Solution, Step, Table, evaluate, needed
from .asked import both_ways, resolved
from .backward import Writer
from .copies import copied, sample_mark, sample_title
from .descent import Descent
from .epochs import Epochs
from .forward import forward_section, loss_section
from .memoisation import MARKS, memoisation_section
from .model import RATE
from .penalty import with_penalty
from .update import clip_marks, clipped, over

if TYPE_CHECKING:
    from .learning import LearningProblem


# The first epoch is written out in full for up to so many samples; of more, the first update is.
MOST_WRITTEN = 12


class Training:
    """The training of a network on samples; ``problem`` is a backprop problem with samples."""

    def __init__(self, problem: LearningProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.forward = [forward_section(self.network), with_penalty(loss_section(self.network, self.loss), problem)]
        self.target = problem.target
        self.steps = [step for section in self.forward for step in section.steps]
        self.learned = [name for name in self.network.parameters if name not in problem.freeze]
        self.backward, self.gradients = self._backward()
        self.descent = Descent(problem, self.learned)
        self.current: dict[Name, Name] = {name: name for name in (*self.learned, *self.descent.states)}
        self.given = Given(self.network.parameters)
        if problem.learning_rate is not None:
            self.given[RATE] = problem.learning_rate
        self.constants = dict(problem.regularization.numbers) if problem.regularization else {}
        for norm in self.network.norms.values():
            self.constants |= norm.given()
        self.given |= self.constants | self.descent.numbers() | self.descent.states
        self.sections: list[Section] = []
        self.sample_rows: list[list[Name]] = []
        self.visited: dict[Name, int] = {}  # the steps and numbers of visits, and whose sample they are
        self.names = problem.names()
        self.names.error_terms = problem.method == "delta"
        self.heads: dict[Name, object] = {}
        self.marks: dict[Name, object] = {}
        self.average = Name(Role.LOSS, "average", self.target)
        self.results: dict[Name, float] = {}

    def _backward(self) -> tuple[list[Section], dict[Name, Name]]:
        """The gradients of one sample, section by section."""
        writer = Writer(self.network, self.steps, self.loss, self.problem.method, self.target)
        gradients = {}
        for layer in reversed(range(len(self.network.layers))):
            for name in self.network.parameters_of(layer):
                if name in self.learned:
                    writer.section(Says("backward", name=name))
                    gradients[name] = writer.backward.gradient(name)
        self.chain = writer.backward
        return writer.sections, gradients

    # What is written out

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch (from 1), in the order of visiting."""
        order = list(range(len(self.problem.data)))
        if self.problem.shuffle is not None:
            random.Random(self.problem.shuffle * 1_000_003 + epoch).shuffle(order)  # noqa: S311
        size = self.problem.batch_size
        return [order[k : k + size] for k in range(0, len(order), size)]

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
            if self.problem.learning_rate is not None and self.learned:
                self._update(number, visits)
        if self.problem.memoisation:
            self.sections.append(memoisation_section(self.chain, self.learned, len(self.problem.data)))
            self.marks |= MARKS

    def _visit(self, visit: int, sample: int):
        """Forward and backward pass of one sample under the parameters and masks of the moment."""
        data, at, masks = self.problem.data[sample], At((visit,)), self.network.masks(visit)
        targets = {self.loss.target_names[unit]: value for unit, value in data.targets.items()}
        numbers = data.inputs | masks | targets
        own = {name: name.moved(at) for name in numbers}
        self.given |= {own[name]: value for name, value in numbers.items()}
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in (self.current | own).items()}
        brief = visit > 1 and not self.problem.asked  # what is asked may be of a later sample alone
        sections = copied([*self.forward, *self.backward], at, exchange, sample_title(sample + 1), brief)
        self.sections += sections
        self.sample_rows.append([own[name] for name in (*data.inputs, *targets, *masks)])
        steps = [step.name for section in sections for step in section.steps]
        self.visited |= dict.fromkeys([*self.sample_rows[-1], *steps], sample + 1)

    def _update(self, number: int, visits: dict[At, int]):
        """The mean (or sum) of the gradients of a batch (visit → sample), and the new parameters."""
        steps, used = [], {}
        for name, slope in self.gradients.items():
            terms = [Symbol(slope.moved(visit)) for visit in visits]
            if len(terms) == 1:
                used[name] = terms[0].name
                continue
            for sample, term in zip(visits.values(), terms, strict=True):
                self.heads[term.name] = self.names.mark(slope)
                self.marks[term.name] = Partial(Mark(self.target, "", str(sample)), self.names.mark(name))
            used[name] = gradient(name, At((number,)))
            self.marks[used[name]] = Partial(over(self.target, self.problem.reduction), self.names.mark(name))
            steps.append(Step(used[name], self._joined(terms), Says(f"batch_{self.problem.reduction}", n=len(terms))))
        self._renew(number, used, steps)

    def _renew(self, number: int, used: dict[Name, Name], steps: list[Step]):
        """The new parameters from the gradients ``used`` (parameter → step), behind the ``steps`` that make these."""
        section = Section(Says("update_number", n=number))
        if steps:
            section.blocks.append(Block(None, steps))
        more, used = clipped(used, self.problem.clip, At((number,)))
        self.marks |= clip_marks(used, self.names, At((number,))) if more else {}
        if more:
            section.blocks.append(Block(None, more))
        parts = self.descent.written(number, self.current, used, self.names)
        if self.descent.settings is None:
            parts = [[step for part in parts for step in part]]
        section.blocks += [Block(None, part) for part in parts]
        for name in used:
            mark = self.names.mark(name)
            self.heads[self.current[name]] = Mark(mark.base, mark.sub, mark.sup, True)
        self.sections.append(section)

    def _joined(self, terms: list[Expr]) -> Expr:
        total = total_of(terms)
        return Div(total, Num(str(len(terms)))) if self.problem.reduction == "mean" else total

    # The whole

    def solution(self) -> Solution:
        """The first epoch in steps, all epochs in a table."""
        problem, sections = self.problem, self.sections
        self.write()
        rows = self.epochs().run() if problem.learning_rate is not None else []
        if rows:
            self.results = dict(zip((self.average, *map(new, self.learned)), rows[-1][1:], strict=True))
        names, synonyms = self.names, self.synonyms()
        names.heads = self.heads
        names.exact |= self.marks | self.descent.marks | {self.average: Mark(f"average {self.target}")}
        numbered = self._numbered() if problem.asked else {}
        known = [*self.results, *(step.name for section in sections for step in section.steps)]
        asked = resolved(problem.asked or (), known, self.given, both_ways(names, numbered), synonyms)
        if self.visited.keys() & {*asked}:
            names.exact |= numbered
            names.heads = {name: mark for name, mark in names.heads.items() if name not in numbered}
        if asked:
            sections = needed(sections, map(self._written, asked)) or sections
        return Solution(
            kind="backprop",
            title=problem.title,
            subtitle=self.loss.shown,
            source=problem.source,
            given=self.given,
            given_rows=[row for row in self._given_rows() if row],
            sections=[*sections, Section(Says("epochs"), [Block(table=self._table(rows))])] if rows else sections,
            names=names,
            rounding=problem.precision,
            asked=asked,
            answers=self.answered(),
            results=self.results,
            notes=self._notes(),
            check=self._check(),
            detail=problem.detail,
            synonyms=synonyms,
        )

    def _written(self, name: Name) -> Name:
        """What the page writes of a result: a value after all epochs is the last one that it writes."""
        return self.current[name.of] if name.role is Role.NEW and name in self.results else name

    def _numbered(self) -> dict[Name, object]:
        """Every name of a visit with its sample's number above, so that what is asked can be told apart."""
        return {
            name: sample_mark(self.names, name.bare, sample, self.network.parameters)
            for name, sample in self.visited.items()
        }

    def _given_rows(self) -> list[list[Name]]:
        rows = [self.network.parameters_of(k) for k in range(len(self.network.layers))]
        return [
            *rows,
            [RATE, *self.descent.numbers()] if RATE in self.given else [],
            [*self.constants],
            [*self.descent.states],
            *self.sample_rows,
        ]

    def epochs(self) -> Epochs:
        """All epochs in numbers."""
        return Epochs(self)

    def answered(self) -> list[Name]:
        """What is reported where nothing is asked."""
        return list(self.results)

    def synonyms(self) -> dict[str, Name]:
        """Further words for results."""
        return {}

    def _table(self, rows: list[list]) -> Table:
        shown = len(self.learned) <= 12
        columns = ["epoch", "average_loss", *([Says("name", name=name) for name in self.learned] if shown else [])]
        return Table(columns, [row if shown else row[:2] for row in rows], longest=20)

    def _notes(self) -> list[Says]:
        problem, count = self.problem, len(self.batches(1))
        size = {1: "per_sample", len(problem.data): "batch"}.get(problem.batch_size, "mini_batch")
        notes = [
            Says(f"note_{size}", samples=len(problem.data), size=problem.batch_size, updates=count),
            Says("note_average_loss", target=self.target),
            *([Says("note_shuffled", seed=problem.shuffle)] if problem.shuffle is not None else []),
            *self.descent.says(),
            *problem.conventions(),
        ]
        if problem.regularization and len(problem.data) > 1:
            notes.insert(2, Says("note_penalty_samples"))
        return notes

    def _check(self) -> Says | None:
        """The gradients of the first sample against central differences."""
        backward = [step for section in self.backward for step in section.steps]
        given = self.problem.given()
        values = evaluate(self.steps + backward, given=given)
        return check_gradients(self.steps, given, self.target, self.gradients, values)
