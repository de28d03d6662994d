"""Marks: what each result is worth, and what the lines of a working earn."""

from __future__ import annotations

from fractions import Fraction

from ..schema import constant
from .key import Key
from .verdicts import COARSE, FOLLOWED, MARKED, RIGHT, Checked

# What a result that follows from the student's own wrong numbers earns of its marks.
SHARES = {"full": Fraction(1), "half": Fraction(1, 2), "none": Fraction(0)}


class Award:
    """The marks of one result: what it is worth, what was earned, and why (a verdict, or 'implied', or 'missing')."""

    __slots__ = ("earned", "name", "verdict", "worth")

    def __init__(self, name: str, worth: Fraction, earned: Fraction, verdict: str):
        self.name, self.worth, self.earned, self.verdict = name, worth, earned, verdict


class Scheme:
    """What the results of a problem are worth: ``worth`` by canonical name, and ``total`` in all."""

    def __init__(self, key: Key, total: Fraction | None = None):
        problem = key.problem
        marks = problem.marks
        self.follow = SHARES[problem.follow_through]
        self.penalty = Fraction(str(constant(problem.precision_penalty))) if problem.precision_penalty else Fraction(0)
        self.worth: dict[str, Fraction] = {}
        if marks and marks.each:
            self.worth = {key.asked_name(name): value for name, value in marks.each.items()}
            written = sum(self.worth.values())
            self.total = total or marks.total or written
            if total is not None and written != total:  # the paper says what the question is worth
                self.worth = {name: worth * total / written for name, worth in self.worth.items()}
        else:
            self.total = total or (marks.total if marks else None) or Fraction(len(key.asked))
            self.worth = {name: self.total / len(key.asked) for name in key.asked}

    def awards(self, checked: Checked) -> list[Award]:
        """The marks that a working earns, result by result; never more than ``total`` together."""
        verdicts = {
            line.answer.name: line.verdict for line in checked.lines if line.answer.name and line.verdict in MARKED
        }
        implied = _implied(checked.key, {name for name in self.worth if verdicts.get(name) in (RIGHT, COARSE)})
        awards, left = [], self.total
        for name, worth in self.worth.items():
            verdict = verdicts.get(name, "missing")
            if verdict == "missing" and name in implied:
                verdict = "implied"
            earned = min(self._earned(verdict, worth), left)
            left -= earned
            awards.append(Award(name, worth, earned, verdict))
        return awards

    def _earned(self, verdict: str, worth: Fraction) -> Fraction:
        if verdict in (RIGHT, "implied"):
            return worth
        if verdict == COARSE:
            return max(worth - self.penalty, Fraction(0))
        return worth * self.follow if verdict == FOLLOWED else Fraction(0)


def _implied(key: Key, right: set[str]) -> set[str]:
    """The steps that lead to right results: whoever has those has gone through them."""
    found: set[str] = set()
    for name in right & key.steps.keys():
        for step in key.leading_to(frozenset((name,))):
            found.update(key.used(step))
    return found


def shown(marks: Fraction) -> str:
    """Marks as people write them: 3, 2.5, 1.33."""
    return str(marks) if marks.denominator == 1 else f"{float(marks):.2f}".rstrip("0").rstrip(".")
