"""Every name that a solution holds, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from nnsolve.formula.arrays import Entry
from nnsolve.formula.expr import Expr, Symbol
from nnsolve.names import Name
from nnsolve.solution import Ref, Solution, Table


def names_of(solution: Solution) -> Iterator[tuple[str, str]]:
    """Where a name stands, and the name, of all parts."""
    for place in ("given", "asked", "reported", "results"):
        yield from ((place, name) for name in getattr(solution, place))
    yield from (("row", name) for row in solution.given_rows for name in row)
    blocks = [block for section in solution.sections for block in section.blocks]
    for block in blocks:
        yield from [("goal", block.goal)] if block.goal else []
        for step in block.steps:
            yield "step", step.name
            yield from _in_formula(step.formula)
    for table in [solution.table, *(block.table for block in blocks)]:
        yield from _in_table(table) if table else ()
    for part in solution.parts:
        yield from names_of(part.solution)


def _in_table(table: Table) -> Iterator[tuple[str, str]]:
    for cell in (cell for row in table.rows for cell in row):
        if isinstance(cell, Ref):
            yield "cell", cell.name
        elif isinstance(cell, Expr):
            yield from _in_formula(cell)


def _in_formula(formula: Expr) -> Iterator[tuple[str, str]]:
    stack = [formula]
    while stack:
        node = stack.pop()
        stack.extend(node.parts())
        if isinstance(node, Symbol):
            yield "symbol", node.name
        elif isinstance(node, Entry):
            yield "entry", node.array


def parts(name: Name):
    """What a name carries, down to the names inside."""
    of = parts(name.of) if type(name.of) is Name else name.of
    by = parts(name.by) if type(name.by) is Name else name.by
    return name.role, of, by, name.at, name.indices


def check_names(solution):
    """Every name is a Name, one spelling is one name, and the spelling is read as that name."""
    found: dict[str, Name] = {}
    for where, name in names_of(solution):
        assert type(name) is Name, (where, name)
        assert name.of.strip(), name
        assert parts(found.setdefault(str(name), name)) == parts(name), (where, name)
