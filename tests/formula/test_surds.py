"""Numbers a + b·√r against SymPy, and what has no such form."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from nnsolve.formula.surds import Surd, root_of

_NONE, _TWO = Fraction(0), Fraction(2)
ONE_ROOT = [
    Surd(Fraction(1, 3)),
    Surd(Fraction(0)),
    Surd(Fraction(-2)),
    Surd(_NONE, Fraction(3, 4), _TWO),
    Surd(Fraction(1, 2), Fraction(-5), Fraction(8)),
]


def value(number: Surd):
    factor = sympy.Rational(number.factor.numerator, number.factor.denominator)
    plain = sympy.Rational(number.plain.numerator, number.plain.denominator)
    return plain + factor * sympy.sqrt(sympy.Rational(number.radicand.numerator, number.radicand.denominator))


@pytest.mark.parametrize("left", ONE_ROOT, ids=str)
@pytest.mark.parametrize("right", ONE_ROOT, ids=str)
def test_one_root(left, right):
    """Sums, products and quotients of numbers over one root are such numbers."""
    assert sympy.simplify(value(left + right) - value(left) - value(right)) == 0
    assert sympy.simplify(value(left - right) - value(left) + value(right)) == 0
    assert sympy.simplify(value(left * right) - value(left) * value(right)) == 0
    if value(right) != 0:
        assert sympy.simplify(value(left / right) - value(left) / value(right)) == 0


@pytest.mark.parametrize("exponent", [0, 1, 2, 5])
@pytest.mark.parametrize("base", ONE_ROOT, ids=str)
def test_powers(base, exponent):
    """Whole powers are products."""
    assert sympy.simplify(value(base.power(exponent)) - value(base) ** exponent) == 0


def test_two_roots():
    """√2 + √3 and (1 + √2)·√3 are no such numbers; √2·√3 = √6 and √2·√8 = 4 are."""
    two, three, eight = (root_of(Surd(Fraction(n))) for n in (2, 3, 8))
    assert two + three is None
    assert (Surd(Fraction(1)) + two) * three is None
    assert value(two * three) == sympy.sqrt(6)
    assert value(two * eight) == 4
    assert value(eight - two) == sympy.sqrt(2)


@pytest.mark.parametrize(
    ("number", "root"), [(Fraction(4, 9), Fraction(2, 3)), (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))]
)
def test_roots_of_squares(number, root):
    """The root of a square is a fraction."""
    found = root_of(Surd(number))
    assert (found.plain, found.factor) == (root, 0)


@pytest.mark.parametrize("number", [None, Surd(Fraction(-1)), Surd(Fraction(0), Fraction(1), Fraction(2))])
def test_no_roots(number):
    """Negative numbers, and roots, have none of this form."""
    assert root_of(number) is None
