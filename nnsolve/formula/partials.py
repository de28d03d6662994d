"""The rules of differentiation, a table by the kind of node: what each part of a formula receives from above.

:func:`partials` differentiates a formula of numbers by every name in it, in one walk, without simplifying. Source of
the rules: sum, product, quotient and chain rule; the functions' own slopes. What arrays need besides stands in
:mod:`.array_partials`, which walks by the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat

from ..errors import NoRuleError
from ..names import Name
from .arrays import Entry
from .expr import ONE, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, nodes, product_of

Sizes = Mapping[Name, Iterable[int]]


# What the value of a node is multiplied by on its way to the target: whether a minus stands in front, factors and
# divisors in order. A plain tuple, since one is made for every name of a formula.
Above = tuple[bool, tuple[Expr, ...], tuple[Expr, ...]]
TARGET: Above = (False, (), ())


def times(above: Above, *more: Expr) -> Above:
    """With further factors."""
    minus, factors, divisors = above
    return minus, factors + more, divisors


def over(above: Above, divisor: Expr) -> Above:
    """With a further divisor."""
    minus, factors, divisors = above
    return minus, factors, (*divisors, divisor)


def negated(above: Above) -> Above:
    """With the other sign."""
    minus, factors, divisors = above
    return not minus, factors, divisors


def alone(above: Above, whole: Expr) -> Above:
    """With the same sign and one factor, in which all others are."""
    return above[0], (whole,), ()


def partials(formula: Expr, out: Expr) -> dict[Name, Expr]:
    """The derivative of a formula of numbers by each name in it, as the textbook writes it.

    ``out`` stands for the value of the whole formula: with it σ′ is out·(1 − out). Names whose derivative is zero are
    absent. Raises NoRuleError where a name stands below something without a rule: a function that is not
    differentiated, a matrix of unknown size.
    """
    return ruled(*differentiated(formula, out))


def differentiated(
    formula: Expr, out: Expr, above: Above | None = None, sizes: Sizes | None = None
) -> tuple[dict[Name, Expr], dict[Name, str]]:
    """The derivatives by name, and the names that have none, each with what has no rule.

    Without ``sizes`` all names are numbers.
    """
    walk = Walk() if sizes is None else _over_arrays(sizes)
    walk.go(formula, above or TARGET, out)
    return {name: _signed_total(terms) for name, terms in walk.found.items() if name not in walk.without}, walk.without


def _over_arrays(sizes: Sizes) -> Walk:
    from .array_partials import ArrayWalk  # where there are arrays

    return ArrayWalk(sizes)


def ruled(found: dict[Name, Expr], without: dict[Name, str]) -> dict[Name, Expr]:
    """The derivatives, where all names have one; raises NoRuleError where one has none."""
    for name, what in without.items():
        raise no_rule(name, what)
    return found


def no_rule(name: Name, what: str) -> NoRuleError:
    """The error that says what stands between a name and its derivative."""
    return NoRuleError(f"there is no rule for the derivative by {name}: {what} is not differentiated")


def differentiable(formula: Expr) -> Iterator[Name]:
    """The names by which a formula may be differentiated: its symbols, and the entries of matrices one by one."""
    return (leaf.name for leaf in leaves(formula))


def leaves(formula: Expr) -> Iterator[Symbol | Entry]:
    """The symbols and entries of a formula in the order they are written, with repetitions."""
    return (node for node in nodes(formula) if isinstance(node, (Symbol, Entry)))


def _signed_total(terms: list[Expr]) -> Expr:
    """The sum of ``terms``; what counts negatively is taken off: a − b, not a + (−b)."""
    total = terms[0]
    for term in terms[1:]:
        total = total - term.inner if isinstance(term, Neg) else total + term
    return total


# The rules: what each part of a node receives, given what the node received.

Passed = Iterable[tuple[Expr, Above]]


def _of_sum(node: Add, above: Above) -> Passed:
    return zip(node.terms, repeat(above))


def _of_difference(node: Sub, above: Above) -> Passed:
    return [(node.left, above), (node.right, negated(above))]


def _of_negative(node: Neg, above: Above) -> Passed:
    return [(node.inner, negated(above))]


def _of_product(node: Mul, above: Above) -> Passed:
    minus, before, divisors = above
    factors = node.factors
    for i, factor in enumerate(factors):
        if type(factor) is not Num:
            yield factor, (minus, before + factors[:i] + factors[i + 1 :], divisors)


def _of_quotient(node: Div, above: Above) -> Passed:
    square = Pow(node.right, Num("2"))
    return [(node.left, over(above, node.right)), (node.right, negated(over(times(above, node.left), square)))]


def _of_power(node: Pow, above: Above) -> Passed:
    base, exponent = node.left, node.right
    if isinstance(exponent, Num):
        if exponent.value == 0:  # not 0·x⁻¹, which has no value at 0
            return []
        less = Num(repr(exponent.value - 1))
        return [(base, times(above, exponent, base if less.value == 1 else Pow(base, less)))]
    from .functions import ln

    slope = times(above, exponent, Pow(base, exponent - ONE))
    return [(base, slope), (exponent, times(above, node, ln(base)))]


RULES: dict[type[Expr], Callable[..., Passed]] = {
    Add: _of_sum,
    Sub: _of_difference,
    Neg: _of_negative,
    Mul: _of_product,
    Div: _of_quotient,
    Pow: _of_power,
}


class Walk:
    """One walk over a formula of numbers, which adds up what every name receives."""

    rules: Mapping[type[Expr], Callable[..., Passed]] = RULES

    def __init__(self) -> None:
        self.found: dict[Name, list[Expr]] = {}
        self.without: dict[Name, str] = {}

    def go(self, node: Expr, above: Above, out: Expr | None = None) -> None:
        """Adds what each name below ``node`` receives; ``out`` is how the node's value is written, if it has a name."""
        rule = self.rules.get(type(node))
        if rule is not None:
            for part, passed in rule(node, above):
                self.go(part, passed)
        elif isinstance(node, (Symbol, Entry)):
            product = self.product(above, node)
            self.found.setdefault(node.name, []).append(Neg(product) if above[0] else product)
        elif isinstance(node, Call):
            self._call(node, above, out or node)
        elif type(node) is not Num:
            self.stop(node, type(node).__name__)

    def stop(self, node: Expr, what: str) -> None:
        """Notes that the names below a node have no derivative, since there is no rule for ``what``."""
        self.without.update(dict.fromkeys(differentiable(node), what))

    def product(self, above: Above, node: Expr) -> Expr:
        """What a name receives, without its sign."""
        _, factors, divisors = above
        product = factors[0] if len(factors) == 1 else product_of(factors)
        return Div(product, product_of(divisors)) if divisors else product

    def _call(self, node: Call, above: Above, out: Expr) -> None:
        function = node.function
        for i, arg in enumerate(node.args):
            if isinstance(arg, Num) or function.flat(i):
                continue
            passed = self.through(node, i, above, out)
            if passed is None:
                self.stop(arg, function.name)
            else:
                self.go(arg, passed)

    def through(self, node: Call, i: int, above: Above, out: Expr) -> Above | None:
        """What argument ``i`` of a function receives; None where there is no rule."""
        slope = node.function.slope(i, node.args, out)
        if slope is None:
            return None
        if isinstance(slope, Neg):
            above, slope = negated(above), slope.inner
        return above if slope is ONE else times(above, slope)
