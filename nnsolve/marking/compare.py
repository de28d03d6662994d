"""Whether what was written agrees with a value of any kind, and what it is worth as a value."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, TypeGuard

from ..formula.expr import Symbol
from ..formula.numbers import is_array
from ..names import Name
from ..solution import Step
from .written import Rows, Written, WrittenValue

if TYPE_CHECKING:
    import numpy as np
    from typing_extensions import TypeIs

    from ..formula.numbers import Value

YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}

# Whether a single number that was written stands for a value.
Agrees = Callable[[Written, float], bool]
# A number of an answer, the value it stands for in full, and as the page carries it.
Entries = list[tuple[Written, float, float]]


def same(written: WrittenValue | None, value: Value | None, agrees: Agrees) -> bool:
    """Whether what was written agrees with a value: number, sizes, matrix or word."""
    if isinstance(written, Written):
        return _same_number(written, value, agrees)
    if isinstance(written, str):
        return _same_word(written, value)
    if not isinstance(written, list):
        return False
    if isinstance(value, list):
        return _flat(written) == value
    pairs = entries_of(written, value, value)
    return bool(pairs) and all(agrees(entry, one) for entry, one, _ in pairs)


def _same_number(written: Written, value: Value | None, agrees: Agrees) -> bool:
    if value is None:
        return False
    if isinstance(value, str):
        return written.text == value
    if isinstance(value, list):
        return len(value) == 1 and _same_number(written, value[0], agrees)
    if is_array(value):
        return value.size == 1 and agrees(written, float(value.reshape(-1)[0]))
    counted = isinstance(value, int) and (written.exact or written.unit <= 1)
    if counted:  # a count is right or wrong
        return written.value == value
    return agrees(written, float(value))


def _same_word(written: str, value: Value | None) -> bool:
    if written == str(value).lower():
        return True
    return is_number(value) and YES_NO.get(written) == value


def _flat(written: Rows | list[int]) -> list:
    """Sizes as they are; the numbers of rows, one behind the other."""
    if is_rows(written):
        return _numbers(_entries(written))
    return written


def entries_of(written: WrittenValue | None, right: Value | None, carried: Value | None) -> Entries:
    """The numbers of an answer with the values they stand for, in full and as the page carries them; [] for words."""
    if isinstance(written, Written):
        return _single(written, right, carried)
    if is_rows(written) and is_array(right):
        return _entry_by_entry(_entries(written), right, carried)
    return []


def _single(written: Written, right: Value | None, carried: Value | None) -> Entries:
    if not is_number(right):
        return []
    own = carried if is_number(carried) else right
    return [(written, float(right), float(own))]


def _entry_by_entry(entries: list[Written], right: np.ndarray, carried: Value | None) -> Entries:
    """The entries of a matrix; none where more or fewer were written."""
    if len(entries) != right.size:
        return []
    own = carried if is_array(carried) and carried.size == right.size else right
    flat = zip(entries, right.reshape(-1), own.reshape(-1), strict=True)
    return [(entry, float(value), float(kept)) for entry, value, kept in flat]


def is_rows(written: object) -> TypeIs[Rows]:
    """Whether rows of numbers were written."""
    return isinstance(written, list) and bool(written) and isinstance(written[0], list)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a single number, a double or a count."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _entries(rows: Rows) -> list[Written]:
    return list(chain.from_iterable(rows))


def _numbers(row: list[Written]) -> list[float]:
    return [entry.value for entry in row]


def taken(written: WrittenValue | None, like: Value | None) -> Value | None:
    """The student's value in the form in which the steps use it; None where it cannot stand there."""
    if isinstance(written, Written):
        return _taken_number(written.value, like)
    if is_rows(written):
        return _as_array(written, like) if is_array(like) else None
    if isinstance(written, list) and isinstance(like, list) and len(written) == len(like):
        return written
    return None


def _taken_number(number: float, like: Value | None) -> float | None:
    """A number as it stands; where there is a count, as a count."""
    if not is_number(like):
        return None
    if isinstance(like, int) and number == int(number):
        return int(number)
    return number


def _as_array(rows: Rows, like: np.ndarray) -> np.ndarray | None:
    """Rows as an array of the shape of another; None where they hold more numbers, or fewer."""
    import numpy

    entries = numpy.array([_numbers(row) for row in rows])
    return entries.reshape(like.shape) if entries.size == like.size else None


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


def repeats(written: WrittenValue | None, given: Value | None) -> bool:
    """Whether an answer is a given number, to the last digit: 0.40 is w5 = 0.4, 0.2 for 0.15 is something new."""
    if isinstance(written, Written) and is_number(given):
        return abs(written.value - given) <= 1e-9 * abs(given)
    return same(written, given, Written.agrees)


def as_rows(value: WrittenValue | None) -> list[int] | list[list[float]] | None:
    """Sizes, or rows of numbers, as the search for slips takes them; None for words."""
    if not isinstance(value, list):
        return None
    if is_rows(value):
        return [_numbers(row) for row in value]
    return value
