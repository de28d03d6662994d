"""What ``nnsolve new`` prints for a task of this kind that is called by its own name."""

from __future__ import annotations

_HE = """\
layers: [784, 256, 128] # or {conv: {size: 3, channels: 64, kernels: 128}} as a layer, or {width: 512, depth: 10}
rule: he
fan: in # or out (torchvision's ResNet), average
activation: relu # or leaky relu(0.01)
compare: [0.01, 1] # standard deviations for all layers, beside the rule
# backward: true # also what is left of the gradients
# truncated: true # also the normal that Keras cuts
"""
_GLOROT = """\
layers: [784, 256]
rule: glorot # Var w = 2/(n_in + n_out); for 1/n_in write lecun
activation: tanh
# gain: pytorch # 5/3 for tanh; or a number
# compare: [0.01, 1] # standard deviations for all layers, beside the rule
"""
_LECUN = """\
layers: [784, 256]
rule: lecun # Var w = 1/n_in
activation: tanh
# compare: [0.01, 1]
"""
_LINEAR = """\
layers: [512, 10]
rule: pytorch # what torch.nn.Linear begins with
"""
_CLIP = """\
clip:
  gradients: {W: [[3, 4]], b: [3, 4]} # or one list
  norm: 1 # or value: 0.5
  over: all # the length of all tensors together; each: of each alone (Keras' clipnorm)
  # epsilon: 1e-6 # what PyTorch adds to the length in the divisor
"""
STARTERS: dict[str, str] = {
    "xavier": _GLOROT,
    "glorot": _GLOROT,
    "he": _HE,
    "kaiming": _HE,
    "lecun": _LECUN,
    "initialisation": _HE,
    "weight-initialization": _HE,
    "weight-initialisation": _HE,
    "nn-linear": _LINEAR,
    "clipping": _CLIP,
    "gradient-clipping": _CLIP,
    "clip-by-norm": _CLIP,
}
