"""Activations and losses by hand, each with its slope and where it changes its piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import mpmath

from .arithmetic import HALF, add, divided, exp, log, minus, real, sign, times
from .case import Number

TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)


class Activation(NamedTuple):
    """A function with its slope, and the net inputs at which it changes its piece (or is known without a root)."""

    name: str
    value: Callable[[Number], Number]
    slope: Callable[[Number], Number] | None
    ends: Sequence[Fraction]


def sigmoid(z: Number) -> Number:
    """1/(1 + e⁻ᶻ)."""
    return divided(1, add(1, exp(times(-1, z))))


def tanh(z: Number) -> Number:
    """The hyperbolic tangent; 0 at 0."""
    return Fraction(0) if z == 0 else mpmath.tanh(real(z))


def ramp(z: Number) -> Number:
    """The hard sigmoid: z/5 + ½ between 0 and 1."""
    return min(1, max(0, add(times(FIFTH, z), HALF)))


ZERO = (Fraction(0),)
IDENTITY = Activation("identity", lambda z: z, lambda z: 1, ZERO)
# For the hinge loss: outputs of exactly −1 and 1.
MARGIN = Activation("identity", lambda z: z, lambda z: 1, (Fraction(-1), Fraction(1)))
STEP = Activation("step", lambda z: int(z >= 0), None, ZERO)
SIGMOID = Activation("sigmoid", sigmoid, lambda z: times(sigmoid(z), minus(1, sigmoid(z))), ZERO)
HIDDEN = (
    Activation("relu", lambda z: max(z, 0), lambda z: int(z > 0), ZERO),
    Activation("leaky relu(0.1)", lambda z: z if z > 0 else times(TENTH, z), lambda z: 1 if z > 0 else TENTH, ZERO),
    Activation("hard sigmoid(0.2)", ramp, lambda z: FIFTH if 0 < ramp(z) < 1 else 0, (Fraction(-5, 2), Fraction(5, 2))),
    Activation("abs(x)", abs, sign, ZERO),
    Activation("elu(1)", lambda z: z if z > 0 else minus(exp(z), 1), lambda z: 1 if z > 0 else exp(z), ZERO),
    Activation("tanh", tanh, lambda z: minus(1, times(tanh(z), tanh(z))), ZERO),
    SIGMOID,
    IDENTITY,
)
# Most problems are of pieces without exponentials, where every decision can be met exactly.
USUAL = (*HIDDEN[:4], *HIDDEN[:4], *HIDDEN)
DECIDING = (STEP, Activation("bipolar step", lambda z: 1 if z >= 0 else -1, None, ZERO))


class Loss(NamedTuple):
    """The term of one output, its slope by the output, and what the sum of the terms is multiplied by."""

    name: str
    term: Callable[[Number, Number], Number]
    slope: Callable[[Number, Number], Number]
    mean: bool = False
    # How far a target is drawn from the output, where it is drawn to be on a border.
    away: Fraction = Fraction(0)


def huber(delta: Fraction) -> Loss:
    """½d² to δ, δ|d| − ½δ² beyond."""

    def term(t: Number, o: Number) -> Number:
        off = abs(minus(t, o))
        return times(HALF, off, off) if sign(minus(off, delta)) <= 0 else times(delta, minus(off, times(HALF, delta)))

    def slope(t: Number, o: Number) -> Number:
        off = minus(o, t)
        return off if sign(minus(abs(off), delta)) <= 0 else times(delta, sign(off))

    return Loss(f"huber({float(delta)})", term, slope, away=delta)


def squared(t: Number, o: Number) -> Number:
    """(t − o)²."""
    return times(minus(t, o), minus(t, o))


HALF_SQUARED = Loss("half squared error", lambda t, o: times(HALF, squared(t, o)), lambda t, o: minus(o, t))
HINGE = Loss("hinge", lambda t, o: max(0, minus(1, times(t, o))), lambda t, o: -t if times(t, o) < 1 else 0)
LOSSES = (
    HALF_SQUARED,
    Loss("squared error", squared, lambda t, o: times(2, minus(o, t))),
    Loss("mean squared error", squared, lambda t, o: times(2, minus(o, t)), mean=True),
    Loss("absolute error", lambda t, o: abs(minus(t, o)), lambda t, o: sign(minus(o, t))),
    huber(HALF),
    huber(Fraction(7, 10)),
    HINGE,
)
BINARY = Loss(
    "binary cross-entropy",
    lambda t, o: times(-1, log(o if t else minus(1, o))),
    lambda t, o: divided(-1, o) if t else divided(1, minus(1, o)),
)
CATEGORICAL = Loss("categorical cross-entropy", lambda t, o: times(-t, log(o)) if t else Fraction(0), None)
