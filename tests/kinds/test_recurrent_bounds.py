"""Recurrent networks: weights that are shared, long sequences, bounds, pictures without a title, more wrong files."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.pictures import picture
from nnsolve.reading.yamlfile import pieces

from ..support import Texts

TEXTS = Texts("recurrent")
faults, solved = TEXTS.faults, TEXTS.solved

LOSS = "loss: half squared error\ngradients: yes\n"


def test_one_weight_in_two_places_of_a_step():
    """Of h_t = w(u_t + h_(t−1)), y = wu₃ + w²u₂ + w³u₁: dy/dw = u₃ + 2wu₂ + 3w²u₁ = 3 + 2 + 0.75 (EECS 182)."""
    text = "cell: rnn\nactivation: identity\ninputs: [1, 2, 3]\nweights: {x: {w: 0.5}, h: {w: 0.5}}\n"
    found = solved(f"{text}targets: {{3: 1.125}}\n{LOSS}").values
    assert found["h@3"] == pytest.approx(2.125)
    assert found["dE/dw"] == pytest.approx(5.75)


def test_one_weight_in_two_layers():
    """Of u·(u·x) with u = 0.5, x = 3 and a gap of 1 the gradient is 2ux = 3."""
    layer = "{weights: {x: {u: 0.5}}}"
    text = f"cell: rnn\nactivation: identity\ninputs: [3]\nlayers: [{layer}, {layer}]\n"
    assert solved(f"{text}targets: [-0.25]\n{LOSS}").values["dE/du"] == pytest.approx(3)


def test_two_hundred_steps_of_one_input():
    """A plain list has as many numbers as there may be steps; of the identity with h: 1 they add up."""
    text = f"cell: rnn\nactivation: identity\nweights: {{x: 1, h: 1}}\ninputs: {[1] * 200}"
    assert solved(text).values["h@200"] == 200


def test_a_picture_without_a_title_of_the_problem():
    """The picture of a problem without a title has a title of its own."""
    problem = nnsolve.loads("kind: recurrent\ncell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}")[0]
    found = picture(problem)
    assert found is not None
    assert "unrolled" in found.svg


def test_too_much_work_is_refused_before_it_begins():
    """Gradients through 200 steps of eight LSTM layers are refused; the states alone are not."""
    gates = ", ".join(f"{gate}: {{x: 1, h: 1}}" for gate in "fico")
    layers = ", ".join([f"{{weights: {{{gates}}}}}"] * 8)
    text = f"cell: lstm\ninputs: {[1] * 200}\nlayers: [{layers}]\n"
    assert "at most 104 steps" in faults(f"{text}targets: {{200: 1}}\n{LOSS}")
    nnsolve.loads(f"kind: recurrent\n{text}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("inputs: [1]\nweights: {x: {w: 1}, h: {w: 2}}", "4:29: ‘w’: this name has other numbers already"),
        ("inputs: [1]\nweights: {x: {b: 1}}\nbias: {b: 2}", "‘b’: this name has other numbers already"),
        ("inputs: [1]\nweights: {x: {h: 1}}", "‘h’: this is the name of the state here"),
        ("inputs: [1]\nweights: {}", "expected {x: …, h: …}"),
        (f"inputs: {[1] * 201}\nweights: {{x: 1}}", "at most 200 numbers"),
        (f"inputs: [1]\nweights: {{x: {[[1]] * 65}}}", "at most 64 rows"),
        (f"inputs: [{[1] * 65}]\nweights: {{x: 1}}", "at most 64 numbers"),
    ],
)
def test_wrong_files(text, told):
    """Every mistake is told at its place with what was expected."""
    assert told in faults(f"cell: rnn\n{text}")


def test_a_peephole_is_not_called_a_bias():
    """What is expected of peepholes speaks of them."""
    gates = ", ".join(f"{gate}: {{x: 1, h: 1}}" for gate in "fico")
    told = faults(f"cell: lstm\ninputs: [1]\nweights: {{{gates}}}\npeepholes: 3")
    assert "expected the peephole of each gate" in told


def test_commas_below_a_name():
    """A comma between what stands below or above one name does not end it; others do."""
    text = "net_f,1,δ_o,2,w_1,w_2,h_bw,2⁽¹⁾,∂E/∂W_h⁽²,¹⁾,0.5,1"
    assert pieces(text) == ["net_f,1", "δ_o,2", "w_1", "w_2", "h_bw,2⁽¹⁾", "∂E/∂W_h⁽²,¹⁾", "0.5", "1"]


@pytest.mark.parametrize(
    ("vectors", "key"), [("columns", "recurrent_factor_rows"), ("rows", "recurrent_factor_columns")]
)
def test_what_a_factor_multiplies(vectors, key):
    """With several units the reason says that each row, or each column, of the weights is multiplied."""
    text = "cell: rnn\ninputs: [[1, 2], [3, 4]]\nweights: {x: [[1, 0], [0, 1]], h: [[0.5, 0.1], [0.2, 0.3]]}\n"
    steps = solved(f"{text}factors: yes\nvectors: {vectors}").steps
    reasons = [step.reason.key for step in steps if str(step.name) == "dh@2/dh@1"]
    assert reasons == [key]
