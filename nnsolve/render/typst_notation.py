"""Formulas as Typst mathematics. Words and names are string literals, so nothing in them is read."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..page.glyphs import grouped, visible
from .breaking_notation import apart, joined
from .notation import Notation

if TYPE_CHECKING:
    from ..formula.marks import Mark

_SIGNS = {
    "plus": " + ",
    "minus": " - ",
    "times": " times ",
    "dot": " dot ",
    "slash": r" \/ ",
    "entrywise": " ⊙ ",
    "apart": " thin ",
    "correlated": " ⋆ ",
    "convolved": " ∗ ",
    "less": "-",
    "dots": "dots.c",
    "change": "Δ ",
    "direct": "^(+) ",
    "sum": "inline(sum) ",
    "=": " = ",
    "<": " < ",
    ">": " > ",
    "≤": " ≤ ",
    "≥": " ≥ ",
}
_FENCES = {"|": "abs", "⌊": "floor", "⌈": "ceil"}
_ACCENTS = {"\u0302": "hat", "\u0307": "dot", "\u0304": "macron"}
_NUMBERS = {"½": "inline(frac(1, 2))", "π": "π", "e": "e", "…": "dots.c"}
# Signs between which a long row may be broken, from the loosest.
BREAKS = ((" = ", " < ", " > ", " ≤ ", " ≥ "), (" + ", " - "), (" times ", " dot ", " ⊙ ", " ⋆ ", " ∗ ", r" \/ "))
# What sets such a sign where a part begins with it: functions of the page.
_OPENS = {sign: f"{'bin' if level else 'rel'}({sign.strip()})" for level, signs in enumerate(BREAKS) for sign in signs}
SHORT = 60  # letters of a part that is not taken apart
# Columns of a matrix that stand beside each other; the others stand below.
MOST_COLUMNS = 16


_UNUSUAL = re.compile("[^ -~]")


def _harmless(sign: re.Match) -> str:
    return visible(sign[0])


def literal(text: str) -> str:
    """``text`` as a string literal of Typst, without control characters and marks of direction."""
    shown = _UNUSUAL.sub(_harmless, text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def word(text: str) -> str:
    """A word or letter in mathematics: letters in italics, words upright, an accent over the whole word."""
    parts = unicodedata.normalize("NFD", text)
    accent = next((sign for sign in _ACCENTS if sign in parts[1:]), "")
    if accent and parts.count(accent) == 1 and parts.replace(accent, "").isalnum():
        return f"{_ACCENTS[accent]}({word(parts.replace(accent, ''))})"
    if text[-1:] == "²" and len(text) == 2 and text[0].isalpha():
        return f"{word(text[0])}^2"
    if _is_letter(text):
        return text
    return literal(text) if text else '""'


def _is_letter(text: str) -> bool:
    """Whether a text is one letter or digit that Typst sets as such."""
    if len(text) != 1 or not text.isalnum():
        return False
    return text.isascii() or "α" <= text <= "ω" or text in "ΓΔΘΛΞΠΣΦΨΩℓ∂"


class TypstNotation(Notation[str]):
    """Formulas as Typst source: every fraction stacked, every subscript set."""

    stacked = True

    def number(self, text: str):
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            return grouped(int(text)).replace(" ", " thin ")
        mantissa, _, power = text.partition("e")
        if power and mantissa[-1:].isdigit():
            return f"{mantissa} times 10^({power.lstrip('+')})"
        return _NUMBERS.get(text) or text.replace("/", r"\/")

    def join(self, parts: list[str]):
        return joined(parts)

    def sign(self, key: str):
        return _SIGNS[key]

    def bracket(self, p: str, left: str = "(", right: str = ")"):
        return f"({p})" if left == "(" else f"{_FENCES[left]}({p})"

    def fraction(self, p: str, q: str):
        return f"frac({p}, {q})"

    def raised(self, base: str, exponent: str, simple: bool):
        return f"{base}^({exponent})" if base == "e" or base.endswith(")") else f"attach({base}, t: {exponent})"

    def root(self, p: str, simple: bool):
        return f"sqrt({p})"

    def call(self, name: str, args: list[str]):
        primes = len(name) - len(name.rstrip("′"))
        function = word(name.rstrip("′")) + ("^(" + " prime" * primes + ")" if primes else "")
        return f"{function}({', '.join(args)})"

    def mark(self, mark: Mark):
        text = word(mark.base)
        if mark.sub:
            head = mark.sub.rstrip("0123456789")
            digits = mark.sub[len(head) :]
            named = len(head) == 1 and head.isalpha() and digits
            text += f"_({mark.sub if mark.sub.isdecimal() else f'{word(head)}_{digits}' if named else word(mark.sub)})"
        raised = (f"({word(mark.sup)})" if mark.sup else "") + (" prime" if mark.primed else "")
        return text + (f"^({raised})" if raised else "")

    def partial(self, top: str, bottom: str):
        return f"frac({self._d(top)}, {self._d(bottom)})"

    def _d(self, piece: str):
        return f"∂{piece}" if piece.startswith("^") else f"∂ {piece}"

    def transposed(self, p: str):
        return f"attach({p}, t: ⊤)"

    def label(self, number: int) -> str:
        return f"#tag({number})"

    def blank(self):
        return "blank"

    def grid(self, rows: list[list[str]]):
        wide = len(rows[0])
        grids = [
            f'mat(delim: "[", {"; ".join(", ".join(row[at : at + MOST_COLUMNS]) for row in rows)})'
            for at in range(0, wide, MOST_COLUMNS)
        ]
        return grids[0] if len(grids) == 1 else f"vec(delim: #none, align: #left, {', '.join(grids)})"


def chunks(piece: str) -> list[str]:
    """A piece in the parts between which its row may be broken; each but the first begins with its sign."""
    return [f"{_OPENS[sign]} {part}" if sign else part for sign, part in apart(piece, BREAKS, lambda p: len(p) > SHORT)]
