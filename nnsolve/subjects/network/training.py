"""Training on several samples: per sample, in mini-batches or all at once, over epochs.

The forward and backward pass of one sample is written once, as for a single problem. Every visit of a sample is a copy
of those steps under the visit's numbers: its epoch and its place there (``2.3.net_h1``), in the first epoch its place
alone (``3.net_h1``). Every update makes a new name of the parameter: ``2.3.w5`` behind that visit, in the first epoch
with the number of the update (``1.w5``). What is not written out runs through the same steps, compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...formula.expr import Div, Expr, Num, Symbol, symbols, total_of
from ...formula.marks import AnyMark, Mark, Partial, lettered
from ...names import At, Name, Role, gradient, new
from ...runs.epochs import Epochs
from ...runs.order import Order
from ...runs.rounds import jump
from ...runs.unrolled import MOST_UNFOLDED
from ...solution import Block, Column, Says, Section, Step, Table, Unfolded, cut, evaluate, steps_of
from ...working import Working
from .asked_visits import AskedVisits
from .backward import Writer
from .copies import copied, numbered, sample_mark, sample_number, visit_title
from .descent import Descent
from .forward import forward_section, loss_section
from .lesson import NetworkLesson
from .memoisation import MARKS, memoisation_section
from .model import BEFORE
from .page import opened
from .penalty import with_penalty
from .update import REDUCED, clip_marks, clipped, over

if TYPE_CHECKING:
    from .learning import LearningProblem


# The first epoch is written out in full for up to so many samples; of more, the first update is.
MOST_WRITTEN = 12
# The parameters stand in the table of epochs where they are no more.
MOST_COLUMNS = 12


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
        self.learned = [name for name in self.network.parameters if name not in problem.frozen]
        self.backward, self.gradients = self._backward()
        self.descent = Descent(problem, self.learned, self.update_at)
        self.current: dict[Name, Name] = {name: name for name in (*self.learned, *self.descent.states)}
        self.constants: dict[Name, Expr] = {}
        if problem.regularization:
            self.constants |= problem.regularization.numbers
        for norm in self.network.norms.values():
            self.constants |= norm.given()
        self.visited: dict[Name, str] = {}  # the steps and numbers of visits, and whose sample they are
        self.of_update: list[Name] = []  # what every update gives, by bare names
        self.numbered: set[Name] = set()  # what is printed with the number of its sample wherever it stands
        self.begun: list[list[Name]] = []  # of every later update what holds the numbers that it begins with
        self.page = opened(problem)
        self.page.error_terms = problem.method == "delta"
        self.names = self.page.names  # what is of no visit
        self.average = Name(Role.LOSS, "average", self.target)
        self._give()

    def _give(self):
        """The parameters, and the numbers of the updates."""
        page, network, numbers = self.page, self.network, self.descent.numbers()
        rate = self.problem.rate
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

    # Where it stands

    def visit_at(self, epoch: int, place: int) -> At:
        """The numbers of a visit."""
        return At((place,)) if epoch == 1 else At((epoch, place))

    def update_at(self, number: int) -> At:
        """The numbers of an update, counted through all epochs; behind the first one those of the visit it follows."""
        if number <= self.updates:
            return At((number,))
        epoch, before = divmod(number - 1, self.updates)
        return At((epoch + 1, min((before + 1) * self.problem.batch_size, len(self.problem.data))))

    @cached_property
    def updates(self) -> int:
        """How many updates there are in an epoch."""
        return len(self.batches(1))

    @property
    def of_visit(self) -> list[Name]:
        """What every visit gives, by bare names."""
        return [step.name for step in (*self.steps, *steps_of(self.backward))]

    # What is written out

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch (from 1), in the order of visiting."""
        problem = self.problem
        return Order(len(problem.data), seed=problem.shuffle, batch=problem.batch_size).batches(epoch)

    def write(self):
        """The first epoch in steps, or its first update where there are many samples."""
        batches = self.batches(1)
        written = batches if len(self.problem.data) <= MOST_WRITTEN else batches[:1]
        for number in range(1, len(written) + 1):
            self.page.sections += self.update(1, number)
        if self.problem.memoisation:
            self.page.add([memoisation_section(self.chain, self.learned, len(self.problem.data))])
            self.page.marks |= MARKS

    def update(self, epoch: int, number: int) -> list[Section]:
        """The visits of a batch of an epoch, both from 1, and the update that follows them."""
        sections: list[Section] = []
        visits: dict[At, int] = {}
        begin = (number - 1) * self.problem.batch_size + 1
        for place, sample in enumerate(self.batches(epoch)[number - 1], begin):
            visits[self.visit_at(epoch, place)] = sample + 1
            sections += self._visit(epoch, place, sample)
        if self.learns and self.learned:
            sections.append(self._update(epoch, number, visits))
        return sections

    def _visit(self, epoch: int, place: int, sample: int) -> list[Section]:
        """Forward and backward pass of one sample under the parameters and masks of the moment."""
        data, at = self.problem.data[sample], self.visit_at(epoch, place)
        masks = self.network.masks((epoch - 1) * len(self.problem.data) + place)
        targets = {self.loss.target_names[unit]: value for unit, value in data.targets.items()}
        numbers = data.inputs | masks | targets
        own = {name: name.moved(at) for name in numbers}
        self.page.given |= {own[name]: value for name, value in numbers.items()}
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in (self.current | own).items()}
        brief = (epoch, place) > (1, 1) and not self.problem.asked  # what is asked may be of a later sample alone
        sections = copied([*self.forward, *self.backward], at, exchange, visit_title(epoch, sample + 1), brief)
        row = [own[name] for name in (*data.inputs, *targets, *masks)]
        self.page.rows.append(row)
        steps = [step.name for step in steps_of(sections)]
        self.visited |= dict.fromkeys([*row, *steps], sample_number(epoch, sample + 1))
        return sections

    def _update(self, epoch: int, number: int, visits: dict[At, int]) -> Section:
        """The mean (or sum) of the gradients of a batch (visit → sample), and the new parameters."""
        page, steps, used = self.page, [], {}
        at = self.update_at(self.counted(epoch, number))
        for name, slope in self.gradients.items():
            terms = [Symbol(slope.moved(visit)) for visit in visits]
            if len(terms) == 1:
                used[name] = terms[0].name
                continue
            for sample, term in zip(visits.values(), terms, strict=True):
                page.heads[term.name] = self.names.mark(slope)
                page.marks[term.name] = Partial(Mark(self.target, "", str(sample)), self.names.mark(name))
            used[name] = gradient(name, at)
            page.marks[used[name]] = Partial(over(self.target, self.problem.reduction), self.names.mark(name))
            steps.append(Step(used[name], self._joined(terms), Says(REDUCED[self.problem.reduction], n=len(terms))))
        return self._renew(epoch, number, used, steps)

    def counted(self, epoch: int, number: int) -> int:
        """The number of an update of an epoch through all epochs."""
        return (epoch - 1) * self.updates + number

    def _renew(self, epoch: int, number: int, used: dict[Name, Name], steps: list[Step]) -> Section:
        """The new parameters from the gradients ``used`` (parameter → step), behind the ``steps`` that make these."""
        page, count = self.page, self.counted(epoch, number)
        at = self.update_at(count)
        more, used = clipped(used, self.problem.clip, at)
        if more:
            page.marks |= clip_marks(used, self.names, at)
        parts = self.descent.written(count, self.current, used, self.names)
        if self.descent.settings is None:
            parts = [[step for part in parts for step in part]]
        self._mark_new(used)
        made = [part for part in (steps, more) if part]
        section = Section(_update_title(epoch, number), [Block(None, part) for part in (*made, *parts)])
        self.of_update = self.of_update or [step.name.bare for step in section.steps]
        return section

    def _mark_new(self, parameters: Iterable[Name]):
        """The new value of a parameter has a prime where it is written."""
        for name in parameters:
            mark = lettered(self.names.mark(name))
            self.page.heads[self.current[name]] = Mark(mark.base, mark.sub, mark.sup, True)

    def _joined(self, terms: Sequence[Expr]) -> Expr:
        total = total_of(terms)
        return Div(total, Num(str(len(terms)))) if self.problem.reduction == "mean" else total

    def unfold(self, names: Collection[Name]) -> Unfolded | None:
        """The updates up to the last that ``names`` speak of, each beginning with what the one before has left."""
        end, steps = self.asked.last_of(names), []
        again = type(self)(self.problem)
        for epoch, number in product(range(1, end[0] + 1), range(1, self.updates + 1)):
            if (epoch, number) <= end:
                steps += steps_of(again.update(epoch, number))
            if len(steps) > MOST_UNFOLDED:
                return None
        for name in names:
            if name.role is Role.NEW and self.asked.is_result(name):
                steps.append(Step(name, Symbol(self.asked.last_step(name))))
        return Unfolded(steps, again.page.given)

    # The whole

    def solution(self) -> Working:
        """The first epoch in steps, all epochs in a table."""
        page = self.page
        self.write()
        self.epochs = Epochs(self.lesson())
        rows = self.epochs.run() if self.learns else []
        if rows:
            page.results = dict(zip((self.average, *map(new, self.learned)), rows[-1][1:], strict=True))
        page.marks |= self.descent.marks | {self.average: Mark(f"average {self.target}")}
        page.synonyms = self.synonyms()
        page.answers = self.answered()
        if self.problem.asked:
            page.apart = self._with_samples()
        self.asked = AskedVisits(self, rows)
        page.offer(self.write_asked, list(page.results), self.asked.offered)
        if rows:
            page.add([Section(Says("training_epochs"), [Block(table=self._table(rows))])], whole=True)
        page.unfold = self.unfold if self.learns else page.unfold
        page.close = self._close
        self._tell()
        page.check(lambda solution: self._check(), always=True)
        return page

    def write_asked(self, wanted: list[Name]):
        """What is asked for may be called with the number of its sample; where that is so, all is printed with it.

        Where only what all epochs lead to is wanted, which no step gives, the page stays whole.
        """
        page = self.page
        for epoch, number in self.asked.unwritten(wanted):
            self.later(epoch, number)
        self.asked.check(wanted)
        page.along = self.asked.shown
        if not {step.name for step in page.steps} & {*wanted, *page.along.values()}:
            page.whole.update(page.sections)
        for name in wanted:
            self._number(name)
        page.apart = self._with_samples() if self.visited.keys() & {*wanted} else {}
        page.heads = {name: mark for name, mark in page.heads.items() if name not in page.apart}

    def _with_samples(self) -> dict[Name, AnyMark]:
        """How what visits give is printed with the numbers of their samples."""
        parameters = self.network.parameters
        return {name: sample_mark(self.names, name.bare, number, parameters) for name, number in self.visited.items()}

    def _number(self, name: Name):
        """What an epoch or an update leaves is printed with its numbers, but for what is left in the end.

        Where there are several epochs one number is that of an epoch.
        """
        page, rounds = self.page, ",".join(map(str, name.at.rounds))
        only = self.problem.epochs == self.updates == 1
        if not rounds or only or name in self.visited or name in self.numbered or name.role is Role.STATE:
            return
        if len(name.at.rounds) == 1 < self.problem.epochs and name not in page.results:
            rounds = f"1,{rounds}"
        plain = name.bare if name.bare == self.average else name
        mark = page.names.mark(name.of_name if name.role is Role.NEW else plain)
        page.heads.setdefault(name, page.names.mark(name))
        page.marks[name] = numbered(mark, rounds)

    def later(self, epoch: int, number: int):
        """An update that the page does not write, with its visits; it begins with what the runs have left there."""
        page, begin = self.page, self.visit_at(epoch, (number - 1) * self.problem.batch_size + 1)
        if self.learns:
            kept, count = [*self.learned, *self.descent.states], self.counted(epoch, number) - 1
            self.current = {name: Name(name.role, BEFORE, name, begin) for name in kept}
            self.begun.append(list(self.current.values()))
            page.begun |= zip(self.begun[-1], self.epochs.before(epoch, number), strict=False)
            page.marks |= {self.current[name]: self.names.mark(name) for name in self.learned}
            states = self.descent.states
            page.marks |= {self.current[name]: self.descent.state_mark(name, count, self.names) for name in states}
        page.sections += self.update(epoch, number)
        page.marks |= self.descent.marks

    def _close(self, sections: list[Section]):
        """Says where later updates begin, and lists no numbers of visits that are left out."""
        self._begin(sections)
        if self.problem.asked:
            self._leave_out(sections)

    def _leave_out(self, sections: list[Section]):
        """Leaves out the numbers of visits that are not used."""
        used = {name for step in steps_of(sections) for name in symbols(step.formula)}
        self.page.rows = [row for row in self.page.rows if used.intersection(row) or not self.visited.keys() & {*row}]

    def _begin(self, sections: list[Section]):
        """Puts the numbers that a later update begins with above its first section on the page, those that are used."""
        used = {name for step in steps_of(sections) for name in symbols(step.formula)}
        for names in self.begun:
            shown = [name for name in names if name in used]
            first = next((each for each in sections if _uses(each, shown)), None)
            if first is not None:
                first.blocks.insert(0, jump(shown))

    def lesson(self) -> NetworkLesson:
        """What all epochs run through."""
        return NetworkLesson(self)

    def answered(self) -> list[Name]:
        """What is reported where nothing is asked."""
        return list(self.page.results)

    def synonyms(self) -> dict[str, Name]:
        """Further words for results."""
        return {}

    def _table(self, rows: Sequence[list]) -> Table:
        columns: list[Says | Column] = [
            Column("epoch", "page_column_epoch"),
            Column("average_loss", "page_column_average_loss"),
            *[Says("page_name", name=name) for name in self.learned],
        ]
        shown = len(columns) if len(self.learned) <= MOST_COLUMNS else 2
        return Table(columns[:shown], cut(rows, shown), longest=20)

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


def _update_title(epoch: int, number: int) -> Says:
    """A title that names the update, and its epoch behind the first."""
    title = Says("training_update_number", n=number)
    return title if epoch == 1 else Says("training_of_epoch", n=epoch, title=title)


def _uses(section: Section, names: Iterable[Name]) -> bool:
    """Whether a step of a section uses one of these names."""
    used = {name for step in section.steps for name in symbols(step.formula)}
    return not used.isdisjoint(names)
