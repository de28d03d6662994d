"""What goes wrong with matrices and maps: rows for columns, a kernel turned that is not to be turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.arrays import Hadamard, Line, MatMul, Transpose
from ..formula.expr import Call, Expr, Symbol, symbols
from ..formula.functions import Function
from ..names import Name
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


def factor_left_out(node: Hadamard, place: Place) -> Candidates:
    """g for s⊙g."""
    yield node.right, {"what": node.left}
    yield node.left, {"what": node.right}


def factor_twice(node: Hadamard, place: Place) -> Candidates:
    """s⊙s⊙g for s⊙g."""
    yield Hadamard(node.left, node), {"what": node.left}
    yield Hadamard(node, node.right), {"what": node.right}


def keys_for_values(formula: Expr, place: Place) -> Candidates:
    """The keys K in place of the values V in the weighted sums of attention."""
    for name in dict.fromkeys(symbols(formula)):
        other = Name(name.role, "K", name.by)
        if name.of == "V" and place.around.knows(other):
            yield _exchanged(formula, name, other), {"wrong": [other], "right": [name]}


def _exchanged(formula: Expr, name: Name, other: Name) -> Expr:
    """A formula with another matrix in place of one, also where lines of it are used."""
    if isinstance(formula, Symbol):
        return Symbol(other) if formula.name == name else formula
    if isinstance(formula, Line):
        return Line(formula.name, other, formula.number, formula.column) if formula.array == name else formula
    parts = tuple(_exchanged(part, name, other) for part in formula.parts())
    return formula.rebuilt(parts) if parts else formula
