"""Reverse mode: the gradient of an output by every name, from the output back to the inputs."""

from __future__ import annotations

from ...formula.derive import Backward
from ...formula.expr import ONE, ZERO, Call, Expr, Neg, Sub, Symbol, calls
from ...formula.functions import slope_note
from ...names import Name, d
from ...solution import Block, Says, names_of
from ...subjects.graph import Edge, Graph
from ...working import Working
from .split import holds_names


class _Adjoints(Backward):
    """Each gradient by those of the nodes that use the name: ∂e/∂a = ∂e/∂c × ∂c/∂a."""

    longest_chain = 0
    distinct = True


def write_edges(page: Working, graph: Graph) -> None:
    """The derivative on each edge, a block a node."""
    section = page.section(Says("graph_edges"))
    for name, formula in graph.nodes.items():
        page.block()
        _write_slopes(page, formula, graph.edges_into(name))
    section.blocks[0].intro = Says("graph_edges_intro")


def _write_slopes(page: Working, formula: Expr, edges: list[Edge]) -> None:
    """The derivatives of one node; each rule is named once."""
    told = {""}
    for edge in edges:
        why = _why(edge.slope, formula)
        page.step(edge.name, edge.slope, None if why in told else Says(why))
        told.add(why)


# The rule by which an operation is differentiated.
_RULES = {"Add": "graph_rule_sum", "Mul": "graph_rule_product", "Div": "graph_rule_quotient", "Pow": "graph_rule_power"}


# The functions whose derivative is a rule of its own; the words of other functions stand with their slopes.
_FUNCTION_RULES = {
    "exp": "graph_rule_exp",
    "ln": "graph_rule_ln",
    "sqrt": "graph_rule_sqrt",
    "sin": "graph_rule_sin",
    "cos": "graph_rule_cos",
    "tan": "graph_rule_tan",
    "tanh": "graph_rule_tanh",
    "sigmoid": "graph_rule_sigmoid",
}


def _why(slope: Expr, formula: Expr) -> str:
    if slope is ZERO:
        return "graph_flat"
    note = _note(slope)
    if note or not _single(formula):
        return note
    if isinstance(formula, Call) and formula.function.name in _FUNCTION_RULES:
        return _FUNCTION_RULES[formula.function.name]
    if isinstance(formula, Sub):
        return "graph_rule_difference" if isinstance(slope, Neg) else "graph_rule_sum"
    return _RULES.get(type(formula).__name__, "")


def _single(formula: Expr) -> bool:
    """Whether a node is one operation; of several no single rule explains its slopes."""
    return not any(holds_names(part) for part in formula.parts() if not isinstance(part, Symbol))


def _note(formula: Expr) -> str:
    """The convention named by a function of a derivative, such as the first of equals of a maximum."""
    signs = any(call.function.name == "sign" for call in calls(formula))
    return slope_note(formula) or ("network_absolute_error" if signs else "")


def write_reverse(page: Working, graph: Graph, output: Name) -> None:
    """The gradients of one output, the last nodes first; those that an edge gives already are named."""
    page.section(Says("graph_reverse", name=output))
    block = page.block()
    page.step(d(output, output), ONE, Says("graph_seed"))
    edges = {edge.name for edge in graph.edges}

    def write(name: Name, formula: Expr, role: str, of: tuple[str, ...]) -> None:
        if role != "local" and name not in edges:
            page.step(name, formula, _adds_up(of) if role == "paths" else None)

    slopes = {name: d(output, name) for name in graph.names if name != output}
    backward = _Adjoints(list(graph.nodes.items()), output, write, alias=slopes, named=graph.edge_name)
    reached = graph.leading_to(output)
    for name in dict.fromkeys([*reached, *graph.inputs]):
        backward.gradient(name)
    block.intro = Says("graph_reverse_known", targets=_on_edges(graph, output, block))


def _on_edges(graph: Graph, output: Name, block: Block) -> list[Name]:
    """The gradients that have no step in the block of an output, as an edge gives them: at least that of the last node
    before it, from which no other path leads there.
    """
    written, reached = names_of(block.steps), graph.leading_to(output)
    slopes = [d(output, name) for name in graph.names if name in reached]
    return [slope for slope in slopes if slope not in written]


def _adds_up(of: tuple[str, ...]) -> Says:
    name, *users = of
    return Says("graph_adds_up", name=name, targets=users) if users else Says("graph_no_path", name=name)
