"""A feed-forward network: neurons by layer, weights on the links, biases, inputs and targets, values and gradients."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from ..formula.expr import Symbol
from ..names import Name, d, new
from ..solution import Says
from ..subjects.network.model import ERROR
from ..subjects.network.statement import statement
from ..words import spoken
from . import Options
from .diagram import scene, told
from .highlight import Highlight, check_known
from .nodes import MOST_SHOWN, Column, Lines, Link, Node, elided
from .numbers import Numbers
from .sizes import LAYERS
from .subject import Subject
from .svg import Scene
from .text import Run, Runs, plain, said

if TYPE_CHECKING:
    from ..subjects.network.model import Network, Unit

TITLE = "picture_network"
MOST_LAYERS = 24
MOST_LINKS, FEWER_SHOWN = 1200, 6  # with more links layers are elided earlier
MOST_TOLD = 40  # weights that the text for readers who do not see the picture names


def compose(subject: Subject, options: Options) -> tuple[Scene, str] | None:
    """The picture of a network, and the same in words; None of more layers than can be told apart."""
    if len(subject.problem.net.layers) > MOST_LAYERS:
        return None
    drawing = _Drawing(subject, options)
    return scene(drawing.columns, drawing.links, options.prefix), drawing.alt()


def _most_shown(net: Network) -> int:
    """How many nodes of a layer are shown: fewer where there would be too many links."""
    sizes = [len(net.inputs), *map(len, net.layers)]
    links = 0
    for one, other in pairwise(sizes):
        links += min(one, MOST_SHOWN) * min(other, MOST_SHOWN)
    return FEWER_SHOWN if links > MOST_LINKS else MOST_SHOWN


class _Drawing:
    """The nodes and links of a network problem."""

    def __init__(self, subject: Subject, options: Options):
        self.problem, self.options = subject.problem, options
        self.net = net = self.problem.net
        solved = options.values or options.gradients
        names = subject.solution.names if solved else self.problem.names()
        self.single = not self.problem.data  # of several samples no single one's numbers are shown
        given = self.problem.given() if self.single else dict(net.parameters)
        self.numbers = Numbers(subject, names, given, solved)
        self.most = _most_shown(net)
        asked = self.problem.asked if options.asked is None else options.asked
        self.hot = Highlight(self.problem, asked or (), names, told=options.asked is not None)
        check_known(options.asked or (), self.hot.understood, (*net.parameters, *(unit.name for unit in net.units)))
        self.nodes: dict[str, Node] = {}
        self.columns = [self._inputs(), *map(self._layer, range(len(net.layers)))]
        self.links: list[Link] = []
        for unit in net.units:
            if unit.passes in self.nodes:
                self.links += self._links(unit)

    def gradient(self, name: Name) -> Name:
        """The derivative of what is minimised."""
        return d(self.problem.target, name)

    def _inputs(self) -> Column:
        names = elided(list(self.net.inputs), self.most)
        nodes = [self._input(name) if name else None for name in names]
        return Column(nodes, self._word("input"), self._count(len(self.net.inputs)))

    def _input(self, name: Name) -> Node:
        shown = self._input_name(name)
        node = Node(name, shown, "input", said(shown))
        node.steps = [name]
        number = self.net.inputs[name]
        if self.single and not isinstance(number, Symbol):
            node.left = [(self.numbers.number(number), "ink")]
        node.hot = name in self.hot.nodes
        self.nodes[name] = node
        return node

    def _input_name(self, name: str) -> Runs:
        """The name of an input; of a numbered network its number, as its units have theirs."""
        bare = name.removeprefix("out_").removeprefix("x") if self.net.flat else ""
        return plain(bare) if bare.isdecimal() else self.numbers.name(name)

    def _layer(self, number: int) -> Column:
        layer = self.net.layers[number]
        sort = "output" if number == len(self.net.layers) - 1 else "hidden"
        nodes = [self._node(unit, sort) if unit else None for unit in elided(layer, self.most)]
        numbered = sort == "hidden" and len(self.net.layers) > 2
        head = self._word(sort, number + 1 if numbered else "")
        foot = self._foot(number)
        if len(nodes) < len(layer):
            foot = (*self._count(len(layer)), Run(" "), *foot)
        return Column(nodes, head, foot)

    def _foot(self, number: int) -> Runs:
        """What stands below a layer: its activations, and what else is done to it."""
        activations = [unit.activation for unit in self.net.layers[number]]
        words = list(filter(None, dict.fromkeys(activations)))
        if number in self.net.norms:
            words.append(spoken(Says("picture_batch_norm"), str))
        if number in self.net.dropouts:
            words.append(spoken(Says("picture_dropout"), str))
        return plain(", ".join(words), 28) if words else ()

    def _count(self, count: int) -> Runs:
        """How many nodes a column has, where they are not all drawn."""
        return plain(spoken(Says("picture_nodes", n=count), str)) if count > self.most else ()

    def _word(self, layer: str, number: object = "") -> Runs:
        return plain(spoken(Says(LAYERS[layer], text=f" {number}" if number else ""), str))

    def _node(self, unit: Unit, sort: str) -> Node:
        node = Node(unit.name, self.numbers.unit(unit.name), sort, unit.name)
        node.steps = list(dict.fromkeys([unit.net, unit.out, unit.passes]))
        node.steps += [unit.delta, self.gradient(unit.net), self.gradient(unit.out)]
        node.hot = unit.name in self.hot.nodes
        node.above = self._above(unit)
        if unit.bias:
            node.biased = True
            node.below = [(self.numbers.is_given(unit.bias), "ink"), *self._slopes(unit.bias)]
            node.steps += self._about(unit.bias)
        if sort == "output":
            node.right = self._target(unit)
        self.nodes[unit.passes] = node
        return node

    def _above(self, unit: Unit) -> Lines:
        """What stands above a neuron: its values and its gradients, where these are shown."""
        lines: Lines = []
        if self.options.values:
            lines += self._values(dict.fromkeys((unit.net, unit.signal, unit.out, unit.kept, unit.passes)))
        if self.options.gradients:
            lines += self._values([self.gradient(unit.out)], "slope")
            lines += self._values([unit.delta], "slope") or self._values([self.gradient(unit.net)], "slope")
        return lines

    def _values(self, names: Iterable[str], colour: str = "ink") -> Lines:
        """The lines of those names that have a value."""
        lines = []
        for name in names:
            runs = self.numbers.value(name)
            if runs is not None:
                lines.append((runs, colour))
        return lines

    def _slopes(self, parameter: Name) -> Lines:
        return self._values([self.gradient(parameter)], "slope") if self.options.gradients else []

    def _about(self, parameter: Name) -> list[str]:
        return [parameter, self.gradient(parameter), new(parameter)]

    def _target(self, unit: Unit) -> Lines:
        """What stands beside an output: its target, and its part of the error where values are shown."""
        lines = self._wanted(unit)
        if not self.options.values or not lines:
            return lines
        own = self._values([unit.term])
        if not own and len(self.net.outputs) == 1:
            own = self._values([ERROR])
        return lines + own

    def _wanted(self, unit: Unit) -> Lines:
        """The target of an output, or that it is the one of the class."""
        loss = self.problem.error
        if loss is None or not self.single:
            return []
        if loss.label:
            return [(plain(spoken(Says("picture_class"), str)), "ink")] if unit.name == loss.label else []
        name = loss.target_names.get(unit.name, "")
        return [(self.numbers.is_given(name), "ink")] if name else []

    def _links(self, unit: Unit) -> list[Link]:
        found = []
        for weight, source in unit.edges:
            if source in self.nodes:
                lines = [(self.numbers.is_given(weight), "ink"), *self._slopes(weight)]
                hot = (weight, unit.name) in self.hot.links
                ends = self.nodes[source], self.nodes[unit.passes]
                found.append(Link(*ends, self.numbers.name(weight), lines, self._about(weight), hot))
        return found

    def alt(self) -> str:
        """The picture in words."""
        first = next(item for item in statement(self.problem) if isinstance(item, Says))
        sentences = [spoken(first, str)]
        weights = self._weights()
        if weights:
            sentences.append(spoken(Says("picture_weights", text="; ".join(weights)), str))
        at = told(self.columns)
        if at:
            sentences.append(spoken(Says("picture_at", text=at), str))
        if self.hot.understood:
            sentences.append(spoken(Says("picture_hot", text=", ".join(dict.fromkeys(self.hot.names))), str))
        return " ".join(sentences)

    def _weights(self) -> list[str]:
        """The weights between nodes that are drawn, in words; of many weights those among the first."""
        edges: list[tuple[Unit, Name, str]] = []
        for unit in self.net.units:
            edges += [(unit, weight, source) for weight, source in unit.edges]
        parts = []
        for unit, weight, source in edges[:MOST_TOLD]:
            if source in self.nodes:
                shown = said(self.numbers.is_given(weight))
                parts.append(f"{shown} ({self.nodes[source].label} → {unit.name})")
        if parts and len(edges) > MOST_TOLD:
            parts.append("…")
        return parts
