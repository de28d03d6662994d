"""What an encoder may give for the spread of its code, and how log σ², σ² and σ follow from it.

Kingma and Welling, Auto-encoding variational Bayes (2014), give log σ² (appendix C.2); other programs give log σ, or a
number of which the softplus ln(1 + e^s) is σ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...formula.expr import HALF, ONE, TWO, Expr, Mul, Pow
from ...formula.functions import exp, ln, sqrt
from ...reading.schema import Number
from .names import Dimension

# One of them in a formula, of the others of its dimension.
Written = Callable[[Dimension], Expr]


class Spread(NamedTuple):
    """``word`` is that of the names of what is given; ``rest`` says in their order what is computed of it."""

    word: str
    number: Number
    rest: tuple[tuple[str, Written], ...]
    rule: str
    told: str

    def steps(self, dimension: Dimension) -> Iterator[tuple[str, Expr]]:
        """What is computed, by its word, with its formula."""
        for word, written in self.rest:
            yield word, written(dimension)


def _variance_of_log(dimension: Dimension) -> Expr:
    return exp(dimension.symbol("logvar"))


def _sigma_of_log(dimension: Dimension) -> Expr:
    return exp(Mul((HALF, dimension.symbol("logvar"))))


def _log_of_variance(dimension: Dimension) -> Expr:
    return ln(dimension.symbol("var"))


def _root(dimension: Dimension) -> Expr:
    return sqrt(dimension.symbol("var"))


def _square(dimension: Dimension) -> Expr:
    return Pow(dimension.symbol("sigma"), TWO)


def _exponential(dimension: Dimension) -> Expr:
    return exp(dimension.symbol("logsigma"))


def _doubled(dimension: Dimension) -> Expr:
    return Mul((TWO, dimension.symbol("logsigma")))


def _softplus(dimension: Dimension) -> Expr:
    return ln(ONE + exp(dimension.symbol("s")))


_LOGARITHM = Number(least=-40, most=40)
_POSITIVE = Number(above=0, most=1e6)

# By the key of the file.
SPREADS = {
    "log_var": Spread(
        "logvar",
        _LOGARITHM,
        (("var", _variance_of_log), ("sigma", _sigma_of_log)),
        "vae_rule_log_var",
        "vae_statement_log_var",
    ),
    "variance": Spread(
        "var",
        _POSITIVE,
        (("logvar", _log_of_variance), ("sigma", _root)),
        "vae_rule_variance",
        "vae_statement_variance",
    ),
    "sigma": Spread(
        "sigma",
        _POSITIVE,
        (("var", _square), ("logvar", _log_of_variance)),
        "vae_rule_sigma",
        "vae_statement_sigma",
    ),
    "log_sigma": Spread(
        "logsigma",
        Number(least=-20, most=20),
        (("sigma", _exponential), ("var", _square), ("logvar", _doubled)),
        "vae_rule_log_sigma",
        "vae_statement_log_sigma",
    ),
    "softplus": Spread(
        "s",
        _LOGARITHM,
        (("sigma", _softplus), ("var", _square), ("logvar", _log_of_variance)),
        "vae_rule_softplus",
        "vae_statement_softplus",
    ),
}
