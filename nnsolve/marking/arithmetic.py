"""The arithmetic of a line: the formula with numbers that a student wrote, computed as it stands."""

from __future__ import annotations

import re

from ..formula.expr import Expr, Num
from ..formula.numbers import DOUBLES, exactly, finite
from ..formula.parse import ParseError, parse
from .written import LONGEST, Written, plain, read_number

# A bracket behind a number or a bracket multiplies, as on paper.
_TIMES = re.compile(r"(?<=[\d)])\s*(?=\()|(?<=\))\s*(?=\d)")
ROUNDED = 3  # numbers of fewer figures are taken as they stand: 0.05 is given, 0.593 has been rounded
_SIGNS = str.maketrans({"×": "*", "·": "*", "[": "(", "]": ")", "{": "(", "}": ")", ",": " "})
_ROOT = re.compile(r"√\s*(?:\(|([0-9.]+))")


class Computed:
    """What a formula of numbers gives: ``value``, and ``slack``, how far the digits written leave it open."""

    __slots__ = ("slack", "text", "value")

    def __init__(self, text: str, value: float, slack: float):
        self.text, self.value, self.slack = text, value, slack

    @property
    def shown(self) -> str:
        """The value as it is told in a sentence."""
        return f"{self.value:.6g}".replace("-", "−")


def computed(text: str) -> Computed | None:
    """The value of a formula that holds numbers only; None where it holds names or cannot be read."""
    if not any(c.isdigit() for c in text):
        return None
    try:
        rooted = _ROOT.sub(lambda match: f"sqrt({match[1]})" if match[1] else "sqrt(", plain(text))
        formula = parse(_TIMES.sub("*", rooted.translate(_SIGNS)))
        value = _value(formula)
        literals = [node for node in _nodes(formula) if isinstance(node, Num)]
        slack = sum(_moved(formula, literal, value) for literal in literals[:60])
    except (ParseError, ArithmeticError, ValueError, TypeError):
        return None
    return Computed(text.strip(), value, slack) if finite(value) else None


def exact_number(text: str) -> Written | None:
    """A formula of numbers as the number it gives: 1/3, √2, (5·5·6 + 1)·16; None for what is no such formula."""
    if len(text) > LONGEST:
        return None
    result = computed(text.strip().rstrip(".;,"))
    return Written(text, result.value, result.slack, None, None) if result is not None else None


def _value(formula: Expr) -> float:
    with exactly():
        return float(formula.evaluate({}, DOUBLES))


def _nodes(formula: Expr):
    yield formula
    for part in formula.parts():
        yield from _nodes(part)


def _moved(formula: Expr, literal: Num, value: float) -> float:
    """How far the result moves with half a unit in the last place of one number that may have been rounded."""
    number = read_number(literal.text)
    if number is None or number.decimals <= 0 or number.figures < ROUNDED:
        return 0.0
    moved = _exchanged(formula, literal, Num(repr(number.value + number.unit / 2)))
    return abs(_value(moved) - value)


def _exchanged(formula: Expr, old: Num, new: Num) -> Expr:
    if formula is old:
        return new
    parts = formula.parts()
    return formula.rebuilt(tuple(_exchanged(part, old, new) for part in parts)) if parts else formula
