"""What ``nnsolve new`` prints for a part of this kind that is called by its own name."""

from __future__ import annotations

_GAUSSIANS = """\
gaussians:
  p: {mean: 3, variance: 2} # or sigma: in place of variance:
  q: {mean: 4, variance: 1}
  # find: [kl] # or reverse, w2
# unit: bits
"""
_KL = """\
mu: [1, 0.5]
log_var: [0, -1] # or variance, sigma, log_sigma, softplus
# epsilon: [0.5, -1] # z = μ + σ·ε
"""

STARTERS = {
    "kl-gaussians": _GAUSSIANS,
    "gaussians": _GAUSSIANS,
    "wasserstein": _GAUSSIANS,
    "kl-divergence": _KL,
    "reparameterisation": "vae-reparameterise",
    "reparameterization": "vae-reparameterise",
    "elbo": "vae-two-dimensions",
    "beta-vae": "vae-two-dimensions",
    "variational-autoencoder": "vae-two-dimensions",
}
