"""The solution as JSON: the contract for programs. Names are canonical, values at full precision."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ..formula.expr import Blank, Expr, Relation, Symbol, symbols
from ..formula.numbers import DOUBLES, is_array
from ..page.glyphs import one_line
from ..page.lines import Page
from ..solution import Ref, Says, Solution, Statement, Table
from ..words import spoken
from .text_notation import TextNotation

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np

    from ..solution import Section, Step

SCHEMA = 1
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
    page = Page(solution)
    notation = TextNotation(solution.names, solution.layout == "compact", None, False, False)
    notation.dotted = solution.layout == "dotted"

    def say(says: Says | None) -> str:
        return spoken(says, notation.name) if says else ""

    def step(step: Step) -> dict:
        line = page.line(step)
        plain = isinstance(step, Statement) or solution.symbolic or step.shows == "names"
        used = next(symbols(step.formula), None) and not plain
        return {
            "name": step.name,
            "symbol": notation.name(step.name),
            "formula": notation.write(step.formula),
            "substitution": notation.write(step.formula, page.shown) if used else "",
            "value": number(solution.values.get(step.name)),
            "printed": notation.write(line.result),
            "exact": line.relation != "≈",
            "reason": say(step.reason),
            "uses": list(dict.fromkeys(symbols(step.formula))),
        }

    def cell(cell: Ref | Says | Expr | float | Decimal | Fraction | str | None):
        if isinstance(cell, Ref):
            return number(cell.of(solution.values))
        if isinstance(cell, Relation) or (isinstance(cell, Expr) and next(symbols(cell), None)):
            return notation.write(cell)
        if isinstance(cell, Expr) and _left_blank(cell):
            return None
        if isinstance(cell, Expr):
            return float(cell.evaluate({}, DOUBLES))
        if isinstance(cell, Says):
            return cell.args["name"] if cell.key == "name" else say(cell)
        return number(cell)

    def rows(table: Table) -> list[dict]:
        keys = _keys(table)
        return [dict(zip(keys, map(cell, row), strict=False)) for row in table.rows]

    def section(section: Section) -> dict:
        tables = [rows(block.table) for block in section.blocks if block.table]
        plain = {"title": say(section.title), "steps": [step(each) for each in section.steps]}
        return plain | ({"tables": tables} if tables else {})

    return {
        "schema": SCHEMA,
        "kind": solution.kind,
        "title": one_line(solution.title),
        "given": {name: _given(solution, name) for name in solution.given},
        "sections": [section(each) for each in solution.sections],
        "answers": {name: number(value) for name, value in solution.answers.items()},
        "table": rows(solution.table) if solution.table else [],
        "notes": [say(note) for note in solution.notes],
        "check": say(solution.check),
    }


def _keys(table: Table) -> list[str]:
    """The keys of a row; of two columns with one name the later says what it is: out_y, target_of_out_y."""
    keys: list[str] = []
    for key, title in zip(table.keys(), table.titles(), strict=True):
        keys.append(f"{title.key}_{key}" if key in keys else key)
    return keys


def _left_blank(formula: Expr) -> bool:
    """Whether a formula is, or is made of, places to fill in."""
    return isinstance(formula, Blank) or any(map(_left_blank, formula.parts()))


def _given(solution: Solution, name: str):
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
        return value.tolist() if value.dtype.kind == "f" else number(value.tolist())
    if value is None or isinstance(value, (int, str)):
        return value
    try:
        return float(value)
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
