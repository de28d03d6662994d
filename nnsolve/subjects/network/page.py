"""What all pages about a network begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Symbol
from ...working import Working
from .statement import statement

if TYPE_CHECKING:
    from .problem import NetworkProblem


def opened(problem: NetworkProblem) -> Working:
    """A page about the network of a problem on which no number and no step stands yet."""
    page, printed = Working(problem), problem.names()
    page.stems, page.marks, page.places, page.target = printed.stems, printed.exact, printed.places, printed.target
    page.subtitle = problem.error.shown if problem.error else ""
    page.symbolic = problem.symbolic
    page.statement = statement(problem)
    page.many = True
    return page


def give(page: Working, problem: NetworkProblem):
    """The numbers of a problem with one sample; a name instead of a number gives none."""
    page.given |= {name: number for name, number in problem.given().items() if not isinstance(number, Symbol)}
    for row in problem.given_rows():
        page.rows.append([name for name in row if name in page.given])
