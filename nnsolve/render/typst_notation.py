"""Formulas as Typst mathematics. Words and names are string literals, so nothing in them is read."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..page.glyphs import grouped, visible
from .breaking_notation import apart, joined
from .formulas.matrices import side_by_side
from .formulas.spelt import letter_and_number, power_of_ten, without_primes
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
_OPENS = {sign: f"rel({sign.strip()})" for sign in BREAKS[0]}
_OPENS |= {sign: f"bin({sign.strip()})" for sign in (*BREAKS[1], *BREAKS[2])}
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
    accent, bare = _accented(text)
    if accent:
        return f"{_ACCENTS[accent]}({word(bare)})"
    if len(text) == 2 and text[0].isalpha() and text[1] == "²":
        return f"{word(text[0])}^2"
    return text if _is_letter(text) else literal(text)


def _accented(text: str) -> tuple[str, str]:
    """The accent over a word and the word without it; '' where it has none that Typst can set."""
    parts = unicodedata.normalize("NFD", text)
    accent = next(filter(parts[1:].__contains__, _ACCENTS), "")
    bare = parts.replace(accent, "", 1)
    return (accent, bare) if bare.isalnum() else ("", text)


def _is_letter(text: str) -> bool:
    """Whether a text is one letter or digit that Typst sets as such."""
    if len(text) != 1 or not text.isalnum():
        return False
    return text.isascii() or "α" <= text <= "ω" or text in "ΓΔΘΛΞΠΣΦΨΩℓ∂"


class TypstNotation(Notation[str]):
    """Formulas as Typst source: every fraction stacked, every subscript set."""

    stacked = True

    def number(self, text: str) -> str:
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            return grouped(int(text)).replace(" ", " thin ")
        mantissa, power = power_of_ten(text)
        if power:
            return f"{mantissa} times 10^({power})"
        return _NUMBERS.get(text) or text.replace("/", r"\/")

    def join(self, parts: list[str]) -> str:
        return joined(parts)

    def sign(self, key: str) -> str:
        return _SIGNS[key]

    def bracket(self, p: str, left: str = "(", right: str = ")") -> str:
        return f"({p})" if left == "(" else f"{_FENCES[left]}({p})"

    def fraction(self, p: str, q: str) -> str:
        return f"frac({p}, {q})"

    def raised(self, base: str, exponent: str, simple: bool) -> str:
        return f"{base}^({exponent})" if base == "e" or base.endswith(")") else f"attach({base}, t: {exponent})"

    def root(self, p: str, simple: bool) -> str:
        return f"sqrt({p})"

    def call(self, name: str, args: list[str]) -> str:
        bare, primes = without_primes(name)
        function = word(bare)
        if primes:
            function += f"^({' prime' * primes})"
        return f"{function}({', '.join(args)})"

    def mark(self, mark: Mark) -> str:
        text = word(mark.base)
        if mark.sub:
            text += f"_({_below(mark.sub)})"
        raised = f"({word(mark.sup)})" if mark.sup else ""
        if mark.primed:
            raised += " prime"
        return f"{text}^({raised})" if raised else text

    def partial(self, top: str, bottom: str) -> str:
        return f"frac({_d(top)}, {_d(bottom)})"

    def transposed(self, p: str) -> str:
        return f"attach({p}, t: ⊤)"

    def label(self, number: int) -> str:
        return f"#tag({number})"

    def blank(self) -> str:
        return "blank"

    def grid(self, rows: list[list[str]]) -> str:
        grids = list(map(_grid, side_by_side(rows, MOST_COLUMNS)))
        return grids[0] if len(grids) == 1 else f"vec(delim: #none, align: #left, {', '.join(grids)})"


def _grid(rows: list[list[str]]) -> str:
    return f'mat(delim: "[", {"; ".join(map(", ".join, rows))})'


def _below(sub: str) -> str:
    """A subscript; the number of a neuron in it stands lower."""
    if sub.isdecimal():
        return sub
    letter, number = letter_and_number(sub)
    return f"{word(letter)}_{number}" if number else word(sub)


def _d(piece: str) -> str:
    """∂ before a piece; a sign that is raised stands close to it."""
    return f"∂{piece}" if piece.startswith("^") else f"∂ {piece}"


def chunks(piece: str) -> list[str]:
    """A piece in the parts between which its row may be broken; each but the first begins with its sign."""
    found = []
    for sign, part in apart(piece, BREAKS, lambda part: len(part) > SHORT):
        found.append(f"{_OPENS[sign]} {part}" if sign else part)
    return found
