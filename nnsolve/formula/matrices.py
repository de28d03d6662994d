"""The chain rule for steps between matrices: what each factor of a step receives from the gradient above it.

All vectors are columns (n × 1). Source of the rules: Goodfellow, Bengio, Courville, Deep Learning, section 6.5.6;
Petersen and Pedersen, The Matrix Cookbook, section 2.
"""

from __future__ import annotations

from .arrays import Hadamard, MatMul, Transpose
from .expr import Add, Call, Expr, Mul, Symbol


def received(formula: Expr, above: Expr, out: Expr) -> dict[str, Expr]:
    """By name in ``formula``: the gradient it receives when the step itself has the gradient ``above``.

    W·a gives δ·aᵀ to W and Wᵀ·δ to a; a sum gives δ to every term; f(z), entry by entry, gives δ ⊙ f′(z).
    """
    if isinstance(formula, Symbol):
        return {formula.name: above}
    if isinstance(formula, Add):
        return {name: given for term in formula.terms for name, given in received(term, above, out).items()}
    if isinstance(formula, MatMul):
        return {
            **received(formula.left, MatMul(above, Transpose(formula.right)), out),
            **received(formula.right, MatMul(Transpose(formula.left), above), out),
        }
    if isinstance(formula, Call):
        slope = formula.function.slope(0, formula.args, out)
        return {formula.args[0].name: Hadamard(above, entrywise(slope))}
    raise TypeError(f"no rule for {type(formula).__name__}")


def entrywise(formula: Expr) -> Expr:
    """The formula of a scalar read for arrays: products become products entry by entry."""
    parts = tuple(entrywise(part) for part in formula.parts())
    if isinstance(formula, Mul):
        product = parts[0]
        for part in parts[1:]:
            product = Hadamard(product, part)
        return product
    return formula.rebuilt(parts) if parts else formula


def softmax_received(above: Expr, out: Expr) -> Expr:
    """What the net inputs of a softmax column receive: p ⊙ (g − pᵀ·g), which is (diag p − p·pᵀ)·g."""
    return Hadamard(out, above - MatMul(Transpose(out), above))
