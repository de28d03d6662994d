"""A grid of hyper-parameters: how many configurations there are, and which."""

from __future__ import annotations

from itertools import product
from math import prod

from ...formula.expr import Symbol, product_of
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Block, Column, Says, Table
from ...working import Working

MOST_NAMES = 20
MOST_LISTED = 2000
SHOWN = 40
CONFIGURATIONS, TRAININGS = Name(Role.COUNT, "configurations"), Name(Role.COUNT, "trainings")
FOLDS = Name(Role.COUNT, "folds")


def write_grid(page: Working, grid: dict[str, list[str]], folds: int | None) -> Says:
    """The product of the numbers of values, and the configurations, the last name changing fastest.

    What an exam would ask for is told.
    """
    page.section(Says("grid_title")).blocks.append(Block())
    names = [Name(Role.COUNT, "values_of", name) for name in grid]
    sizes = list(map(len, grid.values()))
    counts = [page.give(name, size, Mark("n", name.by)) for name, size in zip(names, sizes, strict=True)]
    page.rows.append(names)
    page.answer(CONFIGURATIONS, product_of(counts), Says("grid_product"))
    written = [[name, ", ".join(words)] for name, words in grid.items()]
    page.statement += [
        Says("grid_statement"),
        Table(
            [
                Column("statement_grid_name", "grid_column_statement_name"),
                Column("statement_grid_values", "grid_column_statement_values"),
            ],
            written,
        ),
    ]
    if folds:
        times = page.give(FOLDS, folds)
        page.rows.append([FOLDS])
        page.answer(TRAININGS, Symbol(CONFIGURATIONS) * times, Says("grid_folds"))
        page.statement.append(Says("grid_statement_folds", n=folds))
    total = prod(sizes)
    if total <= MOST_LISTED:
        rows = [[f"C{k}", *row] for k, row in enumerate(product(*grid.values()), 1)]
        columns = [Column("grid_number", "grid_column_number"), *[Says("grid_column", text=name) for name in grid]]
        page.block(intro=Says("grid_order", text=list(grid)[-1]), table=Table(columns, rows, longest=SHOWN))
    else:
        page.note(Says("grid_too_many", n=total))
    page.synonyms |= {"size": CONFIGURATIONS, "fits": TRAININGS}
    return Says("grid_statement_find_fits" if folds else "grid_statement_find_grid")
