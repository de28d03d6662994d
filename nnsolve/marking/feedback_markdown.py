"""Marked work as Markdown; what the student wrote stands in code, so that nothing in it is markup."""

from __future__ import annotations

from collections.abc import Sequence

from ..page.glyphs import one_line
from ..render.markdown import escaped
from ..solution import Says, Solution
from . import verdicts
from .feedback import SIGNS, Feedback, Look, one_by_one
from .verdicts import Line


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> str:
    """The workings, one below the other, each with the solution that goes on."""
    return "\n".join(one_by_one(_page, feedbacks, rest, "markdown", ascii=look.ascii_only))


def _page(feedback: Feedback) -> str:
    """The marked working: a table of its lines, the summary, the marks."""
    rows = [f"# {_plain(feedback.title)}", "", "| | | | |", "| --- | --- | --- | --- |"]
    rows += [_row(feedback, line) for line in feedback.checked.lines]
    rows += ["", *map(_plain, feedback.summary())]
    if feedback.awards:
        rows += _marks(feedback)
    return "\n".join(rows) + "\n"


def _row(feedback: Feedback, line: Line) -> str:
    if line.verdict == verdicts.PROSE:
        return f"| | {_code(line.answer.text)} | | |"
    name, value = map(_code, feedback.label(line))
    return f"| {name} | {value} | {SIGNS[line.verdict]} | {_plain(feedback.comment(line))} |"


def _marks(feedback: Feedback) -> list[str]:
    """The table of marks and their sum."""
    heads = [feedback.say(Says(key)) for key in ("mark_column_result", "mark_marks", "mark_column_earned")]
    rows = ["", f"| {' | '.join(heads)} | |", "| --- | ---: | ---: | --- |"]
    for award in feedback.awards:
        name, cells = _plain(feedback.notation.name(award.name)), feedback.mark_cells(award)
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return [*rows, "", feedback.total_said]


def _code(text: str) -> str:
    """A text as code; nothing where there is none."""
    text = one_line(text).replace("|", "\\|")
    if "`" in text:
        return f"`` {text} ``"
    return f"`{text}`" if text else ""


def _plain(text: str) -> str:
    """A text without markup."""
    return escaped(one_line(text))
