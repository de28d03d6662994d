"""Fifty digits: the number system in which two formulas are told apart that differ by less than doubles show.

Imported, like mpmath, at first use only.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import mpmath

from .expr import Num, Symbol
from .functions import EULER, PI

DIGITS = 50
# What mpmath calls otherwise.
_OTHERWISE = {"log2": lambda x: mpmath.log(x, 2)}


class Precise:
    """Real arithmetic to fifty digits; a function is mpmath's, or follows from its definition."""

    @staticmethod
    def take(value):
        """A number from outside in this system."""
        return mpmath.mpf(value)

    @staticmethod
    def number(literal: Num):
        if literal is PI or literal is EULER:
            return +mpmath.pi if literal is PI else +mpmath.e
        return mpmath.mpf(1) / 2 if literal.text == "½" else mpmath.mpf(literal.text)

    @staticmethod
    def divide(a, b):
        return mpmath.mpf(a) / b

    @staticmethod
    def power(a, b):
        result = mpmath.power(a, b)
        if isinstance(result, mpmath.mpc):
            raise ValueError("a negative number has no real power with a broken exponent")
        return result

    @staticmethod
    def call(function, args):
        """Raises ValueError for a function that has neither a name that mpmath knows nor a definition."""
        if function.exact:
            return mpmath.mpf(function.value(*args))
        known = _OTHERWISE.get(function.name) or getattr(mpmath, function.name, None)
        if known is not None and not function.definition:
            result = known(*args)
            if isinstance(result, mpmath.mpc):
                raise ValueError(f"{function.name} has no real value here")
            return result
        if not function.definition:
            raise ValueError(f"{function.name} is known in doubles alone")
        names = [f"x{k}" for k in range(len(args))]
        return function.definition(*map(Symbol, names)).evaluate(dict(zip(names, args, strict=True)), PRECISE)


PRECISE = Precise()


def precisely() -> AbstractContextManager:
    """A context in which mpmath computes with fifty digits: ``with precisely(): …``."""
    return mpmath.workdps(DIGITS)
