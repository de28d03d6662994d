"""The table of optimisers: all that is known of each stands on its entry. A new one is an entry and its place here."""

from __future__ import annotations

from ...formula.table import Table
from .adam import ADAM, ADAMAX, ADAMW, AMSGRAD, NADAM
from .adaptive import ADADELTA, ADAGRAD, RMSPROP
from .entry import Optimiser
from .lion import LION
from .momentum import GD, MOMENTUM, NESTEROV

OPTIMISERS: Table[Optimiser] = Table(
    GD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADADELTA, ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, LION
)


def optimiser(text: str) -> Optimiser | None:
    """The optimiser that a name means, whatever its case, hyphens and underscores."""
    plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    return OPTIMISERS.get(OPTIMISERS.spellings.get(plain, plain))
