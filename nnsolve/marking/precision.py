"""Whether a right number has the digits that are asked for."""

from __future__ import annotations

import math

from ..problem import digits
from ..solution import Says
from .answers import Answer
from .key import Key
from .verdicts import COARSE, RIGHT, Line
from .written import Written

# Where a problem asks for no precision, a number of fewer figures and decimals is called short.
FEW = 3


def to_the_digits_asked(key: Key, answer: Answer, right, carried, slack: float) -> Line:
    """Right; or right, but to fewer figures than asked.

    ``right`` and ``carried`` are the value in full and with the problem's own rounding at every line, ``slack`` how far
    earlier rounding may have moved it.
    """
    number = answer.value
    if not isinstance(number, Written) or number.figures is None or not isinstance(right, float):
        return Line(answer, RIGHT)
    if not key.problem.rounding:
        short = number.figures < FEW and number.decimals < FEW and abs(number.value - right) > 1e-9 * abs(right)
        return Line(answer, COARSE, [Says("mark_figures", n=number.figures)]) if short else Line(answer, RIGHT)
    rounding = key.solution.rounding
    decimals = rounding.decimals is not None
    size = abs(carried) if carried else 1.0
    place = 10.0**-rounding.decimals if decimals else 10.0 ** (math.floor(math.log10(size)) - rounding.figures + 1)
    off = min(abs(number.value - right), abs(number.value - carried))
    if number.unit > place * 1.001 and off > place * 1.001 + slack:
        return Line(answer, COARSE, [Says("mark_precision", **digits(rounding))])
    return Line(answer, RIGHT)
