"""What is left of a gradient on its way back: ∂h_t/∂h_(t−1) step by step, their product, and whether it vanishes.

Source: Bengio, Simard and Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994; Pascanu,
Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013. Along the cell of an LSTM the factors
are its forget gates (Hochreiter and Schmidhuber, 1997).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.arrays import Hadamard, MatMul
from ...formula.expr import Expr, Mul, Symbol, product_of
from ...names import Name, d
from ...solution import Says, Solution
from ...subjects.recurrent import Form

if TYPE_CHECKING:
    from ...formula.numbers import Value
    from .forward import Forward

# What is said beside a factor: a matrix is multiplied row by row, behind a row vector column by column.
_FACTORS = {"numbers": "recurrent_factor", "columns": "recurrent_factor_rows", "rows": "recurrent_factor_columns"}


class Factors:
    """The factors of a single layer in one direction, from the last step back to the first."""

    def __init__(self, forward: Forward):
        self.forward, self.page = forward, forward.page
        (self.direction,) = forward.net.layers[0].directions
        self.word = "c" if self.direction.cell == "lstm" else "h"

    def state(self, time: int) -> Name:
        """What is carried from step to step: h, of an LSTM its cell."""
        return self.direction.value(self.word, time)

    @property
    def whole(self) -> Name:
        """The product of all factors: ∂h_T/∂h_1."""
        return d(self.state(self.forward.net.steps), self.state(1))

    def write(self, shown: bool) -> None:
        """A factor a step, then their product."""
        key = "recurrent_factors_cell" if self.word == "c" else "recurrent_factors"
        self.page.section(Says(key), shown=shown)
        self.page.block()
        factors: list[Symbol] = []
        for time in range(self.forward.net.steps, 1, -1):
            name = d(self.state(time), self.state(time - 1))
            factors.append(self.page.step(name, self._factor(time), self._reason(time)))
        if len(factors) > 1:
            formula = _product(self.forward.form, factors, self.word == "c")
            self.page.step(self.whole, formula, Says("recurrent_factor_product", n=len(factors)))

    def _reason(self, time: int) -> Says | None:
        if time != self.forward.net.steps:
            return None
        return Says("recurrent_factor_gate" if self.word == "c" else _FACTORS[self.forward.form.name])

    def _factor(self, time: int) -> Expr:
        """One factor: the slope times the weight of the state; along a cell the forget gate."""
        if self.word == "c":
            return Symbol(self.direction.value("f", time))
        gate = self.direction.gates[""]
        assert gate.h is not None, "a simple cell has weights of its state"
        activation = self.forward.net.activation
        net, out = Symbol(self.direction.net("", time)), Symbol(self.state(time))
        slope = activation.unit.slope(0, (net, *activation.args), out)
        weight = Symbol(gate.h.name)
        if slope is None:
            return weight
        if self.forward.form.numbers:
            return Mul((weight, slope))
        return Hadamard(weight, slope) if self.forward.form.rows else Hadamard(slope, weight)

    def verdict(self, solution: Solution) -> Iterator[Says]:
        """Whether the product is small, large, or neither."""
        values, count = solution.values, self.forward.net.steps - 1
        if self.whole not in values:
            return
        size = _size(values[self.whole])
        if size == 1:
            yield Says("recurrent_stays", n=count)
        else:
            yield Says("recurrent_vanishes" if size < 1 else "recurrent_explodes", n=count)


def _product(form: Form, factors: list[Symbol], entries: bool) -> Expr:
    """Factors multiplied, the last step's first; of rows the other way round."""
    if form.numbers:
        return product_of(list(factors))
    if form.rows and not entries:
        factors = factors[::-1]
    found: Expr = factors[0]
    for factor in factors[1:]:
        found = Hadamard(found, factor) if entries else MatMul(found, factor)
    return found


def _size(value: Value) -> float:
    """The size of a number; the largest factor by which a matrix stretches a vector; of entries the largest."""
    import numpy

    array = numpy.asarray(value, dtype=float)
    if array.ndim < 2 or 1 in array.shape:
        return float(abs(array).max())
    return float(numpy.linalg.norm(array, 2))
