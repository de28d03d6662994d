"""The table of losses over data: the formula of a term, how terms are put together, and what data they take."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...errors import listing, nearest
from ...formula.expr import ONE, TWO, ZERO, Expr, Neg, Num, Pow, total_of
from ...formula.functions import FUNCTIONS, Function, absolute, from_zero, ln, maximum
from ...formula.losses import LOSSES

if TYPE_CHECKING:
    from .entropies import Logs


_HUNDRED = Num("100")


class Entry:
    """A loss.

    ``term`` writes one: of (t, o, *parameters, logs=…) where ``rows`` is False, of lists (targets, outputs) or of
    (right class, outputs) where it is True. ``put`` says how terms become the loss: 'sum', 'mean', 'half mean',
    'root mean', 'product', or '' where the problem decides. ``stem`` is its name among the results, ``shown`` its
    print. ``targets`` and ``outputs`` name what numbers it takes; ``logits`` the function that leads from logits to
    them. ``logs`` says that it holds a logarithm whose base can be chosen.
    """

    __slots__ = ("logits", "logs", "outputs", "parameters", "put", "rows", "shown", "stem", "targets", "term")

    def __init__(
        self,
        stem: str,
        term: Callable[..., Expr],
        put: str = "",
        shown: str = "",
        rows: bool = False,
        targets: str = "any",
        outputs: str = "any",
        parameters: tuple[str, ...] = (),
        logits: str = "",
        logs: bool = False,
    ):
        self.stem, self.term, self.put, self.shown, self.rows = stem, term, put, shown or stem, rows
        self.targets, self.outputs, self.parameters = targets, outputs, parameters
        self.logits, self.logs = logits, logs


def _known(name: str) -> Callable[..., Expr]:
    """The term of the table that networks use too."""
    return lambda t, o, *parameters, logs: LOSSES[name].term(t, o, *parameters)


def _log_cosh_value(r: float) -> float:
    return abs(r) + math.log1p(math.exp(-2 * abs(r))) - math.log(2)


_log_cosh = Function(
    "log cosh",
    _log_cosh_value,
    (lambda a, out: FUNCTIONS["tanh"](a[0]),),
    lambda r: ln(FUNCTIONS["cosh"](r)),
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


_poisson = Function(
    "poisson",
    lambda t, o: o - t * math.log(o),
    (None, lambda a, out: ONE - a[0] / a[1]),
    definition=lambda t, o: o - t * ln(o),
    sums=lambda t, o: [(o - t * math.log(o), o)],
)


def _weston_watkins(right: int, outputs: list[Expr], logs: Logs | None = None) -> Expr:
    own = outputs[right]
    return total_of([above_zero(o - own + ONE) for j, o in enumerate(outputs) if j != right])


_SQUARED = _known("squared error")
_ABSOLUTE = _known("absolute error")
_of_rates = partial(Entry, targets="probability", outputs="probability", logs=True)

ENTRIES: dict[str, Entry] = {
    "mean squared error": Entry("MSE", _SQUARED, "mean"),
    "half mean squared error": Entry("half_MSE", _SQUARED, "half mean", "½MSE"),
    "squared error": Entry("SSE", _SQUARED, "sum"),
    "half squared error": Entry("half_SSE", _known("half squared error"), "sum", "½SSE"),
    "root mean squared error": Entry("RMSE", _SQUARED, "root mean"),
    "mean absolute error": Entry("MAE", _ABSOLUTE, "mean"),
    "absolute error": Entry("SAE", _ABSOLUTE, "sum"),
    "mean bias error": Entry(
        "MBE", lambda t, o, *, logs, way="t - o": t - o if way == "t - o" else o - t, "mean", parameters=("t - o",)
    ),
    "mean absolute percentage error": Entry(
        "MAPE", lambda t, o, *, logs: _HUNDRED * absolute((t - o) / t), "mean", targets="not 0"
    ),
    "mean absolute relative error": Entry("MARE", lambda t, o, *, logs: absolute((t - o) / t), "mean", targets="not 0"),
    "mean squared logarithmic error": Entry(
        "MSLE",
        lambda t, o, *, logs: Pow(logs.log(ONE + t) - logs.log(ONE + o), TWO),
        "mean",
        targets="above −1",
        outputs="above −1",
        logs=True,
    ),
    "huber": Entry("Huber", _known("huber"), parameters=("δ",)),
    "log-cosh": Entry("log_cosh", lambda t, o, *, logs: _log_cosh(o - t), shown="log-cosh"),
    "poisson": Entry("Poisson", lambda t, o, *, logs: _poisson(t, o), targets="from 0", outputs="positive"),
    "likelihood": Entry(
        "likelihood",
        lambda positive, o, *, logs: o if positive else ONE - o,
        "product",
        targets="0 or 1",
        outputs="probability",
    ),
    "log-likelihood": _of_rates("LL", lambda t, o, *, logs: logs.likelihood(t, o), "sum", logits="sigmoid"),
    "binary cross-entropy": _of_rates("BCE", lambda t, o, *, logs: logs.binary(t, o), logits="sigmoid"),
    "focal": Entry(
        "focal",
        lambda t, o, *parameters, logs: logs.focal(t, o, *parameters),
        targets="0 or 1",
        outputs="inside",
        parameters=("γ", "α"),
        logits="sigmoid",
        logs=True,
    ),
    "hinge": Entry("hinge", lambda t, o, *, logs: above_zero(ONE - t * o), targets="sign"),
    "squared hinge": Entry(
        "hinge2", lambda t, o, *, logs: Pow(above_zero(ONE - t * o), TWO), shown="hinge²", targets="sign"
    ),
    "perceptron": Entry("perceptron", lambda t, o, *, logs: above_zero(Neg(t * o)), targets="sign"),
    "categorical cross-entropy": _of_rates(
        "CCE", lambda t, o, *, logs: logs.categorical(t, o), rows=True, logits="softmax"
    ),
    "sparse categorical cross-entropy": Entry(
        "SCCE",
        lambda right, o, *, logs: logs.sparse(o[right]),
        rows=True,
        targets="class",
        outputs="probability",
        logits="softmax",
        logs=True,
    ),
    "kl divergence": _of_rates("KL", lambda t, o, *, logs: logs.divergence(t, o), rows=True, logits="softmax"),
    "weston-watkins hinge": Entry("WW", _weston_watkins, rows=True, targets="class"),
    "multi-margin": Entry(
        "MM",
        lambda right, o, *, logs: _weston_watkins(right, o) / Num(str(len(o)), len(o)),
        rows=True,
        targets="class",
    ),
    "crammer-singer hinge": Entry(
        "CS",
        # ``worst`` is the wrong class with the highest score, which the page finds by looking.
        lambda right, o, *, logs, worst: above_zero(ONE + o[worst] - o[right]),
        rows=True,
        targets="class",
    ),
}

# Other names of the very same formulas.
SPELLINGS = {
    "sse": "squared error",
    "sum of squared errors": "squared error",
    "rmse": "root mean squared error",
    "mae": "mean absolute error",
    "l1": "absolute error",
    "mbe": "mean bias error",
    "mape": "mean absolute percentage error",
    "msle": "mean squared logarithmic error",
    "mean squared log error": "mean squared logarithmic error",
    "bce": "binary cross-entropy",
    "log loss": "binary cross-entropy",
    "multi-label binary cross-entropy": "binary cross-entropy",
    "focal loss": "focal",
    "cce": "categorical cross-entropy",
    "scce": "sparse categorical cross-entropy",
    "sparse cce": "sparse categorical cross-entropy",
    "kl": "kl divergence",
    "kld": "kl divergence",
    "kullback-leibler divergence": "kl divergence",
    "hinge loss": "hinge",
    "huber loss": "huber",
    "squared hinge loss": "squared hinge",
    "perceptron loss": "perceptron",
    "log cosh": "log-cosh",
    "poisson loss": "poisson",
    "multi-class svm loss": "weston-watkins hinge",
}
# Names by which books mean different formulas.
SEVERAL = {
    "mse": "mean squared error, half mean squared error, squared error or half squared error",
    "cross-entropy": "binary cross-entropy, categorical cross-entropy or sparse categorical cross-entropy",
    "cross entropy": "binary cross-entropy, categorical cross-entropy or sparse categorical cross-entropy",
    "l2": "squared error or half squared error",
    "multi-class hinge": "weston-watkins hinge (the sum over the wrong classes), multi-margin (that sum over the count "
    "of classes, as PyTorch has it) or crammer-singer hinge (the worst class alone, as scikit-learn and Keras have it)",
    "multiclass hinge": "weston-watkins hinge, multi-margin or crammer-singer hinge",
    "categorical hinge": "crammer-singer hinge (as Keras has it) or weston-watkins hinge",
}


def unknown(word: str) -> str:
    """What to say of a loss that is not in the table."""
    plain = " ".join(word.lower().replace("_", " ").split())
    if plain in SEVERAL:
        return f"books mean several formulas by this; write {SEVERAL[plain]}"
    return f"no such loss; known: {listing(ENTRIES, 40)}.{nearest(plain, (*ENTRIES, *SPELLINGS, *SEVERAL))}"
