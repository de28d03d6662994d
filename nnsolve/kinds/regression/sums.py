"""The closed form for one variable, by the table of sums.

b₁ = (nΣxy − ΣxΣy)/(nΣx² − (Σx)²) and b₀ = (Σy − b₁Σx)/n minimise Σ(y − b₀ − b₁x)²; Montgomery, Peck and Vining,
Introduction to Linear Regression Analysis, section 2.2.
"""

from __future__ import annotations

from ...formula.expr import TWO, Pow, Symbol, total_of
from ...formula.functions import Function
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, Role, entry
from ...solution import Block, Ref, Says, Section, Step, Table, evaluate
from .called import COUNT, coefficient
from .table import Data, computed, literal, summed

SUM_X, SUM_Y, SUM_XY, SUM_X2 = (Name(Role.RESULT, "sum", what) for what in ("x", "y", "xy", "x2"))
# (Σx)² is the square of a sum, Σx² the sum of squares: the bracket is part of what is written.
bracket = Function("", lambda x: x, exact=True, code="{0}")


def sum_sections(data: Data, intercept: bool, rounding: Rounding) -> list[Section]:
    """The table of x, y, xy and x² with its sums, then the coefficients."""
    (name,) = data.names
    products = {
        SUM_X: lambda i: data.x(name, i),
        SUM_Y: data.t,
        SUM_XY: lambda i: data.x(name, i) * data.t(i),
        SUM_X2: lambda i: Pow(data.x(name, i), TWO),
    }
    sums = list(products) if intercept else [SUM_XY, SUM_X2]
    steps = [Step(key, total_of([products[key](i) for i in data.rows()])) for key in sums]
    if intercept:
        steps.insert(0, Step(COUNT, literal(data.count), Says("regression_points")))
    section = Section(
        Says("regression_sums"),
        [
            Block(None, steps),
            Block(None, [], Says("regression_sums_table"), table=_table(data, products, sums, rounding)),
        ],
    )
    return [section, Section(Says("regression_coefficients"), [Block(None, _coefficients(intercept))])]


def _coefficients(intercept: bool) -> list[Step]:
    n, sx, sy, sxy, sxx = map(Symbol, (COUNT, SUM_X, SUM_Y, SUM_XY, SUM_X2))
    b0, b1 = coefficient(0), coefficient(1)
    if not intercept:
        return [Step(b1, sxy / sxx, Says("regression_origin"))]
    slope = (n * sxy - sx * sy) / (n * sxx - Pow(bracket(sx), TWO))
    return [
        Step(b1, slope, Says("regression_slope")),
        Step(b0, (sy - Symbol(b1) * sx) / n, Says("regression_intercept")),
    ]


def _table(data: Data, products: dict, sums: list[Name], rounding: Rounding) -> Table:
    """One row a point, and the row of sums."""
    (name,) = data.names
    values = evaluate([], rounding, data.given())
    rows: list[list] = []
    for i in data.rows():
        cells: list = [i, Ref(entry(name, i)), Ref(entry(data.target, i))]
        rows.append(cells + [computed(products[key](i), values, rounding) for key in (SUM_XY, SUM_X2)])
    rows.append(["Σ", *[Ref(key) if key in sums else "" for key in products]])
    x, y = Mark(name), Mark(data.target)
    heads = [Says("name", name=n) for n in (x.base, y.base)]
    product = Says("regression_product", x=name, y=data.target)
    return Table(["regression_row", *heads, product, Says("regression_square", x=name)], rows)


def marks(data: Data) -> dict[Name, Mark]:
    """Σx, Σy, Σxy, Σx² with the letters of the columns."""
    (name,) = data.names
    x, y = name, data.target
    return {
        SUM_X: Mark(f"Σ{x}"),
        SUM_Y: Mark(f"Σ{y}"),
        SUM_XY: Mark(summed([x, y])),
        SUM_X2: Mark(f"Σ{x}²"),
    }
