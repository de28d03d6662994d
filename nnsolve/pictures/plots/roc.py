"""The ROC curve of scores, with the area under it."""

from __future__ import annotations

from ...names import Name, Role
from ...solution import Says, Values
from ...words import spoken
from ..subject import Subject
from .panels import Panel, line_of

_AREA = Name(Role.RESULT, "AUC")


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the solution has the points of a curve."""
    solution, values = subject.solution, subject.solution.values
    points = list(zip(_rates(values, "FPR"), _rates(values, "TPR"), strict=False))
    if len(points) < 2:
        return []
    area = solution.rounding.text(values[_AREA]) if _AREA in values else ""
    label = f"ROC, AUC = {area}" if area else "ROC"
    chance = spoken(Says("plot_chance"), str)
    lines = [line_of(label, points, "path"), line_of(chance, [(0.0, 0.0), (1.0, 1.0)], "dashed")]
    told = [f"({x:.4g}, {y:.4g})" for x, y in points]
    said = spoken(Says("plot_roc_said", text=", ".join(told), what=label), str)
    return [Panel(spoken(Says("plot_roc"), str), "FPR", "TPR", lines, said, square=True)]


def _rates(values: Values, word: str) -> list[float]:
    """A rate at all thresholds, from the first that stands on the page."""
    found: list[float] = []
    while (name := Name(Role.RESULT, word, str(len(found)))) in values:
        found.append(float(values[name]))
    return found
