"""What goes wrong with matrices and maps: rows for columns, a kernel turned that is not to be turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.arrays import MatMul, Transpose
from ..formula.expr import Call
from ..formula.functions import Function
from .changes import Candidates, Place

if TYPE_CHECKING:
    import numpy as np

    from ..formula.numbers import Numeric

# The functions that slide a kernel over a map.
SLIDING = ("conv", "corr")


def kernel_flipped(node: Call, place: Place) -> Candidates:
    """The kernel turned by half a turn: convolution for cross-correlation, and the reverse."""
    function = node.function
    if function.name not in SLIDING or not function.whole or len(node.args) != 2:
        return

    def turned(image: np.ndarray, kernel: np.ndarray) -> Numeric:
        return function.value(image, kernel[::-1, ::-1])

    yield Call(Function(function.name, turned, whole=True, exact=function.exact), *node.args), {}


def transposed(node: MatMul, place: Place) -> Candidates:
    """Wᵀ·x for W·x, where the sizes allow it."""
    yield MatMul(Transpose(node.left), node.right), {"what": node.left}
    yield MatMul(node.left, Transpose(node.right)), {"what": node.right}


def not_transposed(node: Transpose, place: Place) -> Candidates:
    """W·x for Wᵀ·x, where the sizes allow it."""
    yield node.inner, {"what": node.inner}
