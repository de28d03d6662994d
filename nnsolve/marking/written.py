"""A value as a student writes it: a number with its last digit, a size, a vector or matrix, or a word."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING

from ..formula.numbers import is_array
from .compare import is_number

if TYPE_CHECKING:
    from ..formula.numbers import Value

LONGEST, LONGEST_ROWS = 300, 12_000
MOST_ENTRIES = 10_000
# What is exact agrees to this; whole numbers of fewer figures are exact, since 1 is no rounding of 0.88.
EXACT, FEWEST = 1e-9, 3
# A number and the next that can be written with as many digits are never one; both roundings together span 1.5 units.
BELOW_ONE, SPREAD = 1 - 1e-9, 1.5
YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}
# What doubles may add at the end of an interval, in units; less than what keeps 0.879 from being 0.88.
NOISE = 1e-10

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]{1,4})?", re.IGNORECASE)
_TEN = re.compile(r"\s*[*x×·]\s*10\s*\^?\s*[({]?\s*([-+]?[0-9]{1,4})\s*[)}]?$")
_SHAPE = re.compile(r"[1-9][0-9]{0,8}(?:\s*[x×*]\s*[1-9][0-9]{0,8}){1,4}", re.IGNORECASE)
_CROSS = re.compile(r"\s*[x×*]\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w .+-]{0,39}")
_ROW, _CELLS = re.compile(r"[\[(]([^\[\]()]*)[\])]"), re.compile(r"\s*,\s*|\s+")
_GROUPS = re.compile(r"([-+]?[1-9][0-9]{0,2})((?:[ \u00a0\u2009\u202f,'’][0-9]{3})+)(\.[0-9]+)?")
_NO_DIGIT = re.compile(r"[^0-9]")
_COMMA = re.compile(r"([-+]?[0-9]*),([0-9]+)")
_ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾", "0123456789-+()")
_POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾]+")
_SIGNS = str.maketrans({"−": "-", "–": "-", "‒": "-", "⁄": "/", "÷": "/", "⋅": "·", "∗": "*"})


def plain(text: str) -> str:
    """``text`` with one sign for each thing: subscripts as digits, powers as ^2, every minus as -."""
    if text.isascii():
        return text
    text = _POWER.sub(lambda match: "^" + match[0].translate(_ABOVE), text.replace("½", "(1/2)"))
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


class WrittenValue:
    """What was written for a value. This is what cannot be read; a number, sizes, rows of numbers and words are others.

    ``decimals`` and ``unit`` are those of a number, 0 for what is none.
    """

    __slots__ = ()

    decimals: int = 0
    unit: float = 0.0

    def same(self, value: Value, agrees: Agrees) -> bool:
        """Whether it stands for a value; ``agrees`` says so of a single number."""
        return False

    def repeats(self, given: Value) -> bool:
        """Whether it is a given number, to the last digit: 0.40 is w5 = 0.4, 0.2 for 0.15 is something new."""
        return self.same(given, Written.agrees)

    def entries(self, right: Value, carried: Value) -> Entries:
        """Its numbers with those they stand for, in full and as the page carries them; none of words and sizes."""
        return []

    def taken(self, like: Value) -> Value | None:
        """The value in the form in which steps use it, that of another; None where it cannot stand there."""
        return None

    @property
    def sought(self) -> float | list[int] | list[list[float]] | None:
        """What the search for slips looks for: a number, sizes, rows of numbers; None for words."""
        return None


UNREAD = WrittenValue()
# Whether a single number that was written stands for a value.
Agrees = Callable[["Written", float], bool]
# A number of an answer, the value it stands for in full, and as the page carries it.
Entries = list[tuple["Written", float, float]]


class Written(WrittenValue):
    """A number as it was written: ``value``, and the interval ``low`` … ``high`` of the values that it stands for.

    ``unit`` is the place of its last digit (0 for what is exact): the number is what rounds to it, or what is cut off
    to it. ``figures`` counts significant digits as written, ``decimals`` digits behind the point; both are 0 for what
    is exact, such as a fraction of whole numbers. ``whole``: a whole number without point, % or power of ten, of so few
    figures that it is taken as exact. ``other``: the other way to read what may be two numbers, 1106 and 1.106 for
    1,106.
    """

    __slots__ = ("decimals", "figures", "high", "low", "other", "text", "unit", "value", "whole")

    def __init__(self, text: str, value: float, unit: float, figures: int, decimals: int, whole: bool = False):
        self.text, self.value, self.unit = text, value, unit
        self.figures, self.decimals, self.whole = figures, decimals, whole
        self.low, self.high = (value, value) if whole else last_digit(value, unit)
        self.other: Written | None = None

    @classmethod
    def between(cls, text: str, value: float, low: float, high: float) -> Written:
        """What a formula of numbers gives: exact, or as exact as the digits of its numbers leave it."""
        spread = high - low
        if spread <= EXACT * abs(value):
            return cls(text, value, 0.0, 0, 0)
        place = math.ceil(math.log10(spread / SPREAD) - 1e-9)
        figures = math.floor(math.log10(abs(value))) - place + 1 if value else 0
        found = cls(text, value, 10.0**place, max(figures, 0), -place)
        found.low, found.high = low, high
        return found

    def same(self, value: Value, agrees: Agrees) -> bool:
        if isinstance(value, str):
            return self.text == value
        if isinstance(value, list):
            return len(value) == 1 and self.same(value[0], agrees)
        if is_array(value):
            return value.size == 1 and agrees(self, float(value.reshape(-1)[0]))
        counted = isinstance(value, int) and (self.exact or self.unit <= 1)
        if counted:  # a count is right or wrong
            return self.value == value
        return agrees(self, float(value))

    def repeats(self, given: Value) -> bool:
        if is_number(given):
            return abs(self.value - given) <= 1e-9 * abs(given)
        return super().repeats(given)

    def entries(self, right: Value, carried: Value) -> Entries:
        return [(self, float(right), float(carried))] if is_number(right) else []

    def taken(self, like: Value) -> Value | None:
        if not is_number(like):
            return None
        counted = isinstance(like, int) and self.value == int(self.value)
        return int(self.value) if counted else self.value

    @property
    def sought(self) -> float:
        return self.value

    @property
    def exact(self) -> bool:
        """Whether this stands for one value alone."""
        return self.whole or not self.unit

    def nearest(self, value: float) -> Written:
        """This number or its other reading, whichever is nearer to ``value`` in size."""
        if self.other is None or not value:
            return self
        return min(self, self.other, key=lambda number: abs(math.log(abs(number.value / value))))

    def rounded(self) -> Written:
        """The same number where whole numbers are what is asked for: 4 stands for 3.7 as well."""
        return Written(self.text, self.value, self.unit, self.figures, self.decimals) if self.whole else self

    def rounds_to_zero(self, value: float) -> bool:
        """Whether this is a 0 with digits behind the point, to which ``value`` rounds: 0.00 for 0.0008."""
        return self.value == 0 and not self.exact and abs(value) <= self.unit / 2

    def agrees(self, value: float, slack: float = 0.0) -> bool:
        """Whether this number is ``value`` rounded or cut at its last digit, give or take ``slack``.

        What is exact agrees to 1e-9 and has no slack, and slack carries no number over to the other sign.
        """
        if not math.isfinite(value) or value * self.value < 0:
            return False
        if self.exact:
            return abs(value - self.value) <= EXACT * max(abs(value), abs(self.value))
        noise = NOISE * self.unit + 1e-14 * abs(value)
        return self.low - noise - slack <= value <= self.high + noise + slack


def last_digit(value: float, unit: float) -> tuple[float, float]:
    """The lowest and the highest number that rounds to ``value``, or is cut to it, at the place ``unit``."""
    if value < 0:
        return value - unit * BELOW_ONE, value + unit / 2
    if value > 0:
        return value - unit / 2, value + unit * BELOW_ONE
    return -unit * BELOW_ONE, unit * BELOW_ONE


class Word(str, WrittenValue):
    """A word in small letters."""

    __slots__ = ()

    def same(self, value: Value, agrees: Agrees) -> bool:
        if self == str(value).lower():
            return True
        return is_number(value) and YES_NO.get(self) == value


class Sizes(list[int], WrittenValue):
    """The sizes of a shape."""

    __slots__ = ()

    def same(self, value: Value, agrees: Agrees) -> bool:
        return isinstance(value, list) and self == value

    def taken(self, like: Value) -> Value | None:
        return self if isinstance(like, list) and len(like) == len(self) else None

    @property
    def sought(self) -> list[int]:
        return self


class Rows(list[list[Written]], WrittenValue):
    """Rows of numbers, all of one length."""

    __slots__ = ()

    @property
    def sought(self) -> list[list[float]]:
        return [_numbers(row) for row in self]

    @property
    def shows_something(self) -> bool:
        """Whether an entry is not 0, beside which others may round to 0."""
        return any(entry.value for entry in chain.from_iterable(self))

    def same(self, value: Value, agrees: Agrees) -> bool:
        if isinstance(value, list):
            return _numbers(chain.from_iterable(self)) == value
        pairs = self.entries(value, value)
        return bool(pairs) and all(agrees(entry, one) for entry, one, _ in pairs)

    def entries(self, right: Value, carried: Value) -> Entries:
        written = list(chain.from_iterable(self))
        if not is_array(right) or not is_array(carried) or right.size != len(written):
            return []
        return list(zip(written, map(float, right.flat), map(float, carried.flat), strict=True))

    def taken(self, like: Value) -> Value | None:
        import numpy

        entries = numpy.array(self.sought)
        return entries.reshape(like.shape) if is_array(like) and like.size == entries.size else None


def _numbers(row: Iterable[Written]) -> list[float]:
    return [entry.value for entry in row]


def read_value(text: str) -> WrittenValue:
    """What ``text`` says; never raises, UNREAD means that it cannot be read."""
    text = plain(text).strip().rstrip(".;,").strip()
    if not text:
        return UNREAD
    bracketed = text[0] in "[("
    if len(text) > (LONGEST_ROWS if bracketed else LONGEST):
        return UNREAD
    if _SHAPE.fullmatch(text):
        return Sizes(map(int, _CROSS.split(text)))
    number = read_number(text)
    if number is not None:
        return number
    if bracketed and text[-1] in "])":
        return _rows(text)
    word = text.strip("\"'‘’“”").lower()
    return Word(word) if _WORD.fullmatch(word) else UNREAD


def read_number(text: str) -> Written | None:
    """A single number: ``.0821``, ``-2.1e-3``, ``8.2 × 10^-2``, ``80 %``, ``61 706``, ``0,3775``; None for others."""
    text, scale = _without_scale(text.strip())
    groups, comma = _GROUPS.fullmatch(text), _COMMA.fullmatch(text)
    by_comma = _plain_number(f"{comma[1]}.{comma[2]}", scale) if comma else None
    if groups is None:
        return by_comma if comma else _plain_number(text, scale)
    first, thousands, behind = groups.groups("")
    found = _plain_number(first + _NO_DIGIT.sub("", thousands) + behind, scale)
    if found is not None:
        found.other = by_comma
    return found


def _without_scale(text: str) -> tuple[str, int]:
    """A number without its % and its power of ten, and that power."""
    scale = 0
    if text.endswith("%"):
        text, scale = text[:-1].strip(), -2
    ten = _TEN.search(text)
    if ten:
        text, scale = text[: ten.start()].strip(), scale + int(ten[1])
    return text, scale


def _plain_number(text: str, scale: int) -> Written | None:
    """Digits with a point and an exponent, times ten to the power of ``scale``; None for others."""
    if not _NUMBER.fullmatch(text):
        return None
    mantissa, _, exponent = text.lower().partition("e")
    scale += int(exponent or 0)
    digits = mantissa.lstrip("+-")
    behind = len(digits.partition(".")[2])
    value = float(f"{mantissa}e{scale}")
    if not math.isfinite(value):
        return None
    figures = len(digits.replace(".", "").lstrip("0"))
    whole = "." not in digits and not scale and figures < FEWEST
    return Written(text, value, 10.0 ** max(scale - behind, -320), figures, behind - scale, whole)


def _rows(text: str) -> WrittenValue:
    """``[1, 2]``, ``[[1, 2], [3, 4]]`` or ``[1 2; 3 4]`` as rows; UNREAD where it is none of these."""
    inner = text[1:-1].strip()
    nested = inner[:1] in ("[", "(")
    rows = Rows()
    count = 0
    for part in _ROW.findall(inner) if nested else inner.split(";"):
        row = _row(part)
        if not row or count > MOST_ENTRIES:
            return UNREAD
        count += len(row)
        rows.append(row)
    same_length = len(set(map(len, rows))) == 1
    return rows if same_length else UNREAD


def _row(text: str) -> list[Written]:
    """Numbers beside each other; none where one of them cannot be read."""
    row = []
    for cell in filter(None, _CELLS.split(text.strip())):
        number = read_number(cell)
        if number is None:
            return []
        row.append(number)
    return row
