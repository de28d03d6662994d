"""Entries of the gradients of a layer with kernels, as sums over the positions they take part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...formula.expr import Expr, product_of, total_of
from ...formula.partials import partials
from ...names import Name, Role
from ...solution import Block, Says, Step
from .sheet import gradient

if TYPE_CHECKING:
    from .kernel_layer import KernelLayer


# Entries of gradients are written as sums over positions where the layer has no more products than this.
MOST_PRODUCTS = 40_000


class EntrySums:
    """Entries of gradients, derived from the formulas of the positions themselves."""

    def __init__(self, layer: KernelLayer, outputs: list[Name]):
        self.terms: dict[Name, list[Expr]] = {}
        rows, columns = layer.after.shape
        if rows * columns * layer.terms * layer.count > MOST_PRODUCTS:
            return
        for number, output in enumerate(outputs):
            for row in range(rows):
                for column in range(columns):
                    self._add(layer.position(number, row, column), Entry(gradient(output), row, column))

    def _add(self, formula: Expr, above: Entry):
        for name, slope in partials(formula, formula).items():
            if name.role is Role.ENTRY:
                self.terms.setdefault(name, []).append(product_of([above, slope]))

    def block(self, places: list[tuple[Entry, Name]], intro: Says) -> Block | None:
        """The gradients by entries, each with the name that it has in the formulas."""
        steps: list[Step] = []
        for entry, name in places:
            if name in self.terms:
                again = "numbers" if steps else ""
                steps.append(Step(gradient(entry.name), total_of(self.terms[name]), None, again))
        return Block(Says("maps_gradient_first"), steps, intro) if steps else None
