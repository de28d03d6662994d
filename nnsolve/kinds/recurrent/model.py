"""A recurrent network whole: its layers, what its steps see, its output, what goes on from step to step."""

from __future__ import annotations

from typing import NamedTuple

from ...formula.expr import Expr
from ...reading.activation import Choice as Activation
from ...subjects.recurrent import Direction, Form, Layer, Output
from .sees import OUTPUTS, WORDS
from .targets import Targets


class Net(NamedTuple):
    """What was read, all of it: layers, the numbers of every step, the output and its loss.

    Where steps are ``fed``, ``inputs`` has the row of the first step alone.
    """

    form: Form
    layers: list[Layer]
    inputs: list[list[Expr]]
    steps: int
    activation: Activation
    gates: dict[str, list[list[Expr]]]
    output: Output | None
    targets: Targets | None
    feedback: str
    feed: str
    context: list[Expr]
    symbolic: bool

    @property
    def one_cell(self) -> bool:
        """Whether there is nothing to unroll: one step of one layer in one direction, in numbers."""
        return self.steps == len(self.directions) == 1 and not self.symbolic

    @property
    def feeds_back(self) -> bool:
        """Whether outputs go back to the next step, not states."""
        return self.feedback == "output"

    @property
    def fed(self) -> bool:
        """Whether outputs are what the next step sees: then the steps are written one by one."""
        return self.feed in (OUTPUTS, WORDS)

    @property
    def goes_on(self) -> tuple[str, ...]:
        """What leads from a step to the next one, by its word; a word that was chosen leads no gradient back."""
        if self.feeds_back:
            return ("yhat",)
        return ("h", "c", "yhat") if self.feed == OUTPUTS else ("h", "c")

    @property
    def directions(self) -> list[Direction]:
        """All layers in all their directions, in order."""
        return [direction for layer in self.layers for direction in layer.directions]

    @property
    def chained(self) -> bool:
        """Whether one chain of factors leads back: one layer in one direction, a state that goes on, two steps."""
        first, *others = self.directions
        if others or self.steps < 2 or "yhat" in self.goes_on:
            return False
        if first.cell == "rnn":
            return first.gates[""].h is not None and bool(self.activation.unit.slopes)
        return first.cell == "lstm"
