"""The values, and forward mode: the tangents ẋ that walk with the values from one input to the outputs."""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Mul, Symbol, total_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, d
from ...solution import Says
from ...subjects.graph import Graph
from ...working import Working

FORWARD = Name(Role.COUNT, "forward_multiplications")
REVERSE = Name(Role.COUNT, "reverse_multiplications")


def write_values(page: Working, graph: Graph) -> None:
    """Every node in the order of computing."""
    page.section(Says("page_forward_pass"))
    page.block()
    for name, formula in graph.nodes.items():
        page.step(name, formula)


def tangent_name(name: Name, seed: Name) -> Name:
    """The name of the step that holds the tangent of ``name`` when the input ``seed`` changes at rate 1."""
    return Name(Role.TANGENT, name, seed)


def tangent_marks(graph: Graph, seeds: list[Name]) -> dict[Name, Mark]:
    """Tangents are printed with a dot; the section says which input moves."""
    return {tangent_name(name, seed): graph.dotted(name) for seed in seeds for name in graph.names}


def write_forward(page: Working, graph: Graph, seed: Name, known: set[Name]) -> None:
    """The tangent of every input and node; then the derivatives that ``known`` does not hold yet."""
    page.section(Says("graph_forward", name=seed))
    page.block(intro=Says("graph_forward_intro", name=seed))
    for name in graph.inputs:
        if name == seed:
            page.step(tangent_name(name, seed), ONE, Says("graph_seed"))
        else:
            page.step(tangent_name(name, seed), ZERO, Says("graph_still"))
    for name in graph.nodes:
        terms = [Mul((Symbol(edge.name), Symbol(tangent_name(edge.lower, seed)))) for edge in graph.edges_into(name)]
        page.step(tangent_name(name, seed), total_of(terms))
    for output in graph.outputs:
        if d(output, seed) not in known:
            page.step(d(output, seed), Symbol(tangent_name(output, seed)))


def write_work(page: Working, graph: Graph, seeds: list[Name], symbolic: bool) -> None:
    """How often an edge is multiplied by in both directions."""
    edges = len(graph.edges)
    page.section(Says("graph_work"))
    page.block(intro=Says("graph_work_intro", n=edges))
    rows = [
        (FORWARD, len(seeds), "graph_work_forward"),
        (REVERSE, len(graph.outputs), "graph_work_reverse"),
    ]
    for name, passes, key in rows:
        formula = whole(passes * edges) if symbolic else Mul((whole(passes), whole(edges)))
        page.step(name, formula, Says(key, n=passes))


WORK_MARKS = {FORWARD: Mark("forward"), REVERSE: Mark("reverse")}
