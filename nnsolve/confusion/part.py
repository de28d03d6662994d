"""What the parts of a page about predictions hand over: sections, given numbers, and how names are printed."""

from __future__ import annotations

from ..formula.expr import Expr
from ..formula.names import Mark
from ..solution import Says, Section


class Part:
    """``answers`` are the measures that are reported; ``rows`` the given numbers by row; ``undefined`` those of 0/0."""

    def __init__(self):
        self.given: dict[str, Expr] = {}
        self.rows: list[list[str]] = []
        self.sections: list[Section] = []
        self.marks: dict[str, Mark | str] = {}
        self.answers: list[str] = []
        self.synonyms: dict[str, str] = {}
        self.undefined: list[str] = []
        self.notes: list[Says] = []
