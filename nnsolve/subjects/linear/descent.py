"""The page of sub-gradient descent: the pieces of the loss, the first epoch in full, all visits in a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ...formula.expr import Div, Expr, Num, Symbol, replaced, total_of
from ...formula.marks import Mark, Partial, lettered
from ...names import At, Name, Role, gradient, new
from ...solution import Block, Says, Section, Step, Table
from .border import border
from .losses import AVERAGE, LOSS, F, Loss, Y
from .neuron import Neuron
from .offers import Offers
from .sgd import SLOPE, Descent, slope
from .visit import Visit

if TYPE_CHECKING:
    from ...working import Working
    from .points import Point


MOST_WRITTEN = 12
MOST_DIMENSIONS = 6
SIGNS = ((1, 1), (-1, -1), (1, -1), (-1, 1))


def pieces_section(neuron: Neuron, loss: Loss, kind: str) -> Section:
    """The loss and its sub-gradients case by case, and what the signs of y and f do to it."""
    rows = loss.pieces(neuron.net(), neuron.parameters)
    columns = ["sgd_case", Says("name", name=LOSS), Says("name", name=SLOPE)]
    columns += [Says("name", name=slope(name)) for name in neuron.parameters]
    if len(neuron.parameters) > MOST_DIMENSIONS:
        rows, columns = [row[:3] for row in rows], columns[:3]
    pieces = Block(None, [], Says("sgd_pieces", names=[F], target=LOSS), table=Table(columns, rows))
    signs = []
    for y, f in SIGNS:
        right = y == f
        key = "sgd_right" if right else "sgd_wrong"
        signs.append([_sign(y), _sign(f), _sign(y * f), Says(f"sgd_{kind}_{'right' if right else 'wrong'}"), Says(key)])
    table = Table(
        [Says("name", name=Y), Says("name", name=F), "sgd_product", Says("name", name=LOSS), "sgd_side"], signs
    )
    return Section(Says("sgd_loss"), [pieces, Block(None, [], Says("sgd_signs"), table=table)])


def _sign(number: int) -> Says:
    return Says("sgd_plus" if number > 0 else "sgd_minus")


class Writer:
    """Writes visits and updates with their own names, and the tables of all."""

    def __init__(self, descent: Descent, loss: Loss, page: Working):
        self.descent, self.loss, self.page, self.neuron = descent, loss, page, descent.neuron
        self.current = {name: name for name in self.neuron.parameters}
        self.sections: list[Section] = []  # of visits, in their order
        self.written: dict[At, dict[Name, Name]] = {}
        joined = Mark("L", "mean") if descent.update.mean else Mark("ΣL")
        page.marks |= {gradient(name): Partial(joined, page.names.mark(name)) for name in self.neuron.parameters}

    # Steps

    def point(self, at: At, index: int, title: Says) -> Block:
        """The steps of one point under the parameters of the moment."""
        point = self.descent.points[index]
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        for name, number in zip(self.neuron.inputs, point.inputs, strict=True):
            self.page.given[name.moved(at)] = number
            exchange[name] = Symbol(name.moved(at))
        self.page.given[Y.moved(at)] = Num("1" if point.positive else "-1")
        exchange[Y] = Symbol(Y.moved(at))
        steps = []
        for step in self.descent.look:
            own = step.name.moved(at)
            exchange[step.name] = Symbol(own)
            steps.append(Step(own, replaced(step.formula, exchange), step.reason))
        return Block(title, steps)

    def forward(self) -> Section:
        """Only the loss of every point, and their mean."""
        blocks, losses = [], []
        for index, point in enumerate(self.descent.points):
            at = At((index + 1,))
            blocks.append(self.point(at, index, Says("sgd_point", point=point.text, y=_plain(point))))
            loss = LOSS.moved(at)
            losses.append(Symbol(loss))
            self.page.marks[loss] = Mark("L", str(index + 1))
            self.page.heads[loss] = Mark("L")
        if len(losses) > 1:
            mean = Div(total_of(losses), Num(str(len(losses))))
            blocks.append(Block(None, [Step(AVERAGE, mean, Says("sgd_mean", n=len(losses)))]))
        return Section(Says("linear_points"), blocks)

    def first(self):
        """The first epoch, or its first update where there are many points."""
        self.update(self.descent.visits, lambda visit, done: visit.epoch > 1 or (done and visit.place > MOST_WRITTEN))

    def update(self, visits: list[Visit], stop: Callable[[Visit, bool], bool]):
        """Visits and the updates that follow them, until ``stop(visit, whether an update is done)``."""
        batch: list[Visit] = []
        section, done = None, False
        for visit in visits:
            if stop(visit, done) and not batch:
                return
            if section is None:
                section = Section(Says("perceptron_epoch", count=visit.epoch))
                self.sections.append(section)
            point = self.descent.points[visit.point]
            says = Says("perceptron_visit", place=visit.place, point=point.text, t=_plain(point))
            section.blocks.append(self.point(visit.at, visit.point, says))
            self._explain(section.blocks[-1].steps, visit)
            batch.append(visit)
            if visit.after is not None:
                section.blocks.append(self._moved(batch))
                batch, done = [], True
            self.written[visit.at] = dict(self.current)

    def _explain(self, steps: list[Step], visit: Visit):
        """Says at ∂L/∂f which piece of the loss it is."""
        key = self.loss.kink + ("_slope" if visit.values[SLOPE] else "_flat")
        for step in steps:
            if step.name.bare == SLOPE:
                step.reason = Says(f"sgd_{key}", edge=self.loss.edge.text)

    def _moved(self, batch: list[Visit]) -> Block:
        at = batch[-1].at
        slopes = {name: [slope(name).moved(visit.at) for visit in batch] for name in self.neuron.parameters}
        steps = self.descent.update.steps(slopes, self.current, at)
        for name in self.neuron.parameters:
            mark = lettered(self.page.names.mark(name))
            self.current[name] = new(name, at)
            self.page.heads[new(name, at)] = Mark(mark.base, mark.sub, mark.sup, True)
            if len(batch) > 1:
                for visit, own in zip(batch, slopes[name], strict=True):
                    self.page.marks[own] = Partial(Mark("L", str(visit.place)), mark)
                    self.page.heads[own] = Partial(Mark("L"), mark)
        return Block(Says("sgd_update") if len(batch) > 1 else None, steps)

    def later(self, visit: Visit):
        """A later visit that was asked for, with its update; the parameters before it come from the table."""
        if visit.at in self.written:
            return
        first = visit
        for other in self.descent.visits:
            if other is visit:
                break
            first = visit if other.after is not None else first if first is not visit else other
        visits = self.descent.visits
        at = visits.index(first)
        for name in self.neuron.parameters:
            self.current[name] = Name(Role.PARAMETER, "before", name, first.at)
            self.page.given[self.current[name]] = first.before[name]
            self.page.marks[self.current[name]] = self.page.names.mark(name)
        self.update(visits[at:], lambda each, done: done)
        self.sections[-1].blocks[0].intro = Says("sgd_from_table")
        self.sections.sort(key=lambda section: section.title.args["count"])

    # Tables

    def trace(self) -> Section:
        """All visits: f, the loss, the slopes, the new parameters."""
        parameters = self.neuron.parameters
        columns = ["linear_visit", "linear_point", *[Says("name", name=name) for name in (Y, F, LOSS)]]
        slopes = [slope(name) for name in parameters]
        columns += [Says("name", name=name) for name in (*slopes, *parameters)]
        rows = []
        for visit in self.descent.visits:
            point = self.descent.points[visit.point]
            row = [visit.name, point.text, Num("1" if point.positive else "-1"), visit.values[F], visit.values[LOSS]]
            row += [visit.values[name] for name in slopes]
            rows.append([*row, *[visit.after[name] if visit.after else "" for name in parameters]])
        return Section(Says("perceptron_trace"), [Block(table=Table(columns, rows, longest=40))])

    def epochs(self, text: Callable[..., str]) -> Section:
        """After each epoch: the average loss, the parameters and the border."""
        parameters, rows = self.neuron.parameters, []
        drawn = len(self.neuron.weights) <= MOST_DIMENSIONS
        size = len(self.descent.points)
        for epoch, loss in enumerate(self.descent.losses, 1):
            after = self.descent.visits[epoch * size - 1].after or {}
            row = [epoch, loss, *[after[name] for name in parameters]]
            rows.append([*row, border(self.neuron, after, text)] if drawn and size else row)
        columns = ["epoch", "average_loss", *[Says("name", name=name) for name in parameters]]
        table = Table(columns + (["linear_border"] if drawn else []), rows, longest=20)
        return Section(Says("epochs"), [Block(table=table)])

    # Asked

    @cached_property
    def offers(self) -> Offers:
        """What may be asked for of all visits."""
        return Offers(self.descent.visits, self.neuron.parameters, self.page.names)

    def show(self, asked: list[Name]):
        """Writes the visits that are asked for, and keeps the values of parameters that one leaves as they were."""
        for name in asked:
            visit = self.offers.visit(name)
            if visit is not None:
                self.later(visit)
        moved = [name for name in asked if self.now(name) != name]
        self.page.results |= {name: self.offers.known(name).before[name.of] for name in moved}

    def now(self, name: Name) -> Name:
        """The name that holds a parameter after a visit; without an update it is an earlier one."""
        return self.written.get(name.at, {}).get(name.of_name, name) if name.role is Role.NEW else name


def _plain(point: Point) -> str:
    return "1" if point.positive else "−1"
