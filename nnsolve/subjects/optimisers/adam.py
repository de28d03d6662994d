"""Adam and its kin: AdamW, AMSGrad, AdaMax, Nadam."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import HALF, ONE, TWO, Add, Call, Expr, Mul, Num, Pow, Sub
from ...formula.functions import absolute, maximum, sqrt
from ...solution import Says
from .adaptive import EPSILON
from .entry import Optimiser, Option, coefficient
from .update import Update

_PLACE = Option(
    "where ε stands: outside the root √v̂ + ε, inside it √(v̂ + ε), hat (ε̂ beside √v before the correction), none",
    words={
        "outside": "opt_epsilon_place_outside",
        "inside": "opt_epsilon_place_inside",
        "hat": "opt_epsilon_place_hat",
        "none": "opt_epsilon_place_none",
    },
)
_CORRECTION = Option(
    "bias correction: on or off", words={"on": "opt_bias_correction_on", "off": "opt_bias_correction_off"}
)
_BETA1 = coefficient("β1", "how much of the average gradient is kept")
_BETA2 = coefficient("β2", "how much of the average squared gradient is kept")


def _adapted(u: Update, m: Expr, v: Expr) -> Expr:
    """α·m̂/(√v̂ + ε), as the options ``bias_correction`` and ``epsilon_place`` say."""
    beta1, beta2, place = u.number("beta1"), u.number("beta2"), u.word("epsilon_place")
    alpha: Expr = u.alpha
    if u.word("bias_correction") == "on" and place == "hat":
        corrected = Mul((u.alpha, sqrt(Sub(ONE, Pow(beta2, u.t))))) / Sub(ONE, Pow(beta1, u.t))
        alpha = u.once("rate", corrected, Says("opt_hat"))
    elif u.word("bias_correction") == "on":
        m, v = u.unbiased("mhat", m, beta1), u.unbiased("vhat", v, beta2)
    below: dict[str, Callable[[], Expr]] = {
        "none": lambda: sqrt(v),
        "inside": lambda: sqrt(Add((v, u.number("epsilon")))),
    }
    outside = below.get(place) or (lambda: sqrt(v) + u.number("epsilon"))
    return Mul((alpha / outside(), m))


def _averages(u: Update):
    """m and v, the averages of the gradient and of its square."""
    return u.average("m", u.number("beta1"), u.g), u.average("v", u.number("beta2"), Pow(u.g, TWO))


def write_adam(u: Update):
    """m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − α·m̂/(√v̂ + ε).

    Kingma & Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1: m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), ε
    beside the root. PyTorch (Adam): the same. Keras (Adam): the form of the paper's section 2,
    α̂ = α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and ε̂ beside √v. The course notes: no correction, ε under the root, ν and s for m and v.
    """
    u.move(_adapted(u, *_averages(u)))


def write_amsgrad(u: Update):
    """Adam with the largest v so far in place of v.

    Reddi, Kale, Kumar, On the Convergence of Adam and Beyond, 2018, algorithm 2: no bias correction, no ε. PyTorch
    (Adam with amsgrad) and Keras (Adam with amsgrad): the largest of the uncorrected v, then corrected.
    """
    m, v = _averages(u)
    u.move(_adapted(u, m, u.write("vmax", maximum(u.old("vmax"), v), Says("opt_largest"))))


def write_adamax(u: Update):
    """m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g|), θ ← θ − α/(1 − β₁ᵗ)·m/u.

    Kingma & Ba 2015, algorithm 2: no ε. PyTorch (Adamax): max(β₂·u, |g| + ε), here ``in the
    maximum``. Keras (Adamax): m/(u + ε), here ``beside u``.
    """
    beta1, place = u.number("beta1"), u.word("epsilon_place")
    m = u.average("m", beta1, u.g)
    size: Expr = Call(absolute, u.g)
    if place == "in the maximum":
        size = size + u.number("epsilon")
    norm: Expr = u.write("u", maximum(Mul((u.number("beta2"), u.old("u"))), size))
    if place == "beside u":
        norm = norm + u.number("epsilon")
    u.move(Mul((u.alpha / Mul((Sub(ONE, Pow(beta1, u.t)), norm)), m)))


def write_nadam(u: Update):
    """Adam with Nesterov's momentum: the update uses the momentum of the next round.

    ``form``:
    - paper: μ_t = β₁·(1 − ½·0.96^(t·ψ)), m ← μ_t·m + (1 − μ_t)·g, n ← β₂·n + (1 − β₂)·g²,
      m̂ = μ_{t+1}·m/(1 − μ_1…μ_{t+1}) + (1 − μ_t)·g/(1 − μ_1…μ_t), n̂ = β₂·n/(1 − β₂ᵗ), θ ← θ − α·m̂/(√n̂ + ε)
      (Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, algorithm 2; ψ = 0.004)
    - library: m is averaged with β₁ and n̂ = n/(1 − β₂ᵗ), all else as above (torch.optim.NAdam, ψ is its momentum_decay
      0.004; keras.optimizers.Nadam, ψ = 1)
    - constant: m̂ = β₁·m/(1 − β₁ᵗ⁺¹) + (1 − β₁)·g/(1 − β₁ᵗ): the schedule with a constant μ
    - overview: m̂ = β₁·m/(1 − β₁ᵗ) + (1 − β₁)·g/(1 − β₁ᵗ) (Ruder, An overview of gradient descent optimization
      algorithms, 2016, equation 41)
    """
    beta1, beta2, form, g, t = u.number("beta1"), u.number("beta2"), u.word("form"), u.g, u.t
    if form in ("paper", "library"):
        psi = u.number("momentum_decay")
        now = u.once("μ", _warming(beta1, psi, t), Says("opt_schedule"))
        following = u.once("μnext", _warming(beta1, psi, _plus_one(t)), Says("opt_schedule_next"))
        product = u.once("P", Mul((u.old_shared("P"), now)), Says("opt_product"))
        m = u.average("m", now if form == "paper" else beta1, g)
        first = Mul((following, m)) / Sub(ONE, Mul((product, following)))
        second = Mul((Sub(ONE, now), g)) / Sub(ONE, product)
    else:
        m = u.average("m", beta1, g)
        power = _plus_one(t) if form == "constant" else t
        first = Mul((beta1, m)) / Sub(ONE, Pow(beta1, power))
        second = Mul((Sub(ONE, beta1), g)) / Sub(ONE, Pow(beta1, t))
    v = u.average("v", beta2, Pow(g, TWO))
    mhat = u.write("mhat", first + second)
    top = Mul((beta2, v)) if form == "paper" else v
    vhat = u.write("vhat", top / Sub(ONE, Pow(beta2, t)))
    u.move(Mul((u.alpha / (sqrt(vhat) + u.number("epsilon")), mhat)))


def _warming(beta1: Expr, psi: Expr, t: Expr) -> Expr:
    """β₁·(1 − ½·0.96^(t·ψ))."""
    return Mul((beta1, Sub(ONE, Mul((HALF, Pow(Num("0.96"), Mul((t, psi))))))))


def _plus_one(t: Expr) -> Expr:
    return Num(str(int(t.text) + 1)) if isinstance(t, Num) else t + ONE


_ADAM = {"beta1": _BETA1, "beta2": _BETA2, "epsilon": EPSILON, "epsilon_place": _PLACE, "bias_correction": _CORRECTION}
_HATS = {"mhat": "m̂", "vhat": "v̂", "vmax": "vmax", "rate": "α̂"}
_PAPER = {
    "learning_rate": "0.001",
    "beta1": "0.9",
    "beta2": "0.999",
    "epsilon": "1e-8",
    "epsilon_place": "outside",
    "bias_correction": "on",
}
_NOTES = {"epsilon_place": "inside", "bias_correction": "off"}
_KERAS = _PAPER | {"epsilon": "1e-7", "epsilon_place": "hat"}
_SAYS = ("bias_correction", "epsilon_place")

ADAM = Optimiser(
    "adam",
    "Adam",
    write_adam,
    _ADAM,
    {"m": "0", "v": "0"},
    {"paper": _PAPER, "pytorch": _PAPER, "keras": _KERAS, "notes": _NOTES},
    marks=_HATS,
    letters={"notes": {"m": "ν", "v": "s", "α": "η"}},
    says=_SAYS,
)
ADAMW = Optimiser(
    "adamw",
    "AdamW",
    write_adam,
    _ADAM,
    {"m": "0", "v": "0"},
    {
        "paper": _PAPER | {"decay": "unscaled", "weight_decay": ""},
        "pytorch": _PAPER | {"decay": "decoupled", "weight_decay": "0.01"},
        "keras": _KERAS | {"decay": "decoupled", "weight_decay": "0.004"},
    },
    marks=_HATS,
    says=(*_SAYS, "decay"),
    spellings=("adam w",),
)
AMSGRAD = Optimiser(
    "amsgrad",
    "AMSGrad",
    write_amsgrad,
    _ADAM,
    {"m": "0", "v": "0", "vmax": "0"},
    {
        "paper": {
            "beta1": "0.9",
            "beta2": "0.999",
            "epsilon": "0",
            "epsilon_place": "none",
            "bias_correction": "off",
        },
        "pytorch": _PAPER,
        "keras": _KERAS,
    },
    marks=_HATS,
    says=_SAYS,
    spellings=("ams grad",),
)
ADAMAX = Optimiser(
    "adamax",
    "AdaMax",
    write_adamax,
    {
        "beta1": _BETA1,
        "beta2": _BETA2,
        "epsilon": EPSILON,
        "epsilon_place": Option(
            "where ε stands: in the maximum, beside u, or none",
            words={
                "in the maximum": "opt_epsilon_place_in_the_maximum",
                "beside u": "opt_epsilon_place_beside_u",
                "none": "opt_epsilon_place_none",
            },
        ),
    },
    {"m": "0", "u": "0"},
    {
        "paper": {"learning_rate": "0.002", "beta1": "0.9", "beta2": "0.999", "epsilon": "0", "epsilon_place": "none"},
        "pytorch": {
            "learning_rate": "0.002",
            "beta1": "0.9",
            "beta2": "0.999",
            "epsilon": "1e-8",
            "epsilon_place": "in the maximum",
        },
        "keras": {
            "learning_rate": "0.001",
            "beta1": "0.9",
            "beta2": "0.999",
            "epsilon": "1e-7",
            "epsilon_place": "beside u",
        },
    },
    says=("epsilon_place",),
    spellings=("ada max",),
)
NADAM = Optimiser(
    "nadam",
    "Nadam",
    write_nadam,
    {
        "beta1": _BETA1,
        "beta2": _BETA2,
        "epsilon": EPSILON,
        "form": Option(
            "how it is written",
            words={
                "paper": "opt_form_paper",
                "library": "opt_form_library",
                "constant": "opt_form_constant",
                "overview": "opt_form_overview",
            },
        ),
        "momentum_decay": Option("how fast the momentum grows towards β₁", "ψ"),
    },
    {"m": "0", "v": "0", "all P": "1"},
    {
        "paper": {"beta1": "0.99", "beta2": "0.999", "epsilon": "1e-8", "form": "paper", "momentum_decay": "0.004"},
        "pytorch": {
            "learning_rate": "0.002",
            "beta1": "0.9",
            "beta2": "0.999",
            "epsilon": "1e-8",
            "form": "library",
            "momentum_decay": "0.004",
        },
        "keras": {
            "learning_rate": "0.001",
            "beta1": "0.9",
            "beta2": "0.999",
            "epsilon": "1e-7",
            "form": "library",
            "momentum_decay": "1",
        },
    },
    marks=_HATS | {"μnext": "μ", "P": "Π"},
    says=("form",),
)
