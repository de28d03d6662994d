"""What a rule leaves of a mean square on its way through the layers, beside fixed standard deviations.

A net input is a sum of n_in products of a weight and an input, all independent and the weights with mean 0, so that its
mean square is n_in·Var w times that of the inputs; the activation lets a part of it through. Backwards n_out counts.
He, Zhang, Ren, Sun, Delving deep into rectifiers (2015), equations 7 and 13.
"""

from __future__ import annotations

from typing import NamedTuple

from ...formula.expr import ONE, TWO, Expr, Mul, Pow, Symbol
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.literals import written
from ...solution import Column, Ref, Says, Solution, Table
from ...subjects.cells import Cells
from ...working import Working
from .layers import Layer
from .plan import Plan, fixed, of

# What is little of a mean square that was 1: so much, or one over it, is not called steady any more.
LITTLE, STEADY = 0.01, 1e-9
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Direction(NamedTuple):
    """Forwards or backwards: what counts, how the cells are called and printed, and the sentences."""

    fan: str
    factor: str
    left: str
    mark_of_factor: str
    mark_of_left: str
    title: str
    intro: str
    column: str
    begin: str
    verdict: str


FORWARDS = Direction(
    "fan_in",
    "factor",
    "mean_square",
    "f",
    "E[x²]",
    "initialization_section_forward",
    "initialization_intro_forward",
    "initialization_column_forward",
    "initialization_begin_forward",
    "initialization_verdict_forward",
)
BACKWARDS = Direction(
    "fan_out",
    "back_factor",
    "gradient_square",
    "r",
    "E[g²]",
    "initialization_section_backward",
    "initialization_intro_backward",
    "initialization_column_backward",
    "initialization_begin_backward",
    "initialization_verdict_backward",
)


class Flow:
    """Tables of factors and of what is left: by the rule in column 0, by the deviations beside it in the others."""

    def __init__(self, page: Working, plan: Plan, way: Direction):
        self.page, self.plan, self.way = page, plan, way
        self.layers = plan.layers if way is FORWARDS else plan.layers[::-1]
        self.cells = Cells(page)
        self.stds: list[Expr | None] = [None, *plan.compare]

    def write(self) -> None:
        """The factor of every layer, what is left behind it, and the verdict."""
        ways = range(len(self.stds))
        factors: list[list] = []
        left: list[list] = [[Says(self.way.begin), *[1 for _ in ways]]]
        before: list[Name | None] = [None for _ in ways]
        for layer in self.layers:
            label = self.plan.label(layer)
            factors.append([label, *[self._factor(layer, k) for k in ways]])
            cells = [self._left(layer, k, before[k]) for k in ways]
            left.append([label, *cells])
            before = [cell.name for cell in cells]
        heads = [self._head(k) for k in ways]
        tables = [
            Table([Column("factor", "initialization_column_factor"), *heads], self.plan.rows(factors)),
            Table([Column("left", self.way.column), *heads], left),
        ]
        self.cells.write(Says(self.way.title), tables, self._intro())
        last = list(filter(None, before))
        self.page.answers += last
        self.page.note(lambda solution: self._verdict(solution, last), always=False)

    def _named(self, layer: Layer, what: str, k: int) -> Name:
        """The cell of the rule, or with its number that of a deviation beside it: layer1.factor[1]."""
        name = of(layer, what)
        return Name(Role.SIZE, name.of, name.by, indices=f"[{k}]") if k else name

    def _factor(self, layer: Layer, k: int) -> Ref:
        """n·Var w, times what the activation lets through."""
        name, std = self._named(layer, self.way.factor, k), self.stds[k]
        variance: Expr = Symbol(of(layer, "variance")) if std is None else Pow(std, TWO)
        factors = [Symbol(of(layer, self.way.fan)), variance]
        if self.plan.kept is not None and self.plan.kept is not ONE:
            factors.append(self.plan.kept)
        self._mark(name, layer, self.way.mark_of_factor, std)
        return self.cells.step(name, Mul(factors), Says("initialization_factor"))

    def _left(self, layer: Layer, k: int, before: Name | None) -> Ref:
        """What was there, times the factor of the layer."""
        name, factor = self._named(layer, self.way.left, k), Symbol(self._named(layer, self.way.factor, k))
        self._mark(name, layer, self.way.mark_of_left, self.stds[k])
        formula: Expr = factor if before is None else Mul((Symbol(before), factor))
        return self.cells.step(name, formula, Says("initialization_left"))

    def _mark(self, name: Name, layer: Layer, letter: str, std: Expr | None) -> None:
        told = "" if std is None else f" (std {written(std)})"
        self.page.marks[name] = Mark(f"{letter}{str(layer.number).translate(_LOW)}{told}")

    def _intro(self) -> Says:
        """What a factor is made of."""
        assert self.plan.known is not None, "an activation lets something through"
        return Says(self.way.intro, kept=Says(self.plan.known.reason))

    def _head(self, k: int) -> Column:
        """What stands above a column."""
        std = self.stds[k]
        return self.plan.head if std is None else fixed(f"std{k}", std)

    def _verdict(self, solution: Solution, last: list[Name]) -> Says | None:
        """What becomes of the mean square by each way."""
        if not all(name in solution.values for name in last):
            return None
        verdicts = []
        for k, name in enumerate(last):
            verdicts.append(Says(_verdict(float(solution.values[name])), way=self._head(k)))
        return Says(self.way.verdict, verdicts=verdicts)


def _verdict(value: float) -> str:
    """The sentence that says what has become of 1."""
    if abs(value - 1) < STEADY:
        return "initialization_stays"
    if value < 1:
        return "initialization_vanishes" if value <= LITTLE else "initialization_shrinks"
    return "initialization_explodes" if value >= 1 / LITTLE else "initialization_grows"
