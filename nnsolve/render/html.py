"""One self-contained HTML file: mathematics as MathML, sections that fold, numbers that show where they come from."""

from __future__ import annotations

from html import escape

from ..formula.arrays import Numbers
from ..page.document import Document, build
from ..pictures import illustrations
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

    def problem(self, document: Document, level: int) -> tuple[str, str]:
        """The heading of a problem, and what stands below it."""
        scope = f"p{len(self.values) + 1}"
        writer = Writer(document, self.ids, level, scope, drawn(document.solution, scope))
        text = writer.write()
        if level < 3:
            self.links += writer.contents
        self.values[scope] = {
            writer.key(name): value for name in writer.found if (value := typed(document, name)) is not None
        }
        return writer.header(), text

    def whole(self, document: Document, level: int = 1) -> tuple[str, str]:
        """The heading of a problem or of a paper, and what stands below it."""
        if not document.questions:
            return self.problem(document, level)
        lines = "".join(f"<p>{escape(line)}</p>" for line in document.lines)
        parts = []
        for k, question in enumerate(document.questions, 1):
            place, said = self.ids.of(f"question-{k}"), plain(question.title)
            self.links.append((place, said))
            inner = "".join(self.problem(question.document, 3))
            parts.append(f'<section class="question" id="{place}"><h2>{said}</h2>{inner}</section>')
        return f"<header><h1>{escape(document.title)}</h1>{lines}</header>", "".join(parts)


def drawn(solution: Solution, prefix: str) -> str:
    """The pictures of a problem, or nothing."""
    return "".join(
        f'<figure class="scroll" style="--wide:{found.width:.0f}px">{found.svg}</figure>'
        for found in illustrations(solution, prefix=f"{prefix}-")
    )


def typed(document: Document, name: str):
    """The value of a step as practice compares it: a number or a list of them; None where there is nothing to type."""
    shown = document.page.shown[name]
    if isinstance(shown, Numbers):
        return None
    value = number(document.values.get(name))
    entries = _flat(value)
    usable = all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in entries)
    return value if usable and len(entries) <= MOST_TYPED else None


def _flat(value: object) -> list:
    return [entry for part in value for entry in _flat(part)] if isinstance(value, list) else [value]


def render(solution: Solution, full: bool = False, ascii: bool = False, **options: object) -> str:
    """The page; ``full`` leaves nothing out, ``ascii`` writes other letters as references."""
    return together([solution], full, ascii)


def together(
    solutions: list[Solution],
    full: bool = False,
    ascii: bool = False,
    front: str = "",
    styles: tuple[str, ...] = ("page.css",),
    **options: object,
) -> str:
    """One page with all problems of a file; ``front`` is HTML above them, ``styles`` what it needs.

    Options of other formats do not change it.
    """
    page, documents = _Page(), [build(solution, full) for solution in solutions]
    (header, body), *others = [page.whole(document, 2 if front else 1) for document in documents]
    body += "".join(map("".join, others))
    links = contents(page.links) if len(page.links) >= MANY or any(document.questions for document in documents) else ""
    values = {scope: values for scope, values in page.values.items() if values}
    whole = f"<main>{front}{header}{tools()}{links}{body}</main>"
    return shell(documents[0].title, whole, styles, {"problems": values}, ascii=ascii)
