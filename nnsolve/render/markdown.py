r"""Markdown with $…$ mathematics, as GitHub shows it.

Display formulas stand between lines of ``$$`` with blank lines around, where no Markdown is read; what users wrote
is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..formula.expr import Expr
from ..page.document import Document, build
from ..page.glyphs import one_line
from ..page.parts import Cell, Grid, Paragraphs, Part, Row
from ..page.sentences import told
from ..solution import Says, Solution
from .latex_notation import LatexNotation
from .paragraphs import Printer

_ESCAPED = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~$&@:])")
_ESCAPED_INSIDE = re.compile(r"([\\`*_{}\[\]<>|~$&@])")  # inside a sentence
_SIGNS = {"→": r"\to", "≈": r"\approx", "=": "="}
_IN_TEXT = str.maketrans(
    {c: f"\\{c}" for c in "#$%&_{}"} | {"\\": r"\textbackslash ", "<": r"} \lt \text{", ">": r"} \gt \text{", "`": "‘"}
)
ONE_ROW = 80  # letters of a display's row, about


def escaped(text: str) -> str:
    """A user's text with nothing left that Markdown, HTML or mathematics would read."""
    return _ESCAPED.sub(r"\\\1", one_line(text))


def _text(sentence: str) -> str:
    """Words inside a displayed formula."""
    return rf"\text{{{sentence.translate(_IN_TEXT)}}}"


class Writer(Printer):
    """Prints one document; ``put`` passes on what is escaped."""

    def __init__(self, document: Document, put: Callable[[str], str] = str):
        super().__init__(document, LatexNotation)
        self.put = put

    def say(self, says: Says | None) -> str:
        return told(says, self.words, self.inline)

    def words(self, text: str) -> str:
        """Plain text inside a sentence."""
        return self.put(_ESCAPED_INSIDE.sub(r"\\\1", text))

    def text(self, text: str) -> str:
        """What users wrote."""
        return self.put(escaped(text))

    def taken(self) -> list[str]:
        """The paragraphs so far, which are not printed again."""
        parts, self.parts = self.parts, []
        return parts

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
        if document.subtitle:
            self.parts.append(self.text(document.subtitle))
        if stated:
            self.statement()
        self.given()

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
            answers = list(map(self.equation, document.answers))
            self.parts.append(f"**{self.say(Says('page_answer'))}:** {', '.join(answers)}")
        for note in document.closing(self.notation.elided):
            self.parts.append(self.paragraph(note))

    def equation(self, item: tuple[str, Expr] | None) -> str:
        """A name and its value; … for those that are left out."""
        if item is None:
            return "…"
        name, formula = item
        return f"${self.notation.name(name)} = {self.notation.write(formula)}$"

    def given(self):
        rows = [f"- {', '.join(map(self.equation, row))}" for row in self.document.given]
        if rows:
            self.parts.append("\n".join(rows))
        if self.document.asked:
            self.parts.append(
                f"**{self.say(Says('page_asked'))}:** " + ", ".join(map(self.inline, self.document.asked))
            )

    def block(self, block: Paragraphs):
        if block.title:
            self.parts.append(f"**{self.say(block.title)}**")
        if block.intro:
            self.parts.append(self.say(block.intro))
        if block.rule:
            self.display([f"{self.notation.head(block.rule.name)} &= {self.notation.write(block.rule.formula)}"])
        for group in block.groups:
            lines: list[str] = []
            for row in group:
                lines += self.rows(row)
            self.display(lines)
        self.table(block.grid)
        if block.room:
            self.parts.append("<br>" * block.room)

    def display(self, rows: list[str]):
        body = " \\\\\n".join(rows)
        self.parts.append(f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")

    def rows(self, row: Row | None) -> list[str]:
        """The rows of one line: formula, numbers put in, result; the reason behind the first."""
        if row is None:
            return [r"& \dots"]
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
        return told(row.reason, _text, self.notation.name, " ")

    def table(self, grid: Grid | None):
        if grid is None:
            return
        header = [self.say(title) or " " for title in grid.titles]
        rule = ["---" if words else "---:" for words in (True, *grid.wordy[1:])]
        lines = list(map(_table_row, [header, rule, *grid.written(self.cell)]))
        self.parts.append("\n".join(lines))
        if grid.note:
            self.parts.append(self.say(grid.note))

    def cell(self, cell: Cell) -> str:
        return cell.written(self.say, self.text, self.shown)


def _table_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


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
