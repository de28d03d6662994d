"""The lines of a page: name, sign, formula, numbers and result in columns."""

from __future__ import annotations

from ...page.document import Row, Written
from ..mathml_notation import MathmlNotation, attribute, label
from .formulas import cut, math
from .tags import Ids, sentence

# A line of more columns has formula, numbers and result under each other.
ONE_LINE = 62


def side(written: Written, name: str) -> str:
    """What stands behind one sign of a line."""
    piece, sign = written.text, f'<span class="sign">{written.sign}</span>'
    if written.role == "result":
        body = math(piece.xml, f' class="v" data-step="{attribute(name)}"')
    else:
        body = cut(piece)
    return f'<span class="side {written.role}">{sign}<span class="body">{body}</span></span>'


def line(row: Row, notation: MathmlNotation, ids: Ids, prefix: str) -> str:
    """A line of a list. Where the row is where a step is found, it has an id and says what it uses."""
    notation.labels = {name: label(text) for name, text in row.labels.items()}
    sides = row.sides(notation.write)
    notation.labels = {}
    head = notation.head(row.name)
    long = head.columns + sum(written.text.columns + 3 for written in sides) > ONE_LINE
    classes = "line" + " long" * long + " asked" * row.asked + " found" * row.found
    told = ""
    if not row.found:
        told = f' id="{ids.of(f"{prefix}{row.name}")}" data-line="{attribute(row.name)}"'
        told += f' data-uses="{" ".join(map(attribute, row.uses))}"' if row.uses else ""
    number = f'<span class="number">{row.label}</span> ' if row.number else ""
    reason = f'<span class="reason">{sentence(row.reason, notation)}</span>' if row.reason else ""
    found = "".join(side(written, row.name) for written in sides)
    inner = f'<span class="head">{number}{math(head.xml)}</span><span class="sides">{found}</span>{reason}'
    return f'\n<li class="{classes}"{told}>{inner}</li>'


def lines(rows: list[Row | None], notation: MathmlNotation, ids: Ids, prefix: str) -> str:
    """A list of lines; None stands for some that are left out."""
    items = [line(row, notation, ids, prefix) if row else '\n<li class="gap">…</li>' for row in rows]
    return f'<ol class="lines">{"".join(items)}</ol>'
