"""TeX source: text escaped, all letters in ASCII, and about how wide a formula is when it is printed."""

from __future__ import annotations

import re
import unicodedata

from .glyphs import CIRCLED

_ESCAPED = {c: f"\\{c}" for c in "#$%&_{}"}
_ESCAPED |= {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_ESCAPED |= {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"{\char34}", "`": r"\`{}"}

_SIGNS = {
    "−": "-", "×": r"\times", "·": r"\cdot", "⊙": r"\odot", "⋆": r"\star", "∗": r"\ast", "÷": r"\div", "√": r"\surd",
    "∂": r"\partial", "′": r"{}'", "″": r"{}''", "≈": r"\approx", "→": r"\to", "←": r"\leftarrow", "…": r"\dots",
    "½": r"\tfrac{1}{2}", "∞": r"\infty", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "ᵀ": r"{}^{\top}", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "‖": r"\Vert", "±": r"\pm", "ℓ": r"\ell", "∇": r"\nabla",
    "ˣ": "{}^{x}", "⁺": "{}^{+}", "⁻": "{}^{-}", "⁽": "{}^{(}", "⁾": "{}^{)}", "✓": r"\surd", "✗": r"\times",
    "∈": r"\in", "∑": r"\sum", "∏": r"\prod", "°": r"{}^{\circ}", "•": r"\bullet", "⇒": r"\Rightarrow",
    "∖": r"\setminus",
    "ᵢ": "{}_{i}", "ⱼ": "{}_{j}", "ₖ": "{}_{k}", "ₙ": "{}_{n}", "ₜ": "{}_{t}", "ₓ": "{}_{x}", "ⁿ": "{}^{n}",
    "ⁱ": "{}^{i}",
    "₊": "{}_{+}", "₋": "{}_{-}", "⊤": r"\top",
}  # fmt: skip
# In the order of Unicode; None stands for ο, which TeX does not have.
_GREEK = (
    *("alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", None, "pi", "rho", "varsigma", "sigma", "tau", "upsilon", "varphi", "chi", "psi", "omega"),
)
_SIGNS |= {chr(ord("α") + k): f"\\{name}" for k, name in enumerate(_GREEK) if name}
_SIGNS |= {name: f"\\{command}" for name, command in {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega",
}.items()}  # fmt: skip
_SIGNS |= {c: f"{{}}_{{{k}}}" for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")} | {
    c: f"{{}}^{{{k}}}" for k, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")
}
_TEXT = {"‘": "`", "’": "'", "“": "``", "”": "''", "–": "--", "—": "---", "\u00a0": "~", "\u202f": r"\,"}
_TEXT |= {
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "ł": r"{\l}",
    "ı": r"{\i}",
}
# A number in a circle, of signs that every installation has.
_CIRCLE = r"\rlap{$\bigcirc$}\makebox[1em]{\raisebox{.2ex}{\tiny %d}}"
_TEXT |= {c: _CIRCLE % k for k, c in enumerate(CIRCLED, 1)}
_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": "."}
_ACCENTS |= {"\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c", "\u0328": "k", "\u0323": "d"}


def escaped(text: str) -> str:
    """A user's text with nothing left that TeX would read; letters outside ASCII stay for :func:`in_ascii`."""
    return "".join(_ESCAPED.get(c, c) for c in text).replace("--", "-{}-").replace("--", "-{}-")


def in_ascii(source: str) -> str:
    """TeX source with a command for every letter outside ASCII, which works in text and in mathematics.

    Letters that TeX has no command for stand as they are, as the argument of ``\\foreign``.
    """
    if source.isascii():
        return source
    parts: list[str] = []
    for c in unicodedata.normalize("NFC", source):
        if c.isascii():
            parts.append(c)
        elif unicodedata.combining(c) and c in _ACCENTS and parts:
            parts.append(rf"\text{{\{_ACCENTS[c]}{{{parts.pop()}}}}}")
        else:
            parts.append(_letter(c))
    return _FOREIGN.sub(r"\\foreign{\g<0>}", "".join(parts))


_FOREIGN = re.compile("[^\x00-\x7f]+")


def _letter(c: str) -> str:
    if c in _SIGNS:
        return rf"\ensuremath{{{_SIGNS[c]}}}"
    if c in _TEXT:
        return _TEXT[c] if c in "‘’“”–—\u00a0\u202f" else rf"\text{{{_TEXT[c]}}}"
    base, *marks = list(unicodedata.normalize("NFD", c))
    if base.isascii() and len(marks) == 1 and marks[0] in _ACCENTS:
        return rf"\text{{\{_ACCENTS[marks[0]]}{{{base}}}}}"
    return c


# How large the parts of a fraction are.
_FRACTIONS = {"frac": 1.0, "dfrac": 1.0, "tfrac": 0.7}
# Commands that take no room, and those that are wider than a digit.
_NOTHING = {
    "left",
    "right",
    "displaystyle",
    "textstyle",
    "mathrm",
    "text",
    "mathbf",
    "begin",
    "end",
    "bf",
    "scriptsize",
}
_WIDER = {"times": 2.4, "approx": 2.6, "to": 3, "cdot": 1.4, "odot": 2.4, "qquad": 4, "quad": 2, "dots": 2.2, ",": 0.4}
_WIDER |= {"sum": 2, "partial": 1.2, "star": 2, "ast": 2, "ln": 2, "max": 4, "min": 4, "tanh": 4, "le": 2.6, "ge": 2.6}
_SIGN = dict.fromkeys(CIRCLED, 2.0) | {
    "+": 2.6,
    "-": 2.2,
    "=": 2.8,
    ".": 0.6,
    ",": 0.9,
    " ": 0,
    "{": 0,
    "}": 0,
    "&": 2,
    "(": 0.8,
    ")": 0.8,
}


def width(tex: str) -> float:
    """About how wide mathematics is, in digits."""
    total, at = 0.0, 0
    while at < len(tex):
        c = tex[at]
        at += 1
        if c == "\\":
            wide, at = _command(tex, at)
        elif c in "_^":
            inner, at = _argument(tex, at)
            wide = 0.7 * width(inner)
        else:
            wide = _SIGN.get(c, 1.0)
        total += wide
    return total


def _command(tex: str, at: int) -> tuple[float, int]:
    """How wide the command is whose name begins at ``at``, with its arguments, and where it ends."""
    start = at
    while at < len(tex) and tex[at].isalpha():
        at += 1
    at += at == start
    name = tex[start:at]
    if name in _FRACTIONS:
        top, at = _argument(tex, at)
        bottom, at = _argument(tex, at)
        return _FRACTIONS[name] * max(width(top), width(bottom)) + 0.5, at
    if name in ("begin", "end") and tex.startswith("{array}", at):  # matrices under one another
        return 0.0, at + len("{array}{l}" if name == "begin" else "{array}")
    if name == "begin":
        end = tex.find(r"\end{bmatrix}", at)
        rows = tex[at + len("{bmatrix}") : end].split(r"\\")
        return max(map(width, rows)) + 2, end + len(r"\end{bmatrix}")
    return 0.0 if name in _NOTHING else _WIDER.get(name, 1.2), at


def _argument(tex: str, at: int) -> tuple[str, int]:
    """What follows a command, in braces or one letter, and where it ends."""
    if at >= len(tex) or tex[at] != "{":
        return tex[at : at + 1], at + 1
    depth, start = 1, at + 1
    at += 1
    while at < len(tex) and depth:
        depth += {"{": 1, "}": -1}.get(tex[at], 0) if tex[at - 1] != "\\" else 0
        at += 1
    return tex[start : at - 1], at
