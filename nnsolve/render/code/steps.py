"""The steps of a solution as code: each is computed again and compared with what the page prints."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from ...formula.expr import Expr
from ...formula.numbers import DOUBLES, exactly, finite, is_array, quietly
from ...formula.settled import as_double
from ...names import Name
from ...solution import Section, Solution, Statement, Step
from .comparison import Comparison
from .writer import CodeWriter, NoCode

if TYPE_CHECKING:
    import numpy as np

    from ...evaluation import Givable

# Of more steps, or more entries of arrays, no code is written.
MOST_STEPS, MOST_ENTRIES = 3000, 20_000


class Steps:
    """Writes the code of one solution. ``from_page`` tells whether some value had to be taken from the page."""

    def __init__(self, solution: Solution):
        self.solution = solution
        self.writer = CodeWriter(solution.values, solution.rounding.exact)
        self.comparison = Comparison(solution.rounding, self.writer)
        self.from_page = False

    @cached_property
    def runs(self) -> bool:
        """Whether there is code: none for symbols, for a sheet to be filled in, nor for what is large."""
        solution = self.solution
        if not solution.steps or solution.symbolic or solution.blank:
            return False
        return len(solution.steps) <= MOST_STEPS and self._entries() <= MOST_ENTRIES

    def _entries(self) -> int:
        """How many numbers the arrays hold."""
        arrays = filter(is_array, self.solution.values.values())
        return sum(array.size for array in arrays)

    @property
    def arrays(self) -> bool:
        """Whether some value is an array."""
        return any(map(is_array, self.solution.values.values()))

    def given(self) -> str:
        """The given numbers, one a line."""
        return "\n".join(self._given(name, given) for name, given in self.solution.given.items())

    def _given(self, name: Name, given: Givable) -> str:
        identifier = self.writer.name(name)
        if not isinstance(given, Expr):
            return f"{identifier} = {self.writer.value(given)}"
        try:
            return f"{identifier} = {self.writer.write(given)}"
        except NoCode:
            return f"{identifier} = {self.writer.value(self.solution.values[name])}"

    def section(self, section: Section) -> str:
        """The steps of a section, each with its comparison."""
        lines: list[str] = []
        for step in section.steps:
            if type(step) is not Statement and step.name not in self.solution.given:
                lines += self._step(step)
        return "\n".join(lines)

    def _step(self, step: Step) -> list[str]:
        value, name = self.solution.values[step.name], self.writer.name(step.name)
        try:
            text = self.writer.write(step.formula)
        except NoCode:
            self.from_page = True
            return [f"{name} = {self.writer.value(value)}  # from the page"]
        found = self._in_doubles(step)
        lines = [] if found is None else [f"{name} = {text}"]
        if not self._agrees(found, step.name):
            return [*lines, self._exactly(name, step.name, found), self.comparison.line(name, value)]
        return [*lines, self.comparison.line(name, value), *self._carried_on(step.name, found)]

    def _carried_on(self, name: Name, found: float | list | np.ndarray | None) -> list[str]:
        """The line that goes on with the printed or the exact value, where this is another than was computed."""
        value, identifier = self.solution.values[name], self.writer.name(name)
        if not self.solution.rounding.carry:
            return [self._exactly(identifier, name, found)] if self._gap(found, name) else []
        if isinstance(value, int | list):
            return []
        return [f"{identifier} = {self.writer.value(self.comparison.printed(value))}  # carried on as it is printed"]

    @cached_property
    def _doubles(self) -> dict:
        """The values of the page as the notebook holds them."""
        return {name: as_double(value) for name, value in self.solution.values.items()}

    def _in_doubles(self, step: Step) -> float | list | np.ndarray | None:
        """What the formula of a step gives in doubles over the values of the page; None where it gives no number.

        The page settles exactly what doubles cannot tell: 0.1 + 0.2 − 0.3 is 0 there. Fractions miss nothing.
        """
        if self.solution.rounding.exact:
            return self._doubles[step.name]
        try:
            with exactly(), quietly():
                found = step.formula.evaluate(self._doubles, DOUBLES)
        except (ArithmeticError, ValueError):
            return None
        return found if finite(found) else None

    def _gap(self, found: float | list | np.ndarray | None, name: Name) -> float:
        """How far what doubles give is from the value of the page."""
        value = self._doubles[name]
        if found is None or isinstance(found, list):
            return 0.0 if found == value else math.inf
        gap = abs(found - value)
        return float(gap.max(initial=0)) if is_array(gap) else float(gap)

    def _agrees(self, found: float | list | np.ndarray | None, name: Name) -> bool:
        """Whether what doubles give passes the comparison with the page."""
        return not self._gap(found, name) or self.comparison.passes(found, self.solution.values[name])

    def _exactly(self, identifier: str, name: Name, found: float | list | np.ndarray | None) -> str:
        """The line that puts the exact value in place of what doubles give."""
        why = "find none" if found is None else f"miss it by {self._gap(found, name):.2g}"
        return f"{identifier} = {self.writer.value(self._doubles[name])}  # its exact value: doubles {why}"
