"""Setting the lines of a block: long lines under themselves, and reasons in a column that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from .boxes import Box, Piece, beside, boxed, padded, paragraph, width, wrapped
from .document import sides
from .lines import Line

if TYPE_CHECKING:
    from ..formula.expr import Expr

BREAKS = ("+", "−", "×", "·", "⊙", "-", "*")
# Longer lines are set under each other, so that the eye finds formula, numbers and result.
ONE_LINE = 72
REASONS_AT = 50
# Where the reasons of a block begin if most of them can share such a column.
REASONS_BETWEEN = range(40, 60)


class Cell:
    """What stands between the equals signs of a line: the sign before it, the piece, and the same on one row."""

    __slots__ = ("flat", "piece", "sign")

    def __init__(self, sign: str, piece: Piece, flat: str):
        self.sign, self.piece, self.flat = sign, piece, flat


class Flat(Protocol):
    """What a notation on one row does for a line: it writes formulas, and signs in its alphabet."""

    def put(self, text: str) -> str: ...
    def write(self, formula: Expr, numbers: Mapping[str, Expr] | None = None) -> str: ...


class Tall(Protocol):
    """A notation whose fractions may be tall."""

    def write(self, formula: Expr, numbers: Mapping[str, Expr] | None = None) -> Piece: ...


def cells(line: Line, shown: Mapping[str, Expr], flat: Flat, tall: Tall) -> list[Cell]:
    """What stands between the equals signs of a line, in a notation with tall fractions and in one without.

    ``shown`` holds what is printed for a name where numbers are put in.
    """
    found: list[Cell] = []
    for side in sides(line):
        numbers = shown if side.numbers else None
        text = flat.write(side.formula, numbers)
        if not found or text != found[-1].flat:
            found.append(Cell(flat.put(side.sign), tall.write(side.formula, numbers), text))
    return found


def _in_a_row(head: str, cells: list[Cell]) -> Piece:
    """What stands at the left, and the cells behind their signs."""
    pieces: list[Piece] = [head]
    for cell in cells:
        pieces += [f" {cell.sign} ", cell.piece]
    return beside(pieces)


def _is_tall(cells: list[Cell]) -> bool:
    """Whether a line takes more than one row."""
    return any(isinstance(cell.piece, Box) for cell in cells)


class _Part:
    """Rows of the page with a reason that stands beside them, ``indent`` columns in where it has to stand below."""

    __slots__ = ("indent", "piece", "reason")

    def __init__(self, piece: Piece, reason: str = "", indent: int = 0):
        self.piece, self.reason, self.indent = piece, reason, indent


class Setting:
    """Sets lines on a page of ``columns``; ``faint`` marks what is a reason. ``compact`` pages keep one row a line."""

    def __init__(self, columns: int, compact: bool, faint: Callable[[str], str]):
        self.columns, self.compact, self.faint = columns, compact, faint

    def rows(self, lines: list[tuple[str, list[Cell], str]]) -> list[str]:
        """The rows of lines, each a head (what stands before the first sign), cells and a reason."""
        parts: list[_Part] = []
        was_tall = False
        for head, cells, reason in lines:
            tall = _is_tall(cells)
            if tall and was_tall:
                parts.append(_Part(""))
            was_tall = tall
            parts += self._line(head, cells, reason)
        shared = self._shared(parts)
        rows: list[str] = []
        for part in parts:
            rows += self._placed(part, shared)
        return rows

    def hung(self, head: str, text: str, least: int = 16) -> list[str]:
        """A text behind a head, wrapped under its own beginning."""
        indent = width(head)
        rows: list[str] = []
        for row in wrapped(text, max(self.columns - indent, least), BREAKS):
            rows.append(head + row)
            head = " " * indent
        return rows

    def _line(self, head: str, cells: list[Cell], reason: str) -> list[_Part]:
        """One line: in one row where that is short, else under each other, else wrapped."""
        indent = width(head)
        whole = _in_a_row(head, cells)
        if self._in_one_row(whole, len(cells), reason):
            return [_Part(whole, reason, indent)]
        first, *others = self._stacked(indent, cells)
        parts = self._row(head, indent, first, reason)
        for row in others:
            parts += self._row(" " * indent, indent, row, "")
        return parts

    def _in_one_row(self, whole: Piece, count: int, reason: str) -> bool:
        """Whether a line of so many cells is set in one row."""
        if self.compact:
            return width(whole) <= self.columns
        if width(whole) > min(self.columns, ONE_LINE):
            return False
        return isinstance(whole, Box) or count <= 2 or self._fits(whole, reason)

    def _row(self, start: str, indent: int, row: list[Cell], reason: str) -> list[_Part]:
        """One row of a line that has several; wrapped where even it is too long, with the reason below."""
        whole = _in_a_row(start, row)
        if width(whole) <= self.columns:
            return [_Part(whole, reason, indent)]
        rows = self.hung(f"{start} {row[0].sign} ", row[0].flat)
        if reason:
            rows += self._below(indent, reason)
        return list(map(_Part, rows))

    def _stacked(self, indent: int, cells: list[Cell]) -> list[list[Cell]]:
        """The cells row by row: one in each, but what follows a fraction stands beside it while there is room."""
        room, used = self.columns - indent, 0
        rows: list[list[Cell]] = []
        for cell in cells:
            shown = self._fitted(cell, room)
            wide = width(shown.sign) + 2 + width(shown.piece)
            used += wide
            if rows and isinstance(rows[-1][-1].piece, Box) and used <= room:
                rows[-1].append(shown)
            else:
                rows.append([shown])
                used = wide
        return rows

    def _fitted(self, cell: Cell, room: int) -> Cell:
        """A cell whose piece is tall only where it has room."""
        if width(cell.sign) + 2 + width(cell.piece) <= room:
            return cell
        return Cell(cell.sign, cell.flat, cell.flat)

    def _fits(self, row: Piece, reason: str) -> bool:
        """Whether a reason can stand beside a row."""
        return not reason or width(row) + 2 <= self.columns - width(reason)

    def _shared(self, parts: list[_Part]) -> int:
        """The column that most reasons can share; of several the one nearest to where reasons stand by habit."""
        count = dict.fromkeys(REASONS_BETWEEN, 0)
        for part in parts:
            for column in self._places(part):
                count[column] += 1
        return max(count, key=lambda column: (count[column], -abs(column - REASONS_AT)))

    def _places(self, part: _Part) -> range:
        """The columns at which the reason of a part may begin, of those that several parts can share."""
        if not part.reason:
            return range(0)
        first, last = width(part.piece) + 3, self.columns - width(part.reason)
        return range(max(first, REASONS_BETWEEN.start), min(last + 1, REASONS_BETWEEN.stop))

    def _placed(self, part: _Part, shared: int) -> list[str]:
        """The rows of a part, with its reason at the right of the baseline, or below where there is no room."""
        box = boxed(part.piece)
        rows = list(box.rows)
        if not part.reason:
            return rows
        if not self._fits(part.piece, part.reason):
            return rows + self._below(part.indent, part.reason)
        column = min(max(box.width + 3, shared), self.columns - width(part.reason))
        rows[box.base] = padded(rows[box.base], column) + self.faint(part.reason)
        return rows

    def _below(self, indent: int, reason: str) -> list[str]:
        """A reason on rows of its own."""
        start = " " * (indent + 3 if indent < self.columns // 2 else 6)
        return [start + self.faint(row) for row in paragraph(reason, self.columns - len(start))]
