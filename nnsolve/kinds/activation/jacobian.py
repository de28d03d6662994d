"""Softmax over a vector: its values, the derivation of its Jacobian, and the matrix itself."""

from __future__ import annotations

from ...formula.activations import softmax_unit
from ...formula.expr import ONE, TWO, ZERO, Expr, Mul, Neg, Pow, Symbol, total_of
from ...formula.functions import exp
from ...formula.marks import AnyMark, Mark
from ...formula.partials import partials
from ...names import Name, Role, d
from ...solution import Block, Ref, Says, Section, Statement, Step, Table
from .curve import low, point

_I, _J = (Symbol(Name(Role.INPUT, "x", item)) for item in "ij")
_Y, _YJ = (Symbol(Name(Role.OUT, "y", item)) for item in "ij")
_S, _DELTA = Symbol(Name(Role.RESULT, "S")), Symbol(Name(Role.RESULT, "delta", "ij"))

# ∂yᵢ/∂xᵢ and ∂yᵢ/∂xⱼ by the quotient rule, with S = Σ e^xₖ, whose derivative by xⱼ is e^xⱼ.
OWN: list[tuple[Expr, str]] = [
    ((exp(_I) * _S - exp(_I) * exp(_I)) / Pow(_S, TWO), "curve_by_quotient"),
    (exp(_I) / _S * ((_S - exp(_I)) / _S), "curve_by_factor"),
    (_Y * (ONE - _Y), "curve_by_own_value"),
]
OTHER: list[tuple[Expr, str]] = [
    ((_S * ZERO - exp(_I) * exp(_J)) / Pow(_S, TWO), "curve_by_quotient"),
    (Neg(exp(_I) / _S * (exp(_J) / _S)), ""),
    (Neg(Mul((_Y, _YJ))), "curve_by_own_value"),
]
SUM = Name(Role.RESULT, "sum", "y")
MARKS: dict[Name, AnyMark | str] = {
    _I.name: "xᵢ",
    _J.name: "xⱼ",
    _S.name: "S",
    _Y.name: "yᵢ",
    _YJ.name: "yⱼ",
    _DELTA.name: "δᵢⱼ",
    SUM: Mark("Σy"),
}


# What is said of the first two entries: one on the diagonal, one beside it.
_REASONS = {(1, 1): Says("curve_softmax_diagonal"), (1, 2): Says("curve_softmax_beside")}


class Softmax:
    """Softmax of x1 … xn, as names of given numbers."""

    def __init__(self, count: int):
        self.count = count
        self.points = [Symbol(point(k)) for k in range(1, count + 1)]
        outs = [Symbol(self.of(k)) for k in range(1, count + 1)]
        self.values = [Step(self.of(k), softmax_unit(k - 1, outs)(*self.points)) for k in range(1, count + 1)]
        self.values[0].reason = Says("network_is_softmax")
        self.slopes = [self._row(k) for k in range(1, count + 1)]
        self.total = Step(SUM, total_of(outs), Says("curve_softmax_total"))

    def of(self, k: int) -> Name:
        """The name of output ``k``."""
        return Name(Role.OUT, f"y{k}")

    def entry(self, k: int, j: int) -> Name:
        """The name of ∂y_k/∂x_j."""
        return d(self.of(k), point(j))

    def _row(self, k: int) -> list[Step]:
        """The derivatives of output ``k``."""
        return [self._entry(k, j) for j in range(1, self.count + 1)]

    def _entry(self, k: int, j: int) -> Step:
        step = self.values[k - 1]
        slope = partials(step.formula, Symbol(step.name))[point(j)]
        return Step(self.entry(k, j), slope, _REASONS.get((k, j)))

    def derivation(self, heads: dict[Name, AnyMark | str]) -> Section:
        """The two cases of the derivative, and both in one."""
        blocks = []
        for key, title, head, lines in (
            ("own", "curve_softmax_own", "∂yᵢ/∂xᵢ", OWN),
            ("other", "curve_softmax_other", "∂yᵢ/∂xⱼ", OTHER),
        ):
            steps: list[Step] = []
            for n, (formula, reason) in enumerate(lines):
                name = Name(Role.LINE, Name(Role.LINE, "softmax", key), str(n))
                heads[name] = head if n == 0 else ""
                steps.append(Statement(name, formula, Says(reason) if reason else None))
            blocks.append(Block(Says(title), steps))
        name = Name(Role.LINE, "softmax", "both")
        heads[name] = "∂yᵢ/∂xⱼ"
        both = Statement(name, _Y * (_DELTA - _YJ), Says("curve_softmax_delta"))
        blocks[0].intro = Says("curve_softmax_rule")
        return Section(Says("curve_softmax_derivation"), [*blocks, Block(Says("curve_softmax_both"), [both])])

    def sections(self, shown: int) -> list[Section]:
        """The outputs, then the entries of the first rows of the Jacobian and all of it as a table."""
        outputs = Section(Says("curve_softmax_outputs"), [Block(None, [*self.values, self.total])])
        blocks = [Block(None, list(row)) for row in self.slopes[:shown]]
        blocks.append(Block(None, [], Says("curve_softmax_table"), table=self.table()))
        return [outputs, Section(Says("curve_softmax_jacobian"), blocks)]

    def table(self) -> Table:
        """The Jacobian: a row an output, a column an input."""
        columns = [Says("curve_softmax_corner"), *[Says("curve_by_x", name=each.name) for each in self.points]]
        rows: list[list[str | Ref]] = []
        for k, steps in enumerate(self.slopes, 1):
            rows.append([f"∂y{low(k)}", *[Ref(step.name) for step in steps]])
        return Table(columns, rows)
