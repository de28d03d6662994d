"""The worksheet of a solution: a solution itself, whose results are blank, so that every format prints it.

No value of a step is in it, neither in a line nor in a table or sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from itertools import chain
from typing import TYPE_CHECKING

from ..formula.arrays import LARGE, Array, Shape
from ..formula.expr import BLANK, Expr
from ..formula.numbers import is_array
from ..marking.key import Key
from ..names import Name
from ..solution import Block, Column, Part, Ref, Says, Section, Solution, Statement, Step, Table
from ..words import spoken
from .grid import marking_grid

if TYPE_CHECKING:
    from ..formula.numbers import Value

# Rows left empty for the working of a question, and more of them for each result that is asked.
ROOM, ROOM_EACH, ROOM_MOST = 6, 2, 24
# Of more results than these the first and the last are listed, unless the page is written in full.
MOST_ASKED = 40


def worksheet(solution: Solution, steps: bool = False, grid: bool = False) -> Solution:
    """The same paper or problem with a blank for each asked result and room for the working.

    ``steps`` leaves each step's formula and blanks its numbers; ``grid`` adds a table of results and marks. Raises
    ProblemError where ``marks:`` names what is no result.
    """
    if not solution.parts:
        return _sheet(solution, None, steps, grid)
    parts = [Part(part.title, _sheet(part.solution, part.marks, steps, grid), part.marks) for part in solution.parts]
    lines = [spoken(Says("sheet_head"), str), *solution.lines]
    return _blank(solution, parts=parts, lines=lines)


def asked_names(solution: Solution) -> list[Name]:
    """The canonical names of the results that a sheet asks for, which the marking reads."""
    return list(solution.asked or solution.answers)


def _sheet(solution: Solution, marks: Expr | None, steps: bool, grid: bool) -> Solution:
    names, blanks = asked_names(solution), _blanks(solution)
    if steps and not solution.symbolic:  # first, so that they are numbered as in the key
        sections = _blanked_sections(solution)
    else:
        room = min(ROOM + ROOM_EACH * len(names), ROOM_MOST)
        sections = [Section(Says("sheet_working"), [Block(room=room)])]
    sections.append(Section(Says("sheet_answers"), [Block(table=_answers(names, blanks))]))
    if grid:
        table = marking_grid(Key(solution.problem), marks)
        sections.append(Section(Says("sheet_marking"), [Block(table=table)]))
    statement = list(solution.statement)
    if solution.asked:
        statement.append(Says("sheet_find", names=solution.asked))
    known = blanks | _given(solution)
    return _blank(solution, sections=sections, reported=names, statement=statement, _values=known)


def _blanks(solution: Solution) -> dict[Name, Expr]:
    """The empty place of every value; none of a problem in symbols."""
    if solution.symbolic:
        return {}
    return {name: blank_of(value) for name, value in solution.values.items()}


def _answers(names: list[Name], blanks: Mapping[Name, Expr]) -> Table:
    """The results asked for, each with an empty place and the name by which it is answered."""
    rows = []
    for name in names:
        rows.append([Says("page_name", name=name), blanks.get(name, BLANK), Says("sheet_own_text", text=str(name))])
    return Table(
        [
            Column("sheet_result", "sheet_column_result"),
            Column("sheet_value", "sheet_column_value"),
            Column("sheet_name", "sheet_column_name"),
        ],
        rows,
        longest=MOST_ASKED,
    )


def _blanked_sections(solution: Solution) -> list[Section]:
    """The sections with their numbers left blank; the table of the page stands under the last."""
    sections = [_blanked(section, solution) for section in solution.sections]
    if solution.table and sections:
        sections[-1].blocks.append(Block(solution.table.title, table=_blank_table(solution.table, solution)))
    return sections


def _given(solution: Solution) -> dict[Name, Value]:
    """The values of the given names; of rounds of which some are shown, a later one is given what an earlier writes."""
    written = {step.name for step in solution.steps}
    found = {}
    for name in solution.given:
        if name in solution.values and name not in written:
            found[name] = solution.values[name]
    return found


def _blank(solution: Solution, **changed: object) -> Solution:
    """A solution like another, with nothing below its steps, and other attributes where they are ``changed``."""
    sheet = copy(solution)
    sheet.blank, sheet.source, sheet.table, sheet.check, sheet.notes = True, "", None, None, []
    sheet.asked, sheet.results, sheet.synonyms, sheet._resolver = [], {}, {}, None
    for name, value in changed.items():
        setattr(sheet, name, value)
    return sheet


def blank_of(value: object) -> Expr:
    """The empty places of a value: one for a number, one an entry for a small matrix, one a size for a shape."""
    if isinstance(value, list) and value:
        return Shape([BLANK] * len(value))
    if is_array(value) and value.ndim == 2 and value.size <= LARGE:
        return Array([[BLANK] * value.shape[1]] * value.shape[0])
    return BLANK


def _blanked(section: Section, solution: Solution) -> Section:
    """A section with its formulas alone: what sentences and reasons say may give results away."""
    blocks = []
    for block in section.blocks:
        steps, table = list(map(_without_reason, block.steps)), _blank_table(block.table, solution)
        blocks.append(Block(block.title, steps, None, block.goal, table, block.longest))
    return Section(section.title, blocks)


def _without_reason(step: Step) -> Step:
    if isinstance(step, Statement):
        return Statement(step.name, step.formula)
    return Step(step.name, step.formula, None, "names")


def _blank_table(table: Table | None, solution: Solution) -> Table | None:
    """A table with its titles, what names its rows, and what is given; all else is to be filled in."""
    if table is None:
        return None
    known = _told(solution)
    rows = [_blank_row(row, known) for row in table.rows]
    return Table(table.columns, rows, None, table.longest)


def _blank_row(row: list, known: Collection[Name]) -> list:
    """A row of a table: its first cell, empty ones and what is ``known`` stay, all else is to be filled in."""
    cells = []
    for k, cell in enumerate(row):
        stays = cell.name in known if isinstance(cell, Ref) else k == 0 or cell == ""
        cells.append(cell if stays else BLANK)
    return cells


def _told(solution: Solution) -> set[Name]:
    """The names whose values the question itself prints."""
    told = set(chain.from_iterable(solution.given_rows))
    for item in solution.statement:
        if isinstance(item, Table):
            told.update(_refs(item))
    return told


def _refs(table: Table) -> Iterator[Name]:
    """The names whose values stand in a table."""
    for cell in chain.from_iterable(table.samples):
        if isinstance(cell, Ref):
            yield cell.name
