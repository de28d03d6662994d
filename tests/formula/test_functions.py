"""The table of elementary functions: every derivative is proved against SymPy and central differences."""

from __future__ import annotations

import math
import random

import pytest
import sympy

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.expr import Symbol
from nnsolve.formula.functions import CONSTANTS, FUNCTIONS, SPELLINGS, constants_in, taken_for_constant
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.parse import parse
from nnsolve.formula.symbolic import to_sympy

POINTS = [-3.7, -1.3, -0.81, -0.42, 0.17, 0.6, 0.93, 1.4, 2.6, 7.25]


def inside(function, numbers) -> bool:
    """Whether the function has a value at these numbers."""
    try:
        function.value(*numbers)
    except ValueError:
        return False
    return True


def cases():
    """Every function with arguments inside its domain and away from kinks."""
    draw = random.Random(3)
    for name, function in FUNCTIONS.items():
        if name in ("max", "min"):
            for count in range(2, 9):
                yield name, tuple(draw.sample(POINTS, count))
        else:
            yield from ((name, (x,)) for x in POINTS if inside(function, (x,)))


def slope(function, index, numbers):
    """The derivative by one argument as the table has it; 0 where it has none."""
    args = tuple(Symbol(f"x{k}") for k in range(len(numbers)))
    formula = function.slope(index, args, Symbol("out"))
    values = {f"x{k}": x for k, x in enumerate(numbers)} | {"out": function.value(*numbers)}
    return formula.evaluate(values, DOUBLES) if formula else 0.0


@pytest.mark.parametrize(("name", "numbers"), [*cases()])
def test_value_and_slopes_equal_sympys(name, numbers):
    """Value and every derivative are those of SymPy's function of the same meaning."""
    function = FUNCTIONS[name]
    variables = [sympy.Symbol(f"x{k}", real=True) for k in range(len(numbers))]
    expression = to_sympy(function(*(Symbol(v.name) for v in variables)))
    at = {v: sympy.Rational(str(x)) for v, x in zip(variables, numbers, strict=True)}
    assert function.value(*numbers) == pytest.approx(float(expression.subs(at)), rel=1e-13, abs=1e-15)
    for index, variable in enumerate(variables):
        flat = name in ("sign", "floor", "ceil")
        expected = 0.0 if flat else float(expression.diff(variable).subs(at).evalf(30))
        assert slope(function, index, numbers) == pytest.approx(expected, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(("name", "numbers"), [*cases()])
def test_slopes_equal_central_differences(name, numbers):
    """Every derivative agrees with the function's own central differences."""
    function, h = FUNCTIONS[name], 1e-6
    for index in range(len(numbers)):
        above = [x + h * (k == index) for k, x in enumerate(numbers)]
        below = [x - h * (k == index) for k, x in enumerate(numbers)]
        difference = (function.value(*above) - function.value(*below)) / (2 * h)
        assert slope(function, index, numbers) == pytest.approx(difference, rel=1e-7, abs=1e-8)


def test_every_function_is_under_test():
    """Every entry of the table has at least three points inside its domain, and where that is all numbers, each."""
    counts = dict.fromkeys(FUNCTIONS, 0)
    for name, _ in cases():
        counts[name] += 1
    assert min(counts.values()) >= 3
    everywhere = ("exp", "sign", "abs", "floor", "ceil", "erf", "tanh", "sin", "cos", "tan", "sinh", "cosh", "atan")
    assert {counts[name] for name in everywhere} == {len(POINTS)}


def test_other_spellings_lead_to_the_table():
    """Every other spelling means an entry of the table and is not one itself."""
    assert all(known in FUNCTIONS and spelling not in FUNCTIONS for spelling, known in SPELLINGS.items())
    assert {name: number.value for name, number in CONSTANTS.items()} == {"pi": math.pi, "π": math.pi, "e": math.e}


@pytest.mark.parametrize(
    ("name", "x", "error", "words"),
    [
        ("ln", 0, ValueError, "ln needs a positive number"),
        ("ln", -1.5, ValueError, "was given -1.5"),
        ("log10", 0, ValueError, "positive number"),
        ("log2", -2, ValueError, "positive number"),
        ("sqrt", -1, ValueError, "from 0 up"),
        ("asin", 1.01, ValueError, "from −1 to 1"),
        ("acos", -2, ValueError, "from −1 to 1"),
        ("exp", 710, OverflowError, "larger than any double"),
    ],
)
def test_outside_the_domain(name, x, error, words):
    """Outside its domain a function says what it needs and what it was given."""
    with pytest.raises(error, match=words):
        FUNCTIONS[name].value(x)


@pytest.mark.parametrize(("name", "numbers", "first"), [("max", (2, 2, 1), 0), ("min", (3, 1, 1), 1)])
def test_first_of_equals_counts(name, numbers, first):
    """Where several arguments are the greatest or least, the first of them carries the whole slope."""
    slopes = [slope(FUNCTIONS[name], k, numbers) for k in range(len(numbers))]
    assert slopes == [int(k == first) for k in range(len(numbers))]


@pytest.mark.parametrize(
    ("name", "x", "value"),
    [
        ("tan", 0.5, 0.5463024898437905),
        ("tan", 1.4, 5.797883715482887),
        ("tan", -1.57, -1255.7655915007895),
        ("tan", 7.25, 1.4492795301268253),
        ("asin", 1, math.pi / 2),
        ("acos", -1, math.pi),
        ("ln", 1e-300, -690.7755278982137),
        ("log10", 1000, 3),
        ("log10", 1, 0),
        ("log2", 0.125, -3),
        ("sqrt", 0, 0),
        ("exp", 709, 8.218407461554972e307),
        ("exp", -800, 0),
        ("sin", math.pi, 0),
        ("cos", math.pi / 2, 0),
        ("sin", math.pi / 6, 0.5),
        ("sin", 1e-9, 1e-9),
    ],
)
def test_values_at_the_ends_of_the_domain(name, x, value):
    """Values by tables (sin π is 0 on paper); a function that refused them would leave the tests above, unseen."""
    assert FUNCTIONS[name].value(x) == pytest.approx(value, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("x", [math.pi / 2, -math.pi / 2, 5 * math.pi / 2])
def test_tan_at_odd_multiples_of_a_right_angle(x):
    """The double nearest to π/2 stands for π/2, where tan has no value."""
    with pytest.raises(ValueError, match="odd multiple"):
        FUNCTIONS["tan"].value(x)


@pytest.mark.parametrize(
    ("names", "formulas", "taken"),
    [
        (["x", "e"], ["exp(x)"], "e"),
        (["x", "e"], ["x*2"], ""),
        (["x", "e"], ["x*2", "1/exp(x)"], "e"),
        (["π", "x"], ["sin(x)*π"], "π"),
        (["π", "x"], ["exp(x)"], ""),
        (["x", "y"], ["exp(x)*π"], ""),
    ],
)
def test_names_that_are_printed_as_constants(names, formulas, taken):
    """An input called e is taken for the constant where an exponential is printed, and nowhere else."""
    assert taken_for_constant(names, [parse(text, ("x",)) for text in formulas]) == taken


def test_letters_of_constants_in_definitions():
    """The letters that are printed count, also those of a definition that stands for a function."""
    x = Symbol("x")
    assert constants_in([ACTIVATIONS["sigmoid"].function(x)]) == {"e"}
    assert constants_in([ACTIVATIONS["gelu tanh"].function(x)]) == {"π"}
    assert constants_in([parse("ln(x) + 2", ("x",))]) == set()
