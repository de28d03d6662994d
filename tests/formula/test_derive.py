"""The chain rule: derivatives of single formulas against SymPy, and of whole graphs against differences."""

from __future__ import annotations

import math

import numpy
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnsolve.errors import NoRuleError
from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.array_functions import softmax_column
from nnsolve.formula.array_partials import received
from nnsolve.formula.arrays import Array, Entry, Hadamard, MatMul, Shape, Total, Transpose
from nnsolve.formula.derive import Backward
from nnsolve.formula.expr import ONE, Add, Div, Mul, Neg, Num, Pow, Relation, Sub, Symbol, symbols
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.losses import LOSSES
from nnsolve.formula.maps import turn
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.parse import parse
from nnsolve.formula.partials import partials
from nnsolve.formula.symbolic import derivative, to_sympy

from ..support import bounded

AT = {"x": 0.7, "y": 1.3, "z": 0.45}
SMOOTH = ["exp", "tanh", "sin", "cos", "atan", "erf", "sinh"]


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("x", "x", "1"),
        ("3*x", "x", "3"),
        ("x*y", "x", "y"),
        ("x*x", "x", "x + x"),
        ("x - y", "y", "-(1)"),
        ("x^2", "x", "2*x"),
        ("x^3", "x", "3*x^2"),
        ("x/y", "x", "1/y"),
        ("x/y", "y", "-(x/y^2)"),
        ("-(x + y)", "x", "-(1)"),
        ("x*y + x", "x", "y + 1"),
        ("-x*y", "y", "-x"),
    ],
)
def test_textbook_forms(text, by, expected):
    """Sum, product, quotient and power rule give the form a textbook writes, nothing simplified."""
    assert repr(partials(parse(text, AT), Symbol("out"))[by]) == repr(parse(expected, AT))


def test_constants_and_other_names_have_no_partial():
    """A name that does not stand in the formula, or stands only below a flat function, has no derivative."""
    assert partials(parse("2 + 3"), Symbol("out")) == {}
    assert set(partials(parse("floor(x) + y", AT), Symbol("out"))) == {"y"}


def test_out_stands_for_the_value():
    """The slope of a function is written by its own value where the textbook does so."""
    assert repr(partials(parse("exp(x)", AT), Symbol("out"))["x"]) == "out"


W, A, B = Symbol("W"), Symbol("a"), Symbol("b")


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        (MatMul(W, A), "MatMul"),
        (MatMul(W, A) + A, "MatMul"),
        (FUNCTIONS["exp"](MatMul(W, A)), "MatMul"),
        (Hadamard(W, A), "Hadamard"),
        (Transpose(W), "Transpose"),
        (Total(W), "Total"),
        (Array([[W, A]]), "Array"),
        (Relation(W, "=", A), "Relation"),
        (ACTIVATIONS["step"].function(W), "step"),
        (LOSSES["squared error"].term(W, Num("1")), "squared error"),
    ],
)
def test_no_rule_is_no_zero(formula, what):
    """What has no rule raises; the gradient through it is refused, and never written as 0."""
    with pytest.raises(NoRuleError, match=f"{what} is not differentiated"):
        partials(formula, Symbol("out"))
    backward = Backward([("s", formula), ("L", Symbol("s") + ONE)], "L", lambda *step: None)
    with pytest.raises(NoRuleError, match="derivative by W"):
        backward.gradient("W")


def test_a_name_without_a_rule_does_not_hide_the_others():
    """Of a loss of target and output only the target has no rule: the slope by the output is −2(t − o)."""
    written = {}
    backward = Backward(
        [("L", LOSSES["squared error"].term(Symbol("t"), Symbol("o")))],
        "L",
        lambda name, formula, *_: written.update({name: formula}),
    )
    assert backward.gradient("o") == "dL/do"
    assert written["dL/do"].evaluate({"t": 1.0, "o": 3.0}, DOUBLES) == 4
    with pytest.raises(NoRuleError):
        backward.gradient("t")
    assert written.keys() == {"dL/do"}
    backward.gradient("elsewhere")  # reaches nothing
    assert repr(written["dL/delsewhere"]) == "0"


def test_entries_of_a_matrix():
    """An entry has a gradient of its own; the matrix as a whole has none where single entries are used."""
    entry, written = Entry("X", 0, 1), {}
    backward = Backward(
        [("s", entry * Symbol("w")), ("L", Pow(Symbol("s"), Num("2")))],
        "L",
        lambda name, formula, *_: written.update({name: formula}),
    )
    backward.gradient("X[0,1]")
    values = {"X": numpy.array([[1.0, 3.0]]), "w": 2.0}
    assert run([*[("s", entry * Symbol("w"))], *written.items()], values)["dL/dX[0,1]"] == 2 * 6 * 2
    with pytest.raises(NoRuleError, match="derivative by X"):
        backward.gradient("X")


@pytest.mark.parametrize(
    ("formula", "weights"),
    [
        (MatMul(W, A) + MatMul(W, B), "a + b"),
        (MatMul(W, A) + MatMul(W, A) + B, "2a"),
        (ACTIVATIONS["identity"].function(MatMul(W, A) + MatMul(W, B)), "a + b"),
    ],
)
def test_shares_of_a_matrix_add_up(formula, weights):
    """W receives the sum of what its uses receive, as hand and central differences of Σδ ⊙ s have it."""
    values = {
        "W": numpy.array([[0.2, -0.4], [1.0, 0.3]]),
        "a": numpy.array([[1.5], [-2.0]]),
        "b": numpy.array([[0.5], [3.0]]),
        "above": numpy.array([[0.7], [-1.1]]),
    }
    sizes = {name: value.shape for name, value in values.items()}
    found = received(formula, Symbol("s"), Symbol("above"), sizes)["W"].evaluate(values, DOUBLES)
    columns = {"a + b": values["a"] + values["b"], "2a": 2 * values["a"]}[weights]
    assert numpy.allclose(found, values["above"] @ columns.T)
    for place in numpy.ndindex(2, 2):
        moved = numpy.zeros((2, 2))
        moved[place] = 1e-6
        above, below = (
            (values["above"] * formula.evaluate(values | {"W": values["W"] + sign * moved}, DOUBLES)).sum()
            for sign in (1, -1)
        )
        assert found[place] == pytest.approx((above - below) / 2e-6, rel=1e-6)


def test_a_function_inside_a_sum_is_differentiated_at_its_own_value():
    """s = σ(z) + z gives z the sum δ·σ(z)(1 − σ(z)) + δ, where σ(z) is not s."""
    z = Symbol("z")
    values = {"z": numpy.array([[0.0]]), "above": numpy.array([[2.0]]), "s": numpy.array([[0.5]])}
    formula = ACTIVATIONS["sigmoid"].function(z) + z
    share = received(formula, Symbol("s"), Symbol("above"), dict.fromkeys(values, (1, 1)))["z"]
    assert share.evaluate(values, DOUBLES)[0, 0] == pytest.approx(2 * 0.25 + 2)


def grown(parts):
    """One operation over smaller formulas."""
    pairs = st.tuples(parts, parts)
    return st.one_of(
        st.lists(parts, min_size=2, max_size=4).map(Add),
        st.lists(parts, min_size=2, max_size=3).map(Mul),
        pairs.map(lambda p: Sub(*p)),
        pairs.map(lambda p: Div(*p)),
        parts.map(Neg),
        st.tuples(parts, st.sampled_from(["2", "3", "-1", "0.5"])).map(lambda p: Pow(p[0], Num(p[1]))),
        pairs.map(lambda p: Pow(*p)),
        st.tuples(st.sampled_from(SMOOTH), parts).map(lambda p: FUNCTIONS[p[0]](p[1])),
    )


LEAVES = st.one_of(st.sampled_from([*AT]).map(Symbol), st.sampled_from(["2", "0.5", "1.25"]).map(Num))
TREES = st.recursive(LEAVES, grown, max_leaves=7)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_partials_equal_sympys(tree):
    """The derivative of a drawn formula by each of its names equals SymPy's at a point."""
    try:
        out = tree.evaluate(AT, DOUBLES)
        found = partials(tree, Symbol("out"))
        computed = {name: found[name].evaluate(AT | {"out": out}, DOUBLES) if name in found else 0.0 for name in AT}
    except (ArithmeticError, ValueError):
        assume(False)
    at = {sympy.Symbol(name, real=True): sympy.Float(repr(number), 40) for name, number in AT.items()}
    expression = to_sympy(tree)
    for name, number in computed.items():
        expected = complex(expression.diff(sympy.Symbol(name, real=True)).subs(at).evalf(40))
        size = 1 + sum(abs(v) for v in computed.values())
        assume(math.isfinite(size) and size < 1e8 and not expected.imag)
        assert number == pytest.approx(expected.real, rel=1e-9, abs=1e-9 * size)


@pytest.mark.parametrize(
    "text",
    [
        "x / (1 + abs(x))",
        "x * exp(-x^2)",
        "max(x, 0)^2",
        "min(x, 3) * x",
        "ln(1 + exp(x))",
        "log2(x) + log10(x)",
        "sqrt(x^2 + 1) - 1",
        "x^x",
        "2^x",
        "atan(x) * 2 / pi",
        "sign(x) * x^2",
        "x / sqrt(1 + x^2)",
        "(x + 1) / (x - 3)",
        "erf(x) + e^x",
        "asin(x/4) + acos(x/4)",
        "cosh(x) / sinh(x)",
        "tan(x/3)",
        "x - x",
        "7",
    ],
)
@pytest.mark.parametrize("at", [0.3, 0.9, 1.7, 2.4])
def test_symbolic_derivative_of_what_users_write(text, at):
    """SymPy's derivative, brought back into our formulas, agrees with central differences."""
    formula = parse(text, ("x",))
    slope = derivative(formula, "x")
    h = 1e-5
    above, below = (formula.evaluate({"x": at + s * h}, DOUBLES) for s in (1, -1))
    expected = (above - below) / (2 * h)
    assert slope.evaluate({"x": at}, DOUBLES) == pytest.approx(expected, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("text", ["floor(x)", "sign(x)", "ceil(x) + x^2", "floor(x) * x"])
def test_flat_pieces_have_a_derivative_or_none_at_all(text):
    """The derivative of a function with flat pieces is right between its jumps, or there is none; never a wrong one."""
    formula = parse(text, ("x",))
    slope = derivative(formula, "x")
    if slope is not None:
        h, at = 1e-5, 1.4
        above, below = (formula.evaluate({"x": at + s * h}, DOUBLES) for s in (1, -1))
        assert slope.evaluate({"x": at}, DOUBLES) == pytest.approx((above - below) / (2 * h), abs=1e-8)


@pytest.mark.parametrize(
    "text",
    [
        "x + 9^9^9^9",
        "x * 0.1^(10^8)",
        "x * e^(10^10)",
        "x^(9^9)",
        "x * 1.5^1000000",
        "(x^5000 - 1) / (x - 1)",
        "(1 + x)^1000 * (2 + x)^1000",
        "(x^300 + 1) / (x^299 + 3)",
        " + ".join(f"sin({k}*x)^{k}" for k in range(1, 30)),
    ],
)
def test_large_powers_are_bounded_in_work(text):
    """No formula makes the symbolic derivative write out numbers or polynomials without end."""
    with bounded():
        slope = derivative(parse(text, ("x",)), "x")
    assert slope is None or set(symbols(slope)) <= {"x"}


def run(steps, given):
    """The values of (name, formula) steps."""
    values = dict(given)
    for name, formula in steps:
        values[name] = formula.evaluate(values, DOUBLES)
    return values


GRAPHS = {
    "product of sums": ({"a": 2.0, "b": 1.0}, [("c", "a + b"), ("d", "b + 1"), ("L", "c*d")], {"a": 2, "b": 5}),
    "sine": ({"x": 2.0, "y": 3.0}, [("p", "x*y"), ("s", "sin(x)"), ("L", "p + s")], {"x": 3 + math.cos(2), "y": 2}),
    "diamond": (
        {"x": 3.0},
        [("u", "x^2"), ("v", "2*u"), ("w", "u^2"), ("L", "v*w")],
        {"x": 6 * 2 * 3.0**5},  # L = 2x⁶
    ),
    "long chain": (
        {"x": 0.1},
        [("s1", "x + 1"), *[(f"s{k}", f"2*s{k - 1}") for k in range(2, 12)], ("L", "s11^2")],
        {"x": 2 * 1.1 * 2.0**20},
    ),
    "unused": ({"x": 1.0, "y": 5.0}, [("u", "3*x"), ("idle", "x*y"), ("L", "u^2")], {"x": 18, "y": 0}),
    "two terms": ({"x": 3.0}, [("u", "x^2"), ("v", "5*x"), ("L", "u + v")], {"x": 11}),
    "mean of two": ({"x": 3.0, "y": 1.0}, [("u", "x^2"), ("v", "5*x*y"), ("L", "(u + v)/2")], {"x": 5.5, "y": 7.5}),
    "direct and indirect": ({"x": 3.0}, [("u", "x^2"), ("L", "u*x")], {"x": 27}),
    "direct beside a sum": ({"x": 3.0, "y": 2.0}, [("u", "x*y"), ("v", "u + x"), ("L", "u + v*x")], {"x": 20, "y": 12}),
    "three times a sum": ({"x": 3.0}, [("u", "x^2"), ("v", "5*x"), ("L", "3*(u + v)")], {"x": 33}),
    "mean of means": (
        {"x": 3.0},
        [("u", "x^2"), ("v", "5*x"), ("m", "(u + v)/2"), ("n", "7*x"), ("L", "(m + n)/3")],
        {"x": 25 / 6},  # (11/2 + 7)/3
    ),
    "through a flat function": ({"x": 2.5}, [("u", "floor(x)"), ("L", "u^2")], {"x": 0}),
    "beside a flat function": ({"x": 2.5}, [("u", "floor(x)"), ("L", "x*u")], {"x": 2}),
    "one sign": ({"x": 2.0}, [("u", "-x^2"), ("L", "3*u")], {"x": -12}),
    "two signs": ({"x": 2.0}, [("u", "1 - x^2"), ("v", "5 - 3*u"), ("L", "v^2")], {"x": 336}),  # 28·(−3)·(−4)
    "three signs": ({"x": 2.0}, [("u", "1 - x^2"), ("v", "5 - 3*u"), ("L", "1 - v^2")], {"x": -336}),
    "target itself": ({"x": 4.0}, [("L", "x^2")], {"x": 8}),
}


@pytest.mark.parametrize("inline", [False, True], ids=["factors", "inline"])
@pytest.mark.parametrize("name", GRAPHS)
def test_gradients_of_graphs(name, inline):
    """Gradients through graphs worked by hand, among them sums over paths; each step is written after what it uses."""
    given, texts, expected = GRAPHS[name]
    steps, known = [], list(given)
    for step, text in texts:
        steps.append((step, parse(text, known)))
        known.append(step)
    written = []
    backward = Backward(steps, "L", lambda step, formula, role, of: written.append((step, formula)), inline=inline)
    names = {source: backward.gradient(source) for source in given}
    values = run(steps + written, given)
    assert {source: values[names[source]] for source in given} == pytest.approx(expected, rel=1e-12)
    assert len({step for step, _ in written}) == len(written)
    seen = {*given, *(step for step, _ in steps)}
    for step, formula in written:
        assert set(symbols(formula)) <= seen
        seen.add(step)


def test_asking_twice_writes_once():
    """A gradient that has been written is named, not written again."""
    written = []
    steps = [("u", parse("x*y", ("x", "y"))), ("L", parse("u^2", ("u",)))]
    backward = Backward(steps, "L", lambda *step: written.append(step[0]))
    assert backward.gradient("x") == backward.gradient("x") == "dL/dx"
    backward.gradient("y")
    assert len(written) == len(set(written))


def test_what_a_softmax_column_receives():
    """The net inputs of a softmax p receive (diag p − p·pᵀ)·g (NumPy)."""
    p, g = numpy.array([[0.2], [0.3], [0.5]]), numpy.array([[1.0], [-2.0], [0.25]])
    share = received(softmax_column(Symbol("z")), Symbol("p"), Symbol("g"), dict.fromkeys("zpg", (3, 1)))["z"]
    found = share.evaluate({"p": p, "g": g}, DOUBLES)
    assert numpy.allclose(found, (numpy.diag(p[:, 0]) - p @ p.T) @ g, rtol=1e-14)


@pytest.mark.parametrize("name", [name for name, entry in ACTIVATIONS.items() if entry.function.slopes])
def test_slopes_over_arrays(name):
    """Over an array the slope is that of every entry by itself, whatever products it is made of."""
    numbers, parameters = numpy.array([[-1.5, -0.25], [0.5, 2.0]]), [Num("0.25")] * len(ACTIVATIONS[name].parameters)
    formula = ACTIVATIONS[name].function(Symbol("x"), *parameters)
    outs = formula.evaluate({"x": numbers}, DOUBLES)
    share = received(formula, Symbol("out"), Symbol("above"), dict.fromkeys(("x", "out", "above"), (2, 2)))["x"]
    found = share.evaluate({"x": numbers, "out": outs, "above": numpy.full((2, 2), 3.0)}, DOUBLES)
    slope = partials(formula, Symbol("out"))["x"]
    for place in numpy.ndindex(2, 2):
        single = slope.evaluate({"x": float(numbers[place]), "out": float(outs[place])}, DOUBLES)
        assert found[place] == pytest.approx(3 * single, rel=1e-14)


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        (ACTIVATIONS["step"].function(W), "step"),
        (Add([W, ACTIVATIONS["step"].function(W)]), "step"),
        (Shape([W]), "Shape"),
        (turn(Transpose(ACTIVATIONS["step"].function(W))), "step"),
    ],
)
def test_arrays_without_a_rule(formula, what):
    """A form that no rule is known for is refused, not passed over."""
    with pytest.raises(NoRuleError, match=f"derivative by W: {what} is not differentiated"):
        received(formula, Symbol("s"), Symbol("above"), dict.fromkeys(("W", "s", "above"), (2, 2)))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("two signs", "Mul(2, x, 3, 2, v)"),
        ("three signs", "Neg(Mul(2, x, 3, 2, v))"),
    ],
)
def test_one_sign_in_front(name, form):
    """Put in, a product of derivatives is one product with at most one minus, before all of it."""
    given, texts, _ = GRAPHS[name]
    steps, known = [], list(given)
    for step, text in texts:
        steps.append((step, parse(text, known)))
        known.append(step)
    written = {}
    Backward(steps, "L", lambda step, formula, *_: written.update({step: formula}), inline=True).gradient("x")
    assert repr(written["dL/dx"]) == form


def test_what_does_not_change_has_no_local_derivative():
    """A name that a step does not use, or uses only where it is flat, has no derivative; the gradient is 0."""
    steps = [("u", parse("floor(x)*y", "xy")), ("L", parse("u^2", ("u",)))]
    written = {}
    backward = Backward(steps, "L", lambda step, formula, *_: written.update({step: formula}))
    assert (backward.local("u", "x"), backward.local("u", "z"), backward.local("x", "u")) == (None, None, None)
    assert backward.local("u", "y") == "du/dy"
    assert repr(written[backward.gradient("x")]) == "0"
    assert (backward.paths("x"), backward.paths("y")) == ([], ["u"])


def test_the_target_by_what_reaches_it_on_several_paths_is_their_sum():
    """Of L = u·x with u = x² the derivative dL/dx is 3x², not that of the one edge; it is asked for as a local one."""
    steps = [("u", parse("x^2", ("x",))), ("L", parse("u*x", ("u", "x")))]
    written = {}
    backward = Backward(steps, "L", lambda step, formula, *_: written.update({step: formula}))
    values = {"x": 2.0, "u": 4.0}
    name = backward.local("L", "x")
    for step, formula in written.items():
        values[step] = formula.evaluate(values, DOUBLES)
    assert (name, values[name]) == ("dL/dx", 12.0)


@pytest.mark.parametrize("name", ["leaky relu", "prelu"])
def test_a_column_through_a_function_with_a_parameter(name):
    """Below 0 a net input receives α·δ, above 0 δ."""
    z = numpy.array([[-2.0], [3.0]])
    formula = ACTIVATIONS[name].function(Symbol("z"), Num("0.25"))
    share = received(formula, Symbol("s"), Symbol("above"), dict.fromkeys(("z", "s", "above"), (2, 1)))["z"]
    found = share.evaluate({"z": z, "above": numpy.array([[4.0], [8.0]]), "s": z}, DOUBLES)
    assert found.tolist() == [[1.0], [8.0]]
