"""Marked work as Typst source and PDF: a table of the lines with sign and comment, the summary, the marks.

What students wrote reaches Typst as string literals alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..page.document import build
from ..page.glyphs import one_line
from ..render import pdf, typst
from ..render.typst import array
from ..render.typst_notation import TypstNotation, literal
from ..solution import Says, Solution
from . import verdicts
from .feedback import COLOURS, SIGNS, VERDICTS, Feedback, Look
from .verdicts import Line

# The columns of names and values in letters, at least and at most; what is longer is broken.
LEAST, MOST_NAME, MOST_VALUE = 6, 18, 22
LETTER = 0.62  # of a letter's width, in em
LONG = 14  # letters of a word that is not broken
# Where long words may be broken: behind commas and brackets, else after so many letters.
_PIECE = re.compile(r"[^,;\]]{1,12}[,;\]]*|[,;\]]+")


def source(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> str:
    """Typst source of one document with the workings of all questions, and the solutions ``rest`` that go on."""
    parts = []
    if len(feedbacks) == 1:
        name = feedbacks[0].title
    else:
        parts.append(f"#title({literal(one_line(name))})")
    for feedback in feedbacks:
        parts += _working(feedback, len(feedbacks) > 1)
    for solution in rest:
        parts += ["#v(1.5em)", *typst.pages(build(solution))]
    return typst.whole(parts, one_line(name), look.paper)


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> bytes:
    """The same as the bytes of a PDF."""
    return pdf.compiled(source(name, feedbacks, rest, look))


def _working(feedback: Feedback, several: bool) -> list[str]:
    """The calls for one working, under a heading of its own."""
    heading = literal(feedback.title)
    parts = [f"#subtitle[#{heading};]" if several else f"#title({heading})"]
    if feedback.checked.lines:
        parts.append(_lines(feedback))
    parts += [f"#par[#{literal(said)};]" for said in feedback.summary()]
    if feedback.awards:
        parts += _marks(feedback)
    return parts


def _lines(feedback: Feedback) -> str:
    """The table of the lines, with the width of the columns of names and of values."""
    name, value = LEAST, LEAST
    for line in feedback.checked.lines:
        called, wrote = feedback.label(line)
        if wrote and line.verdict != verdicts.PROSE:
            name, value = max(name, len(called)), max(value, len(wrote))
    rows = [_row(feedback, line) for line in feedback.checked.lines]
    return f"#working({', '.join([_em(min(name, MOST_NAME)), _em(min(value, MOST_VALUE)), *rows])})"


def _em(letters: int) -> str:
    """The width of a column of so many letters."""
    return f"{letters * LETTER + 1:.2f}"


def _row(feedback: Feedback, line: Line) -> str:
    number = str(line.answer.line)
    if line.verdict == verdicts.PROSE:
        return array([number, _content(one_line(line.answer.text)), "none", "none", '""', "none"])
    name, value = feedback.label(line)
    said = feedback.comment(line) or feedback.say(Says(VERDICTS[line.verdict]))
    colour, sign = COLOURS.get(line.verdict, ""), SIGNS.get(line.verdict, "")
    wrote = _content(value) if value else "none"
    return array([number, _content(name), wrote, literal(sign), literal(colour), _content(said)])


def _marks(feedback: Feedback) -> list[str]:
    """The table of marks and their sum."""
    notation = TypstNotation(feedback.key.solution.names)
    rows = []
    for award in feedback.awards:
        worth, earned, why = feedback.mark_cells(award)
        rows.append(array([f"${notation.name(award.name)}$", f"[{worth}]", f"[{earned}]", _content(why)]))
    titles = array(list(map(_content, feedback.mark_titles)))
    wordy = array(["true", "false", "false", "true"])
    return [f"#data({titles}, {wordy}, {array(rows)})", f"#strong[#{literal(feedback.total_said)};]"]


def _content(text: str) -> str:
    """A text as content; long words in it may be broken."""
    return f"[{' '.join(map(_word, text.split(' ')))}]"


def _word(word: str) -> str:
    """A word, which may be broken where it is long."""
    pieces = _PIECE.findall(word) if len(word) > LONG else [word]
    return "#sym.zws;".join(f"#{literal(piece)};" for piece in pieces)
