"""The page of a perceptron that learns: the first visits in full, all of them in a table, the borders, the check."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ...formula.expr import ZERO, Num
from ...formula.marks import Change, Mark, lettered
from ...names import Name, Role, change
from ...runs.visits import Visit
from ...solution import Block, Column, Says, Section, Step, Table, named
from ...working import Working
from .border import border
from .neuron import NET
from .outputs import DEAD_ZONE, OUT
from .rules import ERROR, TARGET, why
from .visited import Visited, epochs_section
from .visits import Learner, wrong

MOST_WRITTEN = 24


class Writer(Visited):
    """Writes the visits of a learner as steps and tables."""

    def __init__(self, learner: Learner, page: Working):
        super().__init__(learner.run, learner.neuron.parameters, page)
        self.learner, self.neuron = learner, learner.neuron
        self.written: set[str] = set()

    def text(self, value: float | Decimal | Fraction | str) -> str:
        """A number as the page prints it."""
        return self.learner.rounding.text(value)

    # Steps

    def first(self):
        """The visits of the first epoch, or the first of them."""
        blocks = [self.visit(visit) for visit in self.run.epoch(1)[:MOST_WRITTEN]]
        self.sections.append((1, Section(Says("perceptron_epoch", count=1), blocks)))

    def later(self, name: Name, visit: Visit) -> None:
        """A visit that was asked for; of a later one the parameters before it come from the table."""
        if visit.name not in self.written:
            self._write(visit)
        self._number(name, visit)

    def _write(self, visit: Visit):
        current = self.unrolled.current
        for name in self.learner.learned:
            current[name] = Name(Role.PARAMETER, "before", name, visit.at)
            self.page.begun[current[name]] = visit.before[name]
            self.page.marks[current[name]] = self.page.names.mark(name)
        intro = Says("perceptron_from_table", names=list(current.values()))
        section = Section(Says("perceptron_epoch", count=visit.epoch), [self.visit(visit, intro)])
        self.sections.append((visit.epoch, section))

    def visit(self, visit: Visit, intro: Says | None = None) -> Block:
        """The steps of one visit with its own names."""
        learner, point = self.learner, self.learner.points[visit.sample]
        self.written.add(visit.name)
        self.page.given |= self.unrolled.given(visit.of)
        steps = self.unrolled.steps(visit)
        for step in steps:
            step.reason = self.reason(step, visit)
        for step in steps[len(learner.look) :]:
            self._head(step.name)
        if wrong(visit):
            steps[len(learner.look)].reason = why(learner.rule, point.is_positive)
        target = learner.output.shown(point.is_positive)
        return Block(Says("perceptron_visit", place=visit.place, point=point.text, t=target), steps, intro)

    def _head(self, name: Name):
        """A new parameter stands with a prime in front of its line."""
        if name.role is Role.NEW:
            mark = lettered(self.page.names.mark(name.of_name))
            self.page.heads[name] = Mark(mark.base, mark.sub, mark.sup, True)

    def reason(self, step: Step, visit: Visit) -> Says | None:
        """Why the output is what it is, and whether that is right."""
        if step.name.bare == OUT:
            return self.learner.output.region(visit.values[OUT], NET.moved(visit.at))
        if step.name.bare == ERROR:
            return Says("perceptron_wrong" if wrong(visit) else "perceptron_right")
        return None

    # Tables

    def points_section(self) -> Section:
        """The points in their order, with their targets."""
        rows: list[list] = []
        for number, point in enumerate(self.learner.points, 1):
            rows.append([number, *point.inputs, self.learner.output.shown(point.is_positive)])
        columns = [Column("linear_number", "linear_column_number"), *named([*self.neuron.inputs, TARGET])]
        return Section(Says("linear_points"), [Block(table=Table(columns, rows, longest=24))])

    def trace(self) -> Section:
        """All visits: sum, output, target, error, changes, new parameters."""
        learner = self.learner
        learned = learner.learned
        made = {name for visit in self.run.visits() for name in visit.values}
        changed = [change(name) for name in learned if change(name) in made]
        look = [NET, OUT, TARGET, ERROR]
        columns: list[Says] = [
            Column("linear_visit", "linear_column_visit"),
            Column("linear_point", "linear_column_point"),
            *named([*look, *changed, *learned]),
        ]
        rows = [self._trace_row(visit, changed) for visit in self.run.visits()]
        return Section(Says("perceptron_trace"), [Block(table=Table(columns, rows))])

    def _trace_row(self, visit: Visit, changed: list[Name]) -> list:
        """The row of a visit; what a right output leaves as it was is ``changed`` by 0."""
        point = self.learner.points[visit.sample]
        target = Num(self.learner.output.target(point.is_positive))
        values = visit.values
        changes = [values.get(name, ZERO) for name in changed]
        after = map(visit.after.__getitem__, self.learner.learned)
        return [visit.name, point.text, values[NET], values[OUT], target, values[ERROR], *changes, *after]

    def epochs(self) -> Section:
        """After each epoch: its errors, the parameters and the border."""
        epochs = [self.run.epoch(number) for number in range(1, self.run.epochs + 1)]
        measured = [(sum(map(wrong, visits)), visits[-1].after) for visits in epochs]
        zone = self.learner.given.get(DEAD_ZONE) if self.learner.output.kind == "three-valued" else None
        column = Column("perceptron_errors", "perceptron_column_errors")
        return epochs_section(
            self.neuron, column, measured, lambda values: border(self.neuron, values, self.text, zone), 40
        )

    def check(self) -> Section:
        """Every point under the last parameters."""
        learner, rows, missed = self.learner, [], []
        for point, values in zip(learner.points, learner.checked(), strict=True):
            rows.append([point.text, values[NET], values[OUT], values[TARGET]])
            if values[ERROR]:
                missed.append(point.text)
        note = Says("perceptron_all_right")
        if missed:
            more = ", …" if missed[6:] else ""
            note = Says("perceptron_some_wrong", points=", ".join(missed[:6]) + more)
        columns = [Column("linear_point", "linear_column_point"), *named([NET, OUT, TARGET])]
        return Section(Says("perceptron_check"), [Block(table=Table(columns, rows, note))])

    def _number(self, name: Name, visit: Visit):
        """A name that stands alone has the visit's number."""
        mark = self.page.names.mark(name)
        inner = lettered(mark.inner if isinstance(mark, Change) else mark)
        numbered = Mark(inner.base, inner.sub, f"{visit.epoch},{visit.place}")
        self.page.heads.setdefault(name, mark)
        self.page.marks[name] = Change(numbered) if isinstance(mark, Change) else numbered
