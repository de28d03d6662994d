"""Regularisation: what the size of the weights adds to the error, R, and the cost C = E + R that is minimised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.expr import HALF, TWO, Call, Expr, Mul, Pow, Symbol, total_of
from ...formula.functions import FLAT, Function, absolute, sign_of
from ...formula.numbers import from_zero
from ...names import Name, Role
from ...reading.schema import Field, Flag, Number, Record, With
from ...reading.yamlfile import Faults
from ...solution import Says, Section, Step, names_of
from .model import COST, ERROR, Network

if TYPE_CHECKING:
    from .learning import LearningProblem


_sign = Function("sign", sign_of, (FLAT,), exact=True, note="training_sign_slope", border=from_zero)

NAMES = ("λ", "λ1", "λ2", "R", "R1", "R2", "C")


class Regularization(Record):
    """``regularization:`` λΣ|w|, and ½λΣw² or λΣw² (``half`` says which), over the weights or the biases as well."""

    l1 = Field(Number(above=0), "λ of λΣ|w|", default=None)
    l2 = Field(
        Number(above=0),
        "λ of ½λΣw² or λΣw²",
        default=None,
        needs=With("half", "true for ½λΣw² or false for λΣw² (books differ)"),
    )
    half = Field(Flag(), "with l2: true for ½λΣw², false for λΣw²", default=None, needs="l2")
    biases = Field(Flag(), "whether the biases are counted as well", default=False)

    def check(self, faults: Faults):
        if "l1" not in self.places and "l2" not in self.places:
            faults.add(self.beginning, "write regularization: with l1:, l2: or both, such as {l2: 0.1, half: true}", "")

    @property
    def numbers(self) -> dict[Name, Expr]:
        """λ by its name; λ1 and λ2 where there are two, nothing where neither could be read."""
        every = [number for number in (self.l1, self.l2) if number is not None]
        letters = ("λ1", "λ2") if len(every) > 1 else ("λ",)
        return {Name(Role.OPTION, letter): number for letter, number in zip(letters, every, strict=False)}

    def counted(self, network: Network) -> list[Name]:
        """The parameters whose size is counted; the slope that a PReLU learns never is."""
        left_out = network.learned if self.biases else {**network.learned, **network.biases}
        return [name for name in network.parameters if name not in left_out]

    def steps(self, network: Network) -> list[Step]:
        """R (or R1 and R2) and C, behind the error E."""
        weights = [Symbol(name) for name in self.counted(network)]
        which = "training_penalty_with_biases" if self.biases else "training_penalty_without_biases"
        kinds = self._kinds
        letters = ("R1", "R2") if len(kinds) > 1 else ("R",)
        steps: list[Step] = []
        for rate, kind, letter in zip(self.numbers, kinds, letters, strict=False):
            formula = Call(_penalty(kind, len(weights)), Symbol(rate), *weights)
            reason = None if steps else Says(which)
            steps.append(Step(Name(Role.PENALTY, letter), formula, reason))
        terms = [Symbol(name) for name in (ERROR, *names_of(steps))]
        return [*steps, Step(COST, total_of(terms), Says("training_penalty_cost"))]

    @property
    def _kinds(self) -> list[str]:
        """What is added, in the order of the numbers."""
        kinds = []
        if self.l1 is not None:
            kinds.append("l1")
        if self.l2 is not None:
            kinds.append("l2_half" if self.half else "l2")
        return kinds


# What each penalty adds for one weight: its size, its slope times λ, and whether ½ stands in front.
_KINDS: dict[str, tuple[Callable, Callable, Callable, bool]] = {
    "l1": (abs, absolute, lambda rate, w: Mul((rate, _sign(w))), False),
    "l2": (lambda w: w * w, lambda w: Pow(w, TWO), lambda rate, w: Mul((TWO, rate, w)), False),
    "l2_half": (lambda w: w * w, lambda w: Pow(w, TWO), lambda rate, w: Mul((rate, w)), True),
}


def _penalty(kind: str, count: int) -> Function:
    """λΣ|w|, λΣw² or ½λΣw² over ``count`` weights (Goodfellow, Bengio, Courville, Deep Learning, section 7.1).

    The derivative of |w| is the sign of w; at 0 it is taken as 0.
    """
    size, written, slope, half = _KINDS[kind]

    def value(rate: float, *weights):
        total = rate * sum(size(w) for w in weights)
        return total / 2 if half else total

    def definition(rate: Expr, *weights):
        total = total_of([written(w) for w in weights])
        return Mul((HALF, rate, total)) if half else Mul((rate, total))

    slopes = (None, *[lambda a, out, k=k: slope(a[0], a[k + 1]) for k in range(count)])
    return Function(kind, value, slopes, definition, exact=True, note=f"penalty_{kind}")


def with_penalty(section: Section, problem: LearningProblem) -> Section:
    """The section of the error, and behind it R and C where the problem has a regularisation."""
    if problem.regularization is not None:
        section.blocks[-1].steps += problem.regularization.steps(problem.net)
    return section
