"""Steps that run again and again on values by name: one by one at first, as one compiled function once it pays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import isfinite

from ..names import Name
from .compiled import Compiled, compiled
from .deciding import LOST, Deciding, Undecided
from .expr import Expr, calls, only_named, symbols
from .numbers import DOUBLES, Numeric, System, finite
from .rounding import Rounding
from .twin import NO_TWIN, Twin

# Compiling takes about as long as this many runs.
PAYS = 20


class Repeated:
    """Steps (name and formula, in order) to be run on ever new values.

    In doubles the compiled steps give what the formulas give, to the last bit; where the rounding is carried every step
    is evaluated and rounded on its own.
    """

    def __init__(self, steps: Sequence[tuple[Name, Expr]], rounding: Rounding):
        self.steps, self.rounding = list(steps), rounding
        self.made = list(dict.fromkeys(name for name, _ in self.steps))
        self.inputs = self._inputs()
        self.runs = 0
        self.function: Compiled | None = None

    def _inputs(self) -> list[Name]:
        """The names that the steps use and do not make beforehand."""
        inputs: dict[Name, None] = {}
        made = set()
        for name, formula in self.steps:
            inputs |= dict.fromkeys(used for used in symbols(formula) if used not in made)
            made.add(name)
        return list(inputs)

    @cached_property
    def _decides(self) -> bool:
        """Whether a function of the steps has a border, on whose sides it is different."""
        found = (call for _, formula in self.steps for call in calls(formula))
        return any(call.function.border is not None for call in found)

    def run(self, values: dict[Name, Numeric], twin: Twin = NO_TWIN) -> None:
        """Adds the value of every step to ``values``; where doubles cannot tell, that of the exact ``twin``.

        Raises ArithmeticError or ValueError where a step has no finite value; ``values`` then hold some of the steps.
        """
        self.runs += 1
        twin.ran(self.steps)
        if self.runs == PAYS and self.rounding.system is DOUBLES:
            self._compile()
        if self.function is None or not self._run_compiled(self.function, values, twin):
            self._evaluate(values, twin)

    def _run_compiled(self, function: Compiled, values: dict[Name, Numeric], twin: Twin) -> bool:
        """Runs the compiled function.

        False where it cannot tell, or where a result is so small that it may be what is left of a sum that cancels.
        """
        given = [values[name] for name in self.inputs]
        try:
            results = function(*given)
        except Undecided:  # at a border of a function
            twin.decides()
            return False
        if not all(map(isfinite, results)):
            raise OverflowError("a number in it is too large for a double")
        if twin.left > 0 and max(map(abs, (*results, *given)), default=0) * LOST > min(map(abs, results), default=1):
            return False
        values.update(zip(self.made, results, strict=True))
        return True

    def _compile(self) -> None:
        try:
            self.function = compiled(self.steps, self.inputs, self.made)
        except (SyntaxError, RecursionError, MemoryError):  # nested deeper than Python's own compiler goes
            self.function = None

    def _evaluate(self, values: dict[Name, Numeric], twin: Twin) -> None:
        system, carry, rounded = self.rounding.system, self.rounding.carry, self.rounding.round
        decided = True
        deciding: System[Numeric] = Deciding(values) if system is DOUBLES else system
        for name, formula in self.steps:
            try:
                value = formula.evaluate(values, deciding)
            except Undecided:
                decided, deciding = False, system
                value = formula.evaluate(values, system)
            if not finite(value):
                raise OverflowError("a number in it is too large for a double")
            # What only names another number is that number, and nothing is rounded.
            values[name] = rounded(value) if carry and not only_named(formula, values, system) else value
        if not decided:
            twin.settle(values)
            if self._decides:
                twin.decides()
