"""What ``asked:`` means in a network: names, symbols of every format, the usual words; and what is refused."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.pictures import picture
from nnsolve.pictures.highlight import Highlight

from .test_asked_samples import NETWORK

ONE = """
kind: backprop
inputs: [0.5, -1]
layers:
  - activation: sigmoid
    weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}}
    bias: {b1: 0.3}
  - activation: sigmoid
    weights: {o1: {w5: 0.6, w6: -0.2}, o2: {w7: 0.1, w8: 0.4}}
targets: [1, 0]
loss: half squared error
learning_rate: 0.5
"""
FORWARD = ONE.replace("backprop", "forward").replace("learning_rate: 0.5\n", "")
SEVERAL = f"kind: backprop\n{NETWORK}learning_rate: 0.5\nepochs: 2\n"
ONE_BY_ONE = SEVERAL + "batch: 1\n"
MATRIX = ONE + "style: matrix\n"
NO_RATE = ONE.replace("learning_rate: 0.5\n", "")
COST = ONE + "regularization: {l1: 0.1}\n"


def solved(text: str, asked: str) -> nnsolve.Solution:
    """The solution of a problem of which one thing is asked."""
    (problem,) = nnsolve.loads(text)
    problem.asked = [asked]
    return nnsolve.solve(problem)


MEANS = [
    (ONE, "w5", "new_w5"),
    (ONE, "w_5", "new_w5"),
    (ONE, "w₅′", "new_w5"),
    (ONE, "w5(new)", "new_w5"),
    (ONE, "w_5^{new}", "new_w5"),
    (ONE, "new w5", "new_w5"),
    (ONE, r"$w_{5}'$", "new_w5"),
    (ONE, "Δw5", "change_w5"),
    (ONE, "gradient of w5", "dE/dw5"),
    (ONE, r"\frac{\partial E}{\partial w_{5}}", "dE/dw5"),
    (ONE, "frac(∂ E, ∂ w_5)", "dE/dw5"),
    (ONE, "I_h1", "net_h1"),
    (ONE, "z_h1", "net_h1"),
    (ONE, "O_h1", "out_h1"),
    (ONE, "h1", "out_h1"),
    (ONE, "Err_h1", "delta_h1"),
    (ONE, "∂E/∂net_h₁", "delta_h1"),
    (ONE, "dE_total/dz_h1", "delta_h1"),
    (ONE + "method: delta\n", "dE/dnet_h1", "delta_h1"),
    (ONE + "method: delta\n", "δ_h₁", "delta_h1"),
    (ONE, "∂out_h₁/∂net_h₁", "dout_h1/dnet_h1"),
    (ONE, "dnet_o1/dw_5", "dnet_o1/dw5"),
    (ONE, "∂net_h₁/∂i₁", "dnet_h1/di1"),
    (ONE, "E₁", "E_o1"),
    (ONE, "E_total", "E"),
    (ONE, "Error", "E"),
    (ONE, "E′", "again_E"),
    (COST, "dC/dw5", "dC/dw5"),
    (COST, "∂R/∂w₅", "dR/dw5"),
    (ONE + "optimizer: adam\n", "m_w₅⁽¹⁾", "1.m_w5"),
    (ONE + "optimizer: adam\n", "1.v_w5", "1.v_w5"),
    (ONE + "clip: {norm: 1}\n", "clipped_w5", "clipped_w5"),
    (ONE + "clip: {norm: 1}\n", "norm", "norm"),
    (FORWARD, "a_h1", "out_h1"),
    (FORWARD, "loss", "E"),
    (ONE_BY_ONE, "w2", "new_w2"),
    (ONE_BY_ONE, "w₂′", "new_w2"),
    (ONE_BY_ONE, "1.w2", "1.w2"),
    (ONE_BY_ONE, "2.z_h1", "2.net_h1"),
    (ONE_BY_ONE, "net_h₁⁽²⁾", "2.net_h1"),
    (ONE_BY_ONE, "∂E⁽¹⁾/∂w₂", "1.dE/dw2"),
    (SEVERAL + "batch: all\n", "∂Ē/∂w₂", "1.g_w2"),
    (ONE_BY_ONE, "average loss", "average_E"),
    (MATRIX, "W^1", "new_W^1"),
    (MATRIX, "W⁽¹⁾′", "new_W^1"),
    (MATRIX, "w5", "new_W^2"),
    (MATRIX, "gradient of w5", "dE/dW^2"),
    (MATRIX, "z_h1", "z^1"),
    (MATRIX, "∂E/∂z⁽¹⁾", "delta^1"),
]


@pytest.mark.parametrize(("text", "asked", "name"), MEANS)
def test_what_is_asked(text, asked, name):
    """An entry of asked: is a name, a symbol of the page in any format, or what books call it."""
    solution = solved(text, asked)
    assert solution.asked == [name]
    assert list(solution.answers) == [name]


@pytest.mark.parametrize(
    ("text", "asked", "part"),
    [
        (ONE, "i1", "it is given"),
        (ONE, "w55", "Did you mean ‘w5’?"),
        (ONE, "", "is not a result of this problem"),
        (ONE, "w" * 400, "is not a result of this problem"),
        (ONE, "w5\x00", "is not a result of this problem"),
        (ONE, "dnet_h1/dw5", "net_h1 has no w5 in its formula"),
        (ONE, "chain_net_o1", "Ask for delta_o1."),
        (ONE + "freeze: [w5]\n", "w5′", "is frozen"),
        (NO_RATE, "w5", "there is no learning_rate:. Add one, or ask for the gradient dE/dw5."),
        (NO_RATE, "again_E", "or ask for E."),
        (COST, "∂E/∂w₅", "ask for dC/dw5"),
        (ONE + "optimizer: adam\n", "Δw5", "ask for w5"),
        (FORWARD, "w5", "it is given"),
        (FORWARD, "dE/dw5", "is not a result of this problem"),
        (ONE_BY_ONE, "net_h1", "may mean 1.net_h1, 2.net_h1 here"),
        (ONE_BY_ONE, "dE/dw2", "may mean 1.dE/dw2, 2.dE/dw2 here"),
        (MATRIX.replace("learning_rate: 0.5\n", ""), "new_w5", "is not a result of this problem"),
    ],
)
def test_what_is_refused(text, asked, part):
    """What is given, what has no value and what may mean several things is told, each with the way out."""
    with pytest.raises(ProblemError) as caught:
        solved(text, asked)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("dE", "new_dE"), ("dE/ddE", "dE/ddE"), ("delta", "new_delta"), ("d_a", "new_d_a"), ("Δd_a", "change_d_a")],
)
def test_own_names_come_first(asked, name):
    """Weights that are called like results are the weights."""
    text = ONE.replace("w1:", "dE:").replace("w2:", "delta:").replace("w3:", "d_a:")
    assert solved(text, asked).asked == [name]


@pytest.mark.parametrize(
    ("own", "more", "asked"), [("m", "optimizer: adam", "1.m_w5"), ("clipped", "clip: {value: 1}", "clipped_w5")]
)
def test_own_names_like_words_of_updates(own, more, asked):
    """A weight may have the name of a state, or of what clipping makes of a gradient."""
    assert solved(ONE.replace("w1:", f"{own}:") + more + "\n", asked).asked == [asked]


@pytest.mark.parametrize(
    "more",
    [
        "optimizer: nadam",
        "clip: {norm: 0.1}",
        "update: sequential\nagain: true",
        "regularization: {l1: 0.1}",
        "method: delta",
    ],
)
def test_every_step_can_be_asked(more):
    """What the whole page writes is asked for by its name, and has the same value alone."""
    (problem,) = nnsolve.loads(ONE + more)
    values = nnsolve.solve(problem).values
    for step in nnsolve.solve(problem).steps:
        problem.asked = [str(step.name)]
        assert nnsolve.solve(problem).answers == {step.name: pytest.approx(values[step.name], rel=1e-12)}


LARGE = """
kind: backprop
inputs: [{inputs}]
layers:
  - {{activation: sigmoid, weights: [{rows}]}}
  - {{activation: sigmoid, weights: [[{outs}]]}}
targets: [1]
loss: half squared error
learning_rate: 0.5
""".format(
    inputs=", ".join(["0.1"] * 60), rows=", ".join([f"[{', '.join(['0.01'] * 60)}]"] * 20), outs=", ".join(["0.1"] * 20)
)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("w77", "new_w77"),
        ("∂E/∂w₇₇", "dE/dw77"),
        ("W_77", "new_w77"),
        ("z_h17", "net_h17"),
        ("Err_h17", "delta_h17"),
        (r"\frac{\partial \mathrm{net}_{h_{2}}}{\partial w_{77}}", "dnet_h2/dw77"),
        ("Error", "E"),
    ],
)
def test_of_many_weights(asked, name):
    """In a network of more weights than are listed everything is understood as in a small one."""
    assert solved(LARGE, asked).asked == [name]


def test_a_hint_in_a_large_network():
    """A name that is none of many is told with the nearest, as in a small network."""
    with pytest.raises(ProblemError, match="Did you mean ‘net_h3’"):
        solved(LARGE, "net_g3")


TWICE = [
    (FORWARD, ["net_h1", "z_h1", "out_o1"], ["net_h1", "out_o1"]),
    (ONE, ["w5", "new_w5", "E"], ["new_w5", "E"]),
    (ONE_BY_ONE, ["1.E", "w1", "new_w1"], ["1.E", "new_w1"]),
    (MATRIX, ["w5", "w6", "W2"], ["new_W^2"]),
]


@pytest.mark.parametrize(("text", "asked", "names"), TWICE)
def test_each_result_once(text, asked, names):
    """What is asked for twice, or stands in the same matrix, is reported once."""
    (problem,) = nnsolve.loads(text)
    problem.asked = asked
    solution = nnsolve.solve(problem)
    assert solution.asked == names
    assert list(solution.answers) == names


@pytest.mark.parametrize(
    ("asked", "said"),
    [("w5", "w5"), ("w₅′", "new_w5"), ("∂E/∂out_h₁", "dE/dout_h1"), ("z_h1", "net_h1"), ("i1", "i1")],
)
def test_a_picture_highlights(asked, said):
    """A picture understands what a page does; a bare weight is the given one."""
    assert picture(nnsolve.loads(ONE)[0], asked=[asked]).alt.endswith(f"to the error: {said}.")


@pytest.mark.parametrize(
    ("asked", "links"),
    [
        ("1.dE/dw2", {("w2", "o1")}),
        ("1.dE/dw1", {("w1", "h1"), ("w2", "o1")}),
        ("2.w1", {("w1", "h1"), ("w2", "o1")}),
        ("2.delta_h1", {("w2", "o1")}),
        ("2.net_h1", set()),
    ],
)
def test_a_picture_of_samples(asked, links):
    """What is asked of a sample is about the weight or the neuron that all samples share, and its paths onward."""
    (problem,) = nnsolve.loads(ONE_BY_ONE)
    assert Highlight(problem, [asked], problem.names(), told=True).links == links
