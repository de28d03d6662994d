"""Typst source: a page that ``typst compile`` sets as it stands, without packages or files beside it.

What users wrote reaches Typst as string literals alone. The look is in ``page.typ``, which stands before the page.
"""

from __future__ import annotations

import os
import re
from functools import cache

from ..formula.expr import Expr
from ..formula.marks import Mark
from ..page.document import Document, build
from ..page.parts import Cell, Grid, Paragraphs, Row
from ..page.sentences import Named, pieces, told
from ..pictures import NO_RESULTS, drawn_by, illustrations
from ..solution import Says, Solution
from .paragraphs import Printer
from .typst_notation import TypstNotation, chunks, literal

# Letters of source beyond which a table may be wider than the page.
WIDE = 88
# Numbers that look the same as text, which is set sooner.
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PIXEL = 0.6  # points to a pixel of a picture, so that its letters are as high as the text's

MOST_LINES = 60  # that are set as one
PAPERS = {"a4": "a4", "letter": "us-letter"}
_BOOLEAN = {True: "true", False: "false"}


@cache
def look() -> str:
    """The functions of the page."""
    with open(os.path.join(os.path.dirname(__file__), "page.typ"), encoding="utf-8") as file:
        return file.read()


def array(items: list[str]) -> str:
    """An array of Typst, also of one item or none."""
    return f"({', '.join(items)}{',' if items else ''})"


class _Writer(Printer):
    """Prints one document."""

    def __init__(self, document: Document):
        super().__init__(document, TypstNotation)

    def content(self, says: Says | None) -> str:
        """A sentence as content, names in it as mathematics."""
        shown = self.say(says)
        return f"[{shown}]" if shown else "none"

    def say(self, says: Says | None) -> str:
        """A sentence as what stands inside brackets of content."""
        return told(says, _words, self.inline)

    def title(self):
        subtitle = literal(self.document.subtitle) if self.document.subtitle else "none"
        self.add("title", literal(self.document.title), f"subtitle: {subtitle}")

    def write(self) -> list[str]:
        """The calls that make what stands under the title, one an entry."""
        document = self.document
        self.statement()
        self.picture()
        self.given()
        for number, section in enumerate(document.sections, 1):
            self.add("section", literal(str(number)), self.content(section.title))
            for block in section.blocks:
                self.block(block)
        if document.grid and document.grid.title:
            self.add("section", "none", self.content(document.grid.title))
        self.table(document.grid)
        if document.answers:
            items = [self.equation(*answer) for answer in document.answers]
            self.add("answers", self.content(Says("page_answer")), array(items))
        notes = [f"[{self.paragraph(note)}]" for note in document.closing(self.notation.elided)]
        if notes:
            self.add("notes", *notes)
        return self.parts

    def add(self, function: str, *args: str):
        self.parts.append(f"#{function}({', '.join(args)})")

    def picture(self):
        """The network, row of layers or graph of the problem, where there is one to draw that gives nothing away."""
        solution, blank = self.document.solution, self.document.blank
        if blank and drawn_by(solution.kind) not in NO_RESULTS:
            return
        for found in illustrations(solution, asked=[] if blank else None):
            size = [f"{found.width * PIXEL:.1f}pt", f"{found.height * PIXEL:.1f}pt"]
            self.add("drawing", literal(found.svg), *size, literal(found.alt))

    def given(self):
        rows = []
        label = self.content(Says("page_given"))
        for row in self.document.given:
            rows.append(array([label, array(list(map(self.item, row)))]))
            label = "[]"
        if self.document.asked:
            items = list(map(self.inline, self.document.asked))
            rows.append(array([self.content(Says("page_asked")), array(items)]))
        if rows:
            self.add("given", *rows)

    def item(self, item: tuple[str, Expr] | None) -> str:
        """A given number; dots for those that are left out."""
        if item is None:
            return "[…]"
        shown = self.equation(*item)
        return f"tall({shown})" if "mat(" in shown or len(shown) > 90 else shown

    def equation(self, name: str, formula: Expr) -> str:
        return f"$display({self.notation.name(name)} = {self.notation.write(formula)})$"

    def block(self, block: Paragraphs):
        if block.title:
            self.add("subtitle", self.content(block.title))
        if block.intro:
            self.add("intro", self.content(block.intro))
        if block.rule:
            side = _side("=", self.notation.write(block.rule.formula))
            self.add("lines", _line(self.notation.head(block.rule.name), [side]))
        for group in block.groups:
            for at in range(0, len(group), MOST_LINES):
                self.add("lines", *map(self.row, group[at : at + MOST_LINES]))
        self.table(block.grid)
        if block.room:
            self.add("room", str(block.room))

    def row(self, row: Row | None) -> str:
        if row is None:
            return _line("dots.v", [])
        written = self.notation.sides(row)
        sides = [_side(side.sign, side.text) for side in written]
        if row.asked:
            sides[-1] = _side(written[-1].sign, written[-1].text, bold=True)
        return _line(self.notation.head(row.name), sides, row.number, self.reason(row.reason))

    def reason(self, says: Says | None) -> str:
        """A reason and about how many letters it has."""
        if says is None:
            return "none"
        letters = 0
        for part in pieces(says):
            letters += 4 if isinstance(part, Named) else len(part)
        return array([self.content(says), str(letters)])

    def table(self, grid: Grid | None):
        if grid is None:
            return
        cells = grid.written(self.cell)
        wordy = array([_BOOLEAN[each] for each in grid.wordy])
        titles = list(map(self.content, grid.titles))
        options = []
        if grid.note:
            options.append(f"note: {self.content(grid.note)}")
        if sum(map(_longest, zip(titles, *cells, strict=True))) > WIDE:
            options.append("wide: true")
        self.add("data", array(titles), wordy, array(list(map(array, cells))), *options)

    def cell(self, cell: Cell) -> str:
        return cell.written(self.content, _text, self.asked if cell.asked else self.plain)

    def asked(self, content: Expr | Mark) -> str:
        """A cell that is asked for."""
        return f"$bold({self.notation.shown(content)})$"

    def plain(self, content: Expr | Mark) -> str:
        """A cell that is not asked for; a number alone as text."""
        text = self.notation.shown(content)
        return f"[{text.replace('-', '−')}]" if _PLAIN.fullmatch(text) else f"${text}$"


def _text(text: str) -> str:
    """The text of a cell."""
    return f"[#{literal(text)}]" if text else "[]"


def _words(text: str) -> str:
    return f"#{literal(text)};"


def _side(sign: str, text: str, bold: bool = False) -> str:
    """What stands behind one sign of a line, in the parts between which it may be broken."""
    parts = [f"bold({part})" for part in chunks(text)] if bold else chunks(text)
    return array([f"${sign}$", array([f"$display({part})$" for part in parts])])


def _line(head: str, sides: list[str], number: int = 0, reason: str = "none") -> str:
    """One line as a dictionary."""
    return f"(label: {number or 'none'}, head: $display({head})$, sides: {array(sides)}, reason: {reason})"


def _longest(texts: tuple[str, ...]) -> int:
    return max(map(len, texts))


def render(solution: Solution, full: bool = False, paper: str = "a4", **options: object) -> str:
    """The page as Typst source for ``paper`` ('a4' or 'letter'); ``full`` leaves nothing out."""
    return together([solution], full, paper)


def together(solutions: list[Solution], full: bool = False, paper: str = "a4", **options: object) -> str:
    """Several solutions as one document, each on a page of its own."""
    documents = [build(solution, full) for solution in solutions]
    parts: list[str] = []
    for document in documents:
        if parts:
            parts.append("#pagebreak()")
        parts += pages(document)
    return whole(parts, documents[0].title, paper)


def whole(parts: list[str], title: str, paper: str = "a4") -> str:
    """The source of a document from the calls that make it."""
    body = "\n".join(parts) + "\n"
    options = [f"paper: {literal(PAPERS[paper])}", f"title: {literal(title)}"]
    return f"{look()}\n#show: look.with({', '.join(options)})\n{body}"


def pages(document: Document) -> list[str]:
    """The calls of one document; of a paper, those of its questions."""
    writer = _Writer(document)
    if not document.questions:
        writer.title()
        return writer.write()
    writer.add("paper-title", literal(document.title), array(list(map(literal, document.lines))))
    for question in document.questions:
        writer.add("question", writer.content(question.title), literal(question.document.title))
        writer.parts += _Writer(question.document).write()
    return writer.parts
