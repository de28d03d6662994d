"""The learning rules of the perceptron: what a wrong output changes, as steps."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import ONE, Add, Expr, Mul, Neg, Sub, Symbol
from ...names import Name, Role, change, new
from ...solution import Says, Step
from .neuron import Neuron

RATE, ERROR, TARGET = Name(Role.RATE, "η"), Name(Role.RESULT, "error"), Name(Role.TARGET, "t")


_RULES = {"delta": "perceptron_delta", "target": "perceptron_target"}


def _add_subtract(neuron: Neuron, positive: bool) -> list[Step]:
    steps = []
    for name in neuron.parameters:
        factor = neuron.factor(name)
        back = isinstance(factor, Neg) == positive  # whether the change is downwards
        size = factor.inner if isinstance(factor, Neg) else factor
        formula = Sub(Symbol(name), size) if back else Add((Symbol(name), size))
        steps.append(Step(new(name), formula))
    return steps


def _stepwise(front: Name) -> Callable[[Neuron, bool], list[Step]]:
    """Δw = η·front·x and w′ = w + Δw."""

    def steps(neuron: Neuron, positive: bool) -> list[Step]:
        found = []
        for name in neuron.parameters:
            factor = neuron.factor(name)
            size = factor.inner if isinstance(factor, Neg) else factor
            product: Expr = Mul((Symbol(RATE), Symbol(front)) if size is ONE else (Symbol(RATE), Symbol(front), size))
            found.append(Step(change(name), Neg(product) if isinstance(factor, Neg) else product))
            found.append(Step(new(name), Add((Symbol(name), Symbol(change(name))))))
        return found

    return steps


class Rule:
    """``steps(neuron, positive)``: what a wrong output of a point of a class changes; ``rate``: whether it needs η."""

    __slots__ = ("rate", "steps")

    def __init__(self, steps: Callable[[Neuron, bool], list[Step]], rate: bool):
        self.steps, self.rate = steps, rate


# add-subtract: w ← w ± x for a point of P or N (Minsky and Papert, Perceptrons, 1969, section 11.1).
# delta: w ← w + η(t − y)x (Widrow and Hoff's form with the thresholded output).
# target: w ← w + η·t·x (Fausett, Fundamentals of Neural Networks, 1994, section 2.3.2).
RULES = {
    "add-subtract": Rule(_add_subtract, False),
    "delta": Rule(_stepwise(ERROR), True),
    "target": Rule(_stepwise(TARGET), True),
}


def why(rule: str, positive: bool) -> Says:
    """The sentence above the changes of a wrong output."""
    if rule == "add-subtract":
        return Says("perceptron_add" if positive else "perceptron_subtract")
    return Says(_RULES[rule])
