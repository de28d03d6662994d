"""The page's answer to whether points can be separated: the inequalities, and what follows from them."""

from __future__ import annotations

from fractions import Fraction

from ...formula.exact import exact_value, fraction_text
from ...formula.expr import ZERO, Expr, Num, Relation, Symbol
from ...names import Name
from ...solution import Block, Column, Says, Section, Table, named
from .border import border, combination
from .neuron import NET, Neuron
from .outputs import Output
from .points import Point
from .separable import MOST_ENTRIES, Inequality, Verdict, decide, whole_multiple

MOST_SHOWN = 16


class Question:
    """The points, the unit, and which of its parameters are fixed."""

    def __init__(self, neuron: Neuron, output: Output, points: list[Point], fixed: set[Name]):
        self.neuron, self.output, self.points = neuron, output, points
        self.free: list[Name] = []
        self.held: dict[Name, Fraction] = {}
        for name in neuron.parameters:
            if name in fixed:
                self.held[name] = exact_value(neuron.given[name])
            else:
                self.free.append(name)
        self.verdict: Verdict | None = None
        if len(points) * (len(self.free) + 2) <= MOST_ENTRIES:
            self.verdict = decide(list(map(self.inequality, points)))

    @property
    def multipliers(self) -> list[int]:
        """Those that prove that no parameters separate the points; none where some do."""
        return (self.verdict and self.verdict.multipliers) or []

    def sum_at(self, point: Point) -> tuple[list[Fraction], Fraction]:
        """The weighted sum at a point as coefficients of the free parameters and a constant."""
        row = self.neuron.row(point.inputs)
        constant = sum((row[name] * value for name, value in self.held.items()), Fraction(0))
        return [Fraction(row[name]) for name in self.free], constant

    def inequality(self, point: Point) -> Inequality:
        """What the point asks for, brought to the form … > 0 or … ≥ 0."""
        coefficients, constant = self.sum_at(point)
        strict = self.sign(point) in ("<", ">")
        if point.positive:
            return Inequality(coefficients, constant, strict)
        return Inequality([-each for each in coefficients], -constant, strict)

    def sign(self, point: Point) -> str:
        """The relation between the point's weighted sum and 0; with a dead zone both are strict."""
        if self.output.kind == "three-valued":
            return ">" if point.positive else "<"
        return self.output.signs()[point.is_positive]

    def stated(self, point: Point) -> Relation:
        """The inequality of a point as one writes it down: w₁ + b ≥ 0."""
        coefficients, constant = self.sum_at(point)
        return Relation(self._sum(coefficients, constant), self.sign(point), ZERO)

    def turned(self, point: Point, multiplier: int) -> Relation:
        """The inequality times its multiplier, with 0 at the smaller side."""
        each = self.inequality(point)
        coefficients = [multiplier * value for value in each.coefficients]
        return Relation(self._sum(coefficients, multiplier * each.constant), each.sign, ZERO)

    def _sum(self, coefficients: list[Fraction], constant: Fraction) -> Expr:
        terms = [(value, Symbol(name)) for value, name in zip(coefficients, self.free, strict=True)]
        return combination([*terms, (constant, None)], fraction_text)

    def contradiction(self) -> Relation:
        """What is left of the sum of all inequalities times their multipliers: 0 > 0, say."""
        whole = Inequality([Fraction(0)] * len(self.free), Fraction(0), False)
        for point, multiplier in zip(self.points, self.multipliers, strict=True):
            whole = whole.plus(self.inequality(point), multiplier)
        if not whole.impossible:
            raise AssertionError("the multipliers prove nothing")
        return Relation(Num(fraction_text(whole.constant), whole.constant), whole.sign, ZERO)

    def separating(self) -> dict[Name, Fraction]:
        """Parameters that separate the points; whole numbers where they may be scaled."""
        found = (self.verdict and self.verdict.point) or []
        point = found if self.held else whole_multiple(found)
        return dict(zip(self.free, point, strict=True)) | self.held


def proof_section(question: Question) -> Section:
    """The inequalities of the points, and their contradiction or parameters that satisfy them."""
    if question.verdict is None:
        return Section(Says("linear_separable"), [Block(None, [], Says("linear_too_many"))])
    if question.multipliers:
        return Section(Says("linear_separable"), [_contradiction(question)])
    return Section(Says("linear_separable"), _separated(question))


def _class(question: Question, point: Point) -> Num:
    return Num(question.output.target(point.is_positive))


def _contradiction(question: Question) -> Block:
    rows = []
    for point, multiplier in zip(question.points, question.multipliers, strict=True):
        if multiplier:
            turned = question.turned(point, multiplier)
            rows.append([point.text, _class(question, point), question.stated(point), multiplier, turned])
    rows.append([Says("linear_sum"), "", "", "", question.contradiction()])
    columns = [
        Column("linear_point", "linear_column_point"),
        Column("linear_target", "linear_column_target"),
        Column("linear_asks", "linear_column_asks"),
        Column("linear_times", "linear_column_times"),
        Column("linear_turned", "linear_column_turned"),
    ]
    intro = Says("linear_asks_used" if len(rows) <= len(question.points) else "linear_asks_all", net=[NET])
    return Block(None, [], intro, table=Table(columns, rows, Says("linear_contradiction")))


def _separated(question: Question) -> list[Block]:
    values, blocks = question.separating(), []
    if len(question.points) <= MOST_SHOWN:
        rows = [[p.text, _class(question, p), question.stated(p)] for p in question.points]
        table = Table(
            [
                Column("linear_point", "linear_column_point"),
                Column("linear_target", "linear_column_target"),
                Column("linear_asks", "linear_column_asks"),
            ],
            rows,
        )
        blocks.append(Block(None, [], Says("linear_asks_all", net=[NET]), table=table))
    names = question.neuron.parameters
    numbers = [Num(fraction_text(values[name]), values[name]) for name in names]
    row = [*numbers, border(question.neuron, values, fraction_text)]
    columns = [*named(names), Column("linear_border", "linear_column_border")]
    blocks.append(Block(None, [], Says("linear_satisfied"), table=Table(columns, [row])))
    return blocks
