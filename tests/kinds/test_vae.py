"""Variational autoencoders: published values, arithmetic by hand, SymPy, names, slips, worksheets, wrong files."""

from __future__ import annotations

import math
import random

import pytest

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts, page

TEXTS = Texts("vae")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values

CODE = "mu: [1, 0.5]\nlog_var: [0, -1]\n"
DRAWN = f"{CODE}epsilon: [0.5, -1]\n"
DECODER = "decoder: [{activation: identity, weights: [[0.6, -0.4], [0.2, 0.5]], bias: [0.1, -0.1]}]\n"
WHOLE = f"{DRAWN}{DECODER}inputs: [1, 0]\nloss: squared error\n"
GAUSSIANS = "gaussians: {p: {mean: 3, variance: 2}, q: {mean: 4, variance: 1}}\n"


def line_of(text: str, answer: str):
    (problem,) = nnsolve.loads(f"kind: vae\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line


# Values


def test_published_divergence():
    """A sheet for an oral examination, question 9: 0.5, 0.3090 and 0.8090, where e⁻¹ is taken as 0.368."""
    found = values(CODE)
    assert found["KL_1"] == 0.5
    assert found["KL_2"] == pytest.approx(0.30893972058572117, abs=1e-15)
    assert found["KL"] == pytest.approx(0.8090, abs=1e-4)


def test_by_hand():
    """The whole example, worked out apart from this program (½·(−1) is the exponent of σ₂)."""
    found = values(WHOLE)
    sigma = math.exp(-0.5)
    z = 1.5, 0.5 - sigma
    xhat = 0.6 * z[0] - 0.4 * z[1] + 0.1, 0.2 * z[0] + 0.5 * z[1] - 0.1
    error = (1 - xhat[0]) ** 2 + xhat[1] ** 2
    assert (found["z_1"], found["z_2"]) == pytest.approx(z, abs=1e-15)
    assert (found["xhat_1"], found["xhat_2"]) == pytest.approx(xhat, abs=1e-15)
    assert found["E"] == pytest.approx(error, abs=1e-15)
    assert found["L"] == pytest.approx(error + 0.80893972058572117, abs=1e-15)
    to_z = 2 * (xhat[0] - 1) * -0.4 + 2 * xhat[1] * 0.5
    assert found["dE/dz_2"] == pytest.approx(to_z, abs=1e-15)
    assert found["dL/dmu_2"] == pytest.approx(to_z + 0.5, abs=1e-15)
    assert found["dL/dlogvar_2"] == pytest.approx(-to_z * sigma / 2 + (math.exp(-1) - 1) / 2, abs=1e-15)


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("log_var", math.log(0.36)),
        ("variance", 0.36),
        ("sigma", 0.6),
        ("log_sigma", math.log(0.6)),
        ("softplus", math.log(math.exp(0.6) - 1)),
    ],
)
def test_one_spread_in_five_spellings(key, number):
    """What the encoder gives, σ = 0.6 in five ways, leads to the same code and the same divergence."""
    found = values(f"mu: 0.4\n{key}: {number!r}\nepsilon: -2")
    divergence = (0.16 + 0.36 - math.log(0.36) - 1) / 2
    for name, value in {"sigma": 0.6, "var": 0.36, "logvar": math.log(0.36), "z": -0.8, "KL": divergence}.items():
        assert found[name] == pytest.approx(value, abs=1e-14), name


def test_slopes_by_sympy():
    """∂KL and ∂z by each of the five, as SymPy derives them of the textbook's formula."""
    sympy = pytest.importorskip("sympy")
    mu, s = sympy.symbols("mu s")
    deviations = {
        "log_var": (sympy.exp(s / 2), "logvar"),
        "variance": (sympy.sqrt(s), "var"),
        "sigma": (s, "sigma"),
        "log_sigma": (sympy.exp(s), "logsigma"),
        "softplus": (sympy.log(1 + sympy.exp(s)), "s"),
    }
    for key, (sigma, word) in deviations.items():
        divergence = (mu**2 + sigma**2 - sympy.log(sigma**2) - 1) / 2
        at = {mu: 0.7, s: 0.45}
        found = values(f"mu: 0.7\n{key}: 0.45\nepsilon: -1.25\ngradients: true")
        assert found[f"dKL/d{word}"] == pytest.approx(float(divergence.diff(s).subs(at)), abs=1e-14), key
        assert found["dKL/dmu"] == pytest.approx(0.7, abs=1e-15)
        assert found[f"dz/d{word}"] == pytest.approx(float((mu - 1.25 * sigma).diff(s).subs(at)), abs=1e-14), key
        assert found["dz/dmu"] == 1


def test_published_gaussians():
    """BITS Pilani: 0.6534, 0.3466 and 1.0824 with variances; with deviations W₂ is √2."""
    found = values(GAUSSIANS)
    assert found["KL_pq"] == pytest.approx(0.6534264097200273, abs=1e-15)
    assert found["KL_qp"] == pytest.approx(0.3465735902799727, abs=1e-15)
    assert found["W2"] == pytest.approx(1.082392200292394, abs=1e-15)
    assert values(GAUSSIANS.replace("variance", "sigma"))["W2"] == pytest.approx(math.sqrt(2), abs=1e-15)


def test_beta_and_signs():
    """β multiplies KL alone; the evidence lower bound is the loss with a minus."""
    found = values(f"{CODE}reconstruction_loss: 0.25\nbeta: 4\nobjective: elbo")
    assert found["L"] == pytest.approx(0.25 + 4 * 0.80893972058572117, abs=1e-14)
    assert found["ELBO"] == -found["L"]


def test_losses_of_a_given_reconstruction():
    """Sums and means by the name of the loss: x = (1, 0), x̂ = (0.8, 0.3)."""
    for loss, value in {
        "squared error": 0.13,
        "half squared error": 0.065,
        "mean squared error": 0.065,
        "binary cross-entropy": -math.log(0.8) - math.log(0.7),
        "mean binary cross-entropy": (-math.log(0.8) - math.log(0.7)) / 2,
    }.items():
        found = values(f"{CODE}inputs: [1, 0]\nreconstruction: [0.8, 0.3]\nloss: {loss}")
        assert found["E"] == pytest.approx(value, abs=1e-15), loss


def test_bits():
    """A KL of 1 bit is ln 2 nats; KL itself stays in nats."""
    found = values(f"{CODE}unit: bits")
    assert found["KL_bits"] == pytest.approx(found["KL"] / math.log(2), abs=1e-15)
    assert values(f"{GAUSSIANS}unit: bits")["KL_pq_bits"] == pytest.approx(0.6534264097200273 / math.log(2))


def test_rows_are_transposed_columns():
    """The same decoder written for rows gives the same, and a weight is called as it is written."""
    turned = WHOLE.replace("[[0.6, -0.4], [0.2, 0.5]]", "[[0.6, 0.2], [-0.4, 0.5]]")
    solution, other = solved(f"{turned}vectors: rows"), solved(WHOLE)
    for name in ("xhat_1", "xhat_2", "E", "L", "dL/dmu_1", "dL/dlogvar_2"):
        assert solution.values[name] == pytest.approx(other.values[name], abs=1e-15)
    assert "x̂₁ = w₁₁·z₁ + w₂₁·z₂ + b₁" in page(solution)


@pytest.mark.parametrize("seed", range(8))
def test_divergence_is_an_integral(seed):
    """KL of two Gaussians, and to N(0, 1), is the integral of q ln(q/p)."""
    numpy = pytest.importorskip("numpy")
    draw = random.Random(seed)
    mean, other = draw.uniform(-1, 1), draw.uniform(-1, 1)
    sigma, second = draw.uniform(0.5, 2), draw.uniform(0.5, 2)
    x = numpy.linspace(mean - 12 * sigma, mean + 12 * sigma, 40_001)
    density = numpy.exp(-(((x - mean) / sigma) ** 2) / 2) / sigma / math.sqrt(2 * math.pi)

    def integral(m, s):
        logs = (-(((x - mean) / sigma) ** 2) + ((x - m) / s) ** 2) / 2 - math.log(sigma / s)
        return float((density * logs).sum() * (x[1] - x[0]))

    text = f"gaussians: {{p: {{mean: {mean}, sigma: {sigma}}}, q: {{mean: {other}, sigma: {second}}}}}"
    assert values(text)["KL_pq"] == pytest.approx(integral(other, second), abs=1e-9)
    assert values(f"mu: {mean}\nsigma: {sigma}")["KL"] == pytest.approx(integral(0, 1), abs=1e-9)


# What is asked for, and how pages look


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("z_2", 0.5 - math.exp(-0.5)),
        ("σ₂", math.exp(-0.5)),
        ("sigma_2", math.exp(-0.5)),
        ("std_2", math.exp(-0.5)),
        ("σ²₂", math.exp(-1)),
        ("variance_2", math.exp(-1)),
        ("KL_2", 0.30893972058572117),
        ("kl", 0.80893972058572117),
        ("dKL/dmu_2", 0.5),
        ("dKL_2/dlogvar_2", (math.exp(-1) - 1) / 2),
        ("dz_1/dmu_1", 1),
    ],
)
def test_asked(name, value):
    """Cells of the table and slopes, by their names and by what books call them."""
    solution = solved(f"{DRAWN}asked: ['{name}']")
    (found,) = solution.answers.values()
    assert found == pytest.approx(value, abs=1e-15)


def test_asked_leaves_the_rest_out():
    """Only what leads to a cell stands on its page."""
    text = page(solved(f"{DRAWN}asked: [z_2]"))
    assert "z₂ = μ₂ + σ₂·ε₂ = 0.5 + 0.606531 × (−1)" in text
    assert "KL₂" not in text
    assert "z₁" not in text


def test_unknown_name():
    """A dimension that is not there is no name of the problem."""
    with pytest.raises(ProblemError, match="z_3"):
        solved(f"{DRAWN}asked: [z_3]")


def test_gradients_where_told():
    """Without a loss the gradients of KL stand on the page where they are wanted, and may always be asked for."""
    assert "∂KL₁/∂μ₁" not in page(solved(CODE))
    assert "∂KL₁/∂μ₁" in page(solved(f"{CODE}gradients: true"))
    assert "∂L/∂μ₁" in page(solved(WHOLE))
    assert "∂L/∂μ₁" not in page(solved(f"{WHOLE}gradients: false"))


def test_the_exponent_of_a_logarithm():
    """log σ² is a name of two words: it stands in brackets above e."""
    assert "e^(log σ²₂)" in page(solved(DRAWN))


def test_every_check_agrees():
    """No page of these says that its gradients differ from central differences."""
    texts = [WHOLE, f"{CODE}gradients: true", WHOLE.replace("identity", "sigmoid").replace("squared", "half squared")]
    for text in texts:
        solution = solved(text)
        assert solution.check is not None and solution.check.key == "page_checked"


# Wrong files


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: nothing", "nothing to compute"),
        ("mu: 1", "mu: needs log_var: or variance: or sigma: or log_sigma: or softplus:"),
        ("sigma: 1", "sigma: needs mu:"),
        ("mu: 1\nsigma: 1\nvariance: 1", "which says the same"),
        ("mu: 1\nsigma: 0", ":3:8: ‘0’: expected a number above 0"),
        ("mu: 1\nvariance: -1", "expected a number above 0"),
        ("mu: 1\nlog_var: 900", "expected a number from -40 to 40"),
        ("mu: [1, 2]\nsigma: 1", "expected 2 numbers, as in mu"),
        ("mu: [1, 2]\nsigma: [1, 1]\nepsilon: [1]", "expected 2 numbers, as in mu"),
        ("mu: []\nsigma: []", "the list is empty"),
        (f"mu: {[1] * 13}\nsigma: {[1] * 13}", "a list of at most 12 values"),
        (f"{CODE}{DECODER}", "decoder: needs epsilon:"),
        (f"{DRAWN}{DECODER}inputs: [1, 0]", "inputs: needs loss:"),
        (f"{DRAWN}{DECODER}loss: squared error", "loss: needs inputs:"),
        (f"{DRAWN}inputs: [1, 0]\nloss: squared error", "there is no x̂ to compare x with"),
        (f"{DRAWN}{DECODER}inputs: [1]\nloss: squared error", "expected 2 numbers, one for each x̂"),
        (f"{WHOLE}reconstruction: [1, 2]", "cannot stand beside decoder:"),
        (f"{WHOLE}reconstruction_loss: 2", "cannot stand beside"),
        (f"{CODE}beta: 2", "there is no reconstruction error"),
        (f"{CODE}objective: elbo", "there is no reconstruction error"),
        (f"{CODE}vectors: rows", "vectors: needs decoder:"),
        (WHOLE.replace("squared error", "binary cross-entropy"), "identity in the last layer does not give them"),
        (WHOLE.replace("squared error", "hinge"), "a reconstruction is compared output by output"),
        (WHOLE.replace("squared error", "mse"), "books mean several formulas by this"),
        (WHOLE.replace("identity", "softmax"), "softmax is none"),
        (WHOLE.replace("[0.2, 0.5]]", "[0.2, 0.5, 1]]"), "row 2 has 3 numbers"),
        (WHOLE.replace("[[0.6, -0.4], [0.2, 0.5]]", "[[1, 2, 3], [4, 5, 6]]"), "must have 2 columns"),
        (WHOLE.replace("bias: [0.1, -0.1]", "bias: [0.1]"), "this bias must have 2 numbers"),
        (WHOLE.replace("activation: identity, ", ""), "the key activation: is missing"),
        (f"{DRAWN}decoder: []\ninputs: 1\nloss: squared error", "expected 1 to 3 layers"),
        (f"{CODE}{GAUSSIANS}", "cannot stand beside mu:"),
        ("gaussians: {p: {mean: 3, variance: 2}}", "the key q: is missing"),
        ("gaussians: {p: {mean: 3}, q: {mean: 4, variance: 1}}", "write variance: or sigma:"),
        ("gaussians: {p: {mean: 3, variance: 2, sigma: 1}, q: {mean: 4, variance: 1}}", "cannot stand beside sigma:"),
        ("gaussians: {p: {mean: [3, 1], variance: [2, 1]}, q: {mean: 4, variance: 1}}", "expected 2 dimensions"),
        ("gaussians: {p: {mean: [3, 1], variance: 2}, q: {mean: 4, variance: 1}}", "expected 2 numbers, as in mean"),
        ("gaussians: {p: {mean: 3, variance: 0}, q: {mean: 4, variance: 1}}", "expected a number above 0"),
        (f"{GAUSSIANS}gradients: true", "gradients: needs mu:"),
        (f"{WHOLE}gradients: true", "gradients: changes nothing here"),
        (f"{CODE}gradients: false", "gradients: changes nothing here"),
        (f"{CODE}inputs: [2, 0]\nreconstruction: [0.8, 0.3]\nloss: binary cross-entropy", "numbers from 0 to 1"),
    ],
)
def test_faults(text, said):
    """What is wrong is told with its place, and what to write."""
    assert said in faults(text)


def test_infinite_cross_entropy():
    """x̂ = 0 where x = 1 has no cross-entropy: the page says so, and where."""
    with pytest.raises(ProblemError, match="<text>:5:17: E has no value"):
        nnsolve.render(solved(f"{CODE}inputs: [1]\nreconstruction: [0]\nloss: binary cross-entropy"))


# Marking


@pytest.mark.parametrize(
    "answer",
    [
        "z2 = -0.1065",
        "KL = 0.8089",
        "D_KL = 0.8089",
        "σ_2 = 0.6065",
        "sigma_2^2 = 0.3679",
        "log σ²₂ = -1",
        "E = 0.02335",
        "total loss = 0.8323",
        "x_hat_1 = 1.0426",
        "∂L/∂log σ²₂ = -0.3502",
        "dL/dlog_var_2 = -0.3502",
    ],
)
def test_right_answers(answer):
    """Right values by what books call them are right."""
    assert line_of(WHOLE, answer).verdict == "right"


def test_follow_through():
    """A wrong deviation is followed into z, x̂ and the loss."""
    (problem,) = nnsolve.loads(f"kind: vae\n{WHOLE}")
    key = Key(problem)
    z = 0.5 - 0.3679
    working = f"sigma_2 = 0.3679\nz_2 = {z:.4f}\nxhat_1 = {0.9 - 0.4 * z + 0.1:.5f}\n"
    lines = check(key, read_answers(working, "answers.txt", key.known)).lines
    assert [line.verdict for line in lines] == ["slip", "follow-through", "follow-through"]
