"""The arithmetic of a line: the formula with numbers that a student wrote, computed as it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice

from ..formula.expr import Expr, Num
from ..formula.numbers import DOUBLES, exactly, finite
from ..formula.parse import ParseError, parse
from .written import LONGEST, Written, plain, read_number

# A bracket behind a number or a bracket multiplies, as on paper, and so does the letter x between numbers.
_TIMES = re.compile(r"(?<=[\d)])\s*(?=\()|(?<=\))\s*(?=\d)|(?<=[\d)])\s+[xX]\s+(?=[\d(])")
MOST_MOVED = 60  # numbers of one formula whose digits are looked at
_SIGNS = str.maketrans({"×": "*", "·": "*", "[": "(", "]": ")", "{": "(", "}": ")", ",": " "})
_ROOT = re.compile(r"√\s*(?:\(|([0-9.]+))")


class Computed:
    """What a formula of numbers gives: ``value``, and ``low`` … ``high``, how far its digits leave it open."""

    __slots__ = ("high", "low", "text", "value")

    def __init__(self, text: str, value: float, low: float, high: float):
        self.text, self.value, self.low, self.high = text, value, low, high

    @property
    def slack(self) -> float:
        """The farthest that the digits let the result be from its value."""
        return max(self.high - self.value, self.value - self.low)

    @property
    def shown(self) -> str:
        """The value as it is told in a sentence."""
        return f"{self.value:.6g}".replace("-", "−")


def computed(text: str, given: Collection[float] = ()) -> Computed | None:
    """The value of a formula that holds numbers only; None where it holds names or cannot be read.

    Its whole numbers and those of ``given`` are exact; every other decimal stands for what rounds or is cut to it.
    """
    if not any(map(str.isdigit, text)):
        return None
    try:
        formula = _read(text)
        value = _value(formula)
        low, high = _reach(formula, value, given)
    except (ParseError, ArithmeticError, ValueError, TypeError):
        return None
    if not finite(value) or not finite(high - low):
        return None
    return Computed(text.strip(), value, low, high)


def formula_of_numbers(text: str, given: Collection[float] = ()) -> Written | None:
    """A formula of numbers as the number it gives: 1/3, √2, 0.4 − 0.5·0.08217; None for what is no such formula."""
    if len(text) > LONGEST:
        return None
    result = computed(text.strip().rstrip(".;,"), given)
    if result is None:
        return None
    return Written.between(text, result.value, result.low, result.high)


def _read(text: str) -> Expr:
    """A formula in the signs that a student writes; raises ParseError."""
    signs = _ROOT.sub(_root, plain(text)).translate(_SIGNS)
    return parse(_TIMES.sub("*", signs))


def _root(match: re.Match[str]) -> str:
    """√2 as sqrt(2), and √( as sqrt(."""
    number = match[1]
    return f"sqrt({number})" if number else "sqrt("


def _value(formula: Expr) -> float:
    with exactly():
        return float(formula.evaluate({}, DOUBLES))


def _reach(formula: Expr, value: float, given: Collection[float]) -> tuple[float, float]:
    """The lowest and the highest result that the digits of the numbers leave open, to first order."""
    down = up = 0.0
    for literal in islice(_literals(formula), MOST_MOVED):
        for move in _moves(formula, literal, value, given):
            down += min(move, 0.0)
            up += max(move, 0.0)
    return value + down, value + up


def _literals(formula: Expr) -> Iterator[Num]:
    if isinstance(formula, Num):
        yield formula
    for part in formula.parts():
        yield from _literals(part)


def _moves(formula: Expr, literal: Num, value: float, given: Collection[float]) -> list[float]:
    """How far the result moves when one of its numbers is at either end of what its digits stand for."""
    number = read_number(literal.text)
    if number is None or number.decimals <= 0 or number.value in given:
        return []
    moves = []
    for end in (number.low, number.high):
        moves.append(_value(_exchanged(formula, literal, Num(repr(end), end))) - value)
    return moves


def _exchanged(formula: Expr, old: Num, new: Num) -> Expr:
    if formula is old:
        return new
    return formula.rebuilt(tuple(_exchanged(part, old, new) for part in formula.parts()))
