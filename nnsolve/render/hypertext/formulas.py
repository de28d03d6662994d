"""Formulas in a line of text: a long one is cut at its signs, so that it goes on in the next line of a narrow page."""

from __future__ import annotations

from ..mathml_notation import Piece

# A longer piece may be cut at its signs.
UNCUT = 26


def math(xml: str, attributes: str = "") -> str:
    """A formula in a line of text."""
    return f"<math{attributes}>{xml}</math>"


def cut(piece: Piece, most: int = UNCUT) -> str:
    """A formula; a long row is several, each from one of its signs to the next, between which a line may end."""
    found: list[list[Piece]] = [[]]
    for part in _terms(piece, most):
        if part.cut and found[-1]:
            found.append([])
        found[-1].append(part)
    if len(found) == 1:
        return math(piece.xml)
    first, *others = map(_row, found)
    # A sign at the beginning would stand close to what follows, as the sign of a number does.
    signed = [text.replace("<mo>", '<mo form="infix">', 1) for text in others]
    return "<wbr>".join(map(math, [first, *signed]))


def _row(parts: list[Piece]) -> str:
    return "".join(part.xml for part in parts)


def _terms(piece: Piece, most: int) -> list[Piece]:
    """What stands side by side in a row: where it is long, its terms; where these are long, their factors."""
    if piece.columns <= most or not piece.parts:
        return [piece]
    found: list[Piece] = []
    for part in piece.parts:
        found += _terms(part, most)
    return found
