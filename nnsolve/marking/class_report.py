"""What went wrong in a class and how often: for every step the verdicts counted, with the commonest slips."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from ..names import Name
from ..page.boxes import paragraph, paragraphs
from ..page.glyphs import one_line
from ..page.tables import table_rows
from ..solution import Filling, Says
from ..words import spoken
from . import verdicts
from .exam import Exam, Question
from .feedback import SHOWN
from .marks import shown
from .said import SHORT
from .verdicts import Checked

# In the report, the verdicts by column; whoever has none of these has left the line out or wrote what cannot be read.
_COLUMNS = {
    "stands": (verdicts.RIGHT,),
    "coarse": (verdicts.COARSE,),
    "follows": (verdicts.FOLLOWED,),
    "wrong": (verdicts.SLIP, verdicts.WRONG, verdicts.TRIVIAL),
}
_TITLES = (
    "classwork_column_stands",
    "classwork_column_coarse",
    "classwork_column_follows",
    "classwork_column_wrong",
)
MOST_SLIPS = 2
# Lines that were not understood and are listed one by one.
MOST_UNREAD = 40


class Tally:
    """The verdicts and slips of a class by question and step."""

    def __init__(self, exam: Exam):
        self.exam = exam
        # By the number of the question and the step.
        self.verdicts: dict[tuple[str, Name], Counter[str]] = {}
        self.slips: dict[tuple[str, Name], Counter[str]] = {}
        self.all_right = True
        self.unread: list[tuple[str, str, int, str]] = []

    def count(self, student: str, number: str, checked: Checked):
        """Takes in one student's working of the question of this number."""
        self.all_right &= verdicts.all_stand([checked])
        for line in checked.unread:
            self.unread.append((student, number, line.answer.line, line.answer.text))
        for line in checked.marked:
            name = line.answer.name
            if name is None:
                continue
            self.verdicts.setdefault((number, name), Counter())[line.verdict] += 1
            if line.verdict == verdicts.SLIP:
                slip = line.slips[0].slip if line.slips else "arithmetic"
                self.slips.setdefault((number, name), Counter())[slip] += 1

    def report(self, names: list[str], reached: list[Fraction], troubles: int, columns: int) -> str:
        """The page: how many marks there were, then a row for every step that was answered or has marks."""
        total = sum(question.scheme.total for question in self.exam.questions)
        mean = shown(Fraction(sum(reached), len(reached)))
        counts = _say("classwork_counts", n=len(reached), mean=mean, total=shown(total))
        rows = [*paragraph(one_line(self.exam.title), columns), "─" * columns, *paragraph(counts, columns)]
        rows += self._tables(len(reached), columns)
        notes = [_say("classwork_same_name", text=one_line(name)) for name in _repeated(names)]
        if troubles:
            notes.append(_say("classwork_troubles", n=troubles))
        notes += self._not_understood()
        if notes:
            rows += ["", *paragraphs(notes, columns)]
        return "\n".join(map(str.rstrip, rows)) + "\n"

    def _tables(self, students: int, columns: int) -> list[str]:
        """The verdicts of every step counted, and below them the commonest slips; each where there are any."""
        titles = [
            _say(key) for key in ("classwork_column_step", *_TITLES, "classwork_column_unread", "classwork_column_slip")
        ]
        cells: list[list[str]] = []
        for question in self.exam.questions:
            cells += self._rows(question, students)
        wordy = [True, *[False] * (len(titles) - 2)]
        rows = table_rows(titles[:-1], [row[:-1] for row in cells], wordy, columns)
        slips = [[row[0], row[-1]] for row in cells if row[-1]]
        if slips:
            rows += table_rows([titles[0], titles[-1]], slips, [True, True], columns)
        return rows

    def _not_understood(self) -> list[str]:
        """A sentence for every line that holds a number or a name and was not understood."""
        if not self.unread:
            return []
        said = [_say("classwork_not_understood", n=len(self.unread))]
        for student, number, line, text in self.unread[:MOST_UNREAD]:
            where = f"{one_line(student)}, Q{number}" if number else one_line(student)
            said.append(_say("classwork_unread_line", where=where, line=line, text=one_line(text)[:SHOWN]))
        if len(self.unread) > MOST_UNREAD:
            said.append("…")
        return said

    def _rows(self, question: Question, students: int) -> list[list[str]]:
        """The rows of one question: its steps in the order of the solution, each with its verdicts and slips."""
        rows = []
        for name in self._names(question):
            counts = self._counts(question.number, name, students)
            label = f"Q{question.number} {name}" if question.number else name
            rows.append([label, *map(str, counts), self._commonest(question.number, name)])
        return rows

    def _counts(self, number: str, name: Name, students: int) -> list[int]:
        """How many students' lines fall into each column; whoever has none in these is counted in the last."""
        counted = self.verdicts.get((number, name), Counter())
        counts = []
        for kinds in _COLUMNS.values():
            counts.append(sum(map(counted.__getitem__, kinds)))
        return [*counts, max(students - sum(counts), 0)]

    def _names(self, question: Question) -> list[Name]:
        """The results of a question that were answered or have marks, in the order of the solution."""
        answered = {name for number, name in self.verdicts if number == question.number}
        order = {name: place for place, name in enumerate(question.key.steps)}
        return sorted(answered | question.scheme.worth.keys(), key=lambda name: (order.get(name, len(order)), name))

    def _commonest(self, number: str, name: Name) -> str:
        """The commonest slips in a step, with how often they were made."""
        counted = self.slips.get((number, name), Counter())
        slips = sorted(counted.items(), key=lambda slip: (-slip[1], slip[0]))
        return ", ".join(f"{_say(SHORT[slip])} ({count})" for slip, count in slips[:MOST_SLIPS])


def _say(key: str, **args: Filling) -> str:
    return spoken(Says(key, **args), str)


def _repeated(names: list[str]) -> list[str]:
    """The names that stand more than once, in order."""
    return sorted(name for name, count in Counter(names).items() if count > 1)
