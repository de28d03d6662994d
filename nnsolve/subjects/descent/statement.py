"""What an exam would print of a function that is to be minimised step by step."""

from __future__ import annotations

from typing import Protocol

from ...solution import Says, Table
from .rate import Rate
from .stop import Stop


class Descending(Protocol):
    """A problem of gradient descent on a function."""

    function: str
    iterations: int
    learning_rate: Rate
    stop: Stop | None
    asked: list[str] | None


def descent_statement(problem: Descending) -> list[Says | Table]:
    """The function, the iterations and the rate of gradient descent."""
    n = problem.iterations
    said: list[Says | Table] = [Says("statement_descent", text=problem.function, n=n)]
    said.append(rate_says(problem.learning_rate))
    if problem.stop:
        said.append(Says("statement_stop", text=problem.stop.text))
    return said if problem.asked else [*said, Says("statement_find_descent")]


def rate_says(rate: Rate) -> Says:
    """The learning rate in words."""
    if not rate.changes:
        return Says("statement_rate_is", text=rate.numbers["start"])
    if rate.listed:
        return Says("statement_rate_listed", text=", ".join(map(repr, rate.listed)))
    numbers = ", ".join(f"{key} {number!r}" for key, number in rate.numbers.items())
    return Says("statement_rate_schedule", text=f"{rate.schedule} ({numbers})")
