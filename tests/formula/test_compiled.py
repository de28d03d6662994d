"""Compiled steps: the same numbers as the one loop that evaluates, bit for bit, and no text of a user in the source."""

from __future__ import annotations

import builtins
import math
import random
import re
import struct

import pytest

import nnsolve
from nnsolve.formula import activations, functions
from nnsolve.formula.compiled import compiled
from nnsolve.formula.expr import Add, Array, Call, Div, Mul, Neg, Num, Pow, Sub, Symbol
from nnsolve.formula.parse import parse
from nnsolve.schema import constant
from nnsolve.solution import Step, evaluate

A, B = Symbol("a"), Symbol("b")


def bits(value) -> bytes:
    """A double, bit by bit."""
    return struct.pack("<d", float(value))


def both(steps: list[tuple], given: dict) -> tuple[list, list]:
    """The results of all steps, compiled and evaluated."""
    names = [name for name, _ in steps]
    fast = compiled(steps, list(given), names)(*given.values())
    slow = evaluate([Step(name, formula) for name, formula in steps], given=given)
    return list(fast), [slow[name] for name in names]


def grown(pick: random.Random, names: list[str], depth: int):
    """A random formula over ``names`` whose value stays moderate."""
    if depth == 0 or pick.random() < 0.15:
        return Symbol(pick.choice(names)) if pick.random() < 0.7 else Num(str(pick.randint(-900, 900) / 1000))
    parts = [grown(pick, names, depth - 1) for _ in range(pick.randint(2, 5))]
    one, other = parts[0], parts[1]
    return pick.choice(
        [
            lambda: Add(parts),
            lambda: Mul(parts),
            lambda: Sub(one, other),
            lambda: Neg(one),
            lambda: Div(one, Num("2") + Pow(other, Num("2"))),
            lambda: Pow(one, Num(pick.choice(["2", "3"]))),
            lambda: Pow(Num("1") + Pow(one, Num("2")), Num("0.5")),
            lambda: functions.tanh(one),
            lambda: activations.sigmoid(one),
            lambda: functions.maximum(one, other),
            lambda: functions.minimum(one, other),
            lambda: functions.FUNCTIONS["sin"](one),
            lambda: functions.absolute(one),
            lambda: activations.ACTIVATIONS["relu"].function(one),
        ]
    )()


@pytest.mark.parametrize("seed", range(40))
def test_random_formulas(seed):
    """Twelve random steps, each over the names before it, give the same bits."""
    pick = random.Random(seed)
    given = {name: pick.uniform(-1, 1) for name in ("a", "b", "c")}
    names, steps = list(given), []
    for k in range(12):
        steps.append((f"s{k}", grown(pick, names, 3)))
        names.append(f"s{k}")
    fast, slow = both(steps, given)
    assert list(map(bits, fast)) == list(map(bits, slow))


@pytest.mark.parametrize("name", [n for n in nnsolve.library() if [p.command for p in nnsolve.load(n)] == ["backprop"]])
def test_networks_of_the_library(name):
    """All steps of a worked network, forward and backward, give the same bits."""
    (problem, *_) = nnsolve.load(name)
    solution = nnsolve.solve(problem)
    if solution.symbolic or any(not isinstance(value, (int, float)) for value in solution.values.values()):
        return
    given = {key: constant(value) for key, value in solution.given.items()}
    steps = [(step.name, step.formula) for step in solution.steps]
    fast, slow = both(steps, given)
    assert list(map(bits, fast)) == list(map(bits, slow))


@pytest.mark.parametrize("count", [2, 59, 60, 61, 119, 120, 121, 2000])
def test_long_sums(count):
    """A sum of up to 2,000 terms is added from left to right, wherever it is cut into statements."""
    pick = random.Random(count)
    given = {f"x{k}": pick.uniform(-1, 1) * 10 ** pick.randint(-8, 8) for k in range(count)}
    total = Add([Symbol(name) for name in given])
    products = Add([Mul((Symbol(name), Num("0.1"), Symbol("x0"))) for name in given])
    nested = Add([*total.terms, Neg(Add(total.terms[::-1])), Add(products.terms)])
    fast, slow = both([("s", total), ("p", products), ("n", nested), ("t", Symbol("s") - Symbol("p"))], given)
    assert list(map(bits, fast)) == list(map(bits, slow))
    by_hand = 0.0
    for value in given.values():
        by_hand += value
    assert fast[0] == by_hand


def test_a_network_with_many_inputs():
    """A unit of 2,000 inputs is compiled, forward and backward."""
    pick = random.Random(1)
    numbers = [[pick.randint(-99, 99) / 1000 for _ in range(2000)] for _ in range(2)]
    text = f"""\
kind: backprop
samples: [{{inputs: {numbers[0]}, targets: 1}}, {{inputs: {numbers[1]}, targets: 0}}]
layers: [{{activation: sigmoid, weights: [{numbers[1]}]}}]
loss: half squared error
learning_rate: 0.5
batch: 1
asked: [w1, average_E]
"""
    weights = list(numbers[1])
    errors = []
    for inputs, target in zip(numbers, (1, 0), strict=True):
        out = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, inputs, strict=True))))
        errors.append((target - out) ** 2 / 2)
        weights = [w + 0.5 * (target - out) * out * (1 - out) * x for w, x in zip(weights, inputs, strict=True)]
    values = nnsolve.solve(nnsolve.loads(text)[0]).values
    assert values["new_w1"] == pytest.approx(weights[0], rel=1e-9)
    assert values["average_E"] == pytest.approx(sum(errors) / 2, rel=1e-9)


# ---- what the source is made of ----

NUMBER = r"(?<![\w.])\d+(\.\d+)?(e[-+]?\d+)?(?![\w.])"
OWN = re.compile(r"[vfs]\d+|def|run|return|power|exp|p|if|else|for|in|held|rows|total")
WORD = re.compile(r"[^\W\d]\w*")
HOSTILE = [
    "__import__",
    "lambda",
    "import_os",
    "v0",
    "f0",
    "s0",
    "power",
    "run",
    "return",
    "exec",
    "None",
    "σ",
    "ﬁ",
    "self",
]


@pytest.fixture
def sources(monkeypatch):
    """What is handed to Python's compiler, source by source."""
    found: list[str] = []
    real = builtins.compile

    def spy(source, *args, **kwargs):
        if args[:1] == ("<steps>",):
            found.append(source)
        return real(source, *args, **kwargs)

    monkeypatch.setattr(builtins, "compile", spy)
    return found


def assert_plain(source: str):
    """Only the program's own names, numbers, operators and brackets stand in the source."""
    rest = re.sub(NUMBER, " ", source)
    assert {word for word in WORD.findall(rest) if not OWN.fullmatch(word)} == set()
    assert set(re.sub(r"\w", "", rest)) <= set(" \n+-*/(),:=<>")


@pytest.mark.parametrize("seed", range(10))
def test_hostile_names_of_formulas(sources, seed):
    """Whatever the names of steps and inputs are, the source holds v0, v1, … alone."""
    pick = random.Random(seed)
    hostile = ["__import__('os').system('true')", "a\nb", "#", "'", '"""', "1.w5", "dE/dw1", "", *HOSTILE]
    given = {name: pick.uniform(-1, 1) for name in pick.sample(hostile, 8)}
    names, steps = list(given), []
    for k in range(6):
        steps.append((f"{pick.choice(hostile)}; {k}", grown(pick, names, 3)))
        names.append(steps[-1][0])
    fast, slow = both(steps, given)
    assert list(map(bits, fast)) == list(map(bits, slow))
    assert len(sources) == 1
    assert_plain(sources[0])


def test_hostile_names_of_a_problem(sources):
    """Neurons, weights, inputs and functions of a file leave no letter in the source."""
    text = """\
kind: backprop
title: __import__("os")
samples:
  - {inputs: {lambda: 0.5, __builtins__: 1}, targets: 1}
  - {inputs: {lambda: 1, __builtins__: 0.25}, targets: 0}
layers:
  - activation: x / (1 + abs(x))
    weights:
      __import__: {__class__: 0.1, v0: 1/3}
      exec: {f0: 0.3, s0: pi}
    bias: {power: 0.05}
  - activation: sigmoid
    weights:
      eval: {import: 0.5, run: -0.6}
    bias: {None: 0.1}
loss: ln(cosh(t - o))
learning_rate: 0.5
batch: 1
epochs: 3
clip: {norm: 0.1}
weight_decay: 0.01
"""
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    assert sources
    for source in sources:
        assert_plain(source)
    assert solution.values["new_v0"] != 1 / 3
    for format in nnsolve.formats():
        nnsolve.render(solution, format)


def test_hostile_literals(sources):
    """A literal is its double, whatever its text."""
    literals = [
        Num("__import__('os')", 2.0),
        Num("½", 0.5),
        Num("-0"),
        Num("1e308"),
        Num("1e-320"),
        Num("007"),
        Num("π", math.pi),
    ]
    fast, slow = both([("s", Add([Mul((number, A)) for number in literals]))], {"a": 1e-3})
    assert list(map(bits, fast)) == list(map(bits, slow))
    assert_plain(sources[0])


def test_names_inside_functions(sources):
    """A function a user wrote is reached as f0; its text is not copied."""
    formula = parse("x*sin(x) + tanh(x)^2 - max(x, 0.5)", ("x",))
    fast, slow = both([("y", formula)], {"x": 0.75})
    assert bits(fast[0]) == bits(slow[0])
    assert_plain(sources[0])


# ---- what cannot be computed ----


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        (A / (A - A), ZeroDivisionError),
        (functions.ln(Neg(A)), ValueError),
        (functions.sqrt(Neg(A)), ValueError),
        (Pow(Neg(A), Num("0.5")), ValueError),
        (functions.exp(Num("1000") * A), OverflowError),
        (Pow(A * Num("1e200"), Num("3")), OverflowError),
    ],
)
def test_errors_are_those_of_arithmetic(formula, error):
    """Where there is no value, what the arithmetic raises is raised."""
    with pytest.raises(error):
        compiled([("y", formula)], ["a"], ["y"])(2.0)


def test_matrices_are_not_compiled():
    """A formula over arrays is refused while compiling."""
    with pytest.raises(TypeError, match="Array is not compiled"):
        compiled([("m", Array([[A]]))], ["a"], ["m"])


def test_order_of_inputs_and_outputs():
    """Inputs are taken and outputs given in the order asked for; an input may be an output."""
    run = compiled([("s", A - B), ("p", Mul((A, Symbol("s"))))], ["b", "a"], ["p", "a", "s", "p"])
    assert run(1.0, 3.0) == (6.0, 3.0, 2.0, 6.0)
    assert compiled([], ["a"], ["a"])(4.0) == (4.0,)


def test_softmax_functions_do_not_mix():
    """Functions of one name are kept apart: the units of a softmax layer."""
    outs = [Symbol("p"), Symbol("q")]
    steps = [(name.name, Call(activations.softmax_unit(k, outs), A, B)) for k, name in enumerate(outs)]
    fast, slow = both(steps, {"a": 0.2, "b": 1.1})
    assert fast == slow
    assert sum(fast) == pytest.approx(1)
    assert fast[0] < fast[1]


def test_many_steps_are_compiled_quickly():
    """A thousand steps that build on each other nest nothing and stay exact."""
    steps = [("y0", A)]
    for k in range(1, 1000):
        steps.append((f"y{k}", Symbol(f"y{k - 1}") * Num("0.999") + B))
    fast, slow = both(steps, {"a": 0.3, "b": 0.01})
    assert bits(fast[-1]) == bits(slow[-1])
