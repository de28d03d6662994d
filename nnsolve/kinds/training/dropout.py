"""Dropout: how many thinned networks there are, and how many units are kept on the average.

Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014), section 1: a network of n
units can be thinned to 2ⁿ networks that share their weights.
"""

from __future__ import annotations

from ...formula.expr import TWO, Pow, Symbol, total_of
from ...formula.functions import Function
from ...names import Name, Role
from ...reading.schema import Field, ListOf, Number, Record, Whole
from ...reading.yamlfile import Faults
from ...solution import Block, Says, Section
from .part import Part

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


def dropout_part(plan: Dropout) -> Part:
    """2ⁿ, and p·n."""
    part, steps = Part(), []
    if len(plan.units) == 1:
        units = part.give(UNITS, plan.units[0], "n")
    else:
        layers = [str(k) for k in range(1, len(plan.units) + 1)]
        counts = [part.give(Name(Role.COUNT, "units", k), n, "n", k) for k, n in zip(layers, plan.units, strict=True)]
        steps.append(part.answer(UNITS, total_of(counts), Says("dropout_units")))
        units = Symbol(UNITS)
        part.marks[UNITS] = "n"
    total = sum(plan.units)
    power = two_to(units) if total <= LARGEST_WHOLE else Pow(TWO, units)
    steps.append(part.answer(NETWORKS, power, Says("dropout_networks")))
    if plan.keep is not None:
        keep = part.give(KEEP, plan.keep, "p")
        steps.append(part.answer(KEPT, keep * units, Says("dropout_kept")))
    part.rows = [list(part.given)]
    part.sections = [Section(Says("dropout_title"), [Block(None, steps)])]
    part.statement = [Says("statement_thinned" if len(plan.units) == 1 else "statement_thinned_layers")]
    if plan.keep is not None:
        part.statement.append(Says("statement_keep", names=[KEEP]))
    part.wanted = [Says("statement_find_thinned" if plan.keep is None else "statement_find_kept")]
    part.synonyms = dict.fromkeys(("thinned", "thinned_networks"), NETWORKS)
    return part
