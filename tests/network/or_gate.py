"""A network that learns the gate OR from its four samples."""

from __future__ import annotations

import re

GATE = """\
kind: backprop
title: A data set
samples:
  - {inputs: {x1: 0, x2: 0}, targets: 0}
  - {inputs: {x1: 0, x2: 1}, targets: 1}
  - {inputs: {x1: 1, x2: 0}, targets: 1}
  - {inputs: {x1: 1, x2: 1}, targets: 1}
layers:
  - activation: tanh
    weights:
      h1: {w1: 0.1, w2: -0.2}
      h2: {w3: 0.3, w4: 0.4}
    bias: {b1: 0.05}
  - activation: sigmoid
    weights:
      o1: {w5: 0.5, w6: -0.6}
    bias: {b2: 0.1}
loss: half squared error
learning_rate: 0.5
batch: 2
epochs: 3
"""
SAMPLES = re.search(r"samples:\n(  - .*\n)+", GATE)[0]
