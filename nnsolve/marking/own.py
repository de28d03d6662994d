"""What follows from a student's own numbers: every step run on from the lines that were written before it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..formula.arrays import Entry
from ..formula.numbers import DOUBLES, finite, is_array
from ..names import Name
from ..solution import Step
from .answers import Answer
from .compare import is_number, parts_in
from .key import Key
from .shown import Shown
from .verdicts import SOUND, Line
from .written import Rows, Written, WrittenValue

if TYPE_CHECKING:
    import numpy as np

    from ..formula.numbers import Value

# Where terms cancel, rounding on the way may move a number far, and it may as well be wrong: so much of it is believed.
MOST_SLACK = 0.005
# A unit of the last digit is believed as well, but not of a number that has one figure only: 0.0005 is not 0.000439.
MOST_OF_SHORT = 0.02
# So many times as far off as a number is written down, the one that a student goes on with may be.
HIDDEN = 1.5

# So many numbers are moved one by one, to see what that does to a value.
MOST_TRIED = 64


class Own:
    """The numbers of one student.

    ``values`` holds those given, those written, and what follows from both; ``errors`` how far rounding may have moved
    them; ``doubt`` the names whose value rests on a wrong answer; ``missing`` what a step without value lacks;
    ``parts`` the names whose value was written as a part of another.
    """

    def __init__(self, key: Key, shown: Shown):
        self.key, self.shown = key, shown
        self.values: dict[Name, Value] = dict(key.numbers)
        self.errors: dict[Name, float] = {}
        self.doubt: set[Name] = set()
        self.missing: dict[Name, Name] = {}
        self.parts: set[Name] = set()

    def follow(self, step: Step) -> Value | None:
        """The step's value from the student's numbers, None where there is none; its error and doubts are noted."""
        used = self.key.used(step)
        if not self.doubt.isdisjoint(used):
            self.doubt.add(step.name)
        value = self._worked_out(step, self.values)
        if value is not None:
            self.values[step.name] = value
        self.errors[step.name] = self._moved(step) + self._rounds_off(value)
        return value

    def _worked_out(self, step: Step, values: Mapping[Name, Value]) -> Value | None:
        try:
            value = self.key.followed(step).evaluate(values, DOUBLES)
            return value if finite(value) else None
        except KeyError as lacking:
            self.missing[step.name] = lacking.args[0]
            return None
        except (ArithmeticError, ValueError, TypeError, IndexError):
            return None

    def _moved(self, step: Step) -> float:
        """How far rounding or cutting at the lines before may have moved a value, to first order."""
        moved, ruled = 0.0, set()
        for name, slope in self.key.slopes(step, self.values):
            moved += slope * self.errors.get(name, 0.0)
            ruled.add(name)
        others = [name for name in self.key.used(step) if name not in ruled and self.errors.get(name)]
        return moved + self._tried(step, others)

    def _tried(self, step: Step, names: Sequence[Name]) -> float:
        """The same of names in a formula of arrays, for which there is no slope: their numbers are moved, one by one.

        This is for who goes on from a wrong matrix; what is near to the right one is so without it.
        """
        before = self.values.get(step.name)
        if not names or step.name not in self.doubt or not (is_number(before) or is_array(before)):
            return 0.0
        moved: float | np.ndarray = 0.0
        for other in self._moves(names):
            after = self._worked_out(step, ChainMap(other, self.values))
            if is_number(after) or is_array(after):
                moved = moved + abs(after - before)
        return float(moved.max()) if is_array(moved) else float(moved)

    def _moves(self, names: Sequence[Name]) -> Iterator[dict[Name, Value]]:
        """The values of ``names`` with one number moved by its error; where these are many, all of them at once."""
        values = {name: self.values[name] for name in names}
        numbers = sum(value.size if is_array(value) else 1 for value in values.values())
        if numbers > MOST_TRIED:
            yield {name: _all_moved(value, self.errors[name]) for name, value in values.items()}
            return
        for name, value in values.items():
            for moved in _each_moved(value, self.errors[name]):
                yield {name: moved}

    def _rounds_off(self, value: Value | None) -> float:
        """How far writing down a value may move it; whole numbers and words not at all."""
        if value is None or isinstance(value, (int, str, list)):
            return 0.0
        return self.shown.rounds_off(value if is_array(value) else float(value))

    def slack(self, step: Step, follows: Value | None, answer: Answer) -> float:
        """How far rounding before a step may have moved what follows there, as far as it is believed."""
        slack = self.errors[step.name]
        if is_number(follows):
            slack = believed(slack - self.shown.rounds_off(follows), follows, answer.value)
        elif is_array(follows):  # how much of it each entry is believed is seen entry by entry
            slack -= self.shown.rounds_off(follows)
        return max(slack, 0.0)

    def take(self, step: Step, line: Line, follows: Value | None, answered: Container[Name]):
        """Goes on from what was written for a step, where that can stand there."""
        written = line.answer.value
        right = self.key.values.get(step.name, follows)
        value = None if right is None else written.taken(right)
        if value is None:
            return
        sound = line.verdict in SOUND
        self._put(step.name, value, sound)
        self._note_error(step.name, written, follows if sound else None)
        entry = self.key.entries.get(step.name)
        if entry is not None and is_number(value):
            self._put_entry(entry, value, sound)
        for name, part in parts_in(step, value, self.values).items():  # later steps may start from these
            if name in self.key.steps and name not in answered:
                self._put(name, part, sound)
                self.parts.add(name)
                self.errors[name] = self.errors[step.name]

    def _note_error(self, name: Name, written: WrittenValue, follows: Value | None):
        """Keeps how far what was written may be from what the student goes on with."""
        if isinstance(written, Written):
            self.errors[name] = self._hidden(name, written, follows)
        elif isinstance(written, Rows):
            self.errors[name] = max(entry.unit for row in written for entry in row)

    def _put(self, name: Name, value: Value, sound: bool):
        self.values[name] = value
        if sound:
            self.doubt.discard(name)
        else:
            self.doubt.add(name)

    def _put_entry(self, entry: Entry, value: float, sound: bool):
        """Later steps start from the matrix with the student's entry."""
        matrix = self.values.get(entry.array)
        if not is_array(matrix):
            return
        matrix = matrix.copy()
        matrix[entry.row, entry.column] = value
        self.values[entry.array] = matrix
        if not sound:
            self.doubt.add(entry.array)

    def _hidden(self, name: Name, written: Written, follows: Value | None) -> float:
        """How far the number that a student goes on with may be from the one written down."""
        right = self.key.values.get(name)
        if not is_number(follows) or not is_number(right):
            return written.unit
        off = max(abs(written.value - follows), abs(written.value - right))
        return min(written.unit, HIDDEN * off)


def _all_moved(value: Value, error: float) -> Value:
    """A number, or every number of an array, moved by an error."""
    return value + error if is_number(value) or is_array(value) else value


def _each_moved(value: Value, error: float) -> Iterator[Value]:
    """A value with one of its numbers moved, for each of them."""
    if not is_array(value):
        yield _all_moved(value, error)
        return
    for place in range(value.size):
        moved = value.copy()
        moved.flat[place] += error
        yield moved


def believed(slack: float, value: float, written: WrittenValue) -> float:
    """So much of what rounding may have moved a value as is believed."""
    short = min(written.unit, MOST_OF_SHORT * abs(value))
    return min(slack, max(MOST_SLACK * abs(value), short))
