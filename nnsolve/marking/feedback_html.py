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
from .feedback import COLOURS, SIGNS, Feedback
from .marks import shown
from .verdicts import Line

STYLES = ("page.css", "marks.css")


def html(feedback: Feedback, ascii_only: bool = False) -> str:
    """The page of one working."""
    return together(title(feedback), [feedback], [], ascii_only)


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution] = (), ascii_only: bool = False) -> str:
    """One page with the workings of all questions, and below them the solutions ``rest`` that go on from there."""
    if len(feedbacks) == 1:
        name, front = title(feedbacks[0]), body(feedbacks[0])
    else:
        front = f"<h1>{escape(one_line(name))}</h1>" + "".join(body(feedback, 2) for feedback in feedbacks)
    if rest:
        return pages.together(list(rest), ascii=ascii_only, front=front, styles=STYLES)
    return shell(name, f"<main>{front}</main>", STYLES, ascii=ascii_only)


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
        return f'\n<li class="prose"><span class="wrote">{escape(one_line(line.answer.text))}</span></li>'
    name, value = feedback.label(line)
    wrote = f"{name} = {value}" if value else name
    verdict = plain(Says(f"html_verdict_{line.verdict}"))
    sign = f'<span aria-hidden="true">{SIGNS.get(line.verdict, "")}</span>'
    sign = f'<span class="verdict">{sign} <span>{verdict}</span></span>'
    comment = feedback.comment(line)
    comment = f'<span class="comment">{escape(comment)}</span>' if comment else ""
    colour = f' class="{COLOURS[line.verdict]}"' if line.verdict in COLOURS else ""
    return f'\n<li{colour}><span class="wrote">{escape(wrote)}</span>{sign}{comment}</li>'


def _marks(feedback: Feedback) -> str:
    titles = [feedback.say(Says(f"column_mark_{name}")) for name in ("result", "worth", "earned", "why")]
    kinds = [' class="words"', "", "", ' class="words"']
    head = "".join(f'<th scope="col"{kind}>{escape(text)}</th>' for text, kind in zip(titles, kinds, strict=True))
    rows = []
    for award in feedback.awards:
        name, *cells = feedback.notation.name(award.name), shown(award.worth), shown(award.earned), feedback.why(award)
        own = "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(cells, kinds[1:], strict=True))
        rows.append(f'\n<tr><th scope="row"{kinds[0]}>{escape(name)}</th>{own}</tr>')
    total = escape(feedback.say(Says("mark_sum", earned=shown(feedback.earned), total=shown(feedback.total))))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="scroll">{table}</div><p><strong>{total}</strong></p>'
