"""Steps that run again and again on values by name: one by one at first, as one compiled function once it pays."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from ..names import Name
from .compiled import compiled
from .expr import Expr, Symbol, symbols
from .numbers import DOUBLES, Undecided, finite
from .rounding import Rounding

# Compiling takes about as long as this many runs.
PAYS = 20


class Repeated:
    """Steps (name and formula, in order) to be run on ever new values.

    In doubles the compiled steps give what the formulas give, to the last bit; where the rounding is carried every step
    is evaluated and rounded on its own.
    """

    def __init__(self, steps: Sequence[tuple[str, Expr]], rounding: Rounding):
        self.steps, self.rounding = list(steps), rounding
        self.made = list(dict.fromkeys(name for name, _ in self.steps))
        self.inputs = self._inputs()
        self.runs = 0
        self.function = None

    def _inputs(self) -> list[Name]:
        """The names that the steps use and do not make beforehand."""
        inputs: dict[Name, None] = {}
        made = set()
        for name, formula in self.steps:
            inputs |= dict.fromkeys(used for used in symbols(formula) if used not in made)
            made.add(name)
        return list(inputs)

    def run(self, values: dict):
        """Adds the value of every step to ``values``.

        Raises ArithmeticError or ValueError where a step has no finite value; ``values`` then hold some of the steps.
        """
        self.runs += 1
        if self.runs == PAYS and self.rounding.system is DOUBLES:
            self._compile()
        if self.function is None:
            self._evaluate(values)
            return
        try:
            results = self.function(*[values[name] for name in self.inputs])
        except Undecided:
            self._evaluate(values)
            return
        if not all(map(isfinite, results)):
            raise OverflowError("a number in it is too large for a double")
        values.update(zip(self.made, results, strict=True))

    def _compile(self):
        try:
            self.function = compiled(self.steps, self.inputs, self.made)
        except (SyntaxError, RecursionError, MemoryError):  # nested deeper than Python's own compiler goes
            self.function = None

    def _evaluate(self, values: dict):
        system, carry, rounded = self.rounding.system, self.rounding.carry, self.rounding.round
        for name, formula in self.steps:
            value = formula.evaluate(values, system)
            if not finite(value):
                raise OverflowError("a number in it is too large for a double")
            # What only names another number is that number, and nothing is rounded.
            values[name] = rounded(value) if carry and not isinstance(formula, Symbol) else value
