"""Formats: one file a format, each with ``render(solution, **options)``, which gives text, or bytes for a PDF.

A format in which several solutions are more than one page after another also has ``together(solutions, **options)``.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from typing import TYPE_CHECKING

from ..endings import format_by_ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import Any

    from ..solution import Solution

# The ending of a file, and its format. A file without an ending is text.
ENDINGS = {".txt": "text", ".md": "markdown", ".json": "json", ".tex": "latex", ".typ": "typst", ".pdf": "pdf"}
ENDINGS |= {".html": "html", ".htm": "html", ".ipynb": "notebook"}
ANY_NAME = " With --format a file may be called anything."


def format_of(output: str | None, told: str | None = None) -> str:
    """The format that was told, else that of the file's ending, else text; raises OutputError for an unknown one."""
    if told is None:
        return format_by_ending(output, ENDINGS, "text", ANY_NAME)
    _known(told)
    return told


@cache
def formats() -> list[str]:
    """The names of the formats, from the files of this folder."""
    files = sorted(os.listdir(os.path.dirname(__file__)))
    return [file[:-3] for file in files if file.endswith(".py") and not file.endswith(("__.py", "notation.py"))]


def renderer(format: str) -> Callable[..., Any]:
    """The ``render`` function of a format; raises OutputError for an unknown one."""
    return _module(format).render


def rendered(solutions: list[Solution], format: str, plots: bool = False, **options: object) -> str | bytes:
    """Several solutions as one page; ``plots`` adds plots."""
    module = _module(format)
    if plots:
        _with_plots(solutions)
    if hasattr(module, "together"):
        return module.together(solutions, **options)
    return "\n".join(renderer(format)(solution, **options) for solution in solutions)


def stated(solution: Solution, columns: int) -> str:
    """The problem as an exam would state it, as plain text."""
    from .text import statement

    return statement(solution, columns)


def _with_plots(solutions: Iterable[Solution]):
    """Asks for the plots of solutions and of the questions of papers."""
    for solution in solutions:
        solution.plots = True
        _with_plots(part.solution for part in solution.parts)


def _module(format: str) -> ModuleType:
    _known(format)
    return importlib.import_module(f"nnsolve.render.{format}")


def _known(format: str):
    """Raises OutputError for an unknown format."""
    if format not in formats():
        from ..errors import OutputError, listing, nearest, quote

        known = formats()
        raise OutputError(f"{quote(format)} is not a format; known: {listing(known)}.{nearest(format, known)}")
