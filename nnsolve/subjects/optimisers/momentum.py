"""Gradient descent, with momentum, and with Nesterov's momentum."""

from __future__ import annotations

from ...formula.expr import ONE, Expr, Mul, Sub, Symbol
from ...solution import Says
from .entry import Optimiser, Option, coefficient
from .update import Update


def write_gd(u: Update):
    """θ ← θ − α·g. With the gradient of all data, one sample or a mini-batch it is GD, SGD or mini-batch descent."""
    u.move(Mul((u.alpha, u.g)))


def write_momentum(u: Update):
    """A velocity that keeps a part of the change before.

    ``form``:
    - heavy ball: v ← μ·v + α·g, θ ← θ − v (Polyak, Some methods of speeding up the convergence of iteration methods,
      1964; Rumelhart, Hinton, Williams 1986; the course notes, which write η for μ)
    - pytorch: b ← μ·b + (1 − τ)·g, in round 1 b = g whatever the dampening τ, θ ← θ − α·b (torch.optim.SGD)
    - keras: v ← μ·v − α·g, θ ← θ + v (keras.optimizers.SGD; Sutskever et al. 2013)
    - average: v ← μ·v + (1 − μ)·g, θ ← θ − α·v (Ng, Deep Learning Specialization, course 2, week 2), with
      ``bias_correction`` v/(1 − μᵗ)
    """
    mu, g, form = u.number("momentum"), u.g, u.word("form")
    if form == "heavy ball":
        u.move(u.write("v", Mul((mu, u.old("v"))) + Mul((u.alpha, g))))
    elif form == "keras":
        u.move(u.write("v", Sub(Mul((mu, u.old("v"))), Mul((u.alpha, g)))), plus=True)
    elif form == "average":
        v = u.average("v", mu, g)
        if u.word("bias_correction") == "on":
            v = u.unbiased("vhat", v, mu)
        u.move(Mul((u.alpha, v)))
    else:
        u.move(Mul((u.alpha, _buffer(u, g))))


def _buffer(u: Update, g: Expr) -> Symbol:
    """PyTorch's momentum buffer."""
    if u.first:
        return u.write("b", g, Says("opt_first_buffer"))
    damped = g if u.absent("dampening") else Mul((Sub(ONE, u.number("dampening")), g))
    return u.write("b", Mul((u.number("momentum"), u.old("b"))) + damped)


def look_nesterov(u: Update):
    """The point θ + μ·v where the look-ahead form takes its gradient; None for the reformulated ones."""
    if u.word("form") != "look-ahead":
        return None
    return u.write("ahead", u.theta + Mul((u.number("momentum"), u.old("v"))), Says("opt_look_ahead"))


def write_nesterov(u: Update):
    """Momentum whose gradient counts from where the velocity leads.

    ``form``:
    - look-ahead: v ← μ·v − α·∇f(θ + μ·v), θ ← θ + v (Nesterov 1983 as Sutskever et al., On the importance of
      initialization and momentum in deep learning, 2013, write it)
    - reformulated: v ← μ·v − α·g, θ ← θ + μ·v − α·g with g at θ (Bengio et al., Advances in optimizing recurrent
      networks, 2012; keras.optimizers.SGD with nesterov)
    - pytorch: b ← μ·b + g, in round 1 b = g, θ ← θ − α·(g + μ·b) (torch.optim.SGD with nesterov)
    """
    mu, form = u.number("momentum"), u.word("form")
    if form == "pytorch":
        b = _buffer(u, u.g)
        u.move(Mul((u.alpha, u.g + Mul((mu, b)))))
        return
    v = u.write("v", Sub(Mul((mu, u.old("v"))), Mul((u.alpha, u.g))))
    if form == "look-ahead":
        u.move(v, plus=True)
    else:
        u.move(Sub(Mul((mu, v)), Mul((u.alpha, u.g))), plus=True)


_MOMENTUM = coefficient("μ", "how much of the velocity is kept")
_DAMPENING = Option("dampening of the gradient in PyTorch's form", "τ", least=-1e9)

GD = Optimiser(
    "gd",
    "Gradient descent",
    write_gd,
    {},
    {},
    {
        "paper": {},
        "notes": {},
        "pytorch": {"learning_rate": "0.001"},
        "keras": {"learning_rate": "0.01"},
    },
    spellings=("sgd", "mini batch", "minibatch", "batch", "gradient descent", "stochastic gradient descent"),
)
MOMENTUM = Optimiser(
    "momentum",
    "Momentum",
    write_momentum,
    {
        "momentum": _MOMENTUM,
        "form": Option(
            "how it is written",
            words={
                "heavy ball": "opt_form_heavy_ball",
                "pytorch": "opt_form_pytorch",
                "keras": "opt_form_keras",
                "average": "opt_form_average",
            },
        ),
        "dampening": _DAMPENING,
        "bias_correction": Option("of the form average: on or off", words=("on", "off")),
    },
    {"v": "0", "b": "0"},
    {
        "paper": {"form": "heavy ball", "dampening": "0", "bias_correction": "off"},
        "notes": {"form": "heavy ball", "dampening": "0", "bias_correction": "off"},
        "pytorch": {"learning_rate": "0.001", "form": "pytorch", "dampening": "0", "bias_correction": "off"},
        "keras": {"learning_rate": "0.01", "form": "keras", "dampening": "0", "bias_correction": "off"},
    },
    marks={"vhat": "v̂"},
    letters={"notes": {"μ": "η"}},
    says=("form",),
    spellings=("heavy ball", "sgd with momentum", "polyak"),
)
NESTEROV = Optimiser(
    "nesterov",
    "Nesterov momentum",
    write_nesterov,
    {
        "momentum": _MOMENTUM,
        "form": Option(
            "how it is written",
            words={
                "look-ahead": "opt_form_look_ahead",
                "reformulated": "opt_form_reformulated",
                "pytorch": "opt_form_pytorch",
            },
        ),
        "dampening": _DAMPENING,
    },
    {"v": "0", "b": "0"},
    {
        "paper": {"form": "look-ahead", "dampening": "0"},
        "pytorch": {"learning_rate": "0.001", "form": "pytorch", "dampening": "0"},
        "keras": {"learning_rate": "0.01", "form": "reformulated", "dampening": "0"},
    },
    look=look_nesterov,
    says=("form",),
    spellings=("nag", "nesterov momentum"),
)
