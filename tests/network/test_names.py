"""Names of a network say what they are: steps of one sample and of several, updates, matrices, what is asked."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.names import Name, Role

LAYERS = """
layers:
  - activation: sigmoid
    weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}}
    bias: {BIAS: 0.3}
  - activation: sigmoid
    weights: {o1: {w5: 0.6, w6: -0.2}}
loss: half squared error
learning_rate: 0.5
"""
ONE = "kind: backprop\ninputs: [0.5, -1]\ntargets: [1]\n" + LAYERS.replace("BIAS", "b1")
SEVERAL = """
kind: backprop
samples:
  - {inputs: [0.5, -1], targets: [1]}
  - {inputs: [0.3, 0.8], targets: [0]}
""" + LAYERS.replace("BIAS", "b1")
MATRIX = "style: matrix\n" + ONE

SAID = [
    (ONE, "net_h1", Role.NET, "net", "h1", ()),
    (ONE, "w5", Role.PARAMETER, "w5", "", ()),
    (ONE, "i1", Role.INPUT, "i1", "", ()),
    (ONE, "t1", Role.TARGET, "t1", "", ()),
    (ONE, "η", Role.RATE, "η", "", ()),
    (ONE, "dE/dw5", Role.PARTIAL, "E", "w5", ()),
    (ONE, "delta_h1", Role.ERROR_TERM, "net_h1", "", ()),
    (ONE, "change_w5", Role.CHANGE, "w5", "", ()),
    (ONE, "new_w5", Role.NEW, "w5", "", ()),
    (ONE + "again: true\n", "again_out_o1", Role.AGAIN, "out_o1", "", ()),
    (ONE + "optimizer: adam\n", "1.m_w5", Role.STATE, "m", "w5", (1,)),
    (ONE + "clip: {norm: 1}\n", "clipped_w5", Role.GRADIENT, "clipped", "w5", ()),
    (ONE + "regularization: {l1: 0.1}\n", "R", Role.PENALTY, "R", "", ()),
    (ONE + "memoisation: true\n", "multiplications_kept", Role.COUNT, "multiplications", "kept", ()),
    (SEVERAL + "batch: 1\n", "2.dE/dw5", Role.PARTIAL, "E", "w5", (2,)),
    (SEVERAL + "batch: 1\n", "2.i1", Role.INPUT, "i1", "", (2,)),
    (SEVERAL + "batch: 1\n", "1.w5", Role.NEW, "w5", "", (1,)),
    (SEVERAL + "batch: 1\n", "new_w5", Role.NEW, "w5", "", ()),
    (SEVERAL + "batch: 1\n", "average_E", Role.LOSS, "average", "E", ()),
    (SEVERAL + "batch: all\n", "1.g_w5", Role.GRADIENT, "g", "w5", (1,)),
    (MATRIX, "z^1", Role.NET, "z", "", ()),
    (MATRIX, "W^2", Role.PARAMETER, "W", "", ()),
    (MATRIX, "delta^2", Role.ERROR_TERM, "z^2", "", ()),
    (MATRIX, "new_W^1", Role.NEW, "W^1", "", ()),
]


@pytest.mark.parametrize(("text", "spelt", "role", "of", "by", "rounds"), SAID)
def test_a_name_says_what_it_is(solved, text, spelt, role, of, by, rounds):
    """Every value of a page is called by a name with its role, what it is of and by, and its place in the runs."""
    (name,) = {name for name in solved(text).values if name == spelt}
    assert isinstance(name, Name)
    assert (name.role, name.of, name.by, name.at.rounds) == (role, of, by, rounds)


@pytest.mark.parametrize(
    "name",
    ["dE", "d_a", "delta", "net", "norm", "closed_w", "hat_h1", "put_in_o1", "multiplications_kept", "w^1"],
)
@pytest.mark.parametrize("more", ["", "method: delta\n", "style: matrix\n", "optimizer: adam\n", "clip: {value: 1}\n"])
def test_own_names_that_look_like_results(solved, name, more):
    """A weight that is called like a result is a weight: it gets the gradient and the new value of any other."""
    text = ONE.replace("w1:", f"{name}:") + more
    values, plain = solved(text).values, solved(ONE + more).values
    if "matrix" in more:
        assert (values["new_W^1"] == plain["new_W^1"]).all()
        return
    assert values[f"dE/d{name}"] == plain["dE/dw1"]
    assert values[f"new_{name}"] == plain["new_w1"]


def test_a_bias_named_like_another_layer(solved):
    """A bias of the first layer may be called b^2: sequential updates do not make its gradient look wrong."""
    text = "style: matrix\nupdate: sequential\n" + ONE
    assert solved(text.replace("b1:", "c^2:")).check.key == solved(text).check.key == "page_checked"


@pytest.mark.parametrize("method", ["chain", "delta"])
def test_a_chain_that_is_not_written(trouble, method):
    """Where ∂E/∂net has one form, the whole chain is no step beside it."""
    error = trouble(ONE + f"method: {method}\nasked: [chain_net_o1]\n")
    assert "‘chain_net_o1’ is not a step of this problem" in str(error)
    assert "Ask for delta_o1." in str(error)


def test_the_slope_of_one_term(solved):
    """∂E_o1/∂out_o1 can be asked for: −(t − o) for half the squared error."""
    text = ONE.replace("targets: [1]", "targets: [1, 0]").replace("o1: {w5", "o2: {w7: 0.1, w8: 0.2}, o1: {w5")
    solution = solved(text + "asked: [dE_o1/dout_o1]\n")
    values = solution.values
    assert list(solution.answers.values()) == [pytest.approx(-(values["t1"] - values["out_o1"]), rel=1e-15)]
    assert "∂E₁/∂out_o₁ = −(t₁ − out_o₁)" in nnsolve.render(solution, "text")


def test_a_normalised_batch_says_what_its_error_terms_are(solved):
    """With error terms a page says once what δ is, of which average error it is the derivative."""
    text = SEVERAL.replace("bias:", "batch_norm: {epsilon: 0.001}\n    bias:") + "batch: all\nmethod: delta\n"
    page = nnsolve.render(solved(text), "text")
    assert page.count("δ is the derivative of Ē by the net input") == 1


def test_a_notation_for_no_name(trouble):
    """A word to print for a name that no result can have is refused at its place."""
    error = trouble(ONE + f"notation: {{style: z/a, {'new_' * 200}w5: v}}\n")
    assert "expected a role or the name of a result" in str(error)
