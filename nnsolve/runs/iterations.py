"""The loop of iterations: the same steps round after round, and what it leaves.

A long run keeps no rows but the first ones: what is carried from round to round is kept every so many rounds, and a row
is found again from the nearest of these checkpoints by the same steps, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..formula.expr import Expr, Num, Symbol
from ..formula.numbers import exactly, quietly
from ..formula.rounding import Rounding
from ..formula.twin import NO_TWIN, Twin
from ..names import Name
from ..solution import Row, Rows, Says, Values
from .body import Body
from .rounds import COUNTER

if TYPE_CHECKING:
    from ..formula.numbers import System, Value

# About this many nodes of formulas may be walked through in one loop: some seconds.
BUDGET = 8_000_000
BUDGET_CARRIED = 600_000

# So many rows are kept in any case, and handed on at a time.
KEPT = 20_000
_CHUNK = 500
_MOST_CHECKPOINTS = 256
# How near a limit is where doubles cannot tell the side.
_AT = 1e-9

Found = Mapping[Name, "Value"]
# The numbers that a rule compares with 0, from the values now and before (None at the start) and a number system.
Gaps = Callable[[Found, Found | None, "System[Value]"], "Sequence[Value]"]


class Iteration(NamedTuple):
    """What is computed at every point, the last included, and the way from there to the next in round t (from 1).

    The same steps are the same body.
    """

    look: Body
    move: Callable[[int], Body]


def no_gaps(now: Found, before: Found | None, system: System[Value]) -> Sequence[Value]:
    """No numbers to compare."""
    return []


def unheeded(rows: list[Row]) -> None:
    """Nobody looks at the rows while the loop runs."""


class Watch(NamedTuple):
    """What is looked at while a loop runs.

    Where no number of ``stop`` is above 0 the loop ends; by the signs of the ``border`` numbers others will decide;
    ``heed`` is given all rows, some at a time.
    """

    stop: Gaps = no_gaps
    border: Gaps = no_gaps
    heed: Callable[[list[Row]], None] = unheeded


class _Loop:
    """The steps of all rounds, which begin with the values ``begun``."""

    def __init__(self, iteration: Iteration, begun: Values, watched: list[Name], rounding: Rounding):
        self.iteration, self.begun = iteration, dict(begun)
        self.watched, self.rounding = watched, rounding

    def look(self, values: Values, twin: Twin = NO_TWIN) -> None:
        """Adds what is computed at a point to its ``values``."""
        self.iteration.look.ready(self.rounding).run(values, twin)

    def move(self, number: int, values: Values, twin: Twin = NO_TWIN) -> None:
        """Round ``number``: the values of the next point take the place of those of this one."""
        values[COUNTER] = number
        if twin.left > 0:
            twin.ran([(COUNTER, Num(str(number)))])
        body = self.iteration.move(number)
        body.ready(self.rounding).run(values, twin)
        for old, new in body.carried.items():
            values[old] = values[new]
        if twin.left > 0:
            twin.ran([(old, Symbol(new)) for old, new in body.carried.items()])

    def row(self, values: Values) -> Row:
        """The values that are watched; None where there is none yet."""
        return [values.get(name) for name in self.watched]

    def state(self, values: Values) -> Values:
        """What the rounds have changed so far."""
        changed = {}
        for name, value in values.items():
            if value is not self.begun.get(name):
                changed[name] = value
        return changed

    def repeat(self, values: Values, numbers: Iterable[int]) -> list[Row]:
        """Rounds that were computed before, once more; the row that each leaves."""
        rows = []
        with exactly(), quietly():
            for number in numbers:
                self.move(number, values)
                self.look(values)
                rows.append(self.row(values))
        return rows


class _Checkpoints:
    """What is carried at some rounds from the ``first`` on, the further apart the more there are."""

    def __init__(self) -> None:
        self.first, self.apart = 0, _CHUNK
        self.states: dict[int, Values] = {}

    def is_due(self, number: int) -> bool:
        """Whether the values after a round are to be kept."""
        return not self.states or (number - self.first) % self.apart == 0

    def keep(self, number: int, state: Values) -> None:
        """Keeps the values after a round; where they become many, only every other one."""
        if not self.states:
            self.first = number
        self.states[number] = state
        if len(self.states) > _MOST_CHECKPOINTS:
            self.apart *= 2
            self.states = {number: state for number, state in self.states.items() if self.is_due(number)}

    def before(self, number: int) -> int:
        """The last checkpoint up to a round."""
        return number - (number - self.first) % self.apart


class Trace:
    """What a loop has left: one row of values a point.

    ``count`` rounds were computed, −1 where not even the start has values; ``broken`` is the round that could not be,
    or 0; ``unsettled`` the first one in which exact values would have decided and there were none, or 0.
    """

    def __init__(self, loop: _Loop, heed: Callable[[list[Row]], None]):
        self.watched, self.count = loop.watched, -1
        self.broken, self.stopped, self.unsettled = 0, False, 0
        self.least: Row = [None] * len(self.watched)  # of each column what is nearest to 0 without being it
        self._loop, self._heed = loop, heed
        self._kept: list[Row] = []
        self._last: Row = []
        self._chunk: list[Row] = []
        self._checkpoints = _Checkpoints()

    # While the loop runs

    def add(self, values: Values, twin: Twin) -> None:
        """The values after one more round; all are kept that the twin may yet tell exactly."""
        self.count += 1
        self._last = self._loop.row(values)
        if twin.left > 0 or self.count < KEPT:
            self._kept.append(self._last)
        elif self._checkpoints.is_due(self.count):
            self._checkpoints.keep(self.count, self._loop.state(values))
        self._chunk.append(self._last)
        if len(self._chunk) == _CHUNK:
            self._hand_on()
        twin.row()
        if twin.missed and not self.unsettled:
            self.unsettled = self.count

    def _hand_on(self) -> None:
        """Shows some rows to whoever heeds them."""
        self._heed(self._chunk)
        for k, column in enumerate(zip(self.least, *self._chunk, strict=True)):
            self.least[k] = min(map(abs, filter(None, column)), default=None)
        self._chunk = []

    def end(self, twin: Twin) -> None:
        """No more rounds follow; the values learn what they are exactly, where doubles could not tell everything."""
        if self._chunk:
            self._hand_on()
        if not twin.wanted:
            return
        twin.caught_up()
        for k, row in enumerate(self._kept):
            known = twin.known(k, dict(zip(self.watched, row, strict=True)))
            self._kept[k] = list(known.values())
        if self.count < len(self._kept):
            self._last = self._kept[-1]

    # Afterwards

    def at(self, number: int) -> Values:
        """The values after ``number`` rounds, by name."""
        return dict(zip(self.watched, next(self.rows(number)), strict=True))

    def named(self, number: int) -> list[Name]:
        """The names that have a value after ``number`` rounds."""
        row = self._kept[min(number, len(self._kept) - 1)]  # what a round makes stays
        found = []
        for name, value in zip(self.watched, row, strict=True):
            if value is not None:
                found.append(name)
        return found

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[Row]:
        """The rows after ``first`` rounds and on, up to before ``last``; all that follow unless told."""
        last = self.count + 1 if last is None else last
        yield from self._kept[first:last]
        first = max(first, len(self._kept))
        if first == self.count < last:
            yield self._last
        elif first < last:
            yield from self._found_again(first, last)

    def within(self, first: int, last: int) -> Iterator[Row]:
        """Those of these rows that there are; of a run that ends earlier fewer, or none."""
        end = self.count + 1
        return self.rows(min(first, end), min(last, end))

    def _found_again(self, first: int, last: int) -> Iterator[Row]:
        """Rows that were not kept."""
        number = self._checkpoints.before(first)
        values = self._loop.begun | self._checkpoints.states[number]
        if number == first:
            yield self._loop.row(values)
        while number + 1 < last:
            numbers = range(number + 1, min(last, number + 1 + _CHUNK))
            rows = self._loop.repeat(values, numbers)
            yield from rows[max(0, first - numbers[0]) :]
            number = numbers[-1]


def rows_of(columns: Sequence[tuple[Trace, Sequence[Name]]]) -> Rows:
    """The rows of a table of runs beside each other: the number of the round, then of each run the values of its names.

    A value that a run does not have is an empty cell.
    """
    count = 0
    least: Row = [0]
    places: list[tuple[Trace, list[int]]] = []
    for trace, names in columns:
        indices = [trace.watched.index(name) for name in names]
        places.append((trace, indices))
        least += _cells(trace.least, indices)
        count = max(count, trace.count + 1)

    def made(first: int, last: int) -> Iterator[Row]:
        runs = [trace.within(first, last) for trace, _ in places]
        for number, found in enumerate(zip_longest(*runs), first):
            row: Row = [number]
            for values, (_, indices) in zip(found, places, strict=True):
                row += _cells(values, indices)
            yield row

    return Rows(count, made, [least])


def _cells(row: Row | None, indices: list[int]) -> Row:
    """The cells of some columns of a row; empty where there is no value, or no row."""
    if row is None:
        return [""] * len(indices)
    cells = [row[k] for k in indices]
    while None in cells:
        cells[cells.index(None)] = ""
    return cells


def before_it(name: Name) -> tuple[str, Name]:
    """By what the exact way knows a value at the point before."""
    return ("before", name)


def trace(
    iteration: Iteration,
    values: Values,
    watched: list[Name],
    count: int,
    rounding: Rounding,
    given: Mapping[Name, Expr | Value] | None = None,
    watch: Watch | None = None,
) -> Trace:
    """Evaluates the same steps up to ``count`` times.

    ``watched``: the names in a row; ``given``: the formulas of ``values``. A number without a finite value ends the
    loop as well; ``broken`` then tells the round.
    """
    watch = watch or Watch()
    loop = _Loop(iteration, values, watched, rounding)
    found = Trace(loop, watch.heed)
    twin = Twin(given or values, rounding)
    rules = _Rules(watch, watched, twin, rounding)
    with exactly(), quietly():
        for number in range(count + 1):
            try:
                if number:
                    rules.remember(values)
                    loop.move(number, values, twin)
                loop.look(values, twin)
                found.stopped = rules.stop(values)
            except (ArithmeticError, ValueError):
                found.broken = number
                break
            found.add(values, twin)
            if found.stopped:
                break
        found.end(twin)
    return found


class _Rules:
    """What compares values with limits; at a limit the exact values decide."""

    def __init__(self, watch: Watch, watched: list[Name], twin: Twin, rounding: Rounding):
        self.watch, self.twin, self.system = watch, twin, rounding.system
        self.watched = watched if watch.stop is not no_gaps else []
        self.before: Values = {}

    def remember(self, values: Values) -> None:
        """These values are those before the next round."""
        if self.watched:
            self.before = {name: values[name] for name in self.watched if name in values}
        if self.twin.left > 0:
            self.twin.ran([(before_it(name), Symbol(name)) for name in self.before])

    def stop(self, values: Values) -> bool:
        """Whether the rule ends the loop. Where a limit is met but for rounding, ``values`` become the exact ones."""
        gaps = self.watch.stop(values, self.before or None, self.system)
        decisive = map(float, [*gaps, *self.watch.border(values, self.before or None, self.system)])
        if any(abs(gap) <= _AT for gap in decisive):
            gaps = self._exactly(gaps, values)
        return bool(gaps) and max(gaps) <= 0

    def _exactly(self, gaps: Sequence[Value], values: Values) -> Sequence[Value]:
        """The numbers of the rule by exact values, where there are any."""
        self.twin.decides()
        exact = self.twin.caught_up()
        if exact is None:
            return gaps
        from ..formula.precise import PRECISELY

        self.twin.settle(values, every=True)
        past = {name: exact[before_it(name)] for name in self.before}
        now = {name: exact[name] for name in self.watched if name in exact}
        return self.watch.stop(now, past or None, PRECISELY)


def unsettled(trace: Trace) -> list[Says]:
    """The sentence that a number at a border was taken as doubles have it, where one was."""
    return [Says("page_note_too_long", count=trace.unsettled)] if trace.unsettled else []
