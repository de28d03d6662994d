"""One or several linear units over the same inputs: their sums point by point, their borders, and the matrix form."""

from __future__ import annotations

from fractions import Fraction

from ...formula.arrays import Array, MatMul, Transpose
from ...formula.exact import exact_value, fraction_text
from ...formula.expr import ZERO, Add, Div, Expr, Mul, Neg, Num, Relation, Sub, Symbol, replaced, total_of
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...solution import Block, Column, Says, Section, Step, Table
from .border import border, combination
from .neuron import THRESHOLD, Neuron

WEIGHTS, CONSTANTS, POINT = Name(Role.PARAMETER, "W"), Name(Role.PARAMETER, "w_0"), Name(Role.INPUT, "x")
NET_ALL = Name(Role.NET, "net", "all")
CUT, SLOPE, INTERCEPT = (Name(Role.RESULT, word) for word in ("cut", "slope", "intercept"))


class Unit:
    """One output: its neuron, and the names of its weights, its constant term, its sum and its output on the page.

    ``number`` counts outputs that are written in rows, from 1; it is 0 of weights without rows.
    """

    __slots__ = ("constant", "net", "neuron", "number", "out", "weights")

    def __init__(self, neuron: Neuron, number: int = 0):
        self.neuron, self.number = neuron, number
        self.weights = list(neuron.weights)
        item = str(number) if number else ""
        self.net, self.out = Name(Role.NET, "net", item), Name(Role.OUT, "out", item)
        self.constant = Name(Role.PARAMETER, f"w0{number}") if number and neuron.constant else neuron.constant

    @property
    def given(self) -> dict[Name, Expr]:
        """The numbers of the unit by the names of the page."""
        found = dict(self.neuron.weights)
        if self.constant:
            found[self.constant] = self.neuron.constant_value
        return found

    def sum(self, weight_first: bool) -> Expr:
        """Σ w·x + b with one unit; w₀ᵢ + Σ x·w with several, as the formula of a dense layer is written."""
        pairs = zip(self.weights, self.neuron.inputs, strict=True)
        constant = [Symbol(self.constant)] if self.constant else []
        if not weight_first:
            products = [Mul((Symbol(x), Symbol(w))) for w, x in pairs]
            return total_of([*constant, *products])
        products = [Mul((Symbol(w), Symbol(x))) for w, x in pairs]
        if self.constant == THRESHOLD:
            return Sub(total_of(products), Symbol(THRESHOLD))
        return total_of([*products, *constant])


def border_section(units: list[Unit]) -> Section:
    """The border of every unit in symbols and in numbers; on a line or in a plane solved for the last input."""
    first, alone = units[0], len(units) == 1
    columns: list[Says] = [
        Column("linear_symbols", "linear_column_symbols"),
        Column("linear_numbers", "linear_column_numbers"),
    ]
    rows = [_border_row(unit, alone) for unit in units]
    if not alone:
        columns.insert(0, Column("linear_unit", "linear_column_unit"))
    steps = solved_steps(first) if alone else []
    if len(steps) == 2:
        columns.append(Column("linear_line", "linear_column_line"))
        rows[0].append(_line(first))
    blocks = [Block(None, [], table=Table(columns, rows))]
    if steps:
        blocks.append(Block(None, steps, Says("linear_solved", names=[first.neuron.inputs[-1]])))
    return Section(Says("linear_the_border"), blocks)


def _border_row(unit: Unit, alone: bool) -> list[Says | Relation]:
    """The border of a unit in symbols and in numbers; of several units behind the name of its sum."""
    values = {name: exact_value(number) for name, number in unit.neuron.given.items()}
    row = [Relation(unit.sum(alone), "=", ZERO), border(unit.neuron, values, fraction_text)]
    return row if alone else [Says("page_name", name=unit.net), *row]


def solved_steps(unit: Unit) -> list[Step]:
    """x = −b/w on a line, slope and intercept in a plane; nothing for more inputs, or where the last weight is 0."""
    weights, neuron = unit.weights, unit.neuron
    if len(weights) > 2 or exact_value(neuron.weights[weights[-1]]) == 0:
        return []
    last = Symbol(weights[-1])
    constant = _solved_constant(unit.constant, last)
    if len(weights) == 1:
        return [Step(CUT, constant, Says("linear_cut"))]
    return [
        Step(SLOPE, Neg(Div(Symbol(weights[0]), last)), Says("linear_slope")),
        Step(INTERCEPT, constant, Says("linear_intercept")),
    ]


def _solved_constant(constant: Name | None, last: Expr) -> Expr:
    """What is left at the border where all inputs but the last are 0."""
    if constant is None:
        return ZERO
    return Div(Symbol(constant) if constant == THRESHOLD else Neg(Symbol(constant)), last)


def _line(unit: Unit) -> Relation:
    """The border as x₂ = slope·x₁ + intercept."""
    neuron = unit.neuron
    first, last = (exact_value(number) for number in neuron.weights.values())
    slope, intercept = -first / last, -_added(neuron) / last
    side = combination([(slope, Symbol(neuron.inputs[0])), (intercept, None)], fraction_text)
    return Relation(Symbol(neuron.inputs[1]), "=", side)


def _added(neuron: Neuron) -> Fraction:
    """What a sum adds to its products: the bias, or the threshold with the other sign."""
    if neuron.constant is None:
        return Fraction(0)
    value = exact_value(neuron.constant_value)
    return -value if neuron.constant == THRESHOLD else value


def sum_step(unit: Unit, at: At, weight_first: bool) -> Step:
    """The weighted sum of a unit for the point whose inputs are those ``at`` it."""
    exchange = {name: Symbol(name.moved(at)) for name in unit.neuron.inputs}
    return Step(unit.net.moved(at), replaced(unit.sum(weight_first), exchange))


def plain(number: Expr) -> Num:
    """A number on one row, as a matrix needs it: 1/3 with a slash."""
    value = exact_value(number)
    return number if isinstance(number, Num) else Num(fraction_text(value), float(value))


class MatrixForm:
    """z = Wᵀ·x + w₀ over all units: W has a row an input and a column a unit."""

    def __init__(self, units: list[Unit]):
        self.units = units
        self.constant = units[0].constant

    def given(self) -> dict[Name, Expr]:
        """The matrix of weights and the column of constant terms."""
        of_units = [map(plain, unit.neuron.weights.values()) for unit in self.units]
        found: dict[Name, Expr] = {WEIGHTS: Array(zip(*of_units, strict=True))}
        if self.constant:
            constants = [plain(unit.neuron.constant_value) for unit in self.units]
            found[CONSTANTS] = Array([number] for number in constants)
        return found

    def step(self, at: At, reason: Says | None) -> Step:
        """All sums of one point at once; its inputs are the column ``x``."""
        product = MatMul(Transpose(Symbol(WEIGHTS)), Symbol(POINT.moved(at)))
        return Step(NET_ALL.moved(at), Add((product, Symbol(CONSTANTS))) if self.constant else product, reason)

    @staticmethod
    def marks() -> dict[Name, Mark]:
        """How its names are printed."""
        return {WEIGHTS: Mark("W"), CONSTANTS: Mark("w", "0")}
