"""The document: a solution as a tree that every format prints, with nothing of any format in it.

A new format needs two things: a notation (a subclass of :class:`nnsolve.render.notation.Notation`, which says how
pieces of a formula look) and a ``render`` that walks this tree::

    document = build(solution, full)
    notation = document.notation(LatexNotation)          # names, × or ·, and how long a sum may be
    for section in document.sections:
        heading(say(section.title))
        for block in section.blocks:                      # title, intro: sentences or None
            if block.rule:                                # the chain rule, stated in symbols
                display(notation.head(block.rule.name), notation.write(block.rule.formula))
            for rows in block.groups:                     # lines that belong under one another; None: some left out
                for row in rows:
                    for side in notation.sides(row):      # sign, text, role: formula, substitution, …, result
                        ...
            if block.grid: ...                            # a table
    if document.grid: ...                                 # the table at the end, with a title of its own
    for question in document.questions: ...               # of a paper: title and a document of its own

Sentences stay :class:`~nnsolve.solution.Says`; :func:`nnsolve.page.sentences.pieces` gives their text and the names in
it apart, so that text is escaped and names are set as mathematics. All plain ``str`` in the tree is on one line and
without control characters, but may hold every sign that a format reads, for users wrote it: escape it.
``document.closing(notation.elided)`` gives the notes below, in paragraphs. Values at full precision are in
``document.values``, by the canonical names that rows and cells carry; ``row.uses`` names what a row is computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..formula.arrays import Array, Numbers
from ..formula.expr import Expr, Num, Relation, symbols
from ..formula.marks import Mark
from ..names import Name
from ..reading.problem import rounding_wanted
from ..solution import Block, Ref, Says, Section, Solution, Step, Table
from .glyphs import grouped, one_line
from .lines import Line, Page
from .parts import Cell, Grid, Paragraphs, Part, Question, Row, Rule, Side

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    TableCell = Ref | Says | Expr | Mark | float | Decimal | Fraction | str

# Of more given numbers, or matrices, in one row the middle is left out.
MOST_GIVEN, MOST_MATRICES, FIRST_GIVEN = 24, 8, 6
LONGEST_SUM = 12


class _Notation(Protocol):
    """A notation, of which it is said here whether numbers are multiplied by a dot."""

    dotted: bool


N = TypeVar("N", bound=_Notation)


class Document:
    """A solution, ready to be printed.

    ``title``, ``subtitle`` and ``lines`` (of a paper: course, date, marks, instructions) are plain text. ``given``
    holds rows of (name, formula), None where some are left out; ``asked`` names. ``statement`` is what an exam prints:
    paragraphs of sentences, and tables. ``answers`` are (name, formula).
    """

    def __init__(self, solution: Solution, full: bool = False):
        self.solution, self.full = solution, full
        self.page = Page(solution)
        self.elided = False
        self.brief = solution.detail == "brief"
        self.title = one_line(solution.title or f"A problem of kind {solution.kind}")
        self.subtitle = one_line(solution.subtitle)
        self.lines = list(map(one_line, solution.lines))
        self.questions = [Question(part.title, Document(part.solution, full)) for part in solution.parts]
        self.asked = list(solution.asked)
        self.given = list(map(self._given, solution.given_rows))
        self.statement = self._statement()
        self.sections = list(map(self._section, solution.sections))
        self.grid = self._grid(solution.table)
        self.answers = [(name, self.page.shown[name]) for name in self.asked]

    def closing(self, elided: bool) -> list[list[Says]]:
        """The paragraphs of sentences that stand below; ``elided`` where the notation left something out."""
        return self.page.closing(self.elided or elided)

    @property
    def values(self) -> dict:
        """The value of every given name and every step, at full precision."""
        return self.solution.values

    @property
    def blank(self) -> bool:
        """Whether this is a sheet whose results are left to be filled in."""
        return self.solution.blank

    def notation(self, kind: Callable[..., N], *args: bool) -> N:
        """A notation of class ``kind`` for this document's formulas."""
        solution = self.solution
        notation = kind(solution.names, solution.layout == "compact", None if self.full else LONGEST_SUM, *args)
        notation.dotted = solution.layout == "dotted"
        return notation

    def _statement(self) -> list[list[Says] | Grid]:
        """What an exam prints: sentences in paragraphs, tables between them, and which digits it wants."""
        found: list[list[Says] | Grid] = []
        for item in (*self.solution.statement, rounding_wanted(self.solution.rounding)):
            if isinstance(item, Table):
                found.append(self._grid_of(item))
            elif item and found and isinstance(found[-1], list):
                found[-1].append(item)
            elif item:
                found.append([item])
        return found

    def _given(self, row: list[Name]) -> list[tuple[str, Expr] | None]:
        printed = self.page.shown
        shown = shown_given(row, printed, self.full)
        self.elided |= None in shown
        return [(name, printed[name]) if name else None for name in shown]

    def _section(self, section: Section) -> Part:
        return Part(section.title, list(map(self._block, section.blocks)))

    def _block(self, block: Block) -> Paragraphs:
        intro = None if self.brief else block.intro
        chained = None if self.brief else self.page.chained(block)
        if chained is None:
            rule, groups = None, [self._rows(block.shown(self.full))]
        else:
            goal, names = chained
            rule, groups = Rule(goal.name, goal.formula), self._chain(block, goal, names)
        return Paragraphs(block.title, intro, rule, list(filter(None, groups)), self._grid(block.table), block.room)

    def _rows(self, steps: Sequence[Step | None]) -> list[Row | None]:
        self.elided |= None in steps
        return [None if step is None else self._row(step) for step in steps]

    def _chain(self, block: Block, goal: Step, names: list[Name]) -> list[list[Row | None]]:
        """What leads to the factors and the factors, numbered; then their product and what follows from it."""
        at = block.steps.index(goal)
        own = {step.name: step for step in block.steps[:at]}
        factors = self._rows([step for name, step in own.items() if name not in names])
        for number, name in enumerate(names, 1):
            row = self._row(own[name]) if name in own else self._found(name)
            row.number = number
            factors.append(row)
        product = self._row(goal)
        product.factors = {name: number for number, name in enumerate(names, 1)}
        return [factors, [product, *self._rows(block.steps[at + 1 :])]]

    def _found(self, name: Name) -> Row:
        """A row for what was found before."""
        row = Row(self, name, [Side("=", self.page.shown[name], False, "result")], Says("network_found"), [name])
        row.found = True
        return row

    def _row(self, step: Step) -> Row:
        line = self.page.line(step)
        reason = None if self.brief else step.reason
        return Row(self, step.name, sides(line), reason, dict.fromkeys(symbols(step.formula)))

    def _grid(self, table: Table | None) -> Grid | None:
        return None if table is None else self._grid_of(table)

    def _grid_of(self, table: Table) -> Grid:
        titles, shown = table.titles(), table.shown(self.full)
        self.elided |= len(shown) < len(table.rows)
        rows = [self._cells(row, len(titles)) for row in shown]
        return Grid(titles, rows, wordy(table), table.note, table.title)

    def _cells(self, row: Sequence[TableCell], columns: int) -> list[Cell]:
        """The cells of a row, with empty ones behind them in a row that is too short."""
        cells = [cell_of(cell, self.page, self.asked) for cell in row]
        return cells + [Cell("")] * (columns - len(cells))


def shown_given(row: list[Name], given: Mapping[Name, Expr], full: bool) -> list[Name | None]:
    """The names of a row of given numbers that are printed; None stands for those left out of its middle."""
    most = MOST_MATRICES if isinstance(given[row[0]], Array | Numbers) else MOST_GIVEN
    if len(row) <= most or full:
        return [*row]
    return [*row[:FIRST_GIVEN], None, row[-1]]


def cell_of(cell: TableCell, page: Page, asked: Container[str]) -> Cell:
    """A cell of a table as a page prints it."""
    if isinstance(cell, Ref):
        return Cell(page.cell(cell), cell.name, cell.name in asked)
    if isinstance(cell, Says | Expr | Mark):
        return Cell(cell)
    if isinstance(cell, int):
        return Cell(grouped(cell))
    if isinstance(cell, str):
        return Cell(one_line(cell))
    return Cell(page.shown.of(cell))


def sides(line: Line) -> list[Side]:
    """What stands behind the signs of a line; a formula that is its own result always does."""
    found: list[Side] = []
    if line.step.shows != "numbers" or not line.relation:
        found.append(Side("=", line.formula, False, "formula"))
    if line.substitution:
        found.append(Side("=", line.formula, True, "substitution"))
    if line.chosen:
        found.append(Side("=", line.chosen, True, "chosen"))
    if line.before:
        found.append(Side("=", Num(line.before, 0.0), False, "before"))
        found.append(Side("→", line.result, False, "result"))
    elif line.relation:
        found.append(Side(line.relation, line.result, False, "result"))
    return found


def wordy(table: Table) -> list[bool]:
    """Which columns hold words, which stand at the left."""
    found = [False] * len(table.columns)
    for row in table.samples:
        for k, cell in enumerate(row):
            found[k] = found[k] or _wordy(cell)
    return found


def _wordy(cell: TableCell) -> bool:
    if isinstance(cell, str):
        return cell not in ("", "…", "−∞")
    return isinstance(cell, Says | Mark | Relation)


def build(solution: Solution, full: bool = False) -> Document:
    """The document of a solution; ``full`` leaves nothing out."""
    return Document(solution, full)
