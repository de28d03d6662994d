"""Values as students write them."""

from __future__ import annotations

import math

import pytest

from nnsolve.marking.written import UNREAD, Written, last_digit, plain, read_value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.3775", 0.3775, 1e-4),
        (".0821", 0.0821, 1e-4),
        ("-2.1e-3", -0.0021, 1e-4),
        ("8.2×10^-2", 0.082, 1e-3),
        ("8.2 * 10^(-2)", 0.082, 1e-3),
        ("8,2·10⁻²", 0.082, 1e-3),
        ("80 %", 0.8, 1e-2),
        ("61 706", 61706, 1),
        ("61,706", 61706, 1),
        ("1,664,678", 1664678, 1),
        ("0,3775", 0.3775, 1e-4),
        ("−0.0386", -0.0386, 1e-4),
        ("+3", 3, 1),
        ("0.20.", 0.20, 1e-2),
        ("80%", 0.8, 1e-2),
        ("12.5 %", 0.125, 1e-3),
        ("-1 664.5", -1664.5, 0.1),
        ("1.5e2", 150, 10),
        ("2e3", 2000, 1000),
        ("5.", 5, 1),
        (",5", 0.5, 0.1),
        ("3 × 10^2 %", 3, 1),
    ],
)
def test_numbers(text, value, unit):
    """A number is read with the place of its last digit."""
    read = read_value(text)
    assert isinstance(read, Written)
    assert read.value == pytest.approx(value, rel=1e-12)
    assert read.unit == pytest.approx(unit, rel=1e-9)


@pytest.mark.parametrize("text", ["28x28x6", "28 × 28 × 6", "28*28*6", "28X28X6"])
def test_sizes(text):
    """A shape is read whatever sign stands between its sizes."""
    assert read_value(text) == [28, 28, 6]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[1, 2]", [[1, 2]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("(0.5, -1)", [[0.5, -1]]),
    ],
)
def test_matrices(text, rows):
    """Vectors and matrices are read in the usual brackets."""
    assert [[cell.value for cell in row] for row in read_value(text)] == rows


@pytest.mark.parametrize("text", ["yes", "Cat", "class 2"])
def test_words(text):
    """A word is read in lower case."""
    assert read_value(text) == text.lower()


@pytest.mark.parametrize(
    "text",
    ["", "0.3.3", "[1, x]", "[[1, 2], [3]]", "1e99999", "a" * 500, "0." + "1" * 400, "0.3 0.4", "\x00", "=", "[" * 400],
)
def test_unreadable(text):
    """What cannot be read is told as such, by no exception."""
    assert read_value(text) is UNREAD


@pytest.mark.parametrize(
    ("text", "value", "agrees"),
    [
        ("0.5933", 0.593269992, True),  # rounded
        ("0.5932", 0.593269992, True),  # cut
        ("0.5931", 0.593269992, False),
        ("0.5935", 0.593269992, False),
        ("0.593269992", 0.59326999210718, True),
        ("0.4", 0.3775, True),
        ("0.3", 0.3775, True),  # cut
        ("0.5", 0.3775, False),
        ("-0.4", 0.3775, False),
        ("0", 0.3775, False),
        ("0", 0.0, True),
        ("61706", 61706, True),
        ("61708", 61706, False),
    ],
)
def test_agreement_comes_from_the_digits(text, value, agrees):
    """A number agrees with what rounds or is cut to it at its last digit (hand arithmetic)."""
    assert read_value(text).agrees(value) is agrees


@pytest.mark.parametrize(
    ("text", "figures", "decimals", "whole"),
    [
        ("0.0820", 3, 4, False),
        ("12", 2, 0, True),
        ("-7", 1, 0, True),
        ("148", 3, 0, False),
        ("12.0", 3, 1, False),
        ("12 %", 2, 2, False),
        ("1.5e2", 2, -1, False),
        ("2e1", 1, -1, False),
        ("8.2·10^-2", 2, 3, False),
        ("0", 0, 0, True),
        ("0.00", 0, 2, False),
    ],
)
def test_digits_are_counted_as_written(text, figures, decimals, whole):
    """Figures count from the first that is not 0; a whole number of fewer than three is exact."""
    read = read_value(text)
    assert (read.figures, read.decimals, read.whole, read.exact) == (figures, decimals, whole, whole)


@pytest.mark.parametrize(
    ("value", "unit", "low", "high"),
    [(0.37, 0.01, 0.365, 0.38), (-0.37, 0.01, -0.38, -0.365), (0, 0.01, -0.01, 0.01), (40, 10, 35, 50)],
)
def test_what_a_last_digit_stands_for(value, unit, low, high):
    """Half a unit towards 0 is rounded up, a whole unit away from 0 is cut off; the next number itself is not."""
    found = last_digit(value, unit)
    assert found == (pytest.approx(low, rel=1e-8), pytest.approx(high, rel=1e-8))
    assert max(map(abs, found)) < max(abs(low), abs(high))


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "figures", "decimals"),
    [
        (0.74, 0.735, 0.75, 0.01, 2, 2),  # 1.5 units of 0.01
        (0.74, 0.73, 0.76, 0.1, 1, 1),
        (123.0, 120.0, 135.0, 10, 2, -1),
        (-0.74, -0.75, -0.735, 0.01, 2, 2),
        (0.0, -0.005, 0.01, 0.01, 0, 2),
        (0.002, -0.5, 1.0, 1, 0, 0),
    ],
)
def test_a_number_between_two_others(value, low, high, unit, figures, decimals):
    """The last digit of a result is the place at which its interval has room for one rounding and one cut."""
    found = Written.between("a formula", value, low, high)
    assert (found.unit, found.figures, found.decimals) == (pytest.approx(unit), figures, decimals)
    assert (found.low, found.high, found.exact) == (low, high, False)


@pytest.mark.parametrize("value", [1 / 3, -2.0, 0.0])
def test_a_formula_of_exact_numbers_is_exact(value):
    """Without room between its ends a result stands for one value alone."""
    found = Written.between("a formula", value, value, value)
    assert found.exact and found.agrees(value * (1 + 1e-12))
    assert not found.agrees(value * (1 + 1e-8) + 1e-8)


@pytest.mark.parametrize(
    ("text", "value", "slack", "agrees"),
    [
        ("0.59", 0.6049, 0.005, True),
        ("0.59", 0.6051, 0.005, False),
        ("0.59", 0.5801, 0.005, True),
        ("0.59", 0.5799, 0.005, False),
        ("0.001", -0.0005, 1.0, False),  # the other sign
        ("3", 3.05, 0.1, False),  # exact
        ("0.59", math.nan, 1.0, False),
        ("0.59", math.inf, 1.0, False),
    ],
)
def test_slack(text, value, slack, agrees):
    """Lines left out leave room on either side, none for what is exact and none over to the other sign."""
    assert read_value(text).agrees(value, slack) is agrees


def test_whole_numbers_where_no_digits_are_asked():
    """4 is no rounding of 3.7, unless whole numbers are what is asked for."""
    four = read_value("4")
    assert not four.agrees(3.7) and four.rounded().agrees(3.7)
    assert not four.rounded().agrees(3.4) and four.rounded().agrees(4.9)
    assert read_value("0.37").rounded().agrees(0.3651)


@pytest.mark.parametrize(
    ("text", "said"),
    [("½", "(1/2)"), ("w₁", "w1"), ("8·10⁻²", "8·10^-2"), ("x²⁺³", "x^2+3"), ("−3 – 4", "-3 - 4"), ("6 ÷ 2", "6 / 2")],
)
def test_one_sign_for_each_thing(text, said):
    """Subscripts, powers, fractions and every minus are read as they are typed."""
    assert plain(text) == said


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[1,2,]", [[1, 2]]),
        ("[" + "1, " * 200 + "1]", [[1] * 201]),
        ("[" + "1, " * 4000 + "1]", None),
        ("[]", None),
        ("[1, 2; 3]", None),
        ("[1, two]", None),
        ("[1, 2", None),
    ],
)
def test_rows_are_read_whole_or_not_at_all(text, rows):
    """A matrix longer than a page of text, of unequal rows or with a word in it is none."""
    assert read_value(text).sought == rows
