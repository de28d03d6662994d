"""Real and generated samples under their names, and what a loss of G changes with what D says of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...differences import check_gradients, together
from ...formula.derive import Backward
from ...formula.expr import Expr
from ...formula.marks import Mark
from ...names import Name, Role, d
from ...solution import Ref, Says, Solution, Step
from ...subjects.cells import Cells
from ...working import Working
from .loss_keys import LossKeys
from .names import fake, out, real, term


def logit(sample: str) -> Name:
    """The logit of a sample, of which D is the sigmoid."""
    return Name(Role.NET, "z", sample)


class Batch:
    """What D says of every sample, by what stands below its letters."""

    def __init__(self, page: Working, task: LossKeys):
        self.page = page
        assert task.real and task.fake, "a finished problem has both"
        self.numbers = {real(k): number for k, number in enumerate(task.real, 1)}
        self.real = list(self.numbers)
        self.numbers |= {fake(k): number for k, number in enumerate(task.fake, 1)}
        self.fake = [sample for sample in self.numbers if sample not in self.real]

    def give(self, name_of: Callable[[str], Name]) -> None:
        """The numbers of the problem, and how all is printed."""
        page = self.page
        for samples in (self.real, self.fake):
            page.row({name_of(sample): self.numbers[sample] for sample in samples})
        for sample in self.numbers:
            page.marks |= {logit(sample): Mark("z", sample), out(sample): Mark("D", sample)}
            page.marks[term(sample)] = Mark("L", sample)

    def terms(self, samples: Sequence[str]) -> list[Name]:
        """The names of their terms in the loss of D."""
        return list(map(term, samples))


class Slopes:
    """The slopes of the terms of G as cells of a table, and their check."""

    def __init__(self, cells: Cells):
        self.cells = cells
        self.checks: list[Callable[[Solution], Says | None]] = []

    def cell(self, forward: list[Step], by: Name, short: Expr | None = None) -> Ref:
        """The slope of the last step of a forward pass by a name, perhaps in its short form."""
        name = forward[-1].name
        backward = Backward(
            [(step.name, step.formula) for step in forward],
            name,
            lambda slope, formula, role, of: self._write(slope, formula, role),
            collapse={by: short} if short is not None else None,
            inline=True,
        )
        slope = backward.gradient(by)
        page = self.cells.page
        self.checks.append(lambda solution: check_gradients(forward, page.given, name, {by: slope}, solution.values))
        page.synonyms[f"slope_{name}"] = slope
        return Ref(d(name, by))

    def checked(self, solution: Solution) -> Says | None:
        """All slopes against central differences."""
        return together([check(solution) for check in self.checks])

    def _write(self, name: Name, formula: Expr, role: str) -> None:
        self.cells.step(name, formula, Says("gan_slope_short") if role == "collapse" else None)
