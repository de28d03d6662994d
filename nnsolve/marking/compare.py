"""Whether what was written agrees with a value of any kind, and what it is worth as a value."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..formula.expr import Symbol
from ..formula.numbers import is_array
from ..solution import Step
from .written import Written

YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}

# Whether a single number that was written stands for a value.
Agrees = Callable[[Written, float], bool]


def same(written, value, agrees: Agrees) -> bool:
    """Whether what was written agrees with a value: number, sizes, matrix or word."""
    if isinstance(written, Written):
        return _same_number(written, value, agrees)
    if isinstance(written, str):
        return written == str(value).lower() or (is_number(value) and YES_NO.get(written) == value)
    if isinstance(written, list) and isinstance(value, list):
        return _flat(written) == value
    if is_rows(written) and is_array(value):
        pairs = entries_of(written, value, value)
        return bool(pairs) and all(agrees(entry, one) for entry, one, _ in pairs)
    return False


def _flat(written: list) -> list:
    """Sizes as they are; the numbers of rows, one behind the other."""
    return [entry.value for row in written for entry in row] if is_rows(written) else written


def _same_number(written: Written, value, agrees: Agrees) -> bool:
    if isinstance(value, list):
        return len(value) == 1 and _same_number(written, value[0], agrees)
    if is_array(value):
        return value.size == 1 and agrees(written, float(value.reshape(-1)[0]))
    if isinstance(value, str):
        return written.text == value
    if isinstance(value, int) and (written.exact or written.unit <= 1):  # a count is right or wrong
        return written.value == value
    return value is not None and agrees(written, float(value))


def entries_of(written, right, carried) -> list[tuple[Written, float, float]]:
    """The numbers of an answer with the values they stand for, in full and as the page carries them; [] for words."""
    if isinstance(written, Written) and is_number(right):
        return [(written, float(right), carried if is_number(carried) else float(right))]
    if not (is_rows(written) and is_array(right)):
        return []
    entries = [entry for row in written for entry in row]
    if len(entries) != right.size:
        return []
    own = carried if is_array(carried) and carried.size == right.size else right
    flat = zip(entries, right.reshape(-1), own.reshape(-1), strict=True)
    return [(entry, float(value), float(kept)) for entry, value, kept in flat]


def is_rows(written) -> bool:
    return isinstance(written, list) and bool(written) and isinstance(written[0], list)


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def taken(written, like):
    """The student's value in the form in which the steps use it; None where it cannot stand there."""
    if isinstance(written, Written) and is_number(like):
        whole = isinstance(like, int) and written.value == int(written.value)
        return int(written.value) if whole else written.value
    if not isinstance(written, list):
        return None
    if is_rows(written):
        return _as_array(written, like) if is_array(like) else None
    return written if isinstance(like, list) and len(written) == len(like) else None


def _as_array(rows: list[list[Written]], like):
    """Rows as an array of the shape of another; None where they hold more numbers, or fewer."""
    import numpy

    entries = numpy.array([[entry.value for entry in row] for row in rows])
    return entries.reshape(like.shape) if entries.size == like.size else None


def sizes_in(step: Step, value) -> dict[str, int]:
    """The single sizes that a shape is made of, as a student wrote them; {} where two of them contradict each other."""
    parts = step.formula.parts()
    if not isinstance(value, list) or len(parts) != len(value):
        return {}
    names = [part.name for part in parts if isinstance(part, Symbol)]
    if len(names) < len(parts):
        return {}
    sizes = dict(zip(names, value, strict=True))
    return sizes if [sizes[name] for name in names] == value else {}


def trivial(value) -> bool:
    return is_number(value) and (not math.isfinite(value) or abs(value) in (0.0, 1.0))


def repeats(written, given) -> bool:
    """Whether an answer is a given number, to the last digit: 0.40 is w5 = 0.4, 0.2 for 0.15 is something new."""
    if isinstance(written, Written) and is_number(given):
        return abs(written.value - given) <= 1e-9 * abs(given)
    return same(written, given, Written.agrees)


def as_rows(value):
    """Sizes, or rows of numbers, as the search for slips takes them; None for words."""
    if not isinstance(value, list):
        return None
    return [[entry.value for entry in row] for row in value] if is_rows(value) else value
