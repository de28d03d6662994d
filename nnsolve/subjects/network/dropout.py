"""Dropout behind a hidden layer: a mask, given or drawn, that lets some outputs through and sets the others to 0."""

from __future__ import annotations

from ...errors import counted
from ...formula.expr import Div, Mul, Num, Symbol
from ...formula.marks import Mark
from ...names import Name
from ...reading.schema import Field, Flag, ListOf, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Says, Step
from .model import Unit

MOST_COUNTED = 30  # of so many units the number of thinned networks is still written out


class Dropout(Record):
    """``dropout:`` of a layer: how many outputs are kept, which ones (or a seed), and where they are scaled.

    Inverted: m·out/keep in training, nothing at test time (as frameworks do). Not inverted: m·out in training,
    keep·out at test time (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout, 2014).
    """

    keep = Field(Number(above=0, most=1), "the probability with which an output is kept, such as 0.8")
    mask = Field(ListOf(Whole(0, 1)), "1 for what is kept and 0 for what is dropped, by neuron", default=None)
    seed = Field(
        Whole(0, 10**9), "instead of a mask: draw one for every visit, with this seed", default=None, excludes="mask"
    )
    inverted = Field(Flag(), "true: divided by keep in training; false: times keep at test time; books differ")

    units: list[Unit] = []

    def check(self, faults: Faults) -> None:
        """Which outputs are kept must be told, or drawn."""
        if "mask" not in self.places and "seed" not in self.places:
            faults.add(self.beginning, "write either mask: [1, 0, …] or seed: 1", "")

    def give(self, units: list[Unit], faults: Faults):
        """Puts the dropout behind the units of a layer."""
        if self.mask is not None and len(self.mask) != len(units):
            faults.add(
                self.places["mask"],
                f"{counted(len(self.mask), 'numbers')} for {counted(len(units), 'neurons')}; write one each",
                "",
            )
        self.units = units
        for unit in units:
            unit.dropped = True

    def masks(self, visit: int) -> dict[Name, Num]:
        """The mask of a visit (from 1): name → 0 or 1."""
        numbers = self._drawn(self.seed, visit) if self.seed is not None else self.mask or []
        return {unit.mask: Num(str(number)) for unit, number in zip(self.units, numbers, strict=True)}

    def _drawn(self, seed: int, visit: int) -> list[int]:
        """A mask that is drawn for a visit."""
        from ...runs.order import drawn  # only where a mask is drawn

        draw = drawn(seed, visit)
        return [int(draw.random() < constant(self.keep)) for _ in self.units]

    def step(self, unit: Unit) -> Step:
        """What the next layer receives from ``unit``."""
        through = Mul((Symbol(unit.mask), Symbol(unit.kept)))
        formula = Div(through, self.keep) if self.inverted else through
        return Step(unit.dropped_out, formula, Says("dropout_inverted" if self.inverted else "dropout_plain"))

    def marks(self, places: dict[str, str]) -> dict[Name, Mark]:
        """How the mask and its result are printed."""
        found: dict[Name, Mark] = {}
        for unit in self.units:
            below = places.get(unit.name, unit.name)
            found |= {unit.mask: Mark("m", below), unit.dropped_out: Mark("drop", below)}
        return found

    def says(self) -> list[Says]:
        """What happens at test time, and how many networks the mask chooses from."""
        count = len(self.units)
        notes = [Says("dropout_note_inverted" if self.inverted else "dropout_note_plain", keep=self.keep)]
        if count <= MOST_COUNTED:
            notes.append(Says("dropout_note_thinned", n=count, count=2**count))
        return notes
