r"""Markdown with $…$ mathematics, as GitHub shows it.

Display formulas stand between lines of ``$$`` with blank lines around, where no Markdown is read; what users wrote
is escaped.
"""

from __future__ import annotations

import re

from ..formula.expr import Expr, Num
from ..page.glyphs import grouped, one_line
from ..page.lines import Line, Page
from ..solution import Block, Ref, Says, Solution, Step, Table
from ..words import spoken
from .latex_notation import LatexNotation

_ESCAPED = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~$&@:])")


def escaped(text: str) -> str:
    """A user's text with nothing left that Markdown, HTML or mathematics would read."""
    return _ESCAPED.sub(r"\\\1", one_line(text))


class _Writer:
    def __init__(self, solution: Solution, full: bool):
        self.solution, self.full = solution, full
        self.page = Page(solution)
        self.notation = LatexNotation(solution.names, solution.layout == "compact", None if full else 12)
        self.brief = solution.detail == "brief"
        self.parts: list[str] = []

    def say(self, says: Says | None) -> str:
        return spoken(says, self.inline) if says else ""

    def inline(self, name: str) -> str:
        return f"${self.notation.name(name)}$"

    def write(self) -> str:
        solution = self.solution
        self.parts.append(f"# {escaped(solution.title or f'A problem of kind {solution.kind}')}")
        if solution.subtitle:
            self.parts.append(escaped(solution.subtitle))
        self.given()
        for section in solution.sections:
            self.parts.append(f"## {self.say(section.title)}")
            for block in section.blocks:
                self.block(block)
        if solution.table:
            self.table(solution.table)
        if solution.asked:
            answers = ", ".join(f"${self.equation(name)}$" for name in solution.asked)
            self.parts.append(f"**{self.say(Says('answer'))}:** {answers}")
        notes = self.page.notes(self.say)
        if self.notation.elided:
            notes.append(self.say(Says("note_elided")))
        self.parts += [note for note in [*notes, self.say(solution.check)] if note]
        return "\n\n".join(self.parts) + "\n"

    def equation(self, name: str) -> str:
        return f"{self.notation.name(name)} = {self.notation.write(self.page.shown[name])}"

    def given(self):
        rows = []
        for row in self.solution.given_rows:
            names = row if self.full or len(row) <= 24 else [*row[:6], "", row[-1]]
            rows.append(", ".join(f"${self.equation(name)}$" if name else "…" for name in names))
        if rows:
            self.parts.append("\n".join(f"- {row}" for row in rows))
        if self.solution.asked:
            self.parts.append(f"**{self.say(Says('asked'))}:** " + ", ".join(map(self.inline, self.solution.asked)))

    def block(self, block: Block):
        if block.title:
            self.parts.append(f"**{self.say(block.title)}**")
        if block.intro and not self.brief:
            self.parts.append(self.say(block.intro))
        goal = next((step for step in block.steps if step.name == block.goal), None)
        names = self.page.factors(block) if goal and not self.brief else []
        if names:
            self.chain(block, goal, names)
        else:
            self.display([row for step in block.steps for row in self.rows(step)])
        if block.table:
            self.table(block.table)

    def chain(self, block: Block, goal: Step, names: list[str]):
        """The chain rule in symbols, its factors one by one, their product, and what follows from it."""
        at = block.steps.index(goal)
        own = {step.name: step for step in block.steps[:at]}
        found = f"&& \\text{{{self.say(Says('found'))}}}"
        rows = [row for name, step in own.items() if name not in names for row in self.rows(step)]
        for name in names:
            rows += (
                self.rows(own[name]) if name in own else [f"{self.equation(name)} {found}".replace(" = ", " &= ", 1)]
            )
        self.display([f"{self.notation.head(goal.name)} &= {self.notation.write(goal.formula)}"])
        self.display(rows)
        self.display([row for step in block.steps[at:] for row in self.rows(step)])

    def display(self, rows: list[str]):
        if rows:
            body = " \\\\\n".join(rows)
            self.parts.append(f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")

    def rows(self, step: Step) -> list[str]:
        """The rows of one step: formula, numbers put in, result; the reason behind the first."""
        line = self.page.line(step)
        cells = self.cells(line)
        reason = "" if self.brief else spoken(step.reason, self._plain) if step.reason else ""
        note = rf" && \text{{{_text(reason)}}}" if reason else ""
        head = self.notation.head(step.name)
        if sum(len(text) for _, text in cells) < 80:
            joined = " ".join(f"{'&' if k == 0 else ''}{sign} {text}" for k, (sign, text) in enumerate(cells))
            return [f"{head} {joined}{note}"]
        return [
            f"{head if k == 0 else ''} &{sign} {text}{note if k == 0 else ''}" for k, (sign, text) in enumerate(cells)
        ]

    def cells(self, line: Line) -> list[tuple[str, str]]:
        cells = [("=", self.notation.write(line.formula))]
        if line.substitution:
            cells.append(("=", self.notation.write(line.formula, self.page.shown)))
        if line.chosen:
            cells.append(("=", self.notation.write(line.chosen, self.page.shown)))
        if line.before:
            cells += [("=", self.notation.write(Num(line.before, 0.0))), (r"\to", self.notation.write(line.result))]
        elif line.relation:
            sign = "=" if line.relation == "=" else r"\approx"
            cells.append((sign, self.notation.write(line.result)))
        return [cell for k, cell in enumerate(cells) if k == 0 or cell[1] != cells[k - 1][1]]

    def _plain(self, name: str) -> str:
        """A name inside a sentence that already stands in mathematics."""
        return f"\ue000{self.notation.name(name)}\ue001"

    def table(self, table: Table):
        header = [self.say(title).replace("\n", " ") or " " for title in table.titles()]
        rows = [[self.cell(cell) for cell in row] for row in table.shown(self.full)]
        rows = [row + [""] * (len(header) - len(row)) for row in rows]
        lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
        self.parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        if table.note:
            self.parts.append(self.say(table.note))

    def cell(self, cell) -> str:
        if isinstance(cell, Ref):
            value = cell.of(self.solution.values)
            if isinstance(value, int) and self.solution.layout == "compact":
                return grouped(value)
            return f"${self.notation.write(self.page.cell(cell))}$"
        if isinstance(cell, Says):
            return self.say(cell)
        if isinstance(cell, Expr):
            return f"${self.notation.write(cell)}$"
        if isinstance(cell, str):
            return escaped(cell)
        return grouped(cell) if isinstance(cell, int) else f"${self.notation.write(self.page.shown.of(cell))}$"


def _text(sentence: str) -> str:
    """A sentence for \\text{…}; names in it return to mathematics."""
    parts = re.split("[\ue000\ue001]", sentence)
    marks = "#%&_{}"
    plain = ["".join(f"\\{c}" if c in marks else c for c in part) for part in parts[::2]]
    names = [f"}} {part} \\text{{" for part in parts[1::2]]
    return "".join(a + b for a, b in zip(plain, [*names, ""], strict=False))


def render(solution: Solution, full: bool = False, **options) -> str:
    """The page as Markdown; ``full`` writes long sums out. Other page options do not change it."""
    if not solution.parts:
        return _Writer(solution, full).write()
    pages = [f"# {escaped(solution.title)}", *map(escaped, solution.lines)]
    for part in solution.parts:
        pages += [f"# {spoken(part.title, str)}", _Writer(part.solution, full).write().replace("# ", "## ", 1).rstrip()]
    return "\n\n".join(pages) + "\n"
