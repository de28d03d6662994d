"""Batch normalisation of m numbers: mean and variance as steps, then every number centred, scaled and shifted.

Source: Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate
shift, 2015, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..formula.expr import TWO, Div, Expr, Mul, Num, Pow, Sub, Symbol, total_of
from ..formula.functions import FLAT, FUNCTIONS, Function
from ..names import Name
from ..solution import Says, Step

_ROOT = FUNCTIONS["sqrt"]


def statistics(
    values: Sequence[Name],
    mean: Name,
    variance: Name,
    root: Name | None = None,
    epsilon: Expr | None = None,
    less_one: bool = False,
) -> list[Step]:
    """μ = Σx/m and σ² = Σ(x − μ)²/m of the named ``values``, as the steps ``mean`` and ``variance``.

    With ``less_one`` the sum of squares is divided by m − 1 (of two values or more). Where ``root`` is a name, the step
    √(σ² + ε) follows; without ``epsilon`` it is √σ².
    """
    terms = [Symbol(name) for name in values]
    count = Num(str(len(terms)))
    steps = [
        Step(mean, Div(total_of(terms), count), Says("bn_mean", n=len(terms))),
        Step(
            variance,
            mean_square(len(terms), less_one)(*terms, Symbol(mean)),
            Says("bn_variance_less_one" if less_one else "bn_variance", n=len(terms) - less_one),
        ),
    ]
    if root:
        steps.append(Step(root, deviation(variance, epsilon), Says("bn_root")))
    return steps


def deviation(variance: Name, epsilon: Expr | None) -> Expr:
    """√(σ² + ε), or √σ² where ``epsilon`` is None."""
    return _ROOT(Symbol(variance) if epsilon is None else Symbol(variance) + epsilon)


def normalised(value: Name, mean: Name, divisor: Expr, hat: Name) -> Step:
    """x̂ = (x − μ)/√(σ² + ε) as the step ``hat``; ``divisor`` is the root, by its name or as a formula."""
    return Step(hat, Div(Sub(Symbol(value), Symbol(mean)), divisor), Says("bn_hat"))


def scaled(hat: Name, out: Name, gamma: Expr, beta: Expr) -> Step:
    """y = γ·x̂ + β as the step ``out``."""
    return Step(out, Mul((gamma, Symbol(hat))) + beta, Says("bn_scaled"))


def mean_square(count: int, less_one: bool = False) -> Function:
    """Σ(x − μ)²/m over m = ``count`` numbers and, as its last argument, their mean μ; or over m − 1.

    Its derivative by x is 2(x − μ)/m. That by μ is −2·Σ(x − μ)/m, which is 0 since deviations from the mean add up to
    0; so its slope counts as 0 here, and no path leads through it.
    """
    divisor = count - 1 if less_one else count

    def value(*numbers):
        *values, mean = numbers
        return sum((value - mean) ** 2 for value in values) / divisor

    def definition(*args):
        *terms, mean = args
        return Div(total_of([Pow(Sub(term, mean), TWO) for term in terms]), Num(str(divisor)))

    def sums(*numbers):
        *values, mean = numbers
        return [(value - mean, abs(mean)) for value in values]

    slopes = [lambda a, out, k=k: Div(Mul((TWO, Sub(a[k], a[-1]))), Num(str(divisor))) for k in range(count)]
    return Function("variance", value, (*slopes, FLAT), definition, exact=True, note="variance", sums=sums)
