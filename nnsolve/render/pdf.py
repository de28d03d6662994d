"""PDF: the Typst page, set by the compiler and with the fonts that come in the ``typst`` package.

The compiler sees an empty folder that does not exist any more: no file is read and no package loaded.
"""

from __future__ import annotations

from functools import cache

from ..errors import OutputError
from ..solution import Solution
from . import typst as page

# Letters from here on are in no font of the compiler; those of the system are looked for.
_BEYOND = "\u0530"
_KNOWN = (("\u1e00", "\u2bff"), ("\ufb00", "\ufb06"), ("\U0001d400", "\U0001d7ff"))
# Letters of source, about 400 pages; they take some ten seconds.
MOST = 1_500_000


def render(solution: Solution, full: bool = False, paper: str = "a4", **options) -> bytes:
    """The page as the bytes of a PDF for ``paper`` ('a4' or 'letter'); ``full`` leaves nothing out."""
    return together([solution], full, paper)


def together(solutions: list[Solution], full: bool = False, paper: str = "a4", **options) -> bytes:
    """Several solutions as one PDF, each on a page of its own."""
    source = page.together(solutions, full, paper)
    if len(source) > MOST:
        pages = round(len(source) // 4000, -2)
        raise OutputError(f"this would be a PDF of some {pages} pages; ask for less with --asked, or write it as text")
    return compiled(source)


def compiled(source: str, format: str = "pdf", **options):
    """Typst source as bytes, or for 'png' and 'svg' of several pages as a list of them."""
    return _compiler(any(map(_foreign, source))).compile(input=source.encode(), format=format, **options)


def _foreign(letter: str) -> bool:
    return letter >= _BEYOND and not any(first <= letter <= last for first, last in _KNOWN)


@cache
def _compiler(system_fonts: bool):
    """A compiler, which keeps its fonts; it costs a tenth of a second to make."""
    import tempfile

    try:
        import typst
    except ImportError:
        raise OutputError("PDF needs the package typst: pip install typst") from None
    with tempfile.TemporaryDirectory() as folder:
        nowhere = {"root": folder, "package_path": folder, "package_cache_path": folder}
        return typst.Compiler(b"", ignore_system_fonts=not system_fonts, **nowhere)
