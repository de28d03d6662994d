"""What a method of fitting hands to the page."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.rounding import Rounding
from ...names import Name
from ...solution import Given, Says, Section, Table


class Page:
    """Sections with given numbers and marks; ``table``, ``notes`` and ``check`` are made once there are values.

    ``more`` are sections of which only what is asked for is written. ``offered`` gives the name of a line that is
    written only where it is asked for, by its spelling, ``listed`` are the first of these, and ``write`` puts such
    lines among the sections.
    """

    def __init__(self, subtitle: str):
        self.subtitle = subtitle
        self.given = Given()
        self.rows: list[list[Name]] = []
        self.sections: list[Section] = []
        self.more: list[Section] = []
        self.listed: list[Name] = []
        self.offered: Callable[[str], Name | None] = lambda text: None
        self.write: Callable[[list[Name]], None] = lambda asked: None
        self.marks: dict = {}
        self.answers: list[Name] = []
        self.table: Callable[[dict, set[Name]], Table | None] = lambda values, kept: None
        self.notes: Callable[[dict], list[Says]] = lambda values: []
        self.check: Callable[[], Says | None] = lambda: None


def equation(left: str, coefficients: dict[str, Name], values: dict, rounding: Rounding) -> str:
    """``ŷ = 2.2 + 0.6·x`` in the digits of the page."""
    text = ""
    for column, name in coefficients.items():
        digits = rounding.text(values[name])
        negative = digits.startswith("-")
        sign = (" − " if negative else " + ") if text else ("−" if negative else "")
        text += sign + digits.lstrip("-").replace("-", "−") + (f"·{column}" if column else "")
    return f"{left} = {text}"
