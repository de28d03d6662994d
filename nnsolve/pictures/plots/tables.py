"""The columns of a solution's tables as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...formula.expr import Expr
from ...reading.schema import constant
from ...solution import Ref, Solution, Table


def tables(solution: Solution) -> list[Table]:
    """Every table of a solution."""
    found = []
    for section in solution.sections:
        found += [block.table for block in section.blocks]
    return list(filter(None, [*found, solution.table]))


def table_of(solution: Solution, first: str) -> Table | None:
    """The table whose first column has this key."""
    for table in tables(solution):
        if table.keys()[:1] == [first]:
            return table
    return None


def keys_of(table: Table) -> list[str]:
    """The names of the columns."""
    return list(table.keys())


def known_points(solution: Solution, table: Table, keys: Sequence[str]) -> list[tuple[float, ...]]:
    """The rows in which these columns all hold numbers."""
    places = list(map(table.keys().index, keys))
    rows = [numbers_at(solution, row, places) for row in table.rows]
    return [tuple(row) for row in rows if row is not None]


def numbers_at(solution: Solution, row: list, places: Iterable[int]) -> list[float] | None:
    """The numbers at some places of a row; None where one of them holds none."""
    found = []
    for place in places:
        value = _number(solution, row, place)
        if value is None:
            return None
        found.append(value)
    return found


def _number(solution: Solution, row: list, place: int) -> float | None:
    """A cell of a row as a double; None where it is no number, or the row ends before it."""
    try:
        cell = row[place]
        if isinstance(cell, Ref):
            return float(cell.of(solution.values))
        return constant(cell) if isinstance(cell, Expr) else float(cell)
    except (TypeError, ValueError, LookupError, ArithmeticError):
        return None
