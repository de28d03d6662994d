"""Tables of a page. A wide one scrolls in its own box."""

from __future__ import annotations

from html import escape

from ...page.parts import Cell, Grid
from ...solution import Says
from ..mathml_notation import MathmlNotation, attribute
from .formulas import math
from .tags import sentence

# What says of a cell whether its column holds words.
_KIND = {True: ' class="words"', False: ""}


def table(grid: Grid, notation: MathmlNotation) -> str:
    """A table with its titles, and its note below."""
    rows = []
    for row in grid.rows:
        first, *others = [_cell(cell, notation) for cell in row]
        cells = [_first(first, grid.wordy[0]), *map(_other, others, grid.wordy[1:])]
        rows.append(f"\n<tr>{''.join(cells)}</tr>")
    note = f"<p>{sentence(grid.note, notation)}</p>" if grid.note else ""
    return f'<div class="scroll"><table>{_header(grid, notation)}<tbody>{"".join(rows)}</tbody></table></div>{note}'


def _header(grid: Grid, notation: MathmlNotation) -> str:
    """The titles of the columns; nothing where there is none."""
    titles = [sentence(title, notation) for title in grid.titles]
    if not any(map(str.strip, titles)):
        return ""
    return f"<thead><tr>{''.join(map(_title, titles, grid.wordy))}</tr></thead>"


def _title(title: str, wordy: bool) -> str:
    """The head of a column."""
    return f'<th scope="col"{_KIND[wordy]}>{title}</th>' if title.strip() else f"<td{_KIND[wordy]}></td>"


def _first(text: str, wordy: bool) -> str:
    """The first cell of a row, which says what the row is where it holds words."""
    return f'<th scope="row"{_KIND[wordy]}>{text}</th>' if wordy else _other(text, wordy)


def _other(text: str, wordy: bool) -> str:
    return f"<td{_KIND[wordy]}>{text}</td>"


def _cell(cell: Cell, notation: MathmlNotation) -> str:
    text = _content(cell, notation)
    return f"<strong>{text}</strong>" if cell.asked else text


def _content(cell: Cell, notation: MathmlNotation) -> str:
    if isinstance(cell.content, Says):
        return sentence(cell.content, notation)
    if isinstance(cell.content, str):
        return escape(cell.content)
    marks = f' class="v" data-step="{attribute(cell.name)}"' if cell.name else ""
    return math(notation.shown(cell.content).xml, marks)
