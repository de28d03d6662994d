"""Batch normalisation in a hidden layer: published values, closed forms, what the page says, what can be asked."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError

HIDDEN = """
kind: backprop
layers:
  - activation: sigmoid
    weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}}
    bias: {b1: 0.3}
    batch_norm: {gamma: {h1: 1, h2: 0.5}, beta: [0, 0.1], epsilon: 1e-3}
  - activation: identity
    weights: {o1: {w5: 0.6, w6: -0.2}}
    bias: {b2: 0.05}
samples:
  - {inputs: [0.5, -1.0], targets: [1]}
  - {inputs: [0.3, 0.8], targets: [0]}
  - {inputs: [0.4, 0.7], targets: [0.5]}
  - {inputs: [-0.9, 0.2], targets: [-1]}
loss: half squared error
"""
TRAINED = HIDDEN + "learning_rate: 0.5\nbatch: all\n"

# The mini-batch of eight numbers of github.com/bh-pravin/deep-learning-core-concept, batchnorm/main.ipynb:
# normalised with ε = 1e-8, then times γ = 1.2 plus β = 0.5, as printed there.
EIGHT = [2.1, 4.3, -1.2, 0.8, 3.5, -0.3, 1.7, 2.9]
EIGHT_HAT = [0.213, 1.462, -1.661, -0.525, 1.008, -1.15, -0.014, 0.667]
EIGHT_OUT = [0.756, 2.254, -1.493, -0.13, 1.709, -0.88, 0.483, 1.301]
FORWARD = """
kind: forward
inputs: [x]
layers:
  - {activation: identity, weights: {h1: {w1: 1}}, batch_norm: {gamma: 1.2, beta: 0.5, epsilon: 1e-8}}
  - {activation: identity, weights: {o1: {w2: 1}}}
samples:
"""

# Three features of three samples with the gradients above them (nnlib, test/nn/detail/test_batchnorm.cpp): numbers,
# gradients given, gradients of the numbers, and those of γ and β.
FEATURES = [
    ([3, -1, 12], [2, -2, 10], [0.03596, -0.02489, -0.01106], 14.9606, 10),
    ([6, 5, 5], [3, 0, 2], [0, -2.12132, 2.12132], 2.82843, 5),
    ([9, 4, 11], [4, 4, 4], [0, 0, 0], 0, 12),
]


def solved(text: str, **changes):
    """The solution of a problem given as text."""
    (problem,) = nnsolve.loads(text)
    for key, value in changes.items():
        setattr(problem, key, value)
    return nnsolve.solve(problem)


def test_a_published_batch():
    """Mean 1.725, variance 3.102, and every number after scaling and shifting."""
    values = solved(FORWARD + "".join(f"  - {{inputs: {x}}}\n" for x in EIGHT)).values
    assert values["1.mean_h1"] == pytest.approx(1.725, abs=5e-4)
    assert values["1.var_h1"] == pytest.approx(3.102, abs=5e-4)
    for k, (hat, out) in enumerate(zip(EIGHT_HAT, EIGHT_OUT, strict=True), 1):
        assert values[f"{k}.hat_h1"] == pytest.approx(hat, abs=5.1e-4)
        assert values[f"{k}.norm_h1"] == values[f"{k}.out_o1"] == pytest.approx(out, abs=5.1e-4)


@pytest.mark.parametrize(("numbers", "given", "expected", "gamma", "beta"), FEATURES)
def test_published_gradients(numbers, given, expected, gamma, beta):
    """The gradients of a library's own test, whose upstream gradients the written loss t*o hands in."""
    (problem,) = nnsolve.load("batch-norm-given-gradients")
    text = "".join(f"  - {{inputs: {x}, targets: {t}}}\n" for x, t in zip(numbers, given, strict=True))
    head = FORWARD.replace("forward", "backprop").replace("gamma: 1.2, beta: 0.5, epsilon: 1e-8", "epsilon: 1e-12")
    values = solved(head + text + "loss: t*o\nreduction: sum\n").values
    assert [values[f"{k}.delta_h1"] for k in (1, 2, 3)] == pytest.approx(expected, abs=6e-6)
    assert values["1.g_γ_h1"] == pytest.approx(gamma, abs=6e-5)
    assert values["1.g_β_h1"] == pytest.approx(beta, rel=1e-14)
    assert problem.published


@pytest.mark.parametrize("method", ["chain", "delta"])
def test_closed_form(method):
    """∂Ē/∂x = γ/(m·s)·(m·∂Ē/∂y − Σ∂Ē/∂y − x̂·Σ∂Ē/∂y·x̂), the form that frameworks compute."""
    values = solved(TRAINED, method=method).values
    for unit, gamma in (("h1", 1.0), ("h2", 0.5)):
        above = [values[f"{k}.dE/dnorm_{unit}"] for k in range(1, 5)]
        hats = [values[f"{k}.hat_{unit}"] for k in range(1, 5)]
        both = sum(a * h for a, h in zip(above, hats, strict=True))
        for k in range(4):
            closed = gamma / (4 * values[f"1.std_{unit}"]) * (4 * above[k] - sum(above) - hats[k] * both)
            assert values[f"{k + 1}.delta_{unit}"] == pytest.approx(closed, rel=1e-11, abs=1e-16)


def test_normalised_values_have_mean_0_and_variance_below_1():
    """The mean is β, the variance γ²·σ²/(σ² + ε)."""
    values = solved(TRAINED).values
    for unit, gamma, beta in (("h1", 1, 0), ("h2", 0.5, 0.1)):
        normal = [values[f"{k}.norm_{unit}"] for k in range(1, 5)]
        assert sum(normal) / 4 == pytest.approx(beta, abs=1e-15)
        variance = sum((y - beta) ** 2 for y in normal) / 4
        share = values[f"1.var_{unit}"] / (values[f"1.var_{unit}"] + 1e-3)
        assert variance == pytest.approx(gamma**2 * share, rel=1e-13)


def test_a_bias_in_front_learns_nothing():
    """A bias moves every net input and the mean alike; its gradient is 0, not a rest of rounding."""
    solution = solved(TRAINED)
    assert solution.values["1.g_b1"] == 0
    assert solution.results["new_b1"] == 0.3
    behind = solved(TRAINED.replace("epsilon: 1e-3", "epsilon: 1e-3, place: after activation"))
    assert abs(behind.values["1.g_b1"]) > 1e-4


def test_weights_of_any_size_give_the_same():
    """Without ε all weights of a neuron times 3 give the same outputs, and a third of their gradients."""
    plain = solved(HIDDEN.replace("1e-3", "0")).values
    text = HIDDEN.replace("w1: 0.2, w2: -0.4", "w1: 0.6, w2: -1.2").replace("1e-3", "0")
    threefold = solved(text).values
    assert [threefold[f"{k}.out_o1"] for k in range(1, 5)] == pytest.approx(
        [plain[f"{k}.out_o1"] for k in range(1, 5)], rel=1e-13
    )
    assert threefold["1.g_w1"] == pytest.approx(plain["1.g_w1"] / 3, rel=1e-9)


def test_mini_batches_have_statistics_of_their_own():
    """Each batch of two has its own mean; the second sees the parameters after the first update."""
    values = solved(TRAINED.replace("all", "2")).values
    nets = [values[f"{k}.net_h1"] for k in range(1, 5)]
    assert values["1.mean_h1"] == pytest.approx((nets[0] + nets[1]) / 2, rel=1e-15)
    assert values["2.mean_h1"] == pytest.approx((nets[2] + nets[3]) / 2, rel=1e-15)
    assert nets[2] == pytest.approx(values["1.w1"] * 0.4 + values["1.w2"] * 0.7 + values["1.b1"], rel=1e-14)


def test_adam_and_dropout_go_with_it():
    """An optimiser and masks of dropout work on the batch's gradients; the first step of Adam has length η."""
    solution = solved(TRAINED + "optimizer: adam\n")
    assert abs(solution.results["new_w5"] - 0.6) == pytest.approx(0.5, rel=1e-4)
    assert abs(solution.results["new_γ_h1"] - 1) == pytest.approx(0.5, rel=1e-4)
    dropped = solved(TRAINED.replace("1e-3}", "1e-3}\n    dropout: {keep: 0.5, mask: [1, 0], inverted: true}"))
    assert dropped.values["1.g_w6"] == 0
    assert dropped.values["1.g_γ_h2"] == 0
    assert dropped.check.key == "page_checked"


# What is asked, and the step it means.
ASKED = [
    ("w1", "new_w1"),
    ("gamma_h1", "new_γ_h1"),
    ("new_β_h2", "new_β_h2"),
    ("dE/dw1", "1.g_w1"),
    ("∂E/∂gamma_h2", "1.g_γ_h2"),
    ("mean_h1", "1.mean_h1"),
    ("1.var_h2", "1.var_h2"),
    ("3.norm_h1", "3.norm_h1"),
    ("2.delta_h1", "2.delta_h1"),
    ("1.dE/dstd_h1", "1.dE/dstd_h1"),
]


@pytest.mark.parametrize(("text", "name"), ASKED)
def test_asked(text, name):
    """A parameter's name asks for its new value, as elsewhere; only what leads there is printed."""
    solution = solved(TRAINED, asked=[text])
    assert solution.asked == [name]
    assert list(solution.answers) == [name]
    assert "Asked" in nnsolve.render(solution, "text")


def test_asked_for_nothing_known():
    """A wrong name is told with the nearest one."""
    with pytest.raises(ProblemError, match="mean_h2"):
        solved(TRAINED, asked=["1.mean_h3"])


def test_frozen_parameters():
    """γ and β may be frozen by either spelling; then the page has no gradient of theirs."""
    solution = solved(TRAINED + "freeze: [gamma_h1, β_h1, w1]\n")
    assert not {"1.g_γ_h1", "1.g_β_h1", "1.g_w1"} & solution.values.keys()
    assert solution.check.args["n"] == 9
    assert "new_w2" in solution.results


def test_the_page():
    """The page says which variance is meant, why no path leads from the mean through it, and which sample is which."""
    page = " ".join(nnsolve.render(solved(TRAINED), "text").split())
    for words in (
        "Mean and variance are taken over the 4 samples of the batch, for every neuron by itself.",
        "deviations from the mean add up to 0: no path leads through σ²_h₁",
        "the variance is divided by the number m of samples in the batch, and ε = 1e-3 is added to it",
        "net_h₁⁽¹⁾ feeds μ_h₁, σ²_h₁ and x\u0302_h₁⁽¹⁾, so three paths add up",
        "∂Ē/∂b₁ = 0",
    ):
        assert words in page
    latex = nnsolve.render(solved(TRAINED), "markdown")
    assert r"\gamma_{h_{1}}" in latex
    assert r"\hat{x}_{h_{1}}^{(2)}" in latex


def test_forward_with_samples():
    """The forward kind takes all samples as one batch and gives the same outputs as training does."""
    (problem,) = nnsolve.loads(HIDDEN.replace("backprop", "forward"))
    solution, trained = nnsolve.solve(problem), solved(TRAINED).values
    for k in range(1, 5):
        assert solution.values[f"{k}.out_o1"] == trained[f"{k}.out_o1"]
    assert "x\u0302_h₁⁽⁴⁾" in nnsolve.render(solution, "text")


def test_ten_thousand_epochs():
    """The graph of the batch is compiled once; the loss falls."""
    (problem,) = nnsolve.loads(TRAINED + "epochs: 10000\n")
    rows = nnsolve.solve(problem).sections[-1].blocks[-1].table.rows
    assert len(rows) == 10_000
    assert rows[-1][1] < rows[0][1] / 10
