"""Whether answers agree with values: to the digits that they need, or within a tolerance that was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import Name
from .answers import Answer
from .compare import is_number
from .key import Key
from .own import believed
from .verdicts import RIGHT, Line
from .written import Rows, Written, WrittenValue

if TYPE_CHECKING:
    from ..formula.numbers import Value


class Agreement:
    """How near an answer must be. ``tolerance`` replaces what comes from the digits written, where it is told."""

    def __init__(self, key: Key, tolerance: float | None):
        self.key, self.tolerance = key, tolerance

    def same(self, written: WrittenValue, value: Value, name: Name, slack: float = 0.0) -> bool:
        """Whether what was written for ``name`` agrees with a value of any kind, which may be off by ``slack``."""
        if self.tolerance is not None and isinstance(written, Written) and is_number(value):
            return abs(written.value - value) <= self.tolerance

        in_rows = isinstance(written, Rows) and written.shows_something

        def agrees(number: Written, one: float) -> bool:
            if in_rows and number.rounds_to_zero(one):
                return True
            noise = self.key.noise(name) if number.value == 0 else 0.0
            return self.key.needed.agrees(number, one, believed(slack, one, number), noise)

        return written.same(value, agrees)

    def line(self, answer: Answer, right: Value, carried: Value) -> Line:
        """What agrees is right, or right to too few digits."""
        if self.tolerance is not None:
            return Line(answer, RIGHT)
        return self.key.needed.line(answer, right, carried)
