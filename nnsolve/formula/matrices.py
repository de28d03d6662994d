"""The chain rule for steps between matrices: what each factor of a step receives from the gradient above it.

All vectors are columns (n × 1). Source of the rules: Goodfellow, Bengio, Courville, Deep Learning, section 6.5.6;
Petersen and Pedersen, The Matrix Cookbook, section 2.
"""

from __future__ import annotations

from ..errors import NoRuleError
from .arrays import Hadamard, MatMul, Transpose
from .expr import Add, Call, Expr, Mul, Num, Symbol, total_of


def received(formula: Expr, above: Expr, out: Expr) -> dict[str, Expr]:
    """By name in ``formula``: the gradient it receives when the step itself has the gradient ``above``.

    W·a gives δ·aᵀ to W and Wᵀ·δ to a; a sum gives δ to every term; f(z), entry by entry, gives δ ⊙ f′(z). A name that
    stands several times receives the sum of its shares. Raises NoRuleError for a formula of another form.
    """
    shares: dict[str, list[Expr]] = {}
    _share(formula, above, out, shares)
    return {name: total_of(given) for name, given in shares.items()}


def _share(formula: Expr, above: Expr, out: Expr | None, shares: dict[str, list[Expr]]):
    """Adds to ``shares`` what each name in ``formula`` receives; ``out`` is the name of its value, if it has one."""
    if isinstance(formula, Symbol):
        shares.setdefault(formula.name, []).append(above)
    elif isinstance(formula, Add):
        for term in formula.terms:
            _share(term, above, None, shares)
    elif isinstance(formula, MatMul):
        _share(formula.left, MatMul(above, Transpose(formula.right)), None, shares)
        _share(formula.right, MatMul(Transpose(formula.left), above), None, shares)
    elif isinstance(formula, Call):
        function = formula.function
        slope = function.slope(0, formula.args, out or formula)
        if slope is None:
            raise NoRuleError(f"there is no rule for the derivative of {function.name}")
        _share(formula.args[0], Hadamard(above, entrywise(slope)), None, shares)
    elif not isinstance(formula, Num):
        raise NoRuleError(f"there is no rule for what the parts of a {type(formula).__name__} receive")


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
