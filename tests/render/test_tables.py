"""The table at the end of a page: its title says what it is, in every format."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.sheets.worksheet import worksheet
from nnsolve.words import spoken

# What stands before a title and behind it.
HEADINGS = {
    "text": ("━━ ", " ━"),
    "markdown": ("## ", "\n"),
    "latex": (r"\subsection*{", "}"),
    "typst": ('#section(none, [#"', '";])'),
    "html": ("<summary><h2>", "</h2></summary>"),
}
TITLES = {
    "lenet": "Table of layers",
    "mlp-mnist": "Table of layers",
    "vanishing-chain": "Table of layers",
    "two-two-two": "Old and new",
    "forward-4-2-2-1": None,
    "mean-squared-error": "Gradients",
    "classify-line": "The points and their classes",
    "multi-output": "The points and their net inputs",
    "logistic-exam": "The points and their classes",
    "line-exact": "Predictions and residuals",
    "descent-parabola": "Step by step",
    "adam-first-step": "Step by step",
    "sigmoid-values": "Table of values",
    "graph-e": "Table of nodes",
    "losses": "Term by term",
    "metrics": "The measures",
    "metrics-report": "Class by class",
    "softmax-three": "Class by class",
    "softmax-seven": "Row by row",
    "one-hot-colours": "Row by row",
    "normalise-batch": "Row by row",
}


@pytest.mark.parametrize("format", HEADINGS)
@pytest.mark.parametrize("name", TITLES)
def test_the_title_says_what_the_table_is(name, format):
    """One heading above the table, the same in every format, and no other page's heading."""
    (problem,) = nnsolve.load(name)
    page = nnsolve.render(nnsolve.solve(problem), format)
    before, after = HEADINGS[format]
    said = TITLES[name]
    found = {title for title in TITLES.values() if title and f"{before}{title}{after}" in page}
    assert found == ({said} if said else set())


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_table_at_the_end_has_a_title(name):
    """None is without one, and only what has old and new values is called so."""
    for problem in nnsolve.load(name):
        solution = nnsolve.solve(problem)
        for each in (solution, *(part.solution for part in solution.parts)):
            if each.table:
                old = spoken(each.table.title, str) == "Old and new"
                assert old == ({"old", "new"} <= set(each.table.keys()))


def test_a_sheet_with_steps_names_its_table():
    """The table that is to be filled in has the title that the key's has."""
    (problem,) = nnsolve.load("lenet")
    page = nnsolve.render(worksheet(nnsolve.solve(problem), True), "text")
    assert "Table of layers" in page
