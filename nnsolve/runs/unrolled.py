"""Passes as steps of a page: every name with the place of its pass, what is carried by the step that made it last."""

from __future__ import annotations

from collections.abc import Sequence

from ..formula.expr import Expr, Symbol, replaced
from ..names import Name, new
from ..steps import Step
from .visits import Pass, Visit


class Unrolled:
    """``current`` is what holds each of the ``kept`` names, and what else goes on, now.

    ``held`` gives for the new name of what a visit leaves as it was the name that holds its value.
    """

    def __init__(self, kept: Sequence[Name]):
        self.kept = kept
        self.current = {name: name for name in kept}
        self.held: dict[Name, Name] = {}

    def given(self, each: Pass) -> dict[Name, Expr]:
        """The numbers that a pass is fed."""
        return {name.moved(each.at): number for name, number in each.fed.formulas.items()}

    def steps(self, visit: Visit) -> list[Step]:
        """The steps that a visit took; what they make is current from here on."""
        return self.written(visit.of, visit.taken)

    def written(self, each: Pass, taken: Sequence[Step]) -> list[Step]:
        """Those ``taken`` of the steps of a pass."""
        exchange: dict[Name, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        exchange |= {name: Symbol(name.moved(each.at)) for name in each.fed.formulas}
        made = []
        for step in taken:
            own = step.name.moved(each.at)
            exchange[step.name] = Symbol(own)
            made.append(Step(own, replaced(step.formula, exchange), step.reason, step.shows))
        carried = {old: now.moved(each.at) for old, now in each.body.carried.items() if now in exchange}
        self.current |= carried
        stays = [name for name in self.kept if name not in carried]
        self.held |= {new(name, each.at): self.current[name] for name in stays}
        return made
