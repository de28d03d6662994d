"""Sub-gradient descent: published steps, PyTorch and scikit-learn as oracles, the pieces of the losses, faults."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.reading.load import library_folder

from .. import support
from ..support import check_broken, check_fault, library_of, page, trees_of

FOUR = [[7, 8, 1], [6, 8, -1], [4, 2, 1], [1, 1, -1]]


def document(**keys) -> str:
    """A problem as JSON, which is YAML."""
    return support.document("linear-sgd", **keys)


@pytest.mark.parametrize("name", ["change_a", "delta_a", "chain_a"])
def test_a_weight_may_be_called_like_a_result(solved, name):
    """It is a letter of its own; by hand: y·f = −1·1 is below 1, so the step is −y·x = 1 · 1, and 1 − 1 = 0."""
    keys = {"points": [[1, 0, -1]], "weights": {name: 1, "w2": 1}, "bias": 0, "loss": "hinge", "at_kink": "zero"}
    solution = solved(document(**keys, learning_rate=1, batch="1"))
    assert solution.values[f"1.1.{name}"] == 0
    assert f"{name}′ = {name} − η·∂L/∂{name} = 1 − 1 × 1 = 0" in page(solution)


def test_the_slip_of_the_notes():
    """The answers beside the problem are those of an update with a plus: 0 + 0.01·(−7) and so on."""
    answers = yaml.safe_load((Path(library_folder()) / "answers" / "hinge-sgd.yaml").read_text(encoding="utf-8"))
    values = nnsolve.solve(nnsolve.load(answers["problem"])[0]).values
    for name, printed in answers["answers"].items():
        gradient = values[name.replace("1.1.", "1.1.dL/d")]
        assert Fraction(str(printed)) == Fraction("0.01") * gradient == -values[name]
        assert answers["slips"][name].endswith(".")


# ---- the pieces ----


def test_pieces_of_the_loss():
    """0, 0 / −y·f, −y·xᵢ, −y for the perceptron loss, the kink with the flat side unless told."""
    text = page(nnsolve.solve(nnsolve.load("separate-by-table")[0]))
    assert "y·f ≥ 0 0 0 0 0 0" in text
    assert "y·f < 0 −y·f −y −y·x₁ −y·x₂ −y" in text
    assert "+ + + max(0, −) = 0 right side" in text
    assert "− + − max(0, +) > 0 wrong side" in text
    (problem,) = nnsolve.load("hinge-sgd", overrides={"at_kink": "slope"})
    assert "y·f ≤ 1 1 − y·f −y −y·x₁ −y·x₂ −y" in page(nnsolve.solve(problem))


@pytest.mark.parametrize(
    ("loss", "kink", "moved"),
    [("perceptron", "zero", 0), ("perceptron", "slope", 1), ("hinge", "zero", 0), ("hinge", "slope", 1)],
)
def test_the_kink(solved, loss, kink, moved):
    """Exactly at the kink (y·f = 0, or 1 by decimals that only exact arithmetic sees) the convention decides."""
    points, weights = ([[1, 1]], [0]) if loss == "perceptron" else ([[1, 1, 1, 1]], [0.1, 0.2, 0.7])
    solution = solved(document(points=points, weights=weights, loss=loss, at_kink=kink, learning_rate=1, batch=1))
    assert solution.values["1.1.L"] == 0
    assert solution.values["new_w1"] - Fraction(str(weights[0])) == moved


# ---- updates ----


def by_torch(torch, points, keys):
    """The same epochs by automatic differentiation; the kinks are not met by the random numbers used here."""
    w = torch.tensor(keys["weights"], dtype=torch.float64, requires_grad=True)
    b = torch.tensor(float(keys["bias"]), dtype=torch.float64, requires_grad=True)
    x = torch.tensor([row[:-1] for row in points], dtype=torch.float64)
    y = torch.tensor([row[-1] for row in points], dtype=torch.float64)
    size = len(points) if keys["batch"] == "all" else keys["batch"]
    penalty, averages = keys.get("penalty"), []
    for _ in range(keys["epochs"]):
        total = 0.0
        for k in range(0, len(points), size):
            f = x[k : k + size] @ w + b
            losses = torch.clamp((1 if keys["loss"] == "hinge" else 0) - y[k : k + size] * f, min=0)
            total += losses.sum().item()
            value = losses.mean() if keys["reduction"] == "mean" else losses.sum()
            if penalty:
                both = torch.cat([w, b.reshape(1)]) if penalty["bias"] else w
                sizes = {"L1": both.abs().sum(), "L2": (both**2).sum(), "half L2": (both**2).sum() / 2}
                value = value + penalty["strength"] * sizes[penalty["norm"]]
            w.grad = b.grad = None
            value.backward()
            with torch.no_grad():
                w -= keys["learning_rate"] * w.grad
                b -= keys["learning_rate"] * b.grad
        averages.append(total / len(points))
    return [*w.tolist(), b.item()], averages


def test_torch_agrees():
    """Losses, penalties, batches and reductions at random: parameters and average losses of PyTorch."""
    torch = pytest.importorskip("torch")
    draw = random.Random(11)
    for _ in range(60):
        size, count = draw.randint(1, 4), draw.randint(1, 7)
        points = [[round(draw.uniform(-3, 3), 3) for _ in range(size)] + [draw.choice([1, -1])] for _ in range(count)]
        keys = {
            "weights": [round(draw.uniform(-1, 1), 4) for _ in range(size)],
            "bias": round(draw.uniform(-1, 1), 4),
            "loss": draw.choice(["perceptron", "hinge"]),
            "learning_rate": draw.choice([0.01, 0.1, 0.37]),
            "batch": draw.choice([1, "all", draw.randint(1, count)]),
            "reduction": draw.choice(["mean", "sum"]),
            "epochs": draw.choice([1, 2, 5, 60]),
        }
        if draw.random() < 0.7:
            norm = draw.choice(["L1", "L2", "half L2"])
            keys["penalty"] = {"norm": norm, "strength": draw.choice([0.01, 0.1]), "bias": draw.random() < 0.3}
        solution = nnsolve.solve(nnsolve.loads(document(points=points, **keys))[0])
        final, averages = by_torch(torch, points, keys)
        assert [float(solution.values[f"new_w{k + 1}"]) for k in range(size)] == pytest.approx(
            final[:-1], rel=1e-9, abs=1e-12
        )
        assert float(solution.values["new_b"]) == pytest.approx(final[-1], rel=1e-9, abs=1e-12)
        assert float(solution.values["average_L"]) == pytest.approx(averages[-1], rel=1e-9, abs=1e-12)
        assert solution.check.key in ("page_checked", "sgd_unchecked")


@pytest.mark.parametrize("loss", ["hinge", "perceptron"])
@pytest.mark.parametrize("penalised", [False, True])
def test_sklearn_agrees(loss, penalised):
    """scikit-learn's SGDClassifier with a constant rate: slope −y at the kink, ½‖w‖², an intercept without penalty."""
    linear_model = pytest.importorskip("sklearn.linear_model")
    numpy = pytest.importorskip("numpy")
    draw = random.Random(7)
    for _ in range(25):
        size, count, epochs = draw.randint(1, 3), draw.randint(2, 6), draw.randint(1, 4)
        points = [[draw.randint(-12, 12) / 4 for _ in range(size)] + [(-1) ** k] for k in range(count)]
        keys = {"penalty": {"norm": "half L2", "strength": 0.125}} if penalised else {}
        text = document(
            points=points,
            weights=0,
            bias=0,
            loss=loss,
            at_kink="slope",
            learning_rate=0.25,
            batch=1,
            epochs=epochs,
            **keys,
        )
        values = nnsolve.solve(nnsolve.loads(text)[0]).values
        model = linear_model.SGDClassifier(
            loss=loss,
            penalty="l2" if penalised else None,
            alpha=0.125,
            learning_rate="constant",
            eta0=0.25,
            max_iter=epochs,
            tol=None,
            shuffle=False,
        )
        model.fit(numpy.array([row[:-1] for row in points]), numpy.array([row[-1] for row in points]))
        final = [float(values[f"new_w{k + 1}"]) for k in range(size)]
        assert final == pytest.approx(model.coef_[0].tolist(), rel=1e-9, abs=1e-12)
        assert float(values["new_b"]) == pytest.approx(model.intercept_[0], rel=1e-9, abs=1e-12)


def test_long_runs_are_in_double_precision(solved):
    """With a squared penalty a short run is exact, a long one computes in doubles; both agree where they meet."""
    keys = {"points": FOUR, "weights": 0, "bias": 0, "loss": "hinge", "learning_rate": 0.01, "batch": 1}
    keys["penalty"] = {"norm": "half L2", "strength": 0.1}
    short, long = solved(document(**keys, epochs=30)), solved(document(**keys, epochs=31))
    assert isinstance(short.values["new_w1"], Fraction)
    assert isinstance(long.values["new_w1"], float)
    rows = [solution.sections[-1].blocks[0].table.rows[29] for solution in (short, long)]
    assert [float(cell) for cell in rows[0][:5]] == pytest.approx([float(cell) for cell in rows[1][:5]], rel=1e-9)


def test_kinks_are_met_exactly_in_long_runs(solved):
    """Without a penalty all runs are exact: w moves by 0.1 to y·f = 1 and stays; in doubles ten times 0.1 is less."""
    assert sum([0.1] * 10) < 1
    keys = {"points": [[1, 1]], "weights": 0, "loss": "hinge", "learning_rate": 0.1, "batch": 1}
    solution = solved(document(**keys, epochs=300))
    assert solution.values["new_w1"] == 1
    assert solution.values["average_L"] == 0


def test_a_rate_that_is_too_large(trouble):
    """Where the weights grow beyond all doubles it is told, with the epoch and the visit."""
    text = document(
        points=FOUR,
        weights=1,
        bias=0,
        loss="hinge",
        learning_rate=1e6,
        batch=1,
        epochs=40,
        penalty={"norm": "L2", "strength": 1},
    )
    assert re.search(r"epoch \d+, visit \d: .* is too large for a double", str(trouble(text)))


def test_rounding_carried(solved):
    """With rounding carried every line is computed from the rounded ones: ⅓ of a slope of 2 is 0.67."""
    keys = {"points": [[2, 1], [1, -1], [1, 1]], "weights": 0, "loss": "hinge", "learning_rate": 1, "batch": "all"}
    solution = solved(document(**keys, rounding={"decimals": 2, "carry": True}))
    assert solution.values["new_w1"] == Decimal("0.67")


# ---- asked, formats ----


def test_asked(solved):
    """Parameters by bare name, any visit of any epoch, the parameters after a visit without an update."""
    keys = {"points": FOUR, "weights": 0, "bias": 0, "loss": "hinge", "learning_rate": 0.01, "batch": 2, "epochs": 3}
    everything = solved(document(**keys))
    visits = {row[0]: row for row in everything.sections[-2].blocks[0].table.rows}
    solution = solved(document(**keys, asked=["w1", "3.2.f", "2.1.dL/dw2", "3.4.w2", "average_L", "1.2.b"]))
    assert list(solution.answers) == ["new_w1", "3.2.f", "2.1.dL/dw2", "3.4.w2", "average_L", "1.2.b"]
    assert solution.answers["3.2.f"] == visits["3.2"][3]
    assert solution.answers["2.1.dL/dw2"] == visits["2.1"][6]
    assert solution.answers["3.4.w2"] == visits["3.4"][9]
    assert solution.answers["new_w1"] == visits["3.4"][8]


def test_asked_for_nothing_known(trouble):
    """The nearest name is offered."""
    keys = {"points": FOUR, "weights": 0, "bias": 0, "loss": "hinge", "learning_rate": 0.01, "batch": 1}
    assert "Did you mean ‘average_L’?" in str(trouble(document(**keys, asked=["avrage_L"])))


# The first update: the slopes −7 and 6 by w1 give w1 = 0.5 · 0.01. The second: −4 and 1 give w1 = 0.005 + 0.015.
PAIRS = {"points": FOUR, "weights": 0, "bias": 0, "loss": "hinge", "learning_rate": 0.01, "batch": 2, "epochs": 3}
PENALISED = PAIRS | {"penalty": {"norm": "half L2", "strength": 0.1}}
SINGLE = {"points": [[7, 8, 1]], "weights": 0, "loss": "hinge"}


@pytest.mark.parametrize(("visit", "value"), [("1.1", 0), ("1.2", "0.005"), ("1.3", "0.005"), ("2.1", "0.02")])
def test_a_parameter_after_a_visit_without_an_update(solved, visit, value):
    """It is what the last update made of it, in any epoch."""
    assert solved(document(**PAIRS, asked=[f"{visit}.w1"])).answers == {f"{visit}.w1": Fraction(value)}


@pytest.mark.parametrize(
    ("keys", "text", "name"),
    [
        (PAIRS, "w₁", "new_w1"),
        (PAIRS, "b'", "new_b"),
        (PAIRS, "3.1.w1'", "3.1.w1"),
        (PAIRS, "2.1.z", "2.1.f"),
        (PAIRS, "2.1.loss", "2.1.L"),
        (PAIRS, "2.1.∂L/∂w₁", "2.1.dL/dw1"),
        (PAIRS, r"3.1.$\frac{\partial L}{\partial w_1}$", "3.1.dL/dw1"),
        (PAIRS, "∂L₂/∂w₁", "1.2.dL/dw1"),
        (PAIRS, "2.2.∂L_mean/∂w1", "2.2.g_w1"),
        (PAIRS, "average L", "average_L"),
        (PAIRS, "mean loss", "average_L"),
        (PENALISED, "2.2.∂E/∂w₁", "2.2.dE/dw1"),
        (PENALISED, "2.2.gradient of w1", "2.2.dE/dw1"),
        (SINGLE, "L", "1.L"),
        (SINGLE, "f", "1.f"),
    ],
)
def test_what_a_text_means(solved, keys, text, name):
    """A name, a symbol of the page or the words of books, of the page's visits and of all others."""
    assert list(solved(document(**keys, asked=[text])).answers) == [name]


@pytest.mark.parametrize(
    ("keys", "text", "says"),
    [
        (PAIRS, "L", "may mean 1.1.L, 1.2.L, 1.3.L, 1.4.L here"),
        (PAIRS, "4.1.f", "is not a result of this problem."),
        (PENALISED, "λ", "is not a result of this problem: it is given."),
        (PENALISED, "dE/dw1", "may mean 1.2.dE/dw1, 1.4.dE/dw1 here"),
        (PENALISED, "1.1.E", "is not a result of this problem."),  # E has the penalty, which a visit alone has not
        (PENALISED, "1.1.dE/dw1", "is not a result of this problem."),
        (SINGLE, "w1", "is not a result of this problem: it is given."),
        (SINGLE, "average loss", "is not a result of this problem."),
    ],
)
def test_what_a_text_does_not_mean(trouble, keys, text, says):
    """What is given, what may mean several visits and what means nothing is refused."""
    assert says in str(trouble(document(**keys, asked=[text])))


def recomputed(text: str) -> Fraction | None:
    """A substitution of plain arithmetic, computed anew from its printed digits; None where it holds anything else."""
    plain = text.replace("×", "*").replace("−", "-").replace("·", "*")
    if not re.fullmatch(r"(max\(|[-+*/()., \d])*", plain):
        return None
    return eval(re.sub(r"\d+(\.\d+)?", r"Fraction('\g<0>')", plain), {"max": max, "Fraction": Fraction})


@pytest.mark.parametrize(
    "name", [name for kind in ("linear-sgd", "perceptron", "classify") for name in library_of(kind)]
)
@pytest.mark.parametrize(
    "rounding", ["", "{decimals: 3}", "{decimals: 2, carry: true}", "{figures: 2, truncate: true}"]
)
def test_printed_lines_are_true(name, rounding):
    """Of every line that is joined by =, the printed digits give the printed result, in all kinds of linear units."""
    (problem,) = nnsolve.load(name, overrides={"rounding": rounding} if rounding else None)
    solution = nnsolve.solve(problem)
    read = 0
    for section in json.loads(nnsolve.render(solution, "json"))["sections"]:
        for step in section["steps"]:
            value = recomputed(step["substitution"]) if step["substitution"] and step["exact"] else None
            if value is None:
                continue
            printed = Fraction(step["printed"].replace("−", "-"))
            if printed != value:
                assert solution.rounding.text(value) == step["printed"].replace("−", "-"), step
            read += 1
    assert read


# ---- faults ----

HEAD = "kind: linear-sgd\npoints: [[1, 2, 1], [2, 0, -1]]\n"
FAULTS = [
    ("kind: linear-sgd\nweights: 0\nloss: hinge\n", 1, 1, "the key points: is missing"),
    (HEAD + "loss: hinge\n", 1, 1, "the key weights: is missing"),
    (HEAD + "weights: 0\n", 1, 1, "the key loss: is missing"),
    (HEAD + "weights: 0\nloss: hingge\n", 4, 7, "Did you mean ‘hinge’?"),
    (HEAD + "weights: [1]\nloss: hinge\n", 3, 10, "1 weight for 2 inputs"),
    (HEAD + "weights: {f: 1, w: 1}\nloss: hinge\n", 3, 11, "means nothing else here"),
    (HEAD + "weights: {w: 1, L: 1}\nloss: hinge\n", 3, 17, "means nothing else here"),
    (HEAD + "weights: {C: 1, w: 1}\nloss: hinge\n", 3, 11, "means nothing else here"),
    (HEAD + "weights: {λ: 1, w: 1}\nloss: hinge\n", 3, 11, "means nothing else here"),
    (HEAD + "weights: {average_L: 1, w: 1}\nloss: hinge\n", 3, 11, "means nothing else here"),
    (HEAD + "weights: {w: 1, new_w: 1}\nloss: hinge\n", 3, 17, "means nothing else here"),
    (HEAD + "weights: 0\nloss: hinge\nepochs: 2\n", 5, 9, "needs learning_rate:"),
    (HEAD + "weights: 0\nloss: hinge\nlearning_rate: 0.1\n", 1, 1, "write batch: with 1"),
    (HEAD + "weights: 0\nloss: hinge\nlearning_rate: 0.1\nbatch: 3\n", 6, 8, "there are 2 points"),
    (HEAD + "weights: 0\nloss: hinge\nlearning_rate: 0\nbatch: 1\n", 5, 16, "greater than 0"),
    (HEAD + "weights: 0\nloss: hinge\nlearning_rate: 1\nbatch: 1\nepochs: 99999\n", 7, 9, "expected at most"),
    (
        HEAD + "weights: 0\nloss: hinge\nlearning_rate: 1\nbatch: 1\npenalty: {norm: L2}\n",
        7,
        10,
        "strength: is missing",
    ),
    (HEAD + "weights: 0\nloss: hinge\nlearning_rate: 1\nbatch: 1\npenalty: {norm: L3, strength: 1}\n", 7, 17, "L1, L2"),
    (
        HEAD + "weights: 0\nloss: hinge\nlearning_rate: 1\nbatch: 1\npenalty: {norm: L2, strength: -1}\n",
        7,
        31,
        "from 0 up",
    ),
    ("kind: linear-sgd\npoints: [[1, 0]]\nweights: 0\nloss: hinge\n", 2, 14, "1 or −1"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_faults(trouble, text, line, column, message):
    """Each fault is told at its place."""
    check_fault(trouble(text), line, column, message)


ODD = ["", "0", "-1", "1e300", "1e-300", "nan", "x", "[1, 2]", "1/3", "all", "2", "100000", "{}", "true", "perceptron"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(trees_of("linear-sgd")), st.data())
def test_broken_problems(tree, data):
    """A problem with keys dropped, retyped or exchanged ends in a solution or an explained error."""
    check_broken(tree, data, ["weights", "bias", "batch", "epochs", "learning_rate", "penalty", "loss"], ODD)
