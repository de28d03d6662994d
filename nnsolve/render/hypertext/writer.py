"""A document as the body of a page: what is given, sections that fold, answers, notes."""

from __future__ import annotations

from html import escape

from ...formula.arrays import Array, Numbers
from ...formula.expr import Expr
from ...page.document import Document, Grid, Paragraphs, Part
from ...solution import Says
from ..mathml_notation import MathmlNotation, attribute
from .formulas import cut, math
from .lines import lines
from .tables import table
from .tags import Ids, plain, sentence

# Of a problem with more lines the browser sets only what is looked at.
LARGE = 400


class Writer:
    """Writes one problem; ``level`` is that of its heading, ``scope`` the name of the problem on the page."""

    def __init__(self, document: Document, ids: Ids, level: int = 1, scope: str = "p", picture: str = ""):
        self.document, self.ids, self.level, self.scope, self.picture = document, ids, level, scope, picture
        self.notation = document.notation(MathmlNotation)
        self.prefix = f"{scope}-" if level > 2 else "step-"
        self.contents: list[tuple[str, str]] = []  # id and heading of each section
        self.found: list[str] = []  # the steps whose lines are on the page

    key = staticmethod(attribute)

    def say(self, says: Says | None) -> str:
        """A sentence."""
        return sentence(says, self.notation)

    def heading(self, text: str, below: int = 0) -> str:
        """A heading so many levels below that of the problem."""
        level = min(self.level + below, 6)
        return f"<h{level}>{text}</h{level}>"

    def write(self) -> str:
        """The problem below its heading, as an <article>."""
        document = self.document
        sections = [self.section(section) for section in document.sections]
        parts = [self.top(), *sections]
        parts += [self.summary(), self.answers(), self.closing()]
        large = " large" * (len(self.found) > LARGE)
        return f'<article class="problem{large}" data-scope="{self.scope}">{"".join(filter(None, parts))}</article>'

    # What comes first

    def header(self) -> str:
        """Title and subtitle."""
        document = self.document
        subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
        return f"<header>{self.heading(escape(document.title))}{subtitle}</header>"

    def top(self) -> str:
        """Statement, picture, what is given and what is asked."""
        document = self.document
        parts = [*self.statement(), self.picture]
        given = "".join(self.given_row(row) for row in document.given)
        asked = ", ".join(math(self.notation.name(name).xml) for name in document.asked)
        inner = f'<ul class="given">{given}</ul>' if given else ""
        if asked:
            inner += f'<p class="wanted"><strong>{plain(Says("asked"))}</strong> {asked}</p>'
        if inner:
            heading = self.heading(plain(Says("given")), 1) if given else ""
            parts.append(f'<section class="data">{heading}{inner}</section>')
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
        return f"\n<li>{' '.join(items)}</li>"

    def given_item(self, name: str, formula: Expr) -> str:
        body = self.equals(name, formula, "v given")
        place = f'id="{self.ids.of(f"{self.prefix}{name}")}" data-line="{attribute(name)}"'
        return f'<span class="item" {place}>{body}</span>'

    def equals(self, name: str, formula: Expr, kind: str = "v", boxed: bool = False) -> str:
        """A name and its value, which scrolls where it is a matrix; ``boxed`` in a frame."""
        step = attribute(name)
        head = math(self.notation.name(name).xml)
        value = math(self.notation.write(formula).xml, f' class="{kind}" data-step="{step}"')
        value = f'<span class="body">{value}</span>' if isinstance(formula, Array | Numbers) else value
        value = f'<span class="box">{value}</span>' if boxed else value
        return f'<span class="head">{head}</span> <span class="sign">=</span> {value}'

    # Sections

    def section(self, section: Part) -> str:
        return self.folding(section.title, "".join(map(self.block, section.blocks)), "section")

    def folding(self, title: Says, inner: str, kind: str) -> str:
        """A part of the page that folds."""
        place, said = self.ids.of(f"{self.prefix}{kind}"), self.say(title)
        self.contents.append((place, said))
        summary = f"<summary>{self.heading(said, 1)}</summary>"
        return f'\n<details open class="section" id="{place}">{summary}{inner}</details>'

    def summary(self) -> str:
        """The table at the end, below its title."""
        grid = self.document.grid
        if grid is None:
            return ""
        shown = table(grid, self.notation)
        return self.folding(grid.title, shown, "summary") if grid.title else shown

    def block(self, block: Paragraphs) -> str:
        parts = [self.heading(self.say(block.title), 2)] if block.title else []
        if block.intro:
            parts.append(f"<p>{self.say(block.intro)}</p>")
        if block.rule:
            head = self.notation.head(block.rule.name)
            said = cut(self.notation.write(block.rule.formula))
            side = f'<span class="side"><span class="sign">=</span><span class="body">{said}</span></span>'
            parts.append(f'<p class="rule"><span class="head">{math(head.xml)}</span>{side}</p>')
        for group in block.groups:
            parts.append(lines(group, self.notation, self.ids, self.prefix))
            self.found += [row.name for row in group if row and not row.found and row.plain[-1].role == "result"]
        if block.grid:
            parts.append(table(block.grid, self.notation))
        if block.room:
            parts.append(f'<div class="room" style="height:{block.room * 1.6:.1f}em"></div>')
        return f'\n<div class="block">{"".join(parts)}</div>'

    # The end

    def answers(self) -> str:
        found = [f"<li>{self.equals(name, formula, boxed=True)}</li>" for name, formula in self.document.answers]
        if not found:
            return ""
        return f'\n<section class="answers">{self.heading(plain(Says("answer")), 1)}<ul>{"".join(found)}</ul></section>'

    def closing(self) -> str:
        document = self.document
        notes = [" ".join(map(self.say, note)) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        notes.append(self.say(document.check))
        said = "".join(f"<p>{note}</p>" for note in notes if note)
        return f"\n<footer>{said}</footer>" if said else ""
