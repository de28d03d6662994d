"""A class in one table: a row a student, a column an answer. What is wrong in it costs its row and is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from ..errors import AnswerError, listing, quote
from .answers import HEADS

# What a form calls the student, by preference, and what else it writes down that is no answer.
_STUDENT = ("student", "name", "id", "roll", "matriculation")
_STUDENT_WORDS = ("student", "name", "matriculation", "roll", "email", "e-mail", "id")
_BESIDE = re.compile(
    r"timestamp|e-?mail|date|time|score|group|section|course|comment|remark|id\b|language", re.IGNORECASE
)
_DELIMITERS = (",", ";", "\t")
# A cell in quotation marks may run over so many lines.
MOST_SPANNED = 50


class ClassTable:
    """The rows of a table with a header: ``students`` as (name, answers by column), and ``troubles`` in sentences."""

    def __init__(self, file: str):
        self.file = file
        self.students: list[tuple[str, dict[str, str]]] = []
        self.troubles: list[str] = []


def read_class(text: str, file: str, is_answer: Callable[[str], bool]) -> ClassTable | None:
    """The table in ``text``; None where it holds the names and values of one student.

    ``is_answer`` says of a column whether it is a result of the exam. Raises AnswerError for a table of which no
    column is one.
    """
    table = ClassTable(file)
    delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter, table))
    if not rows:
        if not table.troubles:
            raise AnswerError(f"{file}: this table is empty; it begins with a row of headers, such as student,w5,w1")
        return table
    _, heads = rows[0]
    heads = [cell.strip().removeprefix("\ufeff") for cell in heads]
    if _is_one_student(heads, rows, is_answer):
        return None
    place = _student_column(heads, is_answer)
    columns = {k: head for k, head in enumerate(heads) if k != place and is_answer(head)}
    if not columns:
        shown = listing([quote(head, 24) for head in heads], 8)
        raise AnswerError(
            f"{file}: no column is a result of this problem: {shown}; the first row names the columns, "
            "such as student,w5,w1 (Q2 w5 for the second question of a paper)"
        )
    _tell_strange(heads, place, columns, table)
    for number, row in rows[1:]:
        _take(row, number, heads, place, columns, table)
    return table


def _delimiter(text: str) -> str:
    """What stands between the cells: the first of comma, semicolon and tab that the first row holds most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str, table: ClassTable) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with the line they begin in; a quotation mark that is not closed costs one line."""
    lines = text.splitlines(keepends=True)
    at, width = 0, 0
    while at < len(lines):
        cells, used = _row(lines, at, delimiter)
        if cells is None or (used > 1 and len(cells) != (width or len(cells))):
            name = re.split(f'[{delimiter}"]', lines[at].strip())[0]
            table.troubles.append(
                f"{table.file}:{at + 1}: {quote(name)}: a quotation mark opens here and is not closed in this row; "
                "the row was not marked"
            )
            at += 1
            continue
        if any(cell.strip() for cell in cells):
            width = width or len(cells)
            yield at + 1, cells
        at += used


def _row(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins in a line, and how many lines it takes; None where it cannot be read."""
    piece = io.StringIO("".join(lines[at : at + MOST_SPANNED]))
    reader = csv.reader(piece, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None, 1
    inside = [line for cell in cells for line in cell.splitlines()[1:]]
    if any(delimiter in line for line in inside):  # what looks like further rows has been swallowed
        return None, 1
    return cells, max(reader.line_num, 1)


def _is_one_student(heads: list[str], rows: list, is_answer: Callable[[str], bool]) -> bool:
    """Whether a table of two columns holds names of results below each other, not a header above rows."""
    if len(heads) != 2:
        return False
    if heads[0].lower() in HEADS and heads[1].lower() == "value":
        return True
    if any(head.lower() in _STUDENT for head in heads):
        return False
    return any(is_answer(row[0].strip()) for _, row in rows if row)


def _student_column(heads: list[str], is_answer: Callable[[str], bool]) -> int:
    """The column with the student's name: by its header, else the first that is no answer."""
    lower = [head.lower() for head in heads]
    for word in _STUDENT:
        if word in lower:
            return lower.index(word)
    for word in _STUDENT_WORDS:
        for k, head in enumerate(lower):
            if word in head and not is_answer(heads[k]):
                return k
    return next((k for k, head in enumerate(heads) if not is_answer(head)), 0)


def _tell_strange(heads: list[str], place: int, columns: dict[int, str], table: ClassTable):
    """Names the columns that are neither answers nor what a form writes down beside them."""
    strange = [head for k, head in enumerate(heads) if k != place and k not in columns and not _BESIDE.search(head)]
    if strange:
        shown = listing([quote(head or "(without a name)", 24) for head in strange], 8)
        table.troubles.append(f"{table.file}: no result of this problem, not marked: {shown}")


def _take(row: list[str], number: int, heads: list[str], place: int, columns: dict[int, str], table: ClassTable):
    """Takes in one student's row."""
    name = row[place].strip() if place < len(row) else ""
    if len(row) > len(heads):
        table.troubles.append(
            f"{table.file}: row {number}, {quote(name)}: {len(row)} cells for {len(heads)} columns; put a "
            "value that holds a comma in quotation marks"
        )
        return
    answers = {head: row[k] for k, head in columns.items() if k < len(row)}
    table.students.append((name or f"row {number}", answers))
