"""Dropout: how many thinned networks there are, and how many units are kept on the average.

Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014), section 1: a network of n
units can be thinned to 2ⁿ networks that share their weights.
"""

from __future__ import annotations

from ...formula.expr import TWO, Pow, total_of
from ...formula.functions import Function
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Field, ListOf, Number, Record, Whole
from ...reading.yamlfile import Faults
from ...solution import Block, Says
from ...working import Working

MOST_UNITS = 1000
UNITS, NETWORKS, KEPT = Name(Role.COUNT, "units"), Name(Role.COUNT, "networks"), Name(Role.COUNT, "kept")
KEEP = Name(Role.OPTION, "keep")
LARGEST_WHOLE = 180  # 2^180 has 55 digits; beyond, the power is printed with a power of ten

two_to = Function("two_to", lambda n: 2 ** int(n), definition=lambda n: Pow(TWO, n), exact=True)


class Dropout(Record):
    """``dropout:`` the units that may be left out, and the share that is kept."""

    units = Field(ListOf(Whole(1, MOST_UNITS), 100), "the number of units that may be dropped; or a list, one a layer")
    keep = Field(Number(least=0, most=1), "the probability that a unit is kept", default=None)

    def check(self, faults: Faults):
        """The power must be a number."""
        if self.has("units") and not 1 <= sum(self.units) <= MOST_UNITS:
            faults.add(self.places["units"], f"expected 1 to {MOST_UNITS} units in all; here are {sum(self.units)}", "")


def write_dropout(page: Working, plan: Dropout) -> Says:
    """2ⁿ, and p·n; what an exam would ask for."""
    page.section(Says("dropout_title")).blocks.append(Block())
    row = [UNITS]
    if len(plan.units) == 1:
        units = page.give(UNITS, plan.units[0], Mark("n"))
    else:
        layers = [str(k) for k in range(1, len(plan.units) + 1)]
        row = [Name(Role.COUNT, "units", k) for k in layers]
        counts = [page.give(name, n, Mark("n", name.by)) for name, n in zip(row, plan.units, strict=True)]
        units = page.answer(UNITS, total_of(counts), Says("dropout_units"))
        page.marks[UNITS] = "n"
    total = sum(plan.units)
    power = two_to(units) if total <= LARGEST_WHOLE else Pow(TWO, units)
    page.answer(NETWORKS, power, Says("dropout_networks"))
    page.statement.append(
        Says("dropout_statement_thinned" if len(plan.units) == 1 else "dropout_statement_thinned_layers")
    )
    if plan.keep is not None:
        row.append(KEEP)
        keep = page.give(KEEP, plan.keep, Mark("p"))
        page.answer(KEPT, keep * units, Says("dropout_kept"))
        page.statement.append(Says("dropout_statement_keep", names=[KEEP]))
    page.rows.append(row)
    page.synonyms |= dict.fromkeys(("thinned", "thinned_networks"), NETWORKS)
    return Says("dropout_statement_find_thinned" if plan.keep is None else "dropout_statement_find_kept")
