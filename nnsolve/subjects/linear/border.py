"""Formulas with numbers put in, as one writes them down: 2x₁ + 2x₂ − 2.5 = 0, w₁ + b ≥ 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from ...formula.exact import exact_value
from ...formula.expr import ZERO, Add, Expr, Mul, Neg, Num, Relation, Sub, Symbol
from ...formula.numbers import to_decimal
from ...solution import Says
from .neuron import THRESHOLD, ZERO_WEIGHT, Neuron

Number = Fraction | Decimal | float


def combination(terms: Sequence[tuple[Number, Expr | None]], text: Callable[[Number], str]) -> Expr:
    """The sum of number × symbol (or of numbers alone), without terms that are 0 and factors that are 1."""
    total: Expr | None = None
    for number, symbol in terms:
        if number != 0:
            total = _with(total, number, symbol, text)
    return ZERO if total is None else total


def _with(total: Expr | None, number: Number, symbol: Expr | None, text: Callable[[Number], str]) -> Expr:
    """A sum and one more term; without a sum the term alone."""
    if total is None:
        return _leading(number, symbol, text)
    if number < 0:
        return Sub(total, _term(-number, symbol, text))
    before = total.terms if isinstance(total, Add) else (total,)
    return Add((*before, _term(number, symbol, text)))


def _term(size: Number, symbol: Expr | None, text: Callable[[Number], str]) -> Expr:
    if symbol is None:
        return Num(text(size), size)
    return symbol if size == 1 else Mul((Num(text(size), size), symbol))


def _leading(number: Number, symbol: Expr | None, text: Callable[[Number], str]) -> Expr:
    if symbol is None or number != -1:
        return _term(number, symbol, text)
    return Neg(symbol)


def border(neuron: Neuron, values: dict, text: Callable[[Number], str], zone: Expr | None = None) -> Relation | Says:
    """The border where the weighted sum is 0 (or ±θ, the ends of a dead zone), over the inputs.

    ``values`` holds the parameters by name; where all weights are 0 there is no border.
    """
    if not any(values[name] for name in neuron.weights):
        return Says("linear_no_border")
    terms: list[tuple[Number, Expr | None]] = []
    for weight, name in zip(neuron.weights, neuron.inputs, strict=True):
        terms.append((values[weight], Symbol(name)))
    if neuron.constant:
        terms.append((values[neuron.constant] * _factor(neuron, values[neuron.constant]), None))
    return Relation(combination(terms, text), "=", _side(zone))


def _side(zone: Expr | None) -> Expr:
    """What the sum is at a border: 0, or both ends of a dead zone."""
    if zone is None:
        return ZERO
    end = zone.text if isinstance(zone, Num) else "θ"
    return Num(f"±{end}", 0)


def _factor(neuron: Neuron, like: Number):
    """What the constant term is multiplied by in the sum, in the number system of ``like``."""
    if neuron.constant != ZERO_WEIGHT:
        return -1 if neuron.constant == THRESHOLD else 1
    x0 = exact_value(neuron.x0)
    return to_decimal(x0) if isinstance(like, Decimal) else x0
