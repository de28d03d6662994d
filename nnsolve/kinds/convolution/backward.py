"""The backward pass of a pipeline: the gradients that the chain rule gives, in the blocks of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...formula.derive import Backward
from ...formula.expr import Call, Expr, Symbol, named
from ...formula.maps import widens
from ...names import Name, Role
from ...solution import Block, Says, Step
from .sheet import ERROR

if TYPE_CHECKING:
    from .sheet import Sheet


class BackwardPage:
    """Where the layers write their gradients, from the last to the first.

    ``forward`` are the steps of all maps, ``error`` is that of the error. ``short`` is the gradient before the last
    activation where that and the loss fit each other, with the sentence that says so.
    """

    def __init__(self, sheet: Sheet, forward: list[Step], error: Step, short: tuple[Expr, Says] | None = None):
        self.sheet, self.short = sheet, short
        self.block = Block(None, [])  # that is being written
        self.wide: dict[Name, Expr] = {}
        maps = [(step.name, sheet.formulas.get(step.name, step.formula)) for step in forward]
        self.chain = Backward(
            [*maps, (ERROR, error.formula)],
            ERROR,
            self._add,
            collapse={sheet.layers[-1].sources[0]: short[0]} if short else None,
            inline=True,
            sizes={**dict.fromkeys(sheet.given, ()), **sheet.sizes},
        )

    def layers(self) -> None:
        """Writes the gradients of all layers."""
        for layer in reversed(self.sheet.layers):
            self.sheet.section(Says("maps_backward", layer=layer.title))
            layer.backward(self)

    def write(
        self,
        names: Sequence[Name],
        block: Block,
        wide: Says | None = None,
        entries: Callable[[], Block] = lambda: Block(None, []),
    ) -> None:
        """Writes the gradients by ``names`` into a block.

        Before it stand what comes from above where it is made wide, with ``wide`` as its sentence, and ``entries()``.
        """
        sheet, known = self.sheet, len(self.wide)
        self.block = block
        gradients = list(map(self.chain.gradient, names))
        made = [Step(name, formula, None, "names") for name, formula in list(self.wide.items())[known:]]
        for each in (Block(Says("maps_upstream"), made, wide, longest=sheet.longest), entries(), block):
            if each.steps:
                sheet.put(each)
        if names[0].role is Role.PARAMETER:
            sheet.gradients += gradients

    def _add(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        """Adds a step; what has a name of its own in it is written by that name."""
        sheet = self.sheet
        formula = named(formula, self._name_of, self.wide)
        if of[0] in sheet.sizes:
            sheet.sizes[name] = sheet.sizes[of[0]]
        self.block.steps.append(Step(name, formula, self._reason(role, formula), "names"))

    def _name_of(self, formula: Expr) -> Name | None:
        """The name of a map from above with zeros between and around its numbers."""
        if not widens(formula) or not isinstance(formula.args[0], Symbol):
            return None
        above = formula.args[0].name
        return self.sheet.widened(formula) if above.role is Role.PARTIAL else None

    def _reason(self, role: str, formula: Expr) -> Says | None:
        if role == "collapse" and self.short:
            self.block.intro = None
            return self.short[1]
        cropped = isinstance(formula, Call) and formula.function.name == "crop"
        return Says("maps_crop") if cropped else None
