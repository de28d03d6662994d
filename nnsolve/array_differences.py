"""The check of gradients by whole matrices: entry by entry against central differences, as :mod:`.differences` does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .differences import AGREE, Differences
from .formula.numbers import is_array
from .names import Name, entry_at
from .solution import Says, Step

if TYPE_CHECKING:
    from .evaluation import Givable
    from .formula.numbers import Numeric, Value

# So many entries are looked at one by one; of more an even sample, and all of them along one direction.
MOST_ENTRIES = 40


class Slot:
    """One number by which the target is differentiated: a given number, or an entry of a matrix, by its place."""

    __slots__ = ("gradient", "name", "place", "shape")

    def __init__(self, name: Name, gradient: float, shape: tuple[int, ...] = (), place: tuple[int, ...] = ()):
        self.name, self.gradient, self.shape, self.place = name, gradient, shape, place

    @property
    def label(self) -> Name:
        """How it is called; entries are counted from 1."""
        if not self.place:
            return self.name
        return entry_at(self.name, f"[{','.join(str(number + 1) for number in self.place)}]")

    def direction(self) -> dict[Name, Numeric]:
        """The direction in which it alone changes."""
        if not self.place:
            return {self.name: 1.0}
        import numpy

        along = numpy.zeros(self.shape)
        along[self.place] = 1.0
        return {self.name: along}


def check_array_gradients(
    steps: list[Step],
    given: Mapping[Name, Givable],
    target: Name,
    gradients: Mapping[Name, Name],
    values: Mapping[Name, Value],
) -> Says | None:
    """What the last line of a solution says of gradients by matrices; arguments as of ``check_gradients``."""
    slots = list(_slots(gradients, values))
    if not slots:
        return None
    differences = Differences(steps, given, target)
    size = max(abs(slot.gradient) for slot in slots)
    count = min(len(slots), MOST_ENTRIES)
    chosen = [slots[k * len(slots) // count] for k in range(count)]
    worst = 0.0
    kinks: list[Name] = []
    wrong: list[Name] = []
    for slot in chosen:
        gap, smooth = _gap(differences, slot, size)
        if gap <= AGREE:
            worst = max(worst, gap)
        else:
            (wrong if smooth else kinks).append(slot.label)
    if wrong:
        return Says("page_differs", names=wrong[:5], worst=f"{AGREE:.0e}")
    if kinks:
        return Says("page_checked_kink", names=kinks[:5], n=count - len(kinks), worst=_shown(worst))
    if count == len(slots):
        return Says("page_checked", n=count, worst=_shown(worst))
    try:
        together = _shown(_together(differences, gradients, values))
    except (ArithmeticError, ValueError):  # beside the given numbers the error has no value
        return Says("page_checked", n=count, worst=_shown(worst))
    return Says("page_checked_some", n=count, all=len(slots), worst=_shown(worst), together=together)


def _gap(differences: Differences, slot: Slot, size: float) -> tuple[float, bool]:
    """How far a gradient is from its differences, and whether the target is smooth there."""
    order, _ = differences.downstream(slot.name)
    try:
        return differences.gap(slot.direction(), order, slot.gradient, size)
    except (ArithmeticError, ValueError):  # beside the given numbers the error has no value
        return float("inf"), False


def _slots(gradients: Mapping[Name, Name], values: Mapping[Name, Value]) -> Iterator[Slot]:
    """Every entry of every matrix."""
    for name, step in gradients.items():
        gradient = values[step]
        if not is_array(gradient):
            yield Slot(name, float(gradient))
            continue
        width = gradient.shape[1]
        for number, entry in enumerate(gradient.ravel().tolist()):
            yield Slot(name, float(entry), gradient.shape, divmod(number, width))


def _together(differences: Differences, gradients: Mapping[Name, Name], values: Mapping[Name, Value]) -> float:
    """All gradients at once: the derivative along one direction against the sum of the gradients' shares."""
    import numpy

    direction: dict[Name, Numeric] = {}
    expected, used = 0.0, set()
    for name, step in gradients.items():
        gradient = numpy.asarray(values[step], dtype=float)
        signs = numpy.where(numpy.arange(gradient.size) % 3, 1.0, -1.0).reshape(gradient.shape)
        along = signs / gradient.size**0.5
        direction[name] = along
        expected += float((along * gradient).sum())
        used.update(differences.downstream(name)[0])
    return differences.gap(direction, sorted(used), expected, abs(expected))[0]


def _shown(difference: float) -> str:
    """A relative difference in one figure; 0 as 0."""
    return f"{difference:.0e}" if difference else "0"
