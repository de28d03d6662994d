"""Number systems: doubles and decimals compute the same formula, and what is too large for a double is not finite."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nnsolve.formula.expr import Num
from nnsolve.formula.numbers import DECIMALS, DOUBLES, exactly, finite, to_decimal
from nnsolve.formula.parse import parse


@pytest.mark.parametrize(
    "text", ["1/3", "sqrt(2)*pi", "2^10", "2^-3", "2^0.5", "-7/2", "1e-3 + 0.1", "sign(3)/sign(-2)", "floor(2.5)^-2"]
)
def test_both_systems_agree(text):
    """A formula has the same value in doubles and in decimals."""
    with exactly():
        exact = parse(text).evaluate({}, DECIMALS)
    assert float(exact) == pytest.approx(parse(text).evaluate({}, DOUBLES), rel=1e-15)


def test_decimals_are_exact():
    """Sums and products of decimals are those of the digits: 0.1 + 0.2 is 0.3."""
    with exactly():
        assert parse("0.1 + 0.2").evaluate({}, DECIMALS) == Decimal("0.3")
        assert parse("0.1 * 0.1 * 0.1").evaluate({}, DECIMALS) == Decimal("0.001")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Num("0.20"), "0.20"), (Num("½", 0.5), "0.5"), (3, "3"), (0.1, "0.1"), (1e-9, "1E-9"), (Decimal("2.50"), "2.50")],
)
def test_to_decimal(value, expected):
    """A literal keeps its digits; a double becomes its shortest digits."""
    assert str(to_decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, True),
        (float("inf"), False),
        (float("nan"), False),
        (10**308, True),
        (10**309, False),
        pytest.param(-(10**5000), False, id="a whole number of 5001 digits"),
        (Decimal("1e308"), True),
        (Decimal("1e400"), False),
        (Decimal("NaN"), False),
        (Decimal("-Infinity"), False),
        (Decimal(0), True),
        ([28, [1.0, 2.0]], True),
        ([28, float("nan")], False),
    ],
)
def test_finite(value, expected):
    """Finite means finite and within the range of doubles, for every entry."""
    assert finite(value) is expected
