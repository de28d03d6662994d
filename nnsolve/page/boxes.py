"""Text in two dimensions: boxes with a baseline, set side by side, over each other, or wrapped at operators.

A piece is a ``str`` of one row or a :class:`Box` of several. Colour is carried by zero-width marks inside the rows.
"""

from __future__ import annotations

from collections.abc import Iterable

# Private-use characters that switch a style on and off; they take no room and are exchanged for colour at the end.
STYLES = {"given": "\ue000", "asked": "\ue001", "dim": "\ue002", "heading": "\ue003"}
OFF = "\ue00f"
# Letters, Greek and the signs of mathematics that take one column each, from … to …; for all else rich counts.
_RANGES = "!~ \u00a0\u02ff \u0370\u03ff \u2010\u2027 \u2030\u205e \u2070\u209c \u2190\u22ff ⌈⌋ ⎛⎭ ①⑳ ─╿"
_NARROW = frozenset(" ").union(*(map(chr, range(ord(ends[0]), ord(ends[1]) + 1)) for ends in _RANGES.split(" ")))
_MARKS = dict.fromkeys(map(ord, [*STYLES.values(), OFF]))


def styled(text: str, style: str) -> str:
    """``text`` with marks around it."""
    return f"{STYLES[style]}{text}{OFF}"


def without_marks(text: str) -> str:
    """``text`` without colour."""
    return text.translate(_MARKS)


class Box:
    """Rows of equal width; ``base`` is the row on which neighbours stand."""

    __slots__ = ("base", "rows", "width")

    def __init__(self, rows: list[str], base: int, width: int):
        self.rows, self.base, self.width = rows, base, width


Piece = str | Box


def width(piece: Piece) -> int:
    """Columns that a piece takes."""
    if isinstance(piece, Box):
        return piece.width
    if piece.isascii() or _NARROW.issuperset(piece):
        return len(piece)
    from rich.cells import cell_len  # its tables are needed for few pages

    return cell_len(piece.translate(_MARKS))


def padded(row: str, columns: int, where: str = "left") -> str:
    """``row`` with blanks up to ``columns``; ``where`` says on which side the text stands."""
    room = columns - width(row)
    if room <= 0:
        return row
    if where == "left":
        return f"{row}{' ' * room}"
    if where == "right":
        return f"{' ' * room}{row}"
    return f"{' ' * (room // 2)}{row}{' ' * (room - room // 2)}"


def boxed(piece: Piece) -> Box:
    """A piece as a box; text is one of one row."""
    return piece if isinstance(piece, Box) else Box([piece], 0, width(piece))


def beside(pieces: list[Piece]) -> Piece:
    """Pieces side by side on one baseline."""
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(pieces)
    boxes = list(map(boxed, pieces))
    above = max(box.base for box in boxes)
    below = max(len(box.rows) - box.base for box in boxes)
    rows = [""] * (above + below)
    for box in boxes:
        rows = [row + own for row, own in zip(rows, _as_high(box, above, below), strict=True)]
    return Box(rows, above, sum(box.width for box in boxes))


def _as_high(box: Box, above: int, below: int) -> list[str]:
    """The rows of a box with blank ones over and under them: ``above`` over its baseline, ``below`` from it on."""
    blank = " " * box.width
    rows = [blank] * (above - box.base) + box.rows
    return rows + [blank] * (above + below - len(rows))


def over(top: Piece, bottom: Piece, line: str, margin: int = 1) -> Box:
    """A fraction: one piece over another, a line between that is longer by ``margin`` on either side."""
    wide = max(width(top), width(bottom)) + 2 * margin
    rows = [padded(row, wide, "center") for row in boxed(top).rows]
    base = len(rows)
    rows.append(line * wide)
    rows += [padded(row, wide, "center") for row in boxed(bottom).rows]
    return Box(rows, base, wide)


def grid(rows: list[list[str]], corners: str) -> Piece:
    """A matrix in tall brackets; ``corners`` are the six pieces of ⎡⎢⎣⎤⎥⎦ in that order, or two for one row."""
    columns = [max(width(row[k]) for row in rows) for k in range(len(rows[0]))]
    texts = ["  ".join(padded(cell, wide, "right") for cell, wide in zip(row, columns, strict=True)) for row in rows]
    if len(texts) == 1:
        return f"[{texts[0]}]"
    last = len(texts) - 1
    shape = [(0, 3) if k == 0 else (2, 5) if k == last else (1, 4) for k in range(len(texts))]
    framed = [f"{corners[a]}{text}{corners[b]}" for text, (a, b) in zip(texts, shape, strict=True)]
    return Box(framed, last // 2, width(framed[0]))


def wrapped(text: str, columns: int, breaks: tuple[str, ...]) -> list[str]:
    """One row cut into several of at most ``columns``, each new one beginning with one of the operators ``breaks``.

    A part that is longer than a row is cut at blanks, and where it has none, anywhere.
    """
    words = text.split(" ")
    chunks: list[str] = []
    for word in words:
        if word in breaks or not chunks:
            chunks.append(word)
        else:
            chunks[-1] += " " + word
    rows = [""]
    for chunk in chunks:
        candidate = f"{rows[-1]} {chunk}" if rows[-1] else chunk
        if width(candidate) <= columns:
            rows[-1] = candidate
        elif width(chunk) <= columns:
            rows.append(chunk)
        else:
            rows += _cut(chunk, columns)
    return [row for row in rows if row]


def _cut(text: str, columns: int) -> list[str]:
    """Rows of at most ``columns``: cut at a blank or before a sign in the right half of the row, else anywhere."""
    rows, columns = [], max(columns, 1)
    while width(text) > columns:
        head = text[: columns + 1]
        at = max(head.rfind(sign, columns // 2) for sign in " ·(")
        at = at if at > 0 else columns
        rows.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*rows, text]


def paragraphs(texts: Iterable[str], columns: int) -> list[str]:
    """Several paragraphs, one below the other."""
    rows: list[str] = []
    for text in texts:
        rows += paragraph(text, columns)
    return rows


def paragraph(text: str, columns: int) -> list[str]:
    """Prose, wrapped at blanks."""
    rows = [""]
    for word in text.split():
        candidate = f"{rows[-1]} {word}" if rows[-1] else word
        if width(candidate) <= columns or not rows[-1]:
            rows[-1] = candidate
        else:
            rows.append(word)
    return [part for row in rows for part in (_cut(row, columns) if width(row) > columns else [row])]
