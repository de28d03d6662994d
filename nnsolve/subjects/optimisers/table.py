"""The table of optimisers, and the other names that people use for them."""

from __future__ import annotations

from .adam import ADAM, ADAMAX, ADAMW, AMSGRAD, NADAM
from .adaptive import ADADELTA, ADAGRAD, RMSPROP
from .entry import Optimiser
from .lion import LION
from .momentum import GD, MOMENTUM, NESTEROV

OPTIMISERS: dict[str, Optimiser] = {
    entry.name: entry
    for entry in (GD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADADELTA, ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, LION)
}
SPELLINGS = {
    "sgd": "gd",
    "mini batch": "gd",
    "minibatch": "gd",
    "batch": "gd",
    "gradient descent": "gd",
    "stochastic gradient descent": "gd",
    "heavy ball": "momentum",
    "sgd with momentum": "momentum",
    "polyak": "momentum",
    "nag": "nesterov",
    "nesterov momentum": "nesterov",
    "rms prop": "rmsprop",
    "ada grad": "adagrad",
    "ada delta": "adadelta",
    "ams grad": "amsgrad",
    "ada max": "adamax",
    "adam w": "adamw",
}


def optimiser(text: str) -> Optimiser | None:
    """The optimiser that a name means, whatever its case, hyphens and underscores."""
    plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    return OPTIMISERS.get(SPELLINGS.get(plain, plain))
