"""What goes wrong in a product or quotient: a factor left out or twice, + for ×, a bracket forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from ..formula.expr import HALF, ONE, TWO, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, product_of
from ..formula.functions import maximum
from ..names import Role
from .changes import Candidates, Place, Rule, first_sort, instead
from .in_sums import is_path
from .roles import is_count, is_idle, is_rate, is_slope, name_of, number_of

# What the number of cases is called.
_CASES = ("n", "N", "m")


def _is_half(node: Expr) -> bool:
    if isinstance(node, Div):
        return (number_of(node.left), number_of(node.right)) == (1, 2)
    return number_of(node) == 0.5


def _is_one_less(node: Expr) -> TypeGuard[Sub]:
    return isinstance(node, Sub) and number_of(node.left) == 1


# Factors


def _is_channels(factor: Expr, place: Place) -> bool:
    """Whether a factor of a count of parameters is the number of channels."""
    size = name_of(factor)
    return is_count(place.name) and size.role is Role.SIZE and size.by == "channels"


# Which slip it is to leave out a factor: the first that holds.
_SORTS: dict[str, Callable[[Expr, Place], bool]] = {
    "rate_left_out": lambda factor, place: is_rate(name_of(factor)),
    "slope_left_out": lambda factor, place: is_slope(name_of(factor)),
    "channels_left_out": _is_channels,
    "half_left_out": lambda factor, place: _is_half(factor),
    "two_left_out": lambda factor, place: number_of(factor) == 2,
    "factor_left_out": lambda factor, place: True,
}


def _without(factors: Sequence[Expr], k: int) -> Expr:
    """The product of all factors but the k-th."""
    return product_of([*factors[:k], *factors[k + 1 :]])


def factor_left_out(sort: str) -> Rule:
    """The rule that leaves out the factors of one sort."""

    def rule(node: Mul, place: Place) -> Candidates:
        seen = set()
        for k, factor in enumerate(node.factors):
            text = name_of(factor) or str(k)
            if text not in seen and first_sort(_SORTS, factor, place) == sort:
                seen.add(text)
                yield _without(node.factors, k), {"what": factor}

    return rule


def rate_in_quotient(node: Div, place: Place) -> Candidates:
    """1/√v for α/√v: the rate stands above a fraction."""
    if is_rate(name_of(node.left)):
        yield Div(ONE, node.right), {"what": node.left}


def factor_twice(node: Mul, place: Place) -> Candidates:
    """a·b·b for a·b."""
    for k, factor in enumerate(node.factors):
        if not isinstance(factor, Num):
            yield Mul((*node.factors[: k + 1], *node.factors[k:])), {"what": factor}


def rate_twice(node: Mul, place: Place) -> Candidates:
    """w − η·η·g for w − η·g."""
    for factor in node.factors:
        if is_rate(name_of(factor)):
            yield Mul((factor, *node.factors)), {"what": factor}


def rate_at_change(node: Add | Sub, place: Place) -> Candidates:
    """w − η·Δw, where Δw holds the rate already."""
    rate = next(filter(is_rate, place.around.names), None)
    parts = node.parts()
    if rate is None or node is not place.root or len(parts) != 2:
        return
    before, change = parts
    if name_of(change).role is Role.CHANGE:
        yield node.rebuilt((before, Mul((Symbol(rate), change)))), {"what": Symbol(rate)}


def idle_factor(node: Expr, place: Place) -> Candidates:
    """T·a for a count a on which the length T of a sequence has no influence."""
    if is_count(place.name):
        for name in filter(is_idle, place.around.names):
            yield Mul((Symbol(name), node)), {"what": Symbol(name)}


# How many matrices are taken for how many: the gates of an LSTM and a GRU.
_MISCOUNTED: dict[object, str] = {3: "4", 4: "3"}


def gates_miscounted(node: Mul, place: Place) -> Candidates:
    """3·a for 4·a, and the reverse."""
    wrong = _MISCOUNTED.get(number_of(node.factors[0]))
    if is_count(place.name) and wrong is not None:
        yield Mul((Num(wrong), *node.factors[1:])), {"right": node.factors[0], "wrong": Num(wrong)}


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
    if isinstance(below, (Add, Sub, Mul)):
        first, *others = below.parts()
        yield below.rebuilt((Div(above, first), *others)), {"what": below}


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
    if 1 in (number_of(node.left), number_of(node.right)):
        return None
    return Div(node.right, node.left)


inverted = instead(_inverse)
product_for_quotient = instead(lambda node: Mul((node.left, node.right)))  # a·b for a/b


# Which slip it is not to divide: the first that holds; none where that changes nothing, or is a slip of its own.
_DIVISORS: dict[str, Callable[[Expr], bool]] = {
    "": lambda divisor: number_of(divisor) == 1 or _is_correction(divisor),
    "half_left_out": lambda divisor: number_of(divisor) == 2,
    "n_left_out": lambda divisor: isinstance(divisor, Num) or name_of(divisor) in _CASES,
    "divisor_left_out": lambda divisor: True,
}


def divisor_left_out(sort: str) -> Rule:
    """The rule that does not divide: by 2, by the number of cases, by something else."""

    def rule(node: Div, place: Place) -> Candidates:
        if first_sort(_DIVISORS, node.right) == sort:
            yield node.left, {"what": node.right}

    return rule


def _is_correction(node: Expr) -> bool:
    return _is_one_less(node) and isinstance(node.right, Pow)


def correction_left_out(node: Div, place: Place) -> Candidates:
    """m for m/(1 − βᵗ)."""
    if _is_correction(node.right):
        yield node.left, {"what": node.right}


def population_for_sample(node: Div, place: Place) -> Candidates:
    """Divided by n, not by n − 1."""
    if isinstance(node.right, Sub) and number_of(node.right.right) == 1:
        yield Div(node.left, node.right.left), {}


def sample_for_population(node: Div, place: Place) -> Candidates:
    """Divided by n − 1, not by n."""
    count, cases = node.right, number_of(node.right)
    if not isinstance(node.left, (Add, Call)) or first_sort(_DIVISORS, count) not in ("half_left_out", "n_left_out"):
        return
    if isinstance(count, Symbol):
        yield Div(node.left, Sub(count, ONE)), {}
    elif isinstance(cases, int):
        yield Div(node.left, Num(str(cases - 1))), {}


def maximum_for_mean(node: Div, place: Place) -> Candidates:
    """max(a, b) for (a + b)/2."""
    if isinstance(node.left, Add) and number_of(node.right) == len(node.left.terms):
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
