"""The parts that stand with or without a chain: a product of given derivatives, the bound, the update of a weight."""

from __future__ import annotations

from itertools import groupby

from ...formula.expr import Expr, Mul, Neg, Num, Pow, Symbol, product_of
from ...formula.rounding import Rounding
from ...reading.activation import Choice
from ...solution import Block, Says, Section, Step
from .chain import counted, geometric_mean
from .units import steepest


def product_section(count: int) -> Section:
    """The product of the derivatives d1 … dn that the problem gives."""
    steps = [
        Step("product", product_of([Symbol(f"d{k}") for k in range(1, count + 1)]), Says("flow_all")),
        Step("factor", geometric_mean("product", count), Says("flow_mean" if count > 1 else "flow_size")),
    ]
    return Section(Says("flow_product", layers=counted(count)), [Block(None, steps)])


def bound_section(units: list[Choice], slopes: list[str]) -> Section | None:
    """How large the product of the slopes can be at most; None where an activation has no known bound.

    ``slopes`` names the steps of the slopes themselves, to be compared with it.
    """
    bounds = [steepest(unit) for unit in units]
    if None in bounds:
        return None
    factors: list[Expr] = []
    for _, group in groupby(bounds, key=lambda bound: bound[0].text):
        same = list(group)
        factors.append(same[0][0] if len(same) == 1 else Pow(same[0][0], Num(str(len(same)), len(same))))
    steps = [Step("bound", product_of(factors), Says("flow_bound"))]
    if len(slopes) > 1:
        steps.append(Step("slopes", product_of([Symbol(name) for name in slopes]), Says("flow_slopes")))
    blocks = [Block(None, [], Says(key)) for key in dict.fromkeys(key for _, key in bounds)]
    blocks[-1].steps = steps
    return Section(Says("flow_bounds", layers=counted(len(units))), blocks)


def update_section(gradient: str) -> Section:
    """Δw = −η·gradient, w′ = w + Δw."""
    steps = [
        Step("change_w", Neg(Mul((Symbol("η"), Symbol(gradient)))), Says("change")),
        Step("new_w", Symbol("w") + Symbol("change_w")),
    ]
    return Section(Says("flow_update"), [Block(None, steps)])


def verdict(values: dict, product: str, count: int, rounding: Rounding) -> Says:
    """Whether a gradient shrinks, grows or keeps its size on the way, in the numbers of the page."""
    size, mean = abs(float(values[product])), float(values["factor"])
    shown = {
        "mean": _shown(values["factor"], rounding),
        "left": _shown(values[product], rounding),
        "layers": counted(count),
    }
    if size == 0:
        return Says("flow_dead", **shown)
    if abs(mean - 1) < 1e-9:
        return Says("flow_keeps", **shown)
    return Says("flow_vanishes" if mean < 1 else "flow_explodes", **shown)


def moved(values: dict, rounding: Rounding) -> Says:
    """Whether the update can be seen in the digits of the page."""
    old, new = rounding.round(values["w"]), rounding.round(values["new_w"])
    shown = {"old": _shown(values["w"], rounding), "new": _shown(values["new_w"], rounding)}
    return Says("flow_unmoved" if old == new else "flow_moved", **shown)


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _shown(value: float, rounding: Rounding) -> str:
    """A number as the lines of the page print it."""
    mantissa, power, exponent = rounding.text(value).partition("e")
    ending = "×10" + exponent.lstrip("+").translate(_SUPERSCRIPTS) if power else ""
    return mantissa.replace("-", "−") + ending
