"""Transposed convolutions with numbers: every number of the map lays down the whole kernel, what overlaps adds up.

Source: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4; sizes and
``output_padding`` as in PyTorch's ``ConvTranspose2d``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...formula.expr import ONE, Call, Expr, Symbol, named
from ...formula.maps import transposed_sliding, widens
from ...names import Name
from ...reading.schema import Field, Whole
from ...solution import Block, Says, Step
from ...subjects.layers.layer import described
from ...subjects.layers.padding import RULES
from ...subjects.layers.page import ImpossibleError, Page
from ...subjects.layers.sizes import LETTERS
from .kernel_layer import KernelLayer
from .zeros import both

if TYPE_CHECKING:
    from ...subjects.layers.window import Side
    from .map_layer import Places


LARGEST = 1000


class TransposedConv(KernelLayer):
    """A transposed convolution; ``kernels`` hold one kernel a map that comes out, each with one matrix a channel."""

    stem, what = "transposed", "transposed convolution"
    fill = "warm"
    input_sum, gives_back = "maps_input_laid", "maps_input_transposed"

    output_padding = Field(Whole(0, LARGEST), "rows and columns added at the end of the output", default=0)

    def describe(self) -> Says:
        more = Says("layer_output_padding", text=self.output_padding) if self.output_padding else None
        return described(super().describe(), more)

    # Sizes

    def slide(self, page: Page) -> tuple[Name, ...]:
        if self.padding.rule:
            text = "a transposed convolution takes its padding in numbers: it is cut off the output"
            raise ImpossibleError(self.places["padding"], text)
        alike = self._alike(page)
        for step, apart in zip(both(self.steps_by), both(self.dilation), strict=True):
            if self.output_padding and self.output_padding >= max(step, apart):
                text = "output_padding must be smaller than the stride or the dilation"
                raise ImpossibleError(self.places["output_padding"], text)
        written = {side: self._grown(page, side) for side in dict.fromkeys(alike)}
        self.sides = tuple(alike)
        return tuple(written[side] for side in alike)

    def _grown(self, page: Page, side: Side) -> Name:
        """Writes one output side: (W − 1)·S − 2P + D·(F − 1) + 1, and the output padding."""
        before = Symbol(page.map.sides[side.index])
        zeros, _ = RULES[""](self, page, side, before)
        formula: Expr = (before - ONE) * side.S
        for term in zeros:
            formula = formula - term
        formula = formula + side.reach
        if self.output_padding:
            formula = formula + page.give(self.own("Q"), "Q", self.output_padding)
        formula = formula + ONE
        size = page.value_of(formula)
        if size < 1:
            text = f"this padding cuts off the whole output: {size} places would be left"
            raise ImpossibleError(self.places["padding"], text)
        reason = Says("maps_output_padding") if self.output_padding else None
        return page.step(self.own(side.axis), LETTERS[side.axis], formula, reason).name

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Multiplications, and passes over a map, that the layer takes."""
        taps = self.taps[0] * self.taps[1] * before.channels * self.count
        return taps * max(after.places, before.places * self.steps_by[0] * self.steps_by[-1]), taps

    # Numbers

    @property
    def cut(self) -> list[tuple[int, int]]:
        """What is cut off in front and behind, a side each; the output padding is cut off less."""
        pairs = self.each("padding", self.padding.pairs)
        return [(front, back - self.output_padding) for front, back in pairs]

    def prepare(self) -> None:
        """Writes the maps with zeros between and around."""
        stride, apart = both(self.steps_by), both(self.dilation)
        rows, columns = self.cut
        self.lay_kernel = transposed_sliding(stride, apart, self.sheet.flip, self.taps, (rows, columns))
        self.wide: dict[Name, Expr] = {}

    def laid(self) -> Says:
        return Says("maps_laid_flip" if self.sheet.flip else "maps_laid")

    def about_kernels(self) -> Says:
        return Says("maps_kernel_transposed")

    def about_wide(self) -> Says:
        return Says("maps_put_back")

    def share(self, source: Name, kernel: Name) -> Expr:
        return Call(self.lay_kernel, Symbol(source), Symbol(kernel))

    def shown(self, share: Expr) -> Expr:
        assert isinstance(share, Call) and self.lay_kernel.definition is not None, "a share is a kernel laid on a map"
        return named(self.lay_kernel.definition(*share.args), self._name_of, self.wide)

    def _name_of(self, formula: Expr) -> Name | None:
        return self.sheet.widened(formula, "wide") if widens(formula) else None

    def _map(self, number: int, name: Name, shares: bool) -> list[Step]:
        found = super()._map(number, name, shares)
        if number == 0:
            steps = [Step(name, formula, None, "names") for name, formula in self.wide.items()]
            key = "maps_spread" if max(both(self.steps_by)) > 1 else "maps_spread_one"
            self.sheet.put(Block(Says("maps_wide_map"), steps, Says(key), longest=self.sheet.longest))
        return found

    def products_at(self, source: Name, kernel: Name, row: int, column: int) -> list[Expr]:
        """The numbers of the map whose kernels cover one position, times the weight that lies there."""
        (rows, columns), step, apart = self.taps, both(self.steps_by), both(self.dilation)
        height, width = self.before.shape
        found = []
        for i in range(rows - 1, -1, -1):
            for j in range(columns - 1, -1, -1):
                down, right = row + self.cut[0][0] - i * apart[0], column + self.cut[1][0] - j * apart[1]
                r, c = down // step[0], right // step[1]
                if down % step[0] == right % step[1] == 0 and 0 <= r < height and 0 <= c < width:
                    at = (rows - 1 - i, columns - 1 - j) if self.sheet.flip else (i, j)
                    found.append(Entry(source, r, c) * Entry(kernel, *at))
        return found
