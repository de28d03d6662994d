"""The lines of a page: name, sign, formula, numbers and result in columns."""

from __future__ import annotations

from ...page.parts import Row, Written
from ..mathml_notation import MathmlNotation, Piece, attribute
from .formulas import cut, math
from .tags import Ids, sentence

# A line of more columns has formula, numbers and result under each other.
ONE_LINE = 62


def lines(rows: list[Row | None], notation: MathmlNotation, ids: Ids, prefix: str) -> str:
    """A list of lines; None stands for some that are left out."""
    items = []
    for row in rows:
        items.append(_line(row, notation, _place(row, ids, prefix)) if row else '\n<li class="gap">…</li>')
    return f'<ol class="lines">{"".join(items)}</ol>'


def _place(row: Row, ids: Ids, prefix: str) -> str:
    """Where the row is where a step is found: its id, and what the step uses."""
    if row.found:
        return ""
    place = f' id="{ids.of(f"{prefix}{row.name}")}" data-line="{attribute(row.name)}"'
    if row.uses:
        place += f' data-uses="{" ".join(map(attribute, row.uses))}"'
    return place


def _line(row: Row, notation: MathmlNotation, place: str) -> str:
    """A line of a list; ``place`` are the attributes that tell where it is."""
    sides, head = notation.sides(row), notation.head(row.name)
    columns = head.columns
    found = ""
    for written in sides:
        columns += written.text.columns + 3
        found += _side(written, row.name)
    classes = "line" + " long" * (columns > ONE_LINE) + " asked" * row.asked + " found" * row.found
    number = f'<span class="number">{row.label}</span> ' if row.number else ""
    reason = f'<span class="reason">{sentence(row.reason, notation)}</span>' if row.reason else ""
    inner = f'<span class="head">{number}{math(head.xml)}</span><span class="sides">{found}</span>{reason}'
    return f'\n<li class="{classes}"{place}>{inner}</li>'


def _side(written: Written[Piece], name: str) -> str:
    """What stands behind one sign of a line."""
    piece, sign = written.text, f'<span class="sign">{written.sign}</span>'
    if written.role == "result":
        body = math(piece.xml, f' class="v" data-step="{attribute(name)}"')
    else:
        body = cut(piece)
    return f'<span class="side {written.role}">{sign}<span class="body">{body}</span></span>'
