"""The steps of a solution in 60 digits, and what of them the doubles of the page should have been."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..names import Name
from .deciding import Undecided
from .doubt import Precise, decimal_of, doubt_of
from .expr import Expr, symbols
from .numbers import is_array
from .precise import PRECISELY

if TYPE_CHECKING:
    from .numbers import Numeric

# What differs by less than this is the same number in doubles, rounded otherwise.
_SAME = 1e-12


class Settled:
    """The steps of a solution computed to 60 digits, each when it is first wanted.

    ``formulas`` by name, in which ``given`` numbers or formulas take the place of steps of the same name. ``unsure``
    are the steps in which a difference is so small that not even these digits tell it from 0.
    """

    def __init__(self, formulas: Mapping[Name, Expr], given: Mapping[Name, Expr | Numeric]):
        self.formulas = formulas
        self.found: dict[Name, Numeric] = {}
        self.unsure: list[Name] = []
        for name, value in given.items():
            self.found[name] = exact_value(value)

    def settle(self, name: Name, values: Mapping[Name, Numeric]) -> dict[Name, Numeric]:
        """The doubles of a step and of what leads to it, where those of ``values`` differ by more than rounding.

        Where ``values`` have none for the step itself, it is found.
        """
        changed = {}
        try:
            needed = dict.fromkeys([*self._make(name), name])
        except Undecided:
            self.unsure.append(name)
            return {}
        for made in needed:
            exact = self.found[made]
            if made not in values or not close(values[made], exact):
                changed[made] = as_double(exact)
        return changed

    def _make(self, name: Name) -> list[Name]:
        """Computes a step and those that it needs; returns their names."""
        made: list[Name] = []
        stack = [name]
        while stack:
            top = stack[-1]
            used = [] if top in self.found else symbols(self.formulas[top])
            missing = [name for name in dict.fromkeys(used) if name not in self.found]
            stack.extend(missing)
            if not missing:
                made += self._compute(stack.pop())
        return made

    def _compute(self, name: Name) -> list[Name]:
        """Computes a step whose names are known; returns its name, nothing where it was known."""
        if name in self.found:
            return []
        before = Precise.unsure
        self.found[name] = self.formulas[name].evaluate(self.found, PRECISELY)
        self.unsure += [name] * (Precise.unsure > before)
        return [name]


def exact_value(value: Expr | Numeric) -> Numeric:
    """The number of a formula without names, or a number by its digits."""
    return value.evaluate({}, PRECISELY) if isinstance(value, Expr) else PRECISELY.take(value)


def as_double(value: Numeric) -> Numeric:
    """A number or array of 60 digits in doubles; whole numbers and lists of sizes as they are."""
    if is_array(value):
        return value.astype(float) + 0.0  # not −0.0
    return float(value) + 0.0 if isinstance(value, Decimal) else value


def close(double: Numeric, exact: Numeric) -> bool:
    """Whether a double, or all of an array, is what is known exactly but for its last digits."""
    if isinstance(double, (list, str)) or isinstance(exact, (list, str)):
        return True
    if is_array(double) and is_array(exact):
        return all(map(close, double.ravel().tolist(), exact.ravel().tolist()))
    number = decimal_of(exact)
    return abs(float(double) - float(number)) <= max(_SAME, float(doubt_of(number))) * abs(float(number))
