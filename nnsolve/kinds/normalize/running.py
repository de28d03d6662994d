"""Running mean and variance over batches, by the conventions of two libraries.

PyTorch (``BatchNorm1d``): momentum is the weight of the new batch, 0.1, and the running variance takes the batch's
variance with m − 1. Keras (``BatchNormalization``): momentum is the weight of the old value, 0.99, and the variance is
that with m.
"""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Div, Expr, Mul, Num, Symbol
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...reading.schema import Choice, Field, Number, Record
from ...solution import Block, Says, Section, Step
from .columns import whole
from .layer import Group, Layer

WEIGHT = Name(Role.OPTION, "momentum")
MOMENTUM = {"pytorch": Num("0.1"), "keras": Num("0.99")}


class Running(Record):
    """``running:`` whose convention, the momentum and the values at the start."""

    library = Field(
        Choice(*MOMENTUM), "pytorch: momentum weighs the new batch, variance by m − 1; keras: the old value, by m"
    )
    momentum = Field(
        Number(least=0, most=1), "between 0 and 1; 0.1 for pytorch and 0.99 for keras unless told", default=None
    )
    mean = Field(Number(), "the running mean at the start", default=ZERO)
    variance = Field(Number(above=0), "the running variance at the start", default=ONE)


def add_running(layer: Layer, plan: Running):
    """One section a batch that updates the running statistics of every column."""
    page, data = layer.page, layer.data
    page.give(WEIGHT, plan.momentum or MOMENTUM[plan.library])
    page.rows.append([WEIGHT])
    starts = {}
    for c in data.names:
        starts[c] = [data.named(f"running_{what}", c, Role.STATE) for what in ("mean", "variance")]
        given = [name.moved(At(time=0)) for name in starts[c]]
        page.give(given[0], plan.mean, _mark("μ", c, data.single, 0))
        page.give(given[1], plan.variance, _mark("σ²", c, data.single, 0))
        page.rows.append(given)
    seen = dict.fromkeys(data.names, 0)
    for group in layer.groups:
        c = group.entries[0][0]
        seen[c] += 1
        steps = _steps(layer, group, starts[c], seen[c], plan.library)
        for name, letter in zip(starts[c], ("μ", "σ²"), strict=True):
            after = name.moved(At(time=seen[c]))
            page.marks[after] = _mark(letter, c, data.single, seen[c])
            page.answers.append(after)
        page.sections.append(Section(Says("norm_running", title=group.low), [Block(None, steps)]))
    page.note(Says(f"norm_note_{plan.library}"))


def _mark(letter: str, column: str, single: bool, number: int) -> Mark:
    return Mark(letter, "run" if single else f"run,{column}", str(number))


def _steps(layer: Layer, group: Group, names: list[Name], k: int, library: str) -> list[Step]:
    momentum, m = Symbol(WEIGHT), len(group.entries)
    steps, variance = [], Symbol(group.variance)
    if library == "pytorch":
        unbiased = group.named("unbiased")
        layer.page.marks[unbiased] = Mark("σ²", ",".join(filter(None, ("unbiased", group.sub))), group.sup)
        formula = Div(Mul((whole(m), variance)), whole(m - 1))
        steps.append(Step(unbiased, formula, Says("norm_unbiased", n=m - 1)))
        variance = Symbol(unbiased)
    for name, new in zip(names, (Symbol(group.mean), variance), strict=True):
        old = Symbol(name.moved(At(time=k - 1)))
        steps.append(Step(name.moved(At(time=k)), _mixed(momentum, old, new, library)))
    steps[-2].reason = Says(f"norm_weight_{library}")
    return steps


def _mixed(momentum: Expr, old: Expr, new: Expr, library: str) -> Expr:
    if library == "pytorch":
        return (ONE - momentum) * old + momentum * new
    return momentum * old + (ONE - momentum) * new
