"""L1 and L2 regularisation: gradients of the cost against an autograd framework, and what the page says of it."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError

NETWORK = """
kind: backprop
layers:
  - activation: sigmoid
    weights:
      h1: {w1: 0.15, w2: -0.20}
      h2: {w3: 0.25, w4: 0.30}
    bias: {b1: 0.35}
  - activation: tanh
    weights:
      o1: {w5: 0.40, w6: -0.45}
      o2: {w7: 0.50, w8: 0.55}
    bias: {b2: 0.60}
loss: half squared error
learning_rate: 0.5
"""
ONE = NETWORK + "inputs: {i1: 0.05, i2: 0.10}\ntargets: {o1: 0.01, o2: 0.99}\n"
SEVERAL = (
    NETWORK
    + """
samples:
  - {inputs: [0.05, 0.10], targets: [0.01, 0.99]}
  - {inputs: [0.7, -0.3], targets: [0.5, -0.2]}
  - {inputs: [-1, 0.4], targets: [0, 0.3]}
"""
)
START = {
    "w1": 0.15, "w2": -0.20, "w3": 0.25, "w4": 0.30, "b1": 0.35,
    "w5": 0.40, "w6": -0.45, "w7": 0.50, "w8": 0.55, "b2": 0.60,
}  # fmt: skip
SAMPLES = [([0.05, 0.10], [0.01, 0.99]), ([0.7, -0.3], [0.5, -0.2]), ([-1, 0.4], [0, 0.3])]

# As written, and its meaning: λ of |w|, factor of w², whether biases count.
WAYS = {
    "{l1: 0.01}": (0.01, 0, False),
    "{l2: 0.1, half: true}": (0, 0.05, False),
    "{l2: 0.1, half: false}": (0, 0.1, False),
    "{l1: 0.02, l2: 0.3, half: true}": (0.02, 0.15, False),
    "{l1: 0.02, l2: 1/4, half: false, biases: true}": (0.02, 0.25, True),
}


def reference(way, samples, parameters):
    """Cost and gradients of the mean over samples, by autograd in double precision."""
    torch = pytest.importorskip("torch")
    l1, l2, biases = way
    p = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in parameters.items()}
    cost = 0
    for (a, b), targets in samples:
        h1 = torch.sigmoid(p["w1"] * a + p["w2"] * b + p["b1"])
        h2 = torch.sigmoid(p["w3"] * a + p["w4"] * b + p["b1"])
        outs = [torch.tanh(p["w5"] * h1 + p["w6"] * h2 + p["b2"]), torch.tanh(p["w7"] * h1 + p["w8"] * h2 + p["b2"])]
        cost = cost + sum((t - o) ** 2 for t, o in zip(targets, outs, strict=True)) / 2
    counted = [value for name, value in p.items() if biases or name[0] == "w"]
    cost = cost / len(samples) + sum(l1 * abs(w) + l2 * w * w for w in counted)
    cost.backward()
    return float(cost.detach()), {name: float(value.grad) for name, value in p.items()}


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("way", WAYS)
def test_gradients_of_the_cost(way, method):
    """C, every ∂C/∂w and every new value are those of a framework; differences agree too."""
    cost, gradients = reference(WAYS[way], SAMPLES[:1], START)
    (problem,) = nnsolve.loads(ONE + f"regularization: {way}\nmethod: {method}\n")
    solution = nnsolve.solve(problem)
    assert solution.values["C"] == pytest.approx(cost, rel=1e-14)
    for name, gradient in gradients.items():
        assert solution.values[f"dC/d{name}"] == pytest.approx(gradient, rel=1e-12)
        assert solution.values[f"new_{name}"] == pytest.approx(START[name] - 0.5 * gradient, rel=1e-12)
    assert solution.check.key == "page_checked"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("batch", ["1", "2", "all"])
def test_training_on_the_cost(way, batch):
    """Three epochs over three samples end in the parameters of the same loop in a framework."""
    size = 3 if batch == "all" else int(batch)
    now = dict(START)
    for _ in range(3):
        for k in range(0, 3, size):
            _, gradients = reference(WAYS[way], SAMPLES[k : k + size], now)
            now = {name: value - 0.5 * gradients[name] for name, value in now.items()}
    (problem,) = nnsolve.loads(SEVERAL + f"regularization: {way}\nbatch: {batch}\nepochs: 3\n")
    solution = nnsolve.solve(problem)
    for name, value in now.items():
        assert solution.results[f"new_{name}"] == pytest.approx(value, rel=1e-11)
    assert "average_C" in solution.answers


def test_a_weight_by_hand():
    """One weight and L2 = 0.5 with ½: ∂C/∂w = (o − t)·x + λ·w, worked with exact numbers."""
    text = (
        "kind: backprop\ninputs: [2]\nlayers: [{activation: identity, weights: {o1: {w: 3}}}]\ntargets: [5]\n"
        "loss: half squared error\nlearning_rate: 0.1\nregularization: {l2: 0.5, half: true}\n"
    )
    values = nnsolve.solve(nnsolve.loads(text)[0]).values
    # net 6, E ½(5 − 6)² = 0.5, R ½·0.5·9 = 2.25; ∂E/∂w = 1·2 = 2, ∂R/∂w = 0.5·3 = 1.5
    assert (values["E"], values["R"], values["C"]) == (0.5, 2.25, 2.75)
    assert (values["dC/dw"], values["dR/dw"]) == (3.5, 1.5)
    assert values["new_w"] == pytest.approx(2.65, rel=1e-15)


def test_no_factor_of_one_is_written():
    """The way from C through E to an output is one factor: no step says ∂C/∂E = 1."""
    solution = nnsolve.solve(nnsolve.loads(ONE + "regularization: {l1: 0.01}\n")[0])
    names = [step.name for step in solution.steps]
    assert "dC/dE" not in names
    assert "dC/dR" not in names
    assert "dC/dout_o1" in names
    assert "dR/dw5" in names
    text = nnsolve.render(solution, "text")
    assert "w₅ feeds net_o₁ and R, so two paths add up." in text
    assert "∂E" not in text


def test_mean_over_outputs_stays_one_factor():
    """A mean over outputs below the cost is no factor of its own either."""
    text = ONE.replace("half squared error", "mean squared error") + "regularization: {l2: 0.1, half: false}\n"
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    assert not {"dC/dE", "dC/dE_o1"} & {step.name for step in solution.steps}
    assert solution.check.key == "page_checked"


def test_the_kink_of_l1_is_told():
    """At w = 0 the slope of |w| is taken as 0, and the page says so."""
    text = ONE.replace("w1: 0.15", "w1: 0") + "regularization: {l1: 0.1}\n"
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    assert solution.values["dR/dw1"] == 0
    assert "at 0 taken as 0" in nnsolve.render(solution, "text")


def test_carried_rounding():
    """With rounding carried, R and C are computed from the printed digits."""
    text = ONE + "regularization: {l2: 0.1, half: true}\nrounding: {decimals: 3, carry: true}\n"
    values = nnsolve.solve(nnsolve.loads(text)[0]).values
    # squares: .0225 .04 .0625 .09 .16 .2025 .25 .3025 = 1.13, times 0.05
    assert str(values["R"]) == "0.057"
    assert values["C"] == values["E"] + values["R"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [("dC/dw5", ["dC/dw5"]), ("w5", ["new_w5"]), ("R", ["R"]), ("delta_o1", ["delta_o1"]), ("C", ["C"])],
)
def test_asked(asked, names):
    """Gradients are asked for by their own name; a bare weight asks for its new value."""
    solution = nnsolve.solve(nnsolve.loads(ONE + f"regularization: {{l1: 0.1}}\nasked: [{asked}]\n")[0])
    assert list(solution.answers) == names


def test_the_gradient_of_the_error_alone_is_not_a_result():
    """dE/dw5 is a part only, so the message names dC/dw5."""
    with pytest.raises(ProblemError, match="ask for dC/dw5"):
        nnsolve.solve(nnsolve.loads(ONE + "regularization: {l1: 0.1}\nasked: [dE/dw5]\n")[0])


# What is written, the line and column of the fault behind the problem above, and a part of the message.
BAD = [
    ("regularization: {}\n", 1, 17, "l1:"),
    ("regularization: {l2: 0.1}\n", 1, 22, "l2: needs half:, true for ½λΣw²"),
    ("regularization: {l1: 0.1, half: true}\n", 1, 33, "half: needs l2:"),
    ("regularization: {l1: -0.1}\n", 1, 22, "greater than 0"),
    ("regularization: {l1: 1, l3: 1}\n", 1, 25, "not known"),
    ("regularization: 0.1\n", 1, 17, "mapping"),
    ("regularization: {l1: 0.1}\nstyle: matrix\n", 1, 17, "style: matrix"),
]


@pytest.mark.parametrize(("more", "line", "column", "part"), BAD)
def test_faults(more, line, column, part):
    """Each fault is told at its place."""
    with pytest.raises(ProblemError) as caught:
        nnsolve.loads(ONE + more)
    fault = caught.value.faults[0]
    assert (fault.line, fault.column) == (ONE.count("\n") + line, column)
    assert part in fault.message


def test_a_name_that_is_taken():
    """A weight called R would be hidden by the penalty."""
    with pytest.raises(ProblemError, match="name R"):
        nnsolve.loads(ONE.replace("w1:", "R:") + "regularization: {l1: 0.1}\n")
