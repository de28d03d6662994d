"""Normalising: values by hand and against scikit-learn; batch and layer norm against PyTorch and Keras; bad input."""

from __future__ import annotations

import math
import os
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from ..support import check_ends, check_fault, keyed

HEAD = "kind: normalize\n"
STANDARD = "method: standardize\ndata: [2, 4, 9]\nvariance: population\n"
MINMAX = "method: min-max\ndata: [2, 4, 9]\n"
BATCH = "method: batch norm\ndata: [1, 2, 4]\nepsilon: 0\n"
ROWS = "method: layer norm\ndata: {a: [1, 2], b: [2, 5], c: [4, 0]}\nepsilon: 0\n"
HOT = "method: one-hot\nlabels: [red, green, red]\n"
ROOT = math.sqrt(14) / 3  # of 1, 2, 4: the mean is 7/3 and the variance 14/9

VALUES = [
    # keys, name, value by hand
    (STANDARD, "mean", 5),
    (STANDARD, "variance", 26 / 3),
    (STANDARD, "z_x[1]", -3 / math.sqrt(26 / 3)),
    (STANDARD.replace("population", "sample"), "variance", 13),
    (STANDARD.replace("population", "sample"), "z_x[3]", 4 / math.sqrt(13)),
    (STANDARD + "new: [5, 8]", "z_new_x[2]", 3 / math.sqrt(26 / 3)),
    ("method: standardize\ndata: [7]\nstatistics: {mean: 5, deviation: 4}", "z_x[1]", 0.5),
    (MINMAX, "scaled_x[2]", 2 / 7),
    (MINMAX + "range: [-1, 1]", "scaled_x[2]", -1 + 2 * 2 / 7),
    (MINMAX + "new: [16]", "scaled_new_x[1]", 2),
    ("method: min-max\ndata: [7]\nstatistics: {min: 5, max: 9}", "scaled_x[1]", 0.5),
    (BATCH, "hat_x[1]", -4 / 3 / ROOT),
    (BATCH + "gamma: 2\nbeta: 3", "y_x[3]", 2 * 5 / 3 / ROOT + 3),
    (BATCH + "upstream: [1, 1, 1]", "dL/dx[2]", 0),
    (BATCH + "upstream: [1, 1, 1]", "dL/dbeta", 3),
    (BATCH + "running: {library: pytorch}", "running_mean@1", 7 / 30),
    (BATCH + "running: {library: pytorch}", "running_variance@1", 0.9 + 0.1 * 7 / 3),
    (BATCH + "running: {library: keras}", "running_variance@1", 0.99 + 0.01 * 14 / 9),
    (BATCH + "mode: inference\nstatistics: {mean: 1, variance: 4}\n", "hat_x[3]", 1.5),
    (BATCH + "mode: inference\nstatistics: {mean: 1, variance: 4}\nupstream: [1, 2, 3]", "dL/dx[2]", 1),
    (ROWS, "hat_a[1]", -4 / 3 / ROOT),
]


@pytest.mark.parametrize(("keys", "name", "value"), VALUES)
def test_values(solved, keys, name, value):
    """Every result is that of a hand."""
    assert float(solved(HEAD + keys + "\n").values[name]) == pytest.approx(value, rel=1e-12, abs=1e-12)


def random_columns(draw: random.Random, rows: int, columns: int) -> dict[str, list[float]]:
    """Columns of numbers with one decimal."""
    return {f"x{k}": [draw.randrange(-50, 50) / 10 for _ in range(rows)] for k in range(1, columns + 1)}


def written(columns: dict[str, list[float]]) -> str:
    """Columns as a problem file writes them."""
    return "{" + ", ".join(f"{name}: {values}" for name, values in columns.items()) + "}"


def named(columns: dict, stem: str) -> list[str]:
    """The names of all entries, row by row."""
    rows = range(1, len(next(iter(columns.values()))) + 1)
    return [f"{stem}{c}[{i}]" for i in rows for c in columns]


@pytest.mark.parametrize("method", ["standardize", "min-max"])
@pytest.mark.parametrize(("rows", "columns"), [(2, 1), (5, 2), (12, 3), (30, 1)])
def test_sklearn(solved, method, rows, columns):
    """Scaled columns and new rows are those of StandardScaler and MinMaxScaler."""
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    draw = random.Random(rows)
    data, new = random_columns(draw, rows, columns), random_columns(draw, 2, columns)
    more = "variance: population\n" if method == "standardize" else "range: [-2, 3]\n"
    values = solved(f"{HEAD}method: {method}\ndata: {written(data)}\nnew: {written(new)}\n{more}").values
    scaler = preprocessing.StandardScaler() if more[0] == "v" else preprocessing.MinMaxScaler(feature_range=(-2, 3))
    table = scaler.fit_transform(list(zip(*data.values(), strict=True)))
    stem = "z_" if more[0] == "v" else "scaled_"
    assert [values[name] for name in named(data, stem)] == pytest.approx(table.flatten().tolist())
    table = scaler.transform(list(zip(*new.values(), strict=True)))
    assert [values[name] for name in named(new, f"{stem}new_")] == pytest.approx(table.flatten().tolist())


@pytest.mark.parametrize("labels", [["red", "green", "red"], ["10", "9", "10"], ["b", "a", "c", "a"]])
def test_one_hot(solved, labels):
    """Sorted classes as OneHotEncoder has them; numbers in their order."""
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    typed = [[int(label) if label.isdigit() else label] for label in labels]
    expected = preprocessing.OneHotEncoder().fit_transform(typed).toarray().tolist()
    values = solved(f"{HEAD}method: one-hot\nlabels: [{', '.join(labels)}]\n").values
    assert [values[f"onehot[{i}]"].tolist()[0] for i in range(1, len(labels) + 1)] == expected


def parameters(draw: random.Random, columns: dict) -> tuple[list[float], list[float]]:
    """γ and β by column."""
    gamma, beta = [[draw.randrange(-20, 20) / 10 for _ in columns] for _ in range(2)]
    return gamma, beta


@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
@pytest.mark.parametrize(
    ("kind", "rows", "columns"),
    [("batch norm", 4, 1), *((kind, *s) for kind in ("batch norm", "layer norm") for s in ((2, 2), (5, 3), (12, 2)))],
)
def test_torch(solved, kind, rows, columns, epsilon):
    """Outputs and gradients of batch norm and layer norm are PyTorch's."""
    torch = pytest.importorskip("torch")
    draw = random.Random(rows * columns)
    data, upstream = random_columns(draw, rows, columns), random_columns(draw, rows, columns)
    gamma, beta = parameters(draw, data)
    keys = f"data: {written(data)}\nupstream: {written(upstream)}\ngamma: {gamma}\nbeta: {beta}\nepsilon: {epsilon}\n"
    solution = solved(f"{HEAD}method: {kind}\n{keys}")
    x, above = (torch.tensor(list(c.values()), dtype=torch.float64).T.clone() for c in (data, upstream))
    g, b = (torch.tensor(numbers, dtype=torch.float64, requires_grad=True) for numbers in (gamma, beta))
    x.requires_grad_()
    functional = torch.nn.functional
    if kind == "batch norm":
        y = functional.batch_norm(x, None, None, g, b, training=True, eps=epsilon)
    else:
        y = functional.layer_norm(x, (columns,), g, b, eps=epsilon)
    y.backward(above)
    values, near = solution.values, {"rel": 1e-8, "abs": 1e-9}
    assert [values[name] for name in named(data, "y_")] == pytest.approx(y.flatten().tolist(), **near)
    assert [values[name] for name in named(data, "dL/d")] == pytest.approx(x.grad.flatten().tolist(), **near)
    tails = [""] if columns == 1 else [f"_{c}" for c in data]
    assert [values[f"dL/dgamma{tail}"] for tail in tails] == pytest.approx(g.grad.tolist(), **near)
    assert [values[f"dL/dbeta{tail}"] for tail in tails] == pytest.approx(b.grad.tolist(), **near)
    assert solution.check.key.startswith("page_checked")
    assert "norm_closed_same" in [note.key for note in solution.notes]


def test_layer_norm_of_samples_as_rows(solved):
    """Rows of samples are the columns x1, x2, … turned; the gradient behind them is written like them."""
    keys = "method: layer norm\nepsilon: 1e-3\ngamma: [2, -1, 0.5]\n"
    rows = solved(f"{HEAD}{keys}data: [[1, 2, 4], [0, 3, 1]]\nupstream: [[0.1, -0.2, 0.4], [1, 0, 2]]\n").values
    columns = "data: {x1: [1, 0], x2: [2, 3], x3: [4, 1]}\nupstream: {x1: [0.1, 1], x2: [-0.2, 0], x3: [0.4, 2]}\n"
    assert rows == solved(f"{HEAD}{keys}{columns}").values


@pytest.mark.parametrize(("word", "value"), [("y2", -0.2671753779), ("dL/dx1", 0.1373162054), ("mu", 7 / 3)])
def test_one_sample_is_called_by_its_numbers(solved, word, value):
    """Of a single sample x₂ is the second number, and so are y₂ and ∂L/∂x₂; by PyTorch 2.13, as recorded below."""
    keys = "method: layer norm\ndata: [1, 2, 4]\nepsilon: 1e-3\nupstream: [0.1, -0.2, 0.4]\n"
    (found,) = solved(f"{HEAD}{keys}asked: ['{word}']\n").answers.values()
    assert found == pytest.approx(value, abs=1e-9)


RECORDED = [
    # keys, names, values of torch.nn.functional.batch_norm and layer_norm, PyTorch 2.13 in double precision
    (
        "method: batch norm\ndata: [1, 2, 4]\nepsilon: 1e-5\ngamma: 2\nbeta: 0.5\nupstream: [0.1, -0.2, 0.4]\n",
        ["y_x[1]", "y_x[2]", "y_x[3]", "dL/dx[1]", "dL/dx[2]", "dL/dx[3]"],
        [-1.6380830629, -0.0345207657, 3.1726038286, 0.2748946266, -0.4123450325, 0.1374504059],
    ),
    (
        "method: layer norm\ndata: {a: [1], b: [2], c: [4]}\nepsilon: 1e-3\n"
        "upstream: {a: [0.1], b: [-0.2], c: [0.4]}\n",
        ["y_a[1]", "y_b[1]", "y_c[1]", "dL/da[1]", "dL/db[1]", "dL/dc[1]"],
        [-1.0687015116, -0.2671753779, 1.3358768895, 0.1373162054, -0.2061287888, 0.0688125834],
    ),
]


@pytest.mark.parametrize(("keys", "names", "expected"), RECORDED)
def test_recorded(solved, keys, names, expected):
    """Values that PyTorch gave hold where it is not installed."""
    values = solved(HEAD + keys).values
    assert [values[name] for name in names] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("momentum", [None, 0.3])
@pytest.mark.parametrize(("rows", "size"), [(6, 2), (7, 4), (5, 5)])
def test_torch_running(solved, rows, size, momentum):
    """Running statistics over batches, and inference with them, are those of BatchNorm1d."""
    torch = pytest.importorskip("torch")
    data = random_columns(random.Random(rows), rows, 2)
    more = f", momentum: {momentum}" if momentum else ""
    keys = f"method: batch norm\ndata: {written(data)}\nbatch_size: {size}\nepsilon: 1e-5\n"
    values = solved(f"{HEAD}{keys}running: {{library: pytorch{more}}}\n").values
    layer = torch.nn.BatchNorm1d(2, momentum=momentum or 0.1).double()
    table = torch.tensor(list(data.values()), dtype=torch.float64).T
    batches = [table[k : k + size] for k in range(0, rows, size)]
    for k, batch in enumerate(batches, 1):
        layer(batch)
        for what, expected in (("mean", layer.running_mean), ("variance", layer.running_var)):
            found = [values[f"running_{what}_{c}@{k}"] for c in data]
            assert found == pytest.approx(expected.tolist(), rel=1e-9)
    known = {
        c: {"mean": m, "variance": v}
        for c, m, v in zip(data, layer.running_mean.tolist(), layer.running_var.tolist(), strict=True)
    }
    keys = f"method: batch norm\nmode: inference\ndata: {written(data)}\nepsilon: 1e-5\nstatistics: {known}\n"
    values = solved(HEAD + keys.replace("'", "")).values
    layer.eval()
    assert [values[name] for name in named(data, "y_")] == pytest.approx(layer(table).flatten().tolist(), rel=1e-8)


def test_keras_running(solved):
    """Running statistics by Keras's convention: momentum weighs the old value, variance by m."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras")
    numpy = pytest.importorskip("numpy")
    data = random_columns(random.Random(1), 6, 2)
    keys = f"method: batch norm\ndata: {written(data)}\nbatch_size: 3\nepsilon: 1e-3\nrunning: {{library: keras}}\n"
    values = solved(HEAD + keys).values
    layer = keras.layers.BatchNormalization(dtype="float64")
    table = numpy.array(list(data.values())).T
    for k in (1, 2):
        out = keras.ops.convert_to_numpy(layer(table[3 * k - 3 : 3 * k], training=True))
        rows = [values[f"y_{c}[{i}]"] for i in range(3 * k - 2, 3 * k + 1) for c in data]
        assert rows == pytest.approx(out.flatten().tolist(), rel=1e-5, abs=1e-6)
        for what, found in (("mean", layer.moving_mean), ("variance", layer.moving_variance)):
            expected = keras.ops.convert_to_numpy(found).tolist()
            assert [values[f"running_{what}_{c}@{k}"] for c in data] == pytest.approx(expected, rel=1e-5)


PROSE = [
    (STANDARD, "divided by σ, not by σ²"),
    (STANDARD, "Variance of the population"),
    (STANDARD.replace("population", "sample"), "over m − 1 = 2"),
    (MINMAX, "The range is 0 to 1, as none is told"),
    (MINMAX + "range: [-1, 1]\n", "The range is −1 to 1."),
    (BATCH, "γ = 1 and β = 0, as none are told."),
    (BATCH + "gamma: 2", "β = 0, as none is told."),
    (BATCH + "upstream: [1, 0, 2]", "Every x reaches the loss by three paths"),
    (BATCH + "upstream: [1, 0, 2]", "The one formula gives the same gradients as the paths."),
    (BATCH + "running: {library: pytorch}", "momentum weighs the new batch"),
    (BATCH + "running: {library: keras}", "momentum weighs the old value"),
    (BATCH + "mode: inference\nstatistics: {mean: 1, variance: 4}\nupstream: [1, 2, 3]", "through its own x̂ only"),
    (ROWS + "upstream: {a: [1, 2], b: [0, 1], c: [5, 0]}", "Backward pass: row 2"),
    (HOT, "The classes are sorted"),
    (HOT + "classes: [red, green, blue]\n", "The places stand for: red, green, blue."),
]


@pytest.mark.parametrize(("keys", "words"), PROSE)
@pytest.mark.parametrize("width", [60, 80, 110])
def test_what_the_page_says(solved, keys, words, width):
    """Conventions are named, and no line is wider than the page."""
    page = nnsolve.render(solved(HEAD + keys + "\n"), "text", width=width)
    assert words in " ".join(page.split())
    assert max(len(line.replace("\u0302", "")) for line in page.splitlines()) <= width


ASKED = [
    (STANDARD, "z[2]", "z_x[2]"),
    (STANDARD, "σ", "sigma"),
    (MINMAX, "scaled[1]", "scaled_x[1]"),
    (BATCH, "x_hat[1]", "hat_x[1]"),
    (BATCH, "var", "variance"),
    (BATCH + "upstream: [1, 0, 2]\n", "dL/dγ", "dL/dgamma"),
    (BATCH + "running: {library: keras}\n", "running_mean", "running_mean@1"),
    (BATCH + "running: {library: keras}\n", "μ_run⁽¹⁾", "running_mean@1"),
    (BATCH, "σ²", "variance"),
    (BATCH, "x̂₂", "hat_x[2]"),
    (BATCH, r"\hat{x}_{2}", "hat_x[2]"),
    (BATCH + "upstream: [1, 0, 2]\n", "∂L/∂x₁", "dL/dx[1]"),
    (BATCH.replace("[1, 2, 4]", "{y: [1, 2, 4]}"), "y_y[2]", "y_y[2]"),
    (BATCH.replace("[1, 2, 4]", "{y: [1, 2, 4]}"), "out_2", "y_y[2]"),
    (HOT, "e[2]", "onehot[2]"),
    (HOT, "e_2", "onehot[2]"),
]


@pytest.mark.parametrize(("keys", "word", "name"), ASKED)
def test_asked(solved, keys, word, name):
    """Usual names are understood, and only what leads there is printed."""
    solution = solved(f"{HEAD}{keys}asked: ['{word}']\n")
    assert list(solution.answers) == [name]
    assert len(solution.steps) < len(solved(HEAD + keys).steps)


REFUSED = [
    (BATCH, "γ", "it is given"),
    (BATCH, "x₁", "it is given"),
    (BATCH.replace("[1, 2, 4]", "{y: [1, 2, 4]}"), "y[2]", "it is given"),
    (STANDARD.replace("[2, 4, 9]", "{z: [2, 4, 9]}"), "z_2", "it is given"),
    (ROWS, "mean", "may mean mean@1, mean@2 here"),
    (BATCH.replace("4]", "4, 5]") + "batch_size: 2\n", "variance", "may mean variance@1, variance@2 here"),
    (HOT, "e[3]" * 75, "is not a result of this problem"),
]


@pytest.mark.parametrize(("keys", "word", "message"), REFUSED)
def test_asked_in_vain(trouble, keys, word, message):
    """What is given and what may be of several rows or batches is refused."""
    assert message in str(trouble(f"{HEAD}{keys}asked: ['{word}']\n"))


def test_carried_rounding(solved):
    """With two decimals carried every line follows from the printed digits."""
    values = solved(f"{HEAD}{STANDARD}rounding: {{decimals: 2, carry: true}}\n").values
    assert values["sigma"] == Decimal("2.94")
    assert values["z_x[3]"] == Decimal("1.36")


BAD = [
    ("title: x", 1, 1, "the key method: is missing"),
    ("method: standardise", 2, 9, "Did you mean ‘standardize’"),
    ("method: standardize", 1, 1, "the key data: is missing"),
    ("method: standardize\ndata: [1, 2]", 1, 1, "variance: is missing"),
    ("method: standardize\ndata: 5", 3, 7, "expected columns"),
    ("method: standardize\ndata: [1, a]\nvariance: sample", 3, 11, "expected a number"),
    ("method: standardize\ndata: {1x: [1, 2]}\nvariance: sample", 3, 8, "expected a letter or a short word"),
    ("method: standardize\ndata: {a: [1, 2], b: [1]}\nvariance: sample", 3, 7, "a has 2, b has 1"),
    ("method: standardize\ndata: {a: [3, 3.0]}\nvariance: sample", 3, 11, "all values of a are equal, so σ is 0"),
    ("method: layer norm\ndata: [3]\nepsilon: 0.1", 3, 7, "so it needs two or more"),
    ("method: layer norm\ndata: {a: [3, 4]}\nepsilon: 0.1", 3, 7, "so it needs two or more"),
    (
        "method: layer norm\ndata: [[1, 2], [3, 4, 5]]\nepsilon: 0.1",
        3,
        16,
        "expected 2 numbers, as many as other samples",
    ),
    (
        "method: layer norm\ndata: [1, 2]\nepsilon: 0.1\nupstream: [1]",
        5,
        11,
        "expected 2 numbers, as many as other samples",
    ),
    ("method: layer norm\ndata: [1, 2]\nepsilon: 0.1\nupstream: [[1, 0], [0, 1]]", 5, 11, "expected 1 row"),
    ("method: standardize\ndata: [3]\nvariance: sample", 3, 7, "at least 2 values"),
    (STANDARD + "new: {y: [1]}", 5, 6, "expected the columns x"),
    (STANDARD + "epsilon: 1", 5, 10, "epsilon: needs method: batch norm or layer norm"),
    (STANDARD + "statistics: {mean: 1, deviation: 2}", 4, 11, "variance: cannot stand beside statistics:"),
    ("method: standardize\ndata: [3]\nstatistics: {mean: 1}", 4, 13, "deviation is missing"),
    ("method: standardize\ndata: [3]\nstatistics: {mean: 1, deviation: 0}", 4, 34, "greater than 0"),
    ("method: min-max\ndata: [3]\nstatistics: {min: 1, max: 0}", 4, 27, "greater than min"),
    (MINMAX + "range: [1, 0]", 4, 8, "the least and the greatest result"),
    ("method: min-max\ndata: [3, 3]", 3, 7, "max − min is 0"),
    ("method: batch norm\ndata: [1, 2]", 1, 1, "epsilon: is missing"),
    ("method: batch norm\ndata: [1, 2]\nepsilon: -1", 4, 10, "expected a number from 0"),
    ("method: batch norm\ndata: [1, 1]\nepsilon: 0", 4, 10, "the values of a group must differ"),
    ("method: batch norm\ndata: [1]\nepsilon: 1", 3, 7, "a batch of one row"),
    (BATCH + "batch_size: 2", 5, 13, "a batch of one row"),
    (BATCH + "upstream: [1, 2]", 5, 11, "expected 3 rows"),
    (BATCH + "gamma: [1, 2]", 5, 8, "expected a number for each column"),
    (BATCH + "mode: inference", 1, 1, "statistics: is missing"),
    (
        BATCH + "statistics: {mean: 1, variance: 2}",
        5,
        13,
        "statistics: needs method: standardize or min-max or mode: inference",
    ),
    (BATCH + "running: {library: torch}", 5, 20, "expected one of: pytorch, keras"),
    (BATCH + "running: {library: keras, momentum: 2}", 5, 37, "from 0 to 1"),
    (BATCH.replace("[1, 2, 4]", f"[{', '.join('1234567' * 15)}]") + "upstream: 1", 3, 7, "at most 100 values"),
    ("method: one-hot", 1, 1, "labels: is missing"),
    (HOT + "classes: [red]", 3, 15, "none of the classes red"),
    (HOT + "classes: [red, red, green]", 4, 10, "once only"),
    ("method: standardize\ndata: [1e200, 1]\nvariance: sample", 3, 7, "of size up to 1e+100"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


def test_the_slip_of_the_notes(solved):
    """The answers of the course notes are what dividing by σ² gives."""
    values = solved(f"{HEAD}method: standardize\ndata: [2, 4, 4, 4, 5, 5, 7, 9]\nvariance: population\n").values
    assert (2 - values["mean"]) / values["variance"] == -0.75
    assert values["z_x[1]"] == -1.5


_CELLS = st.sampled_from(["0", "1", "-2", "0.5", "1e308", "1e-320", "1/3", "x", "", "7", "sqrt(2)"])
_COLUMN = st.lists(_CELLS, max_size=4).map(lambda cells: f"[{', '.join(cells)}]")
_DATA = _COLUMN | st.dictionaries(st.sampled_from(["x", "y", "s", "é", "A"]), _COLUMN, max_size=3).map(
    lambda columns: "{" + ", ".join(f"{name}: {column}" for name, column in columns.items()) + "}"
)
_BASES = st.sampled_from(
    [
        STANDARD,
        MINMAX,
        HOT,
        ROWS,
        BATCH.replace("epsilon: 0", "epsilon: 1e-5") + "upstream: [1, 0, 2]\nrunning: {library: keras}\n",
        BATCH + "mode: inference\nstatistics: {mean: 1, variance: 4}\n",
        "",
    ]
)
_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "method": st.sampled_from(["standardize", "min-max", "one-hot", "batch norm", "layer norm"]),
        "data": _DATA,
        "new": _DATA,
        "upstream": _DATA,
        "labels": _COLUMN,
        "classes": _COLUMN,
        "range": _COLUMN,
        "variance": st.sampled_from(["population", "sample"]),
        "statistics": st.sampled_from(["{mean: 1, deviation: 2}", "{mean: 1, variance: 0}", "{x: {min: 1, max: 2}}"]),
        "epsilon": _CELLS,
        "gamma": _CELLS | _DATA,
        "beta": _CELLS,
        "mode": st.sampled_from(["training", "inference"]),
        "batch_size": st.sampled_from(["2", "3"]),
        "running": st.sampled_from(["{library: keras}", "{library: pytorch, momentum: 1}", "{}"]),
        "rounding": st.sampled_from(["{decimals: 0, carry: true}", "{figures: 2, carry: true}"]),
        "asked": st.sampled_from(["[mean]", "['z[1]']"]),
    },
)


@settings(max_examples=400, deadline=None)
@given(_BASES, _KEYS, st.sets(st.integers(0, 11), min_size=0, max_size=11))
def test_any_keys(base, keys, dropped):
    """Whatever stands in the file, there is a solution or an explained error."""
    written = dict(line.split(": ", 1) for line in base.splitlines())
    written |= {key: value for k, (key, value) in enumerate(keys.items()) if k not in dropped}
    assert all(solution.values for solution in check_ends(HEAD + keyed(written)))
