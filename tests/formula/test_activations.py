"""The table of activations: values and slopes against SymPy, central differences and an autograd framework."""

from __future__ import annotations

import random

import pytest
import sympy

from nnsolve.formula.activations import ACTIVATIONS, softmax_unit
from nnsolve.formula.expr import Call, Symbol
from nnsolve.formula.numbers import DOUBLES

from ..entries import activations as common

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


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_slopes_equal_sympys(name):
    """Value and slope at random points are those of the papers' definition, differentiated by SymPy."""
    common.value_and_slopes_equal_sympys(ACTIVATIONS[name], DEFINITIONS.get(name))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("holds", common.COMMON[1:], ids=lambda check: check.__name__)
def test_every_entry(name, holds):
    """What holds for every activation holds for each of the table."""
    holds(ACTIVATIONS[name])


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
    assert common.slope(ACTIVATIONS[name], 0, numbers) == expected


def test_flat_activations_have_no_slope():
    """Exactly the step functions are marked flat, and exactly they have no slopes."""
    flat = [name for name, entry in ACTIVATIONS.items() if entry.flat]
    assert flat == ["step", "bipolar step"] == [name for name, e in ACTIVATIONS.items() if not e.function.slopes]
    assert [ACTIVATIONS["step"].function.value(z) for z in (-0.1, 0, 2)] == [0, 1, 1]
    assert [ACTIVATIONS["bipolar step"].function.value(z) for z in (-0.1, 0, 2)] == [-1, 1, 1]


def test_other_spellings_lead_to_the_table():
    """Every other spelling means an entry of the table and is not one itself."""
    assert all(
        known in ACTIVATIONS and spelling not in ACTIVATIONS for spelling, known in ACTIVATIONS.spellings.items()
    )


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
            assert common.slope(ACTIVATIONS[name], 0, numbers) == pytest.approx(z.grad.item(), rel=1e-11, abs=1e-14)
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
