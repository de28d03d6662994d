"""Sixty digits instead of sixteen: what decides where a number lies within the rounding error of doubles.

Imported only where a decision is that near; see :func:`nnsolve.solution.evaluate`. Decimals of a problem are exact
here, and so are their sums and products. What is not (a quotient, an exponential) has a ``doubt``: the relative size
below which a difference of such numbers is none.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING

from ..names import Name
from .expr import Expr, Num, Values, symbols
from .numbers import Decimals, entrywise, in_doubles, is_array, to_decimal

if TYPE_CHECKING:
    import numpy as np

    from .functions import Function

DIGITS = 60
_ROUNDED = Decimal("1e-45")  # the doubt of what was rounded to 60 digits, with room for long sums
_DOUBLE = Decimal("1e-13")  # that of what is known as a double only
_SURE = Decimal(0)
# What differs by less than this is the same number in doubles, rounded otherwise.
_SAME = 1e-12
_GREATEST_POWER = 64

_CONTEXT = decimal.Context(
    prec=DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=decimal.ROUND_HALF_EVEN, traps=[]
)


class Precise(Decimal):
    """A decimal of 60 digits that knows whether it is exact."""

    __slots__ = ("doubt",)

    doubt: Decimal

    def __new__(cls, value: Decimal | int | str, doubt: Decimal = _SURE):
        number = super().__new__(cls, value)
        number.doubt = doubt
        return number

    def __add__(self, other: Decimal | int):
        return _sum(_CONTEXT.add, self, other)

    def __radd__(self, other: Decimal | int):
        return _sum(_CONTEXT.add, other, self)

    def __sub__(self, other: Decimal | int):
        return _sum(_CONTEXT.subtract, self, other)

    def __rsub__(self, other: Decimal | int):
        return _sum(_CONTEXT.subtract, other, self)

    def __mul__(self, other: Decimal | int):
        return _computed(_CONTEXT.multiply, self, other)

    def __rmul__(self, other: Decimal | int):
        return _computed(_CONTEXT.multiply, other, self)

    def __truediv__(self, other: Decimal | int):
        return _quotient(self, other)

    def __rtruediv__(self, other: Decimal | int):
        return _quotient(other, self)

    def __pow__(self, exponent: Decimal | int):
        return _computed(_CONTEXT.power, self, exponent)

    def __neg__(self):
        return Precise(self.copy_negate() if self else self, self.doubt)

    def __pos__(self):
        return self

    def __abs__(self):
        return Precise(self.copy_abs(), self.doubt)


def _doubt(*numbers: object) -> Decimal:
    return max((getattr(number, "doubt", _SURE) for number in numbers), default=_SURE)


def _computed(
    operation: Callable[[Decimal, Decimal], Decimal], a: float | Decimal | np.ndarray, b: float | Decimal | np.ndarray
) -> Precise:
    """The result of an operation; in doubt where an operand is, or where it had to be rounded."""
    if is_array(a) or is_array(b):
        return NotImplemented  # NumPy takes the entries one by one
    a, b = _decimal(a), _decimal(b)
    value = operation(a, b)
    doubt = _doubt(a, b)
    if _CONTEXT.flags[decimal.Inexact]:
        _CONTEXT.clear_flags()
        doubt = max(doubt, _ROUNDED)
    if not value.is_finite():
        raise OverflowError("a number in it is too large")
    return Precise(value, doubt)


def _sum(
    operation: Callable[[Decimal, Decimal], Decimal], a: float | Decimal | np.ndarray, b: float | Decimal | np.ndarray
) -> Precise:
    """A sum or difference; what is left of numbers in doubt below their doubt is 0."""
    if is_array(a) or is_array(b):
        return NotImplemented
    a, b = _decimal(a), _decimal(b)
    result = _computed(operation, a, b)
    if result.doubt and abs(Decimal(result)) <= result.doubt * max(a.copy_abs(), b.copy_abs()):
        return Precise(0, result.doubt)
    return result


def _quotient(a: float | Decimal | np.ndarray, b: float | Decimal | np.ndarray) -> Precise:
    if is_array(a) or is_array(b):
        return NotImplemented
    if b == 0:
        raise ZeroDivisionError("division by zero")
    return _computed(_CONTEXT.divide, a, b)


def _decimal(number: float | Decimal | Fraction | np.generic) -> Decimal:
    if isinstance(number, Decimal):
        return number
    return to_decimal(number.item() if hasattr(number, "item") else number)


def _whole(number: float | Decimal) -> bool:
    return number == int(number) and -_GREATEST_POWER <= number <= _GREATEST_POWER


class _Precisely(Decimals):
    """Decimals that know their doubt; functions to 60 digits where they can be had."""

    @staticmethod
    def take(value):
        if is_array(value):
            return entrywise(_Precisely.take, [value])
        if isinstance(value, (int, list, str, Precise)):
            return value
        return Precise(to_decimal(value))

    @staticmethod
    def number(literal: Num):
        constant = _CONSTANTS.get(literal.text)
        if constant:
            return _from_mpmath(lambda mpmath: getattr(mpmath, constant))
        try:
            fraction = Fraction(literal.text)
        except ValueError:  # a number that the program made
            return _Precisely.take(literal.value)
        return _quotient(fraction.numerator, fraction.denominator)

    @staticmethod
    def divide(a, b):
        if is_array(a) or is_array(b):
            return a / b
        return _quotient(a, b)

    @staticmethod
    def power(a: float | Decimal | np.ndarray, b: float | Decimal | np.ndarray):
        if is_array(a) or is_array(b):
            return entrywise(_Precisely.power, [a, b])
        if not _whole(b):
            if a < 0:
                raise ValueError("a negative number has no real power with a broken exponent")
            return _from_mpmath(lambda mpmath: mpmath.power(_mpf(mpmath, a), _mpf(mpmath, b)), a, b)
        if b < 0:
            return _quotient(1, _computed(_CONTEXT.power, a, -int(b)))
        return _computed(_CONTEXT.power, a, int(b)) if b else 1

    @staticmethod
    def call(function: Function, args: Sequence):
        if function.whole and function.exact:
            return function.value(*args)
        if function.whole:
            found = function.value(*map(in_doubles, args))
            return entrywise(lambda entry: Precise(to_decimal(entry), _DOUBLE), [found])
        if any(is_array(arg) for arg in args):
            return entrywise(lambda *xs: _Precisely.call(function, xs), args)
        if function.exact:
            return function.value(*args)
        return _transcendental(function, args)


PRECISELY = _Precisely()

_CONSTANTS = {"π": "pi", "e": "e"}
# Functions by their names in our table, and in mpmath.
_FUNCTIONS = {"ln": "log", "exp": "exp", "sqrt": "sqrt", "erf": "erf", "log10": "log10"}
_FUNCTIONS |= {name: name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")}


def _transcendental(function: Function, args: Sequence):
    """A function that has no exact value: to 60 digits, or as a double where nothing better is known."""
    if function.name in _FUNCTIONS and len(args) == 1:
        try:
            if function.value(float(args[0])) == 0:  # as sin π is, of which sixty digits are not the whole
                return Precise(0, _ROUNDED)
        except OverflowError:  # of doubles; outside its domain a function raises ValueError
            pass
        name = _FUNCTIONS[function.name]
        return _from_mpmath(lambda mpmath: getattr(mpmath, name)(_mpf(mpmath, args[0])), *args)
    if function.definition is not None:
        names = [Num(str(arg), arg) for arg in args]
        return function.definition(*names).evaluate({}, _Arguments())
    return Precise(to_decimal(function.value(*map(float, args))), _DOUBLE)


class _Arguments(_Precisely):
    """The same system; literals that stand for arguments hold their number themselves."""

    @staticmethod
    def number(literal: Num):
        return literal.value if isinstance(literal.value, Decimal) else _Precisely.number(literal)


def _mpf(mpmath: ModuleType, number: float | Decimal):
    return mpmath.mpf(str(Decimal(number)))


def _from_mpmath(compute: Callable[[ModuleType], object], *args: object) -> Precise:
    import mpmath

    with mpmath.workdps(DIGITS):
        text = mpmath.nstr(mpmath.mpf(compute(mpmath)), DIGITS)
    return Precise(Decimal(text), max(_ROUNDED, _doubt(*args)))


class Settled:
    """The steps of a solution computed to 60 digits, each when it is first wanted.

    ``formulas`` by name, in which ``given`` numbers or formulas take the place of steps of the same name.
    """

    def __init__(self, formulas: Mapping[Name, Expr], given: Mapping[Name, object]):
        self.formulas = formulas
        self.found: dict[Name, object] = {}
        for name, value in given.items():
            self.found[name] = value.evaluate({}, PRECISELY) if isinstance(value, Expr) else PRECISELY.take(value)

    def settle(self, name: Name, values: Values) -> dict[Name, object]:
        """The doubles of a step and of what leads to it, where those of ``values`` differ by more than rounding."""
        changed = {}
        for made in self._make(name):
            exact = _double(self.found[made])
            if not _close(values[made], exact):
                changed[made] = exact
        return changed

    def _make(self, name: Name) -> list[Name]:
        """Computes a step and those that it needs; returns their names."""
        made: list[Name] = []
        stack = [name]
        while stack:
            formula = self.formulas[stack[-1]]
            missing = [used for used in dict.fromkeys(symbols(formula)) if used not in self.found]
            if missing:
                stack.extend(missing)
                continue
            top = stack.pop()
            if top not in self.found:
                self.found[top] = formula.evaluate(self.found, PRECISELY)
                made.append(top)
        return made


def _double(value: object):
    """A number or array of 60 digits in doubles; whole numbers and lists of sizes as they are."""
    if is_array(value):
        return value.astype(float)
    return float(value) if isinstance(value, Decimal) else value


def _close(double, exact) -> bool:
    """Whether two numbers, or all entries of two arrays, are the same in doubles but for their last digits."""
    if isinstance(double, list):
        return True
    near = abs(double - exact) <= _SAME * abs(exact)
    return bool(near.all()) if is_array(near) else bool(near)
