"""Optimisers that give each parameter a rate of its own by its squared gradients: AdaGrad, RMSProp, AdaDelta."""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Add, Expr, Mul, Pow, Sub
from ...formula.functions import sqrt
from .entry import Optimiser, Option, coefficient
from .update import Update

EPSILON = Option("the small number against division by zero", "ε")
PLACE = Option(
    "where ε stands: inside the root √(v + ε), outside it √v + ε, or none",
    words={
        "inside": "opt_epsilon_place_inside",
        "outside": "opt_epsilon_place_outside",
        "none": "opt_epsilon_place_none",
    },
)


def root(u: Update, of: Expr) -> Expr:
    """√(of + ε), √of + ε or √of, as the option ``epsilon_place`` says."""
    place = u.word("epsilon_place")
    if place == "inside":
        return sqrt(of + u.number("epsilon"))
    return sqrt(of) + u.number("epsilon") if place == "outside" else sqrt(of)


def write_adagrad(u: Update):
    """v ← v + g², θ ← θ − α·g/(√v + ε).

    Duchi, Hazan, Singer, Adaptive Subgradient Methods, 2011: δ (here ε) beside the root. PyTorch (Adagrad): beside
    the root, v begins with ``initial_accumulator`` 0, and ``lr_decay`` κ divides the rate by 1 + (t − 1)·κ. Keras
    (Adagrad): under the root, v begins with 0.1. The course notes: under the root.
    """
    v = u.write("v", u.old("v") + Pow(u.g, TWO))
    alpha: Expr = u.alpha
    if not u.absent("lr_decay"):
        alpha = u.once("rate", alpha / (ONE + Mul((u.done, u.number("lr_decay")))))
    u.move(Mul((alpha / root(u, v), u.g)))


def write_rmsprop(u: Update):
    """v ← ρ·v + (1 − ρ)·g², θ ← θ − α·g/(√v + ε).

    Hinton, Neural Networks for Machine Learning, lecture 6e, 2012: no ε, ρ = 0.9. PyTorch (RMSprop): ε beside the
    root, ρ is its alpha 0.99. Keras (RMSprop): ε under the root, ρ = 0.9. The course notes: beside the root, γ for ρ.
    ``centered`` subtracts the square of the average gradient (Graves, Generating Sequences with RNNs, 2013).
    ``momentum`` μ adds a velocity, with the rate outside of it (b ← μ·b + g/(√v + ε), θ ← θ − α·b, PyTorch) or
    inside (b ← μ·b + α·g/√(v + ε), θ ← θ − b, Keras).
    """
    rho, g = u.number("rho"), u.g
    v: Expr = u.average("v", rho, Pow(g, TWO))
    if u.word("centered") == "on":
        mean = u.average("gbar", rho, g)
        v = Sub(v, Pow(mean, TWO))
    below = root(u, v)
    if u.absent("momentum"):
        u.move(Mul((u.alpha / below, g)))
    elif u.word("rate") == "outside":
        u.move(Mul((u.alpha, u.write("b", Mul((u.number("momentum"), u.old("b"))) + g / below))))
    else:
        u.move(u.write("b", Mul((u.number("momentum"), u.old("b"))) + Mul((u.alpha / below, g))))


def write_adadelta(u: Update):
    """v ← ρ·v + (1 − ρ)·g², Δ = −√(d + ε)/√(v + ε)·g, θ ← θ + Δ, d ← ρ·d + (1 − ρ)·Δ².

    Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, algorithm 1: no learning rate. PyTorch (Adadelta) and
    Keras (Adadelta) multiply Δ by a learning rate (1.0 and 0.001) where it is added to θ; d is kept without it.
    """
    rho, epsilon = u.number("rho"), u.number("epsilon")
    v = u.average("v", rho, Pow(u.g, TWO))
    quotient = sqrt(Add((u.old("d"), epsilon))) / sqrt(Add((v, epsilon)))
    change = u.write("Δ", -Mul((quotient, u.g)))
    u.average("d", rho, Pow(change, TWO))
    u.move(change if u.word("use_rate") == "no" else Mul((u.alpha, change)), plus=True)


_RHO = coefficient("ρ", "how much of the average is kept")

ADAGRAD = Optimiser(
    "adagrad",
    "AdaGrad",
    write_adagrad,
    {
        "epsilon": EPSILON,
        "epsilon_place": PLACE,
        "initial_accumulator": Option("what the sum of squares begins with", "v0"),
        "lr_decay": Option("PyTorch's decay of the rate, 0 for none", "κ"),
    },
    {"v": "initial_accumulator"},
    {
        "paper": {"epsilon_place": "outside", "initial_accumulator": "0", "lr_decay": "0"},
        "notes": {"epsilon_place": "inside", "initial_accumulator": "0", "lr_decay": "0"},
        "pytorch": {
            "learning_rate": "0.01",
            "epsilon": "1e-10",
            "epsilon_place": "outside",
            "initial_accumulator": "0",
            "lr_decay": "0",
        },
        "keras": {
            "learning_rate": "0.001",
            "epsilon": "1e-7",
            "epsilon_place": "inside",
            "initial_accumulator": "0.1",
            "lr_decay": "0",
        },
    },
    marks={"rate": "α"},
    says=("epsilon_place",),
    spellings=("ada grad",),
)
RMSPROP = Optimiser(
    "rmsprop",
    "RMSProp",
    write_rmsprop,
    {
        "rho": _RHO,
        "epsilon": EPSILON,
        "epsilon_place": PLACE,
        "centered": Option("subtract the square of the average gradient: on or off", words=("on", "off")),
        "momentum": coefficient("μ", "momentum, 0 for none"),
        "rate": Option(
            "with momentum, where the rate stands: outside or inside the velocity", words=("outside", "inside")
        ),
    },
    {"v": "0", "gbar": "0", "b": "0"},
    {
        "paper": {
            "rho": "0.9",
            "epsilon": "0",
            "epsilon_place": "none",
            "centered": "off",
            "momentum": "0",
            "rate": "outside",
        },
        "notes": {"epsilon_place": "outside", "centered": "off", "momentum": "0", "rate": "outside"},
        "pytorch": {
            "learning_rate": "0.01",
            "rho": "0.99",
            "epsilon": "1e-8",
            "epsilon_place": "outside",
            "centered": "off",
            "momentum": "0",
            "rate": "outside",
        },
        "keras": {
            "learning_rate": "0.001",
            "rho": "0.9",
            "epsilon": "1e-7",
            "epsilon_place": "inside",
            "centered": "off",
            "momentum": "0",
            "rate": "inside",
        },
    },
    marks={"gbar": "ḡ"},
    letters={"notes": {"ρ": "γ", "α": "η"}},
    says=("epsilon_place",),
    spellings=("rms prop",),
)
ADADELTA = Optimiser(
    "adadelta",
    "AdaDelta",
    write_adadelta,
    {
        "rho": _RHO,
        "epsilon": EPSILON,
        "use_rate": Option("whether a learning rate multiplies the change: yes or no", words=("yes", "no")),
    },
    {"v": "0", "d": "0"},
    {
        "paper": {"learning_rate": "1", "use_rate": "no"},
        "notes": {"learning_rate": "1", "use_rate": "no"},
        "pytorch": {"learning_rate": "1.0", "rho": "0.9", "epsilon": "1e-6", "use_rate": "yes"},
        "keras": {"learning_rate": "0.001", "rho": "0.95", "epsilon": "1e-7", "use_rate": "yes"},
    },
    spellings=("ada delta",),
)
