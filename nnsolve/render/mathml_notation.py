"""Formulas as MathML Core, which browsers set by themselves: every piece is one element.

What stands for a step carries its name, ``data-step="net_h1"``; a number put in for it also the class ``v``, so that a
page can show where it comes from, or hide it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from ..formula.arrays import Entry
from ..formula.expr import Expr, Symbol
from ..page.glyphs import CIRCLED, grouped
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

    __hash__ = None


def attribute(name: str) -> str:
    """A canonical name as the value of an attribute that may hold several, separated by blanks."""
    return escape("_".join(name.split()))


def marked(piece: Piece, name: str, value: bool) -> Piece:
    """``piece`` as what stands for the step ``name``: its printed name or, with ``value``, its number."""
    tag = _TAG.match(piece.xml).end()
    shown = ' class="v"' if value else ""
    return Piece(f'{piece.xml[:tag]} data-step="{attribute(name)}"{shown}{piece.xml[tag:]}', piece.columns)


def _word(text: str) -> str:
    return f"<mi>{escape(text)}</mi>"


class MathmlNotation(Notation[Piece]):
    """Formulas as MathML: every fraction stacked, every subscript set."""

    stacked = True

    def name(self, name: str | Expr):
        if isinstance(name, Expr):
            return self.write(name)
        if name not in self._written:
            self._written[name] = marked(self.of_mark(self.names.mark(name)), name, False)
        return self._written[name]

    def head(self, name: str):
        piece = super().head(name)
        return marked(piece, name, False) if name in self.names.heads else piece

    def _symbol(self, node: Symbol, numbers: Mapping[str, Expr] | None, leading: bool):
        piece, precedence = super()._symbol(node, numbers, leading)
        if numbers is not None or node.name in self.labels:
            piece = marked(piece, node.name, numbers is not None)
        return piece, precedence

    def _entry(self, node: Entry, numbers: Mapping[str, Expr] | None, leading: bool):
        piece, precedence = super()._entry(node, numbers, leading)
        return (marked(piece, node.array, True) if numbers is not None else piece), precedence

    def number(self, text: str):
        if text in _LETTERS:
            return Piece(_LETTERS[text], 1)
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            text = grouped(int(text))
        columns = len(text)
        text = escape(text.replace("-", "−"))
        mantissa, _, power = text.partition("e")
        if power and mantissa[-1:].isdigit():
            ten = f"<msup><mn>10</mn><mn>{power.lstrip('+')}</mn></msup>"
            return Piece(f"<mrow><mn>{mantissa}</mn><mo>×</mo>{ten}</mrow>", columns + 3)
        top, _, bottom = text.partition("/")
        if bottom:
            return Piece(f"<mrow><mn>{top}</mn><mo>/</mo><mn>{bottom}</mn></mrow>", columns)
        return Piece(f"<mn>{text}</mn>", columns)

    def join(self, parts: list[Piece]):
        return Piece(f"<mrow>{''.join(part.xml for part in parts)}</mrow>", sum(p.columns for p in parts), tuple(parts))

    def sign(self, key: str):
        return Piece(_SIGNS[key], 1 if key in ("apart", "less", "change", "direct") else 3, cut=_CUTS.get(key, 0))

    def bracket(self, p: Piece, left: str = "(", right: str = ")"):
        return Piece(fenced(p.xml, _FENCES[left]), p.columns + 2)

    def fraction(self, p: Piece, q: Piece):
        return Piece(f"<mfrac>{p.xml}{q.xml}</mfrac>", max(p.columns, q.columns) + 1)

    def raised(self, base: Piece, exponent: Piece, simple: bool):
        return Piece(f"<msup>{base.xml}{exponent.xml}</msup>", base.columns + exponent.columns)

    def root(self, p: Piece, simple: bool):
        return Piece(f"<msqrt>{p.xml}</msqrt>", p.columns + 2)

    def call(self, name: str, args: list[Piece]):
        inner = "<mo>,</mo>".join(arg.xml for arg in args)
        xml = f"<mrow>{_function(name)}<mo>\u2061</mo>{fenced(inner)}</mrow>"
        return Piece(xml, len(name) + 2 + sum(arg.columns + 2 for arg in args))

    def mark(self, mark: Mark):
        below, xml = _below(mark.sub), _word(mark.base)
        above = fenced(f"<mn>{escape(mark.sup)}</mn>") if mark.sup else ""
        tag = "msub" * bool(below) + ("sup" if below else "msup") * bool(above)
        if tag:
            xml = f"<{tag}>{xml}{below}{above}</{tag}>"
        if mark.primed:
            xml = f"<mrow>{xml}{_PRIME}</mrow>"
        return Piece(xml, len(mark.base) + len(mark.sub) + len(mark.sup) + mark.primed)

    def partial(self, top: Piece, bottom: Piece):
        d = "<mi>∂</mi>"
        xml = f"<mfrac><mrow>{d}{top.xml}</mrow><mrow>{d}{bottom.xml}</mrow></mfrac>"
        return Piece(xml, max(top.columns, bottom.columns) + 2)

    def transposed(self, p: Piece):
        return Piece(f'<msup>{p.xml}<mi mathvariant="normal">⊤</mi></msup>', p.columns + 1)

    def label(self, number: int) -> Piece:
        text = CIRCLED[number - 1]
        return Piece(f"<mtext>{text}</mtext>", len(text))

    def blank(self):
        line = "display:inline-block;border-bottom:1px solid"
        return Piece(f'<mspace width="5em" height="1em" style="{line}"/>', 10)

    def grid(self, rows: list[list[Piece]]):
        body = "".join(f"<mtr>{''.join(f'<mtd>{cell.xml}</mtd>' for cell in row)}</mtr>" for row in rows)
        columns = sum(max(cell.columns for cell in column) + 2 for column in zip(*rows, strict=True))
        return Piece(f"<mrow><mo>[</mo><mtable>{body}</mtable><mo>]</mo></mrow>", columns + 2)


def fenced(xml: str, fence: str = "()") -> str:
    """What stands between brackets, which are as tall as fractions and matrices; others as they are in a text.

    Brackets that may grow take more room at their sides in some browsers, also where they do not.
    """
    grows = "true" if _TALL.search(xml) else "false"
    bar = [' fence="true" form="prefix"', ' fence="true" form="postfix"'] if fence[0] in "|‖" else ["", ""]
    first, last = (f'<mo stretchy="{grows}"{form}>{sign}</mo>' for sign, form in zip(fence, bar, strict=True))
    return f"<mrow>{first}{xml}{last}</mrow>"


def _below(sub: str) -> str:
    """A subscript; the number of a neuron in it stands lower, in letters that get no smaller."""
    if not sub:
        return ""
    if sub.isdigit():
        return f"<mn>{sub}</mn>"
    head = sub.rstrip("0123456789")
    if len(head) == 1 and head.isalpha() and sub != head:
        return f'<msub>{_word(head)}<mn scriptlevel="1">{sub[1:]}</mn></msub>'
    return _word(sub)


def _function(name: str) -> str:
    bare = name.rstrip("′")
    if bare == name:
        return _word(name)
    return f"<mrow>{_word(bare)}{_PRIME * (len(name) - len(bare))}</mrow>"
