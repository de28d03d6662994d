"""nnsolve: neural-network exam problems solved step by step, as a good teacher writes them on paper.

    >>> import nnsolve
    >>> problem = nnsolve.load("two-two-two")[0]
    >>> solution = nnsolve.solve(problem)
    >>> round(solution.answers["new_w5"], 8)
    0.35891648
    >>> print(nnsolve.render(solution, "text", width=80).splitlines()[0][:16])
    Two inputs, two

:func:`load` reads problem files, :func:`solve` writes the steps, :func:`evaluate` gives them values (with other
numbers, or another rounding, if you like), :func:`render` prints them in a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import process as _process

if _process.is_program():  # before anything that takes long
    _process.end_at_interrupts()

# Two functions of the front door share their names with packages: the packages are loaded first, so that importing
# something from them later does not put them in the functions' place.
from . import kinds as _kinds  # noqa: F401
from . import render as _render
from .errors import AskedError, EvaluationError, NnsolveError, OutputError, ProblemError
from .reading.load import kinds, library, load, loads, solve

if TYPE_CHECKING:
    from .formula.rounding import Rounding
    from .solution import Solution

__version__ = "0.1.0"

__all__ = [
    "AskedError",
    "EvaluationError",
    "NnsolveError",
    "OutputError",
    "ProblemError",
    "evaluate",
    "formats",
    "kinds",
    "library",
    "load",
    "loads",
    "render",
    "solve",
]


def evaluate(solution: Solution, rounding: Rounding | None = None, given: Mapping | None = None) -> dict:
    """The value of every step of ``solution``, with other given numbers or step values, or another rounding."""
    from .solution import evaluate as run

    return run(solution.steps, rounding or solution.rounding, {**solution.given, **(given or {})})


def formats() -> list[str]:
    """The formats in which a solution can be printed."""
    return _render.formats()


def render(solution: Solution, format: str = "text", **options: object) -> str:
    """``solution`` as a page: ``text``, ``markdown`` or ``json``, with the options of the format's module."""
    return _render.renderer(format)(solution, **options)
