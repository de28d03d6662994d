"""Formulas as MathML Core, which browsers set by themselves: every piece is one element.

What stands for a step carries its name, ``data-step="net_h1"``; a number put in for it also the class ``v``, so that a
page can show where it comes from, or hide it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ..page.glyphs import CIRCLED, grouped
from .formulas.spelt import letter_and_number, power_of_ten, without_primes
from .notation import Notation

if TYPE_CHECKING:
    from ..formula.marks import Mark

_SIGNS = {
    "plus": "<mo>+</mo>",
    "minus": "<mo>−</mo>",
    "times": "<mo>×</mo>",
    "dot": "<mo>⋅</mo>",
    "slash": "<mo>/</mo>",
    "entrywise": "<mo>⊙</mo>",
    "apart": '<mspace width="0.2em"/>',
    "correlated": "<mo>⋆</mo>",
    "convolved": "<mo>∗</mo>",
    "less": "<mo>−</mo>",
    "dots": "<mi>…</mi>",
    "change": '<mi mathvariant="normal">Δ</mi>',
    "direct": "<mi>⁺</mi>",
    "sum": '<mo largeop="false">∑</mo>',
    "=": "<mo>=</mo>",
    "<": "<mo>&lt;</mo>",
    ">": "<mo>&gt;</mo>",
    "≤": "<mo>≤</mo>",
    "≥": "<mo>≥</mo>",
}
# Before these a long row may be cut: first between the terms of a sum, then between factors.
BETWEEN_TERMS = ("plus", "minus", "=", "<", ">", "≤", "≥")
BETWEEN_FACTORS = ("times", "dot", "entrywise")
_CUTS = dict.fromkeys(BETWEEN_TERMS, 1) | dict.fromkeys(BETWEEN_FACTORS, 2)
_NARROW = ("apart", "less", "change", "direct")  # signs of one column
# The element of a letter by whether something stands below it and above it.
_SCRIPTS = {(False, False): "", (True, False): "msub", (False, True): "msup", (True, True): "msubsup"}
# Fonts of mathematics raise it themselves: as a superscript it would be too small to see.
_PRIME = "<mo>′</mo>"
_HALF = '<mfrac displaystyle="false"><mn>1</mn><mn>2</mn></mfrac>'
_LETTERS = {"π": "<mi>π</mi>", "e": "<mi>e</mi>", "…": "<mi>…</mi>", "∞": "<mi>∞</mi>", "½": _HALF}
_FENCES = {"(": "()", "|": "||", "‖": "‖‖", "⌊": "⌊⌋", "⌈": "⌈⌉"}
_MARKED = re.compile(' data-step="[^"]*"| class="v"')
_TAG = re.compile("<[a-z]+")
_TALL = re.compile("<m(?:frac|table)")


class Piece:
    """One element of MathML: ``xml``, about how many ``columns`` it takes, and of a row the ``parts`` in it.

    ``cut`` tells whether a long row may be cut before this piece: 0 no, 1 between terms, 2 between factors.
    """

    __slots__ = ("columns", "cut", "parts", "xml")

    def __init__(self, xml: str, columns: int, parts: tuple[Piece, ...] = (), cut: int = 0):
        self.xml, self.columns, self.parts, self.cut = xml, columns, parts, cut

    def __eq__(self, other: object):
        """Whether both are printed alike."""
        return isinstance(other, Piece) and _MARKED.sub("", self.xml) == _MARKED.sub("", other.xml)


def attribute(name: str) -> str:
    """A canonical name as the value of an attribute that may hold several, separated by blanks."""
    return escape("_".join(name.split()))


def _word(text: str) -> str:
    return f"<mi>{escape(text)}</mi>"


class MathmlNotation(Notation[Piece]):
    """Formulas as MathML: every fraction stacked, every subscript set."""

    stacked = True

    def traced(self, piece: Piece, name: str, number: bool) -> Piece:
        """``piece`` with the step that it stands for, its printed name or, as a value, its number."""
        tag = _TAG.match(piece.xml)
        assert tag is not None  # a piece is one element
        shown = ' class="v"' if number else ""
        xml = f'{tag[0]} data-step="{attribute(name)}"{shown}{piece.xml[tag.end() :]}'
        return Piece(xml, piece.columns)

    def number(self, text: str) -> Piece:
        if text in _LETTERS:
            return Piece(_LETTERS[text], 1)
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            text = grouped(int(text))
        columns = len(text)
        text = escape(text.replace("-", "−"))
        mantissa, power = power_of_ten(text)
        if power:
            ten = f"<msup><mn>10</mn><mn>{power}</mn></msup>"
            return Piece(f"<mrow><mn>{mantissa}</mn><mo>×</mo>{ten}</mrow>", columns + 3)
        top, _, bottom = text.partition("/")
        if bottom:
            return Piece(f"<mrow><mn>{top}</mn><mo>/</mo><mn>{bottom}</mn></mrow>", columns)
        return Piece(f"<mn>{text}</mn>", columns)

    def join(self, parts: list[Piece]) -> Piece:
        xml, columns = "", 0
        for part in parts:
            xml += part.xml
            columns += part.columns
        return Piece(f"<mrow>{xml}</mrow>", columns, tuple(parts))

    def sign(self, key: str) -> Piece:
        return Piece(_SIGNS[key], 1 if key in _NARROW else 3, cut=_CUTS.get(key, 0))

    def bracket(self, p: Piece, left: str = "(", right: str = ")") -> Piece:
        return Piece(fenced(p.xml, _FENCES[left]), p.columns + 2)

    def fraction(self, p: Piece, q: Piece) -> Piece:
        return Piece(f"<mfrac>{p.xml}{q.xml}</mfrac>", max(p.columns, q.columns) + 1)

    def raised(self, base: Piece, exponent: Piece, simple: bool) -> Piece:
        return Piece(f"<msup>{base.xml}{exponent.xml}</msup>", base.columns + exponent.columns)

    def root(self, p: Piece, simple: bool) -> Piece:
        return Piece(f"<msqrt>{p.xml}</msqrt>", p.columns + 2)

    def call(self, name: str, args: list[Piece]) -> Piece:
        inner = "<mo>,</mo>".join(arg.xml for arg in args)
        xml = f"<mrow>{_function(name)}<mo>\u2061</mo>{fenced(inner)}</mrow>"
        return Piece(xml, len(name) + 2 + sum(arg.columns + 2 for arg in args))

    def mark(self, mark: Mark) -> Piece:
        below, xml = _below(mark.sub), _word(mark.base)
        above = fenced(f"<mn>{escape(mark.sup)}</mn>") if mark.sup else ""
        tag = _SCRIPTS[bool(below), bool(above)]
        if tag:
            xml = f"<{tag}>{xml}{below}{above}</{tag}>"
        if mark.primed:
            xml = f"<mrow>{xml}{_PRIME}</mrow>"
        return Piece(xml, len(mark.base) + len(mark.sub) + len(mark.sup) + mark.primed)

    def partial(self, top: Piece, bottom: Piece) -> Piece:
        d = "<mi>∂</mi>"
        xml = f"<mfrac><mrow>{d}{top.xml}</mrow><mrow>{d}{bottom.xml}</mrow></mfrac>"
        return Piece(xml, max(top.columns, bottom.columns) + 2)

    def transposed(self, p: Piece) -> Piece:
        return Piece(f'<msup>{p.xml}<mi mathvariant="normal">⊤</mi></msup>', p.columns + 1)

    def label(self, number: int) -> Piece:
        text = CIRCLED[number - 1]
        return Piece(f"<mtext>{text}</mtext>", len(text))

    def blank(self) -> Piece:
        line = "display:inline-block;border-bottom:1px solid"
        return Piece(f'<mspace width="5em" height="1em" style="{line}"/>', 10)

    def grid(self, rows: list[list[Piece]]) -> Piece:
        body = "".join(map(_table_row, rows))
        columns = sum(map(_column_width, zip(*rows, strict=True)))
        return Piece(f"<mrow><mo>[</mo><mtable>{body}</mtable><mo>]</mo></mrow>", columns + 2)


def _table_row(cells: list[Piece]) -> str:
    entries = [f"<mtd>{cell.xml}</mtd>" for cell in cells]
    return f"<mtr>{''.join(entries)}</mtr>"


def _column_width(cells: tuple[Piece, ...]) -> int:
    return max(cell.columns for cell in cells) + 2


def fenced(xml: str, fence: str = "()") -> str:
    """What stands between brackets, which are as tall as fractions and matrices; others as they are in a text.

    Brackets that may grow take more room at their sides in some browsers, also where they do not.
    """
    grows = "true" if _TALL.search(xml) else "false"
    is_bar = fence[0] in "|‖"  # of which nothing else tells whether it opens or closes
    first = ' fence="true" form="prefix"' if is_bar else ""
    last = ' fence="true" form="postfix"' if is_bar else ""
    opened = f'<mo stretchy="{grows}"{first}>{fence[0]}</mo>'
    closed = f'<mo stretchy="{grows}"{last}>{fence[1]}</mo>'
    return f"<mrow>{opened}{xml}{closed}</mrow>"


def _below(sub: str) -> str:
    """A subscript; the number of a neuron in it stands lower, in letters that get no smaller."""
    if not sub:
        return ""
    if sub.isdigit():
        return f"<mn>{sub}</mn>"
    letter, number = letter_and_number(sub)
    if number:
        return f'<msub>{_word(letter)}<mn scriptlevel="1">{number}</mn></msub>'
    return _word(sub)


def _function(name: str) -> str:
    bare, primes = without_primes(name)
    if not primes:
        return _word(name)
    return f"<mrow>{_word(bare)}{_PRIME * primes}</mrow>"
