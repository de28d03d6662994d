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
STARTERS: dict[str, str] = {
    "gan-losses": _LOSSES,
    "minimax": _LOSSES,
    "non-saturating": _LOSSES,
    "jsd": _BEST,
    "jensen-shannon": _BEST,
    "optimal-discriminator": _BEST,
    "gan-step": _STEP,
}
