"""The parts that stand with or without a chain: a product of given derivatives, the bound, the update of a weight."""

from __future__ import annotations

from itertools import groupby

from ...formula.expr import Expr, Mul, Neg, Num, Pow, Symbol, product_of
from ...formula.rounding import Rounding
from ...names import Name, Role, change, d, new
from ...reading.activation import Choice
from ...reading.yamlfile import complete
from ...solution import Block, Says
from ...working import Working
from .chain import FACTOR, counted, write_mean
from .units import steepest

PRODUCT, BOUND, SLOPES = Name(Role.RESULT, "product"), Name(Role.RESULT, "bound"), Name(Role.RESULT, "slopes")
WEIGHT, RATE = Name(Role.PARAMETER, "w"), Name(Role.RATE, "η")
GIVEN_GRADIENT = d(Name(Role.LOSS, "E"), WEIGHT)


def derivative(k: int) -> Name:
    """A derivative that the problem gives."""
    return Name(Role.INPUT, f"d{k}")


def write_product(page: Working, numbers: list[Expr]):
    """The product of the derivatives d1 … dn that the problem gives."""
    count = len(numbers)
    page.row({derivative(k): number for k, number in enumerate(numbers, 1)})
    page.section(Says("flow_product", layers=counted(count)), Block())
    page.step(PRODUCT, product_of([Symbol(derivative(k)) for k in range(1, count + 1)]), Says("flow_all"))
    write_mean(page, PRODUCT, count)


def write_bound(page: Working, units: list[Choice], slopes: list[Name]):
    """How large the product of the slopes can be at most; nothing where an activation has no known bound.

    ``slopes`` names the steps of the slopes themselves, to be compared with it.
    """
    bounds = complete(steepest(unit) for unit in units)
    if bounds is None:
        return
    factors: list[Expr] = []
    for _, group in groupby(bounds, key=lambda bound: bound[0].text):
        same = list(group)
        factors.append(same[0][0] if len(same) == 1 else Pow(same[0][0], Num(str(len(same)), len(same))))
    page.section(Says("flow_bounds", layers=counted(len(units))))
    for key in dict.fromkeys(key for _, key in bounds):
        page.block(intro=Says(key))
    page.answer(BOUND, product_of(factors), Says("flow_bound"))
    if len(slopes) > 1:
        page.step(SLOPES, product_of([Symbol(name) for name in slopes]), Says("flow_slopes"))


def write_update(page: Working, gradient: Name):
    """Δw = −η·gradient, w′ = w + Δw."""
    page.section(Says("flow_update"), Block())
    page.step(change(WEIGHT), Neg(Mul((Symbol(RATE), Symbol(gradient)))), Says("change"))
    page.answer(new(WEIGHT), Symbol(WEIGHT) + Symbol(change(WEIGHT)))


def verdict(values: dict, product: Name, count: int, rounding: Rounding) -> Says:
    """Whether a gradient shrinks, grows or keeps its size on the way, in the numbers of the page."""
    size, mean = abs(float(values[product])), float(values[FACTOR])
    shown = {
        "mean": _shown(values[FACTOR], rounding),
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
    old, later = values[WEIGHT], values[new(WEIGHT)]
    shown = {"old": _shown(old, rounding), "new": _shown(later, rounding)}
    if old == later and values[change(WEIGHT)] == 0:
        return Says("flow_still", **shown)
    return Says("flow_unmoved" if rounding.round(old) == rounding.round(later) else "flow_moved", **shown)


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _shown(value: float, rounding: Rounding) -> str:
    """A number as the lines of the page print it."""
    mantissa, power, exponent = rounding.text(value).partition("e")
    ending = "×10" + exponent.lstrip("+").translate(_SUPERSCRIPTS) if power else ""
    return mantissa.replace("-", "−") + ending
