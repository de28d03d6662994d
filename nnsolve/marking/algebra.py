"""Answers in symbols: whether a student's formula equals the right one.

Values at random points decide: in doubles, where most wrong formulas show, then to sixty digits. Two different formulas
do not meet at so many points in so many digits by chance, and the work is the same on every machine.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..called import called_in_formulas
from ..formula.expr import Expr, Symbol, replaced, symbols
from ..formula.marks import written
from ..formula.numbers import DOUBLES, exactly, finite, quietly
from ..formula.parse import ParseError, parse
from ..names import Name
from ..solution import Step
from .arithmetic import Computed, computed
from .key import Key, Spelt
from .written import LONGEST, plain

if TYPE_CHECKING:
    from ..formula.numbers import Decimals, Numeric, Value

# What computing a formula may raise where it has no value.
_NO_VALUE = (ArithmeticError, ValueError, TypeError, KeyError)
# Points at which both must agree in doubles, give or take their noise, and then to thirty of sixty digits.
POINTS, REFUTES, NOISE = 12, 1e-7, 1e-9
DRAWN = 10  # so many points are drawn for each that is wanted
PRECISE_POINTS = 3
PRECISE_DIGITS: Numeric = Decimal("1e-30")
_OPERATORS = str.maketrans({"*": "×", "·": "×", "[": "(", "]": ")"})  # the sign × is no part of a name
_NOTHING = re.compile(r"[\s_{}$\\*]")
_LAYER = re.compile(r"\^?\((\d+)\)")
_TIMES = re.compile(r"(?<=[\d)])(?=[(v])|(?<=\))(?=[\dv])")


def read_formula(key: Key, text: str, answers: Name | None = None) -> Expr | None:
    """A formula over the names of a problem as a student writes it; None where it cannot be read.

    Where a page prints several names alike (ẋ₁ of every sweep), the one is meant that the step ``answers`` uses.
    """
    names, pattern = _spelt(key)
    if answers:
        names = names | _spellings(key, key.used(key.steps[answers]))
    number: dict[Name, int] = {}

    def token(match: re.Match[str]) -> str:
        name = names[match[0]]
        return f"v{number.setdefault(name, len(number))}"

    flat = _flat(text.replace("**", "^").translate(_OPERATORS)).replace("×", "*")
    flat = pattern.sub(token, flat)
    tokens = {f"v{k}": Symbol(name) for k, name in enumerate(number)}
    try:
        formula = parse(_TIMES.sub("*", flat), tuple(tokens))
    except ParseError:
        return None
    return replaced(formula, tokens)


def _spelt(key: Key) -> Spelt:
    """Every spelling of the names of a problem, and what finds them in a formula; made once for many students."""
    if key.spelt is None:
        # Of names that are spelt alike the first counts.
        names = _spellings(key, reversed((*key.free, *key.numbers, *key.steps)))
        wanted = sorted(map(re.escape, names), key=len, reverse=True)
        key.spelt = names, re.compile(rf"(?<![^\W_])(?:{'|'.join(wanted)})(?![^\W_])")
    return key.spelt


def _spellings(key: Key, names: Iterable[Name]) -> dict[str, Name]:
    """Names by every spelling of them."""
    found: dict[str, Name] = {}
    for name in names:
        found |= dict.fromkeys(_plain_spellings(key, name), name)
    return found


def _plain_spellings(key: Key, name: Name) -> list[str]:
    """How a name may be written in a formula, without signs that make no difference; 3 is a number there, no unit."""
    spellings = [name, written(key.solution.names.mark(name)), *called_in_formulas(name)]
    return [spelt for spelt in map(_flat, spellings) if _has_letters(spelt)]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _flat(text: str) -> str:
    """A formula without what makes no difference in names: blanks, underscores, signs for derivative and prime."""
    text = plain(text).strip()
    text = text.replace("∂", "d").replace("δ", "delta").replace("Δ", "change").replace("’", "'").replace("′", "'")
    text = _NOTHING.sub("", text).replace("^new", "'").replace("(new)", "'")
    return _LAYER.sub(r"^\1", text)


def worked_out(key: Key, text: str, values: Mapping[Name, Value]) -> Computed | None:
    """What a formula of numbers, or of names with a student's own numbers put in, gives; None where it gives none."""
    result = computed(text, key.literals)
    if result is not None or len(text) > LONGEST or not _has_letters(text):
        return result
    formula = read_formula(key, text)
    if formula is None:
        return None
    try:
        with exactly():
            value = float(formula.evaluate(values, DOUBLES))
    except _NO_VALUE:
        return None
    if not finite(value):
        return None
    off = NOISE * abs(value)
    return Computed(text.strip(), value, value - off, value + off)


def is_formula_of(key: Key, text: str, name: Name) -> bool:
    """Whether a formula of names gives the matrix that a step is, as W_x + ΔW_x does."""
    import numpy

    formula = read_formula(key, text, name) if len(text) <= LONGEST else None
    if formula is None:
        return False
    try:
        with quietly():
            found = numpy.asarray(formula.evaluate(key.values | key.numbers, DOUBLES), dtype=float)
    except _NO_VALUE:
        return False
    right = numpy.asarray(key.values[name], dtype=float)
    return found.shape == right.shape and bool(numpy.allclose(found, right, rtol=NOISE, atol=NOISE))


def equal(key: Key, name: Name, formula: Expr) -> bool:
    """Whether ``formula`` equals the step ``name`` for all values of the free symbols, and the given numbers."""
    from ..formula.precise import PRECISELY

    points = _points(key, name, formula)
    if len(points) < POINTS:
        return False
    for values in points:
        theirs = formula.evaluate(values, DOUBLES)
        if not math.isclose(values[name], theirs, rel_tol=REFUTES, abs_tol=NOISE):
            return False
    return all(_same_precisely(key, name, formula, values, PRECISELY) for values in points[:PRECISE_POINTS])


def _points(key: Key, name: Name, formula: Expr) -> list[dict]:
    """Values of all names, the given and the free ones too, where both sides have a value."""
    draw = random.Random(0)  # noqa: S311
    lead = _leading_to(key, name, formula)
    found: list[dict] = []
    for _ in range(DRAWN * POINTS):
        values: dict = {}
        for free in key.free:
            values[free] = draw.uniform(0.2, 1.8) * draw.choice((1, 1, -1))
        values |= key.numbers
        try:
            with exactly():
                for step in lead:
                    values[step.name] = step.formula.evaluate(values, DOUBLES)
                theirs = formula.evaluate(values, DOUBLES)
        except (ArithmeticError, ValueError, KeyError):
            continue
        if finite(values[name]) and finite(theirs):
            found.append(values)
        if len(found) == POINTS:
            break
    return found


def _leading_to(key: Key, name: Name, formula: Expr) -> list[Step]:
    """The steps that a step and a student's formula for it need."""
    return key.leading_to(frozenset((name, *symbols(formula))))


def _same_precisely(key: Key, name: Name, formula: Expr, values: Mapping[Name, float], system: Decimals) -> bool:
    """Whether both sides agree to thirty digits at one point; what doubles alone know is left to them."""
    own = {free: system.take(values[free]) for free in key.free}
    try:
        for given, number in key.given.items():
            own[given] = number.evaluate({}, system) if isinstance(number, Expr) else system.take(number)
        for step in _leading_to(key, name, formula):
            own[step.name] = step.formula.evaluate(own, system)
        theirs = formula.evaluate(own, system)
    except _NO_VALUE:
        return True
    difference = system.take(own[name]) - theirs  # 0 where it is below what both are in doubt about
    return abs(difference) <= PRECISE_DIGITS * max(abs(own[name]), abs(theirs))
