"""Regression: coefficients against NumPy and scikit-learn, gradients against PyTorch, exact fractions by hand."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from ..support import check_ends, check_fault

HEAD = "kind: regression\n"
POINTS = "data: {x: [1, 2, 3, 4, 5], y: [2, 4, 5, 4, 5]}\n"
DESCENT = "method: gradient descent\nloss: mean\nlearning_rate: 0.01\niterations: 5\n"


def table(columns: dict) -> str:
    """Columns as a problem file writes them."""
    return "data:\n" + "".join(f"  {name}: {list(values)}\n" for name, values in columns.items())


VALUES = [
    # keys, name, value by hand
    (POINTS, "sum_xy", 66),
    (POINTS, "b1", 0.6),
    (POINTS, "b0", 2.2),
    (POINTS, "SS_res", 2.4),
    (POINTS, "SS_tot", 6),
    (POINTS, "R2", 0.6),
    (POINTS, "RMSE", math.sqrt(2.4 / 5)),
    (POINTS + "rmse: n - p", "RMSE", math.sqrt(2.4 / 3)),
    (POINTS + "intercept: false", "b1", 66 / 55),
    (POINTS + "by: elimination", "b1", 0.6),
    (POINTS + "by: inverse", "b0", 2.2),
    (POINTS + "predict: {x: [6, 0]}", "prediction_1", 5.8),
    (POINTS + "predict: {x: 0}", "prediction_1", 2.2),
    ("data: {x: [0, 1], y: [3, 3]}", "b1", 0),
]


@pytest.mark.parametrize(("keys", "name", "value"), VALUES)
def test_values(solved, keys, name, value):
    """Sums, coefficients and the fit are those of a hand."""
    assert float(solved(HEAD + keys).values[name]) == pytest.approx(value, rel=1e-12, abs=1e-12)


EXACT = [
    (
        "data: {x: [1, 2, 4], y: [1, 2, 2]}\nexact: true",
        {"b1": Fraction(2, 7), "b0": Fraction(1), "SS_res": Fraction(2, 7)},
    ),
    ("data: {x: [0.1, 0.2, 0.4], y: [1, 2, 2]}\nexact: true", {"b1": Fraction(20, 7), "R2": Fraction(4, 7)}),
    (
        "data: {x: [1/3, 2/3, 2], y: [0, 1, 5]}\nexact: true",
        {"b1": Fraction(3), "b0": Fraction(-1), "SS_res": Fraction(0)},
    ),
]


@pytest.mark.parametrize(("keys", "expected"), EXACT)
def test_fractions(solved, keys, expected):
    """With exact: true the coefficients are fractions, and RMSE, a root, is left out."""
    solution = solved(HEAD + keys)
    assert {name: solution.values[name] for name in expected} == expected
    assert "RMSE" not in solution.values
    assert "/" in nnsolve.render(solution, "text", width=80)


@pytest.mark.parametrize("by", ["sums", "elimination", "inverse"])
@pytest.mark.parametrize(("rows", "columns"), [(2, 1), (7, 1), (30, 1), (3, 2), (8, 2), (40, 2), (9, 4), (12, 8)])
def test_numpy(solved, rows, columns, by):
    """Coefficients and residual sums are those of numpy.linalg.lstsq."""
    numpy = pytest.importorskip("numpy")
    if (by == "sums" and columns > 1) or (by == "inverse" and columns > 2):
        return
    draw = random.Random(rows * 10 + columns)
    data = {f"x{k}": [draw.randrange(-50, 50) / 10 for _ in range(rows)] for k in range(1, columns + 1)}
    data["y"] = [draw.randrange(-99, 99) / 10 for _ in range(rows)]
    solution = solved(HEAD + table(data) + f"by: {by}\n")
    matrix = numpy.column_stack([numpy.ones(rows), *[data[f"x{k}"] for k in range(1, columns + 1)]])
    expected = numpy.linalg.lstsq(matrix, numpy.array(data["y"]), rcond=None)[0]
    assert [solution.values[f"b{k}"] for k in range(columns + 1)] == pytest.approx(
        expected.tolist(), rel=1e-8, abs=1e-8
    )
    residuals = numpy.array(data["y"]) - matrix @ expected
    assert solution.values["SS_res"] == pytest.approx(float(residuals @ residuals), rel=1e-8, abs=1e-10)
    assert solution.check.key == "regression_checked"


@pytest.mark.parametrize("columns", [("a", "b_c", "a_b", "c"), ("a", "b", "a_b", "y_y"), ("b", "a_b", "a", "a_y")])
def test_columns_with_underscores(solved, columns):
    """Sums of columns whose names run into each other stay apart: a·b_c is not a_b·c, nor a·b the column a_b."""
    numpy = pytest.importorskip("numpy")
    rows = [[1, 2, 0, 4, 3, 1], [2, 1, 5, 0, 1, 3], [3, 0, 1, 1, 2, 7], [0, 1, 4, 2, 2, 1]]
    y = [1, 3, 2, 6, 5, 4]
    values = solved(HEAD + table(dict(zip(columns, rows, strict=True)) | {"y": y})).values
    expected = numpy.linalg.lstsq(numpy.array([[1] * 6, *rows]).T, numpy.array(y), rcond=None)[0]
    assert [values[f"b{k}"] for k in range(5)] == pytest.approx(expected.tolist(), rel=1e-9)


@pytest.mark.parametrize("intercept", [True, False])
def test_sklearn(solved, intercept):
    """scikit-learn's LinearRegression and r2_score agree."""
    linear = pytest.importorskip("sklearn.linear_model")
    x1, x2, y = [4, 10, 15, 12, 8], [20, 6, 2, 8, 9], [1, 4, 5, 4, 3]
    model = linear.LinearRegression(fit_intercept=intercept).fit(list(zip(x1, x2, strict=True)), y)
    keys = table({"x1": x1, "x2": x2, "y": y}) + f"intercept: {str(intercept).lower()}\n"
    values = solved(HEAD + keys).values
    assert [values["b1"], values["b2"]] == pytest.approx(model.coef_.tolist(), rel=1e-9)
    assert values.get("b0", 0) == pytest.approx(model.intercept_, rel=1e-9)
    assert values["R2"] == pytest.approx(model.score(list(zip(x1, x2, strict=True)), y), rel=1e-9)


@pytest.mark.parametrize("loss", ["mean", "half mean", "sum", "half sum"])
@pytest.mark.parametrize("columns", [1, 3])
def test_torch_linear(solved, loss, columns):
    """Ten iterations of gradient descent with PyTorch's gradients end in the same coefficients."""
    torch = pytest.importorskip("torch")
    draw = random.Random(columns)
    data = {f"x{k}": [draw.randrange(-20, 20) / 10 for _ in range(6)] for k in range(1, columns + 1)}
    data["y"] = [draw.randrange(-30, 30) / 10 for _ in range(6)]
    rows = torch.tensor([[1.0, *row] for row in zip(*[data[f"x{k}"] for k in range(1, columns + 1)], strict=True)])
    rows, y = rows.double(), torch.tensor(data["y"], dtype=torch.float64)
    weights = torch.zeros(columns + 1, dtype=torch.float64, requires_grad=True)
    scale = {"mean": 1 / 6, "half mean": 1 / 12, "sum": 1, "half sum": 0.5}[loss]
    losses = []
    for _ in range(10):
        total = scale * ((y - rows.double() @ weights) ** 2).sum()
        losses.append(total.item())
        (slope,) = torch.autograd.grad(total, weights)
        with torch.no_grad():
            weights -= 0.02 * slope
    keys = f"method: gradient descent\nloss: {loss}\nlearning_rate: 0.02\niterations: 10\n"
    solution = solved(HEAD + table(data) + keys)
    doubles = [float(number) for number in weights.tolist()]
    assert [solution.values[f"b{k}"] for k in range(columns + 1)] == pytest.approx(doubles, rel=1e-6)
    assert solution.values["L@0"] == pytest.approx(losses[0], rel=1e-6)
    assert solution.check.key == "page_checked"


def softmax_start(names: list[str]) -> dict:
    """Start values that are no zeros."""
    return {name: round(math.sin(7 * k + 1), 2) for k, name in enumerate(names)}


@pytest.mark.parametrize("loss", ["mean", "sum"])
@pytest.mark.parametrize("model", ["logistic", "softmax"])
def test_torch_classes(solved, model, loss):
    """Logistic and softmax regression: five iterations with PyTorch's gradients end in the same coefficients."""
    torch = pytest.importorskip("torch")
    x1, x2 = [0.5, 1.5, -1.0, 2.0, 0.1], [1.0, -0.5, 0.3, 0.2, -1.2]
    classes = [0, 1, 0, 1, 1] if model == "logistic" else [0, 1, 2, 1, 0]
    rows = torch.tensor([[1.0, a, b] for a, b in zip(x1, x2, strict=True)], dtype=torch.float64)
    target = torch.tensor(classes)
    functional = torch.nn.functional
    if model == "logistic":
        start = {"b0": 0.3, "b1": -0.2, "b2": 0.1}
        weights = torch.tensor(list(start.values()), dtype=torch.float64, requires_grad=True)
        compute = lambda: functional.binary_cross_entropy_with_logits(rows @ weights, target.double(), reduction=loss)  # noqa: E731
        names, written = list(start), classes
    else:
        names = [f"b{j}_{k}" for k in "abc" for j in range(3)]
        start = softmax_start(names)
        weights = torch.tensor(list(start.values()), dtype=torch.float64).reshape(3, 3).requires_grad_()
        compute = lambda: functional.cross_entropy(rows @ weights.T, target, reduction=loss)  # noqa: E731
        written = ["abc"[k] for k in classes]
    for _ in range(5):
        (slope,) = torch.autograd.grad(compute(), weights)
        with torch.no_grad():
            weights -= 0.3 * slope
    keys = f"model: {model}\nloss: {loss}\nlearning_rate: 0.3\niterations: 5\nstart: {start}\n".replace("'", "")
    solution = solved(HEAD + keys + table({"x1": x1, "x2": x2, "y": written}).replace("'", ""))
    assert [solution.values[name] for name in names] == pytest.approx(weights.flatten().tolist(), rel=1e-9)
    assert solution.values["L"] == pytest.approx(compute().item(), rel=1e-9)
    assert solution.check.key == "page_checked"


def test_the_descent_leads_to_the_closed_form(solved):
    """After many iterations the coefficients are those of the closed form, and the table has every state."""
    solution = solved(HEAD + POINTS + DESCENT.replace("0.01", "0.05").replace("iterations: 5", "iterations: 3000"))
    assert solution.values["b1"] == pytest.approx(0.6, abs=1e-9)
    assert solution.values["b0"] == pytest.approx(2.2, abs=1e-9)
    trace = next(s for s in solution.sections if s.title.key == "regression_trace").blocks[0].table
    assert len(trace.rows) == 3001
    assert "regression_fell" in [note.key for note in solution.notes]


def test_sklearn_logistic(solved):
    """Many iterations end where scikit-learn's LogisticRegression without penalty ends."""
    linear = pytest.importorskip("sklearn.linear_model")
    x, y = [1, 2, 3, 4, 5, 6], [0, 1, 0, 1, 0, 1]
    model = linear.LogisticRegression(C=1e12, tol=1e-12, max_iter=10_000).fit([[v] for v in x], y)
    keys = table({"x": x, "y": y}) + "model: logistic\nloss: mean\nlearning_rate: 0.3\niterations: 6000\nshown: 1\n"
    values = solved(HEAD + keys).values
    assert [values["b0"], values["b1"]] == pytest.approx([model.intercept_[0], model.coef_[0][0]], rel=1e-3)


PROSE = [
    ("data: {x: [1, 2, 3], y: [4, 4, 4]}", "SS_tot is 0"),
    ("data: {x: [1, 2], y: [4, 5]}\nrmse: n - p", "No rows are left over"),
    ("data: {x: [1, 2, 3], y: [2, 4, 5]}\n" + DESCENT.replace("0.01", "9").replace(": 5", ": 500"), "It diverges"),
    ("data: {x: [1, 2, 3], y: [2, 4, 5]}\n" + DESCENT.replace("0.01", "0.9"), "the loss grew"),
    ("data: {x: [1, 1], y: [2, 4]}\n" + DESCENT, "no single best fit"),
    (POINTS, "ŷ = 2.2 + 0.6·x"),
    (POINTS + DESCENT, "∂L/∂b = −(2/n)·Σ x·(y − ŷ)"),
    (POINTS + DESCENT.replace("mean", "half mean"), "∂L/∂b = −(1/n)·Σ x·(y − ŷ)"),
    ("data: {x: [1, 2], y: [0, 1]}\nmodel: logistic\n" + DESCENT, "p·(1 − p) cancels"),
    ("data: {x: [1, 2], y: [u, v]}\nmodel: softmax\n" + DESCENT, "p cancels"),
]


@pytest.mark.parametrize(("keys", "words"), PROSE)
def test_what_the_page_says(solved, keys, words):
    """What happens is said in words, and no line is wider than the page."""
    page = nnsolve.render(solved(HEAD + keys + "\n"), "text", width=80)
    assert words in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    assert "nan" not in page and "inf" not in page.replace("infinit", "")


def test_names(solved, trouble):
    """m and c ask for slope and intercept; letters of the problem are printed; a misspelt name finds its nearest."""
    assert solved(HEAD + POINTS + "asked: [m, c]\n").answers == pytest.approx({"b1": 0.6, "b0": 2.2})
    page = nnsolve.render(solved(HEAD + POINTS + DESCENT + "notation: {b1: w, b0: b}\n"), "text", width=80)
    assert "∂L/∂w" in page
    assert "w⁽¹⁾" in page
    assert "SS_res" in str(trouble(HEAD + POINTS + "asked: [SS_re]\n"))


MANY = table({"x": range(30), "y": [k * 7 % 5 for k in range(30)]})
ASKED = [
    (POINTS, "slope", "b1"),
    (POINTS, "intercept", "b0"),
    (POINTS, "R²", "R2"),
    (POINTS, "rmse", "RMSE"),
    (POINTS, "SSres", "SS_res"),
    (POINTS, "Σx²", "sum_x2"),
    (POINTS, r"\\hat{y}_{1}", "predicted_1"),
    (POINTS, "e_2", "residual_2"),
    (MANY, "residual_30", "residual_30"),
    (MANY + DESCENT, "predicted_30", "predicted_30"),
    (POINTS + DESCENT, "m", "b1"),
    (POINTS + DESCENT, "loss", "L"),
    (POINTS + DESCENT, "b1", "b1"),
    (POINTS + DESCENT, "m⁽¹⁾", "b1@1"),
    (POINTS + DESCENT, "b1_3", "b1@3"),
    (POINTS + DESCENT, "L^(4)", "L@4"),
    (POINTS + DESCENT, "dL@4/db1@4", "dL@4/db1@4"),
    (POINTS + DESCENT + "shown: 0", "dL@0/db1@0", "dL@0/db1@0"),
    (POINTS + DESCENT + "shown: 0", "predicted_2@3", "predicted_2@3"),
]


@pytest.mark.parametrize(("keys", "written", "name"), ASKED)
def test_asked(solved, keys, written, name):
    """Usual words, printed symbols and old spellings are understood, lines that are not written unasked too."""
    assert list(solved(f'{HEAD}{keys}\nasked: ["{written}"]\n').answers) == [name]


REFUSED = [
    ("dL/db1", "may mean dL@0/db1@0, dL@1/db1@1, dL@2/db1@2 here"),
    ("error_1", "may mean error_1@0, error_1@1, error_1@2 here"),
    ("m⁽⁰⁾", "it is given"),
    ("x[1]", "it is given"),
    ("b1@6", "is not a result of this problem"),
    ("L@99999999999", "is not a result of this problem"),
    ("L@¹", "is not a result of this problem"),
    ("\\e[31m", "is not a result of this problem"),
    ("b1" * 150, "is not a result of this problem"),
    (" ", "is not a result of this problem"),
]


@pytest.mark.parametrize(("written", "message"), REFUSED)
def test_asked_in_vain(trouble, written, message):
    """What has several meanings, is given or is nothing of the problem is refused and never guessed."""
    assert message in str(trouble(f'{HEAD}{POINTS}{DESCENT}asked: ["{written}"]\n'))


@pytest.mark.parametrize("rounding", ["", "rounding: {decimals: 3, carry: true}\n"])
def test_iterations_that_are_asked_for(solved, rounding):
    """An iteration that is written only where it is asked for gives the numbers of the page with all of them."""
    keys = f"{HEAD}{POINTS}{DESCENT}{rounding}"
    full = solved(keys + "shown: 5\n").values
    asked = solved(keys + "shown: 0\nasked: [b1@2, b1@4, b0@5, L@4, b1]\n").answers
    assert asked == {name: full[name] for name in ("b1@2", "b1@4", "b0@5", "L@4", "b1")}


@pytest.mark.parametrize("model", ["logistic", "softmax"])
def test_no_iteration_in_full(solved, model):
    """Where no iteration is written out the first row is derived all the same."""
    keys = table({"x": [-1, 2, 3], "y": [0, 0, 1]}) + f"model: {model}\nloss: mean\nlearning_rate: 0.5\niterations: 7\n"
    page = solved(HEAD + keys + "shown: 0\n")
    assert page.answers == solved(HEAD + keys + "shown: 1\n").answers
    assert any(name.startswith("score_1") for name in page.values)


def test_iterations_of_many_rows(solved):
    """Of more rows than a page shows, an iteration that is asked for is that of a loop over the rows."""
    keys = f"{HEAD}{MANY}{DESCENT.replace('0.01', '0.001')}asked: [b0@3, b1@3, L@4]\n"
    slope = start = 0.0
    states = []
    for _ in range(5):
        errors = [k * 7 % 5 - start - slope * k for k in range(30)]
        states.append((start, slope, sum(e * e for e in errors) / 30))
        start += 0.001 * 2 / 30 * sum(errors)
        slope += 0.001 * 2 / 30 * sum(e * k for k, e in enumerate(errors))
    assert solved(keys).answers == pytest.approx({"b0@3": states[3][0], "b1@3": states[3][1], "L@4": states[4][2]})


@pytest.mark.parametrize("shown", [0, 2, 5])
def test_the_loss_behind_the_last_iteration(solved, shown):
    """The last row of the table may be asked for as the others: loss and gradient where the iterations end."""
    slope = start = 0.0
    for _ in range(5):
        errors = [y - start - slope * x for x, y in zip([1, 2, 3, 4, 5], [2, 4, 5, 4, 5], strict=True)]
        start += 0.01 * 2 / 5 * sum(errors)
        slope += 0.01 * 2 / 5 * sum(error * x for x, error in enumerate(errors, 1))
    errors = [y - start - slope * x for x, y in zip([1, 2, 3, 4, 5], [2, 4, 5, 4, 5], strict=True)]
    by_start = -2 / 5 * sum(errors)
    asked = solved(f"{HEAD}{POINTS}{DESCENT}shown: {shown}\nasked: [L@5, dL@5/db0@5, error_3@5]\n").answers
    wanted = {"L@5": sum(error**2 for error in errors) / 5, "dL@5/db0@5": by_start, "error_3@5": errors[2]}
    assert asked == pytest.approx(wanted)


def test_too_many_iterations_asked_for(trouble):
    """Of much data few iterations are written out, and that is told before they are."""
    keys = table({"x": range(900), "y": [k % 3 for k in range(900)]})
    keys += DESCENT.replace("0.01", "0.0000001") + "asked: [b1@1, b1@2, b1@3]\n"
    assert "more than 5000 lines" in str(trouble(HEAD + keys))


@pytest.mark.parametrize("output", ["", "_u"])
@pytest.mark.parametrize("t", [0, 1])
def test_gradients_by_their_old_names(solved, output, t):
    """A gradient carries the iteration above and below, and is understood with the one below alone."""
    keys = "data: {x: [1, 2, 3], y: [u, v, u]}\nmodel: softmax\n" if output else POINTS
    for written in (f"dL/db1{output}@{t}", f"dL@{t}/db1{output}@{t}"):
        solution = solved(f"{HEAD}{keys}{DESCENT}asked: [{written}]\n")
        assert list(solution.answers) == [f"dL@{t}/db1{output}@{t}"]


def test_carried_rounding(solved):
    """With two decimals carried every line follows from the printed digits."""
    values = solved(HEAD + "data: {x: [1, 2, 4], y: [1, 2, 2]}\nrounding: {decimals: 2, carry: true}\n").values
    assert values["b1"] == Decimal("0.29")
    assert values["b0"] == Decimal("0.99")  # (5 − 0.29 · 7)/3


BAD = [
    ("title: x", 1, 1, "the key data: is missing"),
    ("data: [1, 2]", 2, 7, "expected columns"),
    ("data: {x: [1, 2]}", 2, 7, "expected 2 to 11 columns"),
    ("data: {x: [1, 2], y: [1]}", 2, 7, "x has 2, y has 1"),
    ("data: {x: [1, a], y: [1, 2]}", 2, 15, "expected a number"),
    ("data: {x: 3, y: [1]}", 2, 11, "expected a list"),
    ("data: {x: [], y: []}", 2, 11, "1 to 1000 values"),
    ("data: {1x: [1, 2], y: [1, 2]}", 2, 8, "expected a letter or a word"),
    ("data: {x: [1, 2], y: [1, 2]}\ntarget: z", 2, 7, "no column z"),
    ("data: {x: [5, 5, 5], y: [1, 2, 3]}", 2, 7, "x = 5 in every row"),
    ("data: {a: [1, 2, 3], b: [2, 4, 6], y: [1, 2, 4]}", 2, 7, "b = 2·a in every row"),
    ("data: {a: [0.1, 0.2, 0.4], b: [0.3, 0.4, 0.6], y: [1, 2, 4]}", 2, 7, "b = 0.2 + a in every row"),
    ("data: {x: [0, 0], y: [1, 2]}\nintercept: false", 2, 7, "x = 0 in every row"),
    ("data: {a: [1, 2], b: [2, 5], y: [1, 2]}", 2, 7, "3 coefficients need at least 3 rows"),
    ("data: {a: [1, 2, 3], b: [1, 0, 1], y: [1, 2, 4]}\nby: sums", 3, 5, "for one variable"),
    (POINTS + "by: magic", 3, 5, "sums, elimination, inverse"),
    (POINTS + "model: logistic\nmethod: closed form", 4, 9, "has no closed form"),
    (POINTS + "learning_rate: 1", 3, 16, "learning_rate: needs method: gradient descent"),
    (POINTS + "method: gradient descent", 1, 1, "the key loss: is missing"),
    (POINTS + DESCENT + "exact: true", 7, 8, "exact: cannot stand beside method: gradient descent"),
    (POINTS + DESCENT + "start: {q: 1}", 7, 9, "there is no such coefficient"),
    (POINTS + DESCENT.replace("iterations: 5", "iterations: 0"), 6, 13, "from 1"),
    ("model: logistic\n" + POINTS + DESCENT, 3, 32, "targets of 0 or 1"),
    ("model: logistic\n" + POINTS + DESCENT.replace("loss: mean", "loss: half sum"), 5, 7, "no square to halve"),
    ("model: softmax\ndata: {x: [1, 2], y: [a, a]}\n" + DESCENT, 3, 22, "2 to 10 classes"),
    (POINTS + "predict: {z: [1]}", 3, 10, "expected the columns x"),
    (POINTS + "predict: 3", 3, 10, "expected columns"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


def test_sums_that_lose_their_digits(solved, trouble):
    """Where doubles cannot tell the points apart the sums are computed exactly; beyond doubles this is said."""
    keys = "data: {x: [100000000.1, 100000000.2, 100000000.4], y: [1, 2, 2]}\n"
    assert solved(HEAD + keys).values["b1"] == pytest.approx(20 / 7, rel=1e-15)
    assert solved(HEAD + keys + "exact: true\n").values["b1"] == Fraction(20, 7)
    huge = "data: {x: [0, 0, 0, 1e308], y: [0, 0, 0, 0], x1: [0, 0, 0, sqrt(2)]}\n"
    assert "larger than any double" in str(trouble(HEAD + huge))
    steep = "data: {x: [0, 0, 1e-320], y: [0, 0, sqrt(2)]}\n"
    assert "larger than any double" in str(trouble(HEAD + steep))


_CELLS = st.sampled_from(["0", "1", "-2", "3", "0.5", "1e308", "1e-320", "1/3", "x", "", "sqrt(2)", "7", "100"])
_COLUMN = st.lists(_CELLS, max_size=4).map(lambda cells: f"[{', '.join(cells)}]")
_DATA = st.dictionaries(st.sampled_from(["x", "y", "x1", "x2", "é", "1"]), _COLUMN, max_size=4)
_KEYS = st.dictionaries(
    st.sampled_from(
        [
            "model",
            "method",
            "by",
            "intercept",
            "exact",
            "rmse",
            "predict",
            "loss",
            "learning_rate",
            "iterations",
            "start",
            "shown",
            "target",
            "asked",
            "rounding",
        ]
    ),
    st.sampled_from(
        [
            "linear",
            "logistic",
            "softmax",
            "closed form",
            "gradient descent",
            "sums",
            "inverse",
            "elimination",
            "false",
            "n - p",
            "{x: [1]}",
            "mean",
            "sum",
            "0.1",
            "1e308",
            "3",
            "200",
            "{m: 1}",
            "y",
            "x",
            "[b1]",
            "true",
            "{decimals: 2, carry: true}",
        ]
    ),
    max_size=6,
)
_LIKELY = st.sampled_from(["", "method: gradient descent\nloss: mean\nlearning_rate: 0.1\niterations: 20\n"])


@settings(max_examples=400, deadline=None)
@given(_DATA, _KEYS, _LIKELY)
def test_any_keys(data, keys, likely):
    """Whatever stands in the file, there is a solution or an explained error."""
    known = {line.partition(":")[0] for line in likely.splitlines()}
    lines = [f"{key}: {value}\n" for key, value in keys.items() if key not in known]
    columns = ", ".join(f"{name}: {column}" for name, column in data.items())
    assert all(solution.values for solution in check_ends(f"{HEAD}data: {{{columns}}}\n{likely}{''.join(lines)}"))
