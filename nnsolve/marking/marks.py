"""Marks: what each result is worth, and what the lines of a working earn."""

from __future__ import annotations

import math
from fractions import Fraction

from ..names import Name
from ..reading.problem import Marks
from ..reading.schema import constant
from .key import Key
from .verdicts import BLANK, COARSE, FOLLOWED, RIGHT, Checked, Line

# What a result that follows from the student's own wrong numbers earns of its marks.
SHARES = {"full": Fraction(1), "half": Fraction(1, 2), "none": Fraction(0)}


class Award:
    """The marks of one result: what it is worth, what was earned, and why (a verdict, or 'implied', or 'missing')."""

    __slots__ = ("earned", "name", "verdict", "worth")

    def __init__(self, name: Name, worth: Fraction, earned: Fraction, verdict: str):
        self.name, self.worth, self.earned, self.verdict = name, worth, earned, verdict


def _worth(key: Key, total: Fraction | None) -> tuple[dict[Name, Fraction], Fraction]:
    """What each result is worth and all together; ``total`` is what a paper says that the question is worth."""
    marks = key.problem.marks or Marks(None, {})
    if marks.each:
        return _worth_each(key, marks, total)
    whole = total or marks.total or Fraction(len(key.asked))
    return dict.fromkeys(key.asked, whole / len(key.asked)), whole


def _worth_each(key: Key, marks: Marks, total: Fraction | None) -> tuple[dict[Name, Fraction], Fraction]:
    """The same, where the problem says what each result is worth."""
    worth = {key.asked_name(name): value for name, value in marks.each.items()}
    written = sum(worth.values(), Fraction(0))
    if total is not None:
        worth = {name: value * total / written for name, value in worth.items()}
    return worth, total or marks.total or written


class Scheme:
    """What the results of a problem are worth: ``worth`` by canonical name, and ``total`` in all."""

    def __init__(self, key: Key, total: Fraction | None = None):
        problem = key.problem
        self.follow = SHARES[problem.follow_through]
        penalty = problem.precision_penalty
        self.penalty = None if penalty is None else Fraction(str(constant(penalty)))
        self.worth, self.total = _worth(key, total)

    def awards(self, checked: Checked) -> list[Award]:
        """The marks that a working earns, result by result; never more than ``total`` together."""
        verdicts = self._verdicts(checked)
        awards, left = [], self.total
        for name, worth in self.worth.items():
            verdict, short = verdicts[name]
            earned = min(self._earned(verdict, worth, short), left)
            left -= earned
            awards.append(Award(name, worth, earned, verdict))
        return awards

    def _verdicts(self, checked: Checked) -> dict[Name, tuple[str, bool]]:
        """The verdict on each result, and whether it has too few digits."""
        lines = _by_result(checked)
        implied = checked.key.implied_by(self.worth.keys() & checked.right)
        found: dict[Name, tuple[str, bool]] = {}
        for name in self.worth:
            if name in lines:
                found[name] = lines[name].verdict, lines[name].short
            else:
                found[name] = "implied" if name in implied else "missing", False
        return found

    def _earned(self, verdict: str, worth: Fraction, short: bool) -> Fraction:
        if verdict in (RIGHT, "implied"):
            return worth
        if verdict == COARSE:
            return self._less(worth, worth)
        if verdict != FOLLOWED:
            return Fraction(0)
        follows = worth * self.follow
        return self._less(follows, worth) if short else follows

    def _less(self, marks: Fraction, worth: Fraction) -> Fraction:
        """What too few digits leave of ``marks`` for a result that is ``worth`` so much."""
        off = worth / 2 if self.penalty is None else self.penalty
        return max(marks - off, Fraction(0))


def _by_result(checked: Checked) -> dict[Name, Line]:
    """The line that answers each result: the last, but for one that was left blank."""
    found: dict[Name, Line] = {}
    for line in checked.marked:
        name = line.answer.name
        if name is None or (line.verdict == BLANK and name in found):
            continue
        found[name] = line
    return found


def shown(marks: Fraction | int) -> str:
    """Marks as people write them: 3, 2.5, 1.33."""
    hundredths = math.floor(marks * 100 + Fraction(1, 2))  # half up
    whole, behind = divmod(hundredths, 100)
    return f"{whole}.{behind:02d}".rstrip("0").rstrip(".")
