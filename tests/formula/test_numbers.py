"""Number systems: doubles and decimals compute the same formula, and what is too large for a double is not finite."""

from __future__ import annotations

from decimal import Decimal

import numpy
import pytest

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.deciding import Deciding, Undecided
from nnsolve.formula.expr import Num
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.numbers import DECIMALS, DOUBLES, exactly, finite, least, to_decimal
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
        (Decimal("1e309"), False),
        (Decimal("-1e309"), False),
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


def test_numbers_from_outside():
    """Decimals take a double by its shortest digits, in arrays too; doubles take anything as it is."""
    array = numpy.array([[0.1]])
    assert DECIMALS.take(0.1) == Decimal("0.1")
    assert DECIMALS.take(array).tolist() == [[Decimal("0.1")]]
    assert DOUBLES.take(array) is array
    assert DOUBLES.take(0.1) == 0.1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.1^64", Decimal("1.1") ** 64),
        ("1.1^-64", Decimal("1.1") ** -64),
        ("2^-3", Decimal("0.125")),
        ("1.1^65", Decimal(11**65).scaleb(-65)),
        ("2.25^0.5", Decimal("1.5")),
    ],
)
def test_powers_of_decimals(text, value):
    """Whole powers up to 64 are exact; greater and broken ones are those of doubles."""
    with exactly():
        assert parse(text).evaluate({}, DECIMALS) == pytest.approx(value, rel=Decimal("1e-14"))


def test_whole_powers_have_more_digits_than_doubles():
    """The 64th power of 1.1 has digits behind the fifteenth."""
    with exactly():
        found = parse("1.1^64").evaluate({}, DECIMALS)
        assert abs(found - Decimal(11**64).scaleb(-64)) < Decimal("1e-50")
        assert parse("1/2").evaluate({}, DECIMALS) == Decimal("0.5")
        assert parse("2/3").evaluate({}, DECIMALS) * 3 == pytest.approx(Decimal(2), rel=Decimal("1e-55"))


@pytest.mark.parametrize(
    ("numbers", "value"),
    [
        ([3, 1.5, 2], 1.5),
        ([numpy.array([3.0, 1.0]), numpy.array([2.0, 4.0])], [2.0, 1.0]),
        ([numpy.array([3.0, 1.0]), 2.0], [2.0, 1.0]),
    ],
)
def test_least(numbers, value):
    """The least of numbers, and of arrays entry by entry."""
    assert numpy.array_equal(least(numbers), value)


CANCELLING = [
    ([0.1, 0.2, -0.3], True),
    ([0.3, -0.3], True),  # 0 in doubles, but perhaps not on paper
    ([0.1, -0.0999999999], True),
    ([0.1, -0.0999], False),
    ([0.0, 0.0], False),
    ([1e-30, 1e-31], False),  # small, but nothing cancels
    ([3.0, -3.0], False),  # held exactly
    ([0.75, 2.25, -3.0], False),
    ([1e20, 1.0, -1e20], True),
    ([5, -5], False),
]


@pytest.mark.parametrize(("terms", "lost"), CANCELLING)
def test_what_cancels(terms, lost):
    """A sum of which little is left is undecided unless its terms are short, by itself and as an entry of an array."""
    arrays = [numpy.array([[1.0, float(term)]]) for term in terms]
    row, column = numpy.array([[float(term) for term in terms]]), numpy.ones((len(terms), 1))
    ways = [
        lambda: Deciding().total(terms),
        lambda: Deciding().total(arrays),
        lambda: Deciding().sum_of(row),
        lambda: Deciding().matrix_product(row, column),
    ]
    if len(terms) == 2:
        ways += [lambda: Deciding().minus(terms[0], -terms[1]), lambda: Deciding().minus(arrays[0], -arrays[1])]
    for way in ways:
        if lost:
            with pytest.raises(Undecided):
                way()
        else:
            way()


@pytest.mark.parametrize("power", ["0.5", "2", "-1.5"])
def test_powers_of_arrays_of_decimals(power):
    """Every entry of an array has its own power, also where the exponent is broken."""
    entries = [Decimal("0.25"), Decimal(2), 9]
    with exactly():
        found = DECIMALS.power(numpy.array([entries], dtype=object), Decimal(power))
        assert found.tolist() == [[DECIMALS.power(entry, Decimal(power)) for entry in entries]]
        assert float(found[0, 0]) == pytest.approx(0.25 ** float(power), rel=1e-15)


@pytest.mark.parametrize(
    "rounded",
    [
        lambda system: system.call(ACTIVATIONS["sigmoid"].function, [40.0]),
        lambda system: system.call(FUNCTIONS["tanh"], [20.0]),
        lambda system: system.total([1.0, system.call(FUNCTIONS["exp"], [-50.0])]),
        lambda system: system.number(Num("0.99999999999999999999")),
    ],
)
def test_short_numbers_that_are_rounded(rounded):
    """Behind something that was rounded to 1, 1 − 1 is undecided."""
    system = Deciding()
    assert rounded(system) == 1
    with pytest.raises(Undecided):
        system.minus(1, 1.0)


@pytest.mark.parametrize(
    ("name", "args", "decided"),
    [
        ("sign", [1e-30], True),  # where it was a difference, that was looked at
        ("sign", [0.0], True),
        ("floor", [2.9999999999], False),
        ("floor", [2.5], True),
        ("floor", [1e-30], True),
        ("max", [0.3, 0.1 + 0.2], False),
        ("max", [0.3, 0.31], True),
        ("asin", [1.0000000000000002], False),
        ("asin", [0.5], True),
    ],
)
def test_what_is_too_near_to_decide(name, args, decided):
    """A function decides where its arguments are farther from its border than rounding may have brought them."""
    if decided:
        Deciding().call(FUNCTIONS[name], args)
        return
    with pytest.raises(Undecided):
        Deciding().call(FUNCTIONS[name], args)
    if name != "asin":
        with pytest.raises(Undecided):
            Deciding().call(FUNCTIONS[name], [numpy.array([arg, 7.25 + k]) for k, arg in enumerate(args)])


@pytest.mark.parametrize(("text", "values"), [("x^2", [1.0, 2.25, 4.0]), ("x^0.5", [1.0, 1.5**0.5, 2.0**0.5])])
def test_powers_of_arrays(text, values):
    """Arrays are raised entry by entry."""
    found = parse(text, ("x",)).evaluate({"x": numpy.array([1.0, 1.5, 2.0])}, DOUBLES)
    assert found.tolist() == pytest.approx(values, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "digits"), [("exp(2)", "7.38905609893065"), ("sqrt(3)", "1.73205080756888"), ("2^0.5", "1.4142135623731")]
)
def test_functions_of_decimals_have_fifteen_digits(text, digits):
    """A function of decimals is what a double knows of it for sure: fifteen digits."""
    with exactly():
        assert parse(text).evaluate({}, DECIMALS) == Decimal(digits)


def test_powers_of_whole_numbers_are_decimals():
    """What floor gives is whole; a power of it goes on as a decimal: 3⁻² + 0.1 = 19/90."""
    with exactly():
        found = parse("floor(3.5)^-2 + 0.1").evaluate({}, DECIMALS)
        assert abs(found - Decimal(19) / Decimal(90)) < Decimal("1e-50")


@pytest.mark.parametrize("text", ["1/3 + 1/3 + 1/3 - 1", "1/7*7 - 1", "2/3 - 1/3 - 1/3"])
def test_the_sixtieth_digit_is_no_difference(text):
    """Quotients of decimals end after sixty digits; what that leaves of their sums is 0."""
    with exactly():
        assert parse(text).evaluate({}, DECIMALS) == 0


def test_small_decimals_are_no_noise():
    """A difference of numbers that are exact stays, however small it is."""
    with exactly():
        assert parse("1.00000000000000000001 - 1").evaluate({}, DECIMALS) == Decimal("1e-20")
