"""One part of a page about training: given numbers, sections, and how their names are printed."""

from __future__ import annotations

from decimal import Decimal

from ...formula.expr import Expr, Num, Symbol
from ...formula.functions import Function
from ...formula.marks import Mark
from ...formula.numbers import to_decimal
from ...names import At, Name, Role
from ...part import Part as Common
from ...solution import Says, Section, Step, Table


def in_epoch(role: Role, word: str, epoch: int | str) -> Name:
    """A value of one epoch: rate@3."""
    return Name(role, word, at=At(time=epoch))


class Part(Common):
    """``answers`` are the results that are reported; ``synonyms`` other names for them. ``statement`` is what an exam
    would print, ``wanted`` what it would ask for. ``possible`` are the sections with every line that may be asked for,
    where ``sections`` leave some to a table."""

    def __init__(self):
        super().__init__()
        self.possible: list[Section] = []
        self.statement: list[Says | Table] = []
        self.wanted: list[Says] = []

    def give(self, name: Name, number: Expr | int, letter: str = "", sub: str = "") -> Symbol:
        """A number of the problem under a name, printed as a letter."""
        self.given[name] = number if isinstance(number, Expr) else Num(str(number), number)
        if letter:
            self.marks[name] = Mark(letter, sub)
        return Symbol(name)

    def answer(self, name: Name, formula: Expr, reason: Says | None = None) -> Step:
        """A step that is a result of the page."""
        self.answers.append(name)
        return Step(name, formula, reason)


def _exactly(value: float | Decimal) -> float | Decimal:
    """A double by the 15 digits it knows, so that 0.29·100 is 29; other numbers as they are."""
    return to_decimal(f"{value:.15g}") if isinstance(value, float) else value


def _floor(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_FLOOR"))


def _ceil(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_CEILING"))


def _nearest(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_HALF_UP"))


# Counts: rounded from the decimal that a hand computes, not from a double just below it.
floor = Function("floor", _floor, exact=True, code="whole_floor({0})")
ceil = Function("ceil", _ceil, exact=True, code="whole_ceil({0})")
nearest = Function("nearest", _nearest, exact=True, code="nearest({0})")
