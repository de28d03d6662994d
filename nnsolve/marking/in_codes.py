"""What goes wrong with the code of a variational autoencoder: σ for σ², log σ for log σ², KL the other way round.

Names say what they are: var_1 is a variance, sigma_1 its root, logvar_1 its logarithm; KL_1 is of a dimension, KL_pq
of two Gaussians.
"""

from __future__ import annotations

from ..formula.expr import HALF, ONE, TWO, Add, Div, Expr, Mul, Pow, Sub, Symbol, replaced, symbols
from ..names import Name
from .changes import Candidates, Place
from .in_symbols import one_other

_EXCHANGED = {"var": "sigma", "sigma": "var"}
_DIRECTIONS = {"p": "q", "q": "p"}
_GAUSSIANS = ("KL_pq", "KL_qp")


def _other_spread(name: Name) -> Name | None:
    """σ of σ², σ² of σ."""
    word = _EXCHANGED.get(name.of)
    return Name(name.role, word, name.by) if word else None


deviation_for_variance = one_other(_other_spread)


def log_halved(formula: Expr, place: Place) -> Candidates:
    """½·log σ² in place of log σ², which is log σ."""
    if place.name.of != "KL":
        return
    for name in dict.fromkeys(symbols(formula)):
        if name.of == "logvar":
            yield replaced(formula, {name: Mul((HALF, Symbol(name)))}), {"what": [name]}


def reversed_divergence(formula: Expr, place: Place) -> Candidates:
    """KL(p‖q) in place of KL(q‖p), of a code or of two Gaussians."""
    if place.name.of in _GAUSSIANS:
        exchanged = {name: Symbol(_of_other(name)) for name in symbols(formula)}
        yield replaced(formula, exchanged), {}
    elif place.name.of == "KL":
        found = {name.of: Symbol(name) for name in symbols(formula)}
        if found.keys() >= {"mu", "var", "logvar"}:
            ratio = Div(Add((ONE, Pow(found["mu"], TWO))), found["var"])
            yield Mul((HALF, Sub(Add((found["logvar"], ratio)), ONE))), {}


def _of_other(name: Name) -> Name:
    """The same number of the other Gaussian: mu_q1 for mu_p1."""
    label = _DIRECTIONS.get(name.by[:1])
    return Name(name.role, name.of, f"{label}{name.by[1:]}") if label else name
