"""The alphabet of a page, and what stands for it where a terminal knows only ASCII."""

from __future__ import annotations

import re

from .boxes import OFF

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# What stands for each sign where a terminal knows only ASCII.
_ASCII = {
    "−": "-", "×": "*", "·": "*", "⊙": "(.)", "÷": "/", "√": "sqrt", "∂": "d", "Δ": "D", "′": "'", "≈": "~=",
    "→": "->", "…": "...", "─": "-", "━": "=", "½": "(1/2)", "π": "pi", "σ": "sigma", "Σ": "sum", "Φ": "Phi",
    "φ": "phi", "η": "eta", "θ": "theta", "δ": "delta", "α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda",
    "τ": "tau", "∞": "inf", "ε": "eps", "μ": "mu", "≤": "<=", "≥": ">=", "ᵀ": "^T",
    "κ": "kappa", "ω": "omega", "ψ": "psi", "χ": "chi", "ζ": "zeta", "ξ": "xi", "ι": "iota", "υ": "upsilon",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")",
    "⎡": "[", "⎢": "[", "⎣": "[", "⎤": "]", "⎥": "]", "⎦": "]", "‘": "'", "’": "'", "“": '"', "”": '"', "ˣ": "^x",
    "✓": "ok", "‖": "||", "±": "+-", "ℓ": "l", "∇": "grad ", "ρ": "rho", "ν": "nu", "–": "-", "—": "-", "•": "*",
    " ": " ", "ŷ": "y^", "\u0302": "hat", "\u0303": "tilde", "\u0307": "dot",
} | {"⋆": "(*)", "∗": "*"} | {c: f"({k})" for k, c in enumerate(CIRCLED, 1)}  # fmt: skip
_ASCII |= {c: str(k) for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾", "0123456789-()", strict=True))
_EXPONENT = f"[{''.join(_RAISED)}]+"


def plain_ascii(text: str) -> str:
    """``text`` in ASCII: known signs by their names, letters without accents, '?' for the rest."""
    if text.isascii():
        return text
    return "".join(map(_ascii_sign, re.sub(_EXPONENT, _ascii_exponent, text)))


def _ascii_exponent(raised: re.Match[str]) -> str:
    return "^" + "".join(map(_RAISED.__getitem__, raised[0]))


def _ascii_sign(c: str) -> str:
    """What stands for one letter or sign; marks of style stay."""
    if c.isascii() or "\ue000" <= c <= OFF:
        return c
    if c in _ASCII:
        return _ASCII[c]
    import unicodedata

    return unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode() or "?"


def one_line(text: str) -> str:
    """A user's text on one line, without control characters, marks of direction, or our own style marks."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """A user's text with a blank for every control character, mark of direction, and style mark of our own."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(c: str) -> str:
    harmless = c.isprintable() and not "\ue000" <= c <= "\uf8ff"
    return c if harmless else " "


def grouped(number: int) -> str:
    """A whole number with its thousands apart: 61 706."""
    digits = f"{number:,}".replace(",", " ") if abs(number) >= 10_000 else str(number)
    return digits.replace("-", "−")
