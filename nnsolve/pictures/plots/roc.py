"""The ROC curve of scores, with the area under it."""

from __future__ import annotations

from ...solution import Says
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the solution has the points of a curve."""
    solution, points, k = subject.solution, [], 0
    values = solution.values
    while f"FPR_{k}" in values and f"TPR_{k}" in values:
        points.append((float(values[f"FPR_{k}"]), float(values[f"TPR_{k}"])))
        k += 1
    if len(points) < 2:
        return []
    area = solution.rounding.text(values["AUC"]) if "AUC" in values else ""
    label = f"ROC, AUC = {area}" if area else "ROC"
    chance = spoken(Says("plot_chance"), str)
    lines = [
        Line(label, [x for x, _ in points], [y for _, y in points], "path"),
        Line(chance, [0.0, 1.0], [0.0, 1.0], "dashed"),
    ]
    said = spoken(Says("plot_roc_said", text=", ".join(f"({x:.4g}, {y:.4g})" for x, y in points), what=label), str)
    return [Panel(spoken(Says("plot_roc"), str), "FPR", "TPR", lines, said, square=True)]
