"""Formulas as LaTeX mathematics, kept to what GitHub and every other renderer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..page.glyphs import CIRCLED, grouped
from .breaking_notation import joined
from .formulas.matrices import side_by_side
from .formulas.spelt import letter_and_number, power_of_ten, without_primes
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
_SPECIAL = str.maketrans(
    {"\\": r"\backslash ", "{": r"\lbrace ", "}": r"\rbrace ", "~": " ", "^": " ", "`": " "}
    | {"|": r"\vert ", "<": r"\lt ", ">": r"\gt ", "*": r"\ast "}
    | {"_": r"\_", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&"}
)
_ACCENTS = {"\u0302": "hat", "\u0307": "dot"}
_FUNCTIONS = ("ln", "max", "min", "sin", "cos", "tanh")
_NUMBERS = {"½": r"\tfrac{1}{2}", "π": r"\pi", "e": "e", "…": r"\dots"}

# A row may be broken between so many arguments of a function.
MANY, AFTER_COMMA = 5, " "


def word(text: str) -> str:
    """A word or letter in mathematics, with nothing in it that LaTeX could take for a command."""
    if text in _GREEK:
        return rf"\{_GREEK[text]}"
    accent = next(filter(text[1:].__contains__, _ACCENTS), "")
    if accent:  # x̂, and x̂1: over the whole word
        return rf"\{_ACCENTS[accent]}{{{word(text.replace(accent, ''))}}}"
    if text.endswith("²") and text[:-1] in _GREEK:
        return rf"{{\{_GREEK[text[:-1]]}^{{2}}}}"
    if len(text) != 1 or not text.isalpha():
        return _upright(text)
    return text if text.isascii() else rf"\text{{{text}}}"


def _upright(text: str) -> str:
    """Several letters and signs, upright."""
    if not text:
        return ""
    if text.isascii() and " " not in text:
        return rf"\mathrm{{{text.translate(_SPECIAL)}}}"
    return rf"\text{{{''.join(map(_in_text, text))}}}"


def _in_text(c: str) -> str:
    """A letter or sign of a word in text, where commands of mathematics such as \\lt stand outside."""
    shown = c.translate(_SPECIAL)
    return rf"}}{shown}\text{{" if len(shown) > 2 else shown


class LatexNotation(Notation[str]):
    """Formulas as LaTeX: every fraction stacked, every subscript set."""

    stacked = True
    most_columns: int | None = None  # of a matrix; the others stand below

    def number(self, text: str) -> str:
        if self.compact and text.isdecimal():  # what is counted has its thousands apart
            return grouped(int(text)).replace(" ", r"\,")
        mantissa, power = power_of_ten(text)
        if power:
            return rf"{mantissa} \times 10^{{{power}}}"
        return _NUMBERS.get(text, text)

    def join(self, parts: list[str]) -> str:
        return joined(parts)

    def sign(self, key: str) -> str:
        return _SIGNS[key]

    def bracket(self, p: str, left: str = "(", right: str = ")") -> str:
        if left == "(" and not _is_tall(p):
            return f"({p})"
        first, second = _FENCES[left]
        return rf"\left{first} {p} \right{second}"

    def fraction(self, p: str, q: str) -> str:
        return rf"\frac{{{p}}}{{{q}}}"

    def raised(self, base: str, exponent: str, simple: bool) -> str:
        return rf"{{{base}}}^{{{exponent}}}"

    def root(self, p: str, simple: bool) -> str:
        return rf"\sqrt{{{p}}}"

    def call(self, name: str, args: list[str]) -> str:
        if len(args) < MANY or any(map(_is_tall, args)):
            return rf"{_function(name)}\left({', '.join(args)}\right)"
        parts = [f"{_function(name)}("]
        for arg in args[:-1]:
            parts += [f"{arg},", AFTER_COMMA]
        return joined([*parts, args[-1], ")"])

    def mark(self, mark: Mark) -> str:
        text = word(mark.base)
        if mark.sub:
            text += rf"_{{{_below(mark.sub)}}}"
        raised = f"({mark.sup})" if mark.sup else ""
        if mark.primed:
            raised += r"\prime"
        return rf"{text}^{{{raised}}}" if raised else text

    def partial(self, top: str, bottom: str) -> str:
        return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"

    def transposed(self, p: str) -> str:
        return rf"{{{p}}}^{{\top}}"

    def label(self, number: int) -> str:
        return CIRCLED[number - 1]

    def blank(self) -> str:
        return r"\underline{\hspace{5em}}"

    def grid(self, rows: list[list[str]]) -> str:
        grids = list(map(_grid, side_by_side(rows, self.most_columns)))
        if len(grids) == 1:
            return grids[0]
        below = r" \\ ".join(grids)
        return rf"\begin{{array}}{{l}} {below} \end{{array}}"


def _grid(rows: list[list[str]]) -> str:
    body = r" \\ ".join(map(" & ".join, rows))
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def _is_tall(piece: str) -> bool:
    """Whether a piece is higher than a line."""
    return r"\frac" in piece or r"\begin" in piece


def _below(sub: str) -> str:
    """A subscript; the number of a neuron in it stands lower."""
    if sub.isdigit():
        return sub
    letter, number = letter_and_number(sub)
    return rf"{letter}_{{{number}}}" if number else word(sub)


def _function(name: str) -> str:
    if name in _FUNCTIONS:
        return rf"\{name}"
    bare, primes = without_primes(name)
    return word(bare) + "'" * primes
