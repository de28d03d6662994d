"""Visits on a page: the first ones in full between other sections, later ones where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from ...names import Name
from ...runs.offers import Offers
from ...runs.unrolled import Unrolled, unfolded
from ...runs.visits import Run, Visit
from ...solution import Block, Column, Says, Section, Table, named
from .neuron import Neuron

if TYPE_CHECKING:
    from ...formula.expr import Relation
    from ...formula.numbers import Value
    from ...working import Working

# Borders are drawn, and slopes listed, of units with so many weights.
MOST_DIMENSIONS = 6


class Visited:
    """The visits of a run, whose names follow from each other; abstract: ``later`` writes one that is asked for."""

    def __init__(self, run: Run, parameters: list[Name], page: Working):
        self.run, self.parameters, self.page = run, parameters, page
        self.unrolled = Unrolled(parameters)
        self.sections: list[tuple[int, Section]] = []  # with the epoch, written and not yet on the page

    @cached_property
    def offers(self) -> Offers:
        """What may be asked for of all visits."""
        return Offers(self.run, self.parameters, self.page.names)

    def later(self, name: Name, visit: Visit) -> None:
        """Writes the visit in which a name stands that is asked for, where it is not written yet."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def show(self, wanted: list[Name]) -> None:
        """Writes the visits that are wanted, and keeps the values of parameters that one leaves as they were."""
        for name in wanted:
            visit = self.offers.visit(name)
            assert visit is not None, "it was found in a visit"
            self.later(name, visit)
            if name in self.unrolled.held:
                self.page.results[name] = visit.before[name.of_name]
        self.stand()

    def stand(self) -> None:
        """Puts what is written on the page, epoch by epoch."""
        self.sections.sort(key=itemgetter(0))
        self.page.add(section for _, section in self.sections)
        self.sections = []

    def offer(self) -> None:
        """What stands here is on the page, and what of all visits may be asked for."""
        self.stand()
        if not self.run.epochs:
            return
        self.page.offer(self.show, finds=lambda text: self.offers.find(text))
        self.page.along = self.unrolled.held
        self.page.unfold = lambda names: unfolded(self.run, names)


def epochs_section(
    neuron: Neuron,
    measure: Column,
    measured: Iterable[tuple[object, Mapping[Name, Value]]],
    border_of: Callable[[dict], Relation | Says],
    longest: int,
) -> Section:
    """A row an epoch: what is ``measured`` there, the parameters behind it, and their border in few dimensions."""
    columns: list[Says] = [Column("epoch", "page_column_epoch"), measure, *named(neuron.parameters)]
    drawn = len(neuron.weights) <= MOST_DIMENSIONS
    if drawn:
        columns.append(Column("linear_border", "linear_column_border"))
    rows = []
    for epoch, (number, after) in enumerate(measured, 1):
        row: list = [epoch, number, *map(after.__getitem__, neuron.parameters)]
        rows.append([*row, border_of(dict(after))] if drawn else row)
    return Section(Says("training_epochs"), [Block(table=Table(columns, rows, longest=longest))])
