"""What a value of a solution is beside an answer: a number, one that shows nothing, the sizes of a shape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeGuard

from ..formula.expr import Symbol
from ..names import Name
from ..solution import Step

if TYPE_CHECKING:
    from ..formula.numbers import Value


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a single number, a double or a count."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_number(value: Value | None) -> float:
    """A value as a number; nan, to which nothing is equal or near, where it is none."""
    return float(value) if is_number(value) else math.nan


def sizes_in(step: Step, value: Value | None) -> dict[Name, int]:
    """The single sizes that a shape is made of, as a student wrote them; {} where two of them contradict each other."""
    if not isinstance(value, list):
        return {}
    parts = step.formula.parts()
    names = [part.name for part in parts if isinstance(part, Symbol)]
    if not len(names) == len(parts) == len(value):
        return {}
    sizes: dict[Name, int] = {}
    for name, size in zip(names, value, strict=True):
        if sizes.setdefault(name, size) != size:
            return {}
    return sizes


def trivial(value: Value | None) -> bool:
    """Whether a value takes no working out: 0, 1, or none that is finite."""
    return is_number(value) and (not math.isfinite(value) or abs(value) in (0.0, 1.0))
