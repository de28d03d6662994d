"""Entries of the gradients of a layer with kernels, as sums over the positions they take part in."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...formula.expr import Expr, product_of, total_of
from ...formula.partials import partials
from ...names import Name, Role
from ...solution import Block, Says, Step
from .sheet import Sheet, gradient

if TYPE_CHECKING:
    from .kernel_layer import KernelLayer


# Entries of gradients are written as sums over positions where the layer has no more products than this.
MOST_PRODUCTS = 40_000


class EntrySums:
    """Entries of gradients, derived from the formulas of the positions themselves."""

    def __init__(self, layer: KernelLayer, sheet: Sheet):
        self.layer, self.sheet = layer, sheet
        self.terms: dict[Name, list[Expr]] = {}
        rows, columns = layer.after.shape
        if rows * columns * layer.terms * layer.count > MOST_PRODUCTS:
            return
        outputs = enumerate(sheet.outputs[layer.id])
        for (number, output), row, column in itertools.product(outputs, range(rows), range(columns)):
            self._add(layer.position(number, row, column), Entry(gradient(output), row, column))

    def _add(self, formula: Expr, above: Entry) -> None:
        for name, slope in partials(formula, formula).items():
            if name.role is Role.ENTRY:
                self.terms.setdefault(name, []).append(product_of([above, slope]))

    def block(self, names: list[Name], intro: str) -> Block:
        """The gradients by the first entries of kernels or maps, and by those that are asked for."""
        steps: list[Step] = []
        for number, own in enumerate(map(gradient, names)):
            for place in self.sheet.positions(own, number == 0):
                terms = self.terms.get(self.layer.among(own.by_name, *place))
                if terms:
                    again = "numbers" if steps else ""
                    steps.append(Step(self.sheet.at(own, *place), total_of(terms), None, again))
        return Block(Says("maps_gradient_first"), steps, Says(intro))
