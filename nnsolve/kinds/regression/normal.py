"""Several variables: the normal equations XᵀX·b = Xᵀy, solved by elimination or by the inverse, written out.

Strang, Introduction to Linear Algebra, section 4.3. XᵀX is positive definite where no column depends on the others, so
elimination needs no exchange of rows.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement

from ...formula.expr import ONE, TWO, Expr, Mul, Neg, Pow, Symbol, dot_of, total_of, whole
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Column, Says, Table, refs
from ...working import Working
from .called import COUNT, coefficient
from .table import Data, summed

LARGEST_INVERSE = 3
DETERMINANT = Name(Role.RESULT, "det")


class Normal:
    """The equations of a data set, written on a page: their entries, and the steps that solve them."""

    def __init__(self, page: Working, data: Data, intercept: bool):
        self.page, self.data = page, data
        self.columns: list[str] = ["", *data.names] if intercept else [*data.names]
        self.coefficients = [coefficient(k) for k in range(0 if intercept else 1, len(data.names) + 1)]
        self.order = [*self.columns, data.target]
        self.size = len(self.columns)
        pairs = combinations_with_replacement(self.order, 2)
        self.spelt = Counter("_".join(filter(None, pair)) for pair in pairs)
        self.summed: set[Name] = set()

    def write(self, way: str) -> None:
        """XᵀX and Xᵀy entry by entry, then the coefficients."""
        page = self.page
        page.section(Says("regression_normal_title"))
        page.block(intro=Says("regression_normal", n=self.size))
        entries = [self._row(column) for column in self.columns]
        self._system(entries, Says("regression_system"))
        if way == "elimination":
            self._eliminate(entries)
            self._substitute(entries)
        else:
            self._invert(entries)

    def _row(self, column: str) -> list[Name]:
        """The sums of one equation, the right side last."""
        return [self._sum(column, other) for other in (*self.columns, self.data.target)]

    def _sum(self, a: str, b: str) -> Name:
        """Σ a·b over the rows, written once; an empty name is the column of ones."""
        parts = [name for name in sorted((a, b), key=self.order.index) if name]
        name = self._sum_name(parts) if parts else COUNT
        if name not in self.summed:
            self.summed.add(name)
            self._write_sum(name, parts)
        return name

    def _write_sum(self, name: Name, parts: list[str]) -> None:
        page = self.page
        if not parts:
            page.marks[name] = Mark("n")
            page.step(name, whole(self.data.count), Says("regression_count"))
            return
        square = len(parts) == 2 and parts[0] == parts[1]
        page.marks[name] = Mark(f"Σ{parts[0]}²" if square else summed(parts))
        page.step(name, total_of([self._product(parts, i) for i in self.data.rows()]))

    def _sum_name(self, parts: list[str]) -> Name:
        """sum_x1_y; where a column x1_y, or another product, is spelt like that, sum_x1·y."""
        plain = "_".join(parts)
        return Name(Role.RESULT, "sum", plain if self.spelt[plain] == 1 else "·".join(parts))

    def _product(self, parts: list[str], i: int) -> Expr:
        factors = [self.data.x(name, i) for name in parts]
        if len(factors) == 1:
            return factors[0]
        return Pow(factors[0], TWO) if parts[0] == parts[1] else Mul(factors)

    def _system(self, entries: list[list[Name]], intro: Says, zeros: int = 0) -> None:
        """The equations as a table: one row each, the coefficients above, the right side last."""
        rows: list[list] = []
        for i, row in enumerate(entries):
            cleared = min(i, zeros)
            rows.append([0] * cleared + refs(row[cleared:]))
        heads = [Says("page_name", name=name) for name in self.coefficients]
        self.page.block(intro=intro, table=Table([*heads, Column("regression_right", "regression_column_right")], rows))

    # Elimination

    def _eliminate(self, entries: list[list[Name]]) -> None:
        """Column by column zeros below the diagonal."""
        if self.size > 1:
            self.page.section(Says("regression_elimination"))
        for k in range(self.size - 1):
            self.page.block(Says("regression_clear", name=self.coefficients[k]))
            for i in range(k + 1, self.size):
                self._clear(entries, k, i)
            self._system(entries, Says("regression_cleared"), k + 1)

    def _clear(self, entries: list[list[Name]], k: int, i: int) -> None:
        """Takes so much of row ``k`` from row ``i`` that its entry of column ``k`` becomes 0."""
        page = self.page
        share = Symbol(entries[i][k]) / Symbol(entries[k][k])
        factor = page.step(Name(Role.RESULT, f"l{i + 1}{k + 1}"), share, Says("regression_factor", k=k + 1, i=i + 1))
        page.marks[factor.name] = Mark("l", f"{i + 1}{k + 1}")
        for j in range(k + 1, self.size + 1):
            letter, sub = ("a", f"{i + 1}{j + 1}") if j < self.size else ("r", str(i + 1))
            name = Name(Role.RESULT, f"{letter}{sub}", str(k + 1))
            page.marks[name] = Mark(letter, sub, str(k + 1))
            page.step(name, Symbol(entries[i][j]) - factor * Symbol(entries[k][j]))
            entries[i][j] = name

    def _substitute(self, entries: list[list[Name]]) -> None:
        """The coefficients from the last to the first."""
        self.page.section(Says("regression_back"))
        self.page.block(intro=Says("regression_back_intro"))
        for k in reversed(range(self.size)):
            rest: Expr = Symbol(entries[k][-1])
            for j in range(k + 1, self.size):
                rest = rest - Symbol(entries[k][j]) * Symbol(self.coefficients[j])
            self.page.step(self.coefficients[k], rest / Symbol(entries[k][k]))

    # The inverse

    def _invert(self, entries: list[list[Name]]) -> None:
        """The determinant and the cofactors, then b = (XᵀX)⁻¹·Xᵀy row by row."""
        page = self.page
        matrix = [list(map(Symbol, row[:-1])) for row in entries]
        page.section(Says("regression_inverse"))
        page.block(intro=Says("regression_inverse_intro"))
        cofactors: list[list[Name]] = [[] for _ in range(self.size)]
        for i in range(self.size):
            for j in range(i, self.size):  # XᵀX is symmetric, and so are its cofactors
                name = Name(Role.RESULT, f"C{i + 1}{j + 1}")
                page.marks[name] = Mark("C", f"{i + 1}{j + 1}")
                page.step(name, _cofactor(matrix, i, j))
                cofactors[i].append(name)
                if i != j:
                    cofactors[j].append(name)
        page.step(DETERMINANT, dot_of(entries[0][:-1], cofactors[0]), Says("regression_det"))
        page.section(Says("regression_coefficients"))
        page.block(intro=Says("regression_inverse_times"))
        right = [row[-1] for row in entries]
        for name, row in zip(self.coefficients, cofactors, strict=True):
            page.step(name, dot_of(row, right) / Symbol(DETERMINANT))


def _cofactor(matrix: list[list[Symbol]], i: int, j: int) -> Expr:
    """(−1)^(i+j) times the determinant without row i and column j, for sizes 1 to 3."""
    rows = matrix[:i] + matrix[i + 1 :]
    minor = _determinant([row[:j] + row[j + 1 :] for row in rows])
    return minor if (i + j) % 2 == 0 else Neg(minor)


def _determinant(matrix: list[list[Symbol]]) -> Expr:
    """The determinant of up to two rows; 1 of none."""
    if not matrix:
        return ONE
    if len(matrix) == 1:
        return matrix[0][0]
    (a, b), (c, e) = matrix
    return a * e - b * c
