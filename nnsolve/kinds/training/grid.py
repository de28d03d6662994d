"""A grid of hyper-parameters: how many configurations there are, and which."""

from __future__ import annotations

from itertools import product

from ...formula.expr import Symbol, product_of
from ...names import Name, Role
from ...solution import Block, Says, Section, Table
from .part import Part

MOST_NAMES = 20
MOST_LISTED = 2000
SHOWN = 40
CONFIGURATIONS, TRAININGS = Name(Role.COUNT, "configurations"), Name(Role.COUNT, "trainings")
FOLDS = Name(Role.COUNT, "folds")


def grid_part(grid: dict[str, list[str]], folds: int | None) -> Part:
    """The product of the numbers of values, and the configurations, the last name changing fastest."""
    part = Part()
    counts = [part.give(Name(Role.COUNT, "values_of", name), len(values), "n", name) for name, values in grid.items()]
    part.rows = [list(part.given)]
    steps = [part.answer(CONFIGURATIONS, product_of(counts), Says("grid_product"))]
    if folds:
        times = part.give(FOLDS, folds)
        part.rows.append([FOLDS])
        steps.append(part.answer(TRAININGS, Symbol(CONFIGURATIONS) * times, Says("grid_folds")))
    blocks = [Block(None, steps)]
    total = 1
    for values in grid.values():
        total *= len(values)
    if total <= MOST_LISTED:
        rows = [[f"C{k}", *row] for k, row in enumerate(product(*grid.values()), 1)]
        columns = ["grid_number", *[Says("grid_column", text=name) for name in grid]]
        blocks.append(
            Block(None, [], Says("grid_order", text=list(grid)[-1]), None, Table(columns, rows, longest=SHOWN))
        )
    else:
        part.notes.append(Says("grid_too_many", n=total))
    part.sections = [Section(Says("grid_title"), blocks)]
    part.synonyms = {"size": CONFIGURATIONS, "fits": TRAININGS}
    written = [[name, ", ".join(words)] for name, words in grid.items()]
    part.statement = [Says("statement_grid"), Table(["statement_grid_name", "statement_grid_values"], written)]
    if folds:
        part.statement.append(Says("statement_folds", n=folds))
    part.wanted = [Says("statement_find_fits" if folds else "statement_find_grid")]
    return part
