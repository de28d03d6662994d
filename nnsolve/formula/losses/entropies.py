"""Losses of probabilities: cross-entropies, likelihoods, divergence; and of counts: Poisson."""

from __future__ import annotations

import math
from functools import partial

from ..expr import ONE, Neg
from ..functions import Function, ln
from .entry import Loss
from .logs import binary, over, ratio_of, weighted_log

_of_rates = partial(Loss, targets="probability", outputs="probability", logs=True)

BINARY = _of_rates(
    "binary cross-entropy",
    binary,
    spellings=("bce", "log loss", "multi-label binary cross-entropy"),
    stem="BCE",
    written=lambda t, o, *, logs: logs.binary(t, o),
    logits="sigmoid",
    short=True,
    absent=(0.0, 1.0),
)
MEAN_BINARY = _of_rates("mean binary cross-entropy", binary, "mean")
categorical = Function(
    "categorical cross-entropy",
    lambda t, o: -weighted_log(t, o, "the output"),
    (None, lambda a, out: Neg(over(a[0], a[1]))),
    lambda t, o: Neg(t * ln(o)),
    code="-weighted({0}, log, {1})",
)
# The same of a label: of the right class alone.
sparse = Function(
    "sparse categorical cross-entropy",
    lambda o: -weighted_log(1, o, "the output"),
    (lambda a, out: Neg(ONE / a[0]),),
    lambda o: Neg(ln(o)),
)
CATEGORICAL = _of_rates(
    "categorical cross-entropy",
    categorical,
    spellings=("cce",),
    stem="CCE",
    written=lambda t, o, *, logs: logs.categorical(t, o),
    rows=True,
    logits="softmax",
    short=True,
    absent=(0.0,),
)
SPARSE = Loss(
    "sparse categorical cross-entropy",
    sparse,
    spellings=("scce", "sparse cce"),
    stem="SCCE",
    written=lambda right, o, *, logs: logs.sparse(o[right]),
    rows=True,
    logs=True,
    targets="class",
    outputs="probability",
    logits="softmax",
    short=True,
)
DIVERGENCE = _of_rates(
    "kl divergence",
    Function(
        "KL divergence",
        lambda t, o: weighted_log(t, float(ratio_of(t, o)), "the quotient"),
        (None, lambda a, out: Neg(over(a[0], a[1]))),
        lambda t, o: t * ln(over(t, o)),
        code="weighted({0}, log, over({0}, {1}))",
    ),
    spellings=("kullback-leibler divergence", "kl", "kld"),
    people=("KL", "Kullback-Leibler"),
    stem="KL",
    written=lambda t, o, *, logs: logs.divergence(t, o),
    rows=True,
    logits="softmax",
    short=True,
    absent=(0.0,),
)

LIKELIHOOD = Loss(
    "likelihood",
    None,
    "product",
    stem="likelihood",
    written=lambda positive, o, *, logs: o if positive else ONE - o,
    targets="0 or 1",
    outputs="probability",
    says="loss_likelihood",
)
LOG_LIKELIHOOD = _of_rates(
    "log-likelihood",
    None,
    "sum",
    stem="LL",
    written=lambda t, o, *, logs: logs.likelihood(t, o),
    logits="sigmoid",
    absent=(0.0, 1.0),
    says="loss_maximised",
)


def _focal_takes(gamma: float, alpha: float = 0) -> bool:
    return 0 <= gamma <= 100 and 0 <= alpha <= 1


FOCAL = Loss(
    "focal",
    spellings=("focal loss",),
    stem="focal",
    written=lambda t, o, *parameters, logs: logs.focal(t, o, *parameters),
    logs=True,
    targets="0 or 1",
    outputs="inside",
    logits="sigmoid",
    parameters=("γ", "α"),
    needed=1,
    example="focal(2, 0.25), or focal(2) without α",
    holds=_focal_takes,
    wanted="γ must be from 0 to 100, and α from 0 to 1",
)

_poisson = Function(
    "poisson",
    lambda t, o: o - t * math.log(o),
    (None, lambda a, out: ONE - a[0] / a[1]),
    definition=lambda t, o: o - t * ln(o),
    sums=lambda t, o: [(o - t * math.log(o), o)],
)
POISSON = Loss(
    "poisson",
    spellings=("poisson loss",),
    people=("Poisson",),
    stem="Poisson",
    written=lambda t, o, *, logs: _poisson(t, o),
    targets="from 0",
    outputs="positive",
    says="loss_poisson",
)
