"""What a part of a page is made of while it is written: given numbers, sections, and how their names are printed."""

from __future__ import annotations

from .formula.marks import Mark
from .names import Name
from .solution import Given, Says, Section


class Part:
    """``rows`` are the given numbers by row, ``answers`` the results reported, ``synonyms`` other names for them."""

    def __init__(self):
        self.given = Given()
        self.rows: list[list[Name]] = []
        self.sections: list[Section] = []
        self.marks: dict[Name, Mark | str] = {}
        self.answers: list[Name] = []
        self.synonyms: dict[str, Name] = {}
        self.notes: list[Says] = []
