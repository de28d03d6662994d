"""The solution as JSON: the contract for programs. Names are canonical, values at full precision."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ..formula.expr import Blank, Expr, Relation, Symbol, symbols
from ..formula.numbers import DOUBLES, is_array, unsigned
from ..names import Name
from ..page.glyphs import one_line
from ..page.lines import Page
from ..solution import Ref, Says, Solution, Statement, Table
from ..words import spoken
from .text_notation import TextNotation

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np

    from ..solution import Section, Step

# 2 since iterations are spelt x@3; in 1 they were x_3.
SCHEMA = 2
# The value of a larger matrix (a picture) is null: a million numbers help no reader.
MOST_ENTRIES = 100_000
# A matrix of more rows stands in one line.
MOST_ROWS = 24
_PLACE = re.compile('"\\\\u0000([0-9]+)"')


def document(solution: Solution) -> dict:
    """The solution as plain data, ready for ``json.dumps``."""
    if solution.parts:
        questions = [document(part.solution) for part in solution.parts]
        return {"schema": SCHEMA, "kind": solution.kind, "title": one_line(solution.title), "questions": questions}
    return _Writer(solution).document()


class _Writer:
    """Writes a solution as plain data."""

    def __init__(self, solution: Solution):
        self.solution, self.page = solution, Page(solution)
        self.notation = TextNotation(solution.names, solution.layout == "compact", None, False, False)
        self.notation.dotted = solution.layout == "dotted"

    def document(self) -> dict:
        solution = self.solution
        return {
            "schema": SCHEMA,
            "kind": solution.kind,
            "title": one_line(solution.title),
            "given": {name: _given(solution, name) for name in solution.given},
            "sections": [self.section(each) for each in solution.sections],
            "answers": {name: number(value) for name, value in solution.answers.items()},
            "table": self.rows(solution.table) if solution.table else [],
            "notes": [self.say(note) for note in solution.remarks],
            "check": self.say(solution.check),
        }

    def say(self, says: Says | None) -> str:
        return spoken(says, self.notation.name) if says else ""

    def section(self, section: Section) -> dict:
        tables = [self.rows(block.table) for block in section.blocks if block.table]
        plain = {"title": self.say(section.title), "steps": [self.step(each) for each in section.steps]}
        return plain | ({"tables": tables} if tables else {})

    def step(self, step: Step) -> dict:
        line = self.page.line(step)
        plain = isinstance(step, Statement) or self.solution.symbolic or step.shows == "names"
        used = next(symbols(step.formula), None) and not plain
        return {
            "name": step.name,
            "symbol": self.notation.name(step.name),
            "formula": self.notation.write(step.formula),
            "substitution": self.notation.write(step.formula, self.page.shown) if used else "",
            "value": number(self.solution.values.get(step.name)),
            "printed": self.notation.write(line.result),
            "exact": line.relation != "≈",
            "reason": self.say(step.reason),
            "uses": list(dict.fromkeys(symbols(step.formula))),
        }

    def rows(self, table: Table) -> list[dict]:
        keys = _keys(table)
        return [dict(zip(keys, map(self.cell, row), strict=False)) for row in table.rows]

    def cell(self, cell: Ref | Says | Expr | float | Decimal | Fraction | str | None):
        if isinstance(cell, Ref):
            return number(cell.of(self.solution.values))
        if isinstance(cell, Expr):
            return self.formula(cell)
        if isinstance(cell, Says):
            return cell.args["name"] if cell.key == "name" else self.say(cell)
        return number(cell)

    def formula(self, formula: Expr):
        """A formula with names, or one that is stated, as text; any other as its number, null where left blank."""
        if isinstance(formula, Relation) or next(symbols(formula), None):
            return self.notation.write(formula)
        return None if _left_blank(formula) else number(formula.evaluate({}, DOUBLES))


def _keys(table: Table) -> list[str]:
    """The keys of a row; of two columns with one name the later says what it is: out_y, target_of_out_y."""
    keys: list[str] = []
    for key, title in zip(table.keys(), table.titles(), strict=True):
        keys.append(f"{title.key}_{key}" if key in keys else key)
    return keys


def _left_blank(formula: Expr) -> bool:
    """Whether a formula is, or is made of, places to fill in."""
    return isinstance(formula, Blank) or any(map(_left_blank, formula.parts()))


def _given(solution: Solution, name: Name):
    given = solution.given[name]
    if solution.symbolic:
        return number(given.evaluate({}, DOUBLES)) if isinstance(given, Expr) else number(given)
    return number(solution.values[name]) if isinstance(given, (Expr, Symbol)) else number(given)


def number(value: Expr | float | Decimal | Fraction | str | list | tuple | np.ndarray | None):
    """A value as JSON has it: integers and doubles, lists for arrays and shapes, null for none and beyond doubles."""
    if isinstance(value, (list, tuple)):
        return [number(entry) for entry in value]
    if isinstance(value, Expr):  # left blank
        return None
    if is_array(value) and value.size > MOST_ENTRIES:
        return None
    if is_array(value):
        return unsigned(value).tolist() if value.dtype.kind == "f" else number(value.tolist())
    if value is None or isinstance(value, (int, str)):
        return value
    try:
        return unsigned(float(value))
    except OverflowError:  # an exact number beyond all doubles
        return None


def render(solution: Solution, ascii: bool = False, **options: object) -> str:
    """The JSON text, with ``ascii`` in ASCII alone. Other options of a page (width, colour, …) do not change it."""
    found: list[str] = []
    text = json.dumps(_compact(document(solution), found), ensure_ascii=ascii, indent=1)
    return (_PLACE.sub(lambda place: found[int(place[1])], text) if found else text) + "\n"


def together(solutions: list[Solution], ascii: bool = False, **options: object) -> str:
    """Several solutions as a list."""
    pages = [render(solution, ascii, **options) for solution in solutions]
    return pages[0] if len(pages) == 1 else "[" + ",\n".join(page.rstrip() for page in pages) + "]\n"


def _compact(value: object, found: list[str]):
    """Plain data in which large matrices are exchanged for their places in ``found``, where they stand as text."""
    if isinstance(value, dict):
        return {key: _compact(inner, found) for key, inner in value.items()}
    if isinstance(value, list) and len(value) > MOST_ROWS and isinstance(value[0], list):
        found.append(json.dumps(value))
        return f"\0{len(found) - 1}"
    return [_compact(inner, found) for inner in value] if isinstance(value, list) else value
