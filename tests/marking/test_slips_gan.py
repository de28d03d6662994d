"""Slips of generative adversarial networks are named: numbers by hand, each made with one thing gone wrong."""

from __future__ import annotations

from math import exp, log, log10

import pytest

from nnsolve.marking.verdicts import SOUND

from .one_line import marked

BATCH = "real: [0.9, 0.8]\nfake: [0.3, 0.25]\nmean_over: all\ngenerator: non-saturating\n"
EACH = BATCH.replace("all", "each")
TABLE = "densities: {p: [0.5, 0.3, 0.2], q: [0.2, 0.2, 0.6]}\n"
STEP = """step:
  generator: {w: 0.5, b: 0.1}
  discriminator: {a: 0.8, c: -0.2}
  real: [1, 2]
  noise: [0.3, -0.4]
  mean_over: each
  generator_loss: non-saturating
  generator_sees: new
  learning_rate: 0.1
"""
OLD = STEP.replace("sees: new", "sees: old")
P, Q = (0.5, 0.3, 0.2), (0.2, 0.2, 0.6)
JSD = sum(p * log(2 * p / (p + q)) + q * log(2 * q / (p + q)) for p, q in zip(P, Q, strict=True)) / 2


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def loss_of_g(a: float, c: float) -> tuple[float, float, float]:
    """The loss of G where D has these parameters, and the new w and b."""
    says = [sigmoid(a * 0.25 + c), sigmoid(a * -0.1 + c)]
    by_w = a * ((says[0] - 1) * 0.3 + (says[1] - 1) * -0.4) / 2
    by_b = a * (says[0] + says[1] - 2) / 2
    return -(log(says[0]) + log(says[1])) / 2, 0.5 - 0.1 * by_w, 0.1 - 0.1 * by_b


def new_d() -> tuple[float, float]:
    """The parameters of D after its update."""
    real, fake = [sigmoid(0.6), sigmoid(1.4)], [sigmoid(0), sigmoid(-0.28)]
    by_a = (real[0] - 1 + 2 * (real[1] - 1) + 0.25 * fake[0] - 0.1 * fake[1]) / 2
    by_c = (real[0] + real[1] - 2 + fake[0] + fake[1]) / 2
    return 0.8 - 0.1 * by_a, -0.2 - 0.1 * by_c


BEFORE, AFTER = loss_of_g(0.8, -0.2), loss_of_g(*new_d())
SLIPS = [
    (BATCH, "L_f1", -log(0.3), "other_logarithm"),
    (BATCH, "L_r1", -log(0.1), "other_logarithm"),
    (BATCH, "L_D", (-log(0.9) - log(0.8) - log(0.3) - log(0.25)) / 4, "other_logarithm"),
    (EACH, "L_D", (-log(0.9) - log(0.8) - log(0.3) - log(0.25)) / 2, "other_logarithm"),
    (BATCH, "L_D", (-log(0.9) - log(0.8) - log(0.7) - log(0.75)) / 2, "two_extra"),
    (EACH, "L_D", (-log(0.9) - log(0.8) - log(0.7) - log(0.75)) / 4, "mean_for_sum"),
    (BATCH, "L_G", (-log(0.9) - log(0.8)) / 2, "real_for_generated"),
    (BATCH, "L_G", (-log(0.3) - log(0.25)) / 4, "half_extra"),
    (BATCH, "L_r1", -log10(0.9), "log10_for_ln"),
    (TABLE, "D*_1", 0.2 / 0.7, "other_share"),
    (TABLE, "JSD", 2 * JSD, "half_left_out"),
    (TABLE, "C", -2 * log(4) + 2 * JSD, "term_doubled"),
    (TABLE, "C", -log(4) + JSD, "two_left_out"),
    (STEP, "G_loss", BEFORE[0], "d_before_update"),
    (STEP, "new_w", BEFORE[1], "d_before_update"),
    (STEP, "new_b", BEFORE[2], "d_before_update"),
    (OLD, "G_loss", AFTER[0], "d_after_update"),
    (OLD, "new_w", AFTER[1], "d_after_update"),
    (OLD, "new_b", AFTER[2], "d_after_update"),
]


def line_of(text: str, name: str, value: float):
    """What is said of one line."""
    return marked(f"kind: gan\n{text}", f"{name} = {value!r}")


@pytest.mark.parametrize(("text", "name", "value", "slip"), SLIPS)
def test_slips_are_named(text, name, value, slip):
    """The slip that was made is named first, and the line does not stand."""
    line = line_of(text, name, value)
    assert line.verdict not in SOUND
    assert line.slips[0].slip == slip


@pytest.mark.parametrize(("text", "values"), [(OLD, BEFORE), (STEP, AFTER)])
def test_right_steps_stand(text, values):
    """What is a slip with one D is right with the other."""
    for name, value in zip(("G_loss", "new_w", "new_b"), values, strict=True):
        assert line_of(text, name, value).verdict in SOUND
