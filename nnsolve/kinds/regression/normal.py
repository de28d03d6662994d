"""Several variables: the normal equations XᵀX·b = Xᵀy, solved by elimination or by the inverse, written out.

Strang, Introduction to Linear Algebra, section 4.3. XᵀX is positive definite where no column depends on the others, so
elimination needs no exchange of rows.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement

from ...formula.expr import TWO, Expr, Mul, Neg, Pow, Symbol, total_of
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Block, Ref, Says, Section, Step, Table
from .called import COUNT, coefficient
from .table import Data, literal, summed

LARGEST_INVERSE = 3
DETERMINANT = Name(Role.RESULT, "det")


class Normal:
    """The equations of a data set: their entries, and the steps that solve them."""

    def __init__(self, data: Data, intercept: bool):
        self.data, self.intercept = data, intercept
        self.columns: list[str] = [*([""] if intercept else []), *data.names]
        self.coefficients = [coefficient(k) for k in range(0 if intercept else 1, len(data.names) + 1)]
        self.order = [*self.columns, data.target]
        self.size = len(self.columns)
        pairs = combinations_with_replacement(self.order, 2)
        self.spelt = Counter("_".join(filter(None, pair)) for pair in pairs)
        self.marks: dict[Name, Mark] = {}
        self.steps: dict[Name, Step] = {}

    def sections(self, way: str) -> list[Section]:
        """XᵀX and Xᵀy entry by entry, then the coefficients."""
        entries = [[self._sum(a, b) for b in (*self.columns, self.data.target)] for a in self.columns]
        blocks = [
            Block(None, list(self.steps.values()), Says("regression_normal", n=self.size)),
            self._system(entries, Says("regression_system")),
        ]
        section = Section(Says("regression_normal_title"), blocks)
        return [section, *(self._elimination(entries) if way == "elimination" else self._inverse(entries))]

    def _sum(self, a: str, b: str) -> Name:
        """The step of Σ a·b over the rows; an empty name is the column of ones."""
        first, second = sorted((a, b), key=self.order.index)
        parts = [name for name in (first, second) if name]
        name = self._sum_name(parts) if parts else COUNT
        if name not in self.steps:
            if not parts:
                formula: Expr = literal(self.data.count)
            else:
                formula = total_of([self._product(parts, i) for i in self.data.rows()])
            square = len(parts) == 2 and first == second
            self.marks[name] = Mark("n") if not parts else Mark(f"Σ{first}²" if square else summed(parts))
            self.steps[name] = Step(name, formula, Says("regression_count") if not parts else None)
        return name

    def _sum_name(self, parts: list[str]) -> Name:
        """sum_x1_y; where a column x1_y, or another product, is spelt like that, sum_x1·y."""
        plain = "_".join(parts)
        return Name(Role.RESULT, "sum", plain if self.spelt[plain] == 1 else "·".join(parts))

    def _product(self, parts: list[str], i: int) -> Expr:
        factors = [self.data.x(name, i) for name in parts]
        if len(factors) == 1:
            return factors[0]
        return Pow(factors[0], TWO) if parts[0] == parts[1] else Mul(factors)

    def _system(self, entries: list[list[Name]], intro: Says, zeros: int = 0) -> Block:
        """The equations as a table: one row each, the coefficients above, the right side last."""
        rows = []
        for i, row in enumerate(entries):
            rows.append([0 if j < min(i, zeros) else Ref(name) for j, name in enumerate(row)])
        columns = [*[Says("name", name=name) for name in self.coefficients], "regression_right"]
        return Block(None, [], intro, table=Table(columns, rows))

    def _elimination(self, entries: list[list[Name]]) -> list[Section]:
        """Column by column zeros below the diagonal, then the coefficients from the last to the first."""
        entries = [list(row) for row in entries]
        blocks = []
        for k in range(self.size - 1):
            steps = []
            for i in range(k + 1, self.size):
                factor = Name(Role.RESULT, f"l{i + 1}{k + 1}")
                self.marks[factor] = Mark("l", f"{i + 1}{k + 1}")
                steps.append(
                    Step(
                        factor,
                        Symbol(entries[i][k]) / Symbol(entries[k][k]),
                        Says("regression_factor", k=k + 1, i=i + 1),
                    )
                )
                for j in range(k + 1, self.size + 1):
                    letter, sub = ("a", f"{i + 1}{j + 1}") if j < self.size else ("r", str(i + 1))
                    name = Name(Role.RESULT, f"{letter}{sub}", str(k + 1))
                    self.marks[name] = Mark(letter, sub, str(k + 1))
                    steps.append(Step(name, Symbol(entries[i][j]) - Symbol(factor) * Symbol(entries[k][j])))
                    entries[i][j] = name
            blocks.append(Block(Says("regression_clear", name=self.coefficients[k]), steps))
            blocks.append(self._system(entries, Says("regression_cleared"), k + 1))
        back = []
        for k in range(self.size - 1, -1, -1):
            rest = Symbol(entries[k][-1])
            for j in range(k + 1, self.size):
                rest = rest - Symbol(entries[k][j]) * Symbol(self.coefficients[j])
            back.append(Step(self.coefficients[k], rest / Symbol(entries[k][k])))
        sections = [Section(Says("regression_elimination"), blocks)] if blocks else []
        return [*sections, Section(Says("regression_back"), [Block(None, back, Says("regression_back_intro"))])]

    def _inverse(self, entries: list[list[Name]]) -> list[Section]:
        """The determinant and the cofactors, then b = (XᵀX)⁻¹·Xᵀy row by row."""
        matrix = [[Symbol(name) for name in row[:-1]] for row in entries]
        cofactors: dict[tuple[int, int], Name] = {}
        steps = []
        for i in range(self.size):
            for j in range(i, self.size):  # XᵀX is symmetric, and so are its cofactors
                name = Name(Role.RESULT, f"C{i + 1}{j + 1}")
                cofactors[i, j] = cofactors[j, i] = name
                self.marks[name] = Mark("C", f"{i + 1}{j + 1}")
                steps.append(Step(name, self._cofactor(matrix, i, j)))
        determinant = total_of([matrix[0][j] * Symbol(cofactors[0, j]) for j in range(self.size)])
        steps.append(Step(DETERMINANT, determinant, Says("regression_det")))
        rows = []
        for k, name in enumerate(self.coefficients):
            products = [Symbol(cofactors[k, j]) * Symbol(entries[j][-1]) for j in range(self.size)]
            rows.append(Step(name, total_of(products) / Symbol(DETERMINANT)))
        return [
            Section(Says("regression_inverse"), [Block(None, steps, Says("regression_inverse_intro"))]),
            Section(Says("regression_coefficients"), [Block(None, rows, Says("regression_inverse_times"))]),
        ]

    def _cofactor(self, matrix: list[list[Symbol]], i: int, j: int) -> Expr:
        """(−1)^(i+j) times the determinant without row i and column j, for sizes 1 to 3."""
        left = [[entry for c, entry in enumerate(row) if c != j] for r, row in enumerate(matrix) if r != i]
        if not left:
            return literal(1)
        if len(left) == 1:
            return left[0][0] if (i + j) % 2 == 0 else Neg(left[0][0])
        minor = left[0][0] * left[1][1] - left[0][1] * left[1][0]
        return minor if (i + j) % 2 == 0 else Neg(minor)
