"""Computational graphs: published examples, SymPy and torch as oracles, paths, both directions, bad input."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.render.text import render

from ..support import bounded, check_ends, check_fault


def text(expression="(a + b) * (b + 1)", values="{a: 2, b: 1}", more=""):
    """A problem file."""
    return f'kind: graph\nexpression: "{expression}"\nvalues: {values}\n{more}'


def nodes(formulas: str, values="{a: 2, b: 1}", more=""):
    """A problem file with named nodes."""
    return f"kind: graph\nnodes: {formulas}\nvalues: {values}\n{more}"


def names(solution) -> list[str]:
    """The nodes in the order of computing."""
    return [step.name for step in solution.sections[0].steps]


# ---- values by hand ----


def test_the_graph_of_the_notes(solved):
    """e = (a + b)(b + 1) at a = 2, b = 1: every value, every edge, both paths from b."""
    solution = solved(text("e = (a + b) * (b + 1)"))
    expected = {
        "c": 3, "d": 2, "e": 6, "dc/da": 1, "dc/db": 1, "dd/db": 1, "de/dc": 2, "de/dd": 3, "de/da": 2, "de/db": 5,
        "de/de": 1, "path_e_1": 2, "path_e_2": 2, "path_e_3": 3,
    }  # fmt: skip
    assert {name: solution.values[name] for name in expected} == expected
    assert solution.answers == {"e": 6, "de/da": 2, "de/db": 5}
    page = " ".join(render(solution).split())
    assert "∂e/∂b = ∂e/∂c × ∂c/∂b + ∂e/∂d × ∂d/∂b" in page
    assert "b feeds c and d: the paths add up" in page
    assert "= 2 × 1 + 3 × 1 = 5" in page


def test_a_node_is_not_called_like_the_constant_beside_it(solved):
    """exp is printed as a power of e, so no node of such a graph gets that letter by itself."""
    solution = solved(text("exp((a + b)*(b + 2))", "{a: 1, b: 0}"))
    assert names(solution) == ["c", "d", "f", "g"]
    assert "g = e^f = e²" in render(solution)


@pytest.mark.parametrize(
    ("problem", "line", "column"),
    [
        (text("f = exp(a + e)", "{a: 1, e: 2}"), 3, 16),
        (text("f = sigmoid(e)", "{e: 2}"), 3, 10),  # printed by its formula, 1/(1 + e^−x)
        (text("f = gelu(e)", "{e: 2}"), 3, 10),  # its derivative is printed with e^x
        (nodes("{e: a*b, f: exp(e)}"), 2, 9),
        (nodes("{c: a*b, f: exp(c), e: a}"), 2, 28),
        (text("e = exp(a)*b"), 2, 13),
        (text("exp(a*b)", more="names: [e]"), 4, 8),
        (text("f = pi*π", "{π: 2}"), 3, 10),
    ],
)
def test_a_name_that_is_printed_as_a_constant(trouble, problem, line, column):
    """A name that the page would print as the constant e or π of the same formulas is refused."""
    check_fault(trouble(problem), line, column, "this is a constant in these formulas or their derivatives")


@pytest.mark.parametrize(
    ("problem", "line", "column"),
    [
        (nodes("{path_y_1: a*b, y: path_y_1 + a}"), 2, 9),
        (nodes("{closed_y: a*b, y: closed_y + a}"), 2, 9),
        (text("y = closed_y*b", "{closed_y: 2, b: 1}"), 3, 10),
    ],
)
def test_a_name_that_the_page_gives_itself(trouble, problem, line, column):
    """A node that is called like a path or a closed form of its own page is refused."""
    check_fault(trouble(problem), line, column, "another result of this page has this name")


def test_a_name_like_one_of_the_page(solved):
    """A node may be called like a path of another output, or one that there is not."""
    solution = solved(nodes("{path_y_9: a*b, path_x_1: path_y_9 + a, y: path_x_1*b}"))
    assert solution.answers == {"y": 4, "dy/da": 2, "dy/db": 6}


@pytest.mark.parametrize(
    ("expression", "values", "value"),
    [("f = e^e", "{e: 2}", 4), ("f = pi*pi", "{pi: 3}", 9), ("e = a^b", "{a: 2, b: 3}", 8)],
)
def test_a_name_of_a_constant_that_is_not_used(solved, expression, values, value):
    """Where no formula holds the constant, e and pi are names like any other."""
    assert next(iter(solved(text(expression, values)).answers.values())) == value


def test_the_sine_of_the_notes():
    """f = x₁x₂ + sin x₁ without numbers: x₂ + cos x₁ and x₁, and no number anywhere is needed."""
    solution = nnsolve.solve(nnsolve.load("graph-sin")[0])
    page = render(solution)
    assert "∂f/∂x₁ = x₂ + cos(x₁)" in page
    assert "∂f/∂x₂ = x₁\n" in page
    assert "f\u0307  = ∂f/∂c·c\u0307 + ∂f/∂d·d\u0307" in page
    assert all(value is None for value in solution.answers.values())


# ---- how an expression is taken apart ----

SPLIT = [
    ("(a + b) * (b + 1)", "", {"c": "a + b", "d": "b + 1", "e": "c·d"}),
    ("e = (a + b) * (b + 1)", "", {"c": "a + b", "d": "b + 1", "e": "c·d"}),
    ("y = a*b*a + 3", "", {"c": "a·b", "d": "c·a", "y": "d + 3"}),
    ("a + b + a + b", "", {"c": "a + b", "d": "c + a", "e": "d + b"}),
    ("2*3*a", "", {"c": "2·3·a"}),
    ("-a^2", "", {"c": "a²", "d": "−c"}),
    ("sin(a*b)", "names: v", {"v1": "a·b", "v2": "sin(v₁)"}),
    ("sin(a*b)", "names: [p, q]", {"p": "a·b", "q": "sin(p)"}),
    ("(a*b)^2 + exp(a*b)", "names: v", {"v1": "a·b", "v2": "v₁²", "v3": "e^v₁", "v4": "v₂ + v₃"}),
    (
        "(a*b)^2 + exp(a*b)",
        "names: v\nmerge: false",
        {"v1": "a·b", "v2": "v₁²", "v3": "a·b", "v4": "e^v₃", "v5": "v₂ + v₄"},
    ),
    ("e*a + b", "", {"c": "ea", "d": "c + b"}),
    ("(e*a + b)*a", "", {"c": "ea", "d": "c + b", "f": "d·a"}),
]


@pytest.mark.parametrize(("expression", "more", "expected"), SPLIT, ids=[f"{row[0]} {row[1]}" for row in SPLIT])
def test_one_operation_a_node(solved, expression, more, expected):
    """Nodes come in the order of computing; letters in use (also e) are skipped, equal parts are one node."""
    from nnsolve.render.text_notation import TextNotation

    solution = solved(text(expression, more=more))
    notation = TextNotation(solution.names, False, None, False, False)
    assert {step.name: notation.write(step.formula) for step in solution.sections[0].steps} == expected


def test_the_authors_own_grouping(solved):
    """Named nodes stay as they are written, in an order that can be computed, or are taken apart on request."""
    written = "{y: sigmoid(s) * a, s: 'a*b + a'}"
    assert names(solved(nodes(written))) == ["s", "y"]
    assert names(solved(nodes(written, more="grouping: elementary"))) == ["c", "s", "d", "y"]
    whole = solved(nodes("{y: sigmoid(a*b + a) * a}"))
    taken = solved(nodes(written, more="grouping: elementary"))
    for name in ("y", "dy/da", "dy/db"):
        assert whole.values[name] == pytest.approx(taken.values[name], rel=1e-14)


def test_many_nodes_have_numbers(solved):
    """Beyond a dozen nodes letters would run out, so nodes are v1, v2, …"""
    found = names(solved(text(" + ".join(f"a^{k}" for k in range(2, 12)))))
    assert found == [f"v{k}" for k in range(1, len(found) + 1)]


# ---- derivatives: SymPy, torch, both directions, paths ----

LEAVES = ["x", "y", "z", "x", "y", "2", "0.5", "3"]
UNARY = ["sin({})", "cos({})", "tanh({})", "exp(sin({}))", "sigmoid({})", "atan({})", "-({})", "({})^2", "({})^3"]
BINARY = ["{} + {}", "({}) - ({})", "({}) * ({})", "({}) / (2 + ({})^2)"]


def expression(source: random.Random, depth: int) -> str:
    """A smooth expression over x, y, z that has a value everywhere."""
    if depth == 0 or source.random() < 0.1:
        return source.choice(LEAVES)
    if source.random() < 0.45:
        return source.choice(UNARY).format(expression(source, depth - 1))
    return source.choice(BINARY).format(expression(source, depth - 1), expression(source, depth - 1))


def cases(count: int, seed: int):
    """Random expressions that hold x, with values for the names."""
    source = random.Random(seed)
    found = []
    while len(found) < count:
        written = f"({expression(source, source.randint(2, 4))}) * x + sin(y) - z"
        if len(written) < 400:
            found.append((written, {name: round(source.uniform(-1.5, 1.5), 3) for name in "xyz"}))
    return found


def of(solution, output="F") -> list[float]:
    """The derivatives of the output by the three inputs."""
    return [float(solution.values[f"d{output}/d{name}"]) for name in "xyz"]


@pytest.mark.parametrize(("written", "at"), cases(40, 1))
def test_sympy_differentiates_alike(solved, written, at):
    """Value and gradient of the whole expression, as SymPy finds them from its text."""
    sympy = pytest.importorskip("sympy")
    symbols = {name: sympy.Symbol(name) for name in "xyz"}
    known = symbols | {"sigmoid": lambda u: 1 / (1 + sympy.exp(-u))}
    whole = sympy.sympify(written.replace("^", "**"), locals=known)
    solution = solved(text(f"F = {written}", str(at), "mode: both"))
    point = {symbols[name]: value for name, value in at.items()}
    assert float(solution.values["F"]) == pytest.approx(float(whole.subs(point)), rel=1e-9, abs=1e-11)
    slopes = [float(whole.diff(symbols[name]).subs(point)) for name in "xyz"]
    assert of(solution) == pytest.approx(slopes, rel=1e-8, abs=1e-10)
    assert [float(solution.values[f"dot_F/dot_{name}"]) for name in "xyz"] == pytest.approx(slopes, rel=1e-8, abs=1e-10)
    assert solution.check.key == "page_checked"


TORCH = [
    "relu(x*y) + abs(z - x) * max(x, y, z)",
    "min(x*y, z) / (1 + softplus(x)) + tan(y)",
    "gelu(x) * silu(y) - sqrt(x^2 + 1) + ln(1 + z^2)",
    "selu(x - y) + max(0, z)^2 + sinh(x) * cosh(y) + x^y^2",
    "(x + y)^(z) + 2^x + asin(x/4) + acos(y/4) + log10(4 + z)",
]


@pytest.mark.parametrize("written", [*TORCH, *(row[0] for row in cases(25, 2))])
def test_torch_differentiates_alike(solved, written):
    """torch.autograd in double precision, at a point away from every kink."""
    torch = pytest.importorskip("torch")
    at = {"x": 1.25, "y": 0.75, "z": 1.5}
    tensors = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in at.items()}
    f = torch.nn.functional
    known = {
        "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "tanh": torch.tanh, "exp": torch.exp, "ln": torch.log,
        "sqrt": torch.sqrt, "abs": torch.abs, "sigmoid": torch.sigmoid, "relu": torch.relu, "atan": torch.atan,
        "softplus": f.softplus, "gelu": f.gelu, "silu": f.silu, "selu": f.selu, "sinh": torch.sinh, "cosh": torch.cosh,
        "asin": torch.asin, "acos": torch.acos, "log10": torch.log10,
        "max": lambda *u: torch.stack(u).max(),
        "min": lambda *u: torch.stack(u).min(),
    }  # fmt: skip

    def taking(function):
        return lambda *args: function(*(torch.as_tensor(arg, dtype=torch.float64) for arg in args))

    known = {name: taking(function) for name, function in known.items()}
    whole = eval(written.replace("^", "**"), {"__builtins__": {}}, known | tensors)
    whole.backward()
    solution = solved(text(f"F = {written}", str(at)))
    assert float(solution.values["F"]) == pytest.approx(whole.item(), rel=1e-7)
    assert of(solution) == pytest.approx([tensors[name].grad.item() for name in "xyz"], rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("written", "at"), cases(15, 3))
def test_paths_add_up_to_the_gradient(solved, written, at):
    """The products along all paths from an input add up to what reverse mode finds."""
    solution = solved(text(f"F = {written}", str(at)))
    (problem,) = nnsolve.loads(text(f"F = {written}", str(at)))
    graph, number = problem.graph, 0
    assert "path_F_1" in solution.values
    for name in graph.inputs:
        total = 0.0
        for _ in graph.paths("F", name):
            number += 1
            total += solution.values[f"path_F_{number}"]
        assert total == pytest.approx(float(solution.values[f"dF/d{name}"]), rel=1e-9, abs=1e-12)


def test_several_outputs(solved):
    """Each output has its own reverse pass; where an output is a node on the way, ∂⁺ tells its edges from its sums."""
    solution = solved(nodes("{c: a*b, d: c + a, e: c*d}", "{a: 2, b: 3}", "outputs: [d, e]\nmode: both"))
    expected = {
        "d+d/da": 1, "dd/da": 4, "dd/db": 2, "d+e/dc": 8, "de/dc": 14, "de/dd": 6, "de/da": 48, "de/db": 28,
        "dot_e/dot_a": 48, "dot_d/dot_a": 4, "forward_multiplications": 12, "reverse_multiplications": 12,
    }  # fmt: skip
    assert {name: solution.values[name] for name in expected} == expected
    assert solution.check.args["n"] == 4
    page = render(solution)
    assert "∂e/∂a = ∂e/∂c × ∂c/∂a + ∂e/∂d × ∂⁺d/∂a" in page
    assert "∂⁺ counts the direct edge alone" in page
    assert "d+e/dc" in render(solution, ascii=True)


def test_an_input_without_a_path(solved):
    """An input that the output does not depend on has the derivative 0, with the reason."""
    solution = solved(nodes("{c: 2*a, d: c + floor(b)}", "{a: 1, b: 1.5, k: 3}"))
    assert (solution.values["dd/dk"], solution.values["dd/db"]) == (0, 0)
    assert "no path leads there from k" in render(solution)
    assert "it is flat there" in render(solution)


def test_forward_mode_alone(solved):
    """Forward mode by one seed: no reverse pass, the tangents, and the derivative they end in."""
    solution = solved(text("y = ln(a) + a*b - sin(b)", "{a: 2, b: 5}", "mode: forward\nseeds: [a]"))
    assert solution.values["dot_y/dot_a"] == solution.values["dy/da"] == 5.5
    assert "dy/db" not in solution.values
    assert solution.answers.keys() == {"y", "dy/da"}
    assert solution.check.key == "page_checked"


def test_a_kink_is_named(solved):
    """Where max has two equal arguments, central differences do not apply, and the page says so."""
    solution = solved(text("max(a, b) * 2", "{a: 1, b: 1}"))
    assert solution.check.key == "graph_kink"
    assert "a and b: the expression has a kink" in " ".join(render(solution).split())
    corner = solved(text("y = abs(x1) + relu(x2)", "{x1: 0, x2: 0}"))
    assert "x₁ and x₂: the expression" in " ".join(render(corner).split()).replace("x₂ and x₁", "x₁ and x₂")


def test_carried_rounding(solved):
    """With carried rounding every line is computed with the rounded numbers before it."""
    solution = solved(text("y = exp(a) / b", "{a: 1, b: 3}", "rounding: {decimals: 2, carry: true}"))
    assert solution.values["c"] == Decimal("2.72")
    assert solution.values["y"] == Decimal("0.91")
    assert solution.values["dy/da"] == Decimal("0.90")  # 0.33 × 2.72, not 2.72/3


CLOSED = ["a*b + sin(a)", "(a + b)*(b + 1)", "exp(-a)/b", "sigmoid(a*b)", "a^3 - ln(b)*a"]


@pytest.mark.parametrize("written", CLOSED)
def test_closed_forms(solved, written):
    """The derivative that is stated in symbols has the value that SymPy's own has."""
    sympy = pytest.importorskip("sympy")
    a, b = sympy.symbols("a b")
    whole = sympy.sympify(
        written.replace("^", "**"),
        locals={"a": a, "b": b, "ln": sympy.log, "sigmoid": lambda u: 1 / (1 + sympy.exp(-u))},
    )
    solution = solved(f'kind: graph\nexpression: "F = {written}"\nsymbolic: true\n')
    stated = {step.name: step.formula for step in solution.steps if step.name.startswith("closed_dF")}
    for name, symbol in (("a", a), ("b", b)):
        ours = stated[f"closed_dF/d{name}"].evaluate({"a": 1.3, "b": 0.7}, nnsolve.formula.numbers.DOUBLES)
        assert float(ours) == pytest.approx(float(whole.diff(symbol).subs({a: 1.3, b: 0.7})), rel=1e-12)


LONG = [
    "selu(a) * gelu(b) + relu(a*b) + softplus(a) + silu(b) + floor(a)",
    " * ".join(f"(x{k} + x{k + 1})" for k in range(10)),
    " / ".join(f"tanh(x{k} + sigmoid(x{k + 1}))" for k in range(8)),
    " + ".join(f"exp(a*{k}) * sin(b)" for k in range(25)),
]


@pytest.mark.parametrize("written", LONG, ids=["functions", "product", "quotient", "sum"])
def test_long_expressions_in_symbols_are_quick(solved, written):
    """Where a short form would take minutes, or a function is not SymPy's, the rules' own form is stated."""
    with bounded():
        solution = solved(f'kind: graph\nexpression: "{written}"\nsymbolic: true\n')
        assert render(solution)
    assert solution.check is None or solution.check.key == "graph_closed_checked"


# ---- what is asked for ----

ASKED = [
    ("c", "c"), ("e", "e"), ("de/db", "de/db"), ("∂e/∂b", "de/db"), ("dc/da", "dc/da"), ("db", "de/db"),
    ("grad_a", "de/da"), ("de / db", "de/db"), ("dot_e/dot_a", "dot_e/dot_a"), ("dot_e/a", "dot_e/dot_a"),
    ("reverse_multiplications", "reverse_multiplications"), ("reverse", "reverse_multiplications"),
    ("gradient of b", "de/db"), ("bar_a", "de/da"), ("a\u0304", "de/da"), (r"\bar{a}", "de/da"), ("d", "d"),
    (r"$\frac{\partial e}{\partial b}$", "de/db"), ("frac(∂ e, ∂ b)", "de/db"), ("e\u0307/a\u0307", "dot_e/dot_a"),
    ("path_e_3", "path_e_3"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked_names(solved, written, name):
    """Canonical names and the usual ways of writing them; only what they need is printed."""
    solution = solved(text("e = (a + b) * (b + 1)", more=f"mode: both\nasked: ['{written}']"))
    assert list(solution.answers) == [name]
    assert solution.table is None
    assert "all from" not in render(solution)


NUMBERED = "kind: graph\nnodes: {v1: x1*x2, y: v1 + x1, dx: y + v1}\nvalues: {x1: 2, x2: 3}\noutputs: [y]\n"


@pytest.mark.parametrize(
    ("more", "written", "name"),
    [
        ("", "∂y/∂v₁", "dy/dv1"), ("", "x̄₁", "dy/dx1"), ("", "dx_1", "dy/dx1"), ("", "∂⁺y/∂x₁", "d+y/dx1"),
        ("", "dx", "dx"), ("", "$dx$", "dx"), ("", "path_y_1", "path_y_1"),
        ("mode: forward\nseeds: [x1]\n", "v̇₁", "dot_v1/dot_x1"),
        ("mode: forward\nseeds: [x1]\n", "dot_y", "dot_y/dot_x1"),
        ("mode: forward\n", "ẏ/ẋ₂", "dot_y/dot_x2"),
    ],
)  # fmt: skip
def test_asked_symbols_with_numbers(solved, more, written, name):
    """Symbols as pages print them; a node that is called like an adjoint keeps its name."""
    assert list(solved(f"{NUMBERED}{more}asked: ['{written}']").answers) == [name]


def test_a_path_is_a_line_where_it_is_asked_for(solved):
    """Of the paths from b to e that by d is worth 3 × 1; with symbols it is a formula."""
    assert solved(text("e = (a + b) * (b + 1)", more="asked: [path_e_3]")).answers == {"path_e_3": 3}
    page = render(solved('kind: graph\nexpression: "e = (a + b) * (b + 1)"\nsymbolic: true\nasked: [path_e_3]\n'))
    assert "path_e_3" in page


BAD = [
    ("kind: graph\n", 1, 1, "expression: is missing"),
    ('kind: graph\nexpression: "a*b"\n', 1, 1, "values: is missing"),
    ("kind: graph\nexpression: a*b\nvalues: {a: 1}\n", 2, 15, "‘b’ is not known here"),
    (text("a * (b + 1"), 2, 18, "opened here and not closed"),
    (text("w*a + b", "{a: 1}"), 2, 14, "‘w’ is not known here; known: a."),
    (text("sinn(a)"), 2, 14, "Did you mean ‘sin’?"),
    (text("sigmiod(a)"), 2, 14, "Did you mean ‘sigmoid’?"),
    (text("__import__('os')"), 2, 14, "not a known function"),
    (text("2 + 3"), 2, 13, "holds no input"),
    (text("y = y + a"), 2, 13, "both sides"),
    (text("y = a", "{y: 2, a: 1}"), 3, 10, "computed by the graph"),
    (text("a", "{a: 1}", "nodes: {c: a}"), 4, 8, "nodes: cannot stand beside expression:"),
    (text(values="{a: x, b: 1}"), 3, 13, "not a number"),
    (text(values="{a: nan, b: 1}"), 3, 13, "finite"),
    (text(values="[1, 2]"), 3, 9, "a number for each input"),
    (text(values="{'1a': 1}"), 3, 10, "expected a name"),
    (text("sin * 2", "{sin: 1}"), 3, 10, "name of a function"),
    (nodes("{c: d + a, d: c * b}"), 2, 9, "no circle; here c → d → c"),
    (nodes("{c: c + 1}"), 2, 9, "no circle; here c → c"),
    (nodes("{c: a + bb}"), 2, 16, "Did you mean"),
    (nodes("{c: }"), 2, 12, "expected the formula of c"),
    (nodes("{c: max(a, b)}"), 2, 19, "in quotation marks"),
    (nodes("[c]"), 2, 8, "expected nodes"),
    (nodes("{c: a + b}", more="outputs: [d]"), 4, 10, "expected nodes of the graph: c"),
    (text(more="seeds: [c]"), 4, 8, "expected inputs: a, b"),
    (text(more="names: [a, c, d]"), 4, 8, "has this name already"),
    (text(more="names: [p, q, r, s]"), 4, 8, "3 nodes need a name; 4 names were given"),
    (text(more="names: [1a]"), 4, 8, "expected a name"),
    (text(more="mode: backward"), 4, 7, "expected one of: reverse, forward, both"),
    (text(more="vaules: {a: 1}"), 4, 1, "Did you mean ‘values’?"),
    (text(" + ".join(f"sin(a*{k})*b" for k in range(60))), 2, 567, "at most 200 operators"),
    (
        nodes("{c: " + "+".join(["a*b"] * 60) + ", d: c*a}", more="grouping: elementary\nmerge: false"),
        2,
        8,
        "100 nodes",
    ),
]


@pytest.mark.parametrize(("problem", "line", "column", "message"), BAD, ids=[row[3] + str(row[1:3]) for row in BAD])
def test_bad_input(trouble, problem, line, column, message):
    """Every mistake is named at its place."""
    check_fault(trouble(problem), line, column, message)


LATER = [
    (text("a / (b - 1)"), "it divides by zero"),
    (text("ln(b - 2)"), "ln needs a positive number"),
    (text("exp(a * 1000)"), "larger than any double"),
    (text("sqrt(b - 1)"), "it divides by zero"),
    (text(more="asked: [dz/da]"), "‘dz/da’ is not a result"),
    (text(more="asked: [dot_e/dot_a]"), "is not a result"),
    (text(more="asked: [a]"), "‘a’ is not a result of this problem: it is given."),
    (text(more="asked: ['']"), "is not a result"),
    (text(more=f"asked: [{'a' * 300}]"), "is not a result"),
    (NUMBERED + "mode: forward\nasked: [ẏ]", "may mean dot_y/dot_x1, dot_y/dot_x2 here"),
    (NUMBERED + "mode: forward\nasked: [dot_y]", "may mean dot_y/dot_x1, dot_y/dot_x2 here"),
    (NUMBERED + "asked: [adjoint_x11]", "Did you mean ‘dy/dx1’?"),
]


@pytest.mark.parametrize(("problem", "message"), LATER, ids=[row[1] for row in LATER])
def test_what_cannot_be_solved(trouble, problem, message):
    """A node or a slope without a value, and results that there are not, end in a sentence."""
    assert message in str(trouble(problem))


def test_no_value_is_told_at_the_numbers(trouble):
    """The place of a step without a value is that of the numbers that were put in."""
    assert str(trouble(text("a / (b - 1)"))).startswith("problem.yaml:3:9: ")
    assert "tan has no value at an odd multiple of π/2" in str(trouble(text("a * tan(b)", "{a: 1, b: pi/2}")))


def test_right_angles_are_exact(solved):
    """cos(π/2) and sin(π) are 0, not what is left of the double nearest to π."""
    values = solved(text("a * sin(b)", "{a: 1, b: pi/2}")).values
    assert values["dc/db"] == 0
    assert solved(text("sin(a)", "{a: pi}")).values["c"] == 0


@pytest.mark.parametrize(
    ("expression", "values", "words"),
    [
        ("a - a", "{a: 2}", "= 1 − 1 = 0"),
        ("abs(a)", "{a: 2}", "at 0 taken as 0"),
        ("ln(a) * exp(b)", "{a: 2, b: 1}", "(ln x)′ = 1/x"),
        ("sigmoid(a)", "{a: 2}", "σ′ = σ·(1 − σ)"),
        ("max(a, b)", "{a: 1, b: 1}", "I is 1 where this holds"),
        ("a + b", "{a: 1, b: 2}", "Already found on the edges: ∂c/∂a and ∂c/∂b."),
        ("a + b", "{a: 1, b: 2, c: 3}", "At most one path leads to d from each input"),
    ],
)
def test_what_the_page_says(solved, expression, values, words):
    """Reasons, order and sums on the page."""
    page = nnsolve.render(solved(text(expression, values)), "text", width=100)
    assert words in " ".join(page.split())


# ---- bounded work ----


def test_paths_without_end_are_counted(solved):
    """Thirty nodes that each use the one before twice have a billion paths: they are counted, not walked."""
    chain = ", ".join(f"n{k}: n{k - 1} * sin(n{k - 1})" for k in range(2, 31))
    with bounded():
        page = render(solved(nodes(f"{{n1: a * sin(a), {chain}}}", "{a: 1.1}", "grouping: elementary")))
    assert str(2**30) in page.replace(" ", "")
    assert "too many to be written out" in page


def test_forward_mode_of_a_large_graph_is_bounded():
    """More tangents than a page can hold are refused, with the way out."""
    inputs = ", ".join(f"x{k}: {k}" for k in range(40))
    written = " + ".join(f"x{k}*x{k}" for k in range(40))
    with pytest.raises(nnsolve.ProblemError, match="name some inputs in seeds:"):
        nnsolve.loads(text(written, f"{{{inputs}}}", "mode: both"))
    assert nnsolve.loads(text(written, f"{{{inputs}}}", "mode: both\nseeds: [x3]"))


PIECES = [
    "a",
    "b",
    "2",
    "0.5",
    "1e300",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "^",
    "exp(",
    "ln(",
    "relu(",
    "max(",
    ",",
    "=",
    "e",
]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join),
    st.sampled_from(["{a: 1, b: 2}", "{a: 0, b: 0}", "{a: -1e200, b: 1e-300}", "{c: 1}", "[]", "~", "3"]),
    st.sampled_from(["reverse", "forward", "both", "~"]),
    st.sampled_from(["", "symbolic: true", "names: v", "names: [p]", "outputs: [c]", "merge: false", "seeds: [a]"]),
)
def test_any_expression_ends_in_a_page_or_a_sentence(written, values, mode, more):
    """Whatever stands in the fields ends in a page without inf and nan, or in an explained error."""
    check_ends(text(written, values, f"mode: {mode}\n{more}"))
