r"""Markdown with $…$ mathematics, as GitHub shows it.

Display formulas stand between lines of ``$$`` with blank lines around, where no Markdown is read; what users wrote
is escaped.
"""

from __future__ import annotations

import re

from ..formula.expr import Expr
from ..formula.names import Mark
from ..page.document import Cell, Document, Grid, Paragraphs, Row, build
from ..page.glyphs import one_line
from ..page.sentences import Named, pieces
from ..solution import Says, Solution
from .latex_notation import LatexNotation

_ESCAPED = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~$&@:])")
_ESCAPED_INSIDE = re.compile(r"([\\`*_{}\[\]<>|~$&@])")  # inside a sentence
_SIGNS = {"→": r"\to", "≈": r"\approx", "=": "="}
_IN_TEXT = {c: f"\\{c}" for c in "#$%&_{}"} | {
    "\\": r"\textbackslash ",
    "<": r"} \lt \text{",
    ">": r"} \gt \text{",
    "`": "‘",
}
ONE_ROW = 80  # letters of a display's row, about


def escaped(text: str) -> str:
    """A user's text with nothing left that Markdown, HTML or mathematics would read."""
    return _ESCAPED.sub(r"\\\1", one_line(text))


def _text(sentence: str) -> str:
    """Words inside a displayed formula."""
    return rf"\text{{{''.join(_IN_TEXT.get(c, c) for c in sentence)}}}"


class _Writer:
    def __init__(self, document: Document):
        self.document = document
        self.notation = document.notation(LatexNotation)
        self.parts: list[str] = []

    def say(self, says: Says | None) -> str:
        return "".join(
            self.inline(part.name) if isinstance(part, Named) else _ESCAPED_INSIDE.sub(r"\\\1", part)
            for part in pieces(says)
        )

    def inline(self, name: str) -> str:
        return f"${self.notation.name(name)}$"

    def write(self) -> str:
        document = self.document
        self.parts += [f"# {escaped(document.title)}", *map(escaped, filter(None, [document.subtitle]))]
        self.given()
        for section in document.sections:
            self.parts.append(f"## {self.say(section.title)}")
            for block in section.blocks:
                self.block(block)
        self.table(document.grid)
        if document.answers:
            answers = ", ".join(f"${self.equation(name, formula)}$" for name, formula in document.answers)
            self.parts.append(f"**{self.say(Says('answer'))}:** {answers}")
        notes = [" ".join(map(self.say, note)) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        self.parts += filter(None, [*notes, self.say(document.check)])
        return "\n\n".join(self.parts) + "\n"

    def equation(self, name: str, formula: Expr) -> str:
        return f"{self.notation.name(name)} = {self.notation.write(formula)}"

    def given(self):
        rows = [", ".join(f"${self.equation(*item)}$" if item else "…" for item in row) for row in self.document.given]
        if rows:
            self.parts.append("\n".join(f"- {row}" for row in rows))
        if self.document.asked:
            self.parts.append(f"**{self.say(Says('asked'))}:** " + ", ".join(map(self.inline, self.document.asked)))

    def block(self, block: Paragraphs):
        if block.title:
            self.parts.append(f"**{self.say(block.title)}**")
        if block.intro:
            self.parts.append(self.say(block.intro))
        if block.rule:
            self.display([f"{self.notation.head(block.rule.name)} &= {self.notation.write(block.rule.formula)}"])
        for group in block.groups:
            self.display([line for row in group for line in (self.rows(row) if row else [r"& \dots"])])
        self.table(block.grid)

    def display(self, rows: list[str]):
        body = " \\\\\n".join(rows)
        self.parts.append(f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")

    def rows(self, row: Row) -> list[str]:
        """The rows of one line: formula, numbers put in, result; the reason behind the first."""
        sides = [(_SIGNS[sign], text) for sign, text, _ in row.sides(self.notation.write)]
        reason = " ".join(
            self.notation.name(part.name) if isinstance(part, Named) else _text(part) for part in pieces(row.reason)
        )
        note = f" && {reason}" if reason else ""
        head = self.notation.head(row.name)
        if sum(len(text) for _, text in sides) < ONE_ROW:
            return [f"{head} &{' '.join(f'{sign} {text}' for sign, text in sides)}{note}"]
        return [f"{'' if k else head} &{sign} {text}{'' if k else note}" for k, (sign, text) in enumerate(sides)]

    def table(self, grid: Grid | None):
        if grid is None:
            return
        header = [self.say(title) or " " for title in grid.titles]
        rows = [[self.cell(cell) for cell in row] for row in grid.rows]
        lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
        self.parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        if grid.note:
            self.parts.append(self.say(grid.note))

    def cell(self, cell: Cell) -> str:
        content = cell.content
        if isinstance(content, Says):
            return self.say(content)
        if isinstance(content, str):
            return escaped(content)
        text = self.notation.of_mark(content) if isinstance(content, Mark) else self.notation.write(content)
        return f"${text}$"


def render(solution: Solution, full: bool = False, **options) -> str:
    """The page as Markdown; ``full`` writes long sums out. Other page options do not change it."""
    document = build(solution, full)
    if not document.questions:
        return _Writer(document).write()
    paper = _Writer(document)
    pages = [f"# {escaped(document.title)}", *map(escaped, document.lines)]
    for question in document.questions:
        page = _Writer(question.document).write().replace("# ", "## ", 1).rstrip()
        pages += [f"# {paper.say(question.title)}", page]
    return "\n\n".join(pages) + "\n"
