"""Tables of a page. A wide one scrolls in its own box."""

from __future__ import annotations

from html import escape

from ...formula.expr import Expr
from ...formula.marks import Mark
from ...page.document import Cell, Grid
from ...solution import Says
from ..mathml_notation import MathmlNotation, attribute
from .formulas import math
from .tags import sentence


def table(grid: Grid, notation: MathmlNotation) -> str:
    """A table with its titles, and its note below."""
    titles = [sentence(title, notation) for title in grid.titles]
    rows = []
    for row in grid.rows:
        cells = [_cell(cell, k, grid, notation) for k, cell in enumerate(row)]
        rows.append(f"\n<tr>{''.join(cells)}</tr>")
    head = "".join(map(_title, titles, grid.wordy))
    header = f"<thead><tr>{head}</tr></thead>" if any(map(str.strip, titles)) else ""
    note = f"<p>{sentence(grid.note, notation)}</p>" if grid.note else ""
    return f'<div class="scroll"><table>{header}<tbody>{"".join(rows)}</tbody></table></div>{note}'


def _title(title: str, wordy: bool) -> str:
    """The head of a column."""
    kind = ' class="words"' if wordy else ""
    return f'<th scope="col"{kind}>{title}</th>' if title.strip() else f"<td{kind}></td>"


def _cell(cell: Cell, column: int, grid: Grid, notation: MathmlNotation) -> str:
    content, wordy = cell.content, grid.wordy[column]
    if isinstance(content, Says):
        text = sentence(content, notation)
    elif isinstance(content, Expr):
        marks = f' class="v" data-step="{attribute(cell.name)}"' if cell.name else ""
        text = math(notation.write(content).xml, marks)
    elif isinstance(content, Mark):
        text = math(notation.of_mark(content).xml)
    else:
        text = escape(content)
    text = f"<strong>{text}</strong>" if cell.asked else text
    kind = ' class="words"' if wordy else ""
    return f'<th scope="row"{kind}>{text}</th>' if wordy and not column else f"<td{kind}>{text}</td>"
