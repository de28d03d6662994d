"""The formula tree: what Python's operators build, and the walks over it."""

from __future__ import annotations

import pytest

from nnsolve.formula.expr import (
    HALF,
    ONE,
    TWO,
    ZERO,
    Mul,
    Num,
    Relation,
    Symbol,
    as_expr,
    dot_of,
    product_of,
    replaced,
    size,
    sum_of,
    symbols,
    total_of,
)
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.parse import parse

X, Y = Symbol("x"), Symbol("y")
AT = {"x": 3.0, "y": 4.0}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (X + 2, 5),
        (2 + X, 5),
        (X - 2, 1),
        (2 - X, -1),
        (X * 2, 6),
        (2 * X, 6),
        (X / 2, 1.5),
        (6 / X, 2),
        (X**2, 9),
        (-X, -3),
        (X + Y + 2 + X, 12),
        (X * Y * 2 * X, 72),
        ("x" + Y, 7),
        ("x" - Y, -1),
        ("x" * Y, 12),
        ("x" / Y, 0.75),
    ],
)
def test_operators(formula, value):
    """Formulas, numbers and names stand on either side of an operator, at x = 3 and y = 4."""
    assert formula.evaluate(AT, DOUBLES) == value


def test_sums_and_products_stay_flat_and_in_order():
    """x + y + 2 is one sum of three terms, x·y·2 one product of three factors; brackets on the right stay."""
    assert [repr(term) for term in (X + Y + 2).parts()] == ["x", "y", "2"]
    assert [repr(factor) for factor in (X * Y * 2).parts()] == ["x", "y", "2"]
    assert len((X + (Y + 2)).parts()) == len((X * (Y * 2)).parts()) == 2


def test_sums_and_products_of_lists():
    """One term or factor stands alone; the product of none is 1."""
    assert total_of([X]) is X and product_of([X]) is X
    assert product_of([]) is ONE
    assert total_of([X, Y]).evaluate(AT, DOUBLES) == 7
    assert product_of([X, Y]).evaluate(AT, DOUBLES) == 12


def test_sums_over_names():
    """Σx and Σx·y are sums of what names stand for, at x = 3 and y = 4; a single one stands alone."""
    x, y = X.name, Y.name
    assert sum_of([x, y, x]).evaluate(AT, DOUBLES) == 10
    assert dot_of([x, y], [y, y]).evaluate(AT, DOUBLES) == 28
    assert repr(sum_of([x])) == "x"


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("-3", -3), ("0.25", 0.25), ("1e-3", 0.001)])
def test_a_literal_keeps_its_text(text, value):
    """Digits alone are a whole number, everything else a double; the text is what is printed."""
    number = Num(text)
    assert (number.text, number.value, type(number.value)) == (text, value, type(value))


def test_what_counts_as_a_formula():
    """A formula stays, a text is a name, a number is a literal with the number's own digits."""
    assert as_expr(X) is X
    assert (as_expr("w").name, as_expr(0.5).text, as_expr(0.5).value) == ("w", "0.5", 0.5)


def test_names_in_the_order_they_are_written():
    """Every name is there as often as it is written, from left to right."""
    assert list(symbols(parse("y*x + x/(1 - y)", "xy"))) == ["y", "x", "x", "y"]
    assert list(symbols(parse("1 + 2"))) == []


@pytest.mark.parametrize(("formula", "nodes"), [(X, 1), (X + Y, 3), (X * Y + 2, 5), (-(X**2), 4)])
def test_size_counts_nodes(formula, nodes):
    """Names, numbers and operators count one each."""
    assert size(formula) == nodes


def test_names_are_exchanged():
    """Every place of a name takes the formula that stands for it, at once: x and y may change places."""
    formula = parse("(x - y)*x + ln(y)/2", "xy")
    changed = replaced(formula, {"x": Y, "y": X})
    assert repr(changed) == repr(parse("(y - x)*y + ln(x)/2", "xy"))
    assert replaced(X, {"y": ONE}) is X


def test_a_relation_keeps_its_sign():
    """An inequality over other names is the same inequality."""
    changed = replaced(Relation(X, "≥", Mul((X, Y))), {"x": Y})
    assert (repr(changed.left), changed.sign, repr(changed.right)) == ("y", "≥", "Mul(y, y)")


def test_numbers_that_formulas_are_written_with():
    """0, 1, 2 and ½ are printed like that and have that value."""
    assert [(number.text, number.value) for number in (ZERO, ONE, TWO, HALF)] == [
        ("0", 0),
        ("1", 1),
        ("2", 2),
        ("½", 0.5),
    ]
