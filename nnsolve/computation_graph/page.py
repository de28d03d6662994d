"""The end of the page: the table of nodes, the conventions, and the check against central differences."""

from __future__ import annotations

from ..differences import check_gradients, together
from ..problem import rounding_note
from ..solution import Ref, Says, Step, Table, evaluate
from .forward import tangent_name
from .model import Graph
from .reverse import gradient_name


def nodes_table(graph: Graph, known: list[str], seeds: list[str]) -> Table:
    """A row a node: its operation, its value, its tangents, and how each output changes with it."""
    has = set(known)
    reverse = [output for output in graph.outputs if gradient_name(output, output) in has]
    columns: list = ["graph_node", "graph_operation", "graph_value"]
    columns += [Says("graph_column_tangent", name=seed) for seed in seeds]
    columns += [Says("graph_column_gradient", name=output) for output in reverse]
    rows = []
    for name in graph.names:
        row: list = [Says("name", name=name), graph.nodes.get(name) or Says("graph_given"), Ref(name)]
        row += [Ref(tangent_name(name, seed)) for seed in seeds]
        slopes = [gradient_name(output, name) for output in reverse]
        row += [Ref(slope) if slope in has else "" for slope in slopes]
        rows.append(row)
    return Table(columns, rows)


def notes(problem, shown: list[Step]) -> list[Says]:
    """What the page does with equal parts, with ∂⁺, and with digits; ``shown`` are its steps."""
    graph = problem.graph
    found = []
    if graph.shared:
        found.append(Says("graph_merged" if len(graph.shared) == 1 else "graph_merged_several", targets=graph.shared))
    if not problem.merge:
        found.append(Says("graph_unmerged"))
    if any(step.name.startswith("d+") for step in shown):
        found.append(Says("graph_direct"))
    if problem.mode == "both" and not problem.asked:
        found.append(Says("graph_both_carried" if problem.digits.carry else "graph_both"))
    return found if problem.symbolic else [*found, rounding_note(problem.digits)]


def checked(graph: Graph, given: dict, steps: list[Step]) -> Says | None:
    """What central differences say of the derivatives of every output; ``steps`` are those of the page."""
    values = evaluate(steps, given=given)
    largest = max(abs(float(values[name])) for name in graph.names)
    said = []
    for output in graph.outputs:
        slopes = {name: gradient_name(output, name) for name in graph.inputs}
        gradients = {name: slope for name, slope in slopes.items() if slope in values}
        said.append(check_gradients(steps[: len(graph.nodes)], given, output, gradients, values, largest))
    found = together(said)
    return Says("graph_kink", **found.args) if found and found.key == "checked_kink" else found
