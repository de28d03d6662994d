"""Rounding by hand: half up or cut, decimals or significant figures, and what is printed."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsolve.formula.rounding import Rounding

HALF_UP_DECIMALS = [
    (0, 0.5, "1"),
    (0, 1.5, "2"),
    (0, 2.5, "3"),
    (0, -0.5, "-1"),
    (0, -2.5, "-3"),
    (0, 0.4999999, "0.5"),
    (1, 0.05, "0.1"),
    (1, 0.25, "0.3"),
    (1, -0.25, "-0.3"),
    (2, 2.675, "2.68"),
    (2, 1.005, "1.01"),
    (2, -1.005, "-1.01"),
    (4, 0.12345, "0.1235"),
    (4, 0.3775, "0.3775"),
    (4, 0.5, "0.5"),
    (4, 0.99995, "1.0000"),
    (5, 0.999999, "1.00000"),
    (5, 0.593269992, "0.59327"),
    (4, 0.59996, "0.6000"),
    (4, 1e-9, "1e-9"),
    (4, -1.23456e-9, "-1.235e-9"),
    (4, 0.00005, "0.0001"),
    (4, 0.00004999, "0.00004999"),
    (4, 123456789.0, "123456789"),
    (2, 123456789.126, "123456789.13"),
    (3, -0.0, "0"),
    (3, 0.0, "0"),
    (0, 999.5, "1000"),
    (15, 0.1, "0.1"),
]

HALF_UP_FIGURES = [
    (1, 0.95, "1"),
    (2, 0.95, "0.95"),
    (2, 0.995, "1.0"),
    (3, 0.12345, "0.123"),
    (4, 0.12345, "0.1235"),
    (4, 0.999999, "1.000"),
    (6, 0.9999996, "1.00000"),
    (6, 0.593269992, "0.593270"),
    (6, 1e-9, "1e-9"),
    (6, 1.23456789e-9, "1.23457e-9"),
    (6, 0.000438567, "0.000438567"),
    (6, 0.00043856774, "0.000438568"),
    (3, 2.675, "2.68"),
    (3, -2.675, "-2.68"),
    (6, 123456789.0, "1.23457e8"),
    (3, 1234.0, "1.23e3"),
    (6, 1234.5, "1234.5"),
    (4, 1234.5, "1235"),
    (3, 0.0, "0"),
    (3, -0.0, "0"),
    (6, 100000.0, "100000"),
    (2, 99.5, "1.0e2"),
]

CUT = [
    ({"decimals": 0}, 0.99, "0.9"),
    ({"decimals": 3}, 0.6029, "0.602"),
    ({"decimals": 4}, 0.60228, "0.6022"),
    ({"decimals": 2}, -1.999, "-1.99"),
    ({"decimals": 2}, -0.009, "-0.009"),
    ({"decimals": 2, "carry": True}, -0.009, "0.00"),
    ({"decimals": 5}, 0.999999, "0.99999"),
    ({"decimals": 1}, 0.3, "0.3"),
    ({"decimals": 2}, 0.29, "0.29"),
    ({"figures": 3}, 0.148979, "0.148"),
    ({"figures": 4}, 2.99999, "2.999"),
    ({"figures": 2}, 0.999, "0.99"),
    ({"figures": 6}, 1e-9, "1e-9"),
]


@pytest.mark.parametrize(("decimals", "number", "printed"), HALF_UP_DECIMALS)
def test_decimals_half_up(decimals, number, printed):
    """Half up at the digit a person sees, away from zero for negatives; what would be 0 has as many figures."""
    assert Rounding(decimals=decimals).text(number) == printed


@pytest.mark.parametrize(("figures", "number", "printed"), HALF_UP_FIGURES)
def test_figures_half_up(figures, number, printed):
    """Significant figures count from the first digit that is not 0, also where rounding carries over."""
    assert Rounding(figures=figures).text(number) == printed


@pytest.mark.parametrize(("how", "number", "printed"), CUT)
def test_truncated(how, number, printed):
    """Truncation cuts digits off, towards zero."""
    assert Rounding(truncate=True, **how).text(number) == printed


@pytest.mark.parametrize("value", [0, 7, -3, 10**30, "a text"])
def test_whole_numbers_and_texts_stay(value):
    """Integers and texts are printed as they are."""
    assert Rounding(decimals=2).round(value) == value
    assert Rounding(decimals=2).text(value) == str(value)


def test_lists_and_arrays_are_rounded_entry_by_entry():
    """A list keeps its form; an array becomes an array of decimals of the same shape."""
    assert Rounding(decimals=1).round([28, [0.25, 0.04]]) == [28, [Decimal("0.3"), Decimal("0.04")]]
    numpy = pytest.importorskip("numpy")
    rounded = Rounding(decimals=1).round(numpy.array([[0.25, -0.25], [1.0, 0.0]]))
    assert rounded.tolist() == [[Decimal("0.3"), Decimal("-0.3")], [Decimal(1), Decimal(0)]]


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
WAYS = st.one_of(
    st.builds(lambda n, cut: Rounding(decimals=n, truncate=cut), st.integers(0, 15), st.booleans()),
    st.builds(lambda n, cut: Rounding(figures=n, truncate=cut), st.integers(1, 15), st.booleans()),
)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, WAYS)
def test_rounding_twice_changes_nothing(number, way):
    """A rounded number rounds to itself, as a decimal, as a double and as printed digits."""
    once = way.round(number)
    assert way.round(once) == once
    assert Decimal(way.text(number)) == once
    assert way.round(float(once)) == once


@settings(max_examples=300, deadline=None)
@given(st.decimals(-(10**9), 10**9, places=9, allow_nan=False), st.integers(0, 12), st.booleans())
def test_decimals_agree_with_quantize(number, decimals, cut):
    """Decimals of at most 18 digits round as the decimal module's own quantize does, but that only 0 gives 0."""
    expected = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN if cut else ROUND_HALF_UP)
    found = Rounding(decimals=decimals, truncate=cut).round(number)
    assert found == expected or (not expected and abs(found - number) <= abs(number) and found != 0)
    assert Rounding(decimals=decimals, truncate=cut, carry=True).round(number) == expected


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(1, 12))
def test_figures_stay_within_half_a_unit(number, figures):
    """Rounding to n figures moves a number by at most half a unit of its n-th figure."""
    rounded = float(Rounding(figures=figures).round(number))
    assert abs(rounded - number) <= abs(number) * 0.5 * 10 ** (1 - figures) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("way", "number", "printed"),
    [
        ({"decimals": 4}, "0.5000", "0.5000"),
        ({"decimals": 4}, "0.50", "0.50"),
        ({"decimals": 4}, "0.123456789", "0.1235"),
        ({"figures": 3}, "0.5930", "0.5930"),
        ({"figures": 3}, "0.59349", "0.593"),
    ],
)
def test_carried_decimals_keep_their_zeros(way, number, printed):
    """A decimal that was rounded before prints as it is carried; one with more digits is rounded here."""
    assert Rounding(carry=True, **way).text(Decimal(number)) == printed


@pytest.mark.parametrize(
    ("way", "number", "printed"),
    [
        ({"figures": 1}, 50.0, "50"),
        ({"figures": 2}, 150.0, "150"),
        ({"figures": 2}, 10.0, "10"),
        ({"figures": 1}, 5.0, "5"),
        ({"figures": 3}, 1000.0, "1000"),
        ({"figures": 3}, 12345.0, "1.23e4"),
        ({"figures": 6}, 1e14, "100000000000000"),
        ({"decimals": 2}, 1e14, "100000000000000"),
        ({"decimals": 2}, 1e70, "1e70"),
        ({"decimals": 2}, 1.23456789012345e70, "1.23456789012345e70"),
        ({"decimals": 15}, 0.123456789012345, "0.123456789012345"),
        ({"figures": 6}, 1.5e-7, "0.00000015"),
        ({"figures": 6}, 1.5e-8, "1.5e-8"),
        ({"decimals": 10}, 1.5e-8, "0.000000015"),
    ],
)
def test_where_a_power_of_ten_is_printed(way, number, printed):
    """A number that is exact keeps its plain digits up to 15 of them, a small one down to the seventh decimal."""
    assert Rounding(**way).text(number) == printed


def test_six_figures_where_nothing_is_said():
    """Without decimals or figures six figures are printed; exact numbers without them are printed as they are."""
    assert Rounding().text(2 / 3) == "0.666667"
    assert (Rounding().figures, Rounding(decimals=0).figures, Rounding(decimals=0).decimals) == (6, None, 0)
    assert [Rounding(exact=True, **way).whole for way in ({}, {"decimals": 2}, {"figures": 2})] == [True, False, False]
    assert Rounding().whole is False
