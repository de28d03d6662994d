"""The identity, and the steps, through which no gradient passes."""

from __future__ import annotations

from ..expr import ONE, ZERO, Expr, Num
from ..functions import Function
from ..numbers import from_zero
from .entry import (
    CENTRED,
    NOT_CENTRED,
    Activation,
    Bound,
    Corner,
    Derivation,
    Facts,
    Piece,
    Saturation,
    Sentence,
    X,
    constantly,
    from_zero_on,
)

IDENTITY = Activation(
    "identity",
    Function(
        "identity",
        lambda x: x,
        (lambda a, out: ONE,),
        lambda x: x,
        True,
        says="network_is_identity",
        slope_says="network_slope_identity",
        code="{0}",
    ),
    "id",
    spellings=("linear", "none"),
    torch="torch.nn.Identity()",
    facts=Facts("−∞", "∞", "()", CENTRED, "1", Sentence("curve_at_every_x")),
    bound=Bound("1", "flow_steepest_identity"),
    saturation=Saturation("curve_never"),
    derivation=lambda: Derivation([(X, "")], [(ONE, "curve_by_power")]),
)


def _jump(least: Expr) -> list[Piece]:
    """1 from 0 up, ``least`` below."""
    up = Piece("curve_from", constantly(ONE), low=from_zero_on, closed=True)
    return [up, Piece("curve_under", constantly(least), high=from_zero_on)]


STEP = Activation(
    "step",
    Function(
        "step",
        lambda x: 1 if x >= 0 else 0,
        exact=True,
        says="network_is_step",
        border=from_zero,
        code="step({0}, 0, True)",
    ),
    spellings=("binary step", "threshold", "heaviside"),
    flat=True,
    facts=Facts("0", "1", "{}", NOT_CENTRED),
    pieces=_jump(ZERO),
    corner=Corner("curve_jump"),
    saturation=Saturation("curve_flat"),
)
BIPOLAR_STEP = Activation(
    "bipolar step",
    Function(
        "step",
        lambda x: 1 if x >= 0 else -1,
        exact=True,
        says="network_is_bipolar_step",
        border=from_zero,
        code="step({0}, -1, True)",
    ),
    spellings=("sign",),
    flat=True,
    facts=Facts("−1", "1", "{}", CENTRED),
    pieces=_jump(Num("-1")),
    corner=Corner("curve_jump"),
    saturation=Saturation("curve_flat"),
)
