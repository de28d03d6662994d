"""Marked work as an HTML page: every line with its verdict, in a sign and in words, then the marks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..page.glyphs import one_line
from ..render import html as pages
from ..render.hypertext.shell import shell
from ..render.hypertext.tags import plain
from ..solution import Says, Solution
from . import verdicts
from .feedback import COLOURS, SIGNS, VERDICTS, Feedback, Look
from .verdicts import Line

STYLES = ("page.css", "marks.css")


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> str:
    """One page with the workings of all questions, and below them the solutions ``rest`` that go on from there."""
    if len(feedbacks) == 1:
        name, front = title(feedbacks[0]), body(feedbacks[0])
    else:
        front = f"<h1>{escape(one_line(name))}</h1>" + "".join(body(feedback, 2) for feedback in feedbacks)
    if rest:
        return pages.together(list(rest), ascii=look.ascii_only, front=front, styles=STYLES)
    return shell(name, f"<main>{front}</main>", STYLES, ascii=look.ascii_only)


def title(feedback: Feedback) -> str:
    """What stands above the working, as text."""
    solution = feedback.key.solution
    return feedback.say(Says("mark_title", title=one_line(solution.title) or solution.kind))


def body(feedback: Feedback, level: int = 1) -> str:
    """The marked working; its heading is of ``level``."""
    items = "".join(_item(feedback, line) for line in feedback.checked.lines)
    said = "".join(f"<p>{escape(part)}</p>" for part in feedback.summary())
    table = _marks(feedback) if feedback.awards else ""
    heading = f"<h{level}>{escape(title(feedback))}</h{level}>"
    return f'<article class="working">{heading}<ol class="marked">{items}</ol>{said}{table}</article>'


def _item(feedback: Feedback, line: Line) -> str:
    if line.verdict == verdicts.PROSE:
        return f'\n<li class="prose">{_span("wrote", line.answer.text)}</li>'
    verdict = plain(Says(VERDICTS[line.verdict]))
    sign = f'<span aria-hidden="true">{SIGNS.get(line.verdict, "")}</span>'
    parts = [_span("wrote", feedback.wrote(line)), f'<span class="verdict">{sign} <span>{verdict}</span></span>']
    comment = feedback.comment(line)
    if comment:
        parts.append(_span("comment", comment))
    colour = f' class="{COLOURS[line.verdict]}"' if line.verdict in COLOURS else ""
    return f"\n<li{colour}>{''.join(parts)}</li>"


def _span(kind: str, text: str) -> str:
    return f'<span class="{kind}">{escape(one_line(text))}</span>'


# The columns of the table of marks: those of words stand at the left.
_KINDS = (' class="words"', "", "", ' class="words"')


def _marks(feedback: Feedback) -> str:
    """The table of marks and their sum."""
    head = _cells("th", ' scope="col"', feedback.mark_titles, _KINDS)
    rows = []
    for award in feedback.awards:
        name = _cells("th", ' scope="row"', [feedback.notation.name(award.name)], _KINDS[:1])
        own = _cells("td", "", feedback.mark_cells(award), _KINDS[1:])
        rows.append(f"\n<tr>{name}{own}</tr>")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="scroll">{table}</div><p><strong>{escape(feedback.total_said)}</strong></p>'


def _cells(tag: str, scope: str, texts: Sequence[str], kinds: Sequence[str]) -> str:
    """The cells of a row; each is of its column's kind."""
    cells = []
    for text, kind in zip(texts, kinds, strict=True):
        cells.append(f"<{tag}{scope}{kind}>{escape(text)}</{tag}>")
    return "".join(cells)
