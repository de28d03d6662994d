"""The page of sub-gradient descent: the pieces of the loss, the first epoch in full, all visits in a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import AskedError, listing, nearest, quote
from ...formula.expr import Div, Expr, Num, Symbol, replaced, total_of
from ...formula.marks import Mark, Names, Partial
from ...solution import Block, Given, Says, Section, Step, Table
from .border import border
from .losses import LOSS, Loss, Y
from .neuron import Neuron, parameter_mark
from .sgd import Descent, Visit, slope

if TYPE_CHECKING:
    from .points import Point


MOST_WRITTEN = 12
MOST_DIMENSIONS = 6
SIGNS = ((1, 1), (-1, -1), (1, -1), (-1, 1))


def pieces_section(neuron: Neuron, loss: Loss, kind: str) -> Section:
    """The loss and its sub-gradients case by case, and what the signs of y and f do to it."""
    rows = loss.pieces(neuron.net(), neuron.parameters)
    columns = ["sgd_case", Says("name", name=LOSS), Says("name", name="dL/df")]
    columns += [Says("name", name=slope(name)) for name in neuron.parameters]
    if len(neuron.parameters) > MOST_DIMENSIONS:
        rows, columns = [row[:3] for row in rows], columns[:3]
    pieces = Block(None, [], Says("sgd_pieces", names=["f"], target=LOSS), table=Table(columns, rows))
    rows = []
    for y, f in SIGNS:
        right = y == f
        key = "sgd_right" if right else "sgd_wrong"
        signs = [_sign(y), _sign(f), _sign(y * f)]
        rows.append([*signs, Says(f"sgd_{kind}_{'right' if right else 'wrong'}"), Says(key)])
    signs = Table(
        [Says("name", name=Y), Says("name", name="f"), "sgd_product", Says("name", name=LOSS), "sgd_side"], rows
    )
    return Section(Says("sgd_loss"), [pieces, Block(None, [], Says("sgd_signs"), table=signs)])


def _sign(number: int) -> Says:
    return Says("sgd_plus" if number > 0 else "sgd_minus")


class Writer:
    """Writes visits and updates with their own names, and the tables of all."""

    def __init__(self, descent: Descent, loss: Loss, names: Names):
        self.descent, self.loss, self.names, self.neuron = descent, loss, names, descent.neuron
        self.current = {name: name for name in self.neuron.parameters}
        self.given = Given()
        self.heads: dict[str, object] = {}
        self.sections: list[Section] = []
        self.written: dict[str, dict[str, str]] = {}

    # Steps

    def point(self, prefix: str, index: int, title: Says) -> Block:
        """The steps of one point under the parameters of the moment."""
        point = self.descent.points[index]
        exchange: dict[str, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        for name, number in zip(self.neuron.inputs, point.inputs, strict=True):
            self.given[prefix + name] = number
            exchange[name] = Symbol(prefix + name)
        self.given[prefix + Y] = Num("1" if point.positive else "-1")
        exchange[Y] = Symbol(prefix + Y)
        steps = []
        for step in self.descent.look:
            exchange[step.name] = Symbol(prefix + step.name)
            steps.append(Step(prefix + step.name, replaced(step.formula, exchange), step.reason))
        return Block(title, steps)

    def forward(self) -> Section:
        """Only the loss of every point, and their mean."""
        blocks, losses = [], []
        for index, point in enumerate(self.descent.points):
            blocks.append(self.point(f"{index + 1}.", index, Says("sgd_point", point=point.text, y=_plain(point))))
            losses.append(Symbol(f"{index + 1}.{LOSS}"))
            self.names.exact[losses[-1].name] = Mark("L", str(index + 1))
            self.heads[losses[-1].name] = Mark("L")
        if len(losses) > 1:
            mean = Div(total_of(losses), Num(str(len(losses))))
            blocks.append(Block(None, [Step("average_L", mean, Says("sgd_mean", n=len(losses)))]))
        return Section(Says("linear_points"), blocks)

    def first(self):
        """The first epoch, or its first update where there are many points."""
        self.update(self.descent.visits, lambda visit, done: visit.epoch > 1 or (done and visit.place > MOST_WRITTEN))

    def update(self, visits: list[Visit], stop: Callable[[Visit, bool], bool]):
        """Visits and the updates that follow them, until ``stop(visit, whether an update is done)``."""
        batch, section, done = [], None, False
        for visit in visits:
            if stop(visit, done) and not batch:
                return
            if section is None:
                section = Section(Says("perceptron_epoch", count=visit.epoch))
                self.sections.append(section)
            point = self.descent.points[visit.point]
            says = Says("perceptron_visit", place=visit.place, point=point.text, t=_plain(point))
            section.blocks.append(self.point(f"{visit.name}.", visit.point, says))
            self._explain(section.blocks[-1].steps, visit)
            batch.append(visit)
            if visit.after is not None:
                section.blocks.append(self._moved(batch))
                batch, done = [], True
            self.written[visit.name] = dict(self.current)

    def _explain(self, steps: list[Step], visit: Visit):
        """Says at ∂L/∂f which piece of the loss it is."""
        key = self.loss.kink + ("_slope" if visit.values["dL/df"] else "_flat")
        for step in steps:
            if step.name.endswith("dL/df"):
                step.reason = Says(f"sgd_{key}", edge=self.loss.edge.text)

    def _moved(self, batch: list[Visit]) -> Block:
        prefix = f"{batch[-1].name}."
        slopes = {name: [f"{visit.name}.{slope(name)}" for visit in batch] for name in self.neuron.parameters}
        steps = self.descent.update.steps(slopes, self.current, prefix)
        for name in self.neuron.parameters:
            mark = parameter_mark(self.names, name)
            self.current[name] = prefix + name
            self.heads[prefix + name] = Mark(mark.base, mark.sub, mark.sup, True)
            if len(batch) > 1:
                top = Mark("L", "mean") if self.descent.update.mean else Mark("ΣL")
                self.names.exact[f"{prefix}g_{name}"] = Partial(top, mark)
                for visit in batch:
                    self.names.exact[f"{visit.name}.{slope(name)}"] = Partial(Mark("L", str(visit.place)), mark)
                    self.heads[f"{visit.name}.{slope(name)}"] = Partial(Mark("L"), mark)
        return Block(Says("sgd_update") if len(batch) > 1 else None, steps)

    def later(self, visit: Visit):
        """A later visit that was asked for, with its update; the parameters before it come from the table."""
        if visit.name in self.written:
            return
        first = visit
        for other in self.descent.visits:
            if other is visit:
                break
            first = visit if other.after is not None else first if first is not visit else other
        visits = self.descent.visits
        at = visits.index(first)
        for name in self.neuron.parameters:
            self.current[name] = f"{first.name}.before_{name}"
            self.given[self.current[name]] = first.before[name]
            self.names.exact[self.current[name]] = parameter_mark(self.names, name)
        self.update(visits[at:], lambda each, done: done)
        self.sections[-1].blocks[0].intro = Says("sgd_from_table")
        self.sections.sort(key=lambda section: section.title.args["count"])

    # Tables

    def trace(self) -> Section:
        """All visits: f, the loss, the slopes, the new parameters."""
        parameters = self.neuron.parameters
        columns = ["linear_visit", "linear_point", *[Says("name", name=name) for name in (Y, "f", LOSS)]]
        columns += [Says("name", name=slope(name)) for name in parameters]
        columns += [Says("name", name=name) for name in parameters]
        rows = []
        for visit in self.descent.visits:
            point = self.descent.points[visit.point]
            row = [visit.name, point.text, Num("1" if point.positive else "-1"), visit.values["f"], visit.values[LOSS]]
            row += [visit.values[slope(name)] for name in parameters]
            rows.append([*row, *[visit.after[name] if visit.after else "" for name in parameters]])
        return Section(Says("perceptron_trace"), [Block(table=Table(columns, rows, longest=40))])

    def epochs(self, text: Callable[[object], str]) -> Section:
        """After each epoch: the average loss, the parameters and the border."""
        parameters, rows = self.neuron.parameters, []
        drawn = len(self.neuron.weights) <= MOST_DIMENSIONS
        size = len(self.descent.points)
        for epoch, loss in enumerate(self.descent.losses, 1):
            after = self.descent.visits[epoch * size - 1].after
            row = [epoch, loss, *[after[name] for name in parameters]]
            rows.append([*row, border(self.neuron, after, text)] if drawn and size else row)
        columns = ["epoch", "average_loss", *[Says("name", name=name) for name in parameters]]
        table = Table(columns + (["linear_border"] if drawn else []), rows, longest=20)
        return Section(Says("epochs"), [Block(table=table)])

    # Asked

    def understand(self, written: str, known: list[str]) -> str:
        """The canonical name of what is asked for; writes the visit that it belongs to."""
        text = written.strip().replace("′", "'").replace("∂", "d").replace(" ", "")
        head, dot, last = text.rpartition(".")
        last = last.removesuffix("'")
        if not dot and last.removeprefix("new_") in self.neuron.parameters:
            last = f"new_{last.removeprefix('new_')}"
        if not dot and last in known:
            return last
        if text in known:
            return text
        visit = next((visit for visit in self.descent.visits if visit.name == head), None)
        if visit and (last in visit.values or (last in self.neuron.parameters and visit.after)):
            self.later(visit)
            return f"{head}.{last}"
        choices = [*self.neuron.parameters, *known, *[f"{visit.name}.f" for visit in self.descent.visits[:200]]]
        hint = nearest(written, choices) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(written)} is not a result of this problem.{hint}")


def _plain(point: Point) -> str:
    return "1" if point.positive else "−1"
