"""Slips with the code of a variational autoencoder and with two Gaussians: each wrong line is named.

The wrong numbers are worked out apart from this program: with σ₂ = e^(−½) and KL₂ = ½(0.25 + e^(−1) + 1 − 1).
"""

from __future__ import annotations

import pytest

from .one_line import marked

WHOLE = """
kind: vae
mu: [1, 0.5]
log_var: [0, -1]
epsilon: [0.5, -1]
decoder: [{activation: identity, weights: [[0.6, -0.4], [0.2, 0.5]], bias: [0.1, -0.1]}]
inputs: [1, 0]
loss: squared error
"""
GAUSSIANS = """
kind: vae
gaussians: {p: {mean: 3, variance: 2}, q: {mean: 4, variance: 1}}
"""
# A problem, a wrong line, and the slip that is named first.
CODES = [
    (WHOLE, "sigma_2 = 0.3679", "half_left_out"),  # e^(log σ²)
    (WHOLE, "sigma_2 = 1.6487", "exponent_sign"),
    (WHOLE, "z_2 = 0.1321", "deviation_exchanged"),
    (WHOLE, "KL_2 = 0.4283", "deviation_exchanged"),
    (WHOLE, "KL_2 = 0.0589", "log_halved"),
    (WHOLE, "KL_2 = 0.6989", "divergence_reversed"),
    (WHOLE, "dKL_2/dlogvar_2 = -0.1967", "deviation_exchanged"),
    (WHOLE, "z_2 = 1.1065", "term_sign"),  # the sign of ε
    (WHOLE, "KL = 0.4045", "mean_for_sum"),
    (WHOLE, "KL = -0.8089", "whole_sign"),
    (WHOLE, "KL_2 = 0.6179", "half_left_out"),
    (WHOLE, "KL_2 = -0.6911", "term_sign"),
    (WHOLE, "KL_2 = 0.4339", "square_left_out"),
    (WHOLE, "L = -0.7856", "term_sign"),  # − KL
    (WHOLE, "L = 0.4278", "mean_for_sum"),
    (WHOLE, "dz_2/dlogvar_2 = -0.6065", "half_left_out"),
    (WHOLE, "dKL_2/dlogvar_2 = -0.6321", "two_extra"),
    (WHOLE, "dL/dmu_2 = 0.1126", "path_left_out"),
    (WHOLE, "dL/dlogvar_2 = -0.3161", "path_left_out"),
    (GAUSSIANS, "KL_pq = 0.3466", "divergence_reversed"),
    (GAUSSIANS, "KL_pq = 0.3069", "deviation_exchanged"),
    (GAUSSIANS, "W2 = 1.4142", "deviation_exchanged"),
    (GAUSSIANS, "W2 = 1.1716", "root_left_out"),
]


@pytest.mark.parametrize(("text", "answer", "slip"), CODES)
def test_slips(text, answer, slip):
    """Each slip of a wrong line is named."""
    line = marked(text, answer)
    assert line.verdict == "slip"
    assert line.slips[0].slip == slip, line.slips
