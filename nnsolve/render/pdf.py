"""PDF: the Typst page, set by the compiler and with the fonts that come in the ``typst`` package.

Letters that are in none of those are looked for in the fonts of the machine.
"""

from __future__ import annotations

from typing import Any, Literal

from ..errors import OutputError
from ..page.fonts import compiler_for, scripts
from ..solution import Says, Solution
from ..words import spoken
from . import typst as page
from .typst_notation import literal

# Letters of source, about 400 pages; they take some ten seconds.
MOST = 1_500_000


def render(solution: Solution, full: bool = False, paper: str = "a4", **options: object) -> bytes:
    """The page as the bytes of a PDF for ``paper`` ('a4' or 'letter'); ``full`` leaves nothing out."""
    return together([solution], full, paper)


def together(solutions: list[Solution], full: bool = False, paper: str = "a4", **options: object) -> bytes:
    """Several solutions as one PDF, each on a page of its own."""
    return compiled(page.together(solutions, full, paper))


def compiled(source: str, format: Literal["pdf", "png", "svg"] = "pdf") -> Any:
    """Typst source as bytes, or for 'png' and 'svg' of several pages as a list of them.

    Letters that no font has stand there as boxes, and a note at the end says so. Raises OutputError for a page that
    is too long.
    """
    if len(source) > MOST:
        pages = round(len(source) // 4000, -2)
        raise OutputError(f"this would be a PDF of some {pages} pages; ask for less with --asked, or write it as text")
    compiler, missing = compiler_for(source)
    if missing:
        note = spoken(Says("page_note_no_font", text=scripts(missing)), str)
        source += f"#notes([#{literal(note)};])\n"
    return compiler.compile(input=source.encode(), format=format)
