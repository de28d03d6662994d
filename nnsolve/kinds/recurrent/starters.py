"""Files to start from, by the cell or the method under which a student looks for them."""

from __future__ import annotations

_RNN = """\
cell: rnn
activation: tanh
inputs: [0.5, 0.7] # one number a step; of several inputs one row a step
weights: {x: 0.5, h: 0.8} # of the input and of the state before; of several units matrices
bias: 0.2
start: {h: 0}
# output: {weights: 2, activation: identity} # what is made of the state in every step
# targets: {2: 1} # with loss: the wanted output of step 2; a list has one a step
# loss: half squared error
# learning_rate: 0.5 # or gradients: true: back through time
"""
_BPTT = """\
cell: rnn
activation: tanh
inputs: [0.5, 0.7]
weights: {x: {u: 0.5}, h: {w: 0.8}} # with names of their own, or {x: 0.5, h: 0.8}
bias: {b: 0.1}
targets: {2: 1} # the wanted output of step 2; a list has one a step
loss: half squared error
learning_rate: 0.5
# truncate: 1 # the steps that gradients go back
# factors: true # what is left of a gradient on its way back
"""
_LSTM = """\
cell: lstm
inputs: [0.5, 0.7] # one number a step; of several inputs one row a step
weights: # of each gate, {x: of the input, h: of the state before}; of several units matrices
  f: {x: 0.9, h: 0.1}
  i: {x: 0.7, h: 0.3}
  c: {x: 0.8, h: 0.2}
  o: {x: 0.6, h: 0.4}
bias: {f: 0.5, i: -0.2, c: 0.1, o: 0}
start: {h: 0, c: 0}
# peepholes: {f: 0.1, i: 0, o: 0.2} # from the cell to the gates
# columns: [h, x, 1] # with one matrix a gate: what its columns multiply
"""
_GRU = """\
cell: gru
z_weighs: new # h = (1 - z)*old + z*new; or old: z*old + (1 - z)*new (PyTorch, Keras)
reset: before # r stands before the product with the weights; or after (PyTorch, Keras)
inputs: [0.5, 0.7] # one number a step; of several inputs one row a step
weights: # of each gate, {x: of the input, h: of the state before}; of several units matrices
  z: {x: 0.5, h: 1.0}
  r: {x: -0.4, h: 0.6}
  h: {x: 1.0, h: 0.7}
bias: {z: -0.2, r: 0.1, h: -0.2}
start: {h: 0}
"""
_JORDAN = """\
cell: rnn
feedback: output # what goes back is the output of the step before
activation: tanh
inputs: [0.5, 0.7]
weights: {x: 0.6, h: -0.4} # of the input and of the output before
start: {y: 0.2}
output: {weights: 1.5, activation: sigmoid}
"""
STARTERS: dict[str, str] = {
    "rnn": _RNN,
    "elman": _RNN,
    "jordan": _JORDAN,
    "bptt": _BPTT,
    "lstm": _LSTM,
    "gru": _GRU,
}
