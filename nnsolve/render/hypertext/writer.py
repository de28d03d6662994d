"""A document as the body of a page: what is given, sections that fold, answers, notes."""

from __future__ import annotations

from html import escape

from ...formula.arrays import Array, Numbers
from ...formula.expr import Expr
from ...names import Name
from ...page.document import Document
from ...page.parts import Grid, Paragraphs, Part, Rule
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
        self.found: list[Name] = []  # the steps whose lines are on the page

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
        inner = ""
        if document.given:
            rows = "".join(map(self.given_row, document.given))
            inner = f'{self.heading(plain(Says("page_given")), 1)}<ul class="given">{rows}</ul>'
        if document.asked:
            asked = [math(self.notation.name(name).xml) for name in document.asked]
            inner += f'<p class="wanted"><strong>{plain(Says("page_asked"))}</strong> {", ".join(asked)}</p>'
        if inner:
            parts.append(f'<section class="data">{inner}</section>')
        return "".join(parts)

    def statement(self) -> list[str]:
        """What an exam prints: sentences in one paragraph, tables between them."""
        parts: list[str] = []
        for item in self.document.statement:
            if isinstance(item, Grid):
                parts.append(table(item, self.notation))
            else:
                parts.append(f'<p class="statement">{self.paragraph(item)}</p>')
        return parts

    def paragraph(self, sentences: list[Says]) -> str:
        return " ".join(map(self.say, sentences))

    def given_row(self, row: list[tuple[str, Expr] | None]) -> str:
        return f"\n<li>{' '.join(map(self.given_item, row))}</li>"

    def given_item(self, item: tuple[str, Expr] | None) -> str:
        """A given number; dots for those that are left out."""
        if item is None:
            return "<span>…</span>"
        name, formula = item
        body = self.equals(name, formula, "v given")
        place = f'id="{self.ids.of(f"{self.prefix}{name}")}" data-line="{attribute(name)}"'
        return f'<span class="item" {place}>{body}</span>'

    def equals(self, name: str, formula: Expr, kind: str = "v", boxed: bool = False) -> str:
        """A name and its value, which scrolls where it is a matrix; ``boxed`` in a frame."""
        head = math(self.notation.name(name).xml)
        value = math(self.notation.write(formula).xml, f' class="{kind}" data-step="{attribute(name)}"')
        if isinstance(formula, Array | Numbers):
            value = f'<span class="body">{value}</span>'
        if boxed:
            value = f'<span class="box">{value}</span>'
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
        parts: list[str] = []
        if block.title:
            parts.append(self.heading(self.say(block.title), 2))
        if block.intro:
            parts.append(f"<p>{self.say(block.intro)}</p>")
        if block.rule:
            parts.append(self.rule(block.rule))
        for group in block.groups:
            parts.append(lines(group, self.notation, self.ids, self.prefix))
            self.found += [row.name for row in group if row and row.is_result]
        if block.grid:
            parts.append(table(block.grid, self.notation))
        if block.room:
            parts.append(f'<div class="room" style="height:{block.room * 1.6:.1f}em"></div>')
        return f'\n<div class="block">{"".join(parts)}</div>'

    def rule(self, rule: Rule) -> str:
        """A formula that is stated before its factors are computed."""
        head, formula = self.notation.head(rule.name), cut(self.notation.write(rule.formula))
        side = f'<span class="side"><span class="sign">=</span><span class="body">{formula}</span></span>'
        return f'<p class="rule"><span class="head">{math(head.xml)}</span>{side}</p>'

    # The end

    def answers(self) -> str:
        found = [f"<li>{self.equals(name, formula, boxed=True)}</li>" for name, formula in self.document.answers]
        if not found:
            return ""
        heading = self.heading(plain(Says("page_answer")), 1)
        return f'\n<section class="answers">{heading}<ul>{"".join(found)}</ul></section>'

    def closing(self) -> str:
        notes = [f"<p>{self.paragraph(note)}</p>" for note in self.document.closing(self.notation.elided)]
        return f"\n<footer>{''.join(notes)}</footer>" if notes else ""
