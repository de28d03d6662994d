"""The commands of pictures: draw a network, a row of layers or a graph; plot curves, errors, paths and maps."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

import click

from ..errors import NnsolveError, listing, printable
from ..output import columns_of, knows_unicode, replaceable, terminal, write
from ..reading.load import load
from .completion import problems
from .options import FiniteRange, file_of, output_option

if TYPE_CHECKING:
    from ..pictures import Picture
    from ..pictures.plots import Panel
    from ..reading.problem import CommonProblem

ENDINGS = (".svg", ".png")
WIDEST_CHART = 100
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


class NothingError(NnsolveError):
    """A problem of which there is no picture."""


def _file(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A file for pictures, told by its ending."""
    file = file_of(ctx, param, value)
    if file is not None and not file.lower().endswith(ENDINGS):
        raise click.BadParameter("a picture is written as .svg or .png, such as -o net.svg")
    return file


_OUTPUT = output_option("-o", "--output", about="Write to a file, .svg or .png.", callback=_file)
_FORCE = click.option("-f", "--force", is_flag=True, help="Replace a file that is there already.")
_SCALE = click.option(
    "--scale", type=FiniteRange(0.25, 8), default=2, help="Pixels of a PNG to a CSS pixel; 2 unless told."
)


@click.command()
@click.argument("problem", shell_complete=problems)
@_OUTPUT
@click.option("--values", is_flag=True, help="Print the values of the solution.")
@click.option("--gradients", is_flag=True, help="Print the gradients.")
@click.option("--asked", metavar="NAMES", help="Highlight these, such as w5,w1, with the paths of their chain rule.")
@click.option("--step", type=click.IntRange(1), help="Draw a recurrent cell in this step, with its gates.")
@_SCALE
@_FORCE
def draw(
    problem: str,
    output: str | None,
    values: bool,
    gradients: bool,
    asked: str | None,
    step: int | None,
    scale: float,
    force: bool,
):
    """Draw a network, a row of layers or a computational graph as SVG or PNG.

    SVG is printed where no -o is given.
    """
    from ..pictures import picture
    from ..reading.yamlfile import pieces

    wanted = None if asked is None else [name.strip() for name in pieces(asked) if name.strip()]
    found: list[Picture] = []
    for one in _questions(problem):
        prefix = f"p{len(found) + 1}-"
        drawn = picture(one, values=values, gradients=gradients, asked=wanted, prefix=prefix, step=step)
        if drawn:
            found.append(drawn)
    if not found:
        raise _nothing(problem, "draw")
    _write(found, output, force, lambda drawn: drawn.png(scale))


@click.command()
@click.argument("problem", shell_complete=problems)
@_OUTPUT
@_SCALE
@click.option("--width", type=click.IntRange(40, 400), help="Columns of a chart in the terminal.")
@click.option("--ascii", "ascii_", is_flag=True, help="ASCII only, for terminals without Unicode.")
@_FORCE
def plot(problem: str, output: str | None, scale: float, width: int | None, ascii_: bool, force: bool):
    """Plot curves, errors over epochs, paths, borders, maps or a ROC curve.

    Where no -o is given, lines are drawn in the terminal.
    """
    from ..pictures.plots import panels

    found: list[list[Panel]] = []
    titles = []
    for one in _questions(problem):
        shown = panels(one)
        if shown:
            found.append(shown)
            titles.append(one.title)
    if not found:
        raise _nothing(problem, "plot")
    if output is None:
        _print(list(chain.from_iterable(found)), width, ascii_)
        return
    from ..pictures.plots import figure

    if output.lower().endswith(".png"):
        _write(found, output, force, lambda shown: figure.pixels(shown, scale))
        return
    drawn = []
    for k, (shown, title) in enumerate(zip(found, titles, strict=True), 1):
        drawn.append(figure.figure(shown, title, f"p{k}-"))
    _write(drawn, output, force, lambda drawn: drawn.png(scale))


def _questions(name: str) -> list[CommonProblem]:
    """The problems of a file, or those of its papers."""
    found = load(name)
    questions = []
    for problem in found:
        for question in getattr(problem, "listed", ()):
            questions.append(question.problem)
    return questions or found


# Of each command the other, and what a problem of its kinds has too much or nothing of.
_OTHER = {"draw": "plot", "plot": "draw"}
_LACKING = {
    "draw": "it has too many parts, or no layers of neurons",
    "plot": "it has no epochs, curves, points or maps",
}


def _nothing(problem: str, command: str) -> NothingError:
    """There is nothing to draw or to plot of a problem: for which kinds there is."""
    return NothingError(f"{printable(problem)}: there is nothing to {command}: {_why(problem, command)}")


def _why(problem: str, command: str) -> str:
    from ..pictures import drawn_by
    from ..pictures.plots import plotted_by
    from ..reading.load import kinds as every_kind

    shown = {"draw": set(filter(drawn_by, every_kind())), "plot": set(filter(plotted_by, every_kind()))}
    kinds = {each.command for each in _questions(problem)}
    if kinds & shown[command]:
        return _LACKING[command]
    other = _OTHER[command]
    hint = f" Try ‘nnsolve {other} {problem}’." if kinds & shown[other] else ""
    known = listing(sorted(shown[command]), 20)
    return f"it is of the kind {listing(sorted(kinds))}, and there are pictures of {known}.{hint}"


def _print(shown: list, width: int | None, ascii_: bool):
    """Charts in text, where there are lines to show."""
    from ..pictures.plots.chart import chart, charted

    columns = width or min(columns_of(terminal()), WIDEST_CHART)
    lines = charted(shown)
    if not lines:
        raise NothingError("this is no plot for a terminal; write it to a file with -o plot.svg or -o plot.png")
    plain = ascii_ or not knows_unicode(None)
    write("\n".join(chart(panel, columns, plain) for panel in lines), None)


def _write(found: list, output: str | None, force: bool, pixels: Callable[..., bytes]):
    """Writes one picture to the file, or several to numbered files: net-1.svg, net-2.svg."""
    if output is None:
        if len(found) > 1:
            raise NothingError(f"there are {len(found)} pictures; write them to files with -o net.svg")
        write(found[0].svg + "\n", None)
        return
    files = _files(output, len(found))
    for file in files:
        replaceable(file, force)
    for one, file in zip(found, files, strict=True):
        if output.lower().endswith(".png"):
            write(pixels(one), file, True)
        else:
            write(f"{_XML}{one.svg}\n", file, True)


def _files(output: str, count: int) -> list[str]:
    """A file for each of so many pictures."""
    if count == 1:
        return [output]
    stem, ending = os.path.splitext(output)
    return [f"{stem}-{k}{ending}" for k in range(1, count + 1)]
