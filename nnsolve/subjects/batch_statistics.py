"""Batch normalisation of m numbers: mean and variance as steps, then every number centred, scaled and shifted.

Source: Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate
shift, 2015, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..formula.expr import TWO, Div, Expr, Mul, Num, Pow, Sub, Symbol, sum_of, total_of
from ..formula.functions import FLAT, FUNCTIONS, Function
from ..names import Name
from ..solution import Says, Step

_ROOT = FUNCTIONS["sqrt"]


def statistics(
    values: Sequence[Name], mean: Name, variance: Name, root: Name, epsilon: Expr | None = None
) -> list[Step]:
    """μ, σ² and √(σ² + ε) of the named ``values``, as steps of these names; without ``epsilon`` the root is √σ²."""
    count = len(values)
    return [
        Step(mean, mean_of(values), Says("batch_norm_mean", n=count)),
        Step(variance, variance_of(values, mean), Says("batch_norm_variance", n=count)),
        Step(root, deviation(variance, epsilon), Says("batch_norm_root")),
    ]


def mean_of(values: Sequence[Name]) -> Expr:
    """μ = Σx/m."""
    return Div(sum_of(values), Num(str(len(values))))


def variance_of(values: Sequence[Name], mean: Name, less_one: bool = False) -> Expr:
    """σ² = Σ(x − μ)²/m; with ``less_one`` divided by m − 1 (of two values or more)."""
    return mean_square(len(values), less_one)(*map(Symbol, values), Symbol(mean))


def deviation(variance: Name, epsilon: Expr | None = None) -> Expr:
    """√(σ² + ε), or √σ² where ``epsilon`` is None."""
    return _ROOT(Symbol(variance) if epsilon is None else Symbol(variance) + epsilon)


def standardised(value: Name, mean: Name, divisor: Expr) -> Expr:
    """x̂ = (x − μ)/√(σ² + ε); ``divisor`` is the root, by its name or as a formula."""
    return Div(Sub(Symbol(value), Symbol(mean)), divisor)


def shifted(hat: Name, gamma: Expr, beta: Expr) -> Expr:
    """y = γ·x̂ + β."""
    return Mul((gamma, Symbol(hat))) + beta


def normalised(value: Name, mean: Name, divisor: Expr, hat: Name) -> Step:
    """x̂ as the step ``hat``."""
    return Step(hat, standardised(value, mean, divisor), Says("batch_norm_hat"))


def scaled(hat: Name, out: Name, gamma: Expr, beta: Expr) -> Step:
    """y as the step ``out``."""
    return Step(out, shifted(hat, gamma, beta), Says("batch_norm_scaled"))


def mean_square(count: int, less_one: bool = False) -> Function:
    """Σ(x − μ)²/m over m = ``count`` numbers and, as its last argument, their mean μ; or over m − 1.

    Its derivative by x is 2(x − μ)/m. That by μ is −2·Σ(x − μ)/m, which is 0 since deviations from the mean add up to
    0; so its slope counts as 0 here, and no path leads through it.
    """
    divisor = count - 1 if less_one else count

    def value(*numbers: Any) -> Any:
        *values, mean = numbers
        return sum((value - mean) ** 2 for value in values) / divisor

    def definition(*args: Expr) -> Expr:
        *terms, mean = args
        return Div(total_of([Pow(Sub(term, mean), TWO) for term in terms]), Num(str(divisor)))

    def sums(*numbers: Any) -> list[tuple]:
        *values, mean = numbers
        return [(value - mean, abs(mean)) for value in values]

    slopes = [lambda a, out, k=k: Div(Mul((TWO, Sub(a[k], a[-1]))), Num(str(divisor))) for k in range(count)]
    return Function("variance", value, (*slopes, FLAT), definition, exact=True, note="variance", sums=sums)
