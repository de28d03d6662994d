"""Reverse mode: the gradient of an output by every name, from the output back to the inputs."""

from __future__ import annotations

from ...formula.derive import Backward
from ...formula.expr import ONE, ZERO, Call, Expr, Neg, Sub, Symbol, calls
from ...formula.functions import slope_note
from ...names import Name, d
from ...solution import Block, Says, Section, Step
from ...subjects.graph import Graph
from .split import holds_names


class _Adjoints(Backward):
    """Each gradient by those of the nodes that use the name: ∂e/∂a = ∂e/∂c × ∂c/∂a."""

    longest_chain = 0
    distinct = True


def edges_section(graph: Graph) -> Section:
    """The derivative on each edge, a block a node."""
    blocks, told = [], set()
    for name, formula in graph.nodes.items():
        steps = []
        for edge in graph.edges_into(name):
            why = _why(edge.slope, formula)
            steps.append(Step(edge.name, edge.slope, Says(why) if why and (name, why) not in told else None))
            told.add((name, why))
        blocks += [Block(None, steps)] if steps else []
    blocks[0].intro = Says("graph_edges_intro")
    return Section(Says("graph_edges"), blocks)


# The rule by which an operation is differentiated.
_RULES = {"Add": "graph_rule_sum", "Mul": "graph_rule_product", "Div": "graph_rule_quotient", "Pow": "graph_rule_power"}


# The functions whose derivative is a rule of its own; the words of other functions stand with their slopes.
_FUNCTION_RULES = ("exp", "ln", "sqrt", "sin", "cos", "tan", "tanh", "sigmoid")


def _why(slope: Expr, formula: Expr) -> str:
    if slope is ZERO:
        return "graph_flat"
    note = _note(slope)
    if note or not all(isinstance(part, Symbol) or not holds_names(part) for part in formula.parts()):
        return note  # several operations in one node: no single rule explains its slopes
    if isinstance(formula, Call) and formula.function.name in _FUNCTION_RULES:
        return f"graph_rule_{formula.function.name}"
    if isinstance(formula, Sub):
        return "graph_rule_difference" if isinstance(slope, Neg) else "graph_rule_sum"
    return _RULES.get(type(formula).__name__, "")


def _note(formula: Expr) -> str:
    """The convention named by a function of a derivative, such as the first of equals of a maximum."""
    signs = any(call.function.name == "sign" for call in calls(formula))
    return slope_note(formula) or ("absolute_error" if signs else "")


def reverse_section(graph: Graph, output: Name) -> Section:
    """The gradients of one output, the last nodes first; those that an edge gives already are named."""
    steps = [Step(d(output, output), ONE, Says("graph_seed"))]
    edges = {edge.name for edge in graph.edges}

    def write(name: Name, formula: Expr, role: str, of: tuple[str, ...]):
        if role != "local" and name not in edges:
            steps.append(Step(name, formula, _adds_up(of) if role == "paths" else None))

    slopes = {name: d(output, name) for name in graph.names if name != output}
    backward = _Adjoints(list(graph.nodes.items()), output, write, alias=slopes, named=graph.edge_name)
    reached = graph.leading_to(output)
    for name in [*reached, *(name for name in graph.inputs if name not in reached)]:
        backward.gradient(name)
    written = {step.name for step in steps}
    on_edges = [d(output, name) for name in graph.names if name in reached]
    on_edges = [slope for slope in on_edges if slope not in written]
    intro = Says("graph_reverse_known", targets=on_edges) if on_edges else None
    return Section(Says("graph_reverse", name=output), [Block(None, steps, intro)])


def _adds_up(of: tuple[str, ...]) -> Says:
    name, *users = of
    return Says("graph_adds_up", name=name, targets=users) if users else Says("graph_no_path", name=name)
