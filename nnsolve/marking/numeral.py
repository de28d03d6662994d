"""A single number as a student wrote it, against what slips would have given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.numbers import is_array
from .chance import Chance
from .digits import Number
from .gap import is_real

if TYPE_CHECKING:
    from ..formula.numbers import Value

# A slip must come so much nearer to what was written than what is right.
NEARER = 0.2
# Values this near are the same.
_ALIKE = 1e-9


class Numeral:
    """The number ``x`` where ``expected`` should stand; ``number`` is how it was written, ``chance`` what lies near."""

    __slots__ = ("chance", "expected", "number", "x")

    def __init__(self, text: str, x: float, expected: Value | None):
        self.x, self.expected = x, expected
        self.number = Number(text, x)
        whole = self.number.unit == 1 and is_real(expected) and expected == int(expected)
        self.chance = Chance(x, self.number.unit, whole)

    def off(self, value: Value) -> float:
        """How far a number is from what was written, in units of the last digit."""
        return abs(float(value) - self.x) / self.number.unit

    def nearer(self, value: Value) -> bool:
        """Whether a number is clearly nearer to what was written than the right one is."""
        if not is_real(self.expected):
            return True
        return abs(float(value) - self.x) <= NEARER * abs(self.expected - self.x)

    def says_much(self, value: Value, rank: float) -> bool:
        """Whether a slip of this rank that gives a value says more than chance would."""
        mirrored = is_real(self.expected) and alike(value, -self.expected)
        return self.chance.allows(rank, self.off(value), mirrored)


def alike(one: Value, other: Value) -> bool:
    """Whether two values of any kind are the same, give or take the noise of doubles."""
    if is_array(one) and is_array(other):
        return one.shape == other.shape and bool((one == other).all())
    if is_real(one) and is_real(other):
        return abs(one - other) <= _ALIKE * max(abs(one), abs(other))
    return isinstance(one, list) and isinstance(other, list) and one == other
