"""What a way of normalising hands to the page."""

from __future__ import annotations

from ...formula.expr import Expr
from ...formula.marks import Mark
from ...names import Name
from ...part import Part as Common
from ...solution import Step, Table


class Part(Common):
    """Sections, given numbers by row, how names are printed; ``answers`` are reported, ``table`` stands at the end."""

    def __init__(self):
        super().__init__()
        self.table: Table | None = None

    def give(self, name: Name, number: Expr, mark: Mark | str | None = None):
        """A number of the problem under a name."""
        self.given[name] = number
        if mark is not None:
            self.marks[name] = mark

    def steps(self) -> list[Step]:
        """All steps in order."""
        return [step for section in self.sections for step in section.steps]
