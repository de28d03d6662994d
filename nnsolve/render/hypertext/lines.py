"""The lines of a page: name, sign, formula, numbers and result in columns, long ones cut at their signs."""

from __future__ import annotations

from ...page.document import Row, Written
from ..mathml_notation import MathmlNotation, Piece, attribute, label
from .tags import Ids, math, sentence

# A line of more columns has formula, numbers and result under each other; a longer piece may be cut at its signs.
ONE_LINE = 62
UNCUT = 26


def cut(piece: Piece, most: int = UNCUT) -> list[str]:
    """The formulas that a long row is made of, each from one of its signs to the next."""
    found: list[list[Piece]] = [[]]
    for part in _terms(piece, most):
        if part.cut and found[-1]:
            found.append([])
        found[-1].append(part)
    if len(found) == 1:
        return [math(piece.xml)]
    texts = ["".join(part.xml for part in parts) for parts in found]
    # A sign at the beginning would stand close to what follows, as the sign of a number does.
    return [math(text.replace("<mo>", '<mo form="infix">', 1) if k else text) for k, text in enumerate(texts)]


def _terms(piece: Piece, most: int) -> list[Piece]:
    """What stands side by side in a row: where it is long, its terms; where these are long, their factors."""
    if piece.columns <= most or not piece.parts:
        return [piece]
    found = []
    for part in piece.parts:
        found += _terms(part, most) if part.parts else [part]
    return found


def side(written: Written, name: str) -> str:
    """What stands behind one sign of a line."""
    piece, sign = written.text, f'<span class="sign">{written.sign}</span>'
    if written.role == "result":
        body = math(piece.xml, f' class="v" data-step="{attribute(name)}"')
    else:
        body = " ".join(cut(piece))
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
        told = f' id="{ids.of(prefix + row.name)}" data-line="{attribute(row.name)}"'
        told += f' data-uses="{" ".join(map(attribute, row.uses))}"' if row.uses else ""
    number = f'<span class="number">{row.label}</span> ' if row.number else ""
    shown = math(head.xml, f' data-step="{attribute(row.name)}"')
    reason = f'<span class="reason">{sentence(row.reason, notation.name)}</span>' if row.reason else ""
    body = "".join(side(written, row.name) for written in sides)
    return f'<li class="{classes}"{told}><span class="head">{number}{shown}</span><span class="sides">{body}</span>{reason}</li>'


def lines(rows: list[Row | None], notation: MathmlNotation, ids: Ids, prefix: str) -> str:
    """A list of lines; None stands for some that are left out."""
    items = [line(row, notation, ids, prefix) if row else '<li class="gap">…</li>' for row in rows]
    return f'<ol class="lines">{"".join(items)}</ol>'
