"""Formulas as users write them: what they mean, and what is refused where."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.parse import DEEPEST, LONGEST, ParseError, number_text, parse

from ..support import bounded

NAMES = {"x": 0.75, "y": -2.5, "w_1": 3}


def value(text, names=NAMES):
    """The double that a formula stands for."""
    return parse(text, tuple(names)).evaluate(names, DOUBLES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-1", 0.5),
        ("2**-1", 0.5),
        ("2^3^2", 512),
        ("(2^3)^2", 64),
        ("-2^-2", -0.25),
        ("10-4-3", 3),
        ("10-(4-3)", 9),
        ("64/4/2", 8),
        ("64/(4/2)", 32),
        ("12/3*4", 16),
        ("2+3*4", 14),
        ("(2+3)*4", 20),
        ("2*-3", -6),
        ("2--3", 5),
        ("2-+3", -1),
        ("--2", 2),
        ("-3*-2", 6),
        ("7/-2", -3.5),
        ("2*3^2", 18),
        ("-x^2", -0.5625),
        ("x*y/w_1", -0.625),
        ("1e-3", 0.001),
        (".5", 0.5),
        ("5.", 5),
        ("1E2", 100),
        ("2×3−1", 5),
        ("6÷3·2", 4),
        ("2 ⋅ 3", 6),
        ("pi", math.pi),
        ("π/2", math.pi / 2),
        ("e^1", math.e),
        ("exp(0)+ln(1)", 1),
        ("log(e)", 1),
        ("sqrt(2)^2", 2.0000000000000004),
        ("max(1, 2, x)", 2),
        ("min(y, 2)", -2.5),
        ("abs(-3)", 3),
        ("sgn(y)", -1),
        ("arctan(1)*4", math.pi),
        ("sqrt(abs(y*10))", 5),
        ("  ( ( 1 ) )  ", 1),
        ("1\n+\t1", 2),
    ],
)
def test_meaning(text, expected):
    """Precedence, association, signs, other spellings and functions mean what a textbook means."""
    assert value(text) == pytest.approx(expected, rel=1e-15)


# A formula is drawn as a text with its precedence and its value, side by side; brackets stand only where they must.
SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)


def bracketed(part, least):
    """The text of a part, in brackets where it binds less than ``least``."""
    text, strength, _ = part
    return text if strength >= least else f"({text})"


def binary(operator, strength, left_least, right_least, compute):
    """Joins two drawn parts by an operator."""

    def join(pair):
        left, right = pair
        text = f"{bracketed(left, left_least)}{operator}{bracketed(right, right_least)}"
        return text, strength, compute(left[2], right[2])

    return join


def power(a, b):
    """A real power of doubles; nothing where there is none."""
    if a is None or b is None:
        return None
    try:
        result = float(a) ** float(b)
    except (ZeroDivisionError, OverflowError):
        return None
    return None if isinstance(result, complex) else result


def with_numbers(compute):
    """``compute`` where both numbers exist and stay within doubles."""

    def safely(a, b):
        if a is None or b is None:
            return None
        try:
            result = compute(a, b)
        except (ZeroDivisionError, OverflowError):
            return None
        return result if abs(result) < 1e300 else None

    return safely


def negated(part):
    """The part with its sign changed."""
    return f"-{bracketed(part, SIGNED)}", SIGNED, None if part[2] is None else -part[2]


LEAVES = st.one_of(
    st.integers(0, 999).map(lambda n: (str(n), ATOM, n)),
    st.decimals(0, 99, places=3, allow_nan=False).map(lambda d: (str(d), ATOM, float(str(d)))),
    st.sampled_from(list(NAMES)).map(lambda name: (name, ATOM, NAMES[name])),
)


def grown(parts):
    """One operator over smaller parts."""
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(binary(" + ", SUM, SUM, PRODUCT, with_numbers(lambda a, b: a + b))),
        pairs.map(binary("-", SUM, SUM, PRODUCT, with_numbers(lambda a, b: a - b))),
        pairs.map(binary("*", PRODUCT, PRODUCT, SIGNED, with_numbers(lambda a, b: a * b))),
        pairs.map(binary(" / ", PRODUCT, PRODUCT, SIGNED, with_numbers(lambda a, b: a / b))),
        pairs.map(binary("^", POWER, ATOM, SIGNED, power)),
        parts.map(negated),
        parts.map(lambda part: (f"abs({part[0]})", ATOM, None if part[2] is None else abs(part[2]))),
        pairs.map(lambda p: (f"max({p[0][0]}, {p[1][0]})", ATOM, with_numbers(max)(p[0][2], p[1][2]))),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_drawn_formulas_mean_what_arithmetic_says(drawn):
    """A drawn formula has the value of the same arithmetic done beside it."""
    text, _, expected = drawn
    assume(expected is not None and math.isfinite(expected))
    assert value(text) == pytest.approx(expected, rel=1e-15, abs=0)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.eE+-*/^(), xyzπsqrtabmn_'\"\\[]{}:;=<>!%&|~`@#$\n\t é", max_size=40))
def test_any_text_is_read_or_refused_in_its_place(text):
    """Whatever is typed becomes a formula or one message with a place inside the text."""
    try:
        formula = parse(text, ("x", "y"))
    except ParseError as error:
        assert 0 <= error.offset <= len(text)
        assert str(error)
    else:
        assert formula is not None


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("", 0, "the formula ends where a number, a name or a bracket was expected"),
        ("   ", 0, "the formula ends"),
        ("1+", 2, "the formula ends"),
        ("x y", 2, "‘y’ was not expected here"),
        ("2x", 1, "‘x’ was not expected here"),
        ("x.real", 1, "‘.’ was not expected here"),
        ("x.__class__", 1, "‘.’ was not expected here"),
        ("().__class__", 1, "‘)’ was not expected here"),
        ("__import__('os')", 0, "‘__import__’ is not a known function"),
        ("eval(x)", 0, "‘eval’ is not a known function"),
        ("lambda x: x", 0, "‘lambda’ is not known here"),
        ("'x'", 0, "‘'’ was not expected here"),
        ('x + "a"', 4, "was not expected here"),
        ("x[0]", 1, "‘[’ was not expected here"),
        ("{x}", 0, "‘{’ was not expected here"),
        ("x if y else 1", 2, "‘if’ was not expected here"),
        ("x == y", 2, "‘=’ was not expected here"),
        ("x := 1", 2, "‘:’ was not expected here"),
        ("x % 2", 2, "‘%’ was not expected here"),
        ("x // 2", 3, "‘/’ was not expected here"),
        ("sin x", 0, "needs its argument in brackets: sin(…)"),
        ("sin()", 4, "‘)’ was not expected here"),
        ("sin(x, y)", 0, "sin takes one argument; here it has 2"),
        ("max(x)", 0, "max takes 2 to 8 arguments; here it has 1"),
        ("max(1,2,3,4,5,6,7,8,9)", 0, "here it has 9"),
        ("sin(x", 3, "a bracket is opened here and not closed"),
        ("1*(2+(3", 5, "a bracket is opened here and not closed"),
        ("1)", 1, "‘)’ was not expected here"),
        ("squrt(x)", 0, "Did you mean ‘sqrt’?"),
        ("x + z", 4, "‘z’ is not known here; known: x, y, w_1"),
        ("w_2", 0, "Did you mean ‘w_1’?"),
        ("0x10", 1, "‘x10’ was not expected here"),
        ("1_000", 1, "was not expected here"),
        ("1,5", 1, "write a decimal point, not a comma: 1.5"),
        ("1e999", 0, "larger than any double"),
        ("x(2)", 0, "‘x’ is not a known function"),
        ("π(2)", 0, "‘π’ is not a known function"),
    ],
)
def test_refused(text, offset, words):
    """What is not arithmetic over known names and functions is refused where it stands."""
    with pytest.raises(ParseError) as caught:
        parse(text, tuple(NAMES))
    assert words in str(caught.value)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0" * 5000 + ".5", "at most"),
        ("(" * 10**5 + "1" + ")" * 10**5, f"at most {LONGEST} characters"),
        ("x" * 10**6, f"at most {LONGEST} characters"),
        ("(" * 900 + "1" + ")" * 900, "operators and brackets"),
        ("-" * 1900 + "1", "operators and brackets"),
        ("2^" * 900 + "2", "operators and brackets"),
        ("sin(" * 300 + "1" + ")" * 300, "operators and brackets"),
        ("(" * 61 + "1" + ")" * 61, f"nested more than {DEEPEST} deep"),
        ("-" * 61 + "1", "nested more than"),
        ("2^" * 61 + "2", "nested more than"),
        ("9" * 1999, "larger than any double"),
        ("0" * 1990 + "1" * 20, f"at most {LONGEST} characters"),
    ],
)
def test_oversized_formulas_are_refused_at_once(text, words):
    """Neither length nor depth of a formula costs work or crashes."""
    with bounded(100_000), pytest.raises(ParseError, match=words):
        parse(text, ("x",))


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "- -", "+1/"])
def test_long_chains_are_evaluated_or_refused(operator):
    """A chain of any operator that fits the length is evaluated, or refused with a message."""
    text = operator.join(["1"] * (LONGEST // (len(operator) + 1)))
    try:
        formula = parse(text)
    except ParseError as error:
        assert "at most" in str(error)
    else:
        assert math.isfinite(formula.evaluate({}, DOUBLES))
        assert repr(formula)


def test_towers_of_powers_are_bounded_in_work():
    """A power too large for a double is an overflow at once, not a number of a billion digits."""
    for text in ("9**9**9**9", "9^9^9", "2^(10^9)", "(10^200)^2"):
        with bounded(100_000), pytest.raises(OverflowError):
            value(text)


@pytest.mark.parametrize(
    ("text", "shown", "number"),
    [
        ("0.20", "0.20", 0.2),
        (" 3 ", "3", 3),
        ("+3", "3", 3),
        ("−0.5", "-0.5", -0.5),
        ("1e-3", "1e-3", 0.001),
        ("007", "007", 7),
        (".5", ".5", 0.5),
        ("1e-400", "1e-400", 0),
    ],
)
def test_plain_numbers_keep_their_digits(text, shown, number):
    """A plain number stays as its author wrote it, with the double it means."""
    literal = number_text(text)
    assert (literal.text, literal.value) == (shown, number)


@pytest.mark.parametrize("text", ["", "1/3", "nan", "inf", "1e", "0x1", "1 2", "--1", "1_0", "sqrt(2)", "."])
def test_not_plain_numbers(text):
    """What is not a plain decimal number is none."""
    assert number_text(text) is None


@pytest.mark.parametrize("text", ["9" * 315, "9" * 400, "9" * 10**4, "1" + "0" * 10**6, "1e309", "-1e309"])
def test_numbers_beyond_doubles(text):
    """A number that is larger than any double is refused as that, however long."""
    with pytest.raises(ParseError, match="larger than any double"):
        number_text(text)


def test_a_long_fraction_is_a_number():
    """Many digits after the point are a number like any other."""
    assert number_text("0." + "3" * 500).value == pytest.approx(1 / 3)
