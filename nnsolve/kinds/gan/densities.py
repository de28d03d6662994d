"""The best discriminator of two densities or tables, D* = p/(p + q), its value, and the Jensen–Shannon divergence.

Source: Goodfellow et al., Generative Adversarial Nets (2014), section 4.1: the best D, and C(G) = −ln 4 + 2·JSD.
"""

from __future__ import annotations

import math

from ...errors import counted, here
from ...formula.expr import HALF, ONE, TWO, Div, Expr, Mul, Neg, Num, Sub, Symbol, sum_of
from ...formula.functions import ln, sqrt
from ...formula.losses.logs import Logs
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.literals import constant
from ...reading.schema import Choice, Field, ListOf, Number, Record
from ...reading.yamlfile import Faults
from ...solution import Column, Ref, Says, Solution, Table
from ...subjects.cells import Cells
from ...working import Working
from .names import VALUE

MOST_POINTS = 30
CLOSE = 1e-9
KL_P, KL_Q = Name(Role.RESULT, "KL", "p"), Name(Role.RESULT, "KL", "q")
JSD, COST = Name(Role.RESULT, "JSD"), Name(Role.RESULT, "C")
BITS, DISTANCE = Name(Role.RESULT, "JSD", "bits"), Name(Role.RESULT, "JS", "distance")


class Densities(Record):
    """``densities:`` p of the data and q of the generator, over a table or at points."""

    p = Field(ListOf(Number(least=0, most=1e6), MOST_POINTS, least=1), "of the data, at every x")
    q = Field(ListOf(Number(least=0, most=1e6), MOST_POINTS, least=1), "of the generator, at every x")
    values_are = Field(
        Choice("probabilities", "densities"),
        "probabilities of all x, which sum to 1, or densities at some points, of which D* alone is computed",
        default="probabilities",
    )

    def check(self, faults: Faults) -> None:
        """Equally many, not both 0, and probabilities that sum to 1."""
        if not self.has("p", "q"):
            return
        if len(self.p) != len(self.q):
            text = f"expected {counted(len(self.p), 'numbers')}, as p: has; {here(len(self.q))}"
            faults.add(self.places["q"], text, "")
            return
        for place, (p, q) in enumerate(zip(self.p, self.q, strict=True)):
            if not constant(p) and not constant(q):
                text = f"p and q are both 0 at number {place + 1}, so no sample is ever there; leave it out"
                faults.add(self.places["q"].at(place), text, "")
        if self.values_are == "probabilities":
            self._check_sums(faults)

    def _check_sums(self, faults: Faults) -> None:
        for key, numbers in (("p", self.p), ("q", self.q)):
            total = math.fsum(map(constant, numbers))
            if abs(total - 1) > CLOSE:
                text = (
                    f"the probabilities of all x must sum to 1, with every digit (thirds are written 1/3); here they "
                    f"sum to {total:.10g}. Of densities at points write values_are: densities"
                )
                faults.add(self.places[key], text, "")


class Best:
    """The best discriminator while it is written; names by the number of x."""

    def __init__(self, page: Working, task: Densities):
        self.page, self.task, self.cells = page, task, Cells(page)
        self.numbers = [str(k) for k in range(1, len(task.p) + 1)]
        self.logs = Logs()

    def write(self) -> None:
        """The table of D*, and of a whole distribution the value and its check."""
        page, task = self.page, self.task
        page.row({self.p(k): number for k, number in zip(self.numbers, task.p, strict=True)})
        page.row({self.q(k): number for k, number in zip(self.numbers, task.q, strict=True)})
        for k in self.numbers:
            page.marks[self.best(k)] = Mark("D*", k)
            page.synonyms |= dict.fromkeys((f"D*_{k}", f"D*{k}", f"D*({k})"), self.best(k))
        if len(self.numbers) == 1:
            page.synonyms |= dict.fromkeys(("D*", "Dstar"), self.best("1"))
        if task.values_are == "densities":
            self._write_points()
        else:
            self._write_value()
            self._write_divergence()
        page.statement += self._statement()

    def p(self, k: str) -> Name:
        """The density of the data at the k-th x."""
        return Name(Role.INPUT, "p", k)

    def q(self, k: str) -> Name:
        """That of the generator."""
        return Name(Role.INPUT, "q", k)

    def best(self, k: str) -> Name:
        """What the best D says there."""
        return Name(Role.OUT, "Dstar", k)

    def _best(self, k: str) -> Ref:
        p, q = Symbol(self.p(k)), Symbol(self.q(k))
        return self.cells.step(self.best(k), Div(p, p + q))

    def _write_points(self) -> None:
        """D* alone."""
        columns = [Column("x", "gan_column_x"), Column("p", "gan_column_p"), Column("q", "gan_column_q")]
        rows = [[k, Ref(self.p(k)), Ref(self.q(k)), self._best(k)] for k in self.numbers]
        table = Table([*columns, Column("D*", "gan_column_best")], rows)
        self.cells.write(Says("gan_section_best"), [table], Says("gan_rule_best"))
        self.page.answers += map(self.best, self.numbers)

    def _write_value(self) -> None:
        """D*, the terms of V, and V."""
        page, rows = self.page, []
        terms_of_p = [Name(Role.TERM, "V", f"p{k}") for k in self.numbers]
        terms_of_q = [Name(Role.TERM, "V", f"q{k}") for k in self.numbers]
        for k, of_p, of_q in zip(self.numbers, terms_of_p, terms_of_q, strict=True):
            page.marks |= {of_p: Mark("V", of_p.by), of_q: Mark("V", of_q.by)}
            best = self._best(k)
            d_out = Symbol(best.name)
            first = self.cells.step(of_p, self.logs.weighted(Symbol(self.p(k)), d_out))
            second = self.cells.step(of_q, self.logs.weighted(Symbol(self.q(k)), Sub(ONE, d_out)))
            rows.append([k, Ref(self.p(k)), Ref(self.q(k)), best, first, second])
        columns = [
            Column("x", "gan_column_x"),
            Column("p", "gan_column_p"),
            Column("q", "gan_column_q"),
            Column("D*", "gan_column_best"),
            Column("of p", "gan_column_value_p"),
            Column("of q", "gan_column_value_q"),
        ]
        self.cells.write(Says("gan_section_best"), [Table(columns, rows)], Says("gan_rule_best"))
        page.section(Says("gan_section_best_value"))
        page.block()
        page.answer(VALUE, sum_of([*terms_of_p, *terms_of_q]), Says("gan_best_value"))

    def _write_divergence(self) -> None:
        """The Jensen–Shannon divergence, and the same V by it."""
        page, rows = self.page, []
        of_p = [Name(Role.TERM, "K", f"p{k}") for k in self.numbers]
        of_q = [Name(Role.TERM, "K", f"q{k}") for k in self.numbers]
        for k, first, second in zip(self.numbers, of_p, of_q, strict=True):
            page.marks |= {first: Mark("K", first.by), second: Mark("K", second.by)}
            middle = Name(Role.TERM, "m", k)
            p, q = Symbol(self.p(k)), Symbol(self.q(k))
            row = [k, self.cells.step(middle, Mul((HALF, p + q)))]
            row.append(self.cells.step(first, self.logs.ratio(p, Symbol(middle))))
            rows.append([*row, self.cells.step(second, self.logs.ratio(q, Symbol(middle)))])
        columns = [
            Column("x", "gan_column_x"),
            Column("m", "gan_column_middle"),
            Column("of p", "gan_column_ratio_p"),
            Column("of q", "gan_column_ratio_q"),
        ]
        self.cells.write(Says("gan_section_divergence"), [Table(columns, rows)], Says("gan_rule_divergence"))
        page.section(Says("gan_section_jsd"))
        page.block()
        page.marks |= {KL_P: Mark("KL", "p"), KL_Q: Mark("KL", "q"), BITS: Mark("JSD", "bits")}
        page.marks |= {DISTANCE: Mark("√JSD"), COST: Mark("C")}
        first_kl = page.step(KL_P, sum_of(of_p), Says("gan_kl_p"))
        second_kl = page.step(KL_Q, sum_of(of_q), Says("gan_kl_q"))
        jsd = page.answer(JSD, Mul((HALF, first_kl + second_kl)), Says("gan_jsd"))
        page.step(BITS, Div(jsd, ln(TWO)), Says("gan_bits"))
        page.step(DISTANCE, sqrt(jsd), Says("gan_distance"))
        page.block()
        cost: Expr = Neg(ln(Num("4"))) + Mul((TWO, jsd))
        page.answer(COST, cost, Says("gan_cost_rounded" if page.rounding.carry else "gan_cost"))
        page.synonyms |= {"C(G)": COST, "JS": JSD}
        page.note(Says("gan_note_least"), always=False)
        page.check(_checked)

    def _statement(self) -> list[Says | Table]:
        task = self.task
        if task.values_are == "densities":
            return [Says("gan_statement_densities")]
        return [Says("gan_statement_table"), Says("gan_statement_find_value")]


def _checked(solution: Solution) -> Says | None:
    """Whether V is −ln 4 + 2·JSD."""
    if solution.rounding.carry:
        return None
    value, cost = (float(solution.values[name]) for name in (VALUE, COST))
    return Says("gan_checked_value" if abs(value - cost) <= CLOSE else "gan_differs")


def write_densities(page: Working, task: Densities) -> None:
    """The best discriminator of two densities."""
    Best(page, task).write()
