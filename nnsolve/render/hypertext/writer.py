"""A document as the body of a page: what is given, sections that fold, answers, notes."""

from __future__ import annotations

from html import escape

from ...formula.expr import Array, Expr, Numbers
from ...page.document import Document, Grid, Paragraphs, Part
from ...solution import Says
from ..mathml_notation import MathmlNotation, attribute
from .lines import cut, lines
from .tables import table
from .tags import Ids, math, plain, sentence


class Writer:
    """Writes one problem; ``level`` is that of its heading, ``scope`` the name of the problem on the page."""

    def __init__(self, document: Document, ids: Ids, level: int = 1, scope: str = "p", picture: str = ""):
        self.document, self.ids, self.level, self.scope, self.picture = document, ids, level, scope, picture
        self.notation = document.notation(MathmlNotation)
        self.prefix = f"{scope}-" if level > 1 else "step-"
        self.contents: list[tuple[str, str]] = []  # id and heading of each section
        self.found: list[str] = []  # the steps whose lines are on the page

    key = staticmethod(attribute)

    def say(self, says: Says | None) -> str:
        """A sentence."""
        return sentence(says, self.notation.name)

    def heading(self, text: str, below: int = 0) -> str:
        """A heading so many levels below that of the problem."""
        level = min(self.level + below, 6)
        return f"<h{level}>{text}</h{level}>"

    def write(self) -> str:
        """The problem as an <article>; what leads to it in front is left to the page."""
        document = self.document
        sections = [self.section(section) for section in document.sections]
        parts = [self.top(), *sections]
        if document.grid:
            parts.append(self.folding(Says("summary"), table(document.grid, self.notation), "summary"))
        parts += [self.answers(), self.closing()]
        return f'<article class="problem" data-scope="{self.scope}">{"".join(filter(None, parts))}</article>'

    # What comes first

    def top(self) -> str:
        """Title, statement, picture, what is given and what is asked."""
        document = self.document
        subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
        parts = [f"<header>{self.heading(escape(document.title))}{subtitle}</header>", *self.statement(), self.picture]
        given = "".join(self.given_row(row) for row in document.given)
        asked = ", ".join(math(self.notation.name(name).xml) for name in document.asked)
        inner = f'<ul class="given">{given}</ul>' if given else ""
        if asked:
            inner += f'<p class="wanted"><strong>{plain(Says("asked"))}</strong> {asked}</p>'
        if inner:
            parts.append(f'<section class="data">{self.heading(plain(Says("given")), 1) if given else ""}{inner}</section>')
        return "".join(parts)

    def statement(self) -> list[str]:
        """What an exam prints: sentences in one paragraph, tables between them."""
        parts: list[str] = []
        said: list[str] = []
        for item in [*self.document.statement, None]:
            if isinstance(item, Says):
                said.append(self.say(item))
                continue
            if said:
                parts.append(f'<p class="statement">{" ".join(said)}</p>')
                said = []
            if isinstance(item, Grid):
                parts.append(table(item, self.notation))
        return parts

    def given_row(self, row: list[tuple[str, Expr] | None]) -> str:
        items = [self.given_item(*item) if item else "<span>…</span>" for item in row]
        return f"<li>{' '.join(items)}</li>"

    def given_item(self, name: str, formula: Expr) -> str:
        body = self.equals(name, formula, "v given")
        place = f'id="{self.ids.of(self.prefix + name)}" data-line="{attribute(name)}"'
        return f'<span class="item" {place}>{body}</span>'

    def equals(self, name: str, formula: Expr, kind: str = "v") -> str:
        """A name and its value, which scrolls where it is a matrix."""
        step = attribute(name)
        head = math(self.notation.name(name).xml, f' data-step="{step}"')
        value = math(self.notation.write(formula).xml, f' class="{kind}" data-step="{step}"')
        value = f'<span class="body">{value}</span>' if isinstance(formula, Array | Numbers) else value
        return f'<span class="head">{head}</span> <span class="sign">=</span> {value}'

    # Sections

    def section(self, section: Part) -> str:
        return self.folding(section.title, "".join(map(self.block, section.blocks)), "section")

    def folding(self, title: Says, inner: str, kind: str) -> str:
        """A part of the page that folds."""
        place, said = self.ids.of(f"{self.prefix}{kind}"), self.say(title)
        self.contents.append((place, said))
        return f'<details open class="section" id="{place}"><summary>{self.heading(said, 1)}</summary>{inner}</details>'

    def block(self, block: Paragraphs) -> str:
        parts = [self.heading(self.say(block.title), 2)] if block.title else []
        if block.intro:
            parts.append(f"<p>{self.say(block.intro)}</p>")
        if block.rule:
            head = self.notation.head(block.rule.name)
            said = " ".join(cut(self.notation.write(block.rule.formula)))
            shown = math(head.xml, f' data-step="{attribute(block.rule.name)}"')
            parts.append(
                f'<p class="rule"><span class="head">{shown}</span><span class="side"><span class="sign">=</span>'
                f'<span class="body">{said}</span></span></p>'
            )
        for group in block.groups:
            parts.append(lines(group, self.notation, self.ids, self.prefix))
            self.found += [row.name for row in group if row and not row.found and row.plain[-1].role == "result"]
        if block.grid:
            parts.append(table(block.grid, self.notation))
        return f'<div class="block">{"".join(parts)}</div>'

    # The end

    def answers(self) -> str:
        found = [f"<li>{self.equals(name, formula)}</li>" for name, formula in self.document.answers]
        if not found:
            return ""
        return f'<section class="answers">{self.heading(plain(Says("answer")), 1)}<ul>{"".join(found)}</ul></section>'

    def closing(self) -> str:
        document = self.document
        notes = [" ".join(map(self.say, note)) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        notes.append(self.say(document.check))
        said = "".join(f"<p>{note}</p>" for note in notes if note)
        return f"<footer>{said}</footer>" if said else ""
