"""Notebooks: valid, every comparison in them holds, and no text of a user gets into their code."""

from __future__ import annotations

import ast
import json
import math
import re

import numpy as np
import pytest

import nnsolve
from nnsolve.formula.expr import Num
from nnsolve.formula.parse import parse
from nnsolve.names import At, Name, Role, d, entry, named
from nnsolve.render.code.helpers import NUMBERS, OTHERS, prelude
from nnsolve.render.code.writer import CodeWriter
from nnsolve.render.notebook import isolated
from nnsolve.sheets.answer_key import answer_key
from nnsolve.sheets.worksheet import worksheet
from nnsolve.solution import Block, Says, Section, Solution, Statement, Step

from ..exact.kinds import GENERATORS, drawn
from ..support import text_of

HOSTILE = ["'''", '"""', "\\", "$x$", "\\(x\\)", "# a", "import os", "%system ls", "!ls", "\u202eabc", "<img src=x>"]


def notebook(solution, **options) -> dict:
    """The notebook of a solution as data."""
    return json.loads(nnsolve.render(solution, "notebook", **options))


def sources(book: dict, kind: str) -> list[str]:
    """The texts of the cells of a kind."""
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == kind]


def executed(book: dict) -> dict:
    """The names after all code cells have run, one after another."""
    names: dict = {}
    for number, source in enumerate(sources(book, "code")):
        exec(compile(source, f"cell {number}", "exec"), names)
    return names


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_assertion_holds(name):
    """The code of all problems of the library runs, and each step of it agrees with the page."""
    for problem in nnsolve.load(name):
        solution = nnsolve.solve(problem)
        book = notebook(solution)
        executed(book)
        questions = [part.solution for part in solution.parts] or [solution]
        steps = [
            step
            for question in questions
            for step in question.steps
            if not question.symbolic and type(step) is not Statement and step.name not in question.given
        ]
        assert sum(source.count("assert ") for source in sources(book, "code")) == len(steps)
        assert "from the page" not in "".join(sources(book, "code"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two-two-two", "conv-backward", "term-paper"])
def test_a_kernel_runs_it(name):
    """A notebook is valid for nbformat, and runs from top to bottom in Jupyter."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    (problem,) = nnsolve.load(name)
    book = nbformat.reads(nnsolve.render(nnsolve.solve(problem), "notebook"), as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book, timeout=120).execute()


def test_it_is_valid():
    """Cells have the keys of nbformat 4.5, each an id of its own."""
    nbformat = pytest.importorskip("nbformat")
    for name in ("two-two-two", "classification-2-2-1", "sample-paper"):
        (problem,) = nnsolve.load(name)
        nbformat.validate(nbformat.reads(nnsolve.render(nnsolve.solve(problem), "notebook"), as_version=4))


def test_a_step_is_written_out():
    """A step is the formula of the page in Python, and the number of the page."""
    book = notebook(nnsolve.solve(nnsolve.load("two-two-two")[0]))
    code = "\n".join(sources(book, "code"))
    assert "net_h1 = w1 * i1 + w2 * i2 + b1\nassert abs(net_h1 - 0.3775) <= " in code
    assert executed(book)["new_w5"] == pytest.approx(0.35891648, abs=5e-9)


def test_a_wrong_number_fails():
    """A comparison fails where a given number is changed."""
    book = notebook(nnsolve.solve(nnsolve.load("two-two-two")[0]))
    cell = next(cell for cell in book["cells"] if any(line.startswith("w1 = ") for line in cell["source"]))
    cell["source"] = [line.replace("w1 = 0.15", "w1 = 0.16") for line in cell["source"]]
    with pytest.raises(AssertionError):
        executed(book)


CONVENTIONS = [
    "{decimals: 2, carry: true}",
    "{decimals: 3, truncate: true}",
    "{figures: 3, carry: true, truncate: true}",
    "{figures: 2}",
    "{decimals: 0}",
]


@pytest.mark.parametrize("rounding", CONVENTIONS)
@pytest.mark.parametrize(
    "name", ["two-two-two", "batch-norm-hidden", "conv-backward", "simple-regression", "graph-sin"]
)
def test_every_rounding(name, rounding):
    """Rounded, cut or carried on: results agree with what the page prints."""
    text = re.sub(r"(?m)^rounding:.*(\n .*)*\n?", "", text_of(name)) + f"\nrounding: {rounding}\n"
    try:
        solution = nnsolve.solve(nnsolve.loads(text)[0])
    except nnsolve.NnsolveError as error:
        assert "has no value" in str(error)
        pytest.skip("with so few digits a number of this problem has no value")
    executed(notebook(solution))


ACTIVATIONS = [
    "relu",
    "leaky relu(0.1)",
    "elu(1)",
    "selu",
    "softplus",
    "gelu",
    "gelu tanh",
    "silu",
    "hard sigmoid(1/6)",
]
ACTIVATIONS += ["tanh", "step", "x / (1 + abs(x))", "prelu(a=0.25)", "softmax"]


# A learned slope a layer is not written in matrices.
STYLES = [
    (each, style) for each in ACTIVATIONS for style in ("scalar", "matrix") if (each[:5], style) != ("prelu", "matrix")
]


@pytest.mark.parametrize(("activation", "style"), STYLES)
def test_every_activation(activation, style):
    """Each activation has code that agrees, number by number and over whole columns."""
    problem = {
        "kind": "forward" if activation == "step" else "backprop",
        "inputs": [0.5, -1.5],
        "layers": [
            {"activation": activation, "weights": [[0.3, -0.2], [-0.7, 0.6]], "bias": [0.1, 0.2]},
            {"activation": "sigmoid", "weights": [[0.4, -0.5]]},
        ],
    }
    if activation != "step":
        problem |= {"targets": [1], "loss": "binary cross-entropy", "learning_rate": 0.1, "style": style}
    executed(notebook(nnsolve.solve(nnsolve.loads(json.dumps(problem))[0])))


DENSE = "[{activation: softmax, weights: [[0.5], [0.2]]}], targets: %s, loss: %s, learning_rate: 0.1"
MAPS = (
    "{kind: convolution, input: [[0.1, 0.2], [0.3, 0.4]], layers: [{conv: {kernel: [[1, 0.5]]}}, flatten, "
    "{dense: {weights: [[1, 2], [0.3, 0.1]]}}, softmax], targets: %s, loss: %s, learning_rate: 0.1}"
)


@pytest.mark.parametrize("loss", ["kl divergence", "categorical cross-entropy"])
@pytest.mark.parametrize("targets", ["[0.5, 0.5]", "[1, 0]"])
@pytest.mark.parametrize("text", ["{kind: backprop, style: matrix, inputs: [1], layers: " + DENSE + "}", MAPS])
def test_entropies_of_whole_columns(text, targets, loss):
    """A cross-entropy over a column, also with a target 0, agrees with the page, and so it does in an answer key."""
    (problem,) = nnsolve.loads(text % (targets, loss))
    executed(notebook(nnsolve.solve(problem)))
    executed(notebook(answer_key(nnsolve.solve(problem))))


def test_a_weight_of_0_takes_no_logarithm():
    """Over arrays a term with weight 0 is 0, and neither ln 0 nor a division by 0 is computed for it."""
    names: dict = {}
    code = "t, o = np.array([[0], [1]]), np.array([[0], [0.5]])\n"
    code += "terms, ratios = weighted(t, log, o), weighted(t, log, over(t, o))\n"
    code += "binary = -(weighted(t, log, o) + weighted(1 - t, log, 1 - o))"
    with np.errstate(all="raise"):
        exec(f"{prelude(code, True)}\n{code}", names)
    assert names["terms"].tolist() == [[0], [-math.log(2)]]
    assert names["ratios"].tolist() == [[0], [math.log(2)]]
    assert names["binary"].tolist() == [[0], [math.log(2)]]


@pytest.mark.parametrize(
    "text",
    [
        # -0.7 + 0.2 is -0.49999999999999994 in doubles, and half a unit.
        "{kind: gradient-descent, function: abs(x - 0.7), start: {x: -0.7}, learning_rate: 0.2, iterations: 1, "
        "rounding: {decimals: 0}}",
        # dnet/dw = i is the input as it is given, also where 0.2 would be cut to 0.
        "{kind: backprop, inputs: [0.2], layers: [{activation: identity, weights: [[6]]}], targets: [3], "
        "loss: half squared error, learning_rate: 1, rounding: {decimals: 0, carry: true, truncate: true}}",
    ],
)
def test_what_is_less_than_a_printed_digit(text):
    """Numbers of about half a unit, and names for given numbers, agree with the page."""
    executed(notebook(nnsolve.solve(nnsolve.loads(text)[0])))


@pytest.mark.parametrize("rounding", ["{decimals: 2, carry: true}", "{decimals: 1, carry: true, truncate: true}"])
def test_the_sum_of_a_large_map_that_is_carried_on(rounding):
    """Of a map too large to be written out the sum is compared; its entries were rounded where they are carried on."""
    image = [[(7 * i + 3 * j) % 11 / 10 for j in range(20)] for i in range(20)]
    layers = "[{conv: {kernel: [[0.15, 0.5], [-0.33, -0.3]]}}, relu]"
    text = f"{{kind: convolution, input: {image}, layers: {layers}, rounding: {rounding}}}"
    executed(notebook(nnsolve.solve(nnsolve.loads(text)[0])))


AT_BORDERS = [
    "kind: backprop, inputs: [0.1, 0.2, 0.3], layers: [{activation: relu, weights: [[1, 1, -1]]}, "
    "{activation: identity, weights: [[2]]}], targets: [1], loss: half squared error, learning_rate: 0.1",
    "kind: backprop, style: matrix, inputs: [0.1, 0.2, 0.3], layers: [{activation: relu, weights: [[1, 1, -1]]}, "
    "{activation: identity, weights: [[2]]}], targets: [1], loss: half squared error, learning_rate: 0.1",
    "kind: backprop, inputs: [0.1, 0.2], layers: [{activation: identity, weights: [[1, 1]]}], targets: [0.3], "
    "loss: absolute error, learning_rate: 0.1",
    "kind: graph, values: {a: 0.1, b: 0.2, c: 0.3}, expression: relu(a + b - c)",
    "kind: gradient-flow, weights: [3, 1], biases: [-0.3, 0], activation: relu, input: 0.1",
    "kind: gradient-descent, function: abs(x), start: {x: 0.3}, learning_rate: 0.1, iterations: 5",
    "kind: gradient-descent, function: abs(x - 0.7), start: {x: -0.7}, learning_rate: 0.2, iterations: 8",
]


@pytest.mark.parametrize("more", ["", ", rounding: {decimals: 2, carry: true}", ", rounding: {decimals: 0}"])
@pytest.mark.parametrize("text", AT_BORDERS)
def test_borders_that_are_met_exactly(text, more):
    """What the page decides exactly and doubles miss agrees with the page, in every later cell too."""
    executed(notebook(nnsolve.solve(nnsolve.loads(f"{{{text}{more}}}")[0])))


@pytest.mark.parametrize("kind", GENERATORS)
def test_problems_at_borders(kind):
    """The notebooks of problems drawn at their borders hold."""
    cases = [case for case in (drawn(kind, number) for number in range(12)) if not case.refused]
    for case in cases:
        executed(notebook(nnsolve.solve(nnsolve.loads(json.dumps(case.problem))[0])))


def test_an_exact_value_takes_the_place_of_a_missed_one():
    """The formula is written and compared, and then the value that 0.1 + 0.2 - 0.3 has follows, with the reason."""
    book = notebook(nnsolve.solve(nnsolve.loads(f"{{{AT_BORDERS[0]}}}")[0]))
    lines = "\n".join(sources(book, "code")).splitlines()
    at = lines.index("net_h1 = w1 * i1 + w2 * i2 + w3 * i3")
    assert lines[at + 1].startswith("assert abs(net_h1 - 0.0) <= ")
    assert lines[at + 2] == "net_h1 = 0.0  # its exact value: doubles miss it by 5.6e-17"
    assert sum("exact value" in line for line in lines) == 1
    names = executed(book)
    assert (names["net_h1"], names["dout_h1_dnet_h1"], names["new_w1"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("a + b - a", "y = a + b - a\ny = 1.0  # its exact value: doubles miss it by 1\nassert "),
        ("1 / (a + b - a)", "y = 1.0  # its exact value: doubles find none\nassert "),
    ],
)
def test_a_value_that_doubles_miss_altogether(formula, written):
    """10^16 + 1 is 10^16 in doubles: where they give another value, or none, the exact one is not compared first."""
    step = Step(named("y"), parse(formula, ("a", "b")))
    given = {named("a"): Num("1e16"), named("b"): Num("1")}
    book = notebook(
        Solution("graph", given=given, sections=[Section(Says("page_forward_pass"), [Block(None, [step])])])
    )
    assert written in "\n".join(sources(book, "code"))
    assert executed(book)["y"] == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_stands_in_markdown_alone(text):
    """Titles, statements and names of a user are in no code cell; names there are plain identifiers."""
    problem = {
        "kind": "paper",
        "title": text,
        "questions": [{"problem": "two-two-two", "title": text, "statement": text, "asked": ["w5"]}],
    }
    book = notebook(nnsolve.solve(nnsolve.loads(json.dumps(problem))[0]))
    plain = notebook(
        nnsolve.solve(nnsolve.loads(json.dumps(problem | {"title": "x"}).replace(json.dumps(text), '"x"'))[0])
    )
    assert sources(book, "code") == sources(plain, "code")
    assert not any("\u202e" in source for source in sources(book, "markdown"))


@pytest.mark.parametrize(
    "name",
    ["lambda", "__import__", "print", "x; import os", "a\nb", "é", "名", "1.net_h1", "exp", "np", "Fraction", "'", ""],
)
def test_names_become_identifiers(name):
    """A name is an identifier of ASCII letters, none of Python's own and none that the notebook uses."""
    writer = CodeWriter({}, False)
    found = writer.name(name)
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", found)
    ast.parse(f"{found} = 1")
    assert found not in {"lambda", "print", "exp", "np", "Fraction", *NUMBERS, *OTHERS}
    assert writer.name(name) == found
    assert writer.name(f"{name}?") != found


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        (d("E", "w5"), "dE_dw5"),
        (d("E", "w5", At((1, 2))), "v1_2_dE_dw5"),
        (d(d("E", "x"), "y"), "ddE_dx_dy"),
        (entry(d("E", "X"), 0, 1), "dE_dX_0_1"),
        (Name(Role.DIRECT, "e", "a"), "d_e_da"),
        (Name(Role.TANGENT, "y", "x1"), "dot_y_dot_x1"),
        (Name(Role.SHARE, "E", "w", At(time=2)), "dE_dw_2"),
        (Name(Role.RATE, "rate", at=At(time=30)), "rate_30"),
    ],
)
def test_derivatives_become_identifiers(name, identifier):
    """The bar of a derivative and what stands around it are underscores."""
    assert CodeWriter({}, False).name(name) == identifier


def test_dollars_and_backslashes_begin_no_mathematics():
    """In a notebook a sign of a user that might begin mathematics stands alone in an element."""
    assert isolated(r"\$x\$") == r"<span>\$</span>x<span>\$</span>"
    assert isolated(r"\\\(") == r"<span>&#92;</span>\("


def test_symbols_and_sheets_have_no_code():
    """A solution in symbols has nothing to compute, and a worksheet gives nothing away."""
    assert not sources(notebook(nnsolve.solve(nnsolve.load("classification-2-2-1")[0])), "code")
    assert not sources(notebook(worksheet(nnsolve.solve(nnsolve.load("two-two-two")[0]), True)), "code")
