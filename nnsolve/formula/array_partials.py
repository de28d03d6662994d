"""The rules of differentiation for formulas of arrays, where "above" is the gradient that a formula's own value has.

W·a gives δ·aᵀ to W and Wᵀ·δ to a, a sum gives δ to every term, and what was repeated for a larger array is added up
again. Sources besides those of :mod:`.partials`: Goodfellow, Bengio, Courville, Deep Learning, section 6.5.6; Petersen
and Pedersen, The Matrix Cookbook, section 2; the functions' own pull-backs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce

from ..names import Name
from .array_functions import at_place, entry_of, filled, summed
from .arrays import Array, Entry, Hadamard, MatMul, Total, Transpose
from .expr import ONE, Call, Div, Expr, Mul, Neg, product_of
from .partials import RULES, Above, Passed, Sizes, Walk, alone, differentiated, ruled, times
from .sizes import Known, Size, size_of


def received(formula: Expr, out: Expr, above: Expr, sizes: Sizes) -> dict[Name, Expr]:
    """By name in ``formula``: the gradient it receives when the formula's own value has the gradient ``above``.

    ``sizes`` of all names in the three, () of a number and (rows, columns) of a matrix; vectors are columns or rows.
    Raises NoRuleError as :func:`partials` does, ValueError where sizes do not fit.
    """
    return ruled(*differentiated(formula, out, (False, (above,), ()), sizes))


class ArrayWalk(Walk):
    """The same over formulas of arrays. Products of arrays are taken entry by entry."""

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.sizes = sizes if isinstance(sizes, Known) else Known(sizes)
        self.known: dict[Expr, Size] = {}
        self.rules = {
            **{kind: partial(self._entry_by_entry, rule) for kind, rule in RULES.items()},
            MatMul: self._of_matrices,
            Hadamard: self._of_entries,
            Transpose: self._of_transpose,
            Total: lambda node, above: [(node.inner, above)],
            Array: self._of_array,
            Entry: self._of_entry,
        }

    def size(self, formula: Expr) -> tuple[int, ...]:
        """Rows and columns of the value of a formula; () of a number."""
        return size_of(formula, self.sizes, self.known).sides

    def product(self, above: Above, node: Expr) -> Expr:
        """What a node receives, without its sign, in the size of the node."""
        _, factors, divisors = above
        product = self._entrywise(factors)
        if divisors:
            product = Div(product, self._entrywise(divisors))
        if self.size(product) == self.size(node):
            return product
        return filled(product, node)

    def _entrywise(self, factors: Sequence[Expr]) -> Expr:
        """A product of numbers and arrays: numbers in front, ⊙ between arrays."""
        numbers = [factor for factor in factors if factor is not ONE and not self.size(factor)]
        arrays = [factor for factor in factors if self.size(factor)]
        together = [reduce(Hadamard, arrays)] if arrays else []
        return product_of([*numbers, *together])

    def _spelled(self, formula: Expr, written: Sequence[Expr]) -> Expr:
        """The formula of a slope with ⊙ between the arrays of its products; what is ``written`` already stays."""
        if formula in written:
            return formula
        parts = tuple(self._spelled(part, written) for part in formula.parts())
        if isinstance(formula, Mul):
            return self._entrywise(parts)
        return formula.rebuilt(parts) if parts else formula

    def through(self, node: Call, i: int, above: Above, out: Expr) -> Above | None:
        pull = node.function.pull(i)
        if pull is not None:
            return alone(above, pull(node.args, out, self.product(above, node), self.size))
        minus, factors, divisors = above
        passed = super().through(node, i, (minus, (), ()), out)
        if passed is None:
            return None
        minus, own, _ = passed
        slopes = tuple(self._spelled(slope, (*node.args, out)) for slope in own)
        return self._fitted(node, node.args[i], (minus, factors + slopes, divisors))

    def _fitted(self, node: Expr, part: Expr, passed: Above) -> Above:
        """What a part receives that was repeated to the size of its node: the sum over all its uses."""
        wide, own = self.size(node), self.size(part)
        if wide == own:
            return passed
        return alone(passed, summed(self.product(passed, node), wide, own))

    def _entry_by_entry(self, rule: Callable[..., Passed], node: Expr, above: Above) -> Passed:
        """What the parts of a node receive by a rule of numbers, each in its own size."""
        for part, passed in rule(node, above):
            yield part, self._fitted(node, part, passed)

    def _of_entry(self, node: Entry, above: Above) -> Passed:
        """The matrix receives what its entry receives, at that place."""
        product = self.product(above, node)
        for name, share in ((node.name, product), (node.array, at_place(product, node))):
            self.found.setdefault(name, []).append(Neg(share) if above[0] else share)
        return ()

    def _of_matrices(self, node: MatMul, above: Above) -> Passed:
        whole = self.product(above, node)
        yield node.left, alone(above, MatMul(whole, transposed(node.right)))
        yield node.right, alone(above, MatMul(transposed(node.left), whole))

    def _of_entries(self, node: Hadamard, above: Above) -> Passed:
        yield node.left, self._fitted(node, node.left, times(above, node.right))
        yield node.right, self._fitted(node, node.right, times(above, node.left))

    def _of_transpose(self, node: Transpose, above: Above) -> Passed:
        yield node.inner, alone(above, transposed(self.product(above, node)))

    def _of_array(self, node: Array, above: Above) -> Passed:
        whole = self.product(above, node)
        for i, row in enumerate(node.rows):
            for j, part in enumerate(row):
                yield part, alone(above, entry_of(whole, i, j, len(node.rows) == 1))


def transposed(formula: Expr) -> Expr:
    """A formula with rows and columns exchanged: (A·B)ᵀ is Bᵀ·Aᵀ, and (Aᵀ)ᵀ is A."""
    if isinstance(formula, Transpose):
        return formula.inner
    if isinstance(formula, MatMul):
        return MatMul(transposed(formula.right), transposed(formula.left))
    return Transpose(formula)
