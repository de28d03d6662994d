"""A multilayer perceptron of which only the layers' sizes are known: its neurons, large layers without their middle."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, Protocol

from ..names import size as size_of
from ..page.glyphs import grouped
from ..solution import Says
from ..words import spoken
from . import Options
from .diagram import scene
from .nodes import Column, Link, Node, elided
from .subject import Subject
from .svg import Scene
from .text import Runs, plain

if TYPE_CHECKING:
    from ..solution import Solution

TITLE = "picture_network"
MOST_COLUMNS = 12  # of more layers the first ones and the last are drawn
MOST_LISTED = 30
# What stands above a layer, by its place.
LAYERS = {"input": "picture_input_layer", "hidden": "picture_hidden_layer", "output": "picture_output_layer"}


class _Counted(Protocol):
    """A problem that counts parameters: the sizes of its layers, and how each is joined to the one before."""

    layers: list[int] | None
    edges: list[str] | None


def compose(subject: Subject, options: Options) -> tuple[Scene, str] | None:
    """The picture of a problem that counts parameters, and the same in words; None of what is no perceptron."""
    problem = subject.problem
    if problem.layers is None:
        return None
    counted = subject.solution if options.values else None
    last = len(problem.layers) - 1
    kept = range(last + 1) if last < MOST_COLUMNS else [*range(MOST_COLUMNS - 1), last]
    columns = [_column(number, last, problem.layers[number], counted) for number in kept]
    links: list[Link] = []
    for before, column in pairwise(columns):
        links += [Link(*ends, (), [], ()) for ends in product(before.drawn, column.drawn)]
    return scene(columns, links, options.prefix), _alt(problem)


def _column(number: int, last: int, size: int, counted: Solution | None) -> Column:
    """A layer. Positions alone decide which nodes are drawn: it may have a million neurons."""
    sort = _sort(number, last)
    nodes: list[Node | None] = []
    for place in elided(range(size)):
        nodes.append(None if place is None else _node(sort, number))
    return Column(nodes, _head(sort, number if last > 2 else 0), _foot(size, number, counted))


def _sort(number: int, last: int) -> str:
    """Whether a layer holds the inputs, the outputs, or what is between them."""
    if number == 0:
        return "input"
    return "output" if number == last else "hidden"


def _node(sort: str, number: int) -> Node:
    """A neuron of a layer, which learns parameters where it is no input."""
    node = Node("", (), sort)
    if number:
        node.steps = [size_of(f"layer{number}", "parameters")]
    return node


def _head(sort: str, number: int) -> Runs:
    """What stands above a layer, with the number of a hidden one where there are several."""
    text = f" {number}" if sort == "hidden" and number else ""
    return plain(spoken(Says(LAYERS[sort], text=text), str))


def _foot(size: int, number: int, solution: Solution | None) -> Runs:
    """The size of a layer, and how many parameters it learns."""
    text = spoken(Says("picture_nodes", n=size), str)
    count = solution.values.get(size_of(f"layer{number}", "parameters")) if solution else None
    if count:
        text += ", " + spoken(Says("picture_parameters", n=grouped(count)), str)
    return plain(text)


def _alt(problem: _Counted) -> str:
    sizes = list(map(str, problem.layers or ()))
    if len(sizes) > MOST_LISTED:
        sizes[MOST_LISTED - 1 : -1] = ["…"]
    partly = problem.edges and any(edge != "full" for edge in problem.edges)
    return spoken(Says("picture_sizes_partly" if partly else "picture_sizes", sizes=", ".join(sizes)), str)
