"""Plain text and terminals: stacked fractions, aligned equals signs, lines that wrap under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..formula.arrays import Array, Numbers
from ..names import Name
from ..page.boxes import Box, Piece, beside, one_row, padded, paragraph, paragraphs, styled, width
from ..page.document import LONGEST_SUM, cell_of, shown_given, wordy
from ..page.glyphs import one_line
from ..page.lines import Page
from ..page.setting import Cell, Setting, cells
from ..page.tables import table_rows
from ..reading.problem import rounding_wanted
from ..solution import Block, Says, Section, Solution, Step, Table
from ..words import spoken
from .text_notation import FlatNotation, TextNotation

if TYPE_CHECKING:
    from ..page.document import TableCell

# What stands before a matrix takes about as many columns.
HEAD = 20
LABEL = 9  # columns of what is said before given numbers and answers
MOST_HEAD = 24  # columns of the names before the equals signs, where these stand under each other

# A line of a block: a step, the name of what was found before, or None for steps that are left out.
Entry = Step | Name | None


class _Options:
    """How a page is printed."""

    __slots__ = ("ascii", "color", "columns", "full")

    def __init__(self, columns: int, full: bool, ascii: bool, color: bool):
        self.columns, self.full, self.ascii, self.color = columns, full, ascii, color


class _Writer:
    """Prints one solution."""

    def __init__(self, solution: Solution, options: _Options):
        self.solution, self.options = solution, options
        self.columns, self.full = options.columns, options.full
        self.page = Page(solution)
        self.compact, self.brief = solution.layout == "compact", solution.detail == "brief"
        longest = None if self.full else LONGEST_SUM
        self.flat = FlatNotation(solution.names, self.compact, longest, options.ascii)
        self.tall = TextNotation(solution.names, self.compact, longest, not self.compact, options.ascii)
        self.tall.room = self.columns - HEAD
        self.stated = TextNotation(solution.names, self.compact, longest, not self.compact, options.ascii)
        self.stated.partials_stacked = True
        self.flat.counts = self.tall.counts = self.compact
        self.flat.dotted = self.tall.dotted = solution.layout == "dotted"
        self.put = self.flat.put
        self.asked = set(solution.asked)
        self.rows: list[str] = []
        self.setting = Setting(self.columns, self.compact, lambda text: self.style(text, "dim"))

    def say(self, says: Says | None) -> str:
        """A sentence with its names printed."""
        if says is None:
            return ""
        return self.put(spoken(says, self.flat.name))

    def style(self, text: str, style: str) -> str:
        return styled(text, style) if self.options.color and text else text

    def styled(self, rows: list[str], style: str):
        """Adds rows in a style."""
        self.rows += [self.style(row, style) for row in rows]

    def add(self, piece: Piece):
        """The rows of a piece."""
        if isinstance(piece, Box):
            self.rows += piece.rows
        else:
            self.rows.append(piece.rstrip())

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
        return self.printed()

    def exam(self) -> str:
        """The problem as an exam prints it: sentences and data, what is given, what is asked, how to round."""
        self.heading()
        self.sentences()
        self.given()
        return self.printed()

    def printed(self) -> str:
        """What is written so far; blanks at the ends of rows stay only among colours."""
        rows = self.rows if self.options.color else map(str.rstrip, self.rows)
        return "\n".join(rows) + "\n"

    def heading(self):
        title = self.put(one_line(self.solution.title or f"A problem of kind {self.solution.kind}"))
        subtitle = self.put(one_line(self.solution.subtitle))
        rows = paragraph(title, self.columns)
        room = self.columns - width(rows[-1]) - width(subtitle)
        self.styled(rows, "heading")
        if subtitle and room >= 3:  # at the right, behind the title
            self.rows[-1] += " " * room + subtitle
        elif subtitle:
            self.rows += [padded(row, self.columns, "right") for row in paragraph(subtitle, self.columns)]
        self.rows.append(self.put("─") * self.columns)

    def given(self):
        label = self.say(Says("page_given"))
        for row in self.solution.given_rows:
            shown = shown_given(row, self.page.shown, self.full)
            self.items(label, [self.given_item(name) if name else self.put("…") for name in shown])
            label = ""
        if self.asked:
            asked: list[Piece] = [self.style(self.flat.name(name), "asked") for name in self.solution.asked]
            self.items(self.say(Says("page_asked")), asked)

    def given_item(self, name: Name) -> Piece:
        given = self.page.shown[name]
        notation: TextNotation = self.tall if isinstance(given, Array | Numbers) else self.flat
        value = notation.write(given)
        if isinstance(value, str):
            value = self.style(value, "given")
        return beside([f"{self.flat.name(name)} = ", value])

    def items(self, label: str, items: Sequence[Piece]):
        """A label and items behind it, wrapped between items."""
        row: Piece = padded(label, LABEL)
        for item in items:
            if width(row) + width(item) > self.columns and not _stays(item, row):
                self.add(row)
                row = " " * LABEL
            row = beside([row, item, "   "])
        self.add(row)

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
        if sentences:
            self.rows += paragraph(" ".join(sentences), self.columns)

    def section(self, section: Section):
        self.title(section.title)
        for index, block in enumerate(section.blocks):
            self.block(block, first=index == 0)

    def title(self, says: Says | None):
        """The heading of a section or of the table at the end, on a rule; nothing where there is none."""
        if says is None:
            return
        line = self.put("━")
        first, *others = paragraph(self.say(says), self.columns - 6)
        rows = [f"{line * 2} {first}", *[f"   {row}" for row in others]]
        rows[-1] += " " + line * (self.columns - width(rows[-1]) - 1)
        self.rows.append("")
        self.styled(rows, "heading")

    # Blocks

    def block(self, block: Block, first: bool):
        if not first and (block.title or not self.compact):
            self.rows.append("")
        if block.title:
            self.rows += self.hung(self.say(block.title))
        if self.brief:
            self.lines(block.shown(self.full))
        else:
            self.explained(block)
        if block.table:
            self.table(block.table)
        self.rows += [""] * block.room

    def explained(self, block: Block):
        """A block with what is said above its lines, and the chain rule where it has one."""
        if block.intro:
            self.rows += paragraph(self.say(block.intro), self.columns)
        chained = self.page.chained(block)
        if chained:
            self.chain(block, *chained)
        else:
            self.lines(block.shown(self.full))

    def hung(self, title: str) -> list[str]:
        """A title on its row; a longer one wrapped behind its first word, where that stands apart."""
        if width(title) <= self.columns:
            return [title]
        word, apart, rest = title.partition("   ")
        if not rest or width(word) >= self.columns // 2:
            return paragraph(title, self.columns)
        indent = width(word + apart)
        first, *others = paragraph(rest, self.columns - indent)
        return [word + apart + first, *[" " * indent + row for row in others]]

    def chain(self, block: Block, goal: Step, names: list[Name]):
        """The chain rule in symbols, its factors one by one, then their product."""
        self.rows.append("")
        self.statement(goal)
        self.rows.append("")
        at = block.steps.index(goal)
        own = {step.name: step for step in block.steps[:at]}
        labels: dict[str, Piece] = {name: self.flat.label(number) for number, name in enumerate(names, 1)}
        entries: list[Entry] = [step for name, step in own.items() if name not in labels]
        entries += [own.get(name, name) for name in names]
        self.lines(entries, labels)
        self.rows.append("")
        self.flat.labels = self.tall.labels = labels
        self.lines([goal])
        self.flat.labels = self.tall.labels = {}
        rest = block.steps[at + 1 :]
        if rest:
            self.rows.append("")
            self.lines(rest)

    def statement(self, goal: Step):
        """∂E/∂w = the product of the factors, all stacked."""
        piece = beside(["  ", self.stated.head(goal.name), " = ", self.stated.write(goal.formula)])
        if width(piece) <= self.columns:
            self.add(piece)
        else:
            head = f"  {self.flat.head(goal.name)} = "
            self.rows += self.setting.hung(head, self.flat.write(goal.formula), 20)

    def lines(self, entries: Sequence[Entry], labels: Mapping[str, Piece] | None = None):
        """Lines of one block; ``labels`` are those of names whose lines are numbered."""
        if not entries:
            return
        names = list(map(_name_of, entries))
        heads = [self.flat.head(name) if name else "" for name in names]
        edge = min(max(map(width, heads)), MOST_HEAD)
        tags = _tags(names, labels) if labels else [""] * len(names)
        lines = []
        for entry, tag, head in zip(entries, tags, heads, strict=True):
            lines.append(self.line(entry, f"  {tag}{padded(head, edge)}"))
        self.rows += self.setting.rows(lines)

    def line(self, entry: Entry, head: str) -> tuple[str, list[Cell], str]:
        """One line of a block behind its head: its cells, and the reason."""
        if entry is None:
            self.flat.elided = True
            return self.put("  …"), [], ""
        if isinstance(entry, Name):
            value = self.page.shown[entry]
            return head, [Cell("=", self.tall.write(value), self.flat.write(value))], self.say(Says("network_found"))
        shown = cells(self.page.line(entry), self.page.shown, self.flat, self.tall)
        last = shown[-1]
        if entry.name in self.asked and isinstance(last.piece, str):
            shown[-1] = Cell(last.sign, self.style(last.piece, "asked"), self.style(last.flat, "asked"))
        return head, shown, "" if self.brief else self.say(entry.reason)

    # The end

    def table(self, table: Table):
        """A table, within the page."""
        rows = [list(map(self.cell, row)) for row in table.shown(self.full)]
        self.rows += table_rows(list(map(self.say, table.titles())), rows, wordy(table), self.columns)
        if table.note:
            self.rows += paragraph(self.say(table.note), self.columns)

    def cell(self, cell: TableCell) -> str:
        found = cell_of(cell, self.page, self.asked)
        text = found.written(self.say, self.put, self.flat.shown)
        return self.style(text, "asked") if found.asked else text

    def answers(self):
        if self.asked:
            self.rows.append("")
            self.items(self.say(Says("page_answer")), list(map(self.answer, self.solution.asked)))

    def answer(self, name: Name) -> Piece:
        head, shown = f"{self.flat.name(name)} = ", self.page.shown[name]
        value: Piece = self.flat.write(shown)
        if width(value) > self.columns // 2:
            value = self.tall.write(shown)
        if isinstance(value, str):
            return self.style(head + value, "asked")
        return beside([head, value])

    def closing(self):
        for note in self.page.closing(self.flat.elided or self.tall.elided):
            self.rows.append("")
            self.styled(paragraph(" ".join(map(self.say, note)), self.columns), "dim")


def _name_of(entry: Entry) -> Name | None:
    return entry.name if isinstance(entry, Step) else entry


def _tags(names: list[Name | None], labels: Mapping[str, Piece]) -> list[str]:
    """The labels of lines with room behind them; as much room where there is no label."""
    wide = max(map(width, labels.values()))
    return [padded(one_row(labels.get(name or "", "")), wide) + "  " for name in names]


def _stays(item: Piece, row: Piece) -> bool:
    """Whether an item stands in a row also where it is too wide: one in an empty row, a matrix behind a label alone."""
    if isinstance(row, str) and row.isspace():
        return True
    return isinstance(item, Box) and width(row) <= LABEL


def statement(solution: Solution, width: int = 80, ascii: bool = False) -> str:
    """What an exam would print of the problem, as text of at most ``width`` columns; of a paper, all its questions."""
    return _pages(solution, _Options(max(width, 60), False, ascii, False), _Writer.exam)


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
    options = _Options(max(width, 60), full, ascii, color)
    return _pages(solution, options, lambda writer: writer.write(statement))


def _pages(solution: Solution, options: _Options, printed: Callable[[_Writer], str]) -> str:
    """A page as ``printed`` gives it from a writer; of a paper, one for every question."""
    writer = _Writer(solution, options)
    if not solution.parts:
        return printed(writer)
    writer.heading()
    writer.rows += paragraphs([writer.put(one_line(line)) for line in solution.lines], writer.columns)
    for part in solution.parts:
        writer.title(part.title)
        writer.rows += ["", _pages(part.solution, options, printed).removesuffix("\n")]
    return "\n".join(writer.rows) + "\n"
