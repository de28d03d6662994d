"""A computational graph: values, the derivative on every edge, reverse and forward mode."""

from __future__ import annotations

from functools import partial

from ...errors import listing, nearest
from ...formula.marks import AnyMark
from ...names import Name
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, Flag, ListOf, Text, together
from ...reading.yamlfile import Faults
from ...solution import Says, Step, evaluate, names_of
from ...subjects.graph import Graph
from ...working import Working
from .closed import checked_closed, closed_name, write_closed
from .forward import WORK_MARKS, tangent_marks, write_forward, write_values, write_work
from .page import checked, nodes_table, notes
from .paths import listed, path_steps, write_paths
from .read import Formulas, Values, read_graph
from .reverse import write_edges, write_reverse
from .statement import graph_statement
from .synonyms import synonyms

TOPIC = "Graphs and gradients"
PICTURE = "graph"

# Lines of forward mode that a page may hold: one a node, input and seed.
MOST_TANGENTS = 600


# The keys that a graph is made of.
_MADE_OF = ("expression", "nodes", "values", "grouping")


class Problem(CommonProblem):
    """An expression or named nodes, a value for each input, and the direction of differentiation."""

    numbers_in = ("values", "expression", "nodes")

    expression = Field(
        Text(),
        "the expression, with a name for its value if you like: e = (a + b) * (b + 1)",
        default=None,
        example="e = (a + b) * (b + 1)",
        option=True,
    )
    nodes = Field(
        Formulas(),
        "the nodes instead, each a formula: {c: a + b, d: b + 1, e: c * d}",
        default=None,
        excludes="expression",
    )
    values = Field(Values(), "a number for each input", default=None, example="{a: 2, b: 1}", option=True)
    symbolic = Field(Flag(), "formulas only, no numbers; values: are not needed", default=False, option=True)
    mode = Field(
        Choice("reverse", "forward", "both"), "the direction of differentiation", default="reverse", option=True
    )
    outputs = Field(
        ListOf(Text()), "the nodes that are differentiated; those that no other uses unless told", default=None
    )
    seeds = Field(ListOf(Text()), "the inputs by which forward mode differentiates; all unless told", default=None)
    names = Field(
        ListOf(Text()), "names for the nodes in the order of computing; one letter is numbered: v1, v2, …", default=None
    )
    grouping = Field(
        Choice("elementary", "as written"),
        "one operation a node, or the nodes as they are written (what nodes: means unless told)",
        default=None,
    )
    merge = Field(Flag(), "a part that stands several times is one node", default=True)

    @together()
    def graph(self, faults: Faults) -> Graph | None:
        """The nodes of the expression, or those that are written."""
        return read_graph(self, faults) if self._readable() else None

    @property
    def elementary(self) -> bool:
        """Whether formulas are taken apart into single operations."""
        return self.grouping == "elementary" if self.grouping else not self.has("nodes")

    def written(self, key: str) -> bool:
        """Whether a key stands in the file, read or not."""
        return key in self.places

    def check(self, faults: Faults) -> None:
        """Notes which keys are missing, and seeds that are no inputs."""
        if self.written("expression") and self.written("nodes"):
            return
        if not self.written("expression") and not self.written("nodes"):
            faults.add(self.beginning, "the key expression: is missing (or nodes:, the nodes by name)", "")
        if not self.written("values") and not self.symbolic:
            faults.add(self.beginning, "the key values: is missing, a number for each input (or symbolic: true)", "")
        if self.has("graph"):
            self._check_seeds(faults)

    def _readable(self) -> bool:
        """Whether what the graph is made of was written once, and read."""
        once = self.written("expression") != self.written("nodes")
        numbered = self.symbolic or self.written("values")
        return once and numbered and self.has(*filter(self.written, _MADE_OF))

    def _check_seeds(self, faults: Faults) -> None:
        known = self.graph.inputs
        for seed in self.seeds or ():
            if seed not in known:
                text = f"expected inputs: {listing(known)}.{nearest(seed, tuple(known))}"
                faults.add(self.places["seeds"], text, seed)
                return
        lines = len(self.graph.names) * len(self.seeded)
        if self.mode != "reverse" and lines > MOST_TANGENTS:
            text = f"forward mode would take {lines} lines, more than {MOST_TANGENTS}; name some inputs in seeds:"
            faults.add(self.places["mode"], text)

    @property
    def seeded(self) -> list[Name]:
        """The inputs by which forward mode differentiates."""
        own: dict[str, Name] = {name: name for name in self.graph.inputs}
        return list(dict.fromkeys(own[seed] for seed in self.seeds or own))


def solve(problem: Problem) -> Working:
    """The values, the edges, the gradients in the direction that is asked for, the paths, and the table of nodes."""
    graph, symbolic, page = problem.graph, problem.symbolic, Working(problem)
    seeds = problem.seeded if problem.mode != "reverse" else []
    page.symbolic, page.letters = symbolic, list(graph.inputs)
    if problem.values is not None and not symbolic:
        page.row(problem.values)
    page.marks |= _marks(graph, seeds)
    page.synonyms = synonyms(graph, seeds)
    page.statement = graph_statement(problem)
    _write(problem, page, seeds)
    steps = page.steps
    known = names_of(steps)
    if problem.mode != "forward":
        _write_paths(problem, page, steps)
    closed = write_closed(page, graph) if symbolic and not problem.asked else []
    page.answers = _answers(graph, known)
    if symbolic:
        page.check(lambda solution: checked_closed(graph, steps, closed), always=True)
    else:
        page.table(nodes_table(graph, known, seeds))
        page.check(lambda solution: checked(graph, page.given, steps), always=True)
    page.note(lambda solution: notes(problem, solution.steps))
    return page


def _write(problem: Problem, page: Working, seeds: list[Name]) -> None:
    """The values, the edges, and both directions as far as they are asked for."""
    graph = problem.graph
    write_values(page, graph)
    write_edges(page, graph)
    if problem.mode != "forward":
        for output in graph.outputs:
            write_reverse(page, graph, output)
    known = set(names_of(page.steps))
    for seed in seeds:
        write_forward(page, graph, seed, known)
    if problem.mode == "both":
        write_work(page, graph, seeds, problem.symbolic)


def _write_paths(problem: Problem, page: Working, steps: list[Step]) -> None:
    """The paths to every output: rows of a table, and lines of their own where they are asked for."""
    graph = problem.graph
    lines: list[Step] = []
    for output in filter(partial(listed, graph), graph.outputs):
        page.section(Says("graph_paths", name=output), shown=False)
        lines += page.block(steps=path_steps(graph, output)).steps
    for output in graph.outputs:
        write_paths(page, graph, output, problem.symbolic)
    if lines and not problem.symbolic and not problem.asked:
        values = evaluate([*steps, *lines], problem.precision, problem.values)
        page.results = {step.name: values[step.name] for step in lines}


def _answers(graph: Graph, known: list[Name]) -> list[Name]:
    """What is reported where nothing is asked for: the outputs and their derivatives by the inputs."""
    found = list(graph.outputs)
    for output in graph.outputs:
        found += [slope for slope in graph.gradients(output).values() if slope in known]
    return found


def _marks(graph: Graph, seeds: list[Name]) -> dict[Name, AnyMark]:
    marks = graph.marks() | tangent_marks(graph, seeds) | WORK_MARKS
    for output in graph.outputs:
        for name in (output, *graph.gradients(output).values()):
            marks[closed_name(name)] = marks[name]
    return marks
