"""Marks: what each result is worth, and what the lines of a working earn."""

from __future__ import annotations

import math
from fractions import Fraction

from ..names import Name
from ..reading.schema import constant
from .key import Key
from .verdicts import BLANK, COARSE, FOLLOWED, MARKED, RIGHT, Checked, Line

# What a result that follows from the student's own wrong numbers earns of its marks.
SHARES = {"full": Fraction(1), "half": Fraction(1, 2), "none": Fraction(0)}


class Award:
    """The marks of one result: what it is worth, what was earned, and why (a verdict, or 'implied', or 'missing')."""

    __slots__ = ("earned", "name", "verdict", "worth")

    def __init__(self, name: str, worth: Fraction, earned: Fraction, verdict: str):
        self.name, self.worth, self.earned, self.verdict = name, worth, earned, verdict


def _worth(key: Key, total: Fraction | None) -> tuple[dict[Name, Fraction], Fraction]:
    """What each result is worth and all together; ``total`` is what a paper says that the question is worth."""
    marks = key.problem.marks
    if not marks or not marks.each:
        whole = total or (marks.total if marks else None) or Fraction(len(key.asked))
        return {name: whole / len(key.asked) for name in key.asked}, whole
    worth = {key.asked_name(name): value for name, value in marks.each.items()}
    written = sum(worth.values(), Fraction(0))
    if total is not None and written != total:
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
        lines = _by_result(checked)
        implied = checked.key.implied_by(self.worth.keys() & checked.right)
        awards, left = [], self.total
        for name, worth in self.worth.items():
            line = lines.get(name)
            verdict = line.verdict if line else "implied" if name in implied else "missing"
            earned = min(self._earned(verdict, worth, line is not None and line.short), left)
            left -= earned
            awards.append(Award(name, worth, earned, verdict))
        return awards

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


def _by_result(checked: Checked) -> dict[str, Line]:
    """The line that answers each result: the last, but for one that was left blank."""
    found: dict[str, Line] = {}
    for line in checked.lines:
        name = line.answer.name
        if name and line.verdict in MARKED and not (line.verdict == BLANK and name in found):
            found[name] = line
    return found


def shown(marks: Fraction | int) -> str:
    """Marks as people write them: 3, 2.5, 1.33."""
    hundredths = math.floor(marks * 100 + Fraction(1, 2))  # half up
    whole, behind = divmod(hundredths, 100)
    return f"{whole}.{behind:02d}".rstrip("0").rstrip(".") if behind else str(whole)
