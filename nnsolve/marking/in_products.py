"""What goes wrong in a product or quotient: a factor left out or twice, + for ×, a bracket forgotten."""

from __future__ import annotations

from ..formula.expr import HALF, ONE, TWO, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, product_of
from ..formula.functions import maximum
from ..names import Role
from .changes import Place, Rule
from .in_sums import is_path
from .roles import is_count, is_rate, is_slope


def _is_half(node: Expr) -> bool:
    if isinstance(node, Div):
        return _is_number(node.left, 1) and _is_number(node.right, 2)
    return _is_number(node, 0.5)


def _is_number(node: Expr, value: float) -> bool:
    return isinstance(node, Num) and node.value == value


def _is_one_less(node: Expr) -> bool:
    return isinstance(node, Sub) and _is_number(node.left, 1)


def _sort(factor: Expr, place: Place) -> str:
    """Which slip it is to leave out a factor."""
    if isinstance(factor, Symbol):
        if is_rate(factor.name):
            return "rate_left_out"
        if is_slope(factor.name):
            return "slope_left_out"
        if is_count(place.name) and factor.name.role is Role.SIZE and factor.name.by == "channels":
            return "channels_left_out"
    if _is_half(factor):
        return "half_left_out"
    if _is_number(factor, 2):
        return "two_left_out"
    return "factor_left_out"


def factor_left_out(sort: str) -> Rule:
    """The rule that leaves out the factors of one sort."""

    def rule(node, place):
        seen = set()
        for k, factor in enumerate(node.factors):
            text = factor.name if isinstance(factor, Symbol) else str(k)
            if _sort(factor, place) == sort and text not in seen:
                seen.add(text)
                yield product_of([*node.factors[:k], *node.factors[k + 1 :]]), {"what": factor}

    return rule


def rate_in_quotient(node, place):
    """1/√v for α/√v: the rate stands above a fraction."""
    if isinstance(node.left, Symbol) and is_rate(node.left.name):
        yield Div(ONE, node.right), {"what": node.left}


def factor_twice(node, place):
    """a·b·b for a·b."""
    for k, factor in enumerate(node.factors):
        if not isinstance(factor, Num):
            yield Mul((*node.factors[: k + 1], *node.factors[k:])), {"what": factor}


def rate_twice(node, place):
    """w − η·η·g for w − η·g."""
    for factor in node.factors:
        if isinstance(factor, Symbol) and is_rate(factor.name):
            yield Mul((factor, *node.factors)), {"what": factor}


def rate_at_change(node, place):
    """w − η·Δw, where Δw holds the rate already."""
    rates = [name for name in place.around.names if is_rate(name)]
    before = node.parts()
    if not rates or node is not place.root or len(before) != 2:
        return
    if isinstance(before[1], Symbol) and before[1].name.role is Role.CHANGE:
        rate = Symbol(rates[0])
        yield node.rebuilt((before[0], Mul((rate, before[1])))), {"what": rate}


def minus_for_times(node, place):
    """a − (1 − a) for a·(1 − a)."""
    for k, factor in enumerate(node.factors[:-1]):
        other = node.factors[k + 1]
        if _is_one_less(other):
            wrong = Sub(factor, other)
            args = {"right": factor * other, "wrong": wrong}
            yield product_of([*node.factors[:k], wrong, *node.factors[k + 2 :]]), args


def added(node, place):
    """a + b for a·b."""
    factors = node.factors
    for k in range(1, len(factors)):
        wrong = Add((product_of(list(factors[:k])), product_of(list(factors[k:]))))
        yield wrong, {"right": node, "wrong": wrong}
    if len(factors) > 2:
        yield Add(factors), {"right": node, "wrong": Add(factors)}


def divided(node, place):
    """a/b for a·b."""
    for k in range(1, len(node.factors)):
        rest = product_of([*node.factors[:k], *node.factors[k + 1 :]])
        yield Div(rest, node.factors[k]), {"what": node.factors[k]}


def bracket_dropped(node, place):
    """a·b + c for a·(b + c), a − b for a·(1 − b)…, a + b/c for (a + b)/c: the bracket is not kept."""
    if isinstance(node, Mul):
        for k, factor in enumerate(node.factors):
            if isinstance(factor, (Add, Sub)):
                before, after = list(node.factors[:k]), list(node.factors[k + 1 :])
                first, *middle, last = factor.parts()
                parts = (product_of([*before, first]), *middle, product_of([last, *after]))
                yield _like(factor, parts), {"what": factor}
    elif isinstance(node, Div):
        if isinstance(node.left, (Add, Sub)):
            *first, last = node.left.parts()
            yield _like(node.left, (*first, Div(last, node.right))), {"what": node.left}
        if isinstance(node.right, (Add, Sub)):
            first, *others = node.right.parts()
            yield _like(node.right, (Div(node.left, first), *others)), {"what": node.right}
        if isinstance(node.right, Mul):
            first, *others = node.right.factors
            yield product_of([Div(node.left, first), *others]), {"what": node.right}
    elif isinstance(node, Pow) and isinstance(node.left, (Add, Sub)):
        *first, last = node.left.parts()
        yield _like(node.left, (*first, Pow(last, node.right))), {"what": node.left}


def minus_not_through(node, place):
    """−a − b for −(a − b)."""
    if isinstance(node.inner, (Add, Sub)):
        first, *others = node.inner.parts()
        yield _like(node.inner, (Neg(first), *others)), {"what": node.inner}


def _like(node: Expr, parts: tuple) -> Expr:
    return Add(parts) if isinstance(node, Add) else Sub(parts[0], parts[1])


def inverted(node, place):
    """b/a for a/b."""
    if not _is_number(node.left, 1) and not _is_number(node.right, 1):
        yield Div(node.right, node.left), {"right": node, "wrong": Div(node.right, node.left)}


def product_for_quotient(node, place):
    """a·b for a/b."""
    yield Mul((node.left, node.right)), {"right": node, "wrong": Mul((node.left, node.right))}


def _divides(node: Div) -> str:
    if _is_number(node.right, 2):
        return "half_left_out"
    counts = isinstance(node.right, Num) or (isinstance(node.right, Symbol) and node.right.name in ("n", "N", "m"))
    return "n_left_out" if counts else "divisor_left_out"


def divisor_left_out(sort: str) -> Rule:
    """The rule that does not divide: by 2, by the number of cases, by something else."""

    def rule(node, place):
        if _divides(node) == sort and not _is_number(node.right, 1) and not _is_correction(node.right):
            yield node.left, {"what": node.right}

    return rule


def _is_correction(node: Expr) -> bool:
    return _is_one_less(node) and isinstance(node.right, Pow)


def correction_left_out(node, place):
    """m for m/(1 − βᵗ)."""
    if _is_correction(node.right):
        yield node.left, {"what": node.right}


def population_for_sample(node, place):
    """Divided by n, not by n − 1."""
    if isinstance(node.right, Sub) and _is_number(node.right.right, 1):
        yield Div(node.left, node.right.left), {}


def sample_for_population(node, place):
    """Divided by n − 1, not by n."""
    if _divides(node) in ("n_left_out", "half_left_out") and not _is_number(node.right, 1):
        less = Num(str(node.right.value - 1)) if isinstance(node.right, Num) else Sub(node.right, ONE)
        whole = isinstance(node.right, Symbol) or isinstance(node.right.value, int)
        if whole and isinstance(node.left, (Add, Call)):
            yield Div(node.left, less), {}


def maximum_for_mean(node, place):
    """max(a, b) for (a + b)/2."""
    if isinstance(node.left, Add) and _is_number(node.right, len(node.left.terms)):
        yield Call(maximum, *node.left.terms), {}


def half_extra(node, place):
    """Half of what is right."""
    if _may_be_scaled(node):
        yield Mul((HALF, node)), {}


def two_extra(node, place):
    """Twice what is right."""
    if _may_be_scaled(node):
        yield Mul((TWO, node)), {}


def _may_be_scaled(node: Expr) -> bool:
    return not isinstance(node, (Symbol, Num)) and not (isinstance(node, Add) and any(map(is_path, node.terms)))
