"""Verdicts: what may be said of a line, a line with its verdict, and all lines of one working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..solution import Says
from .answers import Answer
from .key import Key

# The verdicts, best first. 'formula' is a line without a number, 'again' one that a later line replaces.
RIGHT, COARSE, FOLLOWED, TRIVIAL = "right", "coarse", "follow-through", "trivial"
SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK = "slip", "wrong", "unreadable", "unknown", "blank"
PROSE, AGAIN, UNCHECKED = "prose", "again", "unchecked"
STANDS = (RIGHT, COARSE)
MARKED = (RIGHT, COARSE, FOLLOWED, TRIVIAL, SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK)


class Line:
    """One answer and what is to be said about it.

    ``expected`` is the value that follows from the student's own numbers, ``slips`` what the number shows.
    """

    __slots__ = ("answer", "expected", "says", "slips", "verdict")

    def __init__(self, answer: Answer, verdict: str, says: Sequence[Says] = (), expected=None, slips: Sequence = ()):
        self.answer, self.verdict, self.says = answer, verdict, list(says)
        self.expected, self.slips = expected, list(slips)


class Checked:
    """The lines of one working in their order, and the student's own value of every step that has one."""

    def __init__(self, key: Key, lines: list[Line], own: Mapping[str, object]):
        self.key, self.lines, self.own = key, lines, own

    @property
    def first(self) -> Line | None:
        """The first line, in the order of the solution, that does not stand."""
        order = {name: place for place, name in enumerate(self.key.steps)}
        faulty = [line for line in self.lines if line.verdict in (SLIP, WRONG, UNREADABLE, TRIVIAL)]
        return min(faulty, key=lambda line: order.get(line.answer.name, len(order)), default=None)
