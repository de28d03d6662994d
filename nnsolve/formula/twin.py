"""The exact twin of a loop in doubles: the same steps in the same order, computed when doubles cannot tell.

A loop tells its twin what it computes; the twin keeps that in mind and catches up once it is asked. A loop that never
comes near a border, or to a difference that cancels, pays for a list alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from .deciding import Known, Undecided
from .expr import Expr
from .numbers import DOUBLES
from .rounding import Rounding

if TYPE_CHECKING:
    from ..names import Name
    from .numbers import Numeric, System

# So many steps are caught up with; a longer loop goes on in doubles.
MOST_STEPS = 5_000

Steps = Sequence[tuple[Hashable, Expr]]
# What values go by: names, or names with where they stand.
Key = TypeVar("Key", bound=Hashable)


class Twin:
    """``given`` are the formulas and numbers that the loop begins with, by name.

    A loop with more than :data:`MOST_STEPS` is too ``long`` to be caught up with; ``missed`` tells that a decision
    would have needed it then.
    """

    def __init__(self, given: Mapping[Name, Expr | Numeric], rounding: Rounding):
        self.given, self.left = given, MOST_STEPS * (rounding.system is DOUBLES)
        self.long = self.missed = False
        self.found: dict[Hashable, Numeric] | None = None
        self._rows: list[dict[Hashable, Numeric]] = []
        self._behind: list[Steps | None] = []

    @property
    def wanted(self) -> bool:
        """Whether the exact way was asked for."""
        return self.found is not None

    def ran(self, steps: Steps) -> None:
        """The loop has computed these steps; what they make takes the place of what had the name before."""
        if self.left <= 0:
            return
        self.left -= len(steps)
        self._behind.append(steps)
        if self.left <= 0:
            self.long = True
            self._behind.clear()

    def row(self) -> None:
        """The loop has noted its values."""
        if self.left > 0:
            self._behind.append(None)

    def decides(self) -> None:
        """A decision depends on what is known exactly."""
        self.missed |= self.long

    def known(self, number: int, row: dict[Key, Numeric]) -> dict[Key, Numeric]:
        """The values of a row, which know what they are exactly where the exact way was wanted at all."""
        if number >= len(self._rows):
            return row
        exact = self._rows[number]
        known = dict(row)
        for name, value in row.items():
            if name in exact and isinstance(value, float):
                known[name] = Known(value, exact[name])
        return known

    def caught_up(self) -> Mapping[Hashable, Numeric] | None:
        """The exact values of all names, or None where the loop is too long or has no exact values."""
        if self.left <= 0:
            return None
        from .precise import PRECISELY
        from .settled import exact_value

        if self.found is None:
            self.found = {name: exact_value(value) for name, value in self.given.items()}
        try:
            for steps in self._behind:
                self._follow(steps, PRECISELY, self.found)
        except (ArithmeticError, ValueError, Undecided):
            self.left = 0
            return None
        self._behind.clear()
        return self.found

    def _follow(self, steps: Steps | None, system: System[Numeric], found: dict[Hashable, Numeric]) -> None:
        if steps is None:
            self._rows.append(dict(found))
            return
        for name, formula in steps:
            found[name] = formula.evaluate(found, system)

    def settle(self, values: dict[Key, Numeric], every: bool = False) -> None:
        """Puts the doubles of exact values in place of those that differ by more than rounding.

        With ``every`` they are put in place of all.
        """
        exact = self.caught_up()
        if exact is None:
            return
        from .settled import as_double, close

        for name, value in values.items():
            if name in exact and (every or not close(value, exact[name])):
                values[name] = as_double(exact[name])


# For steps that nobody follows exactly.
NO_TWIN = Twin({}, Rounding(carry=True))
