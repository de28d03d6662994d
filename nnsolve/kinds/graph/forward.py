"""The values, and forward mode: the tangents ẋ that walk with the values from one input to the outputs."""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Mul, Num, Symbol, total_of
from ...formula.marks import Mark
from ...names import Name, Role, d
from ...solution import Block, Says, Section, Step
from ...subjects.graph import Graph

FORWARD = Name(Role.COUNT, "forward_multiplications")
REVERSE = Name(Role.COUNT, "reverse_multiplications")


def values_section(graph: Graph) -> Section:
    """Every node in the order of computing."""
    return Section(Says("forward_pass"), [Block(None, [Step(name, f) for name, f in graph.nodes.items()])])


def tangent_name(name: Name, seed: Name) -> Name:
    """The name of the step that holds the tangent of ``name`` when the input ``seed`` changes at rate 1."""
    return Name(Role.TANGENT, name, seed)


def tangent_marks(graph: Graph, seeds: list[Name]) -> dict[Name, Mark]:
    """Tangents are printed with a dot; the section says which input moves."""
    return {tangent_name(name, seed): graph.dotted(name) for seed in seeds for name in graph.names}


def forward_section(graph: Graph, seed: Name, known: set[Name]) -> Section:
    """The tangent of every input and node; then the derivatives that ``known`` does not hold yet."""
    steps = []
    for name in graph.inputs:
        moves = name == seed
        steps.append(
            Step(tangent_name(name, seed), ONE if moves else ZERO, Says("graph_seed" if moves else "graph_still"))
        )
    for name in graph.nodes:
        terms = [Mul((Symbol(edge.name), Symbol(tangent_name(edge.lower, seed)))) for edge in graph.edges_into(name)]
        steps.append(Step(tangent_name(name, seed), total_of(terms)))
    for output in graph.outputs:
        name = d(output, seed)
        if name not in known:
            steps.append(Step(name, Symbol(tangent_name(output, seed))))
    return Section(Says("graph_forward", name=seed), [Block(None, steps, Says("graph_forward_intro", name=seed))])


def work_section(graph: Graph, seeds: list[Name], symbolic: bool) -> Section:
    """How often an edge is multiplied by in both directions."""
    steps = []
    for name, passes, key in (
        (FORWARD, len(seeds), "graph_work_forward"),
        (REVERSE, len(graph.outputs), "graph_work_reverse"),
    ):
        edges = len(graph.edges)
        formula = Num(str(passes * edges)) if symbolic else Mul((Num(str(passes)), Num(str(edges))))
        steps.append(Step(name, formula, Says(key if passes > 1 else f"{key}_one", n=passes)))
    return Section(Says("graph_work"), [Block(None, steps, Says("graph_work_intro", n=len(graph.edges)))])


WORK_MARKS = {FORWARD: Mark("forward"), REVERSE: Mark("reverse")}
