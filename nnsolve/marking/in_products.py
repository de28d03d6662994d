"""What goes wrong in a product or quotient: a factor left out or twice, + for ×, a bracket forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from ..formula.expr import HALF, ONE, TWO, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, product_of
from ..formula.functions import maximum
from ..names import Role
from .changes import Candidates, Place, Rule, instead
from .in_sums import is_path
from .roles import is_count, is_rate, is_slope

# What the number of cases is called.
_CASES = ("n", "N", "m")


def _is_half(node: Expr) -> bool:
    if isinstance(node, Div):
        return _is_number(node.left, 1) and _is_number(node.right, 2)
    return _is_number(node, 0.5)


def _is_number(node: Expr, value: float) -> bool:
    return isinstance(node, Num) and node.value == value


def _is_one_less(node: Expr) -> TypeGuard[Sub]:
    return isinstance(node, Sub) and _is_number(node.left, 1)


# Factors


def _is_rate(factor: Expr, place: Place) -> bool:
    return isinstance(factor, Symbol) and is_rate(factor.name)


def _is_slope(factor: Expr, place: Place) -> bool:
    return isinstance(factor, Symbol) and is_slope(factor.name)


def _is_channels(factor: Expr, place: Place) -> bool:
    """Whether a factor of a count of parameters is the number of channels."""
    if not isinstance(factor, Symbol) or not is_count(place.name):
        return False
    return factor.name.role is Role.SIZE and factor.name.by == "channels"


# Which slip it is to leave out a factor: the first that holds.
_SORTS: dict[str, Callable[[Expr, Place], bool]] = {
    "rate_left_out": _is_rate,
    "slope_left_out": _is_slope,
    "channels_left_out": _is_channels,
    "half_left_out": lambda factor, place: _is_half(factor),
    "two_left_out": lambda factor, place: _is_number(factor, 2),
    "factor_left_out": lambda factor, place: True,
}


def _sort(factor: Expr, place: Place) -> str:
    """Which slip it is to leave out a factor."""
    return next(sort for sort, holds in _SORTS.items() if holds(factor, place))


def _without(factors: Sequence[Expr], k: int) -> Expr:
    """The product of all factors but the k-th."""
    return product_of([*factors[:k], *factors[k + 1 :]])


def factor_left_out(sort: str) -> Rule:
    """The rule that leaves out the factors of one sort."""

    def rule(node: Mul, place: Place) -> Candidates:
        seen = set()
        for k, factor in enumerate(node.factors):
            text = factor.name if isinstance(factor, Symbol) else str(k)
            if text not in seen and _sort(factor, place) == sort:
                seen.add(text)
                yield _without(node.factors, k), {"what": factor}

    return rule


def rate_in_quotient(node: Div, place: Place) -> Candidates:
    """1/√v for α/√v: the rate stands above a fraction."""
    if _is_rate(node.left, place):
        yield Div(ONE, node.right), {"what": node.left}


def factor_twice(node: Mul, place: Place) -> Candidates:
    """a·b·b for a·b."""
    for k, factor in enumerate(node.factors):
        if not isinstance(factor, Num):
            yield Mul((*node.factors[: k + 1], *node.factors[k:])), {"what": factor}


def rate_twice(node: Mul, place: Place) -> Candidates:
    """w − η·η·g for w − η·g."""
    for factor in node.factors:
        if _is_rate(factor, place):
            yield Mul((factor, *node.factors)), {"what": factor}


def rate_at_change(node: Add | Sub, place: Place) -> Candidates:
    """w − η·Δw, where Δw holds the rate already."""
    rate = next(filter(is_rate, place.around.names), None)
    parts = node.parts()
    if rate is None or node is not place.root or len(parts) != 2:
        return
    before, change = parts
    if isinstance(change, Symbol) and change.name.role is Role.CHANGE:
        yield node.rebuilt((before, Mul((Symbol(rate), change)))), {"what": Symbol(rate)}


def minus_for_times(node: Mul, place: Place) -> Candidates:
    """a − (1 − a) for a·(1 − a)."""
    for k, factor in enumerate(node.factors[:-1]):
        other = node.factors[k + 1]
        if _is_one_less(other):
            wrong = Sub(factor, other)
            changed = product_of([*node.factors[:k], wrong, *node.factors[k + 2 :]])
            yield changed, {"right": factor * other, "wrong": wrong}


def added(node: Mul, place: Place) -> Candidates:
    """a + b for a·b."""
    factors = node.factors
    for k in range(1, len(factors)):
        wrong = Add((product_of(factors[:k]), product_of(factors[k:])))
        yield wrong, {"right": node, "wrong": wrong}
    if len(factors) > 2:
        yield Add(factors), {"right": node, "wrong": Add(factors)}


def divided(node: Mul, place: Place) -> Candidates:
    """a/b for a·b."""
    for k, factor in enumerate(node.factors[1:], 1):
        yield Div(_without(node.factors, k), factor), {"what": factor}


# Brackets


def bracket_of_product(node: Mul, place: Place) -> Candidates:
    """a·b + c for a·(b + c), a − b for a·(1 − b)…: the bracket is not kept."""
    for k, factor in enumerate(node.factors):
        if not isinstance(factor, (Add, Sub)):
            continue
        first, *middle, last = factor.parts()
        left = product_of([*node.factors[:k], first])
        right = product_of([last, *node.factors[k + 1 :]])
        yield factor.rebuilt((left, *middle, right)), {"what": factor}


def bracket_of_quotient(node: Div, place: Place) -> Candidates:
    """a + b/c for (a + b)/c, a/b + c for a/(b + c), a/b·c for a/(b·c): the bracket is not kept."""
    above, below = node.left, node.right
    if isinstance(above, (Add, Sub)):
        *before, last = above.parts()
        yield above.rebuilt((*before, Div(last, below))), {"what": above}
    if isinstance(below, (Add, Sub)):
        first, *others = below.parts()
        yield below.rebuilt((Div(above, first), *others)), {"what": below}
    if isinstance(below, Mul):
        first, *others = below.factors
        yield product_of([Div(above, first), *others]), {"what": below}


def bracket_of_power(node: Pow, place: Place) -> Candidates:
    """a + b² for (a + b)²: the bracket is not kept."""
    if isinstance(node.left, (Add, Sub)):
        *before, last = node.left.parts()
        yield node.left.rebuilt((*before, Pow(last, node.right))), {"what": node.left}


_BRACKETS: dict[type, Rule] = {Mul: bracket_of_product, Div: bracket_of_quotient, Pow: bracket_of_power}


def bracket_dropped(node: Mul | Div | Pow, place: Place) -> Candidates:
    """A bracket that is not kept, in a product, quotient or power."""
    return _BRACKETS[type(node)](node, place)


def minus_not_through(node: Neg, place: Place) -> Candidates:
    """−a − b for −(a − b)."""
    if isinstance(node.inner, (Add, Sub)):
        first, *others = node.inner.parts()
        yield node.inner.rebuilt((Neg(first), *others)), {"what": node.inner}


# Quotients


def _inverse(node: Div) -> Expr | None:
    """b/a for a/b."""
    if _is_number(node.left, 1) or _is_number(node.right, 1):
        return None
    return Div(node.right, node.left)


inverted = instead(_inverse)
product_for_quotient = instead(lambda node: Mul((node.left, node.right)))  # a·b for a/b


def _divides(node: Div) -> str:
    """Which slip it is not to divide."""
    divisor = node.right
    if _is_number(divisor, 2):
        return "half_left_out"
    if isinstance(divisor, Num) or (isinstance(divisor, Symbol) and divisor.name in _CASES):
        return "n_left_out"
    return "divisor_left_out"


def divisor_left_out(sort: str) -> Rule:
    """The rule that does not divide: by 2, by the number of cases, by something else."""

    def rule(node: Div, place: Place) -> Candidates:
        divisor = node.right
        if _is_number(divisor, 1) or _is_correction(divisor):
            return
        if _divides(node) == sort:
            yield node.left, {"what": divisor}

    return rule


def _is_correction(node: Expr) -> bool:
    return _is_one_less(node) and isinstance(node.right, Pow)


def correction_left_out(node: Div, place: Place) -> Candidates:
    """m for m/(1 − βᵗ)."""
    if _is_correction(node.right):
        yield node.left, {"what": node.right}


def population_for_sample(node: Div, place: Place) -> Candidates:
    """Divided by n, not by n − 1."""
    if isinstance(node.right, Sub) and _is_number(node.right.right, 1):
        yield Div(node.left, node.right.left), {}


def sample_for_population(node: Div, place: Place) -> Candidates:
    """Divided by n − 1, not by n."""
    count = node.right
    if not isinstance(node.left, (Add, Call)) or _divides(node) == "divisor_left_out":
        return
    if isinstance(count, Symbol):
        yield Div(node.left, Sub(count, ONE)), {}
    elif isinstance(count, Num) and isinstance(count.value, int) and count.value != 1:
        yield Div(node.left, Num(str(count.value - 1))), {}


def maximum_for_mean(node: Div, place: Place) -> Candidates:
    """max(a, b) for (a + b)/2."""
    if isinstance(node.left, Add) and _is_number(node.right, len(node.left.terms)):
        yield Call(maximum, *node.left.terms), {}


# The whole


def scaled(factor: Num | Div) -> Rule:
    """The rule that multiplies what is right."""

    def rule(node: Expr, place: Place) -> Candidates:
        if _may_be_scaled(node):
            yield Mul((factor, node)), {}

    return rule


def _may_be_scaled(node: Expr) -> bool:
    """Whether a formula is more than a name or number, and no sum of paths."""
    if isinstance(node, (Symbol, Num)):
        return False
    return not (isinstance(node, Add) and any(map(is_path, node.terms)))


half_extra, two_extra = scaled(HALF), scaled(TWO)
