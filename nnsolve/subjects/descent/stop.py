"""When iterations stop before their number is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...formula.expr import Expr, Num
from ...names import Name
from ...reading.schema import Field, Number, Record, constant
from ...reading.yamlfile import Faults
from ...runs.iterations import Gaps
from ...solution import Says
from .function import Objective
from .names import said
from .verdict import ZERO_GRADIENT

if TYPE_CHECKING:
    from ...formula.numbers import System


CRITERIA = ("gradient", "change", "value")
# A limit is printed as it is written, but for figures beyond these.
_FIGURES = 12


_STOPS = {"gradient": "gd_stop_when_gradient", "change": "gd_stop_when_change", "value": "gd_stop_when_value"}


class Stop(Record):
    """One criterion and its limit."""

    gradient = Field(Number(above=0), "stop where no component of the gradient is larger than this", default=None)
    change = Field(
        Number(above=0), "stop where no variable changed by more than this", default=None, excludes="gradient"
    )
    value = Field(
        Number(above=0),
        "stop where the function changed by no more than this",
        default=None,
        excludes="gradient or change",
    )

    def check(self, faults: Faults):
        """A criterion is wanted."""
        if not self.places:
            text = "stop: needs one of gradient:, change: or value:, for example {gradient: 1e-6}"
            faults.add(self.beginning, text, "")

    @property
    def _chosen(self) -> str:
        return next(key for key in CRITERIA if getattr(self, key) is not None)

    @property
    def _limit(self) -> float:
        return constant(getattr(self, self._chosen))

    @property
    def tolerance(self) -> float:
        """What counts as a gradient of zero: the limit of the problem, where it is about the gradient."""
        return self._limit if self.gradient is not None else ZERO_GRADIENT

    @property
    def zero(self) -> Expr:
        """The formula of :attr:`tolerance`."""
        return self.gradient if self.gradient is not None else zero_gradient()

    @property
    def text(self) -> Says:
        """The criterion as the page names it."""
        return Says(_STOPS[self._chosen], limit=said(self._limit, _FIGURES))

    def rule(self, objective: Objective) -> Gaps:
        """What stops where none of it is above 0: sizes as parts of the limit, less 1."""
        limit = getattr(self, self._chosen)
        if self.gradient is not None:
            return size_rule(list(map(objective.slope_name, objective.variables)), limit)
        if self.change is not None:
            return change_rule(objective.variables, limit)
        return change_rule([objective.name], limit)


def zero_gradient() -> Num:
    """What counts as a gradient of zero where a problem does not say."""
    return Num(repr(ZERO_GRADIENT), ZERO_GRADIENT)


def size_rule(names: Sequence[Name], limit: Expr) -> Gaps:
    """The sizes of some values as parts of a limit, less 1."""

    def gaps(now: Mapping, before: Mapping | None, system: System) -> Sequence:
        unit = limit.evaluate({}, system)
        return [abs(now[name]) / unit - 1 for name in names]

    return gaps


def change_rule(names: Sequence[Name], limit: Expr) -> Gaps:
    """What some values have changed by, as parts of a limit, less 1; nothing at the start."""

    def gaps(now: Mapping, before: Mapping | None, system: System) -> Sequence:
        if before is None:
            return []
        unit = limit.evaluate({}, system)
        return [abs(now[name] - before[name]) / unit - 1 for name in names]

    return gaps
