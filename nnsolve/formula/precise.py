"""Sixty digits instead of sixteen: what decides where a number lies within the rounding error of doubles.

Imported only where a decision is that near; see :func:`nnsolve.solution.evaluate`. Decimals of a problem are exact
here, and so are their sums, products, quotients and square roots: what has no end as a decimal is kept as a fraction or
a multiple of a root beside its sixty digits, as long as that is not too long. What is not exact (an exponential) has a
``doubt``: the relative size below which a difference of such numbers is taken for none.
"""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..names import Name
from .expr import TWO, Expr, Num, symbols
from .functions import FUNCTIONS
from .numbers import Decimals, Known, Sums, Undecided, entrywise, in_doubles, is_array, to_decimal
from .surds import Surd, root_of

if TYPE_CHECKING:
    import numpy as np

    from .functions import Function
    from .numbers import Value

    # A number of any kind, or an array of them.
    Entry: TypeAlias = float | Decimal | Fraction | np.ndarray

DIGITS = 60
_ROUNDED = Decimal("1e-45")  # the doubt of what was rounded to 60 digits, with room for long sums
_DOUBLE = Decimal("1e-13")  # that of what is known as a double only
_SURE = Decimal(0)
_LEAST = Decimal("1e-20")  # numbers that are known worse than so are no better than doubles
# What differs by less than this is the same number in doubles, rounded otherwise.
_SAME = 1e-12
_GREATEST_POWER = 64
_MOST_BITS = 4000  # of a fraction; of one that is longer only the digits are kept

_CONTEXT = decimal.Context(
    prec=DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=decimal.ROUND_HALF_EVEN, traps=[]
)


class Precise(Decimal):
    """A decimal of 60 digits that knows whether it is exact.

    ``doubt`` is 0 where the digits are the number itself. ``surd`` is the number that they stand for, where it is known
    and the digits have no end. ``unsure`` counts, for all numbers, the differences that were taken for 0 since they are
    below the doubt.
    """

    __slots__ = ("doubt", "surd")

    doubt: Decimal
    surd: Surd | None
    unsure = 0

    def __new__(cls, value: Decimal | int | str, doubt: Decimal = _SURE, surd: Surd | None = None):
        number = super().__new__(cls, value)
        number.doubt, number.surd = doubt, surd
        return number

    def __add__(self, other: Decimal | int):
        return _sum(_ADD, self, other)

    def __radd__(self, other: Decimal | int):
        return _sum(_ADD, other, self)

    def __sub__(self, other: Decimal | int):
        return _sum(_SUBTRACT, self, other)

    def __rsub__(self, other: Decimal | int):
        return _sum(_SUBTRACT, other, self)

    def __mul__(self, other: Decimal | int):
        return _computed(_MULTIPLY, self, other)

    def __rmul__(self, other: Decimal | int):
        return _computed(_MULTIPLY, other, self)

    def __truediv__(self, other: Decimal | int):
        return _quotient(self, other)

    def __rtruediv__(self, other: Decimal | int):
        return _quotient(other, self)

    def __pow__(self, exponent: Decimal | int):
        return _computed(_POWER, self, exponent)

    def __neg__(self):
        return Precise(self.copy_negate() if self else self, self.doubt, None if self.surd is None else -self.surd)

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self.is_signed() else self

    def __eq__(self, other: object):
        return _compared(operator.eq, self, other)

    def __ne__(self, other: object):
        return _compared(operator.ne, self, other)

    def __lt__(self, other: object):
        return _compared(operator.lt, self, other)

    def __le__(self, other: object):
        return _compared(operator.le, self, other)

    def __gt__(self, other: object):
        return _compared(operator.gt, self, other)

    def __ge__(self, other: object):
        return _compared(operator.ge, self, other)

    __hash__ = Decimal.__hash__

    def __floor__(self):
        near = round(Decimal(self))
        return near if self == near else math.floor(Decimal(self))

    def __ceil__(self):
        near = round(Decimal(self))
        return near if self == near else math.ceil(Decimal(self))

    def exp(self, context: decimal.Context | None = None):
        """e to this power; NumPy calls it for every entry of an array."""
        return _transcendental(FUNCTIONS["exp"], [self])


Operation = tuple[Callable[[Decimal, Decimal], Decimal], Callable[[Surd, Surd], "Surd | None"]]

# Every operation on digits, and on what they stand for.
_ADD: Operation = (_CONTEXT.add, operator.add)
_SUBTRACT: Operation = (_CONTEXT.subtract, operator.sub)
_MULTIPLY: Operation = (_CONTEXT.multiply, operator.mul)
_DIVIDE: Operation = (_CONTEXT.divide, operator.truediv)
_POWER: Operation = (_CONTEXT.power, lambda base, exponent: base.power(int(exponent.plain)))


def _doubt(a: object, b: object = _SURE) -> Decimal:
    """The doubt of a number, or of the more doubtful of two."""
    first, second = getattr(a, "doubt", _SURE), getattr(b, "doubt", _SURE)
    return first if first > second else second


def _computed(operation: Operation, a: Entry, b: Entry) -> Precise:
    """The result of an operation; in doubt where an operand is, or where it had to be rounded."""
    if is_array(a) or is_array(b):
        return NotImplemented  # NumPy takes the entries one by one
    a, b = _decimal(a), _decimal(b)
    _CONTEXT.clear_flags()
    value = operation[0](a, b)
    doubt, rounded = _doubt(a, b), _CONTEXT.flags[decimal.Inexact]
    if not value.is_finite():
        raise OverflowError("a number in it is too large")
    if not rounded and not doubt:
        return Precise(value)
    surd = _of_surds(operation, a, b)
    if surd is not None:
        return _from_surd(surd)
    return Precise(value, max(doubt, _ROUNDED) if rounded else doubt)


def _of_surds(operation: Operation, a: Decimal, b: Decimal) -> Surd | None:
    """The result of an operation on what digits stand for; None where that is not known, or is too long."""
    if _endlessly(a) or _endlessly(b):
        return None
    left, right = _surd(a), _surd(b)
    if left is None or right is None:
        return None
    bits = left.bits * abs(int(b)) if operation is _POWER else left.bits + right.bits
    return operation[1](left, right) if bits <= _MOST_BITS else None


def _endlessly(number: Decimal) -> bool:
    """Whether digits stand for a number that is not known exactly."""
    return isinstance(number, Precise) and bool(number.doubt) and number.surd is None


def _surd(number: Decimal) -> Surd | None:
    """What a decimal is exactly, where that is known and not too long."""
    if isinstance(number, Precise) and number.doubt:
        return number.surd
    return Surd(Fraction(number)) if abs(number.adjusted()) < _MOST_BITS // 8 else None


def _from_surd(surd: Surd) -> Precise:
    """The digits of a number, and the number itself where they have no end."""
    if not surd.factor:
        _CONTEXT.clear_flags()
        value = _of_fraction(surd.plain, _CONTEXT)
        return Precise(value, _ROUNDED, surd) if _CONTEXT.flags[decimal.Inexact] else Precise(value)
    digits = decimal.Context(prec=DIGITS + surd.bits, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    root = digits.multiply(_of_fraction(surd.factor, digits), digits.sqrt(_of_fraction(surd.radicand, digits)))
    return Precise(_CONTEXT.plus(digits.add(_of_fraction(surd.plain, digits), root)), _ROUNDED, surd)


def _of_fraction(fraction: Fraction, context: decimal.Context) -> Decimal:
    return context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def _sum(operation: Operation, a: Entry, b: Entry) -> Precise:
    """A sum or difference; what is left of numbers in doubt below their doubt is 0."""
    if is_array(a) or is_array(b):
        return NotImplemented
    a, b = _decimal(a), _decimal(b)
    result = _computed(operation, a, b)
    if not result.doubt or result.surd is not None:
        return result
    size, within = result.copy_abs(), _within(a) + _within(b)
    if within > _LEAST * max(a.copy_abs(), b.copy_abs()):
        raise Undecided
    if size > within:
        return Precise(result, max(_ROUNDED, _CONTEXT.divide(within, size)))
    if a or b:
        Precise.unsure += 1
    return Precise(0, result.doubt)


def _within(number: Decimal) -> Decimal:
    """How far a number may be from the one that is meant."""
    return _CONTEXT.multiply(max(_doubt(number), _ROUNDED), number.copy_abs())


def _compared(comparison: Callable, a: Precise, b: object):
    """A comparison in which numbers that differ by less than their doubt are equal."""
    if is_array(b) or not isinstance(b, (int, float, Decimal, Fraction)):
        return NotImplemented
    if _endless(b) or not _doubt(a, b):
        return comparison(Decimal(a), Decimal(b) if isinstance(b, Decimal) else b)
    return comparison(Decimal(_sum(_SUBTRACT, a, b)), 0)


def _endless(number: object) -> bool:
    """Whether a number is infinite or none."""
    if isinstance(number, Decimal):
        return not number.is_finite()
    return isinstance(number, float) and not math.isfinite(number)


def _quotient(a: Entry, b: Entry) -> Precise:
    if is_array(a) or is_array(b):
        return NotImplemented
    if b == 0:
        raise ZeroDivisionError("division by zero")
    return _computed(_DIVIDE, a, b)


def _decimal(number: Entry | np.generic) -> Decimal:
    if isinstance(number, Decimal):
        return number
    if isinstance(number, Fraction):
        return _from_surd(Surd(number))
    return to_decimal(number.item() if hasattr(number, "item") else number)


def _whole(number: float | Decimal) -> bool:
    return number == int(number) and -_GREATEST_POWER <= number <= _GREATEST_POWER


class _Precisely(Decimals):
    """Decimals that know their doubt; functions to 60 digits where they can be had."""

    # Every number knows itself what is left of a sum.
    total, minus = Sums.total, Sums.minus

    @staticmethod
    def take(value):
        if is_array(value):
            return entrywise(_Precisely.take, [value])
        if isinstance(value, (int, list, str, Precise)):
            return value
        return value.exact if isinstance(value, Known) else Precise(to_decimal(value))

    def number(self, literal: Num):
        constant = _CONSTANTS.get(literal.text)
        if constant:
            return Precise(_from_mpmath(constant), _ROUNDED)
        try:
            fraction = Fraction(literal.text)
        except ValueError:  # a number that the program made
            return self.take(literal.value)
        return _quotient(fraction.numerator, fraction.denominator)

    def divide(self, a, b):
        if is_array(a) or is_array(b):
            return a / b
        return _quotient(a, b)

    def power(self, a: float | Decimal | np.ndarray, b: float | Decimal | np.ndarray):
        if is_array(a) or is_array(b):
            return entrywise(self.power, [a, b])
        if not _whole(b):
            if a < 0:
                raise ValueError("a negative number has no real power with a broken exponent")
            return _with_doubt(lambda base: _from_mpmath("power", base, _decimal(b)), a)
        if b < 0:
            return _quotient(1, _computed(_POWER, a, -int(b)))
        return _computed(_POWER, a, int(b)) if b else 1

    def call(self, function: Function, args: Sequence):
        if function.whole and function.exact:
            return function.value(*args)
        if function.whole:
            return _of_arrays(function, args)
        if any(is_array(arg) for arg in args):
            return entrywise(lambda *xs: self.call(function, xs), args)
        if function.exact:
            return function.value(*args)
        return _transcendental(function, args)


PRECISELY = _Precisely()

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


def _of_arrays(function: Function, args: Sequence[np.ndarray]):
    """A function of whole arrays that has no exact value: to 60 digits where it takes numbers of any kind."""
    try:
        found = function.value(*[entrywise(_number, [arg]) for arg in args])
    except (TypeError, AttributeError):  # NumPy has it for doubles only
        found = function.value(*map(in_doubles, args))
    return entrywise(_number, [found])


def _number(entry: float | Decimal | Fraction) -> Precise:
    """An entry of an array with what is known of it; of a double no more than its digits."""
    if isinstance(entry, Precise):
        return entry
    return Precise(_decimal(entry), _DOUBLE if isinstance(entry, float) else _SURE)


def _transcendental(function: Function, args: Sequence):
    """A function that has no exact value: to 60 digits, or as a double where nothing better is known."""
    function = function.entry or function
    exact = _exactly(function, args)
    if exact is not None:
        return exact
    if function.name in _IN_DECIMALS:
        function.value(_nearby(args[0]))  # outside its domain it raises ValueError
        return _with_doubt(getattr(_CONTEXT, function.name), args[0])
    if function.name in _FUNCTIONS:
        if function.value(float(args[0])) == 0:  # as sin π is, of which sixty digits are not the whole
            return Precise(0, _ROUNDED)
        return _with_doubt(lambda x: _from_mpmath(_FUNCTIONS[function.name], x), args[0])
    written = _WRITTEN.get(function.name) or function.definition or (function.branch and function.branch(*args))
    if written:
        if function.name == "softmax":  # equal net inputs have equal parts of 1, whatever their exponential is
            top = max(args)
            args = [arg - top for arg in args]
        names = [Num(str(arg), arg) for arg in args]
        # A logarithm of 0 with weight 0 has no value; the function itself leaves it out.
        with suppress(ValueError, ArithmeticError):
            return written(*names).evaluate({}, _Arguments())
    return Precise(to_decimal(function.value(*map(float, args))), _DOUBLE)


def _with_doubt(compute: Callable[[Decimal], Decimal], number: float | Decimal) -> Precise:
    """A value of a function, as much in doubt as it changes within the doubt of its argument."""
    at = _decimal(number)
    doubt, value = _doubt(at), compute(at)
    if doubt and value:
        with suppress(ValueError, ArithmeticError):  # at the end of its domain
            beside = compute(_CONTEXT.multiply(at, 1 + doubt))
            doubt = _CONTEXT.divide(abs(_CONTEXT.subtract(beside, value)), value.copy_abs())
    return Precise(value, max(_ROUNDED, doubt))


def _nearby(number: float | Decimal) -> float:
    """A double that lies where a number does: on the same side of 0, and no further than an exponential reaches."""
    near = max(-700.0, min(700.0, float(number)))
    return near or (0.0 if not number else math.copysign(1e-300, number))


def _exactly(function: Function, args: Sequence) -> Precise | None:
    """The value of a function where it is known exactly: e⁰, ln 1, a square root."""
    if function.name == "sqrt":
        root = root_of(_surd(_decimal(args[0])))
        return None if root is None else _from_surd(root)
    if function.name not in _KNOWN:
        return None
    at, value = _KNOWN[function.name]
    return Precise(value) if args[0] == at and not _doubt(args[0]) else None


class _Arguments(_Precisely):
    """The same system; literals that stand for arguments hold their number themselves."""

    def number(self, literal: Num):
        return literal.value if isinstance(literal.value, Decimal) else super().number(literal)


def _from_mpmath(name: str, *args: Decimal) -> Decimal:
    """A function or constant of mpmath to 60 digits."""
    import mpmath

    with mpmath.workdps(DIGITS):
        found = getattr(mpmath, name)
        value = found(*[mpmath.mpf(str(Decimal(arg))) for arg in args]) if args else found
        return Decimal(mpmath.nstr(mpmath.mpf(value), DIGITS))


class Settled:
    """The steps of a solution computed to 60 digits, each when it is first wanted.

    ``formulas`` by name, in which ``given`` numbers or formulas take the place of steps of the same name. ``unsure``
    are the steps in which a difference is so small that not even these digits tell it from 0.
    """

    def __init__(self, formulas: Mapping[Name, Expr], given: Mapping[Name, Expr | Value]):
        self.formulas = formulas
        self.found: dict[Name, Value] = {}
        self.unsure: list[Name] = []
        for name, value in given.items():
            self.found[name] = exact_value(value)

    def settle(self, name: Name, values: Mapping[Name, Value]) -> dict[Name, Value]:
        """The doubles of a step and of what leads to it, where those of ``values`` differ by more than rounding.

        Where ``values`` have none for the step itself, it is found.
        """
        changed = {}
        try:
            needed = dict.fromkeys([*self._make(name), name])
        except Undecided:
            self.unsure.append(name)
            return {}
        for made in needed:
            exact = self.found[made]
            if made not in values or not close(values[made], exact):
                changed[made] = as_double(exact)
        return changed

    def _make(self, name: Name) -> list[Name]:
        """Computes a step and those that it needs; returns their names."""
        made: list[Name] = []
        stack = [name]
        while stack:
            top = stack[-1]
            used = [] if top in self.found else symbols(self.formulas[top])
            missing = [name for name in dict.fromkeys(used) if name not in self.found]
            stack.extend(missing)
            if not missing:
                made += self._compute(stack.pop())
        return made

    def _compute(self, name: Name) -> list[Name]:
        """Computes a step whose names are known; returns its name, nothing where it was known."""
        if name in self.found:
            return []
        before = Precise.unsure
        self.found[name] = self.formulas[name].evaluate(self.found, PRECISELY)
        self.unsure += [name] * (Precise.unsure > before)
        return [name]


def exact_value(value: Expr | Value):
    """The number of a formula without names, or a number by its digits."""
    return value.evaluate({}, PRECISELY) if isinstance(value, Expr) else PRECISELY.take(value)


def as_double(value: Value):
    """A number or array of 60 digits in doubles; whole numbers and lists of sizes as they are."""
    if is_array(value):
        return value.astype(float) + 0.0  # not −0.0
    return float(value) + 0.0 if isinstance(value, Decimal) else value


def close(double: Value, exact: Value) -> bool:
    """Whether a double, or all of an array, is what is known exactly but for its last digits."""
    if isinstance(double, (list, str)) or isinstance(exact, (list, str)):
        return True
    if is_array(double) and is_array(exact):
        return all(map(close, double.ravel().tolist(), exact.ravel().tolist()))
    number = _decimal(exact)
    return abs(float(double) - float(number)) <= max(_SAME, float(_doubt(number))) * abs(float(number))
