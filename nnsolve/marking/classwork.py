"""A class: every student's answers marked one after another, their marks in a table, and what went wrong how often."""

from __future__ import annotations

import csv
import io
import json as json_
import os
import re
from collections.abc import Iterator, Sequence

from ..errors import AnswerError, NnsolveError, OutputError, listing, printable
from ..output import write
from ..page.glyphs import one_line
from ..process import wants_traceback
from ..reading.load import read_file
from ..reading.yamlfile import Faults, read_documents
from .class_report import Tally
from .class_table import read_class
from .exam import Exam
from .feedback import FORMATS, Feedback, known_format, render
from .marks import shown

ENDINGS = (".txt", ".yaml", ".yml", ".csv")
MOST_STUDENTS = 100_000
_NAMED = re.compile(r"^student:.*$", re.MULTILINE)


class Student:
    """Where one student's answers stand: a file, or a row of a table."""

    __slots__ = ("file", "name", "row")

    def __init__(self, name: str, file: str, row: dict[str, str] | None = None):
        self.name, self.file, self.row = name, file, row


class Classwork:
    """The marking of a class. What is kept of a student is a row of marks, so memory does not grow with the work."""

    def __init__(
        self,
        exam: Exam,
        tolerance: float | None,
        folder: str | None,
        format_: str,
        columns: int,
        paper: str = "a4",
    ):
        self.paper = paper
        self.exam, self.tolerance, self.folder, self.format, self.columns = exam, tolerance, folder, format_, columns
        self.rows: list[list] = []
        self.troubles: list[str] = []
        self.tally = Tally(exam)
        self._pages: set[str] = set()
        if folder is not None:
            known_format(format_)
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise AnswerError(f"{printable(folder)}: this folder cannot be made: {error.strerror}") from None

    # Whose answers there are

    def students(self, paths: Sequence[str]) -> list[Student]:
        """The students of folders, files and tables, in the order of their names' files; troubles are noted."""
        found: list[Student] = []
        for path in paths:
            files = self._in_folder(path) if os.path.isdir(path) else [path]
            for file in files:
                try:
                    found += self._in_file(file)
                except NnsolveError as error:
                    self.troubles.append(str(error))
        if len(found) > MOST_STUDENTS:
            raise AnswerError(f"at most {MOST_STUDENTS} students are marked at once; here are {len(found)}")
        return found

    def _in_folder(self, folder: str) -> list[str]:
        """The answer files of a folder; what else lies there is told, so that no student is missed."""
        files = []
        for name in sorted(os.listdir(folder)):
            file = os.path.join(folder, name)
            reason = _no_answers(file, folder)
            if not reason:
                files.append(file)
            elif not name.startswith("."):
                self.troubles.append(f"{printable(file)}: {reason}")
        return files

    def _in_file(self, file: str) -> list[Student]:
        if file.lower().endswith(".csv"):
            text, shown_file = read_file(file)
            table = read_class(text, shown_file, self.exam.result_of)
            if table is not None:
                self.troubles += table.troubles
                return [Student(one_line(name), shown_file, row) for name, row in table.students]
        return [Student(printable(os.path.splitext(os.path.basename(file))[0]), file)]

    # Marking

    def mark(self, student: Student):
        """Marks one student; what fails is noted and does not stop the others."""
        try:
            self._mark(student)
        except NnsolveError as error:
            self.troubles.append(str(error))
        except Exception as error:
            if wants_traceback():
                raise
            fault = f"{type(error).__name__}: {error}"
            self.troubles.append(
                f"{one_line(student.name)}: not marked, a fault of nnsolve; please report it ({fault})"
            )

    def _mark(self, student: Student):
        workings = self.exam.from_row(student.row) if student.row is not None else self._read(student)
        checked = self.exam.check(workings, self.tolerance)
        answers = [answer for working in workings for answer in working.answers]
        if student.row is None and not any(answer.called or answer.claims for answer in answers):
            self.troubles.append(f"{printable(student.file)}: this file holds no answers")
        marks = []
        for question, one in zip(self.exam.questions, checked, strict=True):
            feedback = Feedback(one, question.scheme, question=question.number)
            marks.append(feedback.earned)
            self.tally.count(student.name, question.number, one)
            if self.folder is not None:
                self._write(student, question.number, feedback)
        self.rows.append([student.name, *marks])

    def _read(self, student: Student):
        text, file = read_file(student.file)
        if file.lower().endswith((".yaml", ".yml")):
            student.name = _name_in(text) or student.name
        return self.exam.read(text, file)

    def _write(self, student: Student, number: str, feedback: Feedback):
        stem = "".join(c if c.isalnum() or c in " ._-" else "_" for c in student.name).strip(" .")[:80] or "student"
        stem += f"-q{number}" if number else ""
        name, again = stem, 1
        while name in self._pages:
            again += 1
            name = f"{stem}-{again}"
        self._pages.add(name)
        try:
            page = render(feedback, self.format, self.columns, paper=self.paper)
        except OutputError as error:  # a working of many pages
            self.troubles.append(f"{student.name}: {error}")
            return
        file = os.path.join(self.folder, name + FORMATS[self.format])
        if os.path.lexists(file) and not _within(file, self.folder):
            self.troubles.append(f"{printable(file)}: this is a link out of the folder, and nothing was written there")
            return
        write(page, file, True)

    # What comes out

    def _heads(self) -> list[str]:
        questions = [f"Q{question.number}" for question in self.exam.questions if question.number]
        return ["student", *questions, "marks", "out of"]

    def _sums(self) -> Iterator[list]:
        total = sum(question.scheme.total for question in self.exam.questions)
        for name, *marks in self.rows:
            single = marks if self.exam.questions[0].number else []
            yield [name, *single, sum(marks), total]

    def marks(self, json: bool) -> str:
        """A row a student: marks by question, their sum, and what could be reached."""
        heads = self._heads()
        if json:
            rows = [
                {head: cell if isinstance(cell, str) else float(cell) for head, cell in zip(heads, row, strict=True)}
                for row in self._sums()
            ]
            return json_.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        stream = io.StringIO()
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(heads)
        for name, *cells in self._sums():
            table.writerow([_harmless(name), *map(shown, cells)])
        return stream.getvalue()

    @property
    def all_right(self) -> bool:
        """Whether every line of every student stands."""
        return self.tally.all_right

    def report(self, columns: int) -> str:
        """For every step how many lines stand, follow or are wrong, with the commonest slips."""
        reached = [row[-2] for row in self._sums()]
        return self.tally.report([row[0] for row in self.rows], reached, len(self.troubles), columns)


def _no_answers(file: str, folder: str) -> str:
    """Why a file of a folder of answers is not read; '' where it is."""
    if not _within(file, folder):
        return "this is a link out of the folder of answers, and is not followed"
    if not os.path.isfile(file):
        return "this is no plain file and was not read"
    known = listing(ENDINGS)
    return "" if file.lower().endswith(ENDINGS) else f"this was not read; answer files end in {known}"


def _within(file: str, folder: str) -> bool:
    """Whether a file, and what it links to, lies in a folder."""
    return os.path.realpath(file).startswith(os.path.join(os.path.realpath(folder), ""))


def _name_in(text: str) -> str:
    """What an answer file says behind ``student:``; '' where it says nothing."""
    line = _NAMED.search(text)
    if line is None:
        return ""
    (document, *_) = read_documents(line[0], Faults(""))
    entry = (document.entries or {}).get("student")
    return one_line(entry.word.strip())[:80] if entry is not None else ""


def _harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return "'" + name if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name
