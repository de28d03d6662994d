"""A value as a student writes it: a number with its last digit, a size, a vector or matrix, or a word."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST = 300
MOST_ENTRIES = 10_000

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]{1,4})?", re.IGNORECASE)
_TEN = re.compile(r"\s*[*x×·]\s*10\s*\^?\s*\(?([-+]?[0-9]{1,4})\)?$")
_SHAPE = re.compile(r"[0-9]{1,9}(?:\s*[x×*]\s*[0-9]{1,9}){1,4}", re.IGNORECASE)
_GROUPS = re.compile(r"([-+]?[0-9]{1,3})((?:[ \u00a0\u2009\u202f,'’][0-9]{3})+)(\.[0-9]+)?")
_COMMA = re.compile(r"([-+]?[0-9]*),([0-9]+)")
_ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_SIGNS = str.maketrans({"−": "-", "–": "-", "‒": "-", "⁄": "/", "÷": "/", "⋅": "·", "∗": "*"})


def plain(text: str) -> str:
    """``text`` with one sign for each thing: subscripts as digits, powers as ^2, every minus as -."""
    if text.isascii():
        return text
    text = _POWER.sub(lambda match: "^" + match[0].translate(_ABOVE), text.replace("½", "(1/2)"))
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


class Written:
    """A number as it was written: ``value``, and ``unit``, the place of its last digit (0 for what is exact).

    ``figures`` counts significant digits as written, ``decimals`` digits behind the point; both are None for what is
    exact, such as a fraction or a whole count.
    """

    __slots__ = ("decimals", "figures", "text", "unit", "value")

    def __init__(self, text: str, value: float, unit: float, figures: int | None, decimals: int | None):
        self.text, self.value, self.unit = text, value, unit
        self.figures, self.decimals = figures, decimals

    def agrees(self, value: float, slack: float = 0.0) -> bool:
        """Whether this number is ``value`` rounded or cut at its last digit, give or take ``slack``."""
        if not math.isfinite(value):
            return False
        if not self.value:  # a 0 says how small a value is only where it has decimals
            return abs(value) < min(self.unit, 5e-3) + slack
        noise = 1e-9 * max(abs(value), abs(self.value)) if not self.unit else 1e-9 * self.unit + 1e-14 * abs(value)
        if self.figures is not None and self.figures < 3 and self.decimals < 3:
            # So short a number says little: it must be the rounded or the cut one, not merely near.
            cut = abs(value) - abs(self.value)
            same_side = value * self.value >= 0 and -noise <= cut < self.unit
            near = abs(value - self.value) <= self.unit / 2 + noise + slack
            return near or same_side
        return abs(value - self.value) <= self.unit * (1 + 1e-9) + noise + slack


def read_value(text: str):
    """What ``text`` says: a Written, a list of whole sizes, rows of Written, a lower-case word, or None.

    Never raises; None means that it cannot be read.
    """
    text = plain(text).strip().rstrip(".;,").strip()
    if not text or len(text) > LONGEST * (40 if text[0] in "[(" else 1):
        return None
    if _SHAPE.fullmatch(text):
        return [int(part) for part in re.split(r"\s*[x×*]\s*", text, flags=re.IGNORECASE)]
    number = read_number(text)
    if number is not None:
        return number
    if text[0] in "[(" and text[-1] in "])":
        return _rows(text)
    word = text.strip("\"'‘’“”").lower()
    return word if re.fullmatch(r"[^\W\d_][\w .+-]{0,39}", word) else None


def read_number(text: str) -> Written | None:
    """A single number: ``.0821``, ``-2.1e-3``, ``8.2 × 10^-2``, ``80 %``, ``61 706``, ``0,3775``; None for others."""
    text = text.strip()
    scale = 0
    if text.endswith("%"):
        text, scale = text[:-1].strip(), -2
    ten = _TEN.search(text)
    if ten:
        text, scale = text[: ten.start()].strip(), scale + int(ten[1])
    groups, comma = _GROUPS.fullmatch(text), _COMMA.fullmatch(text)
    if groups:
        text = groups[1] + re.sub(r"[^0-9]", "", groups[2]) + (groups[3] or "")
    elif comma:
        text = f"{comma[1]}.{comma[2]}"
    if not _NUMBER.fullmatch(text):
        return None
    mantissa, _, exponent = text.lower().partition("e")
    scale += int(exponent or 0)
    digits = mantissa.lstrip("+-")
    behind = len(digits.partition(".")[2])
    value = float(f"{mantissa}e{scale}")
    if not math.isfinite(value):
        return None
    figures = len(digits.replace(".", "").lstrip("0"))
    return Written(text, value, 10.0 ** max(scale - behind, -320), figures, behind - scale)


def _rows(text: str) -> list[list[Written]] | None:
    """``[1, 2]``, ``[[1, 2], [3, 4]]`` or ``[1 2; 3 4]`` as rows; None where it is none of these."""
    inner = text[1:-1].strip()
    parts = re.findall(r"[\[(]([^\[\]()]*)[\])]", inner) if inner[:1] in ("[", "(") else inner.split(";")
    rows = []
    for part in parts:
        cells = [cell for cell in re.split(r"\s*,\s*|\s+", part.strip()) if cell]
        row = [read_number(cell) for cell in cells]
        if not row or None in row or sum(map(len, rows)) > MOST_ENTRIES:
            return None
        rows.append(row)
    return rows if rows and len({len(row) for row in rows}) == 1 else None
