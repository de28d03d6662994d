"""Typst source: a page that ``typst compile`` sets as it stands, without packages or files beside it.

What users wrote reaches Typst as string literals alone. The look is in ``page.typ``, which stands before the page.
"""

from __future__ import annotations

import os
import re
from functools import cache

from ..formula.expr import Expr
from ..formula.marks import Mark
from ..page.document import Cell, Document, Grid, Paragraphs, Row, build
from ..page.sentences import Named, pieces
from ..pictures import DRAWN, illustrations
from ..solution import Says, Solution
from .typst_notation import TypstNotation, chunks, literal

# Letters of source beyond which a table may be wider than the page.
WIDE = 88
# Numbers that look the same as text, which is set sooner.
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PIXEL = 0.6  # points to a pixel of a picture, so that its letters are as high as the text's
# Pictures that hold no results.
NO_RESULTS = ("network", "neuron")
MOST_LINES = 60  # that are set as one
PAPERS = {"a4": "a4", "letter": "us-letter"}


@cache
def look() -> str:
    """The functions of the page."""
    with open(os.path.join(os.path.dirname(__file__), "page.typ"), encoding="utf-8") as file:
        return file.read()


def array(items: list[str]) -> str:
    """An array of Typst, also of one item or none."""
    return f"({', '.join(items)}{',' if items else ''})"


class _Writer:
    """Prints one document."""

    def __init__(self, document: Document):
        self.document = document
        self.notation = document.notation(TypstNotation)
        self.parts: list[str] = []

    def content(self, says: Says | None) -> str:
        """A sentence as content, names in it as mathematics."""
        shown = "".join(
            f"${self.notation.name(part.name)}$" if isinstance(part, Named) else f"#{literal(part)};"
            for part in pieces(says)
        )
        return f"[{shown}]" if shown else "none"

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
            items = [self.equation(name, formula) for name, formula in document.answers]
            self.add("answers", self.content(Says("answer")), array(items))
        self.notes()
        return self.parts

    def add(self, function: str, *args: str):
        self.parts.append(f"#{function}({', '.join(args)})")

    def statement(self):
        """What an exam would print: sentences in one paragraph, tables between them."""
        sentences: list[str] = []
        for item in [*self.document.statement, None]:
            if isinstance(item, Says):
                sentences.append(self.content(item)[1:-1])
                continue
            if sentences:
                self.parts.append(" ".join(sentences))
            sentences = []
            self.table(item)

    def picture(self):
        """The network, row of layers or graph of the problem, where there is one to draw that gives nothing away."""
        solution, blank = self.document.solution, self.document.blank
        if blank and DRAWN.get(solution.kind) not in NO_RESULTS:
            return
        for found in illustrations(solution, asked=[] if blank else None):
            size = [f"{found.width * PIXEL:.1f}pt", f"{found.height * PIXEL:.1f}pt"]
            self.add("drawing", literal(found.svg), *size, literal(found.alt))

    def given(self):
        document, says = self.document, [Says("given")]
        rows = []
        for row in document.given:
            items = [self.item(*item) if item else "[…]" for item in row]
            rows.append(array([self.content(says.pop()) if says else "[]", array(items)]))
        if document.asked:
            items = [f"${self.notation.name(name)}$" for name in document.asked]
            rows.append(array([self.content(Says("asked")), array(items)]))
        if rows:
            self.add("given", *rows)

    def item(self, name: str, formula: Expr) -> str:
        shown = self.equation(name, formula)
        return f"tall({shown})" if "mat(" in shown or len(shown) > 90 else shown

    def equation(self, name: str, formula: Expr) -> str:
        return f"$display({self.notation.name(name)} = {self.notation.write(formula)})$"

    def block(self, block: Paragraphs):
        if block.title:
            self.add("subtitle", self.content(block.title))
        if block.intro:
            self.add("intro", self.content(block.intro))
        if block.rule:
            formula = self.notation.write(block.rule.formula)
            self.add("lines", self.line(self.notation.head(block.rule.name), [("=", formula)]))
        for group in block.groups:
            for at in range(0, len(group), MOST_LINES):
                self.add("lines", *map(self.row, group[at : at + MOST_LINES]))
        self.table(block.grid)
        if block.room:
            self.add("room", str(block.room))

    def row(self, row: Row | None) -> str:
        if row is None:
            return self.line("dots.v", [])
        found = self.notation.labels
        self.notation.labels = {name: f"#tag({number})" for name, number in row.factors.items()}
        sides = [(sign, text) for sign, text, _ in row.sides(self.notation.write)]
        self.notation.labels = found
        reason = "none"
        if row.reason:
            letters = sum(4 if isinstance(part, Named) else len(part) for part in pieces(row.reason))
            reason = array([self.content(row.reason), str(letters)])
        return self.line(self.notation.head(row.name), sides, row.number, reason, row.asked)

    def line(self, head: str, sides: list, number: int = 0, reason: str = "none", asked: bool = False) -> str:
        """One line as a dictionary."""
        shown = [array([f"${sign}$", array([f"$display({part})$" for part in chunks(text)])]) for sign, text in sides]
        if asked and shown:
            sign, text = sides[-1]
            shown[-1] = array([f"${sign}$", array([f"$display(bold({part}))$" for part in chunks(text)])])
        return f"(label: {number or 'none'}, head: $display({head})$, sides: {array(shown)}, reason: {reason})"

    def table(self, grid: Grid | None):
        if grid is None:
            return
        cells = grid.written(self.cell)
        wordy = array(["true" if each else "false" for each in grid.wordy])
        titles = [self.content(title) for title in grid.titles]
        options = [f"note: {self.content(grid.note)}"] if grid.note else []
        letters = sum(max(len(row[k]) for row in [titles, *cells]) for k in range(len(titles)))
        options += ["wide: true"] if letters > WIDE else []
        self.add("data", array(titles), wordy, array(list(map(array, cells))), *options)

    def cell(self, cell: Cell) -> str:
        content = cell.content
        if isinstance(content, Says):
            return self.content(content)
        if isinstance(content, str):
            return f"[#{literal(content)}]" if content else "[]"
        text = self.notation.of_mark(content) if isinstance(content, Mark) else self.notation.write(content)
        if _PLAIN.fullmatch(text) and not cell.asked:
            return f"[{text.replace('-', '−')}]"
        return f"$bold({text})$" if cell.asked else f"${text}$"

    def notes(self):
        document = self.document
        notes = [" ".join(self.content(says)[1:-1] for says in note) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.content(Says("note_elided"))[1:-1])
        if document.check:
            notes.append(self.content(document.check)[1:-1])
        if notes:
            self.add("notes", *[f"[{note}]" for note in notes])


def render(solution: Solution, full: bool = False, paper: str = "a4", **options: object) -> str:
    """The page as Typst source for ``paper`` ('a4' or 'letter'); ``full`` leaves nothing out."""
    return together([solution], full, paper)


def together(solutions: list[Solution], full: bool = False, paper: str = "a4", **options: object) -> str:
    """Several solutions as one document, each on a page of its own."""
    documents = [build(solution, full) for solution in solutions]
    parts: list[str] = []
    for k, document in enumerate(documents):
        parts += ["#pagebreak()"] if k else []
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
