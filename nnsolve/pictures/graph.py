"""A computational graph from left to right: values above the nodes, derivatives on the edges and below the nodes."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, pairwise, product, starmap
from typing import TYPE_CHECKING

from ..formula.marks import Names
from ..names import Name, d
from ..solution import Says
from ..subjects.graph import Graph
from ..words import spoken
from . import Options
from .diagram import scene, told
from .highlight import check_known
from .levels import bent, ordered
from .nodes import BEND, Column, Link, Node
from .numbers import Numbers
from .subject import Subject
from .svg import Scene
from .text import Run, plain, said

if TYPE_CHECKING:
    from ..subjects.graph import Edge
    from .text import Runs

TITLE = "picture_graph_title"
MOST_NODES = 60


def compose(subject: Subject, options: Options) -> tuple[Scene, str] | None:
    """The picture of a computational graph, and the same in words; None of more nodes than can be told apart."""
    if len(subject.problem.graph.names) > MOST_NODES:
        return None
    drawing = _Drawing(subject, options)
    return scene(drawing.columns, drawing.links, options.prefix), drawing.alt()


class _Drawing:
    """The nodes and links of a graph."""

    def __init__(self, subject: Subject, options: Options):
        self.problem, self.options = subject.problem, options
        self.graph: Graph = self.problem.graph
        solved = options.values or options.gradients
        printed = subject.solution.names if solved else self._names()
        self.numbers = Numbers(subject, printed, dict(self.problem.values or {}), solved)
        self.hot_nodes: set[str] = set()
        self.hot_edges: set[tuple[str, str]] = set()
        asked = self.problem.asked if options.asked is None else options.asked
        self.understood = list(filter(self._highlight, map(str, asked or ())))
        slopes = starmap(d, product(self.graph.outputs, self.graph.names))
        check_known(options.asked or (), self.understood, (*self.graph.names, *slopes))
        self._place()

    def _names(self) -> Names:
        """How names are printed where no solution tells."""
        own = self.problem.notation.exact if self.problem.notation else {}
        return Names(exact=self.graph.marks() | own)

    def _place(self):
        """The nodes in columns, in an order with few crossings, and the links between them."""
        sources: dict[str, list[str]] = {}
        for name in self.graph.names:
            sources[name] = [edge.lower for edge in self.graph.edges_into(name)]
        levels, chains = bent(sources)
        names = list(chain(*levels))
        self.nodes = {name: self._node(name) for name in names}
        self.columns: list[Column] = []
        self.links: list[Link] = []
        for level in ordered(levels, _neighbours(names, list(chains.values()))):
            self.columns.append(Column([self.nodes[name] for name in level], ()))
        for edge in self.graph.edges:
            self.links += self._links(edge, chains[edge.upper, edge.lower])

    def _node(self, name: Name | tuple) -> Node:
        if not isinstance(name, str):  # where a long edge passes a level
            return Node("", (), BEND)
        formula, numbers = self.graph.nodes.get(name), self.numbers
        shown = numbers.name(name)
        if formula is not None:
            shown = (*shown, Run(" = "), *numbers.notation.write(formula))
        node = Node(name, _short(shown), self._sort(name), name)
        slopes = [d(output, name) for output in self.graph.outputs]
        node.steps = [name, *slopes]
        node.hot = name in self.hot_nodes
        value = self._value(name) if self.options.values else None
        if value:
            node.above = [(value, "ink")]
        if self.options.gradients:
            node.below = [(runs, "slope") for runs in map(numbers.value, slopes) if runs]
        return node

    def _sort(self, name: Name) -> str:
        """Whether a node is an input, an output or between them."""
        if name not in self.graph.nodes:
            return "input"
        return "output" if name in self.graph.outputs else "hidden"

    def _value(self, name: Name) -> Runs | None:
        """What stands above a node: its value, or that of an input where it is given."""
        if name in self.graph.nodes:
            return self.numbers.value(name)
        return self.numbers.is_given(name) if self.numbers.given.get(name) else None

    def _links(self, edge: Edge, chain: list) -> list[Link]:
        """The pieces of an edge; the last one carries the derivative."""
        hot = (edge.upper, edge.lower) in self.hot_edges
        links = []
        for lower, upper in pairwise(chain):
            links.append(Link(self.nodes[lower], self.nodes[upper], (), [], [edge.name], hot))
        label = self.numbers.value(edge.name) if self.options.gradients else None
        if label:
            links[-1].lines = [(label, "slope")]
        return links

    @cached_property
    def _slopes(self) -> dict[str, Name]:
        """The derivatives of each name by each, by their spelling."""
        return {slope: slope for slope in starmap(d, product(self.graph.names, repeat=2))}

    def _highlight(self, text: str) -> bool:
        """Highlights a node, or the paths of a derivative; whether a text that is asked for is one of these."""
        name = text.strip().replace("∂", "d")
        if name in self.graph.names:
            self.hot_nodes.add(name)
        elif name in self._slopes:
            self._paths(self._slopes[name].of_name, self._slopes[name].by_name)
        else:
            return False
        return True

    def _paths(self, top: Name, bottom: Name):
        """Highlights every path from a node up to another."""
        onward, ways = {bottom}, self.graph.ways(top)
        for edge in self.graph.edges:
            if edge.lower in onward and ways[edge.upper]:
                onward.add(edge.upper)
                self.hot_edges.add((edge.upper, edge.lower))
        self.hot_nodes |= onward

    def alt(self) -> str:
        """The picture in words."""
        graph = self.graph
        says = [Says("picture_graph", inputs=graph.inputs or ["…"], outputs=graph.outputs)]
        for name in graph.nodes:
            lower = [edge.lower for edge in graph.edges_into(name)]
            says.append(Says("picture_graph_node", name=name, targets=lower))
        texts = {
            "picture_graph_at": told(self.columns),
            "picture_graph_edges": self._edges(),
            "picture_graph_hot": ", ".join(self.understood),
        }
        for key, text in texts.items():
            if text:
                says.append(Says(key, text=text))
        return " ".join(spoken(each, str) for each in says)

    def _edges(self) -> str:
        """What stands at the links, in words."""
        labels = []
        for link in self.links:
            labels += [said(runs) for runs, _ in link.lines]
        return "; ".join(labels)


def _neighbours(names: list, chains: list[list]) -> dict:
    """For each name and bend, those one level earlier that an edge joins it to."""
    before: dict = {name: [] for name in names}
    for path in chains:
        before[path[-1]].append(path[-2])
    for path in chains:
        for lower, bend in pairwise(path[:-1]):
            before[bend] = [lower]
    return before


def _short(runs: Runs) -> Runs:
    """A formula cut where it would make a node too wide."""
    count = 0
    kept: list[Run] = []
    for run in runs:
        count += len(run.text)
        if count > 36:
            return (*kept, *plain("…"))
        kept.append(run)
    return tuple(kept)
