"""The solution as JSON: the contract for programs. Names are canonical, values at full precision."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..formula.expr import Blank, Expr, Relation, symbols
from ..formula.numbers import DOUBLES, is_array, unsigned
from ..names import Name
from ..page.glyphs import one_line
from ..page.lines import Page
from ..solution import Ref, Says, Solution, Statement, Table
from ..words import spoken
from .text_notation import FlatNotation

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np

    from ..formula.numbers import Numeric
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
        self.notation = FlatNotation(solution.names, solution.layout == "compact", None)
        self.notation.dotted = solution.layout == "dotted"

    def document(self) -> dict:
        solution = self.solution
        return {
            "schema": SCHEMA,
            "kind": solution.kind,
            "title": one_line(solution.title),
            "given": {name: _given(solution, name) for name in solution.given},
            "sections": list(map(self.section, solution.sections)),
            "answers": {name: number(value) for name, value in solution.answers.items()},
            "table": self.rows(solution.table) if solution.table else [],
            "notes": list(map(self.say, solution.remarks)),
            "check": self.say(solution.check),
        }

    def say(self, says: Says | None) -> str:
        return spoken(says, self.notation.name) if says else ""

    def section(self, section: Section) -> dict:
        found: dict = {"title": self.say(section.title), "steps": list(map(self.step, section.steps))}
        tables = [self.rows(block.table) for block in section.blocks if block.table]
        if tables:
            found["tables"] = tables
        return found

    def step(self, step: Step) -> dict:
        line = self.page.line(step)
        uses = list(dict.fromkeys(symbols(step.formula)))
        return {
            "name": step.name,
            "symbol": self.notation.name(step.name),
            "formula": self.notation.write(step.formula),
            "substitution": self.substitution(step) if uses else "",
            "value": number(self.solution.values.get(step.name)),
            "printed": self.notation.write(line.result),
            "exact": line.relation != "≈",
            "reason": self.say(step.reason),
            "uses": uses,
        }

    def substitution(self, step: Step) -> str:
        """The formula of a step with numbers put in; '' where it has none, or none is put in."""
        if isinstance(step, Statement) or self.solution.symbolic or step.shows == "names":
            return ""
        return self.notation.write(step.formula, self.page.shown)

    def rows(self, table: Table) -> list[dict]:
        keys = _keys(table)
        return [dict(zip(keys, map(self.cell, row), strict=False)) for row in table.rows]

    def cell(self, cell: Ref | Says | Expr | float | Decimal | Fraction | str | None) -> object:
        if isinstance(cell, Ref):
            return number(cell.of(self.solution.values))
        if isinstance(cell, Expr):
            return self.formula(cell)
        if not isinstance(cell, Says):
            return number(cell)
        return cell.args["name"] if cell.key == "page_name" else self.say(cell)

    def formula(self, formula: Expr) -> object:
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


def _given(solution: Solution, name: Name) -> object:
    given = solution.given[name]
    if not isinstance(given, Expr):
        return number(given)
    if solution.symbolic:
        return number(given.evaluate({}, DOUBLES))
    return number(solution.values[name])


def number(value: Expr | Numeric | str | list | tuple | None) -> Any:
    """A value as JSON has it: integers and doubles, lists for arrays and shapes, null for none and beyond doubles."""
    if type(value) is float:  # most values, and all cells of the table of a long run
        return value or 0.0
    if isinstance(value, list | tuple):
        return list(map(number, value))
    if value is None or isinstance(value, Expr):  # left blank
        return None
    if is_array(value):
        return _rows_of(value)
    if isinstance(value, int | str):
        return value
    try:
        return unsigned(float(value))
    except OverflowError:  # an exact number beyond all doubles
        return None


def _rows_of(array: np.ndarray) -> list | None:
    """An array as lists; null for one that is too large."""
    if array.size > MOST_ENTRIES:
        return None
    return (array + 0.0).tolist() if array.dtype.kind == "f" else number(array.tolist())  # 0 in place of −0


def render(solution: Solution, ascii: bool = False, **options: object) -> str:
    """The JSON text, with ``ascii`` in ASCII alone. Other options of a page (width, colour, …) do not change it."""
    found: list[str] = []
    text = json.dumps(_compact(document(solution), found), ensure_ascii=ascii, indent=1)
    if found:
        text = _PLACE.sub(lambda place: found[int(place[1])], text)
    return text + "\n"


def together(solutions: list[Solution], ascii: bool = False, **options: object) -> str:
    """Several solutions as a list."""
    pages = [render(solution, ascii, **options) for solution in solutions]
    if len(pages) == 1:
        return pages[0]
    return "[" + ",\n".join(map(str.rstrip, pages)) + "]\n"


def _compact(value: object, found: list[str]) -> object:
    """Plain data in which large matrices are exchanged for their places in ``found``, where they stand as text."""
    if isinstance(value, dict):
        return {key: _compact(inner, found) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) > MOST_ROWS and isinstance(value[0], list):
        found.append(json.dumps(value))
        return f"\0{len(found) - 1}"
    return [_compact(inner, found) for inner in value]
