"""The chain rule over arrays at its edges: what reaches nothing, what does not fit, and what is nested deeply."""

from __future__ import annotations

import numpy
import pytest

from nnsolve.errors import NoRuleError
from nnsolve.formula import array_functions as arrays
from nnsolve.formula.array_partials import received
from nnsolve.formula.arrays import Array, Entry, Hadamard, MatMul, Total, Transpose
from nnsolve.formula.derive import Backward
from nnsolve.formula.expr import Expr, Mul, Neg, Num, Pow, Symbol
from nnsolve.formula.functions import FUNCTIONS, sign
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.partials import partials

W, X, C, K, S, Y = map(Symbol, "WXcksY")
GIVEN = {
    "W": numpy.array([[1.0, -3.0], [2.0, 0.5]]),
    "X": numpy.array([[1.0, 3.0], [2.0, 5.0]]),
    "c": numpy.array([[1.0], [2.0], [4.0]]),
    "k": 2.0,
}
ENTRY = Entry("X", 0, 1)
Steps = list[tuple[str, Expr]]


def gradient(steps: Steps, name: str, inline: bool = False):
    """The value of ∂L/∂name."""
    written: Steps = []
    sizes = {given: numpy.shape(value) for given, value in GIVEN.items()}
    backward = Backward(steps, "L", lambda *step: written.append(step[:2]), sizes=sizes, inline=inline)
    found = backward.gradient(name)
    values = dict(GIVEN)
    for step, formula in steps + written:
        values[step] = formula.evaluate(values, DOUBLES)
    return values[found]


@pytest.mark.parametrize("inline", [False, True], ids=["factors", "inline"])
@pytest.mark.parametrize(
    ("steps", "name", "expected"),
    [
        pytest.param([("L", K * K)], "W", [[0, 0], [0, 0]], id="not used"),
        pytest.param([("Y", MatMul(W, X)), ("L", K * K)], "W", [[0, 0], [0, 0]], id="an idle step"),
        pytest.param([("L", Total(FUNCTIONS["floor"](W)) + K)], "W", [[0, 0], [0, 0]], id="flat"),
        pytest.param([("Y", FUNCTIONS["floor"](W)), ("L", Total(Y))], "W", [[0, 0], [0, 0]], id="a flat step"),
        pytest.param([("L", Total(W))], "k", 0, id="a number"),
        pytest.param([("L", Total(W))], "L", 1, id="the target"),
        # Σ X² + k·X[0,1]: 2X, and k = 2 more at the entry
        pytest.param([("L", ENTRY * K + Total(Hadamard(X, X)))], "X", [[2, 8], [4, 10]], id="whole and entry"),
        pytest.param(
            [("s", ENTRY * K), ("Y", Hadamard(X, X)), ("L", S + Total(Y))],
            "X",
            [[2, 8], [4, 10]],
            id="whole and entry in two steps",
        ),
        pytest.param([("L", ENTRY * K)], "X", [[0, 2], [0, 0]], id="entries alone, asked as a whole"),
        pytest.param([("L", ENTRY * K)], "X[0,1]", 2, id="entries alone"),
        pytest.param([("L", ENTRY * K)], "X[0,0]", 0, id="another entry"),
        pytest.param([("L", sign(ENTRY) * K)], "X", [[0, 0], [0, 0]], id="an entry, flat"),
        pytest.param([("Y", MatMul(W, X)), ("L", Entry("Y", 0, 1) * K)], "W", [[6, 10], [0, 0]], id="entry of a step"),
        pytest.param([("Y", Array([[K, K * K]])), ("L", Entry("Y", 0, 1) * K)], "k", 12, id="k·k²"),
        pytest.param([("L", sign(Total(W)) * Total(W))], "W", [[1, 1], [1, 1]], id="sign of an array's sum"),
        pytest.param([("L", sign(Entry("W", 0, 1)) * K)], "k", -1, id="sign of an entry"),
    ],
)
def test_gradients_by_hand(steps, name, expected, inline):
    """What reaches nothing gets 0 in its own size; a matrix receives what its entries receive."""
    found = gradient(steps, name, inline)
    assert numpy.shape(found) == numpy.shape(expected)
    assert numpy.array_equal(found, expected)


@pytest.mark.parametrize("name", ["X[0,1]", "X[0,0]"])
@pytest.mark.parametrize(
    "steps", [[("L", ENTRY * K + Total(X))], [("s", ENTRY * K), ("Y", MatMul(W, X)), ("L", S + Total(Y))]]
)
def test_an_entry_of_what_is_used_as_a_whole_is_refused(steps, name):
    """The gradient by an entry alone would leave out what the whole matrix receives."""
    with pytest.raises(NoRuleError, match="an entry of X, which is used as a whole"):
        gradient(steps, name)


def test_a_matrix_of_entries_without_sizes_is_refused():
    """Where nothing tells the size of a matrix, its gradient is refused when single entries are used."""
    backward = Backward([("L", ENTRY * K)], "L", lambda *step: None)
    with pytest.raises(NoRuleError, match="derivative by X: a matrix of which single entries are used"):
        backward.gradient("X")


def test_no_local_derivative_between_arrays():
    """Between arrays there is what is received, not a derivative of one step."""
    sizes = {"W": (2, 2), "X": (2, 2)}
    backward = Backward([("Y", MatMul(W, X)), ("L", Total(Y))], "L", lambda *step: None, sizes=sizes)
    with pytest.raises(NoRuleError, match="Y, a step between arrays"):
        backward.local("Y", "W")


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (Total(MatMul(W, C)), "2 × 2 times 3 × 1"),
        (Total(MatMul(W, K)), "2 × 2 times a number"),
        (Total(W + C), "2 × 2 and 3 × 1 do not fit"),
        (Total(Hadamard(C, X)), "3 × 1 and 2 × 2 do not fit"),
        (Total(Pow(W, C)), "2 × 2 and 3 × 1 do not fit"),
        (Total(Array([[W, W]])), "2 × 2 stands among them"),
        (Total(arrays.stacked(W, C)), "joined has no value of these sizes: 2 × 2, 3 × 1"),
        (Total(arrays.beside(W, K)), "joined has no value of these sizes: 2 × 2, a number"),
        (Total(arrays.part((0, 3), (0, 2))(W)), r"part \[1:3, 1:2\] has no value of these sizes: 2 × 2"),
        (Total(arrays.rows_of([0, 2])(W)), "rows has no value of these sizes: 2 × 2"),
        (Total(arrays.rows_of([-1])(W)), "rows has no value of these sizes: 2 × 2"),
        (Total(arrays.filled(C, W)), "filled has no value of these sizes: 3 × 1, 2 × 2"),
        (arrays.softmax_column(K), "softmax has no value of these sizes: a number"),
        (Total(K), "a number stands in its place"),
        (Transpose(K), "a number stands in its place"),
        (Entry("W", 2, 0) * K, "no entry in row 3, column 1"),
        (MatMul(W, X), "L is no number but 2 × 2"),
        (Symbol("elsewhere") * K, "size of elsewhere is not known"),
    ],
)
def test_sizes_that_do_not_fit_are_told(formula, message):
    """What cannot be computed is refused before anything is, with the step and the sizes."""
    with pytest.raises(ValueError, match=message) as error:
        gradient([("L", formula)], "W")
    assert str(error.value).startswith("L")


def test_a_vector_has_two_sizes():
    """A vector without rows or columns is refused."""
    with pytest.raises(ValueError, match="W has 1 sizes"):
        Backward([("L", Total(W))], "L", lambda *step: None, sizes={"W": (3,)})


@pytest.mark.parametrize("function", [arrays.part((1, 3), (0, 1)), arrays.rows_of([2]), arrays.rows_of([-1])])
def test_no_part_beyond_a_matrix(function):
    """Rows that a matrix does not have are refused, not cut off or counted from the end."""
    with pytest.raises(ValueError, match="a matrix of 2"):
        function(W).evaluate(GIVEN, DOUBLES)


@pytest.mark.parametrize(
    ("function", "axis"), [(arrays.softmax_column, 0), (arrays.softmax_row, 1), (arrays.softmax_by_rows, 1)]
)
def test_softmax_of_a_matrix(function, axis):
    """What the columns or rows of a matrix receive through softmax is (diag p − p·pᵀ)·g for each (NumPy)."""
    found = gradient([("Y", function(W)), ("L", Total(Hadamard(Y, X)))], "W")
    values, above = numpy.moveaxis(GIVEN["W"], axis, 0), numpy.moveaxis(GIVEN["X"], axis, 0)
    p = numpy.exp(values) / numpy.exp(values).sum(0)
    expected = [(numpy.diag(p[:, k]) - numpy.outer(p[:, k], p[:, k])) @ above[:, k] for k in range(2)]
    assert numpy.allclose(found, numpy.moveaxis(numpy.array(expected).T, 0, axis), rtol=1e-12)


DEEP = {
    "a function": (FUNCTIONS["sin"], 440),
    "a sign": (Neg, 900),
    "a product": (lambda formula: Mul((Num("0.5"), formula)), 900),
    "a sum": (lambda formula: K + formula, 900),
    "a transpose": (Transpose, 900),
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_formulas(name):
    """A formula that can be computed can be differentiated, however deeply its nodes stand in each other."""
    grow, depth = DEEP[name]
    number: Expr = K if name != "a transpose" else W
    matrix: Expr = W
    for _ in range(depth):
        number, matrix = grow(number), grow(matrix)
    if name != "a transpose":
        assert "k" in partials(number, Symbol("out"))
    sizes = {"W": (2, 2), "k": (), "g": (2, 2), "out": (2, 2)}
    assert "W" in received(matrix, Symbol("g"), Symbol("out"), sizes)
