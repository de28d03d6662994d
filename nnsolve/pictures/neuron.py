"""A single linear unit: its inputs, a weight on each link, and the bias or threshold below it."""

from __future__ import annotations

from ..formula.marks import Names
from ..names import Name, Role, new
from ..resolver import Resolver
from ..solution import Says
from ..subjects.linear.neuron import ZERO_INPUT, ZERO_WEIGHT, Neuron
from ..words import spoken
from . import Options, Picture
from .diagram import Column, Link, Node, elided, scene
from .highlight import check_known
from .subject import Subject
from .text import Numbers, Run, plain, said

MOST_TOLD = 40
NET, OUT = Name(Role.NET, "net"), Name(Role.OUT, "out")


def draw(subject: Subject, options: Options) -> Picture | None:
    """The picture of the unit of a perceptron or of a linear unit; None where there is none."""
    if subject.problem.unit is None:
        return None
    paint, alt = compose(subject, options)
    return paint.picture(subject.title or spoken(Says("picture_unit"), str), alt)


def compose(subject: Subject, options: Options):
    """The painted scene and its text in words."""
    problem, unit = subject.problem, subject.problem.unit
    notation = problem.notation
    names = Names(dict(notation.stems), dict(notation.exact)) if notation else Names()
    numbers = Numbers(subject, names, unit.given, False)
    asked = _parts(list(map(str, options.asked or ())), unit, names)
    out = Node(OUT, (Run("Σ"),), "output", "Σ")
    out.steps = [NET, OUT]
    pairs = list(zip(unit.inputs, unit.weights, strict=True))
    if unit.constant == ZERO_WEIGHT:
        pairs.insert(0, (ZERO_INPUT, ZERO_WEIGHT))
    elif unit.constant:
        out.biased, out.below = True, [(numbers.is_given(unit.constant), "ink")]
        out.steps.append(unit.constant)
    nodes: list[Node | None] = []
    links: list[Link] = []
    for pair in elided(pairs):
        if pair is None:
            nodes.append(None)
            continue
        source, weight = pair
        node = Node(source, numbers.name(source), "input", source)
        node.steps = [source]
        if source == ZERO_INPUT:
            node.left = [(numbers.number(unit.x0), "ink")]
        lines = [(numbers.is_given(weight), "ink")]
        hot = weight in asked or source in asked
        links.append(Link(node, out, numbers.name(weight), lines, [weight, new(weight)], hot))
        nodes.append(node)
    out.hot = bool(asked)
    out.right = [(numbers.name(OUT), "ink")]
    heads = [plain(spoken(Says(key), str)) for key in ("picture_inputs", "picture_unit_head")]
    columns = [Column(nodes, heads[0]), Column([out], heads[1])]
    told = [said(numbers.is_given(name)) for name in unit.parameters][:MOST_TOLD]
    more = "; …" if len(unit.parameters) > MOST_TOLD else ""
    alt = spoken(Says("picture_unit_said", n=len(unit.inputs), text="; ".join(told) + more), str)
    return scene(columns, links, options.prefix), alt


def _parts(texts: list[str], unit: Neuron, names: Names) -> list[Name]:
    """The inputs and parameters that are asked for; the new value of a parameter is about the parameter."""
    parts = [*unit.parameters, *unit.inputs]
    resolver = Resolver(map(new, unit.parameters), parts, names)
    check_known(texts, [text for text in texts if resolver.meanings(text)], parts)
    found = [resolver.given(text) for text in texts]
    return [name.of_name if name.role is Role.NEW else name for name in found]
