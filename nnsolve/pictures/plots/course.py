"""The course of a training: the error over epochs, iterations or steps, as the solution's table holds it."""

from __future__ import annotations

from ...names import Name, named
from ...solution import Says
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel, thinned
from .tables import column, keys_of, table_of

# Of each kind: the first column of the table, the column of what is plotted, and the words for both axes.
COURSES = {
    "backprop": ("epoch", "average_loss", "epochs", "loss"),
    "linear-sgd": ("epoch", "average_loss", "epochs", "loss"),
    "perceptron": ("epoch", "perceptron_errors", "epochs", "errors"),
    "regression": ("regression_state", "regression_loss", "iteration", "whole_loss"),
    "gradient-descent": ("gd_iteration", "", "iteration", ""),
    "optimizer": ("opt_step", "", "step", ""),
}


def panels(subject: Subject) -> list[Panel]:
    """One panel, or none where fewer than two points are known."""
    solution = subject.solution
    first, key, x, y = COURSES[subject.kind]
    table = table_of(solution, first)
    if table is None:
        return []
    name = y and spoken(Says(f"plot_{y}"), str)
    keys = [key] if key in keys_of(table) else []
    if not key:
        objective = objective_of(subject)
        name = objective.name if objective else ""
        keys = [each for each in keys_of(table)[1:] if objective and named(each).bare == name]
    lines = []
    for each in keys:
        label = title_of(subject, each.at.run if isinstance(each, Name) else "") or name
        pairs = zip(column(solution, table, first), column(solution, table, each), strict=True)
        points = [(at, value) for at, value in pairs if at is not None and value is not None]
        if len(points) > 1:
            points = thinned(points)
            lines.append(Line(label, [at for at, _ in points], [value for _, value in points]))
    if not lines:
        return []
    ends = "; ".join(f"{line.label}: {line.ys[0]:.6g} → {line.ys[-1]:.6g}" for line in lines)
    x = spoken(Says(f"plot_{x}"), str)
    title = spoken(Says("plot_over", what=name, over=x), str)
    return [Panel(title, x, name, lines, f"{title}: {ends}.", whole=True)]


def objective_of(subject: Subject):
    """The function that is minimised; None where only gradients are given."""
    problem = subject.problem
    return getattr(problem, "objective", None) or getattr(problem.gradient_source, "objective", None)


def title_of(subject: Subject, run: str) -> str:
    """The title of an optimiser among several; '' of one alone."""
    courses = getattr(subject.problem, "courses", ())
    return next((course.title for course in courses if run and course.settings.run == run), run)
