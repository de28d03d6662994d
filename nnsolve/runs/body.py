"""What runs again and again: steps by bare names, branches between them, and what goes on to the next pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..formula.expr import Chosen, Expr
from ..formula.repeated import Repeated
from ..formula.rounding import Rounding
from ..names import Name
from ..steps import Step

if TYPE_CHECKING:
    from ..formula.numbers import System, Value


class When(NamedTuple):
    """A branch as data: the steps ``then`` where the value of ``test`` is not 0, else those ``otherwise``.

    Both make the same names; ``otherwise`` nothing happens, and no line of a page says so.
    """

    test: Expr
    then: Sequence[Step]
    otherwise: Sequence[Step]

    def chosen(self) -> list[Step]:
        """The same as formulas that choose: evaluated, compiled and followed from other numbers as all formulas are."""
        others = {step.name: step.formula for step in self.otherwise}
        return [Step(step.name, Chosen(self.test, step.formula, others[step.name])) for step in self.then]


class Body:
    """One pass: ``parts`` are steps and branches in order, ``carried`` tells what takes the place of what behind it."""

    def __init__(self, parts: Sequence[Step | When], carried: Mapping[Name, Name]):
        self.parts, self.carried = parts, carried
        self._ready: Repeated | None = None

    @cached_property
    def steps(self) -> list[Step]:
        """All of it as steps; those of branches choose."""
        found: list[Step] = []
        for part in self.parts:
            found += part.chosen() if isinstance(part, When) else [part]
        return found

    def ready(self, rounding: Rounding) -> Repeated:
        """The steps made ready to be run on values by name, always with the same rounding."""
        if self._ready is None:
            self._ready = Repeated([(step.name, step.formula) for step in self.steps], rounding)
        return self._ready

    def taken(self, values: Mapping[Name, Value], system: System[Value], every: bool = False) -> list[Step]:
        """The steps that were taken, by the values that they made; with ``every`` also those that do nothing."""
        found: list[Step] = []
        for part in self.parts:
            if not isinstance(part, When):
                found.append(part)
            elif part.test.evaluate(values, system):
                found += part.then
            elif every:
                found += part.otherwise
        return found
