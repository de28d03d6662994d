"""For every kind of node of a formula, what writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...formula.arrays import Array, Entry, Hadamard, Line, MatMul, Numbers, Shape, Total, Transpose
from ...formula.expr import Add, Blank, Call, Div, Expr, Mul, Neg, Num, Pow, Relation, Sub, Symbol
from . import atoms, calls, matrices, operators

WRITERS: dict[type[Expr], Callable[..., Any]] = {
    Add: operators.add,
    Array: matrices.array,
    Blank: atoms.blank,
    Call: calls.call,
    Div: operators.div,
    Entry: atoms.entry,
    Hadamard: operators.binary,
    Line: atoms.line,
    MatMul: operators.binary,
    Mul: operators.mul,
    Neg: operators.neg,
    Num: atoms.num,
    Numbers: matrices.large,
    Pow: operators.pow,
    Relation: operators.relation,
    Shape: matrices.shape,
    Sub: operators.binary,
    Symbol: atoms.symbol,
    Total: operators.total,
    Transpose: operators.transpose,
}
