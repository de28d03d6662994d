"""One self-contained HTML file: mathematics as MathML, sections that fold, numbers that show where they come from."""

from __future__ import annotations

from html import escape
from itertools import chain, count

from ..formula.arrays import Numbers
from ..names import Name
from ..page.document import Document, build
from ..page.parts import Question
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

    def __init__(self) -> None:
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
        self.values[scope] = {}
        for name in writer.found:
            value = typed(document, name)
            if value is not None:
                self.values[scope][writer.key(name)] = value
        return writer.header(), text

    def whole(self, document: Document, level: int = 1) -> tuple[str, str]:
        """The heading of a problem or of a paper, and what stands below it."""
        if not document.questions:
            return self.problem(document, level)
        lines = [f"<p>{escape(line)}</p>" for line in document.lines]
        parts = list(map(self.question, document.questions, count(1)))
        return f"<header><h1>{escape(document.title)}</h1>{''.join(lines)}</header>", "".join(parts)

    def question(self, question: Question, number: int) -> str:
        """A question of a paper."""
        place, said = self.ids.of(f"question-{number}"), plain(question.title)
        self.links.append((place, said))
        inner = "".join(self.problem(question.document, 3))
        return f'<section class="question" id="{place}"><h2>{said}</h2>{inner}</section>'


def drawn(solution: Solution, prefix: str) -> str:
    """The pictures of a problem, or nothing."""
    figures = []
    for found in illustrations(solution, prefix=f"{prefix}-"):
        figures.append(f'<figure class="scroll" style="--wide:{found.width:.0f}px">{found.svg}</figure>')
    return "".join(figures)


def typed(document: Document, name: Name) -> float | list | None:
    """The value of a step as practice compares it: a number or a list of them; None where there is nothing to type."""
    shown = document.page.shown[name]
    if isinstance(shown, Numbers):
        return None
    value = number(document.values.get(name))
    entries = _flat(value)
    usable = len(entries) <= MOST_TYPED and all(map(_is_number, entries))
    return value if usable else None


def _is_number(entry: object) -> bool:
    return isinstance(entry, int | float) and not isinstance(entry, bool)


def _flat(value: object) -> list:
    """The entries of a matrix, or a number alone."""
    if not isinstance(value, list):
        return [value]
    return list(chain(*map(_flat, value)))


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
    long = len(page.links) >= MANY or any(document.questions for document in documents)
    links = contents(page.links) if long else ""
    values = {scope: values for scope, values in page.values.items() if values}
    whole = f"<main>{front}{header}{tools()}{links}{body}</main>"
    return shell(documents[0].title, whole, styles, {"problems": values}, ascii=ascii)
