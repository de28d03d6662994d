"""Formulas as LaTeX mathematics, kept to what GitHub and every other renderer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..page.glyphs import CIRCLED, grouped
from .breaking_notation import joined
from .notation import Notation

if TYPE_CHECKING:
    from ..formula.marks import Mark

_SIGNS = {
    "plus": " + ",
    "minus": " - ",
    "times": r" \times ",
    "dot": r" \cdot ",
    "slash": " / ",
    "entrywise": r" \odot ",
    "apart": r" \, ",
    "correlated": r" \star ",
    "convolved": r" \ast ",
    "less": "-",
    "dots": r"\dots",
    "change": r"\Delta ",
    "direct": "^{+}",
    "sum": r"\textstyle\sum ",
    "=": " = ",
    "<": r" \lt ",
    ">": r" \gt ",
    "≤": r" \le ",
    "≥": r" \ge ",
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "ell", "ŷ": "hat{y}", "ȳ": "bar{y}",
}  # fmt: skip
_FENCES = {"|": (r"\lvert", r"\rvert"), "⌊": (r"\lfloor", r"\rfloor"), "⌈": (r"\lceil", r"\rceil"), "(": ("(", ")")}
# Signs that LaTeX, HTML, or a table of Markdown would read.
_SPECIAL = {"\\": r"\backslash ", "{": r"\lbrace ", "}": r"\rbrace ", "~": " ", "^": " ", "`": " "}
_SPECIAL |= {"|": r"\vert ", "<": r"\lt ", ">": r"\gt ", "*": r"\ast "}
_ACCENTS = {"\u0302": "hat", "\u0307": "dot"}
_NUMBERS = {"½": r"\tfrac{1}{2}", "π": r"\pi", "e": "e", "…": r"\dots"}

# A row may be broken between so many arguments of a function.
MANY, AFTER_COMMA = 5, " "


def word(text: str) -> str:
    """A word or letter in mathematics, with nothing in it that LaTeX could take for a command."""
    if not text:
        return ""
    if text in _GREEK:
        return rf"\{_GREEK[text]}"
    accent = next((sign for sign in _ACCENTS if sign in text[1:]), "")
    if accent:  # x̂, and x̂1: over the whole word
        return rf"\{_ACCENTS[accent]}{{{word(text.replace(accent, ''))}}}"
    if text[-1] == "²" and text[:-1] in _GREEK:
        return rf"{{\{_GREEK[text[:-1]]}^{{2}}}}"
    if len(text) == 1 and text.isalpha():
        return text if text.isascii() else rf"\text{{{text}}}"
    return _upright(text)


def _upright(text: str) -> str:
    """Several letters and signs, upright."""
    letters = list(map(_letter, text))
    if text.isascii() and " " not in text:
        return rf"\mathrm{{{''.join(letters)}}}"
    outside = [rf"}}{each}\text{{" if len(each) > 2 else each for each in letters]  # \lt stands in mathematics alone
    return rf"\text{{{''.join(outside)}}}"


def _letter(c: str) -> str:
    """One letter or sign of a word."""
    if c in "_#$%&":
        return f"\\{c}"
    return c if c.isalnum() else _SPECIAL.get(c, c)


class LatexNotation(Notation[str]):
    """Formulas as LaTeX: every fraction stacked, every subscript set."""

    stacked = True
    most_columns: int | None = None  # of a matrix; the others stand below

    def number(self, text: str):
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            return grouped(int(text)).replace(" ", r"\,")
        mantissa, _, power = text.partition("e")
        if power and mantissa[-1:].isdigit():
            return rf"{mantissa} \times 10^{{{power.lstrip('+')}}}"
        return _NUMBERS.get(text, text)

    def join(self, parts: list[str]):
        return joined(parts)

    def sign(self, key: str):
        return _SIGNS[key]

    def bracket(self, p: str, left: str = "(", right: str = ")"):
        first, second = _FENCES[left]
        if r"\frac" in p or r"\begin" in p or left != "(":
            return rf"\left{first} {p} \right{second}"
        return f"({p})"

    def fraction(self, p: str, q: str):
        return rf"\frac{{{p}}}{{{q}}}"

    def raised(self, base: str, exponent: str, simple: bool):
        return rf"{{{base}}}^{{{exponent}}}"

    def root(self, p: str, simple: bool):
        return rf"\sqrt{{{p}}}"

    def call(self, name: str, args: list[str]):
        if len(args) >= MANY and not any(r"\frac" in arg or r"\begin" in arg for arg in args):
            last = len(args) - 1
            parts = [part for k, arg in enumerate(args) for part in (AFTER_COMMA, arg if k == last else f"{arg},")]
            return joined([f"{_function(name)}(", *parts[1:], ")"])
        return rf"{_function(name)}\left({', '.join(args)}\right)"

    def mark(self, mark: Mark):
        text = word(mark.base)
        if mark.sub:
            head = mark.sub.rstrip("0123456789")
            digits = mark.sub[len(head) :]
            inner = rf"{head}_{{{digits}}}" if len(head) == 1 and head.isalpha() and digits else word(mark.sub)
            text += rf"_{{{mark.sub if mark.sub.isdigit() else inner}}}"
        raised = (f"({mark.sup})" if mark.sup else "") + (r"\prime" if mark.primed else "")
        return text + (rf"^{{{raised}}}" if raised else "")

    def partial(self, top: str, bottom: str):
        return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"

    def transposed(self, p: str):
        return rf"{{{p}}}^{{\top}}"

    def label(self, number: int) -> str:
        return CIRCLED[number - 1]

    def blank(self):
        return r"\underline{\hspace{5em}}"

    def grid(self, rows: list[list[str]]):
        most = self.most_columns or len(rows[0])
        grids = [self._grid([row[at : at + most] for row in rows]) for at in range(0, len(rows[0]), most)]
        if len(grids) == 1:
            return grids[0]
        below = r" \\ ".join(grids)
        return rf"\begin{{array}}{{l}} {below} \end{{array}}"

    def _grid(self, rows: list[list[str]]):
        body = r" \\ ".join(" & ".join(row) for row in rows)
        return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def _function(name: str) -> str:
    plain = {"ln": r"\ln", "max": r"\max", "min": r"\min", "sin": r"\sin", "cos": r"\cos", "tanh": r"\tanh"}
    if name in plain:
        return plain[name]
    primes = len(name) - len(name.rstrip("′"))
    return word(name.rstrip("′")) + "'" * primes
