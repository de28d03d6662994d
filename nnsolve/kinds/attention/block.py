"""What a Transformer block puts around attention: positions, residual connections, layer norms, feed-forward layers.

Sources: Vaswani et al., Attention is all you need, 2017; Ba, Kiros and Hinton, Layer normalization, 2016; Xiong et al.,
On layer normalization in the Transformer architecture, 2020, for the two places of the norm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.array_functions import ACROSS, DOWN, SUMS, of_entries
from ...formula.arrays import Array, Hadamard
from ...formula.expr import Div, Expr, Num, Pow, Sub, Symbol
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Says
from .block_keys import POST, PRE
from .names import OUT, entry_of

if TYPE_CHECKING:
    from .block_keys import BlockModel, Norm, PositionKeys
    from .forward import Forward
    from .projections import Projections

INPUTS = Name(Role.INPUT, "X")
# The entries of so large an encoding are written out one by one.
MOST_ENTRIES = 24


class Block:
    """Writes what stands before and behind attention; ``base`` is what attention's output is added to."""

    def __init__(self, forward: Forward, model: BlockModel | None, positions: PositionKeys | None):
        self.forward, self.page, self.form = forward, forward.page, forward.form
        self.model, self.positions = model, positions
        self.base = INPUTS

    def before(self) -> Name:
        """Writes what the tokens go through first; returns what queries, keys and values are made of."""
        if self.positions is not None:
            self.page.section(Says("attention_positions"))
            self.base = self._encoded(self.positions)
        if self.model is None or self.model.place != PRE:
            return self.base
        self.page.section(Says("attention_norm"))
        return self._norm(self.base, self.model.norms[0], "1")

    def after(self, projections: Projections) -> Name:
        """Writes what the output goes through; returns the last matrix."""
        if self.model is None:
            return OUT
        last = self._added(self.base, OUT, "1")
        if not self.model.layers:
            return last
        self.page.section(Says("attention_feed_forward"))
        start = self._norm(last, self.model.norms[1], "2") if self.model.place == PRE else last
        first, second = self.model.layers
        self.page.block()
        hidden = self.forward.step(self._name("F", "1"), projections.made(first, Symbol(start)))
        activation = ACTIVATIONS[self.model.activation].function
        reason = Says("attention_activation", text=activation.name)
        shown = self.forward.step(self._name("G", ""), of_entries(activation)(hidden), reason)
        self.page.block()
        given_back = self._name("F", "2")
        self.forward.step(given_back, projections.made(second, shown))
        return self._added(last, given_back, "2")

    def _added(self, base: Name, further: Name, number: str) -> Name:
        """The residual connection, and the norm behind it."""
        assert self.model is not None, "there is a block"
        post = self.model.place == POST
        self.page.section(Says("attention_add_norm" if post else "attention_add"))
        self.page.block()
        name = self._name("R", number)
        self.forward.step(name, Symbol(base) + Symbol(further), Says("attention_residual"))
        return self._norm(name, self.model.norms[int(number) - 1], number) if post else name

    def _name(self, letter: str, number: str) -> Name:
        name = Name(Role.NET, letter, number)
        self.forward.marks[name] = Mark(letter, number)
        return name

    # Layer norm

    def _norm(self, source: Name, norm: Norm, number: str) -> Name:
        """Every token less its mean, over the root of its variance; times γ, plus β."""
        assert self.model is not None, "there is a block"
        self.page.block(None, Says("attention_norm_says"))
        width = Num(str(self.forward.model.width), self.forward.model.width)
        sums = SUMS[ACROSS if self.form.rows else DOWN]
        mean = self._statistic("mu", "μ", number, Div(sums(Symbol(source)), width), "attention_mean")
        gap = Sub(Symbol(source), mean)
        variance = self._statistic("var", "σ²", number, Div(sums(Pow(gap, Num("2"))), width), "attention_variance")
        below: Expr = variance if self.model.epsilon is None else variance + self.model.epsilon
        normal = Div(gap, FUNCTIONS["sqrt"](below))
        if norm.gamma is None and norm.beta is None:
            return self._last(number, normal)
        centred = self.forward.step(self._name("U", number), normal)
        formula: Expr = Hadamard(centred, self.forward.give(norm.gamma)) if norm.gamma else centred
        return self._last(number, formula + self.forward.give(norm.beta) if norm.beta else formula)

    def _last(self, number: str, formula: Expr) -> Name:
        name = self._name("N", number)
        self.forward.step(name, formula, Says("attention_normalised"))
        return name

    def _statistic(self, word: str, letter: str, number: str, formula: Expr, says: str) -> Symbol:
        name = Name(Role.NET, word, number)
        self.forward.marks[name] = Mark(letter, number)
        return self.forward.step(name, formula, Says(says))

    # Positions

    def _encoded(self, keys: PositionKeys) -> Name:
        """The inputs with sines and cosines of their positions."""
        tokens, width = self.forward.model.queries, self.forward.model.width
        name = self._name("P", "")
        grid: list[list[Expr]] = []
        for token in range(tokens):
            grid.append([_wave(keys, token, number, width) for number in range(width)])
        self.page.block(None, Says(_SAYS[keys.encoding]))
        if tokens * width <= MOST_ENTRIES:
            self._one_by_one(name, grid)
        else:
            self.forward.gathered(name, Array(self.form.laid(grid)), Array(self.form.laid(grid)))
        self.page.block()
        encoded = self._name("XP", "")
        self.forward.marks[encoded] = Mark("X′")
        self.forward.step(encoded, Symbol(INPUTS) + Symbol(name))
        return encoded

    def _one_by_one(self, name: Name, grid: list[list[Expr]]) -> None:
        """Every entry of the encoding, then the matrix."""
        found: list[list[Expr]] = []
        for token, line in enumerate(grid):
            found.append([])
            for number, wave in enumerate(line):
                row, column = self.form.place(token, number)
                own = entry_of(name, row, column)
                self.forward.marks[own] = Mark("p", f"{row + 1}{column + 1}")
                found[-1].append(self.page.step(own, wave))
        self.page.block()
        self.forward.gathered(name, Array(self.form.laid(found)), Array(self.form.laid(grid)))


_SAYS = {"interleaved": "attention_interleaved", "halves": "attention_halves"}


def _wave(keys: PositionKeys, token: int, number: int, width: int) -> Expr:
    """sin or cos of position/base^(2i/d), i the number of the pair."""
    half = (width + 1) // 2
    if keys.encoding == "interleaved":
        pair, sine = number // 2, number % 2 == 0
    else:
        pair, sine = number % half, number < half
    base = keys.base or Num("10000")
    position = Num(str(token + keys.first))
    exponent = Num(f"{2 * pair}/{width}", 2 * pair / width)
    angle = Div(position, Pow(base, exponent))
    return FUNCTIONS["sin" if sine else "cos"](angle)
