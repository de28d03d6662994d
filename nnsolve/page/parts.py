"""What a document is made of: sections, blocks, lines with their sides, tables with their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from ..formula.expr import Expr
from ..formula.marks import Mark
from ..names import Name
from ..solution import Says
from .glyphs import CIRCLED

if TYPE_CHECKING:
    from .document import Document

P = TypeVar("P")  # a piece of a format
Write = Callable[[Expr, Mapping[str, Expr] | None], P]


class Side:
    """What stands behind one sign of a row: the sign (=, ≈ or →), a formula, whether numbers are put in, its role.

    Roles: formula, substitution, chosen (the piece that counts of several), before (a floor or ceiling cuts), result.
    """

    __slots__ = ("formula", "numbers", "role", "sign")

    def __init__(self, sign: str, formula: Expr, numbers: bool, role: str):
        self.sign, self.formula, self.numbers, self.role = sign, formula, numbers, role


class Written(Generic[P]):
    """A side as a format writes it."""

    __slots__ = ("role", "sign", "text")

    def __init__(self, sign: str, text: P, role: str):
        self.sign, self.text, self.role = sign, text, role


class Row:
    """One line: a name, its sides, and a reason.

    ``number`` counts the factors of a chain rule from 1, ``factors`` numbers the names of a product by them, and
    ``asked`` says that the problem asks for this result. ``found`` rows only recall a value from before.
    """

    __slots__ = ("asked", "document", "factors", "found", "name", "number", "plain", "reason", "uses")

    def __init__(
        self, document: Document, name: Name, plain: list[Side], reason: Says | None = None, uses: Iterable[str] = ()
    ):
        self.document, self.name, self.plain, self.reason, self.uses = document, name, plain, reason, list(uses)
        self.number, self.found = 0, False
        self.factors: dict[Name, int] = {}
        self.asked = name in document.asked

    @property
    def label(self) -> str:
        """① for the first factor of a chain rule, '' for a row that is none."""
        return CIRCLED[self.number - 1] if self.number else ""

    @property
    def is_result(self) -> bool:
        """Whether the line is where a result is found."""
        return not self.found and self.plain[-1].role == "result"

    def sides(self, write: Write[P]) -> list[Written[P]]:
        """The sides as ``write`` (a notation's) prints them, without those that print like the one before."""
        found: list[Written[P]] = []
        for side in self.plain:
            text = write(side.formula, self.document.page.shown if side.numbers else None)
            if found and text == found[-1].text:
                found[-1].role = side.role
            else:
                found.append(Written(side.sign, text, side.role))
        return found


class Rule:
    """A formula that is stated before its factors are computed."""

    __slots__ = ("formula", "name")

    def __init__(self, name: Name, formula: Expr):
        self.name, self.formula = name, formula


class Cell:
    """A cell of a table: a sentence, a formula, a mark, or text. ``name`` is the result that it holds, or ''."""

    __slots__ = ("asked", "content", "name")

    def __init__(self, content: Says | Expr | Mark | str, name: str = "", asked: bool = False):
        self.content, self.name, self.asked = content, name, asked

    def written(
        self, say: Callable[[Says], str], put: Callable[[str], str], shown: Callable[[Expr | Mark], str]
    ) -> str:
        """The cell as a format prints it: a sentence by ``say``, text by ``put``, a formula or mark by ``shown``."""
        if isinstance(self.content, Says):
            return say(self.content)
        return put(self.content) if isinstance(self.content, str) else shown(self.content)


class Grid:
    """A table: titles of columns, rows of as many cells, which columns hold words, a sentence below, its own title."""

    __slots__ = ("note", "rows", "title", "titles", "wordy")

    def __init__(
        self, titles: list[Says], rows: list[list[Cell]], wordy: list[bool], note: Says | None, title: Says | None
    ):
        self.titles, self.rows, self.wordy, self.note, self.title = titles, rows, wordy, note, title

    def written(self, cell: Callable[[Cell], str]) -> list[list[str]]:
        """The rows with every cell as ``cell`` prints it."""
        return [list(map(cell, row)) for row in self.rows]


class Paragraphs:
    """A block: title, a sentence above, a stated rule, groups of rows (None: some are left out), a table below.

    ``room`` counts the rows that are left empty below, to write in.
    """

    __slots__ = ("grid", "groups", "intro", "room", "rule", "title")

    def __init__(
        self,
        title: Says | None,
        intro: Says | None,
        rule: Rule | None,
        groups: list[list[Row | None]],
        grid: Grid | None,
        room: int = 0,
    ):
        self.title, self.intro, self.rule = title, intro, rule
        self.groups, self.grid, self.room = groups, grid, room


class Part:
    """A section: a title and its blocks."""

    __slots__ = ("blocks", "title")

    def __init__(self, title: Says, blocks: list[Paragraphs]):
        self.title, self.blocks = title, blocks


class Question:
    """A question of a paper: its heading and its own document."""

    __slots__ = ("document", "title")

    def __init__(self, title: Says, document: Document):
        self.title, self.document = title, document
