"""What an exam would print of a computational graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Column, Says, Table

if TYPE_CHECKING:
    from . import Problem


# What is asked for, by mode.
_FIND = {
    "reverse": "graph_statement_find_reverse",
    "forward": "graph_statement_find_forward",
    "both": "graph_statement_find_both",
}


def graph_statement(problem: Problem) -> list[Says | Table]:
    """The expression or its nodes, and what is to be found."""
    said: list[Says | Table] = []
    if problem.nodes is not None:
        rows = [[Says("page_name", name=name), node.text] for name, node in problem.nodes.items()]
        said += [
            Says("graph_statement_nodes"),
            Table([Column("graph_node", "graph_column_node"), Column("graph_formula", "graph_column_formula")], rows),
        ]
    if problem.expression is not None:
        said.append(Says("graph_statement_expression", text=problem.expression.strip()))
    if problem.elementary:
        said.append(Says("graph_statement_elementary"))
    if problem.symbolic:
        said.append(Says("graph_statement_symbolic"))
    if not problem.asked:
        said.append(Says(_FIND[problem.mode], targets=problem.graph.outputs))
    return said
