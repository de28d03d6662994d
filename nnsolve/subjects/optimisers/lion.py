"""Lion: the sign of an average."""

from __future__ import annotations

from ...formula.expr import ONE, Call, Mul, Sub
from ...formula.functions import sign
from .entry import Optimiser, coefficient
from .update import Update


def write_lion(u: Update):
    """c = β₁·m + (1 − β₁)·g, θ ← θ − α·sign(c), m ← β₂·m + (1 − β₂)·g.

    Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2, with α·λ·θ in the update where there
    is weight decay. Keras (Lion): the same. At c = 0 the sign is 0.
    """
    beta1, m = u.number("beta1"), u.old("m")
    c = u.write("c", Mul((beta1, m)) + Mul((Sub(ONE, beta1), u.g)))
    u.move(Mul((u.alpha, Call(sign, c))))
    u.average("m", u.number("beta2"), u.g)


LION = Optimiser(
    "lion",
    "Lion",
    write_lion,
    {
        "beta1": coefficient("β1", "how much of the average counts in the sign"),
        "beta2": coefficient("β2", "how much of the average is kept"),
    },
    {"m": "0"},
    {
        "paper": {"beta1": "0.9", "beta2": "0.99", "decay": "decoupled"},
        "keras": {"learning_rate": "0.001", "beta1": "0.9", "beta2": "0.99"},
    },
)
