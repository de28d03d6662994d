"""The page of a rule: n_in and n_out, the variance, the standard deviation and the uniform limit of every layer."""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Add, Div, Expr, Mul, Num, Pow, Symbol, whole
from ...formula.functions import sqrt
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import constant
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .layers import Layer
from .plan import SLOPE, Plan, of
from .rules import CUT, THIRD

GAIN, STD = Name(Role.RESULT, "gain"), Name(Role.OPTION, "std")
THREE = Num("3")
N_IN, N_OUT = Name(Role.COUNT, "n", "in"), Name(Role.COUNT, "n", "out")


class Weights:
    """The table of layers while it is written."""

    def __init__(self, page: Working, plan: Plan):
        self.page, self.plan = page, plan
        self.cells = Cells(page)

    def mark(self, layer: Layer, base: str, sub: str = "") -> Mark:
        """How something about a layer is printed: n_in₂, std₂; of an only layer without its number."""
        return Mark(base, f"{sub}{layer.number if len(self.plan.layers) > 1 else ''}")

    def write(self) -> None:
        """The gain, then a row a layer."""
        self.page.marks |= {N_IN: Mark("n", "in"), N_OUT: Mark("n", "out")}
        self._write_gain()
        rows = self.plan.rows([self._row(layer) for layer in self.plan.layers])
        columns = [Column("layer", "page_column_layer")]
        columns += [Column(f"fan_{fan}", _FANS[fan]) for fan in self.plan.fans]
        if self.plan.rule is not None:
            columns.append(Column("put_in", "initialization_formula", formula=[self._symbols]))
        columns += [
            Column("variance", "initialization_column_variance"),
            Column("std", "initialization_column_std"),
            Column("limit", "initialization_column_limit"),
        ]
        if self.plan.truncated:
            columns.append(Column("cut", "initialization_column_cut"))
        self.cells.write(Says("initialization_section_weights"), [Table(columns, rows)], self._rule())

    def _rule(self) -> Says:
        """The formulas of the columns."""
        if self.plan.rule is None:
            return Says("initialization_rule_std")
        return Says(
            "initialization_rule_cut" if self.plan.truncated else "initialization_rule", formula=[self._symbols]
        )

    @property
    def _symbols(self) -> Expr:
        """The variance of the rule by n_in and n_out."""
        return self._variance(Symbol(N_IN), Symbol(N_OUT))

    def _write_gain(self) -> None:
        """The slope, and the gain of the file or the activation, which every layer has."""
        if self.plan.uses_slope and self.plan.slope is not None:
            self.page.row({SLOPE: self.plan.slope})
            self.page.marks[SLOPE] = Mark("α")
        if self.plan.std is not None:
            self.page.row({STD: self.plan.std})
            self.page.marks[STD] = Mark("σ")
        if self.plan.gain is None:
            return
        self.page.marks[GAIN] = Mark("g")
        if self.plan.gives_gain:
            self.page.row({GAIN: self.plan.gain})
            return
        self.page.section(Says("initialization_section_gain"))
        self.page.block()
        self.page.step(GAIN, self.plan.gain, Says("initialization_gain"))

    def _row(self, layer: Layer) -> list:
        row: list = [self.plan.label(layer)]
        for fan, formula in (("in", layer.fan_in), ("out", layer.fan_out)):
            name = of(layer, f"fan_{fan}")
            self.page.marks[name] = self.mark(layer, "n", fan)
            cell = self._fan(name, formula)  # also where it has no column: it is what is mistaken for the other one
            row += [cell] if fan in self.plan.fans else []
        if self.plan.rule is not None:
            row.append(self._variance(self._number(layer.fan_in), self._number(layer.fan_out)))
        return [*row, *self._drawn(layer)]

    def _number(self, fan: Expr) -> Expr:
        """A fan as one number, to be put into the formula of the rule."""
        return whole(round(constant(fan)))

    def _fan(self, name: Name, formula: Expr) -> Ref:
        """A fan: given, or a product of the sides of a kernel."""
        if isinstance(formula, Num):
            self.page.give(name, formula)
            return Ref(name)
        return self.cells.step(name, formula, Says("initialization_fan_of_kernel"))

    def _drawn(self, layer: Layer) -> list[Ref]:
        """What the weights are drawn from: variance, deviation, limit, and perhaps the normal that is cut."""
        variance, std, limit, cut = (of(layer, what) for what in ("variance", "std", "limit", "cut"))
        self.page.marks |= {
            variance: self.mark(layer, "Var w"),
            std: self.mark(layer, "std"),
            limit: self.mark(layer, "a"),
            cut: self.mark(layer, "s"),
        }
        self.page.answers.append(std)
        if self.plan.rule is None:
            deviation = self.cells.step(std, Symbol(STD))
            first = self.cells.step(variance, Pow(Symbol(std), TWO), Says("initialization_variance"))
        else:
            formula = self._variance(Symbol(of(layer, "fan_in")), Symbol(of(layer, "fan_out")))
            first = self.cells.step(variance, formula, Says("initialization_variance"))
            deviation = self.cells.step(std, sqrt(Symbol(variance)), Says("initialization_std"))
        bound = self.cells.step(limit, Mul((sqrt(THREE), Symbol(std))), Says("initialization_limit"))
        found = [first, deviation, bound]
        if self.plan.truncated:
            own = Div(Symbol(std), Num("0.87962566", CUT))
            found.append(self.cells.step(cut, own, Says("initialization_cut")))
        return found

    def _variance(self, fan_in: Expr, fan_out: Expr) -> Expr:
        """g²/n, with n the inputs, the outputs or their mean."""
        half = self.plan.fan == "average"
        fan = {"in": fan_in, "out": fan_out, "average": Add((fan_in, fan_out))}[self.plan.fan]
        plain = self.plan.plain
        if plain is None:
            square: Expr = Pow(Symbol(GAIN), TWO)
            return Div(Mul((TWO, square)) if half else square, fan)
        if plain is THIRD:
            return Div(ONE, Mul((THREE, fan)))
        number = round(constant(plain)) * (2 if half else 1)
        return Div(whole(number), fan)


_FANS = {"in": "initialization_column_in", "out": "initialization_column_out"}
