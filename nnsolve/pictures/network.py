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
from . import Options, Picture
from .diagram import MOST_SHOWN, Column, Link, Node, elided, scene, told
from .highlight import Highlight, check_known
from .sizes import LAYERS
from .subject import Subject
from .text import Numbers, Run, Runs, plain, said

if TYPE_CHECKING:
    from ..subjects.network.model import Network, Unit

MOST_LAYERS = 24
MOST_LINKS, FEWER_SHOWN = 1200, 6  # with more links layers are elided earlier
MOST_TOLD = 40  # weights that the text for readers who do not see the picture names


def draw(subject: Subject, options: Options) -> Picture | None:
    """The picture of a backprop or forward problem; None where it has more layers than can be told apart."""
    if len(subject.problem.net.layers) > MOST_LAYERS:
        return None
    paint, alt = compose(subject, options)
    return paint.picture(subject.title or spoken(Says("picture_network"), str), alt)


def compose(subject: Subject, options: Options):
    """The painted scene and its text in words."""
    drawing = _Drawing(subject, options)
    return scene(drawing.columns, drawing.links, options.prefix), drawing.alt()


def _most_shown(net: Network) -> int:
    """How many nodes of a layer are shown: fewer where there would be too many links."""
    sizes = [len(net.inputs), *map(len, net.layers)]
    shown = [min(size, MOST_SHOWN) for size in sizes]
    many = sum(one * other for one, other in pairwise(shown)) > MOST_LINKS
    return FEWER_SHOWN if many else MOST_SHOWN


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
        self.links = []
        for unit in net.units:
            if unit.passes in self.nodes:
                self.links += self._links(unit)

    def gradient(self, name: Name) -> Name:
        """The derivative of what is minimised."""
        return d(self.problem.target, name)

    def _inputs(self) -> Column:
        nodes: list[Node | None] = []
        for name in elided(list(self.net.inputs), self.most):
            node = None
            if name is not None:
                shown = self._input_name(name)
                node = Node(name, shown, "input", said(shown))
                node.steps = [name]
                number = self.net.inputs[name]
                if self.single and not isinstance(number, Symbol):
                    node.left = [(self.numbers.number(number), "ink")]
                node.hot = name in self.hot.nodes
                self.nodes[name] = node
            nodes.append(node)
        return Column(nodes, self._word("input"), self._count(len(self.net.inputs)))

    def _input_name(self, name: str) -> Runs:
        """The name of an input; of a numbered network its number, as its units have theirs."""
        bare = name.removeprefix("out_").removeprefix("x") if self.net.flat else ""
        return plain(bare) if bare.isdecimal() else self.numbers.name(name)

    def _layer(self, number: int) -> Column:
        layer, last = self.net.layers[number], number == len(self.net.layers) - 1
        sort = "output" if last else "hidden"
        nodes: list[Node | None] = []
        for unit in elided(layer, self.most):
            nodes.append(self._node(unit, sort) if unit else None)
        several = len(self.net.layers) > 2
        head = self._word("output") if last else self._word("hidden", number + 1 if several else "")
        foot = self._foot(number)
        return Column(nodes, head, foot if len(nodes) == len(layer) else (*self._count(len(layer)), Run(" "), *foot))

    def _foot(self, number: int) -> Runs:
        """What stands below a layer: its activations, and what else is done to it."""
        words = list(dict.fromkeys(unit.activation for unit in self.net.layers[number] if unit.activation))
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
        node.steps = [unit.net, unit.out, *([unit.passes] if unit.passes != unit.out else [])]
        node.steps += [unit.delta, self.gradient(unit.net), self.gradient(unit.out)]
        node.hot = unit.name in self.hot.nodes
        if self.options.values:
            node.above += self._values(dict.fromkeys((unit.net, unit.signal, unit.out, unit.kept, unit.passes)))
        if self.options.gradients:
            net = unit.delta if self._knows(unit.delta) else self.gradient(unit.net)
            node.above += self._values([self.gradient(unit.out), net], "slope")
        if unit.bias:
            node.biased = True
            node.below = [(self.numbers.is_given(unit.bias), "ink"), *self._slopes(unit.bias)]
            node.steps += self._about(unit.bias)
        if sort == "output":
            node.right = self._target(unit)
        self.nodes[unit.passes] = node
        return node

    def _knows(self, name: str) -> bool:
        return self.numbers.value(name) is not None

    def _values(self, names: Iterable[str], colour: str = "ink") -> list[tuple[Runs, str]]:
        """The lines of those names that have a value."""
        return [(runs, colour) for name in names if (runs := self.numbers.value(name)) is not None]

    def _slopes(self, parameter: Name) -> list[tuple[Runs, str]]:
        return self._values([self.gradient(parameter)], "slope") if self.options.gradients else []

    def _about(self, parameter: Name) -> list[Name]:
        return [parameter, self.gradient(parameter), new(parameter)]

    def _target(self, unit: Unit) -> list[tuple[Runs, str]]:
        """What stands beside an output: its target, and its part of the error where values are shown."""
        loss, lines = self.problem.error, []
        if loss is None or not self.single:
            return lines
        name = loss.target_names.get(unit.name, "")
        if loss.label:
            lines += [(plain(spoken(Says("picture_class"), str)), "ink")] if unit.name == loss.label else []
        elif name:
            lines.append((self.numbers.is_given(name), "ink"))
        if self.options.values and lines:
            own = self._values([unit.term])
            lines += own or (self._values([ERROR]) if len(self.net.outputs) == 1 else [])
        return lines

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
        weights = [(weight, source, unit) for unit in self.net.units for weight, source in unit.edges]
        parts = []
        for weight, source, unit in weights[:MOST_TOLD]:
            shown = said(self.numbers.is_given(weight))
            if source in self.nodes:
                parts.append(f"{shown} ({self.nodes[source].label} → {unit.name})")
        if parts:
            more = "; …" if len(weights) > MOST_TOLD else ""
            sentences.append(spoken(Says("picture_weights", text="; ".join(parts) + more), str))
        if at := told(self.columns):
            sentences.append(spoken(Says("picture_at", text=at), str))
        if self.hot.understood:
            sentences.append(spoken(Says("picture_hot", text=", ".join(dict.fromkeys(self.hot.names))), str))
        return " ".join(sentences)
