"""The table of losses: all that is known of each stands on its entry.

Every term takes the target t, the output o, and then the loss's own parameters. A new loss is one :class:`Loss` and its
place in the table; with a ``term`` networks learn by it, with a ``stem`` it is computed over data.
"""

from __future__ import annotations

import re

from ..table import Table
from .distances import (
    ABSOLUTE,
    BIAS,
    HALF_MEAN_SQUARED,
    HALF_SQUARED,
    HUBER,
    LOG_COSH,
    LOGARITHMIC,
    MEAN_ABSOLUTE,
    MEAN_HUBER,
    MEAN_SQUARED,
    PERCENTAGE,
    RELATIVE,
    ROOT_MEAN_SQUARED,
    SQUARED,
)
from .entropies import (
    BINARY,
    CATEGORICAL,
    DIVERGENCE,
    FOCAL,
    LIKELIHOOD,
    LOG_LIKELIHOOD,
    MEAN_BINARY,
    POISSON,
    SPARSE,
)
from .entry import Loss
from .margins import CRAMMER_SINGER, HINGE, MEAN_HINGE, MULTI_MARGIN, PERCEPTRON, SQUARED_HINGE, WESTON_WATKINS

LOSSES: Table[Loss] = Table(
    HALF_SQUARED,
    SQUARED,
    MEAN_SQUARED,
    LOGARITHMIC,
    PERCENTAGE,
    RELATIVE,
    HALF_MEAN_SQUARED,
    ROOT_MEAN_SQUARED,
    ABSOLUTE,
    MEAN_ABSOLUTE,
    BIAS,
    HUBER,
    MEAN_HUBER,
    LOG_COSH,
    POISSON,
    LOG_LIKELIHOOD,
    LIKELIHOOD,
    BINARY,
    MEAN_BINARY,
    FOCAL,
    CATEGORICAL,
    SPARSE,
    HINGE,
    MEAN_HINGE,
    SQUARED_HINGE,
    PERCEPTRON,
    DIVERGENCE,
    WESTON_WATKINS,
    MULTI_MARGIN,
    CRAMMER_SINGER,
)

_CROSS_ENTROPIES = "binary cross-entropy, categorical cross-entropy or sparse categorical cross-entropy"
# Names by which books mean different formulas.
SEVERAL = {
    "mse": "mean squared error, half mean squared error, squared error or half squared error",
    "cross-entropy": _CROSS_ENTROPIES,
    "cross entropy": _CROSS_ENTROPIES,
    "crossentropy": _CROSS_ENTROPIES,
    "l2": "squared error or half squared error",
    "multi-class hinge": "weston-watkins hinge (the sum over the wrong classes), multi-margin (that sum over the count "
    "of classes, as PyTorch has it) or crammer-singer hinge (the worst class alone, as scikit-learn and Keras have it)",
    "multiclass hinge": "weston-watkins hinge, multi-margin or crammer-singer hinge",
    "categorical hinge": "crammer-singer hinge (as Keras has it) or weston-watkins hinge",
}


def in_networks() -> dict[str, Loss]:
    """The losses by which a network can learn."""
    return {name: loss for name, loss in LOSSES.items() if loss.term is not None}


def over_data() -> dict[str, Loss]:
    """The losses that are computed of targets and predictions."""
    return {name: loss for name, loss in LOSSES.items() if loss.stem}


def proper(name: str) -> str:
    """The name of a loss with the names of people in it as they are written: Huber, Weston-Watkins hinge."""
    people: dict[str, str] = {}
    for loss in LOSSES.values():
        people.update({word.lower(): word for word in loss.people})
    return re.sub(r"[a-z-]+", lambda word: people.get(word.group(), word.group()), name)


__all__ = ["LOSSES", "SEVERAL", "Loss", "in_networks", "over_data", "proper"]
