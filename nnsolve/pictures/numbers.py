"""What is said on a picture about the names of a problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..formula.expr import Expr, Symbol
from .run_notation import RunNotation
from .text import Run, Runs, plain

if TYPE_CHECKING:
    from ..formula.marks import Names
    from .subject import Subject


class Numbers:
    """Labels about the names of a problem: marks, given numbers as their author wrote them, values of a solution."""

    def __init__(self, subject: Subject, names: Names, given: dict[str, Expr], solved: bool):
        self.notation = RunNotation(names)
        self.given = given
        self.values: dict[str, object] = {}  # of the steps, where they are numbers
        self.printed: Mapping[str, Expr] = {}
        if solved and not subject.solution.symbolic:
            from ..page.lines import Shown

            solution = subject.solution
            self.printed = Shown(solution)
            self.values = {step.name: solution.values.get(step.name) for step in solution.steps}

    def name(self, name: str) -> Runs:
        """The printed mark of a name."""
        return self.notation.name(name)

    def unit(self, name: str) -> Runs:
        """A neuron's name with its number below: h₁."""
        if not name.rstrip("0123456789") or name in self.notation.names.exact:
            return plain(name, 30)
        return self.notation.name(name)

    def number(self, expr: Expr) -> Runs:
        """A given number as it was written."""
        return self.notation.write(expr)

    def is_given(self, name: str) -> Runs:
        """``w₁ = 0.15``, or the name alone where it has no number."""
        number = self.given.get(name)
        if number is None:
            return self.name(name)
        if isinstance(number, Symbol):  # of a problem in symbols
            return self.number(number)
        return (*self.name(name), Run(" = "), *self.number(number))

    def value(self, name: str) -> Runs | None:
        """``net_h1 = 0.3775`` for a step of the solution; None where it has none, or none that is one number."""
        if not scalar(self.values.get(name)):
            return None
        return (*self.name(name), Run(" = "), *self.notation.write(self.printed[name]))


def scalar(value: object) -> bool:
    """Whether a value is one number."""
    return value is not None and not isinstance(value, (list, str)) and not hasattr(value, "shape")
