"""The table of activations: values and slopes against SymPy, central differences and an autograd framework."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import pytest
import sympy

from nnsolve.formula.activations import ACTIVATIONS, SPELLINGS, softmax_unit
from nnsolve.formula.expr import Call, Symbol
from nnsolve.formula.numbers import DECIMALS, DOUBLES, exactly, finite
from nnsolve.formula.symbolic import to_sympy

x, p = sympy.symbols("x p", real=True)
SCALE, ALPHA = sympy.Rational("1.0507009873554805"), sympy.Rational("1.6732632423543772")
HALF = sympy.Rational(1, 2)
PHI = (1 + sympy.erf(x / sympy.sqrt(2))) / 2

# Written from the papers, not from the table. A new entry that is missing here is tested by its own definition.
DEFINITIONS = {
    "identity": x,
    "step": sympy.Piecewise((1, x >= 0), (0, True)),
    "bipolar step": sympy.Piecewise((1, x >= 0), (-1, True)),
    "sigmoid": 1 / (1 + sympy.exp(-x)),
    "tanh": sympy.tanh(x),
    "relu": sympy.Piecewise((x, x > 0), (0, True)),
    "relu at 0": sympy.Piecewise((x, x > 0), (0, True)),
    "leaky relu": sympy.Piecewise((x, x > 0), (p * x, True)),
    "prelu": sympy.Piecewise((x, x > 0), (p * x, True)),
    "elu": sympy.Piecewise((x, x > 0), (p * (sympy.exp(x) - 1), True)),
    "selu": sympy.Piecewise((SCALE * x, x > 0), (SCALE * ALPHA * (sympy.exp(x) - 1), True)),
    "softplus": sympy.log(1 + sympy.exp(x)),
    "gelu": x * PHI,
    "gelu tanh": x / 2 * (1 + sympy.tanh(sympy.sqrt(2 / sympy.pi) * (x + sympy.Rational("0.044715") * x**3))),
    "silu": x / (1 + sympy.exp(-x)),
    "hard sigmoid": sympy.Piecewise((0, p * x <= -HALF), (1, p * x >= HALF), (p * x + HALF, True)),
}


def definition(name):
    """The activation as a SymPy expression in x and p."""
    if name in DEFINITIONS:
        return DEFINITIONS[name]
    function = ACTIVATIONS[name].function
    assert function.definition, f"{name} needs a definition, in the table or in this test"
    return to_sympy(function.definition(*map(Symbol, ("x", "p")[: 1 + len(ACTIVATIONS[name].parameters)])))


def points(name):
    """Random net inputs away from kinks, with a parameter where the activation has one."""
    draw = random.Random(name)
    numbers = [draw.uniform(-6, 6) for _ in range(12)]
    parameters = [draw.uniform(0.05, 0.9) for _ in numbers]
    if not ACTIVATIONS[name].parameters:
        return [(number,) for number in numbers]
    away = [
        (z, a)
        for z, a in zip(numbers, parameters, strict=True)
        if name != "hard sigmoid" or abs(abs(a * z) - 0.5) > 0.01
    ]
    return away


def slope(function, index, numbers):
    """The derivative by one argument as the table has it; 0 where it has none."""
    args = tuple(Symbol(f"x{k}") for k in range(len(numbers)))
    formula = function.slope(index, args, Symbol("out"))
    values = {f"x{k}": z for k, z in enumerate(numbers)} | {"out": function.value(*numbers)}
    return formula.evaluate(values, DOUBLES) if formula else 0.0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_slopes_equal_sympys(name):
    """Value and slope at random points are those of the definition, differentiated by SymPy."""
    entry, expression = ACTIVATIONS[name], definition(name)
    for numbers in points(name):
        at = dict(zip((x, p), map(sympy.Rational, map(repr, numbers)), strict=False))
        assert entry.function.value(*numbers) == pytest.approx(float(expression.subs(at).evalf(40)), rel=1e-13)
        expected = float(expression.diff(x).subs(at).evalf(40))
        assert slope(entry.function, 0, numbers) == pytest.approx(expected, rel=1e-12, abs=1e-15)
        if entry.learned:
            expected = float(expression.diff(p).subs(at).evalf(40))
            assert slope(entry.function, 1, numbers) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_own_definition_equals_the_value(name):
    """Where the table writes an activation by simpler functions, they give the same value."""
    function = ACTIVATIONS[name].function
    if not function.definition:
        assert name in DEFINITIONS
        return
    for numbers in points(name):
        values = dict(zip(("x", "p"), numbers, strict=False))
        formula = function.definition(*map(Symbol, values))
        assert formula.evaluate(values, DOUBLES) == pytest.approx(function.value(*numbers), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_equal_central_differences(name):
    """The slope by the net input, and by a learned parameter, agrees with central differences."""
    entry, h = ACTIVATIONS[name], 1e-6
    for numbers in points(name):
        for index in range(1 + entry.learned):
            above = [z + h * (k == index) for k, z in enumerate(numbers)]
            below = [z - h * (k == index) for k, z in enumerate(numbers)]
            difference = (entry.function.value(*above) - entry.function.value(*below)) / (2 * h)
            assert slope(entry.function, index, numbers) == pytest.approx(difference, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [0, 1, -1, 0.0, 40.0, -40.0, 710.0, -710.0, 746.0, -746.0, 800.0, -800.0, 1e5, -1e5])
def test_extreme_net_inputs_do_not_overflow(name, z):
    """Value and slope far out on either side are finite, in doubles and in decimals."""
    entry = ACTIVATIONS[name]
    numbers = (z, 0.25)[: 1 + len(entry.parameters)]
    assert math.isfinite(entry.function.value(*numbers))
    assert math.isfinite(slope(entry.function, 0, numbers))
    with exactly():
        assert finite(DECIMALS.call(entry.function, [Decimal(repr(number)) for number in numbers]))


# Derivatives at a kink are conventions; these are the ones the pages name.
@pytest.mark.parametrize(
    ("name", "numbers", "expected"),
    [
        ("relu", (0,), 0),
        ("relu at 0", (0, 1), 1),
        ("relu at 0", (0, 0.5), 0.5),
        ("leaky relu", (0, 0.01), 0.01),
        ("prelu", (0, 0.25), 0.25),
        ("elu", (0, 0.7), 0.7),
        ("hard sigmoid", (2.5, 0.2), 0),
        ("hard sigmoid", (-3, 1 / 6), 0),
        ("sigmoid", (0,), 0.25),
        ("tanh", (0,), 1),
    ],
)
def test_slope_at_a_kink(name, numbers, expected):
    """At a kink the named convention holds."""
    assert slope(ACTIVATIONS[name].function, 0, numbers) == expected


def test_flat_activations_have_no_slope():
    """Exactly the step functions are marked flat, and exactly they have no slopes."""
    flat = [name for name, entry in ACTIVATIONS.items() if entry.flat]
    assert flat == ["step", "bipolar step"] == [name for name, e in ACTIVATIONS.items() if not e.function.slopes]
    assert [ACTIVATIONS["step"].function.value(z) for z in (-0.1, 0, 2)] == [0, 1, 1]
    assert [ACTIVATIONS["bipolar step"].function.value(z) for z in (-0.1, 0, 2)] == [-1, 1, 1]


def test_other_spellings_lead_to_the_table():
    """Every other spelling means an entry of the table and is not one itself."""
    assert all(known in ACTIVATIONS and spelling not in ACTIVATIONS for spelling, known in SPELLINGS.items())


@pytest.mark.parametrize(
    ("name", "framework", "parameter"),
    [
        ("sigmoid", "torch.sigmoid(z)", None),
        ("tanh", "torch.tanh(z)", None),
        ("relu", "F.relu(z)", None),
        ("leaky relu", "F.leaky_relu(z, a)", 0.01),
        ("prelu", "F.prelu(z, torch.tensor([a]))", 0.25),
        ("elu", "F.elu(z, a)", 0.7),
        ("selu", "F.selu(z)", None),
        ("softplus", "F.softplus(z, threshold=100)", None),
        ("gelu", "F.gelu(z)", None),
        ("gelu tanh", "F.gelu(z, approximate='tanh')", None),
        ("silu", "F.silu(z)", None),
        ("hard sigmoid", "F.relu6(z + 3) / 6", 1 / 6),  # the framework's own slope is 1/6 in single precision
    ],
)
def test_framework_agrees(name, framework, parameter):
    """Value and slope equal the framework's in double precision."""
    torch = pytest.importorskip("torch")
    names = {"torch": torch, "F": torch.nn.functional, "a": parameter}
    draw = random.Random(7)
    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        for number in [draw.uniform(-8, 8) for _ in range(50)] + [800.0, -800.0]:
            z = torch.tensor(number, requires_grad=True)
            value = eval(framework, names | {"z": z})
            value.backward()
            numbers = (number,) if parameter is None else (number, parameter)
            function = ACTIVATIONS[name].function
            assert function.value(*numbers) == pytest.approx(value.item(), rel=1e-12, abs=1e-14)
            assert slope(function, 0, numbers) == pytest.approx(z.grad.item(), rel=1e-11, abs=1e-14)
    finally:
        torch.set_default_dtype(default)


@pytest.mark.parametrize("count", [2, 3, 7])
def test_softmax_and_its_jacobian(count):
    """Softmax and its whole Jacobian equal SymPy's, and the outputs add up to 1."""
    draw = random.Random(count)
    nets = [draw.uniform(-3, 3) for _ in range(count)]
    units = [softmax_unit(k, [Symbol(f"p{j}") for j in range(count)]) for k in range(count)]
    outputs = [unit.value(*nets) for unit in units]
    assert sum(outputs) == pytest.approx(1, abs=1e-15)
    variables = sympy.symbols(f"z:{count}")
    total = sum(map(sympy.exp, variables))
    at = dict(zip(variables, map(sympy.Rational, map(repr, nets)), strict=True))
    values = {f"z{k}": net for k, net in enumerate(nets)} | {f"p{k}": out for k, out in enumerate(outputs)}
    args = tuple(Symbol(f"z{k}") for k in range(count))
    for i, unit in enumerate(units):
        expression = sympy.exp(variables[i]) / total
        assert outputs[i] == pytest.approx(float(expression.subs(at).evalf(30)), rel=1e-14)
        assert Call(unit, *args).evaluate(values, DOUBLES) == outputs[i]
        assert unit.definition(*args).evaluate(values, DOUBLES) == pytest.approx(outputs[i], rel=1e-14)
        for j, variable in enumerate(variables):
            expected = float(expression.diff(variable).subs(at).evalf(30))
            computed = unit.slope(j, args, Symbol(f"p{i}")).evaluate(values, DOUBLES)
            assert computed == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(
    ("nets", "expected"),
    [
        ((1000, 0), (1, 0)),
        ((-1000, -1000), (0.5, 0.5)),
        ((1e300, 1e300, -1e300), (0.5, 0.5, 0)),
        ((0, 0, 0, 0), (0.25,) * 4),
    ],
)
def test_softmax_of_extreme_net_inputs(nets, expected):
    """Net inputs of any size neither overflow nor lose the sum of 1."""
    units = [softmax_unit(k, []) for k in range(len(nets))]
    assert tuple(unit.value(*nets) for unit in units) == expected
