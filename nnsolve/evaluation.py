"""The one loop that gives steps their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from .errors import EvaluationError
from .formula.deciding import Deciding, Undecided
from .formula.expr import Expr, Num, only_named, symbols
from .formula.marks import Names, written
from .formula.numbers import DOUBLES, exactly, finite, is_array, quietly, unsigned
from .formula.rounding import FULL, Rounding
from .names import Name
from .steps import Statement, Step

if TYPE_CHECKING:
    from .formula.numbers import Numeric, System
    from .formula.settled import Settled

    # What is given under a name: a formula without names, or its value.
    Givable: TypeAlias = Expr | Numeric


def evaluate(
    steps: Iterable[Step],
    rounding: Rounding = FULL,
    given: Mapping[Name, Givable] | None = None,
    names: Names | None = None,
    unsure: list[Name] | None = None,
) -> dict[Name, Numeric]:
    """The value of every step, in order.

    ``given`` holds numbers or formulas without names; where it names a step, that number is used instead of the
    step's own formula, and all later steps follow from it. Values are doubles (or arrays, or lists of sizes); where
    the rounding is carried they are Decimals with the digits that are printed. Raises EvaluationError for a step
    without a finite value, which it calls as ``names`` print it. To ``unsure`` it adds the steps with a difference that
    not even the exact way tells from 0.
    """
    system = rounding.system
    values: dict[Name, Numeric] = {}
    given = given or {}
    steps = [step for step in steps if type(step) is not Statement]
    with exactly(), quietly():
        for name, value in given.items():
            values[name] = _number(name, value, system, names)
        if system is DOUBLES:
            return _in_doubles(steps, values, given, names, unsure)
        for step in steps:
            if step.name in values:
                continue
            value = _evaluated(step, values, system, names)
            # ∂net/∂out = w₅: what only names another number is that number, and nothing is rounded.
            rounds = rounding.carry and not only_named(step.formula, values, system)
            values[step.name] = rounding.round(value) if rounds else value
    return values


def valued(formula: Expr, values: Mapping[Name, Numeric], system: System[Numeric]) -> Numeric:
    """The value of a formula over values that were found before; where doubles cannot tell, by the digits of these.

    Raises what the arithmetic raises.
    """
    if system is not DOUBLES:
        return formula.evaluate(values, system)
    try:
        return unsigned(formula.evaluate(values, Deciding(values)))
    except Undecided:
        from .formula.precise import PRECISELY
        from .formula.settled import as_double, exact_value

        used = {name: exact_value(values[name]) for name in symbols(formula)}
        with suppress(Undecided):
            return as_double(formula.evaluate(used, PRECISELY))
        return unsigned(formula.evaluate(values, DOUBLES))


def _in_doubles(
    steps: list[Step],
    begun: dict[Name, Numeric],
    given: Mapping[Name, Givable],
    names: Names | None,
    unsure: list[Name] | None,
) -> dict[Name, Numeric]:
    """The values of all steps in doubles, but for what lies within their rounding error.

    Where that decides, or is most of what is left of a sum, the steps that lead there are computed to sixty digits,
    and those of them that doubles miss (a 0 that comes out as 1e-16) are corrected; then all that follows from them is
    computed anew.
    """
    exact = _Exact(steps, begun, given, names)
    while True:
        before = len(exact.corrected)
        values = _pass(steps, begun, exact)
        if len(exact.corrected) == before:
            break
    if unsure is not None:
        unsure += exact.unsure
    return values


def _pass(steps: list[Step], begun: dict[Name, Numeric], exact: _Exact) -> dict[Name, Numeric]:
    """The values of all steps, each in doubles or as it was corrected before."""
    values = begun | exact.corrected
    system = Deciding(values)
    for step in steps:
        name = step.name
        if name in values:
            continue
        try:
            value = step.formula.evaluate(values, system)
        except Undecided:
            exact.correct(step, values)
        except (ArithmeticError, ValueError) as error:
            raise _no_value(step, values, exact.names, _trouble(error)) from None
        else:
            values[name] = _checked(value, step, values, exact.names)
    return values


class _Exact:
    """The exact way beside doubles: begun when it is first wanted, and what it ``corrected``."""

    def __init__(
        self, steps: list[Step], begun: dict[Name, Numeric], given: Mapping[Name, Givable], names: Names | None
    ):
        self.steps, self.begun, self.given, self.names = steps, begun, given, names
        self.corrected: dict[Name, Numeric] = {}

    @cached_property
    def settled(self) -> Settled:
        """The steps to sixty digits."""
        from .formula.settled import Settled

        return Settled({step.name: step.formula for step in self.steps if step.name not in self.begun}, self.given)

    @property
    def unsure(self) -> list[Name]:
        """The steps with a difference that is taken for 0 and cannot be proved to be."""
        return self.settled.unsure if "settled" in self.__dict__ else []

    def correct(self, step: Step, values: dict[Name, Numeric]) -> None:
        """Puts the value of a step, and those that lead to it where doubles miss them, among ``values``."""
        told = None
        try:
            values[step.name] = _evaluated(step, values, DOUBLES, self.names)
        except EvaluationError as error:  # the exact way tells whether there is a value
            told = error
        try:
            found = self.settled.settle(step.name, values)
        except (ArithmeticError, ValueError) as error:
            raise _no_value(step, values, self.names, _trouble(error)) from None
        if told and step.name not in found:
            raise told
        self.corrected |= found
        values.update(found)


def _number(name: Name, value: Givable, system: System[Numeric], names: Names | None) -> Numeric:
    if type(value) is Num:
        return _checked(system.number(value), Step(name, value), {}, names)
    if isinstance(value, Expr):
        return _evaluated(Step(name, value), {}, system, names)
    return unsigned(system.take(value))


def _evaluated(step: Step, values: dict[Name, Numeric], system: System[Numeric], names: Names | None) -> Numeric:
    try:
        value = step.formula.evaluate(values, system)
    except (ArithmeticError, ValueError) as error:
        raise _no_value(step, values, names, _trouble(error)) from None
    return _checked(value, step, values, names)


def _checked(value: Numeric, step: Step, values: dict[Name, Numeric], names: Names | None) -> Numeric:
    """A value that is finite, without the sign of −0."""
    if type(value) is float and isfinite(value):
        return value or 0.0
    if finite(value):
        return unsigned(value)
    raise _no_value(step, values, names, "the result is too large for a double")


def _trouble(error: Exception) -> str:
    """What an error of the arithmetic means."""
    text = str(error)
    if isinstance(error, ZeroDivisionError):
        own = text if "division by zero" not in text and "class" not in text else ""
        return own or "it divides by zero"
    if isinstance(error, OverflowError):
        return text if "larger" in text else "a number in it is too large for a double"
    if isinstance(error, ValueError):
        return text
    return "it divides by zero, or a number in it is too large"  # the decimal module's own family


def _no_value(step: Step, values: dict[Name, Numeric], names: Names | None, trouble: str) -> EvaluationError:
    marks = names or Names()

    def printed(name: str) -> str:
        return written(marks.mark(name))

    return EvaluationError(f"{printed(step.name)} has no value: {trouble}{_with(step, values, printed)}")


def _with(step: Step, values: dict[Name, Numeric], printed: Callable[[str], str]) -> str:
    used = [name for name in dict.fromkeys(symbols(step.formula)) if not is_array(values[name])][:6]
    return " (with " + ", ".join(f"{printed(name)} = {float(values[name]):g}" for name in used) + ")" if used else ""
