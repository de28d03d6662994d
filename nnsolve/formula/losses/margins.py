"""Losses that ask for a margin between right and wrong: hinge, perceptron, and those over several classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..expr import ONE, TWO, ZERO, Expr, Neg, Num, Pow, total_of
from ..functions import Function, maximum
from ..numbers import from_zero
from .entry import Corner, Loss

if TYPE_CHECKING:
    from ..numbers import Numeric
    from .logs import Logs


def _from_margin(t: Numeric, o: Numeric) -> Numeric:
    """How far t·o is from the margin 1 of the hinge loss."""
    return abs(1 - t * o)


_hinge_slope = Function(
    "hinge′",
    lambda t, o: -t if 1 - t * o > 0 else 0 * t,
    exact=True,
    note="network_hinge_slope",
    border=_from_margin,
    code="hinge_slope({args}, 1, False)",
)
_hinge = Function(
    "hinge",
    lambda t, o: max(0 * t, 1 - t * o),
    (None, lambda a, out: _hinge_slope(a[0], a[1])),
    lambda t, o: maximum(ZERO, ONE - t * o),
    True,
    border=_from_margin,
)
# H(x): the slope of max(0, x), with 0 at its corner.
_switch = Function(
    "H", lambda x: 1 if x > 0 else 0, exact=True, note="loss_switch", code="relu_slope({0})", border=from_zero
)
above_zero = Function(
    "max(0, x)",
    lambda x: max(x, 0 * x),
    (lambda a, out: _switch(a[0]),),
    definition=lambda x: maximum(ZERO, x),
    exact=True,
    border=from_zero,
)

HINGE = Loss(
    "hinge",
    _hinge,
    spellings=("hinge loss",),
    stem="hinge",
    written=lambda t, o, *, logs: above_zero(ONE - t * o),
    targets="sign",
    corner=Corner("loss_kink_hinge", lambda t, o: t * o == 1),
)
MEAN_HINGE = Loss("mean hinge", _hinge, "mean", targets="sign")
SQUARED_HINGE = Loss(
    "squared hinge",
    spellings=("squared hinge loss",),
    stem="hinge2",
    shown="hinge²",
    written=lambda t, o, *, logs: Pow(above_zero(ONE - t * o), TWO),
    targets="sign",
)
PERCEPTRON = Loss(
    "perceptron",
    spellings=("perceptron loss",),
    stem="perceptron",
    written=lambda t, o, *, logs: above_zero(Neg(t * o)),
    targets="sign",
    corner=Corner("loss_kink_max", lambda t, o: o == 0),
)


def _weston_watkins(right: int, outputs: Sequence[Expr], *, logs: Logs) -> Expr:
    own = outputs[right]
    return total_of([above_zero(o - own + ONE) for j, o in enumerate(outputs) if j != right])


def _multi_margin(right: int, outputs: Sequence[Expr], *, logs: Logs) -> Expr:
    return _weston_watkins(right, outputs, logs=logs) / Num(str(len(outputs)), len(outputs))


WESTON_WATKINS = Loss(
    "weston-watkins hinge",
    spellings=("multi-class svm loss",),
    people=("Weston-Watkins",),
    stem="WW",
    written=_weston_watkins,
    rows=True,
    targets="class",
    says="loss_ww",
)
MULTI_MARGIN = Loss("multi-margin", stem="MM", written=_multi_margin, rows=True, targets="class", says="loss_mm")
CRAMMER_SINGER = Loss(
    "crammer-singer hinge",
    people=("Crammer-Singer",),
    stem="CS",
    # ``worst`` is the wrong class with the highest score, which the page finds by looking.
    written=lambda right, o, *, logs, worst: above_zero(ONE + o[worst] - o[right]),
    rows=True,
    targets="class",
    worst=True,
    says="loss_cs",
)
