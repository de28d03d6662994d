"""The course of a training: the error over epochs, iterations or steps, as the solution's table holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ...names import Name, named
from ...reading.catalogue import declared
from ...solution import Says, Table
from ...words import spoken
from ..subject import Subject
from .panels import Panel, line_of, thinned
from .tables import keys_of, known_points, table_of

if TYPE_CHECKING:
    from ...subjects.descent.function import Objective


def course_of(kind: str) -> tuple[str, str, str, str]:
    """What the file of a kind declares of its course: ``COURSE = ("epoch", "average_loss", "plot_epochs", …)``.

    The first column of the table, the column of what is plotted ('' for the function that is made smaller), and the
    keys of the words for both axes.
    """
    first, key, x, y = cast("tuple[str, str, str, str]", declared(kind, "COURSE"))
    return first, key, x, y


def panels(subject: Subject) -> list[Panel]:
    """One panel, or none where fewer than two points are known."""
    solution = subject.solution
    first, key, x, y = course_of(subject.kind)
    table = table_of(solution, first)
    if table is None:
        return []
    if key:
        name, keys = spoken(Says(y), str), [key] if key in keys_of(table) else []
    else:
        name, keys = _objective(subject, table)
    lines = []
    for each in keys:
        points = known_points(solution, table, [first, each])
        if len(points) > 1:
            lines.append(line_of(_label(subject, each) or name, thinned(points)))
    if not lines:
        return []
    ends = "; ".join(f"{line.label}: {line.ys[0]:.6g} → {line.ys[-1]:.6g}" for line in lines)
    x = spoken(Says(x), str)
    title = spoken(Says("plot_over", what=name, over=x), str)
    return [Panel(title, x, name, lines, f"{title}: {ends}.", whole=True)]


def _label(subject: Subject, key: str) -> str:
    """The title of the run that a column is of; '' where there is one alone."""
    return title_of(subject, key.at.run) if isinstance(key, Name) else ""


def _objective(subject: Subject, table: Table) -> tuple[str, list[str]]:
    """The name of the function that is made smaller, and the columns of its values, one a run."""
    objective = objective_of(subject)
    if objective is None:
        return "", []
    return objective.name, [key for key in keys_of(table)[1:] if named(key).bare == objective.name]


def objective_of(subject: Subject) -> Objective | None:
    """The function that is minimised; None where only gradients are given."""
    problem = subject.problem
    return getattr(problem, "objective", None) or getattr(problem.gradient_source, "objective", None)


def title_of(subject: Subject, run: str) -> str:
    """The title of an optimiser among several; '' of one alone."""
    if not run:
        return ""
    titles = {course.settings.run: course.title for course in getattr(subject.problem, "courses", ())}
    return titles.get(run, run)
