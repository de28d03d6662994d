"""The one loop that gives steps their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .errors import EvaluationError
from .formula.expr import Expr, Symbol, symbols
from .formula.marks import Names, written
from .formula.numbers import DOUBLES, Deciding, Undecided, exactly, finite, is_array, quietly
from .formula.rounding import FULL, Rounding
from .names import Name
from .steps import Statement, Step


def evaluate(
    steps: Iterable[Step],
    rounding: Rounding = FULL,
    given: Mapping[Name, object] | None = None,
    names: Names | None = None,
) -> dict:
    """The value of every step, in order.

    ``given`` holds numbers or formulas without names; where it names a step, that number is used instead of the
    step's own formula, and all later steps follow from it. Values are doubles (or arrays, or lists of sizes); where
    the rounding is carried they are Decimals with the digits that are printed. Raises EvaluationError for a step
    without a finite value, which it calls as ``names`` print it.
    """
    system = rounding.system
    values: dict[Name, object] = {}
    steps = [step for step in steps if type(step) is not Statement]
    with exactly(), quietly():
        for name, value in (given or {}).items():
            values[name] = _number(name, value, system, names)
        if rounding.carry:
            for step in steps:
                if step.name not in values:
                    value = _evaluated(step, values, system, names)
                    # ∂net/∂out = w₅: what only names another number is that number, and nothing is rounded.
                    values[step.name] = value if isinstance(step.formula, Symbol) else rounding.round(value)
        elif system is DOUBLES:
            return _in_doubles(steps, values, given or {}, names)
        else:
            for step in steps:
                if step.name not in values:
                    values[step.name] = _evaluated(step, values, system, names)
    return values


def _in_doubles(
    steps: list[Step], begun: dict[Name, object], given: Mapping[Name, object], names: Names | None
) -> dict:
    """The values of all steps in doubles, but for decisions within their rounding error.

    There the steps that lead to the decision are computed to sixty digits, and those of them that doubles miss (a 0
    that comes out as 1e-16) are corrected; then all that follows from them is computed anew. Once there was such a
    decision, other numbers as small are looked at too, such as an entry of a map that stands on the page by itself.
    """
    corrected: dict[Name, object] = {}
    settled, system = None, Deciding(begun)
    while True:
        values, before = dict(begun), len(corrected)
        for step in steps:
            name = step.name
            if name in values:
                continue
            if name in corrected:
                values[name] = corrected[name]
                continue
            try:
                values[name] = _evaluated(step, values, system, names)
                if settled is None or not system.tiny(values[name]):
                    continue
            except Undecided:
                settled = settled or _settled(steps, begun, given)
                values[name] = _evaluated(step, values, DOUBLES, names)
            found = _corrected(step, values, settled, names)
            corrected |= found
            values.update(found)
        if len(corrected) == before:
            return values


def _corrected(step: Step, values: dict, settled, names: Names | None) -> dict:
    try:
        return settled.settle(step.name, values)
    except (ArithmeticError, ValueError) as error:
        raise _no_value(step, values, names, _trouble(error)) from None


def _settled(steps: list[Step], begun: dict[Name, object], given: Mapping[Name, object]):
    from .formula.precise import Settled

    return Settled({step.name: step.formula for step in steps if step.name not in begun}, given)


def _number(name: Name, value, system, names: Names | None):
    if isinstance(value, Expr):
        return _evaluated(Step(name, value), {}, system, names)
    return system.take(value)


def _evaluated(step: Step, values: dict, system, names: Names | None):
    try:
        value = step.formula.evaluate(values, system)
    except (ArithmeticError, ValueError) as error:
        raise _no_value(step, values, names, _trouble(error)) from None
    if finite(value):
        return value
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


def _no_value(step: Step, values: dict, names: Names | None, trouble: str) -> EvaluationError:
    marks = names or Names()

    def printed(name: str) -> str:
        return written(marks.mark(name))

    return EvaluationError(f"{printed(step.name)} has no value: {trouble}{_with(step, values, printed)}")


def _with(step: Step, values: dict, printed: Callable[[str], str]) -> str:
    used = [name for name in dict.fromkeys(symbols(step.formula)) if not is_array(values[name])][:6]
    return " (with " + ", ".join(f"{printed(name)} = {float(values[name]):g}" for name in used) + ")" if used else ""
