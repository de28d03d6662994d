"""What a picture is of: a problem, and its solution where numbers are wanted."""

from __future__ import annotations

from functools import cached_property

from ..solution import Solution


class Subject:
    """A problem, and its solution as soon as something asks for it."""

    def __init__(self, of):
        self._solution = of if isinstance(of, Solution) else None
        self.problem = of.problem if isinstance(of, Solution) else of

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
        if self._solution is not None:
            return self._solution
        from ..reading.load import solve

        return solve(self.problem)
