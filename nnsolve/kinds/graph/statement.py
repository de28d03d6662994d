"""What an exam would print of a computational graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem


def graph_statement(problem: Problem) -> list[Says | Table]:
    """The expression or its nodes, and what is to be found."""
    said: list[Says | Table] = []
    if problem.nodes is not None:
        rows = [[Says("name", name=name), node.text] for name, node in problem.nodes.items()]
        said += [Says("statement_graph_nodes"), Table(["graph_node", "graph_formula"], rows)]
    if problem.expression is not None:
        said.append(Says("statement_graph_expression", text=problem.expression.strip()))
    if problem.elementary:
        said.append(Says("statement_graph_elementary"))
    if problem.symbolic:
        said.append(Says("statement_graph_symbolic"))
    if not problem.asked:
        said.append(Says(f"statement_find_graph_{problem.mode}", targets=problem.graph.outputs))
    return said
