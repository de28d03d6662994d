"""What formats share that print a document paragraph by paragraph, with names between dollar signs."""

from __future__ import annotations

from ...formula.expr import Expr
from ...formula.marks import Mark
from ...page.document import Document
from ...page.parts import Grid
from ...solution import Says
from ..notation import Notation


class Printer:
    """Prints one document into ``parts``."""

    def __init__(self, document: Document, kind: type[Notation[str]]):
        self.document, self.notation = document, document.notation(kind)
        self.parts: list[str] = []

    def say(self, says: Says | None) -> str:
        """A sentence as the format prints it."""
        raise AssertionError("abstract")

    def table(self, grid: Grid | None):
        """Adds a table, where there is one."""
        raise AssertionError("abstract")

    def inline(self, name: str) -> str:
        """A name in a sentence."""
        return f"${self.notation.name(name)}$"

    def shown(self, content: Expr | Mark) -> str:
        """A formula or mark in a cell of a table."""
        return f"${self.notation.shown(content)}$"

    def paragraph(self, sentences: list[Says]) -> str:
        """Sentences side by side."""
        return " ".join(map(self.say, sentences))

    def statement(self):
        """What an exam would print: sentences in one paragraph, tables between them."""
        for item in self.document.statement:
            if isinstance(item, Grid):
                self.table(item)
            else:
                self.parts.append(self.paragraph(item))
