"""One self-contained HTML file: mathematics as MathML, sections that fold, numbers that show where they come from."""

from __future__ import annotations

from html import escape

from ..formula.expr import Numbers
from ..page.document import Document, build
from ..pictures import picture
from ..solution import Solution
from .hypertext.shell import contents, shell, tools
from .hypertext.tags import Ids, plain
from .hypertext.writer import Writer
from .json import number

# A page of so many sections has a table of contents.
MANY = 6
# A matrix of more entries is not typed in for practice.
MOST_TYPED = 36


class _Page:
    """What all problems of one file share: ids, links, and the values that practice compares with."""

    def __init__(self):
        self.ids = Ids()
        self.links: list[tuple[str, str]] = []
        self.values: dict[str, dict] = {}

    def problem(self, document: Document, level: int) -> str:
        """A problem, or a paper with its questions."""
        if document.questions:
            return self.paper(document)
        scope = f"p{len(self.values) + 1}"
        writer = Writer(document, self.ids, level, scope, drawn(document.solution, scope))
        text = writer.write()
        if level < 3:
            self.links += writer.contents
        self.values[scope] = {writer.key(name): value for name in writer.found if (value := typed(document, name)) is not None}
        return text

    def paper(self, document: Document) -> str:
        parts = [f"<header><h1>{escape(document.title)}</h1>{''.join(f'<p>{escape(line)}</p>' for line in document.lines)}</header>"]
        for k, question in enumerate(document.questions, 1):
            place, said = self.ids.of(f"question-{k}"), plain(question.title)
            self.links.append((place, said))
            inner = self.problem(question.document, 3)
            parts.append(f'<section class="question" id="{place}"><h2>{said}</h2>{inner}</section>')
        return "".join(parts)


def drawn(solution: Solution, prefix: str) -> str:
    """The picture of a problem, or nothing."""
    found = picture(solution, prefix=f"{prefix}-")
    return f'<figure class="scroll">{found.svg}</figure>' if found else ""


def typed(document: Document, name: str):
    """The value of a step as practice compares it: a number or a list of them; None where there is nothing to type."""
    shown = document.page.shown[name]
    if isinstance(shown, Numbers):
        return None
    value = number(document.values.get(name))
    flat = [entry for row in value for entry in (row if isinstance(row, list) else [row])] if isinstance(value, list) else [value]
    usable = all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in flat)
    return value if usable and len(flat) <= MOST_TYPED else None


def render(solution: Solution, full: bool = False, ascii: bool = False, **options) -> str:
    """The page; ``full`` leaves nothing out, ``ascii`` writes other letters as references."""
    return render_all([solution], full, ascii)


def render_all(solutions: list[Solution], full: bool = False, ascii: bool = False) -> str:
    """One page with all problems of a file."""
    page, documents = _Page(), [build(solution, full) for solution in solutions]
    body = "".join(page.problem(document, 1) for document in documents)
    links = contents(page.links) if len(page.links) >= MANY or any(document.questions for document in documents) else ""
    values = {scope: values for scope, values in page.values.items() if values}
    text = shell(documents[0].title, f"<main>{tools()}{links}{body}</main>", data={"problems": values})
    return text.encode("ascii", "xmlcharrefreplace").decode() if ascii else text
