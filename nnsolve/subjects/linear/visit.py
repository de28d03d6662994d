"""One visit of a point by a linear unit, and the numbers that every visit is fed."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import Num
from ...formula.numbers import exactly
from ...formula.rounding import Rounding
from ...names import At, Name
from .neuron import Neuron
from .points import Point


class Visit:
    """One point under the parameters of the moment; ``values`` holds the steps of the visit by their bare names.

    ``after`` are the parameters that it leaves, None where no update follows; ``wrong`` says that the output was.
    """

    __slots__ = ("after", "before", "epoch", "place", "point", "values", "wrong")

    def __init__(self, epoch: int, place: int, point: int, before: dict, values: dict):
        self.epoch, self.place, self.point = epoch, place, point
        self.before, self.values = before, values
        self.after: dict | None = None
        self.wrong = False

    @property
    def leaves(self) -> dict:
        """The parameters after a visit that an update is known to follow."""
        assert self.after is not None
        return self.after

    @property
    def name(self) -> str:
        """``2.1``: the first visit of the second epoch."""
        return f"{self.epoch}.{self.place}"

    @property
    def at(self) -> At:
        """The visit as a place of the runs."""
        return At((self.epoch, self.place))


def fed(
    neuron: Neuron, points: list[Point], target: Name, right: Callable[[Point], str], rounding: Rounding
) -> list[dict]:
    """The inputs of every point and, under the name ``target``, what is ``right``, in the number system of the page."""
    found, system = [], rounding.system
    with exactly():
        for point in points:
            row = {name: number.evaluate({}, system) for name, number in zip(neuron.inputs, point.inputs, strict=True)}
            found.append(row | {target: Num(right(point)).evaluate({}, system)})
    return found
