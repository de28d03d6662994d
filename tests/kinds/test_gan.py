"""GANs: losses by hand, the best discriminator against SymPy, one step by hand, what is refused."""

from __future__ import annotations

import math

import pytest
import sympy

import nnsolve
from nnsolve.errors import ProblemError
from tests.support import Texts, page

GAN = Texts("gan")
FOUR = "real: [0.9, 0.8]\nfake: [0.3, 0.2]\n"
STEP = """
step:
  generator: {w: 0.5, b: 0.1}
  discriminator: {a: 0.8, c: -0.2}
  real: [1, 2]
  noise: [0.3, -0.4]
  mean_over: each
  generator_loss: non-saturating
  generator_sees: new
  learning_rate: 0.1
"""
ln = math.log


@pytest.mark.parametrize(
    ("mean_over", "loss"),
    [
        ("all", -(ln(0.9) + ln(0.8) + ln(0.7) + ln(0.8)) / 4),
        ("each", -(ln(0.9) + ln(0.8)) / 2 - (ln(0.7) + ln(0.8)) / 2),
        ("half", (-(ln(0.9) + ln(0.8)) / 2 - (ln(0.7) + ln(0.8)) / 2) / 2),
    ],
)
def test_means(mean_over, loss):
    """One mean over all, the sum of two means, half of it (a viva sheet prints 0.2271 for the first)."""
    assert GAN.values(f"{FOUR}mean_over: {mean_over}")["D_loss"] == pytest.approx(loss, abs=1e-12)


def test_means_of_unlike_batches():
    """Of three real samples and one generated one, a mean over all is not half the sum of two means."""
    text = "real: [0.9, 0.8, 0.5]\nfake: 0.3\nmean_over: "
    sums = -(ln(0.9) + ln(0.8) + ln(0.5)), -ln(0.7)
    assert GAN.values(text + "all")["D_loss"] == pytest.approx(sum(sums) / 4)
    assert GAN.values(text + "each")["D_loss"] == pytest.approx(sums[0] / 3 + sums[1])
    assert GAN.values(text + "half")["D_loss"] == pytest.approx((sums[0] / 3 + sums[1]) / 2)


def test_both_losses_of_g_and_their_slopes():
    """At D = 0.05 the slopes are −1.0526 and −20: the one saturates, the other does not."""
    values = GAN.values("real: 0.9\nfake: 0.05\nmean_over: all")
    assert values["G_loss_minimax"] == pytest.approx(ln(0.95))
    assert values["G_loss_non_saturating"] == pytest.approx(-ln(0.05))
    assert values["dminimax_1/dD_f1"] == pytest.approx(-1 / 0.95)
    assert values["dnonsat_1/dD_f1"] == pytest.approx(-20)


def test_slopes_by_logits():
    """By the logit they are −D and D − 1."""
    values = GAN.values("real: 2\nfake: -3\nmean_over: all\npredictions_are: logits")
    d = 1 / (1 + math.exp(3))
    assert values["dminimax_1/dz_f1"] == pytest.approx(-d)
    assert values["dnonsat_1/dz_f1"] == pytest.approx(d - 1)


def test_logits_far_out():
    """Terms of large logits keep their digits: −ln(1 − σ(40)) is 40, −ln σ(40) is e^−40."""
    values = GAN.values("real: 40\nfake: 40\nmean_over: each\npredictions_are: logits\ngenerator: minimax")
    assert float(values["L_f1"]) == pytest.approx(40, rel=1e-12)
    assert float(values["L_r1"]) == pytest.approx(math.exp(-40), rel=1e-9)


def test_smoothed_targets():
    """0.9 for real samples: −0.9·ln D − 0.1·ln(1 − D)."""
    values = GAN.values(f"{FOUR}mean_over: each\nreal_label: 0.9\nfake_label: 0.1")
    assert values["L_r1"] == pytest.approx(-0.9 * ln(0.9) - 0.1 * ln(0.1))
    assert values["L_f1"] == pytest.approx(-0.1 * ln(0.3) - 0.9 * ln(0.7))


def test_value_of_a_batch():
    """V is −L_D where the two means are added; at D = ½ it is −ln 4."""
    values = GAN.values(f"{FOUR}mean_over: each\nvalue: true")
    assert values["V_batch"] == pytest.approx(-values["D_loss"])
    half = GAN.values("real: 0.5\nfake: 0.5\nmean_over: each\nvalue: true")
    assert half["V_batch"] == pytest.approx(-ln(4))


def test_two_values():
    """Beside densities the value of the batch is told apart from that of the best D."""
    text = page(GAN.solved(f"{FOUR}mean_over: each\nvalue: true\ndensities: {{p: [0.5, 0.5], q: [0.2, 0.8]}}"))
    assert "V_batch = " in text
    assert " V = " in text


def best(p: list, q: list) -> tuple[list[float], float, float]:
    """D*, V and JSD by SymPy: D* where the slope of p·ln D + q·ln(1 − D) is 0."""
    d = sympy.Symbol("d", positive=True)
    stars, value, divergence = [], 0, 0
    for a, b in zip(map(sympy.Rational, map(str, p)), map(sympy.Rational, map(str, q)), strict=True):
        (star,) = sympy.solve(sympy.diff(a * sympy.log(d) + b * sympy.log(1 - d), d), d)
        stars.append(float(star))
        value += a * sympy.log(star) + b * sympy.log(1 - star)
        middle = (a + b) / 2
        divergence += (a * sympy.log(a / middle) + b * sympy.log(b / middle)) / 2
    return stars, float(value), float(divergence)


@pytest.mark.parametrize(
    ("p", "q"), [([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]), ([0.7, 0.3], [0.1, 0.9]), ([0.25] * 4, [0.1, 0.2, 0.3, 0.4])]
)
def test_best_discriminator(p, q):
    """D*, V, JSD and −ln 4 + 2·JSD."""
    values = GAN.values(f"densities: {{p: {p}, q: {q}}}")
    stars, value, divergence = best(p, q)
    assert [values[f"Dstar_{k}"] for k in range(1, len(p) + 1)] == pytest.approx(stars)
    assert values["V"] == pytest.approx(value)
    assert values["JSD"] == pytest.approx(divergence)
    assert values["C"] == pytest.approx(value)
    assert values["JSD_bits"] == pytest.approx(divergence / ln(2))
    assert values["JS_distance"] == pytest.approx(math.sqrt(divergence))


def test_apart_and_alike():
    """Where p and q never meet JSD is ln 2 (one bit) and V is 0; where they are the same, 0 and −ln 4."""
    apart = GAN.values("densities: {p: [1, 0], q: [0, 1]}")
    assert (apart["JSD"], apart["JSD_bits"], apart["V"]) == pytest.approx((ln(2), 1, 0))
    alike = GAN.solved("densities: {p: [0.4, 0.6], q: [0.4, 0.6]}")
    assert (alike.values["JSD"], alike.values["V"]) == pytest.approx((0, -ln(4)))
    assert alike.check.key == "gan_checked_value"


def test_densities_at_points():
    """p = 0.6 and q = 0.2 at one point: D* = 0.75, and no V."""
    values = GAN.values("densities: {p: 0.6, q: 0.2, values_are: densities}")
    assert values["Dstar_1"] == pytest.approx(0.75)
    assert "V" not in values


def test_one_step_by_hand():
    """The gradient of D by c is the mean of D − 1 over the real samples and of D over the generated ones."""

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    values = GAN.values(STEP)
    made = [0.25, -0.1]
    real, fake = [sigmoid(0.6), sigmoid(1.4)], [sigmoid(0), sigmoid(-0.28)]
    by_c = (real[0] - 1 + real[1] - 1 + fake[0] + fake[1]) / 2
    by_a = (real[0] - 1 + 2 * (real[1] - 1) + made[0] * fake[0] + made[1] * fake[1]) / 2
    assert values["dD_loss/dc"] == pytest.approx(by_c)
    assert values["dD_loss/da"] == pytest.approx(by_a)
    a, c = 0.8 - 0.1 * by_a, -0.2 - 0.1 * by_c
    seen = [sigmoid(a * x + c) for x in made]
    assert values["G_loss"] == pytest.approx(-sum(map(ln, seen)) / 2)
    assert values["dG_loss/db"] == pytest.approx(a * (seen[0] - 1 + seen[1] - 1) / 2)
    assert values["new_b"] == pytest.approx(0.1 - 0.1 * values["dG_loss/db"])


def test_old_d_judges_as_before():
    """With the old D the samples of G have the D that D learned from; nothing is computed twice."""
    values = GAN.values(STEP.replace("sees: new", "sees: old"))
    assert values["nonsat_1"] == pytest.approx(-ln(values["D_f1"]))
    assert "D_g1" not in values


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("[L_r1]", "L_r₁", "JSD"),
        ("[D*_2]", "D*₂", "L_D"),
        ("[JSD]", "JSD", "L_r₁ ="),
        ("[dnonsat_1/dD_f1]", "−3.33333", "L_r₁"),
    ],
)
def test_asked(asked, there, gone):
    """Cells of tables and lines may be asked for; what does not lead there is left out."""
    text = page(GAN.solved(f"{FOUR}mean_over: all\ndensities: {{p: [0.5, 0.5], q: [0.2, 0.8]}}\nasked: {asked}"))
    assert there in text
    assert gone not in text


def test_loss_of_g_is_one_of_two():
    """L_G alone means nothing where both forms stand there, and the loss where there is one."""
    with pytest.raises(ProblemError):
        GAN.solved(f"{FOUR}mean_over: all\nasked: [L_G]")
    (answer,) = GAN.solved(f"{FOUR}mean_over: all\ngenerator: minimax\nasked: [L_G]").answers.values()
    assert answer == pytest.approx((ln(0.7) + ln(0.8)) / 2)


FAULTS = [
    (f"{FOUR}mean_over: all{STEP}", "step: cannot stand beside real:"),
    ("", "nothing to compute"),
    (FOUR, "what is the mean taken over?"),
    ("real: 0.9\nmean_over: all", "fake: is missing"),
    ("real: 1.2\nfake: 0.1\nmean_over: all", "of logits write predictions_are: logits"),
    ("real: 0\nfake: 0.1\nmean_over: all", "ln D has no value at D = 0"),
    ("real: 0.5\nfake: [0.1, 1]\nmean_over: all", "ln(1 − D) has no value at D = 1"),
    ("real: 0.5\nfake: 0\nmean_over: all", "ln D has no value at D = 0"),
    ("real: 1\nfake: 0.5\nmean_over: all\nreal_label: 0.9", "ln(1 − D) has no value at D = 1"),
    (f"{FOUR}mean_over: all\nreal_label: 2", "from 0 to 1"),
    (f"{FOUR}mean_over: both", "expected one of: all, each, half"),
    (f"{FOUR}mean_over: all\ngenerator: saturating", "expected one of: minimax, non-saturating"),
    ("mean_over: all\ndensities: {p: 1, q: 1}", "is for the losses"),
    ("densities: {p: [0.5, 0.5], q: [0.5, 0.4]}", "here they sum to 0.9"),
    ("densities: {p: [0.5, 0.5], q: 1}", "expected 2 numbers, as p: has; here is 1"),
    ("densities: {p: [1, 0], q: [1, 0]}", "both 0 at number 2"),
    ("densities: {p: [1.5, -0.5], q: [1, 0]}", "expected a number from 0"),
    ("densities: {p: [1], q: []}", "the list is empty"),
    (STEP.replace("  generator_sees: new\n", ""), "the key generator_sees: is missing"),
    (STEP.replace("  mean_over: each\n", ""), "the key mean_over: is missing"),
    (STEP.replace("w: 0.5", "w: half"), "expected a number"),
    (STEP.replace("[1, 2]", "[1, 2, 3, 4, 5, 6, 7, 8, 9]"), "at most 8"),
    (STEP.replace("w: 0.5", "v: 0.5"), "this key is not known"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_faults(text, said):
    """What is missing, has no value or does not belong is told with its place."""
    assert said in GAN.faults(text)


def test_zeros_that_have_a_value():
    """D = 1 of a real sample costs nothing, nor D = 0 of a generated one where −ln D is not asked for."""
    values = GAN.values("real: 1\nfake: 0\nmean_over: all\ngenerator: minimax")
    assert (values["D_loss"], values["G_loss_minimax"]) == (0, 0)


@pytest.mark.parametrize("text", [f"{FOUR}mean_over: all\nvalue: true", STEP, "densities: {p: [1, 0], q: [0, 1]}"])
@pytest.mark.parametrize("form", ["markdown", "html", "latex", "json", "typst"])
def test_every_format(text, form):
    """Every page is written in every format."""
    assert nnsolve.render(GAN.solved(text), form)
