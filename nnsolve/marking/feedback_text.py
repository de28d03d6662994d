"""Marked work as text: every line with its sign and a sentence beside it, then the marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..page.boxes import padded, paragraph, paragraphs, width
from ..page.glyphs import one_line, plain_ascii
from ..page.tables import table_rows
from ..solution import Solution
from . import verdicts
from .feedback import SIGNS, Feedback, Look, one_by_one
from .verdicts import Line

# Columns of names and of values at most, of a sentence beside a line at least, and of what stands between.
WIDEST_NAME, WIDEST_VALUE, NARROWEST, SIGN = 16, 20, 18, 8
# What stands before the sentence below a line.
_BELOW = "    {}   "


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> str:
    """The workings for a terminal or text file, one below the other, each with the solution that goes on."""
    page = partial(_page, look=look)
    return "\n".join(one_by_one(page, feedbacks, rest, "text", width=look.columns, ascii=look.ascii_only))


def _page(feedback: Feedback, look: Look) -> str:
    columns = look.columns
    rows = [*paragraph(feedback.title, columns), "─" * columns]
    rows += _Beside(feedback, columns).rows()
    rows += ["", *paragraphs(feedback.summary(), columns)]
    if feedback.awards:
        rows += _marks(feedback, columns)
    page = "\n".join(map(str.rstrip, rows)) + "\n"
    return plain_ascii(page) if look.ascii_only else page


def hanging(head: str, said: str, columns: int) -> list[str]:
    """A text beside its head, its further rows below its first."""
    room = width(head)
    first, *further = paragraph(said, columns - room)
    return [head + first, *(" " * room + row for row in further)]


class _Beside:
    """The lines of a working: names, values, signs and sentences in columns beside each other."""

    def __init__(self, feedback: Feedback, columns: int):
        self.feedback, self.columns = feedback, columns
        names, values = [0], [0]
        for line in feedback.checked.lines:
            if line.answer.called:
                name, value = feedback.label(line)
                names.append(width(name))
                values.append(width(value))
        self.wide = min(max(names), WIDEST_NAME)
        room = columns - self.wide - SIGN - NARROWEST
        self.wider = min(max(values), WIDEST_VALUE, room)

    def rows(self) -> list[str]:
        """The rows of all lines."""
        rows: list[str] = []
        for line in self.feedback.checked.lines:
            rows += self._line(line)
        return rows

    def _line(self, line: Line) -> list[str]:
        if line.verdict == verdicts.PROSE:
            return paragraph(one_line(line.answer.text.strip()), self.columns)
        name, value = self.feedback.label(line)
        if width(name) > self.wide or width(value) > self.wider:
            return self._alone(line)
        head = f"  {padded(name, self.wide)}  {padded(value, self.wider)}  {SIGNS[line.verdict]}   "
        return hanging(head, self.feedback.comment(line), self.columns)

    def _alone(self, line: Line) -> list[str]:
        """A line that is too long for its columns: what was written, and the sentence below it."""
        sign, said, wrote = SIGNS[line.verdict], self.feedback.comment(line), self.feedback.wrote(line)
        if not said:
            return self._indented(f"{wrote}  {sign}")
        return [*self._indented(wrote), *hanging(_BELOW.format(sign), said, self.columns)]

    def _indented(self, wrote: str) -> list[str]:
        return ["  " + row for row in paragraph(wrote, self.columns - 2)]


def _marks(feedback: Feedback, columns: int) -> list[str]:
    """The table of marks and their sum."""
    cells = [[feedback.notation.name(award.name), *feedback.mark_cells(award)] for award in feedback.awards]
    table = table_rows(feedback.mark_titles, cells, [True, False, False, True], columns)
    return [*table, "", feedback.total_said]
