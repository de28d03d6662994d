"""What a person does by hand: sums of products, functions in pieces, means; exponentials in 50 digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import mpmath
from mpmath import mpf

from .case import Number

mpmath.mp.dps = 50
HALF = Fraction(1, 2)
# What 50 digits leave of a number that is 0 on paper.
NOTHING = mpf(10) ** -40


def real(number: Number) -> mpf:
    """A fraction in 50 digits."""
    return mpf(number.numerator) / number.denominator if isinstance(number, Fraction) else mpf(number)


def add(*numbers: Number) -> Number:
    """A sum; of fractions alone a fraction; 0 where 50 digits leave nothing."""
    if any(isinstance(number, mpf) for number in numbers):
        total = mpmath.fsum(map(real, numbers))
        return total if abs(total) > NOTHING else Fraction(0)
    return sum(numbers, Fraction(0))


def times(*numbers: Number) -> Number:
    """A product; 0 as soon as one of the factors is 0."""
    if any(number == 0 for number in numbers):
        return Fraction(0)
    if any(isinstance(number, mpf) for number in numbers):
        return mpmath.fprod(map(real, numbers))
    product = Fraction(1)
    for number in numbers:
        product *= number
    return product


def divided(number: Number, by: Number) -> Number:
    """A quotient; of fractions a fraction."""
    if isinstance(number, mpf) or isinstance(by, mpf):
        return real(number) / real(by)
    return Fraction(number) / by


def minus(a: Number, b: Number) -> Number:
    """A difference."""
    return add(a, times(-1, b))


def dot(a: Iterable[Number], b: Iterable[Number]) -> Number:
    """The sum of the products of two rows."""
    return add(*(times(x, y) for x, y in zip(a, b, strict=True)))


def mean(numbers: Sequence[Number]) -> Number:
    """The sum by the count."""
    return divided(add(*numbers), len(numbers))


def sign(number: Number) -> int:
    """−1, 0 or 1."""
    return (number > 0) - (number < 0)


def root(number: Number) -> Number:
    """The square root: a fraction of the square of a fraction."""
    if isinstance(number, (int, Fraction)):
        number = Fraction(number)
        above, below = (mpmath.libmp.isqrt(part) for part in (number.numerator, number.denominator))
        if Fraction(above, below) ** 2 == number:
            return Fraction(int(above), int(below))
    return mpmath.sqrt(real(number))


def exp(number: Number) -> Number:
    """The exponential; exactly 1 at 0."""
    return Fraction(1) if number == 0 else mpmath.exp(real(number))


def log(number: Number) -> Number:
    """The natural logarithm; exactly 0 at 1."""
    return Fraction(0) if number == 1 else mpmath.log(real(number))


def softmax(numbers: Sequence[Number]) -> list[Number]:
    """The exponentials by their sum; equal numbers alone give fractions."""
    powers = [exp(minus(number, numbers[0])) for number in numbers]
    total = add(*powers)
    return [divided(power, total) for power in powers]
