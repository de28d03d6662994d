"""The table of activation functions: all that is known of each stands on its entry.

Every function takes the net input first and then its parameters, if any (the slope of a leaky ReLU, the α of an ELU).
A new activation is one :class:`Activation` and its place in the table; softmax, which mixes the units of a layer, is
built by :func:`softmax_unit`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ..expr import ONE, Expr, Neg
from ..functions import Function, exp
from ..table import Table
from .entry import Activation
from .gates import GELU, GELU_TANH, SILU
from .rectifiers import ELU, LEAKY_RELU, PRELU, RELU, RELU_AT_0, SELU, SELU_ALPHA, SELU_SCALE
from .sigmoids import HARD_SIGMOID, SIGMOID, SOFTPLUS, TANH, sigmoid
from .steps import BIPOLAR_STEP, IDENTITY, STEP

ACTIVATIONS: Table[Activation] = Table(
    IDENTITY,
    STEP,
    BIPOLAR_STEP,
    SIGMOID,
    TANH,
    RELU,
    RELU_AT_0,
    LEAKY_RELU,
    PRELU,
    ELU,
    SELU,
    SOFTPLUS,
    GELU,
    GELU_TANH,
    SILU,
    HARD_SIGMOID,
)


def listed() -> list[str]:
    """The names that a file may write, in order; softmax has no entry."""
    return [name for name, entry in ACTIVATIONS.items() if not entry.hidden]


def softmax_unit(index: int, outputs: Sequence[Expr]) -> Function:
    """The softmax of unit ``index`` of a layer whose outputs are the symbols ``outputs``.

    Its arguments are the net inputs of the whole layer. Value: e^(z − max)/Σ e^(z − max), which never overflows.
    Jacobian: ∂p_i/∂z_j = p_i(δ_ij − p_j) (Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2.3).
    """

    def value(*nets: float) -> float:
        top = max(nets)
        powers = [math.exp(net - top) for net in nets]
        return powers[index] / math.fsum(powers)

    def slope(j: int) -> Callable[[tuple[Expr, ...], Expr], Expr]:
        if j == index:
            return lambda a, out: out * (ONE - out)
        return lambda a, out: Neg(out * outputs[j])

    def definition(*nets: Expr) -> Expr:
        powers = [exp(net) for net in nets]
        total: Expr = powers[0]
        for power in powers[1:]:
            total = total + power
        return powers[index] / total

    return Function(
        "softmax",
        value,
        tuple(slope(j) for j in range(len(outputs))),
        definition,
        says="network_is_softmax",
        code=f"softmax({{args}})[{index}]",
    )


__all__ = ["ACTIVATIONS", "SELU_ALPHA", "SELU_SCALE", "Activation", "listed", "sigmoid", "softmax_unit"]
