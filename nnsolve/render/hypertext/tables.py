"""Tables of a page. A wide one scrolls in its own box."""

from __future__ import annotations

from html import escape

from ...formula.expr import Expr
from ...formula.names import Mark
from ...page.document import Cell, Grid
from ...solution import Says
from ..mathml_notation import MathmlNotation, attribute
from .tags import math, sentence


def table(grid: Grid, notation: MathmlNotation) -> str:
    """A table with its titles, and its note below."""
    titles = [sentence(title, notation.name) for title in grid.titles]
    kinds = [' class="words"' if wordy else "" for wordy in grid.wordy]
    head = "".join(
        f'<th scope="col"{kind}>{title}</th>' if title.strip() else f"<td{kind}></td>"
        for title, kind in zip(titles, kinds, strict=True)
    )
    rows = [
        "".join(_cell(cell, kind, k == 0 and kinds[0], notation) for k, (cell, kind) in enumerate(zip(row, kinds, strict=True)))
        for row in grid.rows
    ]
    header = f"<thead><tr>{head}</tr></thead>" if any(title.strip() for title in titles) else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    note = f"<p>{sentence(grid.note, notation.name)}</p>" if grid.note else ""
    return f'<div class="scroll"><table>{header}<tbody>{body}</tbody></table></div>{note}'


def _cell(cell: Cell, kind: str, heads: bool, notation: MathmlNotation) -> str:
    content = cell.content
    if isinstance(content, Says):
        text = sentence(content, notation.name)
    elif isinstance(content, Expr):
        marks = f' class="v" data-step="{attribute(cell.name)}"' if cell.name else ""
        text = math(notation.write(content).xml, marks)
    elif isinstance(content, Mark):
        text = math(notation.of_mark(content).xml)
    else:
        text = escape(content)
    text = f"<strong>{text}</strong>" if cell.asked else text
    return f'<th scope="row"{kind}>{text}</th>' if heads else f"<td{kind}>{text}</td>"
