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
# Two columns that are a name together.
_FIRST, _LAST = ("first name", "given name", "forename", "vorname"), ("surname", "last name", "family name", "nachname")
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BESIDE = re.compile(
    r"timestamp|e-?mail|date|time|score|group|section|course|comment|remark|id\b|language", re.IGNORECASE
)
_DELIMITERS = (",", ";", "\t")
_ANYTHING = re.compile(r"\w")
# A cell in quotation marks may run over so many lines.
MOST_SPANNED = 50


class ClassTable:
    """The rows of a table with a header: ``students`` as (name, answers by column), and ``troubles`` in sentences."""

    def __init__(self, file: str):
        self.file = file
        self.students: list[tuple[str, dict[str, str]]] = []
        self.troubles: list[str] = []
        self.together: list[list[int]] = []  # columns that are one result


def read_class(text: str, file: str, result_of: Callable[[str], str]) -> ClassTable | None:
    """The table in ``text``; None where it holds the names and values of one student.

    ``result_of`` says which result of the exam a column is, '' where it is none. Raises AnswerError for a table
    without a column of results or of names.
    """
    table = ClassTable(file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _SEPARATOR.match(text)
    delimiter = told[1] if told else _delimiter(text)
    rows = list(_rows(text[told.end() :] if told else text, delimiter, table))
    if not rows:
        if not table.troubles:
            raise AnswerError(f"{file}: this table is empty; it begins with a row of headers, such as student,w5,w1")
        return table
    _, heads = rows[0]
    heads = [cell.strip().removeprefix("\ufeff") for cell in heads]
    if _is_one_student(heads, rows, result_of):
        return None
    names = _name_columns(heads, result_of)
    columns = {k: head for k, head in enumerate(heads) if k not in names and result_of(head)}
    if columns and not names:
        raise AnswerError(f"{file}: no column holds the students' names; call one of them student")
    if not columns:
        shown = listing([quote(head, 24) for head in heads], 8)
        raise AnswerError(
            f"{file}: no column is a result of this problem: {shown}; the first row names the columns, "
            "such as student,w5,w1 (Q2 w5 for the second question of a paper)"
        )
    _tell_strange(heads, names, columns, table)
    _tell_twice(columns, result_of, table)
    for number, row in rows[1:]:
        _take(row, number, heads, names, columns, table)
    if not table.students and not table.troubles:
        table.troubles.append(f"{file}: there is no student below the headers")
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
        if any(_ANYTHING.search(cell) for cell in cells):
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


def _is_one_student(heads: list[str], rows: list, result_of: Callable[[str], str]) -> bool:
    """Whether a table of two columns holds names of results below each other, not a header above rows."""
    if len(heads) != 2 or any(head.lower() in _STUDENT for head in heads[1:]):
        return False
    if heads[0].lower() in HEADS and heads[1].lower() == "value":
        return True
    if heads[0].lower() in _STUDENT:
        return False
    pairs = [row for _, row in rows if len(row) == 2]
    return any(result_of(name.strip()) and not result_of(value.strip()) for name, value in pairs)


def _name_columns(heads: list[str], result_of: Callable[[str], str]) -> list[int]:
    """The columns that are the student's name together: by their headers, else the first that is no result."""
    lower = [head.lower() for head in heads]
    both = [next((lower.index(word) for word in words if word in lower), None) for words in (_FIRST, _LAST)]
    if None not in both:
        return both
    for word in _STUDENT:
        if word in lower:
            return [lower.index(word)]
    free = [k for k, head in enumerate(heads) if not result_of(head)]
    named = [k for word in _STUDENT_WORDS for k in free if word in lower[k]]
    return named[:1] or free[:1]


def _tell_twice(columns: dict[int, str], result_of: Callable[[str], str], table: ClassTable):
    """Names the columns that are the same result; the first of them that is filled in counts."""
    by_result: dict[str, list[int]] = {}
    for k, head in columns.items():
        by_result.setdefault(result_of(head), []).append(k)
    for places in by_result.values():
        if len(places) > 1:
            shown = listing([quote(columns[k], 24) for k in places], 8)
            table.troubles.append(
                f"{table.file}: columns for one result, of which the first that is filled counts: {shown}"
            )
            table.together.append(places)


def _tell_strange(heads: list[str], names: list[int], columns: dict[int, str], table: ClassTable):
    """Names the columns that are neither answers nor what a form writes down beside them."""
    strange = [head for k, head in enumerate(heads) if k not in names and k not in columns and not _BESIDE.search(head)]
    if strange:
        shown = listing([quote(head or "(without a name)", 24) for head in strange], 8)
        table.troubles.append(f"{table.file}: no result of this problem, not marked: {shown}")


def _take(row: list[str], number: int, heads: list[str], names: list[int], columns: dict[int, str], table: ClassTable):
    """Takes in one student's row."""
    name = " ".join(row[k].strip() for k in names if k < len(row)).strip()
    if len(row) > len(heads):
        table.troubles.append(
            f"{table.file}: row {number}, {quote(name)}: {len(row)} cells for {len(heads)} columns; put a "
            "value that holds a comma in quotation marks"
        )
        return
    filled = {k: row[k] for k in columns if k < len(row)}
    for places in table.together:
        first = next((k for k in places if filled.get(k, "").strip()), places[0])
        for k in places:
            if k != first:
                filled.pop(k, None)
    table.students.append((name or f"row {number}", {columns[k]: cell for k, cell in filled.items()}))
