"""What an exam would print of optimisers that are to be followed step by step."""

from __future__ import annotations

from typing import Protocol

from ...formula.expr import Expr
from ...formula.rounding import Rounding
from ...names import Name
from ...reading.problem import Notation
from ...solution import Column, Filling, Says, Table, named
from ..descent.rate import Rate
from ..descent.statement import rate_says
from .course import Course
from .gradients import FromFunction, FromList


class OptimiserProblem(Protocol):
    """A problem of one optimiser or several, once it was read."""

    command: str
    title: str
    source: str
    detail: str
    asked: list[str] | None
    notation: Notation | None
    preset: str
    function: str | None
    data: list[dict[Name, Expr]] | None
    batch_size: int | None
    start: dict[Name, Expr]
    learning_rate: Rate | None
    first: int

    @property
    def count(self) -> int:
        """The number of rounds."""

    @property
    def precision(self) -> Rounding:
        """The rounding of the page."""

    @property
    def courses(self) -> list[Course]:
        """Each optimiser on its way."""

    @property
    def gradient_source(self) -> FromFunction | FromList:
        """Where gradients come from."""


def optimiser_statement(problem: OptimiserProblem) -> list[Says | Table]:
    """The function or the gradients, the optimisers with their conventions, and the rate."""
    titles = ", ".join(dict.fromkeys(course.settings.entry.title for course in problem.courses))
    steps = Says("statement_steps", n=problem.count)
    about: dict[str, Filling] = {"optimisers": titles, "preset": problem.preset, "steps": steps}
    source = problem.gradient_source
    if isinstance(source, FromList):
        listed = _gradients(list(problem.start), source.gradients)
        said: list[Says | Table] = [Says("statement_listed", **about), listed]
    else:
        said = [Says("statement_optimise", text=problem.function, **about)]
    if problem.data:
        said += [Says("statement_batches", size=problem.batch_size), _samples(problem.data)]
    if problem.learning_rate:
        said.append(rate_says(problem.learning_rate))
    return said if problem.asked else [*said, Says("statement_find_optimiser")]


def _gradients(variables: list[Name], gradients: list[dict[Name, Expr]]) -> Table:
    """A row a step: its number, and the gradient by each parameter."""
    titles = [Says("statement_gradient", name=name) for name in variables]
    rows = []
    for number, gradient in enumerate(gradients, 1):
        rows.append([number, *map(gradient.__getitem__, variables)])
    return Table([Column("opt_step", "opt_column_step"), *titles], rows, longest=20)


def _samples(data: list[dict]) -> Table:
    """A row a sample."""
    columns = named(data[0])
    return Table(columns, [list(row.values()) for row in data], longest=20)
