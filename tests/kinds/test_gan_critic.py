"""Least squares, critics, clipped weights and gradient penalties by hand, spectral norms against NumPy."""

from __future__ import annotations

import json
import math
import random

import numpy
import pytest

import nnsolve
from tests.support import Texts, page

GAN = Texts("gan")
SCORES = "real: [2.3, 1.8]\nfake: [-0.5, -1]\nloss: wasserstein\n"
SQUARES = "real: [0.9, 0.8]\nfake: [0.3, 0.2]\nloss: least-squares\n"
HALVED = f"{SQUARES}mean_over: all\ngenerator_half: true"
MATRIX = "spectral_norm:\n  matrix: [[2, -1, 0], [1, 3, 1], [0, 1, -2]]\n  u: [1, 0, 0]\n  iterations: 2\n"


@pytest.mark.parametrize(("critic", "loss"), [("minimise", -2.8), ("maximise", 2.8)])
def test_critic(critic, loss):
    """Mean of the fake − mean of the real, or the reverse; the loss of G has no two signs (BITS, February 2026)."""
    values = GAN.values(f"{SCORES}critic: {critic}")
    assert (values["D_loss"], values["G_loss"]) == pytest.approx((loss, 0.75))


@pytest.mark.parametrize(("critic", "total"), [("minimise", -2.8), ("maximise", 2.8)])
def test_gradient_penalty(critic, total):
    """10 times the mean of (1 − 1)² and (√2 − 1)², added to what is minimised, taken off what is maximised."""
    penalty = 10 * (math.sqrt(2) - 1) ** 2 / 2
    text = f"{SCORES}critic: {critic}\ngradient_penalty: {{weight: 10, gradients: [[0.6, 0.8], [1, 1]]}}"
    values = GAN.values(text)
    assert values["GP"] == pytest.approx(penalty)
    assert values["D_total"] == pytest.approx(total + penalty if critic == "minimise" else total - penalty)


def test_penalty_of_norms_alone():
    """Norms may be given, and nothing else."""
    values = GAN.values("gradient_penalty: {weight: 10, norms: [1.2, 0.5]}")
    assert values["GP"] == pytest.approx(10 * (0.04 + 0.25) / 2)
    assert "D_total" not in values


def test_clipped_weights():
    """0.01 is the bound of the paper."""
    values = GAN.values("clip: {bound: 0.01, weights: [0.5, -0.02, 0.003]}")
    assert [values[f"new_w_{k}"] for k in (1, 2, 3)] == [0.01, -0.01, 0.003]


@pytest.mark.parametrize(
    ("mean_over", "half", "of_d", "of_g"),
    [
        ("half", "true", (0.025 + 0.065) / 2, (0.49 + 0.64) / 4),
        ("each", "false", 0.025 + 0.065, (0.49 + 0.64) / 2),
        ("all", "false", 0.18 / 4, (0.49 + 0.64) / 2),
    ],
)
def test_least_squares(mean_over, half, of_d, of_g):
    """Squares of 0.1, 0.2, 0.3, 0.2 for D and of 0.7, 0.8 for G."""
    values = GAN.values(f"{SQUARES}mean_over: {mean_over}\ngenerator_half: {half}")
    assert (values["D_loss"], values["G_loss"]) == pytest.approx((of_d, of_g))
    assert values["dsquare_1/dD_f1"] == pytest.approx(2 * (0.3 - 1))


def test_targets_of_least_squares():
    """The paper's other choice: −1 for fake, 1 for real, 0 for G."""
    text = f"{SQUARES}mean_over: each\ngenerator_half: true\nfake_label: -1\ngenerator_label: 0"
    values = GAN.values(text)
    assert values["D_loss"] == pytest.approx(0.025 + (1.3**2 + 1.2**2) / 2)
    assert values["G_loss"] == pytest.approx((0.09 + 0.04) / 4)


def test_spectral_norm_of_an_exam():
    """Two iterations give √(1139/163), as in BITS, February 2026; the true norm is far from it."""
    values = GAN.values(MATRIX)
    assert values["sigma@2"] == pytest.approx(math.sqrt(1139 / 163))
    assert values["norm"] == pytest.approx(3.372281323269015)
    assert values["W_SN"][0, 0] == pytest.approx(2 / math.sqrt(1139 / 163))


def by_numpy(w: numpy.ndarray, vector: list, begin: str, iterations: int) -> list[float]:
    """The estimates of power iteration."""
    found, x = [], numpy.array(vector, dtype=float)
    first, second = (w.T, w) if begin == "u" else (w, w.T)
    for _ in range(iterations):
        x = first @ x
        x = second @ (x / numpy.linalg.norm(x))
        found.append(float(numpy.linalg.norm(x)))
        x /= found[-1]
    return found


@pytest.mark.parametrize("seed", range(30))
def test_power_iteration(seed):
    """Every estimate, the true norm and the normalised matrix are NumPy's, from u or from v, of any sides."""
    draw = random.Random(seed)
    rows, columns = draw.randint(1, 5), draw.randint(1, 5)
    matrix = [[round(draw.uniform(-3, 3), 2) for _ in range(columns)] for _ in range(rows)]
    begin = draw.choice("uv")
    vector = [round(draw.uniform(0.1, 2), 2) for _ in range(rows if begin == "u" else columns)]
    task = {"matrix": matrix, begin: vector, "iterations": draw.randint(1, 6)}
    values = GAN.values(f"spectral_norm: {json.dumps(task)}")
    w = numpy.array(matrix)
    estimates = by_numpy(w, vector, begin, task["iterations"])
    for t, estimate in enumerate(estimates, 1):
        assert float(values[f"sigma@{t}"]) == pytest.approx(estimate, rel=1e-9)
    assert float(values["norm"]) == pytest.approx(numpy.linalg.svd(w)[1].max(), rel=1e-12)
    assert values["W_SN"].astype(float) == pytest.approx(w / estimates[-1], rel=1e-9)
    assert numpy.diff(estimates).min(initial=0) > -1e-12  # none is smaller than the one before


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        (MATRIX, "W_SN[1,1]", 0.756593),
        (MATRIX, "sigma@1", math.sqrt(5.4)),
        (MATRIX, "u@1[1]", 5 / math.sqrt(27)),
        (f"{SCORES}critic: minimise", "L_G", 0.75),
        ("clip: {bound: 0.01, weights: [0.5]}", "w_1", 0.01),
    ],
)
def test_asked(text, asked, value):
    """Every number of a page may be asked for."""
    assert f"{value:.5g}"[:5] in page(GAN.solved(f'{text}\nasked: ["{asked}"]'))


FAULTS = [
    (SCORES, "which sign has the loss of the critic?"),
    (f"{SCORES}critic: minimise\nmean_over: all", "mean_over: is for cross-entropy and least-squares"),
    (f"{SCORES}critic: minimise\nreal_label: 0.9", "real_label: is for cross-entropy and least-squares"),
    (f"{SQUARES}mean_over: all", "is the loss of G half the mean of the squares?"),
    (f"{SQUARES}mean_over: all\ngenerator_half: true\nvalue: true", "value: is for cross-entropy"),
    ("clip: {bound: 0, weights: [1]}", "expected a number above 0"),
    ("clip: {bound: 0.1}", "the key weights: is missing"),
    ("gradient_penalty: {weight: 10}", "write gradients:"),
    ("gradient_penalty: {weight: 10, gradients: [[1, 2], [1]]}", "expected 2 numbers, as in the first gradient"),
    ("gradient_penalty: {weight: 10, gradients: [[1]], norms: [1]}", "norms"),
    (MATRIX.replace("  u: [1, 0, 0]\n", ""), "with which vector does it begin?"),
    (MATRIX.replace("u: [1, 0, 0]", "u: [1, 0]"), "expected 3 numbers, one a row of W; here are 2"),
    (MATRIX.replace("u: [1, 0, 0]", "u: [0, 0, 0]"), "a vector of zeros has no direction"),
    (MATRIX.replace("u: [1, 0, 0]", "u: [1, 0, 0]\n  v: [1, 0, 0]"), "v"),
    (MATRIX.replace("[1, 3, 1]", "[1, 3]"), "row 2 has 2 numbers, the first one 3"),
    (MATRIX.replace("[[2, -1, 0], [1, 3, 1], [0, 1, -2]]", "[[1, 2, 3, 4, 5, 6, 7]]"), "at most 6 rows and columns"),
    (MATRIX.replace("iterations: 2", "iterations: 21"), "from 1 to 20"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_faults(text, said):
    """What is missing, does not fit or does not belong is told with its place."""
    assert said in GAN.faults(text)


def test_vector_that_goes_to_zero():
    """A start that W maps to 0 is told with its place."""
    with pytest.raises(nnsolve.ProblemError, match="<text>:"):
        GAN.solved("spectral_norm: {matrix: [[0, 1], [0, 0]], v: [1, 0], iterations: 1}")


@pytest.mark.parametrize("text", [f"{SCORES}critic: minimise", HALVED, MATRIX])
@pytest.mark.parametrize("form", ["markdown", "html", "latex", "json", "typst", "ipynb"])
def test_every_format(text, form):
    """Every page is written in every format."""
    if form in nnsolve.formats():
        assert nnsolve.render(GAN.solved(text), form)
