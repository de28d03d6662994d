"""The second derivatives of written functions: by the chain rule twice, against differences in many digits."""

from __future__ import annotations

import random

import mpmath
import pytest
import sympy

from nnsolve.formula.parse import parse
from nnsolve.formula.symbolic import to_sympy
from nnsolve.names import Name, Role
from nnsolve.subjects.descent.function import Objective
from nnsolve.subjects.descent.stationary import hessian_at

VARIABLES = [Name(Role.PARAMETER, name) for name in "xyz"]
PIECES = [
    "{a}*{b}",
    "{a}+{b}",
    "{a}-2*{b}",
    "{a}/(1+{b}^2)",
    "({a})^2",
    "({a})^3",
    "(2+({a})^2)^0.5",
    "(1.5+({a})^2)^({b})",
    "(1+({a})^2)^-1",
    "({a})^1",
    "exp(0.3*({a}))",
    "sin({a})*cos({b})",
    "tanh({a})",
    "ln(1+({a})^2)",
    "sqrt(1+({a})^2)",
    "atan({a})",
    "erf({a})",
    "abs({a})*({b})",
    "max({a},{b})^2",
    "min({a},{b},0.7)*({a})",
    "sign({a})*({b})^2",
]


def drawn(seed: int, depth: int = 3) -> str:
    """A function of x, y and z, some three pieces deep."""
    pick = random.Random(seed)

    def inner(left: int) -> str:
        if not left or pick.random() < 0.15:
            return pick.choice("xyz")
        return f"({pick.choice(PIECES).format(a=inner(left - 1), b=inner(left - 1))})"

    return f"{inner(depth)}+{inner(depth - 1)}"


def differences(formula, point: dict) -> list[list[float]]:
    """The matrix of second central differences, in fifty digits."""
    names = [sympy.Symbol(name, real=True) for name in VARIABLES]
    function, step = sympy.lambdify(names, to_sympy(formula), "mpmath"), mpmath.mpf("1e-12")

    def at(**moves):
        return function(*[mpmath.mpf(repr(point[name])) + moves.get(name, 0) * step for name in VARIABLES])

    def second(a, b):
        if a == b:
            return (at(**{a: 1}) - 2 * at() + at(**{a: -1})) / step**2
        corners = [(p, q, p * q) for p in (1, -1) for q in (1, -1)]
        return sum(sign * at(**{a: p, b: q}) for p, q, sign in corners) / (4 * step**2)

    with mpmath.workdps(50):
        return [[float(second(a, b)) for b in VARIABLES] for a in VARIABLES]


@pytest.mark.parametrize("seed", range(34))
def test_the_hessian_is_that_of_second_differences(seed):
    """Whatever functions, kinks and quotients are nested, away from kinks and jumps."""
    text = drawn(seed)
    formula = parse(text, tuple(VARIABLES))
    pick = random.Random(seed)
    point = {name: round(pick.uniform(0.2, 1.3), 4) for name in VARIABLES}
    objective = Objective(Name(Role.LOSS, "f"), formula, VARIABLES)
    matrix = hessian_at(objective, point)
    if objective.hessian is None:  # the gradient is too long for a page
        return
    for found, expected in zip(matrix, differences(formula, point), strict=True):
        assert found == pytest.approx(expected, rel=1e-8, abs=1e-8), text


LONG = "+".join(f"(x+{k})^2+(y-{k})^2" for k in range(12))


@pytest.mark.parametrize(
    ("more", "point", "expected"),
    [
        ("x*y*max(x, y)", (1, 2), [[24, 4], [4, 26]]),  # xy²: 0, 2y, 2x beside 24 and 24
        ("x*y*max(x, y)", (2, 1), [[26, 4], [4, 24]]),  # x²y
        ("min(x, 3, y)^2", (1, 2), [[26, 0], [0, 24]]),
        ("x^1*y", (0, 2), [[24, 1], [1, 24]]),
        ("abs(x)^3", (-1, 2), [[30, 0], [0, 24]]),
    ],
)
def test_the_hessian_of_a_long_function(solved, more, point, expected):
    """Beyond what SymPy shortens the chain rule's own forms are differentiated again, with their kinks."""
    names = VARIABLES[:2]
    objective = Objective(Name(Role.LOSS, "f"), parse(f"{LONG}+{more}", tuple(names)), names)
    assert hessian_at(objective, dict(zip(names, map(float, point), strict=True))) == expected


@pytest.mark.parametrize("more", ["x*y*max(x, y)", "min(x, 3, y)", "abs(x)*sign(y)"])
def test_a_long_function_with_kinks_has_its_page(solved, more):
    """The stationary point is printed with its second derivatives, which have no shorter form."""
    text = f"kind: gradient-descent\nfunction: {LONG}+0.01*{more}\nstart: {{x: 1, y: 2}}\n"
    text += "learning_rate: 0.01\niterations: 3\n"
    values = solved(text).values
    assert values["λ1"] >= values["λ2"] > 0
