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


def one_row(piece: Piece) -> str:
    """A piece of which it is known that it has one row."""
    assert isinstance(piece, str), "a piece of several rows"
    return piece


def beside(pieces: list[Piece]) -> Piece:
    """Pieces side by side on one baseline."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if len(texts) == len(pieces):
        return "".join(texts)
    boxes = list(map(boxed, pieces))
    above = below = wide = 0
    for box in boxes:
        above = max(above, box.base)
        below = max(below, len(box.rows) - box.base)
        wide += box.width
    rows = [""] * (above + below)
    for box in boxes:
        for at, own in enumerate(_as_high(box, above, below)):
            rows[at] += own
    return Box(rows, above, wide)


def _as_high(box: Box, above: int, below: int) -> list[str]:
    """The rows of a box with blank ones over and under them: ``above`` over its baseline, ``below`` from it on."""
    blank = " " * box.width
    rows = [blank] * (above - box.base) + box.rows
    return rows + [blank] * (above + below - len(rows))


def over(top: Piece, bottom: Piece, line: str, margin: int = 1) -> Box:
    """A fraction: one piece over another, a line between that is longer by ``margin`` on either side."""
    wide = max(width(top), width(bottom)) + 2 * margin
    above, below = _centred(top, wide), _centred(bottom, wide)
    return Box([*above, line * wide, *below], len(above), wide)


def _centred(piece: Piece, wide: int) -> list[str]:
    """The rows of a piece in the middle of so many columns."""
    return [padded(row, wide, "center") for row in boxed(piece).rows]


def grid(rows: list[list[str]], corners: str) -> Piece:
    """A matrix in tall brackets, of one row in short ones; ``corners`` are the six pieces of ⎡⎢⎣⎤⎥⎦ in that order."""
    texts = _aligned(rows)
    high = len(texts)
    if high == 1:
        return f"[{texts[0]}]"
    left, right = tall(corners[:3], high), tall(corners[3:], high)
    framed = list(map("".join, zip(left, texts, right, strict=True)))
    return Box(framed, (high - 1) // 2, width(framed[0]))


def _aligned(rows: list[list[str]]) -> list[str]:
    """The rows of a matrix as text, every column as wide as its widest cell."""
    columns = [max(map(width, column)) for column in zip(*rows, strict=True)]
    texts = []
    for row in rows:
        cells = [padded(cell, wide, "right") for cell, wide in zip(row, columns, strict=True)]
        texts.append("  ".join(cells))
    return texts


def tall(pieces: str, high: int) -> str:
    """One side of a bracket from top to bottom; ``pieces`` are its upper end, what repeats, and its lower end."""
    return pieces[0] + pieces[1] * (high - 2) + pieces[2]


def wrapped(text: str, columns: int, breaks: tuple[str, ...]) -> list[str]:
    """One row cut into several of at most ``columns``, each new one beginning with one of the operators ``breaks``.

    A part that is longer than a row is cut at blanks, and where it has none, anywhere.
    """
    rows = [""]
    for chunk in _chunks(text, breaks):
        candidate = f"{rows[-1]} {chunk}" if rows[-1] else chunk
        if width(candidate) <= columns:
            rows[-1] = candidate
        else:
            rows += _cut(chunk, columns)
    return list(filter(None, rows))


def _chunks(text: str, breaks: tuple[str, ...]) -> list[str]:
    """A text in parts, each but the first beginning with one of the operators ``breaks``."""
    first, *words = text.split(" ")
    chunks = [first]
    for word in words:
        if word in breaks:
            chunks.append(word)
        else:
            chunks[-1] += " " + word
    return chunks


def _cut(text: str, columns: int) -> list[str]:
    """Rows of at most ``columns``: cut at a blank or before a sign in the right half of the row, else anywhere."""
    rows: list[str] = []
    columns = max(columns, 1)
    while width(text) > columns:
        at = _place_to_cut(text[: columns + 1], columns)
        rows.append(text[:at].rstrip())
        text = text[at:].lstrip()
    rows.append(text)
    return rows


def _place_to_cut(head: str, columns: int) -> int:
    at = max(head.rfind(sign, columns // 2) for sign in " ·(")
    return at if at > 0 else columns


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
    found: list[str] = []
    for row in rows:
        found += _cut(row, columns)
    return found
