"""The end of the page: the table of nodes, the conventions, and the check against central differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...differences import check_gradients, together
from ...formula.expr import Call, calls, symbols
from ...formula.numbers import DOUBLES
from ...names import Name, Role, d
from ...reading.problem import rounding_note
from ...solution import Ref, Says, Step, Table, evaluate
from ...subjects.graph import Graph
from .forward import tangent_name

if TYPE_CHECKING:
    from . import Problem


def nodes_table(graph: Graph, known: list[Name], seeds: list[Name]) -> Table:
    """A row a node: its operation, its value, its tangents, and how each output changes with it."""
    has = set(known)
    reverse = [output for output in graph.outputs if d(output, output) in has]
    columns: list = ["graph_node", "graph_operation", "graph_value"]
    columns += [Says("graph_column_tangent", name=seed) for seed in seeds]
    columns += [Says("graph_column_gradient", name=output) for output in reverse]
    rows = []
    for name in graph.names:
        row: list = [Says("name", name=name), graph.nodes.get(name) or Says("graph_given"), Ref(name)]
        row += [Ref(tangent_name(name, seed)) for seed in seeds]
        slopes = [d(output, name) for output in reverse]
        row += [Ref(slope) if slope in has else "" for slope in slopes]
        rows.append(row)
    return Table(columns, rows, title=Says("table_nodes"))


def notes(problem: Problem, shown: list[Step]) -> list[Says]:
    """What the page does with equal parts, with ∂⁺, and with digits; ``shown`` are its steps."""
    graph = problem.graph
    found = []
    if graph.shared:
        found.append(Says("graph_merged" if len(graph.shared) == 1 else "graph_merged_several", targets=graph.shared))
    if not problem.merge:
        found.append(Says("graph_unmerged"))
    if any(step.name.role is Role.DIRECT for step in shown):
        found.append(Says("graph_direct"))
    if problem.mode == "both" and not problem.asked:
        found.append(Says("graph_both_carried" if problem.precision.carry else "graph_both"))
    if problem.symbolic and problem.written("values"):
        found.append(Says("graph_values_unused"))
    return found if problem.symbolic else [*found, rounding_note(problem.precision)]


def checked(graph: Graph, given: dict, steps: list[Step]) -> Says | None:
    """What central differences say of the derivatives of every output; ``steps`` are those of the page."""
    values = evaluate(steps, given=given)
    said = []
    for output in graph.outputs:
        slopes = {name: d(output, name) for name in graph.inputs}
        gradients = {name: slope for name, slope in slopes.items() if slope in values}
        said.append(check_gradients(steps[: len(graph.nodes)], given, output, gradients, values))
    found = together(said)
    # |a| at 0 has the same difference on both sides, so central differences see nothing of the corner.
    corners = [name for name in graph.inputs if name in _at_corners(graph, values)]
    if found and found.key == "checked_kink":
        corners = list(dict.fromkeys([*found.args["names"], *corners]))
    if not corners or (found and found.key == "differs"):
        return found
    return Says("graph_kink", names=corners)


def _at_corners(graph: Graph, values: dict) -> set[Name]:
    """What leads to |a| at 0, or to the greatest or least of numbers of which two are equal."""
    found: set[Name] = set()
    for name, formula in reversed(graph.nodes.items()):
        if name in found:
            found.update(symbols(formula))
        for call in calls(formula):
            if _at_corner(call, values):
                found.update(symbols(call))
    return found


def _at_corner(call: Call, values: dict) -> bool:
    """Whether the function of a call has a corner where its arguments are."""
    if call.function.name not in ("abs", "max", "min"):
        return False
    numbers = [float(arg.evaluate(values, DOUBLES)) for arg in call.args]
    return 0 in numbers if call.function.name == "abs" else numbers.count(call.function.value(*numbers)) > 1
