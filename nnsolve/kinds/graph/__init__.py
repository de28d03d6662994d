"""A computational graph: values, the derivative on every edge, reverse and forward mode."""

from __future__ import annotations

from ...errors import listing, nearest
from ...formula.marks import AnyMark
from ...names import Name, d
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, Flag, ListOf, Text
from ...reading.yamlfile import Faults
from ...solution import Block, Says, Section, Step, evaluate, steps_of
from ...subjects.graph import Graph
from ...working import Working
from .closed import checked_closed, closed_name, closed_sections
from .forward import WORK_MARKS, forward_section, tangent_marks, values_section, work_section
from .page import checked, nodes_table, notes
from .paths import listed, path_steps, paths_section
from .read import Formulas, Values, read_graph
from .reverse import edges_section, reverse_section
from .statement import graph_statement
from .synonyms import synonyms

TOPIC = "Graphs and gradients"

# Lines of forward mode that a page may hold: one a node, input and seed.
MOST_TANGENTS = 600


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
    nodes = Field(Formulas(), "the nodes instead, each a formula: {c: a + b, d: b + 1, e: c * d}", default=None)
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

    graph: Graph  # once it was read

    @property
    def elementary(self) -> bool:
        """Whether formulas are taken apart into single operations."""
        return self.grouping == "elementary" if self.grouping else not self.has("nodes")

    def written(self, key: str) -> bool:
        """Whether a key stands in the file, read or not."""
        return key in self.places

    def check(self, faults: Faults):
        """Reads the graph, and looks at which keys stand together."""
        if self.written("expression") and self.written("nodes"):
            faults.add(self.places["nodes"], "write either expression: or nodes:, not both", "")
            return
        if not self.written("expression") and not self.written("nodes"):
            faults.add(self.beginning, "the key expression: is missing (or nodes:, the nodes by name)", "")
        if not self.written("values") and not self.symbolic:
            faults.add(self.beginning, "the key values: is missing, a number for each input (or symbolic: true)", "")
            return
        if not self._readable():
            return
        graph = read_graph(self, faults)
        if graph:
            self.graph = graph
            self._check_seeds(faults)

    def _readable(self) -> bool:
        """Whether what the graph is made of was read."""
        if self.written("nodes") and self.written("grouping") and self.grouping is None:
            return False
        if self.written("values") and not self.has("values"):
            return False
        return self.has("expression") or self.has("nodes")

    def _check_seeds(self, faults: Faults):
        for seed in self.seeds or ():
            if seed not in self.graph.inputs:
                known = self.graph.inputs
                faults.add(
                    self.places["seeds"], f"expected inputs: {listing(known)}.{nearest(seed, tuple(known))}", seed
                )
                return
        lines = len(self.graph.names) * len(self.seeded)
        if self.mode != "reverse" and lines > MOST_TANGENTS:
            text = f"forward mode would take {lines} lines, more than {MOST_TANGENTS}; name some inputs in seeds:"
            faults.add(self.places["mode"], text)

    @property
    def seeded(self) -> list[Name]:
        """The inputs by which forward mode differentiates."""
        own = {name: name for name in self.graph.inputs}
        return list(dict.fromkeys(own[seed] for seed in self.seeds or own))


def solve(problem: Problem) -> Working:
    """The values, the edges, the gradients in the direction that is asked for, the paths, and the table of nodes."""
    graph, symbolic, page = problem.graph, problem.symbolic, Working(problem)
    seeds = problem.seeded if problem.mode != "reverse" else []
    page.symbolic, page.letters = symbolic, list(graph.inputs)
    if not symbolic:
        page.row(problem.values)
    page.marks |= _marks(problem, seeds)
    page.synonyms = synonyms(graph, seeds)
    page.statement = graph_statement(problem)
    page.add(_sections(problem, seeds))
    steps = page.steps
    known = [step.name for step in steps]
    products = _products(problem)
    page.add(products, shown=False)
    page.add(_paths(problem))
    closed = closed_sections(graph) if symbolic and not problem.asked else []
    page.add(closed)
    page.results = _values_of(problem, steps, products)
    page.answers = _answers(problem, known)
    if symbolic:
        page.check(lambda solution: checked_closed(graph, steps, closed), always=True)
    else:
        page.table(nodes_table(graph, known, seeds))
        page.check(lambda solution: checked(graph, page.given, steps), always=True)
    page.note(lambda solution: notes(problem, solution.steps))
    return page


def _sections(problem: Problem, seeds: list[Name]) -> list[Section]:
    """Every section that holds steps."""
    graph = problem.graph
    sections = [values_section(graph), edges_section(graph)]
    if problem.mode != "forward":
        sections += [reverse_section(graph, output) for output in graph.outputs]
    known = {step.name for step in steps_of(sections)}
    sections += [forward_section(graph, seed, known) for seed in seeds]
    return sections + ([work_section(graph, seeds, problem.symbolic)] if problem.mode == "both" else [])


def _paths(problem: Problem) -> list[Section]:
    """The paths, which reverse mode adds up, to every output that has some."""
    graph = problem.graph
    outputs = [output for output in graph.outputs if any(graph.ways(output)[name] for name in graph.inputs)]
    return [paths_section(graph, output, problem.symbolic) for output in outputs] if problem.mode != "forward" else []


def _products(problem: Problem) -> list[Section]:
    """The product along every path that is listed: a row of a table, and a line where it is asked for."""
    graph = problem.graph
    outputs = [output for output in graph.outputs if listed(graph, output)] if problem.mode != "forward" else []
    return [Section(Says("graph_paths", name=output), [Block(None, path_steps(graph, output))]) for output in outputs]


def _values_of(problem: Problem, steps: list[Step], products: list[Section]) -> dict:
    """The products under the rounding of the page; none where it shows no table of them."""
    lines = steps_of(products)
    if problem.symbolic or problem.asked or not lines:
        return {}
    values = evaluate([*steps, *lines], problem.precision, problem.values)
    return {step.name: values[step.name] for step in lines}


def _answers(problem: Problem, known: list[Name]) -> list[Name]:
    """What is reported where nothing is asked for: the outputs and their derivatives by the inputs."""
    graph = problem.graph
    slopes = [d(output, name) for output in graph.outputs for name in graph.inputs]
    return [*graph.outputs, *(name for name in slopes if name in known)]


def _marks(problem: Problem, seeds: list[Name]) -> dict[Name, AnyMark]:
    graph = problem.graph
    marks = graph.marks() | tangent_marks(graph, seeds) | WORK_MARKS
    for output in graph.outputs:
        results = [output, *(d(output, name) for name in graph.inputs)]
        marks |= {closed_name(name): marks[name] for name in results}
    return marks
