"""Marked work as a student reads it: every line with its sign and a sentence, then the marks."""

from __future__ import annotations

import json

from ..endings import format_by_ending
from ..errors import nearest
from ..formula.expr import Expr
from ..formula.numbers import is_array
from ..page.boxes import padded, paragraph, paragraphs, width
from ..page.glyphs import one_line, plain_ascii
from ..page.tables import table_rows
from ..render import ANY_NAME
from ..render.json import SCHEMA
from ..render.text_notation import FlatNotation
from ..solution import Says
from ..words import spoken
from . import verdicts
from .marks import Award, Scheme, shown
from .verdicts import Checked, Line

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
# Letters of a line that a sentence shows; columns of a sentence beside a line at least, and of what stands between.
SHOWN, NARROWEST, SIGN = 40, 18, 8


class Feedback:
    """The sentences about one working; every format prints these."""

    def __init__(
        self,
        checked: Checked,
        scheme: Scheme | None = None,
        conventions: list[Says] | None = None,
        question: str = "",
    ):
        self.checked, self.key = checked, checked.key
        self.awards: list[Award] = scheme.awards(checked) if scheme else []
        self.total = scheme.total if scheme else None
        self.conventions, self.question = conventions or [], question
        self.notation = FlatNotation(self.key.solution.names)

    @property
    def title(self) -> str:
        """What stands above the working."""
        title = one_line(self.key.solution.title) or self.key.solution.kind
        if self.question:
            return self.say(Says("mark_title_question", n=self.question, title=title))
        return self.say(Says("mark_title", title=title))

    @property
    def earned(self):
        """The sum of the marks earned."""
        return sum(award.earned for award in self.awards)

    def say(self, says: Says) -> str:
        """A sentence with its names printed; what a student typed stands in it as harmless text."""
        return one_line(spoken(says, self.notation.name))

    def number(self, value) -> str:
        """A value as the page of this problem prints it."""
        if isinstance(value, list):
            return " × ".join(map(str, value))
        rounding = self.key.solution.rounding
        if is_array(value):
            if value.size > MOST_ENTRIES:
                return self.say(Says("mark_large", text=" × ".join(map(str, value.shape))))
            entries = value.tolist() if value.ndim == 2 else [value.reshape(-1).tolist()]
            rows = [", ".join(map(self.number, row)) for row in entries]
            return f"[{rows[0]}]" if len(rows) == 1 else "[" + ", ".join(f"[{row}]" for row in rows) + "]"
        return value if isinstance(value, str) else self.notation.number(rounding.text(value))

    def comment(self, line: Line) -> str:
        """What is said of a line."""
        parts = [self.say(says) for says in line.says]
        if line.verdict in _FIXED:
            return "; ".join([self.say(Says(_FIXED[line.verdict])), *parts])
        known = line.expected is not None and not isinstance(line.expected, Expr)
        if line.verdict == verdicts.SLIP:
            return " ".join(self._slipped(line, parts, known))
        if line.verdict == verdicts.WRONG and known:
            key = "mark_not_right" if self._is_right(line) else "mark_wrong"
            parts.append(self.say(Says(key, value=self.number(line.expected))))
        return "; ".join(parts)

    def _slipped(self, line: Line, parts: list[str], known: bool) -> list[str]:
        """The sentences of a slip: what else is to be said, the slip or those it may be, and what belongs there."""
        first = len(parts) - (len(line.slips) or len(parts))
        slips = list(dict.fromkeys(parts[first:]))
        if len(slips) == 1:
            said = Says("mark_slip", slip=slips[0])
        else:
            said = Says("mark_slips", slips=" ".join(f"({k}) {slip}" for k, slip in enumerate(slips, 1)))
        key = "mark_expected_plain" if self._is_right(line) else "mark_expected"
        expected = [self.say(Says(key, value=self.number(line.expected)))] if known else []
        return [*parts[:first], self.say(said), *expected]

    def _is_right(self, line: Line) -> bool:
        """Whether what follows from the student's numbers prints like the right value."""
        right = self.key.values.get(line.answer.name)
        if line.expected is None or right is None:
            return False
        return self.number(line.expected) == self.number(right)

    def summary(self) -> list[str]:
        """How many lines stand, where to look first, and what was not understood."""
        marked = [line for line in self.checked.lines if line.verdict in verdicts.MARKED]
        if not marked:
            name = next(iter(self.key.asked), "E")
            return [self.say(Says("mark_counts_none", name=name))]
        read = [line for line in marked if line.verdict not in verdicts.UNREAD]
        rows = [self._counts(read)] * bool(read)
        first = self.checked.first
        if first is not None and first.verdict not in verdicts.UNREAD:
            rows.append(self.say(Says("mark_first", text=self.label(first)[0], line=first.answer.line)))
        return [*rows, *self._unread(), *[self.say(says) for says in self.conventions]]

    def _counts(self, read: list[Line]) -> str:
        if self.checked.all_right:
            return self.say(Says("mark_all_right"))
        stand = sum(line.verdict in (verdicts.RIGHT, verdicts.FOLLOWED) for line in read)
        counts = "mark_counts_one" if len(read) == stand == 1 else "mark_counts"
        counts = "mark_counts_zero" if len(read) == 1 and not stand else counts
        return self.say(Says(counts, stand=stand, all=len(read)))

    def _unread(self) -> list[str]:
        """The lines that hold a number or a name and were not understood."""
        lines = self.checked.unread
        if not lines:
            return []
        named = [self.say(Says("mark_not_understood_line", **self.place(line))) for line in lines[:MOST_UNREAD]]
        text = ", ".join([*named, *["…"] * (len(lines) > MOST_UNREAD)])
        return [self.say(Says("mark_not_understood", text=text))]

    def place(self, line: Line) -> dict:
        """Where a line stands and how it begins."""
        return {"line": line.answer.line, "text": one_line(line.answer.text)[:SHOWN]}

    def label(self, line: Line) -> tuple[str, str]:
        """The name and the value of a line as the student wrote them; the whole line where it has no name."""
        if not line.answer.called:
            return one_line(line.answer.text), ""
        return one_line(line.answer.called), one_line(line.answer.written)

    def why(self, award: Award) -> str:
        """Why a result earned what it did."""
        return self.say(Says(f"mark_why_{award.verdict.replace('-', '_')}"))


def text(feedback: Feedback, columns: int = 80, ascii_only: bool = False) -> str:
    """The marked working for a terminal or text file of at most ``columns`` columns."""
    put = plain_ascii if ascii_only else str
    rows = [*paragraph(feedback.title, columns), "─" * columns]
    rows += _Beside(feedback, columns).rows()
    rows += ["", *paragraphs(feedback.summary(), columns)]
    if feedback.awards:
        rows += _marks_rows(feedback, columns)
    return put("\n".join(row.rstrip() for row in rows) + "\n")


class _Beside:
    """The lines of a working: names, values, signs and sentences in columns beside each other."""

    def __init__(self, feedback: Feedback, columns: int):
        self.feedback, self.columns = feedback, columns
        labels = [feedback.label(line) for line in feedback.checked.lines if line.answer.called]
        self.wide = min(max((width(name) for name, _ in labels), default=0), 16)
        room = columns - self.wide - SIGN - NARROWEST
        self.wider = min(max((width(value) for _, value in labels), default=0), 20, room)

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
            return self._alone(line, f"{name} = {value}" if value else name)
        head = f"  {padded(name, self.wide)}  {padded(value, self.wider)}  {SIGNS[line.verdict]}   "
        comment = paragraph(self.feedback.comment(line), self.columns - width(head)) or [""]
        return [head + comment[0], *[" " * width(head) + row for row in comment[1:]]]

    def _alone(self, line: Line, wrote: str) -> list[str]:
        """A line that is too long for its columns: what was written, and the sentence below it."""
        sign, said = SIGNS[line.verdict], self.feedback.comment(line)
        if not said:
            wrote = f"{wrote}  {sign}"
        rows = ["  " + row for row in paragraph(wrote, self.columns - 2)]
        if said:
            first, *further = paragraph(said, self.columns - 8)
            rows += [f"    {sign}   {first}", *["        " + row for row in further]]
        return rows


def _marks_rows(feedback: Feedback, columns: int) -> list[str]:
    """The table of marks and their sum."""
    titles = [feedback.say(Says(f"column_mark_{name}")) for name in ("result", "worth", "earned", "why")]
    cells = [
        [feedback.notation.name(award.name), shown(award.worth), shown(award.earned), feedback.why(award)]
        for award in feedback.awards
    ]
    total = Says("mark_sum", earned=shown(feedback.earned), total=shown(feedback.total))
    return [*table_rows(titles, cells, [True, False, False, True], columns), "", feedback.say(total)]


def markdown(feedback: Feedback) -> str:
    """The marked working as Markdown; what the student wrote stands in code, so that nothing in it is markup."""
    rows = [f"# {_escaped(feedback.title)}", "", "| | | | |", "| --- | --- | --- | --- |"]
    for line in feedback.checked.lines:
        if line.verdict == verdicts.PROSE:
            rows.append(f"| | {_code(line.answer.text)} | | |")
        else:
            name, value = feedback.label(line)
            rows.append(
                f"| {_code(name)} | {_code(value)} | {SIGNS[line.verdict]} | {_escaped(feedback.comment(line))} |"
            )
    rows += ["", *map(_escaped, feedback.summary())]
    if feedback.awards:
        rows += ["", "| result | marks | earned | |", "| --- | ---: | ---: | --- |"]
        rows += [
            f"| {_escaped(feedback.notation.name(award.name))} | {shown(award.worth)} | {shown(award.earned)} "
            f"| {feedback.why(award)} |"
            for award in feedback.awards
        ]
        rows += ["", feedback.say(Says("mark_sum", earned=shown(feedback.earned), total=shown(feedback.total)))]
    return "\n".join(rows) + "\n"


def as_json(feedback: Feedback) -> str:
    """The marked working for programs: a list of lines with verdicts, and the marks."""
    return json.dumps(data(feedback), ensure_ascii=False, indent=2) + "\n"


def data(feedback: Feedback) -> dict:
    """The marked working as plain data."""
    lines = []
    for line in feedback.checked.lines:
        if line.verdict == verdicts.PROSE:
            continue
        expected = line.expected.tolist() if hasattr(line.expected, "tolist") else line.expected
        lines.append(
            {
                "line": line.answer.line,
                "name": line.answer.name,
                "called": line.answer.called,
                "written": line.answer.written,
                "verdict": line.verdict,
                "slips": [slip.slip for slip in line.slips],
                "expected": None if isinstance(expected, Expr) else expected,
                "comment": feedback.comment(line),
            }
        )
    solution = feedback.key.solution
    found = {"schema": SCHEMA, "kind": solution.kind, "title": solution.title, "lines": lines}
    found["all_right"] = feedback.checked.all_right
    found["not_understood"] = [feedback.place(line) for line in feedback.checked.unread]
    if feedback.awards:
        marks = [
            {"name": a.name, "marks": float(a.worth), "earned": float(a.earned), "verdict": a.verdict}
            for a in feedback.awards
        ]
        found |= {"marks": marks, "earned": float(feedback.earned), "total": float(feedback.total)}
    return found


def known_format(format_: str):
    """Raises OutputError for a format that feedback is not written in."""
    if format_ not in FORMATS:
        from ..errors import OutputError, listing, quote

        known = list(FORMATS)
        raise OutputError(f"feedback has no format {quote(format_)}; known: {listing(known)}.{nearest(format_, known)}")


def format_of(output: str | None, told: str | None) -> str:
    """The format that was told, else that of the file's ending, else text; raises OutputError for an unknown one."""
    if told is None:
        return format_by_ending(output, ENDINGS, "text", ANY_NAME)
    known_format(told)
    return told


def render(
    feedback: Feedback, format_: str, columns: int = 80, ascii_only: bool = False, paper: str = "a4"
) -> str | bytes:
    """Marked work in one of the formats; a PDF is bytes."""
    known_format(format_)
    if format_ == "text":
        return text(feedback, columns, ascii_only)
    if format_ == "html":
        from .feedback_html import html

        return html(feedback, ascii_only)
    if format_ in ("typst", "pdf"):
        from . import feedback_typst

        return feedback_typst.WRITERS[format_]("", [feedback], paper=paper)
    return markdown(feedback) if format_ == "markdown" else as_json(feedback)


def _code(text: str) -> str:
    text = one_line(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in text.split() if set(run) == {"`"}), default=0) + 1 if "`" in text else 1)
    fence = "``" if "`" in text else fence
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`" if text else ""


def _escaped(text: str) -> str:
    from ..render.markdown import escaped

    return escaped(one_line(text))
