"""Exact arithmetic: fractions without any rounding, how they are printed, and pages whose every line is an equality."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula import activations, functions
from nnsolve.formula.exact import FRACTIONS, exact_value, fraction_text, to_fraction
from nnsolve.formula.expr import HALF, Div, Neg, Num, Pow, Symbol
from nnsolve.formula.losses import in_networks
from nnsolve.formula.numbers import DECIMALS, exactly
from nnsolve.formula.parse import parse
from nnsolve.formula.rounding import Rounding
from nnsolve.solution import Block, Says, Section, Solution, Step, evaluate

EXACT = Rounding(exact=True)
STEP = activations.ACTIVATIONS["step"].function
EXACTLY = functions.FUNCTIONS | {name: entry.function for name, entry in activations.ACTIVATIONS.items()}
EXACTLY |= {name: entry.term for name, entry in in_networks().items()}


def value(text: str, **given):
    """The exact value of a formula."""
    return evaluate([Step("y", parse(text, tuple(given)))], EXACT, given)["y"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.3 - 0.2 - 0.1", 0),
        ("0.1 + 0.2 - 0.3", 0),
        ("0.1*3 - 0.3", 0),
        ("1/3 + 1/3 + 1/3 - 1", 0),
        ("1/3", Fraction(1, 3)),
        ("(1/3)*3", 1),
        ("2^10", 1024),
        ("(2/3)^3", Fraction(8, 27)),
        ("(2/3)^(-2)", Fraction(9, 4)),
        ("(-0.5)^2", Fraction(1, 4)),
        ("1e-30 + 1 - 1", Fraction(1, 10**30)),
        ("max(0.1 + 0.2, 0.3)", Fraction(3, 10)),
        ("abs(-7/3)", Fraction(7, 3)),
        ("sign(0.1 + 0.2 - 0.3)", 0),
        ("floor(7/2)", 3),
        ("ceil(7/2)", 4),
        ("min(1/3, 0.3333)", Fraction(3333, 10000)),
    ],
)
def test_values(text, result):
    """Every value is the fraction that paper gives."""
    assert value(text) == result


def test_on_the_threshold():
    """A net input that is 0 on paper is 0, in fractions and in doubles, which miss it: the step unit gives 1."""
    net = parse("0.3 - 0.2 - 0.1", ())
    assert evaluate([Step("net", net), Step("out", STEP(Symbol("net")))], EXACT) == {"net": 0, "out": 1}
    assert evaluate([Step("net", net), Step("out", STEP(Symbol("net")))]) == {"net": 0, "out": 1}


@pytest.mark.parametrize(
    ("number", "fraction"),
    [
        (Num("0.1"), Fraction(1, 10)),
        (Num("-0.20"), Fraction(-1, 5)),
        (Num("1e-3"), Fraction(1, 1000)),
        (Num("7"), Fraction(7)),
        (HALF, Fraction(1, 2)),
        (0.1, Fraction(1, 10)),
        (-2.5, Fraction(-5, 2)),
        (1e-9, Fraction(1, 10**9)),
        (3, Fraction(3)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Fraction(2, 6), Fraction(1, 3)),
    ],
)
def test_numbers_are_taken_by_their_digits(number, fraction):
    """A literal or double is the fraction of its digits, not of its bits."""
    assert to_fraction(number) == fraction
    assert FRACTIONS.take(number) == fraction


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1, "1"),
        (-1, "-1"),
        (100, "100"),
        (-1200, "-1200"),
        (10**20, "100000000000000000000"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 4), "0.25"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 5), "0.2"),
        (Fraction(1, 20), "0.05"),
        (Fraction(1, 100), "0.01"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(3, 2), "1.5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(105, 10), "10.5"),
        (Fraction(2001, 10), "200.1"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2, 3), "-2/3"),
        (Fraction(7, 6), "7/6"),
        (Fraction(1, 7), "1/7"),
        (Fraction(22, 7), "22/7"),
        (Fraction(1, 15), "1/15"),
        (Fraction(1, 10**15), "0.000000000000001"),
        (Fraction(1, 2**15), "0.000030517578125"),
        (Fraction(1, 2**16), "1/65536"),
        (Fraction(1, 10**16), "1/10000000000000000"),
        (Fraction(1, 2**60), f"1/{2**60}"),
        (0.25, "0.25"),
        (Decimal("0.50"), "0.5"),
    ],
)
def test_fraction_text(number, text):
    """A short decimal is printed as one, everything else as a fraction in lowest terms."""
    assert fraction_text(number) == text
    assert EXACT.text(number) == text


@settings(max_examples=400, deadline=None)
@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**7))
def test_what_is_printed_is_the_number(number):
    """The printed text reads back as the very fraction."""
    assert Fraction(fraction_text(number)) == number


@settings(max_examples=400, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 12))
def test_decimals_are_printed_as_decimals(number, places):
    """What can be written with up to 12 decimals has no fraction bar and no zeros at its end."""
    text = fraction_text(Fraction(number, 10**places))
    assert "/" not in text
    assert "." not in text or text[-1] != "0"
    assert Fraction(text) == Fraction(number, 10**places)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("sqrt(2)", 2**0.5),
        ("exp(1)", math.e),
        ("2^0.5", 2**0.5),
        ("2^100", 2.0**100),
        ("pi*2", 2 * math.pi),
        ("ln(2)/3", math.log(2) / 3),
    ],
)
def test_what_has_no_exact_value_is_a_double(text, result):
    """Roots, logarithms and great powers have no fraction; they are doubles."""
    assert float(value(text)) == pytest.approx(result, rel=1e-15)


@pytest.mark.parametrize("text", ["1/(0.3 - 0.2 - 0.1)", "0^(-1)", "(1/3 - 1/3)^(-2)"])
def test_division_by_zero(text):
    """A division by zero is told in the words of every other page."""
    with pytest.raises(nnsolve.EvaluationError, match="it divides by zero"):
        value(text)


def test_rounding_leaves_fractions_alone():
    """Nothing is rounded, in numbers, lists or arrays."""
    assert EXACT.round(Fraction(1, 3)) == Fraction(1, 3)
    assert EXACT.round([28, [Fraction(1, 3)]]) == [28, [Fraction(1, 3)]]
    numpy = pytest.importorskip("numpy")
    array = numpy.array([[Fraction(1, 3), Fraction(2)]], dtype=object)
    assert EXACT.round(array).tolist() == [[Fraction(1, 3), Fraction(2)]]


def page(format: str = "text") -> str:
    """A perceptron's line in fractions: thirds, tenths, a power, a quotient, a step."""
    x, w, net = Symbol("x"), Symbol("w"), Symbol("net")
    steps = [
        Step("net", w * x - Num("0.1") + Div(Num("1"), Num("3"))),
        Step("half", HALF * net),
        Step("square", Pow(net, Num("2"))),
        Step("quotient", Neg(net) / (x + Num("1"))),
        Step("bound", functions.maximum(net, Num("0.5"))),
        Step("zero", Num("0.3") * x - Num("0.2") * x - Num("0.1") * x),
        Step("out", STEP(Symbol("zero"))),
    ]
    solution = Solution(
        "forward",
        "In fractions",
        given={"x": Num("0.7"), "w": Div(Num("2"), Num("3"))},
        given_rows=[["x", "w"]],
        sections=[Section(Says("page_forward_pass"), [Block(None, steps)])],
        rounding=EXACT,
    )
    return nnsolve.render(solution, format)


def test_exact_pages_are_true():
    """With exact arithmetic no line is approximate, and fractions are printed where decimals do not end."""
    text = " ".join(page().replace("−", "-").split())
    assert "≈" not in text
    # net = 2/3·7/10 − 1/10 + 1/3 = 7/10
    assert "square = net² = 0.7² = 0.49" in text
    assert "half = ½·net = ½ × 0.7 = 0.35" in text
    assert "zero = 0.3x - 0.2x - 0.1x = 0.3 × 0.7 - 0.2 × 0.7 - 0.1 × 0.7 = 0 out = step(zero) = step(0) = 1" in text
    assert "= -7/17" in text


def test_exact_pages_in_other_formats():
    """Markdown says = everywhere; JSON marks every step as exact and gives doubles."""
    assert r"\approx" not in page("markdown")
    (section,) = json.loads(page("json"))["sections"]
    steps = {step["name"]: step for step in section["steps"]}
    assert all(step["exact"] for step in steps.values())
    assert steps["quotient"]["value"] == pytest.approx(-7 / 17, rel=1e-15)
    assert steps["net"]["value"] == 0.7
    assert steps["out"]["value"] == 1


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1/3", Fraction(1, 3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("2 - 0.5*3", Fraction(1, 2)),
        ("-(1/2)", Fraction(-1, 2)),
        ("2^3", Fraction(8)),
        ("0.5^2", Fraction(1, 4)),
        ("2^-2", Fraction(1, 4)),
        ("2^300", Fraction(2**300)),
        ("3^70", Fraction(2503155504993241601315571986085849)),  # a double has 16 of its digits
        ("1e-300", Fraction(1, 10**300)),
    ],
)
def test_formulas_of_decimals_are_fractions(text, result):
    """Decimals, +, −, ×, ÷ and whole powers give a fraction."""
    assert exact_value(parse(text)) == result


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2^0.5", "not a fraction"),
        ("sqrt(4)", "not a fraction"),
        ("2*pi", "not a fraction"),
        ("(1/3)^2000", "too many digits"),
        ("2^4001", "too many digits"),
        ("0." + "1" * 1001, "too many digits"),
        (
            "1/" + "3" * 300 + " + 1/" + "7" * 300 + " + 1/" + "9" * 300 + " + 1/" + "11" * 150 + " + 1",
            "too many digits",
        ),
    ],
)
def test_what_is_no_short_fraction(text, words):
    """Roots, π and numbers without end are refused before they are computed."""
    with pytest.raises(ValueError, match=words):
        exact_value(parse(text))


@pytest.mark.parametrize(("text", "digits"), [("1e-{}", 1000), ("0.{:0>{}}", 998)])
def test_how_long_a_literal_may_be(text, digits):
    """A literal has a thousand digits at most, behind the point or in its power of ten."""
    assert exact_value(Num(text.format(digits, digits))) > 0
    with pytest.raises(ValueError, match="too many digits"):
        exact_value(Num(text.format(digits + 1, digits + 1)))


@pytest.mark.parametrize(
    ("a", "b", "quotient"), [(1, 3, Fraction(1, 3)), (Fraction(1, 2), 3, Fraction(1, 6)), (0.5, 2, 0.25)]
)
def test_quotients(a, b, quotient):
    """Whole numbers and fractions divide exactly; a double stays one."""
    found = FRACTIONS.divide(a, b)
    assert (found, type(found)) == (quotient, type(quotient))


# Functions that need no root and no exponential: digits in, digits out.
DIGIT_BY_DIGIT = {
    "sign": (["-0.0000000000000000000001"], "-1"),
    "abs": (["-0.12345678901234567890123"], "0.12345678901234567890123"),
    "floor": (["12345678901234567890.9"], "12345678901234567890"),
    "ceil": (["12345678901234567890.1"], "12345678901234567891"),
    "max": (["0.1234567890123456788", "0.1234567890123456789"], "0.1234567890123456789"),
    "min": (["0.1234567890123456788", "0.1234567890123456789"], "0.1234567890123456788"),
    "identity": (["0.12345678901234567890123"], "0.12345678901234567890123"),
    "step": (["-0.0000000000000000000001"], "0"),
    "bipolar step": (["-0.0000000000000000000001"], "-1"),
    "relu": (["0.12345678901234567890123"], "0.12345678901234567890123"),
    "relu at 0": (["0.12345678901234567890123", "1"], "0.12345678901234567890123"),
    "leaky relu": (["-1.00000000000000000001", "0.1"], "-0.100000000000000000001"),
    "prelu": (["-1.00000000000000000001", "0.1"], "-0.100000000000000000001"),
    "hard sigmoid": (["0.00000000000000000001", "0.2"], "0.500000000000000000002"),
    "half squared error": (["1", "0.0000000000000000002"], "0.49999999999999999980000000000000000002"),
    "squared error": (["1", "0.0000000000000000001"], "0.99999999999999999980000000000000000001"),
    "absolute error": (["1", "0.0000000000000000001"], "0.9999999999999999999"),
    "huber": (["0", "3", "1.0000000000000000001"], "2.50000000000000000019999999999999999999500"),
    "hinge": (["1", "0.0000000000000000001"], "0.9999999999999999999"),
}


@pytest.mark.parametrize("name", DIGIT_BY_DIGIT)
@pytest.mark.parametrize("system", [DECIMALS, FRACTIONS], ids=["decimals", "fractions"])
def test_functions_without_rounding(system, name):
    """By hand, with more digits than a double has: nothing is lost, in decimals and in fractions."""
    texts, result = DIGIT_BY_DIGIT[name]
    with exactly():
        found = system.call(EXACTLY[name], [system.take(Decimal(text)) for text in texts])
    assert Fraction(found) == Fraction(result)


def test_every_function_without_rounding_is_under_test():
    """What says that it is exact is in the table above, or shares its term with a loss that is."""
    tested = {EXACTLY[name] for name in DIGIT_BY_DIGIT}
    assert {function for function in EXACTLY.values() if function.exact} == tested


@pytest.mark.parametrize(
    ("name", "numbers", "slope"),
    [
        ("relu", ["2"], "1"),
        ("leaky relu", ["-2", "0.12345678901234567890123"], "0.12345678901234567890123"),
        ("prelu", ["-2", "0.12345678901234567890123"], "0.12345678901234567890123"),
        ("hard sigmoid", ["0.1", "0.12345678901234567890123"], "0.12345678901234567890123"),
        ("max", ["0.1234567890123456788", "0.1234567890123456789"], "0"),
        ("min", ["0.1234567890123456789", "0.1234567890123456788"], "0"),
    ],
)
@pytest.mark.parametrize("system", [DECIMALS, FRACTIONS], ids=["decimals", "fractions"])
def test_slopes_without_rounding(system, name, numbers, slope):
    """The slope of a piece is the very number given for it; what is less in the 19th digit is not the greatest."""
    args = tuple(map(Num, numbers))
    with exactly():
        found = EXACTLY[name].slope(0, args, Symbol("out")).evaluate({}, system)
    assert Fraction(found) == Fraction(slope)
