r"""Markdown with $…$ mathematics, as GitHub shows it.

Display formulas stand between lines of ``$$`` with blank lines around, where no Markdown is read; what users wrote
is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..formula.expr import Expr
from ..formula.marks import Mark
from ..page.document import Cell, Document, Grid, Paragraphs, Part, Row, build
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


class Writer:
    """Prints one document, paragraph by paragraph, into ``parts``; ``put`` passes on what is escaped."""

    def __init__(self, document: Document, put: Callable[[str], str] = str):
        self.document, self.put = document, put
        self.notation = document.notation(LatexNotation)
        self.parts: list[str] = []

    def say(self, says: Says | None) -> str:
        return "".join(
            self.inline(part.name) if isinstance(part, Named) else self.put(_ESCAPED_INSIDE.sub(r"\\\1", part))
            for part in pieces(says)
        )

    def text(self, text: str) -> str:
        """What users wrote."""
        return self.put(escaped(text))

    def taken(self) -> list[str]:
        """The paragraphs so far, which are not printed again."""
        parts, self.parts = self.parts, []
        return parts

    def inline(self, name: str) -> str:
        return f"${self.notation.name(name)}$"

    def write(self, stated: bool = False) -> str:
        self.top(stated)
        for section in self.document.sections:
            self.section(section)
        self.closing()
        return "\n\n".join(self.parts) + "\n"

    def top(self, stated: bool):
        """Title, what an exam would say where that is ``stated``, and what is given."""
        document = self.document
        self.parts.append(f"# {self.text(document.title)}")
        self.parts += [self.text(document.subtitle)] if document.subtitle else []
        if stated:
            self.statement()
        self.given()

    def statement(self):
        """What an exam would print: sentences in one paragraph, tables between them."""
        sentences: list[str] = []
        for item in [*self.document.statement, None]:
            if isinstance(item, Says):
                sentences.append(self.say(item))
                continue
            self.parts += [" ".join(sentences)] if sentences else []
            sentences = []
            self.table(item)

    def section(self, section: Part):
        self.parts.append(f"## {self.say(section.title)}")
        for block in section.blocks:
            self.block(block)

    def closing(self):
        """The table at the end, the answers, the notes."""
        document = self.document
        if document.grid and document.grid.title:
            self.parts.append(f"## {self.say(document.grid.title)}")
        self.table(document.grid)
        if document.answers:
            answers = ", ".join(f"${self.equation(name, formula)}$" for name, formula in document.answers)
            self.parts.append(f"**{self.say(Says('answer'))}:** {answers}")
        notes = [" ".join(map(self.say, note)) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        self.parts += filter(None, [*notes, self.say(document.check)])

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
        self.parts += ["<br>" * block.room] if block.room else []

    def display(self, rows: list[str]):
        body = " \\\\\n".join(rows)
        self.parts.append(f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")

    def rows(self, row: Row) -> list[str]:
        """The rows of one line: formula, numbers put in, result; the reason behind the first."""
        written = row.sides(self.notation.write)
        sides = [f"{_SIGNS[side.sign]} {side.text}" for side in written]
        reason = self.reason(row)
        note = f" && {reason}" if reason else ""
        head = self.notation.head(row.name)
        if sum(len(side.text) for side in written) < ONE_ROW:
            return [f"{head} &{' '.join(sides)}{note}"]
        first, *others = sides
        return [f"{head} &{first}{note}", *[f" &{side}" for side in others]]

    def reason(self, row: Row) -> str:
        """The reason of a line as words in mathematics, its names as mathematics."""
        parts = []
        for part in pieces(row.reason):
            parts.append(self.notation.name(part.name) if isinstance(part, Named) else _text(part))
        return " ".join(parts)

    def table(self, grid: Grid | None):
        if grid is None:
            return
        header = [self.say(title) or " " for title in grid.titles]
        rule = ["---" if words else "---:" for words in (True, *grid.wordy[1:])]
        lines = [header, rule, *grid.written(self.cell)]
        self.parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        if grid.note:
            self.parts.append(self.say(grid.note))

    def cell(self, cell: Cell) -> str:
        content = cell.content
        if isinstance(content, Says):
            return self.say(content)
        if isinstance(content, str):
            return self.text(content)
        text = self.notation.of_mark(content) if isinstance(content, Mark) else self.notation.write(content)
        return f"${text}$"


def render(solution: Solution, full: bool = False, statement: bool = False, **options: object) -> str:
    """The page as Markdown; ``full`` writes long sums out, ``statement`` begins with what an exam would say.

    Other page options do not change it.
    """
    document = build(solution, full)
    if not document.questions:
        return Writer(document).write(statement)
    paper = Writer(document)
    pages = [f"# {escaped(document.title)}", *map(escaped, document.lines)]
    for question in document.questions:
        page = Writer(question.document).write(statement).replace("# ", "## ", 1).rstrip()
        pages += [f"# {paper.say(question.title)}", page]
    return "\n\n".join(pages) + "\n"
