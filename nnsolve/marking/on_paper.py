"""Slips that change no formula: of the pen in the number itself, of the eye in a number that was put in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..formula.expr import ONE, Num, replaced, symbols
from ..names import Name
from .changes import Change
from .digits import FARTHER, digit_slips, edits
from .entries import COSTS
from .gap import is_real
from .numeral import Numeral

if TYPE_CHECKING:
    from ..formula.numbers import Value
    from .slips import Search

# Lines looked at for a copied number; numbers of one formula that may be misread, and how deep in the gap. A number of
# fewer figures than these agrees with too many others.
MOST_LINES, MOST_READ, MISREAD_DEPTH, FEWEST_FIGURES = 400, 12, 2, 4
# So many numbers one slip of the pen makes of each digit.
EDITS = 12
# A misread number must come so near to what must have been put in; so many secants look for that.
NEAR, SECANTS = 0.02, 4


class _PutIn(NamedTuple):
    """The number that stands for a name in the formula of the k-th step of the gap, ``depth`` before the last."""

    k: int
    depth: int
    name: Name
    value: float


class OnPaper:
    """The look for such slips in one search; ``expected`` is the number that should stand there."""

    def __init__(self, search: Search, numeral: Numeral, expected: float):
        self.search, self.numeral, self.expected = search, numeral, expected
        self.steps, self.around, self.last = search.steps, search.around, search.steps[-1].name

    def look(self):
        """Notes every slip of the pen or the eye that gives the number."""
        x, number = self.numeral.x, self.numeral.number
        if x:
            self._written()
        if number.figures < FEWEST_FIGURES:
            return
        if x not in (0, 1):
            self._copied()
        if abs(x - self.expected) >= FARTHER * number.unit:
            for put_in in self._numbers():
                self._misread(put_in)

    def _written(self):
        """A slip of the pen in the number itself."""

        def agrees(slip: str, value: float) -> bool:
            self.search.tried(value, COSTS[slip])
            return self.search.shows(value)

        for slip, value, args in digit_slips(self.numeral.number, self.expected, self.numeral.x, agrees):
            self.search.note(Change(slip, self.last, ONE, args), value, 0)

    def _copied(self):
        """The value of another line, the nearest that is what was written."""
        for name in self._lines_near():
            value = self.around.values.get(name)
            if name == self.last or not is_real(value):
                continue
            value = float(value)
            self.search.tried(value, COSTS["copied"])
            if self.search.shows(value):
                self.search.note(Change("copied", self.last, ONE, {"other": [name]}), value, 0)
                return

    def _lines_near(self) -> list[Name]:
        """The names of the lines around the last step, the nearest first."""
        names = self.around.names
        here = names.index(self.last)
        near = range(max(here - MOST_LINES, 0), min(here + MOST_LINES, len(names)))
        return [names[k] for k in sorted(near, key=lambda k: abs(k - here))]

    def _numbers(self) -> Iterator[_PutIn]:
        """The numbers put in that may have been misread: those of the last steps that come from outside the gap."""
        inner = {step.name for step in self.steps}
        last = len(self.steps) - 1
        for depth in range(min(MISREAD_DEPTH, last) + 1):
            used = dict.fromkeys(symbols(self.steps[last - depth].formula))
            for name in list(used)[:MOST_READ]:
                value = self.around.values.get(name)
                if name not in inner and is_real(value) and value:
                    yield _PutIn(last - depth, depth, name, float(value))

    def _misread(self, put_in: _PutIn):
        """A number put in with a slip of the pen: 0.3411 for 0.7411."""
        wanted = self._wanted(put_in)
        if wanted is None:
            return
        text, slip = _plain(abs(put_in.value)), "number_misread"
        self.numeral.chance.many(EDITS * len(text), self.search.rank(slip, put_in.depth))
        for _, wrong in edits(text, len(text)):
            number = math.copysign(float(wrong), put_in.value)
            if abs(number - wanted) > NEAR * abs(wanted) + 1e-12:
                continue
            got = self._with(put_in, number)
            if got is not None and self.search.shows(got):
                args = {"name": put_in.name, "wrong": wrong, "right": text}
                self.search.note(Change(slip, self.steps[put_in.k].name, ONE, args), got, put_in.depth)

    def _with(self, put_in: _PutIn, number: float) -> Value | None:
        """The number of the last step with another one put in."""
        formula = replaced(self.steps[put_in.k].formula, {put_in.name: Num(repr(number), number)})
        return self.search.gap.given(put_in.k, formula)

    def _wanted(self, put_in: _PutIn) -> float | None:
        """The number that must have been put in for what was written, by secants; None where none is found."""
        before, there = put_in.value, self.expected
        guess = before * 1.01
        for _ in range(SECANTS):
            got = self._with(put_in, guess)
            if not is_real(got) or got == there:
                break
            step = (self.numeral.x - got) * (guess - before) / (got - there)
            before, there, guess = guess, got, guess + step
            if not math.isfinite(guess):
                return None
        return guess if there != self.expected else None


def _plain(value: float) -> str:
    """A number as digits with a point, up to eight figures."""
    text = f"{value:.8g}"
    return text if "e" not in text else f"{value:.12f}".rstrip("0").rstrip(".")
