"""What goes wrong in writing a number down: a digit dropped, doubled, exchanged or misread, the point slipped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from ..solution import Says
from .written import Written, read_number

# So many places the point may slip.
FARTHEST = 4
_POINTS = [places for far in range(1, FARTHEST + 1) for places in (far, -far)]
# A number of fewer figures differs in one digit from too many others.
MISREAD = 4
# Nor says one digit much about a number that is only so many units of its last digit off.
FARTHER = 50


class Number:
    """What is known of the student's text: places behind the point, significant figures, the unit of the last."""

    __slots__ = ("decimals", "figures", "unit")

    def __init__(self, text: str, x: float):
        written = read_number(text) if text else None
        if not isinstance(written, Written):
            written = read_number(f"{x:.9g}")
        exact = written is None or not written.unit
        self.decimals = 6 if exact else max(min(written.decimals, 300), 0)
        self.figures = 3 if exact else written.figures
        self.unit = written.unit if written is not None and written.unit else 1e-6 * abs(x) or 1e-6


def edits(text: str, last: int) -> Iterator[tuple[str, str]]:
    """(entry of the table, text) for every number that one slip of the pen makes of ``text``.

    ``text`` is digits with at most one point, without sign; digits behind position ``last`` are not exchanged for
    others, since rounding may have done that.
    """
    begin = next((k for k, digit in enumerate(text) if digit in "123456789"), len(text))
    for k in range(begin, len(text)):
        if text[k] == ".":
            continue
        yield from _moved(text, k)
        if k <= last:
            yield from _misread(text, k)


def _moved(text: str, k: int) -> Iterator[tuple[str, str]]:
    """The k-th digit dropped, doubled, or exchanged with the next one."""
    behind = text[k + 1 : k + 2]
    if len(text.replace(".", "")) > 1 and not (k == 0 and behind == "."):
        yield "digit_dropped", text[:k] + text[k + 1 :]
    yield "digit_doubled", text[: k + 1] + text[k:]
    after = k + 2 if behind == "." else k + 1
    if after < len(text) and text[after] != text[k]:
        yield "digits_exchanged", text[:k] + text[after] + text[k + 1 : after] + text[k] + text[after + 1 :]


def _misread(text: str, k: int) -> Iterator[tuple[str, str]]:
    """Every other digit in place of the k-th."""
    for digit in "0123456789":
        if digit != text[k]:
            yield "digit_misread", text[:k] + digit + text[k + 1 :]


def digit_slips(
    number: Number, right: float, x: float, agrees: Callable[[str, float], bool]
) -> Iterator[tuple[str, float, dict]]:
    """(entry of the table, the number that was meant to be written so, gaps of the sentence).

    ``right`` is the number that should stand where ``x`` was written; ``agrees`` says whether a number
    that a slip makes is what the student wrote.
    """
    if not right or abs(right) >= 1e15 or abs(right) < 1e-200:
        return
    if right < 0 and agrees("minus_dropped", -right):
        yield "minus_dropped", -right, {}
    for places in _POINTS:
        if agrees("point_slipped", right * 10.0**places):
            yield "point_slipped", right * 10.0**places, {"text": Says("slip_places", n=abs(places))}
    if number.figures < 2:
        return
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
    return f"{abs(right):.{number.decimals + 3}f}"


def _last(text: str) -> int:
    """Where the last digit stands that rounding has not touched."""
    return len(text) - (5 if "." in text else 1)
