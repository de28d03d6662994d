"""The data of a regression with one feature, and what the fitted model predicts for them."""

from __future__ import annotations

from ...solution import Says
from ...words import spoken
from ..subject import Subject
from .panels import Panel, line_of
from .tables import keys_of, known_points


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the table of predictions holds one feature, its target and a prediction."""
    table = subject.solution.table
    if table is None or not table.rows or "regression_row" not in keys_of(table):
        return []
    keys = keys_of(table)
    if keys[3:4] not in (["regression_predicted"], ["regression_p"]):
        return []
    x, y = keys[1:3]
    rows = sorted(known_points(subject.solution, table, keys[1:4]))
    if len(rows) < 2:
        return []
    data, model = spoken(Says("plot_data"), str), spoken(Says("plot_model"), str)
    lines = [line_of(data, [row[:2] for row in rows], "dots"), line_of(model, [row[::2] for row in rows])]
    title = spoken(Says("plot_fit"), str)
    return [Panel(title, x, y, lines, spoken(Says("plot_fit_said", n=len(rows), x=x, y=y), str))]
