"""All epochs of a lesson: a row each, few of which are kept; the first to sixty digits where doubles cannot tell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import EvaluationError
from ..formula.deciding import Undecided
from ..formula.numbers import to_decimal
from ..solution import Rows
from .engine import Engine
from .lesson import Lesson

if TYPE_CHECKING:
    from .engine import Kept, Row

MOST_PRECISE = 250_000  # steps that are computed to sixty digits
MOST_LOOKED_AT = 20_000  # steps that are computed so because a number is small, though nothing decides by it
MOST_NUMBERS = 200_000  # in rows that are kept
MOST_BEGUN = 256  # epochs of which is kept what they began with
NOISE = 1e-7  # below this part of what is near a border a number is small


class Epochs:
    """The epochs of a lesson; ``begun`` holds what some of them began with.

    ``exact`` are the rows of the first ones where doubles do not do.
    """

    def __init__(self, lesson: Lesson):
        self.lesson, self.engine = lesson, Engine(lesson)
        self.begun: dict[int, Kept] = {}
        self.apart = -(-lesson.epochs // MOST_BEGUN)
        self.exact: list[Row] = []
        self._rows: list[Row] = []  # of a short training
        self._least: Row = [0] * (2 + len(lesson.learned))

    def run(self) -> Sequence[Row]:
        """Rows of (epoch, average loss, parameters after it); of a long training they are run again where wanted."""
        try:
            self._go(self.engine.start, 1)
        except Undecided:
            self._precisely()
        if not self._is_short:
            self._look_at(self.exact)
            return Rows(self.lesson.epochs, self._rows_between, [self._least])
        left = self.lesson.epochs - len(self.exact)
        return [*self.exact, *self._rows[len(self._rows) - left :]]

    @property
    def _is_short(self) -> bool:
        """Whether all rows are kept."""
        return self.lesson.epochs * len(self._least) <= MOST_NUMBERS

    def _go(self, kept: Kept, begun: int) -> None:
        """Runs the epochs from ``begun`` on in doubles, and keeps what some of them began with."""
        last, noisy = self.lesson.epochs, 0
        for first in range(begun, last + 1, self.apart):
            self.begun[first] = kept
            rows, kept = self.engine.stretch(kept, first, min(last, first + self.apart - 1))
            _must_be_finite(rows)
            self._note(rows)
            noisy = max(noisy, self._noisy(rows))
        if noisy and not self.exact:
            engine = Engine(self.lesson, precise=True)
            self.exact, _ = _while_sure(engine, noisy)

    def _note(self, rows: list[Row]) -> None:
        """Keeps the rows of a short training, of a long one what is smallest in them."""
        if self._is_short:
            self._rows += rows
        else:
            self._look_at(rows)

    def _look_at(self, rows: list[Row]) -> None:
        """Notes of every column what is nearest to 0 without being it."""
        for k, column in enumerate(zip(*rows, strict=True)):
            known = filter(None, [self._least[k], *column])
            self._least[k] = min(map(abs, known), default=0)

    def _noisy(self, rows: list[Row]) -> int:
        """The last of the first epochs that holds mere rounding, such as an error of 1e-33; 0 where none does."""
        looked = 0 if self.lesson.rounding.carry else MOST_LOOKED_AT // self.engine.steps_an_epoch
        small, found = NOISE * self.engine.near, 0
        for row in rows:
            if row[0] > looked:
                break
            if any(0 < abs(value) < small for value in row[1:]):
                found = int(row[0])
        return found

    def _precisely(self) -> None:
        """The rows where doubles cannot tell on which side of a border a number lies: as many epochs as are computed
        to sixty digits, the rest in doubles again.
        """
        last = self.lesson.epochs
        most = min(last, max(1, MOST_PRECISE // self.engine.steps_an_epoch))
        self.begun.clear()
        self._rows.clear()
        self.exact, kept = _while_sure(Engine(self.lesson, precise=True), most)
        _must_be_finite(self.exact)
        done = len(self.exact)
        if done == last:
            return
        try:
            self._go(list(map(float, kept)), done + 1)
        except Undecided:
            text = "a number lies so near the border of a function (ReLU at 0) that doubles cannot tell the side; "
            raise EvaluationError(f"after epoch {done} {text}write epochs: {done} or fewer") from None

    def _rows_between(self, first: int, beyond: int) -> Iterator[Row]:
        """The rows from number ``first`` (from 0) on, up to before ``beyond``."""
        yield from self.exact[first:beyond]
        first = max(first, len(self.exact))
        for begun in sorted(self.begun):
            last = min(begun + self.apart - 1, beyond)
            if last > first < beyond:
                rows, _ = self.engine.stretch(self.begun[begun], begun, last)
                yield from rows[max(0, first + 1 - begun) :]

    def before(self, epoch: int, number: int) -> Sequence[float | Decimal]:
        """What is kept before an update of an epoch, both from 1: parameters, then what an optimiser keeps."""
        near = max((first for first in self.begun if first <= epoch), default=0)
        engine = self.engine if near else Engine(self.lesson, precise=True)
        kept = self.begun.get(near, engine.start)
        _, kept = engine.in_batches(kept, max(near, 1), epoch - 1)
        kept = engine.before(kept, epoch, number)
        return list(map(to_decimal if self.lesson.rounding.carry else float, kept))


def _while_sure(engine: Engine, last: int) -> tuple[list[Row], Kept]:
    """The rows of the epochs to ``last``, or until too few of the sixty digits are left, and what is kept then."""
    rows: list[Row] = []
    kept = engine.start
    with suppress(Undecided):
        for epoch in range(1, last + 1):
            (row,), kept = engine.in_batches(kept, epoch, epoch)
            rows.append([epoch, *map(float, row[1:])])
    return rows, kept


def _must_be_finite(rows: list[Row]) -> None:
    """Raises EvaluationError for the first epoch that ends beyond the doubles; what is not finite stays so."""
    if math.isfinite(sum(row[1] for row in rows)) and all(map(math.isfinite, rows[-1])):
        return
    for row in rows:
        if not all(map(math.isfinite, row)):
            raise EvaluationError(f"epoch {row[0]}: a parameter or the loss is too large for a double")
