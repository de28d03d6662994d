"""The steps between a student's last answers and the one looked at, run again with one formula changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Rational
from typing import TYPE_CHECKING, TypeGuard

from ..formula.expr import Expr, symbols
from ..formula.numbers import DOUBLES, is_array
from ..names import Name
from ..solution import Step
from .changes import size

if TYPE_CHECKING:
    from ..formula.numbers import Value

# What evaluating a changed formula may raise: it has no value then.
FAULTS = (ArithmeticError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)

# Whole numbers from here on are no numbers that anybody writes.
LARGEST = 10**300


class _Numbers(dict):
    """Numbers by name: those worked out here, else those of the student, as doubles."""

    __slots__ = ("own",)

    def __init__(self, own: Mapping[Name, Value]):
        super().__init__()
        self.own = own

    def __missing__(self, name: Name) -> Value:
        value = self.own[name]
        if isinstance(value, (Decimal, Rational)) and not isinstance(value, int):
            value = float(value)
        self[name] = value
        return value


class Gap:
    """Steps in order, of which the last is the one that was answered; ``budget`` bounds the formulas evaluated.

    ``expected`` is what they give as they are; None where they have no value.
    """

    __slots__ = ("_after", "_seen", "_weights", "budget", "expected", "numbers", "steps")

    def __init__(self, steps: list[Step], own: Mapping[Name, Value], budget: int):
        self.steps, self.budget = steps, budget
        self.numbers = _Numbers(own)
        self._after = [self._reached(k) for k in range(len(steps))]
        self._weights = [1 + size(step.formula) // 30 for step in steps]
        self._seen: dict[tuple[int, float], Value | None] = {}
        for step in steps:
            self.numbers[step.name] = self._value(step.formula)  # None: what needs it has no value either
        self.expected = self.numbers[steps[-1].name]

    def _reached(self, k: int) -> list[Step]:
        """The later steps that a change of the k-th step reaches."""
        reached, later = {self.steps[k].name}, []
        for step in self.steps[k + 1 :]:
            if not reached.isdisjoint(symbols(step.formula)):
                reached.add(step.name)
                later.append(step)
        return later

    def _value(self, formula: Expr) -> Value | None:
        try:
            value = formula.evaluate(self.numbers, DOUBLES)
        except FAULTS:
            return None
        if isinstance(value, Decimal):
            value = float(value)
        stands = is_array(value) or isinstance(value, list) or is_real(value)
        return value if stands else None

    def given(self, k: int, formula: Expr) -> Value | None:
        """The number of the last step when the k-th has another formula.

        None where there is none, and where the formula changes nothing.
        """
        if self.budget <= 0:
            return None
        self.budget -= self._weights[k]
        value = self._value(formula)
        if value is None:
            return None
        if not is_real(value):
            return self._onwards(k, value)
        if (k, value) not in self._seen:
            before = self.numbers[self.steps[k].name]
            same = is_real(before) and value == before
            self._seen[k, value] = None if same else self._onwards(k, value)
        return self._seen[k, value]

    def _onwards(self, k: int, value: Value) -> Value | None:
        """What the last step gives when the k-th has this value."""
        later = self._after[k]
        if k == len(self.steps) - 1:
            return value
        if not later or later[-1] is not self.steps[-1]:
            return None
        self.budget -= len(later)
        kept = {step.name: self.numbers[step.name] for step in (self.steps[k], *later)}
        self.numbers[self.steps[k].name] = value
        given: Value | None = value
        for step in later:
            given = self._value(step.formula)
            if given is None:
                break
            self.numbers[step.name] = given
        self.numbers.update(kept)
        return given


def is_real(value: object) -> TypeGuard[float]:
    """Whether a value is a single finite number."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < LARGEST
    return value is not None and hasattr(value, "denominator")
