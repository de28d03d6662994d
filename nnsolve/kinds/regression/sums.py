"""The closed form for one variable, by the table of sums.

b₁ = (nΣxy − ΣxΣy)/(nΣx² − (Σx)²) and b₀ = (Σy − b₁Σx)/n minimise Σ(y − b₀ − b₁x)²; Montgomery, Peck and Vining,
Introduction to Linear Regression Analysis, section 2.2.
"""

from __future__ import annotations

from functools import partial

from ...formula.expr import TWO, Expr, Pow, Symbol, total_of, whole
from ...formula.functions import Function
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, Role, named
from ...solution import Column, Says, Table, cells, evaluate, refs
from ...working import Working
from .called import COUNT, coefficient
from .table import Data, computed, summed

SUM_X, SUM_Y, SUM_XY, SUM_X2 = (Name(Role.RESULT, "sum", what) for what in ("x", "y", "xy", "x2"))
# (Σx)² is the square of a sum, Σx² the sum of squares: the bracket is part of what is written.
bracket = Function("", lambda x: x, exact=True, code="{0}")


def write_sums(page: Working, data: Data, intercept: bool) -> None:
    """The table of x, y, xy and x² with its sums, then the coefficients."""
    products = _products(data)
    sums = list(products) if intercept else [SUM_XY, SUM_X2]
    page.section(Says("regression_sums"))
    page.block()
    if intercept:
        page.step(COUNT, whole(data.count), Says("regression_points"))
    for key in sums:
        page.step(key, total_of(products[key]))
    page.block(intro=Says("regression_sums_table"), table=_table(data, products, sums, page.rounding))
    page.section(Says("regression_coefficients"))
    page.block()
    _write_coefficients(page, intercept)
    page.marks |= _marks(data)


def _products(data: Data) -> dict[Name, list[Expr]]:
    """What is summed over the rows."""
    (name,) = data.names
    xs, ys = [list(map(Symbol, data.entries(column))) for column in (name, data.target)]
    return {
        SUM_X: [*xs],
        SUM_Y: [*ys],
        SUM_XY: [x * y for x, y in zip(xs, ys, strict=True)],
        SUM_X2: [Pow(x, TWO) for x in xs],
    }


def _write_coefficients(page: Working, intercept: bool) -> None:
    n, sx, sy, sxy, sxx = map(Symbol, (COUNT, SUM_X, SUM_Y, SUM_XY, SUM_X2))
    b0, b1 = coefficient(0), coefficient(1)
    if not intercept:
        page.step(b1, sxy / sxx, Says("regression_origin"))
        return
    slope = (n * sxy - sx * sy) / (n * sxx - Pow(bracket(sx), TWO))
    page.step(b1, slope, Says("regression_slope"))
    page.step(b0, (sy - Symbol(b1) * sx) / n, Says("regression_intercept"))


def _table(data: Data, products: dict[Name, list[Expr]], sums: list[Name], rounding: Rounding) -> Table:
    """One row a point, and the row of sums."""
    (name,) = data.names
    values = evaluate([], rounding, data.given())
    shown = partial(computed, values=values, rounding=rounding)
    xs, ys, xys, squares = cells(products, sums)
    return Table.of(
        {
            Column("regression_row", "regression_column_row"): [*data.rows(), "Σ"],
            Says("page_name", name=named(str(name))): [*refs(data.entries(name)), xs],
            Says("page_name", name=named(str(data.target))): [*refs(data.entries(data.target)), ys],
            Says("regression_product", x=str(name), y=str(data.target)): [*map(shown, products[SUM_XY]), xys],
            Says("regression_square", x=str(name)): [*map(shown, products[SUM_X2]), squares],
        }
    )


def _marks(data: Data) -> dict[Name, Mark]:
    """Σx, Σy, Σxy, Σx² with the letters of the columns."""
    (x,), y = data.names, data.target
    return {
        SUM_X: Mark(f"Σ{x}"),
        SUM_Y: Mark(f"Σ{y}"),
        SUM_XY: Mark(summed([x, y])),
        SUM_X2: Mark(f"Σ{x}²"),
    }
