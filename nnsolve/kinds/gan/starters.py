"""What ``nnsolve new`` prints for a part of this kind that is called by its own name, in every spelling of it."""

from __future__ import annotations

_LOSSES = """\
real: [0.9, 0.8] # D of real samples
fake: [0.3, 0.2] # D of generated samples
mean_over: all # or each: mean of the real + mean of the fake; half: half of that
generator: [minimax, non-saturating]
# predictions_are: logits
# real_label: 0.9 # label smoothing
# value: true # V = mean ln D + mean ln(1 - D)
"""
_BEST = """\
densities: {p: [0.5, 0.3, 0.2], q: [0.2, 0.3, 0.5]} # with values_are: densities, at points
"""
_STEP = """\
step:
  generator: {w: 0.5, b: 0.1} # G(z) = w z + b
  discriminator: {a: 0.8, c: -0.2} # D(x) = sigmoid(a x + c)
  real: [1, 2]
  noise: [0.3, -0.4]
  mean_over: each # or all, half
  generator_loss: non-saturating # or minimax
  generator_sees: new # D after its update, or old
  learning_rate: 0.1
  # fresh_noise: [0.1, 0.6] # drawn anew for G
"""
_CRITIC = """\
loss: wasserstein
real: [2.3, 1.8] # scores
fake: [-0.5, -1.0]
critic: minimise # mean of fake - mean of real; maximise: the reverse
# clip: {bound: 0.01, weights: [0.5, -0.02, 0.003]}
# gradient_penalty: {weight: 10, gradients: [[0.6, 0.8], [1, 1]]} # or norms: [1, 1.41]
"""
_SQUARES = """\
loss: least-squares
real: [0.9, 0.8]
fake: [0.3, 0.2]
mean_over: half # or all, each
generator_half: true # half the mean of the squares of G; false: the mean
# real_label: 1
# fake_label: 0
# generator_label: 1
"""
_SPECTRAL = """\
spectral_norm:
  matrix: [[2, -1, 0], [1, 3, 1], [0, 1, -2]]
  u: [1, 0, 0] # or v:, one number a column
  iterations: 2
"""
STARTERS: dict[str, str] = {
    "gan-losses": _LOSSES,
    "minimax": _LOSSES,
    "non-saturating": _LOSSES,
    "jsd": _BEST,
    "jensen-shannon": _BEST,
    "optimal-discriminator": _BEST,
    "gan-step": _STEP,
    "wgan": _CRITIC,
    "lsgan": _SQUARES,
    "spectral-norm": _SPECTRAL,
    "power-iteration": _SPECTRAL,
}
