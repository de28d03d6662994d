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
                    for side in row.sides(notation.write):   # sign, text, role: formula, substitution, …, result
                        ...
            if block.grid: ...                            # a table
    if document.grid: ...                                 # the table at the end, with a title of its own
    for question in document.questions: ...               # of a paper: title and a document of its own

Sentences stay :class:`~nnsolve.solution.Says`; :func:`nnsolve.page.sentences.pieces` gives their text and the names in
it apart, so that text is escaped and names are set as mathematics. All plain ``str`` in the tree is on one line and
without control characters, but may hold every sign that a format reads, for users wrote it: escape it.
``document.elided or notation.elided`` asks for the sentence ``note_elided``. Values at full precision are in
``document.values``, by the canonical names that rows and cells carry; ``row.uses`` names what a row is computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ..formula.arrays import Array, Numbers
from ..formula.expr import Expr, Num, Relation, symbols
from ..formula.marks import Mark
from ..names import Name
from ..reading.problem import rounding_wanted
from ..solution import Block, Ref, Says, Section, Solution, Step, Table
from .glyphs import CIRCLED, grouped, one_line
from .lines import Line, Page

if TYPE_CHECKING:
    from fractions import Fraction

# Of more given numbers, or matrices, in one row the middle is left out.
MOST_GIVEN, MOST_MATRICES, FIRST_GIVEN = 24, 8, 6
LONGEST_SUM = 12

Write = Callable[..., object]


class Side(NamedTuple):
    """What stands behind one sign of a row: the sign (=, ≈ or →), a formula, whether numbers are put in, its role.

    Roles: formula, substitution, chosen (the piece that counts of several), before (a floor or ceiling cuts), result.
    """

    sign: str
    formula: Expr
    numbers: bool
    role: str


class Written(NamedTuple):
    """A side as a format writes it."""

    sign: str
    text: object
    role: str


class Row:
    """One line: a name, its sides, and a reason.

    ``number`` counts the factors of a chain rule from 1, ``factors`` numbers the names of a product by them, and
    ``asked`` says that the problem asks for this result. ``found`` rows only recall a value from before.
    """

    __slots__ = ("asked", "document", "factors", "found", "name", "number", "plain", "reason", "uses")

    def __init__(
        self, document: Document, name: str, plain: list[Side], reason: Says | None = None, uses: Iterable[str] = ()
    ):
        self.document, self.name, self.plain, self.reason, self.uses = document, name, plain, reason, list(uses)
        self.number, self.found = 0, False
        self.factors: dict[Name, int] = {}
        self.asked = name in document.asked

    @property
    def label(self) -> str:
        """① for the first factor of a chain rule, '' for a row that is none."""
        return CIRCLED[self.number - 1] if self.number else ""

    @property
    def labels(self) -> dict[str, str]:
        """What a format may print for the factors of this product: ① for the first. Set as ``notation.labels``."""
        return {name: CIRCLED[number - 1] for name, number in self.factors.items()}

    def sides(self, write: Write) -> list[Written]:
        """The sides as ``write`` (a notation's) prints them, without those that print like the one before."""
        found: list[Written] = []
        for side in self.plain:
            text = write(side.formula, self.document.page.shown if side.numbers else None)
            if found and text == found[-1].text:
                found[-1] = found[-1]._replace(role=side.role)
            else:
                found.append(Written(side.sign, text, side.role))
        return found


class Rule(NamedTuple):
    """A formula that is stated before its factors are computed."""

    name: str
    formula: Expr


class Cell(NamedTuple):
    """A cell of a table: a sentence, a formula, a mark, or text. ``name`` is the result that it holds, or ''."""

    content: Says | Expr | Mark | str
    name: str = ""
    asked: bool = False


class Grid(NamedTuple):
    """A table: titles of columns, rows of as many cells, which columns hold words, a sentence below, its own title."""

    titles: list[Says]
    rows: list[list[Cell]]
    wordy: list[bool]
    note: Says | None
    title: Says | None

    def written(self, cell: Callable[[Cell], str]) -> list[list[str]]:
        """The rows with every cell as ``cell`` prints it."""
        return [list(map(cell, row)) for row in self.rows]


class Paragraphs(NamedTuple):
    """A block: title, a sentence above, a stated rule, groups of rows (None: some are left out), a table below.

    ``room`` counts the rows that are left empty below, to write in.
    """

    title: Says | None
    intro: Says | None
    rule: Rule | None
    groups: list[list[Row | None]]
    grid: Grid | None
    room: int = 0


class Part(NamedTuple):
    """A section: a title and its blocks."""

    title: Says
    blocks: list[Paragraphs]


class Question(NamedTuple):
    """A question of a paper: its heading and its own document."""

    title: Says
    document: Document


class Document:
    """A solution, ready to be printed.

    ``title``, ``subtitle`` and ``lines`` (of a paper: course, date, marks, instructions) are plain text. ``given``
    holds rows of (name, formula), None where some are left out; ``asked`` names. ``statement`` is what an exam prints:
    sentences and tables. ``answers`` are (name, formula); ``notes`` are paragraphs of sentences.
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
        self.given = [self._given(row) for row in solution.given_rows]
        wanted = rounding_wanted(solution.rounding)
        self.statement = [self._grid(item) if isinstance(item, Table) else item for item in solution.statement]
        self.statement += [wanted] if wanted else []
        self.sections = [self._section(section) for section in solution.sections]
        self.grid = self._grid(solution.table)
        self.answers = [(name, self.page.shown[name]) for name in self.asked]
        self.notes = self.page.remarks()  # after the lines: they say whether ≈ occurs
        self.check = solution.check

    @property
    def values(self) -> dict:
        """The value of every given name and every step, at full precision."""
        return self.solution.values

    @property
    def blank(self) -> bool:
        """Whether this is a sheet whose results are left to be filled in."""
        return self.solution.blank

    def notation(self, kind: Callable, *args: bool):
        """A notation of class ``kind`` for this document's formulas."""
        solution = self.solution
        notation = kind(solution.names, solution.layout == "compact", None if self.full else LONGEST_SUM, *args)
        notation.dotted = solution.layout == "dotted"
        return notation

    def _given(self, row: list[Name]) -> list[tuple[str, Expr] | None]:
        given = self.solution.given
        most = MOST_MATRICES if isinstance(given.get(row[0]), Array | Numbers) else MOST_GIVEN
        shown: list[Name | None] = [*row]
        if len(row) > most and not self.full:
            shown = [*row[:FIRST_GIVEN], None, row[-1]]
        self.elided |= len(shown) < len(row)
        return [(name, given[name]) if name else None for name in shown]

    def _section(self, section: Section) -> Part:
        return Part(section.title, [self._block(block) for block in section.blocks])

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
        rest = self._rows(block.steps[at:])
        rest[0].factors = {name: number for number, name in enumerate(names, 1)}
        return [factors, rest]

    def _found(self, name: str) -> Row:
        """A row for what was found before."""
        row = Row(self, name, [Side("=", self.page.shown[name], False, "result")], Says("found"), [name])
        row.found = True
        return row

    def _row(self, step: Step) -> Row:
        line = self.page.line(step)
        reason = None if self.brief else step.reason
        return Row(self, step.name, sides(line), reason, dict.fromkeys(symbols(step.formula)))

    def _grid(self, table: Table | None) -> Grid | None:
        if table is None:
            return None
        titles, shown = table.titles(), table.shown(self.full)
        self.elided |= len(shown) < len(table.rows)
        rows = [[self._cell(cell) for cell in row] + [Cell("")] * (len(titles) - len(row)) for row in shown]
        return Grid(titles, rows, wordy(table), table.note, table.title)

    def _cell(self, cell: Ref | Says | Expr | Mark | float | Decimal | Fraction | str) -> Cell:
        if isinstance(cell, Ref):
            return Cell(self.page.cell(cell), cell.name, cell.name in self.asked)
        if isinstance(cell, Says | Expr | Mark):
            return Cell(cell)
        if isinstance(cell, int):
            return Cell(grouped(cell))
        return Cell(one_line(cell) if isinstance(cell, str) else self.page.shown.of(cell))


def sides(line: Line) -> list[Side]:
    """What stands behind the signs of a line; a formula that is its own result always does."""
    told = line.step.shows != "numbers" or not line.relation
    found = [Side("=", line.formula, False, "formula")] if told else []
    if line.substitution:
        found.append(Side("=", line.formula, True, "substitution"))
    if line.chosen:
        found.append(Side("=", line.chosen, True, "chosen"))
    if line.before:
        found += [Side("=", Num(line.before, 0.0), False, "before"), Side("→", line.result, False, "result")]
    elif line.relation:
        found.append(Side(line.relation, line.result, False, "result"))
    return found


def wordy(table: Table) -> list[bool]:
    """Which columns hold words, which stand at the left."""
    return [any(_wordy(row[k]) for row in table.rows if k < len(row)) for k in range(len(table.columns))]


def _wordy(cell: Ref | Says | Expr | Mark | float | Decimal | Fraction | str) -> bool:
    return isinstance(cell, Says | Mark | Relation) or (isinstance(cell, str) and cell not in ("", "…"))


def build(solution: Solution, full: bool = False) -> Document:
    """The document of a solution; ``full`` leaves nothing out."""
    return Document(solution, full)
