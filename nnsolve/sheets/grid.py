"""The marking grid: what each result is worth, and room for what it earned."""

from __future__ import annotations

from fractions import Fraction

from ..formula.exact import exact_value, fraction_text
from ..formula.expr import BLANK, Expr, Num
from ..marking.key import Key
from ..marking.marks import Scheme
from ..solution import Column, Says, Table


def marking_grid(key: Key, marks: Expr | None) -> Table:
    """Results, marks and two blank columns; ``marks`` is what the paper gives the question, None where it says nothing.

    The marks of each result are those that ``nnsolve grade`` gives. Raises ProblemError.
    """
    total = None if marks is None else Fraction(exact_value(marks))
    scheme = Scheme(key, total)
    known = marks is not None or key.problem.marks is not None
    rows = []
    for name, worth in scheme.worth.items():
        rows.append(_row(Says("page_name", name=name), worth if known else None))
    rows.append(_row(Says("sheet_sum"), scheme.total if known else None))
    return Table(
        [
            Column("sheet_result", "sheet_column_result"),
            Column("sheet_worth", "sheet_column_worth"),
            Column("sheet_earned", "sheet_column_earned"),
            Column("sheet_remark", "sheet_column_remark"),
        ],
        rows,
    )


def _row(what: Says, marks: Fraction | None) -> list[Says | Expr]:
    """What is marked, its marks where they are known, and room for what it earned and a remark."""
    worth = BLANK if marks is None else Num(fraction_text(marks), float(marks))
    return [what, worth, BLANK, BLANK]
