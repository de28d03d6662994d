"""A folder of feedback: one page a student and question, none of which replaces another."""

from __future__ import annotations

import os
import re

from ..errors import AnswerError, OutputError, printable
from ..output import write
from .feedback import FORMATS, Feedback, known_format, render

# Letters of a student's name that a file is called by.
LONGEST = 80
# What stands in no file's name.
_UNFIT = re.compile(r"[^\w .-]")


class FeedbackFolder:
    """The folder, which is made where there is none, and the pages in it. Raises AnswerError or OutputError."""

    def __init__(self, folder: str, format_: str, columns: int, paper: str):
        known_format(format_)
        self.folder, self.format, self.columns, self.paper = folder, format_, columns, paper
        self._names: set[str] = set()
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise AnswerError(f"{printable(folder)}: this folder cannot be made: {error.strerror}") from None

    def write(self, student: str, question: str, feedback: Feedback) -> list[str]:
        """Writes one page; what hinders it is returned."""
        name = self._name(student, question)
        try:
            page = render(feedback, self.format, self.columns, paper=self.paper)
        except OutputError as error:  # a working of many pages
            return [f"{student}: {error}"]
        file = os.path.join(self.folder, name + FORMATS[self.format])
        if os.path.lexists(file) and not within(file, self.folder):
            return [f"{printable(file)}: this is a link out of the folder, and nothing was written there"]
        write(page, file, True)
        return []

    def _name(self, student: str, question: str) -> str:
        """A name for a page that no other page has."""
        stem = _UNFIT.sub("_", student).strip(" .")[:LONGEST] or "student"
        if question:
            stem = f"{stem}-q{question}"
        name, again = stem, 1
        while name in self._names:
            again += 1
            name = f"{stem}-{again}"
        self._names.add(name)
        return name


def within(file: str, folder: str) -> bool:
    """Whether a file, and what it links to, lies in a folder."""
    return os.path.realpath(file).startswith(os.path.join(os.path.realpath(folder), ""))
