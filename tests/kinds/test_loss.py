"""Losses: every formula against PyTorch, scikit-learn and Keras over random data, gradients, conventions, faults."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula.losses import LOSSES, SEVERAL, over_data

from ..support import check_ends, check_fault, keyed

HEAD = "kind: loss\n"

VALUES = [
    # targets, predictions, loss and more keys, name, value by hand
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "mean squared error", "MSE", 0.375),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "half mean squared error", "half_MSE", 0.1875),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "squared error", "SSE", 1.5),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "half squared error", "half_SSE", 0.75),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "rmse", "RMSE", math.sqrt(0.375)),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "mae", "MAE", 0.5),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "absolute error", "SAE", 2),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "mean bias error(t - o)", "MBE", -0.25),
    ("[3, -0.5, 2, 7]", "[2.5, 0.0, 2, 8]", "mean bias error(o - t)", "MBE", 0.25),
    ("[4, -2]", "[5, -1]", "mape", "MAPE", 37.5),
    ("[4, -2]", "[5, -1]", "mean absolute relative error", "MARE", 0.375),
    ("[0, 1]", "[1, 0]", "msle", "MSLE", math.log(2) ** 2),
    ("[0, 0]", "[1, 3]", "huber(2)", "Huber", 2.25),
    ("[0, 0]", "[1, 3]", "huber(2)\nreduction: sum", "Huber", 4.5),
    ("[0, 0]", "[1, 3]", "sum of huber(2)", "Huber", 4.5),
    ("[0]", "[2]", "log-cosh", "log_cosh", math.log(math.cosh(2))),
    ("[0]", "[800]", "log-cosh", "log_cosh", 800 - math.log(2)),
    ("[3]", "[2]", "poisson", "Poisson", 2 - 3 * math.log(2)),
    ("[1, 0]", "[0.9, 0.2]", "likelihood", "likelihood", 0.72),
    ("[1, 0]", "[0.9, 0.2]", "log-likelihood", "LL", math.log(0.72)),
    ("[1, 0]", "[0.9, 0.2]", "sum of binary cross-entropy", "BCE", -math.log(0.72)),
    ("[1, 0]", "[0.5, 0.5]", "binary cross-entropy\nlogarithm: log2", "BCE", 1),
    ("[1]", "[0.01]", "binary cross-entropy\nlogarithm: log10", "BCE", 2),
    ("[1, 0]", "[1, 0]", "binary cross-entropy", "BCE", 0),
    ("[1, 0]", "[0, 0]", "binary cross-entropy\npredictions_are: logits", "BCE", math.log(2)),
    ("[1, 0]", "[0.5, 0.5]", "focal(2)", "focal", 0.25 * math.log(2)),
    ("[1, 0]", "[0.5, 0.5]", "focal(0, 0.5)", "focal", 0.5 * math.log(2)),
    ("[1, -1]", "[0.5, 2]", "hinge", "hinge", 1.75),
    ("[1, -1]", "[0.5, 2]", "squared hinge", "hinge2", (0.25 + 9) / 2),
    ("[1, -1]", "[0.5, 2]", "perceptron", "perceptron", 1),
    ("[[1, 0, 0]]", "[[0.2, 0.3, 0.5]]", "cce", "CCE", -math.log(0.2)),
    ("[0, 1, 0]", "[0.3, 0.6, 0.1]", "cce", "CCE", -math.log(0.6)),
    ("[1]", "[0.1, 0.4, 0.5]", "scce\nlabels_from: 1", "SCCE", -math.log(0.1)),
    ("[1]", "[0.1, 0.4, 0.5]", "scce\nlabels_from: 0", "SCCE", -math.log(0.4)),
    ("[0.5, 0.5]", "[0.25, 0.75]", "kl\nlogarithm: log2", "KL", 0.5 + 0.5 * math.log2(2 / 3)),
    ("[0, 1]", "[0.25, 0.75]", "kl", "KL", -math.log(0.75)),
    ("[0]", "[3.2, 5.1, -1.7]", "weston-watkins hinge\nlabels_from: 0", "WW", 2.9),
    ("[2]", "[2.2, 2.5, -3.1]", "weston-watkins hinge\nlabels_from: 0", "WW", 12.9),
    ("[2]", "[2.2, 2.5, -3.1]", "crammer-singer hinge\nlabels_from: 0", "CS", 6.6),
    ("[2]", "[2.2, 2.5, -3.1]", "multi-margin\nlabels_from: 0", "MM", 4.3),
    ("[[1, 2], [3, 4]]", "[[1, 3], [5, 4]]", "mean squared error\nover_outputs: sum", "MSE", 2.5),
    ("[[1, 2], [3, 4]]", "[[1, 3], [5, 4]]", "mean squared error\nover_outputs: mean", "MSE", 1.25),
]


@pytest.mark.parametrize(("targets", "predictions", "loss", "name", "value"), VALUES)
def test_values(solved, targets, predictions, loss, name, value):
    """Every loss has the value of a hand, and its gradients pass the check by differences."""
    solution = solved(f"{HEAD}targets: {targets}\npredictions: {predictions}\nloss: {loss}\n")
    assert solution.values[name] == pytest.approx(value, rel=1e-12, abs=1e-15)
    assert "differ" not in getattr(solution.check, "key", "")


def data(kind: str, count: int, width: int, draw: random.Random):
    """Random targets and predictions that a loss can take, as rows."""
    rows = range(count), range(width)
    any_number = [[draw.uniform(-3, 3) for _ in rows[1]] for _ in rows[0]]
    positive = [[draw.uniform(0.1, 5) for _ in rows[1]] for _ in rows[0]]
    inside = [[draw.uniform(0.02, 0.98) for _ in rows[1]] for _ in rows[0]]
    bits = [[draw.choice([0, 1]) for _ in rows[1]] for _ in rows[0]]
    signs = [[2 * bit - 1 for bit in row] for row in bits]
    shares = [[share / sum(row) for share in row] for row in positive]
    others = [[draw.uniform(0.1, 5) for _ in rows[1]] for _ in rows[0]]
    targets = [[share / sum(row) for share in row] for row in others]
    labels = [[draw.randrange(width)] for _ in rows[0]]
    counts = [[draw.randrange(6) for _ in rows[1]] for _ in rows[0]]
    return {
        "any": ([[draw.uniform(-3, 3) for _ in rows[1]] for _ in rows[0]], any_number),
        "positive": (others, positive),
        "bits": (bits, inside),
        "logits": (bits, any_number),
        "soft": (inside, [[draw.uniform(0.02, 0.98) for _ in rows[1]] for _ in rows[0]]),
        "signs": (signs, any_number),
        "shares": (targets, shares),
        "labels": (labels, shares),
        "scores": (labels, any_number),
        "counts": (counts, positive),
    }[kind]


def of_torch():
    """Loss → (kind of data, PyTorch's function of prediction and target, keys, how the loss is put together)."""
    torch = pytest.importorskip("torch")
    f = torch.nn.functional

    def first(t):
        return t[:, 0].long()

    def focal(o, t):
        p = torch.where(t == 1, o, 1 - o)
        weight = torch.where(t == 1, torch.tensor(0.25, dtype=o.dtype), torch.tensor(0.75, dtype=o.dtype))
        return (-weight * (1 - p) ** 2 * torch.log(p)).mean()

    return {
        "mean squared error": ("any", f.mse_loss, ""),
        "mean absolute error": ("any", f.l1_loss, ""),
        "absolute error": ("any", lambda o, t: f.l1_loss(o, t, reduction="sum"), ""),
        "huber(0.7)": ("any", lambda o, t: f.huber_loss(o, t, delta=0.7), ""),
        "huber(1)": ("any", f.smooth_l1_loss, ""),
        "binary cross-entropy": ("soft", f.binary_cross_entropy, ""),
        "binary cross-entropy, logits": ("logits", f.binary_cross_entropy_with_logits, "predictions_are: logits\n"),
        "categorical cross-entropy, logits": ("shares", f.cross_entropy, "predictions_are: logits\n"),
        "sparse categorical cross-entropy, logits": (
            "scores",
            lambda o, t: f.cross_entropy(o, first(t)),
            "predictions_are: logits\nlabels_from: 0\n",
        ),
        "sparse categorical cross-entropy": (
            "labels",
            lambda o, t: f.nll_loss(torch.log(o), first(t)),
            "labels_from: 0\n",
        ),
        "kl divergence": ("shares", lambda o, t: f.kl_div(torch.log(o), t, reduction="batchmean"), ""),
        "multi-margin": ("scores", lambda o, t: f.multi_margin_loss(o, first(t)), "labels_from: 0\n"),
        "poisson": ("counts", lambda o, t: f.poisson_nll_loss(o, t, log_input=False, eps=0), ""),
        "hinge": ("signs", lambda o, t: torch.clamp(1 - o * t, min=0).mean(), ""),
        "squared hinge": ("signs", lambda o, t: (torch.clamp(1 - o * t, min=0) ** 2).mean(), ""),
        "perceptron": ("signs", lambda o, t: torch.clamp(-o * t, min=0).mean(), ""),
        "log-cosh": ("any", lambda o, t: torch.log(torch.cosh(o - t)).mean(), ""),
        "focal(2, 0.25)": ("bits", focal, ""),
        "root mean squared error": ("any", lambda o, t: torch.sqrt(f.mse_loss(o, t)), ""),
    }


TORCH = [
    "mean squared error", "mean absolute error", "absolute error", "huber(0.7)", "huber(1)", "binary cross-entropy",
    "binary cross-entropy, logits", "categorical cross-entropy, logits", "sparse categorical cross-entropy, logits",
    "sparse categorical cross-entropy", "kl divergence", "multi-margin", "poisson", "hinge", "squared hinge",
    "perceptron", "log-cosh", "focal(2, 0.25)", "root mean squared error",
]  # fmt: skip


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.parametrize(("count", "width"), [(1, 3), (4, 1), (3, 4), (7, 2)])
def test_torch(solved, name, count, width):
    """Value and every gradient are PyTorch's in double precision, over random data."""
    torch = pytest.importorskip("torch")
    kind, function, keys = of_torch()[name]
    loss = name.partition(", logits")[0]
    entry = LOSSES[loss.partition("(")[0]]
    if entry.rows and width == 1:
        width = 5
    draw = random.Random(f"{name} {count} {width}")
    for _ in range(3):
        targets, predictions = data(kind, count, width, draw)
        if not entry.rows and width > 1:
            over = "sum" if loss == "absolute error" else "mean"
            keys = keys if "over_outputs" in keys else f"{keys}over_outputs: {over}\n"
        text = f'{HEAD}targets: {targets}\npredictions: {predictions}\nloss: ["{loss}"]\n{keys}'
        values = solved(text).values
        o = torch.tensor(predictions, dtype=torch.float64, requires_grad=True)
        expected = function(o, torch.tensor(targets, dtype=torch.float64))
        expected.backward()
        assert values[entry.stem] == pytest.approx(expected.item(), rel=1e-12, abs=1e-14)
        letter = "z" if "logits" in name else "o"
        for i in range(count):
            for j in range(width):
                key = f"d{entry.stem}/d{letter}{i + 1}" + (f"_{j + 1}" if width > 1 else "")
                assert values[key] == pytest.approx(o.grad[i][j].item(), rel=1e-10, abs=1e-13), key


@pytest.mark.parametrize("seed", range(4))
def test_scikit_learn(solved, seed):
    """Regression metrics, log loss and the hinge losses are scikit-learn's."""
    metrics = pytest.importorskip("sklearn.metrics")
    draw = random.Random(seed)
    t, o = ([row[0] for row in rows] for rows in data("positive", 6, 1, draw))
    losses = {
        "MSE": ("mean squared error", metrics.mean_squared_error),
        "RMSE": ("root mean squared error", lambda a, b: math.sqrt(metrics.mean_squared_error(a, b))),
        "MAE": ("mean absolute error", metrics.mean_absolute_error),
        "MARE": ("mean absolute relative error", metrics.mean_absolute_percentage_error),
        "MSLE": ("mean squared logarithmic error", metrics.mean_squared_log_error),
    }
    names = [name for name, _ in losses.values()]
    values = solved(f"{HEAD}targets: {t}\npredictions: {o}\nloss: {names}\n").values
    for stem, (_, function) in losses.items():
        assert values[stem] == pytest.approx(function(t, o), rel=1e-12)
    t, o = ([row[0] for row in rows] for rows in data("bits", 8, 1, draw))
    t[:2] = [0, 1]
    values = solved(f"{HEAD}targets: {t}\npredictions: {o}\nloss: bce\n").values
    assert values["BCE"] == pytest.approx(metrics.log_loss(t, o), rel=1e-12)
    t, o = ([row[0] for row in rows] for rows in data("signs", 8, 1, draw))
    t[:2] = [-1, 1]
    values = solved(f"{HEAD}targets: {t}\npredictions: {o}\nloss: hinge\n").values
    assert values["hinge"] == pytest.approx(metrics.hinge_loss(t, o), rel=1e-12)
    t, o = data("scores", 9, 3, draw)
    labels = [row[0] for row in t]
    labels[:3] = [0, 1, 2]
    values = solved(f"{HEAD}targets: {labels}\npredictions: {o}\nloss: crammer-singer hinge\nlabels_from: 0\n").values
    assert values["CS"] == pytest.approx(metrics.hinge_loss(labels, o, labels=[0, 1, 2]), rel=1e-12)


# The mean over samples of what keras.losses 3.15.1 gives (on PyTorch, single precision, so to 7 digits).
KERAS = [
    ("mean absolute percentage error", "[4.0, 2.5]", "[3.0, 3.0]", "MAPE", 22.500000149011612),
    ("mean squared logarithmic error", "[4.0, 2.5]", "[3.0, 3.0]", "MSLE", 0.03381183743476868),
    ("log-cosh", "[4.0, 2.5]", "[3.0, 3.0]", "log_cosh", 0.27694766223430634),
    ("poisson", "[4.0, 2.5]", "[3.0, 3.0]", "Poisson", -0.570489913225174),
    ("squared hinge", "[1, -1]", "[0.6, 0.4]", "hinge2", 1.059999942779541),
    ("huber(1)\nover_outputs: mean", "[[0, 1], [0, 0]]", "[[0.6, 0.4], [0.4, 0.6]]", "Huber", 0.1550000011920929),
    ("kl divergence", "[[0.4, 0.6]]", "[[0.3, 0.7]]", "KL", 0.022582421084357485),
    ("focal(2, 0.25)", "[0, 1]", "[0.4, 0.6]", "focal", 0.04086604993790388),
    ("crammer-singer hinge\nlabels_from: 0", "[2]", "[2.2, 2.5, -3.1]", "CS", 6.599999904632568),
]


@pytest.mark.parametrize(("loss", "targets", "predictions", "name", "value"), KERAS)
def test_keras(solved, loss, targets, predictions, name, value):
    """Values that Keras gave are reproduced to single precision."""
    loss, _, more = loss.partition("\n")
    values = solved(f'{HEAD}targets: {targets}\npredictions: {predictions}\nloss: ["{loss}"]\n{more}\n').values
    assert values[name] == pytest.approx(value, rel=1e-6)


SLOPES = [
    # targets, predictions, loss, line of the page
    ("[3]", "[2]", "poisson", "y₁"),
    ("[[0, 1], [0, 0]]", "[[0.6, 0.4], [0.4, 0.6]]", "huber(1)\nover_outputs: mean", "−(y₁₁ − ŷ₁₁) −(0 − 0.6)"),
    ("[[0, 1], [0, 0]]", "[[0.6, 0.4], [0.4, 0.6]]", "huber(1)\nover_outputs: mean", "2·2"),
    ("[0]\nlabels_from: 0", "[[3, 5, 2]]", "weston-watkins hinge", "= −H(ŷ₁₂ − ŷ₁₁ + 1) − H(ŷ₁₃ − ŷ₁₁ + 1)"),
]


@pytest.mark.parametrize(("targets", "predictions", "loss", "line"), SLOPES)
def test_slopes_as_a_book_writes_them(solved, targets, predictions, loss, line):
    """No 1 + (−a), no half of two, no fraction of a fraction."""
    solution = solved(f"{HEAD}targets: {targets}\npredictions: {predictions}\nloss: {loss}\n")
    page = " ".join(nnsolve.render(solution, "text", width=100).split())
    assert line in page
    assert "+ (−" not in page.partition("the derivatives")[2]


def test_every_loss_is_tested_here():
    """No entry of the table is without a value by hand."""
    written = {name for *_, name, _ in VALUES}
    assert written == {entry.stem for entry in over_data().values()}
    assert not set(SEVERAL) & {*LOSSES.spellings, *LOSSES}


@pytest.mark.parametrize(
    ("target", "prediction", "delta", "key"),
    [
        ("0.8", "0.1", "0.7", "loss_huber_near"),  # 0.8 − 0.1 is 0.7, and a little more in doubles
        ("0.3", "0.1", "0.2", "loss_huber_near"),
        ("1", "1/3", "2/3", "loss_huber_near"),
        ("0.8", "0.0999", "0.7", "loss_huber_far"),
    ],
)
def test_the_border_of_huber(solved, target, prediction, delta, key):
    """A gap of exactly δ counts as near: the page writes and explains the half square."""
    solution = solved(f"{HEAD}targets: [{target}]\npredictions: [{prediction}]\nloss: huber({delta})\n")
    assert [step.reason.key for step in solution.steps if step.name == "Huber"] == [key]


ONE_ROW = "targets: [[1, 0]]\npredictions: [[2, 1]]\nover_outputs: sum\npredictions_are: logits\n"


@pytest.mark.parametrize(
    ("losses", "column"),
    [
        ("CCE, BCE", 13),
        ("BCE, CCE", 13),
        ("kl, log-likelihood", 12),
        ("BCE, bce, kl", 18),
        ("cce, kl, bce", 17),
    ],
)
def test_softmax_and_sigmoid_of_the_same_logits_are_refused(trouble, losses, column):
    """A page has one prediction for each logit: a loss that wants another function of it is refused where it stands."""
    check_fault(trouble(f"{HEAD}{ONE_ROW}loss: [{losses}]\n"), 6, column, "of the logits and")


def test_losses_of_the_same_logits(solved):
    """Losses that want the same function stand together: ln(1 + e^−2) + ln(1 + e) and ln(1 + e^−1)."""
    both = solved(f"{HEAD}{ONE_ROW}loss: [BCE, 'focal(0)']\n")
    assert both.values["BCE"] == pytest.approx(math.log1p(math.exp(-2)) + math.log1p(math.e))
    assert both.values["focal"] == pytest.approx(both.values["BCE"])
    rows = ONE_ROW.replace("over_outputs: sum\n", "")  # these losses count rows as one
    both = solved(f"{HEAD}{rows}loss: [CCE, kl]\n")
    assert both.values["CCE"] == pytest.approx(both.values["KL"]) == pytest.approx(math.log1p(math.exp(-1)))


def test_copies_of_a_loss_and_another_with_a_number(solved):
    """Two hinge losses beside the squared one, whose own name is hinge2, keep their values and their slopes."""
    data = "targets: [1, -1]\npredictions: [0.5, 0.2]\n"
    solution = solved(f"{HEAD}{data}loss: [mean hinge, sum of hinge, squared hinge]\n")
    found = [solution.values[name] for name in ("hinge1", "hinge3", "hinge2", "dhinge3/do2", "dhinge2/do2")]
    assert found == pytest.approx([(0.5 + 1.2) / 2, 0.5 + 1.2, (0.25 + 1.44) / 2, 1, 1.2])
    assert "disagree" not in nnsolve.render(solution, "text")


def test_labels_of_many_copies_differ(solved):
    """Of twelve losses of one name each has a label of its own."""
    losses = ", ".join(f"huber({number})" for number in range(1, 13))
    labels = {loss.label for loss in solved(f"{HEAD}targets: [1]\npredictions: [3]\nloss: [{losses}]\n").problem.losses}
    assert len(labels) == 12


def test_short_form_of_logits(solved):
    """The long chain and prediction − target are the same number, with the divisor of the mean."""
    solution = solved(
        f"{HEAD}targets: [[0, 1, 0], [1, 0, 0]]\npredictions: [[1, 2, 0.5], [0, 1, 1]]\nloss: cce\n"
        "predictions_are: logits\n"
    )
    values = solution.values
    for i, row in enumerate([[0, 1, 0], [1, 0, 0]], 1):
        for j, target in enumerate(row, 1):
            name = f"z{i}_{j}"
            assert values[f"dCCE/d{name}"] == pytest.approx((values[f"o{i}_{j}"] - target) / 2, rel=1e-12)
            assert values[f"CCE.chain_{name}"] == pytest.approx(values[f"dCCE/d{name}"], rel=1e-9)
    assert "in short: prediction − target" in nnsolve.render(solution, "text")


ASKED = [
    ("BCE", "BCE"),
    ("L", "BCE"),
    ("L4", "BCE_4"),
    ("BCE_4", "BCE_4"),
    ("sum", "BCE_sum"),
    ("mean", "BCE"),
    ("dBCE/do4", "dBCE/do4"),
    ("∂BCE/∂ŷ4", "dBCE/do4"),
    ("dL/dp4", "dBCE/do4"),
    ("ΣL", "BCE_sum"),
    ("Loss", "BCE"),
    ("E_total", "BCE"),
    ("E_4", "BCE_4"),
    (r"\\frac{\\partial L}{\\partial\\hat{y}_{4}}", "dBCE/do4"),
    ("frac(∂ BCE, ∂ hat(y)_(4))", "dBCE/do4"),
    ("gradient of o4", "dBCE/do4"),
]


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked(solved, written, name):
    """Results may be asked for by their names, as printed, or in the usual words."""
    values = "targets: [1, 0, 1, 0, 1, 0, 1]\npredictions: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6]"
    solution = solved(f'{HEAD}{values}\nloss: bce\nasked: ["{written}"]\n')
    assert list(solution.answers) == [name]
    assert solution.table is None
    assert ("L₄" in nnsolve.render(solution, "text")) == (name not in ("dBCE/do4",))


HEADS = {
    "three": "targets: [1, 0, 1]\npredictions: [0.9, 0.2, 0.6]\n",
    "one": "targets: [1]\npredictions: [0.9]\n",
    "rows": "targets: [[1, 0], [0, 1], [1, 0]]\npredictions: [[0.9, 0.2], [0.3, 0.4], [0.1, 0.5]]\n"
    "over_outputs: mean\n",
    "many": f"targets: {[0] * 11}\npredictions: {[[0] * 11] * 11}\nlabels_from: 0\npredictions_are: logits\n",
    "logits": "targets: [1, 0]\npredictions: [0.9, -0.2]\npredictions_are: logits\n",
}
ASKED_OF = [
    ("three", "[bce, squared error, huber(1), huber(2)]", "huber(2)", "Huber2"),
    ("three", "[bce, squared error, huber(1), huber(2)]", "dBCE/dŷ1", "dBCE/do1"),
    ("three", "half mean squared error", "½MSE", "half_MSE"),
    ("three", "squared error", "mean L", "SSE_mean"),
    ("one", "bce", "L1", "BCE"),
    ("one", "bce", "mean", "BCE"),
    ("rows", "bce", "L₁₂", "BCE_1_2"),
    ("rows", "bce", "E_1_2", "BCE_1_2"),
    ("rows", "bce", "E_2", "BCE_2"),
    ("rows", "bce", "dL/dp1_2", "dBCE/do1_2"),
    ("many", "scce", "p1_11", "o1_11"),
    ("many", "scce", "∂L/∂z_11,1", "dSCCE/dz11_1"),
    ("logits", "bce", "p2", "o2"),
    ("logits", "bce", "dL/dz1", "dBCE/dz1"),
    ("logits", "bce", "dBCE/dŷ1", "dBCE/do1"),  # not that by the logit
    ("logits", "[bce, focal(2)]", "dfocal/dz1", "dfocal/dz1"),  # σ′ of the logit is written once
]


@pytest.mark.parametrize(("data", "loss", "written", "name"), ASKED_OF)
def test_asked_of(solved, data, loss, written, name):
    """Terms of outputs, several losses and logits are asked for, and answered, as printed or as books call them."""
    text = f"{HEAD}{HEADS[data]}loss: {loss}\n"
    assert list(solved(f'{text}asked: ["{written}"]\n').answers) == [name]
    assert solved(text).resolver.find(written) == name


NOT_ASKED = [
    ("three", "[bce, mae]", "L", "may mean BCE, MAE here"),
    ("three", "[bce, mae]", "dL/do1", "may mean dBCE/do1, dMAE/do1 here"),
    ("three", "[huber(1), huber(2)]", "huber", "is not a result"),
    ("three", "bce", "ŷ1", "‘ŷ1’ is not a result of this problem: it is given."),
    ("three", "bce", "t1", "it is given"),
    ("three", "bce", "", "‘’ is not a result of this problem. Results: BCE_1, BCE_2"),
    ("three", "rmse", "L" * 301, "is not a result"),
    ("many", "scce", "dSCCE/dp1_11", "is not a result"),  # SCCE is of the right class alone; it is not dSCCE/do11_1
    ("many", "scce", "dL/dz111", "may mean dSCCE/dz1_11, dSCCE/dz11_1 here"),
    ("one", "rmse", "mean", "is not a result"),  # of one sample there is no mean, and RMSE is its root
]


@pytest.mark.parametrize(("data", "loss", "written", "message"), NOT_ASKED)
def test_not_asked(trouble, data, loss, written, message):
    """What is given, means several things or nothing is refused at its place."""
    assert message in str(trouble(f'{HEAD}{HEADS[data]}loss: {loss}\nasked: ["{written}"]\n'))


def test_terms_that_are_not_written_out(solved):
    """Terms beyond ``shown`` stand in the table and in the sum with the same values."""
    count = 40
    predictions = [(k + 1) / (count + 1) for k in range(count)]
    solution = solved(f"{HEAD}targets: {[k % 2 for k in range(count)]}\npredictions: {predictions}\nloss: bce\n")
    page = nnsolve.render(solution, "text")
    assert "L₄  =" not in page
    assert "The other terms, computed in the same way, stand in the table." in page
    expected = [-math.log(p if k % 2 else 1 - p) for k, p in enumerate(predictions)]
    assert solution.values["BCE"] == pytest.approx(sum(expected) / count, rel=1e-12)
    assert solution.values["BCE_40"] == pytest.approx(expected[-1], rel=1e-12)
    assert len(solution.table.rows) == count


def test_rounding_is_carried(solved):
    """With carried rounding the mean follows from the rounded terms, written out or not."""
    text = f"{HEAD}targets: [1, 0, 1, 0, 1, 0]\npredictions: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3]\nloss: bce\n"
    values = solved(text + "rounding: {decimals: 1, carry: true}\n").values
    assert [values[f"BCE_{k}"] for k in (1, 3, 5)] == [Decimal("0.1"), Decimal("0.2"), Decimal("0.4")]
    assert values["BCE_sum"] == Decimal("1.4")
    assert values["BCE"] == Decimal("0.2")


NOTES = [
    ("[1, 0]", "[0.9, 0.2]", "bce", "loss_reduction_mean_default"),
    ("[1, 0]", "[0.9, 0.2]", "bce\nreduction: sum", "loss_reduction_sum"),
    ("[1, 0]", "[0.9, 0.2]", "bce\nlogarithm: log2", "loss_log2"),
    ("[1, 0]", "[1, 0.2]", "bce", "loss_weight_0"),
    ("[0]", "[0.9, 0.1]", "scce\nlabels_from: 0", "loss_labels"),
    ("[1, 2]", "[1, 3]", "mae", "loss_kink_absolute"),
    ("[1, -1]", "[1, 3]", "hinge", "loss_kink_hinge"),
    ("[1, 2]", "[1, 2]", "rmse", "loss_no_slope"),
    ("[1, 2]", "[1, 3]", "mape", "loss_percent"),
    ("[0]", "[3, 2]", "weston-watkins hinge\nlabels_from: 0", "loss_ww"),
]


@pytest.mark.parametrize(("targets", "predictions", "loss", "key"), NOTES)
def test_conventions_are_named(solved, targets, predictions, loss, key):
    """What books differ on is told under the page."""
    solution = solved(f"{HEAD}targets: {targets}\npredictions: {predictions}\nloss: {loss}\n")
    assert key in [note.key for note in solution.notes]
    assert nnsolve.render(solution, "text", width=60)


BAD = [
    ("targets: [1]\npredictions: [1]\nloss: mse", 4, 7, "books mean several formulas by this; write mean squared"),
    ("targets: [1]\npredictions: [1]\nloss: cross-entropy", 4, 7, "books mean several"),
    ("targets: [1]\npredictions: [1]\nloss: multi-class hinge", 4, 7, "crammer-singer"),
    ("targets: [1]\npredictions: [1]\nloss: mean bias error", 4, 7, "mean bias error(t - o)"),
    ("targets: [1]\npredictions: [1]\nloss: huber", 4, 7, "huber(δ), for example huber(1)"),
    ("targets: [1]\npredictions: [1]\nloss: huber(0)", 4, 7, "δ must be greater than 0"),
    ("targets: [1]\npredictions: [1]\nloss: mae(3)", 4, 7, "takes no numbers"),
    ("targets: [1]\npredictions: [0.5]\nloss: [focal(2, 0.25)]", 4, 8, "quotation marks"),
    ("targets: [1]\npredictions: [0.5]\nloss: binary crossentropy", 4, 7, "Did you mean ‘binary cross-entropy’?"),
    (
        "targets: [1, 0]\npredictions: [0.5]\nloss: mae",
        2,
        10,
        "expected 1 target, as there are predictions; here are 2",
    ),
    ("targets: [1]\npredictions: [1.5]\nloss: bce", 3, 15, "a number from 0 to 1; of logits write predictions_are"),
    ("targets: [2]\npredictions: [0.5]\nloss: bce", 2, 11, "a number from 0 to 1"),
    ("targets: [1]\npredictions: [0]\nloss: bce", 3, 15, "its logarithm has no value and the loss is infinite"),
    ("targets: [0]\npredictions: [1]\nloss: bce", 3, 15, "ln(1 − 1) has no value"),
    ("targets: [0]\npredictions: [0.5]\nloss: hinge", 2, 11, "must be −1 or 1"),
    ("targets: [0]\npredictions: [1]\nloss: mape", 2, 11, "other than 0"),
    ("targets: [-1]\npredictions: [1]\nloss: msle", 2, 11, "greater than −1"),
    ("targets: [2]\npredictions: [0]\nloss: poisson", 3, 15, "greater than 0, since its logarithm"),
    ("targets: [[1, 0]]\npredictions: [[0.5, 0.1]]\nloss: cce", 3, 16, "must sum to 1"),
    ("targets: [[1, 1]]\npredictions: [[0.5, 0.5]]\nloss: cce", 2, 12, "must sum to 1"),
    ("targets: [[1, 0]]\npredictions: [[0, 1]]\nloss: cce", 3, 16, "the loss is infinite"),
    ("targets: [0, 1]\npredictions: [[0.5, 0.5], [0.1, 0.9]]\nloss: cce", 2, 11, "sparse categorical cross-entropy"),
    ("targets: [0]\npredictions: [[0.5, 0.5]]\nloss: scce", 4, 7, "labels_from: 0 or labels_from: 1"),
    ("targets: [2]\npredictions: [[0.5, 0.5]]\nloss: scce\nlabels_from: 0", 2, 11, "whole number from 0 to 1"),
    ("targets: [[1, 0], [1]]\npredictions: [[0.5, 0.5], [1, 0]]\nloss: mae", 2, 19, "a row of 2 numbers"),
    ("targets: [[1, 0]]\npredictions: [[0.5, 0.5]]\nloss: mae", 4, 7, "over_outputs: mean"),
    ("targets: [1]\npredictions: [1]\nloss: mae\nreduction: sum", 5, 12, "says by its name"),
    ("targets: [1]\npredictions: [1]\nloss: mae\npredictions_are: logits", 4, 7, "takes no logits"),
    ("targets: [1]\npredictions: [1]\nloss: mae\nlogarithm: log2", 5, 12, "no logarithm in this loss"),
    ("targets: [one]\npredictions: [1]\nloss: mae", 2, 11, "expected a number"),
    ("targets: []\npredictions: []\nloss: mae", 2, 10, "at least one number"),
    (f"targets: {[1] * 1001}\npredictions: [1]\nloss: mae", 2, 10, "at most 1000 numbers"),
    ("targets: [1]\npredictions: [1]", 1, 1, "the key loss: is missing"),
    (f"targets: {[1] * 13}\npredictions: {[0.5] * 13}\nloss: likelihood", 4, 7, "take log-likelihood for more"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


def test_row_which_loss():
    """The four questions of the paper on problem types: their losses and derivatives by hand."""
    (paper,) = nnsolve.load("which-loss")
    perceptron, logistic, softmax, linear = [part.solution.values for part in nnsolve.solve(paper).parts]
    assert perceptron["hinge"] == pytest.approx(0.75)
    sigma = [1 / (1 + math.exp(-z)) for z in (0.8, 0.3)]
    assert logistic["BCE"] == pytest.approx(-(math.log(sigma[0]) + math.log(1 - sigma[1])) / 2)
    assert logistic["dBCE/dz1"] == pytest.approx((sigma[0] - 1) / 2)
    total = math.exp(1) + math.exp(2) + math.exp(0.5)
    assert softmax["CCE"] == pytest.approx(math.log(total) - 2)
    assert softmax["dCCE/dz1_2"] == pytest.approx(math.exp(2) / total - 1)
    assert linear["MSE"] == pytest.approx(0.625)
    assert linear["dMSE/do2"] == pytest.approx(1)


_VALUES = st.sampled_from(
    ["0", "1", "-2", "1e308", "1e-320", "[1, 0]", "[0.5, 0.5]", "[[1, 0], [0, 1]]", "[[0.9, 0.1], [0.2, 0.8]]", "[]",
     "[[]]", "[1e308, -1e308]", "[800, -800]", "mae", "[mae, bce]", "cce", "scce", "kl", "huber(1e-300)",
     "[hinge, mse]", "'focal(2, 0.25)'", "likelihood", "rmse", "mape", "poisson", "crammer-singer hinge", "log-cosh",
     "sum", "mean", "logits", "log2", "''", "{decimals: 2, carry: true}", "[L, sum, dL/dp1]", "brief", "x", "1/0"]
)  # fmt: skip
_KEYS = st.sampled_from(
    ["targets", "predictions", "loss", "reduction", "over_outputs", "predictions_are", "labels_from", "logarithm",
     "gradient", "shown", "asked", "rounding", "detail", "zz"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(_VALUES, _VALUES, _VALUES, st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_any_keys(targets, predictions, loss, keys):
    """Whatever stands in the file, there is a solution or an explained error."""
    check_ends(HEAD + keyed({"targets": targets, "predictions": predictions, "loss": loss} | keys))
