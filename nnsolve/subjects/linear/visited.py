"""Visits on a page: the first ones in full between other sections, later ones where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from ...names import Name
from ...runs.offers import Offers
from ...runs.unrolled import Unrolled, unfolded
from ...runs.visits import Run
from ...solution import Block, Column, Says, Section, Table, named
from .neuron import Neuron

if TYPE_CHECKING:
    from ...formula.expr import Relation
    from ...formula.numbers import Value
    from ...working import Working

# Borders are drawn, and slopes listed, of units with so many weights.
MOST_DIMENSIONS = 6


class Visited:
    """The sections of the visits of a run, whose names follow from each other; abstract: ``show`` writes later ones."""

    def __init__(self, run: Run, parameters: list[Name], page: Working):
        self.run, self.parameters, self.page = run, parameters, page
        self.unrolled = Unrolled(parameters)
        self.numbered: list[tuple[int, Section]] = []  # with the epoch, in their order

    @property
    def sections(self) -> list[Section]:
        """The sections of visits."""
        return [section for _, section in self.numbered]

    def add(self, epoch: int, section: Section) -> None:
        """A section of visits stands behind those of the same epoch and of earlier ones."""
        self.numbered.append((epoch, section))
        self.numbered.sort(key=itemgetter(0))

    @cached_property
    def offers(self) -> Offers:
        """What may be asked for of all visits."""
        return Offers(self.run, self.parameters, self.page.names)

    def show(self, asked: list[Name]) -> None:
        """Writes the visits that are asked for."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def stand(self, before: list[Section], behind: list[Section]) -> None:
        """The page: the visits between other sections, and what of all visits may be asked for."""
        page = self.page

        def write(asked: list[Name]) -> None:
            self.show(asked)
            page.sections = [*before, *self.sections, *behind]

        write([])
        page.offered, page.write = self.offers.find, write
        page.held = lambda name: self.unrolled.held.get(name, name)
        if self.run.epochs:
            page.unfold = lambda names: unfolded(self.run, names)


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
