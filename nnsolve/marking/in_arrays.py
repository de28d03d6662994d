"""What goes wrong with matrices and maps: rows for columns, a kernel turned that is not to be turned."""

from __future__ import annotations

from ..formula.arrays import MatMul, Transpose
from ..formula.expr import Call
from ..formula.functions import Function

# The functions that slide a kernel over a map.
SLIDING = ("conv", "corr")


def kernel_flipped(node, place):
    """The kernel turned by half a turn: convolution for cross-correlation, and the reverse."""
    function = node.function
    if function.name in SLIDING and function.whole and len(node.args) == 2:

        def turned(image, kernel):
            return function.value(image, kernel[::-1, ::-1])

        yield Call(Function(function.name, turned, whole=True, exact=function.exact), *node.args), {}


def transposed(node, place):
    """Wᵀ·x for W·x, where the sizes allow it."""
    yield MatMul(Transpose(node.left), node.right), {"what": node.left}
    yield MatMul(node.left, Transpose(node.right)), {"what": node.right}


def not_transposed(node, place):
    """W·x for Wᵀ·x, where the sizes allow it."""
    yield node.inner, {"what": node.inner}
