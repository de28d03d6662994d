"""Formulas as text: fractions stacked or with a slash, in Unicode or in ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..page.boxes import Box, Piece, beside, grid, over, padded, width
from ..page.glyphs import CIRCLED, grouped, plain_ascii
from .notation import ATOM, Notation

if TYPE_CHECKING:
    from ..formula.arrays import Array
    from ..formula.expr import Expr
    from ..formula.marks import Mark, Names

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

    def flat(self, formula: Expr, numbers: Mapping[str, Expr] | None = None) -> str:
        """A formula on one row, in a notation that is not ``stacked``."""
        piece = self.write(formula, numbers)
        assert isinstance(piece, str), "fractions are stacked"
        return piece

    def number(self, text: str):
        if self.counts and text.isdecimal():
            return grouped(int(text))
        mantissa, _, power = text.partition("e")
        if power and mantissa[-1:].isdigit():
            if self.ascii:
                return text
            return mantissa.replace("-", "−") + "×10" + power.lstrip("+").translate(_SUPERSCRIPTS)
        return self.put(text.replace("-", "−"))

    def join(self, parts: list[Piece]):
        return beside(parts)

    def sign(self, key: str):
        return self.put(_SIGNS[key])

    def bracket(self, p: Piece, left: str = "(", right: str = ")"):
        if isinstance(p, Box) and len(p.rows) > 1:
            return beside([_tall(left, p, self.ascii), p, _tall(right, p, self.ascii)])
        return beside([self.put(left), p, self.put(right)])

    def fraction(self, p: Piece, q: Piece):
        return over(p, q, "-" if self.ascii else "─")

    def raised(self, base: Piece, exponent: Piece, simple: bool):
        if isinstance(exponent, str) and exponent.isdigit() and not self.ascii:
            return beside([base, exponent.translate(_SUPERSCRIPTS)])
        return beside([base, "^", exponent if simple else self.bracket(exponent)])

    def root(self, p: Piece, simple: bool):
        return beside([self.put("√"), p if simple and not self.ascii else self.bracket(p)])

    def call(self, name: str, args: list[Piece]):
        parts: list[Piece] = [self.put(name), "("]
        for k, arg in enumerate(args):
            parts += [", ", arg] if k else [arg]
        return beside([*parts, ")"])

    def mark(self, mark: Mark):
        if self.ascii:
            sub = f"_{plain_ascii(mark.sub)}" if mark.sub and not mark.sub.isdigit() else mark.sub
            text = plain_ascii(mark.base) + sub
            return text + (f"^({mark.sup})" if mark.sup else "") + ("'" if mark.primed else "")
        text = mark.base
        if mark.sub.replace(",", "").isdigit():  # a number, or row and column
            text += mark.sub.translate(_SUBSCRIPTS)
        elif mark.sub:
            text += "_" + _numbered(mark.sub)
        if mark.sup:
            text += f"({mark.sup})".translate(_SUPERSCRIPTS)
        return text + ("′" if mark.primed else "")

    def partial(self, top: Piece, bottom: Piece):
        d = self.put("∂")
        if self.partials_stacked:
            return over(beside([d, top]), beside([d, bottom]), "-" if self.ascii else "─", 0)
        return beside([d, top, "/", d, bottom])

    def transposed(self, p: Piece):
        return beside([p, self.put("ᵀ")])

    def _array(self, node: Array, numbers: Mapping[str, Expr] | None, leading: bool):
        """A matrix; its entries stand on one row, so a fraction in it has a slash."""
        stacked, self.stacked = self.stacked, False
        rows = [[self.write(entry, numbers) for entry in row] for row in self._shortened(node.rows)]
        self.stacked = stacked
        return self.grid(rows), ATOM

    def grid(self, rows):
        if not self.stacked:
            return f"[{'; '.join(' '.join(row) for row in rows)}]"
        corners = "[[[]]]" if self.ascii else _CORNERS
        whole = grid(rows, corners)
        if self.room is None or width(whole) <= self.room:
            return whole
        columns = self._fitting(rows)
        if self.longest is not None:
            self.elided = True
            dots = self.put("…")
            return grid([[*row[: max(columns - 2, 1)], dots, row[-1]] for row in rows], corners)
        return self._folded(rows, columns, corners)

    def label(self, number: int) -> str:
        return self.put(CIRCLED[number - 1])

    def blank(self):
        return "_" * 8

    def _fitting(self, rows: list[list[str]]) -> int:
        """How many columns of a matrix stand beside each other."""
        return max((self.room - 2) // (max(width(cell) for row in rows for cell in row) + 2), 1)

    def _folded(self, rows: list[list[str]], columns: int, corners: str) -> Box:
        """A matrix that is wider than the page: some of its columns, and the next of them below."""
        lines: list[str] = []
        for first in range(0, len(rows[0]), columns):
            part = grid([row[first : first + columns] for row in rows], corners)
            lines.append(self.put(f"[·,{first}…{min(first + columns, len(rows[0])) - 1}]"))
            lines += part.rows if isinstance(part, Box) else [part]
        wide = max(map(width, lines))
        return Box([padded(line, wide) for line in lines], 0, wide)


def _numbered(name: str) -> str:
    """A neuron's name with its number set low: h1 → h₁; other names, such as conv1, as they are."""
    head = name.rstrip("0123456789")
    return head + name[len(head) :].translate(_SUBSCRIPTS) if len(head) == 1 and head.isalpha() else name


def _tall(bracket: str, box: Box, ascii_only: bool) -> Piece:
    """A bracket as tall as a box."""
    shapes = {"(": "⎛⎜⎝", ")": "⎞⎟⎠"}
    rows = len(box.rows)
    if ascii_only and not bracket.isascii():  # floor( stands once, beside the baseline
        name = plain_ascii(bracket)
        return Box([name if row == box.base else " " * len(name) for row in range(rows)], box.base, len(name))
    if ascii_only or bracket not in shapes:
        return Box([bracket] * rows, box.base, len(bracket))
    first, middle, last = list(shapes[bracket])
    return Box([first, *[middle] * (rows - 2), last], box.base, 1)
