"""The derivative of a loss by each prediction (or logit), from its forward steps by the chain rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from ...formula.derive import Backward
from ...formula.expr import ZERO, Div, Expr, calls
from ...formula.marks import AnyMark, Mark, Partial
from ...names import At, Name, Role
from ...solution import Block, Says, Step
from .terms import Data, Terms

# What is told of functions that are no convention everywhere.
_NOTES = {"sign": "network_absolute_error"}


class Gradients:
    """The steps behind ∂loss/∂prediction, sample by sample. ``names`` leads from a given number to its gradient."""

    def __init__(self, terms: Terms, data: Data, before: list[Step]):
        self.terms, self.data = terms, data
        self.chains: list[Name] = []  # the long forms of gradients that have a short one
        self.names: dict[Name, Name] = {}
        self.blocks: dict[int, list[Block]] = {i: [] for i in data.samples()}
        self._current: list[Block] = []
        self._told: set[str] = set()  # conventions, each told once
        forward = [(step.name, step.formula) for step in [*before, *terms.steps()]]
        self.short = terms.short()
        self._derive(Backward(forward, terms.name, self._write, self._begin, collapse=self.short))

    def _derive(self, backward: Backward) -> None:
        """Writes the derivatives, sample by sample; no block stays empty."""
        data = self.data
        for i, blocks in self.blocks.items():
            self._current = blocks
            for j in data.outputs():
                given = data.name(data.entered, i, j)
                self.names[given] = backward.gradient(given)
        for i, blocks in self.blocks.items():
            self.blocks[i] = [block for block in blocks if block.steps]

    @property
    def _written(self) -> Iterator[Block]:
        """The blocks of all samples in order."""
        return chain.from_iterable(self.blocks.values())

    @property
    def plain(self) -> bool:
        """Whether every derivative is one line."""
        return all(len(block.steps) == 1 for block in self._written)

    def steps(self) -> list[Step]:
        """All steps in the order of writing."""
        return list(chain.from_iterable(block.steps for block in self._written))

    def _begin(self, name: Name, chains: list):
        self._current.append(Block(None, []))

    def _write(self, name: Name, formula: Expr, role: str, of: tuple[str, ...]):
        if name.role is Role.CHAIN:  # of one of several losses
            name = name.moved(At(run=self.terms.name))
            self.chains.append(name)
        block = self._current[-1]
        if role in ("chain", "paths"):
            block.goal = name
        block.steps.append(Step(name, formula, self._reason(formula, role)))

    def _reason(self, formula: Expr, role: str) -> Says | None:
        if role == "collapse":
            return Says("loss_collapse" if isinstance(formula, Div) else "loss_collapse_plain")
        if formula is ZERO:
            return Says("loss_not_in_it")
        note = _note(formula)
        if not note or note in self._told:
            return None
        self._told.add(note)
        return Says(note)

    def partial(self, chain: Name, mark: Callable[[str], AnyMark]) -> Partial:
        """How the long form of a gradient is printed."""
        return Partial(Mark(self.terms.loss.label), mark(chain.of))


def _note(formula: Expr) -> str:
    """The key of the convention of the first function in a formula that has one."""
    notes = (call.function.note or _NOTES.get(call.function.name, "") for call in calls(formula))
    return next(filter(None, notes), "")
