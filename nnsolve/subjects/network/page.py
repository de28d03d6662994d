"""What all pages about a network begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Symbol
from ...names import Name
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
    page.known = lambda: spoken_of(page)
    return page


def spoken_of(page: Working) -> tuple[list[Name], list[Name]]:
    """The results that are written and what is given, of very many those that the entries of ``asked:`` may mean."""
    from .asked import fitting  # only where something is asked for

    results, given = page.named()
    texts, printed = page.problem.asked or (), page.names
    return fitting(results, texts, printed), fitting(given, texts, printed)


def give(page: Working, problem: NetworkProblem):
    """The numbers of a problem with one sample; a name instead of a number gives none."""
    page.given |= {name: number for name, number in problem.given().items() if not isinstance(number, Symbol)}
    for row in problem.given_rows():
        page.rows.append([name for name in row if name in page.given])
