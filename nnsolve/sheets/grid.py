"""The marking grid: what each result is worth, and room for what it earned."""

from __future__ import annotations

from fractions import Fraction

from ..formula.exact import exact_value, fraction_text
from ..formula.expr import BLANK, Expr, Num
from ..marking.key import Key
from ..marking.marks import Scheme
from ..solution import Says, Table


def marking_grid(problem, marks: Expr | None) -> Table:
    """Results, marks and two blank columns; ``marks`` is what the paper gives the question, None where it says nothing.

    The marks of each result are those that ``nnsolve grade`` gives. Raises ProblemError.
    """
    scheme = Scheme(Key(problem), Fraction(exact_value(marks)) if marks is not None else None)
    known = marks is not None or problem.marks is not None
    rows = [
        [Says("name", name=name), _shown(worth) if known else BLANK, BLANK, BLANK]
        for name, worth in scheme.worth.items()
    ]
    rows.append([Says("sheet_sum"), _shown(scheme.total) if known else BLANK, BLANK, BLANK])
    return Table(["sheet_result", "sheet_worth", "sheet_earned", "sheet_remark"], rows)


def _shown(marks: Fraction) -> Num:
    return Num(fraction_text(marks), float(marks))
