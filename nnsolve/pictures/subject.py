"""What a picture is of: a problem, and its solution where numbers are wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..solution import Solution

if TYPE_CHECKING:
    from ..reading.problem import CommonProblem


class Subject:
    """A problem, and its solution as soon as something asks for it."""

    def __init__(self, of: CommonProblem | Solution):
        self.of = of

    @property
    def problem(self) -> Any:
        """The problem, a record of its own kind; None for a solution that is no problem's."""
        if isinstance(self.of, Solution):
            return self.of.problem
        return self.of

    @property
    def kind(self) -> str:
        """The kind by which the problem was read; '' for a solution that is no problem's."""
        return self.problem.command if self.problem is not None else ""

    @property
    def title(self) -> str:
        """The problem's title."""
        return self.problem.title

    @cached_property
    def solution(self) -> Solution:
        """The worked solution; raises what ``nnsolve.solve`` raises."""
        if isinstance(self.of, Solution):
            return self.of
        from ..reading.load import solve

        return solve(self.problem)
