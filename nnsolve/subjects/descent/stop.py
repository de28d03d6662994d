"""When iterations stop before their number is reached."""

from __future__ import annotations

from collections.abc import Callable

from ...reading.schema import Field, Number, Record, constant
from ...reading.yamlfile import Faults
from ...solution import Says
from .function import Objective
from .names import said
from .verdict import ZERO_GRADIENT


class Stop(Record):
    """One criterion and its limit."""

    gradient = Field(Number(above=0), "stop where no component of the gradient is larger than this", default=None)
    change = Field(Number(above=0), "stop where no variable changed by more than this", default=None)
    value = Field(Number(above=0), "stop where the function changed by no more than this", default=None)

    def check(self, faults: Faults):
        """Exactly one criterion is wanted."""
        written = [key for key in ("gradient", "change", "value") if key in self.places]
        if not written:
            node = next(iter(self.places.values()), None)
            faults.add(node, "stop: needs one of gradient:, change: or value:, for example {gradient: 1e-6}", "")
        for key in written[1:]:
            faults.add(self.places[key], f"one criterion was expected; {written[0]}: is written as well", key)

    @property
    def _chosen(self) -> str:
        return next(key for key in ("gradient", "change", "value") if getattr(self, key) is not None)

    @property
    def _limit(self) -> float:
        return constant(getattr(self, self._chosen))

    @property
    def tolerance(self) -> float:
        """What counts as a gradient of zero: the limit of the problem, where it is about the gradient."""
        return self._limit if self.gradient is not None else ZERO_GRADIENT

    @property
    def text(self) -> Says:
        """The criterion as the page names it."""
        return Says(f"stop_when_{self._chosen}", limit=said(self._limit))

    def rule(self, objective: Objective) -> Callable[[dict, dict | None], bool]:
        """Whether to stop, from the values at a point and at the one before."""
        limit = self._limit
        if self.gradient is not None:
            slopes = [objective.slope_name(name) for name in objective.variables]
            return lambda now, before: all(abs(float(now[name])) <= limit for name in slopes)
        watched = objective.variables if self.change is not None else [objective.name]
        return lambda now, before: (
            before is not None and all(abs(float(now[name]) - float(before[name])) <= limit for name in watched)
        )
