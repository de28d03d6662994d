"""Marked work as a student reads it: every line with its sign and a sentence, then the marks."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ..endings import format_by_ending
from ..errors import OutputError, listing, nearest, quote
from ..formula.numbers import is_array
from ..page.glyphs import one_line
from ..render import ANY_NAME, renderer
from ..render.text_notation import FlatNotation
from ..solution import Says, Solution
from ..words import spoken
from . import verdicts
from .marks import Award, Scheme, shown
from .verdicts import Checked, Line

if TYPE_CHECKING:
    import numpy as np

    from ..formula.numbers import Value

SIGNS = {
    verdicts.RIGHT: "✓",
    verdicts.COARSE: "≈",
    verdicts.FOLLOWED: "→",
    verdicts.TRIVIAL: "→",
    verdicts.SLIP: "✗",
    verdicts.WRONG: "✗",
    verdicts.UNREADABLE: "?",
    verdicts.UNKNOWN: "?",
    verdicts.BLANK: "–",
    verdicts.AGAIN: "↓",
}
# What a line's colour says; lines of other verdicts have none.
COLOURS = {verdicts.RIGHT: "right"}
COLOURS |= dict.fromkeys((verdicts.COARSE, verdicts.FOLLOWED, verdicts.TRIVIAL), "follows")
COLOURS |= dict.fromkeys((verdicts.SLIP, verdicts.WRONG), "wrong")
_FIXED = {
    verdicts.FOLLOWED: "mark_follows",
    verdicts.BLANK: "mark_blank",
    verdicts.AGAIN: "mark_again",
}
# The formats, and the ending of a file in each.
FORMATS = {"text": ".txt", "markdown": ".md", "json": ".json", "html": ".html", "typst": ".typ", "pdf": ".pdf"}
ENDINGS = {ending: name for name, ending in FORMATS.items()} | {".htm": "html"}

# A matrix of more entries is not written into a sentence, nor are more lines that were not understood listed.
MOST_ENTRIES, MOST_UNREAD = 36, 12
# Letters of a line that a sentence shows.
SHOWN = 40


# What stands above the columns of the marks.
MARK_COLUMNS = ("mark_column_result", "mark_column_worth", "mark_column_earned", "mark_column_why")
# What pages say of a verdict in a word.
VERDICTS = {
    "right": "html_verdict_right",
    "coarse": "html_verdict_coarse",
    "follow-through": "html_verdict_follow_through",
    "trivial": "html_verdict_trivial",
    "slip": "html_verdict_slip",
    "wrong": "html_verdict_wrong",
    "unreadable": "html_verdict_unreadable",
    "unknown": "html_verdict_unknown",
    "blank": "html_verdict_blank",
    "again": "html_verdict_again",
}


# Why a result earns its marks, by verdict.
_WHY = {
    "right": "mark_why_right",
    "coarse": "mark_why_coarse",
    "implied": "mark_why_implied",
    "follow-through": "mark_why_follow_through",
    "trivial": "mark_why_trivial",
    "slip": "mark_why_slip",
    "wrong": "mark_why_wrong",
    "unreadable": "mark_why_unreadable",
    "unknown": "mark_why_unknown",
    "blank": "mark_why_blank",
    "missing": "mark_why_missing",
}


class Feedback:
    """The sentences about one working; every format prints these."""

    def __init__(
        self,
        checked: Checked,
        scheme: Scheme | None = None,
        conventions: Sequence[Says] = (),
        question: str = "",
    ):
        self.checked, self.key = checked, checked.key
        self.awards: list[Award] = []
        self.total = Fraction(0)
        if scheme is not None:
            self.awards, self.total = scheme.awards(checked), scheme.total
        self.conventions, self.question = conventions, question
        self.notation = FlatNotation(self.key.solution.names)

    @property
    def title(self) -> str:
        """What stands above the working."""
        title = one_line(self.key.solution.title) or self.key.solution.kind
        if self.question:
            return self.say(Says("mark_title_question", n=self.question, title=title))
        return self.say(Says("mark_title", title=title))

    def say(self, says: Says) -> str:
        """A sentence with its names printed; what a student typed stands in it as harmless text."""
        return one_line(spoken(says, self.notation.name))

    def number(self, value: Value) -> str:
        """A value as the page of this problem prints it."""
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return " × ".join(map(str, value))
        if is_array(value):
            return self._matrix(value)
        return self.notation.number(self.key.solution.rounding.text(value))

    def _matrix(self, matrix: np.ndarray) -> str:
        """A matrix row by row; of a large one its size alone."""
        if matrix.size > MOST_ENTRIES:
            return self.say(Says("mark_large", text=" × ".join(map(str, matrix.shape))))
        entries = matrix if matrix.ndim == 2 else matrix.reshape(1, -1)
        rows = ["[" + ", ".join(map(self.number, row)) + "]" for row in entries.tolist()]
        return rows[0] if len(rows) == 1 else "[" + ", ".join(rows) + "]"

    # Lines

    def comment(self, line: Line) -> str:
        """What is said of a line."""
        parts = [self.say(says) for says in line.says]
        if line.verdict in _FIXED:
            return "; ".join([self.say(Says(_FIXED[line.verdict])), *parts])
        if line.verdict == verdicts.SLIP:
            return " ".join(self._slipped(line, parts))
        if line.verdict == verdicts.WRONG:
            parts += self._expected(line, "mark_not_right", "mark_wrong")
        return "; ".join(parts)

    def _slipped(self, line: Line, parts: list[str]) -> list[str]:
        """The sentences of a slip: what else is to be said, the slip or those it may be, and what belongs there."""
        first = len(parts) - (len(line.slips) or len(parts))
        slips = list(dict.fromkeys(parts[first:]))
        if len(slips) == 1:
            said = Says("mark_slip", slip=slips[0])
        else:
            said = Says("mark_slips", slips=" ".join(f"({k}) {slip}" for k, slip in enumerate(slips, 1)))
        return [*parts[:first], self.say(said), *self._expected(line, "mark_expected_plain", "mark_expected")]

    def _expected(self, line: Line, right: str, otherwise: str) -> list[str]:
        """What belongs in a line, by the sentence for what prints like the right value, or that for other values."""
        if line.expected is None:
            return []
        value = self.number(line.expected)
        key = right if value == self._right(line) else otherwise
        return [self.say(Says(key, value=value))]

    def _right(self, line: Line) -> str | None:
        """The right value of a line as it prints; None where there is none."""
        name = line.answer.name
        value = None if name is None else self.key.values.get(name)
        return None if value is None else self.number(value)

    def place(self, line: Line) -> dict[str, int | str]:
        """Where a line stands and how it begins."""
        return {"line": line.answer.line, "text": one_line(line.answer.text)[:SHOWN]}

    def label(self, line: Line) -> tuple[str, str]:
        """The name and the value of a line as the student wrote them; the whole line where it has no name."""
        if not line.answer.called:
            return one_line(line.answer.text), ""
        return one_line(line.answer.called), one_line(line.answer.written)

    def wrote(self, line: Line) -> str:
        """What a student wrote in a line: name = value."""
        name, value = self.label(line)
        return f"{name} = {value}" if value else name

    # What stands below the lines

    def summary(self) -> list[str]:
        """How many lines stand, where to look first, and what was not understood."""
        marked = self.checked.marked
        if not marked:
            name = next(iter(self.key.asked), "E")
            return [self.say(Says("mark_counts_none", name=name))]
        rows = []
        read = [line for line in marked if line.verdict not in verdicts.UNREAD]
        if read:
            rows.append(self._counts(read))
        first = self.checked.first
        if first is not None and first.verdict not in verdicts.UNREAD:
            rows.append(self.say(Says("mark_first", text=self.label(first)[0], line=first.answer.line)))
        return [*rows, *self._unread(), *map(self.say, self.conventions)]

    def _counts(self, read: list[Line]) -> str:
        """How many lines stand."""
        if self.checked.all_right:
            return self.say(Says("mark_all_right"))
        stand = [line for line in read if line.verdict in (verdicts.RIGHT, verdicts.FOLLOWED)]
        counts = "mark_counts_zero" if len(read) == 1 and not stand else "mark_counts"
        return self.say(Says(counts, stand=len(stand), all=len(read)))

    def _unread(self) -> list[str]:
        """The lines that hold a number or a name and were not understood."""
        lines = self.checked.unread
        if not lines:
            return []
        named = [self.say(Says("mark_not_understood_line", **self.place(line))) for line in lines[:MOST_UNREAD]]
        if len(lines) > MOST_UNREAD:
            named.append("…")
        return [self.say(Says("mark_not_understood", text=", ".join(named)))]

    # Marks

    @property
    def earned(self) -> Fraction:
        """The sum of the marks earned."""
        return sum((award.earned for award in self.awards), Fraction(0))

    @property
    def total_said(self) -> str:
        """The sum of the marks in a sentence."""
        return self.say(Says("mark_sum", earned=shown(self.earned), total=shown(self.total)))

    @property
    def mark_titles(self) -> list[str]:
        """What stands above the columns of the table of marks."""
        return [self.say(Says(key)) for key in MARK_COLUMNS]

    def mark_cells(self, award: Award) -> list[str]:
        """What is told of the marks of one result: its worth, what was earned, and why."""
        return [shown(award.worth), shown(award.earned), self.say(Says(_WHY[award.verdict]))]


def known_format(format_: str):
    """Raises OutputError for a format that feedback is not written in."""
    if format_ not in FORMATS:
        known = list(FORMATS)
        raise OutputError(f"feedback has no format {quote(format_)}; known: {listing(known)}.{nearest(format_, known)}")


def format_of(output: str | None, told: str | None) -> str:
    """The format that was told, else that of the file's ending, else text; raises OutputError for an unknown one."""
    if told is None:
        return format_by_ending(output, ENDINGS, "text", ANY_NAME)
    known_format(told)
    return told


class Look(NamedTuple):
    """How a page is set: in so many columns, in ASCII alone or not, on which paper."""

    columns: int = 80
    ascii_only: bool = False
    paper: str = "a4"


# What writes a document in each format: a module beside this one, loaded when it is needed, and its function.
_WRITERS = {
    "text": ("feedback_text", "together"),
    "markdown": ("feedback_markdown", "together"),
    "json": ("feedback_json", "together"),
    "html": ("feedback_html", "together"),
    "typst": ("feedback_typst", "source"),
    "pdf": ("feedback_typst", "together"),
}


def together(
    name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], format_: str, look: Look
) -> str | bytes:
    """The workings of all questions in one of the formats, with the solutions ``rest`` that go on; a PDF is bytes."""
    known_format(format_)
    module, writer = _WRITERS[format_]
    return getattr(importlib.import_module(f".{module}", __package__), writer)(name, feedbacks, rest, look)


def render(
    feedback: Feedback, format_: str, columns: int = 80, ascii_only: bool = False, paper: str = "a4"
) -> str | bytes:
    """Marked work in one of the formats; a PDF is bytes."""
    return together("", [feedback], (), format_, Look(columns, ascii_only, paper))


def one_by_one(
    page: Callable[[Feedback], str],
    feedbacks: Sequence[Feedback],
    rest: Sequence[Solution],
    format_: str,
    **options: bool | int,
) -> list[str]:
    """Every working as a page of its own, behind it the rest of its solution, if any."""
    found = []
    for k, feedback in enumerate(feedbacks):
        found.append(page(feedback))
        found += [renderer(format_)(solution, **options) for solution in rest[k : k + 1]]
    return found
