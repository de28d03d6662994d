"""Compiled steps give what their formulas give in doubles, to the last bit."""

from __future__ import annotations

import random

import pytest

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.compiled import compiled, compiled_loop, settled
from nnsolve.formula.deciding import NEAR, Undecided
from nnsolve.formula.expr import ONE, Add, Div, Mul, Neg, Num, Pow, Sub, Symbol
from nnsolve.formula.functions import Function
from nnsolve.formula.losses import in_networks
from nnsolve.formula.numbers import DOUBLES
from nnsolve.solution import Step, evaluate

PLACES = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-320, -1e-320, 30.0, -30.0, 700.0, -700.0, 744.9, -744.9, 745.0, -745.0, 746.0]
PLACES += [-746.0, 1e4, -1e4]


def same(steps, given: dict[str, float], outputs: list[str]):
    """Runs the steps both ways and compares every output exactly, signs of zero included."""
    values = dict(given)
    for name, formula in steps:
        values[name] = formula.evaluate(values, DOUBLES)
    found = compiled(steps, list(given), outputs)(*given.values())
    for name, value in zip(outputs, found, strict=True):
        assert float(value).hex() == float(values[name]).hex(), name


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "identity", "softplus", "silu", "step"])
def test_activations_and_their_slopes(name):
    """Also far out, where exponentials overflow or vanish."""
    function = ACTIVATIONS[name].function
    slope = function.slope(0, (Symbol("x"),), Symbol("y")) or ONE
    for x in PLACES:
        if name in ("softplus", "silu") and abs(x) > 700:
            continue
        if name in ("relu", "step") and 0 < abs(x) < NEAR:
            continue
        same([("y", function(Symbol("x"))), ("s", slope)], {"x": x}, ["y", "s"])


NET = Add((Mul((Symbol("w"), Symbol("x"))), Symbol("b")))


@pytest.mark.parametrize("name", ["relu", "step", "leaky relu"])
@pytest.mark.parametrize(
    ("given", "decided"),
    [
        ({"w": 0.3, "x": 1.0, "b": -0.1}, True),
        ({"w": 0.3, "x": 0.0, "b": 0.0}, True),  # all terms are 0: so is the sum
        ({"w": 0.5, "x": 3.0, "b": -1.5}, True),  # exact in doubles
        ({"w": 0.3, "x": 1.0, "b": -0.3}, False),  # may be rounded: whoever calls looks closer
        ({"w": 0.1, "x": 3.0, "b": -0.3}, False),
        ({"w": 1e-12, "x": 1.0, "b": 0.0}, False),
    ],
)
def test_what_doubles_cannot_decide(name, given, decided):
    """Compiled steps stop where rounding may have brought a number to a border, and go on where it cannot."""
    function, more = ACTIVATIONS[name].function, [Num("0.25")] * len(ACTIVATIONS[name].parameters)
    steps = [("net", NET), ("y", function(Symbol("net"), *more))]
    run = compiled(steps, list(given), ["y"])
    if decided:
        assert run(*given.values()) == (evaluate([Step(*step) for step in steps], given=given)["y"],)
    else:
        with pytest.raises(Undecided):
            run(*given.values())


@pytest.mark.parametrize(
    "name", [name for name, loss in in_networks().items() if not loss.parameters and not name.startswith("sparse")]
)
def test_losses(name):
    """Losses and their derivatives by the output."""
    term = in_networks()[name].term
    slope = term.slope(1, (Symbol("t"), Symbol("o")), Symbol("E"))
    for t, o in [(1.0, 0.3), (0.0, 0.7), (1.0, 0.999999), (0.0, 1e-9)]:
        same([("E", term(Symbol("t"), Symbol("o"))), ("s", slope)], {"t": t, "o": o}, ["E", "s"])


@pytest.mark.parametrize("seed", range(40))
def test_random_steps(seed):
    """Sums, products that begin alike, factors of 1, powers, quotients, names for names, and steps nobody needs."""
    draw = random.Random(seed)
    given = {name: draw.choice([draw.uniform(-3, 3), 1.0, -2.5]) for name in "abcd"}
    names, steps = list(given), []

    def leaf():
        return Symbol(draw.choice(names)) if draw.random() < 0.8 else Num(draw.choice(["1", "2", "0.3", "-0.7", "1.0"]))

    def formula(depth: int):
        kind = draw.randrange(8) if depth else 7
        if kind == 0:
            return Add(formula(depth - 1) for _ in range(draw.randint(2, 70)))
        if kind in (1, 2):
            return Mul(leaf() for _ in range(draw.randint(2, 5)))
        if kind == 3:
            return Sub(formula(depth - 1), formula(depth - 1))
        if kind == 4:
            return Div(formula(depth - 1), Num("3"))
        if kind == 5:
            return Pow(leaf(), Num(draw.choice(["2", "3", "1"])))
        if kind == 6:
            return Neg(formula(depth - 1))
        return leaf()

    for k in range(12):
        steps.append((f"s{k}", formula(2)))
        names.append(f"s{k}")
    same(steps, given, draw.sample([name for name, _ in steps], 4))


def test_a_loop_carries_its_values():
    """x ← x + a over rows 1, 2, 3, twice: the mean of x, and x after each round."""
    run = compiled_loop([("next", Symbol("x") + Symbol("a"))], {"x": "next"}, ["a"], "x", ["x"])
    out = []
    assert run((10.0,), [(1,), (2,), (3,)], 1, 2, out) == (22.0,)
    assert out == [[1, (10 + 11 + 13) / 3, 16.0], [2, (16 + 17 + 19) / 3, 22.0]]


def test_values_change_places_together():
    """Two kept values that take each other's place are exchanged, not copied."""
    run = compiled_loop([("p", Symbol("y")), ("q", Symbol("x"))], {"x": "p", "y": "q"}, ["a"], "x", ["x", "y"])
    assert run((1.0, 2.0), [(0,)], 1, 3, []) == (2.0, 1.0)


def test_products_that_begin_alike_are_multiplied_out_once():
    """f(a)·b·c and f(a)·b·d compute f once; f(a)·d begins otherwise and computes it again."""
    calls = []
    counted = Function("counted", lambda x: calls.append(x) or x + 1)(Symbol("a"))
    first, second, third = (Mul((counted, *map(Symbol, names))) for names in ("bc", "bd", "d"))
    run = compiled([("p", first), ("q", second)], list("abcd"), ["p", "q"])
    assert (run(2.0, 5.0, 7.0, 11.0), calls) == ((105.0, 165.0), [2.0])
    calls.clear()
    run = compiled([("p", first), ("q", third)], list("abcd"), ["p", "q"])
    assert (run(2.0, 5.0, 7.0, 11.0), calls) == ((105.0, 33.0), [2.0, 2.0])


@pytest.mark.parametrize(
    ("terms", "exact"),
    [
        ((0.5, -0.25, 3.0), True),
        ((2.0**-20, 1.0), True),
        ((2.0**-21, 1.0), False),
        ((0.1, 0.5), False),
        ((2.0**32,), True),
        ((1.0, 2.0**33), False),
    ],
)
def test_sums_that_doubles_hold(terms, exact):
    """Multiples of 2⁻²⁰ below 2³³ are added without rounding; of any other term it is not known."""
    if exact:
        assert settled(*terms) is None
        return
    with pytest.raises(Undecided):
        settled(*terms)
