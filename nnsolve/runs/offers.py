"""What every visit of a run gives, whether or not the page writes it: 57.3.net, 57.3.z, 57.3.Δw₁, 57.3.w1."""

from __future__ import annotations

from ..formula.marks import Names
from ..names import Name, new, read
from ..resolver import LONGEST, Resolver
from ..spelling import key_of
from .visits import Run, Visit


class Offers:
    """The visits of a run by their places; each also gives the ``parameters`` as they are after it."""

    def __init__(self, run: Run, parameters: list[Name], printed: Names):
        self.run, self.parameters, self.printed = run, parameters, printed

    def visit(self, name: Name) -> Visit | None:
        """The visit in which a name stands."""
        return self.run.visit(name.at.rounds)

    def find(self, text: str) -> Name | None:
        """What a text with a visit's number in front means in that visit: its spelling, or its symbol."""
        visit = self.visit(read(key_of(text[:LONGEST])))
        return Resolver(self.names(visit), printed=self.printed).find(text) if visit else None

    def names(self, visit: Visit) -> list[Name]:
        """What one visit gives."""
        made = [name.moved(visit.at) for name in visit.values]
        return [*made, *(new(name, visit.at) for name in self.parameters)]
