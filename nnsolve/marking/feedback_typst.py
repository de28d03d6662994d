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
from .feedback import COLOURS, SIGNS, Feedback
from .marks import shown
from .verdicts import Line

# The columns of names and values in letters, at least and at most; what is longer is broken.
LEAST, MOST_NAME, MOST_VALUE = 6, 18, 22
LETTER = 0.62  # of a letter's width, in em
# Where long words may be broken: behind commas and brackets, else after so many letters.
_PIECE = re.compile(r"[^,;\]]{1,12}[,;\]]*|[,;\]]+")


def source(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution] = (), paper: str = "a4") -> str:
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
    return typst.whole(parts, one_line(name), paper)


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution] = (), paper: str = "a4") -> bytes:
    """The same as the bytes of a PDF for ``paper`` ('a4' or 'letter')."""
    return pdf.compiled(source(name, feedbacks, rest, paper))


WRITERS = {"typst": source, "pdf": together}


def _working(feedback: Feedback, several: bool) -> list[str]:
    """The calls for one working, under a heading of its own."""
    heading = literal(feedback.title)
    parts = [f"#subtitle[#{heading};]" if several else f"#title({heading})"]
    lines = feedback.checked.lines
    if lines:
        labels = [feedback.label(line) for line in lines if line.verdict != verdicts.PROSE]
        widest = [max((len(label[k]) for label in labels if all(label)), default=0) for k in (0, 1)]
        wide = [
            f"{min(max(letters, LEAST), most) * LETTER + 1:.2f}"
            for letters, most in zip(widest, (MOST_NAME, MOST_VALUE), strict=True)
        ]
        parts.append(f"#working({', '.join([*wide, *(_row(feedback, line) for line in lines)])})")
    parts += [f"#par[#{literal(said)};]" for said in feedback.summary()]
    if feedback.awards:
        parts += _marks(feedback)
    return parts


def _row(feedback: Feedback, line: Line) -> str:
    number = str(line.answer.line or 0)
    if line.verdict == verdicts.PROSE:
        return array([number, _content(one_line(line.answer.text)), "none", "none", '""', "none"])
    name, value = feedback.label(line)
    said = feedback.comment(line) or feedback.say(Says(f"html_verdict_{line.verdict}"))
    colour, sign = COLOURS.get(line.verdict, ""), literal(SIGNS.get(line.verdict, ""))
    return array([number, _content(name), _content(value) if value else "none", sign, literal(colour), _content(said)])


def _marks(feedback: Feedback) -> list[str]:
    titles = [_content(feedback.say(Says(f"column_mark_{name}"))) for name in ("result", "worth", "earned", "why")]
    notation = TypstNotation(feedback.key.solution.names)
    rows = [
        array(
            [
                f"${notation.name(award.name)}$",
                *(f"[{shown(marks)}]" for marks in (award.worth, award.earned)),
                _content(feedback.why(award)),
            ]
        )
        for award in feedback.awards
    ]
    total = literal(feedback.say(Says("mark_sum", earned=shown(feedback.earned), total=shown(feedback.total))))
    wordy = array(["true", "false", "false", "true"])
    return [f"#data({array(titles)}, {wordy}, {array(rows)})", f"#strong[#{total};]"]


def _content(text: str) -> str:
    """A text as content; long words in it may be broken."""
    words = [
        "#sym.zws;".join(f"#{literal(piece)};" for piece in _PIECE.findall(word))
        if len(word) > 14
        else f"#{literal(word)};"
        for word in text.split(" ")
    ]
    return f"[{' '.join(words)}]"
