"""The options of the command line that every command with a page has: its format, where it goes, how it looks."""

from __future__ import annotations

import math
from collections.abc import Callable

import click

from ..render import formats
from .completion import formats_of


class FiniteRange(click.FloatRange):
    """A number between two bounds; nan, which is not smaller than any bound, and infinity are refused."""

    name = "number"

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number of a text."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number; write one such as 0.5.", param, ctx)
        return number


def file_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The file that an option tells; None for standard output."""
    return None if value == "-" else value


def output_option(
    *names: str, about: str = "Write to a file, whole or not at all.", callback: Callable = file_of
) -> Callable:
    """An option for a file to write to; - is standard output, as where nothing is told."""
    return click.option(*names, type=click.Path(dir_okay=False), callback=callback, help=about)


OUTPUT = output_option("-o", "--output")
PAGE = [
    click.option(
        "--format",
        "format_",
        metavar="FORMAT",
        help=f"{', '.join(formats()[:-1])} or {formats()[-1]}; by the ending of -o, or text, unless told.",
        shell_complete=formats_of,
    ),
    OUTPUT,
    click.option("-f", "--force", is_flag=True, help="Replace the file if it is there already."),
    click.option("--full", is_flag=True, help="Write out sums and tables that are otherwise shortened."),
    click.option("--width", type=click.IntRange(60, 400), help="Columns of the page; the terminal's unless told."),
    click.option("--ascii", "ascii_", is_flag=True, help="ASCII only, for terminals without Unicode."),
    click.option("--paper", type=click.Choice(["a4", "letter"], False), default="a4", help="Paper of PDF and Typst."),
    click.option("--fragment", is_flag=True, help="LaTeX without its preamble, for \\input."),
    click.option("--plots", is_flag=True, help="Show plots in HTML, PDF and notebooks (needs matplotlib)."),
]
# Their names: they change the page alone; all other options replace keys of the problem.
OF_PAGE = ("format_", "output", "force", "full", "width", "ascii_", "paper", "fragment", "plots")


def with_options(function: Callable, options: list[Callable]) -> Callable:
    """A command function with options, the first of the list first in its help."""
    for option in reversed(options):
        function = option(function)
    return function
