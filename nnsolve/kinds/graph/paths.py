"""The sum over paths: every way from an input to an output, and the product of the derivatives along it."""

from __future__ import annotations

from itertools import islice

from ...formula.expr import Expr, Symbol, product_of
from ...names import Name, Role, d
from ...solution import Block, Ref, Says, Section, Step, Table
from ...subjects.graph import Edge, Graph

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


def _product(path: list[Edge]):
    return product_of([Symbol(edge.name) for edge in reversed(path)])


def paths_section(graph: Graph, output: Name, symbolic: bool) -> Section:
    """A row a path, and the sum of the paths of every input; only their number where there are too many."""
    ways = graph.ways(output)
    title = Says("graph_paths", name=output)
    if not listed(graph, output):
        rows = [[Says("name", name=name), ways[name]] for name in graph.inputs]
        table = Table(["graph_input", "graph_ways"], rows)
        return Section(title, [Block(None, [], Says("graph_paths_many"), table=table)])
    counts = [ways[name] for name in graph.inputs]
    if max(counts) < 2:
        key = "graph_paths_single" if all(counts) else "graph_paths_at_most_one"
        return Section(title, [Block(None, [], Says(key, name=output))])
    found = {name: list(graph.paths(output, name)) for name in graph.inputs}
    return Section(title, [Block(None, [], Says("graph_paths_intro"), table=_table(found, output, symbolic))])


def _table(found: dict[Name, list], output: Name, symbolic: bool) -> Table:
    """A row a path with its product and value, and below several of an input their sum."""
    longest = max(max(map(len, paths), default=0) for paths in found.values())
    columns = ["graph_walk"]
    if longest <= LONGEST_PRODUCT:
        columns.append("graph_product")
    if not symbolic:
        columns.append("graph_value")
    rows = []
    number = 0

    def add(first: Says, product: Expr, value: Name):
        cells = {"graph_walk": first, "graph_product": product, "graph_value": Ref(value)}
        rows.append([cells[column] for column in columns])

    for name, paths in found.items():
        for path in paths:
            number += 1
            add(_walk(path), _product(path), path_name(output, number))
        if len(paths) > 1:
            add(Says("graph_sum", name=name), Symbol(d(output, name)), d(output, name))
    return Table(columns, rows)


def _walk(path: list[Edge]) -> Says:
    """a → c → e as nested sentences, so that each name is printed as on the rest of the page."""
    walk = Says("name", name=path[0].lower)
    for edge in path:
        walk = Says("graph_arrow", before=walk, name=edge.upper)
    return walk
