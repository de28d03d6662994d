"""The page of a perceptron that learns: the first visits in full, all of them in a table, the borders, the check."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ...formula.expr import ZERO, Expr, Num, Symbol, replaced
from ...formula.marks import Change, Mark, lettered
from ...names import Name, Role, change, new
from ...solution import Block, Says, Section, Step, Table
from ...working import Working
from .border import border
from .neuron import NET
from .offers import Offers
from .outputs import DEAD_ZONE, OUT
from .rules import ERROR, TARGET, why
from .visit import Visit
from .visits import Learner

MOST_WRITTEN = 24
MOST_DIMENSIONS = 6


class Writer:
    """Writes the visits of a learner as steps and tables. ``fixed`` holds the parameters that are not learned."""

    def __init__(self, learner: Learner, fixed: set[Name], page: Working):
        self.learner, self.fixed, self.page = learner, fixed, page
        self.neuron = learner.neuron
        self.current = {name: name for name in self.neuron.parameters}
        self.aliases: dict[Name, Name] = {}
        self.sections: list[Section] = []  # of visits, in their order
        self.written: set[str] = set()

    def text(self, value: float | Decimal | Fraction | str) -> str:
        """A number as the page prints it."""
        return self.learner.rounding.text(value)

    # Steps

    def first(self):
        """The visits of the first epoch, or the first of them."""
        section = None
        for visit in self.learner.visits:
            if visit.epoch > 1 or visit.place > MOST_WRITTEN:
                break
            if section is None:
                section = Section(Says("perceptron_epoch", count=1))
                self.sections.append(section)
            section.blocks.append(self.visit(visit))

    def later(self, visit: Visit):
        """A later visit that was asked for; the parameters before it come from the table."""
        if visit.name in self.written:
            return
        for name in self.neuron.parameters:
            if name not in self.fixed:
                self.current[name] = Name(Role.PARAMETER, "before", name, visit.at)
                self.page.given[self.current[name]] = visit.before[name]
                self.page.marks[self.current[name]] = self.page.names.mark(name)
        self.sections.append(Section(Says("perceptron_epoch", count=visit.epoch), [self.visit(visit, from_table=True)]))
        self.sections.sort(key=lambda section: section.title.args["count"])

    def visit(self, visit: Visit, from_table: bool = False) -> Block:
        """The steps of one visit with its own names."""
        learner, at, point = self.learner, visit.at, self.learner.points[visit.point]
        self.written.add(visit.name)
        intro = Says("perceptron_from_table", names=list(self.current.values())) if from_table else None
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        for name, number in zip(self.neuron.inputs, point.inputs, strict=True):
            self.page.given[name.moved(at)] = number
            exchange[name] = Symbol(name.moved(at))
        self.page.given[TARGET.moved(at)] = Num(learner.output.target(point.is_positive))
        exchange[TARGET] = Symbol(TARGET.moved(at))
        steps = []
        for step in learner.look:
            own = step.name.moved(at)
            exchange[step.name] = Symbol(own)
            steps.append(Step(own, replaced(step.formula, exchange), self.reason(step, visit)))
        if visit.wrong:
            steps += self.changes(visit, exchange)
        for name in self.neuron.parameters:
            if new(name, at) != self.current[name]:
                self.aliases[new(name, at)] = self.current[name]
        says = why(learner.rule, point.is_positive)
        title = Says(
            "perceptron_visit",
            place=visit.place,
            point=point.text,
            t=learner.output.target(point.is_positive).replace("-", "−"),
        )
        if visit.wrong:
            steps[len(learner.look)].reason = says
        return Block(title, steps, intro)

    def reason(self, step: Step, visit: Visit) -> Says | None:
        """Why the output is what it is, and whether that is right."""
        if step.name == OUT:
            return self.learner.output.region(visit.values[OUT], NET.moved(visit.at))
        if step.name == ERROR:
            return Says("perceptron_wrong" if visit.wrong else "perceptron_right")
        return None

    def changes(self, visit: Visit, exchange: dict[Name, Expr]) -> list[Step]:
        """The new parameters after a wrong output; they are the current ones from here on."""
        steps, renewed = [], {}
        for step in self.learner.change[self.learner.points[visit.point].is_positive]:
            name = step.name.of_name
            if name in self.fixed:
                continue
            own = step.name.moved(visit.at)
            exchange[step.name] = Symbol(own)
            steps.append(Step(own, replaced(step.formula, exchange)))
            if own.role is Role.NEW:
                renewed[name] = own
                mark = lettered(self.page.names.mark(name))
                self.page.heads[own] = Mark(mark.base, mark.sub, mark.sup, True)
        self.current |= renewed
        return steps

    # Tables

    def points_section(self) -> Section:
        """The points in their order, with their targets."""
        rows = [
            [k, *point.inputs, self.learner.output.target(point.is_positive).replace("-", "−")]
            for k, point in enumerate(self.learner.points, 1)
        ]
        columns = [
            "linear_number",
            *[Says("name", name=name) for name in self.neuron.inputs],
            Says("name", name=TARGET),
        ]
        return Section(Says("linear_points"), [Block(table=Table(columns, rows, longest=24))])

    def trace(self) -> Section:
        """All visits: sum, output, target, error, changes, new parameters."""
        learner, parameters = self.learner, self.neuron.parameters
        learned = [name for name in parameters if name not in self.fixed]
        made = {name for visit in learner.visits for name in visit.values}
        changed = [change(name) for name in learned if change(name) in made]
        look = [NET, OUT, TARGET, ERROR]
        columns: list[Says | str] = ["linear_visit", "linear_point"]
        columns += [Says("name", name=name) for name in (*look, *changed, *learned)]
        rows = []
        for visit in learner.visits:
            point = learner.points[visit.point]
            values = visit.values | {TARGET: Num(learner.output.target(point.is_positive))}
            changes = [values.get(name, ZERO) for name in changed]
            row = [visit.name, point.text, *[values[name] for name in look], *changes]
            rows.append([*row, *[visit.leaves[name] for name in learned]])
        return Section(Says("perceptron_trace"), [Block(table=Table(columns, rows))])

    def epochs(self) -> Section:
        """After each epoch: its errors, the parameters and the border."""
        parameters, rows = self.neuron.parameters, []
        last: dict[int, Visit] = {}
        errors: dict[int, int] = {}
        for visit in self.learner.visits:
            last[visit.epoch] = visit
            errors[visit.epoch] = errors.get(visit.epoch, 0) + visit.wrong
        zoned = self.learner.output.kind == "three-valued"
        drawn = len(self.neuron.weights) <= MOST_DIMENSIONS
        for epoch, visit in last.items():
            row = [epoch, errors[epoch], *[visit.leaves[name] for name in parameters]]
            rows.append(
                [
                    *row,
                    border(self.neuron, visit.leaves, self.text, self.learner.given.get(DEAD_ZONE) if zoned else None),
                ]
                if drawn
                else row
            )
        columns = ["epoch", "perceptron_errors", *[Says("name", name=name) for name in parameters]]
        table = Table(columns + (["linear_border"] if drawn else []), rows, longest=40)
        return Section(Says("epochs"), [Block(table=table)])

    def check(self) -> Section:
        """Every point under the last parameters."""
        learner, rows, wrong = self.learner, [], []
        for point, values in zip(learner.points, learner.checked(), strict=True):
            rows.append([point.text, *[values[name] for name in (NET, OUT, TARGET)]])
            if values[OUT] != values[TARGET]:
                wrong.append(point.text)
        note = Says("perceptron_all_right")
        if wrong:
            note = Says("perceptron_some_wrong", points=", ".join(wrong[:6]) + (", …" if wrong[6:] else ""))
        columns = ["linear_point", *[Says("name", name=name) for name in (NET, OUT, TARGET)]]
        return Section(Says("perceptron_check"), [Block(table=Table(columns, rows, note))])

    # Asked

    @cached_property
    def offers(self) -> Offers:
        """What may be asked for of all visits."""
        return Offers(self.learner.visits, self.neuron.parameters, self.page.names)

    def show(self, asked: list[Name]):
        """Writes the visits that are asked for, and keeps the values of parameters that one leaves as they were."""
        for name in asked:
            visit = self.offers.visit(name)
            if visit is not None:
                self.later(visit)
                self._number(name, visit)
        kept = [name for name in asked if name in self.aliases]
        self.page.results |= {name: self.offers.known(name).leaves[name.of] for name in kept}

    def _number(self, name: Name, visit: Visit):
        """A name that stands alone has the visit's number."""
        mark = self.page.names.mark(name)
        inner = lettered(mark.inner if isinstance(mark, Change) else mark)
        numbered = Mark(inner.base, inner.sub, f"{visit.epoch},{visit.place}")
        self.page.heads.setdefault(name, mark)
        self.page.marks[name] = Change(numbered) if isinstance(mark, Change) else numbered
