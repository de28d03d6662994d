"""Range, centre, steepest slope and saturation of the activations."""

from __future__ import annotations

from ...formula.activations import SELU_ALPHA, SELU_SCALE
from ...formula.expr import HALF, ONE, Expr, Num, Symbol
from ...formula.functions import ln, sqrt
from ...names import Name, Role
from ...solution import Block, Says, Step
from .curve import Curve
from .pieces import ALPHA, SCALE

THRESHOLD = Name(Role.OPTION, "τ")


class Facts:
    """What a book says of an activation.

    ``low`` and ``high`` are the ends of its range as they are printed, ``ends`` the brackets (a round one where the
    end is not reached). ``centred`` tells whether outputs lie around 0. ``steepest`` is the greatest slope, at ``at``
    ('near' where it is only neared).
    """

    __slots__ = ("at", "centred", "ends", "high", "low", "steepest")

    def __init__(self, low: str, high: str, ends: str, centred: str, steepest: str = "", at: Says | str = ""):
        self.low, self.high, self.ends, self.centred = low, high, ends, centred
        self.steepest, self.at = steepest, at


def _at(point: str) -> Says:
    return Says("curve_at", text=point)


# Minima and greatest slopes of SiLU and GELU: found numerically to the digits given, and held by a test.
FACTS: dict[str, Facts] = {
    "identity": Facts("−∞", "∞", "()", "yes", "1", Says("curve_at_every_x")),
    "step": Facts("0", "1", "{}", "no"),
    "bipolar step": Facts("−1", "1", "{}", "yes"),
    "sigmoid": Facts("0", "1", "()", "no", "0.25", _at("x = 0")),
    "tanh": Facts("−1", "1", "()", "yes", "1", _at("x = 0")),
    "relu": Facts("0", "∞", "[)", "no", "1", Says("curve_at_every", text="x > 0")),
    "relu at 0": Facts("0", "∞", "[)", "no", "1", Says("curve_at_every", text="x > 0")),
    "softplus": Facts("0", "∞", "()", "no", "1", "near"),
    "selu": Facts("−1.75810", "∞", "()", "nearly", "1.75810", Says("curve_at_left", text="x = 0")),
    "gelu": Facts("−0.169971", "∞", "[)", "nearly", "1.12890", _at("x = √2")),
    "gelu tanh": Facts("−0.170041", "∞", "[)", "nearly", "1.12922", _at("x = 1.41545")),
    "silu": Facts("−0.278465", "∞", "[)", "nearly", "1.09984", _at("x = 2.39936")),
    "hard sigmoid": Facts("0", "1", "[]", "no"),
}


def facts_of(curve: Curve) -> Facts | None:
    """The facts of a curve, whose parameters count where it has some; None of a written function."""
    numbers = curve.numbers()
    shown = [repr(arg).replace("-", "−") for arg in curve.args]
    if curve.name in ("leaky relu", "prelu") and numbers[0] > 0:
        return Facts("−∞", "∞", "()", "nearly")
    if curve.name == "elu" and numbers[0] > 0:
        return Facts(f"−{shown[0]}", "∞", "()", "nearly")
    return FACTS.get(curve.name)


def sentences(curve: Curve) -> list[Says]:
    """Range, centre and steepest slope in words."""
    facts = facts_of(curve)
    if facts is None:
        return []
    text = f"{facts.ends[0]}{facts.low}, {facts.high}{facts.ends[1]}"
    found = [Says("curve_two_values" if facts.ends == "{}" else "curve_range", text=text)]
    found.append(Says(f"curve_centred_{facts.centred}"))
    if facts.steepest:
        key = "curve_steepest_near" if facts.at == "near" else "curve_steepest"
        found.append(Says(key, text=facts.steepest, at=facts.at))
    return found


def _both(curve: Curve, tau: Expr) -> Expr | None:
    """x > 0 beyond which σ′ (or tanh′) is below τ on both sides, from σ(1 − σ) = τ (1 − tanh² = τ)."""
    if curve.name == "sigmoid":
        root = sqrt(ONE - Num("4") * tau)
        return ln((ONE + root) / (ONE - root))
    root = sqrt(ONE - tau)
    return HALF * ln((ONE + root) / (ONE - root))


def _left(curve: Curve, tau: Expr) -> Expr | None:
    """x < 0 below which the slope is below τ."""
    if curve.name == "softplus":
        return ln(tau / (ONE - tau))
    if curve.name == "elu":
        return ln(tau / curve.args[0])
    return ln(tau / (SCALE * ALPHA))


# Beyond which greatest slope there is no edge: there the slope is below τ everywhere.
_MOST = {"sigmoid": 0.25, "tanh": 1.0, "softplus": 1.0, "selu": SELU_SCALE * SELU_ALPHA}


def saturation(curve: Curve, threshold: float) -> Block:
    """Where the slope is below the threshold: a step where there is a closed form, else a sentence."""
    tau = Symbol(THRESHOLD)
    most = _MOST.get(curve.name, curve.numbers()[0] if curve.name == "elu" else None)
    if most is not None and most <= 0:
        return Block(None, [], Says("curve_by_points"))
    if most is not None and 0 < threshold < most:
        side, border = ("both", _both) if curve.name in ("sigmoid", "tanh") else ("left", _left)
        says = Says(f"curve_saturates_{side}", text=curve.mark("x", "′"))
        return Block(None, [Step(curve.edge, border(curve, tau))], says)
    if most is not None:
        return Block(None, [], Says("curve_always_below"))
    if curve.name in ("leaky relu", "prelu"):
        below = abs(curve.numbers()[0]) < threshold
        return Block(None, [], Says("curve_leaky_flat" if below else "curve_never"))
    keys = {
        "identity": "never",
        "relu": "flat_left",
        "relu at 0": "flat_left",
        "step": "flat",
        "bipolar step": "flat",
        "hard sigmoid": "flat_outside",
        "silu": "tends_left",
        "gelu": "tends_left",
        "gelu tanh": "tends_left",
    }
    return Block(None, [], Says(f"curve_{keys.get(curve.name, 'by_points')}"))
