"""Norms of tokens: layer norm, by mean and variance, and RMS norm, by the mean of the squares alone.

Sources: Ba, Kiros and Hinton, Layer normalization, 2016; Zhang and Sennrich, Root mean square layer normalization,
2019.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.array_functions import ACROSS, DOWN, SUMS
from ...formula.arrays import Hadamard
from ...formula.expr import Div, Expr, Num, Pow, Sub, Symbol
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.literals import constant
from ...solution import Says
from .names import EPSILON, above

if TYPE_CHECKING:
    from .block_keys import BlockModel, Norm
    from .forward import Forward


class Norming:
    """Writes the norms of tokens of ``width`` numbers; ``index`` is that of the layer."""

    def __init__(self, forward: Forward, block: BlockModel, width: int, index: str):
        self.forward, self.form, self.index = forward, forward.form, index
        self.block, self.width = block, Num(str(width), width)
        self.sums = SUMS[ACROSS if self.form.rows else DOWN]

    def write(self, source: Name, norm: Norm, number: str) -> Name:
        """Every token by itself, normalised; times γ, plus β."""
        self.forward.page.block(None, Says("attention_norm_says"))
        normal = _WRITTEN[self.block.norm_type](self, Symbol(source), number)
        if norm.gamma is None and norm.beta is None:
            return self._last(number, normal)
        centred = self.forward.step(self.name("U", number), normal)
        formula: Expr = Hadamard(centred, self.forward.give(norm.gamma)) if norm.gamma else centred
        return self._last(number, formula + self.forward.give(norm.beta) if norm.beta else formula)

    def _by_variance(self, tokens: Symbol, number: str) -> Expr:
        """Every token less its mean, over the root of its variance."""
        mean = self._statistic("mu", "μ", number, Div(self.sums(tokens), self.width), "attention_mean")
        gap = Sub(tokens, mean)
        squares = Div(self.sums(Pow(gap, Num("2"))), self.width)
        variance = self._statistic("var", "σ²", number, squares, "attention_variance")
        return Div(gap, self._root(variance))

    def _by_squares(self, tokens: Symbol, number: str) -> Expr:
        """Every token over the root of the mean of its squares."""
        squares = Div(self.sums(Pow(tokens, Num("2"))), self.width)
        mean = self._statistic("ms", "ms", number, squares, "attention_mean_square")
        return Div(tokens, self._root(mean))

    def _root(self, below: Expr) -> Expr:
        epsilon = self.block.epsilon
        if epsilon is None or constant(epsilon) == 0:
            return FUNCTIONS["sqrt"](below)
        if EPSILON not in self.forward.page.given:
            self.forward.page.row({EPSILON: epsilon})
        return FUNCTIONS["sqrt"](below + Symbol(EPSILON))

    def _last(self, number: str, formula: Expr) -> Name:
        name = self.name("N", number)
        self.forward.step(name, formula, Says("attention_normalised"))
        return name

    def _statistic(self, word: str, letter: str, number: str, formula: Expr, says: str) -> Symbol:
        name = Name(Role.NET, word, number, indices=self.index)
        self.forward.marks[name] = Mark(letter, number, above(self.index, ""))
        return self.forward.step(name, formula, Says(says))

    def name(self, letter: str, number: str) -> Name:
        """A matrix of the block: R₁, in layer 2 R₁⁽²⁾."""
        return block_name(self.forward, letter, number, self.index)


def block_name(forward: Forward, letter: str, number: str, index: str) -> Name:
    """The name of a matrix around attention, and how it is printed."""
    name = Name(Role.NET, letter, number, indices=index)
    forward.marks[name] = Mark(letter, number, above(index, ""))
    return name


_WRITTEN = {"layer": Norming._by_variance, "rms": Norming._by_squares}
