"""The data of a regression with one feature, and what the fitted model predicts for them."""

from __future__ import annotations

from ...solution import Says
from ...words import spoken
from ..subject import Subject
from .panels import Line, Panel
from .tables import column, keys_of


def panels(subject: Subject) -> list[Panel]:
    """One panel, where the table of predictions holds one feature, its target and a prediction."""
    solution = subject.solution
    table = solution.table
    if table is None or not table.rows or "regression_row" not in keys_of(table):
        return []
    keys = keys_of(table)
    shown = next((key for key in ("regression_predicted", "regression_p") if key in keys), None)
    if shown is None or keys.index(shown) != 3:
        return []
    x, y = keys[1:3]
    columns = zip(*(column(solution, table, key) for key in (x, y, shown)), strict=True)
    rows = sorted(row for row in columns if None not in row)
    if len(rows) < 2:
        return []
    data, model = spoken(Says("plot_data"), str), spoken(Says("plot_model"), str)
    lines = [
        Line(data, [row[0] for row in rows], [row[1] for row in rows], "dots"),
        Line(model, [row[0] for row in rows], [row[2] for row in rows]),
    ]
    title = spoken(Says("plot_fit"), str)
    return [Panel(title, x, y, lines, spoken(Says("plot_fit_said", n=len(rows), x=x, y=y), str))]
