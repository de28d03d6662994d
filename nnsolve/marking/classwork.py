"""A class: every student's answers marked one after another, their marks in a table, and what went wrong how often."""

from __future__ import annotations

import csv
import io
import json as json_
import os
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from ..errors import AnswerError, NnsolveError, listing, printable
from ..page.glyphs import one_line
from ..process import wants_traceback
from ..reading.load import read_file
from ..reading.yamlfile import Faults, read_documents
from .class_report import Tally
from .class_table import read_class
from .exam import Exam, Working
from .feedback import Feedback
from .feedback_folder import FeedbackFolder, within
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
        self.exam, self.tolerance = exam, tolerance
        self.rows: list[tuple[str, list[Fraction]]] = []  # of each student the marks by question
        self.troubles: list[str] = []
        self.tally = Tally(exam)
        self.pages = None if folder is None else FeedbackFolder(folder, format_, columns, paper)

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
        """The students of a table, or the one whose file this is."""
        if file.lower().endswith(".csv"):
            text, shown_file = read_file(file)
            table = read_class(text, shown_file, self.exam.result_of)
            if table is not None:
                self.troubles += table.troubles
                return [Student(one_line(name), shown_file, row) for name, row in table.students]
        stem, _ = os.path.splitext(os.path.basename(file))
        return [Student(printable(stem), file)]

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
        workings = self._workings(student)
        checked = self.exam.check(workings, self.tolerance)
        marks = []
        for question, one in zip(self.exam.questions, checked, strict=True):
            feedback = Feedback(one, question.scheme, question=question.number)
            marks.append(feedback.earned)
            self.tally.count(student.name, question.number, one)
            if self.pages is not None:
                self.troubles += self.pages.write(student.name, question.number, feedback)
        self.rows.append((student.name, marks))

    def _workings(self, student: Student) -> list[Working]:
        """What a student answers to each question; a file that says nothing is told."""
        if student.row is not None:
            return self.exam.from_row(student.row)
        text, file = read_file(student.file)
        if file.lower().endswith((".yaml", ".yml")):
            student.name = _name_in(text) or student.name
        workings = self.exam.read(text, file)
        answers = chain.from_iterable(working.answers for working in workings)
        if not any(answer.called or answer.claims for answer in answers):
            self.troubles.append(f"{printable(student.file)}: this file holds no answers")
        return workings

    # What comes out

    def marks(self, json: bool) -> str:
        """A row a student: marks by question, their sum, and what could be reached."""
        questions = [f"Q{question.number}" for question in self.exam.questions if question.number]
        heads = ["student", *questions, "marks", "out of"]
        return self._as_json(heads) if json else self._as_table(heads)

    def _as_json(self, heads: list[str]) -> str:
        rows = []
        for name, cells in self._cells():
            rows.append(dict(zip(heads, [name, *map(float, cells)], strict=True)))
        return json_.dumps(rows, ensure_ascii=False, indent=1) + "\n"

    def _as_table(self, heads: list[str]) -> str:
        stream = io.StringIO()
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(heads)
        for name, cells in self._cells():
            table.writerow([_harmless(name), *map(shown, cells)])
        return stream.getvalue()

    def _cells(self) -> Iterator[tuple[str, list[Fraction]]]:
        """The marks of every student by question, in a paper, then their sum and what could be reached."""
        total = sum((question.scheme.total for question in self.exam.questions), Fraction(0))
        for name, marks in self.rows:
            single = [] if self.exam.is_single else marks
            yield name, [*single, sum(marks, Fraction(0)), total]

    @property
    def all_right(self) -> bool:
        """Whether every line of every student stands."""
        return self.tally.all_right

    def report(self, columns: int) -> str:
        """For every step how many lines stand, follow or are wrong, with the commonest slips."""
        names = [name for name, _ in self.rows]
        reached = [sum(marks, Fraction(0)) for _, marks in self.rows]
        return self.tally.report(names, reached, len(self.troubles), columns)


def _no_answers(file: str, folder: str) -> str:
    """Why a file of a folder of answers is not read; '' where it is."""
    if not within(file, folder):
        return "this is a link out of the folder of answers, and is not followed"
    if not os.path.isfile(file):
        return "this is no plain file and was not read"
    known = listing(ENDINGS)
    return "" if file.lower().endswith(ENDINGS) else f"this was not read; answer files end in {known}"


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
