"""Printed formulas back to trees: numbers, powers, brackets and functions in one row. Knows nothing of the program."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache


class Objection(AssertionError):
    """A line of the page that is not true, or cannot be read."""


# ---- rounding ----


class Digits:
    """What the problem declares: ``decimals`` or significant ``figures``, cut or rounded half up, carried or not."""

    def __init__(self, decimals=None, figures=None, truncate=False, carry=False):
        self.decimals, self.figures, self.truncate, self.carry = decimals, figures, truncate, carry

    def places(self, number: Fraction) -> int:
        """Digits after the point that are kept of ``number``; negative for tens and hundreds."""
        if self.decimals is None:
            return self.figures - 1 - magnitude(number)
        unit = Fraction(10) ** -self.decimals
        lost = abs(number) < (unit if self.truncate else unit / 2)
        if lost and not self.carry:  # it would print as 0, and keeps as many figures
            return max(1, self.decimals) - 1 - magnitude(number)
        return self.decimals

    def round(self, number: Fraction) -> Fraction:
        """``number`` with the digits declared."""
        if not number:
            return number
        unit = Fraction(10) ** -self.places(number)
        whole = abs(number) / unit + (0 if self.truncate else Fraction(1, 2))
        return (1 if number > 0 else -1) * int(whole) * unit


def magnitude(number: Fraction) -> int:
    """The power of ten of the first digit."""
    size = abs(number)
    guess = len(str(size.numerator)) - len(str(size.denominator))
    while Fraction(10) ** guess > size:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


# ---- one dimension: from text to a tree ----

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LETTER = "A-Za-zα-ωΑ-Ωŷ"
NAME = f"Δ?(?:σ²(?=_)|[{LETTER}Ē][\u0302\u0304]?)[{LETTER}0-9_₀-₉]*(?:⁽[⁰¹²³⁴-⁹]+⁾)?′?"
CALLS = "(?:leaky |P|)ReLU′?|hard σ′|S?ELU′?|Huber|hinge′|I"
TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:×10[⁻⁰¹²³⁴-⁹]+)?|½)"
    rf"|(?P<call>(?:{CALLS}|[a-z]+[0-9]*)(?=\())|(?P<partial>∂{NAME}/∂{NAME})"
    rf"|(?P<power>[⁻⁰¹²³⁴-⁹]+)|(?P<name>{NAME}|[①-⑳]|π)|(?P<sign>[-+−×·/^(),|√<>≤≥])"
)


@cache
def tokens(text: str) -> list[tuple[str, str]]:
    """The tokens of a formula as (kind, text)."""
    found, at = [], 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = TOKEN.match(text, at)
        if not match:
            raise Objection(f"cannot read {text[at:]!r} in {text!r}")
        found.append((match.lastgroup, match.group()))
        at = match.end()
    return found


class Parser:
    """Text to a tree of tuples: ('number', text), ('name', text), (operator, left, right), ('call', name, *args)."""

    def __init__(self, text: str):
        self.text, self.tokens, self.at = text, [*tokens(text), ("end", "")], 0

    def tree(self):
        """The whole text."""
        found = self.sum()
        if self.tokens[self.at][0] != "end":
            raise Objection(f"{self.tokens[self.at][1]!r} is left over in {self.text!r}")
        return found

    def take(self, *signs: str) -> str:
        text = self.tokens[self.at][1]
        if self.tokens[self.at][0] != "sign" or text not in signs:
            return ""
        self.at += 1
        return text

    def sum(self):
        found = self.product()
        while sign := self.take("+", "−"):
            found = (sign, found, self.product())
        return found

    def product(self):
        found = self.signed()
        while True:
            if sign := self.take("×", "·", "/"):
                found = ("/" if sign == "/" else "×", found, self.signed())
            elif self.tokens[self.at] == ("sign", "(") and self.tokens[self.at - 1][0] == "number":
                found = ("×", found, self.signed())  # ½(t − o)²
            else:
                return found

    def signed(self):
        return ("neg", self.signed()) if self.take("−") else self.power()

    def power(self):
        found = self.atom()
        while True:
            if self.tokens[self.at][0] == "power":
                self.at += 1
                digits = self.tokens[self.at - 1][1].translate(SUPERSCRIPTS)
                found = ("^", found, ("number", digits))
            elif self.take("^"):
                found = ("^", found, ("neg", self.atom()) if self.take("−") else self.atom())
            else:
                return found

    def atom(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind in ("number", "name", "partial"):
            return ("name" if kind == "partial" else kind, text)
        if kind == "call":
            self.expect("(")
            args = [self.argument()]
            while self.take(","):
                args.append(self.argument())
            self.expect(")")
            return ("call", text, *args)
        if text == "√":
            return ("call", "√", self.atom())
        if text in ("(", "|"):
            inner = self.sum()
            self.expect(")" if text == "(" else "|")
            return inner if text == "(" else ("call", "|", inner)
        raise Objection(f"{text!r} stands where a number was expected in {self.text!r}")

    def argument(self):
        left = self.sum()
        sign = self.take("<", ">", "≤", "≥")
        return ("call", sign, left, self.sum()) if sign else left

    def expect(self, sign: str):
        if not self.take(sign):
            raise Objection(f"{sign!r} is missing in {self.text!r}")


def parse(text: str):
    """The tree of a formula in one row."""
    return Parser(text).tree()


@cache
def number(text: str) -> Fraction:
    """A printed number: 0.20, 1.5×10⁻⁹, ½."""
    if text == "½":
        return Fraction(1, 2)
    mantissa, _, power = text.partition("×10")
    return Fraction(mantissa) * Fraction(10) ** int(power.translate(SUPERSCRIPTS) or "0")
