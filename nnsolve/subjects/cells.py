"""Tables whose cells are steps: each may be asked for and is marked, though the page prints the table alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..formula.expr import Expr, Symbol
from ..names import Name
from ..solution import Block, Ref, Says, Section, Step, Table, Unfolded, evaluate
from ..working import Working


class Cells:
    """The steps of tables, in the order of evaluation; as lines they stand on the page where one is asked for."""

    def __init__(self, page: Working):
        self.page = page
        self.open: list[Step] = []

    def step(self, name: Name, formula: Expr, reason: Says | None = None, shows: str = "") -> Ref:
        """A cell that is computed."""
        self.open.append(Step(name, formula, reason, shows))
        return Ref(name)

    def symbol(self, name: Name, formula: Expr, reason: Says | None = None) -> Symbol:
        """A cell that later ones need."""
        return Symbol(self.step(name, formula, reason).name)

    def write(self, title: Says, tables: list[Table], intro: Says | None = None, lines: Sequence[Block] = ()) -> None:
        """Closes a section: tables on the whole page, lines where one of their cells is asked for.

        ``lines`` are rows of the tables that the whole page writes out below them.
        """
        page, steps = self.page, self.open
        self.open = []
        first, *others = tables
        blocks = [Block(intro=intro, table=first), *(Block(table=table) for table in others), *lines]
        page.brief([Section(title, blocks)])
        page.add([Section(title, [Block(None, steps, intro)])], shown=False)
        page.results |= _values(page, steps)
        page.unfold = self.unfold

    def unfold(self, names: Collection[Name]) -> Unfolded:
        """All steps of the page with those of the tables, so that marking goes on from a student's own cells."""
        found: dict[Name, Step] = {}
        for step in self.page.steps:
            found.setdefault(step.name, step)
        return Unfolded(list(found.values()), self.page.given)


def _values(page: Working, steps: list[Step]) -> dict:
    """The values of cells, as the page rounds and carries them."""
    values = evaluate(page.steps, page.rounding, page.given)
    return {step.name: values[step.name] for step in steps}
