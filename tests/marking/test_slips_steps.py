"""Slips of recurrent networks: gates and states exchanged, shares left out, slopes twice; numbers by hand."""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

RNN = """
cell: rnn
inputs: [0.5123, 0.7317, 0.2219]
start: {h: 0.3337}
weights: {x: {u: 0.5}, h: {w: 0.8}}
bias: {b: 0.1}
targets: [0.4, 0.2, 1]
loss: half squared error
gradients: yes
"""
LSTM = """
cell: lstm
inputs: [1, 0.5]
start: {h: 0.2, c: 0.4137}
weights: {f: {x: 0.7, h: 0.1}, i: {x: 0.95, h: 0.8}, c: {x: 0.45, h: 0.15}, o: {x: 0.6, h: 0.4}}
bias: {f: 0.15, i: 0.65, c: 0.2, o: 0.1}
"""
GRU = """
cell: gru
z_weighs: new
inputs: [0.8123]
start: {h: 0.3337}
weights: {z: {x: 0.5, h: 1.0}, r: {x: -0.4, h: 0.6}, h: {x: 1.0, h: 0.7}}
bias: {z: -0.2, r: 0.1, h: -0.2}
"""
TWO = """
cell: gru
z_weighs: new
reset: before
inputs: [[1, 0.5]]
start: {h: [0.6137, -0.7219]}
weights:
  z: {x: [[0.3, 0.2], [0.1, 0.5]], h: [[0.1, 0.4], [0.3, 0.2]]}
  r: {x: [[1.2, 0.4], [-1.4, 0.1]], h: [[0.3, 0.1], [0.2, 0.3]]}
  h: {x: [[0.5, 0.1], [0.2, 0.3]], h: [[0.2, 0.3], [0.4, 0.1]]}
"""
UNITS = """
cell: rnn
inputs: [[0.5, -0.2]]
start: {h: [0.1337, 0.3719]}
weights: {x: [[0.4, 0.1], [0.3, 0.2]], h: [[0.2, 0.3], [0.5, 0.4]]}
"""


def sigma(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x))


def tanh(x: float) -> float:
    """The hyperbolic tangent."""
    return math.tanh(x)


# The simple cell.
H0 = 0.3337
H1 = tanh(0.5 * 0.5123 + 0.8 * H0 + 0.1)
H2 = tanh(0.5 * 0.7317 + 0.8 * H1 + 0.1)
H3 = tanh(0.5 * 0.2219 + 0.8 * H2 + 0.1)
D3 = (1 - H3**2) * (H3 - 1)
D2 = (1 - H2**2) * (H2 - 0.2 + 0.8 * D3)
D1 = (1 - H1**2) * (H1 - 0.4 + 0.8 * D2)
# The first step of the LSTM.
C0 = 0.4137
F = sigma(0.7 + 0.1 * 0.2 + 0.15)
I = sigma(0.95 + 0.8 * 0.2 + 0.65)  # noqa: E741
G = tanh(0.45 + 0.15 * 0.2 + 0.2)
O = sigma(0.6 + 0.4 * 0.2 + 0.1)  # noqa: E741
C = F * C0 + I * G
# The step of the GRU.
Z = sigma(0.5 * 0.8123 + H0 - 0.2)
R = sigma(-0.4 * 0.8123 + 0.6 * H0 + 0.1)
N = tanh(0.8123 + 0.7 * R * H0 - 0.2)
# That of two units: what W makes of the state, the reset gate.
OLD = numpy.array([0.6137, -0.7219])
WEIGHTS = numpy.array([[0.2, 0.3], [0.4, 0.1]])
RESET = [sigma(1.4 + 0.3 * OLD[0] + 0.1 * OLD[1]), sigma(-1.35 + 0.2 * OLD[0] + 0.3 * OLD[1])]
STATES = {"h@1": H1, "h@2": H2, "h@3": H3}
CELL = {"f@1": F, "i@1": I, "ctilde@1": G, "o@1": O}
ERRORS = STATES | {"delta@3": D3, "delta@2": D2, "delta@1": D1}
GATES = {"z@1": Z, "r@1": R, "htilde@1": N}

# Problem, right lines before, the name, what is written, the slip.
STEPS = [
    (RNN, STATES, "delta@3", (1 - H3**2) ** 2 * (H3 - 1), "factor_twice"),
    (RNN, STATES | {"delta@3": D3}, "dE/dh@2", H2 - 0.2 + 0.8 * D3 * (1 - H3**2), "slope_again"),
    (RNN, ERRORS, "dE/dw@3", H3 * D3, "other_symbol"),
    (RNN, ERRORS, "dE/dw", H1 * D1 + H2 * D2 + H3 * D3, "later_state"),
    (RNN, ERRORS, "dE/dw", H2 * D3, "one_share"),
    (RNN, ERRORS, "dE/dh@1", H1 - 0.4, "term_left_out"),
    (RNN, {}, "net@1", 0.5 * 0.5123 + 0.1, "term_left_out"),
    (RNN, {"h@1": H1}, "net@2", 0.5 * 0.7317 + 0.8 * H1, "bias_left_out"),
    (RNN, {"net@1": 0.5 * 0.5123 + 0.8 * H0 + 0.1}, "h@1", sigma(0.5 * 0.5123 + 0.8 * H0 + 0.1), "other_curve"),
    (LSTM, {}, "ctilde@1", sigma(0.68), "other_curve"),
    (LSTM, CELL | {"c@1": C}, "h@1", O * C, "curve_left_out"),
    (LSTM, CELL, "c@1", I * C0 + F * G, "gates_exchanged"),
    (LSTM, CELL, "kept@1", I * C0, "other_gate"),
    (LSTM, CELL, "c@1", C0 + I * G, "gate_left_out"),
    (LSTM, CELL | {"c@1": C}, "h@1", O * tanh(G), "other_state"),
    (GRU, GATES, "h@1", Z * H0 + (1 - Z) * N, "gates_exchanged"),
    (GRU, GATES, "kept@1", Z * H0, "rest_for_gate"),
    (GRU, GATES, "added@1", (1 - Z) * N, "rest_for_gate"),
    (GRU, {"r@1": R}, "net_h@1", 0.8123 + 0.7 * H0 - 0.2, "gate_left_out"),
    (TWO, {"r@1": RESET}, "q_h@1", WEIGHTS @ OLD, "gate_left_out"),
    (TWO, {"r@1": RESET}, "q_h@1", RESET * (WEIGHTS @ OLD), "reset_behind"),
    (UNITS, {}, "q@1", [0.2 * 0.1337, 0.4 * 0.3719], "own_unit_only"),
    (UNITS, {}, "q@1", [0.2 * 0.1337 + 0.5 * 0.3719, 0.3 * 0.1337 + 0.4 * 0.3719], "matrix_transposed"),
]


def written(value: object) -> str:
    """A number or a vector with six figures."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"[{', '.join(f'{number:.6g}' for number in value)}]"


@pytest.mark.parametrize(("text", "before", "name", "wrong", "slip"), STEPS)
def test_a_slip_from_step_to_step_is_named_first(text, before, name, wrong, slip):
    """What stands right before is right, and the wrong line is told by its slip."""
    key = Key(nnsolve.loads(f"kind: recurrent{text}")[0])
    answers = "\n".join(f"{each} = {written(value)}" for each, value in {**before, name: wrong}.items())
    *right, last = check(key, read_answers(answers, "answers.txt", key.known)).lines
    assert {line.verdict for line in right} <= {"right"}
    assert last.slips[0].slip == slip
