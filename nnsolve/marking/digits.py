"""What goes wrong in writing a number down: a digit dropped, doubled, exchanged or misread, the point slipped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import chain

from ..solution import Filling, Says
from .written import read_number

# So many places the point may slip.
FARTHEST = 4
_POINTS = list(chain.from_iterable((far, -far) for far in range(1, FARTHEST + 1)))
# A number of fewer figures differs in one digit from too many others.
MISREAD = 4
# Nor says one digit much about a number that is only so many units of its last digit off.
FARTHER = 50
# Digits more than the student wrote, of which slips are made; a number outside these has none that are written down.
BEYOND, SMALLEST, LARGEST = 3, 1e-200, 1e15

# (entry of the table, the number that was meant to be written so, gaps of the sentence).
DigitSlip = tuple[str, float, dict[str, Filling]]
Edit = tuple[str, str]


class Number:
    """What is known of the student's text: places behind the point, significant figures, the unit of the last."""

    __slots__ = ("decimals", "figures", "unit")

    def __init__(self, text: str, x: float):
        written = read_number(text) or read_number(f"{x:.9g}")
        if written is not None and written.unit:
            self.decimals = max(min(written.decimals, 300), 0)
            self.figures, self.unit = written.figures, written.unit
        else:  # exact
            self.decimals, self.figures = 6, 3
            self.unit = 1e-6 * abs(x) or 1e-6


def edits(text: str, last: int) -> Iterator[Edit]:
    """(entry of the table, text) for every number that one slip of the pen makes of ``text``.

    ``text`` is digits with at most one point, without sign; digits behind position ``last`` are not exchanged for
    others, since rounding may have done that.
    """
    begin = len(text) - len(text.lstrip("0."))
    for k in range(begin, len(text)):
        if text[k] == ".":
            continue
        yield from _moved(text, k)
        if k <= last:
            yield from _misread(text, k)


def _moved(text: str, k: int) -> Iterator[Edit]:
    """The k-th digit dropped, doubled, or exchanged with the next one."""
    before, digit, behind = text[:k], text[k], text[k + 1 :]
    leads = not before and behind.startswith(".")
    if len(text.replace(".", "")) > 1 and not leads:
        yield "digit_dropped", before + behind
    yield "digit_doubled", before + digit + digit + behind
    point = "." if behind.startswith(".") else ""
    following, rest = behind[len(point) :][:1], behind[len(point) + 1 :]
    if following and following != digit:
        yield "digits_exchanged", before + following + point + digit + rest


def _misread(text: str, k: int) -> Iterator[Edit]:
    """Every other digit in place of the k-th."""
    for digit in "0123456789".replace(text[k], ""):
        yield "digit_misread", text[:k] + digit + text[k + 1 :]


def digit_slips(number: Number, right: float, x: float, agrees: Callable[[str, float], bool]) -> Iterator[DigitSlip]:
    """The slips of the pen that make what was written, ``x``, of the number that should stand there, ``right``.

    ``agrees`` says whether a number that a slip makes is what the student wrote.
    """
    if not SMALLEST <= abs(right) < LARGEST:
        return
    if right < 0 and agrees("minus_dropped", -right):
        yield "minus_dropped", -right, {}
    for places in _POINTS:
        if agrees("point_slipped", right * 10.0**places):
            yield "point_slipped", right * 10.0**places, {"text": Says("slip_places", n=abs(places))}
    if number.figures >= 2:
        yield from _of_digits(number, right, x, agrees)


def _of_digits(number: Number, right: float, x: float, agrees: Callable[[str, float], bool]) -> Iterator[DigitSlip]:
    """The slips of a digit or two."""
    far = number.figures >= MISREAD and abs(x - right) > FARTHER * number.unit
    text = _digits(number, right)
    for slip, wrong in edits(text, _last(text) if far else -1):
        value = math.copysign(float(wrong), right)
        if agrees(slip, value):
            yield slip, value, {}


def _digits(number: Number, right: float) -> str:
    """The right number as digits without sign, three more than the student wrote."""
    if right == int(right) and not number.decimals:
        return f"{abs(right):.0f}"
    return f"{abs(right):.{number.decimals + BEYOND}f}"


def _last(text: str) -> int:
    """Where the last digit stands that rounding has not touched."""
    return len(text) - (BEYOND + 2 if "." in text else 1)
