"""The parts that stand with or without a chain: a product of given derivatives, the bound, the update of a weight."""

from __future__ import annotations

from itertools import groupby

from ...formula.expr import Expr, Mul, Neg, Num, Pow, Symbol, product_of
from ...formula.rounding import Rounding
from ...names import Name, Role, change, d, new
from ...reading.activation import Choice
from ...reading.yamlfile import complete
from ...solution import Block, Says, Section, Step
from .chain import FACTOR, counted, geometric_mean
from .units import steepest

PRODUCT, BOUND, SLOPES = Name(Role.RESULT, "product"), Name(Role.RESULT, "bound"), Name(Role.RESULT, "slopes")
WEIGHT, RATE = Name(Role.PARAMETER, "w"), Name(Role.RATE, "η")
GIVEN_GRADIENT = d(Name(Role.LOSS, "E"), WEIGHT)


def derivative(k: int) -> Name:
    """A derivative that the problem gives."""
    return Name(Role.INPUT, f"d{k}")


def product_section(count: int) -> Section:
    """The product of the derivatives d1 … dn that the problem gives."""
    steps = [
        Step(PRODUCT, product_of([Symbol(derivative(k)) for k in range(1, count + 1)]), Says("flow_all")),
        Step(FACTOR, geometric_mean(PRODUCT, count), Says("flow_mean" if count > 1 else "flow_size")),
    ]
    return Section(Says("flow_product", layers=counted(count)), [Block(None, steps)])


def bound_section(units: list[Choice], slopes: list[Name]) -> Section | None:
    """How large the product of the slopes can be at most; None where an activation has no known bound.

    ``slopes`` names the steps of the slopes themselves, to be compared with it.
    """
    bounds = complete(steepest(unit) for unit in units)
    if bounds is None:
        return None
    factors: list[Expr] = []
    for _, group in groupby(bounds, key=lambda bound: bound[0].text):
        same = list(group)
        factors.append(same[0][0] if len(same) == 1 else Pow(same[0][0], Num(str(len(same)), len(same))))
    steps = [Step(BOUND, product_of(factors), Says("flow_bound"))]
    if len(slopes) > 1:
        steps.append(Step(SLOPES, product_of([Symbol(name) for name in slopes]), Says("flow_slopes")))
    blocks = [Block(None, [], Says(key)) for key in dict.fromkeys(key for _, key in bounds)]
    blocks[-1].steps = steps
    return Section(Says("flow_bounds", layers=counted(len(units))), blocks)


def update_section(gradient: Name) -> Section:
    """Δw = −η·gradient, w′ = w + Δw."""
    steps = [
        Step(change(WEIGHT), Neg(Mul((Symbol(RATE), Symbol(gradient)))), Says("change")),
        Step(new(WEIGHT), Symbol(WEIGHT) + Symbol(change(WEIGHT))),
    ]
    return Section(Says("flow_update"), [Block(None, steps)])


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
    return Says("flow_unmoved" if rounding.round(old) == rounding.round(later) else "flow_moved", **shown)


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _shown(value: float, rounding: Rounding) -> str:
    """A number as the lines of the page print it."""
    mantissa, power, exponent = rounding.text(value).partition("e")
    ending = "×10" + exponent.lstrip("+").translate(_SUPERSCRIPTS) if power else ""
    return mantissa.replace("-", "−") + ending
