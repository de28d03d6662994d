"""Values as students write them."""

from __future__ import annotations

import pytest

from nnsolve.marking.written import Written, read_value


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
    "text", ["", "0.3.3", "[1, x]", "[[1, 2], [3]]", "1e99999", "a" * 500, "0.3 0.4", "\x00", "=", "[" * 400]
)
def test_unreadable(text):
    """What cannot be read gives None and no exception."""
    assert read_value(text) is None


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
