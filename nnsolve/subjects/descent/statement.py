"""What an exam would print of a function that is to be minimised step by step."""

from __future__ import annotations

from ...solution import Says, Table
from .rate import Rate


def descent_statement(problem) -> list[Says | Table]:
    """The function, the iterations and the rate of gradient descent."""
    n = problem.iterations
    said = [Says("statement_descent" if n > 1 else "statement_descent_one", text=problem.function, n=n)]
    said.append(rate_says(problem.learning_rate))
    if problem.stop:
        said.append(Says("statement_stop", text=problem.stop.text))
    return said if problem.asked else [*said, Says("statement_find_descent")]


def optimiser_statement(problem) -> list[Says | Table]:
    """The function or the gradients, the optimisers with their conventions, and the rate."""
    titles = ", ".join(dict.fromkeys(course.settings.entry.title for course in problem.courses))
    steps = Says("statement_steps" if problem.count > 1 else "statement_steps_one", n=problem.count)
    about = {"optimisers": titles, "preset": problem.preset, "steps": steps}
    if problem.gradients:
        said: list[Says | Table] = [Says("statement_listed", **about), _gradients(problem)]
    else:
        said = [Says("statement_optimise", text=problem.function, **about)]
    if problem.data:
        said += [Says("statement_batches", size=problem.batch_size), _samples(problem.data)]
    if problem.learning_rate:
        said.append(rate_says(problem.learning_rate))
    return said if problem.asked else [*said, Says("statement_find_optimiser")]


def rate_says(rate: Rate) -> Says:
    """The learning rate in words."""
    if not rate.changes:
        return Says("statement_rate_is", text=rate.numbers["start"])
    if rate.listed:
        return Says("statement_rate_listed", text=", ".join(map(repr, rate.listed)))
    numbers = ", ".join(f"{key} {number!r}" for key, number in rate.numbers.items())
    return Says("statement_rate_schedule", text=f"{rate.schedule} ({numbers})")


def _gradients(problem) -> Table:
    variables = list(problem.start)
    titles = [Says("statement_gradient", name=name) for name in variables]
    rows = [[k, *(row[name] for name in variables)] for k, row in enumerate(problem.gradient_source.gradients, 1)]
    return Table(["opt_step", *titles], rows, longest=20)


def _samples(data: list[dict]) -> Table:
    columns = [Says("name", name=name) for name in data[0]]
    return Table(columns, [list(row.values()) for row in data], longest=20)
