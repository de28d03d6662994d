"""The parts that stand with or without a chain: a product of given derivatives, the bound, the update of a weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ...formula.expr import Expr, Mul, Neg, Num, Pow, Symbol, product_of, whole
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


def write_product(page: Working, numbers: list[Expr]) -> None:
    """The product of the derivatives d1 … dn that the problem gives."""
    count = len(numbers)
    given = {derivative(k): number for k, number in enumerate(numbers, 1)}
    page.row(given)
    page.section(Says("flow_product", layers=counted(count)), Block())
    page.step(PRODUCT, product_of(map(Symbol, given)), Says("flow_all"))
    write_mean(page, PRODUCT, count)


def write_bound(page: Working, units: list[Choice], slopes: list[Name]) -> None:
    """How large the product of the slopes can be at most; nothing where an activation has no known bound.

    ``slopes`` names the steps of the slopes themselves, to be compared with it.
    """
    bounds = complete(steepest(unit) for unit in units)
    if bounds is None:
        return
    numbers, keys = zip(*bounds, strict=True)
    page.section(Says("flow_bounds", layers=counted(len(units))))
    for key in dict.fromkeys(keys):
        page.block(intro=Says(key))
    page.answer(BOUND, _powers(numbers), Says("flow_bound"))
    if len(slopes) > 1:
        page.step(SLOPES, product_of(map(Symbol, slopes)), Says("flow_slopes"))


def _powers(numbers: Sequence[Num]) -> Expr:
    """The product of numbers; equal ones that follow each other as a power."""
    factors: list[Expr] = []
    for _, group in groupby(numbers, key=lambda number: number.text):
        first, *others = group
        factors.append(Pow(first, whole(1 + len(others))) if others else first)
    return product_of(factors)


def write_update(page: Working, gradient: Name) -> None:
    """Δw = −η·gradient, w′ = w + Δw."""
    page.section(Says("flow_update"), Block())
    page.step(change(WEIGHT), Neg(Mul((Symbol(RATE), Symbol(gradient)))), Says("network_change"))
    page.answer(new(WEIGHT), Symbol(WEIGHT) + Symbol(change(WEIGHT)))


def verdict(values: Mapping[Name, float], product: Name, count: int, rounding: Rounding) -> Says:
    """Whether a gradient shrinks, grows or keeps its size on the way, in the numbers of the page."""
    left, mean = values[product], values[FACTOR]
    if float(left) == 0:
        key = "flow_dead"
    elif abs(float(mean) - 1) < 1e-9:
        key = "flow_keeps"
    else:
        key = "flow_vanishes" if float(mean) < 1 else "flow_explodes"
    return Says(key, mean=_shown(mean, rounding), left=_shown(left, rounding), layers=counted(count))


def moved(values: Mapping[Name, float], rounding: Rounding) -> Says:
    """Whether the update can be seen in the digits of the page."""
    old, later = values[WEIGHT], values[new(WEIGHT)]
    if old == later and values[change(WEIGHT)] == 0:
        key = "flow_still"
    else:
        key = "flow_unmoved" if rounding.round(old) == rounding.round(later) else "flow_moved"
    return Says(key, old=_shown(old, rounding), new=_shown(later, rounding))


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _shown(value: float, rounding: Rounding) -> str:
    """A number as the lines of the page print it."""
    mantissa, power, exponent = rounding.text(value).partition("e")
    ending = "×10" + exponent.lstrip("+").translate(_SUPERSCRIPTS) if power else ""
    return mantissa.replace("-", "−") + ending
