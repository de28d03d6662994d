"""Formulas in decimals that know their doubt: what decides where a number lies within the rounding error of doubles.

Functions have 60 digits where they can be had. Imported only where a decision is that near; see
:func:`nnsolve.evaluation.evaluate`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from .deciding import Known
from .doubt import (
    CONTEXT,
    DIGITS,
    DOUBLE,
    POWER,
    ROUNDED,
    SURE,
    Precise,
    computed,
    decimal_of,
    doubt_of,
    from_surd,
    quotient,
    surd_of,
)
from .expr import TWO, Expr, Num
from .functions import FUNCTIONS
from .numbers import Decimals, NumberSystem, entrywise, in_doubles, is_array, to_decimal
from .surds import root_of

if TYPE_CHECKING:
    import numpy as np

    from .functions import Function
    from .numbers import Numeric

_GREATEST_POWER = 64


def _whole(number: Numeric) -> bool:
    return bool(number == int(number) and -_GREATEST_POWER <= number <= _GREATEST_POWER)


class _Precisely(Decimals):
    """Decimals that know their doubt; functions to 60 digits where they can be had."""

    def total(self, terms: Sequence[Numeric]) -> Numeric:
        """A sum; every number knows itself what is left of it."""
        return NumberSystem.total(self, terms)

    def minus(self, a: Numeric, b: Numeric) -> Numeric:
        """A difference, as a sum."""
        return NumberSystem.minus(self, a, b)

    def take(self, value: Numeric) -> Numeric:
        if is_array(value):
            return entrywise(self.take, [value])
        if isinstance(value, (int, list, str, Precise)):
            return value
        return value.exact if isinstance(value, Known) else Precise(to_decimal(value))

    def number(self, literal: Num) -> Numeric:
        constant = _CONSTANTS.get(literal.text)
        if constant:
            return Precise(_from_mpmath(constant), ROUNDED)
        try:
            fraction = Fraction(literal.text)
        except ValueError:  # a number that the program made
            return self.take(literal.value)
        return quotient(fraction.numerator, fraction.denominator)

    def divide(self, a: Numeric, b: Numeric) -> Numeric:
        if is_array(a) or is_array(b):
            return a / b
        return quotient(a, b)

    def power(self, a: Numeric, b: Numeric) -> Numeric:
        if is_array(a) or is_array(b):
            return entrywise(self.power, [a, b])
        if not _whole(b):
            if a < 0:
                raise ValueError("a negative number has no real power with a broken exponent")
            root = _root(a) if _whole(2 * decimal_of(b)) else None
            if root is not None:  # x^(−0.5) is as exact as 1/√x
                return self.power(root, 2 * decimal_of(b))
            return _with_doubt(lambda base: _from_mpmath("power", base, decimal_of(b)), a)
        if b < 0:
            return quotient(1, computed(POWER, a, -int(b)))
        return computed(POWER, a, int(b)) if b else 1

    def matrix_product(self, a: Numeric, b: Numeric) -> Numeric:
        """A product of matrices; of exact numbers that are not long by whole numbers, which is faster by far."""
        left, right = _as_whole(a), _as_whole(b)
        if left is not None and right is not None:
            product, places = left[0] @ right[0], left[1] + right[1]
            if all(abs(entry) < _LONG for entry in product.ravel().tolist()):
                return entrywise(lambda entry: Precise(Decimal(entry).scaleb(-places, CONTEXT)), [product])
        return super().matrix_product(a, b)

    def inexact(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        """The value of a function that has no exact one."""
        return _of_arrays(function, args) if function.whole else transcendental(function, args)


PRECISELY = _Precisely()

_LONG = 10**DIGITS


def _as_whole(array: Numeric) -> tuple[np.ndarray, int] | None:
    """An array in whole numbers, and by how many places the point was moved for that.

    None where one of its numbers is not exact or too long.
    """
    if not is_array(array):
        return None
    entries = [decimal_of(entry) for entry in array.ravel().tolist()]
    places = max(0, *(-int(entry.as_tuple().exponent) for entry in entries))
    if places > DIGITS or any(doubt_of(entry) or entry.adjusted() > DIGITS for entry in entries):
        return None
    return entrywise(lambda entry: int(decimal_of(entry).scaleb(places, CONTEXT)), [array]), places


_CONSTANTS = {"π": "pi", "e": "e"}
# Where a function has a plain value, and which.
_KNOWN = dict.fromkeys(("sin", "tan", "asin", "atan", "sinh", "tanh", "erf"), (0, 0))
_KNOWN |= {"exp": (0, 1), "cos": (0, 1), "cosh": (0, 1), "ln": (1, 0), "log10": (1, 0), "log2": (1, 0)}
# Functions that the decimal module has itself, by its names.
_IN_DECIMALS = ("ln", "exp", "sqrt", "log10")
_exp = FUNCTIONS["exp"]
# Functions by their names in our table, and in mpmath; those made of exponentials are written so.
_FUNCTIONS = {name: name for name in ("erf", "sin", "cos", "tan", "asin", "acos", "atan")}
_WRITTEN: dict[str, Callable[[Expr], Expr]] = {
    "sinh": lambda x: (_exp(x) - _exp(-x)) / TWO,
    "cosh": lambda x: (_exp(x) + _exp(-x)) / TWO,
    "tanh": lambda x: (_exp(x) - _exp(-x)) / (_exp(x) + _exp(-x)),
    "log2": lambda x: FUNCTIONS["ln"](x) / FUNCTIONS["ln"](TWO),
}


def _of_arrays(function: Function, args: Sequence[Numeric]) -> np.ndarray:
    """A function of whole arrays that has no exact value: to 60 digits where it takes numbers of any kind."""
    try:
        found = function.value(*[entrywise(_number, [arg]) for arg in args])
    except (TypeError, AttributeError):  # NumPy has it for doubles only
        found = function.value(*map(in_doubles, args))
    return entrywise(_number, [found])


def _number(entry: Numeric) -> Precise:
    """An entry of an array with what is known of it; of a double no more than its digits."""
    if isinstance(entry, Precise):
        return entry
    return Precise(decimal_of(entry), DOUBLE if isinstance(entry, float) else SURE)


def transcendental(function: Function, args: Sequence[Numeric]) -> Numeric:
    """A function that has no exact value: to 60 digits, or as a double where nothing better is known."""
    function = function.entry or function
    exact = _exactly(function, args)
    if exact is not None:
        return exact
    if function.name in _IN_DECIMALS:
        function.value(_nearby(args[0]))  # outside its domain it raises ValueError
        return _with_doubt(getattr(CONTEXT, function.name), args[0])
    if function.name in _FUNCTIONS:
        if function.value(float(args[0])) == 0:  # as sin π is, of which sixty digits are not the whole
            return Precise(0, ROUNDED)
        return _with_doubt(lambda x: _from_mpmath(_FUNCTIONS[function.name], x), args[0])
    written = _written(function, args)
    if written is not None:
        # A logarithm of 0 with weight 0 has no value; the function itself leaves it out.
        with suppress(ValueError, ArithmeticError):
            return written.evaluate({}, _Arguments())
    return Precise(to_decimal(function.value(*map(float, args))), DOUBLE)


def _written(function: Function, args: Sequence[Numeric]) -> Expr | None:
    """A function of these numbers by simpler ones; None where it is not written so."""
    write = _WRITTEN.get(function.name) or function.definition
    if write is None and function.branch is not None:
        write = function.branch(*args)
    if write is None:
        return None
    numbers = args
    if function.name == "softmax":  # equal net inputs have equal parts of 1, whatever their exponential is
        top = max(args)
        numbers = [arg - top for arg in args]
    return write(*map(_argument, numbers))


def _argument(number: Numeric) -> Num:
    """A literal that holds a number itself; of a double the digits are enough."""
    return Num(str(number), number if isinstance(number, (Decimal, Fraction)) else None)


def _with_doubt(compute: Callable[[Decimal], Decimal], number: Numeric) -> Precise:
    """A value of a function, as much in doubt as it changes within the doubt of its argument."""
    at = decimal_of(number)
    doubt, value = doubt_of(at), compute(at)
    if doubt and value:
        with suppress(ValueError, ArithmeticError):  # at the end of its domain
            beside = compute(CONTEXT.multiply(at, 1 + doubt))
            doubt = CONTEXT.divide(abs(CONTEXT.subtract(beside, value)), value.copy_abs())
    return Precise(value, max(ROUNDED, doubt))


def _nearby(number: Numeric) -> float:
    """A double that lies where a number does: on the same side of 0, and no further than an exponential reaches."""
    near = max(-700.0, min(700.0, float(number)))
    return near or (0.0 if not number else math.copysign(1e-300, number))


def _root(number: Numeric) -> Precise | None:
    """The square root of a number, where it is known exactly."""
    root = root_of(surd_of(decimal_of(number)))
    return None if root is None else from_surd(root)


def _exactly(function: Function, args: Sequence[Numeric]) -> Precise | None:
    """The value of a function where it is known exactly: e⁰, ln 1, a square root."""
    if function.name == "sqrt":
        return _root(args[0])
    if function.name not in _KNOWN:
        return None
    at, value = _KNOWN[function.name]
    return Precise(value) if args[0] == at and not doubt_of(args[0]) else None


class _Arguments(_Precisely):
    """The same system; literals that stand for arguments hold their number themselves."""

    def number(self, literal: Num) -> Numeric:
        return literal.value if isinstance(literal.value, Decimal) else super().number(literal)


def _from_mpmath(name: str, *args: Decimal) -> Decimal:
    """A function or constant of mpmath to 60 digits."""
    import mpmath

    with mpmath.workdps(DIGITS):
        found = getattr(mpmath, name)
        value = found(*[mpmath.mpf(str(Decimal(arg))) for arg in args]) if args else found
        return Decimal(mpmath.nstr(mpmath.mpf(value), DIGITS))
