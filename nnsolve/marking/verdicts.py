"""Verdicts: what may be said of a line, a line with its verdict, and all lines of one working."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..names import Name
from ..solution import Says
from .answers import Answer

if TYPE_CHECKING:
    from ..formula.numbers import Value
    from .key import Key
    from .slips import Found

# The verdicts, best first: 'coarse' is right to too few digits, 'unreadable' a line with a number or a name that was
# not understood, 'prose' one without, 'again' one that a later line replaces.
RIGHT, COARSE, FOLLOWED, TRIVIAL = "right", "coarse", "follow-through", "trivial"
SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK = "slip", "wrong", "unreadable", "unknown", "blank"
PROSE, AGAIN = "prose", "again"
# Values one may go on with; lines that nothing is known of; lines to mend.
SOUND = (RIGHT, COARSE)
UNREAD = (UNREADABLE, UNKNOWN)
FAULTY = (COARSE, TRIVIAL, SLIP, WRONG, *UNREAD)
MARKED = (RIGHT, COARSE, FOLLOWED, TRIVIAL, SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK)


class Line:
    """One answer and what is to be said about it.

    ``expected`` is the value that follows from the student's own numbers, ``slips`` what the number shows. ``short``
    says of a follow-through that it has fewer digits than it needs.
    """

    __slots__ = ("answer", "expected", "says", "short", "slips", "verdict")

    def __init__(
        self,
        answer: Answer,
        verdict: str,
        says: Sequence[Says] = (),
        expected: Value | None = None,
        slips: Sequence[Found] = (),
        short: bool = False,
    ):
        self.answer, self.verdict, self.says = answer, verdict, list(says)
        self.expected, self.slips, self.short = expected, list(slips), short


def all_stand(checked: Iterable[Checked]) -> bool:
    """Whether every question was answered, and every line that holds anything is right."""
    for one in checked:
        found = {line.verdict for line in one.marked}
        if found != {RIGHT}:
            return False
    return True


class Checked:
    """The lines of one working in their order, and the student's own value of every step that has one."""

    def __init__(self, key: Key, lines: list[Line], own: Mapping[Name, Value]):
        self.key, self.lines, self.own = key, lines, own

    @property
    def marked(self) -> list[Line]:
        """The lines that answer something, or were to answer it."""
        return self._with(MARKED)

    @property
    def unread(self) -> list[Line]:
        """The lines that hold a number or a name and were not understood."""
        return self._with(UNREAD)

    def _with(self, verdicts: Sequence[str]) -> list[Line]:
        return [line for line in self.lines if line.verdict in verdicts]

    @property
    def first(self) -> Line | None:
        """The first line, in the order of the solution, that does not stand."""
        order: dict[str | None, int] = {name: place for place, name in enumerate(self.key.steps)}
        return min(self._with(FAULTY), key=lambda line: order.get(line.answer.name, len(order)), default=None)

    @property
    def right(self) -> set[Name]:
        """The results that are right."""
        return {line.answer.name for line in self._with((RIGHT,)) if line.answer.name}

    @property
    def all_right(self) -> bool:
        """Whether every line was read and stands, and all that is asked is right or implied by what is."""
        if not all_stand([self]):
            return False
        right = self.right
        return set(self.key.asked) <= right | self.key.implied_by(right)
