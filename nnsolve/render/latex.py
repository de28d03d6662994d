r"""LaTeX that compiles with ``article`` and ``amsmath`` alone; ``fragment`` leaves out the preamble, for ``\input``.

The source is ASCII: letters of other alphabets are commands. Where there are none, as for Devanagari, the source is
for LuaLaTeX or XeLaTeX, and says so. What users wrote is escaped.
"""

from __future__ import annotations

from ..formula.expr import Expr
from ..formula.marks import Mark
from ..page.document import Cell, Document, Grid, Paragraphs, Row, build
from ..page.fonts import noto
from ..page.sentences import Named, pieces
from ..page.tables import beside_each_other
from ..page.tex import escaped, in_ascii, width
from ..solution import Says, Solution
from .breaking_notation import apart
from .latex_notation import AFTER_COMMA, LatexNotation

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


def _placed(reason: str, head: float, widest: float, first: float) -> tuple[str, list[str]]:
    """A reason behind the first part of a line, or on lines below it: in its column, right behind it, or wrapped."""
    need = width(reason) * 0.9 + 3
    if head + widest + need <= ROOM:
        return rf" &&\quad \text{{\small {reason}}}", []
    if head + first + need <= ROOM:
        return rf"\text{{\rlap{{\quad\small {reason}}}}}", []
    wide = f"{max(ROOM - head - 4, 30) * 0.011:.2f}\\textwidth"
    return "", [rf"&\quad\text{{\rlap{{\parbox[t]{{{wide}}}{{\raggedright\small {reason}}}}}}}"]


class _Writer:
    """Prints one document."""

    def __init__(self, document: Document):
        self.document = document
        self.notation = document.notation(LatexNotation)
        self.notation.most_columns = MOST_COLUMNS
        self.parts: list[str] = []

    def say(self, says: Says | None) -> str:
        return "".join(
            f"${self.notation.name(part.name)}$" if isinstance(part, Named) else escaped(part) for part in pieces(says)
        )

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
            boxes = [rf"\fbox{{${self.equation(name, formula)}$}}" for name, formula in document.answers]
            self.parts.append(rf"\textbf{{{self.say(Says('answer'))}}}\quad " + r"\quad ".join(boxes))
        self.parts += [rf"{{\small {note}\par}}" for note in self.notes()]
        return self.parts

    def notes(self) -> list[str]:
        """What stands below: the notes, whether terms were left out, and the check."""
        document = self.document
        notes = [" ".join(map(self.say, note)) for note in document.notes]
        if document.elided or self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        if document.check:
            notes.append(self.say(document.check))
        return notes

    def statement(self):
        """What an exam would print: sentences in one paragraph, tables between them."""
        sentences: list[str] = []
        for item in [*self.document.statement, None]:
            if isinstance(item, Says):
                sentences.append(self.say(item))
                continue
            self.parts += [" ".join(sentences)] if sentences else []
            sentences = []
            self.table(item)

    def given(self):
        rows = [
            [rf"\mbox{{${self.equation(*item)}$}}" if item else r"\dots" for item in row] for row in self.document.given
        ]
        labels = [Says("given")] + [None] * len(rows)
        if self.document.asked:
            rows.append([f"${self.notation.name(name)}$" for name in self.document.asked])
            labels[len(rows) - 1] = Says("asked")
        for label, items in zip(labels, rows, strict=False):
            head = rf"\makebox[4em][l]{{\textbf{{{self.say(label)}}}}}"
            self.parts.append(rf"\hangindent=4em {head}" + r"\quad ".join(items))

    def equation(self, name: str, formula: Expr) -> str:
        return f"{self.notation.name(name)} = {self.notation.write(formula)}"

    def block(self, block: Paragraphs):
        if block.title:
            self.parts.append(rf"\textbf{{{self.say(block.title)}}}\nopagebreak")
        if block.intro:
            self.parts.append(self.say(block.intro) + r"\nopagebreak")
        if block.rule:
            self.display([(self.notation.head(block.rule.name), [("=", self.notation.write(block.rule.formula))], "")])
        for group in block.groups:
            rows = [self.row(row) if row else (r"\dots", [], "") for row in group]
            for at in range(0, len(rows), MOST_LINES):
                self.display(rows[at : at + MOST_LINES])
        self.table(block.grid)
        self.parts += [rf"\vspace*{{{block.room}\baselineskip}}"] if block.room else []

    def row(self, row: Row) -> tuple[str, list[tuple[str, str]], str]:
        """What stands before the first sign, the sides, the reason."""
        found = self.notation.labels
        self.notation.labels = row.labels
        sides = [(_SIGNS[sign], text) for sign, text, _ in row.sides(self.notation.write)]
        self.notation.labels = found
        label = rf"{row.label}\ " if row.number else ""
        if row.asked and sides:
            sides[-1] = (sides[-1][0], rf"\mathbf{{{sides[-1][1]}}}" if "{" not in sides[-1][1] else sides[-1][1])
        return label + self.notation.head(row.name), sides, self.say(row.reason)

    def display(self, rows: list[tuple[str, list[tuple[str, str]], str]]):
        """Lines under one another, reasons in a column of their own where there is room for it."""
        head = max(width(head) for head, _, _ in rows)
        laid = [(left, self.broken(sides, ROOM - head) or [""], reason) for left, sides, reason in rows]
        widest = max(width(part) for _, parts, _ in laid for part in parts)
        lines = []
        for left, (first, *others), reason in laid:
            note, below = _placed(reason, head, widest, width(first)) if reason else ("", [])
            lines += [f"{left} &{first}{note}", *[f" &{part}" for part in others], *below]
        body = " \\\\\n".join(lines)
        self.parts.append(f"\\begin{{alignat*}}{{2}}\n{body}\n\\end{{alignat*}}")

    def broken(self, sides: list[tuple[str, str]], room: float) -> list[str]:
        """The sides in one row where that is short, else one a row, and a long one in several."""
        whole = " ".join(f"{sign} {text}" for sign, text in sides)
        if width(whole) <= min(room, GLANCE):
            return [whole] if sides else []
        rows = []
        for sign, text in sides:
            rows.append(f"{sign} ")
            for mark, part in apart(text, BREAKS, lambda piece: width(piece) > room - 6):
                if mark and width(rows[-1]) + width(part) + 3 > room:
                    rows.append(r"\qquad {}")
                rows[-1] += mark + part
        return rows

    # Tables

    def table(self, grid: Grid | None):
        if grid is None:
            return
        cells = [[self.say(title) for title in grid.titles], *grid.written(self.cell)]
        wide = [max(width(text.replace("$", "")) for text in column) + 1 for column in zip(*cells, strict=True)]
        for columns in beside_each_other([int(min(each, ROOM / 2)) for each in wide], ROOM - 4):
            for first in range(1, max(len(cells), 2), MOST_ROWS):
                self.part(grid, cells[0], cells[first : first + MOST_ROWS], columns, wide)
        if grid.note:
            self.parts.append(self.say(grid.note))

    def part(self, grid: Grid, titles: list[str], rows: list[list[str]], columns: list[int], wide: list[float]):
        """Some columns and rows of a table, which fit on a page."""
        shape = "".join(
            r"p{0.5\textwidth}" if wide[k] > ROOM / 2 and grid.wordy[k] else "l" if grid.wordy[k] else "r"
            for k in columns
        )
        lines = [rf"\begin{{tabular}}{{@{{}}{shape}@{{}}}}", r"\hline"]
        lines.append(" & ".join(rf"\textbf{{{titles[k]}}}" if titles[k] else "" for k in columns) + r" \\ \hline")
        lines += [" & ".join(row[k] for k in columns) + r" \\" for row in rows]
        self.parts.append("\n".join([*lines, r"\hline", r"\end{tabular}"]))

    def cell(self, cell: Cell) -> str:
        content = cell.content
        if isinstance(content, Says):
            return self.say(content)
        if isinstance(content, str):
            return f"{{{escaped(content)}}}" if content else ""
        return f"${self.notation.of_mark(content) if isinstance(content, Mark) else self.notation.write(content)}$"


def render(solution: Solution, full: bool = False, paper: str = "a4", fragment: bool = False, **options: object) -> str:
    r"""The page as LaTeX for ``paper`` ('a4' or 'letter'); ``fragment`` is what a document of yours can ``\input``."""
    return together([solution], full, paper, fragment)


def together(
    solutions: list[Solution], full: bool = False, paper: str = "a4", fragment: bool = False, **options: object
) -> str:
    """Several solutions as one document, each on a page of its own."""
    parts: list[str] = []
    for k, solution in enumerate(solutions):
        parts += [r"\clearpage"] if k else []
        parts += _pages(build(solution, full))
    body = in_ascii("\n\n".join(parts).replace("\n\n\\begin{alignat", "\n\\begin{alignat") + "\n")
    foreign = ""
    if not body.isascii():
        font, script = noto([c for c in body if not c.isascii()])
        foreign = FOREIGN % (font, script and f"Script={script}")
    body = PROVIDED + (r"\providecommand{\foreign}[1]{#1}" + "\n" if foreign else "") + body
    if fragment:
        return body
    return f"{PREAMBLE % PAPERS[paper]}{foreign}\\begin{{document}}\n\n{body}\n\\end{{document}}\n"


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
