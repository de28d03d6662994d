"""Plain text and terminals: stacked fractions, aligned equals signs, lines that wrap under them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..formula.arrays import Array, Numbers
from ..formula.expr import Expr
from ..formula.marks import Mark
from ..names import Name
from ..page.boxes import Box, Piece, beside, padded, paragraph, styled, width
from ..page.document import wordy
from ..page.glyphs import CIRCLED, grouped, one_line
from ..page.lines import Page
from ..page.setting import Cell, Setting, cells
from ..page.tables import table_rows
from ..reading.problem import rounding_wanted
from ..solution import Block, Ref, Says, Section, Solution, Step, Table
from ..words import spoken
from .text_notation import TextNotation

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

# Of more matrices in a row of the given numbers the middle is left out.
MOST_MATRICES = 8
# What stands before a matrix takes about as many columns.
HEAD = 20


class _Writer:
    """Prints one solution."""

    def __init__(self, solution: Solution, columns: int, full: bool, ascii_only: bool, color: bool):
        self.solution, self.columns, self.color = solution, columns, color
        self.page = Page(solution)
        compact = solution.layout == "compact"
        longest = None if full else 12
        self.flat = TextNotation(solution.names, compact, longest, False, ascii_only)
        self.tall = TextNotation(solution.names, compact, longest, not compact, ascii_only)
        self.tall.room = columns - HEAD
        self.stated = TextNotation(solution.names, compact, longest, not compact, ascii_only)
        self.stated.partials_stacked = True
        self.flat.counts = self.tall.counts = compact
        self.flat.dotted = self.tall.dotted = solution.layout == "dotted"
        self.full, self.compact, self.ascii = full, compact, ascii_only
        self.brief = solution.detail == "brief"
        self.put = self.flat.put
        self.asked = set(solution.asked)
        self.rows: list[str] = []
        self.setting = Setting(columns, compact, lambda text: self.style(text, "dim"))

    def say(self, says: Says | None) -> str:
        """A sentence with its names printed."""
        if says is None:
            return ""
        return self.put(spoken(says, self.flat.name))

    def style(self, text: str, style: str) -> str:
        return styled(text, style) if self.color and text else text

    # The page

    def write(self, stated: bool = False) -> str:
        self.heading()
        if stated:
            self.sentences()
        self.given()
        for section in self.solution.sections:
            self.section(section)
        if self.solution.table:
            self.title(self.solution.table.title)
            self.table(self.solution.table)
        self.answers()
        self.closing()
        return "\n".join(row.rstrip() if not self.color else row for row in self.rows) + "\n"

    def heading(self):
        title = self.put(one_line(self.solution.title or f"A problem of kind {self.solution.kind}"))
        subtitle = self.put(one_line(self.solution.subtitle))
        *above, last = paragraph(title, self.columns)
        self.rows += [self.style(row, "heading") for row in above]
        room = self.columns - width(last) - width(subtitle)
        if subtitle and room >= 3:  # at the right, behind the title or below it
            self.rows.append(self.style(last, "heading") + " " * room + subtitle)
        else:
            self.rows.append(self.style(last, "heading"))
            self.rows += [padded(row, self.columns, "right") for row in paragraph(subtitle, self.columns) if row]
        self.rows.append(self.put("─") * self.columns)

    def given(self):
        label = self.say(Says("given"))
        for row in self.solution.given_rows:
            tall = row and isinstance(self.solution.given.get(row[0]), (Array, Numbers))
            shown = row if self.full or len(row) <= (MOST_MATRICES if tall else 24) else [*row[:6], "", row[-1]]
            items = [self.given_item(name) if name else self.put("…") for name in shown]
            self.items(label, items)
            label = ""
        if self.solution.asked:
            self.items(
                self.say(Says("asked")), [self.style(self.flat.name(name), "asked") for name in self.solution.asked]
            )

    def given_item(self, name: Name) -> Piece:
        given = self.solution.given[name]
        value = self.tall.write(given) if isinstance(given, (Array, Numbers)) else self.flat.write(given)
        if isinstance(value, str):
            value = self.style(value, "given")
        return beside([f"{self.flat.name(name)} = ", value])

    def items(self, label: str, items: list[Piece]):
        """A label and items behind it, wrapped between items."""
        row: Piece = padded(label, 9)
        for item in items:
            first = isinstance(item, Box) and width(row) <= 9
            if width(row) + width(item) > self.columns and not first and not (isinstance(row, str) and row.isspace()):
                self.rows += row.rows if isinstance(row, Box) else [row.rstrip()]
                row = " " * 9
            row = beside([row, item, "   "])
        self.rows += row.rows if isinstance(row, Box) else [row.rstrip()]

    def exam(self) -> str:
        """The problem as an exam prints it: sentences and data, what is given, what is asked, how to round."""
        self.heading()
        self.sentences()
        self.given()
        return "\n".join(row.rstrip() for row in self.rows) + "\n"

    def sentences(self):
        """What an exam says before the given numbers, and its tables of data."""
        sentences: list[str] = []
        for item in [*self.solution.statement, rounding_wanted(self.solution.rounding)]:
            if isinstance(item, Table):
                self.rows += paragraph(" ".join(sentences), self.columns)
                self.table(item)
                self.rows.append("")
                sentences = []
            elif item:
                sentences.append(self.say(item))
        self.rows += paragraph(" ".join(sentences), self.columns) if sentences else []

    def section(self, section: Section):
        self.title(section.title)
        for index, block in enumerate(section.blocks):
            self.block(block, first=index == 0)

    def title(self, says: Says | None):
        """The heading of a section or of the table at the end, on a rule; nothing where there is none."""
        if says is None:
            return
        title = self.say(says)
        line = self.put("━")
        *above, last = paragraph(title, self.columns - 6)
        head = f"{'   ' if above else line * 2 + ' '}{last} "
        above = [f"{'   ' if k else line * 2 + ' '}{row}" for k, row in enumerate(above)]
        self.rows.append("")
        self.rows += [self.style(row, "heading") for row in (*above, head + line * (self.columns - width(head)))]

    def block(self, block: Block, first: bool):
        title, intro = self.say(block.title), self.say(block.intro)
        if not first and (not self.compact or title):
            self.rows.append("")
        if title:
            self.rows += self.hung(title)
        if intro and not self.brief:
            self.rows += paragraph(intro, self.columns)
        chained = None if self.brief else self.page.chained(block)
        if chained:
            self.chain(block, *chained)
        else:
            self.lines([(step, "") for step in block.shown(self.full)])
        if block.table:
            self.table(block.table)
        self.rows += [""] * block.room

    def hung(self, title: str) -> list[str]:
        """A title on its row; a longer one wrapped behind its first word, where that stands apart."""
        if width(title) <= self.columns:
            return [title]
        first, apart, rest = title.partition("   ")
        indent = width(first + apart) if rest and width(first) < self.columns // 2 else 0
        rows = paragraph(title[len(first + apart) :] if indent else title, self.columns - indent)
        return [(first + apart if indent and k == 0 else " " * indent) + row for k, row in enumerate(rows)]

    def chain(self, block: Block, goal: Step, names: list[Name]):
        """The chain rule in symbols, its factors one by one, then their product."""
        self.rows.append("")
        self.statement(goal)
        self.rows.append("")
        at = block.steps.index(goal)
        own = {step.name: step for step in block.steps[:at]}
        labels = {name: self.put(CIRCLED[k]) for k, name in enumerate(names)}
        unlabelled: list[tuple[Step | Name | None, str]] = [
            (step, "") for name, step in own.items() if name not in labels
        ]
        self.lines(unlabelled + [(own.get(name) or name, labels[name]) for name in names])
        self.rows.append("")
        self.flat.labels = self.tall.labels = labels
        self.lines([(goal, "")])
        self.flat.labels = self.tall.labels = {}
        if block.steps[at + 1 :]:
            self.rows.append("")
            self.lines([(step, "") for step in block.steps[at + 1 :]])

    def statement(self, goal: Step):
        """∂E/∂w = the product of the factors, all stacked."""
        equals = " = "
        piece = beside(["  ", self.stated.head(goal.name), equals, self.stated.write(goal.formula)])
        if width(piece) <= self.columns:
            self.rows += piece.rows if isinstance(piece, Box) else [piece]
        else:
            head = f"  {self.flat.head(goal.name)} = "
            self.rows += self.setting.hung(head, self.flat.write(goal.formula), 20)

    def lines(self, entries: list[tuple[Step | Name | None, str]]):
        """Lines of one block. A name instead of a step was found before, None stands for steps that are left out."""
        if not entries:
            return
        left = [self.left(entry) for entry, _ in entries]
        edge = min(max(map(width, left)), 24)
        tag = max(width(label) for _, label in entries)
        lines: list[tuple[str, list, str]] = []
        for (entry, label), name in zip(entries, left, strict=True):
            head = "  " + (padded(label, tag) + "  " if tag else "") + padded(name, edge)
            lines.append(self.line(entry, head))
        self.rows += self.setting.rows(lines)

    def left(self, entry: Step | Name | None) -> str:
        """What stands at the left of a line."""
        if entry is None:
            return ""
        return self.flat.head(entry if isinstance(entry, str) else entry.name)

    def line(self, entry: Step | Name | None, head: str) -> tuple[str, list[Cell], str]:
        """One line of a block behind its head: its cells, and the reason."""
        if entry is None:
            self.flat.elided = True
            return self.put("  …"), [], ""
        if isinstance(entry, str):
            value = self.page.shown[entry]
            return head, [("=", self.tall.write(value), self.flat.write(value))], self.say(Says("found"))
        shown = cells(self.page.line(entry), self.page.shown, self.flat, self.tall)
        if entry.name in self.asked and isinstance(shown[-1][1], str):
            sign, *pieces = shown[-1]
            shown[-1] = (sign, *[self.style(piece, "asked") for piece in pieces])
        return head, shown, "" if self.brief else self.say(entry.reason)

    # The end

    def table(self, table: Table):
        """A table, within the page."""
        rows = [[self.cell(cell) for cell in row] for row in table.shown(self.full)]
        self.rows += table_rows(list(map(self.say, table.titles())), rows, wordy(table), self.columns)
        if table.note:
            self.rows += paragraph(self.say(table.note), self.columns)

    def cell(self, cell: Ref | Says | Expr | Mark | float | Decimal | Fraction | str) -> str:
        if isinstance(cell, Ref):
            text = self.flat.write(self.page.cell(cell))
            return self.style(text, "asked") if cell.name in self.asked else text
        if isinstance(cell, Says):
            return self.say(cell)
        if isinstance(cell, Expr):
            return self.flat.write(cell)
        if isinstance(cell, Mark):
            return self.flat.mark(cell)
        if isinstance(cell, int):
            return self.put(grouped(cell))
        return self.put(one_line(cell)) if isinstance(cell, str) else self.flat.write(self.page.shown.of(cell))

    def answers(self):
        if not self.solution.asked:
            return
        self.rows.append("")
        items = []
        for name in self.solution.asked:
            value = self.flat.write(self.page.shown[name])
            if width(value) > self.columns // 2:
                value = self.tall.write(self.page.shown[name])
            head = f"{self.flat.name(name)} = "
            items.append(self.style(head + value, "asked") if isinstance(value, str) else beside([head, value]))
        self.items(self.say(Says("answer")), items)

    def closing(self):
        notes = self.page.notes(self.say)
        if self.flat.elided or self.tall.elided:
            notes.append(self.say(Says("note_elided")))
        notes.append(self.say(self.solution.check))
        for note in filter(None, notes):
            self.rows.append("")
            self.rows += [self.style(row, "dim") for row in paragraph(note, self.columns)]


def statement(solution: Solution, width: int = 80, ascii: bool = False) -> str:
    """What an exam would print of the problem, as text of at most ``width`` columns; of a paper, all its questions."""
    return _pages(solution, (max(width, 60), False, ascii, False), _Writer.exam)


def render(
    solution: Solution,
    width: int = 80,
    full: bool = False,
    ascii: bool = False,
    color: bool = False,
    statement: bool = False,
) -> str:
    """The page as text of at most ``width`` columns (60 or more).

    ``full`` writes long sums out, ``ascii`` keeps to ASCII, ``color`` leaves the style marks of
    :mod:`nnsolve.page.boxes` in the text for the terminal to colour. ``statement`` begins with what an exam would say.
    """
    return _pages(solution, (max(width, 60), full, ascii, color), lambda writer: writer.write(statement))


def _pages(solution: Solution, options: tuple, printed: Callable[[_Writer], str]) -> str:
    """A page as ``printed`` gives it from a writer; of a paper, one for every question."""
    writer = _Writer(solution, *options)
    if not solution.parts:
        return printed(writer)
    writer.heading()
    writer.rows += [row for line in solution.lines for row in paragraph(writer.put(one_line(line)), writer.columns)]
    for part in solution.parts:
        writer.section(Section(part.title))
        writer.rows += ["", _pages(part.solution, options, printed).removesuffix("\n")]
    return "\n".join(writer.rows) + "\n"
