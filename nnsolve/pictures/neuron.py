"""A single linear unit: its inputs, a weight on each link, and the bias or threshold below it."""

from __future__ import annotations

from ..formula.marks import Names
from ..names import Name, Role, new
from ..resolver import Resolver
from ..solution import Says
from ..subjects.linear.neuron import ZERO_INPUT, ZERO_WEIGHT, Neuron
from ..words import spoken
from . import Options
from .diagram import scene
from .highlight import check_known
from .nodes import Column, Link, Node, elided
from .numbers import Numbers
from .subject import Subject
from .svg import Scene
from .text import Run, plain, said

TITLE = "picture_unit"
MOST_TOLD = 40
NET, OUT = Name(Role.NET, "net"), Name(Role.OUT, "out")


def compose(subject: Subject, options: Options) -> tuple[Scene, str] | None:
    """The picture of the unit of a perceptron or of a linear unit, and the same in words; None where there is none."""
    if subject.problem.unit is None:
        return None
    drawing = _Drawing(subject, options)
    return scene(drawing.columns(), drawing.links, options.prefix), drawing.alt()


class _Drawing:
    """The nodes and links of one unit."""

    def __init__(self, subject: Subject, options: Options):
        problem = subject.problem
        self.unit: Neuron = problem.unit
        notation = problem.notation
        names = Names(dict(notation.stems), dict(notation.exact)) if notation else Names()
        self.numbers = Numbers(subject, names, self.unit.given, False)
        self.asked = _parts(list(map(str, options.asked or ())), self.unit, names)
        self.out = self._output()
        self.links: list[Link] = []
        self.inputs = [self._input(*pair) if pair else None for pair in elided(self._pairs())]

    def columns(self) -> list[Column]:
        """The inputs and the unit."""
        heads = [plain(spoken(Says(key), str)) for key in ("picture_inputs", "picture_unit_head")]
        return [Column(self.inputs, heads[0]), Column([self.out], heads[1])]

    def _output(self) -> Node:
        """The unit itself, with a bias or threshold below it."""
        out = Node(OUT, (Run("Σ"),), "output", "Σ")
        out.steps = [NET, OUT]
        constant = self.unit.constant
        if constant and constant != ZERO_WEIGHT:
            out.biased, out.below = True, [(self.numbers.is_given(constant), "ink")]
            out.steps.append(constant)
        out.hot = bool(self.asked)
        out.right = [(self.numbers.name(OUT), "ink")]
        return out

    def _pairs(self) -> list[tuple[Name, Name]]:
        """The inputs and their weights; a constant that is a weight has an input of its own."""
        pairs = list(zip(self.unit.inputs, self.unit.weights, strict=True))
        if self.unit.constant == ZERO_WEIGHT:
            pairs.insert(0, (ZERO_INPUT, ZERO_WEIGHT))
        return pairs

    def _input(self, source: Name, weight: Name) -> Node:
        """An input, and the link of its weight."""
        node = Node(source, self.numbers.name(source), "input", source)
        node.steps = [source]
        if source == ZERO_INPUT:
            node.left = [(self.numbers.number(self.unit.x0), "ink")]
        lines = [(self.numbers.is_given(weight), "ink")]
        hot = weight in self.asked or source in self.asked
        self.links.append(Link(node, self.out, self.numbers.name(weight), lines, [weight, new(weight)], hot))
        return node

    def alt(self) -> str:
        """The picture in words."""
        told = [said(self.numbers.is_given(name)) for name in self.unit.parameters]
        if len(told) > MOST_TOLD:
            told[MOST_TOLD:] = ["…"]
        return spoken(Says("picture_unit_said", n=len(self.unit.inputs), text="; ".join(told)), str)


def _parts(texts: list[str], unit: Neuron, names: Names) -> list[Name]:
    """The inputs and parameters that are asked for; the new value of a parameter is about the parameter."""
    parts = [*unit.parameters, *unit.inputs]
    resolver = Resolver(map(new, unit.parameters), parts, names)
    check_known(texts, list(filter(resolver.meanings, texts)), parts)
    return [name.of_name if name.role is Role.NEW else name for name in map(resolver.given, texts)]
