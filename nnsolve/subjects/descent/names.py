"""How the names of rounds are printed: x₁ for x after one round, x₁⁽²⁾ where the variable has a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...formula.marks import Mark
from ...formula.rounding import Rounding

_OWN_NUMBER = re.compile(r"(.*?[^\d_])_?(\d+)")


def said(number: float, figures: int = 4) -> str:
    """A number inside a sentence."""
    return Rounding(figures=figures).text(float(number)).replace("-", "−")


def said_point(coordinates: Iterable[float]) -> str:
    """A point inside a sentence: (0, 0); the number alone where there is one."""
    texts = [said(value, 6) for value in coordinates]
    if len(texts) == 1:
        return texts[0]
    return f"({', '.join(texts)})"


def mark_of(name: str, number: int | None, of: str = "") -> Mark:
    """The mark of ``name`` after ``number`` rounds; ``of`` is the variable it belongs to: m for x, m_x₁."""
    at = "" if number is None else str(number)
    if of:
        if of[-1].isdigit() or "_" in of:
            return Mark(name, of, at)
        return Mark(name, f"{of}{at}")
    own = _OWN_NUMBER.fullmatch(name)
    if own:
        return Mark(own[1], own[2], at)
    return Mark(name, at)
