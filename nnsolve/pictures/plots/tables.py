"""The columns of a solution's tables as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ...formula.expr import Expr
from ...reading.schema import constant
from ...solution import Ref, Solution, Table


def tables(solution: Solution) -> list[Table]:
    """Every table of a solution."""
    inner = [block.table for section in solution.sections for block in section.blocks if block.table]
    return [*inner, *([solution.table] if solution.table else [])]


def table_of(solution: Solution, first: str) -> Table | None:
    """The table whose first column has this key."""
    return next((table for table in tables(solution) if table.columns and table.keys()[0] == first), None)


def keys_of(table: Table) -> list[str]:
    """The names of the columns."""
    return list(table.keys())


def known_points(solution: Solution, table: Table, keys: Sequence[str]) -> list[tuple[float, ...]]:
    """The rows in which these columns all hold numbers."""
    places = [table.keys().index(key) for key in keys]
    points = []
    for row in table.rows:
        point = [_at(solution, row, place) for place in places]
        if None not in point:
            points.append(tuple(point))
    return points


def column(solution: Solution, table: Table, key: str) -> list[float | None]:
    """A column as doubles; None where a cell is no number."""
    place = table.keys().index(key)
    return [_at(solution, row, place) for row in table.rows]


def _at(solution: Solution, row: list, place: int) -> float | None:
    """A cell of a row as a double; None where it has no such cell."""
    return number(solution, row[place]) if place < len(row) else None


def number(solution: Solution, cell) -> float | None:
    """A cell as a double."""
    try:
        if isinstance(cell, Ref):
            return float(cell.of(solution.values))
        return constant(cell) if isinstance(cell, Expr) else float(cell)
    except (TypeError, ValueError, KeyError, ArithmeticError):
        return None
