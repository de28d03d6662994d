"""Activations: values and slopes against PyTorch and SymPy, derivations line by line, ranges, faults."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula.activations import ACTIVATIONS, SELU_ALPHA, SELU_SCALE
from nnsolve.formula.numbers import DOUBLES
from nnsolve.kinds.activation.jacobian import OTHER, OWN

from ..support import check_ends, check_fault, keyed

HEAD = "kind: activation\n"
PARAMETERS = {"leaky relu": [0.1], "prelu": [0.25], "elu": [1.5], "hard sigmoid": [0.2], "relu at 0": [0.5]}

VALUES = [
    # activation, point, value, slope; by hand or from a table of functions
    ("sigmoid", 0, 0.5, 0.25),
    ("sigmoid", 3, 0.9525741268224334, 0.045176659730912),
    ("sigmoid", -800, 0, 0),
    ("tanh", 1, 0.7615941559557649, 0.41997434161402614),
    ("identity", 7, 7, 1),
    ("linear", -2, -2, 1),
    ("step", 0, 1, 0),
    ("step", -1e-9, 0, 0),
    ("bipolar step", -3, -1, 0),
    ("bipolar step", 0, 1, 0),
    ("relu", -2, 0, 0),
    ("relu", 0, 0, 0),
    ("relu", 2, 2, 1),
    ("relu(0.5)", 0, 0, 0.5),
    ("relu(0.5)", 1, 1, 1),
    ("leaky relu(0.1)", -2, -0.2, 0.1),
    ("leaky relu(0.01)", -2, -0.02, 0.01),
    ("leaky relu(0.01)", 0, 0, 0.01),
    ("leaky relu(1/3)", -3, -1, 1 / 3),
    ("prelu(a=0.25)", -2, -0.5, 0.25),
    ("elu(1)", -1, math.exp(-1) - 1, math.exp(-1)),
    ("elu(2)", 0, 0, 2),
    ("selu", 1, SELU_SCALE, SELU_SCALE),
    ("selu", 0, 0, SELU_SCALE * SELU_ALPHA),
    ("softplus", 0, math.log(2), 0.5),
    ("hard sigmoid(0.2)", 1, 0.7, 0.2),
    ("hard sigmoid(0.2)", 2.5, 1, 0),
    ("hard sigmoid(0.2)", -2.5, 0, 0),
    ("hard sigmoid(1/6)", 9, 1, 0),
    ("x^2", 3, 9, 6),
    ("x * exp(-x)", 1, math.exp(-1), 0),
    ("abs(x)", -2, 2, -1),
    ("ln(1 + exp(x))", 0, math.log(2), 0.5),
]


def stem(values: dict) -> str:
    """The name of the one value at the first point."""
    return next(name for name in values if name.endswith("_1") and not name.startswith("d"))


@pytest.mark.parametrize(("activation", "at", "value", "slope"), VALUES)
def test_values(solved, activation, at, value, slope):
    """Value and slope at a point, with the conventions at corners that the page names."""
    values = solved(f"{HEAD}activation: {activation}\nat: [{at}]\nidentities: false\n").values
    name = stem(values)
    assert values[name] == pytest.approx(value, rel=1e-12, abs=1e-15)
    assert values[f"d{name}/dx1"] == pytest.approx(slope, rel=1e-12, abs=1e-15)


POINTS = [-30, -5.5, -2, -1, -0.3, 0, 0.4, 1, 2.5, 7, 40]
TORCH = {
    "sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu", "softplus": "softplus", "silu": "silu", "selu": "selu",
    "gelu": "gelu", "elu(1)": "elu", "hard sigmoid(1/6)": "hardsigmoid",
}  # fmt: skip


@pytest.mark.parametrize("activation", [*TORCH, "gelu tanh", "leaky relu(0.1)", "prelu(a=0.25)", "elu(0.7)"])
def test_torch(solved, activation):
    """Values and slopes at many points are PyTorch's in double precision; PReLU's slope by its parameter too."""
    torch = pytest.importorskip("torch")
    functions = {
        "gelu tanh": lambda x: torch.nn.functional.gelu(x, approximate="tanh"),
        "leaky relu(0.1)": lambda x: torch.nn.functional.leaky_relu(x, 0.1),
        "elu(0.7)": lambda x: torch.nn.functional.elu(x, 0.7),
    }
    weight = torch.tensor([0.25], dtype=torch.float64, requires_grad=True)
    functions["prelu(a=0.25)"] = lambda x: torch.nn.functional.prelu(x, weight)
    function = functions.get(activation) or getattr(torch.nn.functional, TORCH.get(activation, "relu"))
    x = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
    out = function(x)
    out.sum().backward()
    values = solved(f"{HEAD}activation: {activation}\nat: {POINTS}\n").values
    name = stem(values)[:-2]
    for k in range(1, len(POINTS) + 1):
        assert values[f"{name}_{k}"] == pytest.approx(out[k - 1].item(), rel=1e-11, abs=1e-14), POINTS[k - 1]
        corner = POINTS[k - 1] == 0 and activation == "elu(0.7)"  # PyTorch takes the other side there
        # PyTorch keeps the 1/6 of its hard sigmoid in single precision.
        exact = 1e-7 if activation.startswith("hard") else 1e-11
        if not corner:
            assert values[f"d{name}_{k}/dx{k}"] == pytest.approx(x.grad[k - 1].item(), rel=exact, abs=1e-14)
    if activation.startswith("prelu"):
        total = sum(values[f"d{name}_{k}/da"] for k in range(1, len(POINTS) + 1))
        assert total == pytest.approx(weight.grad.item(), rel=1e-12)


def test_lines_of_softmax():
    """Both cases of softmax's derivative, line by line, are SymPy's for three inputs."""
    sympy = pytest.importorskip("sympy")
    from nnsolve.formula.symbolic import to_sympy

    i, j, k = (sympy.Symbol(name, real=True) for name in ("x_i", "x_j", "x_k"))
    total = sum(map(sympy.exp, (i, j, k)))
    own, other = sympy.exp(i) / total, sympy.exp(j) / total
    known = {"S": total, "y_i": own, "y_j": other}
    known = {sympy.Symbol(name, real=True): value for name, value in known.items()}
    for lines, variable in ((OWN, i), (OTHER, j)):
        for formula, _ in lines:
            assert sympy.simplify(to_sympy(formula).subs(known) - own.diff(variable)) == 0


@pytest.mark.parametrize(
    ("activation", "threshold"),
    [("sigmoid", 0.01), ("sigmoid", 0.1), ("tanh", 0.05), ("softplus", 0.01), ("elu(2)", 0.3), ("selu", 0.02)],
)
def test_saturation(solved, activation, threshold):
    """At the border of saturation the slope is the threshold."""
    page = solved(f"{HEAD}activation: {activation}\nat: [0]\nsaturation: {threshold}\n")
    edge = next(value for name, value in page.values.items() if name.endswith("_edge"))
    values = solved(f"{HEAD}activation: {activation}\nat: [{edge!r}, {edge * 1.01!r}]\nsaturation: {threshold}\n")
    slopes = [value for name, value in values.values.items() if "/dx" in name]
    assert slopes[0] == pytest.approx(threshold, rel=1e-9)
    assert slopes[1] < threshold
    assert [row[-1].key for row in values.table.rows] == ["curve_no", "curve_yes"] or slopes[0] < threshold


def test_identities(solved):
    """Both sides of the identities are equal at the points."""
    values = solved(f"{HEAD}activation: [sigmoid, tanh]\nat: [-3, 0.2, 800]\nidentities: true\n").values
    for k in (1, 2, 3):
        assert values[f"sigmoid_minus_{k}"] == pytest.approx(values[f"sigmoid_complement_{k}"], abs=1e-15)
        assert values[f"tanh_by_sigmoid_{k}"] == pytest.approx(values[f"tanh_{k}"], abs=1e-15)


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_jacobian(numbers):
    """The Jacobian of softmax is diag(y) − y·yᵀ, and its rows sum to 0."""
    (problem,) = nnsolve.loads(f"{HEAD}activation: softmax\nat: {numbers}\n")
    values = nnsolve.solve(problem).values
    top = max(numbers)
    powers = [math.exp(number - top) for number in numbers]
    y = [power / math.fsum(powers) for power in powers]
    for i, own in enumerate(y, 1):
        assert values[f"y{i}"] == pytest.approx(own, rel=1e-12)
        row = [values[f"dy{i}/dx{j}"] for j in range(1, len(y) + 1)]
        for j, other in enumerate(y, 1):
            assert row[j - 1] == pytest.approx(own * ((i == j) - other), abs=1e-15)
        assert sum(row) == pytest.approx(0, abs=1e-14)


ASKED = [
    ("sigmoid_1", "sigmoid_1"),
    ("sigmoid(3)", "sigmoid_1"),
    ("σ(x2)", "sigmoid_2"),
    ("sigmoid'(3)", "dsigmoid_1/dx1"),
    ("σ′(-2)", "dsigmoid_2/dx2"),
    ("σ(−2)", "sigmoid_2"),
    (r"$\\sigma^{\\prime}(x_{1})$", "dsigmoid_1/dx1"),
    (r"\\frac{\\partial\\sigma(x_1)}{\\partial x_1}", "dsigmoid_1/dx1"),
    ("σ^( prime)(x_(2))", "dsigmoid_2/dx2"),
    ("sigma'(x1)", "dsigmoid_1/dx1"),
    ("y1", "sigmoid_1"),
    ("x_edge", "sigmoid_edge"),
]


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked(solved, written, name):
    """What is asked for may be written as it is printed; only what leads there is printed."""
    solution = solved(f'{HEAD}activation: sigmoid\nat: [3, -2]\nasked: ["{written}"]\n')
    assert list(solution.answers) == [name]
    page = nnsolve.render(solution, "text")
    assert "Range" not in page
    assert f"x{'₂' if name.endswith('1') else '₁'})" not in page


FOUR = "activation: [gelu, gelu tanh, leaky relu(0.1), leaky relu(0.2)]\nat: [1, 2, 2]\n"
ASKED_OF_MANY = [
    (FOUR, "GELU₂′(x₁)", "dgelu_tanh_1/dx1"),
    (FOUR, "gelu(2)", "gelu_2"),
    (FOUR, "LReLU1(x3)", "leaky_relu1_3"),
    (FOUR, "leaky relu(0.2)(x1)", "leaky_relu2_1"),
    ("activation: prelu(new_x=0.25)\nat: [-1, 2]\n", "∂PReLU(x₁)/∂new_x", "dprelu_1/dnew_x"),
    ("activation: softmax\nat: [1, 2]\n", "∂y₁/∂x₂", "dy1/dx2"),
    ("activation: softmax\nat: [1, 2]\n", "Σy", "sum_y"),
    ("activation: softmax\nat: [1, 2]\n", "softmax_2", "y2"),
    ("activation: sigmoid\nidentities: true\nat: [1]\n", "σ(−x₁)", "sigmoid_minus_1"),
]


@pytest.mark.parametrize(("keys", "written", "name"), ASKED_OF_MANY)
def test_asked_of_several(solved, keys, written, name):
    """Curves of one word are told apart by their numbers or by what stands in their brackets, in answers too."""
    assert list(solved(f'{HEAD}{keys}asked: ["{written}"]\n').answers) == [name]
    assert solved(HEAD + keys).resolver.find(written) == name


NOT_ASKED = [
    ("activation: [x^2, x^3]\nat: [1]\n", "f(1)", "is not a result of this problem. Did you mean"),
    (FOUR, "leaky relu(1)", "is not a result of this problem. Did you mean"),
    (FOUR, "y1", "may mean gelu_1, gelu_tanh_1, leaky_relu1_1, leaky_relu2_1"),
    ("activation: sigmoid\nat: [1]\n", "x1", "‘x1’ is not a result of this problem: it is given."),
    ("activation: prelu(dE=0.25)\nat: [-1]\n", "dE", "it is given"),
    ("activation: sigmoid\nat: [1]\n", "", "‘’ is not a result of this problem. Results: sigmoid_1"),
    ("activation: sigmoid\nat: [1]\n", "x" * 301, "is not a result"),
    ("activation: sigmoid\nat: [1]\n", "\\a", "is not a result"),
]


@pytest.mark.parametrize(("keys", "written", "message"), NOT_ASKED)
def test_not_asked(trouble, keys, written, message):
    """What is given, means several things or nothing is refused at its place."""
    told = str(trouble(f'{HEAD}{keys}asked: ["{written}"]\n'))
    assert message in told
    assert told.startswith(f"problem.yaml:{2 + keys.count(chr(10))}:")


def test_alike_curves_are_printed_apart(solved):
    """GELU and its form with tanh have numbers wherever they are printed."""
    page = nnsolve.render(solved(HEAD + "activation: [gelu, gelu tanh]\nat: [1]\n"), "text")
    assert "GELU₁(x₁)" in page and "GELU₂′(x₁)" in page and "GELU(x₁)" not in page


def test_points_that_are_not_written_out(solved):
    """Points beyond ``shown`` stand in the table with the same values."""
    points = [k / 4 for k in range(40)]
    solution = solved(f"{HEAD}activation: tanh\nat: {points}\nshown: 2\n")
    page = nnsolve.render(solution, "text")
    assert "tanh(x₃)" not in page
    assert solution.values["tanh_40"] == pytest.approx(math.tanh(9.75), rel=1e-12)
    assert len(solution.table.rows) == 40


def test_rounding_is_carried(solved):
    """With carried rounding the slope follows from the rounded value."""
    values = solved(f"{HEAD}activation: sigmoid\nat: [0.5]\nrounding: {{decimals: 2, carry: true}}\n").values
    assert values["sigmoid_1"] == Decimal("0.62")
    assert values["dsigmoid_1/dx1"] == Decimal("0.24")


def test_labels_of_two_forms_differ(solved):
    """GELU and its approximation are told apart in the columns of the table."""
    page = nnsolve.render(solved(HEAD + "activation: [gelu, gelu tanh]\nat: [1]\n"), "text", width=100)
    assert "GELU₁(x)" in page and "GELU₂(x)" in page


def test_conventions_are_named(solved):
    """Corners, copies and thresholds are told on the page."""
    page = " ".join(
        nnsolve.render(
            solved(f"{HEAD}activation: [relu, leaky relu(0.1), leaky relu(0.01)]\nat: [0]\n"), "text"
        ).split()
    )
    assert "relu: At 0 the slope changes from 0 to 1" in page
    assert "leaky relu(0.1), leaky relu(0.01): At 0" in page
    assert "smaller than 0.01 in size; saturation: in the problem changes that" in page
    assert "LReLU₂(x)" in page


BAD = [
    ("activation: sigmod\nat: [1]", 2, 13, "Did you mean ‘sigmoid’?"),
    ("activation: [sigmoid, tahn]\nat: [1]", 2, 23, "Did you mean ‘tanh’?"),
    ("activation: leaky relu\nat: [1]", 2, 13, "leaky relu(α)"),
    ("activation: prelu(0.2)\nat: [1]", 2, 13, "prelu(a=0.25)"),
    ("activation: prelu(x1=0.2)\nat: [1]", 2, 13, "cannot name"),
    ("activation: hard sigmoid(0)\nat: [1]", 2, 13, "greater than 0"),
    ("activation: []\nat: [1]", 2, 13, "expected 1 to 12 activations"),
    ("activation: softmax\nat: [1]", 3, 5, "a vector of 2 to 12 numbers; here is one"),
    (f"activation: softmax\nat: {list(range(13))}", 3, 5, "here are 13"),
    ("activation: sigmoid\nat: []", 3, 5, "at least one point"),
    ("activation: sigmoid\nat: [1, two]", 3, 9, "expected a number"),
    (f"activation: sigmoid\nat: {[1] * 201}", 3, 5, "at most 200"),
    ("activation: sigmoid", 1, 1, "the key at: is missing"),
    ("at: [1]", 1, 1, "the key activation: is missing"),
    ("activation: sigmoid\nat: [1]\nsaturation: 0", 4, 13, "greater than 0"),
    ("activation: x + y\nat: [1]", 2, 13, "not known here; known: x"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


def test_outside_its_domain(trouble):
    """A written function without a value at a point is explained."""
    told = str(trouble(HEAD + "activation: ln(x)\nat: [-1]\n"))
    assert "ln needs a positive number" in told and told.startswith("problem.yaml:3:5: ")
    assert "not a result" in str(trouble(HEAD + "activation: tanh\nat: [1]\nasked: [tahn_1]\n"))


_VALUES = st.sampled_from(
    ["0", "1", "-2", "1e308", "-1e308", "1e-320", "[1, 2, 3]", "[0, 800, -800]", "[]", "sigmoid", "softmax", "tanh",
     "[softmax, gelu tanh, x^9]", "elu(-1)", "leaky relu(-3)", "relu(9)", "prelu(a=0)", "selu", "hard sigmoid(1e300)",
     "1/x", "exp(exp(x))", "sqrt(x)", "max(x, 0)", "floor(x)", "x^x", "''", "true", "false",
     "{decimals: 2, carry: true}",
     "[y1, sigmoid_1, dtanh_2/dx2]", "brief", "{figures: 1}"]
)  # fmt: skip
_KEYS = st.sampled_from(
    ["activation", "at", "derivation", "identities", "saturation", "shown", "asked", "rounding", "detail", "zz"]
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=6), _VALUES, _VALUES)
def test_any_keys(keys, activation, at):
    """Whatever stands in the file, there is a solution or an explained error, and no row is too wide."""
    check_ends(HEAD + keyed({"activation": activation, "at": at} | keys))


def test_derivatives_are_those_of_the_table():
    """Where a piece counts, its derivative is the slope that networks use."""
    for name, entry in ACTIVATIONS.items():
        function, numbers = entry.function, PARAMETERS.get(name, [])
        if not function.slopes or not entry.pieces:
            continue
        from nnsolve.formula.expr import Num, Symbol
        from nnsolve.kinds.activation.curve import Curve
        from nnsolve.reading.activation import Choice

        args = tuple(Num(repr(number), number) for number in numbers)
        curve = Curve(Choice(name, function, args), name)
        for at in (-3.0, -1.0, 0.0, 0.5, 4.0):
            slope, _ = curve.slope(Symbol("x"), Symbol("out"), at)
            given = {"x": at, "out": curve.number_at(at), "λ": SELU_SCALE, "α": SELU_ALPHA}
            table = function.slope(0, (Symbol("x"), *args), Symbol("out"))
            assert slope.evaluate(given, DOUBLES) == pytest.approx(table.evaluate(given, DOUBLES), rel=1e-15), (
                name,
                at,
            )


@pytest.mark.parametrize(("left", "right"), [("elu(1)", "elu(2)"), ("leaky relu(1)", "leaky relu(0.5)")])
def test_no_corner_where_the_pieces_have_one_slope(solved, left, right):
    """At 0 the slope of ELU is α·e⁰ from the left and 1 from the right, that of leaky ReLU α and 1."""
    smooth, kinked = [nnsolve.render(solved(HEAD + f"activation: {name}\nat: [0]\n"), "text") for name in (left, right)]
    assert "a corner or jump" not in smooth
    assert "there is no corner" in smooth
    assert "a corner or jump" in kinked
    assert "there is no corner" not in kinked
