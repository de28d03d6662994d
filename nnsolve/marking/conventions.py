"""Conventions: under which choices of a problem a set of answers is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from ..errors import AnswerError, NnsolveError, listing
from ..page.boxes import paragraph, width
from ..reading.load import variant
from ..solution import Says
from ..words import spoken
from .alternatives import Convention, alternatives
from .check import check
from .exam import Exam, Question, Working
from .key import Key
from .verdicts import MARKED, SLIP, SOUND, WRONG, Checked
from .written import Written

MOST_TRIED, MOST_LISTED = 80, 8
# ``check`` looks for another convention where so many lines are wrong, and solves at most so many steps for it.
FEWEST_WRONG, MOST_STEPS = 2, 20_000


def tried(
    key: Key, read: Callable[[Key], Working], tolerance: float | None = None, most: int = MOST_TRIED
) -> Iterator[tuple[Convention, Checked]]:
    """The first ``most`` conventions under which the problem is solved, with the verdicts on what ``read`` gives."""
    values = [answer.value for answer in read(key).answers]
    numbers = [value for value in values if isinstance(value, Written) and value.decimals]
    usual = Counter(number.decimals for number in numbers if 0 < number.decimals < 10).most_common(1)
    for convention in islice(alternatives(key.problem, usual[0][0] if usual else None), most):
        try:
            other = read(Key(variant(key.problem, convention.overrides)))
            yield convention, check(other.key, other.answers, tolerance)
        except NnsolveError:
            continue


def _standing(checked: Checked) -> set[int]:
    return {k for k, line in enumerate(checked.lines) if line.verdict in SOUND}


def _marked(checked: Checked) -> set[int]:
    return {k for k, line in enumerate(checked.lines) if line.verdict in MARKED}


def whole_explanation(read: Callable[[Key], Working], checked: Checked) -> list[Says]:
    """The sentence that names a convention under which every line is right; [] where there is none."""
    wanted = _marked(checked)
    wrong = sum(line.verdict in (SLIP, WRONG) for line in checked.lines)
    if wrong < FEWEST_WRONG or checked.key.solution.symbolic:
        return []
    most = min(MOST_TRIED, MOST_STEPS // max(len(checked.key.steps), 1))
    found = [
        _name(convention) for convention, other in tried(checked.key, read, None, most) if wanted <= _standing(other)
    ]
    return [Says("mark_convention", n=len(wanted), text=" or ".join(found[:3]))] if found else []


def _name(convention: Convention) -> str:
    return spoken(convention.says, str)


def report(exam: Exam, text: str, file: str, tolerance: float | None, columns: int) -> tuple[str, bool]:
    """Which conventions explain which lines, question by question; and whether every line is explained by one."""
    pages, explained = [], True
    if not any(answer.called for working in exam.read(text, file) for answer in working.answers):
        raise AnswerError(f"{file}: this file holds no answers")
    for question, read in zip(exam.questions, exam.readers(text, file), strict=True):
        if question.number and not read(question.key).answers:
            continue
        page, whole = _page(exam.title, question, read, tolerance, columns)
        pages.append(page)
        explained &= whole
    return "\n".join(pages), explained


def _page(title: str, question: Question, read: Callable, tolerance, columns: int) -> tuple[str, bool]:
    working = read(question.key)
    own = check(working.key, working.answers, tolerance)
    marked = _marked(own)
    found = {} if question.key.solution.symbolic else _found(question.key, read, own, tolerance)
    found[_say("conventions_own")] = _standing(own)
    title = question.key.solution.title or title
    if question.number:
        title = _say("conventions_question", n=question.number, title=title)
    heading = "conventions_title_one" if len(marked) == 1 else "conventions_title"
    rows = [*paragraph(_say(heading, title=title, n=len(marked)), columns), ""]
    for called, lines in sorted(found.items(), key=lambda item: -len(item[1] & marked)):
        missing = [own.lines[k].answer.called for k in sorted(marked - lines)]
        but = "; " + _say("conventions_but", text=listing(missing, MOST_LISTED)) if missing else ""
        rows += _hanging(f"{len(lines & marked):>3} of {len(marked)}  ", called + but, columns)
    left = marked - set().union(*found.values())
    names = ", ".join(f"{own.lines[k].answer.called} (line {own.lines[k].answer.line})" for k in sorted(left))
    rows += ["", *paragraph(_say("conventions_left", text=names) if left else _say("conventions_none_left"), columns)]
    return "\n".join(row.rstrip() for row in rows) + "\n", not left


def _found(key: Key, read: Callable, own: Checked, tolerance) -> dict[str, set[int]]:
    """The conventions under which lines stand that do not by those of the problem; none that others surpass."""
    found: dict[str, set[int]] = {}
    for convention, other in tried(key, read, tolerance):
        if _standing(other) - _standing(own):
            found.setdefault(_name(convention), _standing(other))
    return {name: lines for name, lines in found.items() if not any(lines < more for more in found.values())}


def _say(key_: str, **args) -> str:
    return spoken(Says(key_, **args), str)


def _hanging(head: str, text: str, columns: int) -> list[str]:
    first, *rest = paragraph(text, columns - width(head)) or [""]
    return [head + first, *[" " * width(head) + row for row in rest]]
