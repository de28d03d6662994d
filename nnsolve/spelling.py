"""The ways in which a symbol is written, brought to one: what pages print in each format, ASCII, what people type.

∂E/∂w₅, dE/dw5, $\\frac{\\partial E}{\\partial w_{5}}$ and frac(∂ E, ∂ w_(5)) have one key, dE/dw5. A key is for
comparing alone; it is no name and is never printed. Two numbers stay apart by a comma: o1_11 and o_{1,11} have the
key o1,11.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeAlias

from .formula.marks import AnyMark, Mark, Place, written

_GREEK = (
    "alpha beta gamma delta eps zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon"
)
_GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξοπρςστυ", _GREEK.split(), strict=True))
_GREEK_LETTERS |= {"φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ϕ": "phi", "ϵ": "eps", "ϑ": "theta"}
_GREEK_LETTERS |= {"Δ": "D", "Σ": "sum", "∑": "sum", "∏": "prod", "Π": "prod", "Φ": "Phi", "Θ": "Theta", "Λ": "Lambda"}
_SIGNS = {
    **{"∂": "d", "𝜕": "d", "∇": "grad", "‖": "||", "∥": "||", "ℓ": "l", "√": "sqrt"},
    **dict.fromkeys("′’‘ʹ`´", "'"),
    **dict.fromkeys("−–‒", "-"),
    **{"⁄": "/", "÷": "/", "·": "*", "⋅": "*", "∗": "*", "⁺": "+", "→": "->"},
    **{"\u0302": "hat", "\u0304": "bar", "\u0307": "dot", "\u0303": "tilde"},
}
_LETTERS = str.maketrans(_GREEK_LETTERS | _SIGNS)
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾", "0123456789-()", strict=True))
_RAISED_RUN = re.compile(f"⁽[^⁽⁾]{{1,20}}⁾|[{''.join(_RAISED)}]+")  # ⁽¹,²⁾ is one

_ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "macron": "bar", "dot": "dot"}
_ACCENTS |= {"tilde": "tilde", "widetilde": "tilde"}
_ACCENT = "|".join(_ACCENTS)
_GROUP = r"\{([^{}]*)\}"
_PAREN = r"\(((?:[^()]|\([^()]*\))*)\)"
# A pattern, and what stands in its place.
_Rule: TypeAlias = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
# From the inside out, until nothing changes: a command with what it is of, by what stands for it.
_STYLES = "mathrm|mathbf|mathit|mathsf|text|textrm|textit|operatorname|boldsymbol|bm"
_TEX: list[_Rule] = [
    (re.compile(rf"\\(?:{_STYLES})\s*{_GROUP}"), r"\1"),
    (re.compile(rf"\\({_ACCENT})\s*(?:{_GROUP}|([^\W\d_]))"), lambda m: f"{m[2] or m[3]}{_ACCENTS[m[1]]}"),
    (re.compile(r"\^\s*\{\s*'\s*\}"), "'"),
    (re.compile(rf"_\s*{_GROUP}"), r"\1"),
    (re.compile(rf"\^\s*{_GROUP}"), r"^\1"),
    (re.compile(rf"\\[dtc]?frac\s*{_GROUP}\s*{_GROUP}"), r"\1/\2"),
    (re.compile(rf"(?<![\w\\}}]){_GROUP}"), r"\1"),
]
_TYPST: list[_Rule] = [
    (re.compile(rf"_\s*{_PAREN}"), r"\1"),
    (re.compile(r"\^\s*\(\s*prime\s*\)"), "'"),
    (re.compile(rf"\^\s*{_PAREN}"), r"^\1"),
    (re.compile(r"(?<=\S)\s+prime\b"), "'"),
    (re.compile(rf"\b({_ACCENT})\s*{_PAREN}"), lambda m: f"{m[2]}{_ACCENTS[m[1]]}"),
    (re.compile(r"\bfrac\((.*?),\s*(?=∂)((?:[^()]|\([^()]*\))*)\)"), r"\1/\2"),
]
_TEX_WORDS = {
    "partial": "∂",
    "nabla": "∇",
    "prime": "'",
    "lt": "<",
    "gt": ">",
    "vert": "|",
    "Vert": "‖",
    "ell": "ℓ",
    "varepsilon": "eps",
    "epsilon": "eps",
}
_TEX_WORDS |= {
    "varphi": "phi",
    "Delta": "Δ",
    "Sigma": "Σ",
    "sum": "Σ",
    "cdot": "*",
    "times": "*",
    "star": "*",
    "ast": "*",
}
_TEX_WORD = re.compile(rf"\\(?!(?:[dtc]?frac|{_STYLES}|{_ACCENT})\b)([A-Za-z]+)\s*")
_EPSILON = re.compile(r"(?<![^\W_])epsilon(?![^\W\d_])")
_RAISED_IN_BRACKETS = re.compile(r"\^\(([^()]*)\)|\((\d[\d,]*)\)")  # F^(macro); a layer also without ^
_RAISED_WORD = re.compile(r"(?<=\d)\(([^()\d]+)\)")  # the Q of w₁₁ as a mark writes it: w₁₁(Q)
_NEW = re.compile(r"\(\s*new\s*\)|\^\s*\{?\s*new\s*\}?")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\\?_(?=\d)")  # o1_11 is not o11_1
_BLANK = re.compile(r"[\s_{}$\\\"]+")


def key_of(text: str) -> str:
    """What of a symbol counts when symbols are compared: no blanks, no underscores, one sign for each thing."""
    text = text.strip().strip("$`")
    if "\\" in text:
        text = _from_tex(text)
    if "(" in text and not text.isidentifier():
        text = _rewritten(text.replace('"', ""), _TYPST)
    if not text.isascii():
        text = _in_ascii(text)
    if "epsilon" in text:
        text = _EPSILON.sub("eps", text)
    if "new" in text:
        text = _NEW.sub("'", text)
    text = _BLANK.sub("", _BETWEEN_NUMBERS.sub(",", text))
    return _RAISED_IN_BRACKETS.sub(r"^\1\2", text) if "(" in text else text


def _from_tex(text: str) -> str:
    return _rewritten(_TEX_WORD.sub(lambda match: _TEX_WORDS.get(match[1], match[1]), text.replace(r"\|", "‖")), _TEX)


def _rewritten(text: str, rules: list[_Rule]) -> str:
    """The text after all rules, until none applies; every rule makes it shorter."""
    before = None
    while before != text:
        before = text
        for pattern, by in rules:
            text = pattern.sub(by, text)
    return text


def _in_ascii(text: str) -> str:
    """Letters and signs by their names; raised digits behind ^, accents behind their letter."""
    text = text.replace("½", "(1/2)")
    text = _RAISED_RUN.sub(lambda run: "^" * (run[0] != "⁾") + "".join(_RAISED.get(c, c) for c in run[0]), text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", text).translate(_LETTERS))


def keys_of(mark: AnyMark) -> Iterator[str]:
    """The keys of a printed mark: its own, then that of its print in ASCII where accents look otherwise there."""
    own = key_of(written(mark))
    yield own
    raised = _RAISED_WORD.sub(r"^\1", own)
    if raised != own:
        yield raised
    inner = mark.inner if isinstance(mark, Place) else mark
    if isinstance(inner, Mark) and inner.base[-1:].isdigit() and inner.sub[:1].isdigit():  # conv1₁ of the map conv1_1
        yield own.replace(f"{inner.base},", inner.base, 1)
    if "hat" in own:
        yield own.replace("yhat", "y^")
    if "bar" in own:
        yield own.replace("bar", "")
