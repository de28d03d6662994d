"""Answers in symbols: whether a student's formula equals the right one.

Values at random points refute, SymPy proves. A formula that agrees at every point and that SymPy does not settle in
time counts as equal: two different formulas of this size do not meet at so many points by chance.
"""

from __future__ import annotations

import math
import random
import re
import signal
import threading
from collections.abc import Mapping
from contextlib import contextmanager

from ..formula.expr import Expr, Symbol, replaced, symbols
from ..formula.numbers import DOUBLES, exactly, finite
from ..formula.parse import ParseError, parse
from .arithmetic import Computed, computed
from .key import Key
from .naming import key as plain_key
from .naming import spellings
from .written import LONGEST

POINTS = 12
SECONDS = 2.0
_OPERATORS = str.maketrans({"*": "×", "·": "×", "[": "(", "]": ")"})  # the sign × is no part of a name
_TIMES = re.compile(r"(?<=[\d)])(?=[(v])|(?<=\))(?=[\dv])")


def read_formula(key: Key, text: str) -> Expr | None:
    """A formula over the names of a problem as a student writes it; None where it cannot be read."""
    names, pattern = _spelt(key)
    number: dict[str, int] = {}

    def token(match) -> str:
        return f"v{number.setdefault(names[match[0]], len(number))}"

    flat = plain_key(text.replace("**", "^").translate(_OPERATORS)).replace("×", "*")
    flat = pattern.sub(token, flat)
    try:
        formula = parse(_TIMES.sub("*", flat), tuple(f"v{k}" for k in range(len(number))))
    except ParseError:
        return None
    return replaced(formula, {f"v{k}": Symbol(name) for k, name in enumerate(number)})


def _spelt(key: Key) -> tuple[dict[str, str], re.Pattern]:
    """Every spelling of the names of a problem, and what finds them in a formula; made once for many students."""
    if key.spelt is None:
        names: dict[str, str] = {}
        for name in (*key.free, *key.numbers, *key.steps):
            for spelling in spellings(name, key.solution.names):
                names.setdefault(plain_key(spelling), name)
        wanted = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
        key.spelt = names, re.compile(rf"(?<![^\W_])(?:{'|'.join(wanted)})(?![^\W_])")
    return key.spelt


def worked_out(key: Key, text: str, values: Mapping[str, object]) -> Computed | None:
    """What a formula of numbers, or of names with a student's own numbers put in, gives; None where it gives none."""
    result = computed(text)
    if result is not None or len(text) > LONGEST or not any(c.isalpha() for c in text):
        return result
    formula = read_formula(key, text)
    if formula is None or not symbols(formula):
        return None
    try:
        with exactly():
            value = float(formula.evaluate(values, DOUBLES))
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return None
    return Computed(text.strip(), value, 1e-9 * abs(value)) if finite(value) else None


def equal(key: Key, name: str, formula: Expr) -> bool:
    """Whether ``formula`` equals the step ``name`` for all values of the free symbols."""
    draw = random.Random(0)  # noqa: S311
    met = 0
    for _ in range(10 * POINTS):
        values = {free: draw.uniform(0.2, 1.8) * draw.choice((1, 1, -1)) for free in key.free}
        try:
            with exactly():
                for step in key.leading_to(frozenset((name, *symbols(formula)))):
                    values[step.name] = step.formula.evaluate(values, DOUBLES)
                theirs = formula.evaluate(values, DOUBLES)
        except (ArithmeticError, ValueError, KeyError):
            continue
        if not (finite(values[name]) and finite(theirs)):
            continue
        if not math.isclose(values[name], theirs, rel_tol=1e-7, abs_tol=1e-9):
            return False
        met += 1
        if met == POINTS:
            return _not_refuted(key, name, formula)
    return False


def _not_refuted(key: Key, name: str, formula: Expr) -> bool:
    """What SymPy says of the difference, where it says something in time; True where it does not."""
    from ..formula.symbolic import to_sympy

    try:
        with _limited(SECONDS):
            import sympy

            difference = sympy.simplify(to_sympy(_expanded(key, formula)) - to_sympy(_expanded(key, Symbol(name))))
            return difference.equals(0) is not False
    except (TimeoutError, ArithmeticError, ValueError, TypeError, KeyError, RecursionError):
        return True


def _expanded(key: Key, formula: Expr) -> Expr:
    """A formula over the free symbols alone."""
    while inner := [name for name in dict.fromkeys(symbols(formula)) if name in key.steps]:
        formula = replaced(formula, {name: key.steps[name].formula for name in inner})
    return formula


@contextmanager
def _limited(seconds: float):
    """Raises TimeoutError in the main thread when time is up; elsewhere nothing can be stopped and nothing is begun."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        raise TimeoutError
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(*_):
    raise TimeoutError
