"""Losses that measure how far a prediction is from its target: squares, absolute values, what lies between."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..expr import HALF, ONE, TWO, Expr, Mul, Neg, Num, Pow
from ..functions import FUNCTIONS, Function, absolute, difference, ln, maximum, minimum, sign
from .entry import Corner, Loss

if TYPE_CHECKING:
    from ..numbers import Numeric
    from .logs import Logs

squared = Function(
    "squared error",
    lambda t, o: (t - o) * (t - o),
    (None, lambda a, out: Neg(Mul((TWO, a[0] - a[1])))),
    lambda t, o: Pow(t - o, TWO),
    True,
    sums=difference,
)
half_squared = Function(
    "half squared error",
    lambda t, o: (t - o) * (t - o) / 2,
    (None, lambda a, out: Neg(a[0] - a[1])),
    lambda t, o: Mul((HALF, Pow(t - o, TWO))),
    True,
    sums=difference,
)

HALF_SQUARED = Loss("half squared error", half_squared, "sum", stem="half_SSE", shown="½SSE")
SQUARED = Loss("squared error", squared, "sum", spellings=("sum of squared errors", "sse"), stem="SSE")
MEAN_SQUARED = Loss("mean squared error", squared, "mean", stem="MSE")
HALF_MEAN_SQUARED = Loss(
    "half mean squared error", squared, "half mean", stem="half_MSE", shown="½MSE", says="loss_half"
)
ROOT_MEAN_SQUARED = Loss(
    "root mean squared error",
    None,
    "root mean",
    spellings=("rmse",),
    stem="RMSE",
    written=lambda t, o, *, logs: squared(t, o),
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
_WHERE_EQUAL = Corner("loss_kink_absolute", lambda t, o: t == o)
_of_share = partial(Loss, put="mean", targets="not 0", corner=_WHERE_EQUAL)

ABSOLUTE = Loss("absolute error", _absolute, "sum", spellings=("l1",), stem="SAE", corner=_WHERE_EQUAL)
MEAN_ABSOLUTE = Loss("mean absolute error", _absolute, "mean", spellings=("mae",), stem="MAE", corner=_WHERE_EQUAL)
PERCENTAGE = _of_share(
    "mean absolute percentage error",
    spellings=("mape",),
    stem="MAPE",
    written=lambda t, o, *, logs: Num("100") * absolute((t - o) / t),
    says="loss_percent",
)
RELATIVE = _of_share("mean absolute relative error", stem="MARE", written=lambda t, o, *, logs: absolute((t - o) / t))


def _bias(t: Expr, o: Expr, *, logs: Logs, way: str = "t - o") -> Expr:
    return t - o if way == "t - o" else o - t


BIAS = Loss(
    "mean bias error",
    None,
    "mean",
    spellings=("mbe",),
    stem="MBE",
    written=_bias,
    parameters=("t - o",),
    ways={"t - o": "target less prediction", "o - t": "prediction less target"},
)
LOGARITHMIC = Loss(
    "mean squared logarithmic error",
    None,
    "mean",
    spellings=("msle", "mean squared log error"),
    stem="MSLE",
    written=lambda t, o, *, logs: Pow(logs.log(ONE + t) - logs.log(ONE + o), TWO),
    targets="above −1",
    outputs="above −1",
    logs=True,
)


def _huber(t: Numeric, o: Numeric, delta: Numeric) -> Numeric:
    gap = abs(t - o)
    return gap * gap / 2 if gap <= delta else delta * (gap - delta / 2)


def _far(t: Expr, o: Expr, delta: Expr) -> Expr:
    return delta * (absolute(t - o) - HALF * delta)


def _near(t: Expr, o: Expr, delta: Expr) -> Expr:
    return half_squared(t, o)


def _huber_piece(t: float, o: float, delta: float) -> Callable[..., Expr]:
    return _near if abs(t - o) <= delta else _far


_of_huber = partial(
    Loss,
    term=Function(
        "Huber",
        _huber,
        (None, lambda a, out: Neg(maximum(Neg(a[2]), minimum(a[2], a[0] - a[1])))),
        exact=True,
        note="network_huber",
        border=lambda t, o, delta: abs(abs(t - o) - delta),
        sums=difference,
        branch=_huber_piece,
    ),
    people=("Huber",),
    parameters=("δ",),
    example="huber(1)",
    holds=lambda delta: delta > 0,
    wanted="δ must be greater than 0",
)
HUBER = _of_huber(
    "huber",
    spellings=("huber loss",),
    stem="Huber",
    piece_says=lambda t, o, delta: "loss_huber_near" if abs(t - o) <= delta else "loss_huber_far",
)
MEAN_HUBER = _of_huber("mean huber", put="mean")

_log_cosh = Function(
    "log cosh",
    lambda r: abs(r) + math.log1p(math.exp(-2 * abs(r))) - math.log(2),
    (lambda a, out: FUNCTIONS["tanh"](a[0]),),
    lambda r: ln(FUNCTIONS["cosh"](r)),
)
LOG_COSH = Loss(
    "log-cosh",
    spellings=("log cosh",),
    stem="log_cosh",
    shown="log-cosh",
    written=lambda t, o, *, logs: _log_cosh(o - t),
)
