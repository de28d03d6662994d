"""Sixty digits: exact decimals, doubts of what is rounded, and functions against mpmath."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

import mpmath
import numpy
import pytest

from nnsolve.formula.arrays import Array, MatMul, Shape
from nnsolve.formula.doubt import Precise
from nnsolve.formula.expr import Div, Num, Pow, Symbol
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.parse import parse
from nnsolve.formula.precise import PRECISELY
from nnsolve.formula.settled import Settled

ZEROS = [
    "0.1 + 0.7 - 0.8",
    "0.1 + 0.2 - 0.3",
    "1/3*3 - 1",
    "1/3 + 1/3 + 1/3 - 1",
    "sqrt(2)^2 - 2",
    "4000^-0.5 - 4000*4000^-1.5",
    "8^0.5 - 2*2^0.5",
    "exp(ln(3)) - 3",
    "sin(pi)",
    "1/(1 + exp(0.3)) + 1/(1 + exp(-0.3)) - 1",
    "tanh(0.7) + tanh(-0.7)",
    "0.1^3 - 0.001",
    "(0.1 + 0.2)^2 - 0.09",
    "10^15 + 0.1 - 10^15 - 0.1",
]


@pytest.mark.parametrize("text", ZEROS)
def test_what_is_zero_on_paper(text):
    """Differences that vanish on paper vanish, also where roots, quotients and exponentials are rounded."""
    assert parse(text).evaluate({}, PRECISELY) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.7 - 0.8 + 1e-30", Decimal("1e-30")),
        ("1e-50", Decimal("1e-50")),
        ("1/3 - 0.333333333333333333", Decimal("3.33333333e-19")),
        ("1 - 0.99999999999999999999", Decimal("1e-20")),
    ],
)
def test_what_is_small_is_not_zero(text, value):
    """What is small on paper stays, far below the rounding of doubles."""
    found = parse(text).evaluate({}, PRECISELY)
    assert abs(found - value) <= value * Decimal("1e-8")


@pytest.mark.parametrize(
    "text", ["exp(1.5)", "ln(3)", "sqrt(2)", "tanh(0.3)", "erf(0.4)", "cos(1)", "2^0.5", "pi", "e"]
)
def test_functions_to_fifty_digits(text):
    """Functions have the digits that mpmath gives them."""
    name, _, argument = text.partition("(")
    with mpmath.workdps(70):
        known = {"pi": mpmath.pi, "e": mpmath.e, "2^0.5": mpmath.sqrt(2)}.get(text)
        if known is None:
            known = getattr(mpmath, {"ln": "log"}.get(name, name))(mpmath.mpf(argument.rstrip(")")))
        found = parse(text).evaluate({}, PRECISELY)
        assert abs(mpmath.mpf(str(found)) / known - 1) < mpmath.mpf(10) ** -50


def test_decimals_are_exact_and_quotients_in_doubt():
    """A sum or product of decimals is exact; a quotient that does not end carries a doubt into what is made of it."""
    assert parse("0.1*0.7 + 3.25").evaluate({}, PRECISELY).doubt == 0
    third = parse("1/3").evaluate({}, PRECISELY)
    assert third.doubt > 0
    assert (third * 2 + Precise("0.5")).doubt == third.doubt
    assert parse("1/4").evaluate({}, PRECISELY).doubt == 0


def test_arrays():
    """A product of matrices is exact entry by entry."""
    product = MatMul(Array([[Num("0.1"), Num("0.7")]]), Symbol("x"))
    found = product.evaluate({"x": PRECISELY.take(numpy.array([[1.0], [1.0]]))}, PRECISELY)
    assert found[0, 0] == Decimal("0.8")


@pytest.mark.parametrize("digits", [3, 12, 58])
def test_long_products_of_matrices(digits):
    """A product is that of fractions, however many digits its numbers have; where it is longer, it is in doubt."""
    draw = random.Random(digits)

    def matrix(rows: int, columns: int) -> numpy.ndarray:
        numbers = [
            Decimal(draw.randrange(-(10**digits), 10**digits)).scaleb(-draw.randrange(digits)) for _ in range(12)
        ]
        return PRECISELY.take(numpy.array(numbers, dtype=object).reshape(rows, columns))

    left, right = matrix(3, 4), matrix(4, 3)
    found = PRECISELY.matrix_product(left, right)
    for row, column in product(range(3), range(3)):
        exact = sum(Fraction(a) * Fraction(b) for a, b in zip(left[row], right[:, column], strict=True))
        entry = found[row, column]
        assert abs(Fraction(entry) - exact) <= Fraction(entry.doubt) * abs(exact)
        assert digits == 58 or not entry.doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2*x", ["0.2", "-0.4"]), ("1 - x", ["0.9", "1.2"]), ("0.1/x", ["1", "-0.5"]), ("x^2", ["0.01", "0.04"])],
)
def test_a_number_and_an_array(text, expected):
    """A number before an array is taken with each of its entries."""
    found = parse(text, ("x",)).evaluate({"x": PRECISELY.take(numpy.array([0.1, -0.2]))}, PRECISELY)
    assert list(found) == [Decimal(number) for number in expected]


@pytest.mark.parametrize(
    ("text", "error"), [("1/(0.1 + 0.2 - 0.3)", ZeroDivisionError), ("ln(0.3 - 0.1 - 0.2)", ValueError)]
)
def test_no_value(text, error):
    """What has no value on paper raises, though doubles find one."""
    with pytest.raises(error):
        parse(text).evaluate({}, PRECISELY)


def test_only_what_differs_is_settled():
    """Of the steps that lead to a decision those are given back that doubles miss by more than their last digits."""
    given = {"x": Num("0.1"), "y": Num("0.2")}
    formulas = {"s": parse("x + y", ("x", "y")), "d": parse("s - 0.3", ("s",)), "p": parse("s*2", ("s",))}
    doubles = {"x": 0.1, "y": 0.2, "s": 0.1 + 0.2, "d": 0.1 + 0.2 - 0.3, "p": 0.6}
    assert Settled(formulas, given).settle("d", doubles) == {"d": 0.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x^0", "1"),
        ("(x - 0.7)^0", "1"),
        ("x^3", "0.343"),
        ("x^-2", str(Decimal(1) / Decimal("0.49"))),
        ("x^-0.5", str(1 / Decimal("0.7").sqrt())),
        ("x^1.5", str(Decimal("0.343").sqrt())),
        ("-x^2", "-0.49"),
        ("abs(0 - x)", "0.7"),
        ("2 - x", "1.3"),
        ("x*2", "1.4"),
        ("1/x*x", "1"),
    ],
)
def test_powers_and_signs(text, value):
    """Whole powers, also 0 and negative ones, and signs are those of the digits."""
    found = parse(text, ("x",)).evaluate({"x": PRECISELY.take(Num("0.7"))}, PRECISELY)
    assert abs(Decimal(found) - Decimal(value)) < Decimal("1e-25")


def test_literals_that_are_no_text_of_digits():
    """½, and a number that the program made, are taken by their value."""
    assert Num("½", 0.5).evaluate({}, PRECISELY) == Decimal("0.5")
    assert PRECISELY.take(0.1) == Decimal("0.1") and PRECISELY.take(7) == 7
    assert PRECISELY.take([28, 6]) == [28, 6]


@pytest.mark.parametrize("text", ["(0 - 2)^0.5", "(0 - 8)^(1/3)", "(0 - 0.5)^0.5"])
def test_no_real_power(text):
    """A broken power of a negative number has no value, to any number of digits."""
    with pytest.raises(ValueError, match="no real power"):
        parse(text).evaluate({}, PRECISELY)


def test_what_is_settled_is_a_double():
    """Corrected values are plain doubles, matrices of doubles, or the whole numbers they were."""
    formulas = {
        "s": parse("x + 0.2 - 0.3", ("x",)),
        "n": parse("k*2", ("k",)),
        "sizes": Shape([Symbol("k"), Num("6")]),
        "M": MatMul(Array([[Symbol("x"), Num("0.2"), Num("-0.3")]]), Symbol("ones")),
    }
    given = {"x": Num("0.1"), "k": Num("3"), "ones": numpy.ones((3, 1))}
    settled = Settled(formulas, given)
    (zero,) = settled.settle("s", {"s": 5e-17}).values()
    assert (zero, type(zero)) == (0.0, float)
    assert settled.settle("n", {"n": 6}) == settled.settle("sizes", {"sizes": [3, 6]}) == {}
    (matrix,) = settled.settle("M", {"M": numpy.array([[5e-17]])}).values()
    assert matrix.dtype == float and matrix.tolist() == [[0.0]]


def test_arrays_entry_by_entry():
    """Quotients and powers of arrays are those of their entries, exact where the digits are."""
    x = PRECISELY.take(numpy.array([[0.3, 0.6]]))
    divided = Div(Symbol("x"), Num("3")).evaluate({"x": x}, PRECISELY)
    assert [str(entry) for entry in divided[0]] == ["0.1", "0.2"]
    squared = Pow(Symbol("x"), Num("2")).evaluate({"x": x}, PRECISELY)
    assert [str(entry) for entry in squared[0]] == ["0.09", "0.36"]
    signs = FUNCTIONS["sign"](Symbol("x") - Num("0.3")).evaluate({"x": x}, PRECISELY)
    assert signs.tolist() == [[0, 1]]
