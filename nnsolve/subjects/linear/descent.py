"""The page of sub-gradient descent: the pieces of the loss, the first epoch in full, all visits in a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.expr import Div, Num, Symbol, total_of
from ...formula.marks import Mark, Partial, lettered
from ...names import At, Name, Role, gradient, new
from ...runs.body import Body
from ...runs.visits import Pass, Visit
from ...solution import Block, Column, Says, Section, Step, Table, named
from .border import border
from .losses import AVERAGE, LOSS, F, Loss, Y
from .neuron import Neuron
from .sgd import SLOPE, Descent, slope
from .visited import MOST_DIMENSIONS, Visited, epochs_section

if TYPE_CHECKING:
    from ...working import Working
    from .points import Point


MOST_WRITTEN = 12
SIGNS = ((1, 1), (-1, -1), (1, -1), (-1, 1))


# The loss of a point, by its kind and whether the point lies on the right side.
_LOSSES = {
    ("perceptron", True): "sgd_perceptron_right",
    ("perceptron", False): "sgd_perceptron_wrong",
    ("hinge", True): "sgd_hinge_right",
    ("hinge", False): "sgd_hinge_wrong",
}
# Which piece of the loss counts: what is taken at its kink, and whether it slopes.
_EXPLAINED = {
    ("zero", False): "sgd_zero_flat",
    ("zero", True): "sgd_zero_slope",
    ("slope", False): "sgd_slope_flat",
    ("slope", True): "sgd_slope_slope",
}


def pieces_section(neuron: Neuron, loss: Loss, kind: str) -> Section:
    """The loss and its sub-gradients case by case, and what the signs of y and f do to it."""
    rows = loss.pieces(neuron.net(), neuron.parameters)
    columns = [Column("sgd_case", "sgd_column_case"), *named([LOSS, SLOPE, *map(slope, neuron.parameters)])]
    if len(neuron.parameters) > MOST_DIMENSIONS:
        rows, columns = [row[:3] for row in rows], columns[:3]
    pieces = Block(None, [], Says("sgd_pieces", names=[F], target=LOSS), table=Table(columns, rows))
    signs = []
    for y, f in SIGNS:
        right = y == f
        side = "sgd_right" if right else "sgd_wrong"
        signs.append([_sign(y), _sign(f), _sign(y * f), Says(_LOSSES[kind, right]), Says(side)])
    table = Table(
        [
            Says("page_name", name=Y),
            Says("page_name", name=F),
            Column("sgd_product", "sgd_column_product"),
            Says("page_name", name=LOSS),
            Column("sgd_side", "sgd_column_side"),
        ],
        signs,
    )
    return Section(Says("sgd_loss"), [pieces, Block(None, [], Says("sgd_signs"), table=table)])


def _sign(number: int) -> Says:
    return Says("sgd_plus" if number > 0 else "sgd_minus")


class Writer(Visited):
    """Writes visits and updates with their own names, and the tables of all."""

    def __init__(self, descent: Descent, loss: Loss, page: Working):
        super().__init__(descent.run, descent.neuron.parameters, page)
        self.descent, self.loss, self.neuron = descent, loss, descent.neuron
        self.written: set[At] = set()
        joined = Mark("L", "mean") if descent.update.mean else Mark("ΣL")
        page.marks |= {gradient(name): Partial(joined, page.names.mark(name)) for name in self.neuron.parameters}

    # Steps

    def forward(self) -> Section:
        """Only the loss of every point, and their mean."""
        blocks, losses = [], []
        look = Body(self.descent.look, {})
        for index, point in enumerate(self.descent.points):
            each = Pass(At((index + 1,)), look, index, self.descent.fed[index])
            self.page.given |= self.unrolled.given(each)
            blocks.append(
                Block(Says("sgd_point", point=point.text, y=_plain(point)), self.unrolled.written(each, look.steps))
            )
            loss = LOSS.moved(each.at)
            losses.append(Symbol(loss))
            self.page.marks[loss] = Mark("L", str(index + 1))
            self.page.heads[loss] = Mark("L")
        if len(losses) > 1:
            mean = Div(total_of(losses), Num(str(len(losses))))
            blocks.append(Block(None, [Step(AVERAGE, mean, Says("sgd_mean", n=len(losses)))]))
        return Section(Says("linear_points"), blocks)

    def first(self):
        """The first epoch, or its first updates where there are many points."""
        visits = self.run.epoch(1)
        count = len(visits)
        if count > MOST_WRITTEN:
            count = next(place for place, visit in enumerate(visits, 1) if visit.after and place >= MOST_WRITTEN)
        self.write(visits[:count])

    def write(self, visits: list[Visit], intro: Says | None = None):
        """Visits of one epoch and the updates that follow them."""
        section = Section(Says("perceptron_epoch", count=visits[0].epoch))
        batch: list[Visit] = []
        for visit in visits:
            batch.append(visit)
            section.blocks += self.visit(visit, batch)
            if visit.after:
                batch = []
        section.blocks[0].intro = intro
        self.sections.append((visits[0].epoch, section))

    def visit(self, visit: Visit, batch: list[Visit]) -> list[Block]:
        """The steps of a visit; behind the last of a ``batch`` those of the update."""
        point, count = self.descent.points[visit.sample], len(self.descent.look)
        self.written.add(visit.at)
        self.page.given |= self.unrolled.given(visit.of)
        steps = self.unrolled.steps(visit)
        self._explain(steps[:count], visit)
        says = Says("perceptron_visit", place=visit.place, point=point.text, t=_plain(point))
        blocks = [Block(says, steps[:count])]
        if visit.after:
            blocks.append(Block(Says("sgd_update") if len(batch) > 1 else None, steps[count:]))
            self._mark(visit.at, batch)
        return blocks

    def _explain(self, steps: list[Step], visit: Visit):
        """Says at ∂L/∂f which piece of the loss it is."""
        key = _EXPLAINED[self.loss.kink, bool(visit.values[SLOPE])]
        for step in steps:
            if step.name.bare == SLOPE:
                step.reason = Says(key, edge=self.loss.edge.text)

    def _mark(self, at: At, batch: list[Visit]):
        """How new parameters are printed, and the slopes of several points."""
        for name in self.neuron.parameters:
            mark = lettered(self.page.names.mark(name))
            self.page.heads[new(name, at)] = Mark(mark.base, mark.sub, mark.sup, True)
            for visit in batch if len(batch) > 1 else ():
                own = slope(name).moved(visit.at)
                self.page.marks[own] = Partial(Mark("L", str(visit.place)), mark)
                self.page.heads[own] = Partial(Mark("L"), mark)

    def later(self, name: Name, visit: Visit) -> None:
        """A later visit that was asked for, with its batch; the parameters before it come from the table."""
        if visit.at in self.written:
            return
        size = self.descent.order.batch
        begin = (visit.place - 1) // size * size
        batch = self.run.epoch(visit.epoch)[begin : begin + size]
        for parameter in self.neuron.parameters:
            before = Name(Role.PARAMETER, "before", parameter, batch[0].at)
            self.unrolled.current[parameter] = before
            self.page.begun[before] = batch[0].before[parameter]
            self.page.marks[before] = self.page.names.mark(parameter)
        self.write(batch, Says("sgd_from_table"))

    # Tables

    def trace(self) -> Section:
        """All visits: f, the loss, the slopes, the new parameters."""
        parameters = self.neuron.parameters
        columns = [
            Column("linear_visit", "linear_column_visit"),
            Column("linear_point", "linear_column_point"),
            *named([Y, F, LOSS, *map(slope, parameters), *parameters]),
        ]
        rows = list(map(self._trace_row, self.run.visits()))
        return Section(Says("perceptron_trace"), [Block(table=Table(columns, rows, longest=40))])

    def _trace_row(self, visit: Visit) -> list:
        """The row of a visit; where no update follows it the parameters are left out."""
        point, values = self.descent.points[visit.sample], visit.values
        target = Num("1" if point.positive else "-1")
        slopes = [values[slope(name)] for name in self.neuron.parameters]
        after = [visit.after.get(name, "") for name in self.neuron.parameters]
        return [visit.name, point.text, target, values[F], values[LOSS], *slopes, *after]

    def epochs(self, text: Callable[..., str]) -> Section:
        """After each epoch: the average loss, the parameters and the border."""
        after = [self.run.epoch(epoch)[-1].after for epoch in range(1, self.run.epochs + 1)]
        measured = zip(self.descent.losses, after, strict=True)
        column = Column("average_loss", "page_column_average_loss")
        return epochs_section(self.neuron, column, measured, lambda values: border(self.neuron, values, text), 20)


def _plain(point: Point) -> str:
    return "1" if point.positive else "−1"
