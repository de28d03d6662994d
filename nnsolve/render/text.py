"""Plain text and terminals: stacked fractions, aligned equals signs, lines that wrap under them."""

from __future__ import annotations

from ..formula.expr import Array, Expr, Num, Relation
from ..formula.names import Mark
from ..page.boxes import Box, Piece, beside, padded, paragraph, styled, width, wrapped
from ..page.glyphs import CIRCLED, grouped, one_line
from ..page.lines import Line, Page
from ..page.tables import table_rows
from ..solution import Block, Ref, Says, Section, Solution, Step, Table
from ..words import spoken
from .text_notation import TextNotation

_BREAKS = ("+", "−", "×", "·", "⊙", "-", "*")
# Longer lines are set under each other, so that the eye finds formula, numbers and result.
ONE_LINE = 72
REASONS_AT = 50


class _Writer:
    """Prints one solution."""

    def __init__(self, solution: Solution, columns: int, full: bool, ascii_only: bool, color: bool):
        self.solution, self.columns, self.color = solution, columns, color
        self.page = Page(solution)
        compact = solution.layout == "compact"
        longest = None if full else 12
        self.flat = TextNotation(solution.names, compact, longest, False, ascii_only)
        self.tall = TextNotation(solution.names, compact, longest, not compact, ascii_only)
        self.stated = TextNotation(solution.names, compact, longest, not compact, ascii_only)
        self.stated.partials_stacked = True
        self.full, self.compact, self.ascii = full, compact, ascii_only
        self.brief = solution.detail == "brief"
        self.put = self.flat.put
        self.asked = set(solution.asked)
        self.rows: list[str] = []

    # Words

    def say(self, says: Says | None) -> str:
        """A sentence with its names printed."""
        if says is None:
            return ""
        return self.put(spoken(says, self.flat.name))

    def style(self, text: str, style: str) -> str:
        return styled(text, style) if self.color and text else text

    # The page

    def write(self) -> str:
        self.heading()
        self.given()
        for section in self.solution.sections:
            self.section(section)
        if self.solution.table:
            self.table(self.solution.table)
        self.answers()
        self.closing()
        return "\n".join(row.rstrip() if not self.color else row for row in self.rows) + "\n"

    def heading(self):
        title = self.put(one_line(self.solution.title or f"A problem of kind {self.solution.kind}"))
        subtitle = self.put(one_line(self.solution.subtitle))
        room = self.columns - width(title) - width(subtitle)
        if subtitle and room >= 3:
            self.rows.append(self.style(title, "heading") + " " * room + subtitle)
        else:
            self.rows += [self.style(row, "heading") for row in paragraph(title, self.columns)]
            self.rows += paragraph(subtitle, self.columns) if subtitle else []
        self.rows.append(self.put("─") * self.columns)

    def given(self):
        label = self.say(Says("given"))
        for row in self.solution.given_rows:
            shown = row if self.full or len(row) <= 24 else [*row[:6], "", row[-1]]
            items = [self.given_item(name) if name else self.put("…") for name in shown]
            self.items(label, items)
            label = ""
        if self.solution.asked:
            self.items(
                self.say(Says("asked")), [self.style(self.flat.name(name), "asked") for name in self.solution.asked]
            )

    def given_item(self, name: str) -> Piece:
        given = self.solution.given[name]
        value = self.tall.write(given) if isinstance(given, Array) else self.flat.write(given)
        if isinstance(value, str):
            value = self.style(value, "given")
        return beside([f"{self.flat.name(name)} = ", value])

    def items(self, label: str, items: list[Piece]):
        """A label and items behind it, wrapped between items; a matrix has rows of its own."""
        row = padded(label, 9)
        for item in items:
            if isinstance(item, Box):
                self.rows += beside([row, item]).rows
                return
            if width(row) + width(item) > self.columns and row.strip():
                self.rows.append(row.rstrip())
                row = " " * 9
            row += item + "   "
        self.rows.append(row.rstrip())

    def section(self, section: Section):
        title = self.say(section.title)
        line = self.put("━")
        *above, last = paragraph(title, self.columns - 6)
        head = f"{'   ' if above else line * 2 + ' '}{last} "
        above = [f"{'   ' if k else line * 2 + ' '}{row}" for k, row in enumerate(above)]
        self.rows.append("")
        self.rows += [self.style(row, "heading") for row in (*above, head + line * (self.columns - width(head)))]
        for index, block in enumerate(section.blocks):
            self.block(block, first=index == 0)

    def block(self, block: Block, first: bool):
        title, intro = self.say(block.title), self.say(block.intro)
        if not first and (not self.compact or title):
            self.rows.append("")
        if title:
            self.rows += self.hung(title)
        if intro and not self.brief:
            self.rows += paragraph(intro, self.columns)
        goal = next((step for step in block.steps if step.name == block.goal), None)
        names = self.page.factors(block)
        if goal and names and not self.brief:
            self.chain(block, goal, names)
        else:
            self.lines([(step, "") for step in block.steps])
        if block.table:
            self.table(block.table)

    def hung(self, title: str) -> list[str]:
        """A title on its row; a longer one wrapped behind its first word, where that stands apart."""
        if width(title) <= self.columns:
            return [title]
        first, apart, rest = title.partition("   ")
        indent = width(first + apart) if rest and width(first) < self.columns // 2 else 0
        rows = paragraph(title[len(first + apart) :] if indent else title, self.columns - indent)
        return [(first + apart if indent and k == 0 else " " * indent) + row for k, row in enumerate(rows)]

    def chain(self, block: Block, goal: Step, names: list[str]):
        """The chain rule in symbols, its factors one by one, then their product."""
        self.rows.append("")
        self.statement(goal)
        self.rows.append("")
        at = block.steps.index(goal)
        own = {step.name: step for step in block.steps[:at]}
        labels = {name: self.put(CIRCLED[k]) for k, name in enumerate(names)}
        unlabelled = [(step, "") for name, step in own.items() if name not in labels]
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
            self.hang(head, self.flat.write(goal.formula))

    def hang(self, head: str, text: str):
        """A text behind a head, wrapped under its own beginning."""
        room = self.columns - width(head)
        for k, row in enumerate(wrapped(text, max(room, 20), _BREAKS)):
            self.rows.append((head if k == 0 else " " * width(head)) + row)

    def lines(self, entries: list[tuple[Step | str, str]]):
        """Lines of one block with their equals signs under each other. A name instead of a step was found before."""
        if not entries:
            return
        left = [self.flat.head(e if isinstance(e, str) else e.name) for e, _ in entries]
        edge = min(max(map(width, left)), 24)
        tag = max(width(label) for _, label in entries)
        was_tall = False
        for (entry, label), name in zip(entries, left, strict=True):
            head = "  " + (padded(label, tag) + "  " if tag else "") + padded(name, edge)
            if isinstance(entry, str):
                value = self.page.shown[entry]
                cells, reason = [("=", self.tall.write(value), self.flat.write(value))], self.say(Says("found"))
            else:
                cells, reason = self.cells(self.page.line(entry)), "" if self.brief else self.say(entry.reason)
            tall = any(isinstance(piece, Box) for _, piece, _ in cells)
            if tall and was_tall:
                self.rows.append("")
            was_tall = tall
            self.set(head, cells, reason, not isinstance(entry, str) and entry.name in self.asked)

    def cells(self, line: Line) -> list[tuple[str, Piece, str]]:
        """What stands between the equals signs: (sign before, tall piece, flat piece)."""
        contents = [("=", line.formula, None)]
        if line.substitution:
            contents.append(("=", line.formula, self.page.shown))
        if line.chosen:
            contents.append(("=", line.chosen, self.page.shown))
        if line.before:
            contents += [("=", Num(line.before, 0.0), None), (self.put("→"), line.result, None)]
        elif line.relation:
            contents.append((self.put(line.relation), line.result, None))
        cells: list[tuple[str, Piece, str]] = []
        for relation, content, numbers in contents:
            flat = self.flat.write(content, numbers)
            if not cells or flat != cells[-1][2]:
                cells.append((relation, self.tall.write(content, numbers), flat))
        return cells

    def set(self, head: str, cells: list[tuple[str, Piece, str]], reason: str, asked: bool):
        """One line of the page: in one row where that is short, else under each other, else wrapped."""
        if asked and isinstance(cells[-1][1], str):
            relation, piece, flat = cells[-1]
            cells = [*cells[:-1], (relation, self.style(piece, "asked"), self.style(flat, "asked"))]
        whole = beside([head, *[part for relation, piece, _ in cells for part in (f" {relation} ", piece)]])
        limit = self.columns if self.compact else min(self.columns, ONE_LINE)
        short = width(whole) <= limit
        if short and (self.compact or isinstance(whole, Box) or len(cells) <= 2 or self._column(whole, reason)):
            self._place(head, whole, reason)
            return
        for k, row in enumerate(self._rows(head, cells)):
            start = head if k == 0 else " " * width(head)
            whole = beside([start, *[part for relation, piece in row for part in (f" {relation} ", piece)]])
            if width(whole) <= self.columns:
                self._place(head, whole, reason if k == 0 else "")
                continue
            self._wrapped(f"{start} {row[0][0]} ", row[0][1])
            if k == 0 and reason:
                self._below(head, reason)

    def _rows(self, head: str, cells: list[tuple[str, Piece, str]]) -> list[list[tuple[str, Piece]]]:
        """The cells row by row: one in each, but what follows a fraction stands beside it while there is room."""
        room, rows, used = self.columns - width(head), [], 0
        for relation, piece, flat in cells:
            sign = width(relation) + 2
            shown = piece if width(piece) + sign <= room else flat
            used += width(shown) + sign
            if rows and isinstance(rows[-1][-1][1], Box) and used <= room:
                rows[-1].append((relation, shown))
            else:
                rows.append([(relation, shown)])
                used = width(shown) + sign
        return rows

    def _column(self, row: Piece, reason: str) -> int:
        """Where a reason stands beside a row: in its own column if it can, 0 where there is no room."""
        if not reason:
            return max(width(row), 1)
        column = min(max(width(row) + 3, REASONS_AT), self.columns - width(reason))
        return column if column >= width(row) + 2 else 0

    def _place(self, head: str, row: Piece, reason: str):
        """A row or box, with its reason at the right of the baseline, or below where there is no room."""
        rows, base = (list(row.rows), row.base) if isinstance(row, Box) else ([row], 0)
        column = self._column(row, reason)
        if reason and column:
            rows[base] = padded(rows[base], column) + self.style(reason, "dim")
        self.rows += rows
        if reason and not column:
            self._below(head, reason)

    def _below(self, head: str, reason: str):
        """A reason on rows of its own."""
        indent = " " * (width(head) + 3 if width(head) < self.columns // 2 else 6)
        self.rows += [indent + self.style(row, "dim") for row in paragraph(reason, self.columns - len(indent))]

    def _wrapped(self, start: str, text: str):
        for k, row in enumerate(wrapped(text, max(self.columns - width(start), 16), _BREAKS)):
            self.rows.append((start if k == 0 else " " * width(start)) + row)

    # The end

    def table(self, table: Table):
        """A table, within the page."""
        titles = [self.say(title) for title in table.titles()]
        rows = [[self.cell(cell) for cell in row] for row in table.shown(self.full)]
        self.rows += table_rows(titles, rows, [self._wordy(table, k) for k in range(len(titles))], self.columns)
        if table.note:
            self.rows += paragraph(self.say(table.note), self.columns)

    def _wordy(self, table: Table, column: int) -> bool:
        """Whether a column holds words, which stand at the left."""
        cells = [row[column] for row in table.rows if column < len(row)]
        return any(
            isinstance(cell, Says | Mark | Relation) or (isinstance(cell, str) and cell not in ("", "…"))
            for cell in cells
        )

    def cell(self, cell) -> str:
        if isinstance(cell, Ref):
            value = cell.of(self.solution.values)
            counted = isinstance(value, int) and self.compact
            text = self.put(grouped(value)) if counted else self.flat.write(self.page.cell(cell))
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
            items.append(self.style(f"{self.flat.name(name)} = {value}", "asked") if isinstance(value, str) else "")
        self.items(self.say(Says("answer")), [item for item in items if item])

    def closing(self):
        notes = self.page.notes(self.say)
        if self.flat.elided or self.tall.elided:
            notes.append(self.say(Says("note_elided")))
        notes.append(self.say(self.solution.check))
        for note in filter(None, notes):
            self.rows.append("")
            self.rows += [self.style(row, "dim") for row in paragraph(note, self.columns)]


def render(solution: Solution, width: int = 80, full: bool = False, ascii: bool = False, color: bool = False) -> str:
    """The page as text of at most ``width`` columns (60 or more).

    ``full`` writes long sums out, ``ascii`` keeps to ASCII, ``color`` leaves the style marks of
    :mod:`nnsolve.page.boxes` in the text for the terminal to colour.
    """
    writer = _Writer(solution, max(width, 60), full, ascii, color)
    if not solution.parts:
        return writer.write()
    writer.heading()
    writer.rows += [row for line in solution.lines for row in paragraph(writer.put(one_line(line)), writer.columns)]
    for part in solution.parts:
        writer.section(Section(part.title))
        writer.rows += ["", _Writer(part.solution, max(width, 60), full, ascii, color).write().rstrip("\n")]
    return "\n".join(writer.rows) + "\n"
