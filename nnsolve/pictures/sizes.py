"""A multilayer perceptron of which only the layers' sizes are known: its neurons, large layers without their middle."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..page.glyphs import grouped
from ..solution import Says
from ..words import spoken
from . import Options, Picture
from .diagram import Column, Link, Node, elided, scene
from .subject import Subject
from .text import plain

if TYPE_CHECKING:
    from ..solution import Solution

MOST_COLUMNS = 12  # of more layers the first ones and the last are drawn
MOST_LISTED = 30


# What stands above a layer, by its place.
LAYERS = {"input": "picture_input_layer", "hidden": "picture_hidden_layer", "output": "picture_output_layer"}


def draw(subject: Subject, options: Options) -> Picture | None:
    """The picture of a problem that counts parameters."""
    paint, alt = compose(subject, options)
    return paint.picture(subject.title or spoken(Says("picture_network"), str), alt)


def compose(subject: Subject, options: Options):
    """The painted scene and its text in words."""
    problem = subject.problem
    counted = subject.solution if options.values else None
    last, columns = len(problem.layers) - 1, []
    kept = range(last + 1) if last < MOST_COLUMNS else [*range(MOST_COLUMNS - 1), last]
    for number in kept:
        size = problem.layers[number]
        sort = "input" if number == 0 else "output" if number == last else "hidden"
        # Positions alone decide what is drawn: a layer may have a million neurons.
        nodes: list[Node | None] = [None if place is None else Node("", (), sort) for place in elided(range(size))]
        for node in filter(None, nodes):
            node.steps = [f"layer{number}.parameters"] if number else []
        columns.append(Column(nodes, _head(number, last), _foot(size, number, counted)))
    links = []
    for before, column in pairwise(columns):
        links += [Link(source, target, (), [], ()) for source in before.drawn for target in column.drawn]
    return scene(columns, links, options.prefix), _alt(problem)


def _head(number: int, last: int):
    key = "input" if number == 0 else "output" if number == last else "hidden"
    text = f" {number}" if key == "hidden" and last > 2 else ""
    return plain(spoken(Says(LAYERS[key], text=text), str))


def _foot(size: int, number: int, solution: Solution | None):
    """The size of a layer, and how many parameters it learns."""
    text = spoken(Says("picture_nodes", n=size), str)
    count = solution.values.get(f"layer{number}.parameters") if solution else None
    return plain(f"{text}, " + spoken(Says("picture_parameters", n=grouped(count)), str) if count else text)


def _alt(problem) -> str:
    sizes = [str(size) for size in problem.layers]
    shown = sizes if len(sizes) <= MOST_LISTED else [*sizes[: MOST_LISTED - 1], "…", sizes[-1]]
    partly = problem.edges and any(edge != "full" for edge in problem.edges)
    return spoken(Says("picture_sizes_partly" if partly else "picture_sizes", sizes=", ".join(shown)), str)
