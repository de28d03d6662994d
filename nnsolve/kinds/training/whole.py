"""Counts: rounded from the decimal that a hand computes, not from a double just below it."""

from __future__ import annotations

from decimal import Decimal

from ...formula.functions import Function
from ...formula.numbers import to_decimal


def _exactly(value: float | Decimal) -> float | Decimal:
    """A double by the 15 digits it knows, so that 0.29·100 is 29; other numbers as they are."""
    return to_decimal(f"{value:.15g}") if isinstance(value, float) else value


def _floor(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_FLOOR"))


def _ceil(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_CEILING"))


def _nearest(value: float | Decimal) -> int:
    return int(Decimal(_exactly(value)).to_integral_value("ROUND_HALF_UP"))


floor = Function("floor", _floor, exact=True, code="whole_floor({0})")
ceil = Function("ceil", _ceil, exact=True, code="whole_ceil({0})")
nearest = Function("nearest", _nearest, exact=True, code="nearest({0})")
