"""Text on a picture: runs of letters with their subscripts, and how wide they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..page.glyphs import one_line

SMALL = 0.72  # a subscript's letters beside those of its line
LONGEST = 40  # letters of one user's word that are drawn


class Run(NamedTuple):
    """Letters of one style: '' plain, 'i' italic, 'sub' below the line, 'sup' above it."""

    text: str
    style: str = ""


Runs = tuple[Run, ...]
# What stands before runs that are not on the line, in plain text.
_BEFORE = {"sub": "_", "sup": "^"}


def plain(text: object, longest: int = LONGEST) -> Runs:
    """A user's text as one run: on one line, without control characters, cut where it is very long."""
    shown = one_line(str(text))
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return (Run(shown),)


def said(runs: Runs) -> str:
    """Runs in plain text: net_h1, w5, e^2."""
    text = ""
    for run in runs:
        numbered = run.style == "sub" and run.text.isdigit() and not text[-1:].isdigit()
        if not numbered:
            text += _BEFORE.get(run.style, "")
        text += run.text
    return text


# Widths in em, a little generous, so that what fits here fits with every font in use.
_NARROW = dict.fromkeys("iljI.,:;'′|!·()[]ft/ ", 0.36) | dict.fromkeys("mwMW@%…−+=≈×→∂", 0.88)
_ROUND = dict.fromkeys("rs-–", 0.5)
_WIDTHS = _NARROW | _ROUND | dict.fromkeys("0123456789", 0.64)


def width(runs: Runs, size: float, bold: bool = False) -> float:
    """How wide ``runs`` are at a font size, estimated."""
    total = 0.0
    for run in runs:
        letters = sum(map(_letter_width, run.text))
        total += letters * SMALL if run.style in _BEFORE else letters
    return total * size * (1.1 if bold else 1)


def widest(lines: Iterable[Runs], size: float, bold: bool = False) -> float:
    """How wide the widest of some lines is; 0 for none."""
    return max((width(runs, size, bold) for runs in lines), default=0.0)


def _letter_width(c: str) -> float:
    if c in _WIDTHS:
        return _WIDTHS[c]
    if ord(c) > 0x2E80:
        return 1.05
    return 0.72 if c.isupper() else 0.63
