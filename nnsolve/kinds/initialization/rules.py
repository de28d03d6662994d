"""The rules of initialisation as tables: what each sets the variance of a weight to, and what activations let through.

Every rule is Var w = g²/n, for a number n of inputs, of outputs, or their mean. Sources: LeCun, Bottou, Orr, Müller,
Efficient BackProp (1998), section 4.6; Glorot, Bengio, Understanding the difficulty of training deep feedforward neural
networks (2010), equations 12 and 16; He, Zhang, Ren, Sun, Delving deep into rectifiers (2015), equations 10 and 14;
PyTorch, torch.nn.init.calculate_gain and torch.nn.Linear; Keras, VarianceScaling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...formula.expr import HALF, ONE, TWO, Add, Div, Expr, Num, Pow
from ...formula.functions import sqrt

# The mean of the inputs and the outputs of a layer is half of their sum: g²/n is then 2g²/(n_in + n_out).
FANS = ("in", "out", "average")


class Rule(NamedTuple):
    """A rule: the fan its paper takes, those it may take, g² and why.

    ``square`` is g² where it is a number of the rule; None where the activation decides. What is said ``instead`` of
    other fans names the rule that takes them.
    """

    fan: str
    fans: tuple[str, ...]
    square: Expr | None
    why: str
    title: str
    instead: str = ""


THIRD = Num("1/3", 1 / 3)
RULES = {
    "he": Rule("in", FANS, None, "initialization_why_he", "initialization_he"),
    "glorot": Rule(
        "average",
        ("average",),
        ONE,
        "initialization_why_glorot",
        "initialization_glorot",
        "1/n_in is LeCun's rule (Caffe calls it xavier): write rule: lecun; Glorot's is 2/(n_in + n_out)",
    ),
    "lecun": Rule(
        "in",
        ("in",),
        ONE,
        "initialization_why_lecun",
        "initialization_lecun",
        "LeCun's rule is 1/n_in; for 2/(n_in + n_out) write rule: glorot",
    ),
    "pytorch": Rule(
        "in",
        ("in",),
        THIRD,
        "initialization_why_pytorch",
        "initialization_pytorch",
        "torch.nn.Linear begins with 1/(3·n_in), whatever the outputs",
    ),
}
SPELLINGS = {"xavier": "glorot", "kaiming": "he"}


class Gain(NamedTuple):
    """An activation: PyTorch's gain g, its square, and how much of a mean square it lets through.

    ``kept`` is None where there is no such factor. All are made of the slope below 0 that a leaky ReLU has.
    """

    gain: Callable[[Expr], Expr]
    kept: Callable[[Expr], Expr] | None
    reason: str


def _always(number: Expr) -> Callable[[Expr], Expr]:
    return lambda slope: number


def _leaky_square(slope: Expr) -> Expr:
    return Add((ONE, Pow(slope, TWO)))


GAINS = {
    "relu": Gain(_always(sqrt(TWO)), _always(HALF), "initialization_kept_relu"),
    "leaky relu": Gain(
        lambda slope: sqrt(Div(TWO, _leaky_square(slope))),
        lambda slope: Div(_leaky_square(slope), TWO),
        "initialization_kept_leaky",
    ),
    "tanh": Gain(_always(Div(Num("5"), Num("3"))), _always(ONE), "initialization_kept_tanh"),
    "identity": Gain(_always(ONE), _always(ONE), "initialization_kept_identity"),
    "sigmoid": Gain(_always(ONE), None, ""),
    "selu": Gain(_always(Div(Num("3"), Num("4"))), None, ""),
}
# He's rule is derived for these.
RECTIFIERS = ("relu", "leaky relu")
# What a normal distribution that is cut at two deviations has as its own: Keras draws from it.
CUT = 0.87962566103423978
