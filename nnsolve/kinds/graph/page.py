"""The end of the page: the table of nodes, the conventions, and the check against central differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...differences import check_gradients, together
from ...formula.expr import Call, Expr, Values, calls, symbols
from ...formula.numbers import DOUBLES
from ...names import Name, Role, d
from ...reading.problem import rounding_note
from ...solution import Column, Says, Step, Table, cells, evaluate, refs
from ...subjects.graph import Graph
from .forward import tangent_name

if TYPE_CHECKING:
    from . import Problem


def nodes_table(graph: Graph, known: list[Name], seeds: list[Name]) -> Table:
    """A row a node: its operation, its value, its tangents, and how each output changes with it."""
    names, has = graph.names, set(known)
    given = Says("graph_given")
    columns: dict[Says, list] = {
        Column("graph_node", "graph_column_node"): [Says("page_name", name=name) for name in names],
        Column("graph_operation", "graph_column_operation"): [graph.nodes.get(name, given) for name in names],
        Column("graph_value", "graph_column_value"): refs(names),
    }
    for seed in seeds:
        columns[Says("graph_column_tangent", name=seed)] = refs(tangent_name(name, seed) for name in names)
    for output in graph.outputs:
        if d(output, output) in has:
            columns[Says("graph_column_gradient", name=output)] = cells([d(output, name) for name in names], has)
    return Table.of(columns, title=Says("page_table_nodes"))


def notes(problem: Problem, shown: list[Step]) -> Iterator[Says]:
    """What the page does with equal parts, with ∂⁺, and with digits; ``shown`` are its steps."""
    yield from _parts(problem)
    if any(step.name.role is Role.DIRECT for step in shown):
        yield Says("graph_direct")
    if problem.mode == "both" and not problem.asked:
        yield Says("graph_both_carried" if problem.precision.carry else "graph_both")
    if problem.symbolic and problem.written("values"):
        yield Says("graph_values_unused")
    if not problem.symbolic:
        yield rounding_note(problem.precision)


def _parts(problem: Problem) -> Iterator[Says]:
    """What is done with parts that stand several times."""
    shared = problem.graph.shared
    if shared:
        yield Says("graph_merged" if len(shared) == 1 else "graph_merged_several", targets=shared)
    if not problem.merge:
        yield Says("graph_unmerged")


def checked(graph: Graph, given: Mapping[Name, Expr], steps: list[Step]) -> Says | None:
    """What central differences say of the derivatives of every output; ``steps`` are those of the page."""
    values = evaluate(steps, given=given)
    found = _compared(graph, given, steps, values)
    # |a| at 0 has the same difference on both sides, so central differences see nothing of the corner.
    corners = [name for name in graph.inputs if name in _at_corners(graph, values)]
    if found and found.key == "page_checked_kink":
        kinks = found.args["names"]
        assert isinstance(kinks, list), "the names of kinks are listed"
        corners = list(dict.fromkeys([*kinks, *corners]))
    if not corners or (found and found.key == "page_differs"):
        return found
    return Says("graph_kink", names=corners)


def _compared(graph: Graph, given: Mapping[Name, Expr], steps: list[Step], values: dict) -> Says | None:
    """The derivatives that the page has against central differences; its first steps are the nodes."""
    forward = steps[: len(graph.nodes)]
    said = []
    for output in graph.outputs:
        gradients = {name: slope for name, slope in graph.gradients(output).items() if slope in values}
        said.append(check_gradients(forward, given, output, gradients, values))
    return together(said)


def _at_corners(graph: Graph, values: Values) -> set[Name]:
    """What leads to |a| at 0, or to the greatest or least of numbers of which two are equal."""
    found: set[Name] = set()
    for name, formula in reversed(graph.nodes.items()):
        if name in found:
            found.update(symbols(formula))
        for call in calls(formula):
            if _at_corner(call, values):
                found.update(symbols(call))
    return found


def _at_corner(call: Call, values: Values) -> bool:
    """Whether the function of a call has a corner where its arguments are."""
    if call.function.name not in ("abs", "max", "min"):
        return False
    numbers = [float(arg.evaluate(values, DOUBLES)) for arg in call.args]
    if call.function.name == "abs":
        return 0 in numbers
    return numbers.count(float(call.function.value(*numbers))) > 1
