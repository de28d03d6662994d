"""Gradient descent on a regression: the gradient derived on one sample, the first iterations in full, then a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...differences import check_gradients
from ...errors import AskedError
from ...formula.expr import Expr, Symbol
from ...formula.marks import Mark, Partial
from ...formula.rounding import Rounding
from ...given import Given
from ...names import NOW, At, Name, Role, d
from ...runs.body import Body
from ...runs.iterations import Iteration, rows_of, trace, unsettled
from ...runs.rounds import Round, Spoken, jump, number_of
from ...runs.unrolled import iterated
from ...solution import Block, Column, Says, Section, Step, Table, evaluate
from ...working import Working
from .called import LOSS, RATE, START, slope, standing
from .derivation import derivation
from .models import LOSS_SAYS, Model

MOST_ITERATIONS = 10_000
MOST_WORK = 300_000
MOST_SLOPES = 3
WIDEST_TWICE = 12
WIDEST_WRITTEN = 40
MOST_LINES = 5000


class Descent:
    """The iterations of one model from its start; state t is what iteration t leaves, state 0 the start."""

    def __init__(
        self, model: Model, start: dict[Name, Expr], rate: Expr, iterations: int, shown: int, rounding: Rounding
    ):
        self.model, self.iterations, self.rounding = model, iterations, rounding
        self.shown = min(iterations, _most_shown(model, shown))
        self.names = list(model.coefficients)
        self.slopes = {name: d(LOSS, name) for name in self.names}
        self.given = Given(model.data.given())
        self.given |= {standing(name, START): start[name] for name in self.names}
        self.given[RATE] = rate
        self.tabled: set[Name] = set()
        self.marks = model.marks
        self._run()

    # Steps

    def look(self, at: At) -> list[list[Step]]:
        """The steps at a state: outputs and errors, loss, gradients."""
        model = self.model
        reason = Says(LOSS_SAYS[model.loss])
        loss = Step(LOSS.moved(at), model.loss_formula(at), reason)
        gradients = []
        for name, (column, output) in model.coefficients.items():
            gradients.append(Step(slope(name, at), model.gradient(column, output, at)))
        return [model.forward(at), [loss], gradients]

    def iteration(self, t: int) -> list[list[Step]]:
        """The steps of iteration ``t`` from 1: those at the state before, and the new values."""
        before, after = At(time=t - 1), At(time=t)
        self._print(before)
        self.marks |= {standing(name, after): self.model.mark(name, after) for name in self.names}
        return [*self.look(before), self._news(t)]

    def _news(self, t: int) -> list[Step]:
        """The coefficients that iteration ``t`` leaves."""
        before, after = At(time=t - 1), At(time=t)
        return [Step(standing(name, after), self._renewed(name, before)) for name in self.names]

    def lines(self, number: int) -> list[Step]:
        """What an iteration leaves, and all that is computed from it; of number 0 what is computed at the start."""
        news = self._news(number) if number else []
        return [*news, *_joined(self.look(At(time=number)))]

    def _renewed(self, name: Name, before: At) -> Expr:
        """b − η·∂L/∂b."""
        return Symbol(standing(name, before)) - Symbol(RATE) * Symbol(slope(name, before))

    def _print(self, at: At):
        """Marks of the names of one state."""
        self.model.print_names(at)
        for name in self.names:
            self.marks[slope(name, at)] = Partial(Mark("L"), self.model.mark(name))

    def _run(self):
        """All iterations by the same steps; ends where a number is too large."""
        given, loop = dict(self.given), Round(1, loop=True)
        values = evaluate([], self.rounding, given)
        news, carried = [], {}
        for name in self.names:
            start = standing(name, START)
            values[name], given[name] = values[start], given[start]
            carried[name] = loop.new(name)
            news.append(Step(loop.new(name), self._renewed(name, NOW)))
        body = Body(news, carried)
        look = Body(_joined(self.look(NOW)), {})
        watched = [*self.names, LOSS, *self.slopes.values()]
        iteration = Iteration(look, lambda number: body)
        self.trace = trace(iteration, values, watched, self.iterations, self.rounding, given)
        if self.trace.count < 0:
            evaluate(_joined(self.look(START)), self.rounding, self.given)  # tells why the start has no value

    @property
    def last(self) -> int:
        """The number of the last state that has values."""
        return self.trace.count

    @property
    def diverged(self) -> int:
        """The iteration that leads to a number that is too large, or 0."""
        return self.trace.broken

    def loss(self, number: int) -> float | Decimal:
        """The loss after ``number`` iterations."""
        return self.trace.at(number)[LOSS]

    def begin(self, page: Working):
        """Writes the iterations, what the last one leaves, and what of them may be asked for."""
        page.unfold = iterated(self.lines, self.last, self.given)
        page.add(self.sections())
        spoken = Spoken(page.problem.asked or (), self.last, self.reached)
        # Coefficients and losses are printed with their number; all else of another iteration is found by its spelling.
        listed = [name for name in spoken.names if name.role in (Role.NEW, Role.LOSS)]
        page.offer(lambda wanted: self.write(wanted, page), listed, spoken.named)
        page.add([self.final()])
        page.given |= self.given
        page.untold = self.tabled
        page.marks |= self.model.data.marks()
        page.marks |= self.marks
        page.rows += [*self.model.data.given_rows(), [*[standing(name, START) for name in self.names], RATE]]
        page.check(lambda solution: self.check())

    # What is written where it is asked for

    def reached(self, number: int) -> dict[Name, Name]:
        """What has a value in the lines after an iteration: its name without the number, and its name there."""
        at = At(time=number)
        found: dict[Name, Name] = {}
        self._print(at)
        if number:
            found |= {name: standing(name, at) for name in self.names}
        for bare, step in zip(_joined(self.look(NOW)), _joined(self.look(at)), strict=True):
            found[bare.name] = step.name
        return found

    def write(self, wanted: list[Name], page: Working):
        """Writes the iterations that are wanted, each beginning with the numbers of the table.

        Raises AskedError where these would be too many lines.
        """
        taken = {step.name for step in page.steps}
        left = [name for name in wanted if name not in taken]
        numbers = sorted({*map(_iteration_of, left)} - {0})
        lines = sum(len(part) for part in self.iteration(1))
        if lines * len(numbers) > MOST_LINES:
            raise AskedError(f"the iterations that are asked for have more than {MOST_LINES} lines; ask for fewer")
        page.add([self._asked_section(t, taken, page) for t in numbers])
        for name in taken & set(page.given):  # what an iteration leaves is taken out of the table no longer
            del page.given[name]
        page.marks |= self.marks

    def _asked_section(self, t: int, taken: set[Name], page: Working) -> Section:
        """Iteration ``t``, but for the lines that are ``taken``; it begins with the numbers of the table."""
        section = self._iteration_section(t)
        begun = self._begins(t, taken, page)
        for block in section.blocks:
            block.steps = [step for step in block.steps if step.name not in taken]
        taken.update(step.name for step in section.steps)
        if begun:
            section.blocks.insert(0, jump(begun, Says("regression_again")))
        return section

    def _begins(self, t: int, taken: set[Name], page: Working) -> list[Name]:
        """The coefficients that iteration ``t`` begins with, which the page takes out of the table."""
        state, begun = self.trace.at(t - 1), []
        for name in self.names:
            old = standing(name, At(time=t - 1))
            if old in taken:
                continue
            begun.append(old)
            if old not in page.given:
                page.given[old] = state[name]
        return begun

    # What is printed

    def sections(self) -> list[Section]:
        """The derivation, the iterations in full, the table."""
        written = [self._iteration_section(t) for t in range(1, min(self.shown, self.last) + 1)]
        self._print(START)
        derived = derivation(self.model)
        outputs = written[0].blocks[:-3] if written else [Block(None, self._first_row())]
        outputs[0].intro = Says("regression_outputs")
        derived.blocks[:0] = outputs
        if written:
            written[0].blocks = written[0].blocks[-3:]
        return [derived, *written, Section(Says("regression_trace"), [Block(None, [], table=self._table())])]

    def _first_row(self) -> list[Step]:
        """What the derivation stands on where no iteration is written out."""
        steps = self.model.forward(START)
        return steps[: len(steps) // self.model.data.count]

    def _iteration_section(self, t: int) -> Section:
        """An iteration in full; behind the last one, what is computed from the coefficients that it leaves."""
        title = Says("regression_iteration", n=t)
        forward, *parts = self.iteration(t)
        if t > self.last:
            title = Says("regression_after", n=self.last)
            parts.pop()
        blocks = self.model.blocks(forward)
        blocks += [Block(None, part) for part in parts]
        return Section(title, blocks)

    def _table(self) -> Table:
        """One row a state: coefficients, loss, gradient."""
        slopes = list(self.slopes.values()) if len(self.names) <= MOST_SLOPES else []
        for name, by in self.slopes.items():
            self.marks[by] = Partial(Mark("L"), self.model.mark(name))
            self.marks[name] = self.model.mark(name)
        heads: list[Says] = [Says("page_name", name=name) for name in self.names]
        heads += [
            Column("regression_loss", "regression_column_loss"),
            *[Says("page_name", name=name) for name in slopes],
        ]
        rows = rows_of([(self.trace, [*self.names, LOSS, *slopes])])
        return Table([Column("regression_state", "regression_column_state"), *heads], rows, longest=30)

    def final(self) -> Section:
        """The coefficients that the last iteration leaves: its last line, out of the table where it is not written."""
        t = self.last
        after = Says("regression_after", n=t)
        if t <= self.shown:
            left = [Step(name, Symbol(standing(name, At(time=t)))) for name in self.names]
            return Section(after, [Block(None, left)])
        before, state = At(time=t - 1), self.trace.at(t - 1)
        self._print(before)
        begins: dict[Name, Any] = {}
        if t - 1 > self.shown:  # else the last iteration that is written out ends with them
            begins |= {standing(name, before): state[name] for name in self.names}
        begins |= {slope(name, before): state[by] for name, by in self.slopes.items()}
        self.given |= begins
        self.tabled = set(begins)
        left = [Step(name, self._renewed(name, before)) for name in self.names]
        return Section(after, [jump(list(begins)), Block(None, left)])

    def notes(self) -> list[Says]:
        """Where doubles decided."""
        return unsettled(self.trace)

    def check(self) -> Says | None:
        """The gradients at the start against central differences."""
        forward, loss, gradients = self.look(START)
        values = evaluate([*forward, *loss, *gradients], given=self.given)
        names = {standing(name, START): slope(name, START) for name in self.names}
        return check_gradients([*forward, *loss], self.given, LOSS.moved(START), names, values)


def _most_shown(model: Model, shown: int) -> int:
    """So many iterations are written out: fewer where each has many lines."""
    lines = model.data.count * len(model.outputs)
    if lines > WIDEST_WRITTEN:
        return 0
    return min(shown, 1) if lines > WIDEST_TWICE else shown


def _joined(parts: list[list[Step]]) -> list[Step]:
    """The steps of all parts, one after the other."""
    return [step for part in parts for step in part]


def _iteration_of(name: Name) -> int:
    """The iteration that writes a line, 0 where none does: a coefficient is what it leaves, all else begins it."""
    time = number_of(name)
    if time is None:
        return 0
    return time if name.role is Role.NEW else time + 1
