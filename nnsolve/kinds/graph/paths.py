"""The sum over paths: every way from an input to an output, and the product of the derivatives along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, islice

from ...formula.expr import Expr, Symbol, product_of
from ...names import Name, Role, d
from ...solution import Column, Ref, Says, Step, Table
from ...subjects.graph import Edge, Graph
from ...working import Working

# More paths than this are counted and not listed.
MOST_PATHS = 24
# The product of a longer path is not written beside it.
LONGEST_PRODUCT = 3


def listed(graph: Graph, output: Name) -> bool:
    """Whether the paths to an output are few enough for a page."""
    return sum(graph.ways(output)[name] for name in graph.inputs) <= MOST_PATHS


def path_name(output: Name, number: int) -> Name:
    """The name of the product along a path: path_e_1, path_e_2, …"""
    return Name(Role.RESULT, "path", f"{output}_{number}")


def path_steps(graph: Graph, output: Name) -> list[Step]:
    """One step a path: the product of its edges."""
    found = [path for name in graph.inputs for path in islice(graph.paths(output, name), MOST_PATHS + 1)]
    return [Step(path_name(output, k), _product(path)) for k, path in enumerate(found, 1)]


def _product(path: list[Edge]) -> Expr:
    return product_of(Symbol(edge.name) for edge in reversed(path))


def write_paths(page: Working, graph: Graph, output: Name, symbolic: bool) -> None:
    """A row a path, and the sum of the paths of every input; only their number where there are too many."""
    ways = graph.ways(output)
    counts = [ways[name] for name in graph.inputs]
    page.section(Says("graph_paths", name=output))
    if not listed(graph, output):
        names = [Says("page_name", name=name) for name in graph.inputs]
        columns: dict[Says, Sequence] = {Column("graph_input", "graph_column_input"): names}
        columns[Column("graph_ways", "graph_column_ways")] = counts
        page.block(intro=Says("graph_paths_many"), table=Table.of(columns))
    elif max(counts) < 2:
        key = "graph_paths_single" if all(counts) else "graph_paths_at_most_one"
        page.block(intro=Says(key, name=output))
    else:
        found = {name: list(graph.paths(output, name)) for name in graph.inputs}
        page.block(intro=Says("graph_paths_intro"), table=_table(found, output, symbolic))


def _table(found: dict[Name, list[list[Edge]]], output: Name, symbolic: bool) -> Table:
    """A row a path with its product and value, and below several of an input their sum."""
    walks, products, values = zip(*_rows(found, output), strict=True)
    columns: dict[Says, Sequence] = {Column("graph_walk", "graph_column_walk"): walks}
    if max(len(path) for paths in found.values() for path in paths) <= LONGEST_PRODUCT:
        columns[Column("graph_product", "graph_column_product")] = products
    if not symbolic:
        columns[Column("graph_value", "graph_column_value")] = values
    return Table.of(columns)


def _rows(found: dict[Name, list[list[Edge]]], output: Name) -> Iterator[tuple[Says, Expr, Ref]]:
    numbers = count(1)
    for name, paths in found.items():
        for path in paths:
            yield _walk(path), _product(path), Ref(path_name(output, next(numbers)))
        if len(paths) > 1:
            total = d(output, name)
            yield Says("graph_sum", name=name), Symbol(total), Ref(total)


def _walk(path: list[Edge]) -> Says:
    """a → c → e as nested sentences, so that each name is printed as on the rest of the page."""
    walk = Says("page_name", name=path[0].lower)
    for edge in path:
        walk = Says("graph_arrow", before=walk, name=edge.upper)
    return walk
