"""A class in one table: a row a student, a column an answer. What is wrong in it costs its row and is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from ..errors import AnswerError, quote
from .answers import HEADS
from .class_columns import STUDENT, Columns

_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_DELIMITERS = (",", ";", "\t")
_ANYTHING = re.compile(r"\w")
# A cell in quotation marks may run over so many lines.
MOST_SPANNED = 50

# The line that a row begins in, and its cells.
Row = tuple[int, list[str]]


class ClassTable:
    """The rows of a table with a header: ``students`` as (name, answers by column), and ``troubles`` in sentences."""

    def __init__(self, file: str):
        self.file = file
        self.students: list[tuple[str, dict[str, str]]] = []
        self.troubles: list[str] = []

    def tell(self, columns: Columns):
        """Names the columns that are no results, and those that are one result together."""
        if columns.strange:
            shown = columns.shown(columns.strange)
            self.troubles.append(f"{self.file}: no result of this problem, not marked: {shown}")
        for places in columns.twice:
            text = "columns for one result, of which the first that is filled counts"
            self.troubles.append(f"{self.file}: {text}: {columns.shown(places)}")

    def take(self, row: list[str], number: int, columns: Columns):
        """Takes in one student's row."""
        name, most = columns.name(row), len(columns.heads)
        if len(row) > most:
            self.troubles.append(
                f"{self.file}: row {number}, {quote(name)}: {len(row)} cells for {most} columns; put a value that "
                "holds a comma in quotation marks"
            )
            return
        self.students.append((name or f"row {number}", dict(columns.answers(row))))


def read_class(text: str, file: str, result_of: Callable[[str], str]) -> ClassTable | None:
    """The table in ``text``; None where it holds the names and values of one student.

    ``result_of`` says which result of the exam a column is, '' where it is none. Raises AnswerError for a table
    without a column of results or of names.
    """
    table = ClassTable(file)
    rows = _all_rows(text, table)
    if not rows:
        return table
    columns = Columns(rows[0][1], result_of)
    if _is_one_student(columns.heads, rows, result_of):
        return None
    _must_hold_answers(columns, file)
    table.tell(columns)
    for number, row in rows[1:]:
        table.take(row, number, columns)
    if not table.students and not table.troubles:
        table.troubles.append(f"{file}: there is no student below the headers")
    return table


def _all_rows(text: str, table: ClassTable) -> list[Row]:
    """The rows, the headers first; raises AnswerError where there is none and nothing to tell."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _SEPARATOR.match(text)
    if told:
        text, delimiter = text[told.end() :], told[1]
    else:
        delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter, table))
    if not rows and not table.troubles:
        text = "this table is empty; it begins with a row of headers, such as student,w5,w1"
        raise AnswerError(f"{table.file}: {text}")
    return rows


def _must_hold_answers(columns: Columns, file: str):
    """Raises AnswerError where no column is a result, or none holds names."""
    if columns.results and not columns.names:
        raise AnswerError(f"{file}: no column holds the students' names; call one of them student")
    if not columns.results:
        shown = columns.shown(range(len(columns.heads)))
        raise AnswerError(
            f"{file}: no column is a result of this problem: {shown}; the first row names the columns, "
            "such as student,w5,w1 (Q2 w5 for the second question of a paper)"
        )


def _delimiter(text: str) -> str:
    """What stands between the cells: the first of comma, semicolon and tab that the first row holds most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str, table: ClassTable) -> Iterator[Row]:
    """The rows that hold something, with the line they begin in; a quotation mark that is not closed costs one line."""
    lines = text.splitlines(keepends=True)
    at, width = 0, 0
    while at < len(lines):
        cells, used = _row(lines, at, delimiter)
        if cells is None or not _fits(cells, used, width):
            name = re.split(f'[{delimiter}"]', lines[at].strip())[0]
            table.troubles.append(
                f"{table.file}:{at + 1}: {quote(name)}: a quotation mark opens here and is not closed in this row; "
                "the row was not marked"
            )
            at += 1
            continue
        if any(map(_ANYTHING.search, cells)):
            width = width or len(cells)
            yield at + 1, cells
        at += used


def _fits(cells: list[str], used: int, width: int) -> bool:
    """Whether a row that takes several lines has as many cells as the others; of no ``width``, the first, nothing."""
    return used == 1 or not width or len(cells) == width


def _row(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins in a line, and how many lines it takes; None where it cannot be read."""
    piece = io.StringIO("".join(lines[at : at + MOST_SPANNED]))
    reader = csv.reader(piece, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None, 1
    for cell in cells:
        if any(delimiter in line for line in cell.splitlines()[1:]):  # what looks like further rows has been swallowed
            return None, 1
    return cells, max(reader.line_num, 1)


def _is_one_student(heads: list[str], rows: list[Row], result_of: Callable[[str], str]) -> bool:
    """Whether a table of two columns holds names of results below each other, not a header above rows."""
    if len(heads) != 2:
        return False
    first, second = map(str.lower, heads)
    if first in HEADS and second == "value":
        return True
    if first in STUDENT or second in STUDENT:
        return False
    return any(_is_pair(row, result_of) for _, row in rows)


def _is_pair(row: list[str], result_of: Callable[[str], str]) -> bool:
    """Whether a row is the name of a result and what is answered."""
    if len(row) != 2:
        return False
    name, value = map(str.strip, row)
    return bool(result_of(name)) and not result_of(value)
