"""Formulas as text: fractions stacked or with a slash, in Unicode or in ASCII."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ..page.boxes import Box, Piece, beside, boxed, grid, one_row, over, padded, tall, width
from ..page.glyphs import CIRCLED, grouped, plain_ascii
from .formulas.matrices import side_by_side
from .formulas.spelt import letter_and_number, power_of_ten
from .notation import Notation

if TYPE_CHECKING:
    from ..formula.expr import Expr
    from ..formula.marks import Mark, Names
    from ..names import Name
    from .formulas.binding import PutIn

_SIGNS = {
    "plus": " + ",
    "minus": " − ",
    "times": " × ",
    "dot": "·",
    "slash": "/",
    "entrywise": " ⊙ ",
    "apart": "·",
    "correlated": " ⋆ ",
    "convolved": " ∗ ",
    "less": "−",
    "dots": "…",
    "change": "Δ",
    "direct": "⁺",
    "sum": "Σ ",
    "=": " = ",
    "<": " < ",
    ">": " > ",
    "≤": " ≤ ",
    "≥": " ≥ ",
}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁽⁾")
_CORNERS = "⎡⎢⎣⎤⎥⎦"
# The pieces of tall brackets: the upper end, what repeats, and the lower end.
_TALL = {"(": "⎛⎜⎝", ")": "⎞⎟⎠"}


class TextNotation(Notation[Piece]):
    """Formulas as text; fractions stacked or with a slash."""

    def __init__(self, names: Names, compact: bool, longest: int | None, stacked: bool, ascii_only: bool):
        super().__init__(names, compact, longest)
        self.stacked, self.ascii = stacked, ascii_only
        self.partials_stacked = False
        self.counts = False  # whether whole numbers are set with their thousands apart
        self.room: int | None = None  # columns that a matrix may take

    def put(self, text: str) -> str:
        """``text`` in the alphabet of the terminal."""
        return plain_ascii(text) if self.ascii else text

    def number(self, text: str) -> str:
        if self.counts and text.isdecimal():
            return grouped(int(text))
        mantissa, power = power_of_ten(text)
        if not power:
            return self.put(text.replace("-", "−"))
        if self.ascii:
            return text
        return mantissa.replace("-", "−") + "×10" + power.translate(_SUPERSCRIPTS)

    def join(self, parts: list[Piece]) -> Piece:
        return beside(parts)

    def sign(self, key: str) -> str:
        return self.put(_SIGNS[key])

    def bracket(self, p: Piece, left: str = "(", right: str = ")") -> Piece:
        if isinstance(p, str) or len(p.rows) == 1:
            return beside([self.put(left), p, self.put(right)])
        return beside([_tall(left, p, self.ascii), p, _tall(right, p, self.ascii)])

    def fraction(self, p: Piece, q: Piece) -> Piece:
        return over(p, q, self.put("─"))

    def raised(self, base: Piece, exponent: Piece, simple: bool) -> Piece:
        if isinstance(exponent, str) and exponent.isdigit() and not self.ascii:
            return beside([base, exponent.translate(_SUPERSCRIPTS)])
        alone = simple and not (isinstance(exponent, str) and " " in exponent)  # log σ² is one name, and two words
        return beside([base, "^", exponent if alone else self.bracket(exponent)])

    def root(self, p: Piece, simple: bool) -> Piece:
        return beside([self.put("√"), p if simple and not self.ascii else self.bracket(p)])

    def call(self, name: str, args: list[Piece]) -> Piece:
        parts: list[Piece] = []
        for arg in args:
            parts += [", ", arg]
        return beside([self.put(name), "(", *parts[1:], ")"])

    def mark(self, mark: Mark) -> str:
        return _ascii_mark(mark) if self.ascii else _mark(mark)

    def partial(self, top: Piece, bottom: Piece) -> Piece:
        d = self.put("∂")
        if self.partials_stacked:
            return over(beside([d, top]), beside([d, bottom]), self.put("─"), 0)
        return beside([d, top, "/", d, bottom])

    def transposed(self, p: Piece) -> Piece:
        return beside([p, self.put("ᵀ")])

    def cells(self, rows: Sequence[Sequence[Expr]], numbers: PutIn) -> list[list[Piece]]:
        """The entries of a matrix stand on one row, so a fraction in it has a slash."""
        stacked, self.stacked = self.stacked, False
        cells = super().cells(rows, numbers)
        self.stacked = stacked
        return cells

    def grid(self, rows: list[list[Piece]]) -> Piece:
        texts = [list(map(one_row, row)) for row in rows]
        if not self.stacked:
            return f"[{'; '.join(map(' '.join, texts))}]"
        corners = "[[[]]]" if self.ascii else _CORNERS
        whole = grid(texts, corners)
        if self.room is None or width(whole) <= self.room:
            return whole
        columns = _fitting(texts, self.room)
        if self.longest is None:
            return self._folded(texts, columns, corners)
        self.elided = True
        dots = self.put("…")
        return grid([[*row[: max(columns - 2, 1)], dots, row[-1]] for row in texts], corners)

    def label(self, number: int) -> str:
        return self.put(CIRCLED[number - 1])

    def blank(self) -> str:
        return "_" * 8

    def _folded(self, rows: list[list[str]], columns: int, corners: str) -> Box:
        """A matrix that is wider than the page: some of its columns, and the next of them below."""
        lines: list[str] = []
        first = 0
        for part in side_by_side(rows, columns):
            last = first + len(part[0]) - 1
            lines.append(self.put(f"[·,{first}…{last}]"))
            lines += boxed(grid(part, corners)).rows
            first = last + 1
        wide = max(map(width, lines))
        return Box([padded(line, wide) for line in lines], 0, wide)


class FlatNotation(TextNotation):
    """Formulas as text on one row."""

    def __init__(self, names: Names, compact: bool = False, longest: int | None = 12, ascii_only: bool = False):
        super().__init__(names, compact, longest, False, ascii_only)

    def write(self, formula: Expr, numbers: PutIn = None) -> str:
        return one_row(super().write(formula, numbers))

    def name(self, name: str | Expr) -> str:
        return one_row(super().name(name))

    def head(self, name: Name) -> str:
        return one_row(super().head(name))

    def shown(self, content: Expr | Mark) -> str:
        return one_row(super().shown(content))


def _fitting(rows: list[list[str]], room: int) -> int:
    """How many columns of a matrix stand beside each other."""
    widest = max(map(width, chain(*rows)))
    return max((room - 2) // (widest + 2), 1)


def _mark(mark: Mark) -> str:
    text = mark.base
    if mark.sub.replace(",", "").isdigit():  # a number, or row and column
        text += mark.sub.translate(_SUBSCRIPTS)
    elif mark.sub:
        letter, number = letter_and_number(mark.sub)
        text += f"_{letter}{number.translate(_SUBSCRIPTS)}"
    if mark.sup:
        text += f"({mark.sup})".translate(_SUPERSCRIPTS)
    return text + "′" if mark.primed else text


def _ascii_mark(mark: Mark) -> str:
    text = plain_ascii(mark.base)
    if mark.sub and (not mark.sub.isdigit() or text[-1:].isdigit()):  # sigma^2_1 is not sigma^21
        text += "_"
    text += plain_ascii(mark.sub)
    if mark.sup:
        text += f"^({mark.sup})"
    return text + "'" if mark.primed else text


def _tall(bracket: str, box: Box, ascii_only: bool) -> Box:
    """A bracket as tall as a box."""
    rows = len(box.rows)
    if ascii_only and not bracket.isascii():  # floor( stands once, beside the baseline
        name = plain_ascii(bracket)
        sides = [" " * len(name)] * rows
        sides[box.base] = name
        return Box(sides, box.base, len(name))
    if ascii_only or bracket not in _TALL:
        return Box([bracket] * rows, box.base, len(bracket))
    return Box(list(tall(_TALL[bracket], rows)), box.base, 1)
