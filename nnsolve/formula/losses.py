"""The table of losses: the term of one output, its derivative, and how the terms are put together.

Every term takes the target t, the output o, and then the loss's own parameters. A new loss is one entry here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .expr import HALF, ONE, TWO, ZERO, Expr, Mul, Neg, Pow
from .functions import Function, absolute, difference, ln, logarithm, maximum, minimum, sign

if TYPE_CHECKING:
    from .numbers import Numeric


def _weighted_log(weight: float, x: float, what: str) -> float:
    """weight · ln x, where 0 · ln 0 counts as 0 (its limit)."""
    if weight == 0:
        return 0.0
    if x <= 0:
        raise ValueError(f"{what} is 0 in double precision, so its logarithm has no value")
    return weight * logarithm(x)


def _over(weight: Numeric, x: Numeric) -> Numeric:
    """weight / x, where 0 / 0 counts as 0: the term with weight 0 is not there."""
    if weight == 0:
        return weight
    if x == 0:
        raise ZeroDivisionError("an output that is exactly 0 stands in a denominator")
    return weight / x


def _huber(t: Numeric, o: Numeric, delta: Numeric) -> Numeric:
    gap = abs(t - o)
    return gap * gap / 2 if gap <= delta else delta * (gap - delta / 2)


def _from_margin(t: Numeric, o: Numeric) -> Numeric:
    """How far t·o is from the margin 1 of the hinge loss."""
    return abs(1 - t * o)


def _bce_slope(a: tuple[Expr, ...], out: Expr) -> Expr:
    t, o = a[0], a[1]
    return over(ONE - t, ONE - o) - over(t, o)


# Division that knows that a term with weight 0 is absent; printed as a plain fraction.
over = Function("over", _over, definition=lambda a, b: a / b, exact=True, code="over({args})")
_hinge_slope = Function(
    "hinge′",
    lambda t, o: -t if 1 - t * o > 0 else 0 * t,
    exact=True,
    note="network_hinge_slope",
    border=_from_margin,
    code="hinge_slope({args}, 1, False)",
)


class Loss:
    """An entry of the table.

    ``term`` is the function of (t, o, *parameters); ``mean`` the divisor of the sum: 'sum' for none, 'mean' for n,
    'half mean' for 2n. ``outputs`` and ``targets`` name the domains: 'any', 'probability' (0 to 1), 'sign' (−1 or 1).
    ``collapses`` names the output activation with which the chain shortens to p − y.
    """

    __slots__ = ("term", "mean", "parameters", "outputs", "targets", "collapses", "distribution")

    def __init__(
        self,
        term: Function,
        mean: str = "sum",
        parameters: tuple[str, ...] = (),
        outputs: str = "any",
        targets: str = "any",
        collapses: str = "",
        distribution: bool = False,
    ):
        self.term, self.mean, self.parameters = term, mean, parameters
        self.outputs, self.targets, self.collapses = outputs, targets, collapses
        self.distribution = distribution


_squared = Function(
    "squared error",
    lambda t, o: (t - o) * (t - o),
    (None, lambda a, out: Neg(Mul((TWO, a[0] - a[1])))),
    lambda t, o: Pow(t - o, TWO),
    True,
    sums=difference,
)
_half_squared = Function(
    "half squared error",
    lambda t, o: (t - o) * (t - o) / 2,
    (None, lambda a, out: Neg(a[0] - a[1])),
    lambda t, o: Mul((HALF, Pow(t - o, TWO))),
    True,
    sums=difference,
)
_absolute = Function(
    "absolute error",
    lambda t, o: abs(t - o),
    (None, lambda a, out: Neg(sign(a[0] - a[1]))),
    lambda t, o: absolute(t - o),
    True,
    "network_absolute_error",
    border=lambda t, o: abs(t - o),
)
_huber_term = Function(
    "Huber",
    _huber,
    (None, lambda a, out: Neg(maximum(Neg(a[2]), minimum(a[2], a[0] - a[1])))),
    exact=True,
    note="network_huber",
    border=lambda t, o, delta: abs(abs(t - o) - delta),
    sums=difference,
    branch=lambda t, o, delta: (
        (lambda t, o, delta: _half_squared(t, o))
        if abs(t - o) <= delta
        else (lambda t, o, delta: delta * (absolute(t - o) - HALF * delta))
    ),
)
_binary = Function(
    "binary cross-entropy",
    lambda t, o: -(_weighted_log(t, o, "the output") + _weighted_log(1 - t, 1 - o, "1 − the output")),
    (None, _bce_slope),
    lambda t, o: Neg(t * ln(o) + (ONE - t) * ln(ONE - o)),
    code="-(weighted({0}, log, {1}) + weighted(1 - {0}, log, 1 - {1}))",
    sums=lambda t, o: [(1 - o, 1)] if o != 1 else [],  # of 1 the logarithm is refused
)
_categorical = Function(
    "categorical cross-entropy",
    lambda t, o: -_weighted_log(t, o, "the output"),
    (None, lambda a, out: Neg(over(a[0], a[1]))),
    lambda t, o: Neg(t * ln(o)),
    code="-weighted({0}, log, {1})",
)
_sparse = Function(
    "sparse categorical cross-entropy",
    lambda o: -_weighted_log(1, o, "the output"),
    (lambda a, out: Neg(ONE / a[0]),),
    lambda o: Neg(ln(o)),
)
_hinge = Function(
    "hinge",
    lambda t, o: max(0 * t, 1 - t * o),
    (None, lambda a, out: _hinge_slope(a[0], a[1])),
    lambda t, o: maximum(ZERO, ONE - t * o),
    True,
    border=_from_margin,
)
_divergence = Function(
    "KL divergence",
    lambda t, o: _weighted_log(t, float(_over(t, o)), "the quotient"),
    (None, lambda a, out: Neg(over(a[0], a[1]))),
    lambda t, o: t * ln(over(t, o)),
    code="weighted({0}, log, over({0}, {1}))",
)


def _of_probabilities(term: Function, mean: str = "sum", collapses: str = "", distribution: bool = False) -> Loss:
    """A loss whose outputs and targets are probabilities."""
    return Loss(term, mean, (), "probability", "probability", collapses, distribution)


LOSSES: dict[str, Loss] = {
    "half squared error": Loss(_half_squared),
    "squared error": Loss(_squared),
    "mean squared error": Loss(_squared, "mean"),
    "half mean squared error": Loss(_squared, "half mean"),
    "absolute error": Loss(_absolute),
    "mean absolute error": Loss(_absolute, "mean"),
    "huber": Loss(_huber_term, "sum", ("δ",)),
    "mean huber": Loss(_huber_term, "mean", ("δ",)),
    "binary cross-entropy": _of_probabilities(_binary, collapses="sigmoid"),
    "mean binary cross-entropy": _of_probabilities(_binary, "mean"),
    "categorical cross-entropy": _of_probabilities(_categorical, collapses="softmax", distribution=True),
    "sparse categorical cross-entropy": Loss(_sparse, outputs="probability", targets="class", collapses="softmax"),
    "hinge": Loss(_hinge, targets="sign"),
    "mean hinge": Loss(_hinge, "mean", targets="sign"),
    "kl divergence": _of_probabilities(_divergence, collapses="softmax", distribution=True),
}

# Other names in use for the very same formula. "MSE" and "cross-entropy" alone are not here: books mean
# different formulas by them.
SPELLINGS = {
    "bce": "binary cross-entropy",
    "cce": "categorical cross-entropy",
    "mae": "mean absolute error",
    "sum of squared errors": "squared error",
    "sse": "squared error",
    "kullback-leibler divergence": "kl divergence",
    "kl": "kl divergence",
}

# Words in the names of losses that are names themselves, as a page prints them.
_PROPER = {
    "huber": "Huber",
    "poisson": "Poisson",
    "weston-watkins": "Weston-Watkins",
    "crammer-singer": "Crammer-Singer",
    "kullback-leibler": "Kullback-Leibler",
    "kl": "KL",
}


def proper(name: str) -> str:
    """The name of a loss with the names of people in it as they are written: Huber, Weston-Watkins hinge."""
    return re.sub(r"[a-z-]+", lambda word: _PROPER.get(word.group(), word.group()), name)
