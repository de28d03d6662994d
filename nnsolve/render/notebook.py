"""A Jupyter notebook (nbformat 4): the page in Markdown cells, and code cells that recompute and compare each step.

What users wrote stands in Markdown cells alone, escaped; code is made of our own trees (see :mod:`.code`).
"""

from __future__ import annotations

import json
import re
from base64 import b64encode

from ..errors import OutputError
from ..page.document import Document, build
from ..page.glyphs import one_line
from ..pictures import Picture, illustrations
from ..solution import Says, Solution
from .code.helpers import prelude
from .code.steps import Steps
from .markdown import Writer, escaped

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Notebooks show a picture in as many CSS pixels as it has, and narrow a wide one to their column: that may be sharper.
_COLUMN, _SHARPER = 900, 2
_BACKSLASHED = re.compile(r"\\(.)")
# A notebook looks for mathematics also in what is escaped; in an element of its own a sign begins none.
_ALONE = {"$": r"<span>\$</span>", "\\": "<span>&#92;</span>"}


def isolated(text: str) -> str:
    """Escaped text whose dollars and backslashes begin no mathematics in a notebook."""
    return _BACKSLASHED.sub(lambda sign: _ALONE.get(sign[1], sign[0]), text)


class _Cells:
    """The cells of a notebook, in order."""

    def __init__(self):
        self.cells: list[dict] = []

    def add(self, kind: str, source: str):
        if not source.strip():
            return
        cell: dict = {"cell_type": kind, "id": f"cell-{len(self.cells) + 1}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        self.cells.append(cell | {"source": source.rstrip("\n").splitlines(keepends=True)})

    def markdown(self, parts: list[str], level: int = 0):
        """Paragraphs as a cell, headings so many levels lower."""
        lowered = [f"{'#' * level}{part}" if part.startswith("#") else part for part in parts]
        self.add("markdown", "\n\n".join(lowered))

    def pictures(self, solution: Solution):
        """The pictures of a problem, each in a cell of its own.

        Attachments are shown as PNG alone: Jupyter takes no SVG for one. Where no PNG can be made, for want of a font
        for its letters, the SVG stands in the address of the picture.
        """
        for number, picture in enumerate(illustrations(solution, prefix=f"c{len(self.cells)}-"), 1):
            said, name = isolated(escaped(picture.alt)), f"picture-{number}.png"
            try:
                pixels = picture.png(_scale(picture))
            except OutputError:
                self.add("markdown", f"![{said}](data:image/svg+xml;base64,{_base64(picture.svg.encode())})")
                continue
            self.add("markdown", f"![{said}](attachment:{name})")
            self.cells[-1]["attachments"] = {name: {"image/png": _base64(pixels)}}

    def problem(self, document: Document, level: int = 0):
        """One problem: what is given, then section by section the page and its code, then answers and notes."""
        writer, steps = Writer(document, isolated), Steps(document.solution)
        writer.top(stated=True)
        self.markdown(writer.taken(), level)
        self.pictures(document.solution)
        codes = self.given(writer, steps) if steps.runs else [""] * len(document.sections)
        for section, code in zip(document.sections, codes, strict=True):
            writer.section(section)
            self.markdown(writer.taken(), level)
            self.add("code", code)
        writer.closing()
        told = _about_code(steps)
        if told:
            writer.parts.append(writer.say(told))
        self.markdown(writer.taken(), level)

    def given(self, writer: Writer, steps: Steps) -> list[str]:
        """Adds the cell of the given numbers and of what the code needs; the code of each section."""
        given = steps.given()
        codes = list(map(steps.section, steps.solution.sections))
        helpers = prelude("\n".join([given, *codes]), steps.arrays)
        self.markdown([writer.say(Says("sheet_notebook_given"))])
        self.add("code", "\n\n".join(filter(None, [helpers, given])))
        return codes


def _about_code(steps: Steps) -> Says | None:
    """What is said of the code at the end: that some of its numbers are printed ones, or why there is none."""
    if steps.from_page:
        return Says("sheet_notebook_printed")
    if steps.runs or steps.solution.blank:
        return None
    return Says("sheet_notebook_symbols" if steps.solution.symbolic else "sheet_notebook_large")


def _scale(picture: Picture) -> float:
    """How many pixels a CSS pixel of a picture has: more where it is wider than the column of a notebook."""
    return min(max(_SHARPER * _COLUMN / picture.width, 1), _SHARPER) if picture.width >= _COLUMN else 1


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def render(solution: Solution, full: bool = False, ascii: bool = False, **options: object) -> str:
    """The notebook as JSON; ``full`` leaves nothing out, ``ascii`` writes other letters as escapes."""
    return together([solution], full, ascii)


def together(solutions: list[Solution], full: bool = False, ascii: bool = False, **options: object) -> str:
    """Several solutions as one notebook."""
    cells = _Cells()
    for solution in solutions:
        document = build(solution, full)
        if not document.questions:
            cells.problem(document)
            continue
        said = [isolated(escaped(line)) for line in document.lines]
        cells.markdown([f"# {isolated(escaped(document.title))}", *said])
        for question in document.questions:
            cells.markdown([f"# {Writer(document, isolated).say(question.title)}"])
            cells.problem(question.document, 1)
    title = one_line(solutions[0].title)
    book = {"cells": cells.cells, "metadata": _METADATA | {"title": title}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=ascii, indent=1) + "\n"
