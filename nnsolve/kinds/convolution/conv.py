"""Convolutional layers with numbers: each kernel slid over the maps, channel by channel, with a bias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...formula.expr import Call, Expr, Mul, Symbol
from ...formula.maps import sliding
from ...solution import Says
from .kernel_layer import KernelLayer
from .zeros import both, pad_maps, zeros_around

if TYPE_CHECKING:
    from ...names import Name
    from ...subjects.layers.page import Page
    from .map_layer import Places


# What is said of the kernels: whether they are turned, and whether the stride spreads them.
_KERNEL = {
    (False, False): "maps_kernel",
    (False, True): "maps_kernel_spread",
    (True, False): "maps_kernel_flip",
    (True, True): "maps_kernel_flip_spread",
}


class Conv(KernelLayer):
    """A convolution."""

    stem, what = "conv", "convolution"
    fill = "warm"

    def slide(self, page: Page) -> tuple[Name, ...]:
        sides = super().slide(page)
        page.step(self.own("positions"), "positions", Mul([Symbol(side) for side in sides]))
        return sides

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Multiplications, and passes over a map, that the layer takes."""
        taps = self.taps[0] * self.taps[1] * before.channels * self.count
        return taps * after.places, taps

    # Numbers

    def prepare(self) -> None:
        """Writes the padded maps."""
        self.zeros = zeros_around(self, self.before.shape)
        self.sources = pad_maps(self.sheet, self.origins, self.zeros)
        self.slide_kernel = sliding(both(self.steps_by), both(self.dilation), self.sheet.flip)

    def laid(self) -> Says:
        return Says("maps_slide_flip" if self.sheet.flip else "maps_slide")

    def about_kernels(self) -> Says:
        return Says(_KERNEL[self.sheet.flip, max(self.steps_by) > 1])

    def about_wide(self) -> Says:
        return Says("maps_wide_stride" if max(self.steps_by) > 1 else "maps_wide")

    def about_gradient(self) -> Says:
        return Says("maps_input_flip" if self.sheet.flip else "maps_input")

    def share(self, source: Name, kernel: Name) -> Expr:
        return Call(self.slide_kernel, Symbol(source), Symbol(kernel))

    def products_at(self, source: Name, kernel: Name, row: int, column: int) -> list[Expr]:
        """The kernel laid on one position of a map: the products, row by row."""
        (rows, columns), step, apart = self.taps, both(self.steps_by), both(self.dilation)
        found = []
        for i in range(rows):
            for j in range(columns):
                at = (rows - 1 - i, columns - 1 - j) if self.sheet.flip else (i, j)
                seen = row * step[0] + i * apart[0], column * step[1] + j * apart[1]
                found.append(Entry(source, *seen) * Entry(kernel, *at))
        return found
