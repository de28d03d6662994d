"""The commands of papers: the answer key, and the worksheet with places to fill in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click

from ..output import columns_piped, knows_unicode, write
from ..reading.load import load
from .completion import problems
from .options import PAGE, with_options

_OPTIONS = [click.argument("problem", shell_complete=problems), *PAGE]


def _options(function: Callable) -> Callable:
    return with_options(function, _OPTIONS)


@click.command()
@_options
def key(problem: str, **options: object):
    """Write the answer key of a paper or problem: statements, solutions, boxed answers, marks."""
    from ..sheets.answer_key import answer_key

    _write(problem, answer_key, options)


@click.command()
@click.option("--steps", is_flag=True, help="Leave the formula of each step, and blank its numbers.")
@click.option("--grid", is_flag=True, help="Add the marking grid: results, marks, and columns to fill in.")
@_options
def worksheet(problem: str, steps: bool, grid: bool, **options: object):
    """Write the worksheet of a paper or problem: a labelled blank for each result, and room for working."""
    from ..sheets.worksheet import worksheet as sheet

    _write(problem, partial(sheet, steps=steps, grid=grid), options)


def _write(problem: str, made: Callable, options: dict):
    """Writes what is made of the solutions of a problem."""
    from ..reading.load import solve
    from ..render import format_of, rendered

    output = options["output"]
    format_ = format_of(output, options["format_"])
    solutions = [made(solve(each)) for each in load(problem)]
    told = {"full": options["full"], "ascii": options["ascii_"] or not knows_unicode(output), "statement": True}
    if format_ == "text":
        told["width"] = options["width"] or columns_piped()
    else:
        told |= {key: options[key] for key in ("paper", "fragment", "plots")}
    write(rendered(solutions, format_, **told), output, options["force"])
