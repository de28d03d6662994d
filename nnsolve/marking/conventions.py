"""Conventions: under which choices of a problem a set of answers is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from ..errors import AnswerError, NnsolveError, listing
from ..page.boxes import paragraph
from ..reading.load import variant
from ..solution import Filling, Says
from ..words import spoken
from .alternatives import Convention, alternatives
from .answers import Answer
from .check import check
from .exam import Exam, Question, Reader, Working
from .feedback_text import hanging
from .key import Key
from .verdicts import MARKED, SLIP, SOUND, WRONG, Checked

MOST_TRIED, MOST_LISTED, MOST_NAMED = 80, 8, 3
MOST_DECIMALS = 10  # what is written to so many is not rounded
# ``check`` looks for another convention where so many lines are wrong, and solves at most so many steps for it.
FEWEST_WRONG, MOST_STEPS = 2, 20_000


def tried(
    key: Key, read: Reader, tolerance: float | None = None, most: int = MOST_TRIED
) -> Iterator[tuple[Convention, Checked]]:
    """The first ``most`` conventions under which the problem is solved, with the verdicts on what ``read`` gives."""
    usual = _usual_decimals(read(key).answers)
    for convention in islice(alternatives(key.problem, usual), most):
        try:
            other = read(Key(variant(key.problem, convention.overrides)))
            yield convention, check(other.key, other.answers, tolerance)
        except NnsolveError:
            continue


def _usual_decimals(answers: list[Answer]) -> int | None:
    """To how many decimals most answers are written; None where none has any."""
    counts: Counter[int] = Counter()
    for answer in answers:
        if 0 < answer.value.decimals < MOST_DECIMALS:
            counts[answer.value.decimals] += 1
    return max(counts, key=counts.__getitem__, default=None)


def _places(checked: Checked, verdicts: Collection[str]) -> set[int]:
    """The places of the lines that have one of some verdicts."""
    return {k for k, line in enumerate(checked.lines) if line.verdict in verdicts}


def whole_explanation(read: Reader, checked: Checked) -> list[Says]:
    """The sentence that names a convention under which every line is right; [] where there is none."""
    wrong = [line for line in checked.lines if line.verdict in (SLIP, WRONG)]
    if len(wrong) < FEWEST_WRONG or checked.key.solution.symbolic:
        return []
    wanted = _places(checked, MARKED)
    most = min(MOST_TRIED, MOST_STEPS // max(len(checked.key.steps), 1))
    found = []
    for convention, other in tried(checked.key, read, None, most):
        if wanted <= _places(other, SOUND):
            found.append(_name(convention))
    if not found:
        return []
    return [Says("mark_convention", n=len(wanted), text=" or ".join(found[:MOST_NAMED]))]


def _name(convention: Convention) -> str:
    return spoken(convention.says, str)


def report(exam: Exam, text: str, file: str, tolerance: float | None, columns: int) -> tuple[str, bool]:
    """Which conventions explain which lines, question by question; and whether every line is explained by one."""
    if not any(working.is_told for working in exam.read(text, file)):
        raise AnswerError(f"{file}: this file holds no answers")
    pages, explained = [], True
    for question, read in zip(exam.questions, exam.readers(text, file), strict=True):
        working = read(question.key)
        if question.number and not working.answers:
            continue
        page = _Page(question, read, working, tolerance)
        pages.append(page.text(exam.title, columns))
        explained &= not page.left
    return "\n".join(pages), explained


class _Page:
    """Which conventions explain which lines of one question; a line is told by its place."""

    def __init__(self, question: Question, read: Reader, working: Working, tolerance: float | None):
        self.question = question
        self.own = check(working.key, working.answers, tolerance)
        self.marked, self.standing = _places(self.own, MARKED), _places(self.own, SOUND)
        self.found: dict[str, set[int]] = {}
        if not question.key.solution.symbolic:
            self.found = self._found(read, tolerance)
        self.found[_say("convention_own")] = self.standing
        self.left = self.marked.difference(*self.found.values())

    def _found(self, read: Reader, tolerance: float | None) -> dict[str, set[int]]:
        """The conventions under which lines stand that do not by those of the problem; none that others surpass."""
        found: dict[str, set[int]] = {}
        for convention, other in tried(self.question.key, read, tolerance):
            standing = _places(other, SOUND)
            if standing - self.standing:
                found.setdefault(_name(convention), standing)
        best = {}
        for name, lines in found.items():
            if not any(lines < more for more in found.values()):
                best[name] = lines
        return best

    def text(self, title: str, columns: int) -> str:
        """The page: a row for each convention, the best first, then what none explains."""
        rows = [*paragraph(self._heading(title), columns), ""]
        for called, lines in sorted(self.found.items(), key=lambda item: -len(item[1] & self.marked)):
            count = f"{len(lines & self.marked):>3} of {len(self.marked)}  "
            rows += hanging(count, called + self._but(lines), columns)
        rows += ["", *paragraph(self._rest(), columns)]
        return "\n".join(map(str.rstrip, rows)) + "\n"

    def _heading(self, title: str) -> str:
        title = self.question.key.solution.title or title
        if self.question.number:
            title = _say("convention_question", n=self.question.number, title=title)
        count = len(self.marked)
        return _say("convention_title", title=title, n=count)

    def _but(self, lines: set[int]) -> str:
        """Which lines a convention does not explain."""
        missing = [self.own.lines[k].answer.called for k in sorted(self.marked - lines)]
        if not missing:
            return ""
        return "; " + _say("convention_but", text=listing(missing, MOST_LISTED))

    def _rest(self) -> str:
        """Which lines no convention explains."""
        if not self.left:
            return _say("convention_none_left")
        answers = [self.own.lines[k].answer for k in sorted(self.left)]
        names = ", ".join(f"{answer.called} (line {answer.line})" for answer in answers)
        return _say("convention_left", text=names)


def _say(key_: str, **args: Filling) -> str:
    return spoken(Says(key_, **args), str)
