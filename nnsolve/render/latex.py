r"""LaTeX that compiles with ``article`` and ``amsmath`` alone; ``fragment`` leaves out the preamble, for ``\input``.

The source is ASCII: letters of other alphabets are commands. Where there are none, as for Devanagari, the source is
for LuaLaTeX or XeLaTeX, and says so. What users wrote is escaped.
"""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from ..formula.expr import Expr
from ..page.document import Document, build
from ..page.fonts import noto
from ..page.parts import Cell, Grid, Paragraphs, Row
from ..page.sentences import told
from ..page.tables import beside_each_other
from ..page.tex import escaped, in_ascii, width
from ..solution import Says, Solution
from .breaking_notation import apart
from .latex_notation import AFTER_COMMA, LatexNotation
from .paragraphs import Printer

_SIGNS = {"→": r"\to", "≈": r"\approx", "=": "="}
# Signs at which a long row is broken, the loosest first.
BREAKS = (
    (" = ", r" \lt ", r" \gt ", r" \le ", r" \ge "),
    (" + ", " - "),
    (r" \times ", r" \cdot ", r" \odot ", r" \star ", r" \ast ", r" \, "),
    (AFTER_COMMA,),
)
# The page, and a line that is read at a glance, in digits; rows of a table on one page.
ROOM, GLANCE, MOST_ROWS = 88, 72, 36
MOST_COLUMNS = 10  # of a matrix, as amsmath has it
MOST_LINES = 60  # of one display
PAPERS = {"a4": "a4paper", "letter": "letterpaper"}
PREAMBLE = r"""\documentclass[fleqn,10pt,%s]{article}
\usepackage{amsmath}
\setlength{\textwidth}{165mm}\setlength{\textheight}{235mm}
\setlength{\oddsidemargin}{0mm}\setlength{\topmargin}{-15mm}
\setlength{\mathindent}{0pt}\setlength{\parindent}{0pt}\setlength{\parskip}{4pt}
\allowdisplaybreaks[2]
\AtBeginDocument{\abovedisplayskip=5pt plus 3pt\belowdisplayskip=5pt plus 3pt}
\sloppy
"""
# For letters that only the newer programs set. One font writes them all.
FOREIGN = r"""%% Compile this with LuaLaTeX or XeLaTeX: pdfLaTeX cannot set some of its letters.
%% Any font that has them will do.
\usepackage{iftex}
\iftutex
  \usepackage{fontspec}
  \ifluatex\defaultfontfeatures{Renderer=HarfBuzz}\fi
  \newfontfamily\foreignfont{%s}[%s]
\else
  \PackageError{nnsolve}{Compile this page with LuaLaTeX or XeLaTeX}{pdfLaTeX cannot set some of its letters.}
\fi
\newcommand{\foreign}[1]{\ifmmode\text{\foreignfont #1}\else{\foreignfont #1}\fi}
"""
# Signs that come from Markdown's mathematics.
PROVIDED = r"\providecommand{\lt}{<}\providecommand{\gt}{>}" + "\n\n"


class _Notation(LatexNotation):
    """Formulas on a page that amsmath sets."""

    most_columns = MOST_COLUMNS


class _Side(NamedTuple):
    """A sign of a line and what stands behind it."""

    sign: str
    text: str


def _bolder(side: _Side) -> _Side:
    """A side in bold where it is plain digits and letters."""
    return side if "{" in side.text else side._replace(text=rf"\mathbf{{{side.text}}}")


class _Line(NamedTuple):
    """A line of a display: what stands before the first sign, the sides, the reason."""

    head: str
    sides: list[_Side]
    reason: str = ""


def _broken(sides: list[_Side], room: float) -> list[str]:
    """The sides in one row where that is short, else one a row, and a long one in several."""
    whole = " ".join(map(" ".join, sides))
    if width(whole) <= min(room, GLANCE):
        return [whole]
    rows: list[str] = []
    for side in sides:
        rows.append(f"{side.sign} ")
        for mark, part in apart(side.text, BREAKS, lambda piece: width(piece) > room - 6):
            if mark and width(rows[-1]) + width(part) + 3 > room:
                rows.append(r"\qquad {}")
            rows[-1] += mark + part
    return rows


def _placed(reason: str, head: float, widest: float, first: str) -> tuple[str, list[str]]:
    """A reason behind the first part of a line, or on lines below it: in its column, right behind it, or wrapped."""
    if not reason:
        return "", []
    need = width(reason) * 0.9 + 3
    if head + widest + need <= ROOM:
        return rf" &&\quad \text{{\small {reason}}}", []
    if head + width(first) + need <= ROOM:
        return rf"\text{{\rlap{{\quad\small {reason}}}}}", []
    wide = f"{max(ROOM - head - 4, 30) * 0.011:.2f}\\textwidth"
    return "", [rf"&\quad\text{{\rlap{{\parbox[t]{{{wide}}}{{\raggedright\small {reason}}}}}}}"]


class _Writer(Printer):
    """Prints one document."""

    def __init__(self, document: Document):
        super().__init__(document, _Notation)

    def say(self, says: Says | None) -> str:
        return told(says, escaped, self.inline)

    def title(self):
        document = self.document
        self.parts.append(rf"\section*{{{escaped(document.title)}}}")
        if document.subtitle:
            self.parts.append(escaped(document.subtitle))

    def write(self) -> list[str]:
        """What stands under the title, a paragraph an entry."""
        document = self.document
        self.statement()
        self.given()
        for number, section in enumerate(document.sections, 1):
            self.parts.append(rf"\subsection*{{{number}\quad {self.say(section.title)}}}")
            for block in section.blocks:
                self.block(block)
        if document.grid and document.grid.title:
            self.parts.append(rf"\subsection*{{{self.say(document.grid.title)}}}")
        self.table(document.grid)
        if document.answers:
            boxes = [rf"\fbox{{{self.equation(*answer)}}}" for answer in document.answers]
            self.parts.append(rf"\textbf{{{self.say(Says('page_answer'))}}}\quad " + r"\quad ".join(boxes))
        for note in document.closing(self.notation.elided):
            self.parts.append(rf"{{\small {self.paragraph(note)}\par}}")
        return self.parts

    def given(self):
        label: Says | None = Says("page_given")
        for row in self.document.given:
            self.labelled(label, list(map(self.item, row)))
            label = None
        if self.document.asked:
            self.labelled(Says("page_asked"), list(map(self.inline, self.document.asked)))

    def labelled(self, label: Says | None, items: list[str]):
        """Items behind a label, or behind the room of one."""
        head = rf"\makebox[4em][l]{{\textbf{{{self.say(label)}}}}}"
        self.parts.append(rf"\hangindent=4em {head}" + r"\quad ".join(items))

    def item(self, item: tuple[str, Expr] | None) -> str:
        """A given number, which stays on one line; dots for those that are left out."""
        return rf"\mbox{{{self.equation(*item)}}}" if item else r"\dots"

    def equation(self, name: str, formula: Expr) -> str:
        return f"${self.notation.name(name)} = {self.notation.write(formula)}$"

    def block(self, block: Paragraphs):
        if block.title:
            self.parts.append(rf"\textbf{{{self.say(block.title)}}}\nopagebreak")
        if block.intro:
            self.parts.append(self.say(block.intro) + r"\nopagebreak")
        if block.rule:
            side = _Side("=", self.notation.write(block.rule.formula))
            self.display([_Line(self.notation.head(block.rule.name), [side])])
        for group in block.groups:
            rows = list(map(self.row, group))
            for at in range(0, len(rows), MOST_LINES):
                self.display(rows[at : at + MOST_LINES])
        self.table(block.grid)
        if block.room:
            self.parts.append(rf"\vspace*{{{block.room}\baselineskip}}")

    def row(self, row: Row | None) -> _Line:
        """A line as it is written; dots for those that are left out."""
        if row is None:
            return _Line(r"\dots", [])
        sides = [_Side(_SIGNS[side.sign], side.text) for side in self.notation.sides(row)]
        if row.asked:
            sides[-1] = _bolder(sides[-1])
        label = rf"{row.label}\ " if row.number else ""
        return _Line(label + self.notation.head(row.name), sides, self.say(row.reason))

    def display(self, rows: list[_Line]):
        """Lines under one another, reasons in a column of their own where there is room for it."""
        head = max(width(row.head) for row in rows)
        laid = [_broken(row.sides, ROOM - head) for row in rows]
        widest = max(map(width, chain(*laid)))
        lines = []
        for row, (first, *others) in zip(rows, laid, strict=True):
            note, below = _placed(row.reason, head, widest, first)
            lines += [f"{row.head} &{first}{note}", *[f" &{part}" for part in others], *below]
        body = " \\\\\n".join(lines)
        self.parts.append(f"\\begin{{alignat*}}{{2}}\n{body}\n\\end{{alignat*}}")

    # Tables

    def table(self, grid: Grid | None):
        if grid is None:
            return
        titles, rows = list(map(self.say, grid.titles)), grid.written(self.cell)
        wide = list(map(_column_width, zip(titles, *rows, strict=True)))
        shapes = list(map(_shape, grid.wordy, wide))
        for columns in beside_each_other([int(min(each, ROOM / 2)) for each in wide], ROOM - 4):
            for first in range(0, max(len(rows), 1), MOST_ROWS):
                self.part(shapes, titles, rows[first : first + MOST_ROWS], columns)
        if grid.note:
            self.parts.append(self.say(grid.note))

    def part(self, shapes: list[str], titles: list[str], rows: list[list[str]], columns: list[int]):
        """Some columns and rows of a table, which fit on a page."""
        lines = [rf"\begin{{tabular}}{{@{{}}{''.join(_of(shapes, columns))}@{{}}}}", r"\hline"]
        lines.append(" & ".join(map(_bold, _of(titles, columns))) + r" \\ \hline")
        for row in rows:
            lines.append(" & ".join(_of(row, columns)) + r" \\")
        self.parts.append("\n".join([*lines, r"\hline", r"\end{tabular}"]))

    def cell(self, cell: Cell) -> str:
        return cell.written(self.say, _in_braces, self.shown)


def _in_braces(text: str) -> str:
    """The text of a cell, of which TeX reads no sign; an empty one stays so."""
    return f"{{{escaped(text)}}}" if text else ""


def _column_width(texts: tuple[str, ...]) -> float:
    """About how wide a column of a table is, in digits."""
    return max(width(text.replace("$", "")) for text in texts) + 1


def _shape(wordy: bool, wide: float) -> str:
    """How a column is set: words at the left, many of them in lines, and numbers at the right."""
    if not wordy:
        return "r"
    return r"p{0.5\textwidth}" if wide > ROOM / 2 else "l"


def _of(texts: list[str], columns: list[int]) -> list[str]:
    """Those of the texts that stand in these columns."""
    return [texts[k] for k in columns]


def _bold(text: str) -> str:
    return rf"\textbf{{{text}}}" if text else ""


def render(solution: Solution, full: bool = False, paper: str = "a4", fragment: bool = False, **options: object) -> str:
    r"""The page as LaTeX for ``paper`` ('a4' or 'letter'); ``fragment`` is what a document of yours can ``\input``."""
    return together([solution], full, paper, fragment)


def together(
    solutions: list[Solution], full: bool = False, paper: str = "a4", fragment: bool = False, **options: object
) -> str:
    """Several solutions as one document, each on a page of its own."""
    parts: list[str] = []
    for solution in solutions:
        if parts:
            parts.append(r"\clearpage")
        parts += _pages(build(solution, full))
    body = in_ascii("\n\n".join(parts).replace("\n\n\\begin{alignat", "\n\\begin{alignat") + "\n")
    foreign = _foreign(body)
    if foreign:
        body = r"\providecommand{\foreign}[1]{#1}" + "\n" + body
    body = PROVIDED + body
    if fragment:
        return body
    return f"{PREAMBLE % PAPERS[paper]}{foreign}\\begin{{document}}\n\n{body}\n\\end{{document}}\n"


def _foreign(body: str) -> str:
    """What letters need that only the newer programs set; '' where there are none."""
    if body.isascii():
        return ""
    font, script = noto([c for c in body if not c.isascii()])
    return FOREIGN % (font, script and f"Script={script}")


def _pages(document: Document) -> list[str]:
    """The paragraphs of one document; of a paper, those of its questions."""
    writer = _Writer(document)
    if not document.questions:
        writer.title()
        return writer.write()
    lines = [rf"{{\Large\bfseries {escaped(document.title)}}}", *map(escaped, document.lines)]
    writer.parts.append("\\begin{center}\n" + "\\\\[2pt]\n".join(f"{{{line}}}" for line in lines) + "\n\\end{center}")
    for question in document.questions:
        writer.parts.append(rf"\section*{{{writer.say(question.title)}}}")
        writer.parts.append(rf"\textbf{{{escaped(question.document.title)}}}")
        writer.parts += _Writer(question.document).write()
    return writer.parts
