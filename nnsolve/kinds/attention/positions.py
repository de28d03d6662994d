"""Positions as sines and cosines, alone or added to what is at them.

Sources: Vaswani et al., Attention is all you need, 2017, section 3.5, sine and cosine in turn; the tensor2tensor
library has all sines before all cosines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array
from ...formula.expr import Div, Expr, Num, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark, Place
from ...names import Name, Role, entry_at
from ...solution import Says
from .model import entry
from .names import INPUTS, POSITIONS

if TYPE_CHECKING:
    from .block_keys import PositionKeys
    from .forward import Forward

# The entries of so large an encoding are written out one by one.
MOST_ENTRIES = 24
_SAYS = {"interleaved": "attention_interleaved", "halves": "attention_halves"}


class Positions:
    """Writes the encoding of the positions of a problem; PE(1,0) is number 0 of position 1."""

    def __init__(self, forward: Forward, keys: PositionKeys):
        self.forward, self.page, self.form = forward, forward.page, forward.form
        self.keys, self.places = keys, forward.model.positions
        self.width = forward.model.width

    def write(self) -> Name:
        """The encoding, added to the tokens where there are any; returns the last matrix."""
        self.page.section(Says("attention_positions"))
        self._encoding()
        last = POSITIONS
        if INPUTS in self.forward.sizes:
            self.page.block()
            last = Name(Role.NET, "XP")
            self.forward.marks[last] = Mark("X′")
            self.forward.step(last, Symbol(INPUTS) + Symbol(POSITIONS), Says("attention_encoded"))
        if self.keys.products:
            self._products()
        return last

    def _encoding(self) -> None:
        """The matrix of all entries, of few of them each by itself."""
        grid: list[list[Expr]] = []
        for position in self.places:
            grid.append([self._wave(position, number) for number in range(self.width)])
        self.page.block(None, Says(_SAYS[self.keys.encoding]))
        laid = Array(self.form.laid(grid))
        if len(self.places) * self.width > MOST_ENTRIES:
            self.forward.gathered(POSITIONS, laid, laid)
            return
        found: list[list[Expr]] = []
        for position, line in zip(self.places, grid, strict=True):
            found.append([self._entry(position, number, wave) for number, wave in enumerate(line)])
        self.page.block()
        self.forward.gathered(POSITIONS, Array(self.form.laid(found)), laid)

    def _entry(self, position: int, number: int, wave: Expr) -> Symbol:
        """One number of one position."""
        own = entry_at(POSITIONS, f"[{position},{number}]")
        self.forward.marks[own] = Place(Mark("PE"), f"({position},{number})")
        return self.page.step(own, wave)

    def _wave(self, position: int, number: int) -> Expr:
        """sin or cos of position/base^(2i/d), i the number of the pair."""
        half = (self.width + 1) // 2
        if self.keys.encoding == "interleaved":
            pair, sine = number // 2, number % 2 == 0
        else:
            pair, sine = number % half, number < half
        exponent = Num(f"{2 * pair}/{self.width}", 2 * pair / self.width)
        angle = Div(Num(str(position)), Pow(self.keys.base or Num("10000"), exponent))
        return FUNCTIONS["sin" if sine else "cos"](angle)

    def _products(self) -> None:
        """The dot products of all positions, one of them as the sum of its products."""
        self.page.section(Says("attention_position_products"))
        told = Says("attention_position_products_say") if self.width % 2 == 0 else None
        self.page.block(None, told)
        name = Name(Role.NET, "D")
        self.forward.step(name, self.form.scores(Symbol(POSITIONS), Symbol(POSITIONS)))
        if len(self.places) > 1 and len(self.places) * self.width <= MOST_ENTRIES:
            self._one_product(name)

    def _one_product(self, name: Name) -> None:
        """The product of the first two positions, number by number."""
        one, other = self.places[:2]
        terms: list[Expr] = []
        for number in range(self.width):
            left, right = (Symbol(entry_at(POSITIONS, f"[{each},{number}]")) for each in (one, other))
            terms.append(left * right)
        own = entry(name, *self.form.place(0, 1)).name
        self.forward.marks[own] = Mark(f"PE({one})·PE({other})")
        self.page.step(own, total_of(terms))
