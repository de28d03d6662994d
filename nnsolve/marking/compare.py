"""What a value of a solution is beside an answer: a number, one that shows nothing, what it is put together from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeGuard

from ..formula.array_functions import ACROSS, DOWN, beside, stacked
from ..formula.arrays import Array
from ..formula.expr import Call, Symbol
from ..formula.numbers import is_array
from ..names import Name
from ..solution import Step

if TYPE_CHECKING:
    import numpy as np

    from ..formula.numbers import Value

# Along which side what these functions take is put together.
AXES = {stacked: DOWN, beside: ACROSS}


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a single number, a double or a count."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_number(value: Value | None) -> float:
    """A value as a number; nan, to which nothing is equal or near, where it is none."""
    return float(value) if is_number(value) else math.nan


def parts_in(step: Step, value: Value | None, values: Mapping[Name, Value]) -> dict[Name, Value]:
    """The steps that a step is put together from, with their share of a ``value`` of it; {} where it is worked out.

    A shape is put together from its sizes, a matrix from its entries or from other matrices, which are as large as
    those in ``values``.
    """
    formula = step.formula
    if isinstance(formula, Array) and is_array(value):
        return _entries_in(formula, value)
    if isinstance(formula, Call) and is_array(value):
        return _matrices_in(formula, value, values)
    return dict(sizes_in(step, value))


def _entries_in(formula: Array, value: np.ndarray) -> dict[Name, Value]:
    """The entries that have names of their own; a name that stands in several places is none of them."""
    found: dict[Name, Value] = {}
    again: set[Name] = set()
    for entry, number in zip(formula.parts(), value.flat, strict=True):
        if isinstance(entry, Symbol):
            if entry.name in found:
                again.add(entry.name)
            found[entry.name] = float(number)
    return {name: number for name, number in found.items() if name not in again}


def _matrices_in(formula: Call, value: np.ndarray, values: Mapping[Name, Value]) -> dict[Name, Value]:
    """The matrices that stand beside or below each other."""
    axis = AXES.get(formula.function)
    if axis is None:
        return {}
    found: dict[Name, Value] = {}
    begin = 0
    for each in formula.args:
        size = values.get(each.name) if isinstance(each, Symbol) else None
        if not isinstance(each, Symbol) or not is_array(size):
            return {}
        end = begin + size.shape[axis]
        found[each.name] = value[begin:end] if axis == DOWN else value[:, begin:end]
        begin = end
    return found


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
