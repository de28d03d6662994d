"""The author's own text: plain words with $mathematics$ between them. Nothing in it is executed.

Mathematics is read by the grammar of :mod:`nnsolve.formula.parse`, with = < > ≤ ≥ between formulas and the commonest
words of LaTeX for letters and signs; what cannot be read stays the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...formula.expr import Expr, Relation, Symbol, replaced, symbols
from ...formula.functions import CONSTANTS, FUNCTIONS, SPELLINGS
from ...formula.parse import ParseError, parse
from ...names import read
from ...solution import Says

MOST_FORMULAS = 200
_RELATION = re.compile(r"(<=|>=|≤|≥|=|<|>)")
_RELATIONS = {"<=": "≤", ">=": "≥"}
_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω", "Delta": "Δ",
    "cdot": "*", "times": "*", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ln": "ln", "exp": "exp", "tanh": "tanh",
}  # fmt: skip
_WORD = re.compile(r"\\([A-Za-z]+)")
_BELOW = re.compile(r"_\{(\w+)\}")
_ABOVE = re.compile(r"\^\{([^{}]*)\}")


class _Letters:
    """Every name but those of functions and constants: in a text they all stand for themselves."""

    def __contains__(self, name: str) -> bool:
        return name not in CONSTANTS and name not in FUNCTIONS and name not in SPELLINGS

    def __iter__(self) -> Iterator[str]:
        return iter(())


def own_text(text: str) -> Says:
    """The author's text as a sentence of the page."""
    parts = text.split("$")
    if len(parts) > 2 * MOST_FORMULAS:
        return Says("sheet_own_text", text=_plain(text))
    if len(parts) % 2 == 0:  # the last dollar has no other: it is a dollar
        parts[-2:] = [f"{parts[-2]}${parts[-1]}"]
    found = [_formula(part) if k % 2 else _plain(part) for k, part in enumerate(parts)]
    return _joined(found)


def _joined(parts: list[Expr | str]) -> Says:
    """Pieces one after another, in halves, so that no sentence is nested deeply."""
    if len(parts) == 1:
        part = parts[0]
        return Says("sheet_own_text", text=[part] if isinstance(part, Expr) else part)
    half = len(parts) // 2
    return Says("sheet_own_texts", first=_joined(parts[:half]), second=_joined(parts[half:]))


def _plain(text: str) -> str:
    """Text without control characters and marks of direction, blanks at its ends kept."""
    shown = "".join(c if c.isprintable() and not "\ue000" <= c <= "\uf8ff" else " " for c in text)
    return re.sub(r" +", " ", shown)


def _formula(text: str) -> Expr | str:
    """What stands between dollars, as a formula; where it is none, as it is written."""
    try:
        return read_formula(text)
    except (ParseError, KeyError):
        return _plain(f"${text}$")


def read_formula(text: str) -> Expr:
    """A formula or relation of any names; raises ParseError, and KeyError for a word of LaTeX that is not known."""
    text = _WORD.sub(lambda word: f" {_LETTERS[word[1]]} ", text)
    text = _ABOVE.sub(r"^(\1)", _BELOW.sub(r"_\1", text))
    first, *others = _RELATION.split(text)
    whole = parse(first, _Letters())
    for sign, part in zip(others[::2], others[1::2], strict=True):
        whole = Relation(whole, _RELATIONS.get(sign, sign), parse(part, _Letters()))
    return replaced(whole, {name: Symbol(read(name)) for name in symbols(whole)})
