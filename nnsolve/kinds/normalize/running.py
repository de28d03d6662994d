"""Running mean and variance over batches, by the conventions of two libraries.

PyTorch (``BatchNorm1d``): momentum is the weight of the new batch, 0.1, and the running variance takes the batch's
variance with m − 1. Keras (``BatchNormalization``): momentum is the weight of the old value, 0.99, and the variance is
that with m.
"""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Div, Expr, Mul, Num, Symbol, whole
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...reading.schema import Choice, Field, Number, Record
from ...solution import Says
from .columns import Columns
from .layer import Group, Layer

WEIGHT = Name(Role.OPTION, "momentum")
MOMENTUM = {"pytorch": Num("0.1"), "keras": Num("0.99")}


_NOTES = {"pytorch": "norm_note_pytorch", "keras": "norm_note_keras"}


_WEIGHTS = {"pytorch": "norm_weight_pytorch", "keras": "norm_weight_keras"}


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


def write_running(layer: Layer, plan: Running) -> None:
    """One section a batch that updates the running statistics of every column."""
    page, data = layer.page, layer.data
    page.row({WEIGHT: plan.momentum or MOMENTUM[plan.library]})
    for c in data.names:
        mean, variance = (name.moved(At(time=0)) for name in _running(data, c))
        page.row({mean: plan.mean, variance: plan.variance})
        page.marks |= {mean: _mark("μ", data, c, 0), variance: _mark("σ²", data, c, 0)}
    seen = dict.fromkeys(data.names, 0)
    for group in layer.groups:
        c = group.entries[0][0]
        seen[c] += 1
        page.section(Says("norm_running", title=group.low))
        page.block()
        _update(layer, group, _running(data, c), seen[c], plan.library)
        for name, letter in zip(_running(data, c), ("μ", "σ²"), strict=True):
            page.marks[name.moved(At(time=seen[c]))] = _mark(letter, data, c, seen[c])
    page.note(Says(_NOTES[plan.library]))


def _running(data: Columns, column: Name) -> list[Name]:
    """The running mean and variance of a column."""
    return [data.named(f"running_{what}", column, Role.STATE) for what in ("mean", "variance")]


def _mark(letter: str, data: Columns, column: str, number: int) -> Mark:
    return Mark(letter, "run" if data.single else f"run,{column}", str(number))


def _update(layer: Layer, group: Group, names: list[Name], k: int, library: str) -> None:
    """The running statistics after the k-th batch."""
    page, m = layer.page, len(group.entries)
    variance = Symbol(group.variance)
    if library == "pytorch":
        unbiased = group.named("unbiased")
        page.marks[unbiased] = Mark("σ²", ",".join(filter(None, ("unbiased", group.sub))), group.sup)
        formula = Div(Mul((whole(m), variance)), whole(m - 1))
        variance = page.step(unbiased, formula, Says("norm_unbiased", n=m - 1))
    after = [name.moved(At(time=k)) for name in names]
    before = [Symbol(name.moved(At(time=k - 1))) for name in names]
    mixed = [_mixed(old, new, library) for old, new in zip(before, (Symbol(group.mean), variance), strict=True)]
    page.alike(zip(after, mixed, strict=True), Says(_WEIGHTS[library]))
    page.answers += after


def _mixed(old: Expr, new: Expr, library: str) -> Expr:
    momentum = Symbol(WEIGHT)
    if library == "pytorch":
        return (ONE - momentum) * old + momentum * new
    return momentum * old + (ONE - momentum) * new
